/* SPDX-License-Identifier: MIT */
#include "inference/belief.h"

#include "util/memory.h"

#include <stdlib.h>
#include <string.h>

struct kam_belief *kam_belief_new(const struct kam_kb *kb)
{
	struct kam_belief *b = memory_alloc(1, sizeof(*b));

	b->kb = kb;
	b->net = network_new(kb);
	b->evidence.kb = kb;
	b->evidence.responses = memory_alloc(kb->question_count + 1, sizeof(struct responses));
	b->own = memory_alloc(b->net->states + 1, sizeof(double));
	b->has = memory_alloc(kb->variable_count + 1, sizeof(bool));
	b->log_like = memory_alloc(kb->question_count + 1, sizeof(double *));
	b->counts = memory_alloc(kb->question_count + 1, sizeof(bool));
	b->pass = pass_new(b->net);
	b->spare = pass_new(b->net);
	return b;
}

struct kam_belief *kam_belief_copy(const struct kam_belief *belief)
{
	struct kam_belief *copy = kam_belief_new(belief->kb);

	for (size_t q = 0; q < belief->kb->question_count; q++) {
		const struct responses *from = &belief->evidence.responses[q];

		kam_belief_set(copy, q, from->items, from->count, NULL);
	}
	return copy;
}

void kam_belief_free(struct kam_belief *belief)
{
	if (!belief) {
		return;
	}
	for (size_t q = 0; q < belief->kb->question_count; q++) {
		free(belief->evidence.responses[q].items);
		free(belief->log_like[q]);
	}
	free(belief->evidence.responses);
	free(belief->own);
	free(belief->has);
	free(belief->log_like);
	free(belief->counts);
	pass_free(belief->pass);
	pass_free(belief->spare);
	free(belief->scratch);
	network_free(belief->net);
	free(belief);
}

const struct kam_kb *kam_belief_kb(const struct kam_belief *belief)
{
	return belief->kb;
}

static int check_response(
	const struct kb_question *q, const struct kam_response *response, struct kam_error *err)
{
	uint64_t beyond =
		q->option_count == KB_MAX_OPTIONS ? 0 : ~((UINT64_C(1) << q->option_count) - 1);

	if ((response->kind == KAM_ANSWER) != (response->options != 0) ||
		(response->options & beyond)) {
		return kam_error_set(err, KAM_INVALID, "bad-response",
			"the response to '%s' names no option, or one it does not have", q->id);
	}
	return KAM_OK;
}

int kam_belief_set(struct kam_belief *belief, size_t question, const struct kam_response *responses,
	size_t count, struct kam_error *err)
{
	struct responses *given = &belief->evidence.responses[question];

	for (size_t i = 0; i < count; i++) {
		int status = check_response(&belief->kb->questions[question], &responses[i], err);

		if (status) {
			return status;
		}
	}
	given->items = memory_resize(given->items, count ? count : 1, sizeof(*given->items));
	if (count) {
		memcpy(given->items, responses, count * sizeof(*given->items));
	}
	given->count = count;
	belief->fresh = false;
	return KAM_OK;
}

void kam_belief_clear(struct kam_belief *belief)
{
	for (size_t q = 0; q < belief->kb->question_count; q++) {
		belief->evidence.responses[q].count = 0;
	}
	belief->fresh = false;
}

const struct kam_response *kam_belief_responses(
	const struct kam_belief *belief, size_t question, size_t *ret_count)
{
	*ret_count = belief->evidence.responses[question].count;
	return *ret_count ? belief->evidence.responses[question].items : NULL;
}

bool kam_belief_applies(const struct kam_belief *belief, size_t question)
{
	return evidence_applies(&belief->evidence, question);
}

bool kam_belief_counts(const struct kam_belief *belief, size_t question)
{
	return evidence_counts(&belief->evidence, question);
}

bool kam_belief_informed(const struct kam_belief *belief, size_t variable)
{
	const struct kb_variable *v = &belief->kb->variables[variable];

	for (size_t i = 0; i < v->question_count; i++) {
		if (kam_belief_counts(belief, v->questions[i])) {
			return true;
		}
	}
	return false;
}

