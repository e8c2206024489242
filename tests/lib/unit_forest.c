/* SPDX-License-Identifier: MIT */
#include "unit_forest.h"
#include "unit_forest_files.h"
#include "util/chance.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLACK    0.004 /* a row may sum to 1 ± 0.005 */
#define STEEPEST 60    /* no probability is below about 10 to the minus this */
#define FEW      2000  /* states of the joint distribution of most forests */
#define MANY     10000 /* of some */

/* --- chance ---------------------------------------------------------------------------------- */

uint64_t forest_draw(struct forest_random *random)
{
	return chance_bits(&random->state);
}

size_t forest_pick(struct forest_random *random, size_t count)
{
	return (size_t)(forest_draw(random) % count);
}

double forest_uniform(struct forest_random *random)
{
	return chance_uniform(&random->state);
}

bool forest_chance(struct forest_random *random, double probability)
{
	return forest_uniform(random) < probability;
}

static double between(struct forest_random *random, double low, double high)
{
	return low + (high - low) * forest_uniform(random);
}

/* --- tables ---------------------------------------------------------------------------------- */

static void normalise(const double *row, size_t columns, double *ret)
{
	double sum = 0;

	for (size_t j = 0; j < columns; j++) {
		sum += row[j];
	}
	for (size_t j = 0; j < columns; j++) {
		ret[j] = row[j] / sum;
	}
}

/* One number of a row before it is normalised. */
static double number_of(struct forest_random *random, enum forest_kind kind)
{
	if (kind == FOREST_STEEP) {
		return pow(10, -between(random, 0, STEEPEST));
	}
	return (kind == FOREST_EXTREME ? 1e-9 : 0.03) + pow(forest_uniform(random), 3);
}

static void write_table(struct forest_random *random, enum forest_kind kind, size_t rows,
	size_t columns, struct forest_table *t)
{
	for (size_t i = 0; i < rows; i++) {
		double slack = between(random, 1 - SLACK, 1 + SLACK);

		for (size_t j = 0; j < columns; j++) {
			t->written[i][j] = number_of(random, kind);
		}
		normalise(t->written[i], columns, t->written[i]);
		for (size_t j = 0; j < columns; j++) {
			t->written[i][j] *= slack;
		}
		normalise(t->written[i], columns, t->value[i]);
	}
}

/* COUNT usual levels of 0 … LEVELS − 1, mostly rising, some of them fractions. */
static void shape(struct forest_random *random, bool extreme, size_t count, size_t levels,
	struct forest_table *t)
{
	double top = (double)(levels - 1);

	t->shaped = true;
	t->spread = extreme ? 0.1 : between(random, 0.3, 1.6);
	for (size_t i = 0; i < count; i++) {
		double level = top * (double)i / (double)(count - 1);

		level += extreme ? 0 : between(random, -1, 1);
		t->typical[i] = fmin(fmax(level, 0), top);
	}
}

/* The table of a variable: a usual level for each state of the parent. */
static void table_of_variable(struct forest_table *t, size_t rows, size_t columns)
{
	for (size_t i = 0; i < rows; i++) {
		for (size_t j = 0; j < columns; j++) {
			t->value[i][j] = exp(-fabs((double)j - t->typical[i]) / t->spread);
		}
		normalise(t->value[i], columns, t->value[i]);
	}
}

/* The table of a question: a usual level for each option. */
static void table_of_question(struct forest_table *t, size_t rows, size_t columns)
{
	for (size_t x = 0; x < rows; x++) {
		for (size_t o = 0; o < columns; o++) {
			t->value[x][o] = exp(-fabs((double)x - t->typical[o]) / t->spread);
		}
		normalise(t->value[x], columns, t->value[x]);
	}
}

static void add_slips(struct forest_table *t, size_t rows, size_t columns, double slip)
{
	for (size_t x = 0; x < rows; x++) {
		for (size_t o = 0; o < columns; o++) {
			t->value[x][o] = (1 - slip) * t->value[x][o] + slip / (double)columns;
		}
	}
}

static bool contradictory(const struct forest *f)
{
	return f->kind == FOREST_EXTREME || f->kind == FOREST_STEEP;
}

/* Whether a table that may be is given by its shape. */
static bool shaped(const struct forest *f, struct forest_random *random, double often)
{
	bool extreme = f->kind == FOREST_EXTREME;

	return f->kind != FOREST_STEEP && (extreme || forest_chance(random, often));
}

/* --- variables ------------------------------------------------------------------------------- */

