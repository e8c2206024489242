/* SPDX-License-Identifier: MIT */
#include "knowledge/resolve.h"

#include <math.h>
#include <string.h>

#define SCALE_SPREAD 0.3 /* of answers about homework: people know what is done */

#define ORPHAN (KAM_NONE - 1) /* an item whose checklist has no id: a fault was given */

static void options_yes_no(struct kam_kb *kb, struct kb_question *q)
{
	q->option_count = 2;
	q->options = arena_alloc(&kb->arena, 2, sizeof(*q->options));
	q->options[0].id = "yes";
	q->options[1].id = "no";
}

static void options_of_scale(struct reader *r, struct kb_checklist *list, struct kb_question *q)
{
	const struct kam_kb *kb = r->kb;

	for (size_t i = 0; i < kb->scale_count; i++) {
		const struct kb_scale *scale = &kb->scales[i];

		if (strcmp(scale->id, list->scale_id)) {
			continue;
		}
		q->option_count = scale->state_count;
		q->options = arena_alloc(&r->kb->arena, q->option_count + 1, sizeof(*q->options));
		q->spread = SCALE_SPREAD;
		for (size_t o = 0; o < q->option_count; o++) {
			q->options[o].id = scale->states[o].id;
			q->options[o].text = scale->states[o].text;
			q->options[o].typical = (double)o;
		}
		return;
	}
	options_yes_no(r->kb, q);
	q->faulty = true;
}

static void check_scale(struct reader *r, const struct kb_checklist *list)
{
	const struct kam_kb *kb = r->kb;

	for (size_t i = 0; i < kb->scale_count; i++) {
		if (!strcmp(kb->scales[i].id, list->scale_id)) {
			return;
		}
	}
	resolve_suggest(reader_fault_at(r, &list->place, "options", "unknown-scale",
				"there is no scale '%s'", list->scale_id),
		list->scale_id, kb->scales, kb->scale_count, sizeof(*kb->scales));
}

static void resolve_checklist(struct reader *r, size_t index)
{
	struct kam_kb *kb = r->kb;
	struct kb_checklist *list = &kb->checklists[index];

	list->topic = resolve_topic(r, &list->place, list->topic_id);
	if (list->scale_id) {
		check_scale(r, list);
	}
	list->yes = list->no = list->partly = KAM_NONE;
	list->items = arena_alloc(&kb->arena, list->item_ids.count + 1, sizeof(size_t));
	for (size_t i = 0; i < list->item_ids.count; i++) {
		size_t found = kam_kb_find_question(kb, list->item_ids.items[i]);
		struct kb_question *q = &kb->questions[found];

		list->items[list->item_count++] = found;
		q->checklist = index;
		if (list->scale_id) {
			options_of_scale(r, list, q);
		} else {
			options_yes_no(kb, q);
		}
		list->yes = kb_find_option(q, "yes");
		list->no = kb_find_option(q, "no");
		list->partly = kb_find_option(q, "partly");
	}
	if (list->item_count && (list->yes == KAM_NONE || list->no == KAM_NONE)) {
		reader_fault_at(r, &list->place, "options", "scale-yes-no",
			"the scale of a checklist needs the states 'yes' and 'no'");
	}
}

static void check_options(struct reader *r, const struct kb_question *q)
{
	if (!q->options) {
		return;
	}
	if (q->option_count < 2 || q->option_count > KB_MAX_OPTIONS) {
		reader_fault_at(r, &q->place, "options", "option-count",
			"%zu options; a question has 2 to %d", q->option_count, KB_MAX_OPTIONS);
		return;
	}
	for (size_t i = 0; i < q->option_count; i++) {
		for (size_t j = 0; q->options[i].id && j < i; j++) {
			if (q->options[j].id && !strcmp(q->options[i].id, q->options[j].id)) {
				reader_fault_at(r, &q->place, "options", "duplicate-id",
					"two options are called '%s'", q->options[i].id);
			}
		}
	}
}

/* Items have no levels of their own: those on a scale take its levels, others need a table. */
static bool item_shaped(struct reader *r, const struct kb_question *q, size_t states)
{
	if (q->spread == 0) {
		reader_fault_at(
			r, &q->place, NULL, "missing-key", "an item on yes and no needs a 'table'");
		return false;
	}
	if (q->option_count != states) {
		fault_hint(reader_fault_at(r, &q->place, "measures", "scale-states",
				   "'%s' has %zu states, the scale of the checklist %zu",
				   q->variable_id, states, q->option_count),
			"let it measure a variable on that scale, or give it a 'table'");
		return false;
	}
	return true;
}

