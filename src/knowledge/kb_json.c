/* SPDX-License-Identifier: MIT */
/* The compiled base as JSON: what another program needs to recompute every posterior and the danger. */
#include "knowledge/model.h"
#include "util/json.h"

static void add_key(struct str *out, const char *key)
{
	json_add_string(out, key);
	str_add(out, ":");
}

static void add_id(struct str *out, const char *key, const char *id)
{
	add_key(out, key);
	if (id) {
		json_add_string(out, id);
	} else {
		str_add(out, "null");
	}
}

static void add_rows(struct str *out, const double *numbers, size_t rows, size_t columns)
{
	str_add(out, "[");
	for (size_t i = 0; i < rows; i++) {
		str_add(out, i ? ",[" : "[");
		for (size_t j = 0; j < columns; j++) {
			str_add(out, j ? "," : "");
			json_add_number(out, numbers[i * columns + j]);
		}
		str_add(out, "]");
	}
	str_add(out, "]");
}

static const char *variable_id(const struct kam_kb *kb, size_t variable)
{
	return variable == KAM_NONE ? NULL : kb->variables[variable].id;
}

static void add_options(struct str *out, const struct kb_question *q, uint64_t set)
{
	const char *comma = "";

	str_add(out, "[");
	for (size_t o = 0; o < q->option_count; o++) {
		if (set & (UINT64_C(1) << o)) {
			str_add(out, comma);
			json_add_string(out, q->options[o].id);
			comma = ",";
		}
	}
	str_add(out, "]");
}

static void add_gate(struct str *out, const struct kam_kb *kb)
{
	const struct kb_roles *r = &kb->roles;

	add_key(out, "gate");
	if (r->gate == KAM_NONE) {
		str_add(out, "null");
		return;
	}
	str_add(out, "{");
	add_id(out, "question", kb->questions[r->gate].id);
	str_add(out, ",\"none\":");
	add_options(out, &kb->questions[r->gate], r->gate_none);
	str_add(out, ",\"ended\":");
	add_options(out, &kb->questions[r->gate], r->gate_ended);
	str_add(out, "}");
}

static void add_strain(struct str *out, const struct kam_kb *kb)
{
	const struct kb_roles *r = &kb->roles;
	const struct kb_variable *v;

	add_key(out, "strain");
	if (r->strain == KAM_NONE) {
		str_add(out, "null");
		return;
	}
	v = &kb->variables[r->strain];
	str_add(out, "{");
	add_id(out, "variable", v->id);
	str_add(out, ",");
	add_id(out, "no_advance_from", v->states[r->no_advance_from].id);
	str_add(out, ",");
	add_id(out, "acute_from", v->states[r->acute_from].id);
	str_add(out, "}");
}

static void add_roles(struct str *out, const struct kam_kb *kb)
{
	const struct kb_roles *r = &kb->roles;
	const struct {
		const char *key;
		size_t variable;
	} roles[] = {{"stage", r->stage}, {"x", r->x}, {"y", r->y}, {"worth", r->worth},
		{"way_in", r->way_in}, {"fit", r->fit}, {"our_decision", r->our_decision}};

	str_add(out, "\"roles\":{");
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		add_id(out, roles[i].key, variable_id(kb, roles[i].variable));
		str_add(out, ",");
	}
	add_gate(out, kb);
	str_add(out, ",");
	add_strain(out, kb);
	str_add(out, "}");
}

static void add_settings(struct str *out, const struct kam_kb *kb)
{
	const struct kb_settings *s = &kb->settings;
	const struct {
		const char *key;
		double value;
	} numbers[] = {{"slip", s->slip}, {"tentative", s->tentative},
		{"no_evidence", s->no_evidence}, {"wrong_vantage", s->wrong_vantage},
		{"leak", s->leak}, {"least", s->least}, {"least_per_axis", s->least_per_axis},
		{"clear", s->clear}, {"between", s->between}, {"least_gain", s->least_gain},
		{"most", s->most}, {"most_follow_ups", s->most_follow_ups},
		{"least_checked", s->least_checked}, {"contradiction", s->contradiction},
		{"low", s->low}, {"high", s->high}};

	str_add(out, "\"settings\":{");
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		add_key(out, numbers[i].key);
		json_add_number(out, numbers[i].value);
		str_add(out, ",");
	}
	str_add(out, "\"stale\":{\"after_days\":");
	json_add_number(out, s->stale_after);
	str_add(out, ",\"factor\":");
	json_add_number(out, s->stale_factor);
	str_add(out, "}}");
}

