/* SPDX-License-Identifier: MIT */
/* The commands of the dialogue: one table gives parsing, help and completion. */
#include "dialogue/machine.h"

#include "util/memory.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

static int do_back(struct kam_dialogue *d, const char *rest, struct kam_error *err)
{
	size_t i = d->state.order_count;

	(void)rest;
	(void)err;
	if (d->kind == KAM_VIEW_PARTLY || d->kind == KAM_VIEW_REST) {
		machine_name_again(d);
		return KAM_OK;
	}
	if (d->revisiting || d->kind != KAM_VIEW_TAKE) {
		for (size_t k = 0; k < d->state.order_count; k++) {
			if (d->state.order[k].question == d->at.question &&
				d->state.order[k].checklist == d->at.checklist) {
				i = k;
			}
		}
	}
	if (!i) {
		show_line(d, "%s", kam_say(&d->options.voice, "This is the first question."));
		return KAM_REFUSED;
	}
	d->revisiting = true;
	machine_go(d, d->state.order[i - 1]);
	machine_ask(d);
	return KAM_OK;
}

static int do_undo(struct kam_dialogue *d, const char *rest, struct kam_error *err)
{
	struct kam_event e = {.kind = KAM_EVENT_UNDO};
	size_t answers = d->state.order_count;
	int status;

	if (d->kind == KAM_VIEW_PARTLY || d->kind == KAM_VIEW_REST) {
		return do_back(d, rest, err);
	}
	if (!answers && !d->state.stopped) {
		show_line(d, "%s", kam_say(&d->options.voice, "There is nothing to take back."));
		return KAM_REFUSED;
	}
	status = machine_write(d, &e, 1, err);
	if (!status) {
		show_line(d, "%s", kam_say(&d->options.voice, "The last entry is taken back."));
		machine_advance(d);
	}
	return status;
}

/* Whether a screen has anything to ask now. */
static bool can_be_shown(const struct kam_dialogue *d, struct screen_ref at)
{
	const struct kb_checklist *list;

	if (at.checklist == KAM_NONE) {
		return true;
	}
	list = &d->kb->checklists[at.checklist];
	for (size_t i = 0; i < list->item_count; i++) {
		if (kam_belief_applies(d->state.belief, list->items[i])) {
			return true;
		}
	}
	return false;
}

/* Goes to a screen that was named, unless it has no line that applies. */
static int revisit(struct kam_dialogue *d, struct screen_ref at)
{
	if (!can_be_shown(d, at)) {
		show_line(d, "%s", kam_say(&d->options.voice, "Nothing in that list applies now."));
		return KAM_REFUSED;
	}
	d->revisiting = true;
	machine_go(d, at);
	machine_ask(d);
	return KAM_OK;
}

static int do_change(struct kam_dialogue *d, const char *rest, struct kam_error *err)
{
	size_t question = kam_kb_find_question(d->kb, rest);
	size_t checklist = kb_find_checklist(d->kb, rest);
	const char *near;

	(void)err;
	if (question != KAM_NONE && d->kb->questions[question].checklist != KAM_NONE) {
		checklist = d->kb->questions[question].checklist;
		question = KAM_NONE;
	}
	if (!*rest) {
		show_line(d, "%s",
			kam_say(&d->options.voice,
				"Write which one behind it; :answers lists the names to use."));
		return KAM_REFUSED;
	}
	if (question == KAM_NONE && checklist == KAM_NONE) {
		near = kam_kb_suggest_question(d->kb, rest);
		show_line(d, kam_say(&d->options.voice, "There is no question '%s'."), rest);
		if (near) {
			show_line(d, kam_say(&d->options.voice, "Did you mean %s?"), near);
		} else {
			show_line(d, "%s",
				kam_say(&d->options.voice, ":answers lists the names to use."));
		}
		return KAM_REFUSED;
	}
	return revisit(d, (struct screen_ref){question, checklist});
}

static int do_answers(struct kam_dialogue *d, const char *rest, struct kam_error *err)
{
	(void)rest;
	(void)err;
	show_answers(d);
	return KAM_OK;
}

static int do_status(struct kam_dialogue *d, const char *rest, struct kam_error *err)
{
	(void)rest;
	(void)err;
	show_status(d);
	return KAM_OK;
}

static int do_explain(struct kam_dialogue *d, const char *rest, struct kam_error *err)
{
	struct kam_error own = KAM_ERROR_INIT;
	int status = kam_explain(d->kb, *rest ? rest : NULL, &d->options.voice, &d->show, &own);

	(void)err;
	if (status) {
		show_line(d, "%s", own.fault.message);
		kam_error_release(&own);
		return KAM_REFUSED;
	}
	return KAM_OK;
}

static const char *at_name(const struct kam_dialogue *d, struct screen_ref at)
{
	if (at.checklist != KAM_NONE) {
		return dialogue_say(d, &d->kb->checklists[at.checklist].name);
	}
	return at.question == KAM_NONE ? d->account
				       : dialogue_say(d, &d->kb->questions[at.question].name);
}

