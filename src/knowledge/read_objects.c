/* SPDX-License-Identifier: MIT */
/* Stages, causes, strains, actions and terms. */
#include "knowledge/read_objects.h"

static void read_demand(struct reader *r, const struct json *value, void *item)
{
	struct kb_demand *d = item;
	struct fields f;

	d->question = KAM_NONE;
	d->pointer = arena_text(&r->kb->arena, str_text(&r->pointer));
	if (!fields_open(&f, r, value)) {
		return;
	}
	d->id = field_id(&f, "id", true);
	d->text = field_text(&f, "text", true);
	d->question_id = field_id(&f, "question", true);
	d->cites = field_list(&f, "cites", false);
	fields_close(&f);
}

void read_stage(struct reader *r, const struct json *value, void *item)
{
	struct kb_stage *s = item;
	struct fields f;
	void *items = NULL;

	s->place = reader_place(r);
	s->checklist = KAM_NONE;
	if (!fields_open(&f, r, value)) {
		return;
	}
	s->id = field_id(&f, "id", true);
	s->name = field_text(&f, "name", true);
	s->summary = field_text(&f, "summary", true);
	s->text = field_text(&f, "text", true);
	s->who = field_text(&f, "who", false);
	s->recognise = field_text(&f, "recognise", false);
	s->danger = field_text(&f, "danger", false);
	s->hold = field_text(&f, "hold", false);
	s->demand_count =
		field_objects(&f, "demands", false, sizeof(*s->demands), &items, read_demand);
	s->demands = items;
	s->cites = field_list(&f, "cites", false);
	fields_close(&f);
}

static void read_severity_row(struct reader *r, const struct json *row, struct kb_cause *cause)
{
	for (const struct json *m = json_first(row); m; m = json_next(m)) {
		struct kb_severity *s = &cause->severities[cause->severity_count];
		size_t mark = reader_enter(r, json_key(m));

		s->state = arena_text(&r->kb->arena, json_key(row));
		s->stage = arena_text(&r->kb->arena, json_key(m));
		s->pointer = arena_text(&r->kb->arena, str_text(&r->pointer));
		s->value = read_number_checked(r, m);
		cause->severity_count++;
		reader_leave(r, mark);
	}
}

static void read_severity(struct fields *f, struct kb_cause *cause)
{
	struct reader *r = f->reader;
	const struct json *value = field_value(f, "severity", true, JSON_OBJECT);
	size_t total = 0;
	size_t outer;

	if (!value) {
		return;
	}
	for (const struct json *m = json_first(value); m; m = json_next(m)) {
		total += json_size(m);
	}
	cause->severities = arena_alloc(&r->kb->arena, total + 1, sizeof(*cause->severities));
	outer = reader_enter(r, "severity");
	for (const struct json *m = json_first(value); m; m = json_next(m)) {
		size_t mark = reader_enter(r, json_key(m));

		if (json_type(m) == JSON_OBJECT) {
			read_severity_row(r, m, cause);
		} else {
			reader_fault(r, "wrong-type", "expected an object by stage, found %s",
				json_type_name(json_type(m)));
		}
		reader_leave(r, mark);
	}
	reader_leave(r, outer);
}

void read_cause(struct reader *r, const struct json *value, void *item)
{
	struct kb_cause *c = item;
	struct fields f;

	c->place = reader_place(r);
	c->variable = KAM_NONE;
	if (!fields_open(&f, r, value)) {
		return;
	}
	c->id = field_id(&f, "id", true);
	c->variable_id = field_id(&f, "variable", true);
	c->name = field_text(&f, "name", true);
	c->text = field_text(&f, "text", true);
	c->exposed = field_text(&f, "exposed", true);
	c->happening = field_text(&f, "happening", true);
	c->signs = field_texts(&f, "signs", true);
	c->prevention = field_texts(&f, "prevention", true);
	c->cites = field_list(&f, "cites", false);
	field_string(&f, "reason", false);
	read_severity(&f, c);
	fields_close(&f);
}

void read_strain(struct reader *r, const struct json *value, void *item)
{
	struct kb_strain *s = item;
	struct fields f;

	s->place = reader_place(r);
	if (!fields_open(&f, r, value)) {
		return;
	}
	s->id = field_id(&f, "id", true);
	s->name = field_text(&f, "name", true);
	s->text = field_text(&f, "text", true);
	s->signs = field_texts(&f, "signs", true);
	s->remedy = field_text(&f, "remedy", true);
	s->bans = field_list(&f, "bans", false);
	s->cites = field_list(&f, "cites", false);
	fields_close(&f);
}

static void read_relief(struct fields *f, struct kb_action *a)
{
	struct reader *r = f->reader;
	const struct json *value = field_value(f, "relief", false, JSON_OBJECT);
	size_t outer;

	if (!value) {
		return;
	}
	outer = reader_enter(r, "relief");
	a->reliefs = arena_alloc(&r->kb->arena, json_size(value) + 1, sizeof(*a->reliefs));
	for (const struct json *m = json_first(value); m; m = json_next(m)) {
		struct kb_relief *relief = &a->reliefs[a->relief_count++];
		size_t mark = reader_enter(r, json_key(m));

		relief->cause_id = arena_text(&r->kb->arena, json_key(m));
		relief->pointer = arena_text(&r->kb->arena, str_text(&r->pointer));
		relief->cause = KAM_NONE;
		relief->share = read_number_checked(r, m);
		if (relief->share < 0 || relief->share > 1) {
			fault_hint(reader_fault(r, "out-of-range", "relief is %g", relief->share),
				"from 0 to 1");
		}
		reader_leave(r, mark);
	}
	reader_leave(r, outer);
}

static void read_action_texts(struct fields *f, struct kb_action *a)
{
	bool full = a->kind != KB_STOP;

	a->text = field_text(f, "text", true);
	a->first_step = field_text(f, "first_step", full);
	a->say = field_text(f, "say", full);
	a->who = field_text(f, "who", full);
	a->done_when = field_text(f, "done_when", full);
	a->unwise = field_text(f, "unwise", full);
}

void read_action(struct reader *r, const struct json *value, void *item)
{
	static const char *const kinds[] = {"keep", "advance", "stop", NULL};
	static const char *const efforts[] = {"small", "medium", "big", NULL};
	struct kb_action *a = item;
	struct fields f;

	a->place = reader_place(r);
	if (!fields_open(&f, r, value)) {
		return;
	}
	a->id = field_id(&f, "id", true);
	a->kind = (enum kb_kind)field_word(&f, "kind", true, kinds, KB_KEEP);
	a->class = field_id(&f, "class", a->kind != KB_STOP);
	a->effort = (enum kb_effort)field_word(&f, "effort", a->kind != KB_STOP, efforts, KB_SMALL);
	a->moves_ids = field_list(&f, "moves", false);
	a->recheck_ids = field_list(&f, "recheck", false);
	a->cites = field_list(&f, "cites", false);
	field_string(&f, "reason", false);
	a->when = field_conditions(&f, "when");
	a->needs = field_conditions(&f, "needs");
	a->unwise_if = field_conditions(&f, "unwise_if");
	read_relief(&f, a);
	read_action_texts(&f, a);
	fields_close(&f);
}

void read_term(struct reader *r, const struct json *value, void *item)
{
	struct kb_term *t = item;
	struct fields f;

	t->place = reader_place(r);
	if (!fields_open(&f, r, value)) {
		return;
	}
	t->id = field_id(&f, "id", true);
	t->term = field_text(&f, "term", true);
	t->text = field_text(&f, "text", true);
	t->cites = field_list(&f, "cites", false);
	fields_close(&f);
}
