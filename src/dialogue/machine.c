/* SPDX-License-Identifier: MIT */
#include "dialogue/machine.h"

#include "util/memory.h"

#include <stdlib.h>
#include <string.h>

struct kam_basis machine_basis(const struct kam_dialogue *d)
{
	return (struct kam_basis){.account = d->account,
		.notes = d->state.notes,
		.days_per_quarter = d->options.days_per_quarter,
		.stop = d->rule};
}

static void stamp(const struct kam_dialogue *d, struct kam_event *e, unsigned long group)
{
	char now[21] = "";

	if (d->options.now) {
		d->options.now(d->options.ctx, now);
	}
	e->at = *now ? memory_text(now) : NULL;
	e->by = memory_text(d->by);
	e->side = d->options.side;
	e->group = group;
}

static void replay(struct kam_dialogue *d)
{
	char now[21] = "";

	if (d->options.now) {
		d->options.now(d->options.ctx, now);
	}
	state_release(&d->state);
	state_replay(&d->state, d->kb, &d->log, *now ? now : NULL);
}

int machine_write(
	struct kam_dialogue *d, struct kam_event *events, size_t count, struct kam_error *err)
{
	int status = KAM_OK;

	for (size_t i = 0; i < count; i++) {
		stamp(d, &events[i], d->state.last_group + 1);
	}
	if (d->options.save) {
		status = d->options.save(d->options.ctx, events, count, err);
	}
	for (size_t i = 0; i < count; i++) {
		if (!status) {
			kam_log_add(&d->log, &events[i]);
		}
		kam_event_release(&events[i]);
	}
	if (!status) {
		replay(d);
	}
	return status;
}

static bool is_answered(const struct kam_dialogue *d, size_t q)
{
	size_t count;

	kam_belief_responses(d->state.belief, q, &count);
	return count > 0;
}

/* What was put off once and not answered since. */
static bool next_later(const struct kam_dialogue *d, struct screen_ref *ret)
{
	for (size_t q = 0; q < d->kb->question_count; q++) {
		size_t count;
		const struct kam_response *r = kam_belief_responses(d->state.belief, q, &count);

		if (count && r[0].kind == KAM_LATER && d->state.laters[q] == 1 &&
			kam_belief_applies(d->state.belief, q)) {
			size_t list = d->kb->questions[q].checklist;

			*ret = (struct screen_ref){list == KAM_NONE ? q : KAM_NONE, list};
			return true;
		}
	}
	return false;
}

/* The homework of the leading stage, unless it was answered or passed over. */
static bool next_homework(struct kam_dialogue *d, struct screen_ref *ret)
{
	size_t leading;
	size_t other;
	size_t list;

	if (kam_belief_clarity(d->state.belief, &leading, &other) == KAM_OPEN) {
		return false;
	}
	list = d->kb->stages[leading].checklist;
	if (list == KAM_NONE || d->state.skipped[list]) {
		return false;
	}
	for (size_t i = 0; i < d->kb->checklists[list].item_count; i++) {
		if (!is_answered(d, d->kb->checklists[list].items[i])) {
			*ret = (struct screen_ref){KAM_NONE, list};
			return true;
		}
	}
	return false;
}

static bool is_low(struct kam_belief *b, size_t variable)
{
	double p[KB_MAX_STATES];

	if (variable == KAM_NONE || !kam_belief_informed(b, variable)) {
		return false;
	}
	kam_belief_posterior(b, variable, p);
	return p[0] >= 0.5;
}

/* Whether it is still worth it: asked where worth or fit is low, of customers with business. */
static bool next_decision(struct kam_dialogue *d, struct screen_ref *ret)
{
	const struct kb_roles *roles = &d->kb->roles;
	struct kam_danger danger;
	bool prospect;

	if (roles->our_decision == KAM_NONE ||
		(!is_low(d->state.belief, roles->worth) && !is_low(d->state.belief, roles->fit))) {
		return false;
	}
	kam_belief_danger(d->state.belief, &danger);
	prospect = danger.level == KAM_DANGER_NONE;
	kam_danger_release(&danger);
	for (size_t i = 0; !prospect && i < d->kb->variables[roles->our_decision].question_count;
		i++) {
		size_t q = d->kb->variables[roles->our_decision].questions[i];

		if (!is_answered(d, q) && kam_belief_applies(d->state.belief, q)) {
			*ret = (struct screen_ref){q, KAM_NONE};
			return true;
		}
	}
	return false;
}

