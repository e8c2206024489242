/* SPDX-License-Identifier: MIT */
/*
 * What follows from a belief: placement, danger, goal, what to do, what to find out, what to leave alone, when to look again.
 * An assessment is plain data; the documents that say it in words are made from it.
 */
#ifndef KAM_ASSESSMENT_H
#define KAM_ASSESSMENT_H

#include "kam/belief.h"
#include "kam/document.h"
#include "kam/words.h"

/* What the belief does not know. */
struct kam_basis {
	const char *account; /* its name; NULL: none is printed */
	const char *const
		*notes; /* the user's words by question, NULL where there are none; may be NULL */
	double days_per_quarter; /* there are for this account; negative: unknown, which blocks nothing */
	enum kam_stop stop; /* the rule that ended the questions */
	const char *today;  /* "2026-11-23"; NULL: dates are said in days */
};

enum kam_goal {
	KAM_GOAL_NONE, /* a prospect: see `verdict` */
	KAM_GOAL_ADVANCE,
	KAM_GOAL_HOLD,
	KAM_GOAL_QUESTION, /* put to your manager whether it is still worth it */
};

/* Why the goal is hold and not advance: the first that applies. */
enum kam_hold_reason {
	KAM_HOLD_NOT_ASKED,   /* the goal is another */
	KAM_HOLD_STRAIN,      /* the strain is not calm */
	KAM_HOLD_HAPPENING,   /* a cause of breakdown is under way */
	KAM_HOLD_BUILT_ABOVE, /* they live below what is built */
	KAM_HOLD_OPEN,        /* the placement is not clear */
	KAM_HOLD_LAST,        /* there is no next stage */
	KAM_HOLD_WORTH,       /* worth is not known */
	KAM_HOLD_LOW,         /* worth or fit is low */
	KAM_HOLD_DAYS,        /* there are no days for it */
	KAM_HOLD_STRAIN_OPEN, /* nobody knows how they feel */
};

enum kam_time { KAM_THIS_WEEK, KAM_THIS_MONTH, KAM_LATER_ON };

enum kam_demand_state { KAM_DEMAND_UNKNOWN, KAM_DEMAND_UNMET, KAM_DEMAND_PARTLY, KAM_DEMAND_MET };

struct kam_assessment {
	const struct kam_kb *kb;
	enum kam_clarity clarity;
	size_t leading; /* stage */
	size_t other;   /* its likeliest neighbour; the second of a "between" */
	double *stages; /* P(stage | E) */
	struct kam_position position;
	size_t built, lived; /* level of y and x; KAM_NONE without a plane or below three facets */
	bool built_above, lived_above; /* by a level or more, with probability 0.6 or more */
	bool prospect;                 /* no business yet */
	struct kam_danger danger;
	enum kam_goal goal;
	enum kam_hold_reason hold;
	size_t hold_cause; /* of KAM_HOLD_HAPPENING */
	size_t worth;      /* 0 low … 2 high; KAM_NONE when unknown */
	size_t verdict;    /* index among the base's verdicts; KAM_NONE for no prospect */
	size_t answered;   /* choices and checklists with an answer */
	size_t unknown; /* choices and lines of checklists that nobody could answer, demands apart */
	bool own, customer; /* which sides were heard */
	struct kam_reason {
		size_t question;
		double weight; /* of evidence for `leading` against `other`, in nats */
	} * reasons;           /* strongest first, whichever its sign */
	size_t reason_count;
	double prior; /* weight before any answer, nats */
	struct kam_fragile {
		size_t question, option,
			stage; /* with that option instead, that stage would lead */
	} * fragile;
	size_t fragile_count;
	struct kam_gap {
		size_t facet;
		double gain; /* change of P(next stage) */
	} * gaps;
	size_t gap_count;
	enum kam_demand_state *demands; /* of the leading stage */
	size_t demand_count;
	struct kam_recommended {
		size_t action;
		enum kam_time time;
		bool unwise_unknown; /* its unwise_if could not be judged */
		size_t after;        /* number of the action to finish first, from 1; 0: none */
	} * actions;
	size_t action_count;
	size_t stop;      /* the action of kind stop; KAM_NONE */
	size_t *find_out; /* questions */
	size_t find_out_count;
	double look_again; /* days */
	enum kam_stop rule;
};

/* Free with kam_assessment_free(). BASIS may be NULL. */
struct kam_assessment *kam_assess(struct kam_belief *belief, const struct kam_basis *basis);
/* The same without reasons, demands, actions and what to find out: what a placement line needs, fast. */
struct kam_assessment *kam_place(struct kam_belief *belief);
void kam_assessment_free(struct kam_assessment *assessment);

/* The result as it is shown at the end, appended to DOC. */
void kam_assessment_document(struct kam_belief *belief, const struct kam_assessment *assessment,
	const struct kam_basis *basis, const struct kam_voice *voice, struct kam_document *doc);
/* Why: what speaks for and against, how firm, gaps to the next stage. NUMBERS adds decibans and probabilities. */
void kam_assessment_why(struct kam_belief *belief, const struct kam_assessment *assessment,
	const struct kam_basis *basis, bool numbers, const struct kam_voice *voice,
	struct kam_document *doc);
/*
 * Why not STAGE: what speaks against it and for it (weights of evidence of the leading stage against it), what usually looks different there, and what it
 * would ask. NUMBERS adds decibans and probabilities.
 */
void kam_assessment_whynot(struct kam_belief *belief, const struct kam_assessment *assessment,
	size_t stage, bool numbers, const struct kam_voice *voice, struct kam_document *doc);
/* Two assessments on the same base side by side: what stands, and what if. */
void kam_assessment_compare(const struct kam_assessment *now, const struct kam_assessment *then,
	const struct kam_voice *voice, struct kam_document *doc);
/*
 * What an answer to QUESTION would tell apart, on what is known now: in words, with NUMBERS in bits too. It never says which answer points where.
 */
void kam_question_why(struct kam_belief *belief, size_t question, bool numbers,
	const struct kam_voice *voice, struct kam_document *doc);
/* One action in full: first step, words to say, proof, when it is unwise. */
void kam_action_document(const struct kam_kb *kb, size_t action, const struct kam_voice *voice,
	struct kam_document *doc);

/* The placement as one line of JSON without its newline, as `kam place` prints it; free() it. ID may be NULL. */
char *kam_assessment_json(const struct kam_assessment *assessment, const char *id);

/* What the base says about TOPIC (a stage, cause, strain, term or facet by id or name), or an overview where it is NULL. */
int kam_explain(const struct kam_kb *kb, const char *topic, const struct kam_voice *voice,
	struct kam_document *doc, struct kam_error *err);

#endif