static void random_id(struct forest_random *random, char kind, size_t i, char *ret)
{
	int first = 'a' + (int)forest_pick(random, 26);
	int second = 'a' + (int)forest_pick(random, 26);

	snprintf(ret, FOREST_ID, "%c%c-%c%zu", first, second, kind, i);
}

static size_t add_variable(
	struct forest *f, struct forest_random *random, size_t parent, size_t states)
{
	struct forest_variable *v = &f->variables[f->variable_count];
	size_t rows = parent == KAM_NONE ? 1 : f->variables[parent].states;
	bool extreme = f->kind == FOREST_EXTREME;

	memset(v, 0, sizeof(*v));
	random_id(random, 'v', f->variable_count, v->id);
	v->parent = parent;
	v->states = states;
	if (parent != KAM_NONE && shaped(f, random, 0.5)) {
		shape(random, extreme, rows, states, &v->table);
		table_of_variable(&v->table, rows, states);
	} else {
		write_table(random, f->kind, rows, states, &v->table);
	}
	return f->variable_count++;
}

static void add_cause(struct forest *f, struct forest_random *random, size_t parent)
{
	struct forest_variable *v = &f->variables[add_variable(f, random, parent, 3)];

	v->cause = true;
	for (size_t state = 1; state < 3; state++) {
		for (size_t s = 0; s < FOREST_STAGES; s++) {
			v->severity[state][s] = forest_chance(random, 0.1)
							? 0
							: between(random, 0, 0.4 * (double)state);
		}
	}
}

/* The stage, x, y, facets under these, causes under the stage and under facets. */
static void grow(struct forest *f, struct forest_random *random)
{
	size_t levels = 2 + forest_pick(random, 3);
	size_t facets = 2 + forest_pick(random, 3);
	size_t causes = 1 + forest_pick(random, 3);

	f->variable_count = 0;
	add_variable(f, random, KAM_NONE, FOREST_STAGES);
	add_variable(f, random, 0, levels);
	add_variable(f, random, 0, levels);
	for (size_t i = 0; i < facets; i++) {
		size_t axis = 1 + forest_pick(random, 2);
		size_t at = add_variable(f, random, axis, 2 + forest_pick(random, 3));

		f->variables[at].facet = true;
	}
	for (size_t i = 0; i < causes; i++) {
		bool under_stage = forest_chance(random, 0.4);

		add_cause(f, random, under_stage ? 0 : 3 + forest_pick(random, facets));
	}
}

/* A root of its own in three of four forests; in most of these with the role. */
static void grow_strain(struct forest *f, struct forest_random *random)
{
	size_t states = 3 + forest_pick(random, 3);

	f->strain = KAM_NONE;
	if (forest_chance(random, 0.75)) {
		size_t at = add_variable(f, random, KAM_NONE, states);

		f->strain = forest_chance(random, 0.85) ? at : KAM_NONE;
		f->acute_from = 1 + forest_pick(random, states - 1);
	}
}

static size_t joint_states(const struct forest *f)
{
	size_t product = 1;

	for (size_t v = 0; v < f->variable_count; v++) {
		product *= f->variables[v].states;
	}
	return product;
}

static void grow_within(struct forest *f, struct forest_random *random)
{
	size_t most = f->seed % 25 == 0 ? MANY : FEW;

	do {
		grow(f, random);
		grow_strain(f, random);
	} while (joint_states(f) > most || joint_states(f) < most / 20);
}

/* --- questions ------------------------------------------------------------------------------- */

uint64_t forest_all_options(const struct forest_question *question)
{
	return (UINT64_C(1) << question->options) - 1;
}

/* Neither empty nor all. */
static uint64_t some_options(struct forest_random *random, const struct forest_question *q)
{
	return 1 + forest_pick(random, forest_all_options(q) - 1);
}

/* On a question without conditions of its own, except in CHAINS; on none where that cannot be. */
static void add_condition(struct forest *f, struct forest_random *random, struct forest_question *q)
{
	struct forest_condition *c = &q->conditions[q->condition_count];
	size_t on = forest_pick(random, f->question_count);
	bool again = q->condition_count && on == q->conditions[0].question;

	if (!again && (f->kind == FOREST_CHAINS || !f->questions[on].condition_count)) {
		c->question = on;
		c->set = some_options(random, &f->questions[on]);
		q->condition_count++;
	}
}

