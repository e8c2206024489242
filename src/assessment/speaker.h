/* SPDX-License-Identifier: MIT */
/* The inside of a result: what each of its parts is said from. */
#ifndef KAM_ASSESSMENT_SPEAKER_H
#define KAM_ASSESSMENT_SPEAKER_H

#include "assessment/assess.h"
#include "util/str.h"

struct speaker {
	struct kam_belief *belief;
	const struct kam_assessment *a;
	const struct kam_basis *basis;
	const struct kam_voice *voice;
	const struct kam_kb *kb;
	const char *lang;
	struct kam_document *doc;
};

const char *speaker_say(const struct speaker *s, const struct kb_text *text);
const char *speaker_stage(const struct speaker *s, size_t stage);
/* Adds TEXT as a sentence: with a full stop unless it has an end. */
void speaker_sentence(struct str *out, const char *text);

/* The parts, in the order of the result. */
void say_placement(const struct speaker *s);
void say_danger(const struct speaker *s);
void say_goal(const struct speaker *s);
void say_plan(const struct speaker *s);

#endif
