/* SPDX-License-Identifier: MIT */
#include "kam/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define START \
	"{\"event\":\"start\",\"account\":\"Nordwind / Bremen\",\"base\":\"small\",\"version\":\"1\"}\n"
#define ANSWER \
	"{\"event\":\"answer\",\"group\":2,\"question\":\"orders\",\"options\":[\"regular\"]}\n"

static const char *const kind_words[] = {"start", "answer", "unknown", "not-applicable", "later",
	"note", "undo", "stop", "skip", "take", "done"};

#define KINDS (sizeof(kind_words) / sizeof(kind_words[0]))

static char *copy(const char *text)
{
	size_t len = strlen(text) + 1;
	char *ret = malloc(len);

	assert_non_null(ret);
	memcpy(ret, text, len);
	return ret;
}

/* Every member filled that KIND may carry, and more: an event keeps what it is given. */
static struct kam_event full_event(enum kam_event_kind kind)
{
	struct kam_event e = {.kind = kind, .group = 17, .side = KAM_CUSTOMER, .tentative = true};

	e.at = copy("2026-11-23T20:15:00Z");
	e.by = copy("Ünal \"Kim\" \\ O'Neill");
	e.question = copy("who-talks");
	e.note = copy("только она, 東京, \"quoted\" 😀");
	e.seen_on = copy("2026-05-02");
	e.action = copy("meet-successor");
	e.account = copy("Nordwind / Bremen");
	e.base = copy("small");
	e.version = copy("1.0.0");
	e.digest = copy("0123456789abcdef");
	if (kind == KAM_EVENT_ANSWER) {
		e.options = calloc(2, sizeof(char *));
		assert_non_null(e.options);
		e.options[e.option_count++] = copy("one-pair");
		e.options[e.option_count++] = copy("several");
	}
	return e;
}

static void assert_text_or_null(const char *a, const char *b)
{
	assert_int_equal(a == NULL, b == NULL);
	if (a) {
		assert_string_equal(a, b);
	}
}

static void assert_same(const struct kam_event *a, const struct kam_event *b)
{
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->group, b->group);
	assert_int_equal(a->side, b->side);
	assert_int_equal(a->tentative, b->tentative);
	assert_text_or_null(a->at, b->at);
	assert_text_or_null(a->by, b->by);
	assert_text_or_null(a->question, b->question);
	assert_text_or_null(a->note, b->note);
	assert_text_or_null(a->seen_on, b->seen_on);
	assert_text_or_null(a->action, b->action);
	assert_text_or_null(a->account, b->account);
	assert_text_or_null(a->base, b->base);
	assert_text_or_null(a->version, b->version);
	assert_text_or_null(a->digest, b->digest);
	assert_int_equal(a->option_count, b->option_count);
	for (size_t i = 0; i < a->option_count; i++) {
		assert_string_equal(a->options[i], b->options[i]);
	}
}

static struct kam_event read_line(const char *line)
{
	struct kam_error err = KAM_ERROR_INIT;
	struct kam_event e;

	if (kam_event_read(line, strlen(line), &e, &err)) {
		print_error("%s: %s\n", line, err.fault.message);
		kam_error_release(&err);
		fail();
	}
	return e;
}

static void event__goes_to_json_and_back(void **state)
{
	(void)state;
	for (size_t k = 0; k < KINDS; k++) {
		struct kam_event e = full_event((enum kam_event_kind)k);
		struct kam_event kept = kam_event_copy(&e);
		char *json = kam_event_json(&e);
		char word[40];
		struct kam_event back;
		char *again;

		assert_same(&e, &kept);
		assert_ptr_equal(strchr(json, '\n'), json + strlen(json) - 1);
		snprintf(word, sizeof(word), "\"event\":\"%s\"", kind_words[k]);
		assert_non_null(strstr(json, word));
		back = read_line(json);
		assert_same(&e, &back);
		again = kam_event_json(&back);
		assert_string_equal(json, again);
		free(json);
		free(again);
		kam_event_release(&e);
		kam_event_release(&kept);
		kam_event_release(&back);
	}
}