static void add_conditions(struct forest *f, struct forest_random *random)
{
	struct forest_question *q = &f->questions[f->question_count];
	double often = f->kind == FOREST_CHAINS ? 0.8 : 0.4;

	if (f->question_count && !contradictory(f) && forest_chance(random, often)) {
		add_condition(f, random, q);
		if (forest_chance(random, 0.3)) {
			add_condition(f, random, q);
		}
	}
}

static void add_table(struct forest *f, struct forest_random *random, struct forest_question *q)
{
	size_t rows = f->variables[q->variable].states;
	bool extreme = f->kind == FOREST_EXTREME;

	if (!q->item && shaped(f, random, 0.6)) {
		shape(random, extreme, q->options, rows, &q->table);
		table_of_question(&q->table, rows, q->options);
	} else {
		write_table(random, f->kind, rows, q->options, &q->table);
	}
	add_slips(&q->table, rows, q->options, f->slip);
}

static void add_question(struct forest *f, struct forest_random *random, size_t variable, bool item)
{
	struct forest_question *q = &f->questions[f->question_count];

	memset(q, 0, sizeof(*q));
	random_id(random, 'q', f->question_count, q->id);
	q->variable = variable;
	q->item = item;
	q->options = item ? 2 : 2 + forest_pick(random, 4);
	q->tells_exposed = f->variables[variable].cause && forest_chance(random, 0.4);
	if (!item && (f->kind == FOREST_VANTAGES || forest_chance(random, 0.5))) {
		q->vantage = 1 + (int)forest_pick(random, 2);
	}
	add_conditions(f, random);
	add_table(f, random, q);
	f->question_count++;
}

/* The gate first; up to two questions on each variable, at least one on a cause; a checklist. */
static void ask(struct forest *f, struct forest_random *random)
{
	size_t items = 3 + forest_pick(random, 2);

	add_question(f, random, 0, false);
	for (size_t v = 1; v < f->variable_count; v++) {
		size_t least = f->variables[v].cause || contradictory(f);
		size_t count = least + forest_pick(random, 3 - least);

		for (size_t i = 0; i < count; i++) {
			add_question(f, random, v, false);
		}
	}
	for (size_t i = 0; i < items; i++) {
		add_question(f, random, forest_pick(random, f->variable_count), true);
	}
}

/* --- settings -------------------------------------------------------------------------------- */

static void settle(struct forest *f, struct forest_random *random)
{
	bool no_slips = contradictory(f) ? f->seed % 2 == 0 || f->kind == FOREST_STEEP
					 : forest_chance(random, 0.2);

	f->slip = no_slips ? 0 : between(random, 0.005, 0.2);
	f->tentative = between(random, 0.2, 1);
	f->no_evidence = between(random, 0.2, 1);
	f->wrong_vantage = between(random, 0.2, 1);
	f->stale_after = (double)(30 + forest_pick(random, 300));
	f->stale_factor = between(random, 0.3, 1);
	f->leak = forest_chance(random, 0.2) ? 0 : between(random, 0, 0.1);
	f->low = between(random, 0.02, 0.2);
	f->high = between(random, 0.2, 0.5);
	f->least_checked = forest_pick(random, 4);
	f->plane = !forest_chance(random, 0.1);
	f->gate = forest_chance(random, 0.7);
}

static void settle_gate(struct forest *f, struct forest_random *random)
{
	f->gate_none = UINT64_C(1);
	f->gate_ended = 0;
	if (f->questions[0].options > 2 && forest_chance(random, 0.7)) {
		f->gate_ended = UINT64_C(1) << (f->questions[0].options - 1);
	}
}

/* --- loading --------------------------------------------------------------------------------- */

static size_t find_cause(const struct kam_kb *kb, const char *variable)
{
	for (size_t c = 0; c < kam_kb_cause_count(kb); c++) {
		if (!strcmp(kam_kb_cause_id(kb, c) + 2, variable)) {
			return c;
		}
	}
	return KAM_NONE;
}

static void number(struct forest *f)
{
	for (size_t i = 0; i < f->variable_count; i++) {
		struct forest_variable *v = &f->variables[i];

		v->number = kam_kb_find_variable(f->kb, v->id);
		v->cause_number = v->cause ? find_cause(f->kb, v->id) : KAM_NONE;
	}
	for (size_t i = 0; i < f->question_count; i++) {
		f->questions[i].number = kam_kb_find_question(f->kb, f->questions[i].id);
	}
}

struct forest *forest_new(unsigned seed, enum forest_kind kind)
{
	struct forest_random random = {seed * UINT64_C(5) + kind};
	struct forest *f = calloc(1, sizeof(*f));

