/* SPDX-License-Identifier: MIT */
#include "authoring/cases.h"

#include "dialogue/answers.h"
#include "kam/assessment.h"
#include "knowledge/model.h"
#include "util/io.h"
#include "util/memory.h"

#include <stdlib.h>
#include <string.h>

struct runner {
	const struct kam_kb *kb;
	struct kam_belief *belief;
	struct kam_document *doc;
	struct case_counts *counts;
	struct kam_faults *faults;
	const char *file;
	const struct kam_assessment *a;
	struct str wrong; /* what comes out otherwise */
};

static const char *const levels[] = {"none", "not-checked", "low", "watch", "high", "acute"};
static const char *const states[] = {"not-checked", "no-sign", "exposed", "happening"};
static const char *const goals[] = {"none", "advance", "hold", "question"};

static const char *stage_id(const struct runner *r, size_t stage)
{
	return r->kb->stages[stage].id;
}

/* Whether WORD is VALUE or among its members. */
static bool is_among(const struct json *value, const char *word)
{
	if (json_type(value) == JSON_STRING) {
		return !strcmp(json_string(value), word);
	}
	for (const struct json *m = json_first(value); m; m = json_next(m)) {
		if (json_type(m) == JSON_STRING && !strcmp(json_string(m), word)) {
			return true;
		}
	}
	return false;
}

static void add_words(struct str *out, const struct json *value)
{
	if (json_type(value) == JSON_STRING) {
		str_add(out, json_string(value));
	}
	for (const struct json *m = json_first(value); m; m = json_next(m)) {
		str_addf(out, "%s%s", m == json_first(value) ? "" : " or ",
			json_type(m) == JSON_STRING ? json_string(m) : "?");
	}
}

static void expect_word(
	struct runner *r, const char *what, const struct json *value, const char *is)
{
	if (!is_among(value, is)) {
		str_addf(&r->wrong, "%s%s is %s, not ", r->wrong.len ? "; " : "", what, is);
		add_words(&r->wrong, value);
	}
}

static void expect_between(struct runner *r, const struct json *value)
{
	const struct kam_assessment *a = r->a;
	bool pair = a->other != KAM_NONE && is_among(value, stage_id(r, a->leading)) &&
		    is_among(value, stage_id(r, a->other));

	if (a->clarity == KAM_CLEAR || !pair) {
		str_addf(&r->wrong, "%splacement is %s%s, not between ", r->wrong.len ? "; " : "",
			a->clarity == KAM_CLEAR ? "clearly " : "", stage_id(r, a->leading));
		add_words(&r->wrong, value);
	}
}

static void expect_causes(struct runner *r, const struct json *value)
{
	for (const struct json *m = json_first(value); m; m = json_next(m)) {
		size_t c = 0;

		while (c < r->kb->cause_count && strcmp(r->kb->causes[c].id, json_key(m))) {
			c++;
		}
		expect_word(r, json_key(m), m,
			c < r->kb->cause_count ? states[r->a->danger.causes[c].state] : "no cause");
	}
}

static void expect_bool(struct runner *r, const char *what, const struct json *value, bool is)
{
	if (json_type(value) != JSON_BOOL || json_bool(value) != is) {
		str_addf(&r->wrong, "%s%s is %s", r->wrong.len ? "; " : "", what,
			is ? "true" : "false");
	}
}

static void expect_member(struct runner *r, const struct json *m)
{
	const struct kam_assessment *a = r->a;
	const char *key = json_key(m);

	if (!strcmp(key, "stage")) {
		expect_word(r, key, m, stage_id(r, a->leading));
	} else if (!strcmp(key, "between")) {
		expect_between(r, m);
	} else if (!strcmp(key, "danger")) {
		expect_word(r, key, m, levels[a->danger.level]);
	} else if (!strcmp(key, "causes")) {
		expect_causes(r, m);
	} else if (!strcmp(key, "verdict")) {
		expect_word(r, key, m,
			a->verdict == KAM_NONE ? "none" : r->kb->verdicts[a->verdict].id);
	} else if (!strcmp(key, "goal")) {
		expect_word(r, key, m, goals[a->goal]);
	} else if (!strcmp(key, "open")) {
		expect_bool(r, key, m, a->clarity == KAM_OPEN);
	} else if (!strcmp(key, "built_above_lived")) {
		expect_bool(r, key, m, a->built_above);
	} else if (!strcmp(key, "lived_above_built")) {
		expect_bool(r, key, m, a->lived_above);
	} else {
		str_addf(&r->wrong, "%sunknown expectation '%s'", r->wrong.len ? "; " : "", key);
	}
}

