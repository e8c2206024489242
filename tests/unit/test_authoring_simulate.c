/* SPDX-License-Identifier: MIT */
/* What the shipped base promises about accounts whose stage is known, and about answers at the edge. */
#include "authoring/simulate.h"
#include "kam/assessment.h"
#include "knowledge/model.h"
#include "unit_slow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#ifdef SLOW
#define ACCOUNTS 600
#else
#define ACCOUNTS 2000
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

static double share(size_t part, size_t whole)
{
	return (double)part / (double)whole;
}

static void assert_at_least(const char *what, double is, double bound)
{
	if (is < bound) {
		fail_msg("%s: %.4f, below %.4f", what, is, bound);
	}
}

/* --- drawn accounts ------------------------------------------------------------------------- */

static void simulate__places_drawn_accounts(void **state)
{
	struct simulate_options o = SIMULATE_DEFAULTS;
	struct simulate_result r;

	(void)state;
	o.count = ACCOUNTS;
	simulate_run(kb, &o, &r);
	assert_at_least("exact stage", share(r.exact, r.count), 0.85);
	assert_at_least("within one stage", share(r.within, r.count), 0.99);
	assert_in_range(r.median, 11, 15);
	assert_true(r.least <= r.lower_quartile && r.lower_quartile <= r.median);
	assert_true(r.median <= r.upper_quartile && r.upper_quartile <= r.most);
	assert_true(r.most <= (size_t)kb->settings.most);
	simulate_release(&r);
}

static void simulate__stays_near_in_a_blurred_world(void **state)
{
	struct simulate_options o = SIMULATE_DEFAULTS;
	struct simulate_result r;

	(void)state;
	o.count = ACCOUNTS;
	o.spread = 1.5;
	o.slip = 0.10;
	simulate_run(kb, &o, &r);
	assert_at_least("within one stage", share(r.within, r.count), 0.95);
	simulate_release(&r);
}

/* The interview does not end for want of questions while it could still say enough for a placement. */
static void simulate__seldom_leaves_the_placement_open(void **state)
{
	struct simulate_options o = SIMULATE_DEFAULTS;
	struct simulate_result r;

	(void)state;
	o.count = ACCOUNTS / 2;
	simulate_run(kb, &o, &r);
	assert_at_least("clear or between", 1 - share(r.clarity[KAM_OPEN], r.count), 0.95);
	simulate_release(&r);
}

static size_t sum(const size_t *numbers, size_t n)
{
	size_t total = 0;

	for (size_t i = 0; i < n; i++) {
		total += numbers[i];
	}
	return total;
}

static void simulate__counts_every_account_once(void **state)
{
	struct simulate_options o = SIMULATE_DEFAULTS;
	struct simulate_result r;
	size_t binned = 0;

	(void)state;
	o.count = 60;
	simulate_run(kb, &o, &r);
	for (size_t i = 0; i < SIMULATE_BINS; i++) {
		binned += r.bins[i].count;
	}
	assert_int_equal(sum(r.confusion, r.stages * r.stages), 60);
	assert_int_equal(sum(r.stops, SIMULATE_STOPS), 60);
	assert_int_equal(sum(r.clarity, KAM_CLEAR + 1), 60);
	assert_int_equal(binned, 60);
	assert_int_equal(r.asked[kb->roles.gate], 60);
	assert_int_equal(r.stops[KAM_GO_ON] + r.stops[KAM_STOP_WISH], 0);
	simulate_release(&r);
}

static void simulate__repeats_itself(void **state)
{
	struct simulate_options o = SIMULATE_DEFAULTS;
	struct simulate_result a;
	struct simulate_result b;

	(void)state;
	o.count = 40;
	o.seed = 9;
	o.careless = 0.1;
	o.optimistic = 1.0 / 3;
	simulate_run(kb, &o, &a);
	simulate_run(kb, &o, &b);
	assert_memory_equal(a.confusion, b.confusion, a.stages * a.stages * sizeof(size_t));
	assert_memory_equal(a.asked, b.asked, a.question_count * sizeof(size_t));
	assert_memory_equal(a.bins, b.bins, sizeof(a.bins));
	simulate_release(&b);
	o.seed = 10;
	simulate_run(kb, &o, &b);
	assert_memory_not_equal(a.asked, b.asked, a.question_count * sizeof(size_t));
	simulate_release(&a);
	simulate_release(&b);
}

static void simulate__careless_answers_place_worse(void **state)
{
	struct simulate_options o = SIMULATE_DEFAULTS;
	struct simulate_result careful;
	struct simulate_result careless;

	(void)state;
	o.count = 200;
	simulate_run(kb, &o, &careful);
	o.careless = 0.5;
	simulate_run(kb, &o, &careless);
	assert_true(careless.exact < careful.exact);
	simulate_release(&careful);
	simulate_release(&careless);
}

static void simulate__no_accounts(void **state)
{
	struct simulate_options o = SIMULATE_DEFAULTS;
	struct simulate_result r;

	(void)state;
	o.count = 0;
	simulate_run(kb, &o, &r);
	assert_int_equal(r.exact + r.within + r.median + r.most, 0);
	simulate_release(&r);
}

