/* SPDX-License-Identifier: MIT */
/*
 * Seeded random consultations over the shipped base. What a log means is found by replay alone: after every answer a fresh dialogue
 * over the log so far asks the same and concludes the same as the one that was never interrupted.
 */
#include "kam/dialogue.h"
#include "kam/report.h"
#include "unit_slow.h"
#include "util/chance.h"
#include "util/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define BASE  "knowledge/millman-wilson"
#define SMALL "tests/dialogue/base"
#define PLAYS 100
#ifdef SLOW
#define MANY 150
#else
#define MANY 1000
#endif
#define STEPS  16
#define TEXT   200
#define BROKEN "the disk is full"

struct play {
	uint64_t random;
	struct kam_dialogue *dialogue;
	bool broken;  /* nothing can be saved */
	size_t saved; /* events made durable */
	unsigned seed;
	char line[TEXT]; /* the last input */
};

static struct kam_kb *kb;

static size_t pick(uint64_t *random, size_t count)
{
	return (size_t)(chance_bits(random) % count);
}

static void now(void *ctx, char ret[21])
{
	(void)ctx;
	memcpy(ret, "2026-11-23T20:15:00Z", 21);
}

static int save(void *ctx, const struct kam_event *events, size_t count, struct kam_error *err)
{
	struct play *p = ctx;

	(void)events;
	if (p->broken) {
		return kam_error_set(err, KAM_IO, "disk", BROKEN);
	}
	p->saved += count;
	return KAM_OK;
}

static struct kam_dialogue *open_dialogue(struct play *p, const struct kam_log *log)
{
	struct kam_dialogue_options options = {.kb = kb,
		.voice = {NULL, "en"},
		.account = "Nordwind / Bremen",
		.by = "kim",
		.side = p->seed % 3 ? KAM_OWN : KAM_CUSTOMER,
		.days_per_quarter = -1,
		.ctx = p,
		.now = now,
		.save = save};
	struct kam_dialogue *d;

	assert_int_equal(kam_dialogue_new(&options, log, &d, NULL), KAM_OK);
	return d;
}

/* Some of the numbers 1 … COUNT. */
static void some_numbers(struct play *p, size_t count)
{
	size_t first = 1 + pick(&p->random, count);
	size_t second = 1 + pick(&p->random, count);

	switch (pick(&p->random, 6)) {
	case 0:
		snprintf(p->line, TEXT, "%zu?", first);
		break;
	case 1:
		snprintf(p->line, TEXT, "%zu,%zu", first, second);
		break;
	case 2:
		snprintf(p->line, TEXT, "%zu # note %zu", first, second);
		break;
	default:
		snprintf(p->line, TEXT, "%zu", first);
		break;
	}
}

static const char *some_question(struct play *p)
{
	return kam_kb_question_id(kb, pick(&p->random, kam_kb_question_count(kb)));
}

static void some_answer(struct play *p)
{
	static const char *const silences[] = {"0", "-", "+", "0 # ask her"};
	const struct kam_view *v = kam_dialogue_view(p->dialogue);

	if (v->kind != KAM_VIEW_CHOICE && v->kind != KAM_VIEW_CHECKLIST) {
		snprintf(p->line, TEXT, "%s", pick(&p->random, 2) ? "" : "2");
	} else if (!pick(&p->random, 5)) {
		snprintf(p->line, TEXT, "%s", silences[pick(&p->random, 4)]);
	} else if (v->kind == KAM_VIEW_CHECKLIST) {
		some_numbers(p, 13);
	} else {
		some_numbers(p, kam_kb_option_count(kb, kam_kb_find_question(kb, v->question)));
	}
}

/* Whether the input is one that answers: after it, the question shown is the one the log calls for. */
static void some_input(struct play *p)
{
	static const char *const commands[] = {":undo", ":back", ":note she smiled", ":why",
		":answers", ":status", "?", ":result", "99", "xyzzy", "", ":change x", ":show all"};

	if (pick(&p->random, 10) < 7) {
		some_answer(p);
	} else if (!pick(&p->random, 4)) {
		snprintf(p->line, TEXT, ":change %s", some_question(p));
	} else if (!pick(&p->random, 4)) {
		snprintf(p->line, TEXT, "%s=1", some_question(p));
	} else {
		snprintf(p->line, TEXT, "%s",
			commands[pick(&p->random, sizeof(commands) / sizeof(commands[0]))]);
	}
}

static char *placement(struct kam_dialogue *d)
{
	struct kam_assessment *a = kam_place(kam_dialogue_belief(d));
	char *json = kam_assessment_json(a, NULL);

	kam_assessment_free(a);
	return json;
}

