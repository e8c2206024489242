/* SPDX-License-Identifier: MIT */
/*
 * Oracle: everything the belief computes by passing messages is computed here a second time by going through all states of
 * the joint distribution, on random forests. Section numbers are those of HACKING.md, "The maths". What fails prints the seed
 * of the forest, the figure got and the figure of the enumeration.
 */
#include "unit_forest.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CASES    500
#define EXTREMES 60
#define EXACT    1e-10
#define PRINTED  8
#define PI       3.14159265358979323846

/* --- what was said, section 2 ---------------------------------------------------------------- */

/* The evidence that counts: by question, ln L by state of its variable. */
struct evidence {
	bool applies[FOREST_QUESTIONS];
	bool counts[FOREST_QUESTIONS];
	double log[FOREST_QUESTIONS][FOREST_WIDTH];
};

static bool informative(const struct forest_question *q, const struct kam_response *r)
{
	return r->kind == KAM_ANSWER && r->options != forest_all_options(q);
}

static double reliability(
	const struct forest *f, const struct forest_question *q, const struct kam_response *r)
{
	double tau = r->tentative ? f->tentative : 1;

	tau *= r->unbacked ? f->no_evidence : 1;
	tau *= q->vantage == 2 && r->side == KAM_OWN ? f->wrong_vantage : 1;
	if (r->age_days > f->stale_after) {
		tau *= pow(f->stale_factor, (r->age_days - f->stale_after) / f->stale_after);
	}
	return tau;
}

/* P'(one of OPTIONS | STATE). */
static double said(const struct forest_question *q, uint64_t options, size_t state)
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

static bool holds(const struct forest_condition *c, const struct forest_answers *a)
{
	for (size_t i = 0; i < a->count[c->question]; i++) {
		const struct kam_response *r = &a->of[c->question][i];

		if (r->kind == KAM_ANSWER && !(r->options & ~c->set)) {
			return true;
		}
	}
	return false;
}

static void weigh(
	const struct forest *f, const struct forest_answers *a, size_t i, struct evidence *e)
{
	const struct forest_question *q = &f->questions[i];

	e->applies[i] = true;
	for (size_t c = 0; c < q->condition_count; c++) {
		e->applies[i] &= holds(&q->conditions[c], a);
	}
	for (size_t r = 0; r < a->count[i]; r++) {
		e->counts[i] |= e->applies[i] && informative(q, &a->of[i][r]);
	}
	for (size_t x = 0; e->counts[i] && x < f->variables[q->variable].states; x++) {
		e->log[i][x] = pooled(f, q, a->of[i], a->count[i], x);
	}
}

static struct evidence evidence_of(const struct forest *f, const struct forest_answers *a)
{
	struct evidence e = {0};

	for (size_t q = 0; q < f->question_count; q++) {
		weigh(f, a, q, &e);
	}
	return e;
}

static bool counted_on(const struct forest *f, const struct evidence *e, size_t variable)
{
	bool found = false;

	for (size_t q = 0; q < f->question_count; q++) {
		found |= f->questions[q].variable == variable && e->counts[q];
	}
	return found;
}

/* --- enumeration ----------------------------------------------------------------------------- */

/*
 * The joint distribution, each state weighted by one factor per variable, which may look at the stage. `pair` holds the sums
 * over all states with a (first) and b (second, a ≤ b in the forest) as given; divided by their total once summed.
 */
struct joint {
	const struct forest *forest;
	bool all; /* all pairs; otherwise those with the stage */
	double total;
	size_t at[FOREST_VARIABLES];
	double factor[FOREST_VARIABLES][FOREST_STAGES][FOREST_WIDTH];
	double pair[FOREST_VARIABLES][FOREST_VARIABLES][FOREST_WIDTH][FOREST_WIDTH];
};

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
			j->factor[variable][s][x] = exp(t * (logs[x] - most));
		}
	}
}

static void load(
	struct joint *j, const struct forest *f, const struct evidence *e, double t, bool all)
{
	j->forest = f;
	j->all = all;
	for (size_t v = 0; v < f->variable_count; v++) {
		temper(j, e, v, t);
	}
}

static void note(struct joint *j, size_t v, double part)
{
	size_t pairs = j->all ? v + 1 : 1;

	for (size_t e = 0; e < pairs; e++) {
		j->pair[e][v][j->at[e]][j->at[v]] += part;
	}
}

/* The sum over all states of the variables from V on, those before V as they stand. */
static double go_through(struct joint *j, size_t v, double weight)
{
	const struct forest_variable *variable = &j->forest->variables[v];
	const double *row;
	double sum = 0;

	if (v == j->forest->variable_count) {
		return weight;
	}
	row = variable->table.value[variable->parent == KAM_NONE ? 0 : j->at[variable->parent]];
	for (size_t x = 0; x < variable->states; x++) {
		double part;

		j->at[v] = x;
		part = go_through(j, v + 1, weight * row[x] * j->factor[v][j->at[0]][x]);
		note(j, v, part);
		sum += part;
	}
	return sum;
}

static void divide(double *cells, size_t count, double by)
{
	for (size_t i = 0; i < count; i++) {
		cells[i] /= by;
	}
}

static void enumerate(struct joint *j)
{
	size_t rows = j->all ? FOREST_VARIABLES : 1;

	memset(j->pair, 0, rows * sizeof(j->pair[0]));
	j->total = go_through(j, 0, 1);
	divide(&j->pair[0][0][0][0], rows * sizeof(j->pair[0]) / sizeof(double), j->total);
}

/* P(a, b). */
static double together(const struct joint *j, size_t a, size_t x, size_t b, size_t y)
{
	return a <= b ? j->pair[a][b][x][y] : j->pair[b][a][y][x];
}

static double alone(const struct joint *j, size_t v, size_t x)
{
	return together(j, v, x, v, x);
}

/* P(STATE of V), from the pairs with the stage. */
static double by_stages(const struct joint *j, size_t v, size_t state)
{
	double sum = 0;

	for (size_t s = 0; s < FOREST_STAGES; s++) {
		sum += j->pair[0][v][s][state];
	}
	return sum;
}

/* --- cases ----------------------------------------------------------------------------------- */

