/* SPDX-License-Identifier: MIT */
/*
 * What the answers given so far make of an account: exact posteriors over the base's forest of variables.
 *
 * A belief holds the responses to each question and computes the rest when it is asked for, always in the same order, so
 * that results do not depend on the order in which answers came, to the last bit. All probabilities are given the evidence E
 * that counts: informative answers to questions whose condition holds. Section numbers are those of HACKING.md,
 * "The maths". A belief must not outlive its base, and is not to be used from two threads at once.
 */
#ifndef KAM_BELIEF_H
#define KAM_BELIEF_H

#include "kam/kb.h"
#include "kam/side.h"

#include <stdint.h>

enum kam_response_kind {
	KAM_ANSWER,         /* one option, or one of several */
	KAM_UNKNOWN,        /* don't know: no evidence, and something to find out */
	KAM_NOT_APPLICABLE, /* doesn't apply: no evidence, leaves all counts */
	KAM_LATER,          /* put off: no evidence yet */
};

/* One respondent's answer to one question. */
struct kam_response {
	enum kam_response_kind kind;
	uint64_t options; /* bit o set: option o; at least one for KAM_ANSWER, else 0 */
	bool tentative;   /* "probably" */
	bool unbacked;    /* a strong claim without dated evidence, in a review */
	enum kam_side side;
	double age_days; /* of the fact; 0 when fresh or unknown */
};

struct kam_belief;

/* Nothing answered. Free with kam_belief_free(); KB must live longer. */
struct kam_belief *kam_belief_new(const struct kam_kb *kb);
struct kam_belief *kam_belief_copy(const struct kam_belief *belief);
void kam_belief_free(struct kam_belief *belief);
const struct kam_kb *kam_belief_kb(const struct kam_belief *belief);

/*
 * Replaces all responses to QUESTION by the COUNT given (0: unasked again). KAM_INVALID when a response has no options
 * where it needs some, or options the question does not have; nothing is changed then.
 */
int kam_belief_set(struct kam_belief *belief, size_t question, const struct kam_response *responses,
	size_t count, struct kam_error *err);
/* Forgets all responses. */
void kam_belief_clear(struct kam_belief *belief);

/* The responses to QUESTION; NULL and 0 where there are none. They live until the next change. */
const struct kam_response *kam_belief_responses(
	const struct kam_belief *belief, size_t question, size_t *ret_count);
/* Whether the conditions under which QUESTION is asked hold (section 2). */
bool kam_belief_applies(const struct kam_belief *belief, size_t question);
/* Whether QUESTION has an informative answer that counts. */
bool kam_belief_counts(const struct kam_belief *belief, size_t question);
/* Whether any question that measures VARIABLE has an answer that counts. */
bool kam_belief_informed(const struct kam_belief *belief, size_t variable);

/* P(state | E) into RET[state count of VARIABLE]; they sum to 1. */
void kam_belief_posterior(struct kam_belief *belief, size_t variable, double *ret);
/* P(a, b | E) into RET[states of A][states of B]; A and B may be the same (a diagonal). */
void kam_belief_joint(struct kam_belief *belief, size_t a, size_t b, double *ret);
/* The state of VARIABLE with the highest posterior; the first of equals. */
size_t kam_belief_mode(struct kam_belief *belief, size_t variable);

/* I(answer to QUESTION ; VARIABLE | E) in bits, at least 0 (section 3). */
double kam_belief_gain(struct kam_belief *belief, size_t question, size_t variable);

/*
 * Weights of evidence for stage A against stage B in nats (section 4): RET[question count], 0 where a question does not
 * count, and the prior's part in *RET_PRIOR. Prior and weights sum to ln P(A|E)/P(B|E) within 1e-10 unless the evidence is so
 * contradictory that 256 panels do not suffice; returns the remaining difference.
 */
double kam_belief_weights(
	struct kam_belief *belief, size_t a, size_t b, double *ret, double *ret_prior);

/* P(the answer to QUESTION is a slip | E), in [0,1]; 0 where it does not count (section 4). */
double kam_belief_slip(struct kam_belief *belief, size_t question);

#define KAM_CONFLICTS 3
/*
 * The answers that the answer to QUESTION disagrees with: those without which it would be half as likely again or more, up to KAM_CONFLICTS,
 * the strongest first, into RET. Returns how many (section 4).
 */
size_t kam_belief_conflicts(struct kam_belief *belief, size_t question, size_t ret[KAM_CONFLICTS]);

