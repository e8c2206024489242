/* SPDX-License-Identifier: MIT */
#include "util/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void utf8__valid_prefix(void **state)
{
	(void)state;
	assert_int_equal(utf8_valid_prefix("aé漢😀", 10), 10);
	assert_int_equal(utf8_valid_prefix("aé漢😀", 9), 6);
	assert_int_equal(utf8_valid_prefix("a\0b", 3), 3);
	assert_int_equal(utf8_valid_prefix("ab\xC0\x80", 4), 2);
	assert_int_equal(utf8_valid_prefix("\xED\xA0\x80", 3), 0);
	assert_int_equal(utf8_valid_prefix("\xF4\x90\x80\x80", 4), 0);
	assert_int_equal(utf8_valid_prefix("\x80", 1), 0);
	assert_true(utf8_valid(""));
	assert_true(utf8_valid("ё"));
	assert_false(utf8_valid("\xE2\x82"));
}

static void utf8__unsafe(void **state)
{
	static const char *const unsafe[] = {"\t", "a\n", "\x1B", "\x7F", "\xC2\x80", "\xC2\x9F",
		"\xD8\x9C", "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x80\xA8", "\xE2\x80\xA9",
		"\xE2\x80\xAA", "\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x81\xA9", "\xFF"};
	static const char *const safe[] = {"", "a b", "\xC2\xA0", "\xE2\x80\x8D", "\xE2\x80\xAF",
		"\xE2\x81\xA5", "\xE2\x81\xAA", "ё漢😀"};

	(void)state;
	for (size_t i = 0; i < sizeof(unsafe) / sizeof(unsafe[0]); i++) {
		assert_true(utf8_unsafe(unsafe[i]));
	}
	for (size_t i = 0; i < sizeof(safe) / sizeof(safe[0]); i++) {
		assert_false(utf8_unsafe(safe[i]));
	}
}

static void utf8__add_safe(void **state)
{
	struct str out = STR_INIT;

	(void)state;
	utf8_add_safe(&out, "");
	assert_string_equal(out.text, "");
	utf8_add_safe(&out, "a\tb\x1B[0mé\xFF\xE2\x80\xAE\xC2\x9B");
	assert_string_equal(out.text, "a<U+0009>b<U+001B>[0mé<FF><U+202E><U+009B>");
	str_release(&out);
}

static void utf8__width(void **state)
{
	(void)state;
	assert_int_equal(utf8_width(""), 0);
	assert_int_equal(utf8_width("abc"), 3);
	assert_int_equal(utf8_width("её"), 2);
	assert_int_equal(utf8_width("e\xCC\x81"), 1);
	assert_int_equal(utf8_width("漢字"), 4);
	assert_int_equal(utf8_width("a\xFF"), 2);
	assert_int_equal(utf8_width_n("漢字", 3), 2);
}

static void utf8__fit(void **state)
{
	(void)state;
	assert_int_equal(utf8_fit("abc", 2), 2);
	assert_int_equal(utf8_fit("abc", 9), 3);
	assert_int_equal(utf8_fit("abc", 0), 0);
	assert_int_equal(utf8_fit("漢字", 3), 3);
	assert_int_equal(utf8_fit("ae\xCC\x81z", 2), 4);
	assert_int_equal(utf8_fit("e\xCC\x81", 0), 0);
	assert_int_equal(utf8_fit("\xFF\xFF", 1), 1);
}

static void folds(const char *text, const char *expected)
{
	char *folded = utf8_fold(text);
	char *again = utf8_fold(folded);

	assert_string_equal(folded, expected);
	assert_string_equal(again, folded);
	free(folded);
	free(again);
}

