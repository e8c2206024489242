/* SPDX-License-Identifier: MIT */
/* Several respondents: in a log, in a line of kam place, and what becomes of one who answers at random. */
#include "kam/kam.h"
#include "unit_slow.h"
#include "util/chance.h"
#include "util/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#ifdef SLOW
#define GROUPS 400
#else
#define GROUPS 2000
#endif

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

/* --- logs --------------------------------------------------------------------------------- */

static void say(struct kam_log *log, const char *by, enum kam_side side, const char *question,
	const char *option)
{
	char text[3][64];
	char *options[] = {text[2]};
	struct kam_event e = {.kind = KAM_EVENT_ANSWER, .group = log->count + 1, .side = side};

	strcpy(text[0], by);
	strcpy(text[1], question);
	strcpy(text[2], option);
	e.by = text[0];
	e.question = text[1];
	e.options = options;
	e.option_count = 1;
	kam_log_add(log, &e);
}

static void start(struct kam_log *log)
{
	struct kam_event e = {.kind = KAM_EVENT_START};
	char account[] = "A";
	char base[] = "millman-wilson";

	e.account = account;
	e.base = base;
	kam_log_add(log, &e);
}

/* The placement of LOG as kam place would write it. */
static char *placed_log(const struct kam_log *log)
{
	struct kam_belief *b = kam_log_belief(kb, log, NULL, NULL);
	struct kam_assessment *a = kam_place(b);
	char *json = kam_assessment_json(a, "A");

	kam_assessment_free(a);
	kam_belief_free(b);
	return json;
}

static char *placed_line(const char *answers)
{
	struct kam_belief *b = kam_belief_new(kb);
	char *line = str_format("{\"id\":\"A\",\"answers\":%s}", answers);
	char *id = NULL;
	char *json = NULL;

	assert_int_equal(kam_place_line(b, line, strlen(line), NULL, &id, &json, NULL), KAM_OK);
	free(id);
	free(line);
	kam_belief_free(b);
	return json;
}

static void same(char *a, char *b)
{
	assert_string_equal(a, b);
	free(a);
	free(b);
}

static void voices__in_a_log_are_those_of_a_line(void **state)
{
	struct kam_log log = KAM_LOG_INIT;

	(void)state;
	start(&log);
	say(&log, "ann", KAM_OWN, "orders-so-far", "regular");
	say(&log, "ann", KAM_OWN, "who-talks", "one-pair");
	say(&log, "bob", KAM_OWN, "who-talks", "functions");
	say(&log, "cy", KAM_CUSTOMER, "who-talks", "nobody");
	same(placed_log(&log),
		placed_line(
			"{\"orders-so-far\":\"regular\",\"who-talks\":[{\"option\":\"one-pair\"},"
			"{\"option\":\"functions\",\"by\":\"bob\"},"
			"{\"option\":\"nobody\",\"side\":\"customer\"}]}"));
	kam_log_release(&log);
}

static void voices__who_answers_again_replaces_the_answer(void **state)
{
	struct kam_log log = KAM_LOG_INIT;

	(void)state;
	start(&log);
	say(&log, "ann", KAM_OWN, "who-talks", "nobody");
	say(&log, "bob", KAM_OWN, "who-talks", "functions");
	say(&log, "ann", KAM_OWN, "who-talks", "functions");
	same(placed_log(&log),
		placed_line(
			"{\"who-talks\":[{\"option\":\"functions\"},{\"option\":\"functions\"}]}"));
	kam_log_release(&log);
}

static void voices__that_agree_equal_one(void **state)
{
	struct kam_belief *one = kam_belief_new(kb);
	struct kam_belief *three = kam_belief_new(kb);
	size_t q = kam_kb_find_question(kb, "who-talks");
	struct kam_response r[3] = {{.options = 2}, {.options = 2}, {.options = 2}};
	double p[8];
	double s[8];

	(void)state;
	kam_belief_set(one, q, r, 1, NULL);
	kam_belief_set(three, q, r, 3, NULL);
	kam_belief_posterior(one, kam_kb_stage(kb), p);
	kam_belief_posterior(three, kam_kb_stage(kb), s);
	for (size_t i = 0; i < kam_kb_state_count(kb, kam_kb_stage(kb)); i++) {
		assert_float_equal(p[i], s[i], 1e-12);
	}
	kam_belief_free(one);
	kam_belief_free(three);
}