static bool next_question(struct kam_dialogue *d, struct screen_ref *ret)
{
	struct kam_next next;

	if (d->state.stopped) {
		d->rule = KAM_STOP_WISH;
		return false;
	}
	kam_belief_next(d->state.belief, d->state.order_count, d->state.last_topic, &next);
	d->rule = next.stop;
	*ret = (struct screen_ref){next.question, next.checklist};
	return next.stop == KAM_GO_ON;
}

/* The items of the checklist that are to be asked: open ones, or all where it is revisited. */
static void collect_items(struct kam_dialogue *d)
{
	const struct kb_checklist *list = dialogue_list(d);

	free(d->items);
	d->items = NULL;
	d->item_count = 0;
	if (!list) {
		return;
	}
	d->items = memory_alloc(list->item_count + 1, sizeof(*d->items));
	for (size_t i = 0; i < list->item_count; i++) {
		if (kam_belief_applies(d->state.belief, list->items[i])) {
			d->items[d->item_count++] = list->items[i];
		}
	}
}

/* What stands of a checklist: the lines that hold, are half done, or cannot be judged, as the prompt asks for. */
static void set_standing_lines(struct kam_dialogue *d)
{
	const struct kb_checklist *list = dialogue_list(d);
	size_t answered = 0;
	size_t named = 0;

	for (size_t i = 0; i < d->item_count; i++) {
		size_t count;
		const struct kam_response *r =
			kam_belief_responses(d->state.belief, d->items[i], &count);
		size_t option = d->kind == KAM_VIEW_PARTLY ? list->partly : list->yes;
		bool stands =
			count && r[0].kind == KAM_ANSWER && r[0].options == UINT64_C(1) << option;

		if (d->kind == KAM_VIEW_REST) {
			stands = count && r[0].kind == KAM_UNKNOWN;
		}
		answered += count && r[0].kind == KAM_ANSWER;
		if (stands && !((d->yes | d->partly) & (UINT64_C(1) << i))) {
			str_addf(&d->standing, "%s%zu%s", named++ ? "," : "", i + 1,
				r[0].tentative ? "?" : "");
		}
	}
	if (d->kind == KAM_VIEW_CHECKLIST && !named && answered) {
		str_addf(&d->standing, "%zu", d->item_count + 1);
	}
}

static void set_standing(struct kam_dialogue *d)
{
	size_t count;
	const struct kam_response *r;
	const char *comma = "";

	str_clear(&d->standing);
	if (!d->revisiting || d->at.question == KAM_NONE || d->kind != KAM_VIEW_CHOICE) {
		if (d->revisiting && d->at.checklist != KAM_NONE) {
			set_standing_lines(d);
		}
		return;
	}
	r = kam_belief_responses(d->state.belief, d->at.question, &count);
	if (!count) {
		return;
	}
	if (r[0].kind != KAM_ANSWER) {
		str_add(&d->standing, r[0].kind == KAM_UNKNOWN ? "0"
				      : r[0].kind == KAM_LATER ? "+"
							       : "-");
	}
	for (size_t o = 0; o < d->kb->questions[d->at.question].option_count; o++) {
		if (r[0].options & (UINT64_C(1) << o)) {
			str_addf(&d->standing, "%s%zu", comma, o + 1);
			comma = ",";
		}
	}
	str_add(&d->standing, r[0].tentative ? "?" : "");
}

static bool is_homework(const struct kam_dialogue *d)
{
	const struct kb_checklist *list = dialogue_list(d);

	return list && list->scale_id;
}

void machine_ask(struct kam_dialogue *d)
{
	const struct kb_checklist *list = dialogue_list(d);
	const char *name = list                         ? list->id
			   : d->at.question != KAM_NONE ? d->kb->questions[d->at.question].id
							: "kam";

	show_question(d);
	set_standing(d);
	str_clear(&d->prompt);
	str_addf(&d->prompt, "%s> ",
		d->kind == KAM_VIEW_TAKE                                 ? "plan"
		: d->kind == KAM_VIEW_REST || d->kind == KAM_VIEW_PARTLY ? "others"
									 : name);
	d->view = (struct kam_view){.kind = d->kind,
		.show = &d->show,
		.prompt = str_text(&d->prompt),
		.standing = str_text(&d->standing),
		.question = list || d->at.question != KAM_NONE ? name : NULL,
		.empty_ok = d->kind != KAM_VIEW_CHOICE &&
			    (d->kind != KAM_VIEW_CHECKLIST || is_homework(d))};
}

