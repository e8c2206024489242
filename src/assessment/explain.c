/* SPDX-License-Identifier: MIT */
/* The model in words, from the base alone: stages, causes, strain, terms, actions. */
#include "assessment/assess.h"
#include "util/nearest.h"
#include "util/str.h"
#include "util/utf8.h"

struct guide {
	const struct kam_kb *kb;
	const struct kam_voice *voice;
	const char *lang;
	struct kam_document *doc;
};

static const char *say(const struct guide *g, const struct kb_text *text)
{
	return kb_say(g->kb, text, g->lang);
}

static void head(const struct guide *g, int level, const char *text)
{
	kam_document_add(g->doc, KAM_BLOCK_HEADING, NULL, "%s", text)->level = level;
}

static void part(const struct guide *g, const char *lead, const struct kb_text *text)
{
	if (kb_has(text)) {
		kam_document_add(g->doc, KAM_BLOCK_PARAGRAPH, lead, "%s", say(g, text));
	}
}

static void items(const struct guide *g, const char *lead, const struct kb_texts *texts)
{
	if (texts->count) {
		kam_document_add(g->doc, KAM_BLOCK_PARAGRAPH, NULL, "%s", lead);
	}
	for (size_t i = 0; i < texts->count; i++) {
		kam_document_add(g->doc, KAM_BLOCK_ITEM, "-", "%s", say(g, &texts->items[i]))
			->level = 1;
	}
}

/* The ids in LIST that begin with LETTER, behind LEAD. */
static void add_cites(const struct kb_list *list, char letter, const char *lead, struct str *out)
{
	const char *before = lead;

	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i][0] == letter) {
			str_addf(out, "%s%s%s", before == lead && out->len ? "; " : "", before,
				list->items[i]);
			before = ", ";
		}
	}
}

/* Where it comes from: numbered claims of the source text, numbered findings of research, coaching practice. */
static void cites(const struct guide *g, const struct kb_list *list)
{
	struct str text = STR_INIT;

	add_cites(list, 'S', kam_say(g->voice, "the source, claims "), &text);
	add_cites(list, 'L', kam_say(g->voice, "research "), &text);
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i][0] == 'C') {
			str_addf(&text, "%s%s", text.len ? "; " : "",
				kam_say(g->voice, "coaching practice"));
			break;
		}
	}
	if (text.len) {
		kam_document_add(g->doc, KAM_BLOCK_PARAGRAPH, kam_say(g->voice, "Rests on"), "%s",
			str_text(&text))
			->tone = KAM_TONE_FAINT;
	}
	str_release(&text);
}

static void explain_stage(const struct guide *g, const struct kb_stage *s)
{
	head(g, 1, say(g, &s->name));
	part(g, NULL, &s->text);
	part(g, kam_say(g->voice, "Who talks to whom"), &s->who);
	part(g, kam_say(g->voice, "How to recognise it"), &s->recognise);
	part(g, kam_say(g->voice, "What is dangerous"), &s->danger);
	part(g, kam_say(g->voice, "When to stay here"), &s->hold);
	if (s->demand_count) {
		kam_document_add(g->doc, KAM_BLOCK_PARAGRAPH, NULL, "%s",
			kam_say(g->voice, "What it asks of you:"));
	}
	for (size_t i = 0; i < s->demand_count; i++) {
		kam_document_add(g->doc, KAM_BLOCK_ITEM, "-", "%s", say(g, &s->demands[i].text))
			->level = 1;
	}
	cites(g, &s->cites);
}

static void explain_cause(const struct guide *g, const struct kb_cause *c)
{
	head(g, 1, say(g, &c->name));
	part(g, NULL, &c->text);
	part(g, kam_say(g->voice, "Exposed"), &c->exposed);
	part(g, kam_say(g->voice, "Happening"), &c->happening);
	items(g, kam_say(g->voice, "Signs:"), &c->signs);
	items(g, kam_say(g->voice, "What prevents it:"), &c->prevention);
	cites(g, &c->cites);
}

