/* SPDX-License-Identifier: MIT */
/* The inside of an explanation: what its parts are said from. */
#ifndef KAM_ASSESSMENT_EXPLAINER_H
#define KAM_ASSESSMENT_EXPLAINER_H

#include "assessment/assess.h"
#include "util/str.h"

#define DECIBAN      (10 / 2.302585092994046) /* in a nat */
#define WORTH_SAYING 0.23                     /* nats: one deciban */

struct explainer {
	struct kam_belief *belief;
	const struct kam_assessment *a;
	const struct kam_basis *basis;
	const struct kam_voice *voice;
	const struct kam_kb *kb;
	const char *lang;
	bool numbers;
	struct kam_document *doc;
};

/* An option as it was put to the user; of a line of a checklist, which has no words of its own, what its id says. */
const char *option_name(const struct kam_kb *kb, const struct kam_voice *voice,
	const struct kb_question *q, size_t option);
/* Adds the names of a set of OPTIONS to OUT: "a", "a or b". */
void option_add_names(const struct kam_kb *kb, const struct kam_voice *voice,
	const struct kb_question *q, uint64_t options, struct str *out);

const char *explainer_stage(const struct explainer *e, size_t stage);
/* Adds "Name: answer" of QUESTION to OUT. */
void explainer_answer(const struct explainer *e, size_t question, struct str *out);
/* One reason, and how strong it is: in words, with NUMBERS in decibans too. */
void explainer_reason(const struct explainer *e, const struct kam_reason *reason);

#endif
