/* SPDX-License-Identifier: MIT */
#include "kam/assessment.h"
#include "kam/dialogue.h"
#include "kam/report.h"
#include "knowledge/model.h"
#include "util/chance.h"
#include "util/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct kam_kb *small;
static struct kam_kb *shipped;

/* A belief with the answers given as "id=option id=0 …"; a ? behind an option makes it tentative. */
static struct kam_belief *told(const struct kam_kb *kb, const char *answers)
{
	struct kam_belief *belief = kam_belief_new(kb);

	while (*answers) {
		char id[64];
		char option[64];
		int used = 0;
		struct kam_response r = {.kind = KAM_ANSWER};
		size_t q;

		assert_int_equal(sscanf(answers, " %63[^=]=%63s %n", id, option, &used), 2);
		answers += used;
		q = kam_kb_find_question(kb, id);
		if (q == KAM_NONE) {
			print_error("no question %s\n", id);
			fail();
		}
		r.tentative = option[strlen(option) - 1] == '?';
		option[strlen(option) - r.tentative] = '\0';
		if (!strcmp(option, "0")) {
			r.kind = KAM_UNKNOWN;
		} else {
			size_t o = kb_find_option(&kb->questions[q], option);

			if (o == KAM_NONE) {
				print_error("%s has no option %s\n", id, option);
				fail();
			}
			r.options = UINT64_C(1) << o;
		}
		assert_int_equal(kam_belief_set(belief, q, &r, 1, NULL), KAM_OK);
	}
	return belief;
}

static char *text_of(
	struct kam_belief *belief, const struct kam_assessment *a, const struct kam_basis *basis)
{
	static const struct kam_basis nothing = {.days_per_quarter = -1};
	struct kam_document doc = KAM_DOCUMENT_INIT;
	char *text;

	kam_assessment_document(belief, a, basis ? basis : &nothing, NULL, &doc);
	text = kam_report_text(&doc, 80, false);
	kam_document_release(&doc);
	return text;
}

static void says(const struct kam_kb *kb, const char *answers, const char *words, bool expected)
{
	struct kam_belief *belief = told(kb, answers);
	struct kam_assessment *a = kam_assess(belief, NULL);
	char *text = text_of(belief, a, NULL);

	if ((strstr(text, words) != NULL) != expected) {
		print_error("%s '%s':\n%s\n", expected ? "does not say" : "says", words, text);
		fail();
	}
	free(text);
	kam_assessment_free(a);
	kam_belief_free(belief);
}

#define EARLY                                                                       \
	"orders=regular yearly-need=some who-talks=one-pair agreement-kind=prices " \
	"plans-shown=quarter trust-in-word=spot last-talk=problems when-wrong=repair "
#define QUIET "suppliers=none event-people=no event-rival=no event-tender=no "
#define CALM  "mood=calm "
#define TOP                                                                          \
	"orders=regular yearly-need=much who-talks=several agreement-kind=contract " \
	"plans-shown=years trust-in-word=taken last-talk=plans when-wrong=cause "
#define SPLIT                                                                        \
	"orders=regular yearly-need=much who-talks=several agreement-kind=contract " \
	"plans-shown=years trust-in-word=checked last-talk=order when-wrong=blame "

static void goal_is(const char *answers, double days, enum kam_goal goal, enum kam_hold_reason hold)
{
	struct kam_belief *belief = told(small, answers);
	struct kam_basis basis = {.days_per_quarter = days};
	struct kam_assessment *a = kam_assess(belief, &basis);

	if (a->goal != goal || a->hold != hold) {
		print_error("%s: goal %d, hold %d\n", answers, (int)a->goal, (int)a->hold);
		fail();
	}
	assert_true(a->look_again > 0 && a->look_again <= 90);
	kam_assessment_free(a);
	kam_belief_free(belief);
}

/* --- placement --- */

