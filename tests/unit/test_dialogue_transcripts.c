/* SPDX-License-Identifier: MIT */
/*
 * Plays tests/dialogue/NAME.dlg in process over the base in tests/dialogue/base. A transcript is
 *
 *   # what it shows, lines at its beginning
 *   the first view, as text of 80 columns
 *   [prompt] the answer that stands in the line
 *   > input
 *   the next view ...
 *
 * A line "! refused" or "! failed" tells what became of an input; "> !INPUT" is an input while nothing can be saved. With
 * KAM_UPDATE=1 in the environment the files are written anew: read the difference before it is committed.
 */
#include "kam/dialogue.h"
#include "kam/report.h"
#include "util/io.h"
#include "util/memory.h"
#include "util/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER "tests/dialogue"
#define BASE   FOLDER "/base"
#define WIDTH  80

static struct kam_kb *kb;
static char **names;
static size_t name_count;

struct stage {
	bool broken; /* nothing can be saved */
	struct kam_dialogue *dialogue;
	struct str out;
};

static void now(void *ctx, char ret[21])
{
	(void)ctx;
	memcpy(ret, "2026-11-23T20:15:00Z", 21);
}

static int save(void *ctx, const struct kam_event *events, size_t count, struct kam_error *err)
{
	const struct stage *stage = ctx;

	(void)events;
	(void)count;
	return stage->broken ? kam_error_set(err, KAM_IO, "disk", "the disk is full") : KAM_OK;
}

static void put_view(struct stage *stage)
{
	const struct kam_view *view = kam_dialogue_view(stage->dialogue);
	char *text = kam_report_text(view->show, WIDTH, false);
	size_t end = strcspn(view->prompt, ">");

	str_addf(&stage->out, "%s[%.*s]%s%s\n", text, (int)end, view->prompt,
		*view->standing ? " " : "", view->standing);
	free(text);
	if (view->kind == KAM_VIEW_DONE || view->kind == KAM_VIEW_LEFT) {
		str_addf(&stage->out, "= %s\n", view->kind == KAM_VIEW_DONE ? "done" : "left");
	}
}

static void put_input(struct stage *stage, const char *line)
{
	struct kam_error err = KAM_ERROR_INIT;
	int status;

	stage->broken = *line == '!';
	str_addf(&stage->out, "> %s\n", line);
	status = kam_dialogue_input(stage->dialogue, line + stage->broken, &err);
	if (status) {
		str_addf(&stage->out, "! %s\n", status == KAM_REFUSED ? "refused" : "failed");
	}
	kam_error_release(&err);
	put_view(stage);
}

/* Plays the inputs of TEXT and returns what a transcript of that is; free() it. */
static char *play(const char *text)
{
	struct stage stage = {false, NULL, STR_INIT};
	struct kam_dialogue_options options = {.kb = kb,
		.voice = {NULL, "en"},
		.account = "Nordwind / Bremen",
		.by = "kim",
		.days_per_quarter = -1,
		.ctx = &stage,
		.now = now,
		.save = save};
	bool head = true;

	assert_int_equal(kam_dialogue_new(&options, NULL, &stage.dialogue, NULL), KAM_OK);
	while (*text) {
		size_t len = strcspn(text, "\n");
		char *line = memory_text_n(text, len);

		if (head && *line != '#') {
			head = false;
			put_view(&stage);
		}
		if (head) {
			str_addf(&stage.out, "%s\n", line);
		} else if (*line == '>') {
			put_input(&stage, line + (line[1] == ' ' ? 2 : 1));
		}
		free(line);
		text += len + (text[len] == '\n');
	}
	kam_dialogue_free(stage.dialogue);
	return str_take(&stage.out);
}

static void show_difference(const char *path, const char *is, const char *should)
{
	size_t line = 1;

	while (*is && *is == *should) {
		line += *is == '\n';
		is++;
		should++;
	}
	while (line > 1 && is[-1] != '\n') {
		is--;
		should--;
	}
	print_error("%s:%zu: stands there:\n%.300s\n--- but it plays:\n%.300s\n", path, line,
		should, is);
}

static void transcript__plays(void **state)
{
	char *path = io_join(FOLDER, *state);
	const char *update = getenv("KAM_UPDATE");
	char *text;
	char *played;
	size_t len;

	assert_int_equal(io_read(path, 1 << 20, &text, &len, NULL), KAM_OK);
	played = play(text);
	if (update && *update) {
		FILE *out = fopen(path, "w");

		assert_non_null(out);
		assert_true(fputs(played, out) >= 0);
		assert_int_equal(fclose(out), 0);
	} else if (strcmp(text, played)) {
		show_difference(path, played, text);
		free(path);
		free(text);
		free(played);
		fail();
	}
	free(path);
	free(text);
	free(played);
}

static int load(void **state)
{
	struct kam_faults faults = KAM_FAULTS_INIT;
	int status = kam_kb_load(BASE, &kb, &faults);

	(void)state;
	for (size_t i = 0; i < faults.count; i++) {
		char *text = kam_fault_text(&faults.items[i]);

		print_error("%s", text);
		free(text);
	}
	kam_faults_release(&faults);
	return status;
}

static int unload(void **state)
{
	(void)state;
	kam_kb_free(kb);
	return 0;
}

int main(void)
{
	struct CMUnitTest *tests;
	int failed;

	if (io_names(FOLDER, ".dlg", &names, &name_count, NULL) || !name_count) {
		fputs("no " FOLDER "/*.dlg here\n", stderr);
		return 1;
	}
	tests = memory_alloc(name_count, sizeof(*tests));
	for (size_t i = 0; i < name_count; i++) {
		tests[i] = (struct CMUnitTest){names[i], transcript__plays, NULL, NULL, names[i]};
	}
	failed = _cmocka_run_group_tests("transcripts", tests, name_count, load, unload);
	io_names_free(names, name_count);
	free(tests);
	return failed;
}
