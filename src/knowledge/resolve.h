/* SPDX-License-Identifier: MIT */
/*
 * From what was read to a model that hangs together: sorted by id, references turned into indices, tables made, every
 * structural rule checked. Faults go to the reader's list.
 */
#ifndef KAM_KNOWLEDGE_RESOLVE_H
#define KAM_KNOWLEDGE_RESOLVE_H

#include "knowledge/fields.h"

void resolve_base(struct reader *r);

/* The parts of it, in this order. */
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
/* Turns the values of C into the states of its variable. */
void resolve_states(struct reader *r, const struct kb_place *object, struct kb_condition *c);

/* OUT[i][j] ∝ exp(−|j − typical_i| / spread): inference.md, section 1. */
void table_by_shape(double *out, const double *typical, size_t rows, size_t columns, double spread);

#endif
