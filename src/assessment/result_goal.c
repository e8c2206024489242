/* SPDX-License-Identifier: MIT */
#include "assessment/speaker.h"
#include "util/memory.h"

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
		str_addf(text, kam_say(s->voice, "advance to %s."),
			speaker_stage(s, a->leading + 1));
	} else if (a->goal == KAM_GOAL_QUESTION) {
		str_add(text,
			kam_say(s->voice, "put to your manager whether this is still worth it."));
	} else if (a->hold == KAM_HOLD_HAPPENING) {
		str_addf(text, kam_say(s->voice, "hold, until this is settled: %s."),
			speaker_say(s, &s->kb->causes[a->hold_cause].name));
	} else {
		speaker_sentence(text, hold_words(s));
	}
}

static void say_aim(const struct speaker *s)
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
						speaker_say(s, &v->name), "%s: %s",
						speaker_say(s, &s->kb->questions[q].name),
						speaker_say(
							s, &s->kb->questions[q].options[o].text));
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
		speaker_say(s, &v->name), speaker_say(s, &v->text));
	b->tone = KAM_TONE_STRONG;
	b->id = memory_text(v->id);
	say_deciding(s);
	kam_document_add(s->doc, KAM_BLOCK_PARAGRAPH, kam_say(s->voice, "NEXT"), "%s",
		speaker_say(s, &v->next));
}

void say_goal(const struct speaker *s)
{
	say_aim(s);
	say_verdict(s);
}
