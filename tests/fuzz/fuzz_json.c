/* SPDX-License-Identifier: MIT */
/* Reads any bytes as JSON; what is accepted must come back the same after it was written. */
#include "util/json.h"
#include "util/memory.h"
#include "util/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Unlike assert() this stays in release builds, which are fuzzed too. */
static void must(bool condition)
{
	if (!condition) {
		abort();
	}
}

static void write_value(struct str *out, const struct json *value);

static void write_children(struct str *out, const struct json *value)
{
	const char *comma = "";

	for (const struct json *item = json_first(value); item; item = json_next(item)) {
		str_add(out, comma);
		if (json_key(item)) {
			json_add_string(out, json_key(item));
			str_add_char(out, ':');
		}
		write_value(out, item);
		comma = ",";
	}
}

static void write_value(struct str *out, const struct json *value)
{
	switch (json_type(value)) {
	case JSON_NULL:
		str_add(out, "null");
		break;
	case JSON_BOOL:
		str_add(out, json_bool(value) ? "true" : "false");
		break;
	case JSON_NUMBER:
		json_add_number(out, json_number(value));
		break;
	case JSON_STRING:
		json_add_string(out, json_string(value));
		break;
	case JSON_ARRAY:
		str_add_char(out, '[');
		write_children(out, value);
		str_add_char(out, ']');
		break;
	case JSON_OBJECT:
		str_add_char(out, '{');
		write_children(out, value);
		str_add_char(out, '}');
		break;
	}
}

/* Every value that was read must be found in the text again by its pointer. */
static void check_places(
	const char *text, size_t len, const struct json *value, struct str *pointer)
{
	size_t line;
	size_t column;
	size_t index = 0;
	size_t start = pointer->len;

	must(json_locate(text, len, str_text(pointer), true, &line, &column) == KAM_OK);
	must(line > 0 && column > 0);
	for (const struct json *item = json_first(value); item; item = json_next(item)) {
		if (json_key(item)) {
			json_add_pointer(pointer, json_key(item));
		} else {
			str_addf(pointer, "/%zu", index);
		}
		check_places(text, len, item, pointer);
		str_cut(pointer, start);
		index++;
	}
}

static void check_accepted(const char *text, size_t len, const struct json *json)
{
	struct str first = STR_INIT;
	struct str second = STR_INIT;
	struct str pointer = STR_INIT;
	struct json *again;

	write_value(&first, json);
	must(!utf8_unsafe(first.text));
	must(json_parse(first.text, first.len, &again, NULL) == KAM_OK);
	write_value(&second, again);
	must(strcmp(first.text, second.text) == 0);
	if (len < 4096) {
		check_places(text, len, json, &pointer);
	}
	json_free(again);
	str_release(&first);
	str_release(&second);
	str_release(&pointer);
}

static void check_refused(const struct kam_error *err)
{
	char *shown = kam_fault_text(&err->fault);

	must(err->status == KAM_INVALID);
	must(strncmp(err->fault.code, "json-", 5) == 0);
	must(err->fault.line > 0 && err->fault.column > 0);
	for (char *newline = shown; (newline = strchr(newline, '\n')) != NULL;) {
		*newline = ' ';
	}
	must(!utf8_unsafe(shown));
	free(shown);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kam_error err = KAM_ERROR_INIT;
	struct json *json;
	/* A block of just that length, so that a read too far is seen. */
	char *text = memory_alloc(size, 1);

	if (size > 0) {
		memcpy(text, data, size);
	}
	if (json_parse(text, size, &json, &err) == KAM_OK) {
		check_accepted(text, size, json);
	} else {
		must(!json);
		check_refused(&err);
	}
	json_free(json);
	kam_error_release(&err);
	free(text);
	return 0;
}