static void placement__says_nothing_of_danger_before_business(void **state)
{
	struct kam_belief *belief =
		told(small, "orders=never yearly-need=much strength=yes door=decider");
	struct kam_assessment *a = kam_assess(belief, NULL);
	char *text = text_of(belief, a, NULL);
	char *json = kam_assessment_json(a, "x");

	(void)state;
	assert_true(a->prospect);
	assert_int_equal(a->goal, KAM_GOAL_NONE);
	assert_int_equal(a->danger.level, KAM_DANGER_NONE);
	assert_string_equal(small->verdicts[a->verdict].id, "pursue");
	assert_null(strstr(text, "DANGER"));
	assert_null(strstr(text, "GOAL"));
	assert_non_null(strstr(text, "VERDICT: Pursue."));
	assert_non_null(strstr(json, "\"level\":\"none\",\"probability\":null"));
	assert_non_null(strstr(json, "\"goal\":null,\"verdict\":\"pursue\""));
	free(text);
	free(json);
	kam_assessment_free(a);
	kam_belief_free(belief);
}

static void verdict_is(const char *answers, const char *verdict)
{
	struct kam_belief *belief = told(small, answers);
	struct kam_assessment *a = kam_place(belief);

	assert_true(a->verdict != KAM_NONE);
	if (strcmp(small->verdicts[a->verdict].id, verdict)) {
		print_error("%s: %s\n", answers, small->verdicts[a->verdict].id);
		fail();
	}
	kam_assessment_free(a);
	kam_belief_free(belief);
}

static void placement__judges_prospects(void **state)
{
	(void)state;
	verdict_is("orders=never", "gather");
	verdict_is("orders=never yearly-need=much", "gather");
	verdict_is("orders=never yearly-need=much strength=yes", "gather");
	verdict_is("orders=never yearly-need=much strength=yes door=0", "gather");
	verdict_is("orders=never yearly-need=much strength=yes door=nobody", "park");
	verdict_is("orders=never yearly-need=much strength=yes door=somebody", "pursue");
	verdict_is("orders=never yearly-need=little", "drop");
	verdict_is("orders=never yearly-need=much strength=no door=decider", "drop");
}

static void nothing_is_open(const struct kam_kb *kb)
{
	struct kam_belief *belief = kam_belief_new(kb);
	struct kam_assessment *a = kam_assess(belief, NULL);
	char *text = text_of(belief, a, NULL);

	assert_int_equal(a->clarity, KAM_OPEN);
	assert_false(a->prospect);
	assert_int_equal(a->danger.level, KAM_DANGER_NOT_CHECKED);
	assert_int_equal(a->danger.checked, 0);
	assert_int_equal(a->answered, 0);
	assert_int_equal(a->reason_count, 0);
	assert_int_equal(a->built, KAM_NONE);
	assert_int_equal(a->lived, KAM_NONE);
	assert_int_equal(a->goal, KAM_GOAL_HOLD);
	assert_non_null(strstr(text, "not enough to say"));
	assert_non_null(strstr(text, "NOT CHECKED"));
	free(text);
	kam_assessment_free(a);
	kam_belief_free(belief);
}

static void placement__is_open_before_any_answer(void **state)
{
	(void)state;
	nothing_is_open(small);
	nothing_is_open(shipped);
}

static void placement__tells_built_above_lived(void **state)
{
	struct kam_belief *belief = told(small, SPLIT QUIET CALM);
	struct kam_assessment *a = kam_assess(belief, NULL);

	(void)state;
	assert_true(a->built_above);
	assert_false(a->lived_above);
	assert_true(a->built > a->lived);
	assert_int_equal(a->hold, KAM_HOLD_BUILT_ABOVE);
	for (size_t i = 0; i < a->action_count; i++) {
		assert_int_equal(a->actions[i].time == KAM_LATER_ON,
			small->actions[a->actions[i].action].kind == KB_ADVANCE);
	}
	kam_assessment_free(a);
	kam_belief_free(belief);
	says(small, SPLIT QUIET CALM, "WARNING: built above lived.", true);
	says(small, TOP QUIET CALM, "WARNING", false);
	says(small, EARLY QUIET CALM, "WARNING", false);
}

/* --- goal: design, section 4 --- */