static void report(struct runner *r, const char *id)
{
	if (r->wrong.len) {
		kam_document_add(r->doc, KAM_BLOCK_TERM, id, "%s", str_text(&r->wrong))->tone =
			KAM_TONE_BAD;
		r->counts->failed++;
	} else {
		r->counts->passed++;
	}
}

/* Whether a case has what it needs, and nothing that means nothing. */
static void check_keys(struct runner *r, const struct json *value)
{
	static const char *const keys[] = {
		"id", "text", "answers", "expect", "written", "argument"};
	size_t found = 0;

	for (const struct json *m = json_first(value); m; m = json_next(m)) {
		size_t k = 0;

		while (k < sizeof(keys) / sizeof(keys[0]) && strcmp(keys[k], json_key(m))) {
			k++;
		}
		if (k == sizeof(keys) / sizeof(keys[0])) {
			str_addf(&r->wrong, "%sunknown key '%s'", r->wrong.len ? "; " : "",
				json_key(m));
		}
		found += k < 4;
	}
	if (found < 4) {
		str_addf(&r->wrong, "%sneeds id, text, answers and expect",
			r->wrong.len ? "; " : "");
	}
}

static void run_case(struct runner *r, const struct json *value, const char *id)
{
	const struct json *expect = json_get(value, "expect");
	struct kam_error err = KAM_ERROR_INIT;
	struct kam_assessment *a;

	str_clear(&r->wrong);
	check_keys(r, value);
	if (r->wrong.len) {
		report(r, id);
		return;
	}
	if (answers_apply(r->belief, json_get(value, "answers"), NULL, &err)) {
		str_addf(&r->wrong, "%s", err.fault.message);
		kam_error_release(&err);
		report(r, id);
		return;
	}
	a = kam_place(r->belief);
	r->a = a;
	if (!expect || json_type(expect) != JSON_OBJECT || !json_size(expect)) {
		str_add(&r->wrong, "states no expectation");
	}
	for (const struct json *m = expect ? json_first(expect) : NULL; m; m = json_next(m)) {
		expect_member(r, m);
	}
	report(r, id);
	kam_assessment_free(a);
}

static void run_file(struct runner *r, const char *path)
{
	struct kam_error err = KAM_ERROR_INIT;
	struct json *root = NULL;
	char *text = NULL;
	size_t len = 0;

	if (!io_read(path, JSON_MAX_BYTES, &text, &len, &err)) {
		json_parse(text, len, &root, &err);
	}
	if (!err.status && json_type(root) != JSON_ARRAY) {
		kam_error_set(
			&err, KAM_INVALID, "wrong-type", "a file of cases must hold an array");
	}
	if (err.status) {
		kam_error_file(&err, path);
		kam_faults_take(r->faults, &err);
	} else {
		for (const struct json *m = json_first(root); m; m = json_next(m)) {
			const struct json *id = json_get(m, "id");

			run_case(r, m, id && json_type(id) == JSON_STRING ? json_string(id) : "?");
		}
	}
	json_free(root);
	free(text);
}

int cases_run(const struct kam_kb *kb, const char *folder, struct kam_document *doc,
	struct case_counts *ret, struct kam_faults *faults)
{
	struct runner r = {.kb = kb, .doc = doc, .counts = ret, .faults = faults};
	char *cases = io_join(folder, "cases");
	char **names = NULL;
	size_t count = 0;
	size_t before = faults->count;
	struct kam_error err = KAM_ERROR_INIT;

	*ret = (struct case_counts){0, 0};
	r.belief = kam_belief_new(kb);
	if (io_is_folder(cases) && io_names(cases, ".json", &names, &count, &err)) {
		kam_faults_take(faults, &err);
	}
	for (size_t i = 0; i < count; i++) {
		char *path = io_join(cases, names[i]);

		run_file(&r, path);
		free(path);
	}
	io_names_free(names, count);
	str_release(&r.wrong);
	kam_belief_free(r.belief);
	free(cases);
	return faults->count > before ? KAM_INVALID : KAM_OK;
}