static void explain_strain(const struct guide *g, const struct kb_strain *s)
{
	head(g, 1, say(g, &s->name));
	part(g, NULL, &s->text);
	items(g, kam_say(g->voice, "Signs:"), &s->signs);
	part(g, kam_say(g->voice, "What helps"), &s->remedy);
	cites(g, &s->cites);
}

static void explain_variable(const struct guide *g, const struct kb_variable *v)
{
	head(g, 1, say(g, &v->name));
	for (size_t i = 0; i < v->state_count; i++) {
		kam_document_add(g->doc, KAM_BLOCK_ITEM, "-", "%s", say(g, &v->states[i].text))
			->level = 1;
	}
	cites(g, &v->cites);
}

static void explain_term(const struct guide *g, const struct kb_term *t)
{
	head(g, 1, say(g, &t->term));
	part(g, NULL, &t->text);
	cites(g, &t->cites);
}

void kam_action_document(const struct kam_kb *kb, size_t action, const struct kam_voice *voice,
	struct kam_document *doc)
{
	struct guide g = {kb, voice, voice ? voice->lang : NULL, doc};
	const struct kb_action *a = &kb->actions[action];

	head(&g, 2, say(&g, &a->text));
	part(&g, kam_say(voice, "Who"), &a->who);
	part(&g, kam_say(voice, "Start"), &a->first_step);
	part(&g, kam_say(voice, "Say"), &a->say);
	part(&g, kam_say(voice, "Done when"), &a->done_when);
	part(&g, kam_say(voice, "Unwise if"), &a->unwise);
	cites(&g, &a->cites);
}

static void names_of(
	const struct guide *g, const char *lead, const char *const *names, size_t count)
{
	struct str text = STR_INIT;

	for (size_t i = 0; i < count; i++) {
		str_addf(&text, "%s%s", i ? ", " : "", names[i]);
	}
	kam_document_add(g->doc, KAM_BLOCK_PARAGRAPH, lead, "%s", str_text(&text));
	str_release(&text);
}

static void overview(const struct guide *g)
{
	const char *names[256];
	size_t n = 0;

	head(g, 1, say(g, &g->kb->name));
	part(g, NULL, &g->kb->about);
	for (size_t i = 0; i < g->kb->stage_count; i++) {
		struct kam_block *b = kam_document_add(g->doc, KAM_BLOCK_TERM,
			say(g, &g->kb->stages[i].name), "%s", say(g, &g->kb->stages[i].summary));

		b->level = 1;
	}
	for (size_t i = 0; i < g->kb->cause_count && n < 256; i++) {
		names[n++] = say(g, &g->kb->causes[i].name);
	}
	names_of(g, kam_say(g->voice, "Causes of breakdown"), names, n);
	n = 0;
	for (size_t i = 0; i < g->kb->strain_count && n < 256; i++) {
		names[n++] = say(g, &g->kb->strains[i].name);
	}
	names_of(g, kam_say(g->voice, "Mood"), names, n);
	n = 0;
	for (size_t i = 0; i < g->kb->term_count && n < 256; i++) {
		names[n++] = say(g, &g->kb->terms[i].term);
	}
	names_of(g, kam_say(g->voice, "Terms"), names, n);
	kam_document_add(g->doc, KAM_BLOCK_PARAGRAPH, NULL, "%s",
		kam_say(g->voice, "More on any of them: explain and its name."));
}

/* Whatever can be explained, in the order in which names are looked up. */
enum topic_kind {
	TOPIC_STAGE,
	TOPIC_CAUSE,
	TOPIC_STRAIN,
	TOPIC_TERM,
	TOPIC_VARIABLE,
	TOPIC_ACTION,
	TOPIC_NONE
};

struct topic {
	enum topic_kind kind;
	size_t index;
	const char *id;
	const struct kb_text *name; /* NULL where only the id names it */
};

