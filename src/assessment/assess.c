/* SPDX-License-Identifier: MIT */
#include "assessment/assess.h"

#include "util/memory.h"

#include <stdlib.h>
#include <string.h>

#define ABOVE       0.6 /* P from which built above lived is said */
#define AXIS_FACETS 3   /* facets on an axis before its level is said */

bool assess_informed_under(const struct kam_belief *b, size_t variable)
{
	const struct kam_kb *kb = kam_belief_kb(b);

	for (size_t v = 0; v < kb->variable_count; v++) {
		if (kb_under(kb, v, variable) && kam_belief_informed(b, v)) {
			return true;
		}
	}
	return false;
}

size_t assess_known(struct kam_belief *b, size_t variable)
{
	double p[KB_MAX_STATES];
	size_t mode;

	if (variable == KAM_NONE || !kam_belief_informed(b, variable)) {
		return KAM_NONE;
	}
	kam_belief_posterior(b, variable, p);
	mode = kam_belief_mode(b, variable);
	return p[mode] >= 0.5 ? mode : KAM_NONE;
}

size_t assess_verdict_named(const struct kam_kb *kb, const char *id)
{
	for (size_t i = 0; i < kb->verdict_count; i++) {
		if (!strcmp(kb->verdicts[i].id, id)) {
			return i;
		}
	}
	return KAM_NONE;
}

static enum condition term_holds(struct kam_belief *b, const struct kb_condition *c)
{
	double p[KB_MAX_STATES];
	double sum = 0;

	if (!assess_informed_under(b, c->index)) {
		return CONDITION_UNKNOWN;
	}
	kam_belief_posterior(b, c->index, p);
	for (size_t i = 0; i < kam_belief_kb(b)->variables[c->index].state_count; i++) {
		sum += c->holds[i] ? p[i] : 0;
	}
	return sum >= 0.5 ? CONDITION_TRUE : CONDITION_FALSE;
}

enum condition assess_conditions(struct kam_belief *b, const struct kb_conditions *all)
{
	enum condition result = CONDITION_TRUE;

	for (size_t i = 0; i < all->count; i++) {
		enum condition term = term_holds(b, &all->items[i]);

		if (term == CONDITION_FALSE) {
			return CONDITION_FALSE;
		}
		result = term == CONDITION_UNKNOWN ? CONDITION_UNKNOWN : result;
	}
	return result;
}

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

static int by_weight(const void *x, const void *y)
{
	const struct kam_reason *a = x;
	const struct kam_reason *b = y;
	double wa = a->weight < 0 ? -a->weight : a->weight;
	double wb = b->weight < 0 ? -b->weight : b->weight;

	if (wa != wb) {
		return wa < wb ? 1 : -1;
	}
	return (a->question > b->question) - (a->question < b->question);
}

static void find_weights(struct kam_assessment *a, struct kam_belief *b)
{
	double *weights = memory_alloc(a->kb->question_count + 1, sizeof(*weights));

	a->reasons = memory_alloc(a->kb->question_count + 1, sizeof(*a->reasons));
	if (a->other != KAM_NONE) {
		kam_belief_weights(b, a->leading, a->other, weights, &a->prior);
	}
	for (size_t q = 0; q < a->kb->question_count; q++) {
		if (weights[q] != 0) {
			a->reasons[a->reason_count++] = (struct kam_reason){q, weights[q]};
		}
	}
	qsort(a->reasons, a->reason_count, sizeof(*a->reasons), by_weight);
	free(weights);
}

/* For every answer and every other option: would another stage lead? */
static void try_options(struct kam_assessment *a, struct kam_belief *copy, size_t q)
{
	const struct kb_question *question = &a->kb->questions[q];
	size_t count;
	const struct kam_response *r = kam_belief_responses(copy, q, &count);
	struct kam_response kept;

	if (count != 1 || !kam_belief_counts(copy, q)) {
		return;
	}
	kept = *r;
	for (size_t o = 0; o < question->option_count; o++) {
		struct kam_response tried = kept;
		size_t mode;

		tried.options = UINT64_C(1) << o;
		if (tried.options == kept.options) {
			continue;
		}
		kam_belief_set(copy, q, &tried, 1, NULL);
		mode = kam_belief_mode(copy, a->kb->roles.stage);
		if (mode != a->leading) {
			a->fragile = memory_resize(
				a->fragile, a->fragile_count + 1, sizeof(*a->fragile));
			a->fragile[a->fragile_count++] = (struct kam_fragile){q, o, mode};
		}
	}
	kam_belief_set(copy, q, &kept, 1, NULL);
}

static int by_gain(const void *x, const void *y)
{
	const struct kam_gap *a = x;
	const struct kam_gap *b = y;

	if (a->gain != b->gain) {
		return a->gain < b->gain ? 1 : -1;
	}
	return (a->facet > b->facet) - (a->facet < b->facet);
}

static void find_gaps(struct kam_assessment *a, struct kam_belief *b)
{
	size_t stages = a->kb->variables[a->kb->roles.stage].state_count;

	a->gaps = memory_alloc(a->kb->variable_count + 1, sizeof(*a->gaps));
	for (size_t v = 0; a->leading + 1 < stages && v < a->kb->variable_count; v++) {
		if (a->kb->variables[v].aspect != KB_NO_ASPECT && kam_belief_informed(b, v)) {
			double gain = kam_belief_gap(b, v, a->leading + 1);

			a->gaps[a->gap_count++] = (struct kam_gap){v, gain};
		}
	}
	qsort(a->gaps, a->gap_count, sizeof(*a->gaps), by_gain);
}

void assess_reasons(struct kam_assessment *a, struct kam_belief *b)
{
	struct kam_belief *copy = kam_belief_copy(b);

	find_weights(a, b);
	for (size_t q = 0; q < a->kb->question_count; q++) {
		if (q != a->kb->roles.gate) { /* whether they buy is a fact, not a judgement */
			try_options(a, copy, q);
		}
	}
	kam_belief_free(copy);
	find_gaps(a, b);
}

void assess_demands(struct kam_assessment *a, struct kam_belief *b)
{
	const struct kb_stage *stage = &a->kb->stages[a->leading];

	a->demand_count = stage->demand_count;
	a->demands = memory_alloc(a->demand_count + 1, sizeof(*a->demands));
	for (size_t i = 0; i < stage->demand_count; i++) {
		size_t q = stage->demands[i].question;
		const struct kb_checklist *list = &a->kb->checklists[a->kb->questions[q].checklist];
		size_t count;
		const struct kam_response *r = kam_belief_responses(b, q, &count);
		uint64_t options = count && r[0].kind == KAM_ANSWER ? r[0].options : 0;

		if (options == UINT64_C(1) << list->yes) {
			a->demands[i] = KAM_DEMAND_MET;
		} else if (list->partly != KAM_NONE && options == UINT64_C(1) << list->partly) {
			a->demands[i] = KAM_DEMAND_PARTLY;
		} else if (options == UINT64_C(1) << list->no) {
			a->demands[i] = KAM_DEMAND_UNMET;
		}
	}
}

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
