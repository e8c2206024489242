/* SPDX-License-Identifier: MIT */
/*
 * From what was read to a model that hangs together: sorted by id, references turned into indices, tables made, every
 * structural rule checked. Faults go to the reader's list.
 */
#ifndef KAM_KNOWLEDGE_RESOLVE_H
#define KAM_KNOWLEDGE_RESOLVE_H

#include "knowledge/fields.h"

/* The steps, in this order. */
void resolve_order(struct reader *r);
void resolve_variables(struct reader *r);
void resolve_questions(struct reader *r);
void resolve_roles(struct reader *r);
void resolve_stages(struct reader *r);
void resolve_causes(struct reader *r);
void resolve_actions(struct reader *r);

/* The variable, question … called ID, which PLACE names under MEMBER; KAM_NONE with a fault where there is none. */
size_t resolve_variable(
	struct reader *r, const struct kb_place *place, const char *member, const char *id);
size_t resolve_question(
	struct reader *r, const struct kb_place *place, const char *member, const char *id);
/* "did you mean" for WORD among the ids with which the COUNT structs of SIZE bytes at ITEMS begin. */
void resolve_suggest(
	struct kam_fault *fault, const char *word, const void *items, size_t count, size_t size);
/* The place FORMAT, a pointer, below the object at PLACE. */
struct kb_place resolve_below(
	struct reader *r, const struct kb_place *place, const char *format, ...) KAM_PRINTF(3, 4);
/* The index of topic ID; KAM_NONE where ID is NULL, and with a fault where there is no such topic. */
size_t resolve_topic(struct reader *r, const struct kb_place *place, const char *id);
/* The options of Q that IDS name; false where one is unknown (a fault) or Q has none to know. */
bool resolve_options(struct reader *r, const struct kb_place *place, const struct kb_question *q,
	const struct kb_list *ids, uint64_t *ret);
/* Turns the values of C into the states of its variable. */
void resolve_states(struct reader *r, const struct kb_place *object, struct kb_condition *c);

/* OUT[i][j] ∝ exp(−|j − typical_i| / spread): inference.md, section 1. */
void table_by_shape(double *out, const double *typical, size_t rows, size_t columns, double spread);
/*
 * Copies ROWS rows to OUT, each made to sum to exactly 1. False with faults where a number is not above 0 or a row does not sum to
 * 1 ± 0.005; the rows stand at MEMBER of PLACE, which is one plain array where FLAT.
 */
bool table_by_rows(struct reader *r, const struct kb_place *place, const char *member, bool flat,
	const double *numbers, size_t rows, size_t columns, double *out);
/* Whether no cell of TABLE came out as 0, which a spread too small for the distances does. */
bool table_positive(
	struct reader *r, const struct kb_place *place, const double *table, size_t cells);

#endif