/* A forest, answers to its questions, and what both sides make of them. */
struct example {
	struct forest *forest;
	struct forest_random random;
	struct forest_answers answers;
	struct evidence evidence;
	struct joint joint; /* given the evidence, all pairs */
	struct kam_belief *belief;
};

static struct example *examples[CASES];
static struct example *extremes[EXTREMES];
static size_t misses;

static struct example *example_new(unsigned seed, enum forest_kind kind)
{
	struct example *x = calloc(1, sizeof(*x));

	x->forest = forest_new(seed, kind);
	if (!x->forest) {
		free(x);
		return NULL;
	}
	x->random.state = (UINT64_C(1) << 32) + seed;
	(kind == FOREST_PLAIN ? forest_answer : forest_contradict)(
		x->forest, &x->random, &x->answers);
	x->evidence = evidence_of(x->forest, &x->answers);
	load(&x->joint, x->forest, &x->evidence, 1, true);
	enumerate(&x->joint);
	x->belief = kam_belief_new(x->forest->kb);
	forest_tell_all(x->forest, &x->answers, x->belief);
	return x;
}

static int make(struct example **list, size_t count, enum forest_kind kind)
{
	for (size_t i = 0; i < count; i++) {
		list[i] = example_new((unsigned)i, kind);
		if (!list[i]) {
			return -1;
		}
	}
	return 0;
}

static int make_examples(void **state)
{
	(void)state;
	return make(examples, CASES, FOREST_PLAIN) || make(extremes, EXTREMES, FOREST_EXTREME);
}

static void discard(struct example **list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i]) {
			kam_belief_free(list[i]->belief);
			forest_free(list[i]->forest);
			free(list[i]);
		}
	}
}

static int discard_examples(void **state)
{
	(void)state;
	discard(examples, CASES);
	discard(extremes, EXTREMES);
	return 0;
}

static void miss(const struct example *x, const char *what, size_t i, double got, double want)
{
	if (misses++ < PRINTED) {
		print_error("seed %u: %s [%zu]: %.17g, by enumeration %.17g\n", x->forest->seed,
			what, i, got, want);
	}
}

/* Not a number is never near. */
static void near(
	const struct example *x, const char *what, size_t i, double got, double want, double by)
{
	if (!(fabs(got - want) <= by)) {
		miss(x, what, i, got, want);
	}
}

static void equal(const struct example *x, const char *what, size_t i, size_t got, size_t want)
{
	if (got != want) {
		miss(x, what, i, (double)got, (double)want);
	}
}

static void identical(const struct example *x, const char *what, size_t i, const double *got,
	const double *want, size_t count)
{
	for (size_t k = 0; k < count; k++) {
		if (memcmp(&got[k], &want[k], sizeof(double)) != 0) {
			miss(x, what, i, got[k], want[k]);
		}
	}
}

static void on_each(struct example **list, size_t count, void (*check)(struct example *x))
{
	misses = 0;
	for (size_t i = 0; i < count; i++) {
		check(list[i]);
	}
	assert_int_equal(misses, 0);
}

static void on_all(void (*check)(struct example *x))
{
	on_each(examples, CASES, check);
}

static struct kam_belief *fresh(const struct example *x)
{
	return kam_belief_new(x->forest->kb);
}

/* --- the base, section 1 --------------------------------------------------------------------- */

static void check_variable_table(const struct example *x, size_t i)
{
	const struct forest *f = x->forest;
	const struct forest_variable *v = &f->variables[i];
	size_t rows = v->parent == KAM_NONE ? 1 : f->variables[v->parent].states;

	for (size_t p = 0; p < rows; p++) {
		for (size_t s = 0; s < v->states; s++) {
			near(x, "P(state | parent)", i, kam_kb_probability(f->kb, v->number, p, s),
				v->table.value[p][s], 1e-14);
		}
	}
}

static void check_question_table(const struct example *x, size_t i)
{
	const struct forest *f = x->forest;
	const struct forest_question *q = &f->questions[i];

	for (size_t s = 0; s < f->variables[q->variable].states; s++) {
		for (size_t o = 0; o < q->options; o++) {
			near(x, "P'(option | state)", i, kam_kb_likelihood(f->kb, q->number, s, o),
				q->table.value[s][o], 1e-14);
		}
	}
}

static void check_severities(const struct example *x, size_t i)
{
	const struct forest_variable *v = &x->forest->variables[i];

	for (size_t state = 0; v->cause && state < 3; state++) {
		for (size_t s = 0; s < FOREST_STAGES; s++) {
			near(x, "severity", i,
				kam_kb_severity(x->forest->kb, v->cause_number, state, s),
				v->severity[state][s], 0);
		}
	}
}

static void check_tables(struct example *x)
{
	near(x, "leak", 0, kam_kb_leak(x->forest->kb), x->forest->leak, 0);
	for (size_t v = 0; v < x->forest->variable_count; v++) {
		check_variable_table(x, v);
		check_severities(x, v);
	}
	for (size_t q = 0; q < x->forest->question_count; q++) {
		check_question_table(x, q);
	}
}

static void knowledge__tables_are_as_written(void **state)
{
	(void)state;
	on_all(check_tables);
}

/* --- posteriors ------------------------------------------------------------------------------ */

static void check_counted(struct example *x)
{
	const struct forest *f = x->forest;

	for (size_t q = 0; q < f->question_count; q++) {
		size_t number = f->questions[q].number;

		equal(x, "applies", q, kam_belief_applies(x->belief, number),
			x->evidence.applies[q]);
		equal(x, "counts", q, kam_belief_counts(x->belief, number), x->evidence.counts[q]);
	}
	for (size_t v = 0; v < f->variable_count; v++) {
		equal(x, "informed", v, kam_belief_informed(x->belief, f->variables[v].number),
			counted_on(f, &x->evidence, v));
	}
}

static void evidence__counts_where_conditions_hold(void **state)
{
	(void)state;
	on_all(check_counted);
}

static void check_posteriors(struct example *x)
{
	const struct forest *f = x->forest;
	double got[FOREST_WIDTH];

	for (size_t v = 0; v < f->variable_count; v++) {
		kam_belief_posterior(x->belief, f->variables[v].number, got);
		for (size_t s = 0; s < f->variables[v].states; s++) {
			near(x, "posterior", v, got[s], alone(&x->joint, v, s), EXACT);
		}
	}
}

