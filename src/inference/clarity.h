/* SPDX-License-Identifier: MIT */
/* What a clear placement needs, for choosing the next question. */
#ifndef KAM_INFERENCE_CLARITY_H
#define KAM_INFERENCE_CLARITY_H

#include "inference/belief.h"

/* Whether there is business: the gate has no answer that says there is none. */
bool clarity_orders(const struct kam_belief *b);
/* Whether a clear placement still wants an answer on a facet of ASPECT. */
bool clarity_lacks(struct kam_belief *b, enum kb_aspect aspect);

#endif
