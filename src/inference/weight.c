/* SPDX-License-Identifier: MIT */
/*
 * Explaining a placement: weights of evidence by the Aumann-Shapley value along the tempering path, slips, and gaps
 * (inference, section 4).
 */
#include "inference/belief.h"
#include "util/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Nodes and weights of 16-point Gauss-Legendre quadrature on [−1, 1], the positive half (Abramowitz & Stegun 25.4). */
static const double nodes[8] = {0.0950125098376374402, 0.2816035507792589132, 0.4580167776572273863,
	0.6178762444026437484, 0.7554044083550030339, 0.8656312023878317439, 0.9445750230732325761,
	0.9894009349916499326};
static const double shares[8] = {0.1894506104550684963, 0.1826034150449235889,
	0.1691565193950025382, 0.1495959888165767321, 0.1246289712555338720, 0.0951585116824927848,
	0.0622535239386478929, 0.0271524594117540949};

#define MAX_DOUBLINGS 8
#define PRECISION     1e-10

struct path {
	struct kam_belief *belief;
	double *own;
	double *at_a;
	size_t a, b;
};

/* Adds SIGN · WEIGHT · E_t[ln L_q | stage = STATE] for every question that counts. */
static void add_expectations(struct path *p, size_t state, double weight, double *ret)
{
	struct kam_belief *b = p->belief;

	pass_condition(b->spare, b->kb->roles.stage, state);
	for (size_t q = 0; q < b->kb->question_count; q++) {
		size_t v = b->kb->questions[q].variable;
		const double *post = b->spare->posterior + b->net->state[v];
		double sum = 0;

		for (size_t x = 0; b->counts[q] && x < b->kb->variables[v].state_count; x++) {
			sum += post[x] * b->log_like[q][x];
		}
		ret[q] += weight * sum;
	}
}

static void add_point(struct path *p, double t, double weight, double *ret)
{
	struct kam_belief *b = p->belief;

	belief_own(b, t, p->own);
	pass_run(b->spare, p->own, b->has);
	add_expectations(p, p->a, weight, ret);
	add_expectations(p, p->b, -weight, ret);
}

static void integrate(struct path *p, size_t panels, double *ret)
{
	double width = 1 / (double)panels;

	memset(ret, 0, p->belief->kb->question_count * sizeof(*ret));
	for (size_t k = 0; k < panels; k++) {
		double middle = ((double)k + 0.5) * width;

		for (size_t i = 0; i < 8; i++) {
			double step = nodes[i] * width / 2;

			add_point(p, middle - step, shares[i] * width / 2, ret);
			add_point(p, middle + step, shares[i] * width / 2, ret);
		}
	}
}

static bool same_tree(const struct kam_kb *kb, size_t v)
{
	return kb_root(kb, v) == kb->roles.stage;
}

double kam_belief_weights(
	struct kam_belief *belief, size_t a, size_t b, double *ret, double *ret_prior)
{
	const struct kam_kb *kb = belief->kb;
	const double *prior = kb->variables[kb->roles.stage].table;
	struct path path = {.belief = belief, .a = a, .b = b};
	double left = INFINITY;
	double odds;

	belief_refresh(belief);
	odds = belief->pass->log_up[belief->net->state[kb->roles.stage] + a] -
	       belief->pass->log_up[belief->net->state[kb->roles.stage] + b];
	*ret_prior = log(prior[a] / prior[b]);
	path.own = memory_alloc(belief->net->states + 1, sizeof(double));
	for (size_t k = 0; k <= MAX_DOUBLINGS && fabs(left) > PRECISION; k++) {
		left = odds;
		integrate(&path, (size_t)1 << k, ret);
		for (size_t q = 0; q < kb->question_count; q++) {
			ret[q] = same_tree(kb, kb->questions[q].variable) ? ret[q] : 0;
			left -= ret[q];
		}
	}
	free(path.own);
	return left;
}

size_t kam_belief_typical(const struct kam_belief *belief, size_t variable, size_t stage)
{
	const struct kam_kb *kb = belief->kb;
	size_t n = kb->variables[variable].state_count;
	size_t stages = kb->variables[kb->roles.stage].state_count;
	struct pass *blank = pass_new(belief->net);
	double *own = memory_alloc(belief->net->states + 1, sizeof(*own));
	bool *has = memory_alloc(kb->variable_count + 1, sizeof(*has));
	double *given = memory_alloc(stages * n, sizeof(*given));
	size_t best = 0;

	pass_run(blank, own, has);
	pass_given(blank, kb->roles.stage, variable, given);
	for (size_t i = 1; i < n; i++) {
		best = given[stage * n + i] > given[stage * n + best] ? i : best;
	}
	free(given);
	free(has);
	free(own);
	pass_free(blank);
	return best;
}

double kam_belief_gap(struct kam_belief *belief, size_t facet, size_t stage)
{
	const struct kam_kb *kb = belief->kb;
	size_t typical = kam_belief_typical(belief, facet, stage);
	size_t at = belief->net->state[facet];
	double *own;
	bool had;
	double now = belief_posterior(belief, kb->roles.stage)[stage];

	own = memory_alloc(belief->net->states + 1, sizeof(*own));
	memcpy(own, belief->own, belief->net->states * sizeof(*own));
	for (size_t i = 0; i < kb->variables[facet].state_count; i++) {
		own[at + i] = i == typical ? 0 : -INFINITY;
	}
	had = belief->has[facet];
	belief->has[facet] = true;
	pass_run(belief->spare, own, belief->has);
	belief->has[facet] = had;
	free(own);
	return belief->spare->posterior[belief->net->state[kb->roles.stage] + stage] - now;
}
