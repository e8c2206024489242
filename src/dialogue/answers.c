/* SPDX-License-Identifier: MIT */
#include "dialogue/answers.h"

#include "knowledge/model.h"
#include "util/date.h"
#include "util/memory.h"
#include "util/nearest.h"

#include <stdlib.h>
#include <string.h>

double answers_age(const char *date, const char *today)
{
	long days = date && today ? date_days(date, today) : 0;

	return days > 0 ? (double)days : 0;
}

static int fault(struct kam_error *err, const char *code, const char *question, const char *what)
{
	return kam_error_set(err, KAM_INVALID, code, "'%s': %s", question, what);
}

/* What may be said to Q instead of ID. */
static void hint_options(const struct kb_question *q, const char *id, struct kam_error *err)
{
	struct nearest n = nearest_begin(id, 2);
	struct str ids = STR_INIT;

	for (size_t o = 0; o < q->option_count; o++) {
		nearest_try(&n, q->options[o].id);
		str_addf(&ids, "%s%s", o ? ", " : "", q->options[o].id);
	}
	if (n.best) {
		kam_error_hint(err, "did you mean '%s'?", n.best);
	} else {
		kam_error_hint(err, "one of: %s", str_text(&ids));
	}
	str_release(&ids);
}

int answers_add_option(const struct kam_kb *kb, const struct kb_question *q, const char *id,
	uint64_t *set, struct kam_error *err)
{
	size_t o = kb_find_option(q, kb_renamed(kb, id));

	if (o == KAM_NONE) {
		kam_error_set(
			err, KAM_INVALID, "unknown-option", "'%s' has no option '%s'", q->id, id);
		hint_options(q, id, err);
		return KAM_INVALID;
	}
	if (*set & (UINT64_C(1) << o)) {
		return kam_error_set(err, KAM_INVALID, "option-twice",
			"'%s' names the option '%s' twice", q->id, id);
	}
	*set |= UINT64_C(1) << o;
	return KAM_OK;
}

static int add_option(const struct kam_kb *kb, const struct kb_question *q,
	const struct json *value, uint64_t *set, struct kam_error *err)
{
	if (json_type(value) != JSON_STRING) {
		return fault(err, "answers", q->id, "an option must be a string");
	}
	return answers_add_option(kb, q, json_string(value), set, err);
}

static int add_options(const struct kam_kb *kb, const struct kb_question *q,
	const struct json *value, uint64_t *set, struct kam_error *err)
{
	int status = KAM_OK;

	if (json_type(value) != JSON_ARRAY) {
		return add_option(kb, q, value, set, err);
	}
	if (!json_size(value)) {
		return fault(err, "empty-answer", q->id, "an empty array answers nothing");
	}
	for (const struct json *m = json_first(value); m && !status; m = json_next(m)) {
		status = add_option(kb, q, m, set, err);
	}
	return status;
}

static int read_value(const struct kam_kb *kb, const struct kb_question *q,
	const struct json *value, struct kam_response *ret, struct kam_error *err)
{
	const char *text = json_type(value) == JSON_STRING ? json_string(value) : "";

	if (!strcmp(text, "0")) {
		ret->kind = KAM_UNKNOWN;
		return KAM_OK;
	}
	if (!strcmp(text, "-")) {
		ret->kind = KAM_NOT_APPLICABLE;
		return KAM_OK;
	}
	if (!strcmp(text, "+")) {
		ret->kind = KAM_LATER;
		return KAM_OK;
	}
	return add_options(kb, q, value, &ret->options, err);
}

static int read_seen_on(const struct kb_question *q, const struct json *m, const char *today,
	struct kam_response *ret, struct kam_error *err)
{
	if (json_type(m) != JSON_STRING || !date_is(json_string(m))) {
		return fault(err, "seen-on", q->id, "'seen_on' must be a date, YYYY-MM-DD");
	}
	ret->age_days = answers_age(json_string(m), today);
	return KAM_OK;
}

static int read_side(const struct kb_question *q, const struct json *m, struct kam_response *ret,
	struct kam_error *err)
{
	const char *side = json_type(m) == JSON_STRING ? json_string(m) : "";

