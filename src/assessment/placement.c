/* SPDX-License-Identifier: MIT */
/* Where the account stands, on the plane too, and how much was said about it. */
#include "assessment/assess.h"

#include "util/memory.h"

#define ABOVE       0.6 /* P from which built above lived is said */
#define AXIS_FACETS 3   /* facets on an axis before its level is said */

static size_t facets_informed(const struct kam_belief *b, enum kb_aspect aspect)
{
	const struct kam_kb *kb = kam_belief_kb(b);
	size_t count = 0;

	for (size_t v = 0; v < kb->variable_count; v++) {
		count += kb->variables[v].aspect == aspect && kam_belief_informed(b, v);
	}
	return count;
}

static void assess_plane(struct kam_assessment *a, struct kam_belief *b)
{
	const struct kb_roles *roles = &a->kb->roles;

	a->built = a->lived = KAM_NONE;
	kam_belief_position(b, &a->position);
	if (!a->position.plane) {
		return;
	}
	if (facets_informed(b, KB_BUILT) >= AXIS_FACETS) {
		a->built = kam_belief_mode(b, roles->y);
	}
	if (facets_informed(b, KB_LIVED) >= AXIS_FACETS) {
		a->lived = kam_belief_mode(b, roles->x);
	}
	if (a->built != KAM_NONE && a->lived != KAM_NONE) {
		a->built_above = a->position.built_above_lived >= ABOVE;
		a->lived_above = a->position.lived_above_built >= ABOVE;
	}
}

/* Whether Q is a choice, or the first line of its checklist that has an answer. */
static bool is_first_of_screen(const struct kam_kb *kb, const struct kam_belief *b, size_t q)
{
	const struct kb_checklist *list;

	if (kb->questions[q].checklist == KAM_NONE) {
		return true;
	}
	list = &kb->checklists[kb->questions[q].checklist];
	for (size_t i = 0; i < list->item_count && list->items[i] != q; i++) {
		size_t count;
		const struct kam_response *r = kam_belief_responses(b, list->items[i], &count);

		if (count && r[0].kind == KAM_ANSWER) {
			return false;
		}
	}
	return true;
}

/* Whether Q is a line of a stage's demands: what a stage asks is no evidence on where the account stands. */
static bool is_homework(const struct kam_kb *kb, size_t q)
{
	size_t list = kb->questions[q].checklist;

	return list != KAM_NONE && kb->checklists[list].scale_id;
}

static void count_answers(struct kam_assessment *a, const struct kam_belief *b)
{
	for (size_t q = 0; q < a->kb->question_count; q++) {
		size_t count;
		const struct kam_response *r = kam_belief_responses(b, q, &count);

		for (size_t i = 0; i < count; i++) {
			a->own = a->own || r[i].side == KAM_OWN;
			a->customer = a->customer || r[i].side == KAM_CUSTOMER;
		}
		if (count && r[0].kind == KAM_ANSWER) {
			a->answered += is_first_of_screen(a->kb, b, q);
		} else if (count && (r[0].kind == KAM_UNKNOWN || r[0].kind == KAM_LATER)) {
			a->unknown += !is_homework(a->kb, q);
		}
	}
}

void assess_placement(struct kam_assessment *a, struct kam_belief *b)
{
	size_t stages = a->kb->variables[a->kb->roles.stage].state_count;

	a->stages = memory_alloc(stages, sizeof(double));
	kam_belief_posterior(b, a->kb->roles.stage, a->stages);
	a->clarity = kam_belief_clarity(b, &a->leading, &a->other);
	assess_plane(a, b);
	count_answers(a, b);
	kam_belief_danger(b, &a->danger);
	a->prospect = a->danger.level == KAM_DANGER_NONE;
}
