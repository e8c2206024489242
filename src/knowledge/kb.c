/* SPDX-License-Identifier: MIT */
#include "knowledge/model.h"

#include "util/nearest.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void kam_kb_free(struct kam_kb *kb)
{
	if (kb) {
		fingerprint_free(kb->fingerprint);
		arena_release(&kb->arena);
		free(kb);
	}
}

const char *kam_kb_id(const struct kam_kb *kb)
{
	return kb->id;
}

const char *kam_kb_version(const struct kam_kb *kb)
{
	return kb->version;
}

const char *kam_kb_digest(const struct kam_kb *kb)
{
	return fingerprint_hex(kb->fingerprint);
}

size_t kam_kb_language_count(const struct kam_kb *kb)
{
	return kb->languages.count;
}

const char *kam_kb_language(const struct kam_kb *kb, size_t i)
{
	assert(i < kb->languages.count);
	return kb->languages.items[i];
}

/* Binary search in an array of structs that begin with their id, sorted by it. */
static size_t find_sorted(const void *items, size_t count, size_t size, const char *id)
{
	const char *base = items;
	size_t low = 0;
	size_t high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *const *at = (const void *)(base + middle * size);
		int order = strcmp(*at, id);

		if (!order) {
			return middle;
		}
		if (order < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return KAM_NONE;
}

size_t kam_kb_variable_count(const struct kam_kb *kb)
{
	return kb->variable_count;
}

size_t kam_kb_find_variable(const struct kam_kb *kb, const char *id)
{
	return find_sorted(kb->variables, kb->variable_count, sizeof(*kb->variables), id);
}

const char *kam_kb_variable_id(const struct kam_kb *kb, size_t variable)
{
	assert(variable < kb->variable_count);
	return kb->variables[variable].id;
}

size_t kam_kb_variable_parent(const struct kam_kb *kb, size_t variable)
{
	assert(variable < kb->variable_count);
	return kb->variables[variable].parent;
}

size_t kam_kb_state_count(const struct kam_kb *kb, size_t variable)
{
	assert(variable < kb->variable_count);
	return kb->variables[variable].state_count;
}

const char *kam_kb_state_id(const struct kam_kb *kb, size_t variable, size_t state)
{
	assert(state < kam_kb_state_count(kb, variable));
	return kb->variables[variable].states[state].id;
}

double kam_kb_probability(
	const struct kam_kb *kb, size_t variable, size_t parent_state, size_t state)
{
	const struct kb_variable *v = &kb->variables[variable];

	assert(variable < kb->variable_count && state < v->state_count);
	return v->table[parent_state * v->state_count + state];
}

size_t kam_kb_question_count(const struct kam_kb *kb)
{
	return kb->question_count;
}

size_t kam_kb_find_question(const struct kam_kb *kb, const char *id)
{
	return find_sorted(kb->questions, kb->question_count, sizeof(*kb->questions), id);
}

const char *kam_kb_question_id(const struct kam_kb *kb, size_t question)
{
	assert(question < kb->question_count);
	return kb->questions[question].id;
}

size_t kam_kb_question_variable(const struct kam_kb *kb, size_t question)
{
	assert(question < kb->question_count);
	return kb->questions[question].variable;
}

size_t kam_kb_option_count(const struct kam_kb *kb, size_t question)
{
	assert(question < kb->question_count);
	return kb->questions[question].option_count;
}

const char *kam_kb_option_id(const struct kam_kb *kb, size_t question, size_t option)
{
	assert(option < kam_kb_option_count(kb, question));
	return kb->questions[question].options[option].id;
}

double kam_kb_likelihood(const struct kam_kb *kb, size_t question, size_t state, size_t option)
{
	const struct kb_question *q = &kb->questions[question];

	assert(question < kb->question_count && option < q->option_count);
	return q->table[state * q->option_count + option];
}

size_t kam_kb_stage(const struct kam_kb *kb)
{
	return kb->roles.stage;
}

size_t kam_kb_cause_count(const struct kam_kb *kb)
{
	return kb->cause_count;
}

size_t kam_kb_cause_variable(const struct kam_kb *kb, size_t cause)
{
	assert(cause < kb->cause_count);
	return kb->causes[cause].variable;
}

const char *kam_kb_cause_id(const struct kam_kb *kb, size_t cause)
{
	assert(cause < kb->cause_count);
	return kb->causes[cause].id;
}

double kam_kb_severity(const struct kam_kb *kb, size_t cause, size_t state, size_t stage)
{
	size_t stages = kb->variables[kb->roles.stage].state_count;

	assert(cause < kb->cause_count && state < 3 && stage < stages);
	return kb->causes[cause].severity[state * stages + stage];
}

double kam_kb_leak(const struct kam_kb *kb)
{
	return kb->settings.leak;
}

const char *kam_kb_suggest_question(const struct kam_kb *kb, const char *word)
{
	struct nearest n = nearest_begin(word, 3);

	for (size_t i = 0; i < kb->question_count; i++) {
		nearest_try(&n, kb->questions[i].id);
	}
	for (size_t i = 0; i < kb->checklist_count; i++) {
		nearest_try(&n, kb->checklists[i].id);
	}
	return n.best;
}

const char *kb_say(const struct kam_kb *kb, const struct kb_text *text, const char *lang)
{
	if (!text->in) {
		return "";
	}
	for (size_t i = 0; lang && i < kb->languages.count; i++) {
		if (!strcmp(kb->languages.items[i], lang)) {
			return text->in[i];
		}
	}
	return text->in[0];
}

bool kb_has(const struct kb_text *text)
{
	return text->in != NULL;
}

size_t kb_find_option(const struct kb_question *question, const char *id)
{
	for (size_t i = 0; i < question->option_count; i++) {
		if (question->options[i].id && !strcmp(question->options[i].id, id)) {
			return i;
		}
	}
	return KAM_NONE;
}

size_t kb_find_state(const struct kb_variable *variable, const char *id)
{
	for (size_t i = 0; i < variable->state_count; i++) {
		if (variable->states[i].id && !strcmp(variable->states[i].id, id)) {
			return i;
		}
	}
	return KAM_NONE;
}

size_t kb_find_checklist(const struct kam_kb *kb, const char *id)
{
	return find_sorted(kb->checklists, kb->checklist_count, sizeof(*kb->checklists), id);
}

size_t kb_find_action(const struct kam_kb *kb, const char *id)
{
	return find_sorted(kb->actions, kb->action_count, sizeof(*kb->actions), id);
}

const char *kb_renamed(const struct kam_kb *kb, const char *old)
{
	for (size_t i = 0; i < kb->rename_count; i++) {
		if (!strcmp(kb->renames[i].old_id, old)) {
			return kb->renames[i].new_id;
		}
	}
	return old;
}

bool kb_under(const struct kam_kb *kb, size_t x, size_t a)
{
	while (x != KAM_NONE && x != a) {
		x = kb->variables[x].parent;
	}
	return x == a && x != KAM_NONE;
}

size_t kb_root(const struct kam_kb *kb, size_t x)
{
	while (kb->variables[x].parent != KAM_NONE) {
		x = kb->variables[x].parent;
	}
	return x;
}
