/* SPDX-License-Identifier: MIT */
#include "knowledge/read_objects.h"

#include <string.h>

double read_number_or(
	struct fields *f, const char *key, double least, double most, double absent, double faulty)
{
	double number = field_number(f, key, false, least, most, faulty);

	return json_get(f->object, key) ? number : absent;
}

double read_spread(struct fields *f)
{
	return read_number_or(f, "spread", 0.1, 100, 0, -1);
}

void read_state(struct reader *r, const struct json *value, void *item)
{
	struct kb_state *state = item;
	struct fields f;

	if (fields_open(&f, r, value)) {
		state->id = field_id(&f, "id", true);
		state->text = field_text(&f, "text", true);
		fields_close(&f);
	}
}

static void read_facet(struct fields *outer, struct kb_variable *v)
{
	static const char *const aspects[] = {"built", "lived", NULL};
	static const char *const kinds[] = {"sign", "lever", NULL};
	const struct json *value = field_value(outer, "facet", false, JSON_OBJECT);
	struct fields f;
	size_t mark;

	if (!value) {
		return;
	}
	mark = reader_enter(outer->reader, "facet");
	if (fields_open(&f, outer->reader, value)) {
		v->aspect = field_word(&f, "aspect", true, aspects, 0) ? KB_LIVED : KB_BUILT;
		v->lever = field_word(&f, "kind", true, kinds, 0) == 1;
		fields_close(&f);
	}
	reader_leave(outer->reader, mark);
}

static void read_states(struct fields *f, struct kb_variable *v)
{
	const struct json *value = json_get(f->object, "states");
	void *items = NULL;

	if (value && json_type(value) == JSON_STRING) {
		v->scale_id = field_id(f, "states", true);
		return;
	}
	v->state_count = field_objects(f, "states", true, sizeof(*v->states), &items, read_state);
	v->states = items;
}

/* Whether the numbers under KEY fit a root or a child, and are rows where rows are due. */
static bool numbers_fit(struct fields *f, const char *key, bool root, size_t rows)
{
	bool table = !strcmp(key, "table");
	size_t mark = reader_enter(f->reader, key);
	size_t faults = f->reader->faults->count;

	if (root != !strcmp(key, "prior")) {
		fault_hint(reader_fault(f->reader, "wrong-shape", "'%s' does not fit %s", key,
				   root ? "a root" : "a variable with a parent"),
			"a root has a prior, a child typical levels or a table");
	} else if (table != (rows > 0)) {
		reader_fault(f->reader, "table-shape", "'%s' must be %s", key,
			table ? "an array of rows" : "a plain array of numbers");
	}
	reader_leave(f->reader, mark);
	return f->reader->faults->count == faults;
}

static void read_numbers(struct fields *f, struct kb_variable *v)
{
	static const char *const keys[] = {"prior", "typical", "table"};
	bool root = !json_get(f->object, "parent");
	size_t given = 0;

	for (size_t i = 0; i < 3; i++) {
		size_t count;
		size_t rows;
		double *numbers = field_numbers(f, keys[i], false, &count, &rows);

		given += json_get(f->object, keys[i]) != NULL;
		if (numbers && numbers_fit(f, keys[i], root, rows)) {
			v->numbers = numbers;
			v->number_count = count;
			v->number_rows = root ? 1 : rows;
		}
	}
	if (!root && !v->parent_id) {
		v->numbers = NULL;
	}
	if (given != 1) {
		v->numbers = NULL;
		fault_hint(reader_fault(f->reader, "missing-numbers",
				   "needs exactly one of 'prior', 'typical' and 'table'"),
			"a root has a prior, a child typical levels or a table");
	}
}

void read_variable(struct reader *r, const struct json *value, void *item)
{
	struct kb_variable *v = item;
	struct fields f;

	v->place = reader_place(r);
	v->parent = v->cause = v->topic = KAM_NONE;
	if (!fields_open(&f, r, value)) {
		return;
	}
	v->id = field_id(&f, "id", true);
	v->parent_id = field_id(&f, "parent", false);
	v->topic_id = field_id(&f, "topic", false);
	v->name = field_text(&f, "name", true);
	v->cites = field_list(&f, "cites", false);
	v->reason = field_string(&f, "reason", false);
	v->spread = read_spread(&f);
	read_facet(&f, v);
	read_states(&f, v);
	read_numbers(&f, v);
	fields_close(&f);
}