static void goal__advances_only_when_all_is_well(void **state)
{
	(void)state;
	goal_is(EARLY QUIET CALM, -1, KAM_GOAL_ADVANCE, KAM_HOLD_NOT_ASKED);
	goal_is(EARLY QUIET CALM, 5, KAM_GOAL_ADVANCE, KAM_HOLD_NOT_ASKED);
}

static void goal__holds_for_each_reason(void **state)
{
	(void)state;
	goal_is(EARLY QUIET "mood=irritated", -1, KAM_GOAL_HOLD, KAM_HOLD_STRAIN);
	goal_is(EARLY "suppliers=none event-people=yes event-rival=no " CALM, -1, KAM_GOAL_HOLD,
		KAM_HOLD_HAPPENING);
	goal_is(SPLIT QUIET CALM, -1, KAM_GOAL_HOLD, KAM_HOLD_BUILT_ABOVE);
	goal_is("orders=regular yearly-need=much " QUIET CALM, -1, KAM_GOAL_HOLD, KAM_HOLD_OPEN);
	goal_is(TOP QUIET CALM, -1, KAM_GOAL_HOLD, KAM_HOLD_LAST);
	goal_is("orders=regular who-talks=one-pair agreement-kind=prices plans-shown=quarter "
		"trust-in-word=spot last-talk=problems when-wrong=repair " QUIET CALM,
		-1, KAM_GOAL_HOLD, KAM_HOLD_WORTH);
	goal_is(EARLY QUIET CALM, 0, KAM_GOAL_HOLD, KAM_HOLD_DAYS);
	goal_is(EARLY QUIET, -1, KAM_GOAL_HOLD, KAM_HOLD_STRAIN_OPEN);
	goal_is(EARLY QUIET "mood=0", -1, KAM_GOAL_HOLD, KAM_HOLD_STRAIN_OPEN);
}

static void goal__is_a_question_where_it_is_not_worth_it(void **state)
{
	(void)state;
	goal_is(EARLY QUIET CALM "yearly-need=little", -1, KAM_GOAL_QUESTION, KAM_HOLD_NOT_ASKED);
	goal_is(EARLY QUIET CALM "keep-or-not=go", -1, KAM_GOAL_QUESTION, KAM_HOLD_NOT_ASKED);
	goal_is(EARLY QUIET CALM "keep-or-not=unsure", -1, KAM_GOAL_QUESTION, KAM_HOLD_NOT_ASKED);
}

static void goal__says_why_it_holds(void **state)
{
	(void)state;
	says(small, EARLY QUIET CALM, "GOAL: advance to partner-KAM. Worth: medium.", true);
	says(small, EARLY QUIET "mood=irritated", "GOAL: hold. First get the mood right again.",
		true);
	says(small, EARLY "suppliers=none event-people=yes " CALM,
		"GOAL: hold, until this is settled: key people.", true);
	says(small, SPLIT QUIET CALM, "GOAL: hold. First live what is built.", true);
	says(small, TOP QUIET CALM, "GOAL: hold. There is no stage beyond this one.", true);
	says(small, EARLY QUIET, "GOAL: hold, until you know how they feel about you.", true);
	says(small, EARLY QUIET CALM "keep-or-not=go",
		"GOAL: put to your manager whether this is still worth it.", true);
}

/* --- actions --- */

static void check_actions(const struct kam_kb *kb, const struct kam_assessment *a)
{
	size_t big = 0;

	assert_true(a->action_count <= 5);
	for (size_t i = 0; i < a->action_count; i++) {
		const struct kb_action *action = &kb->actions[a->actions[i].action];

		assert_int_not_equal(action->kind, KB_STOP);
		big += action->effort == KB_BIG;
		assert_true(!i || a->actions[i].time >= a->actions[i - 1].time);
		for (size_t j = 0; j < i; j++) {
			assert_true(a->actions[i].action != a->actions[j].action);
		}
		if (a->danger.strain != KAM_NONE && a->danger.strain >= kb->roles.no_advance_from) {
			assert_int_not_equal(action->kind, KB_ADVANCE);
		}
	}
	assert_true(big <= 1);
	assert_true(a->stop == KAM_NONE || kb->actions[a->stop].kind == KB_STOP);
	assert_true(a->look_again > 0 && a->look_again <= 90);
	assert_true(a->find_out_count <= 4);
}

