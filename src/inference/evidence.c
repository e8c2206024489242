/* SPDX-License-Identifier: MIT */
#include "inference/evidence.h"

#include "util/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

double evidence_reliability(const struct kam_kb *kb, const struct kb_question *question,
	const struct kam_response *response)
{
	const struct kb_settings *s = &kb->settings;
	double tau = 1;

	if (response->tentative) {
		tau *= s->tentative;
	}
	if (response->unbacked) {
		tau *= s->no_evidence;
	}
	if ((question->vantage == KB_CUSTOMER && response->side == KAM_OWN) ||
		(question->vantage == KB_OWN && response->side == KAM_CUSTOMER)) {
		tau *= s->wrong_vantage;
	}
	if (response->age_days > s->stale_after) {
		tau *= pow(s->stale_factor, response->age_days / s->stale_after - 1);
	}
	return tau;
}

static uint64_t all_options(const struct kb_question *question)
{
	return question->option_count == KB_MAX_OPTIONS
		       ? UINT64_MAX
		       : (UINT64_C(1) << question->option_count) - 1;
}

bool evidence_informative(const struct kb_question *question, const struct kam_response *response)
{
	return response->kind == KAM_ANSWER && response->options != all_options(question);
}

/* Some respondent's answer lies wholly inside the set, and that question applies itself. */
static bool condition_holds(const struct evidence *e, const struct kb_condition *c)
{
	const struct responses *given = &e->responses[c->index];

	for (size_t i = 0; i < given->count; i++) {
		if (given->items[i].kind == KAM_ANSWER && !(given->items[i].options & ~c->set)) {
			return evidence_applies(e, c->index);
		}
	}
	return false;
}

bool evidence_applies(const struct evidence *e, size_t question)
{
	const struct kb_conditions *all = &e->kb->questions[question].ask_if;

	for (size_t i = 0; i < all->count; i++) {
		if (!condition_holds(e, &all->items[i])) {
			return false;
		}
	}
	return true;
}

bool evidence_counts(const struct evidence *e, size_t question)
{
	const struct kb_question *q = &e->kb->questions[question];

	for (size_t i = 0; i < e->responses[question].count; i++) {
		if (evidence_informative(q, &e->responses[question].items[i])) {
			return evidence_applies(e, question);
		}
	}
	return false;
}

/* ln Σ_{o∈O} P'(o|x) */
static double log_set(const struct kb_question *q, size_t x, uint64_t options)
{
	const double *row = q->table + x * q->option_count;
	double sum = 0;

	if (!(options & (options - 1))) {
		for (size_t o = 0; o < q->option_count; o++) {
			if (options & (UINT64_C(1) << o)) {
				return q->log_table[x * q->option_count + o];
			}
		}
	}
	for (size_t o = 0; o < q->option_count; o++) {
		if (options & (UINT64_C(1) << o)) {
			sum += row[o];
		}
	}
	return log(sum);
}

/* Each side that answered has an equal share, split equally within the side. */
static double share(const struct responses *given, const struct kb_question *q, enum kam_side side)
{
	size_t of_side = 0;

	for (size_t i = 0; i < given->count; i++) {
		of_side +=
			evidence_informative(q, &given->items[i]) && given->items[i].side == side;
	}
	return 1.0 / (double)of_side;
}

static void add_response(const struct kb_question *q, const struct kam_response *response,
	double weight, size_t states, double *ret)
{
	for (size_t x = 0; x < states; x++) {
		ret[x] += weight * log_set(q, x, response->options);
	}
}

static int by_content(const void *a, const void *b)
{
	const struct kam_response *x = a;
	const struct kam_response *y = b;

	if (x->side != y->side) {
		return x->side < y->side ? -1 : 1;
	}
	if (x->options != y->options) {
		return x->options < y->options ? -1 : 1;
	}
	if (x->tentative != y->tentative) {
		return x->tentative ? 1 : -1;
	}
	if (x->unbacked != y->unbacked) {
		return x->unbacked ? 1 : -1;
	}
	return (x->age_days > y->age_days) - (x->age_days < y->age_days);
}

/* Sorted by what they say, so that no sum depends on who answered first, to the last bit. */
static struct responses sorted(const struct responses *given)
{
	struct responses copy = {memory_alloc(given->count, sizeof(*copy.items)), given->count};

	memcpy(copy.items, given->items, given->count * sizeof(*copy.items));
	qsort(copy.items, copy.count, sizeof(*copy.items), by_content);
	return copy;
}

/* Several respondents: ln L is the most reliable one's weight times the weighted mean. */
static void pool(const struct evidence *e, const struct kb_question *q,
	const struct responses *given, size_t states, double *ret)
{
	double sum = 0;
	double best = 0;

	for (size_t i = 0; i < given->count; i++) {
		const struct kam_response *r = &given->items[i];

		if (evidence_informative(q, r)) {
			double tau = evidence_reliability(e->kb, q, r);
			double weight = share(given, q, r->side) * tau;

			best = tau > best ? tau : best;
			sum += weight;
			add_response(q, r, weight, states, ret);
		}
	}
	for (size_t x = 0; sum > 0 && x < states; x++) {
		ret[x] *= best / sum;
	}
}

void evidence_log_likelihood(const struct evidence *e, size_t question, double *ret)
{
	const struct kb_question *q = &e->kb->questions[question];
	const struct responses *given = &e->responses[question];
	size_t states = e->kb->variables[q->variable].state_count;

	memset(ret, 0, states * sizeof(*ret));
	if (given->count == 1) {
		double tau = evidence_reliability(e->kb, q, given->items);

		add_response(q, given->items, tau, states, ret);
	} else {
		struct responses all = sorted(given);

		pool(e, q, &all, states, ret);
		free(all.items);
	}
}
