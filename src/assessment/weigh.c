/* SPDX-License-Identifier: MIT */
/* What weighs most, first. */
#include "assessment/assess.h"

#include "util/memory.h"

#include <math.h>
#include <stdlib.h>

static int by_weight(const void *x, const void *y)
{
	const struct kam_reason *a = x;
	const struct kam_reason *b = y;

	if (fabs(a->weight) != fabs(b->weight)) {
		return fabs(a->weight) < fabs(b->weight) ? 1 : -1;
	}
	return (a->question > b->question) - (a->question < b->question);
}

size_t assess_weigh(struct kam_belief *belief, size_t a, size_t b, struct kam_reason *reasons,
	double *ret_prior)
{
	const struct kam_kb *kb = kam_belief_kb(belief);
	double *weights = memory_alloc(kb->question_count + 1, sizeof(*weights));
	size_t count = 0;

	kam_belief_weights(belief, a, b, weights, ret_prior);
	for (size_t q = 0; q < kb->question_count; q++) {
		if (kam_belief_counts(belief, q)) {
			reasons[count++] = (struct kam_reason){q, weights[q]};
		}
	}
	qsort(reasons, count, sizeof(*reasons), by_weight);
	free(weights);
	return count;
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

void assess_sort_gaps(struct kam_gap *gaps, size_t count)
{
	qsort(gaps, count, sizeof(*gaps), by_gain);
}
