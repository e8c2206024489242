/* SPDX-License-Identifier: MIT */
#include "util/io.h"
#include "util/json.h"
#include "util/memory.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct json *parse(const char *text)
{
	struct kam_error err = KAM_ERROR_INIT;
	struct json *json;

	if (json_parse(text, strlen(text), &json, &err) != KAM_OK) {
		char *shown = kam_fault_text(&err.fault);

		print_error("%s", shown);
		free(shown);
		kam_error_release(&err);
		fail();
	}
	assert_non_null(json);
	return json;
}

static void refuse_n(const char *text, size_t len, const char *code, size_t line, size_t column)
{
	struct kam_error err = KAM_ERROR_INIT;
	struct json *json;

	assert_int_equal(json_parse(text, len, &json, &err), KAM_INVALID);
	assert_null(json);
	assert_string_equal(err.fault.code, code);
	assert_int_equal(err.fault.line, line);
	assert_int_equal(err.fault.column, column);
	assert_non_null(err.fault.message);
	assert_non_null(err.fault.excerpt);
	kam_error_release(&err);
}

static void refuse(const char *text, const char *code, size_t line, size_t column)
{
	refuse_n(text, strlen(text), code, line, column);
}

static void json__reads_values(void **state)
{
	struct json *json = parse(
		" {\"a\": [1, -2.5e1, true, false, null], \"b\": \"x\\u00e9\\ud83d\\ude00\"}\n");
	const struct json *a = json_get(json, "a");
	const struct json *item = json_first(a);

	(void)state;
	assert_int_equal(json_type(json), JSON_OBJECT);
	assert_int_equal(json_size(json), 2);
	assert_int_equal(json_size(a), 5);
	assert_string_equal(json_key(a), "a");
	assert_null(json_key(item));
	assert_true(json_number(item) == 1.0);
	item = json_next(item);
	assert_true(json_number(item) == -25.0);
	item = json_next(item);
	assert_true(json_bool(item));
	item = json_next(item);
	assert_false(json_bool(item));
	item = json_next(item);
	assert_int_equal(json_type(item), JSON_NULL);
	assert_null(json_next(item));
	assert_null(json_first(item));
	assert_int_equal(json_size(item), 0);
	assert_string_equal(json_string(json_get(json, "b")), "xé😀");
	assert_null(json_get(json, "B"));
	assert_null(json_get(a, "a"));
	json_free(json);
}

static void json__reads_scalars_and_empty_containers(void **state)
{
	static const char *const texts[] = {"1", "0", "-0", "true", "null", "\"\"", "[]", "{}",
		"[[],{}]", "\t\r\n 1 \n", "1e308", "0.000001", "1E+2", "1e-400"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		json_free(parse(texts[i]));
	}
}

static void json__needs_no_terminator(void **state)
{
	static const char *const texts[] = {"12", "[1,2]", "\"ab\"", "{\"a\":1}", "-1.5e3", "true"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		/* A heap block of just that length lets the sanitizer see a read too far. */
		size_t len = strlen(texts[i]);
		char *exact = memory_alloc(len, 1);
		struct json *json;

		memcpy(exact, texts[i], len);
		assert_int_equal(json_parse(exact, len, &json, NULL), KAM_OK);
		json_free(json);
		free(exact);
	}
}

static void json__type_names(void **state)
{
	(void)state;
	assert_string_equal(json_type_name(JSON_OBJECT), "an object");
	assert_string_equal(json_type_name(JSON_ARRAY), "an array");
	assert_string_equal(json_type_name(JSON_STRING), "a string");
	assert_string_equal(json_type_name(JSON_NUMBER), "a number");
	assert_string_equal(json_type_name(JSON_BOOL), "true or false");
	assert_string_equal(json_type_name(JSON_NULL), "null");
}