/* ln L of each question that counts, in the memory of the belief. */
static void refresh_question(struct kam_belief *b, size_t q)
{
	size_t states = b->kb->variables[b->kb->questions[q].variable].state_count;

	b->counts[q] = evidence_counts(&b->evidence, q);
	if (!b->counts[q]) {
		return;
	}
	if (!b->log_like[q]) {
		b->log_like[q] = memory_alloc(states, sizeof(double));
	}
	evidence_log_likelihood(&b->evidence, q, b->log_like[q]);
}

void belief_own(const struct kam_belief *b, double power, double *own)
{
	memset(own, 0, b->net->states * sizeof(*own));
	for (size_t q = 0; q < b->kb->question_count; q++) {
		size_t v = b->kb->questions[q].variable;

		for (size_t x = 0; b->counts[q] && x < b->kb->variables[v].state_count; x++) {
			own[b->net->state[v] + x] += power * b->log_like[q][x];
		}
	}
}

void belief_refresh(struct kam_belief *b)
{
	if (b->fresh) {
		return;
	}
	memset(b->has, 0, b->kb->variable_count * sizeof(*b->has));
	for (size_t q = 0; q < b->kb->question_count; q++) {
		if (b->evidence.responses[q].count) {
			refresh_question(b, q);
		} else {
			b->counts[q] = false;
		}
		if (b->counts[q]) {
			b->has[b->kb->questions[q].variable] = true;
		}
	}
	belief_own(b, 1, b->own);
	pass_run(b->pass, b->own, b->has);
	b->fresh = true;
}

const double *belief_posterior(struct kam_belief *b, size_t variable)
{
	belief_refresh(b);
	return b->pass->posterior + b->net->state[variable];
}

void kam_belief_posterior(struct kam_belief *belief, size_t variable, double *ret)
{
	memcpy(ret, belief_posterior(belief, variable),
		belief->kb->variables[variable].state_count * sizeof(*ret));
}

size_t kam_belief_mode(struct kam_belief *belief, size_t variable)
{
	const double *p = belief_posterior(belief, variable);
	size_t best = 0;

	for (size_t i = 1; i < belief->kb->variables[variable].state_count; i++) {
		best = p[i] > p[best] ? i : best;
	}
	return best;
}

/* The lowest variable above (or at) both; KAM_NONE in different trees. */
static size_t common_ancestor(const struct kam_kb *kb, size_t a, size_t b)
{
	while (a != KAM_NONE && !kb_under(kb, b, a)) {
		a = kb->variables[a].parent;
	}
	return a;
}

static void independent(const struct pass *pass, size_t a, size_t b, double *ret)
{
	const struct network *net = pass->net;
	size_t n = net->kb->variables[b].state_count;

	for (size_t i = 0; i < net->kb->variables[a].state_count; i++) {
		for (size_t j = 0; j < n; j++) {
			ret[i * n + j] = pass->posterior[net->state[a] + i] *
					 pass->posterior[net->state[b] + j];
		}
	}
}

void belief_joint_in(const struct pass *pass, size_t a, size_t b, double *ret)
{
	const struct network *net = pass->net;
	const struct kam_kb *kb = net->kb;
	size_t l = common_ancestor(kb, a, b);
	size_t na = kb->variables[a].state_count;
	size_t nb = kb->variables[b].state_count;
	size_t nl;
	double *given;

	if (l == KAM_NONE) {
		independent(pass, a, b, ret);
		return;
	}
	nl = kb->variables[l].state_count;
	given = memory_alloc(nl * (na + nb), sizeof(*given));
	pass_given(pass, l, a, given);
	pass_given(pass, l, b, given + nl * na);
	memset(ret, 0, na * nb * sizeof(*ret));
	for (size_t s = 0; s < nl; s++) {
		const double *row = given + nl * na + s * nb;

		for (size_t i = 0; i < na; i++) {
			double p = pass->posterior[net->state[l] + s] * given[s * na + i];

			for (size_t j = 0; j < nb; j++) {
				ret[i * nb + j] += p * row[j];
			}
		}
	}
	free(given);
}

void kam_belief_joint(struct kam_belief *belief, size_t a, size_t b, double *ret)
{
	belief_refresh(belief);
	belief_joint_in(belief->pass, a, b, ret);
}