static bool typical_given(struct reader *r, const struct kb_question *q, size_t states)
{
	size_t faults = r->faults->count;

	if (q->checklist != KAM_NONE) {
		return item_shaped(r, q, states);
	}
	for (size_t o = 0; o < q->option_count; o++) {
		struct kb_place at = resolve_below(r, &q->place, "/options/%zu", o);
		double level = q->options[o].typical;

		if (level < 0) {
			fault_hint(reader_fault_at(r, &at, NULL, "missing-typical",
					   "the option has no level"),
				"give each option a 'typical' from 0 to %zu, or the question a "
				"'table'",
				states - 1);
		} else if (level > (double)(states - 1)) {
			fault_hint(reader_fault_at(r, &at, "typical", "out-of-range",
					   "the level is %g", level),
				"from 0 to %zu", states - 1);
		}
	}
	if (q->spread == 0) {
		reader_fault_at(r, &q->place, NULL, "missing-key",
			"a question without a 'table' needs a 'spread'");
	}
	return r->faults->count == faults;
}

/* P(o|x) ∝ exp(−|x − typical_o| / spread): inference.md, section 1. */
static void shape_rows(const struct kb_question *q, size_t states, double *out)
{
	for (size_t x = 0; x < states; x++) {
		double sum = 0;

		for (size_t o = 0; o < q->option_count; o++) {
			double p = exp(-fabs((double)x - q->options[o].typical) / q->spread);

			out[x * q->option_count + o] = p;
			sum += p;
		}
		for (size_t o = 0; o < q->option_count; o++) {
			out[x * q->option_count + o] /= sum;
		}
	}
}

static bool written_rows(struct reader *r, const struct kb_question *q, size_t states, double *out)
{
	if (!q->number_rows) {
		reader_fault_at(
			r, &q->place, "table", "table-shape", "'table' must be an array of rows");
		return false;
	}
	if (q->number_rows != states || q->number_columns != q->option_count) {
		fault_hint(reader_fault_at(r, &q->place, "table", "table-shape", "%zu rows of %zu",
				   q->number_rows, q->number_columns),
			"%zu rows, one per state; %zu numbers, one per option", states,
			q->option_count);
		return false;
	}
	return table_by_rows(
		r, &q->place, "table", false, q->numbers, states, q->option_count, out);
}

/* P'(o|x) = (1−ε)·P(o|x) + ε/K */
static void with_slips(struct kam_kb *kb, struct kb_question *q, size_t cells)
{
	double slip = kb->settings.slip;

	q->table = arena_alloc(&kb->arena, cells, sizeof(double));
	q->log_table = arena_alloc(&kb->arena, cells, sizeof(double));
	for (size_t i = 0; i < cells; i++) {
		q->table[i] = (1 - slip) * q->plain[i] + slip / (double)q->option_count;
		q->log_table[i] = log(q->table[i]);
	}
}

static void build_question(struct reader *r, struct kb_question *q)
{
	size_t states = q->variable == KAM_NONE ? 0 : r->kb->variables[q->variable].state_count;
	size_t cells = states * q->option_count;

	if (states < 2 || q->option_count < 2 || q->faulty) {
		return;
	}
	q->plain = arena_alloc(&r->kb->arena, cells, sizeof(double));
	if (q->numbers) {
		if (!written_rows(r, q, states, q->plain)) {
			return;
		}
	} else if (typical_given(r, q, states)) {
		shape_rows(q, states, q->plain);
		table_positive(r, &q->place, q->plain, cells);
	} else {
		return;
	}
	with_slips(r->kb, q, cells);
}

static uint64_t all_options(const struct kb_question *q)
{
	return q->option_count >= 64 ? UINT64_MAX : (UINT64_C(1) << q->option_count) - 1;
}

