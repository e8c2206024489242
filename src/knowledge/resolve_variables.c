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

	for (size_t i = 0; i < kb->scale_count; i++) {
		if (!strcmp(kb->scales[i].id, v->scale_id)) {
			v->states = kb->scales[i].states;
			v->state_count = kb->scales[i].state_count;
			return;
		}
	}
	resolve_suggest(reader_fault_at(r, &v->place, "states", "unknown-scale",
				"there is no scale '%s'", v->scale_id),
		v->scale_id, kb->scales, kb->scale_count, sizeof(*kb->scales));
}

static void check_states(struct reader *r, struct kb_variable *v)
{
	if (!v->states) {
		return;
	}
	if (v->state_count < 2 || v->state_count > KB_MAX_STATES) {
		reader_fault_at(r, &v->place, "states", "state-count",
			"%zu states; a variable has 2 to %d", v->state_count, KB_MAX_STATES);
		return;
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

		for (size_t p = v->parent; p != KAM_NONE; p = kb->variables[p].parent) {
			v->depth++;
		}
		if (v->parent != KAM_NONE) {
			kb->variables[v->parent].child_count++;
		}
	}
	for (size_t i = 0; i < kb->variable_count; i++) {
		struct kb_variable *v = &kb->variables[i];

		v->children = arena_alloc(&kb->arena, v->child_count + 1, sizeof(size_t));
		v->child_count = 0;
	}
	for (size_t i = 0; i < kb->variable_count; i++) {
		struct kb_variable *v = &kb->variables[i];

		if (v->parent != KAM_NONE) {
			struct kb_variable *parent = &kb->variables[v->parent];

			parent->children[parent->child_count++] = i;
		}
	}
}

static size_t parent_states(const struct kam_kb *kb, const struct kb_variable *v)
{
	return v->parent == KAM_NONE ? 1 : kb->variables[v->parent].state_count;
}

bool table_by_rows(struct reader *r, const struct kb_place *place, const char *member, bool flat,
	const double *numbers, size_t rows, size_t columns, double *out)
{
	size_t faults = r->faults->count;

	for (size_t i = 0; i < rows; i++) {
		const double *row = numbers + i * columns;
		struct kb_place at = flat ? resolve_below(r, place, "/%s", member)
					  : resolve_below(r, place, "/%s/%zu", member, i);
		double sum = 0;

		for (size_t j = 0; j < columns; j++) {
			if (!(row[j] > 0)) {
				reader_fault_at(r, &at, NULL, "zero-probability",
					"a probability is %g; nothing is impossible", row[j]);
			}
			sum += row[j];
		}
		if (!(fabs(sum - 1) <= ROW_SLACK)) {
			fault_hint(reader_fault_at(r, &at, NULL, "row-sum",
					   "the row sums to %g, not 1", sum),
				"from %g to %g", 1 - ROW_SLACK, 1 + ROW_SLACK);
		}
		for (size_t j = 0; j < columns; j++) {
			out[i * columns + j] = row[j] / sum;
		}
	}
	return r->faults->count == faults;
}

bool table_positive(
	struct reader *r, const struct kb_place *place, const double *table, size_t cells)
{
	for (size_t i = 0; i < cells; i++) {
		if (!(table[i] > 0)) {
			reader_fault_at(r, place, "spread", "zero-probability",
				"the spread is too small: a probability comes out as 0");
			return false;
		}
	}
	return true;
}

/* Usual levels outside the scale would be given full belief at its end, or none anywhere. */
static bool check_typical(struct reader *r, const struct kb_variable *v)
{
	size_t faults = r->faults->count;

	for (size_t i = 0; i < v->number_count; i++) {
		struct kb_place at = resolve_below(r, &v->place, "/typical/%zu", i);

		if (v->numbers[i] < 0 || v->numbers[i] > (double)(v->state_count - 1)) {
			fault_hint(reader_fault_at(r, &at, NULL, "out-of-range", "the level is %g",
					   v->numbers[i]),
				"from 0 to %zu", v->state_count - 1);
		}
	}
	return r->faults->count == faults;
}

static void shape_table(struct reader *r, struct kb_variable *v, size_t rows)
{
	if (v->number_count != rows) {
		fault_hint(reader_fault_at(r, &v->place, "typical", "table-shape", "%zu levels",
				   v->number_count),
			"%zu, one per state of the parent", rows);
	} else if (v->spread == 0) {
		reader_fault_at(r, &v->place, NULL, "missing-key", "'typical' needs a 'spread'");
	} else if (check_typical(r, v) && v->spread > 0) {
		table_by_shape(v->table, v->numbers, rows, v->state_count, v->spread);
		table_positive(r, &v->place, v->table, rows * v->state_count);
	}
}

static void build_table(struct reader *r, struct kb_variable *v)
{
	size_t rows = parent_states(r->kb, v);
	const char *member = v->parent_id ? "table" : "prior";

	/* Where the parent or the states are at fault, nothing can be said about the numbers. */
	if (!v->numbers || v->state_count < 2 || !rows || (v->parent_id && v->parent == KAM_NONE)) {
		return;
	}
	v->table = arena_alloc(&r->kb->arena, rows * v->state_count, sizeof(*v->table));
	if (!v->number_rows) {
		shape_table(r, v, rows);
	} else if (!v->parent_id && v->number_count != v->state_count) {
		fault_hint(reader_fault_at(r, &v->place, member, "table-shape", "%zu numbers",
				   v->number_count),
			"%zu, one per state", v->state_count);
	} else if (v->number_rows != rows || v->number_count != rows * v->state_count) {
		fault_hint(reader_fault_at(r, &v->place, member, "table-shape", "%zu rows of %zu",
				   v->number_rows, v->number_count / v->number_rows),
			"%zu rows of %zu", rows, v->state_count);
	} else {
		table_by_rows(r, &v->place, member, !v->parent_id, v->numbers, rows, v->state_count,
			v->table);
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
		v->topic = resolve_topic(r, &v->place, v->topic_id);
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
