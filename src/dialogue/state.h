/* SPDX-License-Identifier: MIT */
/* What a log means: derived by replay alone. */
#ifndef KAM_DIALOGUE_STATE_H
#define KAM_DIALOGUE_STATE_H

#include "kam/belief.h"
#include "kam/record.h"
#include "knowledge/model.h"

/* A screen that was answered: a choice, or a checklist. */
struct screen_ref {
	size_t question;
	size_t checklist;
};

/* Who said what to a question; the latest of each respondent, in the order in which they first answered. */
struct voices {
	struct kam_response *responses;
	const char **by; /* from the log; NULL: nobody named */
	size_t count;
};

struct state {
	const struct kam_kb *kb;
	struct kam_belief *belief;
	struct voices *voices; /* by question */
	const char **notes;    /* by question, from the log */
	const char **checklist_notes;
	const char **account_notes; /* on nothing in particular, in order */
	size_t account_note_count;
	unsigned *laters;         /* by question: how often it was put off */
	struct screen_ref *order; /* screens by the time of their last answer */
	size_t order_count;
	size_t last_topic;
	bool *skipped; /* by checklist */
	bool *skipped_question;
	bool *taken;  /* by action */
	bool stopped; /* the user wished for the result */
	bool done;
	const char **strange; /* ids in the log that the base does not know */
	size_t strange_count;
	unsigned long last_group;
};

/* Replays LOG; ages of facts are counted to TODAY ("2026-11-23…", NULL: everything is fresh). */
void state_replay(
	struct state *s, const struct kam_kb *kb, const struct kam_log *log, const char *today);
void state_release(struct state *s);
/* The response of BY on SIDE to QUESTION; NULL where they gave none. */
const struct kam_response *state_response(
	const struct state *s, size_t question, const char *by, enum kam_side side);

#endif