static void event__keeps_its_side_without_a_name(void **state)
{
	struct kam_event e = {.kind = KAM_EVENT_UNKNOWN, .side = KAM_CUSTOMER};
	struct kam_event back;
	char *json;

	(void)state;
	e.question = copy("orders");
	json = kam_event_json(&e);
	back = read_line(json);
	assert_int_equal(back.side, KAM_CUSTOMER);
	free(json);
	kam_event_release(&e);
	kam_event_release(&back);
}

static void event__needs_only_what_its_kind_needs(void **state)
{
	static const char *const lines[] = {
		"{\"event\":\"start\",\"account\":\"-\",\"base\":\"small\"}",
		"{\"event\":\"answer\",\"question\":\"a\",\"options\":[\"b\"]}",
		"{\"event\":\"unknown\",\"question\":\"a\"}",
		"{\"event\":\"not-applicable\",\"question\":\"a\"}",
		"{\"event\":\"later\",\"question\":\"a\"}",
		"{\"event\":\"note\",\"note\":\"x\"}",
		"{\"event\":\"undo\"}",
		"{\"event\":\"stop\"}",
		"{\"event\":\"skip\",\"question\":\"a\"}",
		"{\"event\":\"take\",\"action\":\"a\"}",
		"{\"event\":\"done\"}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct kam_event e = read_line(lines[i]);

		assert_int_equal(e.kind, i);
		assert_int_equal(e.group, 0);
		assert_int_equal(e.side, KAM_OWN);
		kam_event_release(&e);
	}
}

struct refusal {
	const char *line;
	const char *code;
	const char *says; /* a word of the message; NULL: any */
};

static void assert_refused(const struct refusal *r)
{
	struct kam_error err = KAM_ERROR_INIT;
	struct kam_event e = {.kind = KAM_EVENT_NOTE};
	int status = kam_event_read(r->line, strlen(r->line), &e, &err);

	if (status != KAM_INVALID || strcmp(err.fault.code, r->code) ||
		(r->says && !strstr(err.fault.message, r->says))) {
		print_error("%s: %d [%s] %s\n", r->line, status,
			err.fault.code ? err.fault.code : "",
			err.fault.message ? err.fault.message : "");
		kam_error_release(&err);
		fail();
	}
	kam_error_release(&err);
}

