/* SPDX-License-Identifier: MIT */
/* Which answers an answer disagrees with, worked out the long way: on copies from which answers are taken away. */
#include "kam/belief.h"
#include "util/chance.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define ACCOUNTS 40
#define ANSWERS  14

static struct kam_kb *kb;

static int load(void **state)
{
	(void)state;
	return kam_kb_load("knowledge/millman-wilson", &kb, NULL);
}

static int unload(void **state)
{
	(void)state;
	kam_kb_free(kb);
	return 0;
}

/* Any answers to some questions: most of them disagree. */
static struct kam_belief *disordered(uint64_t seed)
{
	struct kam_belief *b = kam_belief_new(kb);
	size_t gate = kam_kb_find_question(kb, "orders-so-far");
	struct kam_response regular = {.options = 1 << 2};

	kam_belief_set(b, gate, &regular, 1, NULL);
	for (size_t i = 0; i < ANSWERS; i++) {
		size_t q = (size_t)(chance_bits(&seed) % kam_kb_question_count(kb));
		struct kam_response r = {.options = UINT64_C(1) << (chance_bits(&seed) %
								    kam_kb_option_count(kb, q))};

		if (q != gate) {
			kam_belief_set(b, q, &r, 1, NULL);
		}
	}
	return b;
}

/* P of the answer to Q that stands in B, on what B holds without it and without OTHER, as far as that counts now. */
static double likely(struct kam_belief *b, size_t q, size_t other)
{
	size_t count;
	uint64_t options = kam_belief_responses(b, q, &count)[0].options;
	size_t variable = kam_kb_question_variable(kb, q);
	struct kam_belief *copy = kam_belief_copy(b);
	double p[256];
	double sum = 0;

	kam_belief_set(copy, q, NULL, 0, NULL);
	if (other != KAM_NONE) {
		kam_belief_set(copy, other, NULL, 0, NULL);
	}
	kam_belief_posterior(copy, variable, p);
	for (size_t x = 0; x < kam_kb_state_count(kb, variable); x++) {
		for (size_t o = 0; o < kam_kb_option_count(kb, q); o++) {
			sum += options & (UINT64_C(1) << o) ? p[x] * kam_kb_likelihood(kb, q, x, o)
							    : 0;
		}
	}
	kam_belief_free(copy);
	return sum;
}

/* Whether any condition hangs on Q: without it other answers would not count, which is another question. */
static bool opens_others(struct kam_belief *b, size_t q)
{
	struct kam_belief *copy = kam_belief_copy(b);
	bool opens = false;

	kam_belief_set(copy, q, NULL, 0, NULL);
	for (size_t i = 0; i < kam_kb_question_count(kb); i++) {
		opens = opens || (i != q && kam_belief_counts(copy, i) != kam_belief_counts(b, i));
	}
	kam_belief_free(copy);
	return opens;
}

static bool is_among(size_t q, const size_t *all, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (all[i] == q) {
			return true;
		}
	}
	return false;
}

static size_t check_question(struct kam_belief *b, size_t q)
{
	size_t with[KAM_CONFLICTS];
	size_t count = kam_belief_conflicts(b, q, with);
	double now = likely(b, q, KAM_NONE);
	double before = INFINITY;

	for (size_t i = 0; i < count; i++) {
		double raise = likely(b, q, with[i]) / now;

		if (opens_others(b, with[i])) {
			return count;
		}
		assert_true(raise >= 1.5 - 1e-9);
		assert_true(raise <= before + 1e-9);
		before = raise;
	}
	for (size_t j = 0; j < kam_kb_question_count(kb); j++) {
		if (j == q || !kam_belief_counts(b, j) || opens_others(b, j) ||
			is_among(j, with, count)) {
			continue;
		}
		assert_true(likely(b, q, j) / now <= (count < KAM_CONFLICTS ? 1.5 : before) + 1e-9);
	}
	return count;
}

static void conflicts__as_worked_out_on_copies(void **state)
{
	size_t found = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= ACCOUNTS; seed++) {
		struct kam_belief *b = disordered(seed);

		for (size_t q = 0; q < kam_kb_question_count(kb); q++) {
			if (kam_belief_counts(b, q) && !opens_others(b, q)) {
				found += check_question(b, q);
			}
		}
		kam_belief_free(b);
	}
	assert_true(found > 20);
}

static void conflicts__none_where_nothing_counts(void **state)
{
	struct kam_belief *b = kam_belief_new(kb);
	size_t with[KAM_CONFLICTS];

	(void)state;
	assert_int_equal(kam_belief_conflicts(b, 0, with), 0);
	kam_belief_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(conflicts__as_worked_out_on_copies),
		cmocka_unit_test(conflicts__none_where_nothing_counts),
	};

	return cmocka_run_group_tests_name("conflicts", tests, load, unload);
}
