/* SPDX-License-Identifier: MIT */
#include "knowledge/resolve.h"

#include <math.h>
#include <string.h>

#define ROW_SLACK 0.005

void table_by_shape(double *out, const double *typical, size_t rows, size_t columns, double spread)
{
	for (size_t i = 0; i < rows; i++) {
		double sum = 0;

		for (size_t j = 0; j < columns; j++) {
			out[i * columns + j] = exp(-fabs((double)j - typical[i]) / spread);
			sum += out[i * columns + j];
		}
		for (size_t j = 0; j < columns; j++) {
			out[i * columns + j] /= sum;
		}
	}
}

static void resolve_scale(struct reader *r, struct kb_variable *v)
{
	struct kam_kb *kb = r->kb;
	const char *ids[64];
	size_t count = 0;

	for (size_t i = 0; i < kb->scale_count; i++) {
		if (!strcmp(kb->scales[i].id, v->scale_id)) {
			v->states = kb->scales[i].states;
			v->state_count = kb->scales[i].state_count;
			return;
		}
		if (count < 64) {
			ids[count++] = kb->scales[i].id;
		}
	}
	fault_suggest(reader_fault_at(r, &v->place, "states", "unknown-scale",
			      "there is no scale '%s'", v->scale_id),
		v->scale_id, ids, count);
}

static void check_states(struct reader *r, struct kb_variable *v)
{
	if (v->state_count < 2 || v->state_count > KB_MAX_STATES) {
		reader_fault_at(r, &v->place, "states", "state-count",
			"%zu states; a variable has 2 to %d", v->state_count, KB_MAX_STATES);
	}
	for (size_t i = 0; i < v->state_count; i++) {
		for (size_t j = 0; v->states[i].id && j < i; j++) {
			if (v->states[j].id && !strcmp(v->states[i].id, v->states[j].id)) {
				reader_fault_at(r, &v->place, "states", "duplicate-id",
					"two states are called '%s'", v->states[i].id);
			}
		}
	}
}

static void resolve_topic(struct reader *r, struct kb_variable *v)
{
	for (size_t i = 0; v->topic_id && i < r->kb->topic_count; i++) {
		if (r->kb->topics[i].id && !strcmp(r->kb->topics[i].id, v->topic_id)) {
			v->topic = i;
			return;
		}
	}
	if (v->topic_id) {
		reader_fault_at(r, &v->place, "topic", "unknown-topic", "there is no topic '%s'",
			v->topic_id);
	}
}

static bool in_cycle(const struct kam_kb *kb, size_t start)
{
	size_t at = kb->variables[start].parent;

	for (size_t steps = 0; at != KAM_NONE && steps < kb->variable_count; steps++) {
		if (at == start) {
			return true;
		}
		at = kb->variables[at].parent;
	}
	return false;
}

static void check_cycles(struct reader *r)
{
	struct kam_kb *kb = r->kb;
	bool *member = arena_alloc(&kb->arena, kb->variable_count + 1, sizeof(*member));

	for (size_t i = 0; i < kb->variable_count; i++) {
		member[i] = in_cycle(kb, i);
		if (member[i]) {
			reader_fault_at(r, &kb->variables[i].place, "parent", "cycle",
				"'%s' is its own ancestor, through '%s'", kb->variables[i].id,
				kb->variables[i].parent_id);
		}
	}
	for (size_t i = 0; i < kb->variable_count; i++) {
		if (member[i]) {
			kb->variables[i].parent = KAM_NONE;
		}
	}
}

static void link_children(struct kam_kb *kb)
{
	for (size_t i = 0; i < kb->variable_count; i++) {
		struct kb_variable *v = &kb->variables[i];

		v->children = arena_alloc(&kb->arena, kb->variable_count + 1, sizeof(size_t));
		for (size_t j = 0; j < kb->variable_count; j++) {
			if (kb->variables[j].parent == i) {
				v->children[v->child_count++] = j;
			}
		}
		for (size_t p = v->parent; p != KAM_NONE; p = kb->variables[p].parent) {
			v->depth++;
		}
	}
}

static size_t parent_states(const struct kam_kb *kb, const struct kb_variable *v)
{
	return v->parent == KAM_NONE ? 1 : kb->variables[v->parent].state_count;
}

/* Rows that sum to 1 ± 0.005, without zeros, normalised into OUT. */
static void check_rows(struct reader *r, const struct kb_place *place, const double *numbers,
	size_t rows, size_t columns, double *out)
{
	for (size_t i = 0; i < rows; i++) {
		double sum = 0;

		for (size_t j = 0; j < columns; j++) {
			double p = numbers[i * columns + j];

			if (!(p > 0)) {
				reader_fault_at(r, place, NULL, "zero-probability",
					"row %zu has %g; nothing is impossible", i + 1, p);
			}
			sum += p;
		}
		if (fabs(sum - 1) > ROW_SLACK) {
			reader_fault_at(r, place, NULL, "row-sum", "row %zu sums to %g, not 1",
				i + 1, sum);
		}
		for (size_t j = 0; j < columns; j++) {
			out[i * columns + j] = numbers[i * columns + j] / sum;
		}
	}
}

static void build_table(struct reader *r, struct kb_variable *v)
{
	size_t rows = parent_states(r->kb, v);
	size_t wanted = v->number_rows ? rows * v->state_count : rows;

	if (!v->numbers || v->state_count < 2) {
		return;
	}
	v->table = arena_alloc(&r->kb->arena, rows * v->state_count, sizeof(*v->table));
	if (v->number_count != wanted || (v->number_rows && v->number_rows != rows)) {
		fault_hint(reader_fault_at(r, &v->place, NULL, "table-shape",
				   "'%s' gives %zu numbers", v->id, v->number_count),
			v->number_rows ? "%zu rows of %zu" : "%zu, one per state of the parent",
			rows, v->state_count);
	} else if (v->number_rows) {
		check_rows(r, &v->place, v->numbers, rows, v->state_count, v->table);
	} else if (!(v->spread > 0)) {
		reader_fault_at(r, &v->place, NULL, "missing-key", "'typical' needs a 'spread'");
	} else {
		table_by_shape(v->table, v->numbers, rows, v->state_count, v->spread);
	}
}

void resolve_variables(struct reader *r)
{
	struct kam_kb *kb = r->kb;

	for (size_t i = 0; i < kb->variable_count; i++) {
		struct kb_variable *v = &kb->variables[i];

		if (v->scale_id) {
			resolve_scale(r, v);
		}
		check_states(r, v);
		resolve_topic(r, v);
		if (v->parent_id) {
			v->parent = resolve_variable(r, &v->place, "parent", v->parent_id);
		}
	}
	check_cycles(r);
	link_children(kb);
	for (size_t i = 0; i < kb->variable_count; i++) {
		build_table(r, &kb->variables[i]);
	}
}