static void has_stop(const char *answers, const char *id)
{
	struct kam_belief *belief = told(small, answers);
	struct kam_assessment *a = kam_assess(belief, NULL);

	check_actions(small, a);
	assert_true(a->stop != KAM_NONE);
	assert_string_equal(small->actions[a->stop].id, id);
	kam_assessment_free(a);
	kam_belief_free(belief);
}

static void actions__are_few_and_name_one_thing_to_stop(void **state)
{
	(void)state;
	has_stop(EARLY QUIET CALM, "no-gifts");
	has_stop(EARLY QUIET "mood=irritated", "no-price-talk");
	has_stop(TOP QUIET CALM, "no-gifts");
	has_stop("orders=never", "no-brochures");
	says(small, EARLY QUIET CALM, "STOP\n- No presents, no lunches.", true);
}

static bool recommends(const struct kam_kb *kb, const struct kam_assessment *a, const char *id)
{
	for (size_t i = 0; i < a->action_count; i++) {
		if (!strcmp(kb->actions[a->actions[i].action].id, id)) {
			return true;
		}
	}
	return false;
}

static void actions__obey_the_strain(void **state)
{
	static const char *const moods[] = {"calm", "irritated", "unhappy", "leaving"};
	const struct kam_kb *kb = small;

	(void)state;
	for (size_t m = 0; m < 4; m++) {
		char answers[600];
		struct kam_belief *belief;
		struct kam_assessment *a;

		snprintf(answers, sizeof(answers), "%s suppliers=many mood=%s", EARLY, moods[m]);
		belief = told(kb, answers);
		a = kam_assess(belief, NULL);
		check_actions(kb, a);
		assert_int_equal(a->danger.strain, m);
		assert_int_equal(recommends(kb, a, "fix-price"), m == 0);
		assert_int_equal(recommends(kb, a, "mend-it"), m == 1 || m == 2);
		assert_int_equal(a->danger.level == KAM_DANGER_ACUTE, m == 3);
		kam_assessment_free(a);
		kam_belief_free(belief);
	}
}

static void actions__warn_of_what_could_not_be_judged(void **state)
{
	struct kam_belief *belief = told(small,
		"orders=regular who-talks=several agreement-kind=prices plans-shown=quarter "
		"trust-in-word=spot last-talk=problems when-wrong=repair " QUIET CALM);
	struct kam_assessment *a = kam_assess(belief, NULL);

	(void)state;
	for (size_t i = 0; i < a->action_count; i++) {
		const struct kb_action *action = &small->actions[a->actions[i].action];

		assert_int_equal(a->actions[i].unwise_unknown, action->unwise_if.count > 0);
	}
	kam_assessment_free(a);
	kam_belief_free(belief);
}

/* --- what to find out --- */

static void find_out__names_decisive_gaps(void **state)
{
	struct kam_belief *belief =
		told(small, "orders=regular who-talks=0 event-people=0 yearly-need=0");
	struct kam_assessment *a = kam_assess(belief, NULL);
	char *text = text_of(belief, a, NULL);

	(void)state;
	assert_int_equal(a->unknown, 3);
	assert_int_equal(a->find_out_count, 3);
	assert_non_null(strstr(text, "FIND OUT"));
	assert_non_null(strstr(text, "  Contacts         Your contact: "));
	free(text);
	kam_assessment_free(a);
	kam_belief_free(belief);
	says(small, EARLY QUIET CALM, "FIND OUT", false);
	says(small, EARLY QUIET CALM "door=0", "FIND OUT", false);
}

/* --- the same facts, both ways --- */

static void answer_some(struct kam_belief *belief, uint64_t seed)
{
	const struct kam_kb *kb = kam_belief_kb(belief);

	for (size_t q = 0; q < kam_kb_question_count(kb); q++) {
		struct kam_response r = {.kind = chance_bits(&seed) % 6 ? KAM_ANSWER : KAM_UNKNOWN};

		if (chance_bits(&seed) % 4) {
			r.options = r.kind == KAM_ANSWER
					    ? UINT64_C(1) << chance_bits(&seed) %
								     kam_kb_option_count(kb, q)
					    : 0;
			assert_int_equal(kam_belief_set(belief, q, &r, 1, NULL), KAM_OK);
		}
	}
}

