/* SPDX-License-Identifier: MIT */
/* Responses, and what they say: ln L of each question (inference, section 2). */
#ifndef KAM_INFERENCE_EVIDENCE_H
#define KAM_INFERENCE_EVIDENCE_H

#include "kam/belief.h"
#include "knowledge/model.h"

struct evidence {
	const struct kam_kb *kb;
	struct responses {
		struct kam_response *items;
		size_t count;
	} * responses; /* by question */
};

/* τ: the product of the settings that apply to RESPONSE. */
double evidence_reliability(const struct kam_kb *kb, const struct kb_question *question,
	const struct kam_response *response);
bool evidence_informative(const struct kb_question *question, const struct kam_response *response);
/* Whether every condition of QUESTION holds, and those of the questions it depends on. */
bool evidence_applies(const struct evidence *e, size_t question);
/* Whether QUESTION has an informative answer and applies. */
bool evidence_counts(const struct evidence *e, size_t question);
/* ln L_q(x) for each state x of the measured variable, all respondents pooled. The question must count. */
void evidence_log_likelihood(const struct evidence *e, size_t question, double *ret);

#endif