	ret->side = !strcmp(side, "customer") ? KAM_CUSTOMER : KAM_OWN;
	if (strcmp(side, "customer") && strcmp(side, "own")) {
		return fault(err, "answers", q->id, "'side' must be own or customer");
	}
	return KAM_OK;
}

static int read_member(const struct kam_kb *kb, const struct kb_question *q, const struct json *m,
	const char *today, struct kam_response *ret, struct kam_error *err)
{
	const char *key = json_key(m);

	if (!strcmp(key, "option") || !strcmp(key, "options")) {
		return read_value(kb, q, m, ret, err);
	}
	if (!strcmp(key, "tentative")) {
		if (json_type(m) != JSON_BOOL) {
			return fault(err, "answers", q->id, "'tentative' must be true or false");
		}
		ret->tentative = json_bool(m);
		return KAM_OK;
	}
	if (!strcmp(key, "side")) {
		return read_side(q, m, ret, err);
	}
	if (!strcmp(key, "seen_on")) {
		return read_seen_on(q, m, today, ret, err);
	}
	if (!strcmp(key, "by") && json_type(m) == JSON_STRING) {
		return KAM_OK;
	}
	return kam_error_set(err, KAM_INVALID, "answers", "'%s': unknown key '%s'", q->id, key);
}

static int read_response(const struct kam_kb *kb, const struct kb_question *q,
	const struct json *value, const char *today, struct kam_response *ret,
	struct kam_error *err)
{
	int status = KAM_OK;

	*ret = (struct kam_response){.kind = KAM_ANSWER};
	if (json_type(value) != JSON_OBJECT) {
		return read_value(kb, q, value, ret, err);
	}
	for (const struct json *m = json_first(value); m && !status; m = json_next(m)) {
		status = read_member(kb, q, m, today, ret, err);
	}
	if (!status && ret->kind == KAM_ANSWER && !ret->options) {
		status = fault(err, "empty-answer", q->id, "needs 'option' or 'options'");
	}
	return status;
}

static int apply_question(struct kam_belief *belief, size_t index, const struct json *value,
	const char *today, struct kam_error *err)
{
	const struct kam_kb *kb = kam_belief_kb(belief);
	const struct kb_question *q = &kb->questions[index];
	bool several = json_type(value) == JSON_ARRAY && json_size(value) &&
		       json_type(json_first(value)) == JSON_OBJECT;
	struct kam_response one;
	struct kam_response *all = several ? memory_alloc(json_size(value), sizeof(*all)) : &one;
	size_t count = 0;
	int status = KAM_OK;

	if (!several) {
		status = read_response(kb, q, value, today, &all[count++], err);
	}
	for (const struct json *m = several ? json_first(value) : NULL; m && !status;
		m = json_next(m)) {
		status = read_response(kb, q, m, today, &all[count++], err);
	}
	if (!status) {
		status = kam_belief_set(belief, index, all, count, err);
	}
	if (several) {
		free(all);
	}
	return status;
}

int answers_unknown_question(const struct kam_kb *kb, const char *id, struct kam_error *err)
{
	const char *near = kam_kb_suggest_question(kb, id);

	kam_error_set(err, KAM_INVALID, "unknown-question", "there is no question '%s'", id);
	if (near) {
		kam_error_hint(err, "did you mean '%s'?", near);
	}
	return KAM_INVALID;
}

int answers_apply(struct kam_belief *belief, const struct json *object, const char *today,
	struct kam_error *err)
{
	const struct kam_kb *kb = kam_belief_kb(belief);
	int status = KAM_OK;

	kam_belief_clear(belief);
	if (!object || json_type(object) != JSON_OBJECT) {
		return kam_error_set(err, KAM_INVALID, "answers", "'answers' must be an object");
	}
	for (const struct json *m = json_first(object); m && !status; m = json_next(m)) {
		size_t index = kam_kb_find_question(kb, kb_renamed(kb, json_key(m)));

		status = index == KAM_NONE ? answers_unknown_question(kb, json_key(m), err)
					   : apply_question(belief, index, m, today, err);
	}
	return status;
}