static void same_both_ways(const struct kam_kb *kb, unsigned seed)
{
	struct kam_belief *belief = kam_belief_new(kb);
	struct kam_assessment *whole;
	struct kam_assessment *fast;
	char *a;
	char *b;
	char *text;

	answer_some(belief, seed);
	whole = kam_assess(belief, NULL);
	fast = kam_place(belief);
	a = kam_assessment_json(whole, "x");
	b = kam_assessment_json(fast, "x");
	assert_string_equal(a, b);
	check_actions(kb, whole);
	assert_int_equal(fast->action_count, 0);
	text = text_of(belief, whole, NULL);
	assert_null(strstr(text, "(null)"));
	free(a);
	free(b);
	free(text);
	kam_assessment_free(whole);
	kam_assessment_free(fast);
	kam_belief_free(belief);
}

static void assess__and_place_find_the_same(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 40; seed++) {
		same_both_ways(small, seed);
	}
	for (unsigned seed = 1; seed <= 12; seed++) {
		same_both_ways(shipped, seed);
	}
}

/* --- hostile texts --- */

static void no_control_characters(const char *text)
{
	for (const char *at = text; *at; at++) {
		assert_true(*at == '\n' || (unsigned char)*at >= 0x20);
		assert_int_not_equal(*at, 0x7F);
	}
	assert_true(utf8_valid(text));
	assert_null(strstr(text, "\xE2\x80\xAE"));
}

static void result__shows_hostile_texts_harmless(void **state)
{
	struct kam_belief *belief = told(small, EARLY "event-people=yes " CALM);
	struct kam_assessment *a = kam_assess(belief, NULL);
	const char *notes[64] = {NULL};
	struct kam_basis basis = {.account = "\x1B]0;owned\x07 A\r\nB \xE2\x80\xAE"
					     "C %s%n",
		.notes = notes,
		.days_per_quarter = -1};
	char *text;

	(void)state;
	assert_true(kam_kb_question_count(small) < 64);
	notes[kam_kb_find_question(small, "event-people")] = "\x1B[2J gone\x9B \xC2\x9B \xFF %s";
	text = text_of(belief, a, &basis);
	no_control_characters(text);
	assert_non_null(strstr(text, "<U+001B>]0;owned<U+0007>"));
	assert_non_null(strstr(text, "<U+202E>C %s%n"));
	assert_non_null(strstr(text, "<U+001B>[2J"));
	assert_non_null(strstr(text, "<9B>"));
	assert_non_null(strstr(text, "<U+009B>"));
	assert_non_null(strstr(text, "<FF>"));
	free(text);
	kam_assessment_free(a);
	kam_belief_free(belief);
}

static int load(void **state)
{
	(void)state;
	return kam_kb_load("tests/dialogue/base", &small, NULL) ||
	       kam_kb_load("knowledge/millman-wilson", &shipped, NULL);
}

static int unload(void **state)
{
	(void)state;
	kam_kb_free(small);
	kam_kb_free(shipped);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(placement__says_nothing_of_danger_before_business),
		cmocka_unit_test(placement__judges_prospects),
		cmocka_unit_test(placement__is_open_before_any_answer),
		cmocka_unit_test(placement__tells_built_above_lived),
		cmocka_unit_test(goal__advances_only_when_all_is_well),
		cmocka_unit_test(goal__holds_for_each_reason),
		cmocka_unit_test(goal__is_a_question_where_it_is_not_worth_it),
		cmocka_unit_test(goal__says_why_it_holds),
		cmocka_unit_test(actions__are_few_and_name_one_thing_to_stop),
		cmocka_unit_test(actions__obey_the_strain),
		cmocka_unit_test(actions__warn_of_what_could_not_be_judged),
		cmocka_unit_test(find_out__names_decisive_gaps),
		cmocka_unit_test(assess__and_place_find_the_same),
		cmocka_unit_test(result__shows_hostile_texts_harmless),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
