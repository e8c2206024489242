/* SPDX-License-Identifier: MIT */
#include "knowledge/read_objects.h"

#include "util/memory.h"

#include <string.h>

static void read_option(struct reader *r, const struct json *value, void *item)
{
	struct kb_option *o = item;
	struct fields f;

	if (!fields_open(&f, r, value)) {
		return;
	}
	o->id = field_id(&f, "id", true);
	o->text = field_text(&f, "text", true);
	o->typical = read_number_or(&f, "typical", 0, KB_MAX_STATES, -1, 0);
	o->strong = field_bool(&f, "strong");
	fields_close(&f);
}

static void read_find_out(struct fields *outer, struct kb_question *q, bool required)
{
	const struct json *value = field_value(outer, "find_out", required, JSON_OBJECT);
	struct fields f;
	size_t mark;

	if (!value) {
		return;
	}
	mark = reader_enter(outer->reader, "find_out");
	if (fields_open(&f, outer->reader, value)) {
		q->who = field_text(&f, "who", true);
		q->how = field_text(&f, "how", true);
		fields_close(&f);
	}
	reader_leave(outer->reader, mark);
}

/* What choices and items have in common. */
static void read_evidence(struct fields *f, struct kb_question *q)
{
	q->id = field_id(f, "id", true);
	q->variable_id = field_id(f, "measures", true);
	q->name = field_text(f, "name", true);
	q->text = field_text(f, "text", true);
	q->customer_text = field_text(f, "customer_text", false);
	q->known = field_number(f, "known", false, 0, 1, 1);
	q->numbers = field_numbers(f, "table", false, &q->number_columns, &q->number_rows);
	q->number_columns = q->number_rows ? q->number_columns / q->number_rows : 0;
	q->faulty = !q->numbers && json_get(f->object, "table");
	q->ask_if = field_conditions(f, "ask_if");
	q->cites = field_list(f, "cites", false);
	field_string(f, "reason", false);
}

static void read_tells(struct fields *f, struct kb_question *q)
{
	static const char *const words[] = {"exposed", NULL};

	q->tells_exposed = field_word(f, "tells", false, words, -1) == 0;
}

static void read_choice(struct fields *f, struct kb_question *q)
{
	static const char *const asks[] = {"exists", "happened", "judged", NULL};
	static const char *const vantages[] = {"either", "own", "customer", NULL};
	void *items = NULL;

	read_evidence(f, q);
	q->topic_id = field_id(f, "topic", true);
	q->effort = field_number(f, "effort", false, 0.1, 100, 1);
	q->asks = (enum kb_asks)field_word(f, "asks", true, asks, KB_EXISTS);
	q->vantage = (enum kb_vantage)field_word(f, "vantage", false, vantages, KB_EITHER);
	q->mandatory = field_bool(f, "mandatory");
	q->help = field_text(f, "help", true);
	q->why = field_text(f, "why", true);
	q->spread = read_spread(f);
	q->faulty |= q->spread < 0;
	read_tells(f, q);
	read_find_out(f, q, true);
	q->option_count =
		field_objects(f, "options", true, sizeof(*q->options), &items, read_option);
	q->options = items;
	fields_close(f);
}

static struct kb_question *question_add(struct kam_kb *kb, size_t *capacity)
{
	kb->questions =
		memory_grow(kb->questions, kb->question_count, capacity, sizeof(*kb->questions));
	memset(&kb->questions[kb->question_count], 0, sizeof(*kb->questions));
	kb->questions[kb->question_count].checklist = KAM_NONE;
	return &kb->questions[kb->question_count++];
}

/* Questions grow on the heap while reading; resolving moves them into the arena, sorted. */
static size_t question_capacity(const struct kam_kb *kb)
{
	size_t capacity = 8;

	while (capacity < kb->question_count) {
		capacity *= 2;
	}
	return kb->question_count ? capacity : 0;
}

static void read_item(struct reader *r, const struct json *value, struct kb_checklist *list)
{
	size_t capacity = question_capacity(r->kb);
	struct kb_question *q = question_add(r->kb, &capacity);
	struct fields f;

	q->place = reader_place(r);
	q->checklist = r->kb->checklist_count;
	q->topic_id = list->topic_id;
	q->effort = 1;
	if (!fields_open(&f, r, value)) {
		return;
	}
	read_evidence(&f, q);
	read_tells(&f, q);
	read_find_out(&f, q, false);
	if (q->id) {
		list->item_ids.items[list->item_ids.count++] = q->id;
	}
	fields_close(&f);
}

static void read_items(struct fields *f, struct kb_checklist *list)
{
	const struct json *value = field_value(f, "items", true, JSON_ARRAY);
	size_t index = 0;
	size_t outer;

	if (!value) {
		return;
	}
	outer = reader_enter(f->reader, "items");
	list->item_ids.items =
		arena_alloc(&f->reader->kb->arena, json_size(value) + 1, sizeof(char *));
	for (const struct json *m = json_first(value); m; m = json_next(m)) {
		size_t mark = reader_enter_index(f->reader, index++);

		read_item(f->reader, m, list);
		reader_leave(f->reader, mark);
	}
	if (!index || index > KB_MAX_ITEMS) {
		reader_fault(f->reader, "item-count", "%zu items; a checklist has 1 to %d", index,
			KB_MAX_ITEMS);
	}
	reader_leave(f->reader, outer);
}

static void read_checklist(struct fields *f)
{
	static const char *const asks[] = {"exists", "happened", "judged", NULL};
	struct kam_kb *kb = f->reader->kb;
	struct kb_checklist list = {.topic = KAM_NONE};

	list.place = reader_place(f->reader);
	list.id = field_id(f, "id", true);
	list.topic_id = field_id(f, "topic", true);
	list.effort = field_number(f, "effort", false, 0.1, 100, 1);
	field_word(f, "asks", false, asks, 0);
	list.scale_id = field_id(f, "options", false);
	list.name = field_text(f, "name", true);
	list.text = field_text(f, "text", true);
	list.help = field_text(f, "help", true);
	list.why = field_text(f, "why", true);
	list.none = field_text(f, "none", true);
	list.rest = field_text(f, "rest", true);
	list.cites = field_list(f, "cites", false);
	field_string(f, "reason", false);
	read_items(f, &list);
	fields_close(f);
	kb->checklists = memory_resize(kb->checklists, kb->checklist_count + 1, sizeof(list));
	kb->checklists[kb->checklist_count++] = list;
}

void read_question(struct reader *r, const struct json *value)
{
	static const char *const kinds[] = {"choice", "checklist", NULL};
	struct fields f;
	size_t capacity;
	struct kb_question *q;

	if (!fields_open(&f, r, value)) {
		return;
	}
	if (field_word(&f, "kind", true, kinds, json_get(value, "items") ? 1 : 0) == 1) {
		read_checklist(&f);
		return;
	}
	capacity = question_capacity(r->kb);
	q = question_add(r->kb, &capacity);
	q->place = reader_place(r);
	read_choice(&f, q);
}
