/* SPDX-License-Identifier: MIT */
/*
 * The forest as numbers: one upward and one downward pass. Logs upward, so that nothing underflows; a variable's own
 * factor first, then its children's messages in the order of their ids.
 */
#ifndef KAM_INFERENCE_NETWORK_H
#define KAM_INFERENCE_NETWORK_H

#include "knowledge/model.h"

struct network {
	const struct kam_kb *kb;
	size_t *order; /* variables, parents before children */
	size_t *state; /* of each variable, where its states begin */
	size_t *pair;  /* of each variable, where its table begins */
	size_t states; /* of all variables */
	size_t pairs;
	bool *has_cause; /* whether a cause is this variable or lies below it */
};

/* The result of a pass; arrays are indexed by network.state and network.pair. */
struct pass {
	const struct network *net;
	double *log_up;    /* ln of own factor times the children's messages, per state */
	double *given;     /* P(state | parent state, E): [parent state][state] */
	double *posterior; /* P(state | E) */
	bool *informed;    /* whether there is evidence on the variable or below it */
	double *message;   /* scratch: ln message per parent state */
};

struct network *network_new(const struct kam_kb *kb);
void network_free(struct network *net);

struct pass *pass_new(const struct network *net);
void pass_free(struct pass *pass);

/*
 * Runs both passes on OWN, the log factor of each state (−INFINITY rules a state out), where HAS says which variables have one.
 */
void pass_run(struct pass *pass, const double *own, const bool *has);
/* P(v | ancestor = each of its states, E) into OUT[states of ancestor][states of v]. */
void pass_given(const struct pass *pass, size_t ancestor, size_t v, double *out);
/* Overwrites the posteriors of the tree of ROOT with those given ROOT = STATE. */
void pass_condition(struct pass *pass, size_t root, size_t state);

#endif
