/* SPDX-License-Identifier: MIT */
/* What must hold for any base (section 7): order, silence, pooling. */
#include "unit_oracle.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* --- two beliefs, to the last bit ------------------------------------------------------------ */

static void identical_posteriors(
	const struct example *x, struct kam_belief *got, struct kam_belief *want)
{
	for (size_t v = 0; v < x->forest->variable_count; v++) {
		double a[FOREST_WIDTH];
		double b[FOREST_WIDTH];

		kam_belief_posterior(got, x->forest->variables[v].number, a);
		kam_belief_posterior(want, x->forest->variables[v].number, b);
		identical(x, "posterior", v, a, b, x->forest->variables[v].states);
	}
}

static void identical_gains(
	const struct example *x, struct kam_belief *got, struct kam_belief *want)
{
	const struct forest *f = x->forest;

	for (size_t q = 0; q < f->question_count; q++) {
		for (size_t v = 0; v < f->variable_count; v++) {
			size_t question = f->questions[q].number;
			size_t variable = f->variables[v].number;
			double a = kam_belief_gain(got, question, variable);
			double b = kam_belief_gain(want, question, variable);

			identical(x, "gain", q * 100 + v, &a, &b, 1);
		}
	}
}

static void identical_reasons(
	const struct example *x, struct kam_belief *got, struct kam_belief *want)
{
	double a[FOREST_QUESTIONS + 1] = {0};
	double b[FOREST_QUESTIONS + 1] = {0};

	kam_belief_weights(got, 0, 1, a, &a[FOREST_QUESTIONS]);
	kam_belief_weights(want, 0, 1, b, &b[FOREST_QUESTIONS]);
	identical(x, "weight", 0, a, b, FOREST_QUESTIONS + 1);
	for (size_t q = 0; q < x->forest->question_count; q++) {
		double slip = kam_belief_slip(got, x->forest->questions[q].number);
		double other = kam_belief_slip(want, x->forest->questions[q].number);

		identical(x, "slip", q, &slip, &other, 1);
	}
	for (size_t v = 0; v < x->forest->variable_count; v++) {
		size_t number = x->forest->variables[v].number;
		bool facet = x->forest->variables[v].facet;
		double gap = facet ? kam_belief_gap(got, number, 1) : 0;
		double other = facet ? kam_belief_gap(want, number, 1) : 0;

		identical(x, "gap", v, &gap, &other, 1);
	}
}

static void identical_positions(
	const struct example *x, struct kam_belief *got, struct kam_belief *want)
{
	struct kam_position a;
	struct kam_position b;

	kam_belief_position(got, &a);
	kam_belief_position(want, &b);
	identical(x, "position", 0, &a.x, &b.x, 7);
}

static void identical_findings(const struct example *x, size_t c,
	const struct kam_cause_finding *got, const struct kam_cause_finding *want)
{
	equal(x, "state of the cause", c, got->state, want->state);
	identical(x, "P(exposed)", c, &got->exposed, &want->exposed, 1);
	identical(x, "P(happening)", c, &got->happening, &want->happening, 1);
	identical(x, "share", c, &got->share, &want->share, 1);
}

static void identical_dangers(
	const struct example *x, struct kam_belief *got_from, struct kam_belief *want_from)
{
	struct kam_danger got;
	struct kam_danger want;

	kam_belief_danger(got_from, &got);
	kam_belief_danger(want_from, &want);
	equal(x, "level", 0, got.level, want.level);
	equal(x, "strain", 0, got.strain, want.strain);
	equal(x, "checked", 0, got.checked, want.checked);
	identical(x, "P(break)", 0, &got.probability, &want.probability, 1);
	for (size_t c = 0; c < want.cause_count; c++) {
		identical_findings(x, c, &got.causes[c], &want.causes[c]);
	}
	kam_danger_release(&want);
	kam_danger_release(&got);
}

static void identical_beliefs(
	const struct example *x, struct kam_belief *got, struct kam_belief *want)
{
	identical_posteriors(x, got, want);
	identical_gains(x, got, want);
	identical_reasons(x, got, want);
	identical_positions(x, got, want);
	identical_dangers(x, got, want);
}

