/* SPDX-License-Identifier: MIT */
/* The result in words: where, how sure, what danger, what next. */
#include "assessment/assess.h"
#include "util/date.h"
#include "util/memory.h"
#include "util/str.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

struct speaker {
	struct kam_belief *belief;
	const struct kam_assessment *a;
	const struct kam_basis *basis;
	const struct kam_voice *voice;
	const struct kam_kb *kb;
	const char *lang;
	struct kam_document *doc;
};

static const char *say(const struct speaker *s, const struct kb_text *text)
{
	return kb_say(s->kb, text, s->lang);
}

static const char *stage_name(const struct speaker *s, size_t stage)
{
	return say(s, &s->kb->stages[stage].name);
}

/* A clause as a sentence: with a full stop unless it has an end. */
static void add_sentence(struct str *out, const char *text)
{
	size_t len = strlen(text);

	str_addf(out, "%s%s", out->len ? " " : "", text);
	if (len && !strchr(".!?", text[len - 1])) {
		str_add(out, ".");
	}
}

static void count_line(const struct speaker *s, struct str *out)
{
	str_addf(out, kam_say_n(s->voice, "%zu answer", "%zu answers", s->a->answered),
		s->a->answered);
	if (s->a->unknown) {
		str_addf(out, kam_say(s->voice, ", %zu unknown"), s->a->unknown);
	}
	if (s->a->own != s->a->customer) {
		str_add(out, s->a->own ? kam_say(s->voice, ", seen from our side only")
				       : kam_say(s->voice, ", seen from the customer's side only"));
	}
}

static void say_heading(const struct speaker *s)
{
	struct str aside = STR_INIT;
	struct kam_block *b = kam_document_add(s->doc, KAM_BLOCK_HEADING, NULL, "%s",
		s->basis->account ? s->basis->account : kam_say(s->voice, "Result"));

	b->level = 1;
	count_line(s, &aside);
	b->aside = str_take(&aside);
}

static void say_placement(const struct speaker *s)
{
	const struct kam_assessment *a = s->a;
	struct kam_block *b;

	if (a->clarity == KAM_CLEAR) {
		b = kam_document_add(s->doc, KAM_BLOCK_PARAGRAPH, kam_say(s->voice, "STAGE"),
			kam_say(s->voice, "%s, clearly: %s."), stage_name(s, a->leading),
			say(s, &s->kb->stages[a->leading].summary));
	} else if (a->clarity == KAM_BETWEEN) {
		size_t low = a->leading < a->other ? a->leading : a->other;

		b = kam_document_add(s->doc, KAM_BLOCK_PARAGRAPH, kam_say(s->voice, "STAGE"),
			kam_say(s->voice, "between %s and %s, nearer to %s: %s."),
			stage_name(s, low), stage_name(s, low + 1), stage_name(s, a->leading),
			say(s, &s->kb->stages[a->leading].summary));
	} else if (a->stages[a->leading] >= s->kb->settings.clear) {
		b = kam_document_add(s->doc, KAM_BLOCK_PARAGRAPH, kam_say(s->voice, "STAGE"),
			kam_say(s->voice,
				"probably %s, but on too few answers to say so for sure."),
			stage_name(s, a->leading));
	} else {
		b = kam_document_add(s->doc, KAM_BLOCK_PARAGRAPH, kam_say(s->voice, "STAGE"),
			kam_say(s->voice, "not enough to say. The best guess is %s."),
			stage_name(s, a->leading));
	}
	b->tone = KAM_TONE_STRONG;
	b->id = memory_text(s->kb->stages[a->leading].id);
}

static void add_firmness(const struct speaker *s, struct str *out)
{
	const struct kam_assessment *a = s->a;
	size_t questions = 0;
	size_t last = KAM_NONE;

	if (a->clarity == KAM_OPEN || !a->answered || a->prospect) {
		return;
	}
	for (size_t i = 0; i < a->fragile_count; i++) {
		questions += a->fragile[i].question != last;
		last = a->fragile[i].question;
	}
	if (!questions) {
		add_sentence(
			out, kam_say(s->voice, "No single answer, if wrong, would change this"));
	} else if (questions == 1) {
		str_addf(out, kam_say(s->voice, " It hangs on one answer: %s."),
			say(s, &s->kb->questions[last].name));
	} else {
		str_addf(out,
			kam_say_n(s->voice, " %zu single answer could change it; see :why.",
				" %zu single answers could change it; see :why.", questions),
			questions);
	}
}