static void json__refuses_bad_syntax(void **state)
{
	(void)state;
	refuse("", "json-syntax", 1, 1);
	refuse("  \n ", "json-syntax", 1, 1);
	refuse("{", "json-syntax", 1, 2);
	refuse("[1,\n 2\n", "json-syntax", 2, 3);
	refuse("[1,]", "json-syntax", 1, 3);
	refuse("{\"a\":1,\n}", "json-syntax", 1, 7);
	refuse("[,1]", "json-syntax", 1, 2);
	refuse("[1 2]", "json-syntax", 1, 4);
	refuse("{\"a\" 1}", "json-syntax", 1, 6);
	refuse("{a:1}", "json-syntax", 1, 2);
	refuse("{'a':1}", "json-syntax", 1, 2);
	refuse("tru", "json-syntax", 1, 1);
	refuse("NaN", "json-syntax", 1, 1);
	refuse("Infinity", "json-syntax", 1, 1);
	refuse("+1", "json-syntax", 1, 1);
	refuse("// x\n1", "json-syntax", 1, 1);
	refuse("\"a", "json-syntax", 1, 3);
	refuse("\"a\\", "json-syntax", 1, 4);
	refuse("\"a\nb\"", "json-syntax", 1, 3);
	refuse("\"\\x\"", "json-syntax", 1, 2);
	refuse("\"\\u12g4\"", "json-syntax", 1, 2);
	refuse("\"\\u12", "json-syntax", 1, 2);
	refuse("\xC2\xA0"
	       "1",
		"json-syntax", 1, 1);
	refuse("[\"é\",\n \"ж\" ж]", "json-syntax", 2, 6);
}

static void json__refuses_bad_numbers(void **state)
{
	struct str digits = STR_INIT;

	(void)state;
	refuse("01", "json-number", 1, 1);
	refuse("-01", "json-number", 1, 1);
	refuse("-", "json-number", 1, 2);
	refuse("1.", "json-number", 1, 3);
	refuse("1.e3", "json-number", 1, 3);
	refuse("1e", "json-number", 1, 3);
	refuse("1e+", "json-number", 1, 4);
	refuse("[1, 1e400]", "json-number", 1, 5);
	refuse("-1e309", "json-number", 1, 1);
	str_add_repeat(&digits, '1', 63);
	json_free(parse(digits.text));
	str_add_char(&digits, '1');
	refuse(digits.text, "json-number", 1, 1);
	str_release(&digits);
}

static void json__refuses_bad_text(void **state)
{
	(void)state;
	refuse("\xEF\xBB\xBF{}", "json-bom", 1, 1);
	refuse("[\"\xFF\"]", "json-utf8", 1, 3);
	refuse("[\"\xC0\x80\"]", "json-utf8", 1, 3);
	refuse("\"\xED\xA0\x80\"", "json-utf8", 1, 2);
	refuse("\"\xE2\x82", "json-utf8", 1, 2);
	refuse("\"a\\u0000\"", "json-nul", 1, 3);
	refuse_n("\"a\0b\"", 5, "json-nul", 1, 3);
	refuse_n("[1\0]", 4, "json-nul", 1, 3);
	refuse_n("1\0", 2, "json-trailing", 1, 2);
	refuse("\"\\udc00\"", "json-surrogate", 1, 2);
	refuse("\"\\ud800\"", "json-surrogate", 1, 2);
	refuse("\"\\ud800\\n\"", "json-surrogate", 1, 2);
	refuse("\"\\ud800\\ud800\"", "json-surrogate", 1, 2);
	refuse("\"x\\ud800\\u0041\"", "json-surrogate", 1, 3);
	refuse("{} {}", "json-trailing", 1, 4);
	refuse("1\n\n  2", "json-trailing", 3, 3);
}

static void json__refuses_duplicate_keys(void **state)
{
	(void)state;
	refuse("{\"a\":1,\n \"a\":2}", "json-duplicate-key", 2, 2);
	refuse("{\"a\":1,\"\\u0061\":2}", "json-duplicate-key", 1, 8);
	refuse("{\"b\":1,\"c\":1,\"c\":2,\"b\":3}", "json-duplicate-key", 1, 14);
	refuse("[{\"\":{\"x\":1,\"x\":1}}]", "json-duplicate-key", 1, 13);
	refuse("{\"\\ud83d\\ude00\":1,\"😀\":2}", "json-duplicate-key", 1, 19);
	json_free(parse("{\"a\":{\"a\":1},\"A\":[{\"a\":1},{\"a\":1}],\"a \":0}"));
}

