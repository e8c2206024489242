/* SPDX-License-Identifier: MIT */
#include "knowledge/read.h"

#include "util/io.h"
#include "util/memory.h"

#include <stdlib.h>
#include <string.h>

/* An optional number: ABSENT where there is none, FAULTY where a fault was given. */
static double number_or(
	struct fields *f, const char *key, double least, double most, double absent, double faulty)
{
	double number = field_number(f, key, false, least, most, faulty);

	return json_get(f->object, key) ? number : absent;
}

/* 0 where there is none; below 0 where a fault was given. */
static double read_spread(struct fields *f)
{
	return number_or(f, "spread", 0.1, 100, 0, -1);
}

static void read_state(struct reader *r, const struct json *value, void *item)
{
	struct kb_state *state = item;
	struct fields f;

	if (fields_open(&f, r, value)) {
		state->id = field_id(&f, "id", true);
		state->text = field_text(&f, "text", true);
		fields_close(&f);
	}
}

static void read_facet(struct fields *outer, struct kb_variable *v)
{
	static const char *const aspects[] = {"built", "lived", NULL};
	static const char *const kinds[] = {"sign", "lever", NULL};
	const struct json *value = field_value(outer, "facet", false, JSON_OBJECT);
	struct fields f;
	size_t mark;

	if (!value) {
		return;
	}
	mark = reader_enter(outer->reader, "facet");
	if (fields_open(&f, outer->reader, value)) {
		v->aspect = field_word(&f, "aspect", true, aspects, 0) ? KB_LIVED : KB_BUILT;
		v->lever = field_word(&f, "kind", true, kinds, 0) == 1;
		fields_close(&f);
	}
	reader_leave(outer->reader, mark);
}

static void read_states(struct fields *f, struct kb_variable *v)
{
	const struct json *value = json_get(f->object, "states");
	void *items = NULL;

	if (value && json_type(value) == JSON_STRING) {
		v->scale_id = field_id(f, "states", true);
		return;
	}
	v->state_count = field_objects(f, "states", true, sizeof(*v->states), &items, read_state);
	v->states = items;
}

/* Whether the numbers under KEY fit a root or a child, and are rows where rows are due. */
static bool numbers_fit(struct fields *f, const char *key, bool root, size_t rows)
{
	bool table = !strcmp(key, "table");
	size_t mark = reader_enter(f->reader, key);
	size_t faults = f->reader->faults->count;

	if (root != !strcmp(key, "prior")) {
		fault_hint(reader_fault(f->reader, "wrong-shape", "'%s' does not fit %s", key,
				   root ? "a root" : "a variable with a parent"),
			"a root has a prior, a child typical levels or a table");
	} else if (table != (rows > 0)) {
		reader_fault(f->reader, "table-shape", "'%s' must be %s", key,
			table ? "an array of rows" : "a plain array of numbers");
	}
	reader_leave(f->reader, mark);
	return f->reader->faults->count == faults;
}

static void read_numbers(struct fields *f, struct kb_variable *v)
{
	static const char *const keys[] = {"prior", "typical", "table"};
	bool root = !json_get(f->object, "parent");
	size_t given = 0;

	for (size_t i = 0; i < 3; i++) {
		size_t count;
		size_t rows;
		double *numbers = field_numbers(f, keys[i], false, &count, &rows);

		given += json_get(f->object, keys[i]) != NULL;
		if (numbers && numbers_fit(f, keys[i], root, rows)) {
			v->numbers = numbers;
			v->number_count = count;
			v->number_rows = root ? 1 : rows;
		}
	}
	if (!root && !v->parent_id) {
		v->numbers = NULL;
	}
	if (given != 1) {
		v->numbers = NULL;
		fault_hint(reader_fault(f->reader, "missing-numbers",
				   "needs exactly one of 'prior', 'typical' and 'table'"),
			"a root has a prior, a child typical levels or a table");
	}
}

static void read_variable(struct reader *r, const struct json *value, void *item)
{
	struct kb_variable *v = item;
	struct fields f;

	v->place = reader_place(r);
	v->parent = v->cause = v->topic = KAM_NONE;
	if (!fields_open(&f, r, value)) {
		return;
	}
	v->id = field_id(&f, "id", true);
	v->parent_id = field_id(&f, "parent", false);
	v->topic_id = field_id(&f, "topic", false);
	v->name = field_text(&f, "name", true);
	v->cites = field_list(&f, "cites", false);
	v->reason = field_string(&f, "reason", false);
	v->spread = read_spread(&f);
	read_facet(&f, v);
	read_states(&f, v);
	read_numbers(&f, v);
	fields_close(&f);
}

