/* SPDX-License-Identifier: MIT */
#include "assessment/speaker.h"
#include "util/date.h"
#include "util/memory.h"

static const char *kind_word(const struct speaker *s, enum kb_kind kind)
{
	switch (kind) {
	case KB_KEEP:
		return kam_say(s->voice, "keep");
	case KB_ADVANCE:
		return kam_say(s->voice, "advance");
	case KB_STOP:
	default:
		return kam_say(s->voice, "stop");
	}
}

static void say_detail(const struct speaker *s, const char *lead, const char *text)
{
	struct kam_block *b = kam_document_add(s->doc, KAM_BLOCK_ITEM, NULL, "%s %s", lead, text);

	b->level = 2;
}

/* What is for this week is said in full; the rest tells its details when asked (`:show`). */
static void say_details(const struct speaker *s, const struct kb_action *action, bool check_first)
{
	say_detail(s, kam_say(s->voice, "Start:"), speaker_say(s, &action->first_step));
	say_detail(s, kam_say(s->voice, "Done when:"), speaker_say(s, &action->done_when));
	if (kb_has(&action->unwise)) {
		say_detail(s,
			check_first ? kam_say(s->voice, "Check first, unwise if:")
				    : kam_say(s->voice, "Unwise if:"),
			speaker_say(s, &action->unwise));
	}
}

static void say_action(const struct speaker *s, size_t number)
{
	const struct kam_recommended *r = &s->a->actions[number];
	const struct kb_action *action = &s->kb->actions[r->action];
	struct str mark = STR_INIT;
	struct str text = STR_INIT;
	struct kam_block *b;

	str_addf(&mark, "%zu", number + 1);
	str_addf(&text, "%s: %s", kind_word(s, action->kind), speaker_say(s, &action->text));
	speaker_sentence(&text, speaker_say(s, &action->who));
	if (r->after) {
		str_addf(&text, kam_say(s->voice, " After %zu is done."), r->after);
	}
	b = kam_document_add(s->doc, KAM_BLOCK_ITEM, str_text(&mark), "%s", str_text(&text));
	b->level = 0;
	b->id = memory_text(action->id);
	if (r->time == KAM_THIS_WEEK) {
		say_details(s, action, r->unwise_unknown);
	}
	str_release(&mark);
	str_release(&text);
}
static void say_actions(const struct speaker *s)
{
	const char *const heads[] = {kam_say(s->voice, "THIS WEEK"),
		kam_say(s->voice, "THIS MONTH"), kam_say(s->voice, "LATER")};
	size_t shown = KAM_NONE;

	for (size_t i = 0; i < s->a->action_count; i++) {
		size_t time = s->a->actions[i].time;

		if (time != shown) {
			kam_document_add(s->doc, KAM_BLOCK_HEADING, NULL, "%s", heads[time])
				->level = 2;
			shown = time;
		}
		say_action(s, i);
	}
}

static void say_find_out(const struct speaker *s)
{
	for (size_t i = 0; i < s->a->find_out_count; i++) {
		const struct kb_question *q = &s->kb->questions[s->a->find_out[i]];
		struct str text = STR_INIT;
		struct kam_block *b;

		if (!i) {
			kam_document_add(s->doc, KAM_BLOCK_HEADING, NULL, "%s",
				kam_say(s->voice, "FIND OUT"))
				->level = 2;
		}
		str_addf(&text, "%s: \"%s\"", speaker_say(s, &q->who), speaker_say(s, &q->how));
		b = kam_document_add(
			s->doc, KAM_BLOCK_TERM, speaker_say(s, &q->name), "%s", str_text(&text));
		b->level = 1;
		b->id = memory_text(q->id);
		str_release(&text);
	}
}

static void say_demands(const struct speaker *s)
{
	const struct kam_assessment *a = s->a;
	const struct kb_stage *stage = &s->kb->stages[a->leading];
	const char *const words[] = {kam_say(s->voice, "not asked"), kam_say(s->voice, "no"),
		kam_say(s->voice, "partly"), kam_say(s->voice, "yes")};
	bool any = false;

	if (!a->demand_count || a->clarity == KAM_OPEN || assess_dropped(a)) {
		return;
	}
	for (size_t i = 0; i < a->demand_count; i++) {
		any = any || a->demands[i] != KAM_DEMAND_UNKNOWN;
	}
	kam_document_add(s->doc, KAM_BLOCK_HEADING, NULL, kam_say(s->voice, "WHAT %s ASKS OF YOU"),
		speaker_stage(s, a->leading))
		->level = 2;
	for (size_t i = 0; i < a->demand_count; i++) {
		const char *text = speaker_say(s, &stage->demands[i].text);
		struct kam_block *b =
			any ? kam_document_add(
				      s->doc, KAM_BLOCK_TERM, words[a->demands[i]], "%s", text)
			    : kam_document_add(s->doc, KAM_BLOCK_ITEM, "-", "%s", text);

		b->level = any;
		b->tone = a->demands[i] == KAM_DEMAND_UNMET ? KAM_TONE_WARN : KAM_TONE_PLAIN;
		b->id = memory_text(stage->demands[i].id);
	}
}

static void say_stop(const struct speaker *s)
{
	struct kam_block *b;

	if (s->a->stop == KAM_NONE) {
		return;
	}
	kam_document_add(s->doc, KAM_BLOCK_HEADING, NULL, "%s", kam_say(s->voice, "STOP"))->level =
		2;
	b = kam_document_add(s->doc, KAM_BLOCK_ITEM, "-", "%s",
		speaker_say(s, &s->kb->actions[s->a->stop].text));
	b->id = memory_text(s->kb->actions[s->a->stop].id);
}

static void say_look_again(const struct speaker *s)
{
	struct str text = STR_INIT;
	char date[DATE_SIZE];

	if (s->basis->today && date_after(s->basis->today, s->a->look_again, date)) {
		str_addf(&text, kam_say(s->voice, "by %s"), date);
	} else {
		str_addf(&text,
			kam_say_n(s->voice, "in %.0f day at the latest",
				"in %.0f days at the latest", (unsigned long)s->a->look_again),
			s->a->look_again);
	}
	if (s->a->hold == KAM_HOLD_HAPPENING) {
		str_addf(&text, kam_say(s->voice, ", or when this changes: %s"),
			speaker_say(s, &s->kb->causes[s->a->hold_cause].name));
	}
	str_add(&text, ".");
	kam_document_add(s->doc, KAM_BLOCK_HEADING, NULL, "%s", kam_say(s->voice, "LOOK AGAIN"))
		->level = 2;
	kam_document_add(s->doc, KAM_BLOCK_ITEM, "-", "%s", str_text(&text));
	str_release(&text);
}

void say_plan(const struct speaker *s)
{
	say_actions(s);
	say_find_out(s);
	say_stop(s);
	say_demands(s);
	say_look_again(s);
}
