/* SPDX-License-Identifier: MIT */
/* The result in words: where, how sure, what danger, what next. */
#include "assessment/speaker.h"

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

void kam_assessment_document(struct kam_belief *belief, const struct kam_assessment *assessment,
	const struct kam_basis *basis, const struct kam_voice *voice, struct kam_document *doc)
{
	struct speaker s = {
		belief, assessment, basis, voice, assessment->kb, voice ? voice->lang : NULL, doc};

	say_heading(&s);
	say_placement(&s);
	say_danger(&s);
	say_goal(&s);
	say_plan(&s);
}
