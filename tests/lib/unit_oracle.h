/* SPDX-License-Identifier: MIT */
/*
 * Oracle: what the belief computes by passing messages, a second time by going through all states of the joint
 * distribution, for random forests with random answers. Section numbers are those of HACKING.md, "The maths". What does not
 * agree prints the seed of the forest, the figure got and the figure wanted.
 */
#ifndef KAM_TESTS_UNIT_ORACLE_H
#define KAM_TESTS_UNIT_ORACLE_H

#include "unit_forest.h"

#define ORACLE_PLAIN  500 /* forests of the kind PLAIN that each check goes through */
#define ORACLE_OTHERS 60  /* of every other kind */
#define ORACLE_EXACT  1e-10

/* The evidence that counts (section 2): by question of the forest, ln L by state of its variable. */
struct evidence {
	bool applies[FOREST_QUESTIONS];
	bool counts[FOREST_QUESTIONS];
	double log[FOREST_QUESTIONS][FOREST_WIDTH];
};

/* Neither a non-answer nor all options. */
bool informative(const struct forest_question *q, const struct kam_response *r);
/* P'(one of OPTIONS | STATE). */
double said(const struct forest_question *q, uint64_t options, size_t state);
/* Whether somebody's answer to QUESTION lies wholly inside SET. */
bool answered_within(const struct forest_answers *a, size_t question, uint64_t set);
struct evidence evidence_of(const struct forest *f, const struct forest_answers *a);
/* Whether a question that measures VARIABLE counts. */
bool counted_on(const struct forest *f, const struct evidence *e, size_t variable);

/*
 * The joint distribution, each state weighted by one factor per variable, which may look at the stage. `pair` holds P(a, b),
 * a before or at b in the forest; `total` is the sum of all weights.
 */
struct joint {
	const struct forest *forest;
	bool all; /* all pairs; otherwise those with the stage */
	long double total;
	size_t at[FOREST_VARIABLES];
	long double factor[FOREST_VARIABLES][FOREST_STAGES][FOREST_WIDTH];
	double pair[FOREST_VARIABLES][FOREST_VARIABLES][FOREST_WIDTH][FOREST_WIDTH];
};

/* Sets the factors to those of the evidence, each to the power T and up to a constant. */
void joint_load(
	struct joint *j, const struct forest *f, const struct evidence *e, double t, bool all);
/* Goes through all states; the factors stay as they are. */
void joint_enumerate(struct joint *j);
/* P(a, b), from all pairs. */
double joint_pair(const struct joint *j, size_t a, size_t x, size_t b, size_t y);
/* P(STATE of V), from all pairs. */
double joint_alone(const struct joint *j, size_t v, size_t state);
/* P(STATE of V), from the pairs with the stage. */
double joint_by_stages(const struct joint *j, size_t v, size_t state);

/* A forest, answers to its questions, and what both sides make of them. */
struct example {
	struct forest *forest;
	struct forest_random random;
	struct forest_answers answers;
	struct evidence evidence;
	struct joint joint; /* given the evidence, all pairs */
	struct kam_belief *belief;
};

/*
 * Runs CHECK on every forest of KIND, made when first needed; fails the test when one cannot be loaded, or a figure was
 * missed on any.
 */
void on_forests(enum forest_kind kind, void (*check)(struct example *x));
/* For the end of the program's tests. */
int forget_forests(void **state);

/* Count a miss: `i` says of what (often variables or questions of the forest, 100 · first + second). */
void miss(const struct example *x, const char *what, size_t i, double got, double want);
/* Not a number is never near. */
void near(const struct example *x, const char *what, size_t i, double got, double want, double by);
void at_least(const struct example *x, const char *what, size_t i, double got, double least);
void equal(const struct example *x, const char *what, size_t i, size_t got, size_t want);
/* To the last bit. */
void identical(const struct example *x, const char *what, size_t i, const double *got,
	const double *want, size_t count);

#endif
