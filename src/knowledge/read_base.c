/* SPDX-License-Identifier: MIT */
/* base.json: identity, languages, roles, settings and what all files share. */
#include "knowledge/read_objects.h"

#include <string.h>

static void read_topic(struct reader *r, const struct json *value, void *item)
{
	struct kb_topic *t = item;
	struct fields f;

	if (fields_open(&f, r, value)) {
		t->id = field_id(&f, "id", true);
		t->name = field_text(&f, "name", true);
		fields_close(&f);
	}
}

/* The engine concludes one of these, so a base can word them but not add to them. */
static const char *const verdict_ids[] = {"pursue", "gather", "park", "drop", NULL};

static void read_verdict(struct reader *r, const struct json *value, void *item)
{
	struct kb_verdict *v = item;
	struct fields f;
	int word;

	if (!fields_open(&f, r, value)) {
		return;
	}
	word = field_word(&f, "id", true, verdict_ids, -1);
	v->id = verdict_ids[word < 0 ? 0 : word];
	v->name = field_text(&f, "name", true);
	v->text = field_text(&f, "text", true);
	v->next = field_text(&f, "next", true);
	v->cites = field_list(&f, "cites", false);
	fields_close(&f);
}

static void read_role_variable(struct fields *f, const char *key, const char **id)
{
	*id = field_id(f, key, false);
}

static void read_gate(struct fields *outer, struct kb_roles *roles)
{
	const struct json *value = field_value(outer, "gate", false, JSON_OBJECT);
	size_t mark = reader_enter(outer->reader, "gate");
	struct fields f;

	if (value && fields_open(&f, outer->reader, value)) {
		roles->gate_id = field_id(&f, "question", true);
		roles->gate_none_ids = field_list(&f, "none", true);
		roles->gate_ended_ids = field_list(&f, "ended", false);
		fields_close(&f);
	}
	reader_leave(outer->reader, mark);
}

static void read_strain_role(struct fields *outer, struct kb_roles *roles)
{
	const struct json *value = field_value(outer, "strain", false, JSON_OBJECT);
	size_t mark = reader_enter(outer->reader, "strain");
	struct fields f;

	if (value && fields_open(&f, outer->reader, value)) {
		roles->strain_id = field_id(&f, "variable", true);
		roles->no_advance_from_id = field_id(&f, "no_advance_from", true);
		roles->acute_from_id = field_id(&f, "acute_from", true);
		fields_close(&f);
	}
	reader_leave(outer->reader, mark);
}

static void read_roles(struct fields *outer, struct kb_roles *roles)
{
	const struct json *value = field_value(outer, "roles", true, JSON_OBJECT);
	size_t mark;
	struct fields f;

	if (!value) {
		return;
	}
	mark = reader_enter(outer->reader, "roles");
	roles->place = reader_place(outer->reader);
	if (fields_open(&f, outer->reader, value)) {
		roles->stage_id = field_id(&f, "stage", true);
		read_role_variable(&f, "x", &roles->x_id);
		read_role_variable(&f, "y", &roles->y_id);
		read_role_variable(&f, "worth", &roles->worth_id);
		read_role_variable(&f, "way_in", &roles->way_in_id);
		read_role_variable(&f, "fit", &roles->fit_id);
		read_role_variable(&f, "our_decision", &roles->our_decision_id);
		read_gate(&f, roles);
		read_strain_role(&f, roles);
		fields_close(&f);
	}
	reader_leave(outer->reader, mark);
}

static void read_stale(struct fields *outer, struct kb_settings *s)
{
	const struct json *value = field_value(outer, "stale", false, JSON_OBJECT);
	size_t mark = reader_enter(outer->reader, "stale");
	struct fields f;

	s->stale_after = 180;
	s->stale_factor = 0.5;
	if (value && fields_open(&f, outer->reader, value)) {
		s->stale_after = field_number(&f, "after_days", true, 1, 36500, 180);
		s->stale_factor = field_number(&f, "factor", true, 0.001, 1, 0.5);
		fields_close(&f);
	}
	reader_leave(outer->reader, mark);
}

static void read_look_again(struct fields *outer, struct kb_settings *s)
{
	const struct json *value = field_value(outer, "look_again", false, JSON_OBJECT);
	size_t mark = reader_enter(outer->reader, "look_again");
	struct json *none = NULL;
	struct fields f = {.reader = outer->reader, .object = value};

	json_parse("{}", 2, &none, NULL);
	f.object = value ? value : none;
	s->look_acute = field_number(&f, "acute", false, 1, 3650, 14);
	s->look_high = field_number(&f, "high", false, 1, 3650, 30);
	s->look_watch = field_number(&f, "watch", false, 1, 3650, 60);
	s->look_low = field_number(&f, "low", false, 1, 3650, 90);
	s->look_open = field_number(&f, "open", false, 1, 3650, 60);
	s->look_prospect = field_number(&f, "prospect", false, 1, 3650, 90);
	fields_close(&f);
	json_free(none);
	reader_leave(outer->reader, mark);
}