static void add_variable(struct str *out, const struct kam_kb *kb, const struct kb_variable *v)
{
	static const char *const aspects[] = {NULL, "built", "lived"};
	size_t rows = v->parent == KAM_NONE ? 1 : kb->variables[v->parent].state_count;

	str_add(out, "{");
	add_id(out, "id", v->id);
	str_add(out, ",");
	add_id(out, "parent", variable_id(kb, v->parent));
	str_add(out, ",");
	add_id(out, "aspect", aspects[v->aspect]);
	str_add(out, ",\"states\":[");
	for (size_t i = 0; i < v->state_count; i++) {
		str_add(out, i ? "," : "");
		json_add_string(out, v->states[i].id);
	}
	str_add(out, "],\"table\":");
	add_rows(out, v->table, rows, v->state_count);
	str_add(out, "}");
}

static void add_conditions(struct str *out, const struct kam_kb *kb, const struct kb_question *q)
{
	str_add(out, "\"ask_if\":{");
	for (size_t i = 0; i < q->ask_if.count; i++) {
		const struct kb_condition *c = &q->ask_if.items[i];

		str_add(out, i ? "," : "");
		add_key(out, c->key);
		add_options(out, &kb->questions[c->index], c->set);
	}
	str_add(out, "}");
}

static void add_question(struct str *out, const struct kam_kb *kb, const struct kb_question *q)
{
	static const char *const vantages[] = {"either", "own", "customer"};

	str_add(out, "{");
	add_id(out, "id", q->id);
	str_add(out, ",");
	add_id(out, "kind", q->checklist == KAM_NONE ? "choice" : "item");
	str_add(out, ",");
	add_id(out, "checklist", q->checklist == KAM_NONE ? NULL : kb->checklists[q->checklist].id);
	str_add(out, ",");
	add_id(out, "measures", kb->variables[q->variable].id);
	str_add(out, ",\"options\":");
	add_options(out, q, UINT64_MAX);
	str_add(out, ",\"table\":");
	add_rows(out, q->table, kb->variables[q->variable].state_count, q->option_count);
	str_add(out, ",");
	add_conditions(out, kb, q);
	str_addf(out, ",\"mandatory\":%s,\"effort\":", q->mandatory ? "true" : "false");
	json_add_number(out, q->effort);
	str_add(out, ",\"known\":");
	json_add_number(out, q->known);
	str_add(out, ",");
	add_id(out, "vantage", vantages[q->vantage]);
	str_add(out, ",");
	add_id(out, "tells", q->tells_exposed ? "exposed" : NULL);
	str_add(out, "}");
}

static void add_cause(struct str *out, const struct kam_kb *kb, const struct kb_cause *c)
{
	const struct kb_variable *stage = &kb->variables[kb->roles.stage];

	str_add(out, "{");
	add_id(out, "id", c->id);
	str_add(out, ",");
	add_id(out, "variable", kb->variables[c->variable].id);
	str_add(out, ",\"severity\":{");
	for (size_t state = 1; state < 3; state++) {
		add_key(out, kb->variables[c->variable].states[state].id);
		str_add(out, "{");
		for (size_t s = 0; s < stage->state_count; s++) {
			str_add(out, s ? "," : "");
			add_key(out, stage->states[s].id);
			json_add_number(out, c->severity[state * stage->state_count + s]);
		}
		str_add(out, state == 1 ? "}," : "}");
	}
	str_add(out, "}}");
}

char *kam_kb_json(const struct kam_kb *kb)
{
	struct str out = STR_INIT;

	str_add(&out, "{");
	add_id(&out, "id", kb->id);
	str_add(&out, ",");
	add_id(&out, "version", kb->version);
	str_add(&out, ",");
	add_id(&out, "digest", kam_kb_digest(kb));
	str_add(&out, ",\n");
	add_roles(&out, kb);
	str_add(&out, ",\n");
	add_settings(&out, kb);
	str_add(&out, ",\n\"leak\":");
	json_add_number(&out, kb->settings.leak);
	str_add(&out, ",\n\"variables\":[");
	for (size_t i = 0; i < kb->variable_count; i++) {
		str_add(&out, i ? ",\n" : "\n");
		add_variable(&out, kb, &kb->variables[i]);
	}
	str_add(&out, "],\n\"questions\":[");
	for (size_t i = 0; i < kb->question_count; i++) {
		str_add(&out, i ? ",\n" : "\n");
		add_question(&out, kb, &kb->questions[i]);
	}
	str_add(&out, "],\n\"causes\":[");
	for (size_t i = 0; i < kb->cause_count; i++) {
		str_add(&out, i ? ",\n" : "\n");
		add_cause(&out, kb, &kb->causes[i]);
	}
	str_add(&out, "]}\n");
	return str_take(&out);
}
