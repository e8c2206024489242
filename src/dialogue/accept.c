/* SPDX-License-Identifier: MIT */
/* Lines that answer: at choices, at checklists and their follow-ups, at the plan. */
#include "dialogue/machine.h"
#include "util/memory.h"

#include <stdlib.h>
#include <string.h>

static struct kam_event event_for(const struct kam_dialogue *d, size_t q, enum kam_event_kind kind)
{
	return (struct kam_event){.kind = kind, .question = memory_text(d->kb->questions[q].id)};
}

static void event_option(struct kam_event *e, const char *option)
{
	e->options = memory_resize(e->options, e->option_count + 1, sizeof(char *));
	e->options[e->option_count++] = memory_text(option);
}

static int refuse(struct kam_dialogue *d, const char *why)
{
	kam_document_add(&d->show, KAM_BLOCK_PARAGRAPH, NULL, "%s", why)->level = 1;
	return KAM_REFUSED;
}

static void say_progress(struct kam_dialogue *d)
{
	const struct kam_voice *v = &d->options.voice;
	struct kam_progress p;

	kam_belief_progress(d->state.belief, d->state.order_count, d->state.last_topic, &p);
	if (!p.most) {
		return;
	}
	if (!p.known) {
		show_line(d, kam_say(v, "At most %zu more."), p.most);
	} else if (p.least == p.most) {
		show_line(d, kam_say(v, "About %zu more."), p.most);
	} else {
		show_line(d, kam_say(v, "About %zu to %zu more."), p.least, p.most);
	}
}

static void confirm(struct kam_dialogue *d, bool noted)
{
	if (noted) {
		show_line(d, "%s", kam_say(&d->options.voice, "Noted, with your words."));
	}
	if (d->rule == KAM_GO_ON && d->state.order_count % 4 == 0) {
		say_progress(d);
	}
}

static enum kam_event_kind kind_of(enum input_kind kind)
{
	return kind == INPUT_CHOSEN    ? KAM_EVENT_ANSWER
	       : kind == INPUT_UNKNOWN ? KAM_EVENT_UNKNOWN
	       : kind == INPUT_LATER   ? KAM_EVENT_LATER
				       : KAM_EVENT_NOT_APPLICABLE;
}

static int after_write(struct kam_dialogue *d, int status, bool noted)
{
	if (!status) {
		confirm(d, noted);
		machine_advance(d);
	}
	return status;
}

static int take_choice(struct kam_dialogue *d, struct input *in, struct kam_error *err)
{
	const struct kb_question *q = &d->kb->questions[d->at.question];
	struct kam_event e = event_for(d, d->at.question, kind_of(in->kind));
	bool noted = in->note != NULL;

	for (size_t o = 0; in->kind == INPUT_CHOSEN && o < q->option_count; o++) {
		if (in->chosen & (UINT64_C(1) << o)) {
			event_option(&e, q->options[o].id);
		}
	}
	e.tentative = in->tentative;
	e.note = in->note;
	in->note = NULL;
	return after_write(d, machine_write(d, &e, 1, err), noted);
}

/* A note on a checklist as a whole: no line of it was named. */
static struct kam_event list_note(const struct kam_dialogue *d, const char *note)
{
	return (struct kam_event){.kind = KAM_EVENT_NOTE,
		.question = memory_text(dialogue_list(d)->id),
		.note = memory_text(note)};
}

/*
 * Writes the whole checklist: yes, partly, unknown, and no for the rest. A note goes to the first line that was named,
 * one that came with the others to the checklist as a whole.
 */
static int write_checklist(struct kam_dialogue *d, uint64_t unknown, struct kam_error *err)
{
	const struct kb_checklist *list = dialogue_list(d);
	struct kam_event *events = memory_alloc(d->item_count + 2, sizeof(*events));
	bool noted = d->pending_note || d->list_note;
	bool placed = false;
	size_t count;
	int status;

	for (size_t i = 0; i < d->item_count; i++) {
		uint64_t bit = UINT64_C(1) << i;
		const struct kb_question *q = &d->kb->questions[d->items[i]];
		bool yes = (d->yes & bit) != 0;

		events[i] = event_for(
			d, d->items[i], unknown & bit ? KAM_EVENT_UNKNOWN : KAM_EVENT_ANSWER);
		if (!(unknown & bit)) {
			size_t o = yes                                           ? list->yes
				   : d->partly & bit && list->partly != KAM_NONE ? list->partly
										 : list->no;

			event_option(&events[i], q->options[o].id);
		}
		events[i].tentative = yes && (d->doubtful & bit);
		if (yes && d->pending_note && !placed) {
			events[i].note = memory_text(d->pending_note);
			placed = true;
		}
	}
	count = d->item_count;
	if (d->pending_note && !placed) {
		events[count++] = list_note(d, d->pending_note);
	}
	if (d->list_note) {
		events[count++] = list_note(d, d->list_note);
	}
	status = machine_write(d, events, count, err);
	free(events);
	return after_write(d, status, noted);
}

