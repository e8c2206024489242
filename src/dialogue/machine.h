/* SPDX-License-Identifier: MIT */
/* The inside of a dialogue, for the files of this folder. */
#ifndef KAM_DIALOGUE_MACHINE_H
#define KAM_DIALOGUE_MACHINE_H

#include "dialogue/input.h"
#include "dialogue/state.h"
#include "kam/dialogue.h"

#define MACHINE_DOUBTS 3 /* a longer list would not be read */

struct kam_dialogue {
	struct kam_dialogue_options options;
	const struct kam_kb *kb;
	char *account;
	char *by;
	char *lang;
	struct kam_log log;
	char now[21]; /* when the log was last replayed; empty without a clock */
	struct state state;
	/* the cursor: what is asked now */
	enum kam_view_kind kind;
	struct screen_ref at;
	bool revisiting; /* :back or :change put the cursor where it is */
	uint64_t yes, doubtful,
		partly;     /* of the checklist being filled in, by position among `items` */
	char *pending_note; /* came with the lines that were named */
	char *list_note;    /* came with the others */
	size_t *items;      /* questions of the checklist being asked */
	size_t item_count;
	struct doubt {
		size_t question,
			other; /* their answers do not go together; OTHER KAM_NONE: many together */
	} doubts[MACHINE_DOUBTS];
	size_t doubt_count; /* of the review being shown */
	enum kam_stop rule;
	struct kam_assessment *assessment;
	/* the view */
	struct kam_view view;
	struct kam_document show;
	struct str prompt;
	struct str standing;
};

/* Moves the cursor to what the log calls for and shows it. */
void machine_advance(struct kam_dialogue *d);
/* Shows the question at the cursor. */
void machine_ask(struct kam_dialogue *d);
/* Puts the cursor on a screen. */
void machine_go(struct kam_dialogue *d, struct screen_ref at);
/* Asks a checklist again from one of its follow-ups; what was named stands in the line. */
void machine_name_again(struct kam_dialogue *d);
/* Writes EVENTS (account, times and group are filled in), and replays. */
int machine_write(
	struct kam_dialogue *d, struct kam_event *events, size_t count, struct kam_error *err);
/* The rest of a finished consultation: assessment and its basis. */
struct kam_basis machine_basis(const struct kam_dialogue *d);

/* What completion offers behind a command. */
enum argument { ARGUMENT_NONE, ARGUMENT_QUESTION, ARGUMENT_TOPIC };

struct command {
	const char *name;
	enum argument argument;
	int (*run)(struct kam_dialogue *d, const char *rest, struct kam_error *err);
};

/* Those of explain.c. */
int command_how(struct kam_dialogue *d, const char *rest, struct kam_error *err);
int command_why(struct kam_dialogue *d, const char *rest, struct kam_error *err);
int command_whatif(struct kam_dialogue *d, const char *rest, struct kam_error *err);
int command_whynot(struct kam_dialogue *d, const char *rest, struct kam_error *err);
/* Command I of the table, sorted by name; NULL behind the last. */
const struct command *machine_command_at(size_t i);
/* A `:` command. */
int machine_command(struct kam_dialogue *d, const struct input *in, struct kam_error *err);
/* Help on the screen at the cursor. */
void machine_help(struct kam_dialogue *d);

/* Views (show.c) */
void show_review(struct kam_dialogue *d);
void show_question(struct kam_dialogue *d);
void show_answers(struct kam_dialogue *d);
void show_status(struct kam_dialogue *d);
void show_why(struct kam_dialogue *d, bool numbers);
const char *dialogue_say(const struct kam_dialogue *d, const struct kb_text *text);
const struct kb_checklist *dialogue_list(const struct kam_dialogue *d);
bool dialogue_is_homework(const struct kam_dialogue *d);
void show_line(struct kam_dialogue *d, const char *format, ...) KAM_PRINTF(2, 3);
/* The texts to choose from at the cursor; release with choices_release(). */
struct choices choices_at(const struct kam_dialogue *d);
/* The options of QUESTION. */
struct choices choices_of(const struct kam_dialogue *d, size_t question);
void choices_release(struct choices *c);
bool dialogue_is_id(void *ctx, const char *word);

#endif
