/* SPDX-License-Identifier: MIT */
/* Two assessments side by side: what if. */
#include "assessment/assess.h"
#include "util/str.h"

#include <stdlib.h>

struct comparer {
	const struct kam_assessment *now, *then;
	const struct kam_kb *kb;
	const struct kam_voice *voice;
	const char *lang;
	struct kam_document *doc;
};

static void row(const struct comparer *c, const char *name, const char *now, const char *then)
{
	const char *cells[] = {name, now, then};

	kam_document_row(c->doc, false, cells, 3);
}

static void row_taken(const struct comparer *c, const char *name, char *now, char *then)
{
	row(c, name, now, then);
	free(now);
	free(then);
}

static const char *stage_of(const struct comparer *c, size_t stage)
{
	return stage < c->kb->stage_count ? kb_say(c->kb, &c->kb->stages[stage].name, c->lang)
					  : kam_say(c->voice, "too few answers");
}

static char *placement(const struct comparer *c, const struct kam_assessment *a)
{
	const char *firm = a->clarity == KAM_CLEAR     ? kam_say(c->voice, "clearly")
			   : a->clarity == KAM_BETWEEN ? kam_say(c->voice, "between stages")
						       : kam_say(c->voice, "not sure");

	return str_format(
		"%s, %s (%.0f %%)", stage_of(c, a->leading), firm, a->stages[a->leading] * 100);
}

static const char *level(const struct comparer *c, const struct kam_assessment *a)
{
	static const char *const words[] = {"none", "not checked", "low", "watch", "high", "acute"};

	return kam_say(c->voice, words[a->danger.level]);
}

static const char *state(const struct comparer *c, enum kam_cause_state s)
{
	static const char *const words[] = {"not checked", "no sign", "exposed", "happening"};

	return kam_say(c->voice, words[s]);
}

static const char *goal(const struct comparer *c, const struct kam_assessment *a)
{
	static const char *const words[] = {NULL, "advance", "hold", "put to your manager"};

	if (a->verdict != KAM_NONE) {
		return kb_say(c->kb, &c->kb->verdicts[a->verdict].name, c->lang);
	}
	return a->goal == KAM_GOAL_NONE ? "-" : kam_say(c->voice, words[a->goal]);
}

/* The causes whose state differs. */
static void rows_of_causes(const struct comparer *c)
{
	for (size_t i = 0; i < c->now->danger.cause_count; i++) {
		enum kam_cause_state before = c->now->danger.causes[i].state;
		enum kam_cause_state after = c->then->danger.causes[i].state;

		if (before != after) {
			row(c, kb_say(c->kb, &c->kb->causes[i].name, c->lang), state(c, before),
				state(c, after));
		}
	}
}

void kam_assessment_compare(const struct kam_assessment *now, const struct kam_assessment *then,
	const struct kam_voice *voice, struct kam_document *doc)
{
	struct comparer c = {now, then, now->kb, voice, voice ? voice->lang : NULL, doc};
	const char *head[] = {"", kam_say(voice, "now"), kam_say(voice, "what if")};

	kam_document_row(doc, true, head, 3);
	row_taken(&c, kam_say(voice, "Stage"), placement(&c, now), placement(&c, then));
	if (now->position.plane && !now->prospect && !then->prospect) {
		row(&c, kam_say(voice, "Built"), stage_of(&c, now->built),
			stage_of(&c, then->built));
		row(&c, kam_say(voice, "Lived"), stage_of(&c, now->lived),
			stage_of(&c, then->lived));
	}
	row(&c, kam_say(voice, "Danger"), level(&c, now), level(&c, then));
	rows_of_causes(&c);
	row(&c, kam_say(voice, "Goal"), goal(&c, now), goal(&c, then));
}
