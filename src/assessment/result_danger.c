/* SPDX-License-Identifier: MIT */
#include "assessment/speaker.h"
#include "util/memory.h"

#include <stdlib.h>

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

	str_addf(&text, "%s: %s.", speaker_say(s, &c->name),
		speaker_say(s, state == KAM_HAPPENING ? &c->happening : &c->exposed));
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
		const char *name = speaker_say(s, &s->kb->causes[c].name);
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
			speaker_say(s, &s->kb->strains[d->strain].name));
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
		speaker_say(s, &s->kb->strains[strain].name),
		speaker_say(s, &s->kb->strains[strain].remedy));
	b->tone = KAM_TONE_WARN;
}

void say_danger(const struct speaker *s)
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