static void event__refuses_what_is_none(void **state)
{
	static const struct refusal refusals[] = {
		{"", "json-syntax", NULL},
		{"no json", "json-syntax", NULL},
		{"{\"event\":\"done\"", "json-syntax", NULL},
		{"{\"event\":\"done\"} x", "json-trailing", NULL},
		{"{\"event\":\"done\",\"event\":\"done\"}", "json-duplicate-key", NULL},
		{"{\"event\":\"note\",\"note\":\"\\u0000\"}", "json-nul", NULL},
		{"[]", "event", "object"},
		{"\"done\"", "event", "object"},
		{"{}", "event", "'event' is missing"},
		{"{\"by\":\"kim\"}", "event", "'event' is missing"},
		{"{\"event\":\"jump\"}", "event", "unknown value"},
		{"{\"event\":\"Done\"}", "event", "unknown value"},
		{"{\"event\":7}", "event", "unknown value"},
		{"{\"event\":null}", "event", "unknown value"},
		{"{\"event\":\"done\",\"colour\":\"red\"}", "event", "'colour' is an unknown key"},
		{"{\"event\":\"done\",\"By\":\"kim\"}", "event", "'By' is an unknown key"},
		{"{\"event\":\"done\",\"by\":7}", "event", "'by' must be a text"},
		{"{\"event\":\"done\",\"at\":null}", "event", "'at' must be a text"},
		{"{\"event\":\"done\",\"side\":\"both\"}", "event", "'side'"},
		{"{\"event\":\"done\",\"side\":true}", "event", "'side'"},
		{"{\"event\":\"done\",\"group\":\"1\"}", "event", "'group'"},
		{"{\"event\":\"done\",\"group\":0}", "event", "'group'"},
		{"{\"event\":\"done\",\"group\":-1}", "event", "'group'"},
		{"{\"event\":\"done\",\"group\":1.5}", "event", "'group'"},
		{"{\"event\":\"done\",\"group\":1e99}", "event", "'group'"},
		{"{\"event\":\"done\",\"tentative\":1}", "event", "'tentative'"},
		{"{\"event\":\"note\",\"note\":\"a\\nb\"}", "event", "control characters"},
		{"{\"event\":\"note\",\"note\":\"a\\u001b[2J\"}", "event", "control characters"},
		{"{\"event\":\"note\",\"note\":\"a\\u202eb\"}", "event", "control characters"},
		{"{\"event\":\"done\",\"by\":\"a\\tb\"}", "event", "control characters"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		assert_refused(&refusals[i]);
	}
}

static void event__refuses_what_lacks_a_member(void **state)
{
	static const struct refusal refusals[] = {
		{"{\"event\":\"start\",\"account\":\"a\"}", "event", "missing"},
		{"{\"event\":\"start\",\"base\":\"b\"}", "event", "missing"},
		{"{\"event\":\"answer\",\"options\":[\"a\"]}", "event", "'question' is missing"},
		{"{\"event\":\"answer\",\"question\":\"a\"}", "event", "'options'"},
		{"{\"event\":\"answer\",\"question\":\"a\",\"options\":[]}", "event", "'options'"},
		{"{\"event\":\"unknown\"}", "event", "'question' is missing"},
		{"{\"event\":\"unknown\",\"question\":\"a\",\"options\":[\"b\"]}", "event",
			"'options'"},
		{"{\"event\":\"later\"}", "event", "'question' is missing"},
		{"{\"event\":\"not-applicable\"}", "event", "'question' is missing"},
		{"{\"event\":\"skip\"}", "event", "'question' is missing"},
		{"{\"event\":\"take\"}", "event", "'action' is missing"},
		{"{\"event\":\"note\",\"question\":\"a\"}", "event", "'note' is missing"},
		{"{\"event\":\"undo\",\"options\":[\"a\"]}", "event", "'options'"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		assert_refused(&refusals[i]);
	}
}

static void event__refuses_ids_that_are_none(void **state)
{
	static const struct refusal refusals[] = {
		{"{\"event\":\"unknown\",\"question\":\"Who talks?\"}", "event", "'question'"},
		{"{\"event\":\"unknown\",\"question\":\"\"}", "event", "'question'"},
		{"{\"event\":\"unknown\",\"question\":\"7up\"}", "event", "'question'"},
		{"{\"event\":\"unknown\",\"question\":\"who_talks\"}", "event", "'question'"},
		{"{\"event\":\"unknown\",\"question\":\"a2345678901234567890123456789012345678901\"}",
			"event", "'question'"},
		{"{\"event\":\"take\",\"action\":\"../x\"}", "event", "'action'"},
		{"{\"event\":\"start\",\"account\":\"a\",\"base\":\"B\"}", "event", "'base'"},
		{"{\"event\":\"answer\",\"question\":\"a\",\"options\":[\"B c\"]}", "event",
			"'options'"},
		{"{\"event\":\"answer\",\"question\":\"a\",\"options\":[7]}", "event", "'options'"},
		{"{\"event\":\"answer\",\"question\":\"a\",\"options\":\"b\"}", "event",
			"'options'"},
		{"{\"event\":\"answer\",\"question\":\"a\",\"options\":{\"b\":1}}", "event",
			"'options'"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		assert_refused(&refusals[i]);
	}
}

static size_t read_log(const char *text, struct kam_log *log)
{
	struct kam_error err = KAM_ERROR_INIT;
	size_t cut = 0;

	if (kam_log_read("log", text, strlen(text), log, &cut, &err)) {
		char *shown = kam_fault_text(&err.fault);

		print_error("%s", shown);
		free(shown);
		kam_error_release(&err);
		fail();
	}
	return cut;
}

static void log__reads_lines(void **state)
{
	struct kam_log log = KAM_LOG_INIT;

	(void)state;
	assert_int_equal(read_log(START ANSWER ANSWER, &log), strlen(START ANSWER ANSWER));
	assert_int_equal(log.count, 3);
	assert_int_equal(log.events[0].kind, KAM_EVENT_START);
	assert_string_equal(log.events[0].account, "Nordwind / Bremen");
	assert_string_equal(log.events[2].options[0], "regular");
	kam_log_add(&log, &log.events[1]);
	assert_int_equal(log.count, 4);
	assert_same(&log.events[1], &log.events[3]);
	kam_log_release(&log);
	assert_int_equal(log.count, 0);
	assert_null(log.events);
}

static void log__may_be_empty(void **state)
{
	struct kam_log log = KAM_LOG_INIT;

	(void)state;
	assert_int_equal(read_log("", &log), 0);
	assert_int_equal(log.count, 0);
	kam_log_release(&log);
}

/* Wherever the last write was broken off, the sound lines before it stand. */
static void log__leaves_out_a_cut_line(void **state)
{
	const char *whole = START ANSWER;
	size_t sound = strlen(START);

	(void)state;
	for (size_t len = 0; len < strlen(whole); len++) {
		struct kam_error err = KAM_ERROR_INIT;
		struct kam_log log = KAM_LOG_INIT;
		size_t cut = 12345;
		char *exact = malloc(len + 1);

		assert_non_null(exact);
		memcpy(exact, whole, len);
		assert_int_equal(kam_log_read("log", exact, len, &log, &cut, &err), KAM_OK);
		assert_int_equal(cut, len < sound ? 0 : sound);
		assert_int_equal(log.count, len < sound ? 0 : 1);
		kam_log_release(&log);
		free(exact);
	}
}

static void log__takes_crlf(void **state)
{
	struct kam_log log = KAM_LOG_INIT;
	const char *text = "{\"event\":\"start\",\"account\":\"a\",\"base\":\"b\"}\r\n"
			   "{\"event\":\"unknown\",\"question\":\"q\"}\r\n";

	(void)state;
	assert_int_equal(read_log(text, &log), strlen(text));
	assert_int_equal(log.count, 2);
	assert_string_equal(log.events[1].question, "q");
	kam_log_release(&log);
}

static void refuse_log(const char *text, const char *code, size_t line)
{
	struct kam_error err = KAM_ERROR_INIT;
	struct kam_log log = KAM_LOG_INIT;
	size_t cut = 0;

	assert_int_equal(
		kam_log_read("the-log", text, strlen(text), &log, &cut, &err), KAM_INVALID);
	assert_string_equal(err.fault.code, code);
	assert_string_equal(err.fault.file, "the-log");
	assert_int_equal(err.fault.line, line);
	assert_int_equal(log.count, 0);
	kam_error_release(&err);
}

static void log__must_begin_with_a_start(void **state)
{
	(void)state;
	refuse_log(ANSWER START, "log-start", 1);
	refuse_log("{\"event\":\"undo\"}\n", "log-start", 1);
}

static void log__names_the_line_at_fault(void **state)
{
	(void)state;
	refuse_log(START ANSWER "no json\n" ANSWER, "json-syntax", 3);
	refuse_log(START "{\"event\":\"jump\"}\n", "event", 2);
	refuse_log(START "\n" ANSWER, "json-syntax", 2);
	refuse_log("{\"event\":\"start\"}\n", "event", 1);
}

static void log__needs_no_error_to_fill(void **state)
{
	struct kam_log log = KAM_LOG_INIT;
	size_t cut = 0;

	(void)state;
	assert_int_equal(kam_log_read("log", "x\n", 2, &log, &cut, NULL), KAM_INVALID);
	assert_int_equal(
		kam_log_read("log", ANSWER, strlen(ANSWER), &log, &cut, NULL), KAM_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(event__goes_to_json_and_back),
		cmocka_unit_test(event__keeps_its_side_without_a_name),
		cmocka_unit_test(event__needs_only_what_its_kind_needs),
		cmocka_unit_test(event__refuses_what_is_none),
		cmocka_unit_test(event__refuses_what_lacks_a_member),
		cmocka_unit_test(event__refuses_ids_that_are_none),
		cmocka_unit_test(log__reads_lines),
		cmocka_unit_test(log__may_be_empty),
		cmocka_unit_test(log__leaves_out_a_cut_line),
		cmocka_unit_test(log__takes_crlf),
		cmocka_unit_test(log__must_begin_with_a_start),
		cmocka_unit_test(log__names_the_line_at_fault),
		cmocka_unit_test(log__needs_no_error_to_fill),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
