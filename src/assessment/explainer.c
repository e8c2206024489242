/* SPDX-License-Identifier: MIT */
#include "assessment/explainer.h"

#include "util/memory.h"

#include <math.h>
#include <stdlib.h>

const char *explainer_stage(const struct explainer *e, size_t stage)
{
	return kb_say(e->kb, &e->kb->stages[stage].name, e->lang);
}

static const char *strength(const struct explainer *e, double weight)
{
	double db = fabs(weight) * DECIBAN;

	return db >= 10  ? kam_say(e->voice, "strongly")
	       : db >= 5 ? kam_say(e->voice, "clearly")
			 : kam_say(e->voice, "a little");
}

const char *option_name(const struct kam_kb *kb, const struct kam_voice *voice,
	const struct kb_question *q, size_t option)
{
	const struct kb_option *o = &q->options[option];

	return kb_has(&o->text) ? kb_say(kb, &o->text, voice ? voice->lang : NULL)
				: kam_say(voice, o->id);
}

void option_add_names(const struct kam_kb *kb, const struct kam_voice *voice,
	const struct kb_question *q, uint64_t options, struct str *out)
{
	const char *join = "";

	for (size_t o = 0; o < q->option_count; o++) {
		if (options & (UINT64_C(1) << o)) {
			str_addf(out, "%s%s", join, option_name(kb, voice, q, o));
			join = kam_say(voice, " or ");
		}
	}
}

void explainer_answer(const struct explainer *e, size_t question, struct str *out)
{
	const struct kb_question *q = &e->kb->questions[question];
	size_t count;
	const struct kam_response *r = kam_belief_responses(e->belief, question, &count);

	str_addf(out, "%s: ", kb_say(e->kb, &q->name, e->lang));
	if (count) {
		option_add_names(e->kb, e->voice, q, r[0].options, out);
	}
}

void explainer_reason(const struct explainer *e, const struct kam_reason *r)
{
	struct str text = STR_INIT;
	struct kam_block *b;

	explainer_answer(e, r->question, &text);
	if (e->numbers) {
		str_addf(&text, " (%+.1f dB)", r->weight * DECIBAN);
	}
	b = kam_document_add(e->doc, KAM_BLOCK_TERM, strength(e, r->weight), "%s", str_text(&text));
	b->level = 1;
	b->id = memory_text(e->kb->questions[r->question].id);
	str_release(&text);
}