static struct topic topic_of(const struct kam_kb *kb, enum topic_kind kind, size_t i)
{
	struct topic t = {kind, i, NULL, NULL};

	switch (kind) {
	case TOPIC_STAGE:
		t.id = kb->stages[i].id;
		t.name = &kb->stages[i].name;
		break;
	case TOPIC_CAUSE:
		t.id = kb->causes[i].id;
		t.name = &kb->causes[i].name;
		break;
	case TOPIC_STRAIN:
		t.id = kb->strains[i].id;
		t.name = &kb->strains[i].name;
		break;
	case TOPIC_TERM:
		t.id = kb->terms[i].id;
		t.name = &kb->terms[i].term;
		break;
	case TOPIC_VARIABLE:
		t.id = kb->variables[i].id;
		t.name = &kb->variables[i].name;
		break;
	case TOPIC_ACTION:
		t.id = kb->actions[i].id;
		break;
	case TOPIC_NONE:
	default:
		break;
	}
	return t;
}

/* The Nth of all topics; of kind TOPIC_NONE behind the last. */
static struct topic topic_at(const struct kam_kb *kb, size_t n)
{
	const size_t counts[] = {kb->stage_count, kb->cause_count, kb->strain_count, kb->term_count,
		kb->variable_count, kb->action_count};
	size_t kind = 0;

	while (kind < TOPIC_NONE && n >= counts[kind]) {
		n -= counts[kind++];
	}
	return topic_of(kb, (enum topic_kind)kind, n);
}

/* The one called NAME by id or name. */
static struct topic find_topic(const struct guide *g, const char *name)
{
	struct topic t;

	for (size_t n = 0; (t = topic_at(g->kb, n)).kind != TOPIC_NONE; n++) {
		bool named = t.name && kb_has(t.name) && utf8_same(name, say(g, t.name));

		if (named || utf8_same(name, t.id)) {
			break;
		}
	}
	return t;
}

/* The id nearest to WORD; NULL where none is near. */
static const char *nearest_topic(const struct guide *g, const char *word)
{
	struct nearest n = nearest_begin(word, 2);
	struct topic t;

	for (size_t i = 0; (t = topic_at(g->kb, i)).kind != TOPIC_NONE; i++) {
		nearest_try(&n, t.id);
	}
	return n.best;
}

static void explain_topic(const struct guide *g, const struct topic *t)
{
	switch (t->kind) {
	case TOPIC_STAGE:
		explain_stage(g, &g->kb->stages[t->index]);
		break;
	case TOPIC_CAUSE:
		explain_cause(g, &g->kb->causes[t->index]);
		break;
	case TOPIC_STRAIN:
		explain_strain(g, &g->kb->strains[t->index]);
		break;
	case TOPIC_TERM:
		explain_term(g, &g->kb->terms[t->index]);
		break;
	case TOPIC_VARIABLE:
		explain_variable(g, &g->kb->variables[t->index]);
		break;
	case TOPIC_ACTION:
		kam_action_document(g->kb, t->index, g->voice, g->doc);
		break;
	case TOPIC_NONE:
	default:
		break;
	}
}

int kam_explain(const struct kam_kb *kb, const char *topic, const struct kam_voice *voice,
	struct kam_document *doc, struct kam_error *err)
{
	struct guide g = {kb, voice, voice ? voice->lang : NULL, doc};
	struct topic found;
	const char *near;

	if (!topic) {
		overview(&g);
		return KAM_OK;
	}
	found = find_topic(&g, topic);
	explain_topic(&g, &found);
	if (found.kind != TOPIC_NONE) {
		return KAM_OK;
	}
	near = nearest_topic(&g, topic);
	kam_error_set(err, KAM_NOT_FOUND, "unknown-topic", "nothing here is called '%s'", topic);
	if (near) {
		kam_error_hint(err, "did you mean '%s'?", near);
	} else {
		kam_error_hint(err, "'kam explain' lists the names");
	}
	return KAM_NOT_FOUND;
}
