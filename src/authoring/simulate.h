/* SPDX-License-Identifier: MIT */
/*
 * How well a base places accounts whose stage is known, because they were drawn from it: whole interviews with a simulated
 * respondent. The world that accounts and answers come from may be blurrier than the base believes.
 */
#ifndef KAM_AUTHORING_SIMULATE_H
#define KAM_AUTHORING_SIMULATE_H

#include "kam/belief.h"

#define SIMULATE_BINS  10
#define SIMULATE_STOPS (KAM_STOP_WISH + 1)

struct simulate_options {
	uint64_t seed;     /* account number i is the same for one seed, however many there are */
	size_t count;      /* accounts */
	bool equal_stages; /* all stages equally often; else by the prior of the base */
	/*
	 * The world: every spread times SPREAD, in the tables of variables and questions that are given by one (written tables
	 * stay); SLIP instead of the base's slip rate, which a negative number keeps. The inference uses the base as it is.
	 */
	double spread;
	double slip;
	bool knows_all; /* never "don't know"; else a question is answered as often as its `known` says */
	double careless;   /* share of answers taken at random */
	double optimistic; /* share of answers on facets that are one level too high */
};
#define SIMULATE_DEFAULTS                                         \
	{                                                         \
		.seed = 1, .count = 1000, .spread = 1, .slip = -1 \
	}

struct simulate_result {
	size_t count;
	size_t stages;
	size_t *confusion;    /* [true stage][leading stage] */
	size_t exact, within; /* accounts placed on their stage; on it or next to it */
	/* Question screens up to the stop, a checklist being one; homework and our own decision come later and are not in. */
	size_t least, lower_quartile, median, upper_quartile, most;
	size_t stops[SIMULATE_STOPS];  /* by enum kam_stop */
	size_t clarity[KAM_CLEAR + 1]; /* by enum kam_clarity */
	struct simulate_bin {
		size_t count, right;
		double sum;    /* of P(leading) */
	} bins[SIMULATE_BINS]; /* by P(leading): [0, 0.1), … [0.9, 1] */
	size_t *asked; /* by question: accounts that were asked; items of a checklist with it */
	size_t question_count;
	size_t *shown; /* by checklist */
	size_t checklist_count;
};

/* Plays the interviews. The same options on the same base give the same result. Release *RET with simulate_release(). */
void simulate_run(const struct kam_kb *kb, const struct simulate_options *options,
	struct simulate_result *ret);
void simulate_release(struct simulate_result *result);

#endif
