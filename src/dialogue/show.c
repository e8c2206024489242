/* SPDX-License-Identifier: MIT */
/* What the dialogue shows: questions, help, answers so far. */
#include "dialogue/machine.h"

#include "assessment/explainer.h"
#include "util/memory.h"
#include "util/utf8.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

const char *dialogue_say(const struct kam_dialogue *d, const struct kb_text *text)
{
	return kb_say(d->kb, text, d->lang);
}

const struct kb_checklist *dialogue_list(const struct kam_dialogue *d)
{
	return d->at.checklist == KAM_NONE ? NULL : &d->kb->checklists[d->at.checklist];
}

void show_line(struct kam_dialogue *d, const char *format, ...)
{
	struct str text = STR_INIT;
	va_list args;

	va_start(args, format);
	str_addv(&text, format, args);
	va_end(args);
	kam_document_add(&d->show, KAM_BLOCK_PARAGRAPH, NULL, "%s", str_text(&text))->level = 1;
	str_release(&text);
}

struct choices choices_at(const struct kam_dialogue *d)
{
	struct choices c = {NULL, NULL, 0};
	const struct kb_checklist *list = dialogue_list(d);
	const char **ids;
	const char **texts;
	size_t most = (list ? d->item_count : KB_MAX_OPTIONS) + 2;

	ids = memory_alloc(most, sizeof(*ids));
	texts = memory_alloc(most, sizeof(*texts));
	if (list) {
		for (size_t i = 0; i < d->item_count; i++) {
			ids[c.count] = d->kb->questions[d->items[i]].id;
			texts[c.count++] = dialogue_say(d, &d->kb->questions[d->items[i]].text);
		}
		if (d->kind == KAM_VIEW_CHECKLIST) {
			ids[c.count] = "none";
			texts[c.count++] = dialogue_say(d, &list->none);
		}
	} else if (d->at.question != KAM_NONE) {
		const struct kb_question *q = &d->kb->questions[d->at.question];

		for (size_t o = 0; o < q->option_count; o++) {
			ids[c.count] = q->options[o].id;
			texts[c.count++] = dialogue_say(d, &q->options[o].text);
		}
	}
	c.ids = ids;
	c.texts = texts;
	return c;
}

struct choices choices_of(const struct kam_dialogue *d, size_t question)
{
	const struct kb_question *q = &d->kb->questions[question];
	const char **ids = memory_alloc(q->option_count + 1, sizeof(*ids));
	const char **texts = memory_alloc(q->option_count + 1, sizeof(*texts));

	for (size_t o = 0; o < q->option_count; o++) {
		ids[o] = q->options[o].id;
		texts[o] = dialogue_say(d, &q->options[o].text);
	}
	return (struct choices){ids, texts, q->option_count};
}

void choices_release(struct choices *c)
{
	free((void *)(uintptr_t)c->ids);
	free((void *)(uintptr_t)c->texts);
}

bool dialogue_is_id(void *ctx, const char *word)
{
	const struct kam_dialogue *d = ctx;

	return kam_kb_find_question(d->kb, word) != KAM_NONE ||
	       kb_find_checklist(d->kb, word) != KAM_NONE;
}

static void show_choices(struct kam_dialogue *d)
{
	struct choices c = choices_at(d);

	for (size_t i = 0; i < c.count; i++) {
		struct str mark = STR_INIT;
		struct kam_block *b;

		str_addf(&mark, "%zu", i + 1);
		b = kam_document_add(&d->show, KAM_BLOCK_ITEM, str_text(&mark), "%s", c.texts[i]);
		b->level = 1;
		b->id = memory_text(c.ids[i]);
		str_release(&mark);
	}
	choices_release(&c);
}

static void show_lead(struct kam_dialogue *d, const char *name, const char *text)
{
	kam_document_add(&d->show, KAM_BLOCK_PARAGRAPH, NULL, "%s", "");
	kam_document_add(&d->show, KAM_BLOCK_PARAGRAPH, NULL, "%s: %s", name, text)->tone =
		KAM_TONE_STRONG;
}

bool dialogue_is_homework(const struct kam_dialogue *d)
{
	const struct kb_checklist *list = dialogue_list(d);

	return list && list->scale_id;
}

static void add_answer_text(const struct kam_dialogue *d, const struct kb_question *q,
	const struct kam_response *r, struct str *out);

