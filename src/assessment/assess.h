/* SPDX-License-Identifier: MIT */
/* The steps of an assessment, in the order in which they build on each other. */
#ifndef KAM_ASSESSMENT_ASSESS_H
#define KAM_ASSESSMENT_ASSESS_H

#include "kam/assessment.h"
#include "knowledge/model.h"

void assess_placement(struct kam_assessment *a, struct kam_belief *b);
void assess_reasons(struct kam_assessment *a, struct kam_belief *b);
void assess_demands(struct kam_assessment *a, struct kam_belief *b);
void assess_goal(struct kam_assessment *a, struct kam_belief *b, const struct kam_basis *basis);
void assess_actions(struct kam_assessment *a, struct kam_belief *b);
void assess_find_out(struct kam_assessment *a, struct kam_belief *b);

/* Fills REASONS[question count] with the answers that count for stage A against B, strongest first, and *RET_PRIOR; returns their number. */
size_t assess_weigh(struct kam_belief *belief, size_t a, size_t b, struct kam_reason *reasons,
	double *ret_prior);
/* Those that would tell most first. */
void assess_sort_gaps(struct kam_gap *gaps, size_t count);

/* The state with P ≥ ½ of a VARIABLE that something was answered about; KAM_NONE. */
size_t assess_known(struct kam_belief *b, size_t variable);
/* The verdict called ID; KAM_NONE. */
size_t assess_verdict_named(const struct kam_kb *kb, const char *id);
/* Whether it is a prospect that no time should be spent on. */
bool assess_dropped(const struct kam_assessment *a);
/* Whether anything on or under VARIABLE was answered. */
bool assess_informed_under(const struct kam_belief *b, size_t variable);

enum condition { CONDITION_UNKNOWN, CONDITION_FALSE, CONDITION_TRUE };
/* A conjunction: false if a term is false, else unknown if one is unknown, else true; true when empty. */
enum condition assess_conditions(struct kam_belief *b, const struct kb_conditions *all);

#endif