/* --- groups ------------------------------------------------------------------------------- */

/* States of all variables from the tables; parents first by depth. */
static void draw_account(uint64_t *random, size_t *states)
{
	size_t count = kam_kb_variable_count(kb);
	size_t left = count;

	for (size_t v = 0; v < count; v++) {
		states[v] = KAM_NONE;
	}
	while (left) {
		for (size_t v = 0; v < count; v++) {
			size_t parent = kam_kb_variable_parent(kb, v);
			double at = chance_uniform(random);
			size_t s = 0;

			if (states[v] != KAM_NONE ||
				(parent != KAM_NONE && states[parent] == KAM_NONE)) {
				continue;
			}
			while (s + 1 < kam_kb_state_count(kb, v) &&
				(at -= kam_kb_probability(
					 kb, v, parent == KAM_NONE ? 0 : states[parent], s)) >= 0) {
				s++;
			}
			states[v] = s;
			left--;
		}
	}
}

static struct kam_response careful(uint64_t *random, size_t q, const size_t *states)
{
	size_t state = states[kam_kb_question_variable(kb, q)];
	double at = chance_uniform(random);
	size_t o = 0;

	while (o + 1 < kam_kb_option_count(kb, q) &&
		(at -= kam_kb_likelihood(kb, q, state, o)) >= 0) {
		o++;
	}
	return (struct kam_response){.options = UINT64_C(1) << o};
}

/* Whether the third, who answers at random, leaves the leading stage where the two careful ones have it. */
static bool holds(uint64_t seed)
{
	static const char *const asked[] = {"who-talks", "who-above", "whom-they-ask",
		"agreement-kind", "done-for-them", "needs-reach-planning", "what-you-tell-them",
		"most-confidential", "last-conversation", "together", "when-wrong"};
	struct kam_belief *two = kam_belief_new(kb);
	struct kam_belief *three = kam_belief_new(kb);
	struct kam_response regular = {.options = 1 << 2};
	size_t *states = calloc(kam_kb_variable_count(kb), sizeof(*states));
	bool same_stage;

	do {
		draw_account(&seed, states);
	} while (states[kam_kb_stage(kb)] == 0);
	kam_belief_set(two, kam_kb_find_question(kb, "orders-so-far"), &regular, 1, NULL);
	kam_belief_set(three, kam_kb_find_question(kb, "orders-so-far"), &regular, 1, NULL);
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		size_t q = kam_kb_find_question(kb, asked[i]);
		struct kam_response r[3] = {careful(&seed, q, states), careful(&seed, q, states),
			{.options = UINT64_C(1)
				    << (chance_bits(&seed) % kam_kb_option_count(kb, q))}};

		kam_belief_set(two, q, r, 2, NULL);
		kam_belief_set(three, q, r, 3, NULL);
	}
	same_stage =
		kam_belief_mode(two, kam_kb_stage(kb)) == kam_belief_mode(three, kam_kb_stage(kb));
	free(states);
	kam_belief_free(two);
	kam_belief_free(three);
	return same_stage;
}

static void groups__hold_against_one_at_random(void **state)
{
	size_t held = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= GROUPS; seed++) {
		held += holds(seed * 7919);
	}
	print_message("# %zu of %d groups hold\n", held, GROUPS);
	assert_true(held * 10 >= GROUPS * 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(voices__in_a_log_are_those_of_a_line),
		cmocka_unit_test(voices__who_answers_again_replaces_the_answer),
		cmocka_unit_test(voices__that_agree_equal_one),
		cmocka_unit_test(groups__hold_against_one_at_random),
	};

	return cmocka_run_group_tests_name("voices", tests, load, unload);
}
