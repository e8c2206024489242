/* SPDX-License-Identifier: MIT */
/* Information gain against enumeration (section 3), and what slips do to it (section 7). */
#include "unit_oracle.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* P(answer O to Q, state T of V), the answer not yet given. */
static double foreseen(
	const struct example *x, const struct forest_question *q, size_t o, size_t v, size_t t)
{
	double sum = 0;

	for (size_t s = 0; s < x->forest->variables[q->variable].states; s++) {
		sum += joint_pair(&x->joint, q->variable, s, v, t) * q->table.value[s][o];
	}
	return sum;
}

static double gain_of_option(
	const struct example *x, const struct forest_question *q, size_t o, size_t v)
{
	double p[FOREST_WIDTH];
	double option = 0;
	double bits = 0;

	for (size_t t = 0; t < x->forest->variables[v].states; t++) {
		p[t] = foreseen(x, q, o, v, t);
		option += p[t];
	}
	for (size_t t = 0; t < x->forest->variables[v].states; t++) {
		if (p[t] > 0) {
			bits += p[t] * log2(p[t] / (option * joint_alone(&x->joint, v, t)));
		}
	}
	return bits;
}

static void check_gain(struct example *x)
{
	const struct forest *f = x->forest;

	for (size_t i = 0; i < f->question_count; i++) {
		for (size_t v = 0; v < f->variable_count; v++) {
			const struct forest_question *q = &f->questions[i];
			double want = 0;

			for (size_t o = 0; o < q->options; o++) {
				want += gain_of_option(x, q, o, v);
			}
			near(x, "gain", i * 100 + v,
				kam_belief_gain(x->belief, q->number, f->variables[v].number), want,
				ORACLE_EXACT);
		}
	}
}

static void gain__equals_enumeration(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_gain);
}

static void check_gain_sign(struct example *x)
{
	const struct forest *f = x->forest;

	for (size_t q = 0; q < f->question_count; q++) {
		for (size_t v = 0; v < f->variable_count; v++) {
			double got = kam_belief_gain(
				x->belief, f->questions[q].number, f->variables[v].number);

			at_least(x, "gain", q * 100 + v, got, 0);
		}
	}
}

static void gain__is_never_negative(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_gain_sign);
	on_forests(FOREST_EXTREME, check_gain_sign);
}

/* --- slips ----------------------------------------------------------------------------------- */

/*
 * More slips are less to go by where that can be proved. From one state of belief: answers with more slips are those with
 * fewer, some of them replaced by chance, so that they cannot tell more about anything. After one answer of one respondent:
 * the ratio of (1 - e) P(O|x) + e |O| / K between two states moves towards 1 as e grows. Not provable, and not so: several
 * answers that contradict each other, where the weaker one loses more.
 */
static void compare_gains(
	const struct example *x, struct kam_belief *fewer, struct kam_belief *more)
{
	const struct forest *f = x->forest;

	for (size_t q = 0; q < f->question_count; q++) {
		for (size_t v = 0; v < f->variable_count; v++) {
			size_t question = f->questions[q].number;
			size_t variable = f->variables[v].number;

			at_least(x, "gain with fewer slips", q * 100 + v,
				kam_belief_gain(fewer, question, variable),
				kam_belief_gain(more, question, variable) - 1e-13);
		}
	}
}

/* ln of the ratio that the answers have put between STATE and state 0 of VARIABLE. */
static double sharpness(
	const struct forest *f, struct kam_belief *belief, size_t variable, size_t state)
{
	const struct forest_variable *v = &f->variables[variable];
	struct kam_belief *blank = kam_belief_new(kam_belief_kb(belief));
	double before[FOREST_WIDTH];
	double after[FOREST_WIDTH];

	kam_belief_posterior(blank, v->number, before);
	kam_belief_posterior(belief, v->number, after);
	kam_belief_free(blank);
	return fabs(log(after[state] / after[0]) - log(before[state] / before[0]));
}

static void compare_sharpness(
	const struct example *x, size_t question, struct kam_belief *fewer, struct kam_belief *more)
{
	size_t v = x->forest->questions[question].variable;

	for (size_t s = 1; s < x->forest->variables[v].states; s++) {
		at_least(x, "sharpness with fewer slips", question * 100 + s,
			sharpness(x->forest, fewer, v, s),
			sharpness(x->forest, more, v, s) - 1e-12);
	}
}

/* Each question alone, its first respondent alone. */
static void compare_answers(
	const struct example *x, struct kam_belief *fewer, struct kam_belief *more)
{
	const struct forest *f = x->forest;

	for (size_t q = 0; q < f->question_count; q++) {
		struct forest_answers answers = {0};

		if (x->answers.count[q] && !f->questions[q].condition_count) {
			answers.count[q] = 1;
			answers.of[q][0] = x->answers.of[q][0];
			forest_tell_all(f, &answers, fewer);
			forest_tell_all(f, &answers, more);
			compare_sharpness(x, q, fewer, more);
		}
	}
}

static void check_slips(struct example *x)
{
	double slip = x->forest->slip + (0.2 - x->forest->slip) * forest_uniform(&x->random);
	struct forest *slipperier = forest_slipperier(x->forest, slip);
	struct kam_belief *fewer = kam_belief_new(x->forest->kb);
	struct kam_belief *more;

	assert_non_null(slipperier);
	more = kam_belief_new(slipperier->kb);
	compare_gains(x, fewer, more);
	compare_answers(x, fewer, more);
	kam_belief_free(more);
	kam_belief_free(fewer);
	forest_free(slipperier);
}

static void slips__never_sharpen(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_slips);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gain__equals_enumeration),
		cmocka_unit_test(gain__is_never_negative),
		cmocka_unit_test(slips__never_sharpen),
	};

	return cmocka_run_group_tests(tests, NULL, forget_forests);
}
