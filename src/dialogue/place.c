/* SPDX-License-Identifier: MIT */
/* One account in, one placement out: as a line of JSON, or as a row of a table. */
#include "dialogue/answers.h"
#include "kam/dialogue.h"
#include "knowledge/model.h"
#include "util/memory.h"

#include <stdlib.h>
#include <string.h>

static void conclude(struct kam_belief *belief, const char *id, char **ret_json)
{
	struct kam_assessment *a = kam_place(belief);

	*ret_json = kam_assessment_json(a, id);
	kam_assessment_free(a);
}

/* --- JSON --------------------------------------------------------------------------------- */

/* The id of a line of input, also of one that is at fault otherwise; NULL where it has none. */
static char *line_id(const struct json *root)
{
	const struct json *id = root ? json_get(root, "id") : NULL;

	return id && json_type(id) == JSON_STRING ? memory_text(json_string(id)) : NULL;
}

static int check_keys(const struct json *root, struct kam_error *err)
{
	if (json_type(root) != JSON_OBJECT) {
		return kam_error_set(err, KAM_INVALID, "line", "a line must hold an object");
	}
	for (const struct json *m = json_first(root); m; m = json_next(m)) {
		if (!strcmp(json_key(m), "id")) {
			if (json_type(m) != JSON_STRING) {
				return kam_error_set(
					err, KAM_INVALID, "line", "'id' must be a string");
			}
		} else if (strcmp(json_key(m), "answers")) {
			return kam_error_set(
				err, KAM_INVALID, "line", "unknown key '%s'", json_key(m));
		}
	}
	return KAM_OK;
}

int kam_place_line(struct kam_belief *belief, const char *line, size_t len, const char *today,
	char **ret_id, char **ret_json, struct kam_error *err)
{
	struct json *root = NULL;
	int status = json_parse(line, len, &root, err);

	*ret_id = line_id(root);
	if (!status) {
		status = check_keys(root, err);
	}
	if (!status) {
		status = answers_apply(belief, json_get(root, "answers"), today, err);
	}
	if (!status) {
		conclude(belief, *ret_id, ret_json);
	}
	json_free(root);
	return status;
}

/* --- tables ------------------------------------------------------------------------------- */

static int column_twice(const char *header, struct kam_error *err)
{
	return kam_error_set(
		err, KAM_INVALID, "column-twice", "two columns are called '%s'", header);
}

int kam_place_header(const struct kam_kb *kb, const char *const *headers, size_t count, size_t *ret,
	struct kam_error *err)
{
	for (size_t i = 0; i < count; i++) {
		bool id = !strcmp(headers[i], "id");
		size_t question = kam_kb_find_question(kb, kb_renamed(kb, headers[i]));

		if (!id && question == KAM_NONE) {
			return answers_unknown_question(kb, headers[i], err);
		}
		ret[i] = id ? KAM_NONE : question;
		for (size_t k = 0; k < i; k++) {
			if (ret[k] == ret[i]) {
				return column_twice(headers[i], err);
			}
		}
	}
	return KAM_OK;
}

static int read_options(const struct kam_kb *kb, const struct kb_question *q, const char *cell,
	struct kam_response *ret, struct kam_error *err)
{
	size_t len = strlen(cell);
	int status = KAM_OK;

	if (len > 1 && cell[len - 1] == '?') {
		ret->tentative = true;
		len--;
	}
	for (size_t at = 0; at <= len && !status;) {
		const char *bar = memchr(cell + at, '|', len - at);
		size_t size = bar ? (size_t)(bar - cell) - at : len - at;
		char *id = memory_text_n(cell + at, size);

		status = answers_add_option(kb, q, id, &ret->options, err);
		free(id);
		at += size + 1;
	}
	return status;
}

static int read_cell(
	struct kam_belief *belief, size_t question, const char *cell, struct kam_error *err)
{
	const struct kam_kb *kb = kam_belief_kb(belief);
	struct kam_response response = {.kind = KAM_ANSWER};
	int status = KAM_OK;

	if (!*cell) {
		return KAM_OK;
	}
	if (!strcmp(cell, "0")) {
		response.kind = KAM_UNKNOWN;
	} else if (!strcmp(cell, "-")) {
		response.kind = KAM_NOT_APPLICABLE;
	} else if (!strcmp(cell, "+")) {
		response.kind = KAM_LATER;
	} else {
		status = read_options(kb, &kb->questions[question], cell, &response, err);
	}
	return status ? status : kam_belief_set(belief, question, &response, 1, err);
}

int kam_place_row(struct kam_belief *belief, const size_t *columns, const char *const *cells,
	size_t count, char **ret_id, char **ret_json, struct kam_error *err)
{
	int status = KAM_OK;

	*ret_id = NULL;
	kam_belief_clear(belief);
	for (size_t i = 0; i < count; i++) {
		if (columns[i] == KAM_NONE) {
			*ret_id = memory_text(cells[i]);
		}
	}
	for (size_t i = 0; i < count && !status; i++) {
		if (columns[i] != KAM_NONE) {
			status = read_cell(belief, columns[i], cells[i], err);
		}
	}
	if (!status) {
		conclude(belief, *ret_id, ret_json);
	}
	return status;
}