static void posterior__equals_enumeration(void **state)
{
	(void)state;
	on_all(check_posteriors);
}

static void check_mode(struct example *x)
{
	const struct forest *f = x->forest;

	for (size_t v = 0; v < f->variable_count; v++) {
		size_t got = kam_belief_mode(x->belief, f->variables[v].number);
		double most = 0;

		for (size_t s = 0; s < f->variables[v].states; s++) {
			most = fmax(most, alone(&x->joint, v, s));
		}
		near(x, "mode", v, alone(&x->joint, v, got), most, EXACT);
	}
}

static void mode__is_most_probable(void **state)
{
	(void)state;
	on_all(check_mode);
}

static void check_joint(const struct example *x, size_t a, size_t b)
{
	const struct forest_variable *v = x->forest->variables;
	double got[FOREST_WIDTH * FOREST_WIDTH];

	kam_belief_joint(x->belief, v[a].number, v[b].number, got);
	for (size_t i = 0; i < v[a].states; i++) {
		for (size_t k = 0; k < v[b].states; k++) {
			double want = together(&x->joint, a, i, b, k);

			near(x, "joint", a * 100 + b, got[i * v[b].states + k], want, EXACT);
		}
	}
}

static void check_joints(struct example *x)
{
	for (size_t i = 0; i < 20; i++) {
		size_t a = forest_pick(&x->random, x->forest->variable_count);
		size_t b = forest_pick(&x->random, x->forest->variable_count);

		check_joint(x, a, b);
	}
}

static void joint__equals_enumeration(void **state)
{
	(void)state;
	on_all(check_joints);
}

/* --- information gain, section 3 ------------------------------------------------------------- */

/* P(answer O to Q, state T of V), the answer not yet given. */
static double foreseen(
	const struct example *x, const struct forest_question *q, size_t o, size_t v, size_t t)
{
	double sum = 0;

	for (size_t s = 0; s < x->forest->variables[q->variable].states; s++) {
		sum += together(&x->joint, q->variable, s, v, t) * q->table.value[s][o];
	}
	return sum;
}

static double gain_of_option(
	const struct example *x, const struct forest_question *q, size_t o, size_t v)
{
	double p[FOREST_WIDTH];
	double option = 0;
	double bits = 0;

	for (size_t t = 0; t < x->forest->variables[v].states; t++) {
		p[t] = foreseen(x, q, o, v, t);
		option += p[t];
	}
	for (size_t t = 0; t < x->forest->variables[v].states; t++) {
		if (p[t] > 0) {
			bits += p[t] * log2(p[t] / (option * alone(&x->joint, v, t)));
		}
	}
	return bits;
}

static void check_gain(struct example *x)
{
	const struct forest *f = x->forest;

	for (size_t i = 0; i < f->question_count; i++) {
		for (size_t v = 0; v < f->variable_count; v++) {
			const struct forest_question *q = &f->questions[i];
			double want = 0;

			for (size_t o = 0; o < q->options; o++) {
				want += gain_of_option(x, q, o, v);
			}
			near(x, "gain", i * 100 + v,
				kam_belief_gain(x->belief, q->number, f->variables[v].number), want,
				EXACT);
		}
	}
}

static void gain__equals_enumeration(void **state)
{
	(void)state;
	on_all(check_gain);
}

static void check_gain_sign(struct example *x)
{
	const struct forest *f = x->forest;

	for (size_t q = 0; q < f->question_count; q++) {
		for (size_t v = 0; v < f->variable_count; v++) {
			double got = kam_belief_gain(
				x->belief, f->questions[q].number, f->variables[v].number);

			if (!(got >= 0)) {
				miss(x, "gain below 0", q * 100 + v, got, 0);
			}
		}
	}
}

static void gain__is_never_negative(void **state)
{
	(void)state;
	on_all(check_gain_sign);
	on_each(extremes, EXTREMES, check_gain_sign);
}

/* --- weights of evidence, section 4 ---------------------------------------------------------- */

#define NODES_MOST 1024

/* What is integrated, at t = (1 + cos(k pi / n)) / 2 for k = 0 … n. */
struct path {
	const struct example *example;
	size_t a, b;
	double value[NODES_MOST + 1][FOREST_QUESTIONS];
	double part[FOREST_QUESTIONS];
};

static double node(size_t k, size_t n)
{
	return (1 + cos(PI * (double)k / (double)n)) / 2;
}

/* Clenshaw-Curtis weight of node K of N (even) on [0,1]. */
static double node_weight(size_t k, size_t n)
{
	double sum = 1;

	for (size_t i = 1; i <= n / 2; i++) {
		double b = i == n / 2 ? 1 : 2;
		double angle = 2 * PI * (double)(i * k % n) / (double)n;

		sum -= b / (double)(4 * i * i - 1) * cos(angle);
	}
	return sum / (double)n / (k == 0 || k == n ? 2 : 1);
}

static double expected_log(
	const struct path *p, const struct joint *j, size_t question, size_t stage)
{
	const struct forest_question *q = &j->forest->questions[question];
	double above = 0;
	double below = 0;

	for (size_t s = 0; s < j->forest->variables[q->variable].states; s++) {
		double weight = j->pair[0][q->variable][stage][s];

		above += weight * p->example->evidence.log[question][s];
		below += weight;
	}
	return above / below;
}

static void walk_to(struct path *p, size_t k, size_t n)
{
	static struct joint j;
	const struct example *x = p->example;

	load(&j, x->forest, &x->evidence, node(k, n), false);
	enumerate(&j);
	for (size_t q = 0; q < x->forest->question_count; q++) {
		p->value[k][q] = x->evidence.counts[q] ? expected_log(p, &j, q, p->a) -
								 expected_log(p, &j, q, p->b)
						       : 0;
	}
}

/* From N / 2 to N intervals: every other node is known. */
static void refine(struct path *p, size_t n)
{
	for (size_t k = n / 2; k > 0; k--) {
		memcpy(p->value[2 * k], p->value[k], sizeof(p->value[k]));
	}
	for (size_t k = 1; k < n; k += 2) {
		walk_to(p, k, n);
	}
}

