/* SPDX-License-Identifier: MIT */
/*
 * Expected information gain on the current evidence: inference, section 3. The joint of a measured variable with a target is made
 * once and serves all questions on the variable.
 */
#ifndef KAM_INFERENCE_GAIN_H
#define KAM_INFERENCE_GAIN_H

#include "inference/belief.h"

struct gains {
	struct kam_belief *belief;
	double *from_stage; /* P(v | stage, E) of every variable of the stage's tree: [stage][state] at network.state·stages */
	double *joint; /* P(x, t | E) of the pair met last: [state of x][state of t] */
	double *rows;  /* P(answer, t | E) of the question looked at last: [option][state of t] */
};

/* For the evidence that BELIEF holds now, in memory that it keeps: one at a time, until the next change. */
void gains_init(struct gains *g, struct kam_belief *belief);

/* The child of the stage above V (or V itself): two variables below different ones meet only in the stage. */
size_t gains_branch(const struct kam_kb *kb, size_t v);
/* Fills the joint of X and T; false where they are independent. */
bool gains_meet(struct gains *g, size_t x, size_t t);
/* I(X ; T | E) in bits, from the joint: what no question on X can exceed. */
double gains_of_variable(const struct gains *g, size_t x, size_t t);
/* I(answer to QUESTION ; T | E) in bits, from the joint of its variable and T; fills the rows. */
double gains_of_question(struct gains *g, const struct kb_question *question, size_t t);
/* H(V | E) in bits. */
double gains_entropy(const struct gains *g, size_t v);
/* P(the answer makes T clear), from the rows of QUESTION: the leading state has at least CLEAR then. */
double gains_chance_of_clear(
	const struct gains *g, const struct kb_question *question, size_t t, double clear);

#endif
