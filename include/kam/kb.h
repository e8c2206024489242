/* SPDX-License-Identifier: MIT */
/*
 * A knowledge base: the variables, questions, causes, stages and actions of one model of account relationships.
 *
 * A base is loaded whole from a folder and never changes afterwards, so that any number of beliefs and
 * dialogues may share it, from several threads too. Everything is numbered: variables, questions (items of
 * checklists are questions of their own), checklists, causes, stages and actions count from 0, each sorted by id
 * (stages by their rank). Texts returned belong to the base and live as long as it does.
 */
#ifndef KAM_KB_H
#define KAM_KB_H

#include "kam/error.h"

#include <stdbool.h>
#include <stddef.h>

#define KAM_NONE ((size_t)-1)

struct kam_kb;

/*
 * Loads the base in FOLDER. 0 and *RET (free with kam_kb_free()); or KAM_INVALID or KAM_IO with every fault found,
 * sorted by place, in FAULTS (may be NULL).
 */
int kam_kb_load(const char *folder, struct kam_kb **ret, struct kam_faults *faults);
void kam_kb_free(struct kam_kb *kb);

const char *kam_kb_id(const struct kam_kb *kb);
const char *kam_kb_version(const struct kam_kb *kb);
/* SHA-256 over names and contents of the files that were loaded, in hex. */
const char *kam_kb_digest(const struct kam_kb *kb);
size_t kam_kb_language_count(const struct kam_kb *kb);
const char *kam_kb_language(const struct kam_kb *kb, size_t i);

size_t kam_kb_variable_count(const struct kam_kb *kb);
/* The number of the variable called ID, or KAM_NONE. */
size_t kam_kb_find_variable(const struct kam_kb *kb, const char *id);
const char *kam_kb_variable_id(const struct kam_kb *kb, size_t variable);
/* The parent's number; KAM_NONE for a root. */
size_t kam_kb_variable_parent(const struct kam_kb *kb, size_t variable);
size_t kam_kb_state_count(const struct kam_kb *kb, size_t variable);
const char *kam_kb_state_id(const struct kam_kb *kb, size_t variable, size_t state);
/* P(state | parent state); PARENT_STATE is 0 for a root. */
double kam_kb_probability(
	const struct kam_kb *kb, size_t variable, size_t parent_state, size_t state);

size_t kam_kb_question_count(const struct kam_kb *kb);
size_t kam_kb_find_question(const struct kam_kb *kb, const char *id);
const char *kam_kb_question_id(const struct kam_kb *kb, size_t question);
/* The variable it measures. */
size_t kam_kb_question_variable(const struct kam_kb *kb, size_t question);
size_t kam_kb_option_count(const struct kam_kb *kb, size_t question);
const char *kam_kb_option_id(const struct kam_kb *kb, size_t question, size_t option);
/* P'(option | state), slips included: inference.md, section 1. */
double kam_kb_likelihood(const struct kam_kb *kb, size_t question, size_t state, size_t option);

/* The stage variable, and the number of causes of breakdown with the variable of each. */
size_t kam_kb_stage(const struct kam_kb *kb);
size_t kam_kb_cause_count(const struct kam_kb *kb);
size_t kam_kb_cause_variable(const struct kam_kb *kb, size_t cause);
const char *kam_kb_cause_id(const struct kam_kb *kb, size_t cause);
/* P(break within twelve months | this cause alone in STATE, at STAGE), in [0,1). STATE 0 is none: 0. */
double kam_kb_severity(const struct kam_kb *kb, size_t cause, size_t state, size_t stage);
double kam_kb_leak(const struct kam_kb *kb);

/* The question id nearest to WORD, for "did you mean"; NULL where none is near. */
const char *kam_kb_suggest_question(const struct kam_kb *kb, const char *word);

/* The compiled base as JSON, enough to recompute every posterior and the danger; free() it. */
char *kam_kb_json(const struct kam_kb *kb);

#endif