/* The stage that has LEVEL on an axis. */
static const char *level_name(const struct speaker *s, size_t level)
{
	return level < s->kb->stage_count ? stage_name(s, level)
					  : kam_say(s->voice, "too few answers");
}

static void say_axes(const struct speaker *s)
{
	const struct kam_assessment *a = s->a;
	struct str text = STR_INIT;

	if (!a->prospect && (a->built != KAM_NONE || a->lived != KAM_NONE)) {
		str_addf(&text, kam_say(s->voice, "Built (what is set up): %s."),
			level_name(s, a->built));
		str_addf(&text, kam_say(s->voice, " Lived (how people deal): %s."),
			level_name(s, a->lived));
	}
	add_firmness(s, &text);
	if (text.len) {
		kam_document_add(s->doc, KAM_BLOCK_PARAGRAPH, NULL, "%s",
			str_text(&text) + (text.text[0] == ' '));
	}
	str_release(&text);
}

static void say_distance(const struct speaker *s)
{
	const struct kam_assessment *a = s->a;
	struct kam_block *b = NULL;

	if (a->prospect) {
		return;
	}
	if (a->built_above) {
		b = kam_document_add(s->doc, KAM_BLOCK_PARAGRAPH, kam_say(s->voice, "WARNING"),
			kam_say(s->voice,
				"built above lived. It is set up like %s, and people deal with each "
				"other like %s: strained, or locked in. Ask which before anything "
				"else."),
			stage_name(s, a->built), stage_name(s, a->lived));
	} else if (a->lived_above) {
		b = kam_document_add(s->doc, KAM_BLOCK_PARAGRAPH, kam_say(s->voice, "NOTE"),
			kam_say(s->voice,
				"lived above built. They deal with you like %s, and little is set up "
				"that would hold it: goodwill without roots."),
			stage_name(s, a->lived));
	}
	if (b) {
		b->tone = KAM_TONE_WARN;
	}
}

static const char *level_word(const struct speaker *s, enum kam_danger_level level)
{
	switch (level) {
	case KAM_DANGER_LOW:
		return kam_say(s->voice, "LOW");
	case KAM_DANGER_WATCH:
		return kam_say(s->voice, "WATCH");
	case KAM_DANGER_HIGH:
		return kam_say(s->voice, "HIGH");
	case KAM_DANGER_ACUTE:
		return kam_say(s->voice, "ACUTE");
	case KAM_DANGER_NONE:
	case KAM_DANGER_NOT_CHECKED:
	default:
		return kam_say(s->voice, "NOT CHECKED");
	}
}

static const char *const_note(const struct speaker *s, size_t question)
{
	return s->basis->notes ? s->basis->notes[question] : NULL;
}

/* What stands behind a cause: the answer that tells it, and the user's words. */
static void add_behind(const struct speaker *s, size_t cause, struct str *out)
{
	const struct kb_variable *v = &s->kb->variables[s->kb->causes[cause].variable];

	for (size_t i = 0; i < v->question_count; i++) {
		size_t q = v->questions[i];

		if (kam_belief_counts(s->belief, q) && const_note(s, q)) {
			str_addf(out, " \"%s\"", const_note(s, q));
		}
	}
}

static void say_cause(const struct speaker *s, size_t cause, enum kam_cause_state state)
{
	const struct kb_cause *c = &s->kb->causes[cause];
	struct str text = STR_INIT;
	struct kam_block *b;

	str_addf(&text, "%s: %s.", say(s, &c->name),
		say(s, state == KAM_HAPPENING ? &c->happening : &c->exposed));
	add_behind(s, cause, &text);
	b = kam_document_add(s->doc, KAM_BLOCK_TERM,
		state == KAM_HAPPENING ? kam_say(s->voice, "happening")
				       : kam_say(s->voice, "exposed"),
		"%s", str_text(&text));
	b->level = 1;
	b->id = memory_text(c->id);
	b->tone = state == KAM_HAPPENING ? KAM_TONE_BAD : KAM_TONE_WARN;
	str_release(&text);
}

/* Causes of one STATE, the greatest share first. */
static void say_causes(const struct speaker *s, enum kam_cause_state state)
{
	const struct kam_danger *d = &s->a->danger;
	bool *said = memory_alloc(d->cause_count + 1, sizeof(*said));

	for (;;) {
		size_t best = KAM_NONE;

		for (size_t c = 0; c < d->cause_count; c++) {
			if (d->causes[c].state == state && !said[c] &&
				(best == KAM_NONE || d->causes[c].share > d->causes[best].share)) {
				best = c;
			}
		}
		if (best == KAM_NONE) {
			break;
		}
		said[best] = true;
		say_cause(s, best, state);
	}
	free(said);
}

