/* SPDX-License-Identifier: MIT */
/*
 * The loaded base as plain data, for the rows of the library that stand on it. All of it lives in one arena
 * and is const after loading. Indices that point nowhere are KAM_NONE. Field meanings are those of
 * knowledge/README.md; only what loading adds is explained here.
 */
#ifndef KAM_KNOWLEDGE_MODEL_H
#define KAM_KNOWLEDGE_MODEL_H

#include "kam/kb.h"
#include "knowledge/fingerprint.h"
#include "util/arena.h"

#include <stdint.h>

#define KB_MAX_OPTIONS 64
#define KB_MAX_STATES  256
#define KB_MAX_ITEMS   60   /* of a checklist: with "none of these" they fit a set of 64 */
#define KB_MAX_OBJECTS 4096 /* of one file */

/* One text in every language of the base; `in` is NULL where the base gives none. */
struct kb_text {
	const char **in;
};

/* Where an object stands, for faults found after reading. */
struct kb_place {
	const char *file;
	const char *pointer;
};

struct kb_list {
	const char **items;
	size_t count;
};

struct kb_texts {
	struct kb_text *items;
	size_t count;
};

struct kb_state {
	const char *id;
	struct kb_text text;
};

enum kb_aspect { KB_NO_ASPECT, KB_BUILT, KB_LIVED };

struct kb_variable {
	const char *id;
	struct kb_place place;
	const char *parent_id;
	const char *scale_id;
	const char *topic_id;
	struct kb_text name;
	struct kb_list cites;
	const char *reason;
	struct kb_state *states;
	size_t state_count;
	double *numbers; /* prior, typical or table as written */
	size_t number_count;
	size_t number_rows; /* of a written table; 0 for typical */
	double spread;
	enum kb_aspect aspect;
	bool lever;
	/* resolved */
	size_t parent;
	size_t topic;
	size_t cause; /* the cause this variable is of */
	size_t depth; /* 0 for a root */
	size_t *children;
	size_t child_count;
	size_t *questions;
	size_t question_count;
	double *table; /* [parent state][state]; one row for a root */
};

struct kb_condition {
	const char *key; /* question id (ask_if) or variable id (when, needs, unwise_if) */
	struct kb_list values;
	const char *pointer;
	size_t index; /* of the question or variable */
	uint64_t set; /* of the question's options */
	bool *holds;  /* by state of the variable */
};

struct kb_conditions {
	struct kb_condition *items;
	size_t count;
};

struct kb_option {
	const char *id;
	struct kb_text text;
	double typical;
	bool strong;
};

enum kb_asks { KB_EXISTS, KB_HAPPENED, KB_JUDGED };
enum kb_vantage { KB_EITHER, KB_OWN, KB_CUSTOMER };

struct kb_question {
	const char *id;
	struct kb_place place;
	const char *variable_id;
	const char *topic_id;
	struct kb_text name, text, help, why, who, how, customer_text;
	struct kb_list cites;
	struct kb_option *options;
	size_t option_count;
	double *numbers; /* a written table, row after row */
	size_t number_rows, number_columns;
	double spread;
	double effort;
	double known;
	enum kb_asks asks;
	enum kb_vantage vantage;
	bool mandatory;
	bool tells_exposed;
	bool faulty; /* a fault was given for its numbers: none are made of them */
	struct kb_conditions ask_if;
	/* resolved */
	size_t variable;
	size_t topic;
	size_t checklist; /* KAM_NONE for a choice */
	double *table;    /* [state][option], slips included */
	double *log_table;
	double *plain; /* the same without slips: for simulation */
};

struct kb_checklist {
	const char *id;
	struct kb_place place;
	const char *topic_id;
	const char *scale_id;
	struct kb_text name, text, help, why, none, rest;
	struct kb_list item_ids;
	double effort;
	struct kb_list cites;
	size_t topic;
	size_t *items; /* questions, in the author's order */
	size_t item_count;
	size_t yes, no, partly; /* options; KAM_NONE where the scale has none */
};

struct kb_demand {
	const char *id;
	const char *question_id;
	const char *pointer;
	struct kb_text text;
	struct kb_list cites;
	size_t question;
};

struct kb_stage {
	const char *id;
	struct kb_place place;
	struct kb_text name, summary, text, who, recognise, danger, hold;
	struct kb_demand *demands;
	size_t demand_count;
	struct kb_list cites;
	size_t state;
	size_t checklist; /* the homework of this stage */
};