/* The parts with N intervals; returns by how much one has changed at most. */
static double integrate(struct path *p, size_t n)
{
	double before[FOREST_QUESTIONS];
	double most = 0;

	memcpy(before, p->part, sizeof(before));
	memset(p->part, 0, sizeof(p->part));
	for (size_t k = 0; k <= n; k++) {
		double weight = node_weight(k, n);

		for (size_t q = 0; q < FOREST_QUESTIONS; q++) {
			p->part[q] += weight * p->value[k][q];
		}
	}
	for (size_t q = 0; q < FOREST_QUESTIONS; q++) {
		most = fmax(most, fabs(p->part[q] - before[q]));
	}
	return most;
}

static void walk(struct path *p)
{
	size_t n = 8;

	memset(p->part, 0, sizeof(p->part));
	for (size_t k = 0; k <= n; k++) {
		walk_to(p, k, n);
	}
	while (integrate(p, n) > 1e-9 && n < NODES_MOST) {
		n *= 2;
		refine(p, n);
	}
}

static void choose_stages(const struct example *x, size_t *ret_a, size_t *ret_b)
{
	*ret_a = x->forest->seed % FOREST_STAGES;
	*ret_b = (*ret_a + 1 + x->forest->seed / FOREST_STAGES % 2) % FOREST_STAGES;
}

static double log_odds(const struct example *x, size_t a, size_t b)
{
	return log(alone(&x->joint, 0, a) / alone(&x->joint, 0, b));
}

static void check_weight_sum(struct example *x)
{
	const double *prior = x->forest->variables[0].table.value[0];
	double got[FOREST_QUESTIONS] = {0};
	double sum;
	size_t a;
	size_t b;

	choose_stages(x, &a, &b);
	kam_belief_weights(x->belief, a, b, got, &sum);
	near(x, "the prior's part", a * 10 + b, sum, log(prior[a] / prior[b]), EXACT);
	for (size_t q = 0; q < x->forest->question_count; q++) {
		sum += got[q];
	}
	near(x, "sum of weights", a * 10 + b, sum, log_odds(x, a, b), 1e-9);
}

static void weights__sum_to_the_log_odds(void **state)
{
	(void)state;
	on_all(check_weight_sum);
}

static void check_weights(struct example *x)
{
	static struct path path;
	double got[FOREST_QUESTIONS] = {0};
	double prior;

	path.example = x;
	choose_stages(x, &path.a, &path.b);
	walk(&path);
	kam_belief_weights(x->belief, path.a, path.b, got, &prior);
	for (size_t q = 0; q < x->forest->question_count; q++) {
		near(x, "weight", q, got[x->forest->questions[q].number], path.part[q],
			x->evidence.counts[q] ? 1e-7 : 0);
	}
}

static void weights__equal_a_fine_quadrature(void **state)
{
	(void)state;
	on_all(check_weights);
}

/* --- slips and gaps, section 4 --------------------------------------------------------------- */

/* The options that all who said something agree on; 0 where they differ. */
static uint64_t agreed(const struct example *x, size_t question)
{
	const struct forest_answers *a = &x->answers;
	uint64_t common = 0;

	for (size_t i = 0; i < a->count[question]; i++) {
		const struct kam_response *r = &a->of[question][i];

		if (informative(&x->forest->questions[question], r)) {
			if (common && common != r->options) {
				return 0;
			}
			common = r->options;
		}
	}
	return common;
}

static size_t how_many(uint64_t options)
{
	return options ? (options & 1) + how_many(options >> 1) : 0;
}

/* |O| (slip / K) / sum of P(x | E without q) P'(O | x) */
static double slip_of(const struct example *x, size_t question, uint64_t options)
{
	static struct joint j;
	const struct forest_question *q = &x->forest->questions[question];
	struct evidence without = x->evidence;
	double sum = 0;

	without.counts[question] = false;
	load(&j, x->forest, &without, 1, false);
	enumerate(&j);
	for (size_t s = 0; s < x->forest->variables[q->variable].states; s++) {
		sum += by_stages(&j, q->variable, s) * said(q, options, s);
	}
	return (double)how_many(options) * x->forest->slip / (double)q->options / sum;
}

static void check_slip(struct example *x)
{
	for (size_t q = 0; q < x->forest->question_count; q++) {
		double got = kam_belief_slip(x->belief, x->forest->questions[q].number);
		uint64_t options = agreed(x, q);

		if (!x->evidence.counts[q]) {
			near(x, "slip of nothing", q, got, 0, 0);
		} else if (options) {
			near(x, "slip", q, got, slip_of(x, q, options), EXACT);
		} else if (!(got >= 0 && got <= 1)) {
			miss(x, "slip outside [0,1]", q, got, 0);
		}
	}
}

static void slip__equals_enumeration(void **state)
{
	(void)state;
	on_all(check_slip);
}

/* P(STATE of VARIABLE | STAGE) before anything is said. */
static void usual(const struct forest *f, size_t variable, size_t stage, double *ret)
{
	static struct joint j;
	struct evidence none = {0};

	load(&j, f, &none, 1, false);
	enumerate(&j);
	for (size_t s = 0; s < f->variables[variable].states; s++) {
		ret[s] = j.pair[0][variable][stage][s] / j.pair[0][0][stage][stage];
	}
}

/* GOT must be a mode of what is usual; that it is the first of equals is for tables with equals. */
static void check_usual(const struct example *x, size_t facet, size_t stage, size_t got)
{
	double row[FOREST_WIDTH];
	double most = 0;

	usual(x->forest, facet, stage, row);
	for (size_t s = 0; s < x->forest->variables[facet].states; s++) {
		most = fmax(most, row[s]);
	}
	near(x, "typical state", facet * 10 + stage, row[got], most, EXACT);
}

/* P(STAGE) with FACET in STATE, its own answers set aside. */
static double if_it_stood(const struct example *x, size_t facet, size_t state, size_t stage)
{
	static struct joint j;
	struct evidence e = x->evidence;

	for (size_t q = 0; q < x->forest->question_count; q++) {
		e.counts[q] &= x->forest->questions[q].variable != facet;
	}
	load(&j, x->forest, &e, 1, false);
	for (size_t s = 0; s < FOREST_STAGES; s++) {
		memset(j.factor[facet][s], 0, sizeof(j.factor[facet][s]));
		j.factor[facet][s][state] = 1;
	}
	enumerate(&j);
	return j.pair[0][0][stage][stage];
}

