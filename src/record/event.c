/* SPDX-License-Identifier: MIT */
#include "kam/record.h"

#include "util/date.h"
#include "util/json.h"
#include "util/memory.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {"start", "answer", "unknown", "not-applicable", "later", "note",
	"undo", "stop", "skip", "take", "done"};
static const char *const sides[] = {"own", "customer"};

#define KINDS      (sizeof(kinds) / sizeof(kinds[0]))
#define LONGEST_ID 40

/* The texts of an event and their keys, for everything that treats them alike. */
static const struct {
	const char *key;
	size_t at;
	enum form { FORM_FREE, FORM_ID, FORM_DATE } form;
} texts[] = {
	{"at", offsetof(struct kam_event, at), FORM_DATE},
	{"by", offsetof(struct kam_event, by), FORM_FREE},
	{"question", offsetof(struct kam_event, question), FORM_ID},
	{"note", offsetof(struct kam_event, note), FORM_FREE},
	{"seen_on", offsetof(struct kam_event, seen_on), FORM_DATE},
	{"action", offsetof(struct kam_event, action), FORM_ID},
	{"account", offsetof(struct kam_event, account), FORM_FREE},
	{"base", offsetof(struct kam_event, base), FORM_ID},
	{"version", offsetof(struct kam_event, version), FORM_FREE},
	{"digest", offsetof(struct kam_event, digest), FORM_FREE},
};

#define TEXTS (sizeof(texts) / sizeof(texts[0]))

static char **text_of(struct kam_event *event, size_t i)
{
	return (char **)(void *)((char *)event + texts[i].at);
}

static const char *const_text_of(const struct kam_event *event, size_t i)
{
	return *(char *const *)(const void *)((const char *)event + texts[i].at);
}

void kam_event_release(struct kam_event *event)
{
	for (size_t i = 0; i < TEXTS; i++) {
		free(*text_of(event, i));
	}
	for (size_t i = 0; i < event->option_count; i++) {
		free(event->options[i]);
	}
	free(event->options);
	memset(event, 0, sizeof(*event));
}

struct kam_event kam_event_copy(const struct kam_event *event)
{
	struct kam_event copy = *event;

	for (size_t i = 0; i < TEXTS; i++) {
		*text_of(&copy, i) = memory_text(const_text_of(event, i));
	}
	copy.options =
		event->option_count ? memory_alloc(event->option_count, sizeof(char *)) : NULL;
	for (size_t i = 0; i < event->option_count; i++) {
		copy.options[i] = memory_text(event->options[i]);
	}
	return copy;
}

static void add_member(struct str *out, const char *key, const char *text)
{
	str_add(out, ",");
	json_add_string(out, key);
	str_add(out, ":");
	json_add_string(out, text);
}

char *kam_event_json(const struct kam_event *event)
{
	struct str out = STR_INIT;

	str_add(&out, "{\"event\":");
	json_add_string(&out, kinds[event->kind]);
	if (event->group) {
		str_addf(&out, ",\"group\":%lu", event->group);
	}
	for (size_t i = 0; i < TEXTS; i++) {
		if (const_text_of(event, i)) {
			add_member(&out, texts[i].key, const_text_of(event, i));
		}
	}
	if (event->by || event->side != KAM_OWN) {
		add_member(&out, "side", sides[event->side]);
	}
	for (size_t i = 0; i < event->option_count; i++) {
		str_add(&out, i ? "," : ",\"options\":[");
		json_add_string(&out, event->options[i]);
	}
	str_add(&out, event->option_count ? "]" : "");
	str_add(&out, event->tentative ? ",\"tentative\":true" : "");
	str_add(&out, "}\n");
	return str_take(&out);
}

static int bad(struct kam_error *err, const char *key, const char *what)
{
	return kam_error_set(err, KAM_INVALID, "event", "'%s' %s", key, what);
}

static int index_of(const char *word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!strcmp(words[i], word)) {
			return (int)i;
		}
	}
	return -1;
}

/* Ids of a base: [a-z][a-z0-9-]*, at most 40 characters. */
static bool is_id(const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return *text >= 'a' && *text <= 'z' && !text[len] && len <= LONGEST_ID;
}

static int read_options(const struct json *value, struct kam_event *ret, struct kam_error *err)
{
	if (json_type(value) != JSON_ARRAY) {
		return bad(err, "options", "must be an array");
	}
	ret->options = memory_alloc(json_size(value) + 1, sizeof(char *));
	for (const struct json *m = json_first(value); m; m = json_next(m)) {
		if (json_type(m) != JSON_STRING || !is_id(json_string(m))) {
			return bad(err, "options", "must hold option ids");
		}
		ret->options[ret->option_count++] = memory_text(json_string(m));
	}
	return KAM_OK;
}