struct kb_cause {
	const char *id;
	struct kb_place place;
	const char *variable_id;
	struct kb_text name, text, exposed, happening;
	struct kb_texts signs, prevention;
	struct kb_list cites;
	struct kb_severity {
		const char *state, *stage, *pointer;
		double value;
	} * severities;
	size_t severity_count;
	size_t variable;
	double *severity; /* [state][stage] */
};

struct kb_strain {
	const char *id;
	struct kb_place place;
	struct kb_text name, text, remedy;
	struct kb_texts signs;
	struct kb_list bans, cites;
	size_t state;
};

enum kb_kind { KB_KEEP, KB_ADVANCE, KB_STOP };
enum kb_effort { KB_SMALL, KB_MEDIUM, KB_BIG };

struct kb_action {
	const char *id;
	struct kb_place place;
	enum kb_kind kind;
	enum kb_effort effort;
	const char *class;
	struct kb_list moves_ids, recheck_ids, cites;
	struct kb_relief {
		const char *cause_id, *pointer;
		double share;
		size_t cause;
	} * reliefs;
	size_t relief_count;
	struct kb_conditions when, needs, unwise_if;
	struct kb_text text, first_step, say, who, done_when, unwise;
	size_t *moves;   /* variables */
	size_t *recheck; /* questions; KAM_NONE for a checklist named */
};

struct kb_term {
	const char *id;
	struct kb_place place;
	struct kb_text term, text;
	struct kb_list cites;
};

struct kb_verdict {
	const char *id;
	struct kb_text name, text, next;
	struct kb_list cites;
};

struct kb_topic {
	const char *id;
	struct kb_text name;
};

struct kb_scale {
	const char *id;
	struct kb_state *states;
	size_t state_count;
};

struct kb_rename {
	const char *old_id, *new_id;
};

struct kb_roles {
	const char *stage_id, *x_id, *y_id, *strain_id, *worth_id, *way_in_id, *fit_id,
		*our_decision_id;
	const char *gate_id, *no_advance_from_id, *acute_from_id;
	struct kb_list gate_none_ids, gate_ended_ids;
	struct kb_place place;
	size_t stage, x, y, strain, worth, way_in, fit, our_decision;
	size_t gate;
	uint64_t gate_none, gate_ended;
	size_t no_advance_from, acute_from; /* states of strain */
};

struct kb_settings {
	double slip, tentative, no_evidence, wrong_vantage, stale_after, stale_factor, leak;
	double clear, between, least_gain, contradiction, low, high;
	double least, least_per_axis, most, most_follow_ups, least_checked;
	double look_acute, look_high, look_watch, look_low, look_open, look_prospect;
};

struct kam_kb {
	struct arena arena;
	struct fingerprint *fingerprint;
	const char *id, *version;
	struct kb_text name, about;
	struct kb_list languages;
	struct kb_roles roles;
	struct kb_settings settings;
	struct kb_topic *topics;
	struct kb_scale *scales;
	struct kb_verdict *verdicts;
	struct kb_rename *renames;
	struct kb_variable *variables;
	struct kb_question *questions;
	struct kb_checklist *checklists;
	struct kb_stage *stages;
	struct kb_cause *causes;
	struct kb_strain *strains;
	struct kb_action *actions;
	struct kb_term *terms;
	size_t topic_count, scale_count, verdict_count, rename_count, variable_count,
		question_count;
	size_t checklist_count, stage_count, cause_count, strain_count, action_count, term_count;
};

/* TEXT in language LANG (its first language where LANG is not among them); "" where there is none. */
const char *kb_say(const struct kam_kb *kb, const struct kb_text *text, const char *lang);
bool kb_has(const struct kb_text *text);
/* The index of the option, state or checklist called ID; KAM_NONE. */
size_t kb_find_option(const struct kb_question *question, const char *id);
size_t kb_find_state(const struct kb_variable *variable, const char *id);
size_t kb_find_checklist(const struct kam_kb *kb, const char *id);
size_t kb_find_action(const struct kam_kb *kb, const char *id);
/* The id that OLD was renamed to; OLD itself where it was not. */
const char *kb_renamed(const struct kam_kb *kb, const char *old);
/* Whether variable X is A or lies under it. */
bool kb_under(const struct kam_kb *kb, size_t x, size_t a);
/* The root of the tree of X. */
size_t kb_root(const struct kam_kb *kb, size_t x);

#endif