void show_question(struct kam_dialogue *d)
{
	const struct kb_checklist *list = dialogue_list(d);
	const struct kb_question *q =
		d->at.question == KAM_NONE ? NULL : &d->kb->questions[d->at.question];

	if (d->kind == KAM_VIEW_REVIEW) {
		show_review(d);
	} else if (d->kind == KAM_VIEW_CHECKLIST) {
		show_lead(d, dialogue_say(d, &list->name), dialogue_say(d, &list->text));
		show_choices(d);
		show_line(d, "%s",
			dialogue_is_homework(d)
				? kam_say(&d->options.voice,
					  "Several: 1,4. Commas mean AND here. Enter skips.")
				: kam_say(&d->options.voice, "Several: 1,4. Commas mean AND here. "
							     "0 = can't judge any of them."));
	} else if (d->kind == KAM_VIEW_CHOICE) {
		show_lead(d, dialogue_say(d, &q->name), dialogue_say(d, &q->text));
		show_choices(d);
		show_line(d, "%s",
			kam_say(&d->options.voice, "0 = don't know, - = doesn't apply, + = later"));
	} else if (d->kind == KAM_VIEW_PARTLY) {
		show_line(d, "%s",
			kam_say(&d->options.voice,
				"Which of the others are half done? (Enter: none)"));
	} else if (d->kind == KAM_VIEW_REST) {
		show_line(d, "%s %s",
			d->yes || d->partly
				? dialogue_say(d, &list->rest)
				: kam_say(&d->options.voice, "Is there one that you cannot judge?"),
			kam_say(&d->options.voice, "(Enter: none)"));
	}
}

/* "Name: answer" of a question. */
static void add_named_answer(struct kam_dialogue *d, size_t index, struct str *out)
{
	const struct kb_question *q = &d->kb->questions[index];
	size_t count;
	const struct kam_response *r = kam_belief_responses(d->state.belief, index, &count);

	str_addf(out, "%s: ", dialogue_say(d, &q->name));
	if (count) {
		add_answer_text(d, q, r, out);
	}
}

void show_review(struct kam_dialogue *d)
{
	kam_document_add(&d->show, KAM_BLOCK_PARAGRAPH, NULL, "%s", "");
	kam_document_add(&d->show, KAM_BLOCK_PARAGRAPH, NULL, "%s",
		kam_say(&d->options.voice, "Before the result: these answers seldom go together."))
		->tone = KAM_TONE_STRONG;
	for (size_t i = 0; i < d->doubt_count; i++) {
		struct str text = STR_INIT;
		struct str mark = STR_INIT;

		str_addf(&mark, "%zu", i + 1);
		add_named_answer(d, d->doubts[i].question, &text);
		if (d->doubts[i].other == KAM_NONE) {
			str_add(&text, kam_say(&d->options.voice,
					       "; but the other answers together say otherwise"));
		} else {
			str_add(&text, kam_say(&d->options.voice, "; but "));
			add_named_answer(d, d->doubts[i].other, &text);
		}
		kam_document_add(&d->show, KAM_BLOCK_ITEM, str_text(&mark), "%s", str_text(&text))
			->level = 1;
		str_release(&text);
		str_release(&mark);
	}
	show_line(d, "%s",
		kam_say(&d->options.voice,
			"A number goes back to that answer. Enter: all are right."));
}

void machine_help(struct kam_dialogue *d)
{
	const struct kb_checklist *list = dialogue_list(d);
	const struct kb_question *q =
		d->at.question == KAM_NONE ? NULL : &d->kb->questions[d->at.question];
	const struct kam_voice *v = &d->options.voice;

	if (!list && !q) {
		show_line(d, "%s",
			kam_say(v,
				"Numbers of actions, or Enter. :show 1 tells what to say, :why the "
				"reasons; :back and :undo go back, :change NAME to any question."));
		return;
	}
	show_line(d, "%s", dialogue_say(d, list ? &list->help : &q->help));
	show_line(d, "%s",
		kam_say(v,
			"Type a number and Enter. 2? means probably 2; 2,3 means 2 or 3 (at \"which of "
			"these\": 2 and 3). 0 don't know, - doesn't apply, + later. Add what you know "
			"after a #: 2 # they told us in May."));
	show_line(d, "%s",
		kam_say(v, "Commands: :back :undo :why :answers :change NAME :status :explain WORD "
			   ":note TEXT :result :quit. Every answer is saved at once."));
}

void show_why(struct kam_dialogue *d, bool numbers)
{
	const struct kb_checklist *list = dialogue_list(d);

	if (list) {
		show_line(d, "%s", dialogue_say(d, &list->why));
	} else if (d->at.question != KAM_NONE) {
		show_line(d, "%s", dialogue_say(d, &d->kb->questions[d->at.question].why));
		kam_question_why(
			d->state.belief, d->at.question, numbers, &d->options.voice, &d->show);
	}
}

static void add_answer_text(const struct kam_dialogue *d, const struct kb_question *q,
	const struct kam_response *r, struct str *out)
{
	const struct kam_voice *v = &d->options.voice;

	if (r->kind != KAM_ANSWER) {
		str_add(out, r->kind == KAM_UNKNOWN ? kam_say(v, "don't know")
			     : r->kind == KAM_LATER ? kam_say(v, "later")
						    : kam_say(v, "doesn't apply"));
		return;
	}
	option_add_names(d->kb, v, q, r->options, out);
	str_add(out, r->tentative ? kam_say(v, " (probably)") : "");
}

/* Who it was, where several answered: "ann: ", "the customer: ". */
static void add_voice(
	const struct kam_dialogue *d, const struct voices *v, size_t i, struct str *out)
{
	const char *side = v->responses[i].side == KAM_CUSTOMER
				   ? kam_say(&d->options.voice, "the customer's side")
				   : kam_say(&d->options.voice, "our side");

	if (v->count > 1) {
		str_addf(out, "%s%s (%s): ", i ? "; " : "", v->by[i] ? v->by[i] : "?", side);
	}
}