static int write_all(
	struct kam_dialogue *d, enum kam_event_kind kind, const char *note, struct kam_error *err)
{
	struct kam_event *events = memory_alloc(d->item_count + 1, sizeof(*events));
	size_t count = d->item_count;
	int status;

	for (size_t i = 0; i < d->item_count; i++) {
		events[i] = event_for(d, d->items[i], kind);
	}
	if (note) {
		events[count++] = list_note(d, note);
	}
	status = machine_write(d, events, count, err);
	free(events);
	return after_write(d, status, note != NULL);
}

static int skip_checklist(struct kam_dialogue *d, struct kam_error *err)
{
	struct kam_event e = {
		.kind = KAM_EVENT_SKIP, .question = memory_text(dialogue_list(d)->id)};

	return after_write(d, machine_write(d, &e, 1, err), false);
}

static uint64_t all_items(const struct kam_dialogue *d)
{
	return d->item_count >= 64 ? UINT64_MAX : (UINT64_C(1) << d->item_count) - 1;
}

/* After the lines that hold: what is half done (where the scale knows that), then what nobody can judge. */
static int next_step(struct kam_dialogue *d, struct kam_error *err)
{
	uint64_t open = all_items(d) & ~d->yes & ~d->partly;

	if (!open) {
		return write_checklist(d, 0, err);
	}
	d->kind = d->kind == KAM_VIEW_CHECKLIST && dialogue_list(d)->partly != KAM_NONE
			  ? KAM_VIEW_PARTLY
			  : KAM_VIEW_REST;
	machine_ask(d);
	return KAM_OK;
}

static int take_named(struct kam_dialogue *d, struct input *in, struct kam_error *err)
{
	uint64_t none = UINT64_C(1) << d->item_count;

	if ((in->chosen & none) && in->chosen != none) {
		return refuse(d,
			kam_say(&d->options.voice,
				"\"None of these\" stands alone. Type it alone, or the others."));
	}
	d->yes = in->chosen & ~none;
	d->doubtful = in->doubtful;
	free(d->pending_note);
	d->pending_note = in->note;
	in->note = NULL;
	return next_step(d, err);
}

static int take_others(struct kam_dialogue *d, struct input *in, struct kam_error *err)
{
	uint64_t chosen = in->kind == INPUT_CHOSEN ? in->chosen : 0;

	if (d->kind == KAM_VIEW_PARTLY) {
		d->partly = 0;
	}
	if (in->kind == INPUT_UNKNOWN) {
		chosen = all_items(d) & ~d->yes & ~d->partly;
	} else if (in->kind != INPUT_CHOSEN && in->kind != INPUT_EMPTY) {
		return refuse(d, kam_say(&d->options.voice, "Type numbers of the list, or Enter."));
	}
	if (chosen & (d->yes | d->partly)) {
		return refuse(
			d, kam_say(&d->options.voice,
				   "You named one of these already. Only the others, or Enter."));
	}
	if (in->note) {
		free(d->list_note);
		d->list_note = in->note;
		in->note = NULL;
	}
	if (d->kind == KAM_VIEW_PARTLY && in->kind != INPUT_UNKNOWN) {
		d->partly = chosen;
		return next_step(d, err);
	}
	return write_checklist(d, chosen, err);
}

/* The name of a question or checklist, or NULL. */
static const char *screen_name(const struct kam_dialogue *d, const char *id)
{
	size_t q = kam_kb_find_question(d->kb, id);
	size_t list = kb_find_checklist(d->kb, id);

	return q != KAM_NONE      ? dialogue_say(d, &d->kb->questions[q].name)
	       : list != KAM_NONE ? dialogue_say(d, &d->kb->checklists[list].name)
				  : NULL;
}

/* What the actions that were taken should change: the questions to look at again. */
static void say_recheck(struct kam_dialogue *d)
{
	struct str names = STR_INIT;

	for (size_t i = 0; i < d->kb->action_count; i++) {
		const struct kb_list *ids = &d->kb->actions[i].recheck_ids;

		for (size_t k = 0; d->state.taken[i] && k < ids->count; k++) {
			const char *name = screen_name(d, ids->items[k]);

			if (name && !strstr(str_text(&names), name)) {
				str_addf(&names, "%s%s", names.len ? ", " : "", name);
			}
		}
	}
	if (names.len) {
		show_line(d, "%s %s.",
			kam_say(&d->options.voice, "When they are done, look again at:"),
			str_text(&names));
	}
	str_release(&names);
}

