/* SPDX-License-Identifier: MIT */
/* Answers as one JSON object, `{"who-talks": "one-pair", …}`: what `kam place` reads and cases hold. */
#ifndef KAM_DIALOGUE_ANSWERS_H
#define KAM_DIALOGUE_ANSWERS_H

#include "kam/belief.h"
#include "knowledge/model.h"
#include "util/json.h"

/*
 * Puts the answers of OBJECT into BELIEF, which is cleared first. Ages of facts are counted to TODAY (NULL: all are fresh).
 * KAM_INVALID with a code: `answers` (wrong shape), `unknown-question`, `unknown-option`, `empty-answer`,
 * `option-twice`, `seen-on`.
 */
int answers_apply(struct kam_belief *belief, const struct json *object, const char *today,
	struct kam_error *err);
/* KAM_INVALID with code `unknown-question`, and the nearest id as a hint. */
int answers_unknown_question(const struct kam_kb *kb, const char *id, struct kam_error *err);
/* Adds the option of Q called ID to SET. KAM_INVALID with code `unknown-option`, and a hint, or `option-twice`. */
int answers_add_option(const struct kam_kb *kb, const struct kb_question *q, const char *id,
	uint64_t *set, struct kam_error *err);
/* Days from DATE to TODAY, both "YYYY-MM-DD…"; 0 where either is none or DATE is later. */
double answers_age(const char *date, const char *today);

#endif
