/* SPDX-License-Identifier: MIT */
/*
 * Feeds the lines of any bytes to a dialogue over the shipped base. A line that is refused may change nothing, and after each one that
 * is taken the log alone must lead to the same question.
 */
#include "kam/belief.h"
#include "kam/dialogue.h"
#include "util/memory.h"
#include "util/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BASE       "knowledge/millman-wilson"
#define MOST_LINES 60 /* each is followed by a replay of all before */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct kam_kb *kb;

static void must(bool condition)
{
	if (!condition) {
		abort();
	}
}

static void free_base(void)
{
	kam_kb_free(kb);
}

static void load_base(void)
{
	if (!kb) {
		if (kam_kb_load(BASE, &kb, NULL) != KAM_OK) {
			fputs("cannot load " BASE ": run this from the top of the source\n",
				stderr);
			exit(EXIT_FAILURE);
		}
		atexit(free_base);
	}
}

static struct kam_dialogue *dialogue(const struct kam_log *log)
{
	struct kam_dialogue_options options = {
		.kb = kb, .account = "x", .by = "y", .days_per_quarter = -1};
	struct kam_dialogue *d;

	must(kam_dialogue_new(&options, log, &d, NULL) == KAM_OK);
	return d;
}

/* A copy of what a view asks. */
struct asked {
	enum kam_view_kind kind;
	char *prompt, *standing, *question;
	bool empty_ok;
};

static struct asked asked_by(struct kam_dialogue *d)
{
	const struct kam_view *view = kam_dialogue_view(d);

	return (struct asked){view->kind, memory_text(view->prompt), memory_text(view->standing),
		memory_text(view->question), view->empty_ok};
}

static void asked_release(struct asked *asked)
{
	free(asked->prompt);
	free(asked->standing);
	free(asked->question);
}

static bool same_text(const char *a, const char *b)
{
	return (!a && !b) || (a && b && !strcmp(a, b));
}

static void must_be_same(const struct asked *a, const struct asked *b)
{
	if (a->kind != b->kind || a->empty_ok != b->empty_ok || !same_text(a->prompt, b->prompt) ||
		!same_text(a->standing, b->standing) || !same_text(a->question, b->question)) {
		fprintf(stderr, "asked %d '%s' standing '%s', then %d '%s' standing '%s'\n",
			(int)a->kind, a->prompt, a->standing, (int)b->kind, b->prompt, b->standing);
		abort();
	}
}

static void check_shown(const struct kam_document *doc)
{
	for (size_t i = 0; i < doc->count; i++) {
		const struct kam_block *block = &doc->blocks[i];

		must(!block->text || !utf8_unsafe(block->text));
		must(!block->term || !utf8_unsafe(block->term));
		must(!block->aside || !utf8_unsafe(block->aside));
	}
}

/* Whether the dialogue went on by itself: notes leave the question where it is. */
static bool went_on(const struct kam_log *log, size_t before)
{
	for (size_t i = before; i < log->count; i++) {
		if (log->events[i].kind != KAM_EVENT_NOTE) {
			return true;
		}
	}
	return false;
}

static void check_replay(struct kam_dialogue *d)
{
	struct kam_dialogue *again = dialogue(kam_dialogue_log(d));
	struct asked here = asked_by(d);
	struct asked there = asked_by(again);

	must(kam_dialogue_log(again)->count == kam_dialogue_log(d)->count);
	must_be_same(&here, &there);
	asked_release(&here);
	asked_release(&there);
	kam_dialogue_free(again);
}

/* An answer belongs to the question that the prompt showed. */
static void check_answered(
	const struct kam_log *log, size_t before, const struct asked *was, const char *line)
{
	if (was->kind != KAM_VIEW_CHOICE || strpbrk(line, ":=")) {
		return;
	}
	for (size_t i = before; i < log->count; i++) {
		must(same_text(log->events[i].question, was->question));
	}
}

static void count_given(void *ctx, const char *text)
{
	must(*text != '\0' && !utf8_unsafe(text));
	++*(size_t *)ctx;
}

static void feed(struct kam_dialogue *d, const char *line)
{
	struct kam_error err = KAM_ERROR_INIT;
	const struct kam_log *log = kam_dialogue_log(d);
	size_t before = log->count;
	struct asked was = asked_by(d);
	struct asked is;
	size_t given = 0;
	int status;

	kam_dialogue_complete(d, line, count_given, &given);
	status = kam_dialogue_input(d, line, &err);
	must(status == KAM_OK || status == KAM_REFUSED);
	must(err.status == KAM_OK);
	check_shown(kam_dialogue_view(d)->show);
	is = asked_by(d);
	check_answered(log, before, &was, line);
	if (status == KAM_REFUSED) {
		must(log->count == before);
		must_be_same(&was, &is);
	} else if (went_on(log, before)) {
		check_replay(d);
	}
	asked_release(&was);
	asked_release(&is);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *at = (const char *)data;
	const char *end = at + size;
	struct kam_dialogue *d;

	load_base();
	d = dialogue(NULL);
	for (size_t lines = 0; at < end && lines < MOST_LINES; lines++) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline ? newline : end;
		char *line = memory_text_n(at, (size_t)(stop - at));

		feed(d, line);
		free(line);
		at = newline ? newline + 1 : end;
	}
	kam_dialogue_free(d);
	return 0;
}
