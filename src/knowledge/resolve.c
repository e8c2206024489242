/* SPDX-License-Identifier: MIT */
#include "knowledge/resolve.h"

#include "util/memory.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* What all structs sorted here begin with. */
struct head {
	const char *id;
	struct kb_place place;
};

/* By id; equal ids by place, so that the same one of them is at fault everywhere. */
static int by_id(const void *a, const void *b)
{
	const struct head *x = a;
	const struct head *y = b;
	int order = strcmp(x->id, y->id);
	size_t x_len = strlen(x->place.pointer);
	size_t y_len = strlen(y->place.pointer);

	order = order ? order : strcmp(x->place.file, y->place.file);
	order = order ? order : (x_len > y_len) - (x_len < y_len);
	return order ? order : strcmp(x->place.pointer, y->place.pointer);
}

/* Moves ITEMS from the heap to the arena, without those that have no id (a fault was given), and sorts. */
static void settle(struct kam_kb *kb, void **items, size_t *count, size_t size)
{
	char *from = *items;
	char *to = arena_alloc(&kb->arena, *count + 1, size);
	size_t kept = 0;

	for (size_t i = 0; i < *count; i++) {
		const char *id;

		memcpy(&id, from + i * size, sizeof(id));
		if (id) {
			memcpy(to + kept++ * size, from + i * size, size);
		}
	}
	free(from);
	qsort(to, kept, size, by_id);
	*items = to;
	*count = kept;
}

#define SETTLE(kb, items, count)                                       \
	do {                                                           \
		void *list = (kb)->items;                              \
		settle(kb, &list, &(kb)->count, sizeof(*(kb)->items)); \
		(kb)->items = list;                                    \
	} while (0)

static void fault_twice(struct reader *r, const struct kb_place *place,
	const struct kb_place *other, const char *what, const char *id)
{
	fault_hint(reader_fault_at(
			   r, place, "id", "duplicate-id", "another %s is called '%s'", what, id),
		"the other one is in %s at %s: give one of them another id", other->file,
		other->pointer);
}

static void check_unique(
	struct reader *r, const void *items, size_t count, size_t size, const char *what)
{
	const char *base = items;

	for (size_t i = 1; i < count; i++) {
		const struct head *previous = (const void *)(base + (i - 1) * size);
		const struct head *item = (const void *)(base + i * size);

		if (!strcmp(previous->id, item->id)) {
			fault_twice(r, &item->place, &previous->place, what, item->id);
		}
	}
}

#define UNIQUE(r, items, count, type, what) \
	check_unique(r, (r)->kb->items, (r)->kb->count, sizeof(struct type), what)

static void check_list_names(struct reader *r)
{
	const struct kam_kb *kb = r->kb;

	for (size_t i = 0; i < kb->checklist_count; i++) {
		size_t question = kam_kb_find_question(kb, kb->checklists[i].id);

		if (question != KAM_NONE) {
			fault_twice(r, &kb->checklists[i].place, &kb->questions[question].place,
				"question", kb->checklists[i].id);
		}
	}
}

void resolve_order(struct reader *r)
{
	struct kam_kb *kb = r->kb;

	SETTLE(kb, variables, variable_count);
	SETTLE(kb, questions, question_count);
	SETTLE(kb, checklists, checklist_count);
	SETTLE(kb, stages, stage_count);
	SETTLE(kb, causes, cause_count);
	SETTLE(kb, strains, strain_count);
	SETTLE(kb, actions, action_count);
	SETTLE(kb, terms, term_count);
	UNIQUE(r, variables, variable_count, kb_variable, "variable");
	UNIQUE(r, questions, question_count, kb_question, "question");
	UNIQUE(r, checklists, checklist_count, kb_checklist, "checklist");
	UNIQUE(r, stages, stage_count, kb_stage, "stage");
	UNIQUE(r, causes, cause_count, kb_cause, "cause");
	UNIQUE(r, strains, strain_count, kb_strain, "strain");
	UNIQUE(r, actions, action_count, kb_action, "action");
	UNIQUE(r, terms, term_count, kb_term, "term");
	check_list_names(r);
}

struct kb_place resolve_below(
	struct reader *r, const struct kb_place *place, const char *format, ...)
{
	struct kb_place below = {place->file, NULL};
	struct str pointer = STR_INIT;
	va_list args;

	str_add(&pointer, place->pointer ? place->pointer : "");
	va_start(args, format);
	str_addv(&pointer, format, args);
	va_end(args);
	below.pointer = arena_text(&r->kb->arena, str_text(&pointer));
	str_release(&pointer);
	return below;
}

size_t resolve_topic(struct reader *r, const struct kb_place *place, const char *id)
{
	const struct kam_kb *kb = r->kb;

	if (!id) {
		return KAM_NONE;
	}
	for (size_t i = 0; i < kb->topic_count; i++) {
		if (kb->topics[i].id && !strcmp(kb->topics[i].id, id)) {
			return i;
		}
	}
	resolve_suggest(
		reader_fault_at(r, place, "topic", "unknown-topic", "there is no topic '%s'", id),
		id, kb->topics, kb->topic_count, sizeof(*kb->topics));
	return KAM_NONE;
}

void resolve_suggest(
	struct kam_fault *fault, const char *word, const void *items, size_t count, size_t size)
{
	const char **ids = memory_alloc(count + 1, sizeof(*ids));
	const char *base = items;

	for (size_t i = 0; i < count; i++) {
		memcpy(&ids[i], base + i * size, sizeof(*ids));
	}
	fault_suggest(fault, word, ids, count);
	free(ids);
}

size_t resolve_variable(
	struct reader *r, const struct kb_place *place, const char *member, const char *id)
{
	size_t found = kam_kb_find_variable(r->kb, id);

	if (found == KAM_NONE) {
		resolve_suggest(reader_fault_at(r, place, member, "unknown-variable",
					"there is no variable '%s'", id),
			id, r->kb->variables, r->kb->variable_count, sizeof(*r->kb->variables));
	}
	return found;
}

size_t resolve_question(
	struct reader *r, const struct kb_place *place, const char *member, const char *id)
{
	size_t found = kam_kb_find_question(r->kb, id);

	if (found == KAM_NONE) {
		resolve_suggest(reader_fault_at(r, place, member, "unknown-question",
					"there is no question '%s'", id),
			id, r->kb->questions, r->kb->question_count, sizeof(*r->kb->questions));
	}
	return found;
}

void resolve_states(struct reader *r, const struct kb_place *object, struct kb_condition *c)
{
	struct kb_place place = {object->file, c->pointer};
	const struct kb_variable *v;
	bool known = true;
	size_t held = 0;

	c->index = resolve_variable(r, &place, NULL, c->key);
	if (c->index == KAM_NONE || !r->kb->variables[c->index].state_count) {
		return;
	}
	v = &r->kb->variables[c->index];
	c->holds = arena_alloc(&r->kb->arena, v->state_count + 1, sizeof(*c->holds));
	for (size_t i = 0; i < c->values.count; i++) {
		size_t state = kb_find_state(v, c->values.items[i]);

		if (state != KAM_NONE) {
			held += !c->holds[state];
			c->holds[state] = true;
			continue;
		}
		known = false;
		resolve_suggest(reader_fault_at(r, &place, NULL, "unknown-state",
					"'%s' has no state '%s'", v->id, c->values.items[i]),
			c->values.items[i], v->states, v->state_count, sizeof(*v->states));
	}
	if (known && (!held || held == v->state_count)) {
		reader_fault_at(r, &place, NULL, "constant-condition", "the condition is %s true",
			held ? "always" : "never");
	}
}
