/* SPDX-License-Identifier: MIT */
/* Near-certain tables and answers that contradict them: numbers stay numbers, and right ones. */
#include "unit_oracle.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void is_number(const struct example *x, const char *what, size_t i, double got)
{
	if (!isfinite(got)) {
		miss(x, what, i, got, 0);
	}
}

static void check_finite_posteriors(struct example *x)
{
	const struct forest *f = x->forest;
	double got[FOREST_WIDTH];

	for (size_t v = 0; v < f->variable_count; v++) {
		double sum = 0;

		kam_belief_posterior(x->belief, f->variables[v].number, got);
		for (size_t s = 0; s < f->variables[v].states; s++) {
			is_number(x, "posterior", v, got[s]);
			sum += got[s];
		}
		near(x, "sum of the posterior", v, sum, 1, 1e-12);
	}
}

static void check_finite_questions(struct example *x)
{
	const struct forest *f = x->forest;
	double got[FOREST_QUESTIONS] = {0};
	double prior;

	is_number(x, "left over", 0, kam_belief_weights(x->belief, 0, 2, got, &prior));
	is_number(x, "the prior's part", 0, prior);
	for (size_t q = 0; q < f->question_count; q++) {
		size_t number = f->questions[q].number;

		is_number(x, "weight", q, got[q]);
		is_number(x, "slip", q, kam_belief_slip(x->belief, number));
		for (size_t v = 0; v < f->variable_count; v++) {
			is_number(x, "gain", q * 100 + v,
				kam_belief_gain(x->belief, number, f->variables[v].number));
		}
	}
}

static void check_finite_danger(struct example *x)
{
	double relief[FOREST_VARIABLES] = {1, 1, 1};
	struct kam_position p;
	struct kam_danger d;

	kam_belief_danger(x->belief, &d);
	is_number(x, "P(break)", 0, d.probability);
	for (size_t c = 0; c < d.cause_count; c++) {
		is_number(x, "cause", c, d.causes[c].exposed + d.causes[c].happening);
		is_number(x, "share", c, d.causes[c].share);
	}
	kam_danger_release(&d);
	is_number(x, "prevention", 0, kam_belief_prevention(x->belief, relief));
	kam_belief_position(x->belief, &p);
	is_number(x, "position", 0, p.x + p.y + p.xx + p.xy + p.yy);
	is_number(x, "above", 0, p.built_above_lived + p.lived_above_built);
	for (size_t v = 0; v < x->forest->variable_count; v++) {
		if (x->forest->variables[v].facet) {
			is_number(x, "gap", v,
				kam_belief_gap(x->belief, x->forest->variables[v].number, 1));
		}
	}
}

static void contradiction__gives_numbers(void **state)
{
	(void)state;
	on_forests(FOREST_EXTREME, check_finite_posteriors);
	on_forests(FOREST_EXTREME, check_finite_questions);
	on_forests(FOREST_EXTREME, check_finite_danger);
	on_forests(FOREST_STEEP, check_finite_posteriors);
	on_forests(FOREST_STEEP, check_finite_questions);
	on_forests(FOREST_STEEP, check_finite_danger);
}

/* --- right ones ------------------------------------------------------------------------------ */

/* As far as the enumeration itself has not run out of small numbers. */
static bool enumerable(const struct example *x)
{
	return x->joint.total > LDBL_MIN / LDBL_EPSILON;
}

static void check_posteriors(struct example *x)
{
	const struct forest_variable *v = x->forest->variables;
	double got[FOREST_WIDTH * FOREST_WIDTH];

	for (size_t a = 0; enumerable(x) && a < x->forest->variable_count; a++) {
		for (size_t b = 0; b < x->forest->variable_count; b++) {
			kam_belief_joint(x->belief, v[a].number, v[b].number, got);
			for (size_t i = 0; i < v[a].states * v[b].states; i++) {
				near(x, "joint", a * 100 + b, got[i],
					joint_pair(
						&x->joint, a, i / v[b].states, b, i % v[b].states),
					ORACLE_EXACT);
			}
		}
	}
}

static void contradiction__posteriors_equal_enumeration(void **state)
{
	(void)state;
	on_forests(FOREST_EXTREME, check_posteriors);
	on_forests(FOREST_STEEP, check_posteriors);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contradiction__gives_numbers),
		cmocka_unit_test(contradiction__posteriors_equal_enumeration),
	};

	return cmocka_run_group_tests(tests, NULL, forget_forests);
}