static void say_taken(struct kam_dialogue *d, size_t count)
{
	if (!count) {
		show_line(d, "%s", kam_say(&d->options.voice, "The result is saved."));
		return;
	}
	show_line(d,
		kam_say_n(&d->options.voice, "%zu action taken. Good luck.",
			"%zu actions taken. Good luck.", count),
		count);
	say_recheck(d);
}

static int take_plan(struct kam_dialogue *d, const char *line, struct kam_error *err)
{
	size_t count = d->assessment->action_count;
	const char *ids[16];
	struct choices c = {ids, ids, count};
	struct input in;
	struct kam_event events[17];
	size_t n = 0;
	int status;

	for (size_t i = 0; i < count; i++) {
		ids[i] = d->kb->actions[d->assessment->actions[i].action].id;
	}
	in = input_read(line, &c, &d->options.voice, NULL, NULL);
	if (in.kind == INPUT_BAD && !count) {
		free(in.why);
		in.why = memory_text(
			kam_say(&d->options.voice, "There is no action to take. Enter ends here."));
	}
	if (in.kind == INPUT_COMMAND) {
		status = machine_command(d, &in, err);
		input_release(&in);
		return status;
	}
	if (in.kind == INPUT_HELP) {
		machine_help(d);
		input_release(&in);
		return KAM_OK;
	}
	if (in.kind != INPUT_CHOSEN && in.kind != INPUT_EMPTY && in.kind != INPUT_UNKNOWN) {
		status = refuse(d, in.why ? in.why
					  : kam_say(&d->options.voice,
						    "Type numbers of the actions, or Enter."));
		input_release(&in);
		return status;
	}
	for (size_t i = 0; in.kind == INPUT_CHOSEN && i < count; i++) {
		if (in.chosen & (UINT64_C(1) << i)) {
			events[n++] = (struct kam_event){
				.kind = KAM_EVENT_TAKE, .action = memory_text(ids[i])};
		}
	}
	events[n++] = (struct kam_event){.kind = KAM_EVENT_DONE};
	input_release(&in);
	status = machine_write(d, events, n, err);
	if (!status) {
		d->kind = KAM_VIEW_DONE;
		say_taken(d, n - 1);
		machine_ask(d);
	}
	return status;
}

static int take_checklist(struct kam_dialogue *d, struct input *in, struct kam_error *err)
{
	switch (in->kind) {
	case INPUT_CHOSEN:
		return take_named(d, in, err);
	case INPUT_UNKNOWN:
		return write_all(d, KAM_EVENT_UNKNOWN, in->note, err);
	case INPUT_NOT_APPLICABLE:
		return write_all(d, KAM_EVENT_NOT_APPLICABLE, in->note, err);
	case INPUT_LATER:
		return write_all(d, KAM_EVENT_LATER, in->note, err);
	case INPUT_EMPTY:
		if (dialogue_is_homework(d)) {
			return skip_checklist(d, err);
		}
		return refuse(
			d, kam_say(&d->options.voice,
				   "Type the numbers that are true, the last one for none, or 0."));
	case INPUT_COMMAND:
	case INPUT_HELP:
	case INPUT_ASSIGN:
	case INPUT_BAD:
	default:
		return KAM_REFUSED;
	}
}

static bool is_answer(const struct input *in)
{
	return in->kind == INPUT_CHOSEN || in->kind == INPUT_UNKNOWN ||
	       in->kind == INPUT_NOT_APPLICABLE || in->kind == INPUT_LATER;
}

/* What may stand behind ID=, since those options are not on the screen. */
static void say_options(struct kam_dialogue *d, size_t question)
{
	const struct kb_question *q = &d->kb->questions[question];
	struct str text = STR_INIT;

	for (size_t o = 0; o < q->option_count; o++) {
		str_addf(&text, "%s%zu %s", o ? ", " : "", o + 1, q->options[o].id);
	}
	show_line(d, "%s: %s", q->id, str_text(&text));
	str_release(&text);
}

/* The answer TEXT, given to the question or checklist at AT; where it is none, the cursor stays. */
static int answer_at(
	struct kam_dialogue *d, struct screen_ref at, const char *text, struct kam_error *err)
{
	struct screen_ref back = d->at;
	struct choices c;
	struct input in;
	int status;

	machine_go(d, at);
	c = choices_at(d);
	in = input_read(text, &c, &d->options.voice, NULL, NULL);
	choices_release(&c);
	if (in.why) {
		status = refuse(d, in.why);
	} else if (!is_answer(&in)) {
		status =
			refuse(d, kam_say(&d->options.voice,
					  "Write the answer behind the =: its number, 0, - or +."));
	} else if (at.checklist == KAM_NONE) {
		status = take_choice(d, &in, err);
	} else {
		show_question(d);
		status = take_checklist(d, &in, err);
	}
	if (status == KAM_REFUSED && at.checklist == KAM_NONE) {
		say_options(d, at.question);
	}
	if (status) {
		machine_go(d, back);
	}
	input_release(&in);
	return status;
}

