/* SPDX-License-Identifier: MIT */
/* Weights of evidence, slips and gaps against enumeration (section 4). */
#include "unit_oracle.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* --- weights of evidence --------------------------------------------------------------------- */

#define PI         3.14159265358979323846
#define NODES_MOST 1024

/* What is integrated, at t = (1 + cos(k pi / n)) / 2 for k = 0 … n. */
struct path {
	const struct example *example;
	size_t a, b;
	double value[NODES_MOST + 1][FOREST_QUESTIONS];
	double part[FOREST_QUESTIONS];
};

static double node(size_t k, size_t n)
{
	return (1 + cos(PI * (double)k / (double)n)) / 2;
}

/* Clenshaw-Curtis weight of node K of N (even) on [0,1]. */
static double node_weight(size_t k, size_t n)
{
	double sum = 1;

	for (size_t i = 1; i <= n / 2; i++) {
		double b = i == n / 2 ? 1 : 2;
		double angle = 2 * PI * (double)(i * k % n) / (double)n;

		sum -= b / (double)(4 * i * i - 1) * cos(angle);
	}
	return sum / (double)n / (k == 0 || k == n ? 2 : 1);
}

static double expected_log(
	const struct path *p, const struct joint *j, size_t question, size_t stage)
{
	const struct forest_question *q = &j->forest->questions[question];
	double above = 0;
	double below = 0;

	for (size_t s = 0; s < j->forest->variables[q->variable].states; s++) {
		double weight = j->pair[0][q->variable][stage][s];

		above += weight * p->example->evidence.log[question][s];
		below += weight;
	}
	return above / below;
}

static void walk_to(struct path *p, size_t k, size_t n)
{
	static struct joint j;
	const struct example *x = p->example;

	joint_load(&j, x->forest, &x->evidence, node(k, n), false);
	joint_enumerate(&j);
	for (size_t q = 0; q < x->forest->question_count; q++) {
		p->value[k][q] = x->evidence.counts[q] ? expected_log(p, &j, q, p->a) -
								 expected_log(p, &j, q, p->b)
						       : 0;
	}
}

/* From N / 2 to N intervals: every other node is known. */
static void refine(struct path *p, size_t n)
{
	for (size_t k = n / 2; k > 0; k--) {
		memcpy(p->value[2 * k], p->value[k], sizeof(p->value[k]));
	}
	for (size_t k = 1; k < n; k += 2) {
		walk_to(p, k, n);
	}
}

/* The parts with N intervals; returns by how much one has changed at most. */
static double integrate(struct path *p, size_t n)
{
	size_t questions = p->example->forest->question_count;
	double parts[FOREST_QUESTIONS] = {0};
	double most = 0;

	for (size_t k = 0; k <= n; k++) {
		double weight = node_weight(k, n);

		for (size_t q = 0; q < questions; q++) {
			parts[q] += weight * p->value[k][q];
		}
	}
	for (size_t q = 0; q < questions; q++) {
		most = fmax(most, fabs(parts[q] - p->part[q]));
	}
	memcpy(p->part, parts, sizeof(parts));
	return most;
}

/* With twice as many nodes the error is about the square of what it was: the last change says enough. */
static void walk(struct path *p)
{
	size_t n = 8;

	memset(p->part, 0, sizeof(p->part));
	for (size_t k = 0; k <= n; k++) {
		walk_to(p, k, n);
	}
	while (integrate(p, n) > 1e-7 && n < NODES_MOST) {
		n *= 2;
		refine(p, n);
	}
}

static void choose_stages(const struct example *x, size_t *ret_a, size_t *ret_b)
{
	*ret_a = x->forest->seed % FOREST_STAGES;
	*ret_b = (*ret_a + 1 + x->forest->seed / FOREST_STAGES % 2) % FOREST_STAGES;
}

static double log_odds(const struct example *x, size_t a, size_t b)
{
	return log(joint_alone(&x->joint, 0, a) / joint_alone(&x->joint, 0, b));
}

static void check_weight_sum(struct example *x)
{
	const double *prior = x->forest->variables[0].table.value[0];
	double got[FOREST_QUESTIONS] = {0};
	double left;
	double sum;
	size_t a;
	size_t b;

	choose_stages(x, &a, &b);
	left = kam_belief_weights(x->belief, a, b, got, &sum);
	near(x, "left over", a * 10 + b, left, 0, ORACLE_EXACT);
	near(x, "the prior's part", a * 10 + b, sum, log(prior[a] / prior[b]), ORACLE_EXACT);
	for (size_t q = 0; q < x->forest->question_count; q++) {
		sum += got[q];
	}
	near(x, "sum of weights", a * 10 + b, sum, log_odds(x, a, b), 1e-9);
}

static void weights__sum_to_the_log_odds(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_weight_sum);
	on_forests(FOREST_EXTREME, check_weight_sum);
}

static void compare_weights(const struct example *x, double by)
{
	static struct path path;
	double got[FOREST_QUESTIONS] = {0};
	double prior;

	path.example = x;
	choose_stages(x, &path.a, &path.b);
	walk(&path);
	kam_belief_weights(x->belief, path.a, path.b, got, &prior);
	for (size_t q = 0; q < x->forest->question_count; q++) {
		near(x, "weight", q, got[x->forest->questions[q].number], path.part[q],
			x->evidence.counts[q] ? by : 0);
	}
}

static void check_weights(struct example *x)
{
	compare_weights(x, ORACLE_EXACT);
}