static int read_word(const struct json *value, const char *key, const char *const *words,
	size_t count, int *ret, struct kam_error *err)
{
	*ret = json_type(value) == JSON_STRING ? index_of(json_string(value), words, count) : -1;
	return *ret < 0 ? bad(err, key, "has an unknown value") : KAM_OK;
}

static int read_text_member(const struct json *value, struct kam_event *ret, struct kam_error *err)
{
	for (size_t i = 0; i < TEXTS; i++) {
		if (strcmp(texts[i].key, json_key(value))) {
			continue;
		}
		if (json_type(value) != JSON_STRING || utf8_unsafe(json_string(value))) {
			return bad(
				err, json_key(value), "must be a text without control characters");
		}
		if (texts[i].form == FORM_ID && !is_id(json_string(value))) {
			return bad(err, json_key(value), "must be an id");
		}
		if (texts[i].form == FORM_DATE && !date_is(json_string(value))) {
			return bad(err, json_key(value), "must begin with a date, YYYY-MM-DD");
		}
		*text_of(ret, i) = memory_text(json_string(value));
		return KAM_OK;
	}
	return bad(err, json_key(value), "is an unknown key");
}

static int read_group(const struct json *value, struct kam_event *ret, struct kam_error *err)
{
	double number = json_type(value) == JSON_NUMBER ? json_number(value) : 0;

	if (!(number >= 1 && number <= 1e9) || number != (double)(unsigned long)number) {
		return bad(err, "group", "must be a whole number from 1");
	}
	ret->group = (unsigned long)number;
	return KAM_OK;
}

static int read_member(const struct json *value, struct kam_event *ret, struct kam_error *err)
{
	const char *key = json_key(value);
	int index = 0;
	int status;

	if (!strcmp(key, "event")) {
		status = read_word(value, key, kinds, KINDS, &index, err);
		ret->kind = (enum kam_event_kind)index;
		return status;
	}
	if (!strcmp(key, "side")) {
		status = read_word(value, key, sides, 2, &index, err);
		ret->side = (enum kam_side)index;
		return status;
	}
	if (!strcmp(key, "group")) {
		return read_group(value, ret, err);
	}
	if (!strcmp(key, "tentative")) {
		if (json_type(value) != JSON_BOOL) {
			return bad(err, key, "must be true or false");
		}
		ret->tentative = json_bool(value);
		return KAM_OK;
	}
	return !strcmp(key, "options") ? read_options(value, ret, err)
				       : read_text_member(value, ret, err);
}

/* What each kind cannot do without. */
static int check_members(const struct kam_event *e, struct kam_error *err)
{
	bool asks = e->kind == KAM_EVENT_ANSWER || e->kind == KAM_EVENT_UNKNOWN ||
		    e->kind == KAM_EVENT_NOT_APPLICABLE || e->kind == KAM_EVENT_LATER ||
		    e->kind == KAM_EVENT_SKIP;

	if (asks && !e->question) {
		return bad(err, "question", "is missing");
	}
	if ((e->kind == KAM_EVENT_ANSWER) != (e->option_count > 0)) {
		return bad(err, "options", "is missing, or out of place");
	}
	if (e->kind == KAM_EVENT_START && (!e->account || !e->base)) {
		return bad(err, "account", "or 'base' is missing");
	}
	if (e->kind == KAM_EVENT_NOTE && !e->note) {
		return bad(err, "note", "is missing");
	}
	if (e->kind == KAM_EVENT_TAKE && !e->action) {
		return bad(err, "action", "is missing");
	}
	return KAM_OK;
}

int kam_event_read(const char *line, size_t len, struct kam_event *ret, struct kam_error *err)
{
	struct kam_event event = {.kind = KAM_EVENT_NOTE};
	struct json *root = NULL;
	int status = json_parse(line, len, &root, err);

	if (!status && json_type(root) != JSON_OBJECT) {
		status = kam_error_set(err, KAM_INVALID, "event", "an event must be an object");
	}
	if (!status && !json_get(root, "event")) {
		status = bad(err, "event", "is missing");
	}
	for (const struct json *m = status ? NULL : json_first(root); m && !status;
		m = json_next(m)) {
		status = read_member(m, &event, err);
	}
	status = status ? status : check_members(&event, err);
	json_free(root);
	if (status) {
		kam_event_release(&event);
		return status;
	}
	*ret = event;
	return KAM_OK;
}
