/* SPDX-License-Identifier: MIT */
#include "assessment/speaker.h"

#include <string.h>

const char *speaker_say(const struct speaker *s, const struct kb_text *text)
{
	return kb_say(s->kb, text, s->lang);
}

const char *speaker_stage(const struct speaker *s, size_t stage)
{
	return speaker_say(s, &s->kb->stages[stage].name);
}

void speaker_sentence(struct str *out, const char *text)
{
	size_t len = strlen(text);

	str_addf(out, "%s%s", out->len ? " " : "", text);
	if (len && !strchr(".!?", text[len - 1])) {
		str_add(out, ".");
	}
}