static void weights__equal_a_fine_quadrature(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_weights);
}

/* The sum of the parts is held to 1e-10; where they are large and opposed, a single one may be a little further off. */
static void check_extreme_weights(struct example *x)
{
	compare_weights(x, 1e-9);
}

/* Where one panel of the library's quadrature is not enough. */
static void weights__of_contradictions_equal_a_fine_quadrature(void **state)
{
	(void)state;
	on_forests(FOREST_EXTREME, check_extreme_weights);
}

/* --- slips ----------------------------------------------------------------------------------- */

/* All options that somebody who said something named; *RET_AGREED when all named the same. */
static uint64_t named(const struct example *x, size_t question, bool *ret_agreed)
{
	const struct forest_answers *a = &x->answers;
	uint64_t all = 0;

	*ret_agreed = true;
	for (size_t i = 0; i < a->count[question]; i++) {
		const struct kam_response *r = &a->of[question][i];

		if (informative(&x->forest->questions[question], r)) {
			*ret_agreed &= !all || all == r->options;
			all |= r->options;
		}
	}
	return all;
}

static size_t how_many(uint64_t options)
{
	return options ? (options & 1) + how_many(options >> 1) : 0;
}

/* |O| (slip / K) / sum of P(x | E without q) P'(O | x) */
static double slip_of(const struct example *x, size_t question, uint64_t options)
{
	static struct joint j;
	const struct forest_question *q = &x->forest->questions[question];
	struct evidence without = x->evidence;
	double sum = 0;

	without.counts[question] = false;
	joint_load(&j, x->forest, &without, 1, false);
	joint_enumerate(&j);
	for (size_t s = 0; s < x->forest->variables[q->variable].states; s++) {
		sum += joint_by_stages(&j, q->variable, s) * said(q, options, s);
	}
	return (double)how_many(options) * x->forest->slip / (double)q->options / sum;
}

static void check_slip(const struct example *x, bool agreeing)
{
	for (size_t q = 0; q < x->forest->question_count; q++) {
		double got = kam_belief_slip(x->belief, x->forest->questions[q].number);
		bool agreed;
		uint64_t options = named(x, q, &agreed);

		if (!x->evidence.counts[q]) {
			near(x, "slip of nothing", q, got, 0, 0);
		} else if (agreed == agreeing) {
			near(x, "slip", q, got, slip_of(x, q, options), ORACLE_EXACT);
		}
	}
}

static void check_slips_of_one_opinion(struct example *x)
{
	check_slip(x, true);
}

static void slip__equals_enumeration(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_slips_of_one_opinion);
}

static void check_slips_of_several_opinions(struct example *x)
{
	check_slip(x, false);
}

/* Read: O is all that they named. */
static void slip__of_several_opinions_takes_them_together(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_slips_of_several_opinions);
}

/* --- gaps ------------------------------------------------------------------------------------ */

/* GOT must be a mode of P(facet | stage) before anything is said, from NOTHING; the first of equals is not provable here. */
static void check_typical(const struct example *x, const struct joint *nothing, size_t facet,
	size_t stage, size_t got)
{
	const double *row = nothing->pair[0][facet][stage];
	double most = 0;

	for (size_t s = 0; s < x->forest->variables[facet].states; s++) {
		most = fmax(most, row[s]);
	}
	near(x, "typical state", facet * 10 + stage, row[got], most, ORACLE_EXACT);
}

/* P(STAGE) with FACET in STATE, its own answers set aside. */
static double if_it_stood(const struct example *x, size_t facet, size_t state, size_t stage)
{
	static struct joint j;
	struct evidence e = x->evidence;

	for (size_t q = 0; q < x->forest->question_count; q++) {
		e.counts[q] &= x->forest->questions[q].variable != facet;
	}
	joint_load(&j, x->forest, &e, 1, false);
	for (size_t s = 0; s < FOREST_STAGES; s++) {
		memset(j.factor[facet][s], 0, sizeof(j.factor[facet][s]));
		j.factor[facet][s][state] = 1;
	}
	joint_enumerate(&j);
	return j.pair[0][0][stage][stage];
}

static void check_gap(struct example *x)
{
	static struct joint nothing;
	const struct forest *f = x->forest;
	const struct evidence none = {0};
	size_t stage = forest_pick(&x->random, FOREST_STAGES);

	joint_load(&nothing, f, &none, 1, false);
	joint_enumerate(&nothing);
	for (size_t v = 0; v < f->variable_count; v++) {
		if (f->variables[v].facet) {
			size_t number = f->variables[v].number;
			size_t state = kam_belief_typical(x->belief, number, stage);
			double now = joint_alone(&x->joint, 0, stage);

			check_typical(x, &nothing, v, stage, state);
			near(x, "gap", v * 10 + stage, kam_belief_gap(x->belief, number, stage),
				if_it_stood(x, v, state, stage) - now, ORACLE_EXACT);
		}
	}
}

static void gap__equals_enumeration(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_gap);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weights__sum_to_the_log_odds),
		cmocka_unit_test(weights__equal_a_fine_quadrature),
		cmocka_unit_test(weights__of_contradictions_equal_a_fine_quadrature),
		cmocka_unit_test(slip__equals_enumeration),
		cmocka_unit_test(slip__of_several_opinions_takes_them_together),
		cmocka_unit_test(gap__equals_enumeration),
	};

	return cmocka_run_group_tests(tests, NULL, forget_forests);
}