/* --- order ----------------------------------------------------------------------------------- */

static void shuffle(struct forest_random *random, size_t *order, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t j = forest_pick(random, i + 1);

		order[i] = order[j];
		order[j] = i;
	}
}

/* The respondents of each question in another order. */
static void shuffle_respondents(struct example *x, struct forest_answers *ret)
{
	*ret = x->answers;
	for (size_t q = 0; q < x->forest->question_count; q++) {
		size_t order[FOREST_RESPONSES];

		shuffle(&x->random, order, ret->count[q]);
		for (size_t i = 0; i < ret->count[q]; i++) {
			ret->of[q][i] = x->answers.of[q][order[i]];
		}
	}
}

/* Other answers first, now and then a question in between, then the right ones, in another order. */
static void tell_in_disorder(struct example *x, struct kam_belief *belief)
{
	const struct forest *f = x->forest;
	struct forest_answers answers[2];
	size_t order[FOREST_QUESTIONS];
	double stage[FOREST_WIDTH];

	forest_answer(f, &x->random, &answers[0]);
	shuffle_respondents(x, &answers[1]);
	for (size_t pass = 0; pass < 2; pass++) {
		shuffle(&x->random, order, f->question_count);
		for (size_t i = 0; i < f->question_count; i++) {
			forest_tell(f, &answers[pass], order[i], belief);
			if (forest_chance(&x->random, 0.2)) {
				kam_belief_posterior(belief, f->variables[0].number, stage);
			}
		}
	}
}

static void check_order(struct example *x)
{
	struct kam_belief *belief = kam_belief_new(x->forest->kb);

	tell_in_disorder(x, belief);
	identical_beliefs(x, belief, x->belief);
	kam_belief_free(belief);
}

static void order__of_answers_never_matters(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_order);
	on_forests(FOREST_CHAINS, check_order);
	on_forests(FOREST_EXTREME, check_order);
}

/* A copy is the same; a cleared belief is as if nobody had been asked. */
static void check_copy(struct example *x)
{
	struct kam_belief *blank = kam_belief_new(x->forest->kb);
	struct kam_belief *copy = kam_belief_copy(x->belief);

	identical_beliefs(x, copy, x->belief);
	kam_belief_clear(copy);
	identical_beliefs(x, copy, blank);
	kam_belief_free(copy);
	kam_belief_free(blank);
}

static void copy__is_the_same_until_cleared(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_copy);
}

/* --- silence --------------------------------------------------------------------------------- */

/* People who don't know, before or after those who do, and where nobody was asked. */
static void add_silence(struct example *x, struct forest_answers *a)
{
	for (size_t q = 0; q < x->forest->question_count; q++) {
		if (forest_chance(&x->random, 0.7)) {
			size_t at = forest_chance(&x->random, 0.5) ? 0 : a->count[q];

			memmove(&a->of[q][at + 1], &a->of[q][at],
				(a->count[q] - at) * sizeof(a->of[q][0]));
			a->of[q][at] = forest_silence(&x->random);
			a->count[q]++;
		}
	}
}

static void check_silence(struct example *x)
{
	struct forest_answers answers = x->answers;
	struct kam_belief *belief = kam_belief_new(x->forest->kb);

	add_silence(x, &answers);
	forest_tell_all(x->forest, &answers, belief);
	identical_beliefs(x, belief, x->belief);
	kam_belief_free(belief);
}

static void silence__changes_nothing(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_silence);
}

/* Only silence: exactly as if nobody had been asked. */
static void check_only_silence(struct example *x)
{
	struct forest_answers answers = {0};
	struct kam_belief *belief = kam_belief_new(x->forest->kb);
	struct kam_belief *unasked = kam_belief_new(x->forest->kb);

	add_silence(x, &answers);
	add_silence(x, &answers);
	forest_tell_all(x->forest, &answers, belief);
	identical_beliefs(x, belief, unasked);
	kam_belief_free(unasked);
	kam_belief_free(belief);
}

static void silence__alone_is_nothing(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_only_silence);
}

/* --- pooling --------------------------------------------------------------------------------- */