/* ID=ANSWER at a question: the answer goes to that question, and the interview goes on. */
static int assign(struct kam_dialogue *d, const struct input *in, struct kam_error *err)
{
	size_t q = kam_kb_find_question(d->kb, in->word);

	if (d->kind == KAM_VIEW_PARTLY || d->kind == KAM_VIEW_REST) {
		return refuse(d,
			kam_say(&d->options.voice, "Finish this list first: numbers, or Enter."));
	}
	return answer_at(d,
		q != KAM_NONE ? (struct screen_ref){q, KAM_NONE}
			      : (struct screen_ref){KAM_NONE, kb_find_checklist(d->kb, in->word)},
		in->rest, err);
}

static int take_question(struct kam_dialogue *d, struct input *in, struct kam_error *err)
{
	if (in->kind == INPUT_HELP) {
		machine_help(d);
		return KAM_OK;
	}
	if (in->kind == INPUT_BAD) {
		return refuse(d, in->why);
	}
	if (in->kind == INPUT_COMMAND) {
		return machine_command(d, in, err);
	}
	if (in->kind == INPUT_ASSIGN) {
		return assign(d, in, err);
	}
	if (d->kind == KAM_VIEW_PARTLY || d->kind == KAM_VIEW_REST) {
		return take_others(d, in, err);
	}
	if (d->kind == KAM_VIEW_CHECKLIST) {
		return take_checklist(d, in, err);
	}
	if (in->kind == INPUT_EMPTY) {
		return refuse(
			d, kam_say(&d->options.voice,
				   "Type a number. 0 if you don't know: that is a fine answer."));
	}
	return take_choice(d, in, err);
}

/* All that is shown stands as it is, and is not asked about again. */
static int let_stand(struct kam_dialogue *d, struct kam_error *err)
{
	struct kam_event events[MACHINE_DOUBTS];
	size_t count = d->doubt_count;

	for (size_t i = 0; i < count; i++) {
		events[i] = event_for(d, d->doubts[i].question, KAM_EVENT_SKIP);
	}
	return after_write(d, machine_write(d, events, count, err), false);
}

/* Back to the answer with that number; a line of a checklist is asked with its list. */
static int look_again(struct kam_dialogue *d, uint64_t chosen)
{
	size_t question = d->doubts[0].question;
	size_t list;

	for (size_t i = 0; i < d->doubt_count; i++) {
		if (chosen & (UINT64_C(1) << i)) {
			question = d->doubts[i].question;
			break;
		}
	}
	list = d->kb->questions[question].checklist;
	d->revisiting = true;
	machine_go(d, (struct screen_ref){list == KAM_NONE ? question : KAM_NONE, list});
	machine_ask(d);
	return KAM_OK;
}

static int take_review(struct kam_dialogue *d, const char *line, struct kam_error *err)
{
	const char *ids[MACHINE_DOUBTS];
	struct choices c = {ids, ids, d->doubt_count};
	struct input in;
	int status;

	for (size_t i = 0; i < d->doubt_count; i++) {
		ids[i] = d->kb->questions[d->doubts[i].question].id;
	}
	in = input_read(line, &c, &d->options.voice, NULL, NULL);
	if (in.kind == INPUT_COMMAND) {
		status = machine_command(d, &in, err);
	} else if (in.kind == INPUT_EMPTY) {
		status = let_stand(d, err);
	} else if (in.kind == INPUT_CHOSEN) {
		status = look_again(d, in.chosen);
	} else {
		status = refuse(d, in.why ? in.why
					  : kam_say(&d->options.voice,
						    "Type a number of the list, or Enter."));
	}
	input_release(&in);
	return status;
}

int kam_dialogue_input(struct kam_dialogue *d, const char *line, struct kam_error *err)
{
	struct choices c;
	struct input in;
	int status;

	kam_document_release(&d->show);
	d->view.asked = KAM_NONE;
	if (d->kind == KAM_VIEW_DONE || d->kind == KAM_VIEW_LEFT) {
		return KAM_REFUSED;
	}
	if (d->kind == KAM_VIEW_TAKE) {
		return take_plan(d, line, err);
	}
	if (d->kind == KAM_VIEW_REVIEW) {
		return take_review(d, line, err);
	}
	c = choices_at(d);
	in = input_read(line, &c, &d->options.voice, dialogue_is_id, d);
	choices_release(&c);
	status = take_question(d, &in, err);
	input_release(&in);
	return status;
}
