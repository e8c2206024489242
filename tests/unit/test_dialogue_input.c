/* SPDX-License-Identifier: MIT */
#include "dialogue/input.h"
#include "util/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const ids[] = {"nobody", "one-pair", "several", "departments", "depot", "dig"};
static const char *const texts[] = {"Nobody regularly", "One of ours with one of theirs",
	"Ещё несколько человек", "departments, directly", "a depot of ours", "Übergabe läuft"};
static const struct choices people = {ids, texts, sizeof(ids) / sizeof(ids[0])};

static const char *const year_ids[] = {"none", "short", "long", "longest", "one"};
static const char *const year_texts[] = {
	"not yet", "3 to 6 months", "2-4 years", "4 years and more", "1"};
static const struct choices years = {year_ids, year_texts, 5};

static bool known_id(void *ctx, const char *word)
{
	(void)ctx;
	return !strcmp(word, "who-talks") || !strcmp(word, "events");
}

static struct input read_at(const struct choices *choices, const char *line)
{
	return input_read(line, choices, NULL, known_id, NULL);
}

#define BIT(n) (UINT64_C(1) << ((n)-1))

static void chooses_at(const struct choices *choices, const char *line, uint64_t set,
	uint64_t doubtful, bool tentative, const char *note)
{
	struct input in = read_at(choices, line);

	if (in.kind != INPUT_CHOSEN || in.chosen != set || in.doubtful != doubtful ||
		in.tentative != tentative || (note == NULL) != (in.note == NULL) ||
		(note && strcmp(note, in.note))) {
		print_error(
			"'%s': kind %d, chosen %llx, doubtful %llx, tentative %d, note '%s': %s\n",
			line, (int)in.kind, (unsigned long long)in.chosen,
			(unsigned long long)in.doubtful, in.tentative, in.note ? in.note : "-",
			in.why ? in.why : "");
		input_release(&in);
		fail();
	}
	input_release(&in);
}

static void chooses(const char *line, uint64_t set)
{
	chooses_at(&people, line, set, 0, false, NULL);
}

static void is_kind(const char *line, enum input_kind kind, const char *note)
{
	struct input in = read_at(&people, line);

	if (in.kind != kind || (note == NULL) != (in.note == NULL) ||
		(note && strcmp(note, in.note))) {
		print_error(
			"'%s': kind %d, note '%s'\n", line, (int)in.kind, in.note ? in.note : "-");
		input_release(&in);
		fail();
	}
	input_release(&in);
}

static void refused_at(const struct choices *choices, const char *line, const char *says)
{
	struct input in = read_at(choices, line);

	if (in.kind != INPUT_BAD || !in.why || !strstr(in.why, says)) {
		print_error("'%s': kind %d, '%s'\n", line, (int)in.kind, in.why ? in.why : "-");
		input_release(&in);
		fail();
	}
	input_release(&in);
}

static void refused(const char *line, const char *says)
{
	refused_at(&people, line, says);
}

static void input__takes_digits(void **state)
{
	(void)state;
	chooses("1", BIT(1));
	chooses("6", BIT(6));
	chooses("  2\t", BIT(2));
	chooses("02", BIT(2));
	chooses("2,3", BIT(2) | BIT(3));
	chooses(" 2 , 3 ", BIT(2) | BIT(3));
	chooses("3,2", BIT(2) | BIT(3));
	chooses("2-4", BIT(2) | BIT(3) | BIT(4));
	chooses("2 - 4", BIT(2) | BIT(3) | BIT(4));
	chooses("2-2", BIT(2));
	chooses("1,3-5", BIT(1) | BIT(3) | BIT(4) | BIT(5));
	chooses("1-2,4-5", BIT(1) | BIT(2) | BIT(4) | BIT(5));
}

/* A number given twice says the same twice. */
static void input__takes_an_option_twice(void **state)
{
	(void)state;
	chooses("2,2", BIT(2));
	chooses("1-3,2", BIT(1) | BIT(2) | BIT(3));
}

static void input__takes_doubt(void **state)
{
	(void)state;
	chooses_at(&people, "2?", BIT(2), BIT(2), true, NULL);
	chooses_at(&people, "2 ?", BIT(2), BIT(2), true, NULL);
	chooses_at(&people, "2,3?", BIT(2) | BIT(3), BIT(3), true, NULL);
	chooses_at(&people, "2-4?", BIT(2) | BIT(3) | BIT(4), BIT(2) | BIT(3) | BIT(4), true, NULL);
	chooses_at(&people, "2?,3", BIT(2) | BIT(3), BIT(2), false, NULL);
	chooses_at(&people, "depot?", BIT(5), BIT(5), true, NULL);
	chooses_at(&people, "depot ?", BIT(5), BIT(5), true, NULL);
}