void machine_go(struct kam_dialogue *d, struct screen_ref at)
{
	d->at = at;
	d->kind = at.checklist == KAM_NONE ? KAM_VIEW_CHOICE : KAM_VIEW_CHECKLIST;
	d->yes = d->doubtful = d->partly = 0;
	free(d->pending_note);
	d->pending_note = NULL;
	collect_items(d);
}

static const char *rule_words(const struct kam_dialogue *d)
{
	const struct kam_voice *v = &d->options.voice;

	switch (d->rule) {
	case KAM_STOP_CLEAR:
		return kam_say(v, "Enough: the answers agree, and all that matters was asked.");
	case KAM_STOP_NO_GAIN:
		return kam_say(v, "Enough: no question left would change much.");
	case KAM_STOP_MOST:
		return kam_say(v, "Enough: more questions would cost more than they bring.");
	case KAM_STOP_WISH:
		return kam_say(v, "As you wish: the result from what is answered so far.");
	case KAM_GO_ON:
	default:
		return "";
	}
}

static void assess_now(struct kam_dialogue *d)
{
	struct kam_basis basis = machine_basis(d);

	kam_assessment_free(d->assessment);
	d->assessment = kam_assess(d->state.belief, &basis);
}

static void show_result(struct kam_dialogue *d)
{
	struct kam_basis basis = machine_basis(d);

	assess_now(d);
	kam_document_add(&d->show, KAM_BLOCK_PARAGRAPH, NULL, "%s", "");
	show_line(d, "%s", rule_words(d));
	kam_assessment_document(
		d->state.belief, d->assessment, &basis, &d->options.voice, &d->show);
}

static void finish(struct kam_dialogue *d)
{
	bool any;

	d->at = (struct screen_ref){KAM_NONE, KAM_NONE};
	show_result(d);
	any = d->assessment->action_count > 0;
	d->kind = d->state.done ? KAM_VIEW_DONE : KAM_VIEW_TAKE;
	if (d->kind == KAM_VIEW_TAKE) {
		kam_document_add(&d->show, KAM_BLOCK_PARAGRAPH, NULL, "%s", "");
		kam_document_add(&d->show, KAM_BLOCK_PARAGRAPH, NULL, "%s",
			any ? kam_say(&d->options.voice,
				      "Which actions go into your plan? Numbers, or Enter for none. "
				      "(:show 1 tells what to say, :why the reasons.)")
			    : kam_say(&d->options.voice,
				      "Enter ends here. (:why tells the reasons, :back and :undo go back.)"));
	}
}

void machine_advance(struct kam_dialogue *d)
{
	struct screen_ref at;

	d->revisiting = false;
	if (!d->state.done && next_question(d, &at)) {
		machine_go(d, at);
	} else if (d->state.done || d->state.stopped) {
		finish(d);
	} else if (next_later(d, &at)) {
		show_line(d, "%s", kam_say(&d->options.voice, "You put this one off:"));
		machine_go(d, at);
	} else if (next_homework(d, &at) || next_decision(d, &at)) {
		machine_go(d, at);
	} else {
		finish(d);
	}
	machine_ask(d);
}

/* --- answers ------------------------------------------------------------------------------ */

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