static void read_option(struct reader *r, const struct json *value, void *item)
{
	struct kb_option *o = item;
	struct fields f;

	if (!fields_open(&f, r, value)) {
		return;
	}
	o->id = field_id(&f, "id", true);
	o->text = field_text(&f, "text", true);
	o->typical = number_or(&f, "typical", 0, KB_MAX_STATES, -1, 0);
	o->strong = field_bool(&f, "strong");
	fields_close(&f);
}

static void read_find_out(struct fields *outer, struct kb_question *q, bool required)
{
	const struct json *value = field_value(outer, "find_out", required, JSON_OBJECT);
	struct fields f;
	size_t mark;

	if (!value) {
		return;
	}
	mark = reader_enter(outer->reader, "find_out");
	if (fields_open(&f, outer->reader, value)) {
		q->who = field_text(&f, "who", true);
		q->how = field_text(&f, "how", true);
		fields_close(&f);
	}
	reader_leave(outer->reader, mark);
}

/* What choices and items have in common. */
static void read_evidence(struct fields *f, struct kb_question *q)
{
	q->id = field_id(f, "id", true);
	q->variable_id = field_id(f, "measures", true);
	q->name = field_text(f, "name", true);
	q->text = field_text(f, "text", true);
	q->customer_text = field_text(f, "customer_text", false);
	q->known = field_number(f, "known", false, 0, 1, 1);
	q->numbers = field_numbers(f, "table", false, &q->number_columns, &q->number_rows);
	q->number_columns = q->number_rows ? q->number_columns / q->number_rows : 0;
	q->faulty = !q->numbers && json_get(f->object, "table");
	q->ask_if = field_conditions(f, "ask_if");
	q->cites = field_list(f, "cites", false);
	field_string(f, "reason", false);
}

static void read_tells(struct fields *f, struct kb_question *q)
{
	static const char *const words[] = {"exposed", NULL};

	q->tells_exposed = field_word(f, "tells", false, words, -1) == 0;
}

static void read_choice(struct fields *f, struct kb_question *q)
{
	static const char *const asks[] = {"exists", "happened", "judged", NULL};
	static const char *const vantages[] = {"either", "own", "customer", NULL};
	void *items = NULL;

	read_evidence(f, q);
	q->topic_id = field_id(f, "topic", true);
	q->effort = field_number(f, "effort", false, 0.1, 100, 1);
	q->asks = (enum kb_asks)field_word(f, "asks", true, asks, KB_EXISTS);
	q->vantage = (enum kb_vantage)field_word(f, "vantage", false, vantages, KB_EITHER);
	q->mandatory = field_bool(f, "mandatory");
	q->help = field_text(f, "help", true);
	q->why = field_text(f, "why", true);
	q->spread = read_spread(f);
	q->faulty |= q->spread < 0;
	read_tells(f, q);
	read_find_out(f, q, true);
	q->option_count =
		field_objects(f, "options", true, sizeof(*q->options), &items, read_option);
	q->options = items;
	fields_close(f);
}

static struct kb_question *question_add(struct kam_kb *kb, size_t *capacity)
{
	kb->questions =
		memory_grow(kb->questions, kb->question_count, capacity, sizeof(*kb->questions));
	memset(&kb->questions[kb->question_count], 0, sizeof(*kb->questions));
	kb->questions[kb->question_count].checklist = KAM_NONE;
	return &kb->questions[kb->question_count++];
}

/* Questions grow on the heap while reading; resolving moves them into the arena, sorted. */
static size_t question_capacity(const struct kam_kb *kb)
{
	size_t capacity = 8;

	while (capacity < kb->question_count) {
		capacity *= 2;
	}
	return kb->question_count ? capacity : 0;
}

static void read_item(struct reader *r, const struct json *value, struct kb_checklist *list)
{
	size_t capacity = question_capacity(r->kb);
	struct kb_question *q = question_add(r->kb, &capacity);
	struct fields f;

	q->place = reader_place(r);
	q->checklist = r->kb->checklist_count;
	q->topic_id = list->topic_id;
	q->effort = 1;
	if (!fields_open(&f, r, value)) {
		return;
	}
	read_evidence(&f, q);
	read_tells(&f, q);
	read_find_out(&f, q, false);
	if (q->id) {
		list->item_ids.items[list->item_ids.count++] = q->id;
	}
	fields_close(&f);
}