static void assert_same_text(const struct play *p, const char *is, const char *should)
{
	if ((is == NULL) != (should == NULL) || (is && strcmp(is, should))) {
		print_error("seed %u after '%s':\n%s\n%s\n", p->seed, p->line, is ? is : "-",
			should ? should : "-");
		fail();
	}
}

/* The log as it would be read from a file. */
static struct kam_log written_log(const struct kam_log *log)
{
	struct kam_log ret = KAM_LOG_INIT;
	char *text = memory_text("");
	size_t len = 0;
	size_t cut;

	for (size_t i = 0; i < log->count; i++) {
		char *line = kam_event_json(&log->events[i]);
		size_t more = strlen(line);

		text = memory_resize(text, len + more + 1, 1);
		memcpy(text + len, line, more + 1);
		len += more;
		free(line);
	}
	assert_int_equal(kam_log_read("log", text, len, &ret, &cut, NULL), KAM_OK);
	assert_int_equal(cut, len);
	free(text);
	return ret;
}

static void assert_resumes(struct play *p, bool same_question)
{
	struct kam_log log = written_log(kam_dialogue_log(p->dialogue));
	struct kam_dialogue *fresh = open_dialogue(p, &log);
	const struct kam_view *is = kam_dialogue_view(fresh);
	const struct kam_view *should = kam_dialogue_view(p->dialogue);
	char *a = placement(fresh);
	char *b = placement(p->dialogue);

	assert_same_text(p, a, b);
	if (same_question) {
		assert_same_text(p, is->prompt, should->prompt);
		assert_same_text(p, is->question, should->question);
		assert_same_text(p, is->standing, should->standing);
		assert_int_equal(is->kind, should->kind);
	}
	free(a);
	free(b);
	kam_dialogue_free(fresh);
	kam_log_release(&log);
}

struct seen {
	enum kam_view_kind kind;
	char prompt[TEXT], question[TEXT], standing[TEXT];
	size_t events;
};

static struct seen look(const struct play *p)
{
	const struct kam_view *v = kam_dialogue_view(p->dialogue);
	struct seen ret = {.kind = v->kind, .events = kam_dialogue_log(p->dialogue)->count};

	snprintf(ret.prompt, TEXT, "%s", v->prompt);
	snprintf(ret.question, TEXT, "%s", v->question ? v->question : "");
	snprintf(ret.standing, TEXT, "%s", v->standing);
	return ret;
}

static void assert_unchanged(const struct play *p, const struct seen *before)
{
	struct seen after = look(p);

	assert_same_text(p, after.prompt, before->prompt);
	assert_same_text(p, after.question, before->question);
	assert_same_text(p, after.standing, before->standing);
	assert_int_equal(after.kind, before->kind);
	assert_int_equal(after.events, before->events);
}

/* An input while nothing can be saved: it is not taken, or it wrote nothing. */
static void step_broken(struct play *p)
{
	struct seen before = look(p);
	struct kam_error err = KAM_ERROR_INIT;
	size_t saved = p->saved;
	int status;

	p->broken = true;
	status = kam_dialogue_input(p->dialogue, p->line, &err);
	p->broken = false;
	assert_int_equal(p->saved, saved);
	assert_int_equal(kam_dialogue_log(p->dialogue)->count, before.events);
	if (status == KAM_IO) {
		assert_string_equal(err.fault.message, BROKEN);
	}
	if (status) {
		assert_unchanged(p, &before);
	}
	kam_error_release(&err);
}

static bool moves_the_cursor(const struct play *p)
{
	enum kam_view_kind kind = kam_dialogue_view(p->dialogue)->kind;

	return kind == KAM_VIEW_PARTLY || kind == KAM_VIEW_REST || kind == KAM_VIEW_LEFT ||
	       !strncmp(p->line, ":note", 5);
}

static void step(struct play *p)
{
	struct seen before = look(p);
	int status = kam_dialogue_input(p->dialogue, p->line, NULL);
	size_t events = kam_dialogue_log(p->dialogue)->count;
	char *text = kam_report_text(kam_dialogue_view(p->dialogue)->show, 80, false);

	assert_int_equal(events, p->saved);
	if (status) {
		assert_int_equal(status, KAM_REFUSED);
		assert_unchanged(p, &before);
		assert_true(*text || before.kind == KAM_VIEW_DONE);
	} else if (events > before.events) {
		assert_resumes(p, !moves_the_cursor(p));
	}
	free(text);
}

static void play_many(unsigned plays)
{
	for (unsigned seed = 1; seed <= plays; seed++) {
		struct play p = {.random = seed, .seed = seed};

		p.dialogue = open_dialogue(&p, NULL);
		for (size_t i = 0; i < STEPS; i++) {
			some_input(&p);
			step(&p);
		}
		kam_dialogue_free(p.dialogue);
	}
}