static void json__reads_many_keys(void **state)
{
	struct str text = STR_INIT;
	struct json *json;

	(void)state;
	str_add(&text, "{\"k\":0");
	for (unsigned int i = 0; i < 100000; i++) {
		str_addf(&text, ",\"k%u\":%u", i, i);
	}
	str_add_char(&text, '}');
	json = parse(text.text);
	assert_int_equal(json_size(json), 100001);
	json_free(json);
	str_cut(&text, text.len - 1);
	str_add(&text, ",\"k\\u0035\":1}");
	assert_int_equal(json_parse(text.text, text.len, &json, NULL), KAM_INVALID);
	str_release(&text);
}

static void json__limits_nesting(void **state)
{
	struct str text = STR_INIT;

	(void)state;
	str_add_repeat(&text, '[', JSON_MAX_NESTING);
	str_add_repeat(&text, ']', JSON_MAX_NESTING);
	json_free(parse(text.text));
	str_clear(&text);
	str_add_repeat(&text, '[', JSON_MAX_NESTING + 1);
	str_add_repeat(&text, ']', JSON_MAX_NESTING + 1);
	refuse(text.text, "json-nesting", 1, JSON_MAX_NESTING + 1);
	str_clear(&text);
	str_add_repeat(&text, '[', 1000000);
	refuse(text.text, "json-nesting", 1, JSON_MAX_NESTING + 1);
	str_release(&text);
}

static void json__limits_size(void **state)
{
	struct str text = STR_INIT;

	(void)state;
	str_add_repeat(&text, ' ', JSON_MAX_BYTES - 1);
	str_add_char(&text, '1');
	json_free(parse(text.text));
	str_add_char(&text, ' ');
	refuse(text.text, "json-large", 1, 1);
	str_release(&text);
}

static void locate(const char *text, const char *pointer, bool key, size_t line, size_t column)
{
	size_t found_line;
	size_t found_column;
	int status = json_locate(text, strlen(text), pointer, key, &found_line, &found_column);

	assert_int_equal(status, line > 0 ? KAM_OK : KAM_NOT_FOUND);
	assert_int_equal(found_line, line);
	assert_int_equal(found_column, column);
}

static void json__locates(void **state)
{
	static const char text[] = "\n{ \"é\": {\"x/y\": 1, \"m~n\": [10,\n  {\"q\":\t2}]},\n"
				   " \"\\u0061b\" :\n  3, \"\": 4}";

	(void)state;
	locate(text, "", false, 2, 1);
	locate(text, "/é", false, 2, 8);
	locate(text, "/é", true, 2, 3);
	locate(text, "/é/x~1y", false, 2, 16);
	locate(text, "/é/x~1y", true, 2, 9);
	locate(text, "/é/m~0n/0", false, 2, 27);
	locate(text, "/é/m~0n/1/q", false, 3, 9);
	locate(text, "/é/m~0n/1/q", true, 3, 4);
	locate(text, "/é/m~0n/1", true, 3, 3);
	locate(text, "/ab", false, 5, 3);
	locate(text, "/ab", true, 4, 2);
	locate(text, "/", false, 5, 10);
	locate(text, "/é/m~0n/2", false, 0, 0);
	locate(text, "/é/m~0n/01", false, 0, 0);
	locate(text, "/é/m~0n/-", false, 0, 0);
	locate(text, "/é/m~2n", false, 0, 0);
	locate(text, "/ab/0", false, 0, 0);
	locate(text, "ab", false, 0, 0);
	locate("[]", "/0", false, 0, 0);
	locate("{}", "/a", false, 0, 0);
}

