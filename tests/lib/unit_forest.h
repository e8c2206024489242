/* SPDX-License-Identifier: MIT */
/*
 * Small random knowledge bases whose joint distribution can be written down, and random answers to their questions. All numbers
 * are worked out here from the rules of knowledge/README.md and from what is written into the files, never taken from the
 * library, so that an oracle built on them is independent of it.
 */
#ifndef KAM_TESTS_UNIT_FOREST_H
#define KAM_TESTS_UNIT_FOREST_H

#include "kam/belief.h"

#include <stdint.h>

#define FOREST_STAGES     3  /* states of the stage, which is variable 0 */
#define FOREST_WIDTH      5  /* most states of a variable, and options of a question */
#define FOREST_VARIABLES  12 /* most */
#define FOREST_QUESTIONS  40
#define FOREST_RESPONSES  5
#define FOREST_CONDITIONS 2
#define FOREST_ID         16

/*
 * PLAIN: everything moderate. EXTREME: near-certain tables, no conditions, slips in every other forest. STEEP: tables so
 * near certain that what is contradicted has no double for its probability, no slips. Two rules that can be
 * read in two ways are kept out of these, each in forests of its own: CHAINS has conditions on questions that have conditions,
 * in VANTAGES customers answer what the own side knows.
 */
enum forest_kind { FOREST_PLAIN, FOREST_EXTREME, FOREST_CHAINS, FOREST_VANTAGES, FOREST_STEEP };
#define FOREST_KINDS 5

struct forest_random {
	uint64_t state;
};

/* One row per state of what it depends on. */
struct forest_table {
	bool shaped; /* by typical and spread; otherwise as written */
	double typical[FOREST_WIDTH], spread;
	double written[FOREST_WIDTH][FOREST_WIDTH];
	double value[FOREST_WIDTH][FOREST_WIDTH]; /* rows sum to 1; of questions with slips */
};

struct forest_variable {
	char id[FOREST_ID];
	size_t number; /* in the base */
	size_t parent; /* stands earlier in the forest; KAM_NONE for a root */
	size_t states;
	struct forest_table table;
	bool facet;
	bool cause; /* called as the variable, with "c-" before */
	double severity[3][FOREST_STAGES];
	size_t cause_number;
};

struct forest_question {
	char id[FOREST_ID];
	size_t number;
	size_t variable;
	size_t options;
	bool item; /* of the checklist */
	bool tells_exposed;
	int vantage; /* 0 either, 1 own, 2 customer */
	struct forest_table table;
	size_t condition_count;
	struct forest_condition {
		size_t question; /* stands earlier in the forest */
		uint64_t set;
	} conditions[FOREST_CONDITIONS];
};

struct forest {
	unsigned seed;
	enum forest_kind kind;
	struct kam_kb *kb;
	size_t variable_count, question_count;
	struct forest_variable variables[FOREST_VARIABLES];
	struct forest_question questions[FOREST_QUESTIONS]; /* the gate is question 0 */
	double slip, tentative, no_evidence, wrong_vantage, stale_after, stale_factor;
	double leak, low, high;
	size_t least_checked;
	bool plane;    /* variables 1 and 2 have the roles x and y */
	size_t strain; /* the variable with that role, or KAM_NONE */
	size_t acute_from;
	bool gate; /* question 0 has that role */
	uint64_t gate_none, gate_ended;
};

struct forest_answers {
	size_t count[FOREST_QUESTIONS];
	struct kam_response of[FOREST_QUESTIONS][FOREST_RESPONSES];
};

uint64_t forest_draw(struct forest_random *random);
/* 0 … COUNT − 1. */
size_t forest_pick(struct forest_random *random, size_t count);
/* In [0,1). */
double forest_uniform(struct forest_random *random);
bool forest_chance(struct forest_random *random, double probability);

/* The forest of SEED, written down and loaded; NULL, with the faults printed, on failure. */
struct forest *forest_new(unsigned seed, enum forest_kind kind);
/* The same forest where answers are slips more often: SLIP is at least that of FOREST. */
struct forest *forest_slipperier(const struct forest *forest, double slip);
void forest_free(struct forest *forest);

/* All options of QUESTION. */
uint64_t forest_all_options(const struct forest_question *question);
/* Answers of every kind to some of the questions. */
void forest_answer(
	const struct forest *forest, struct forest_random *random, struct forest_answers *ret);
/* Plain answers to all of the questions, each at one end of its options, whatever the others say. */
void forest_contradict(
	const struct forest *forest, struct forest_random *random, struct forest_answers *ret);
/* One response of kind unknown, not applicable or later. */
struct kam_response forest_silence(struct forest_random *random);
/* Tells BELIEF the answers to QUESTION, or to all questions. */
void forest_tell(const struct forest *forest, const struct forest_answers *answers, size_t question,
	struct kam_belief *belief);
void forest_tell_all(const struct forest *forest, const struct forest_answers *answers,
	struct kam_belief *belief);

#endif
