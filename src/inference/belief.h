/* SPDX-License-Identifier: MIT */
/* The inside of a belief, for the files of this folder. */
#ifndef KAM_INFERENCE_BELIEF_H
#define KAM_INFERENCE_BELIEF_H

#include "inference/evidence.h"
#include "inference/network.h"

struct kam_belief {
	const struct kam_kb *kb;
	struct network *net;
	struct evidence evidence;
	double *own;       /* log factor of each state from the answers that count */
	bool *has;         /* by variable */
	double **log_like; /* by question: ln L per state; NULL until needed */
	bool *counts;      /* by question */
	struct pass *pass;
	struct pass *spare; /* for what-ifs that leave the belief as it is */
	double *scratch;    /* for gains; NULL until needed */
	bool fresh;         /* whether own … pass are up to date */
};

/* Brings counts, own factors and posteriors up to date. */
void belief_refresh(struct kam_belief *b);
/* Writes the own factors of the counted answers, each raised to the power T, to OWN. */
void belief_own(const struct kam_belief *b, double power, double *own);
/* P(x | STAGE = each state, E): via the pass. */
const double *belief_posterior(struct kam_belief *b, size_t variable);
/* The joint P(a, b | E), from PASS. */
void belief_joint_in(const struct pass *pass, size_t a, size_t b, double *ret);

#endif
