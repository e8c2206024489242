/* SPDX-License-Identifier: MIT */
/* Answers that do not go together: inference, section 4. */
#include "inference/belief.h"
#include "util/memory.h"

#include <stdlib.h>

#define RAISES 1.5 /* by how much leaving an answer out must make the other likelier */

static uint64_t answered_options(const struct kam_belief *b, size_t question)
{
	const struct responses *given = &b->evidence.responses[question];
	uint64_t options = 0;

	for (size_t i = 0; i < given->count; i++) {
		if (evidence_informative(&b->kb->questions[question], &given->items[i])) {
			options |= given->items[i].options;
		}
	}
	return options;
}

/* Σ_x P(x | E without QUESTION and OTHER)·P'(O | x), O being the answer to QUESTION. OTHER may be KAM_NONE. */
static double expected(struct kam_belief *b, size_t question, size_t other)
{
	const struct kb_question *q = &b->kb->questions[question];
	uint64_t options = answered_options(b, question);
	double *own = memory_alloc(b->net->states + 1, sizeof(*own));
	const double *post;
	double sum = 0;

	b->counts[question] = false;
	if (other != KAM_NONE) {
		b->counts[other] = false;
	}
	belief_own(b, 1, own);
	b->counts[question] = true;
	if (other != KAM_NONE) {
		b->counts[other] = true;
	}
	pass_run(b->spare, own, b->has);
	free(own);
	post = b->spare->posterior + b->net->state[q->variable];
	for (size_t o = 0; o < q->option_count; o++) {
		for (size_t x = 0; options & (UINT64_C(1) << o) &&
				   x < b->kb->variables[q->variable].state_count;
			x++) {
			sum += post[x] * q->table[x * q->option_count + o];
		}
	}
	return sum;
}

double kam_belief_slip(struct kam_belief *belief, size_t question)
{
	const struct kb_question *q = &belief->kb->questions[question];
	uint64_t options;
	double chosen = 0;

	belief_refresh(belief);
	if (!belief->counts[question]) {
		return 0;
	}
	options = answered_options(belief, question);
	for (size_t o = 0; o < q->option_count; o++) {
		chosen += options & (UINT64_C(1) << o) ? 1 : 0;
	}
	return chosen * (belief->kb->settings.slip / (double)q->option_count) /
	       expected(belief, question, KAM_NONE);
}

/* Puts QUESTION with RAISE where it belongs among the COUNT best so far; the new count. */
static size_t insert(size_t *questions, double *raises, size_t count, size_t question, double raise)
{
	size_t at = count < KAM_CONFLICTS ? count : KAM_CONFLICTS - 1;

	if (count == KAM_CONFLICTS && raise <= raises[at]) {
		return count;
	}
	while (at > 0 && raises[at - 1] < raise) {
		raises[at] = raises[at - 1];
		questions[at] = questions[at - 1];
		at--;
	}
	raises[at] = raise;
	questions[at] = question;
	return count < KAM_CONFLICTS ? count + 1 : count;
}

size_t kam_belief_conflicts(struct kam_belief *belief, size_t question, size_t ret[KAM_CONFLICTS])
{
	double raises[KAM_CONFLICTS] = {0};
	size_t count = 0;
	double now;

	belief_refresh(belief);
	if (!belief->counts[question]) {
		return 0;
	}
	now = expected(belief, question, KAM_NONE);
	for (size_t j = 0; j < belief->kb->question_count; j++) {
		if (j != question && belief->counts[j]) {
			double raise = expected(belief, question, j) / now;

			if (raise >= RAISES) {
				count = insert(ret, raises, count, j, raise);
			}
		}
	}
	return count;
}
