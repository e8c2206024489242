/* SPDX-License-Identifier: MIT */
#include "knowledge/resolve.h"

#include <stdlib.h>

static size_t role(struct reader *r, const char *member, const char *id)
{
	return id ? resolve_variable(r, &r->kb->roles.place, member, id) : KAM_NONE;
}

static void check_axes(struct reader *r)
{
	const struct kam_kb *kb = r->kb;
	const struct kb_roles *roles = &kb->roles;

	if (!roles->x_id != !roles->y_id) {
		reader_fault_at(r, &roles->place, roles->x_id ? "x" : "y", "axes",
			"a plane needs both 'x' and 'y'");
	}
	if (roles->x == KAM_NONE || roles->y == KAM_NONE) {
		return;
	}
	if (roles->x == roles->y) {
		reader_fault_at(r, &roles->place, "y", "axes", "'x' and 'y' must be two variables");
		return;
	}
	if (roles->stage != KAM_NONE && (kb->variables[roles->x].parent != roles->stage ||
						kb->variables[roles->y].parent != roles->stage)) {
		reader_fault_at(r, &roles->place, "x", "axes",
			"'x' and 'y' must both be children of the stage");
	}
	if (kb->variables[roles->x].state_count != kb->variables[roles->y].state_count) {
		reader_fault_at(
			r, &roles->place, "y", "axes", "'x' and 'y' must have equally many states");
	}
}

static void resolve_gate(struct reader *r)
{
	struct kb_roles *roles = &r->kb->roles;
	const struct kb_question *gate;
	struct kb_place at;

	roles->gate = KAM_NONE;
	if (!roles->gate_id) {
		return;
	}
	at = resolve_below(r, &roles->place, "/gate");
	roles->gate = resolve_question(r, &at, "question", roles->gate_id);
	if (roles->gate == KAM_NONE) {
		return;
	}
	gate = &r->kb->questions[roles->gate];
	at = resolve_below(r, &roles->place, "/gate/none");
	resolve_options(r, &at, gate, &roles->gate_none_ids, &roles->gate_none);
	at = resolve_below(r, &roles->place, "/gate/ended");
	resolve_options(r, &at, gate, &roles->gate_ended_ids, &roles->gate_ended);
}

/* The state ID of VARIABLE, which PLACE names under MEMBER. */
static size_t state_of(struct reader *r, size_t variable, const struct kb_place *place,
	const char *member, const char *id)
{
	const struct kb_variable *v;
	size_t state;

	if (variable == KAM_NONE || !r->kb->variables[variable].state_count) {
		return KAM_NONE;
	}
	v = &r->kb->variables[variable];
	state = kb_find_state(v, id);
	if (state == KAM_NONE) {
		resolve_suggest(reader_fault_at(r, place, member, "unknown-state",
					"'%s' has no state '%s'", v->id, id),
			id, v->states, v->state_count, sizeof(*v->states));
	}
	return state;
}

static size_t strain_state(struct reader *r, const char *member, const char *id)
{
	const struct kb_roles *roles = &r->kb->roles;
	struct kb_place at = resolve_below(r, &roles->place, "/strain");

	return id ? state_of(r, roles->strain, &at, member, id) : KAM_NONE;
}

static void check_three(struct reader *r, size_t variable, const char *member)
{
	if (variable != KAM_NONE && r->kb->variables[variable].states &&
		r->kb->variables[variable].state_count != 3) {
		reader_fault_at(r, &r->kb->roles.place, member, "state-count",
			"the variable of this role needs three states, low to high");
	}
}

