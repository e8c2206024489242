/* SPDX-License-Identifier: MIT */
/* Choosing among fewer questions than there are, for looking ahead: inference, section 3, progress. */
#ifndef KAM_INFERENCE_CHOOSE_H
#define KAM_INFERENCE_CHOOSE_H

#include "kam/belief.h"

/*
 * kam_belief_next() among the questions marked in AMONG, more roughly: what a question tells of targets in other branches is left out. All
 * are looked at, and in full, where none of these gains enough, and always for whether to stop; not by which rule it stops.
 */
void choose_among(struct kam_belief *belief, size_t asked, size_t last_topic, const bool *among,
	struct kam_next *ret);
/* Marks in RET, by question, the COUNT screens that score highest now, and whatever may open only later. */
void choose_best(struct kam_belief *belief, size_t last_topic, size_t count, bool *ret);

#endif