static void same_line(const char *text, size_t line, const char *expected)
{
	char *found = json_line(text, strlen(text), line);

	assert_string_equal(found, expected);
	free(found);
}

static void json__gives_lines(void **state)
{
	(void)state;
	same_line("one\r\ntwo\n\nfour", 1, "one");
	same_line("one\r\ntwo\n\nfour", 2, "two");
	same_line("one\r\ntwo\n\nfour", 3, "");
	same_line("one\r\ntwo\n\nfour", 4, "four");
	same_line("one\r\ntwo\n\nfour", 5, "");
	same_line("", 1, "");
}

static void json__writes_strings(void **state)
{
	struct str out = STR_INIT;

	(void)state;
	json_add_string(&out, "a\"\\\n\x01/é\x7F\xFF\xE2\x80\xAE\xC2\x85😀");
	assert_string_equal(
		out.text, "\"a\\\"\\\\\\n\\u0001/é\\u007f\xEF\xBF\xBD\\u202e\\u0085😀\"");
	str_clear(&out);
	json_add_string(&out, "");
	assert_string_equal(out.text, "\"\"");
	str_clear(&out);
	json_add_string(&out, "\xF0\x9F\x98");
	assert_string_equal(out.text, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
	str_release(&out);
}

static void json__strings_come_back(void **state)
{
	static const char text[] = "\b\f\t\r\n\"\\/ \xE2\x80\xA8 \xD8\x9C ё 漢 😀";
	struct str out = STR_INIT;
	struct json *json;

	(void)state;
	json_add_string(&out, text);
	json = parse(out.text);
	assert_string_equal(json_string(json), text);
	json_free(json);
	str_release(&out);
}

static void fixed(double value, const char *expected)
{
	struct str out = STR_INIT;

	json_add_fixed(&out, value);
	assert_string_equal(out.text, expected);
	str_release(&out);
}

static void json__writes_fixed_numbers(void **state)
{
	(void)state;
	fixed(0.0, "0.000000");
	fixed(-0.0, "0.000000");
	fixed(-1e-9, "0.000000");
	fixed(-0.0000006, "-0.000001");
	fixed(1.0 / 3.0, "0.333333");
	fixed(-12.5, "-12.500000");
	fixed((double)NAN, "null");
	fixed((double)INFINITY, "null");
}

static void json__numbers_come_back(void **state)
{
	static const double values[] = {0.0, 1.0, -1.5, 0.1, 1.0 / 3.0, 1e300, 5e-324, 1e15,
		123456789012345678.0, 0.1 + 0.2, 1.7976931348623157e308};

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		struct str out = STR_INIT;
		struct json *json;

		json_add_number(&out, values[i]);
		json = parse(out.text);
		assert_true(json_number(json) == values[i]);
		json_free(json);
		str_release(&out);
	}
}

static void json__writes_short_numbers(void **state)
{
	struct str out = STR_INIT;

	(void)state;
	json_add_number(&out, 0.1);
	str_add_char(&out, ' ');
	json_add_number(&out, 3.0);
	str_add_char(&out, ' ');
	json_add_number(&out, (double)-INFINITY);
	str_add_char(&out, ' ');
	json_add_number(&out, -0.0);
	assert_string_equal(out.text, "0.1 3 null -0");
	str_release(&out);
}

static void json__writes_pointers(void **state)
{
	struct str out = STR_INIT;

	(void)state;
	json_add_pointer(&out, "a/b~c");
	json_add_pointer(&out, "");
	json_add_pointer(&out, "é");
	assert_string_equal(out.text, "/a~1b~0c//é");
	str_release(&out);
}

static void shows(const struct kam_fault *fault, const char *expected)
{
	char *text = kam_fault_text(fault);

	assert_string_equal(text, expected);
	free(text);
}