/* --- answers at the edge -------------------------------------------------------------------- */

static void say(struct kam_belief *b, const char *question, const char *option)
{
	size_t q = kam_kb_find_question(kb, question);
	size_t o = kb_find_option(&kb->questions[q], option);
	struct kam_response r = {.kind = KAM_ANSWER, .options = UINT64_C(1) << o};

	assert_int_not_equal(o, KAM_NONE);
	assert_int_equal(kam_belief_set(b, q, &r, 1, NULL), KAM_OK);
}

/* The facets as they typically are at STAGE of the axis of ASPECT. */
static void say_facets(struct kam_belief *b, enum kb_aspect aspect, size_t stage)
{
	for (size_t q = 0; q < kb->question_count; q++) {
		const struct kb_question *question = &kb->questions[q];
		size_t best = 0;
		size_t at;

		if (kb->variables[question->variable].aspect != aspect) {
			continue;
		}
		at = kam_belief_typical(b, question->variable, stage) * question->option_count;
		for (size_t o = 1; o < question->option_count; o++) {
			best = question->table[at + o] > question->table[at + best] ? o : best;
		}
		say(b, question->id, question->options[best].id);
	}
}

static void say_no_events(struct kam_belief *b)
{
	const struct kb_checklist *events = &kb->checklists[kb_find_checklist(kb, "events")];

	for (size_t i = 0; i < events->item_count; i++) {
		say(b, kb->questions[events->items[i]].id, "no");
	}
}

static struct kam_assessment *asked_nothing_but(const char *orders)
{
	struct kam_belief *b = kam_belief_new(kb);
	struct kam_assessment *a;

	if (orders) {
		say(b, "orders-so-far", orders);
	}
	a = kam_place(b);
	kam_belief_free(b);
	return a;
}

static void base__nothing_answered_is_no_danger_level(void **state)
{
	struct kam_assessment *a = asked_nothing_but(NULL);

	(void)state;
	assert_int_equal(a->danger.level, KAM_DANGER_NOT_CHECKED);
	assert_int_equal(a->clarity, KAM_OPEN);
	kam_assessment_free(a);
}

static void base__no_orders_is_pre_without_a_level(void **state)
{
	struct kam_assessment *a = asked_nothing_but("never");

	(void)state;
	assert_string_equal(kb->stages[a->leading].id, "pre");
	assert_int_equal(a->clarity, KAM_CLEAR);
	assert_int_equal(a->danger.level, KAM_DANGER_NONE);
	kam_assessment_free(a);
}

static void base__built_partnership_lived_early(void **state)
{
	struct kam_belief *b = kam_belief_new(kb);
	struct kam_assessment *a;

	(void)state;
	say(b, "orders-so-far", "regular");
	say_facets(b, KB_BUILT, 3);
	say_facets(b, KB_LIVED, 1);
	a = kam_place(b);
	assert_string_equal(kb->stages[a->leading].id, "partnership");
	assert_true(a->built_above);
	kam_assessment_free(a);
	kam_belief_free(b);
}

static void assert_quiet(struct kam_belief *b)
{
	struct kam_danger d;

	kam_belief_danger(b, &d);
	for (size_t c = 0; c < d.cause_count; c++) {
		assert_int_equal(d.causes[c].state, KAM_NO_SIGN);
	}
	assert_true(d.probability - kb->settings.leak <= 0.03);
	assert_int_equal(d.level, KAM_DANGER_LOW);
	kam_danger_release(&d);
}

/* Early-KAM and below are exposed by what they are: one pair, several suppliers asked. */
static void base__no_sign_is_hardly_a_danger(void **state)
{
	struct kam_belief *b = kam_belief_new(kb);

	(void)state;
	for (size_t stage = 2; stage < kb->stage_count; stage++) {
		kam_belief_clear(b);
		say(b, "orders-so-far", "regular");
		say_facets(b, KB_BUILT, stage);
		say_facets(b, KB_LIVED, stage);
		say_no_events(b);
		assert_quiet(b);
	}
	kam_belief_clear(b);
	say(b, "orders-so-far", "regular");
	say_no_events(b);
	assert_quiet(b);
	kam_belief_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(simulate__places_drawn_accounts),
		cmocka_unit_test(simulate__stays_near_in_a_blurred_world),
		cmocka_unit_test(simulate__seldom_leaves_the_placement_open),
		cmocka_unit_test(simulate__counts_every_account_once),
		cmocka_unit_test(simulate__repeats_itself),
		cmocka_unit_test(simulate__careless_answers_place_worse),
		cmocka_unit_test(simulate__no_accounts),
		cmocka_unit_test(base__nothing_answered_is_no_danger_level),
		cmocka_unit_test(base__no_orders_is_pre_without_a_level),
		cmocka_unit_test(base__built_partnership_lived_early),
		cmocka_unit_test(base__no_sign_is_hardly_a_danger),
	};

	return cmocka_run_group_tests_name("authoring_simulate", tests, load, unload);
}