/* How a cause without a sign came to have none. */
enum clear_kind { CLEAR_ASKED, CLEAR_SETTLED, CLEAR_UNASKED };

/* Whether an answer to one of its lines says yes. */
static bool was_reported(const struct speaker *s, const struct kb_variable *v)
{
	for (size_t i = 0; i < v->question_count; i++) {
		const struct kb_question *q = &s->kb->questions[v->questions[i]];
		size_t count;
		const struct kam_response *r =
			kam_belief_responses(s->belief, v->questions[i], &count);

		if (q->checklist != KAM_NONE && count && r[0].kind == KAM_ANSWER &&
			r[0].options == UINT64_C(1) << s->kb->checklists[q->checklist].yes) {
			return true;
		}
	}
	return false;
}

static enum clear_kind clear_kind(const struct speaker *s, size_t cause)
{
	const struct kb_variable *v = &s->kb->variables[s->kb->causes[cause].variable];

	if (was_reported(s, v)) {
		return CLEAR_SETTLED;
	}
	for (size_t i = 0; i < v->question_count; i++) {
		if (kam_belief_counts(s->belief, v->questions[i])) {
			return CLEAR_ASKED;
		}
	}
	return v->question_count ? CLEAR_UNASKED : CLEAR_ASKED;
}

static void add_name(struct str *names, const char *name)
{
	str_addf(names, "%s%s", names->len ? ", " : "", name);
}

static void say_names(
	const struct speaker *s, const char *term, struct str *names, enum kam_tone tone)
{
	struct kam_block *b;

	if (names->len) {
		b = kam_document_add(s->doc, KAM_BLOCK_TERM, term, "%s", str_text(names));
		b->level = 1;
		b->tone = tone;
	}
	str_release(names);
}

/*
 * The causes without a sign, and those that nobody checked. "No sign" is only said of what was asked about; an event that was reported and is
 * over is said to be, with the user's words.
 */
static void say_rest(const struct speaker *s)
{
	struct str none = STR_INIT;
	struct str settled = STR_INIT;
	struct str open = STR_INIT;

	for (size_t c = 0; c < s->a->danger.cause_count; c++) {
		enum kam_cause_state state = s->a->danger.causes[c].state;
		const char *name = say(s, &s->kb->causes[c].name);
		enum clear_kind kind = state == KAM_NO_SIGN ? clear_kind(s, c) : CLEAR_UNASKED;

		if (state != KAM_NO_SIGN && state != KAM_NOT_CHECKED) {
			continue;
		}
		add_name(kind == CLEAR_ASKED     ? &none
			 : kind == CLEAR_SETTLED ? &settled
						 : &open,
			name);
		if (kind == CLEAR_SETTLED) {
			add_behind(s, c, &settled);
		}
	}
	say_names(s, kam_say(s->voice, "settled"), &settled, KAM_TONE_PLAIN);
	say_names(s, kam_say(s->voice, "no sign"), &none, KAM_TONE_PLAIN);
	say_names(s, kam_say(s->voice, "NOT CHECKED"), &open, KAM_TONE_STRONG);
}

static void add_reach(const struct speaker *s, struct str *text)
{
	const struct kam_danger *d = &s->a->danger;

	if ((double)d->checked < s->kb->settings.least_checked && d->level != KAM_DANGER_ACUTE) {
		str_addf(text, kam_say(s->voice, " Only %zu of %zu causes were checked."),
			d->checked, d->cause_count);
	}
}

static void say_danger_level(const struct speaker *s)
{
	const struct kam_danger *d = &s->a->danger;
	struct str text = STR_INIT;
	struct kam_block *b;

	if (d->level == KAM_DANGER_NOT_CHECKED) {
		str_add(&text,
			kam_say(s->voice, "NOT CHECKED. No answer tells anything about it."));
	} else if (d->ended) {
		str_add(&text, kam_say(s->voice, "ACUTE. They used to order, and stopped."));
	} else if (d->level == KAM_DANGER_ACUTE) {
		str_addf(&text, kam_say(s->voice, "ACUTE. They are already going: %s."),
			say(s, &s->kb->strains[d->strain].name));
	} else {
		str_addf(&text,
			kam_say(s->voice,
				"%s in the next 12 months, if nobody acts (a judgement, not "
				"a statistic)."),
			level_word(s, d->level));
		add_reach(s, &text);
	}
	b = kam_document_add(
		s->doc, KAM_BLOCK_PARAGRAPH, kam_say(s->voice, "DANGER"), "%s", str_text(&text));
	b->tone = d->level >= KAM_DANGER_HIGH ? KAM_TONE_BAD : KAM_TONE_STRONG;
	str_release(&text);
}

