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

const char *explainer_stage(const struct explainer *e, size_t stage);
/* Adds "Name: answer" of QUESTION to OUT. */
void explainer_answer(const struct explainer *e, size_t question, struct str *out);
/* One reason, and how strong it is: in words, with NUMBERS in decibans too. */
void explainer_reason(const struct explainer *e, const struct kam_reason *reason);

#endif
