/* SPDX-License-Identifier: MIT */
/*
 * The dialogue without its input and output: it shows views, is fed lines, and writes events. All state but the place of the
 * cursor is derived by replaying the events, so that undo, resume and transcripts come from one property, and
 * resuming gives exactly the question that would have come.
 */
#ifndef KAM_DIALOGUE_H
#define KAM_DIALOGUE_H

#include "kam/assessment.h"
#include "kam/record.h"

struct kam_dialogue;

struct kam_dialogue_options {
	const struct kam_kb *kb;
	struct kam_voice voice;
	const char *account; /* its name, for the result and the start event */
	const char *by;      /* who answers */
	enum kam_side side;
	double days_per_quarter; /* negative: unknown */
	void *ctx;
	/* The time now as "2026-11-23T20:15:00Z" into RET; all NUL where there is no clock. May be NULL. */
	void (*now)(void *ctx, char ret[21]);
	/*
	 * Makes events durable before the next view is shown. 0, or a code with ERR filled: the events are then not taken
	 * and the same view stands. May be NULL.
	 */
	int (*save)(void *ctx, const struct kam_event *events, size_t count, struct kam_error *err);
};

enum kam_view_kind {
	KAM_VIEW_CHOICE,    /* one question, one answer (or a set) */
	KAM_VIEW_CHECKLIST, /* which of these: commas mean and */
	KAM_VIEW_PARTLY,    /* which of the others are half done */
	KAM_VIEW_REST,      /* which of the others can you not judge */
	KAM_VIEW_REVIEW,    /* answers that do not go together: which is to be changed */
	KAM_VIEW_TAKE,      /* which actions go into the plan */
	KAM_VIEW_DONE,      /* finished: nothing more is asked */
	KAM_VIEW_LEFT,      /* the user left; everything is saved */
};

struct kam_view {
	enum kam_view_kind kind;
	const struct kam_document
		*show;        /* what is new since the last view; owned by the dialogue */
	const char *prompt;   /* short, one line, ends in "> " */
	const char *standing; /* the answer that stands, for the line; "" where there is none */
	const char *question; /* id of the question or checklist asked; NULL for others */
	bool empty_ok;        /* whether an empty line means something here */
	/* Where in `show` the question begins, behind the news; KAM_NONE: there is only news, and the question before stands. */
	size_t asked;
};

/* Something that may be chosen at a view: an option, a line of a checklist, an action. */
struct kam_choice {
	const char *id;
	const char *text;
	size_t number; /* to type */
};

/*
 * A dialogue over LOG (may be NULL; copied): its events are replayed; in an empty one a start event is written first. Ids that the base
 * does not know are set aside and named in the first view. 0 and *RET (free with kam_dialogue_free()); KAM_INVALID for a log that does
 * not begin with a start event; or what `save` returned.
 */
int kam_dialogue_new(const struct kam_dialogue_options *options, const struct kam_log *log,
	struct kam_dialogue **ret, struct kam_error *err);
void kam_dialogue_free(struct kam_dialogue *dialogue);

/* The view that stands; its texts live until the next input. */
const struct kam_view *kam_dialogue_view(struct kam_dialogue *dialogue);

/*
 * What may be chosen at the view that stands: at most MOST of it into RET (KAM_MOST_CHOICES are always enough); gives how many there
 * are. At a follow-up the lines that were named already are left out. The texts live until the next input.
 */
#define KAM_MOST_CHOICES 64
size_t kam_dialogue_choices(
	const struct kam_dialogue *dialogue, struct kam_choice *ret, size_t most);
/* What the view asks, in words; *RET_NAME is the short name of the question or checklist. Both are "" where nothing is asked. */
const char *kam_dialogue_asks(const struct kam_dialogue *dialogue, const char **ret_name);

/*
 * Takes one line (UTF-8, without newline). KAM_OK: understood, the view is new. KAM_REFUSED: not possible; the view's
 * document says why and what is, and nothing changed. KAM_IO and others: `save` failed, with ERR; nothing changed.
 */
int kam_dialogue_input(struct kam_dialogue *dialogue, const char *line, struct kam_error *err);

/* Every event so far, and the belief they make. Owned by the dialogue. */
const struct kam_log *kam_dialogue_log(const struct kam_dialogue *dialogue);
struct kam_belief *kam_dialogue_belief(struct kam_dialogue *dialogue);

/*
 * What may be typed at the view that stands and begins with PREFIX, for completion: option ids, commands, question ids.
 * Calls GIVE for each; TEXT is good during the call.
 */
void kam_dialogue_complete(struct kam_dialogue *dialogue, const char *prefix,
	void (*give)(void *ctx, const char *text), void *ctx);

/* The assessment over a log without a dialogue: the belief (free it), and the notes by question (point into LOG; free the array). */
struct kam_belief *kam_log_belief(const struct kam_kb *kb, const struct kam_log *log,
	const char *today, const char ***ret_notes);

/*
 * Places one account of `kam place`: LINE is {"id": …, "answers": {…}}. BELIEF is used as scratch and cleared; ages of facts are counted to
 * TODAY ("2026-11-23", NULL: all are fresh). *RET_ID (free it; NULL where the line has none) is set in any case; 0 and *RET_JSON (free it)
 * without a newline, or KAM_INVALID.
 */
int kam_place_line(struct kam_belief *belief, const char *line, size_t len, const char *today,
	char **ret_id, char **ret_json, struct kam_error *err);

/*
 * What the columns of a table mean: RET[COUNT] gets the question of each header, or KAM_NONE for the one called `id`. KAM_INVALID
 * (codes `unknown-question`, `column-twice`) where a header is neither.
 */
int kam_place_header(const struct kam_kb *kb, const char *const *headers, size_t count, size_t *ret,
	struct kam_error *err);
/*
 * Places one row of such a table. A cell is an option id, `a|b` for one of several, `a?` for probably, `0`, `-`, `+`, or empty. Otherwise as
 * kam_place_line().
 */
int kam_place_row(struct kam_belief *belief, const size_t *columns, const char *const *cells,
	size_t count, char **ret_id, char **ret_json, struct kam_error *err);

#endif