static void say_strain(const struct speaker *s)
{
	size_t strain = s->a->danger.strain;
	struct kam_block *b;

	if (strain == KAM_NONE || strain == 0) {
		return;
	}
	b = kam_document_add(s->doc, KAM_BLOCK_PARAGRAPH, kam_say(s->voice, "MOOD"), "%s. %s",
		say(s, &s->kb->strains[strain].name), say(s, &s->kb->strains[strain].remedy));
	b->tone = KAM_TONE_WARN;
}

static void say_danger(const struct speaker *s)
{
	if (s->a->prospect || !s->kb->cause_count) {
		return;
	}
	say_danger_level(s);
	say_causes(s, KAM_HAPPENING);
	say_causes(s, KAM_EXPOSED);
	if (s->a->danger.level != KAM_DANGER_NOT_CHECKED) {
		say_rest(s);
	}
	say_strain(s);
}

static const char *hold_words(const struct speaker *s)
{
	switch (s->a->hold) {
	case KAM_HOLD_STRAIN:
		return kam_say(s->voice, "hold. First get the mood right again");
	case KAM_HOLD_BUILT_ABOVE:
		return kam_say(s->voice, "hold. First live what is built");
	case KAM_HOLD_WORTH:
		return kam_say(s->voice, "hold, until you know whether more is worth it");
	case KAM_HOLD_OPEN:
		return kam_say(s->voice, "hold, until it is clear where the account stands");
	case KAM_HOLD_LAST:
		return kam_say(s->voice, "hold. There is no stage beyond this one");
	case KAM_HOLD_LOW:
		return kam_say(s->voice, "hold. More of it would not be worth the effort");
	case KAM_HOLD_DAYS:
		return kam_say(s->voice, "hold. There are no days for more this quarter");
	case KAM_HOLD_STRAIN_OPEN:
		return kam_say(s->voice, "hold, until you know how they feel about you");
	case KAM_HOLD_HAPPENING:
	case KAM_HOLD_NOT_ASKED:
	default:
		return kam_say(s->voice, "hold");
	}
}

static void add_worth(const struct speaker *s, struct str *text)
{
	static const char *const words[] = {"Worth: low.", "Worth: medium.", "Worth: high."};

	if (s->a->worth < 3) {
		str_addf(text, " %s", kam_say(s->voice, words[s->a->worth]));
	} else if (s->kb->roles.worth != KAM_NONE) {
		str_addf(text, " %s", kam_say(s->voice, "Worth: unknown."));
	}
}

static void add_goal(const struct speaker *s, struct str *text)
{
	const struct kam_assessment *a = s->a;

	if (a->goal == KAM_GOAL_ADVANCE) {
		str_addf(text, kam_say(s->voice, "advance to %s."), stage_name(s, a->leading + 1));
	} else if (a->goal == KAM_GOAL_QUESTION) {
		str_add(text,
			kam_say(s->voice, "put to your manager whether this is still worth it."));
	} else if (a->hold == KAM_HOLD_HAPPENING) {
		str_addf(text, kam_say(s->voice, "hold, until this is settled: %s."),
			say(s, &s->kb->causes[a->hold_cause].name));
	} else {
		add_sentence(text, hold_words(s));
	}
}

static void say_goal(const struct speaker *s)
{
	struct str text = STR_INIT;
	struct kam_block *b;

	if (s->a->goal == KAM_GOAL_NONE) {
		return;
	}
	add_goal(s, &text);
	add_worth(s, &text);
	b = kam_document_add(
		s->doc, KAM_BLOCK_PARAGRAPH, kam_say(s->voice, "GOAL"), "%s", str_text(&text));
	b->tone = KAM_TONE_STRONG;
	str_release(&text);
}

/* The answers that decided a prospect: three at most. */
static void say_deciding(const struct speaker *s)
{
	const struct kb_roles *roles = &s->kb->roles;
	const size_t variables[] = {roles->worth, roles->fit, roles->way_in};
	size_t said = 0;

	for (size_t i = 0; i < 3; i++) {
		const struct kb_variable *v;

		if (variables[i] == KAM_NONE) {
			continue;
		}
		v = &s->kb->variables[variables[i]];
		for (size_t k = 0; k < v->question_count && said < 3; k++) {
			size_t n;
			size_t q = v->questions[k];
			const struct kam_response *r = kam_belief_responses(s->belief, q, &n);
			struct kam_block *b;

			if (!n || r[0].kind != KAM_ANSWER) {
				continue;
			}
			for (size_t o = 0; o < s->kb->questions[q].option_count; o++) {
				if (r[0].options == UINT64_C(1) << o) {
					b = kam_document_add(s->doc, KAM_BLOCK_TERM,
						say(s, &v->name), "%s: %s",
						say(s, &s->kb->questions[q].name),
						say(s, &s->kb->questions[q].options[o].text));
					b->level = 1;
					said++;
					break;
				}
			}
			break;
		}
	}
}

