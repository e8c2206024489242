/* SPDX-License-Identifier: MIT */
#include "unit_oracle.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PRINTED 8

/* --- what was said, section 2 ---------------------------------------------------------------- */

bool informative(const struct forest_question *q, const struct kam_response *r)
{
	return r->kind == KAM_ANSWER && r->options != forest_all_options(q);
}

/* Read: either side may be the wrong one ("the side that cannot know", knowledge/README.md). */
static bool cannot_know(const struct forest_question *q, enum kam_side side)
{
	return (q->vantage == 1 && side == KAM_CUSTOMER) || (q->vantage == 2 && side == KAM_OWN);
}

static double reliability(
	const struct forest *f, const struct forest_question *q, const struct kam_response *r)
{
	double tau = r->tentative ? f->tentative : 1;

	tau *= r->unbacked ? f->no_evidence : 1;
	tau *= cannot_know(q, r->side) ? f->wrong_vantage : 1;
	if (r->age_days > f->stale_after) {
		tau *= pow(f->stale_factor, (r->age_days - f->stale_after) / f->stale_after);
	}
	return tau;
}

double said(const struct forest_question *q, uint64_t options, size_t state)
{
	double sum = 0;

	for (size_t o = 0; o < q->options; o++) {
		sum += options >> o & 1 ? q->table.value[state][o] : 0;
	}
	return sum;
}

static size_t informative_on_side(const struct forest_question *q, const struct kam_response *r,
	size_t count, enum kam_side side)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		found += r[i].side == side && informative(q, &r[i]);
	}
	return found;
}

/* The same share for each side that said something, divided equally within the side. */
static double share_of(
	const struct forest_question *q, const struct kam_response *r, size_t count, size_t i)
{
	size_t own = informative_on_side(q, r, count, KAM_OWN);
	size_t customer = informative_on_side(q, r, count, KAM_CUSTOMER);
	double sides = (own > 0) + (customer > 0);

	return 1 / (sides * (double)(r[i].side == KAM_OWN ? own : customer));
}

static double pooled(const struct forest *f, const struct forest_question *q,
	const struct kam_response *r, size_t count, size_t state)
{
	double most = 0;
	double above = 0;
	double below = 0;

	for (size_t i = 0; i < count; i++) {
		if (informative(q, &r[i])) {
			double tau = reliability(f, q, &r[i]);
			double weight = share_of(q, r, count, i) * tau;

			most = fmax(most, tau);
			above += weight * log(said(q, r[i].options, state));
			below += weight;
		}
	}
	return most * above / below;
}

bool answered_within(const struct forest_answers *a, size_t question, uint64_t set)
{
	for (size_t i = 0; i < a->count[question]; i++) {
		const struct kam_response *r = &a->of[question][i];

		if (r->kind == KAM_ANSWER && !(r->options & ~set)) {
			return true;
		}
	}
	return false;
}

/* Read: an answer that is set aside because its own condition fails opens no other question. */
static bool opened(
	const struct forest_answers *a, const struct evidence *e, const struct forest_question *q)
{
	bool all = true;

	for (size_t c = 0; c < q->condition_count; c++) {
		size_t on = q->conditions[c].question;

		all &= e->applies[on] && answered_within(a, on, q->conditions[c].set);
	}
	return all;
}

static void weigh(
	const struct forest *f, const struct forest_answers *a, size_t i, struct evidence *e)
{
	const struct forest_question *q = &f->questions[i];

	e->applies[i] = opened(a, e, q);
	for (size_t r = 0; r < a->count[i]; r++) {
		e->counts[i] |= e->applies[i] && informative(q, &a->of[i][r]);
	}
	for (size_t x = 0; e->counts[i] && x < f->variables[q->variable].states; x++) {
		e->log[i][x] = pooled(f, q, a->of[i], a->count[i], x);
	}
}

/* Conditions look at earlier questions of the forest only. */
struct evidence evidence_of(const struct forest *f, const struct forest_answers *a)
{
	struct evidence e = {0};

	for (size_t q = 0; q < f->question_count; q++) {
		weigh(f, a, q, &e);
	}
	return e;
}

bool counted_on(const struct forest *f, const struct evidence *e, size_t variable)
{
	bool found = false;

	for (size_t q = 0; q < f->question_count; q++) {
		found |= f->questions[q].variable == variable && e->counts[q];
	}
	return found;
}

/* --- enumeration ----------------------------------------------------------------------------- */

/* ln of the product over the questions that measure VARIABLE. */
static double log_of(
	const struct forest *f, const struct evidence *e, size_t variable, size_t state)
{
	double sum = 0;

	for (size_t q = 0; q < f->question_count; q++) {
		if (f->questions[q].variable == variable && e->counts[q]) {
			sum += e->log[q][state];
		}
	}
	return sum;
}

/* The factors of VARIABLE to the power T, up to a constant. */
static void temper(struct joint *j, const struct evidence *e, size_t variable, double t)
{
	const struct forest_variable *v = &j->forest->variables[variable];
	double logs[FOREST_WIDTH];
	double most = -HUGE_VAL;

	for (size_t x = 0; x < v->states; x++) {
		logs[x] = log_of(j->forest, e, variable, x);
		most = fmax(most, logs[x]);
	}
	for (size_t s = 0; s < FOREST_STAGES; s++) {
		for (size_t x = 0; x < v->states; x++) {
			j->factor[variable][s][x] = expl(t * (logs[x] - most));
		}
	}
}

void joint_load(
	struct joint *j, const struct forest *f, const struct evidence *e, double t, bool all)
{
	j->forest = f;
	j->all = all;
	for (size_t v = 0; v < f->variable_count; v++) {
		temper(j, e, v, t);
	}
}