static void json__fault_is_shown_with_a_caret(void **state)
{
	static const char text[] = "{\n\t\"漢é\": tru\n}";
	struct kam_error err = KAM_ERROR_INIT;
	struct json *json;

	(void)state;
	assert_int_equal(json_parse(text, strlen(text), &json, &err), KAM_INVALID);
	kam_error_file(&err, "a\x1B[1m.json");
	kam_error_hint(&err, "write %s", "true");
	kam_error_hint(&err, "second");
	assert_int_equal(kam_error_set(&err, KAM_IO, "other", "later"), KAM_IO);
	assert_int_equal(err.status, KAM_INVALID);
	err.fault.pointer = memory_text("/漢é");
	shows(&err.fault, "a<U+001B>[1m.json:2:8: a value is expected here, not `t` [json-syntax]\n"
			  "     \"漢é\": tru\n"
			  "            ^\n"
			  "  at /漢é\n"
			  "  hint: write true\n");
	kam_error_release(&err);
	assert_int_equal(err.status, KAM_OK);
	kam_error_release(NULL);
}

static void json__fault_window(void **state)
{
	struct kam_fault fault = {.line = 1, .column = 201};
	struct str line = STR_INIT;
	struct str expected = STR_INIT;

	(void)state;
	str_add_repeat(&line, 'a', 200);
	str_add_char(&line, '!');
	str_add_repeat(&line, 'b', 200);
	fault.message = memory_text("bad");
	fault.excerpt = str_take(&line);
	str_add(&expected, "1:201: bad\n    …");
	str_add_repeat(&expected, 'a', 50);
	str_add_char(&expected, '!');
	str_add_repeat(&expected, 'b', 47);
	str_add(&expected, "…\n    ");
	str_add_repeat(&expected, ' ', 51);
	str_add(&expected, "^\n");
	shows(&fault, expected.text);
	str_release(&expected);
	free(fault.message);
	free(fault.excerpt);
}

static void json__faults_are_sorted(void **state)
{
	struct kam_faults faults = KAM_FAULTS_INIT;
	struct kam_error err = KAM_ERROR_INIT;

	(void)state;
	kam_faults_add(&faults, "c", "third")->line = 9;
	kam_faults_add(&faults, "b", "second")->line = 2;
	assert_non_null(kam_faults_add(NULL, "x", "nowhere"));
	kam_faults_take(&faults, &err);
	kam_error_set(&err, KAM_INVALID, "a", "first %d", 1);
	kam_faults_take(&faults, &err);
	assert_int_equal(err.status, KAM_OK);
	assert_int_equal(faults.count, 3);
	kam_faults_sort(&faults);
	assert_string_equal(faults.items[0].message, "first 1");
	assert_string_equal(faults.items[1].code, "b");
	assert_string_equal(faults.items[2].code, "c");
	kam_error_set(&err, KAM_INVALID, "a", "dropped");
	kam_faults_take(NULL, &err);
	assert_int_equal(err.status, KAM_OK);
	kam_faults_release(&faults);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json__reads_values),
		cmocka_unit_test(json__reads_scalars_and_empty_containers),
		cmocka_unit_test(json__needs_no_terminator),
		cmocka_unit_test(json__type_names),
		cmocka_unit_test(json__refuses_bad_syntax),
		cmocka_unit_test(json__refuses_bad_numbers),
		cmocka_unit_test(json__refuses_bad_text),
		cmocka_unit_test(json__refuses_duplicate_keys),
		cmocka_unit_test(json__reads_many_keys),
		cmocka_unit_test(json__limits_nesting),
		cmocka_unit_test(json__limits_size),
		cmocka_unit_test(json__locates),
		cmocka_unit_test(json__gives_lines),
		cmocka_unit_test(json__writes_strings),
		cmocka_unit_test(json__strings_come_back),
		cmocka_unit_test(json__writes_fixed_numbers),
		cmocka_unit_test(json__numbers_come_back),
		cmocka_unit_test(json__writes_short_numbers),
		cmocka_unit_test(json__writes_pointers),
		cmocka_unit_test(json__fault_is_shown_with_a_caret),
		cmocka_unit_test(json__fault_window),
		cmocka_unit_test(json__faults_are_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
