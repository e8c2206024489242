/* SPDX-License-Identifier: MIT */
/* The range of screens to go: the same for the same beliefs, true often enough, and no trace left by looking. */
#include "knowledge/model.h"
#include "unit_forest.h"
#include "unit_slow.h"
#include "util/chance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#ifdef SLOW
#define ACCOUNTS 6
#else
#define ACCOUNTS 30
#endif

#define MOST_SCREENS 64
#define MOST_STATES  4096

/* An account drawn from the base, and the interview with it. */
struct interview {
	struct kam_belief *belief;
	const struct kam_kb *kb;
	struct forest_random random;
	size_t state[MOST_STATES]; /* by variable */
	size_t asked, topic;
	struct kam_progress seen[MOST_SCREENS]; /* before each screen, and at the end */
};

static int load(void **state)
{
	struct interview *x = calloc(1, sizeof(*x));
	struct kam_kb *kb;

	assert_non_null(x);
	assert_int_equal(kam_kb_load("knowledge/millman-wilson", &kb, NULL), KAM_OK);
	x->kb = kb;
	x->belief = kam_belief_new(kb);
	x->random.state = 7;
	x->topic = KAM_NONE;
	*state = x;
	return 0;
}

static int unload(void **state)
{
	struct interview *x = *state;

	kam_belief_free(x->belief);
	kam_kb_free((struct kam_kb *)(uintptr_t)x->kb);
	free(x);
	return 0;
}

static void draw_account(struct interview *x)
{
	size_t placed = 0;

	for (size_t depth = 0; placed < x->kb->variable_count; depth++) {
		for (size_t v = 0; v < x->kb->variable_count; v++) {
			const struct kb_variable *of = &x->kb->variables[v];
			size_t row = of->parent == KAM_NONE ? 0 : x->state[of->parent];

			if (of->depth == depth) {
				x->state[v] = chance_among(forest_uniform(&x->random),
					of->table + row * of->state_count, of->state_count);
				placed++;
			}
		}
	}
}

static void answer(struct interview *x, size_t question)
{
	const struct kb_question *q = &x->kb->questions[question];
	const double *row = q->table + x->state[q->variable] * q->option_count;
	struct kam_response response = {.kind = KAM_UNKNOWN};

	if (forest_chance(&x->random, q->known)) {
		response.kind = KAM_ANSWER;
		response.options = UINT64_C(1) << chance_among(
					   forest_uniform(&x->random), row, q->option_count);
	}
	kam_belief_set(x->belief, question, &response, 1, NULL);
	x->topic = q->topic;
}

static void answer_screen(struct interview *x, const struct kam_next *next)
{
	const struct kb_checklist *list;

	if (next->checklist == KAM_NONE) {
		answer(x, next->question);
		return;
	}
	list = &x->kb->checklists[next->checklist];
	for (size_t i = 0; i < list->item_count; i++) {
		size_t count;

		kam_belief_responses(x->belief, list->items[i], &count);
		if (!count && kam_belief_applies(x->belief, list->items[i])) {
			answer(x, list->items[i]);
		}
	}
}

/* Up to SCREENS screens; returns whether it ended before. */
static bool play(struct interview *x, size_t screens)
{
	kam_belief_clear(x->belief);
	draw_account(x);
	x->topic = KAM_NONE;
	for (x->asked = 0;; x->asked++) {
		struct kam_next next;

		assert_true(x->asked < MOST_SCREENS);
		kam_belief_next(x->belief, x->asked, x->topic, &next);
		if (next.stop != KAM_GO_ON || x->asked == screens) {
			return next.stop != KAM_GO_ON;
		}
		kam_belief_progress(x->belief, x->asked, x->topic, &x->seen[x->asked]);
		answer_screen(x, &next);
	}
}

static void equal(const struct kam_progress *a, const struct kam_progress *b)
{
	assert_int_equal(a->least, b->least);
	assert_int_equal(a->most, b->most);
	assert_int_equal(a->known, b->known);
}