/* Of the joint being enumerated: long, for where contradictions leave next to nothing. */
static long double sums[FOREST_VARIABLES][FOREST_VARIABLES][FOREST_WIDTH][FOREST_WIDTH];

static void note(struct joint *j, size_t v, long double part)
{
	size_t pairs = j->all ? v + 1 : 1;

	for (size_t e = 0; e < pairs; e++) {
		sums[e][v][j->at[e]][j->at[v]] += part;
	}
}

/* The sum over all states of the variables from V on, those before V as they stand. */
static long double go_through(struct joint *j, size_t v, long double weight)
{
	const struct forest_variable *variable = &j->forest->variables[v];
	const double *row;
	long double sum = 0;

	if (v == j->forest->variable_count) {
		return weight;
	}
	row = variable->table.value[variable->parent == KAM_NONE ? 0 : j->at[variable->parent]];
	for (size_t x = 0; x < variable->states; x++) {
		long double part;

		j->at[v] = x;
		part = go_through(j, v + 1, weight * row[x] * j->factor[v][j->at[0]][x]);
		note(j, v, part);
		sum += part;
	}
	return sum;
}

static void divide(struct joint *j, size_t rows)
{
	const long double *sum = &sums[0][0][0][0];
	double *pair = &j->pair[0][0][0][0];

	for (size_t i = 0; i < rows * sizeof(j->pair[0]) / sizeof(double); i++) {
		pair[i] = (double)(sum[i] / j->total);
	}
}

void joint_enumerate(struct joint *j)
{
	size_t rows = j->all ? FOREST_VARIABLES : 1;

	memset(sums, 0, rows * sizeof(sums[0]));
	j->total = go_through(j, 0, 1);
	divide(j, rows);
}

double joint_pair(const struct joint *j, size_t a, size_t x, size_t b, size_t y)
{
	return a <= b ? j->pair[a][b][x][y] : j->pair[b][a][y][x];
}

double joint_alone(const struct joint *j, size_t v, size_t state)
{
	return joint_pair(j, v, state, v, state);
}

double joint_by_stages(const struct joint *j, size_t v, size_t state)
{
	double sum = 0;

	for (size_t s = 0; s < FOREST_STAGES; s++) {
		sum += j->pair[0][v][s][state];
	}
	return sum;
}

/* --- examples -------------------------------------------------------------------------------- */

static struct example *example_new(unsigned seed, enum forest_kind kind)
{
	bool contradicts = kind == FOREST_EXTREME || kind == FOREST_STEEP;
	struct example *x = calloc(1, sizeof(*x));

	if (!x) {
		return NULL;
	}
	x->forest = forest_new(seed, kind);
	if (!x->forest) {
		free(x);
		return NULL;
	}
	x->random.state = (UINT64_C(1) << 32) + seed * UINT64_C(5) + kind;
	(contradicts ? forest_contradict : forest_answer)(x->forest, &x->random, &x->answers);
	x->evidence = evidence_of(x->forest, &x->answers);
	joint_load(&x->joint, x->forest, &x->evidence, 1, true);
	joint_enumerate(&x->joint);
	x->belief = kam_belief_new(x->forest->kb);
	forest_tell_all(x->forest, &x->answers, x->belief);
	return x;
}

/* By kind, then seed. */
static struct example *examples[FOREST_KINDS][ORACLE_PLAIN];
static size_t misses;

static size_t forests_of(enum forest_kind kind)
{
	return kind == FOREST_PLAIN ? ORACLE_PLAIN : ORACLE_OTHERS;
}

void on_forests(enum forest_kind kind, void (*check)(struct example *x))
{
	misses = 0;
	for (unsigned seed = 0; seed < forests_of(kind); seed++) {
		struct example **x = &examples[kind][seed];

		*x = *x ? *x : example_new(seed, kind);
		assert_non_null(*x);
		check(*x);
	}
	assert_int_equal(misses, 0);
}

static void example_free(struct example *x)
{
	if (x) {
		kam_belief_free(x->belief);
		forest_free(x->forest);
		free(x);
	}
}

int forget_forests(void **state)
{
	(void)state;
	for (size_t i = 0; i < FOREST_KINDS * ORACLE_PLAIN; i++) {
		example_free(examples[i / ORACLE_PLAIN][i % ORACLE_PLAIN]);
	}
	return 0;
}

/* --- figures --------------------------------------------------------------------------------- */

void miss(const struct example *x, const char *what, size_t i, double got, double want)
{
	if (misses++ < PRINTED) {
		print_error("seed %u of kind %d: %s [%zu]: %.17g instead of %.17g\n",
			x->forest->seed, (int)x->forest->kind, what, i, got, want);
	}
}

void near(const struct example *x, const char *what, size_t i, double got, double want, double by)
{
	if (!(fabs(got - want) <= by)) {
		miss(x, what, i, got, want);
	}
}

void at_least(const struct example *x, const char *what, size_t i, double got, double least)
{
	if (!(got >= least)) {
		miss(x, what, i, got, least);
	}
}

void equal(const struct example *x, const char *what, size_t i, size_t got, size_t want)
{
	if (got != want) {
		miss(x, what, i, (double)got, (double)want);
	}
}

void identical(const struct example *x, const char *what, size_t i, const double *got,
	const double *want, size_t count)
{
	for (size_t k = 0; k < count; k++) {
		if (memcmp(&got[k], &want[k], sizeof(double)) != 0) {
			miss(x, what, i, got[k], want[k]);
		}
	}
}