/* How old the fact is, where it is old enough to count less. */
static void add_age(const struct kam_dialogue *d, const struct kam_response *r, struct str *out)
{
	if (r->age_days > d->kb->settings.stale_after) {
		str_addf(out, kam_say(&d->options.voice, " (%.0f days old: counts less)"),
			r->age_days);
	}
}

/* After the result: what the answer says about the leading stage against the next likely one. */
static void add_weight(const struct kam_dialogue *d, size_t question, struct str *out)
{
	const struct kam_assessment *a = d->kind == KAM_VIEW_TAKE ? d->assessment : NULL;

	for (size_t i = 0; a && i < a->reason_count; i++) {
		double weight = a->reasons[i].weight;

		if (a->reasons[i].question == question && fabs(weight) >= WORTH_SAYING) {
			str_addf(out,
				weight > 0 ? kam_say(&d->options.voice, " [for %s]")
					   : kam_say(&d->options.voice, " [against %s]"),
				dialogue_say(d, &d->kb->stages[a->leading].name));
		}
	}
}

static void show_answer(struct kam_dialogue *d, size_t index)
{
	const struct kb_question *q = &d->kb->questions[index];
	const struct voices *v = &d->state.voices[index];
	struct str text = STR_INIT;

	for (size_t i = 0; i < v->count; i++) {
		add_voice(d, v, i, &text);
		add_answer_text(d, q, &v->responses[i], &text);
		add_age(d, &v->responses[i], &text);
	}
	if (v->count && q->checklist != KAM_NONE) {
		str_addf(&text, ": %s", dialogue_say(d, &q->text));
	}
	if (v->count && !kam_belief_applies(d->state.belief, index)) {
		str_add(&text, kam_say(&d->options.voice, " (not counted now)"));
	}
	if (v->count) {
		add_weight(d, index, &text);
	}
	if (v->count && d->state.notes[index]) {
		str_addf(&text, " \"%s\"", d->state.notes[index]);
	}
	if (v->count) {
		kam_document_add(&d->show, KAM_BLOCK_TERM, q->id, "%s", str_text(&text))->level = 1;
	}
	str_release(&text);
}

static void show_list_notes(struct kam_dialogue *d, size_t topic)
{
	for (size_t i = 0; i < d->kb->checklist_count; i++) {
		if (d->kb->checklists[i].topic == topic && d->state.checklist_notes[i]) {
			kam_document_add(&d->show, KAM_BLOCK_TERM, d->kb->checklists[i].id,
				"\"%s\"", d->state.checklist_notes[i])
				->level = 1;
		}
	}
}

static void show_account_notes(struct kam_dialogue *d)
{
	if (!d->state.account_note_count) {
		return;
	}
	kam_document_add(&d->show, KAM_BLOCK_PARAGRAPH, NULL, "%s",
		kam_say(&d->options.voice, "Notes on the account"))
		->tone = KAM_TONE_STRONG;
	for (size_t i = 0; i < d->state.account_note_count; i++) {
		kam_document_add(&d->show, KAM_BLOCK_ITEM, "-", "\"%s\"", d->state.account_notes[i])
			->level = 1;
	}
}

void show_answers(struct kam_dialogue *d)
{
	bool any = d->state.account_note_count > 0;

	for (size_t t = 0; t < d->kb->topic_count; t++) {
		bool headed = false;

		for (size_t q = 0; q < d->kb->question_count; q++) {
			size_t count;

			kam_belief_responses(d->state.belief, q, &count);
			if (!count || d->kb->questions[q].topic != t) {
				continue;
			}
			if (!headed) {
				kam_document_add(&d->show, KAM_BLOCK_PARAGRAPH, NULL, "%s",
					dialogue_say(d, &d->kb->topics[t].name))
					->tone = KAM_TONE_STRONG;
				headed = any = true;
			}
			show_answer(d, q);
		}
		show_list_notes(d, t);
	}
	show_account_notes(d);
	if (!any) {
		show_line(d, "%s", kam_say(&d->options.voice, "Nothing is answered yet."));
	}
}

void show_status(struct kam_dialogue *d)
{
	const struct kam_voice *v = &d->options.voice;
	size_t answered = d->state.order_count;
	struct kam_progress p;

	kam_belief_progress(d->state.belief, answered, d->state.last_topic, &p);
	if (!p.most) {
		show_line(d, kam_say(v, "%zu questions answered. All saved."), answered);
	} else if (!p.known) {
		show_line(d, kam_say(v, "%zu questions answered, at most %zu more. All saved."),
			answered, p.most);
	} else if (p.least == p.most) {
		show_line(d, kam_say(v, "%zu questions answered, about %zu more. All saved."),
			answered, p.most);
	} else {
		show_line(d,
			kam_say(v, "%zu questions answered, about %zu to %zu more. All saved."),
			answered, p.least, p.most);
	}
}
