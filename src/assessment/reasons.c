/* SPDX-License-Identifier: MIT */
/* What speaks for the placement, how firm it is, and what usually looks different at the next stage. */
#include "assessment/assess.h"

#include "util/memory.h"

static void find_weights(struct kam_assessment *a, struct kam_belief *b)
{
	a->reasons = memory_alloc(a->kb->question_count + 1, sizeof(*a->reasons));
	if (a->other == KAM_NONE) {
		return;
	}
	a->reason_count = assess_weigh(b, a->leading, a->other, a->reasons, &a->prior);
	while (a->reason_count && a->reasons[a->reason_count - 1].weight == 0) {
		a->reason_count--; /* the strongest stand first */
	}
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
	assess_sort_gaps(a->gaps, a->gap_count);
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
