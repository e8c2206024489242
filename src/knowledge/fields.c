/* SPDX-License-Identifier: MIT */
#include "knowledge/fields.h"

#include "util/memory.h"
#include "util/nearest.h"
#include "util/utf8.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define ID_MAX 40

bool id_wellformed(const char *id)
{
	size_t len = strlen(id);

	return len > 0 && len <= ID_MAX && id[0] >= 'a' && id[0] <= 'z' &&
	       strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

static const struct kb_source *source_named(const struct reader *r, const char *name)
{
	for (size_t i = 0; i < r->source_count; i++) {
		if (!strcmp(r->sources[i].name, name)) {
			return &r->sources[i];
		}
	}
	return NULL;
}

/* Line and column are looked for only now: a sound base never pays for them. */
static void fault_locate(struct kam_fault *fault, const struct kb_source *source)
{
	size_t line = 0;
	size_t column = 0;
	char *pointer;
	char *slash;

	if (!source || !fault->pointer) {
		return;
	}
	pointer = memory_text(fault->pointer);
	while (json_locate(source->text, source->len, pointer, true, &line, &column) &&
		(slash = strrchr(pointer, '/'))) {
		*slash = '\0';
	}
	free(pointer);
	fault->line = line;
	fault->column = column;
	if (line) {
		fault->excerpt = json_line(source->text, source->len, line);
	}
}

static struct kam_fault *fault_at(struct reader *r, const char *file, const char *pointer,
	const char *member, const char *code, const char *message)
{
	struct kam_fault *fault = kam_faults_add(r->faults, code, "%s", message);
	struct str full = STR_INIT;

	if (!fault) {
		return NULL;
	}
	str_add(&full, pointer);
	if (member) {
		json_add_pointer(&full, member);
	}
	fault->file = memory_text(file);
	fault->pointer = str_take(&full);
	fault_locate(fault, file ? source_named(r, file) : NULL);
	return fault;
}

struct kam_fault *reader_fault(struct reader *r, const char *code, const char *format, ...)
{
	struct str message = STR_INIT;
	struct kam_fault *fault;
	va_list args;

	va_start(args, format);
	str_addv(&message, format, args);
	va_end(args);
	fault = fault_at(r, r->source ? r->source->name : NULL, str_text(&r->pointer), NULL, code,
		str_text(&message));
	str_release(&message);
	return fault;
}

struct kam_fault *reader_fault_at(struct reader *r, const struct kb_place *place,
	const char *member, const char *code, const char *format, ...)
{
	struct str message = STR_INIT;
	struct kam_fault *fault;
	va_list args;

	va_start(args, format);
	str_addv(&message, format, args);
	va_end(args);
	fault = fault_at(r, place->file, place->pointer ? place->pointer : "", member, code,
		str_text(&message));
	str_release(&message);
	return fault;
}

void fault_hint(struct kam_fault *fault, const char *format, ...)
{
	struct str hint = STR_INIT;
	va_list args;

	if (!fault) {
		return;
	}
	va_start(args, format);
	str_addv(&hint, format, args);
	va_end(args);
	free(fault->hint);
	fault->hint = str_take(&hint);
}

void fault_suggest(struct kam_fault *fault, const char *word, const char *const *ids, size_t count)
{
	struct nearest n = nearest_begin(word, 3);
	struct str all = STR_INIT;

	for (size_t i = 0; i < count; i++) {
		nearest_try(&n, ids[i]);
		if (ids[i]) {
			str_addf(&all, "%s%s", all.len ? ", " : "", ids[i]);
		}
	}
	if (n.best) {
		fault_hint(fault, "did you mean '%s'?", n.best);
	} else if (all.len && count <= 24) {
		fault_hint(fault, "one of: %s", str_text(&all));
	}
	str_release(&all);
}

size_t reader_enter(struct reader *r, const char *token)
{
	size_t mark = r->pointer.len;

	json_add_pointer(&r->pointer, token);
	return mark;
}

size_t reader_enter_index(struct reader *r, size_t index)
{
	size_t mark = r->pointer.len;

	str_addf(&r->pointer, "/%zu", index);
	return mark;
}

void reader_leave(struct reader *r, size_t mark)
{
	str_cut(&r->pointer, mark);
}

struct kb_place reader_place(struct reader *r)
{
	struct kb_place place = {r->source->name, arena_text(&r->kb->arena, str_text(&r->pointer))};

	place.file = arena_text(&r->kb->arena, place.file);
	return place;
}

bool fields_open(struct fields *f, struct reader *r, const struct json *value)
{
	*f = (struct fields){.reader = r, .object = value};
	if (json_type(value) != JSON_OBJECT) {
		reader_fault(r, "wrong-type", "expected an object, found %s",
			json_type_name(json_type(value)));
		return false;
	}
	return true;
}

static void note_key(struct fields *f, const char *key)
{
	assert(f->asked_count < FIELDS_MAX);
	f->asked[f->asked_count++] = key;
}

static bool was_asked(const struct fields *f, const char *key)
{
	for (size_t i = 0; i < f->asked_count; i++) {
		if (!strcmp(f->asked[i], key)) {
			return true;
		}
	}
	return false;
}

void fields_close(struct fields *f)
{
	for (const struct json *m = json_first(f->object); m; m = json_next(m)) {
		size_t mark;

		if (was_asked(f, json_key(m))) {
			continue;
		}
		mark = reader_enter(f->reader, json_key(m));
		fault_suggest(
			reader_fault(f->reader, "unknown-key", "unknown key '%s'", json_key(m)),
			json_key(m), f->asked, f->asked_count);
		reader_leave(f->reader, mark);
	}
}

static const struct json *wrong_type(
	struct fields *f, const char *key, const struct json *value, const char *expected)
{
	size_t mark = reader_enter(f->reader, key);

	reader_fault(f->reader, "wrong-type", "'%s' must be %s, found %s", key, expected,
		json_type_name(json_type(value)));
	reader_leave(f->reader, mark);
	return NULL;
}

const struct json *field_any(struct fields *f, const char *key)
{
	note_key(f, key);
	return json_get(f->object, key);
}

const struct json *field_value(
	struct fields *f, const char *key, bool required, enum json_type type)
{
	const struct json *value = field_any(f, key);

	if (!value) {
		if (required) {
			reader_fault(f->reader, "missing-key", "missing key '%s'", key);
		}
		return NULL;
	}
	if (json_type(value) != type) {
		return wrong_type(f, key, value, json_type_name(type));
	}
	return value;
}

/* VALUE where it can be stored and shown; a fault and NULL where it cannot. */
static const char *checked_text(struct reader *r, const struct json *value)
{
	if (utf8_unsafe(json_string(value))) {
		fault_hint(reader_fault(r, "unsafe-text", "the text holds a control character"),
			"texts have no line breaks, tabs or direction marks");
		return NULL;
	}
	return arena_text(&r->kb->arena, json_string(value));
}

const char *field_string(struct fields *f, const char *key, bool required)
{
	const struct json *value = field_value(f, key, required, JSON_STRING);
	const char *text = NULL;
	size_t mark;

	if (value) {
		mark = reader_enter(f->reader, key);
		text = checked_text(f->reader, value);
		reader_leave(f->reader, mark);
	}
	return text;
}

/* TEXT as an id at the value being read; a fault and NULL where it is none. */
static const char *wellformed_id(struct reader *r, const char *text)
{
	if (!id_wellformed(text)) {
		fault_hint(reader_fault(r, "bad-id", "'%s' is not an id", text),
			"lower-case letters, digits and hyphens, a letter first, at most %d",
			ID_MAX);
		return NULL;
	}
	return arena_text(&r->kb->arena, text);
}

static const char *checked_id(struct reader *r, const struct json *value)
{
	if (json_type(value) != JSON_STRING) {
		reader_fault(r, "wrong-type", "expected an id, found %s",
			json_type_name(json_type(value)));
		return NULL;
	}
	return wellformed_id(r, json_string(value));
}

const char *reader_key_id(struct reader *r, const char *key)
{
	size_t mark = reader_enter(r, key);
	const char *id = wellformed_id(r, key);

	reader_leave(r, mark);
	return id;
}

const char *field_id(struct fields *f, const char *key, bool required)
{
	const struct json *value = field_value(f, key, required, JSON_STRING);
	size_t mark;
	const char *id;

	if (!value) {
		return NULL;
	}
	mark = reader_enter(f->reader, key);
	id = checked_id(f->reader, value);
	reader_leave(f->reader, mark);
	return id;
}

static size_t language_index(const struct kam_kb *kb, const char *lang)
{
	for (size_t i = 0; i < kb->languages.count; i++) {
		if (!strcmp(kb->languages.items[i], lang)) {
			return i;
		}
	}
	return KAM_NONE;
}

static void read_translation(struct reader *r, const struct json *value, struct kb_text *text)
{
	size_t index = language_index(r->kb, json_key(value));
	size_t mark = reader_enter(r, json_key(value));

	if (index == KAM_NONE) {
		fault_suggest(reader_fault(r, "unknown-language",
				      "'%s' is not a language of the base", json_key(value)),
			json_key(value), r->kb->languages.items, r->kb->languages.count);
	} else if (json_type(value) != JSON_STRING) {
		reader_fault(r, "wrong-type", "a text must be a string, found %s",
			json_type_name(json_type(value)));
	} else if (!*json_string(value)) {
		reader_fault(r, "empty-text", "the text is empty");
	} else {
		text->in[index] = checked_text(r, value);
	}
	reader_leave(r, mark);
}

static struct kb_text read_text(struct reader *r, const struct json *value)
{
	struct kb_text text = {NULL};

	if (json_type(value) != JSON_OBJECT) {
		fault_hint(reader_fault(r, "wrong-type", "a text must be an object, found %s",
				   json_type_name(json_type(value))),
			"write {\"en\": \"…\"}, one member per language");
		return text;
	}
	text.in = arena_alloc(&r->kb->arena, r->kb->languages.count + 1, sizeof(*text.in));
	for (const struct json *m = json_first(value); m; m = json_next(m)) {
		read_translation(r, m, &text);
	}
	for (size_t i = 0; i < r->kb->languages.count; i++) {
		if (!text.in[i] && !json_get(value, r->kb->languages.items[i])) {
			fault_hint(reader_fault(r, "missing-translation", "no text in '%s'",
					   r->kb->languages.items[i]),
				"add \"%s\": \"…\"", r->kb->languages.items[i]);
		}
	}
	return text;
}

struct kb_text field_text(struct fields *f, const char *key, bool required)
{
	struct kb_text none = {NULL};
	const struct json *value = field_any(f, key);
	struct kb_text text;
	size_t mark;

	if (!value) {
		if (required) {
			reader_fault(f->reader, "missing-key", "missing key '%s'", key);
		}
		return none;
	}
	mark = reader_enter(f->reader, key);
	text = read_text(f->reader, value);
	reader_leave(f->reader, mark);
	return text;
}

struct kb_texts field_texts(struct fields *f, const char *key, bool required)
{
	struct kb_texts texts = {NULL, 0};
	const struct json *value = field_value(f, key, required, JSON_ARRAY);
	size_t outer;

	if (!value) {
		return texts;
	}
	outer = reader_enter(f->reader, key);
	texts.items =
		arena_alloc(&f->reader->kb->arena, json_size(value) + 1, sizeof(*texts.items));
	for (const struct json *m = json_first(value); m; m = json_next(m)) {
		size_t mark = reader_enter_index(f->reader, texts.count);

		texts.items[texts.count++] = read_text(f->reader, m);
		reader_leave(f->reader, mark);
	}
	reader_leave(f->reader, outer);
	return texts;
}

double field_number(struct fields *f, const char *key, bool required, double least, double most,
	double fallback)
{
	const struct json *value = field_value(f, key, required, JSON_NUMBER);
	size_t mark;

	if (!value) {
		return fallback;
	}
	if (json_number(value) >= least && json_number(value) <= most) {
		return json_number(value);
	}
	mark = reader_enter(f->reader, key);
	fault_hint(reader_fault(f->reader, "out-of-range", "'%s' is %g", key, json_number(value)),
		"from %g to %g", least, most);
	reader_leave(f->reader, mark);
	return fallback;
}

bool field_bool(struct fields *f, const char *key)
{
	const struct json *value = field_value(f, key, false, JSON_BOOL);

	return value && json_bool(value);
}

int field_word(
	struct fields *f, const char *key, bool required, const char *const *words, int fallback)
{
	const struct json *value = field_value(f, key, required, JSON_STRING);
	size_t count = 0;
	size_t mark;

	if (!value) {
		return fallback;
	}
	for (; words[count]; count++) {
		if (!strcmp(words[count], json_string(value))) {
			return (int)count;
		}
	}
	mark = reader_enter(f->reader, key);
	fault_suggest(reader_fault(f->reader, "unknown-word", "'%s' may not be '%s'", key,
			      json_string(value)),
		json_string(value), words, count);
	reader_leave(f->reader, mark);
	return fallback;
}

static struct kb_list read_list(struct reader *r, const struct json *value)
{
	struct kb_list list = {NULL, 0};
	size_t index = 0;

	list.items = arena_alloc(&r->kb->arena, json_size(value) + 1, sizeof(*list.items));
	for (const struct json *m = json_first(value); m; m = json_next(m), index++) {
		size_t mark = reader_enter_index(r, index);

		if (json_type(m) == JSON_STRING) {
			list.items[list.count] = checked_text(r, m);
			list.count += list.items[list.count] != NULL;
		} else {
			reader_fault(r, "wrong-type", "expected a string, found %s",
				json_type_name(json_type(m)));
		}
		reader_leave(r, mark);
	}
	return list;
}

struct kb_list field_list(struct fields *f, const char *key, bool required)
{
	struct kb_list list = {NULL, 0};
	const struct json *value = field_value(f, key, required, JSON_ARRAY);
	size_t mark;

	if (value) {
		mark = reader_enter(f->reader, key);
		list = read_list(f->reader, value);
		reader_leave(f->reader, mark);
	}
	return list;
}

double read_number_checked(struct reader *r, const struct json *value)
{
	if (json_type(value) == JSON_NUMBER) {
		return json_number(value);
	}
	reader_fault(
		r, "wrong-type", "expected a number, found %s", json_type_name(json_type(value)));
	return 0;
}

static size_t read_row(struct reader *r, const struct json *row, double *out)
{
	size_t n = 0;

	for (const struct json *m = json_first(row); m; m = json_next(m), n++) {
		size_t mark = reader_enter_index(r, n);

		out[n] = read_number_checked(r, m);
		reader_leave(r, mark);
	}
	return n;
}

/* A table: all rows as long as the first, or a fault and nothing. */
static double *read_table(struct reader *r, const struct json *value, size_t *count, size_t *rows)
{
	size_t columns = json_size(json_first(value));
	double *out = arena_alloc(&r->kb->arena, json_size(value) * columns + 1, sizeof(*out));

	*rows = 0;
	for (const struct json *m = json_first(value); m; m = json_next(m), ++*rows) {
		size_t mark = reader_enter_index(r, *rows);

		if (json_type(m) != JSON_ARRAY || json_size(m) != columns) {
			reader_fault(r, "table-shape", "every row must have %zu numbers", columns);
			reader_leave(r, mark);
			*rows = *count = 0;
			return NULL;
		}
		read_row(r, m, out + *rows * columns);
		reader_leave(r, mark);
	}
	*count = *rows * columns;
	return out;
}

double *field_numbers(struct fields *f, const char *key, bool required, size_t *count, size_t *rows)
{
	const struct json *value = field_value(f, key, required, JSON_ARRAY);
	size_t faults = f->reader->faults->count;
	double *out = NULL;
	size_t mark;

	*count = *rows = 0;
	if (!value) {
		return NULL;
	}
	mark = reader_enter(f->reader, key);
	if (!json_size(value)) {
		reader_fault(f->reader, "table-shape", "'%s' is empty", key);
	} else if (json_type(json_first(value)) == JSON_ARRAY) {
		out = read_table(f->reader, value, count, rows);
	} else {
		out = arena_alloc(&f->reader->kb->arena, json_size(value), sizeof(*out));
		*count = read_row(f->reader, value, out);
	}
	reader_leave(f->reader, mark);
	return f->reader->faults->count == faults ? out : NULL;
}

struct kb_conditions field_conditions(struct fields *f, const char *key)
{
	struct kb_conditions all = {NULL, 0};
	struct reader *r = f->reader;
	const struct json *value = field_value(f, key, false, JSON_OBJECT);
	size_t outer;

	if (!value) {
		return all;
	}
	outer = reader_enter(r, key);
	all.items = arena_alloc(&r->kb->arena, json_size(value) + 1, sizeof(*all.items));
	for (const struct json *m = json_first(value); m; m = json_next(m)) {
		struct kb_condition *c = &all.items[all.count];
		size_t mark = reader_enter(r, json_key(m));

		c->key = arena_text(&r->kb->arena, json_key(m));
		c->pointer = arena_text(&r->kb->arena, str_text(&r->pointer));
		c->index = KAM_NONE;
		if (json_type(m) == JSON_ARRAY) {
			c->values = read_list(r, m);
			all.count++;
		} else {
			reader_fault(r, "wrong-type", "expected an array of ids, found %s",
				json_type_name(json_type(m)));
		}
		reader_leave(r, mark);
	}
	reader_leave(r, outer);
	return all;
}

size_t field_objects(struct fields *f, const char *key, bool required, size_t size,
	void **ret_items, void (*read)(struct reader *r, const struct json *value, void *item))
{
	struct reader *r = f->reader;
	const struct json *value = field_value(f, key, required, JSON_ARRAY);
	size_t count = 0;
	size_t outer;
	char *items;

	*ret_items = NULL;
	if (!value) {
		return 0;
	}
	outer = reader_enter(r, key);
	items = arena_alloc(&r->kb->arena, json_size(value) + 1, size);
	for (const struct json *m = json_first(value); m; m = json_next(m)) {
		size_t mark = reader_enter_index(r, count);

		read(r, m, items + count++ * size);
		reader_leave(r, mark);
	}
	reader_leave(r, outer);
	*ret_items = items;
	return count;
}