static void check_gap(struct example *x)
{
	const struct forest *f = x->forest;
	size_t stage = forest_pick(&x->random, FOREST_STAGES);

	for (size_t v = 0; v < f->variable_count; v++) {
		if (f->variables[v].facet) {
			size_t number = f->variables[v].number;
			size_t state = kam_belief_typical(x->belief, number, stage);
			double want = if_it_stood(x, v, state, stage) - alone(&x->joint, 0, stage);

			check_usual(x, v, stage, state);
			near(x, "gap", v * 10 + stage, kam_belief_gap(x->belief, number, stage),
				want, EXACT);
		}
	}
}

static void gap__equals_enumeration(void **state)
{
	(void)state;
	on_all(check_gap);
}

/* --- position, section 5 --------------------------------------------------------------------- */

static struct kam_position position_of(const struct joint *j)
{
	const struct forest_variable *v = j->forest->variables;
	double top = (double)(v[1].states - 1);
	struct kam_position p = {.plane = true};

	for (size_t i = 0; i < v[1].states; i++) {
		for (size_t k = 0; k < v[2].states; k++) {
			double weight = together(j, 1, i, 2, k);

			p.x += weight * (double)i / top;
			p.y += weight * (double)k / top;
			p.built_above_lived += k >= i + 1 ? weight : 0;
			p.lived_above_built += i >= k + 1 ? weight : 0;
		}
	}
	return p;
}

static void add_covariance(const struct joint *j, struct kam_position *p)
{
	const struct forest_variable *v = j->forest->variables;
	double top = (double)(v[1].states - 1);

	for (size_t i = 0; i < v[1].states; i++) {
		for (size_t k = 0; k < v[2].states; k++) {
			double weight = together(j, 1, i, 2, k);
			double dx = (double)i / top - p->x;
			double dy = (double)k / top - p->y;

			p->xx += weight * dx * dx;
			p->xy += weight * dx * dy;
			p->yy += weight * dy * dy;
		}
	}
}

static void check_position(struct example *x)
{
	struct kam_position want = {0};
	struct kam_position got;

	if (x->forest->plane) {
		want = position_of(&x->joint);
		add_covariance(&x->joint, &want);
	}
	kam_belief_position(x->belief, &got);
	equal(x, "plane", 0, got.plane, want.plane);
	near(x, "x", 0, got.x, want.x, EXACT);
	near(x, "y", 0, got.y, want.y, EXACT);
	near(x, "variance of x", 0, got.xx, want.xx, EXACT);
	near(x, "covariance", 0, got.xy, want.xy, EXACT);
	near(x, "variance of y", 0, got.yy, want.yy, EXACT);
	near(x, "built above lived", 0, got.built_above_lived, want.built_above_lived, EXACT);
	near(x, "lived above built", 0, got.lived_above_built, want.lived_above_built, EXACT);
}

static void position__equals_enumeration(void **state)
{
	(void)state;
	on_all(check_position);
}

/* --- breakdown, section 6 -------------------------------------------------------------------- */

/* Which states of cause variable V were looked at. */
static void looked_at(const struct forest *f, const struct evidence *e, size_t v, bool ret[3])
{
	size_t parent = f->variables[v].parent;

	ret[0] = false;
	ret[1] = f->variables[parent].facet && counted_on(f, e, parent);
	ret[2] = counted_on(f, e, v);
	for (size_t q = 0; q < f->question_count; q++) {
		ret[1] |= f->questions[q].variable == v && f->questions[q].tells_exposed &&
			  e->counts[q];
	}
}

static double severity(const struct example *x, size_t v, size_t state, size_t stage)
{
	bool seen[3];

	looked_at(x->forest, &x->evidence, v, seen);
	return seen[state] ? x->forest->variables[v].severity[state][stage] : 0;
}

/* 1 - P(break): KEEP[v] is what is left of the severity of cause variable v. */
static double survival(const struct example *x, const double *keep)
{
	static struct joint j;
	double plain;

	load(&j, x->forest, &x->evidence, 1, false);
	enumerate(&j);
	plain = j.total;
	for (size_t v = 0; v < x->forest->variable_count; v++) {
		for (size_t i = 0; x->forest->variables[v].cause && i < 3 * FOREST_STAGES; i++) {
			size_t s = i / 3;

			j.factor[v][s][i % 3] *= 1 - keep[v] * severity(x, v, i % 3, s);
		}
	}
	enumerate(&j);
	return (1 - x->forest->leak) * j.total / plain;
}

static double probability_of_break(const struct example *x)
{
	double keep[FOREST_VARIABLES];

	for (size_t v = 0; v < FOREST_VARIABLES; v++) {
		keep[v] = 1;
	}
	return 1 - survival(x, keep);
}

static void check_probability(struct example *x)
{
	struct kam_danger got;

	kam_belief_danger(x->belief, &got);
	near(x, "P(break)", 0, got.probability, probability_of_break(x), EXACT);
	kam_danger_release(&got);
}

static void danger__probability_equals_enumeration(void **state)
{
	(void)state;
	on_all(check_probability);
}

static enum kam_cause_state state_of(const struct example *x, size_t v)
{
	double exposed = alone(&x->joint, v, 1);
	double happening = alone(&x->joint, v, 2);
	bool seen[3];

	looked_at(x->forest, &x->evidence, v, seen);
	if (!seen[1] && !seen[2]) {
		return KAM_NOT_CHECKED;
	}
	if (happening >= 0.5) {
		return KAM_HAPPENING;
	}
	return seen[1] && exposed + happening >= 0.5 ? KAM_EXPOSED : KAM_NO_SIGN;
}

static void check_causes(struct example *x)
{
	const struct forest *f = x->forest;
	struct kam_danger got;
	size_t checked = 0;

	kam_belief_danger(x->belief, &got);
	for (size_t v = 0; v < f->variable_count; v++) {
		if (f->variables[v].cause) {
			const struct kam_cause_finding *c =
				&got.causes[f->variables[v].cause_number];

			near(x, "P(exposed)", v, c->exposed, alone(&x->joint, v, 1), EXACT);
			near(x, "P(happening)", v, c->happening, alone(&x->joint, v, 2), EXACT);
			equal(x, "state of the cause", v, c->state, state_of(x, v));
			checked += c->state != KAM_NOT_CHECKED;
		}
	}
	equal(x, "causes checked", 0, got.checked, checked);
	equal(x, "causes", 0, got.cause_count, kam_kb_cause_count(f->kb));
	kam_danger_release(&got);
}

