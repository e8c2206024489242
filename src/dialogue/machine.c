/* SPDX-License-Identifier: MIT */
#include "dialogue/machine.h"
#include "dialogue/agenda.h"
#include "util/memory.h"

#include <stdlib.h>
#include <string.h>

struct kam_basis machine_basis(const struct kam_dialogue *d)
{
	return (struct kam_basis){.account = d->account,
		.notes = d->state.notes,
		.days_per_quarter = d->options.days_per_quarter,
		.stop = d->rule,
		.today = *d->now ? d->now : NULL};
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
	memset(d->now, 0, sizeof(d->now));
	if (d->options.now) {
		d->options.now(d->options.ctx, d->now);
	}
	state_release(&d->state);
	state_replay(&d->state, d->kb, &d->log, *d->now ? d->now : NULL);
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
		const struct kam_response *r =
			state_response(&d->state, d->items[i], d->by, d->options.side);
		size_t option = d->kind == KAM_VIEW_PARTLY ? list->partly : list->yes;
		bool stands = r && r->kind == KAM_ANSWER && r->options == UINT64_C(1) << option;

		if (d->kind == KAM_VIEW_REST) {
			stands = r && r->kind == KAM_UNKNOWN;
		}
		answered += r && r->kind == KAM_ANSWER;
		if (stands && !((d->yes | d->partly) & (UINT64_C(1) << i))) {
			str_addf(&d->standing, "%s%zu%s", named++ ? "," : "", i + 1,
				r->tentative ? "?" : "");
		}
	}
	if (d->kind == KAM_VIEW_CHECKLIST && !named && answered) {
		str_addf(&d->standing, "%zu", d->item_count + 1);
	}
}

static void set_standing(struct kam_dialogue *d)
{
	const struct kam_response *r;
	const char *comma = "";

	str_clear(&d->standing);
	if (!d->revisiting || d->at.question == KAM_NONE || d->kind != KAM_VIEW_CHOICE) {
		if (d->revisiting && d->at.checklist != KAM_NONE) {
			set_standing_lines(d);
		}
		return;
	}
	r = state_response(&d->state, d->at.question, d->by, d->options.side);
	if (!r) {
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

static void ask_plan(struct kam_dialogue *d)
{
	kam_document_add(&d->show, KAM_BLOCK_PARAGRAPH, NULL, "%s", "");
	kam_document_add(&d->show, KAM_BLOCK_PARAGRAPH, NULL, "%s",
		d->assessment->action_count
			? kam_say(&d->options.voice,
				  "Which actions go into your plan? Numbers, or Enter for none. "
				  "(:show 1 tells what to say, :why the reasons.)")
			: kam_say(&d->options.voice,
				  "Enter ends here. (:why tells the reasons, :back and :undo go back.)"));
}

void machine_ask(struct kam_dialogue *d)
{
	size_t asked = d->show.count;
	const struct kb_checklist *list = dialogue_list(d);
	const char *name = list                         ? list->id
			   : d->at.question != KAM_NONE ? d->kb->questions[d->at.question].id
							: "kam";

	if (d->kind == KAM_VIEW_TAKE) {
		ask_plan(d);
	} else {
		show_question(d);
	}
	set_standing(d);
	str_clear(&d->prompt);
	str_addf(&d->prompt, "%s> ",
		d->kind == KAM_VIEW_TAKE                                 ? "plan"
		: d->kind == KAM_VIEW_REVIEW                             ? "check"
		: d->kind == KAM_VIEW_REST || d->kind == KAM_VIEW_PARTLY ? "others"
									 : name);
	d->view = (struct kam_view){.kind = d->kind,
		.show = &d->show,
		.prompt = str_text(&d->prompt),
		.standing = str_text(&d->standing),
		.question = list || d->at.question != KAM_NONE ? name : NULL,
		.empty_ok = d->kind != KAM_VIEW_CHOICE &&
			    (d->kind != KAM_VIEW_CHECKLIST || dialogue_is_homework(d)),
		.asked = asked};
}

void machine_go(struct kam_dialogue *d, struct screen_ref at)
{
	d->at = at;
	d->kind = at.checklist == KAM_NONE ? KAM_VIEW_CHOICE : KAM_VIEW_CHECKLIST;
	d->yes = d->doubtful = d->partly = 0;
	free(d->pending_note);
	free(d->list_note);
	d->pending_note = d->list_note = NULL;
	collect_items(d);
}

void machine_name_again(struct kam_dialogue *d)
{
	struct str named = STR_INIT;
	uint64_t doubtful = d->doubtful;

	for (size_t i = 0; i < d->item_count; i++) {
		uint64_t bit = UINT64_C(1) << i;

		if (d->yes & bit) {
			str_addf(&named, "%s%zu%s", named.len ? "," : "", i + 1,
				doubtful & bit ? "?" : "");
		}
	}
	if (!named.len) {
		str_addf(&named, "%zu", d->item_count + 1);
	}
	machine_go(d, d->at);
	machine_ask(d);
	str_clear(&d->standing);
	str_add(&d->standing, str_text(&named));
	d->view.standing = str_text(&d->standing);
	str_release(&named);
}

static const char *rule_words(const struct kam_dialogue *d)
{
	const struct kam_voice *v = &d->options.voice;

	switch (d->rule) {
	case KAM_STOP_CLEAR:
		return kam_say(v, "Enough: the stage is clear, and all that matters was asked.");
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
	d->at = (struct screen_ref){KAM_NONE, KAM_NONE};
	show_result(d);
	d->kind = d->state.done ? KAM_VIEW_DONE : KAM_VIEW_TAKE;
}

void machine_advance(struct kam_dialogue *d)
{
	struct screen_ref at;
	enum agenda_point point = agenda_next(d, &at);

	d->revisiting = false;
	if (point == AGENDA_RESULT) {
		finish(d);
	} else if (point == AGENDA_REVIEW) {
		d->at = at;
		d->kind = KAM_VIEW_REVIEW;
	} else {
		if (point == AGENDA_LATER) {
			show_line(d, "%s", kam_say(&d->options.voice, "You put this one off:"));
		}
		machine_go(d, at);
	}
	machine_ask(d);
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
	} else if (d->log.events[0].kind != KAM_EVENT_START) {
		status = kam_error_set(
			err, KAM_INVALID, "log-start", "the log does not begin with a start event");
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
		free(d->list_note);
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