static int do_note(struct kam_dialogue *d, const char *rest, struct kam_error *err)
{
	struct kam_event e = {.kind = KAM_EVENT_NOTE};
	struct screen_ref at = d->at;
	int status;

	if (!*rest || utf8_unsafe(rest)) {
		show_line(d, "%s",
			kam_say(&d->options.voice, "Write the note behind it: :note TEXT"));
		return KAM_REFUSED;
	}
	if (!d->revisiting && d->kind != KAM_VIEW_TAKE && d->state.order_count) {
		at = d->state.order[d->state.order_count - 1];
	}
	e.question = memory_text(at.checklist != KAM_NONE  ? d->kb->checklists[at.checklist].id
				 : at.question != KAM_NONE ? d->kb->questions[at.question].id
							   : NULL);
	e.note = memory_text(rest);
	status = machine_write(d, &e, 1, err);
	if (!status && at.checklist == KAM_NONE && at.question == KAM_NONE) {
		show_line(d, "%s", kam_say(&d->options.voice, "Noted with the account."));
	} else if (!status) {
		show_line(d, kam_say(&d->options.voice, "Noted with: %s."), at_name(d, at));
	}
	return status;
}

static int do_result(struct kam_dialogue *d, const char *rest, struct kam_error *err)
{
	struct kam_event e = {.kind = KAM_EVENT_STOP};
	int status;

	(void)rest;
	if (d->kind == KAM_VIEW_TAKE) {
		machine_advance(d);
		return KAM_OK;
	}
	status = machine_write(d, &e, 1, err);
	if (!status) {
		machine_advance(d);
	}
	return status;
}

static int do_show(struct kam_dialogue *d, const char *rest, struct kam_error *err)
{
	size_t number = (size_t)strtoul(rest, NULL, 10);
	bool all = !strcmp(rest, "all");

	(void)err;
	if (d->kind != KAM_VIEW_TAKE ||
		(!all && (!number || number > d->assessment->action_count))) {
		show_line(d, "%s",
			kam_say(&d->options.voice, "After the result: :show 1, or :show all."));
		return KAM_REFUSED;
	}
	for (size_t i = 0; i < d->assessment->action_count; i++) {
		if (all || i + 1 == number) {
			kam_action_document(d->kb, d->assessment->actions[i].action,
				&d->options.voice, &d->show);
		}
	}
	return KAM_OK;
}

static int do_help(struct kam_dialogue *d, const char *rest, struct kam_error *err)
{
	(void)rest;
	(void)err;
	machine_help(d);
	return KAM_OK;
}

static int do_quit(struct kam_dialogue *d, const char *rest, struct kam_error *err)
{
	(void)rest;
	(void)err;
	d->kind = KAM_VIEW_LEFT;
	d->at = (struct screen_ref){KAM_NONE, KAM_NONE};
	show_line(
		d, "%s", kam_say(&d->options.voice, "Saved. The same command goes on from here."));
	machine_ask(d);
	return KAM_OK;
}

static const struct command commands[] = {
	{"answers", ARGUMENT_NONE, do_answers},
	{"back", ARGUMENT_NONE, do_back},
	{"change", ARGUMENT_QUESTION, do_change},
	{"explain", ARGUMENT_TOPIC, do_explain},
	{"help", ARGUMENT_NONE, do_help},
	{"how", ARGUMENT_NONE, command_how},
	{"note", ARGUMENT_NONE, do_note},
	{"quit", ARGUMENT_NONE, do_quit},
	{"result", ARGUMENT_NONE, do_result},
	{"show", ARGUMENT_NONE, do_show},
	{"status", ARGUMENT_NONE, do_status},
	{"undo", ARGUMENT_NONE, do_undo},
	{"whatif", ARGUMENT_QUESTION, command_whatif},
	{"why", ARGUMENT_NONE, command_why},
	{"whynot", ARGUMENT_TOPIC, command_whynot},
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

const struct command *machine_command_at(size_t i)
{
	return i < COMMANDS ? &commands[i] : NULL;
}

static const struct command *find_command(const char *word, size_t *ret_matches)
{
	const struct command *found = NULL;

	*ret_matches = 0;
	for (size_t i = 0; i < COMMANDS; i++) {
		if (!strcmp(commands[i].name, word)) {
			*ret_matches = 1;
			return &commands[i];
		}
		if (*word && !strncmp(commands[i].name, word, strlen(word))) {
			found = &commands[i];
			++*ret_matches;
		}
	}
	return found;
}

int machine_command(struct kam_dialogue *d, const struct input *in, struct kam_error *err)
{
	size_t matches;
	const struct command *command = find_command(in->word, &matches);
	struct str names = STR_INIT;

	if (matches == 1) {
		return command->run(d, in->rest, err);
	}
	for (size_t i = 0; i < COMMANDS; i++) {
		if (!matches || !strncmp(commands[i].name, in->word, strlen(in->word))) {
			str_addf(&names, " :%s", commands[i].name);
		}
	}
	show_line(d,
		matches ? kam_say(&d->options.voice, "':%s' could be:%s")
			: kam_say(&d->options.voice, "There is no command ':%s'. There are:%s"),
		in->word, str_text(&names));
	str_release(&names);
	return KAM_REFUSED;
}