static void confirm(struct kam_dialogue *d, bool noted)
{
	size_t most = (size_t)d->kb->settings.most;
	size_t left = most > d->state.order_count ? most - d->state.order_count : 0;

	if (noted) {
		show_line(d, "%s", kam_say(&d->options.voice, "Noted, with your words."));
	}
	if (left && d->rule == KAM_GO_ON && d->state.order_count % 4 == 0) {
		show_line(d, kam_say(&d->options.voice, "At most %zu more."), left);
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

/* Writes the whole checklist: yes, partly, unknown, and no for the rest. */
static int write_checklist(struct kam_dialogue *d, uint64_t unknown, struct kam_error *err)
{
	const struct kb_checklist *list = dialogue_list(d);
	struct kam_event *events = memory_alloc(d->item_count + 1, sizeof(*events));
	bool noted = d->pending_note != NULL;
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
		if (yes && noted) {
			events[i].note = memory_text(d->pending_note);
		}
	}
	count = d->item_count;
	if (noted && !d->yes) {
		events[count++] = list_note(d, d->pending_note);
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

static int take_others(struct kam_dialogue *d, const struct input *in, struct kam_error *err)
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
	if (d->kind == KAM_VIEW_PARTLY && in->kind != INPUT_UNKNOWN) {
		d->partly = chosen;
		return next_step(d, err);
	}
	return write_checklist(d, chosen, err);
}

static void say_taken(struct kam_dialogue *d, size_t count)
{
	if (!count) {
		show_line(d, "%s", kam_say(&d->options.voice, "The result is saved."));
	} else {
		show_line(d,
			kam_say_n(&d->options.voice, "%zu action taken. Good luck.",
				"%zu actions taken. Good luck.", count),
			count);
	}
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
	if (in.kind != INPUT_CHOSEN && in.kind != INPUT_EMPTY) {
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
		if (is_homework(d)) {
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

int kam_dialogue_input(struct kam_dialogue *d, const char *line, struct kam_error *err)
{
	struct choices c;
	struct input in;
	int status;

	kam_document_release(&d->show);
	if (d->kind == KAM_VIEW_DONE || d->kind == KAM_VIEW_LEFT) {
		return KAM_REFUSED;
	}
	if (d->kind == KAM_VIEW_TAKE) {
		return take_plan(d, line, err);
	}
	c = choices_at(d);
	in = input_read(line, &c, &d->options.voice, dialogue_is_id, d);
	choices_release(&c);
	status = take_question(d, &in, err);
	input_release(&in);
	return status;
}

/* --- life cycle --------------------------------------------------------------------------- */

static int write_start(struct kam_dialogue *d, struct kam_error *err)
{
	struct kam_event e = {.kind = KAM_EVENT_START,
		.account = memory_text(d->account ? d->account : "-"),
		.base = memory_text(d->kb->id),
		.version = memory_text(d->kb->version),
		.digest = memory_text(kam_kb_digest(d->kb))};

	return machine_write(d, &e, 1, err);
}

static void name_strange(struct kam_dialogue *d)
{
	struct str names = STR_INIT;

	for (size_t i = 0; i < d->state.strange_count; i++) {
		str_addf(&names, "%s%s", i ? ", " : "", d->state.strange[i]);
	}
	if (names.len) {
		show_line(d, "%s %s",
			kam_say(&d->options.voice,
				"Set aside, because this knowledge base does not know them:"),
			str_text(&names));
	}
	str_release(&names);
}

int kam_dialogue_new(const struct kam_dialogue_options *options, const struct kam_log *log,
	struct kam_dialogue **ret, struct kam_error *err)
{
	struct kam_dialogue *d = memory_alloc(1, sizeof(*d));
	int status = KAM_OK;

	d->options = *options;
	d->kb = options->kb;
	d->account = memory_text(options->account);
	d->by = memory_text(options->by);
	d->lang = memory_text(options->voice.lang ? options->voice.lang : "en");
	for (size_t i = 0; log && i < log->count; i++) {
		kam_log_add(&d->log, &log->events[i]);
	}
	replay(d);
	if (!d->log.count) {
		status = write_start(d, err);
	}
	if (status) {
		kam_dialogue_free(d);
		return status;
	}
	name_strange(d);
	machine_advance(d);
	*ret = d;
	return KAM_OK;
}

void kam_dialogue_free(struct kam_dialogue *d)
{
	if (d) {
		state_release(&d->state);
		kam_log_release(&d->log);
		kam_assessment_free(d->assessment);
		kam_document_release(&d->show);
		str_release(&d->prompt);
		str_release(&d->standing);
		free(d->items);
		free(d->pending_note);
		free(d->account);
		free(d->by);
		free(d->lang);
		free(d);
	}
}

const struct kam_view *kam_dialogue_view(struct kam_dialogue *d)
{
	return &d->view;
}

const struct kam_log *kam_dialogue_log(const struct kam_dialogue *d)
{
	return &d->log;
}

struct kam_belief *kam_dialogue_belief(struct kam_dialogue *d)
{
	return d->state.belief;
}