static void danger__causes_equal_enumeration(void **state)
{
	(void)state;
	on_all(check_causes);
}

/* - sum over stages of P(s) ln E[1 - severity | s] */
static double part_of(const struct example *x, size_t v)
{
	double sum = 0;

	for (size_t s = 0; s < FOREST_STAGES; s++) {
		double stage = alone(&x->joint, 0, s);
		double kept = 0;

		for (size_t state = 0; state < 3; state++) {
			kept += together(&x->joint, 0, s, v, state) / stage *
				(1 - severity(x, v, state, s));
		}
		sum -= stage * log(kept);
	}
	return x->forest->variables[v].cause ? sum : 0;
}

static void check_shares(struct example *x)
{
	const struct forest *f = x->forest;
	double parts[FOREST_VARIABLES];
	double sum = 0;
	struct kam_danger got;

	for (size_t v = 0; v < f->variable_count; v++) {
		parts[v] = f->variables[v].cause ? part_of(x, v) : 0;
		sum += parts[v];
	}
	kam_belief_danger(x->belief, &got);
	for (size_t v = 0; v < f->variable_count; v++) {
		if (f->variables[v].cause) {
			near(x, "share", v, got.causes[f->variables[v].cause_number].share,
				sum > 1e-12 ? parts[v] / sum : 0, EXACT);
		}
	}
	kam_danger_release(&got);
}

static void danger__shares_equal_enumeration(void **state)
{
	(void)state;
	on_all(check_shares);
}

static void check_prevention(struct example *x)
{
	const struct forest *f = x->forest;
	double relief[FOREST_VARIABLES];
	double keep[FOREST_VARIABLES] = {0};

	for (size_t v = 0; v < f->variable_count; v++) {
		if (f->variables[v].cause) {
			double share = forest_uniform(&x->random) * 1.5;

			share = fmax(0, fmin(1, share - 0.25));
			relief[f->variables[v].cause_number] = share;
			keep[v] = 1 - share;
		}
	}
	near(x, "prevention", 0, kam_belief_prevention(x->belief, relief),
		probability_of_break(x) - (1 - survival(x, keep)), EXACT);
}

static void prevention__equals_enumeration(void **state)
{
	(void)state;
	on_all(check_prevention);
}

/* Whether the gate has one answer, or answers of which the ones tell nothing, wholly inside SET. */
static bool gate_says(const struct example *x, uint64_t set)
{
	const struct forest_condition c = {0, set};

	return x->forest->gate && holds(&c, &x->answers);
}

static bool is_strained(const struct example *x)
{
	const struct forest *f = x->forest;
	size_t mode = 0;

	if (f->strain == KAM_NONE || !counted_on(f, &x->evidence, f->strain)) {
		return false;
	}
	for (size_t s = 1; s < f->variables[f->strain].states; s++) {
		bool more = alone(&x->joint, f->strain, s) > alone(&x->joint, f->strain, mode);

		mode = more ? s : mode;
	}
	return mode >= f->acute_from;
}

static enum kam_danger_level level_of(const struct example *x, const struct kam_danger *danger)
{
	const struct forest *f = x->forest;

	if (gate_says(x, f->gate_none)) {
		return KAM_DANGER_NONE;
	}
	if (gate_says(x, f->gate_ended) || is_strained(x)) {
		return KAM_DANGER_ACUTE;
	}
	if (!danger->checked) {
		return KAM_DANGER_NOT_CHECKED;
	}
	if (danger->probability >= f->high) {
		return KAM_DANGER_HIGH;
	}
	return danger->probability >= f->low || danger->checked < f->least_checked
		       ? KAM_DANGER_WATCH
		       : KAM_DANGER_LOW;
}

/* Where several people answered the gate, what holds is nowhere said. */
static void check_level(struct example *x)
{
	struct kam_danger got;

	kam_belief_danger(x->belief, &got);
	if (!x->forest->gate || x->answers.count[0] <= 1) {
		equal(x, "level", 0, got.level, level_of(x, &got));
		equal(x, "strained", 0, got.strained, is_strained(x));
		equal(x, "ended", 0, got.ended, gate_says(x, x->forest->gate_ended));
	}
	kam_danger_release(&got);
}

static void danger__level_follows_the_rules(void **state)
{
	(void)state;
	on_all(check_level);
}

static void check_unasked(struct example *x)
{
	struct kam_belief *belief = fresh(x);
	struct kam_danger got;

	kam_belief_danger(belief, &got);
	equal(x, "level of nothing", 0, got.level, KAM_DANGER_NOT_CHECKED);
	equal(x, "causes checked of nothing", 0, got.checked, 0);
	equal(x, "strain of nothing", 0, got.strain, KAM_NONE);
	near(x, "P(break) of nothing", 0, got.probability, x->forest->leak, 1e-12);
	for (size_t c = 0; c < got.cause_count; c++) {
		equal(x, "cause of nothing", c, got.causes[c].state, KAM_NOT_CHECKED);
		near(x, "share of nothing", c, got.causes[c].share, 0, 0);
	}
	kam_danger_release(&got);
	kam_belief_free(belief);
}

static void danger__of_nothing_answered_is_not_checked(void **state)
{
	(void)state;
	on_all(check_unasked);
}

/* --- what must hold for any base, section 7 -------------------------------------------------- */

static void compare_posteriors(
	const struct example *x, struct kam_belief *got, struct kam_belief *want, double by)
{
	for (size_t v = 0; v < x->forest->variable_count; v++) {
		size_t number = x->forest->variables[v].number;
		size_t states = x->forest->variables[v].states;
		double a[FOREST_WIDTH];
		double b[FOREST_WIDTH];

		kam_belief_posterior(got, number, a);
		kam_belief_posterior(want, number, b);
		if (by > 0) {
			for (size_t s = 0; s < states; s++) {
				near(x, "posterior", v, a[s], b[s], by);
			}
		} else {
			identical(x, "posterior", v, a, b, states);
		}
	}
}