static void say_verdict(const struct speaker *s)
{
	const struct kb_verdict *v;
	struct kam_block *b;

	if (s->a->verdict == KAM_NONE) {
		return;
	}
	v = &s->kb->verdicts[s->a->verdict];
	b = kam_document_add(s->doc, KAM_BLOCK_PARAGRAPH, kam_say(s->voice, "VERDICT"), "%s. %s",
		say(s, &v->name), say(s, &v->text));
	b->tone = KAM_TONE_STRONG;
	b->id = memory_text(v->id);
	say_deciding(s);
	kam_document_add(
		s->doc, KAM_BLOCK_PARAGRAPH, kam_say(s->voice, "NEXT"), "%s", say(s, &v->next));
}

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
	say_detail(s, kam_say(s->voice, "Start:"), say(s, &action->first_step));
	say_detail(s, kam_say(s->voice, "Done when:"), say(s, &action->done_when));
	if (kb_has(&action->unwise)) {
		say_detail(s,
			check_first ? kam_say(s->voice, "Check first, unwise if:")
				    : kam_say(s->voice, "Unwise if:"),
			say(s, &action->unwise));
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
	str_addf(&text, "%s: %s", kind_word(s, action->kind), say(s, &action->text));
	add_sentence(&text, say(s, &action->who));
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
		str_addf(&text, "%s: \"%s\"", say(s, &q->who), say(s, &q->how));
		b = kam_document_add(
			s->doc, KAM_BLOCK_TERM, say(s, &q->name), "%s", str_text(&text));
		b->level = 1;
		b->id = memory_text(q->id);
		str_release(&text);
	}
}

static bool is_dropped(const struct speaker *s)
{
	return s->a->verdict != KAM_NONE && !strcmp(s->kb->verdicts[s->a->verdict].id, "drop");
}

static void say_demands(const struct speaker *s)
{
	const struct kam_assessment *a = s->a;
	const struct kb_stage *stage = &s->kb->stages[a->leading];
	const char *const words[] = {kam_say(s->voice, "not asked"), kam_say(s->voice, "no"),
		kam_say(s->voice, "partly"), kam_say(s->voice, "yes")};
	bool any = false;

	if (!a->demand_count || a->clarity == KAM_OPEN || is_dropped(s)) {
		return;
	}
	for (size_t i = 0; i < a->demand_count; i++) {
		any = any || a->demands[i] != KAM_DEMAND_UNKNOWN;
	}
	kam_document_add(s->doc, KAM_BLOCK_HEADING, NULL, kam_say(s->voice, "WHAT %s ASKS OF YOU"),
		stage_name(s, a->leading))
		->level = 2;
	for (size_t i = 0; i < a->demand_count; i++) {
		const char *text = say(s, &stage->demands[i].text);
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
	b = kam_document_add(
		s->doc, KAM_BLOCK_ITEM, "-", "%s", say(s, &s->kb->actions[s->a->stop].text));
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
			say(s, &s->kb->causes[s->a->hold_cause].name));
	}
	str_add(&text, ".");
	kam_document_add(s->doc, KAM_BLOCK_HEADING, NULL, "%s", kam_say(s->voice, "LOOK AGAIN"))
		->level = 2;
	kam_document_add(s->doc, KAM_BLOCK_ITEM, "-", "%s", str_text(&text));
	str_release(&text);
}

void kam_assessment_document(struct kam_belief *belief, const struct kam_assessment *assessment,
	const struct kam_basis *basis, const struct kam_voice *voice, struct kam_document *doc)
{
	struct speaker s = {
		belief, assessment, basis, voice, assessment->kb, voice ? voice->lang : NULL, doc};

	say_heading(&s);
	say_placement(&s);
	say_axes(&s);
	say_distance(&s);
	say_danger(&s);
	say_goal(&s);
	say_verdict(&s);
	say_actions(&s);
	say_find_out(&s);
	say_stop(&s);
	say_demands(&s);
	say_look_again(&s);
}