void resolve_roles(struct reader *r)
{
	struct kb_roles *roles = &r->kb->roles;
	struct kb_place strain;

	roles->stage = role(r, "stage", roles->stage_id);
	roles->x = role(r, "x", roles->x_id);
	roles->y = role(r, "y", roles->y_id);
	strain = resolve_below(r, &roles->place, "/strain");
	roles->strain = roles->strain_id
				? resolve_variable(r, &strain, "variable", roles->strain_id)
				: KAM_NONE;
	roles->worth = role(r, "worth", roles->worth_id);
	roles->way_in = role(r, "way_in", roles->way_in_id);
	roles->fit = role(r, "fit", roles->fit_id);
	roles->our_decision = role(r, "our_decision", roles->our_decision_id);
	if (roles->stage != KAM_NONE && r->kb->variables[roles->stage].parent != KAM_NONE) {
		reader_fault_at(
			r, &roles->place, "stage", "stage-root", "the stage must be a root");
	}
	check_axes(r);
	check_three(r, roles->worth, "worth");
	check_three(r, roles->way_in, "way_in");
	check_three(r, roles->fit, "fit");
	check_three(r, roles->our_decision, "our_decision");
	resolve_gate(r);
	roles->no_advance_from = strain_state(r, "no_advance_from", roles->no_advance_from_id);
	roles->acute_from = strain_state(r, "acute_from", roles->acute_from_id);
}

static void resolve_demands(struct reader *r, struct kb_stage *s)
{
	for (size_t i = 0; i < s->demand_count; i++) {
		struct kb_demand *d = &s->demands[i];
		struct kb_place place = {s->place.file, d->pointer};

		if (!d->question_id) {
			continue;
		}
		d->question = resolve_question(r, &place, "question", d->question_id);
		if (d->question == KAM_NONE) {
			continue;
		}
		if (r->kb->questions[d->question].checklist == KAM_NONE) {
			reader_fault_at(r, &place, "question", "demand-item",
				"'%s' is no item of a checklist", d->question_id);
		} else {
			s->checklist = r->kb->questions[d->question].checklist;
		}
	}
}

static int by_state(const void *a, const void *b)
{
	const struct kb_stage *x = a;
	const struct kb_stage *y = b;

	return (x->state > y->state) - (x->state < y->state);
}

static void check_each_state(struct reader *r, const struct kb_variable *v, const char *what,
	const char *file, bool (*has)(const struct kam_kb *kb, size_t state))
{
	for (size_t i = 0; i < v->state_count; i++) {
		if (v->states[i].id && !has(r->kb, i)) {
			struct kb_place at =
				v->scale_id ? resolve_below(r, &v->place, "/states")
					    : resolve_below(r, &v->place, "/states/%zu", i);

			fault_hint(reader_fault_at(r, &at, NULL, "missing-object",
					   "no %s describes the state '%s'", what, v->states[i].id),
				"add an object with that id in '%s'", file);
		}
	}
}

static bool has_stage(const struct kam_kb *kb, size_t state)
{
	for (size_t i = 0; i < kb->stage_count; i++) {
		if (kb->stages[i].state == state) {
			return true;
		}
	}
	return false;
}

static bool has_strain(const struct kam_kb *kb, size_t state)
{
	for (size_t i = 0; i < kb->strain_count; i++) {
		if (kb->strains[i].state == state) {
			return true;
		}
	}
	return false;
}

static int strains_by_state(const void *a, const void *b)
{
	const struct kb_strain *x = a;
	const struct kb_strain *y = b;

	return (x->state > y->state) - (x->state < y->state);
}

void resolve_stages(struct reader *r)
{
	struct kam_kb *kb = r->kb;

	for (size_t i = 0; i < kb->stage_count; i++) {
		struct kb_stage *s = &kb->stages[i];

		s->state = state_of(r, kb->roles.stage, &s->place, "id", s->id);
		resolve_demands(r, s);
	}
	for (size_t i = 0; i < kb->strain_count; i++) {
		struct kb_strain *s = &kb->strains[i];

		s->state = state_of(r, kb->roles.strain, &s->place, "id", s->id);
	}
	qsort(kb->stages, kb->stage_count, sizeof(*kb->stages), by_state);
	qsort(kb->strains, kb->strain_count, sizeof(*kb->strains), strains_by_state);
	if (kb->roles.stage != KAM_NONE) {
		check_each_state(r, &kb->variables[kb->roles.stage], "stage", "stages", has_stage);
	}
	if (kb->roles.strain != KAM_NONE) {
		check_each_state(
			r, &kb->variables[kb->roles.strain], "strain", "strains", has_strain);
	}
}
