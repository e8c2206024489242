/* SPDX-License-Identifier: MIT */
#include "assessment/speaker.h"
#include "util/memory.h"

static void say_stage(const struct speaker *s)
{
	const struct kam_assessment *a = s->a;
	struct kam_block *b;

	if (a->clarity == KAM_CLEAR) {
		b = kam_document_add(s->doc, KAM_BLOCK_PARAGRAPH, kam_say(s->voice, "STAGE"),
			kam_say(s->voice, "%s, clearly: %s."), speaker_stage(s, a->leading),
			speaker_say(s, &s->kb->stages[a->leading].summary));
	} else if (a->clarity == KAM_BETWEEN) {
		size_t low = a->leading < a->other ? a->leading : a->other;

		b = kam_document_add(s->doc, KAM_BLOCK_PARAGRAPH, kam_say(s->voice, "STAGE"),
			kam_say(s->voice, "between %s and %s, nearer to %s: %s."),
			speaker_stage(s, low), speaker_stage(s, low + 1),
			speaker_stage(s, a->leading),
			speaker_say(s, &s->kb->stages[a->leading].summary));
	} else if (a->stages[a->leading] >= s->kb->settings.clear) {
		b = kam_document_add(s->doc, KAM_BLOCK_PARAGRAPH, kam_say(s->voice, "STAGE"),
			kam_say(s->voice,
				"probably %s, but on too few answers to say so for sure."),
			speaker_stage(s, a->leading));
	} else {
		b = kam_document_add(s->doc, KAM_BLOCK_PARAGRAPH, kam_say(s->voice, "STAGE"),
			kam_say(s->voice, "not enough to say. The best guess is %s."),
			speaker_stage(s, a->leading));
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
		speaker_sentence(
			out, kam_say(s->voice, "No single answer, if wrong, would change this"));
	} else if (questions == 1) {
		str_addf(out, kam_say(s->voice, " It hangs on one answer: %s."),
			speaker_say(s, &s->kb->questions[last].name));
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
	return level < s->kb->stage_count ? speaker_stage(s, level)
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
			speaker_stage(s, a->built), speaker_stage(s, a->lived));
	} else if (a->lived_above) {
		b = kam_document_add(s->doc, KAM_BLOCK_PARAGRAPH, kam_say(s->voice, "NOTE"),
			kam_say(s->voice,
				"lived above built. They deal with you like %s, and little is set up "
				"that would hold it: goodwill without roots."),
			speaker_stage(s, a->lived));
	}
	if (b) {
		b->tone = KAM_TONE_WARN;
	}
}

void say_placement(const struct speaker *s)
{
	say_stage(s);
	say_axes(s);
	say_distance(s);
}