static void read_settings(struct fields *outer, struct kb_settings *s)
{
	const struct json *value = field_value(outer, "settings", true, JSON_OBJECT);
	size_t mark;
	struct fields f;

	if (!value) {
		return;
	}
	mark = reader_enter(outer->reader, "settings");
	if (fields_open(&f, outer->reader, value)) {
		s->slip = field_number(&f, "slip", true, 0, 0.2, 0.04);
		s->tentative = field_number(&f, "tentative", true, 0.001, 1, 0.5);
		s->no_evidence = field_number(&f, "no_evidence", false, 0.001, 1, 0.5);
		s->wrong_vantage = field_number(&f, "wrong_vantage", false, 0.001, 1, 0.5);
		s->leak = field_number(&f, "leak", false, 0, 0.5, 0.02);
		s->least = field_number(&f, "least", false, 0, 1000, 6);
		s->least_per_axis = field_number(&f, "least_per_axis", false, 0, 1000, 3);
		s->clear = field_number(&f, "clear", true, 0.34, 1, 0.85);
		s->between = field_number(&f, "between", false, 0.5, 1, 0.95);
		s->least_gain = field_number(&f, "least_gain", true, 0, 1, 0.02);
		s->most = field_number(&f, "most", true, 1, 10000, 24);
		s->most_follow_ups = field_number(&f, "most_follow_ups", false, 0, 1000, 3);
		s->least_checked = field_number(&f, "least_checked", false, 0, 1000, 8);
		s->contradiction = field_number(&f, "contradiction", false, 0, 1, 0.3);
		s->low = field_number(&f, "low", false, 0, 1, 0.1);
		s->high = field_number(&f, "high", false, 0, 1, 0.28);
		read_stale(&f, s);
		read_look_again(&f, s);
		fields_close(&f);
	}
	reader_leave(outer->reader, mark);
}

static void read_scales(struct fields *outer)
{
	struct reader *r = outer->reader;
	const struct json *value = field_value(outer, "scales", false, JSON_OBJECT);
	size_t mark = reader_enter(r, "scales");
	struct fields f = {.reader = r, .object = value};

	r->kb->scales = arena_alloc(
		&r->kb->arena, value ? json_size(value) + 1 : 1, sizeof(*r->kb->scales));
	for (const struct json *m = value ? json_first(value) : NULL; m; m = json_next(m)) {
		struct kb_scale *scale = &r->kb->scales[r->kb->scale_count];
		void *items = NULL;

		f.asked_count = 0;
		scale->id = reader_key_id(r, json_key(m));
		scale->state_count = field_objects(
			&f, json_key(m), true, sizeof(*scale->states), &items, read_state);
		scale->states = items;
		r->kb->scale_count += scale->id != NULL;
	}
	reader_leave(r, mark);
}

static void read_renamed(struct fields *outer)
{
	struct reader *r = outer->reader;
	const struct json *value = field_value(outer, "renamed", false, JSON_OBJECT);
	size_t mark = reader_enter(r, "renamed");
	struct fields f = {.reader = r, .object = value};

	r->kb->renames = arena_alloc(
		&r->kb->arena, value ? json_size(value) + 1 : 1, sizeof(*r->kb->renames));
	for (const struct json *m = value ? json_first(value) : NULL; m; m = json_next(m)) {
		struct kb_rename *rename = &r->kb->renames[r->kb->rename_count];

		f.asked_count = 0;
		rename->old_id = reader_key_id(r, json_key(m));
		rename->new_id = field_id(&f, json_key(m), true);
		r->kb->rename_count += rename->new_id && rename->old_id;
	}
	reader_leave(r, mark);
}

static bool language_among(const char *lang, const char *const *langs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!strcmp(langs[i], lang)) {
			return true;
		}
	}
	return false;
}

static void read_languages(struct fields *f, struct kam_kb *kb)
{
	const struct json *value = json_get(f->object, "languages");
	size_t mark;

	kb->languages = field_list(f, "languages", true);
	mark = reader_enter(f->reader, "languages");
	if (value && json_type(value) == JSON_ARRAY && !json_size(value)) {
		reader_fault(f->reader, "empty-list", "the base names no language");
	}
	for (size_t i = 1; i < kb->languages.count; i++) {
		if (language_among(kb->languages.items[i], kb->languages.items, i)) {
			reader_fault(f->reader, "duplicate-id", "'%s' is named twice",
				kb->languages.items[i]);
		}
	}
	reader_leave(f->reader, mark);
	if (!kb->languages.count) {
		kb->languages.items = arena_alloc(&kb->arena, 1, sizeof(char *));
		kb->languages.items[0] = "en";
		kb->languages.count = 1;
	}
}

static void read_format(struct fields *f)
{
	const struct json *value = field_value(f, "format", true, JSON_NUMBER);
	size_t mark = reader_enter(f->reader, "format");

	if (value && json_number(value) != 1) {
		fault_hint(reader_fault(
				   f->reader, "out-of-range", "'format' is %g", json_number(value)),
			"this program reads format 1");
	}
	reader_leave(f->reader, mark);
}

static void read_identity(struct fields *f, struct kam_kb *kb)
{
	read_format(f);
	kb->id = field_id(f, "id", true);
	kb->version = field_string(f, "version", true);
	read_languages(f, kb);
	kb->name = field_text(f, "name", true);
	kb->about = field_text(f, "about", false);
}

/* False where there is nothing to go on with. */
bool read_base_object(struct reader *r)
{
	struct kam_kb *kb = r->kb;
	struct fields f;
	void *items = NULL;

	if (!fields_open(&f, r, r->source->root)) {
		return false;
	}
	read_identity(&f, kb);
	kb->topic_count =
		field_objects(&f, "topics", false, sizeof(*kb->topics), &items, read_topic);
	kb->topics = items;
	kb->verdict_count =
		field_objects(&f, "verdicts", false, sizeof(*kb->verdicts), &items, read_verdict);
	kb->verdicts = items;
	read_roles(&f, &kb->roles);
	read_settings(&f, &kb->settings);
	read_scales(&f);
	read_renamed(&f);
	fields_close(&f);
	return true;
}