bool resolve_options(struct reader *r, const struct kb_place *place, const struct kb_question *q,
	const struct kb_list *ids, uint64_t *ret)
{
	bool known = true;

	*ret = 0;
	if (!q->option_count || q->option_count > KB_MAX_OPTIONS) {
		return false;
	}
	for (size_t i = 0; i < ids->count; i++) {
		size_t option = kb_find_option(q, ids->items[i]);

		if (option != KAM_NONE) {
			*ret |= UINT64_C(1) << option;
			continue;
		}
		known = false;
		resolve_suggest(reader_fault_at(r, place, NULL, "unknown-option",
					"'%s' has no option '%s'", q->id, ids->items[i]),
			ids->items[i], q->options, q->option_count, sizeof(*q->options));
	}
	return known;
}

static void resolve_condition(struct reader *r, struct kb_question *q, struct kb_condition *c)
{
	struct kb_place place = {q->place.file, c->pointer};
	const struct kb_question *on;
	bool known;

	c->index = resolve_question(r, &place, NULL, c->key);
	if (c->index == KAM_NONE) {
		return;
	}
	on = &r->kb->questions[c->index];
	known = resolve_options(r, &place, on, &c->values, &c->set);
	if (known && (!c->set || c->set == all_options(on))) {
		reader_fault_at(r, &place, NULL, "constant-condition", "the condition is %s true",
			c->set ? "always" : "never");
	}
}

/* Whether following conditions from AT leads to TARGET. */
static bool leads_to(const struct kam_kb *kb, size_t at, size_t target, bool *seen)
{
	const struct kb_question *q = &kb->questions[at];

	for (size_t i = 0; i < q->ask_if.count; i++) {
		size_t next = q->ask_if.items[i].index;

		if (next == target) {
			return true;
		}
		if (next != KAM_NONE && !seen[next]) {
			seen[next] = true;
			if (leads_to(kb, next, target, seen)) {
				return true;
			}
		}
	}
	return false;
}

static void check_condition_cycles(struct reader *r)
{
	struct kam_kb *kb = r->kb;
	bool *seen = arena_alloc(&kb->arena, kb->question_count + 1, sizeof(*seen));

	for (size_t i = 0; i < kb->question_count; i++) {
		if (!kb->questions[i].ask_if.count) {
			continue;
		}
		memset(seen, 0, kb->question_count * sizeof(*seen));
		if (leads_to(kb, i, i, seen)) {
			reader_fault_at(r, &kb->questions[i].place, "ask_if", "cycle",
				"whether '%s' is asked depends on its own answer",
				kb->questions[i].id);
			kb->questions[i].ask_if.count = 0;
		}
	}
}

static void link_questions(struct kam_kb *kb)
{
	for (size_t i = 0; i < kb->variable_count; i++) {
		struct kb_variable *v = &kb->variables[i];
		size_t count = 0;

		for (size_t q = 0; q < kb->question_count; q++) {
			count += kb->questions[q].variable == i;
		}
		v->questions = arena_alloc(&kb->arena, count + 1, sizeof(size_t));
		for (size_t q = 0; q < kb->question_count; q++) {
			if (kb->questions[q].variable == i) {
				v->questions[v->question_count++] = q;
			}
		}
	}
}

static void resolve_evidence(struct reader *r, struct kb_question *q)
{
	q->topic = KAM_NONE;
	if (q->checklist == KAM_NONE) {
		check_options(r, q);
		q->topic = resolve_topic(r, &q->place, q->topic_id);
	} else if (q->checklist == ORPHAN) {
		q->checklist = KAM_NONE;
		q->faulty = true;
	} else {
		q->topic = r->kb->checklists[q->checklist].topic;
	}
	q->variable = q->variable_id ? resolve_variable(r, &q->place, "measures", q->variable_id)
				     : KAM_NONE;
	build_question(r, q);
}

void resolve_questions(struct reader *r)
{
	struct kam_kb *kb = r->kb;

	for (size_t i = 0; i < kb->question_count; i++) {
		if (kb->questions[i].checklist != KAM_NONE) {
			kb->questions[i].checklist = ORPHAN;
		}
	}
	for (size_t i = 0; i < kb->checklist_count; i++) {
		resolve_checklist(r, i);
	}
	for (size_t i = 0; i < kb->question_count; i++) {
		resolve_evidence(r, &kb->questions[i]);
	}
	for (size_t i = 0; i < kb->question_count; i++) {
		for (size_t c = 0; c < kb->questions[i].ask_if.count; c++) {
			resolve_condition(r, &kb->questions[i], &kb->questions[i].ask_if.items[c]);
		}
	}
	check_condition_cycles(r);
	link_questions(kb);
}
