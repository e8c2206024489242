/* SPDX-License-Identifier: MIT */
#include "assessment/assess.h"

#include "util/memory.h"

#include <stdlib.h>

struct kam_assessment *kam_assess(struct kam_belief *belief, const struct kam_basis *basis)
{
	static const struct kam_basis nothing = {.days_per_quarter = -1};
	struct kam_assessment *a = memory_alloc(1, sizeof(*a));

	basis = basis ? basis : &nothing;
	a->kb = kam_belief_kb(belief);
	a->rule = basis->stop;
	assess_placement(a, belief);
	assess_reasons(a, belief);
	assess_demands(a, belief);
	assess_goal(a, belief, basis);
	assess_actions(a, belief);
	assess_find_out(a, belief);
	return a;
}

struct kam_assessment *kam_place(struct kam_belief *belief)
{
	static const struct kam_basis nothing = {.days_per_quarter = -1};
	struct kam_assessment *a = memory_alloc(1, sizeof(*a));

	a->kb = kam_belief_kb(belief);
	a->stop = KAM_NONE;
	assess_placement(a, belief);
	assess_goal(a, belief, &nothing);
	return a;
}

void kam_assessment_free(struct kam_assessment *assessment)
{
	if (assessment) {
		kam_danger_release(&assessment->danger);
		free(assessment->stages);
		free(assessment->reasons);
		free(assessment->fragile);
		free(assessment->gaps);
		free(assessment->demands);
		free(assessment->actions);
		free(assessment->find_out);
		free(assessment);
	}
}