static void progress__the_same_beliefs_give_the_same_range(void **state)
{
	struct interview *x = *state;
	struct kam_belief *other;
	struct kam_progress a;
	struct kam_progress b;

	play(x, 5);
	kam_belief_progress(x->belief, x->asked, x->topic, &a);
	kam_belief_progress(x->belief, x->asked, x->topic, &b);
	equal(&a, &b);
	other = kam_belief_new(x->kb);
	for (size_t q = x->kb->question_count; q-- > 0;) {
		size_t count;
		const struct kam_response *r = kam_belief_responses(x->belief, q, &count);

		kam_belief_set(other, q, r, count, NULL);
	}
	kam_belief_progress(other, x->asked, x->topic, &b);
	equal(&a, &b);
	kam_belief_free(other);
}

static void progress__beliefs_stay_as_they_are(void **state)
{
	struct interview *x = *state;
	double before[KB_MAX_STATES];
	double after[KB_MAX_STATES];
	struct kam_belief *untouched;
	struct kam_progress p;

	play(x, 5);
	untouched = kam_belief_copy(x->belief);
	kam_belief_progress(x->belief, x->asked, x->topic, &p);
	for (size_t v = 0; v < x->kb->variable_count; v++) {
		size_t bytes = x->kb->variables[v].state_count * sizeof(double);

		kam_belief_posterior(untouched, v, before);
		kam_belief_posterior(x->belief, v, after);
		assert_memory_equal(before, after, bytes);
	}
	for (size_t q = 0; q < x->kb->question_count; q++) {
		size_t count;
		size_t other;

		kam_belief_responses(untouched, q, &count);
		kam_belief_responses(x->belief, q, &other);
		assert_int_equal(count, other);
	}
	kam_belief_free(untouched);
}

static void progress__is_right_in_most_cases(void **state)
{
	struct interview *x = *state;
	size_t cases = 0;
	size_t right = 0;

	for (size_t i = 0; i < ACCOUNTS; i++) {
		assert_true(play(x, MOST_SCREENS));
		for (size_t k = 0; k < x->asked; k++) {
			const struct kam_progress *p = &x->seen[k];
			size_t left = x->asked - k;

			assert_true(p->known);
			assert_true(p->least >= 1 && p->least <= p->most);
			assert_true((double)(k + p->most) <= x->kb->settings.most);
			right += p->least <= left && left <= p->most;
			cases++;
		}
	}
	assert_true((double)right >= 0.7 * (double)cases);
}

static void progress__nothing_is_left_at_the_end(void **state)
{
	struct interview *x = *state;
	struct kam_progress p;

	assert_true(play(x, MOST_SCREENS));
	kam_belief_progress(x->belief, x->asked, x->topic, &p);
	assert_true(p.known);
	assert_int_equal(p.least, 0);
	assert_int_equal(p.most, 0);
}

/* The base, as if it had more questions: none of them is looked at. */
static void progress__large_bases_have_none(void **state)
{
	struct interview *x = *state;
	struct kam_kb *kb = (struct kam_kb *)(uintptr_t)x->kb;
	size_t count = kb->question_count;
	struct kam_progress p;

	kb->question_count = 501;
	kam_belief_progress(x->belief, 4, KAM_NONE, &p);
	kb->question_count = count;
	assert_false(p.known);
	assert_int_equal(p.least, 0);
	assert_int_equal(p.most, (size_t)kb->settings.most - 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(progress__the_same_beliefs_give_the_same_range),
		cmocka_unit_test(progress__beliefs_stay_as_they_are),
		cmocka_unit_test(progress__is_right_in_most_cases),
		cmocka_unit_test(progress__nothing_is_left_at_the_end),
		cmocka_unit_test(progress__large_bases_have_none),
	};

	return cmocka_run_group_tests_name("inference_progress", tests, load, unload);
}