static void identical_findings(const struct example *x, size_t c,
	const struct kam_cause_finding *got, const struct kam_cause_finding *want)
{
	equal(x, "state of the cause", c, got->state, want->state);
	identical(x, "P(exposed)", c, &got->exposed, &want->exposed, 1);
	identical(x, "P(happening)", c, &got->happening, &want->happening, 1);
	identical(x, "share", c, &got->share, &want->share, 1);
}

static void identical_dangers(
	const struct example *x, struct kam_belief *got_from, struct kam_belief *want_from)
{
	struct kam_danger got;
	struct kam_danger want;

	kam_belief_danger(got_from, &got);
	kam_belief_danger(want_from, &want);
	equal(x, "level", 0, got.level, want.level);
	equal(x, "strain", 0, got.strain, want.strain);
	equal(x, "checked", 0, got.checked, want.checked);
	identical(x, "P(break)", 0, &got.probability, &want.probability, 1);
	for (size_t c = 0; c < want.cause_count; c++) {
		identical_findings(x, c, &got.causes[c], &want.causes[c]);
	}
	kam_danger_release(&want);
	kam_danger_release(&got);
}

static void identical_beliefs(
	const struct example *x, struct kam_belief *got, struct kam_belief *want)
{
	compare_posteriors(x, got, want, 0);
	identical_dangers(x, got, want);
}

static void shuffle(struct forest_random *random, size_t *order, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t j = forest_pick(random, i + 1);

		order[i] = order[j];
		order[j] = i;
	}
}

/* Other answers first, now and then a question in between, then the right ones, in another order. */
static void tell_in_disorder(struct example *x, struct kam_belief *belief)
{
	const struct forest *f = x->forest;
	struct forest_answers other;
	size_t order[FOREST_QUESTIONS];
	double stage[FOREST_WIDTH];

	forest_answer(f, &x->random, &other);
	for (size_t pass = 0; pass < 2; pass++) {
		shuffle(&x->random, order, f->question_count);
		for (size_t i = 0; i < f->question_count; i++) {
			forest_tell(f, pass ? &x->answers : &other, order[i], belief);
			if (forest_chance(&x->random, 0.2)) {
				kam_belief_posterior(belief, f->variables[0].number, stage);
			}
		}
	}
}

static void check_order(struct example *x)
{
	struct kam_belief *belief = fresh(x);

	tell_in_disorder(x, belief);
	identical_beliefs(x, belief, x->belief);
	kam_belief_free(belief);
}

static void order__of_answers_never_matters(void **state)
{
	(void)state;
	on_all(check_order);
	on_each(extremes, EXTREMES, check_order);
}

/* People who don't know, before or after those who do, and where nobody was asked. */
static void add_silence(struct example *x, struct forest_answers *a)
{
	for (size_t q = 0; q < x->forest->question_count; q++) {
		if (forest_chance(&x->random, 0.7)) {
			size_t at = forest_chance(&x->random, 0.5) ? 0 : a->count[q];

			memmove(&a->of[q][at + 1], &a->of[q][at],
				(a->count[q] - at) * sizeof(a->of[q][0]));
			a->of[q][at] = forest_silence(&x->random);
			a->count[q]++;
		}
	}
}

static void check_silence(struct example *x)
{
	struct forest_answers answers = x->answers;
	struct kam_belief *belief = fresh(x);

	add_silence(x, &answers);
	forest_tell_all(x->forest, &answers, belief);
	identical_beliefs(x, belief, x->belief);
	kam_belief_free(belief);
}

static void silence__changes_nothing(void **state)
{
	(void)state;
	on_all(check_silence);
}

/* Only silence: exactly as if nobody had been asked. */
static void check_only_silence(struct example *x)
{
	struct forest_answers answers = {0};
	struct kam_belief *belief = fresh(x);
	struct kam_belief *unasked = fresh(x);

	add_silence(x, &answers);
	add_silence(x, &answers);
	forest_tell_all(x->forest, &answers, belief);
	identical_beliefs(x, belief, unasked);
	kam_belief_free(unasked);
	kam_belief_free(belief);
}

static void silence__alone_is_nothing(void **state)
{
	(void)state;
	on_all(check_only_silence);
}

/* Keeps one respondent's answer to each question; if COPIES, as often as there is room. */
static void keep_first(const struct example *x, bool copies, struct forest_answers *ret)
{
	*ret = x->answers;
	for (size_t q = 0; q < x->forest->question_count; q++) {
		size_t most = copies ? FOREST_RESPONSES - q % 3 : 1;

		ret->count[q] = ret->count[q] ? most : 0;
		for (size_t i = 1; i < ret->count[q]; i++) {
			ret->of[q][i] = ret->of[q][0];
		}
	}
}

static void check_copies(struct example *x)
{
	struct kam_belief *one = fresh(x);
	struct kam_belief *many = fresh(x);
	struct forest_answers answers;

	keep_first(x, false, &answers);
	forest_tell_all(x->forest, &answers, one);
	keep_first(x, true, &answers);
	forest_tell_all(x->forest, &answers, many);
	compare_posteriors(x, many, one, 1e-12);
	kam_belief_free(many);
	kam_belief_free(one);
}

static void respondents__who_say_the_same_equal_one(void **state)
{
	(void)state;
	on_all(check_copies);
}

/* ln L of the answers to QUESTION alone, by state against state 0, as the belief sees it. */
static void strength(
	const struct example *x, size_t question, const struct forest_answers *a, double *ret)
{
	size_t number = x->forest->variables[x->forest->questions[question].variable].number;
	struct kam_belief *belief = fresh(x);
	double before[FOREST_WIDTH];
	double after[FOREST_WIDTH];

	kam_belief_posterior(belief, number, before);
	forest_tell(x->forest, a, question, belief);
	kam_belief_posterior(belief, number, after);
	for (size_t s = 0; s < kam_kb_state_count(x->forest->kb, number); s++) {
		ret[s] = log(after[s] / before[s]) - log(after[0] / before[0]);
	}
	kam_belief_free(belief);
}

