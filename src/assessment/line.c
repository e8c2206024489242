/* SPDX-License-Identifier: MIT */
/* A placement as one line of JSON. */
#include "assessment/assess.h"
#include "util/json.h"

static const char *const clarities[] = {"open", "between", "clear"};
static const char *const levels[] = {"none", "not-checked", "low", "watch", "high", "acute"};
static const char *const states[] = {"not-checked", "no-sign", "exposed", "happening"};
static const char *const goals[] = {NULL, "advance", "hold", "question"};

static void add_key(struct str *out, const char *key)
{
	str_add(out, ",\"");
	str_add(out, key);
	str_add(out, "\":");
}

static void add_string(struct str *out, const char *key, const char *text)
{
	add_key(out, key);
	if (text) {
		json_add_string(out, text);
	} else {
		str_add(out, "null");
	}
}

static void add_fixed(struct str *out, const char *key, double value)
{
	add_key(out, key);
	json_add_fixed(out, value);
}

static void add_stages(struct str *out, const struct kam_assessment *a)
{
	const struct kb_variable *stage = &a->kb->variables[a->kb->roles.stage];

	str_add(out, ",\"probability\":{");
	for (size_t i = 0; i < stage->state_count; i++) {
		str_add(out, i ? "," : "");
		json_add_string(out, stage->states[i].id);
		str_add(out, ":");
		json_add_fixed(out, a->stages[i]);
	}
	str_add(out, "}");
}

static void add_danger(struct str *out, const struct kam_assessment *a)
{
	const struct kam_danger *d = &a->danger;

	str_addf(out, ",\"danger\":{\"level\":\"%s\"", levels[d->level]);
	if (d->level == KAM_DANGER_NONE) {
		str_add(out, ",\"probability\":null,\"checked\":0,\"causes\":{}}");
		return;
	}
	add_fixed(out, "probability", d->probability);
	str_addf(out, ",\"checked\":%zu", d->checked);
	add_string(out, "strain",
		d->strain == KAM_NONE ? NULL
				      : a->kb->variables[a->kb->roles.strain].states[d->strain].id);
	str_add(out, ",\"causes\":{");
	for (size_t c = 0; c < d->cause_count; c++) {
		str_add(out, c ? "," : "");
		json_add_string(out, a->kb->causes[c].id);
		str_add(out, ":{\"state\":\"");
		str_add(out, states[d->causes[c].state]);
		str_add(out, "\"");
		add_fixed(out, "share", d->causes[c].share);
		str_add(out, "}");
	}
	str_add(out, "}}");
}

char *kam_assessment_json(const struct kam_assessment *a, const char *id)
{
	const struct kb_variable *stage = &a->kb->variables[a->kb->roles.stage];
	struct str out = STR_INIT;

	str_add(&out, "{\"id\":");
	if (id) {
		json_add_string(&out, id);
	} else {
		str_add(&out, "null");
	}
	add_string(&out, "stage", stage->states[a->leading].id);
	add_string(&out, "placement", clarities[a->clarity]);
	if (a->clarity == KAM_BETWEEN) {
		add_string(&out, "between", stage->states[a->other].id);
	}
	add_stages(&out, a);
	if (a->position.plane) {
		add_fixed(&out, "x", a->position.x);
		add_fixed(&out, "y", a->position.y);
		str_addf(&out, ",\"built_above_lived\":%s,\"lived_above_built\":%s",
			a->built_above ? "true" : "false", a->lived_above ? "true" : "false");
	}
	add_danger(&out, a);
	add_string(&out, "goal", goals[a->goal]);
	add_string(&out, "verdict", a->verdict == KAM_NONE ? NULL : a->kb->verdicts[a->verdict].id);
	str_addf(&out, ",\"answered\":%zu,\"unknown\":%zu}", a->answered, a->unknown);
	return str_take(&out);
}
