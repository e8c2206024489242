/* SPDX-License-Identifier: MIT */
#include "knowledge/resolve.h"

#include "util/memory.h"

#include <stdlib.h>
#include <string.h>

/* Sorting arrays of structs whose first member is the id. */
static int by_id(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
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

#define SETTLE(kb, items, count)                                                                   \
	do {                                                                                       \
		void *list = (kb)->items;                                                          \
		settle(kb, &list, &(kb)->count, sizeof(*(kb)->items));                             \
		(kb)->items = list;                                                                \
	} while (0)

static void check_unique(struct reader *r, const void *items, size_t count, size_t size,
	size_t place_at, const char *what)
{
	const char *base = items;

	for (size_t i = 1; i < count; i++) {
		const char *const *previous = (const void *)(base + (i - 1) * size);
		const char *const *id = (const void *)(base + i * size);

		if (!strcmp(*previous, *id)) {
			const struct kb_place *place =
				(const void *)(base + i * size + place_at);

			fault_hint(reader_fault_at(r, place, "id", "duplicate-id",
					   "another %s is called '%s'", what, *id),
				"give one of them another id");
		}
	}
}

#define UNIQUE(r, items, count, type, what)                                                        \
	check_unique(r, (r)->kb->items, (r)->kb->count, sizeof(struct type),                       \
		offsetof(struct type, place), what)

static void check_list_names(struct reader *r)
{
	const struct kam_kb *kb = r->kb;

	for (size_t i = 0; i < kb->checklist_count; i++) {
		if (kam_kb_find_question(kb, kb->checklists[i].id) != KAM_NONE) {
			reader_fault_at(r, &kb->checklists[i].place, "id", "duplicate-id",
				"another question is called '%s'", kb->checklists[i].id);
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

/* All ids of an array of structs that begin with their id, for suggestions. */
static void suggest_from(struct kam_fault *fault, const char *word, const void *items, size_t count,
	size_t size)
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
		suggest_from(reader_fault_at(r, place, member, "unknown-variable",
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
		suggest_from(reader_fault_at(r, place, member, "unknown-question",
				     "there is no question '%s'", id),
			id, r->kb->questions, r->kb->question_count, sizeof(*r->kb->questions));
	}
	return found;
}

void resolve_states(struct reader *r, const struct kb_place *object, struct kb_condition *c)
{
	struct kb_place place = {object->file, c->pointer};
	const struct kb_variable *v;

	c->index = resolve_variable(r, &place, NULL, c->key);
	if (c->index == KAM_NONE) {
		return;
	}
	v = &r->kb->variables[c->index];
	c->holds = arena_alloc(&r->kb->arena, v->state_count + 1, sizeof(*c->holds));
	for (size_t i = 0; i < c->values.count; i++) {
		size_t state = kb_find_state(v, c->values.items[i]);

		if (state != KAM_NONE) {
			c->holds[state] = true;
			continue;
		}
		suggest_from(reader_fault_at(r, &place, NULL, "unknown-state",
				     "'%s' has no state '%s'", v->id, c->values.items[i]),
			c->values.items[i], v->states, v->state_count, sizeof(*v->states));
	}
	if (!c->values.count || c->values.count == v->state_count) {
		reader_fault_at(r, &place, NULL, "constant-condition", "the condition is %s true",
			c->values.count ? "always" : "never");
	}
}

void resolve_base(struct reader *r)
{
	resolve_order(r);
	resolve_variables(r);
	resolve_questions(r);
	resolve_roles(r);
	resolve_stages(r);
	resolve_causes(r);
	resolve_actions(r);
}