/* Somebody says the same, on some side, more or less reliably: the differences between states do not shrink. */
static void check_one_more(struct example *x, size_t question, struct forest_answers *a)
{
	const struct forest_question *q = &x->forest->questions[question];
	struct kam_response *more = &a->of[question][a->count[question]];
	double one[FOREST_WIDTH];
	double two[FOREST_WIDTH];

	strength(x, question, a, one);
	*more = a->of[question][0];
	more->side = forest_chance(&x->random, 0.5) ? KAM_OWN : KAM_CUSTOMER;
	more->tentative = forest_chance(&x->random, 0.5);
	more->age_days = forest_chance(&x->random, 0.5) ? 1000 : 0;
	a->count[question]++;
	strength(x, question, a, two);
	for (size_t s = 0; s < x->forest->variables[q->variable].states; s++) {
		if (!(fabs(two[s]) >= fabs(one[s]) - 1e-11)) {
			miss(x, "weakened", question * 10 + s, two[s], one[s]);
		}
	}
}

static void check_agreement(struct example *x)
{
	struct forest_answers answers;

	keep_first(x, false, &answers);
	for (size_t q = 0; q < x->forest->question_count; q++) {
		if (answers.count[q] && !x->forest->questions[q].condition_count) {
			while (answers.count[q] < FOREST_RESPONSES) {
				check_one_more(x, q, &answers);
			}
		}
	}
}

static void respondents__who_agree_never_weaken(void **state)
{
	(void)state;
	on_all(check_agreement);
}

/* --- contradictions -------------------------------------------------------------------------- */

static void is_number(const struct example *x, const char *what, size_t i, double got)
{
	if (!isfinite(got)) {
		miss(x, what, i, got, 0);
	}
}

static void check_finite_posteriors(struct example *x)
{
	const struct forest *f = x->forest;
	double got[FOREST_WIDTH];

	for (size_t v = 0; v < f->variable_count; v++) {
		double sum = 0;

		kam_belief_posterior(x->belief, f->variables[v].number, got);
		for (size_t s = 0; s < f->variables[v].states; s++) {
			is_number(x, "posterior", v, got[s]);
			sum += got[s];
		}
		near(x, "sum of the posterior", v, sum, 1, 1e-12);
	}
}

static void check_finite_questions(struct example *x)
{
	const struct forest *f = x->forest;
	double got[FOREST_QUESTIONS] = {0};
	double prior;

	is_number(x, "left over", 0, kam_belief_weights(x->belief, 0, 2, got, &prior));
	is_number(x, "the prior's part", 0, prior);
	for (size_t q = 0; q < f->question_count; q++) {
		size_t number = f->questions[q].number;

		is_number(x, "weight", q, got[q]);
		is_number(x, "slip", q, kam_belief_slip(x->belief, number));
		for (size_t v = 0; v < f->variable_count; v++) {
			is_number(x, "gain", q * 100 + v,
				kam_belief_gain(x->belief, number, f->variables[v].number));
		}
	}
}

static void check_finite_danger(struct example *x)
{
	double relief[FOREST_VARIABLES] = {1, 1, 1};
	struct kam_position p;
	struct kam_danger d;

	kam_belief_danger(x->belief, &d);
	is_number(x, "P(break)", 0, d.probability);
	for (size_t c = 0; c < d.cause_count; c++) {
		is_number(x, "cause", c, d.causes[c].exposed + d.causes[c].happening);
		is_number(x, "share", c, d.causes[c].share);
	}
	kam_danger_release(&d);
	is_number(x, "prevention", 0, kam_belief_prevention(x->belief, relief));
	kam_belief_position(x->belief, &p);
	is_number(x, "position", 0, p.x + p.y + p.xx + p.xy + p.yy);
	is_number(x, "above", 0, p.built_above_lived + p.lived_above_built);
	for (size_t v = 0; v < x->forest->variable_count; v++) {
		if (x->forest->variables[v].facet) {
			is_number(x, "gap", v,
				kam_belief_gap(x->belief, x->forest->variables[v].number, 1));
		}
	}
}

static void contradiction__gives_numbers(void **state)
{
	(void)state;
	on_each(extremes, EXTREMES, check_finite_posteriors);
	on_each(extremes, EXTREMES, check_finite_questions);
	on_each(extremes, EXTREMES, check_finite_danger);
}

/* As far as the enumeration itself has not run out of small numbers. */
static void check_extreme_posteriors(struct example *x)
{
	if (x->joint.total > 1e-250) {
		check_posteriors(x);
		check_joints(x);
		check_probability(x);
	}
}

static void contradiction__posteriors_equal_enumeration(void **state)
{
	(void)state;
	on_each(extremes, EXTREMES, check_extreme_posteriors);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knowledge__tables_are_as_written),
		cmocka_unit_test(evidence__counts_where_conditions_hold),
		cmocka_unit_test(posterior__equals_enumeration),
		cmocka_unit_test(mode__is_most_probable),
		cmocka_unit_test(joint__equals_enumeration),
		cmocka_unit_test(gain__equals_enumeration),
		cmocka_unit_test(gain__is_never_negative),
		cmocka_unit_test(weights__sum_to_the_log_odds),
		cmocka_unit_test(weights__equal_a_fine_quadrature),
		cmocka_unit_test(slip__equals_enumeration),
		cmocka_unit_test(gap__equals_enumeration),
		cmocka_unit_test(position__equals_enumeration),
		cmocka_unit_test(danger__probability_equals_enumeration),
		cmocka_unit_test(danger__causes_equal_enumeration),
		cmocka_unit_test(danger__shares_equal_enumeration),
		cmocka_unit_test(danger__level_follows_the_rules),
		cmocka_unit_test(danger__of_nothing_answered_is_not_checked),
		cmocka_unit_test(prevention__equals_enumeration),
		cmocka_unit_test(order__of_answers_never_matters),
		cmocka_unit_test(silence__changes_nothing),
		cmocka_unit_test(silence__alone_is_nothing),
		cmocka_unit_test(respondents__who_say_the_same_equal_one),
		cmocka_unit_test(respondents__who_agree_never_weaken),
		cmocka_unit_test(contradiction__gives_numbers),
		cmocka_unit_test(contradiction__posteriors_equal_enumeration),
	};

	return cmocka_run_group_tests(tests, make_examples, discard_examples);
}