static void dialogue__goes_on_where_it_stopped(void **state)
{
	(void)state;
	play_many(PLAYS);
}

/* The small base is quick, so that there may be many. */
static void dialogue__goes_on_where_it_stopped_a_thousand_times(void **state)
{
	struct kam_kb *shipped = kb;
	struct kam_kb *small = NULL;

	(void)state;
	assert_int_equal(kam_kb_load(SMALL, &small, NULL), KAM_OK);
	kb = small;
	play_many(MANY);
	kb = shipped;
	kam_kb_free(small);
}

/* What could not be saved can be typed again, and means the same then. */
static void dialogue__takes_nothing_that_is_not_saved(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= PLAYS; seed++) {
		struct play p = {.random = seed + 1000, .seed = seed};

		p.dialogue = open_dialogue(&p, NULL);
		for (size_t i = 0; i < STEPS; i++) {
			some_answer(&p);
			step_broken(&p);
			assert_int_equal(kam_dialogue_log(p.dialogue)->count, p.saved);
			some_answer(&p);
			kam_dialogue_input(p.dialogue, p.line, NULL);
		}
		kam_dialogue_free(p.dialogue);
	}
}

/* Taking everything back one by one leads to the beginning. */
static void dialogue__can_take_everything_back(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 10; seed++) {
		struct play p = {.random = seed + 2000, .seed = seed};
		struct seen begin;

		p.dialogue = open_dialogue(&p, NULL);
		begin = look(&p);
		for (size_t i = 0; i < STEPS; i++) {
			some_answer(&p);
			kam_dialogue_input(p.dialogue, p.line, NULL);
		}
		for (size_t i = 0; i <= 2 * STEPS; i++) {
			kam_dialogue_input(p.dialogue, ":undo", NULL);
		}
		begin.events = kam_dialogue_log(p.dialogue)->count;
		if (kam_dialogue_view(p.dialogue)->kind != KAM_VIEW_DONE) {
			assert_unchanged(&p, &begin);
		}
		kam_dialogue_free(p.dialogue);
	}
}

static void dialogue__needs_a_start_that_is_saved(void **state)
{
	struct play p = {.broken = true};
	struct kam_dialogue_options options = {.kb = kb, .ctx = &p, .save = save};
	struct kam_error err = KAM_ERROR_INIT;
	struct kam_dialogue *d = NULL;

	(void)state;
	assert_int_equal(kam_dialogue_new(&options, NULL, &d, &err), KAM_IO);
	assert_null(d);
	kam_error_release(&err);
}

static void dialogue__sets_aside_what_the_base_does_not_know(void **state)
{
	static const char text[] =
		"{\"event\":\"start\",\"account\":\"a\",\"base\":\"millman-wilson\"}\n"
		"{\"event\":\"answer\",\"group\":2,\"question\":\"long-gone\",\"options\":[\"yes\"]}\n"
		"{\"event\":\"answer\",\"group\":3,\"question\":\"who-talks\",\"options\":[\"by-owl\"]}\n"
		"{\"event\":\"answer\",\"group\":4,\"question\":\"orders-so-far\",\"options\":[\"regular\"]}\n";
	struct play p = {.seed = 1};
	struct kam_log log = KAM_LOG_INIT;
	size_t cut;
	char *shown;

	(void)state;
	assert_int_equal(kam_log_read("log", text, strlen(text), &log, &cut, NULL), KAM_OK);
	p.dialogue = open_dialogue(&p, &log);
	shown = kam_report_text(kam_dialogue_view(p.dialogue)->show, 80, false);
	assert_non_null(strstr(shown, "long-gone, by-owl"));
	assert_int_equal(p.saved, 0);
	assert_int_equal(kam_dialogue_log(p.dialogue)->count, 4);
	free(shown);
	kam_dialogue_free(p.dialogue);
	kam_log_release(&log);
}

static int load(void **state)
{
	(void)state;
	return kam_kb_load(BASE, &kb, NULL);
}

static int unload(void **state)
{
	(void)state;
	kam_kb_free(kb);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dialogue__goes_on_where_it_stopped),
		cmocka_unit_test(dialogue__goes_on_where_it_stopped_a_thousand_times),
		cmocka_unit_test(dialogue__takes_nothing_that_is_not_saved),
		cmocka_unit_test(dialogue__can_take_everything_back),
		cmocka_unit_test(dialogue__needs_a_start_that_is_saved),
		cmocka_unit_test(dialogue__sets_aside_what_the_base_does_not_know),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
