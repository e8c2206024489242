/* SPDX-License-Identifier: MIT */
/* The model in words, from the base alone: stages, causes, strain, terms, actions. */
#include "assessment/assess.h"
#include "util/memory.h"
#include "util/str.h"
#include "util/utf8.h"

#include <string.h>

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
		kam_document_add(g->doc, KAM_BLOCK_ITEM, "-", "%s", say(g, &texts->items[i]))->level =
			1;
	}
}

static void cites(const struct guide *g, const struct kb_list *list)
{
	struct str text = STR_INIT;

	for (size_t i = 0; i < list->count; i++) {
		str_addf(&text, "%s%s", i ? ", " : "", list->items[i]);
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

static void names_of(const struct guide *g, const char *lead, const char *const *names, size_t count)
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

static bool is_topic(const struct guide *g, const char *topic, const char *id, const struct kb_text *name)
{
	return utf8_same(topic, id) || (kb_has(name) && utf8_same(topic, say(g, name)));
}

/* Explains what is called TOPIC; stages, causes and strains before facets, terms last. */
static bool explain_named(const struct guide *g, const char *topic)
{
	const struct kam_kb *kb = g->kb;

	for (size_t i = 0; i < kb->stage_count; i++) {
		if (is_topic(g, topic, kb->stages[i].id, &kb->stages[i].name)) {
			explain_stage(g, &kb->stages[i]);
			return true;
		}
	}
	for (size_t i = 0; i < kb->cause_count; i++) {
		if (is_topic(g, topic, kb->causes[i].id, &kb->causes[i].name)) {
			explain_cause(g, &kb->causes[i]);
			return true;
		}
	}
	for (size_t i = 0; i < kb->strain_count; i++) {
		if (is_topic(g, topic, kb->strains[i].id, &kb->strains[i].name)) {
			explain_strain(g, &kb->strains[i]);
			return true;
		}
	}
	for (size_t i = 0; i < kb->term_count; i++) {
		if (is_topic(g, topic, kb->terms[i].id, &kb->terms[i].term)) {
			explain_term(g, &kb->terms[i]);
			return true;
		}
	}
	for (size_t i = 0; i < kb->variable_count; i++) {
		if (is_topic(g, topic, kb->variables[i].id, &kb->variables[i].name)) {
			explain_variable(g, &kb->variables[i]);
			return true;
		}
	}
	for (size_t i = 0; i < kb->action_count; i++) {
		if (utf8_same(topic, kb->actions[i].id)) {
			kam_action_document(kb, i, g->voice, g->doc);
			return true;
		}
	}
	return false;
}

int kam_explain(const struct kam_kb *kb, const char *topic, const struct kam_voice *voice,
	struct kam_document *doc, struct kam_error *err)
{
	struct guide g = {kb, voice, voice ? voice->lang : NULL, doc};

	if (!topic) {
		overview(&g);
		return KAM_OK;
	}
	if (explain_named(&g, topic)) {
		return KAM_OK;
	}
	kam_error_set(err, KAM_NOT_FOUND, "unknown-topic", "nothing here is called '%s'", topic);
	kam_error_hint(err, "'kam explain' lists the names");
	return KAM_NOT_FOUND;
}
