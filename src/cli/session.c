/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/session.h"

#include "cli/clock.h"
#include "cli/complain.h"
#include "cli/status.h"
#include "kam/report.h"
#include "term/protocol.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct session {
	struct asking *asking;
	const struct kam_kb *kb;
	const char *account; /* may be NULL */
	struct consultation consultation;
	struct kam_dialogue *dialogue;
};

static void now(void *ctx, char ret[21])
{
	const struct session *s = ctx;

	clock_now(s->asking->options, ret);
}

static int save(void *ctx, const struct kam_event *events, size_t count, struct kam_error *err)
{
	struct session *s = ctx;

	return consultation_save(&s->consultation, events, count, err);
}

static const char *user_name(const struct options *o)
{
	const char *name = o->as ? o->as : getenv("LOGNAME");

	return name && *name ? name : getenv("USER");
}

/* --- beginning ---------------------------------------------------------------------------- */

/* A log of another base would be read as nonsense. */
static bool is_same_base(const struct session *s)
{
	const struct kam_log *log = &s->consultation.log;

	if (!log->count || !strcmp(log->events[0].base, kam_kb_id(s->kb))) {
		return true;
	}
	complain(
		"this consultation belongs to the knowledge base '%s', not to '%s'; name it with --knowledge",
		log->events[0].base, kam_kb_id(s->kb));
	return false;
}

static void greet(struct session *s, const struct account_choice *choice)
{
	if (s->consultation.dropped) {
		complain("the last line of %s was cut while being written and is left out",
			choice->path);
	}
	if (!front_is_terminal(s->asking->front)) {
		return;
	}
	if (!s->consultation.log.count) {
		asking_say(s->asking,
			"New. Answer for this account only: about fifteen questions, ten minutes. "
			"0 (don't know) is a fine answer: we note it.");
	} else {
		asking_say(s->asking, "Going on with \"%s\".", choice->name);
	}
}

static int begin(
	struct session *s, const struct kam_voice *voice, const struct account_choice *choice)
{
	const struct options *o = s->asking->options;
	struct kam_error err = KAM_ERROR_INIT;
	struct kam_dialogue_options options = {.kb = s->kb,
		.voice = *voice,
		.account = choice->name,
		.by = user_name(o),
		.side = o->side && !strcmp(o->side, "customer") ? KAM_CUSTOMER : KAM_OWN,
		.days_per_quarter = -1,
		.ctx = s,
		.now = now,
		.save = save};

	if (consultation_open(choice->path, &s->consultation, &err)) {
		return complain_error(&err);
	}
	if (!is_same_base(s)) {
		return EXIT_DATA;
	}
	greet(s, choice);
	if (kam_dialogue_new(&options, &s->consultation.log, &s->dialogue, &err)) {
		return complain_error(&err);
	}
	s->asking->dialogue = s->dialogue;
	return EXIT_DONE;
}

/* --- the loop ----------------------------------------------------------------------------- */

/* Where nobody can be asked again, a refused answer ends it. What was shown says why. */
static int complain_refused(const struct kam_view *view, const char *line)
{
	char *why = kam_report_text(view->show, 1000, false);
	const char *text = why + strspn(why, " \n");

	complain("the answer '%s' to '%s' is refused: %.*s", line,
		view->question ? view->question : "plan", (int)strcspn(text, "\n"), text);
	free(why);
	return EXIT_DATA;
}

static int complain_ended(const struct kam_view *view)
{
	complain("the input ended, but '%s' needs an answer; what was answered is saved",
		view->question ? view->question : "check");
	return EXIT_ENDED;
}

/* Feeds LINE. EXIT_DONE to go on. */
static int take_line(struct session *s, const char *line)
{
	struct kam_error err = KAM_ERROR_INIT;
	bool terminal = front_is_terminal(s->asking->front);
	int status = kam_dialogue_input(s->dialogue, line, &err);
	int ends = EXIT_DONE;

	if (status && status != KAM_REFUSED) {
		ends = complain_error(&err);
		if (terminal) {
			complain("this answer is not saved; mend that and give it again");
			ends = EXIT_DONE;
		}
	} else if (status == KAM_REFUSED && !terminal) {
		ends = complain_refused(kam_dialogue_view(s->dialogue), line);
	}
	kam_error_release(&err);
	return ends;
}

