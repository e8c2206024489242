/* SPDX-License-Identifier: MIT */
#include "knowledge/resolve.h"

#include <string.h>

static bool is_cause_scale(const struct kb_variable *v)
{
	static const char *const ids[] = {"none", "exposed", "happening"};

	if (v->state_count != 3) {
		return false;
	}
	for (size_t i = 0; i < 3; i++) {
		if (!v->states[i].id || strcmp(v->states[i].id, ids[i])) {
			return false;
		}
	}
	return true;
}

static void place_severity(struct reader *r, struct kb_cause *c, const struct kb_severity *s)
{
	const struct kb_variable *stage = &r->kb->variables[r->kb->roles.stage];
	struct kb_place place = {c->place.file, s->pointer};
	size_t state = kb_find_state(&r->kb->variables[c->variable], s->state);
	size_t at = kb_find_state(stage, s->stage);

	if (state == KAM_NONE || state == 0) {
		fault_hint(reader_fault_at(r, &place, NULL, "unknown-state", "a severity for '%s'",
				   s->state),
			"one of: exposed, happening");
	} else if (at == KAM_NONE) {
		resolve_suggest(reader_fault_at(r, &place, NULL, "unknown-state",
					"there is no stage '%s'", s->stage),
			s->stage, stage->states, stage->state_count, sizeof(*stage->states));
	} else if (!(s->value >= 0 && s->value < 1)) {
		fault_hint(reader_fault_at(
				   r, &place, NULL, "out-of-range", "severity is %g", s->value),
			"at least 0, below 1");
		c->severity[state * stage->state_count + at] = 0;
	} else {
		c->severity[state * stage->state_count + at] = s->value;
	}
}

static void check_complete(struct reader *r, struct kb_cause *c)
{
	const struct kb_variable *stage = &r->kb->variables[r->kb->roles.stage];

	if (!c->severities) {
		return;
	}
	for (size_t i = stage->state_count; i < 3 * stage->state_count; i++) {
		const char *id = stage->states[i % stage->state_count].id;

		if (c->severity[i] < 0 && id) {
			reader_fault_at(r, &c->place, "severity", "missing-severity",
				"no severity for '%s' at '%s'",
				i < 2 * stage->state_count ? "exposed" : "happening", id);
			c->severity[i] = 0;
		}
	}
}

static void resolve_cause(struct reader *r, size_t index)
{
	struct kam_kb *kb = r->kb;
	struct kb_cause *c = &kb->causes[index];
	size_t stages;

	c->variable = c->variable_id ? resolve_variable(r, &c->place, "variable", c->variable_id)
				     : KAM_NONE;
	if (c->variable == KAM_NONE || kb->roles.stage == KAM_NONE) {
		return;
	}
	if (kb->variables[c->variable].cause != KAM_NONE) {
		fault_hint(reader_fault_at(r, &c->place, "variable", "cause-shared",
				   "'%s' is the variable of '%s' already", c->variable_id,
				   kb->causes[kb->variables[c->variable].cause].id),
			"each cause needs a variable of its own");
	}
	kb->variables[c->variable].cause = index;
	if (!kb->variables[c->variable].states) {
		return;
	}
	if (!is_cause_scale(&kb->variables[c->variable])) {
		reader_fault_at(r, &c->place, "variable", "cause-states",
			"'%s' must have the states none, exposed, happening", c->variable_id);
		return;
	}
	if (!kb_under(kb, c->variable, kb->roles.stage)) {
		reader_fault_at(r, &c->place, "variable", "cause-tree",
			"'%s' must hang below the stage", c->variable_id);
	}
	stages = kb->variables[kb->roles.stage].state_count;
	c->severity = arena_alloc(&kb->arena, 3 * stages, sizeof(double));
	for (size_t i = stages; i < 3 * stages; i++) {
		c->severity[i] = -1;
	}
	for (size_t i = 0; i < c->severity_count; i++) {
		place_severity(r, c, &c->severities[i]);
	}
	check_complete(r, c);
	if (!kb->variables[c->variable].question_count) {
		reader_fault_at(
			r, &c->place, NULL, "cause-unasked", "no question asks about '%s'", c->id);
	}
}

void resolve_causes(struct reader *r)
{
	for (size_t i = 0; i < r->kb->cause_count; i++) {
		resolve_cause(r, i);
	}
}

static size_t cause_of_action(struct reader *r, const struct kb_place *place, const char *id)
{
	const struct kam_kb *kb = r->kb;

	for (size_t i = 0; i < kb->cause_count; i++) {
		if (!strcmp(kb->causes[i].id, id)) {
			return i;
		}
	}
	resolve_suggest(
		reader_fault_at(r, place, NULL, "unknown-cause", "there is no cause '%s'", id), id,
		kb->causes, kb->cause_count, sizeof(*kb->causes));
	return KAM_NONE;
}

static void resolve_moves(struct reader *r, struct kb_action *a)
{
	a->moves = arena_alloc(&r->kb->arena, a->moves_ids.count + 1, sizeof(size_t));
	for (size_t i = 0; i < a->moves_ids.count; i++) {
		struct kb_place at = resolve_below(r, &a->place, "/moves/%zu", i);
		size_t v = resolve_variable(r, &at, NULL, a->moves_ids.items[i]);

		a->moves[i] = v;
		if (v != KAM_NONE && r->kb->variables[v].aspect != KB_NO_ASPECT &&
			!r->kb->variables[v].lever) {
			fault_hint(reader_fault_at(r, &at, NULL, "moves-sign",
					   "'%s' is a sign, not a lever", r->kb->variables[v].id),
				"an action moves levers only; treat a cause by 'relief'");
		}
	}
}

static void resolve_recheck(struct reader *r, struct kb_action *a)
{
	a->recheck = arena_alloc(&r->kb->arena, a->recheck_ids.count + 1, sizeof(size_t));
	for (size_t i = 0; i < a->recheck_ids.count; i++) {
		struct kb_place at = resolve_below(r, &a->place, "/recheck/%zu", i);

		a->recheck[i] = KAM_NONE;
		if (kb_find_checklist(r->kb, a->recheck_ids.items[i]) == KAM_NONE) {
			a->recheck[i] = resolve_question(r, &at, NULL, a->recheck_ids.items[i]);
		}
	}
}

static void resolve_action(struct reader *r, struct kb_action *a)
{
	struct kb_conditions *sets[] = {&a->when, &a->needs, &a->unwise_if};

	for (size_t s = 0; s < 3; s++) {
		for (size_t i = 0; i < sets[s]->count; i++) {
			resolve_states(r, &a->place, &sets[s]->items[i]);
		}
	}
	for (size_t i = 0; i < a->relief_count; i++) {
		struct kb_place place = {a->place.file, a->reliefs[i].pointer};

		a->reliefs[i].cause = cause_of_action(r, &place, a->reliefs[i].cause_id);
	}
	resolve_moves(r, a);
	resolve_recheck(r, a);
}

void resolve_actions(struct reader *r)
{
	for (size_t i = 0; i < r->kb->action_count; i++) {
		resolve_action(r, &r->kb->actions[i]);
	}
}
