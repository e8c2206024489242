/* SPDX-License-Identifier: MIT */
/*
 * Reads any bytes as the log of a consultation over tests/kb/pass/full. What is accepted must come back the same after it was written,
 * and give a belief and a dialogue; what is refused must say in which line.
 */
#include "kam/belief.h"
#include "kam/dialogue.h"
#include "kam/record.h"
#include "util/memory.h"
#include "util/str.h"
#include "util/utf8.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BASE  "tests/kb/pass/full"
#define TODAY "2026-11-23T20:15:00Z"

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

static void now(void *ctx, char ret[21])
{
	(void)ctx;
	memcpy(ret, TODAY, 21);
}

static bool same_text(const char *a, const char *b)
{
	return (!a && !b) || (a && b && !strcmp(a, b));
}

static bool same_event(const struct kam_event *a, const struct kam_event *b)
{
	bool same = a->kind == b->kind && a->group == b->group && a->side == b->side &&
		    a->tentative == b->tentative && a->option_count == b->option_count;

	for (size_t i = 0; same && i < a->option_count; i++) {
		same = same_text(a->options[i], b->options[i]);
	}
	return same && same_text(a->at, b->at) && same_text(a->by, b->by) &&
	       same_text(a->question, b->question) && same_text(a->note, b->note) &&
	       same_text(a->seen_on, b->seen_on) && same_text(a->action, b->action) &&
	       same_text(a->account, b->account) && same_text(a->base, b->base) &&
	       same_text(a->version, b->version) && same_text(a->digest, b->digest);
}

static void write_log(struct str *out, const struct kam_log *log)
{
	for (size_t i = 0; i < log->count; i++) {
		char *line = kam_event_json(&log->events[i]);

		must(strchr(line, '\n') == line + strlen(line) - 1);
		str_add(out, line);
		free(line);
	}
}

/* P(stage | the log) into RET. */
static void stage_of(const struct kam_log *log, double *ret)
{
	const char **notes;
	struct kam_belief *belief = kam_log_belief(kb, log, TODAY, &notes);
	double sum = 0;

	kam_belief_posterior(belief, kam_kb_stage(kb), ret);
	for (size_t i = 0; i < kam_kb_state_count(kb, kam_kb_stage(kb)); i++) {
		must(ret[i] >= 0);
		sum += ret[i];
	}
	must(fabs(sum - 1) < 1e-9);
	for (size_t q = 0; q < kam_kb_question_count(kb); q++) {
		must(!notes[q] || !utf8_unsafe(notes[q]));
	}
	free(notes);
	kam_belief_free(belief);
}

static void check_again(const struct kam_log *log)
{
	struct str text = STR_INIT;
	struct kam_log again = KAM_LOG_INIT;
	double first[3];
	double second[3];
	size_t cut;

	write_log(&text, log);
	must(kam_log_read("again", str_text(&text), text.len, &again, &cut, NULL) == KAM_OK);
	must(cut == text.len && again.count == log->count);
	for (size_t i = 0; i < log->count; i++) {
		must(same_event(&log->events[i], &again.events[i]));
	}
	stage_of(log, first);
	stage_of(&again, second);
	must(!memcmp(first, second, sizeof(first)));
	kam_log_release(&again);
	str_release(&text);
}

static void check_resumed(const struct kam_log *log)
{
	struct kam_dialogue_options options = {
		.kb = kb, .account = "x", .by = "y", .days_per_quarter = -1, .now = now};
	struct kam_dialogue *d;
	const struct kam_view *view;

	must(kam_dialogue_new(&options, log, &d, NULL) == KAM_OK);
	view = kam_dialogue_view(d);
	must(kam_dialogue_log(d)->count >= log->count && *view->prompt);
	for (size_t i = 0; i < view->show->count; i++) {
		const struct kam_block *block = &view->show->blocks[i];

		must(!block->text || !utf8_unsafe(block->text));
	}
	kam_dialogue_free(d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kam_error err = KAM_ERROR_INIT;
	struct kam_log log = KAM_LOG_INIT;
	size_t cut = 0;
	char *text = memory_alloc(size, 1);

	load_base();
	if (size > 0) {
		memcpy(text, data, size);
	}
	if (kam_log_read("log", text, size, &log, &cut, &err) == KAM_OK) {
		must(cut <= size && (cut == 0 || text[cut - 1] == '\n'));
		check_again(&log);
		check_resumed(&log);
		kam_log_release(&log);
	} else {
		must(err.status == KAM_INVALID && err.fault.line > 0);
		must(err.fault.file && !strcmp(err.fault.file, "log"));
		kam_error_release(&err);
	}
	free(text);
	return 0;
}