/* How P(STAGE | E) would change if FACET stood where it typically stands at STAGE (section 4, gap). */
double kam_belief_gap(struct kam_belief *belief, size_t facet, size_t stage);
/* The state where VARIABLE typically stands at STAGE: the mode of P(variable | stage). */
size_t kam_belief_typical(const struct kam_belief *belief, size_t variable, size_t stage);

/* Where the account stands on the plane (section 5); all 0 and `plane` false for a base without axes. */
struct kam_position {
	bool plane;
	double x, y;              /* expected level / (levels − 1), in [0,1] */
	double xx, xy, yy;        /* covariance, same units */
	double built_above_lived; /* P(level of y ≥ level of x + 1) */
	double lived_above_built;
};
void kam_belief_position(struct kam_belief *belief, struct kam_position *ret);

enum kam_cause_state { KAM_NOT_CHECKED, KAM_NO_SIGN, KAM_EXPOSED, KAM_HAPPENING };

enum kam_danger_level {
	KAM_DANGER_NONE,        /* no business yet: there is nothing to break */
	KAM_DANGER_NOT_CHECKED, /* nothing was looked at */
	KAM_DANGER_LOW,
	KAM_DANGER_WATCH,
	KAM_DANGER_HIGH,
	KAM_DANGER_ACUTE,
};

/* The danger of breaking within twelve months if nobody acts (section 6). `causes` is the struct's own. */
struct kam_danger {
	enum kam_danger_level level;
	double probability; /* with severity only for what was looked at */
	size_t checked;     /* causes looked at */
	bool ended;         /* they used to order, and stopped */
	bool strained;      /* the strain alone makes it acute */
	size_t strain; /* state of the strain; KAM_NONE when not checked or without that role */
	struct kam_cause_finding {
		enum kam_cause_state state;
		double exposed, happening; /* P(exposed | E), P(happening | E) */
		double share;              /* of the danger, 0 … 1; all 0 or summing to 1 */
	} * causes;
	size_t cause_count;
};
void kam_belief_danger(struct kam_belief *belief, struct kam_danger *ret);
void kam_danger_release(struct kam_danger *danger);
/*
 * By how much P(break) falls when the severity of each cause c is multiplied by 1 − RELIEF[c]; RELIEF has one number in [0,1]
 * per cause.
 */
double kam_belief_prevention(struct kam_belief *belief, const double *relief);

/* What the interview should do next (section 3). */
enum kam_stop {
	KAM_GO_ON,
	KAM_STOP_CLEAR,   /* the stage is clear and all that is due was asked */
	KAM_STOP_NO_GAIN, /* no question left is worth asking */
	KAM_STOP_MOST,    /* enough was asked */
	KAM_STOP_WISH,    /* the user wished so; never returned by kam_belief_next() */
};

struct kam_next {
	enum kam_stop stop;
	size_t question;  /* the choice to ask, or KAM_NONE */
	size_t checklist; /* the checklist to ask, or KAM_NONE; numbered as in the base */
	double score;     /* bits per effort */
	double gain;      /* bits, before division by effort */
};
/* ASKED screens were asked so far; LAST_TOPIC is the topic of the last standing answer, or KAM_NONE. */
void kam_belief_next(
	struct kam_belief *belief, size_t asked, size_t last_topic, struct kam_next *ret);

/* How many screens are left to ask. */
struct kam_progress {
	size_t least, most;
	bool known; /* false: least is 0, and most is what the settings of the base still allow */
};
/*
 * Looks ahead (section 3): plays a fixed number of interviews from the current beliefs to their end, with answers drawn from what is
 * believed, and says between which numbers of screens four in five of them ended. Both numbers are 0 where the interview is over, else at
 * least 1. ASKED and LAST_TOPIC as for kam_belief_next(). The same beliefs give the same range; BELIEF stays as it is. Not
 * known for bases of more than 500 questions, where it would take too long.
 */
void kam_belief_progress(
	struct kam_belief *belief, size_t asked, size_t last_topic, struct kam_progress *ret);

enum kam_clarity { KAM_OPEN, KAM_BETWEEN, KAM_CLEAR };
/* How firm the placement is, with the leading stage and, for KAM_BETWEEN, the other one. */
enum kam_clarity kam_belief_clarity(
	struct kam_belief *belief, size_t *ret_leading, size_t *ret_other);

#endif