/* The input ended at VIEW. After the result nothing has to be said any more. */
static int end_at(struct session *s, const struct kam_view *view, enum front_status got)
{
	int status = asking_exit(s->asking, got);

	if (got == FRONT_END && view->kind == KAM_VIEW_TAKE) {
		return EXIT_DONE;
	}
	if (status == EXIT_ENDED) {
		return complain_ended(view);
	}
	if (front_is_terminal(s->asking->front)) {
		asking_say(s->asking, "Every answer is saved. The same command goes on from here.");
	}
	return status;
}

static int talk(struct session *s)
{
	for (;;) {
		const struct kam_view *view = kam_dialogue_view(s->dialogue);
		enum front_status got;
		char *line = NULL;
		int status;

		if (!front_show(s->asking->front, view->show)) {
			return complain_output();
		}
		if (view->kind == KAM_VIEW_DONE || view->kind == KAM_VIEW_LEFT) {
			return EXIT_DONE;
		}
		got = asking_read(s->asking, view->prompt, view->standing, &line);
		if (got != FRONT_LINE) {
			return end_at(s, view, got);
		}
		status = take_line(s, line);
		free(line);
		if (status) {
			return status;
		}
	}
}

/* --- with another program ----------------------------------------------------------------- */

static bool greet_program(const struct session *s)
{
	return protocol_hello(&(struct protocol_hello){.version = KAM_VERSION,
		.base_id = kam_kb_id(s->kb),
		.base_version = kam_kb_version(s->kb),
		.base_digest = kam_kb_digest(s->kb),
		.account = s->account});
}

/* What is new, with the placement where the result is among it. FIRST: nothing was shown yet. */
static bool show_program(struct session *s, bool first)
{
	const struct kam_view *view = kam_dialogue_view(s->dialogue);
	struct kam_assessment *assessment;
	char *placement;
	bool shown;

	if (!(view->kind == KAM_VIEW_TAKE && view->asked != KAM_NONE) &&
		!(view->kind == KAM_VIEW_DONE && first)) {
		return protocol_show(s->dialogue, NULL);
	}
	assessment = kam_place(kam_dialogue_belief(s->dialogue));
	placement = kam_assessment_json(assessment, s->account);
	shown = protocol_show(s->dialogue, placement);
	free(placement);
	kam_assessment_free(assessment);
	return shown;
}

/* Feeds LINE and says what came of it. False when that could not be written. */
static bool answer_program(struct session *s, const char *line)
{
	struct kam_error err = KAM_ERROR_INIT;
	int status = kam_dialogue_input(s->dialogue, line, &err);
	bool written;

	if (status == KAM_REFUSED) {
		written = protocol_refused(s->dialogue);
	} else if (status) {
		written = protocol_error(err.fault.code, err.fault.message);
	} else {
		written = show_program(s, false);
	}
	kam_error_release(&err);
	return written;
}

/* The other program hung up, or a signal came: it is told as far as it still listens. */
static int end_program(struct session *s, enum front_status got)
{
	protocol_bye(got == FRONT_END ? "ended" : "signal");
	return end_at(s, kam_dialogue_view(s->dialogue), got);
}

static int converse(struct session *s, struct protocol *protocol)
{
	bool written = greet_program(s) && show_program(s, true);

	while (written) {
		enum kam_view_kind kind = kam_dialogue_view(s->dialogue)->kind;
		enum front_status got;
		char *line = NULL;

		if (kind == KAM_VIEW_DONE || kind == KAM_VIEW_LEFT) {
			written = protocol_bye(kind == KAM_VIEW_DONE ? "done" : "left");
			return written ? EXIT_DONE : complain_output();
		}
		got = protocol_read(protocol, s->dialogue, &line);
		if (got != FRONT_LINE) {
			return end_program(s, got);
		}
		written = answer_program(s, line);
		free(line);
	}
	return complain_output();
}

static int talk_protocol(struct session *s)
{
	struct protocol *protocol = protocol_new();
	int status = converse(s, protocol);

	protocol_free(protocol);
	return status;
}

int session_run(struct asking *a, const struct kam_kb *kb, const struct kam_voice *voice,
	const struct account_choice *choice)
{
	struct session s = {
		.asking = a, .kb = kb, .account = choice->name, .consultation = {.fd = -1}};
	int status = begin(&s, voice, choice);

	if (!status) {
		status = a->options->protocol ? talk_protocol(&s) : talk(&s);
	}
	a->dialogue = NULL;
	kam_dialogue_free(s.dialogue);
	consultation_close(&s.consultation);
	return status;
}
