/* SPDX-License-Identifier: MIT */
/* What may be typed: options and ids at questions, commands, and what stands behind a command. */
#include "dialogue/machine.h"
#include "util/utf8.h"

#include <string.h>

struct giver {
	const struct kam_dialogue *d;
	const char *lead;   /* stands before what is completed: ":change " */
	const char *prefix; /* of what is completed */
	void (*give)(void *ctx, const char *text);
	void *ctx;
};

/* Gives ID behind the lead. */
static void give_id(const struct giver *g, const char *id)
{
	struct str text = STR_INIT;

	str_addf(&text, "%s%s", g->lead, id);
	g->give(g->ctx, str_text(&text));
	str_release(&text);
}

static void offer(const struct giver *g, const char *id)
{
	if (!strncmp(id, g->prefix, strlen(g->prefix))) {
		give_id(g, id);
	}
}

static void give_questions(const struct giver *g)
{
	const struct kam_kb *kb = g->d->kb;

	for (size_t i = 0; i < kb->question_count; i++) {
		offer(g, kb->questions[i].id);
	}
	for (size_t i = 0; i < kb->checklist_count; i++) {
		offer(g, kb->checklists[i].id);
	}
}

static void give_topics(const struct giver *g)
{
	const struct kam_kb *kb = g->d->kb;

	for (size_t i = 0; i < kb->stage_count; i++) {
		offer(g, kb->stages[i].id);
	}
	for (size_t i = 0; i < kb->cause_count; i++) {
		offer(g, kb->causes[i].id);
	}
	for (size_t i = 0; i < kb->strain_count; i++) {
		offer(g, kb->strains[i].id);
	}
	for (size_t i = 0; i < kb->term_count; i++) {
		offer(g, kb->terms[i].id);
	}
}

/* An option by its id where that was begun, else by the words on the screen. */
static void give_choices(const struct giver *g)
{
	struct choices c = choices_at(g->d);

	for (size_t i = 0; i < c.count; i++) {
		if (*g->prefix && utf8_starts(c.ids[i], g->prefix)) {
			give_id(g, c.ids[i]);
		} else if (utf8_starts(c.texts[i], g->prefix)) {
			give_id(g, c.texts[i]);
		}
	}
	choices_release(&c);
}

/* Behind `:WORD `: what that command takes. */
static void give_arguments(struct giver *g, const char *line, const char *blank)
{
	size_t word = (size_t)(blank - line) - 1;
	const struct command *c;
	struct str lead = STR_INIT;

	str_add_n(&lead, line, (size_t)(blank - line) + 1);
	g->lead = str_text(&lead);
	g->prefix = blank + 1;
	for (size_t i = 0; (c = machine_command_at(i)) != NULL; i++) {
		if (strncmp(c->name, line + 1, word) || strlen(c->name) != word) {
			continue;
		}
		if (c->argument == ARGUMENT_QUESTION) {
			give_questions(g);
		} else if (c->argument == ARGUMENT_TOPIC) {
			give_topics(g);
		}
	}
	str_release(&lead);
}

static void give_commands(struct giver *g)
{
	const struct command *c;

	g->lead = ":";
	g->prefix++;
	for (size_t i = 0; (c = machine_command_at(i)) != NULL; i++) {
		offer(g, c->name);
	}
}

void kam_dialogue_complete(struct kam_dialogue *d, const char *prefix,
	void (*give)(void *ctx, const char *text), void *ctx)
{
	struct giver g = {d, "", prefix, give, ctx};
	const char *blank = strchr(prefix, ' ');

	if (prefix[0] == ':' && blank) {
		give_arguments(&g, prefix, blank);
	} else if (prefix[0] == ':') {
		give_commands(&g);
	} else {
		give_choices(&g);
		if (*prefix) {
			give_questions(&g);
		}
	}
}