/* Keeps one respondent's answer to each question; if COPIES, as often as there is room. */
static void keep_first(const struct example *x, bool copies, struct forest_answers *ret)
{
	*ret = x->answers;
	for (size_t q = 0; q < x->forest->question_count; q++) {
		size_t most = copies ? FOREST_RESPONSES - q % 3 : 1;

		ret->count[q] = ret->count[q] ? most : 0;
		for (size_t i = 1; i < ret->count[q]; i++) {
			ret->of[q][i] = ret->of[q][0];
		}
	}
}

static void check_copies(struct example *x)
{
	const struct forest *f = x->forest;
	struct kam_belief *one = kam_belief_new(f->kb);
	struct kam_belief *many = kam_belief_new(f->kb);
	struct forest_answers answers;
	double a[FOREST_WIDTH];
	double b[FOREST_WIDTH];

	keep_first(x, false, &answers);
	forest_tell_all(f, &answers, one);
	keep_first(x, true, &answers);
	forest_tell_all(f, &answers, many);
	for (size_t v = 0; v < f->variable_count; v++) {
		kam_belief_posterior(many, f->variables[v].number, a);
		kam_belief_posterior(one, f->variables[v].number, b);
		for (size_t s = 0; s < f->variables[v].states; s++) {
			near(x, "posterior", v, a[s], b[s], 1e-12);
		}
	}
	kam_belief_free(many);
	kam_belief_free(one);
}

static void respondents__who_say_the_same_equal_one(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_copies);
}

/* ln L of the answers to QUESTION alone, by state against state 0, as the belief sees it. */
static void strength(
	const struct example *x, size_t question, const struct forest_answers *a, double *ret)
{
	size_t number = x->forest->variables[x->forest->questions[question].variable].number;
	struct kam_belief *belief = kam_belief_new(x->forest->kb);
	double before[FOREST_WIDTH];
	double after[FOREST_WIDTH];

	kam_belief_posterior(belief, number, before);
	forest_tell(x->forest, a, question, belief);
	kam_belief_posterior(belief, number, after);
	for (size_t s = 0; s < kam_kb_state_count(x->forest->kb, number); s++) {
		ret[s] = log(after[s] / before[s]) - log(after[0] / before[0]);
	}
	kam_belief_free(belief);
}

/* Somebody says the same, on some side, more or less reliably: what tells states apart does not shrink. */
static void check_one_more(struct example *x, size_t question, struct forest_answers *a)
{
	const struct forest_question *q = &x->forest->questions[question];
	struct kam_response *more = &a->of[question][a->count[question]];
	double one[FOREST_WIDTH];
	double two[FOREST_WIDTH];

	strength(x, question, a, one);
	*more = a->of[question][0];
	more->side = forest_chance(&x->random, 0.5) ? KAM_OWN : KAM_CUSTOMER;
	more->tentative = forest_chance(&x->random, 0.5);
	more->age_days = forest_chance(&x->random, 0.5) ? 1000 : 0;
	a->count[question]++;
	strength(x, question, a, two);
	for (size_t s = 0; s < x->forest->variables[q->variable].states; s++) {
		at_least(x, "strength of two", question * 10 + s, fabs(two[s]),
			fabs(one[s]) - 1e-11);
	}
}

static void check_agreement(struct example *x)
{
	struct forest_answers answers;

	keep_first(x, false, &answers);
	for (size_t q = 0; q < x->forest->question_count; q++) {
		if (answers.count[q] && !x->forest->questions[q].condition_count) {
			while (answers.count[q] < FOREST_RESPONSES) {
				check_one_more(x, q, &answers);
			}
		}
	}
}

static void respondents__who_agree_never_weaken(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_agreement);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order__of_answers_never_matters),
		cmocka_unit_test(copy__is_the_same_until_cleared),
		cmocka_unit_test(silence__changes_nothing),
		cmocka_unit_test(silence__alone_is_nothing),
		cmocka_unit_test(respondents__who_say_the_same_equal_one),
		cmocka_unit_test(respondents__who_agree_never_weaken),
	};

	return cmocka_run_group_tests(tests, NULL, forget_forests);
}