static void utf8__fold(void **state)
{
	(void)state;
	folds("", "");
	folds("  A\t\n B  ", "a b");
	folds("Ёлка", "елка");
	folds("\xD0\x95\xCC\x88", "е");
	folds("ё\xCC\x80", "ѐ");
	folds("Straße", "strasse");
	folds("ﬁ\xC2\xAD", "fi");
	folds("a\xC2\xA0\xE3\x80\x80z", "a z");
	folds("x\xFFy", "x\xEF\xBF\xBDy");
	folds("Ⅷ", "viii");
}

static void utf8__same_and_starts(void **state)
{
	(void)state;
	assert_true(utf8_same("Ещё  раз", " еще раз"));
	assert_true(utf8_same("É", "e\xCC\x81"));
	assert_false(utf8_same("а", "a"));
	assert_true(utf8_starts("Частично", "час"));
	assert_true(utf8_starts("x", ""));
	assert_false(utf8_starts("час", "Частично"));
}

static void utf8__distance(void **state)
{
	(void)state;
	assert_int_equal(utf8_distance("", "", 3), 0);
	assert_int_equal(utf8_distance("abc", "abc", 0), 0);
	assert_int_equal(utf8_distance("abc", "acb", 3), 1);
	assert_int_equal(utf8_distance("kitten", "sitting", 9), 3);
	assert_int_equal(utf8_distance("kitten", "sitting", 2), 3);
	assert_int_equal(utf8_distance("kitten", "sitting", 1), 2);
	assert_int_equal(utf8_distance("", "жук", 9), 3);
	assert_int_equal(utf8_distance("жук", "", 1), 2);
	assert_int_equal(utf8_distance("жук", "жцк", 1), 1);
	assert_int_equal(utf8_distance("abcdef", "uvwxyz", 2), 3);
	assert_int_equal(utf8_distance("abcdef", "uvwxyz", SIZE_MAX), 6);
	assert_int_equal(utf8_distance("xab", "xba", 1), 1);
}

static void wraps(const char *text, size_t first, size_t indent, size_t width, const char *expected)
{
	struct str out = STR_INIT;

	utf8_wrap(&out, text, first, indent, width);
	assert_string_equal(out.text, expected);
	str_release(&out);
}

static void utf8__wrap(void **state)
{
	(void)state;
	wraps("", 0, 0, 10, "");
	wraps("  ", 0, 0, 10, "");
	wraps("one two three", 0, 0, 7, "one two\nthree");
	wraps("one  two\nthree", 0, 2, 7, "one two\n  three");
	wraps("one two", 5, 2, 9, "one\n  two");
	wraps("one two", 8, 2, 9, "\n  one two");
	wraps("漢字 漢字", 0, 0, 5, "漢字\n漢字");
	wraps("a\xC2\xA0z b", 0, 0, 4, "a\xC2\xA0z\nb");
}

static void utf8__wrap_cuts_wide_words(void **state)
{
	(void)state;
	wraps("abcdefgh", 0, 0, 3, "abc\ndef\ngh");
	wraps("a bcdefg h", 0, 1, 4, "a\n bcd\n efg\n h");
	wraps("e\xCC\x81"
	      "e\xCC\x81",
		0, 0, 1, "e\xCC\x81\ne\xCC\x81");
	wraps("ab", 0, 4, 2, "ab");
	wraps("ab c", 0, 4, 2, "ab\n    c");
	wraps("漢字", 0, 0, 1, "漢\n字");
	wraps("abc", 0, 0, 0, "a\nb\nc");
	wraps("abc", 9, 1, 2, "\n a\n b\n c");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8__valid_prefix),
		cmocka_unit_test(utf8__unsafe),
		cmocka_unit_test(utf8__add_safe),
		cmocka_unit_test(utf8__width),
		cmocka_unit_test(utf8__fit),
		cmocka_unit_test(utf8__fold),
		cmocka_unit_test(utf8__same_and_starts),
		cmocka_unit_test(utf8__distance),
		cmocka_unit_test(utf8__wrap),
		cmocka_unit_test(utf8__wrap_cuts_wide_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