	if (!f) {
		return NULL;
	}
	f->seed = seed;
	f->kind = kind;
	settle(f, &random);
	grow_within(f, &random);
	ask(f, &random);
	settle_gate(f, &random);
	f->kb = forest_load(f);
	if (!f->kb) {
		free(f);
		return NULL;
	}
	number(f);
	return f;
}

struct forest *forest_slipperier(const struct forest *forest, double slip)
{
	double more = (slip - forest->slip) / (1 - forest->slip);
	struct forest *f = malloc(sizeof(*f));

	if (!f) {
		return NULL;
	}
	*f = *forest;
	f->slip = slip;
	for (size_t i = 0; i < f->question_count; i++) {
		struct forest_question *q = &f->questions[i];

		add_slips(&q->table, f->variables[q->variable].states, q->options, more);
	}
	f->kb = forest_load(f);
	if (!f->kb) {
		free(f);
		return NULL;
	}
	return f;
}

void forest_free(struct forest *forest)
{
	if (forest) {
		kam_kb_free(forest->kb);
		free(forest);
	}
}

/* --- answers --------------------------------------------------------------------------------- */

struct kam_response forest_silence(struct forest_random *random)
{
	static const enum kam_response_kind kinds[] = {KAM_UNKNOWN, KAM_NOT_APPLICABLE, KAM_LATER};
	struct kam_response r = {.kind = kinds[forest_pick(random, 3)]};

	r.side = forest_chance(random, 0.5) ? KAM_OWN : KAM_CUSTOMER;
	return r;
}

/* Mostly one option, sometimes several, now and then all of them, which says nothing. */
static uint64_t answered_options(struct forest_random *random, const struct forest_question *q)
{
	double kind = forest_uniform(random);

	if (kind < 0.65) {
		return UINT64_C(1) << forest_pick(random, q->options);
	}
	return kind < 0.92 ? some_options(random, q) : forest_all_options(q);
}

static struct kam_response respond(
	const struct forest *f, struct forest_random *random, const struct forest_question *q)
{
	struct kam_response r = forest_silence(random);

	if (forest_chance(random, 0.2)) {
		return r;
	}
	if (q->vantage == 1 && f->kind != FOREST_VANTAGES) {
		r.side = KAM_OWN;
	}
	r.kind = KAM_ANSWER;
	r.options = answered_options(random, q);
	r.tentative = forest_chance(random, 0.25);
	r.unbacked = forest_chance(random, 0.15);
	if (forest_chance(random, 0.1)) {
		r.age_days = f->stale_after;
	} else if (forest_chance(random, 0.3)) {
		r.age_days = floor(between(random, 0, 1200));
	}
	return r;
}

void forest_answer(
	const struct forest *forest, struct forest_random *random, struct forest_answers *ret)
{
	memset(ret, 0, sizeof(*ret));
	for (size_t q = 0; q < forest->question_count; q++) {
		bool several = forest_chance(random, 0.35);
		size_t most = several ? 2 + forest_pick(random, FOREST_RESPONSES - 2) : 1;

		ret->count[q] = forest_chance(random, 0.75) ? most : 0;
		for (size_t i = 0; i < ret->count[q]; i++) {
			ret->of[q][i] = respond(forest, random, &forest->questions[q]);
		}
	}
}

void forest_contradict(
	const struct forest *forest, struct forest_random *random, struct forest_answers *ret)
{
	memset(ret, 0, sizeof(*ret));
	for (size_t q = 0; q < forest->question_count; q++) {
		size_t last = forest->questions[q].options - 1;

		ret->count[q] = 1;
		ret->of[q][0].options = UINT64_C(1) << (forest_chance(random, 0.5) ? last : 0);
	}
}

void forest_tell(const struct forest *forest, const struct forest_answers *answers, size_t question,
	struct kam_belief *belief)
{
	struct kam_error err = KAM_ERROR_INIT;

	if (kam_belief_set(belief, forest->questions[question].number, answers->of[question],
		    answers->count[question], &err)) {
		fprintf(stderr, "seed %u: question %zu: %s\n", forest->seed, question,
			err.fault.message);
		abort();
	}
}

void forest_tell_all(const struct forest *forest, const struct forest_answers *answers,
	struct kam_belief *belief)
{
	for (size_t q = 0; q < forest->question_count; q++) {
		forest_tell(forest, answers, q, belief);
	}
}