static void read_items(struct fields *f, struct kb_checklist *list)
{
	const struct json *value = field_value(f, "items", true, JSON_ARRAY);
	size_t index = 0;
	size_t outer;

	if (!value) {
		return;
	}
	outer = reader_enter(f->reader, "items");
	list->item_ids.items =
		arena_alloc(&f->reader->kb->arena, json_size(value) + 1, sizeof(char *));
	for (const struct json *m = json_first(value); m; m = json_next(m)) {
		size_t mark = reader_enter_index(f->reader, index++);

		read_item(f->reader, m, list);
		reader_leave(f->reader, mark);
	}
	if (!index || index > KB_MAX_ITEMS) {
		reader_fault(f->reader, "item-count", "%zu items; a checklist has 1 to %d", index,
			KB_MAX_ITEMS);
	}
	reader_leave(f->reader, outer);
}

static void read_checklist(struct fields *f)
{
	static const char *const asks[] = {"exists", "happened", "judged", NULL};
	struct kam_kb *kb = f->reader->kb;
	struct kb_checklist list = {.topic = KAM_NONE};

	list.place = reader_place(f->reader);
	list.id = field_id(f, "id", true);
	list.topic_id = field_id(f, "topic", true);
	list.effort = field_number(f, "effort", false, 0.1, 100, 1);
	field_word(f, "asks", false, asks, 0);
	list.scale_id = field_id(f, "options", false);
	list.name = field_text(f, "name", true);
	list.text = field_text(f, "text", true);
	list.help = field_text(f, "help", true);
	list.why = field_text(f, "why", true);
	list.none = field_text(f, "none", true);
	list.rest = field_text(f, "rest", true);
	list.cites = field_list(f, "cites", false);
	field_string(f, "reason", false);
	read_items(f, &list);
	fields_close(f);
	kb->checklists = memory_resize(kb->checklists, kb->checklist_count + 1, sizeof(list));
	kb->checklists[kb->checklist_count++] = list;
}

static void read_question(struct reader *r, const struct json *value)
{
	static const char *const kinds[] = {"choice", "checklist", NULL};
	struct fields f;
	size_t capacity;
	struct kb_question *q;

	if (!fields_open(&f, r, value)) {
		return;
	}
	if (field_word(&f, "kind", true, kinds, json_get(value, "items") ? 1 : 0) == 1) {
		read_checklist(&f);
		return;
	}
	capacity = question_capacity(r->kb);
	q = question_add(r->kb, &capacity);
	q->place = reader_place(r);
	read_choice(&f, q);
}

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

static void read_stage(struct reader *r, const struct json *value, void *item)
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

static void read_cause(struct reader *r, const struct json *value, void *item)
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

static void read_strain(struct reader *r, const struct json *value, void *item)
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

static void read_action(struct reader *r, const struct json *value, void *item)
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

static void read_term(struct reader *r, const struct json *value, void *item)
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

/* One object of a folder. The arrays below grow on the heap; resolving moves them into the arena. */
struct folder {
	const char *name;
	bool required;
	size_t items_at, count_at, size; /* in struct kam_kb; questions are read apart */
	void (*read)(struct reader *r, const struct json *value, void *item);
};

#define FOLDER(name, required, items, count, type, read)                                        \
	{                                                                                       \
		name, required, offsetof(struct kam_kb, items), offsetof(struct kam_kb, count), \
			sizeof(struct type), read                                               \
	}

static const struct folder folders[] = {
	FOLDER("variables", true, variables, variable_count, kb_variable, read_variable),
	{"questions", true, 0, 0, 0, NULL},
	FOLDER("stages", true, stages, stage_count, kb_stage, read_stage),
	FOLDER("causes", false, causes, cause_count, kb_cause, read_cause),
	FOLDER("strains", false, strains, strain_count, kb_strain, read_strain),
	FOLDER("actions", false, actions, action_count, kb_action, read_action),
	FOLDER("terms", false, terms, term_count, kb_term, read_term),
};

static void read_object(struct reader *r, const struct folder *folder, const struct json *value)
{
	char *base = (char *)r->kb;
	void **items;
	size_t *count;
	char *item;

	if (!folder->read) {
		read_question(r, value);
		return;
	}
	items = (void **)(void *)(base + folder->items_at);
	count = (size_t *)(void *)(base + folder->count_at);
	*items = memory_resize(*items, *count + 1, folder->size);
	item = (char *)*items + (*count)++ * folder->size;
	memset(item, 0, folder->size);
	folder->read(r, value, item);
}