static void input__takes_notes(void **state)
{
	(void)state;
	chooses_at(&people, "2 # they told us in May", BIT(2), 0, false, "they told us in May");
	chooses_at(&people, "2 №  told  ", BIT(2), 0, false, "told");
	chooses_at(&people, "2 #told", BIT(2), 0, false, "told");
	chooses_at(&people, "2\t# a # b", BIT(2), 0, false, "a # b");
	chooses_at(&people, "2? # maybe", BIT(2), BIT(2), true, "maybe");
	chooses_at(&people, "2,3 # 4-5?", BIT(2) | BIT(3), 0, false, "4-5?");
	chooses_at(&people, "nobody # who-talks=3", BIT(1), 0, false, "who-talks=3");
	chooses_at(&people, "2 #", BIT(2), 0, false, NULL);
	chooses_at(&people, "2 #   ", BIT(2), 0, false, NULL);
	is_kind("0 # ask Petersen", INPUT_UNKNOWN, "ask Petersen");
	is_kind("- # no plant there", INPUT_NOT_APPLICABLE, "no plant there");
	is_kind("+ № завтра", INPUT_LATER, "завтра");
	is_kind("# only a note", INPUT_EMPTY, "only a note");
	refused("2#note", "'2#note' is not understood");
}

static void input__takes_non_answers(void **state)
{
	(void)state;
	is_kind("0", INPUT_UNKNOWN, NULL);
	is_kind(" 0 ", INPUT_UNKNOWN, NULL);
	is_kind("-", INPUT_NOT_APPLICABLE, NULL);
	is_kind("+", INPUT_LATER, NULL);
	is_kind("?", INPUT_HELP, NULL);
	is_kind("", INPUT_EMPTY, NULL);
	is_kind(" \t ", INPUT_EMPTY, NULL);
}

static void input__takes_words(void **state)
{
	(void)state;
	chooses("nobody", BIT(1));
	chooses("n", BIT(1));
	chooses("one-pair", BIT(2));
	chooses("One of ours with one of theirs", BIT(2));
	chooses("departments, directly", BIT(4));
	chooses("depar", BIT(4));
	chooses("depot", BIT(5));
	chooses("a dep", BIT(5));
}

static void input__folds_case_and_yo(void **state)
{
	(void)state;
	chooses("NOBODY", BIT(1));
	chooses("oNe Of OuRs", BIT(2));
	chooses("ЕЩЕ", BIT(3));
	chooses("ещё несколько", BIT(3));
	chooses("Еще несколько человек", BIT(3));
	chooses("übergabe", BIT(6));
	chooses("u\xCC\x88"
		"bergabe",
		BIT(6));
}

static void input__prefers_the_whole_word(void **state)
{
	static const char *const both[] = {"long", "longest"};
	static const char *const shown[] = {"long", "long as ever"};
	const struct choices two = {both, shown, 2};

	(void)state;
	chooses_at(&two, "long", BIT(1), 0, false, NULL);
	chooses_at(&two, "longe", BIT(2), 0, false, NULL);
	refused_at(&two, "lon", "could be: 1 long; 2 longest;");
}

static void input__refuses_what_is_ambiguous(void **state)
{
	(void)state;
	refused("dep", "'dep' could be: 4 departments; 5 depot;");
	refused("d", "4 departments; 5 depot; 6 dig;");
}

static void input__refuses_what_it_does_not_know(void **state)
{
	(void)state;
	refused("xyz", "'xyz' is none of the answers. ");
	refused("xyz", "1 to 6");
	refused("-1", "none of the answers");
	refused("??", "none of the answers");
	refused("nobody, several", "none of the answers");
	refused("who = 2", "none of the answers");
}

static void input__refuses_numbers_out_of_range(void **state)
{
	static const char *const lines[] = {"7", "0?", "0,1", "1,0", "1,7", "5-7", "0-2", "00",
		"99999", "18446744073709551617", "4-2", "2-", "2,", "2,,3", "2-3-4", "2 3", "2,x",
		"2x", "2??", "1.5", "1-?"};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		refused(lines[i], "Numbers go from 1 to 6");
		refused(lines[i], lines[i]);
	}
}

/* A number that stands before an option always means that option. */
static void input__knows_options_that_begin_with_a_digit(void **state)
{
	(void)state;
	chooses_at(&years, "1", BIT(1), 0, false, NULL);
	chooses_at(&years, "2", BIT(2), 0, false, NULL);
	chooses_at(&years, "3", BIT(3), 0, false, NULL);
	chooses_at(&years, "4", BIT(4), 0, false, NULL);
	chooses_at(&years, "2?", BIT(2), BIT(2), true, NULL);
	chooses_at(&years, "3,4", BIT(3) | BIT(4), 0, false, NULL);
	chooses_at(&years, "3 to", BIT(2), 0, false, NULL);
	chooses_at(&years, "3 to 6 months", BIT(2), 0, false, NULL);
	chooses_at(&years, "3 to 6 months?", BIT(2), BIT(2), true, NULL);
	chooses_at(&years, "2-4 years # sure", BIT(3), 0, false, "sure");
	chooses_at(&years, "2-4", BIT(2) | BIT(3) | BIT(4), 0, false, NULL);
	refused_at(&years, "3 to 7", "not understood");
}

static void is_command(const char *line, const char *word, const char *rest)
{
	struct input in = read_at(&people, line);

	assert_int_equal(in.kind, INPUT_COMMAND);
	assert_string_equal(in.word, word);
	assert_string_equal(in.rest, rest);
	assert_null(in.note);
	input_release(&in);
}

static void input__takes_commands(void **state)
{
	(void)state;
	is_command(":back", "back", "");
	is_command("  :why numbers ", "why", "numbers");
	is_command(":note a # b: c = d", "note", "a # b: c = d");
	is_command(":change \t who-talks", "change", "who-talks");
	is_command(":", "", "");
	is_command("::", ":", "");
	is_command(":: free", ":", "free");
}

static void assigns(const char *line, const char *word, const char *rest)
{
	struct input in = read_at(&people, line);

	assert_int_equal(in.kind, INPUT_ASSIGN);
	assert_string_equal(in.word, word);
	assert_string_equal(in.rest, rest);
	input_release(&in);
}

static void input__takes_answers_to_other_questions(void **state)
{
	struct input in;

	(void)state;
	assigns("who-talks=2", "who-talks", "2");
	assigns(" events = 1,4 ", "events", "1,4");
	assigns("who-talks=2 # said a=b", "who-talks", "2 # said a=b");
	assigns("who-talks=", "who-talks", "");
	refused("nothing=2", "none of the answers");
	refused("Who-talks=2", "none of the answers");
	in = input_read("who-talks=2", &people, NULL, NULL, NULL);
	assert_int_equal(in.kind, INPUT_BAD);
	input_release(&in);
}

static void input__refuses_what_cannot_be_stored(void **state)
{
	(void)state;
	refused("2 # \xFF", "cannot be stored");
	refused("\xC3", "cannot be stored");
	refused("2 # a\x1B[2J", "cannot be stored");
	refused("2 # \xE2\x80\xAE", "cannot be stored");
	refused(":note \x07", "cannot be stored");
}

/* What is refused is quoted, and a long line must not fill the screen. */
static void input__quotes_briefly(void **state)
{
	char line[5000];
	struct input in;

	(void)state;
	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\0';
	in = read_at(&people, line);
	assert_int_equal(in.kind, INPUT_BAD);
	assert_true(utf8_width(in.why) < 300);
	input_release(&in);
	memset(line, '9', sizeof(line) - 1);
	in = read_at(&people, line);
	assert_int_equal(in.kind, INPUT_BAD);
	assert_true(utf8_width(in.why) < 300);
	input_release(&in);
}

#define MANY 65

/* A set has 64 bits; what stands beyond cannot be chosen, and is said so. */
static void input__takes_sixty_four_options(void **state)
{
	char names[MANY][8];
	const char *all[MANY];
	struct choices choices = {all, all, MANY};

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		snprintf(names[i], sizeof(names[i]), "opt-%02zu", i + 1);
		all[i] = names[i];
	}
	chooses_at(&choices, "64", BIT(64), 0, false, NULL);
	chooses_at(&choices, "1-64", UINT64_MAX, 0, false, NULL);
	chooses_at(&choices, "opt-64", BIT(64), 0, false, NULL);
	refused_at(&choices, "65", "1 to 64");
	refused_at(&choices, "opt-65", "none of the answers");
	refused_at(&choices, "opt-6", "64 opt-64;");
	choices.count = 64;
	chooses_at(&choices, "60-64?", UINT64_MAX << 59, UINT64_MAX << 59, true, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(input__takes_digits),
		cmocka_unit_test(input__takes_an_option_twice),
		cmocka_unit_test(input__takes_doubt),
		cmocka_unit_test(input__takes_notes),
		cmocka_unit_test(input__takes_non_answers),
		cmocka_unit_test(input__takes_words),
		cmocka_unit_test(input__folds_case_and_yo),
		cmocka_unit_test(input__prefers_the_whole_word),
		cmocka_unit_test(input__refuses_what_is_ambiguous),
		cmocka_unit_test(input__refuses_what_it_does_not_know),
		cmocka_unit_test(input__refuses_numbers_out_of_range),
		cmocka_unit_test(input__knows_options_that_begin_with_a_digit),
		cmocka_unit_test(input__takes_commands),
		cmocka_unit_test(input__takes_answers_to_other_questions),
		cmocka_unit_test(input__refuses_what_cannot_be_stored),
		cmocka_unit_test(input__quotes_briefly),
		cmocka_unit_test(input__takes_sixty_four_options),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