static void read_array(struct reader *r, const struct folder *folder)
{
	size_t index = 0;

	if (json_type(r->source->root) != JSON_ARRAY) {
		reader_fault(r, "wrong-type", "the file must hold an array of objects, found %s",
			json_type_name(json_type(r->source->root)));
		return;
	}
	if (json_size(r->source->root) > KB_MAX_OBJECTS) {
		reader_fault(r, "too-many", "%zu objects; a file has at most %d",
			json_size(r->source->root), KB_MAX_OBJECTS);
		return;
	}
	for (const struct json *m = json_first(r->source->root); m; m = json_next(m)) {
		size_t mark = reader_enter_index(r, index++);

		read_object(r, folder, m);
		reader_leave(r, mark);
	}
}

/* Reads and parses NAME below FOLDER and makes it the source being read; 0, or a code with a fault. */
static int open_source(struct reader *r, const char *folder, const char *name)
{
	struct kam_error err = KAM_ERROR_INIT;
	struct kb_source source = {.name = memory_text(name)};
	char *path = io_join(folder, name);
	int status;

	if (!io_read(path, JSON_MAX_BYTES, &source.text, &source.len, &err)) {
		json_parse(source.text, source.len, &source.root, &err);
	}
	free(path);
	r->sources = memory_grow(r->sources, r->source_count, &r->source_capacity, sizeof(source));
	r->sources[r->source_count++] = source;
	r->source = &r->sources[r->source_count - 1];
	str_cut(&r->pointer, 0);
	status = err.status;
	if (status) {
		r->source->broken = true;
		free(err.fault.file);
		err.fault.file = memory_text(name);
		kam_faults_take(r->faults, &err);
	}
	return status;
}

/* The values of the file read last are not needed any more; its text is, for the places of faults. */
static void close_source(struct reader *r)
{
	struct kb_source *source = &r->sources[r->source_count - 1];

	json_free(source->root);
	source->root = NULL;
}

/* The names of the files in FOLDER; a fault where it is there but cannot be listed. */
static bool list_folder(struct reader *r, const char *path, const struct folder *folder,
	char ***ret_names, size_t *ret_count)
{
	struct kam_error err = KAM_ERROR_INIT;

	*ret_names = NULL;
	*ret_count = 0;
	if (!io_exists(path)) {
		return true;
	}
	if (io_names(path, ".json", ret_names, ret_count, &err)) {
		kam_error_file(&err, folder->name);
		kam_faults_take(r->faults, &err);
		return false;
	}
	return true;
}

static void read_folder(struct reader *r, const char *base, const struct folder *folder)
{
	char *path = io_join(base, folder->name);
	char **names;
	size_t count;

	if (list_folder(r, path, folder, &names, &count) && !count && folder->required) {
		struct kb_place place = {folder->name, ""};

		fault_hint(reader_fault_at(r, &place, NULL, "missing-file",
				   "no '%s/*.json' in the base", folder->name),
			"each base needs at least one file there");
	}
	for (size_t i = 0; i < count; i++) {
		char *name = io_join(folder->name, names[i]);

		if (!open_source(r, base, name)) {
			read_array(r, folder);
		}
		close_source(r);
		free(name);
	}
	io_names_free(names, count);
	free(path);
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
static bool read_base_object(struct reader *r)
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

/* Whether there is a base at all: said once, and not as what it does to the files. */
static int check_folder(struct reader *r, const char *folder)
{
	char *path = io_join(folder, "base.json");
	int status = KAM_OK;

	if (!io_is_folder(folder) || !io_exists(path)) {
		fault_hint(kam_faults_add(r->faults, "missing-file", "%s",
				   io_is_folder(folder) ? "no 'base.json' in this folder"
				   : io_exists(folder)  ? "this is no folder"
							: "there is no such folder"),
			"a knowledge base is a folder with a 'base.json'");
		status = KAM_IO;
	}
	free(path);
	return status;
}

int read_base(struct reader *r, const char *folder)
{
	int status = check_folder(r, folder);

	if (!status) {
		status = open_source(r, folder, "base.json");
	}
	if (!status && !read_base_object(r)) {
		status = KAM_INVALID;
	}
	if (!status) {
		for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
			read_folder(r, folder, &folders[i]);
		}
	}
	return status;
}

void reader_release(struct reader *r)
{
	for (size_t i = 0; i < r->source_count; i++) {
		struct kb_source *source = &r->sources[i];

		json_free(source->root);
		fingerprint_take(r->kb->fingerprint, source->name, source->text, source->len);
	}
	free(r->sources);
	str_release(&r->pointer);
}
