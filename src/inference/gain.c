/* SPDX-License-Identifier: MIT */
#include "inference/gain.h"

#include "util/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* p·log2 p, and its limit. */
static double plogp(double p)
{
	return p > 0 ? p * log2(p) : 0;
}

/* I of the COUNT rows with OTHERS columns: the sum of p·log2 p over cells, less that over columns and over rows. */
static double information(const double *cells, size_t count, size_t others)
{
	double sum = 0;

	for (size_t t = 0; t < others; t++) {
		double column = 0;

		for (size_t r = 0; r < count; r++) {
			column += cells[r * others + t];
		}
		sum -= plogp(column);
	}
	for (size_t r = 0; r < count; r++) {
		double row = 0;

		for (size_t t = 0; t < others; t++) {
			double p = cells[r * others + t];

			row += p;
			sum += plogp(p);
		}
		sum -= plogp(row);
	}
	return sum > 0 ? sum : 0;
}

/* TO += FACTOR·FROM, N numbers. */
static void add_scaled(double *restrict to, double factor, const double *restrict from, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		to[i] += factor * from[i];
	}
}

/* P(answer, t | E) from P(x, t | E). */
static void answer_rows(const struct kb_question *q, const double *joint, size_t states,
	size_t others, double *rows)
{
	memset(rows, 0, q->option_count * others * sizeof(*rows));
	for (size_t o = 0; o < q->option_count; o++) {
		double *row = rows + o * others;

		for (size_t x = 0; x < states; x++) {
			add_scaled(
				row, q->table[x * q->option_count + o], joint + x * others, others);
		}
	}
}

double kam_belief_gain(struct kam_belief *belief, size_t question, size_t variable)
{
	const struct kb_question *q = &belief->kb->questions[question];
	size_t states = belief->kb->variables[q->variable].state_count;
	size_t others = belief->kb->variables[variable].state_count;
	double *joint = memory_alloc((states + q->option_count) * others, sizeof(*joint));
	double gain;

	kam_belief_joint(belief, q->variable, variable, joint);
	answer_rows(q, joint, states, others, joint + states * others);
	gain = information(joint + states * others, q->option_count, others);
	free(joint);
	return gain;
}

#define GAINS_JOINT ((size_t)KB_MAX_STATES * KB_MAX_STATES)
#define GAINS_ROWS  ((size_t)KB_MAX_OPTIONS * KB_MAX_STATES)

/* --- from the stage down ------------------------------------------------------------------ */

/* Where the stages begin and end at which a state is possible at all. */
struct span {
	size_t begin, end;
};

#define IMPOSSIBLE 1e-18 /* a probability below it changes no gain that can be told from another */

/* The span of each state of V. */
static void find_spans(const struct gains *g, size_t v, size_t stages, struct span *spans)
{
	const double *from = g->from_stage + g->belief->net->state[v] * stages;

	for (size_t i = 0; i < g->belief->kb->variables[v].state_count; i++) {
		const double *p = from + i * stages;
		struct span *span = &spans[g->belief->net->state[v] + i];

		*span = (struct span){0, stages};
		while (span->begin < span->end && p[span->begin] < IMPOSSIBLE) {
			span->begin++;
		}
		while (span->begin < span->end && p[span->end - 1] < IMPOSSIBLE) {
			span->end--;
		}
	}
}

/* What holds the spans of COUNT states. */
static struct span span_of(const struct span *spans, size_t count)
{
	struct span span = spans[0];

	for (size_t i = 1; i < count; i++) {
		span.begin = spans[i].begin < span.begin ? spans[i].begin : span.begin;
		span.end = spans[i].end > span.end ? spans[i].end : span.end;
	}
	return span;
}

#define BLOCK 4 /* rows taken at once, so that what they add to is loaded and stored once */

/* TO += Σ FACTORS[k·STRIDE]·row k, N numbers; rows are ROW apart. */
static void add_block(double *restrict to, const double *factors, size_t stride,
	const double *restrict from, size_t row, size_t n)
{
	double a = factors[0];
	double b = factors[stride];
	double c = factors[2 * stride];
	double d = factors[3 * stride];

	for (size_t i = 0; i < n; i++) {
		to[i] += a * from[i] + b * from[row + i] + c * from[2 * row + i] +
			 d * from[3 * row + i];
	}
}

/* P(v | stage, E) of V from that of its parent. */
static void descend(struct gains *g, size_t v, size_t stages, const struct span *spans)
{
	const struct network *net = g->belief->net;
	const struct kb_variable *x = &g->belief->kb->variables[v];
	size_t n = x->state_count;
	size_t parent = net->state[x->parent];
	size_t levels = g->belief->kb->variables[x->parent].state_count;
	const double *given = g->belief->pass->given + net->pair[v];
	double *out = g->from_stage + net->state[v] * stages;

	memset(out, 0, n * stages * sizeof(*out));
	for (size_t m = 0; m < levels; m += BLOCK) {
		size_t block = levels - m < BLOCK ? levels - m : BLOCK;
		struct span span = span_of(spans + parent + m, block);
		const double *above = g->from_stage + (parent + m) * stages + span.begin;

		for (size_t j = 0; j < n; j++) {
			double *to = out + j * stages + span.begin;
			const double *factors = given + m * n + j;

			if (block == BLOCK) {
				add_block(to, factors, n, above, stages, span.end - span.begin);
				continue;
			}
			for (size_t k = 0; k < block; k++) {
				add_scaled(to, factors[k * n], above + k * stages,
					span.end - span.begin);
			}
		}
	}
}

static void fill_from_stage(struct gains *g)
{
	const struct kam_kb *kb = g->belief->kb;
	const struct network *net = g->belief->net;
	size_t root = kb->roles.stage;
	size_t stages = kb->variables[root].state_count;
	struct span *spans = memory_alloc(net->states + 1, sizeof(*spans));
	double *own = g->from_stage + net->state[root] * stages;

	memset(own, 0, stages * stages * sizeof(*own));
	for (size_t s = 0; s < stages; s++) {
		own[s * stages + s] = 1;
	}
	find_spans(g, root, stages, spans);
	for (size_t k = 0; k < kb->variable_count; k++) {
		size_t v = net->order[k];

		if (v != root && kb_under(kb, v, root)) {
			descend(g, v, stages, spans);
			if (kb->variables[v].child_count) {
				find_spans(g, v, stages, spans);
			}
		}
	}
	free(spans);
}

void gains_init(struct gains *g, struct kam_belief *belief)
{
	size_t stages = belief->kb->variables[belief->kb->roles.stage].state_count;

	belief_refresh(belief);
	if (!belief->scratch) {
		belief->scratch =
			memory_alloc(belief->net->states * stages + GAINS_JOINT + GAINS_ROWS,
				sizeof(*belief->scratch));
	}
	*g = (struct gains){.belief = belief, .joint = belief->scratch};
	g->rows = g->joint + GAINS_JOINT;
	g->from_stage = g->rows + GAINS_ROWS;
	fill_from_stage(g);
}

/* --- joints ------------------------------------------------------------------------------- */

size_t gains_branch(const struct kam_kb *kb, size_t v)
{
	while (kb->variables[v].parent != KAM_NONE && kb->variables[v].parent != kb->roles.stage) {
		v = kb->variables[v].parent;
	}
	return v;
}

/* P(x, stage | E) = P(stage | E)·P(x | stage, E) */
static void meet_stage(struct gains *g, size_t x)
{
	const struct network *net = g->belief->net;
	size_t root = g->belief->kb->roles.stage;
	size_t stages = g->belief->kb->variables[root].state_count;
	size_t n = g->belief->kb->variables[x].state_count;
	const double *given = g->from_stage + net->state[x] * stages;
	const double *p = g->belief->pass->posterior + net->state[root];

	for (size_t i = 0; i < n; i++) {
		for (size_t s = 0; s < stages; s++) {
			g->joint[i * stages + s] = p[s] * given[i * stages + s];
		}
	}
}

/* P(x, t | E) = Σ_s P(s | E)·P(x | s, E)·P(t | s, E) where the two meet only in the stage. */
static void meet_in_stage(struct gains *g, size_t x, size_t t)
{
	const struct network *net = g->belief->net;
	const struct kam_kb *kb = g->belief->kb;
	size_t stages = kb->variables[kb->roles.stage].state_count;
	size_t nx = kb->variables[x].state_count;
	size_t nt = kb->variables[t].state_count;
	const double *px = g->from_stage + net->state[x] * stages;
	const double *pt = g->from_stage + net->state[t] * stages;
	const double *p = g->belief->pass->posterior + net->state[kb->roles.stage];

	for (size_t i = 0; i < nx; i++) {
		for (size_t j = 0; j < nt; j++) {
			double sum = 0;

			for (size_t s = 0; s < stages; s++) {
				sum += p[s] * px[i * stages + s] * pt[j * stages + s];
			}
			g->joint[i * nt + j] = sum;
		}
	}
}

bool gains_meet(struct gains *g, size_t x, size_t t)
{
	const struct kam_kb *kb = g->belief->kb;
	size_t root = kb->roles.stage;

	if (kb_root(kb, x) != kb_root(kb, t)) {
		return false;
	}
	if (t == root && x != root) {
		meet_stage(g, x);
	} else if (kb_root(kb, x) != root ||
		   (x != root && gains_branch(kb, x) == gains_branch(kb, t))) {
		belief_joint_in(g->belief->pass, x, t, g->joint);
	} else {
		meet_in_stage(g, x, t);
	}
	return true;
}

/* --- gains -------------------------------------------------------------------------------- */

double gains_of_variable(const struct gains *g, size_t x, size_t t)
{
	const struct kam_kb *kb = g->belief->kb;

	return information(g->joint, kb->variables[x].state_count, kb->variables[t].state_count);
}

double gains_of_question(struct gains *g, const struct kb_question *question, size_t t)
{
	const struct kam_kb *kb = g->belief->kb;
	size_t others = kb->variables[t].state_count;

	answer_rows(
		question, g->joint, kb->variables[question->variable].state_count, others, g->rows);
	return information(g->rows, question->option_count, others);
}

double gains_entropy(const struct gains *g, size_t v)
{
	const double *p = g->belief->pass->posterior + g->belief->net->state[v];
	double sum = 0;

	for (size_t i = 0; i < g->belief->kb->variables[v].state_count; i++) {
		sum -= plogp(p[i]);
	}
	return sum > 0 ? sum : 0;
}

double gains_chance_of_clear(
	const struct gains *g, const struct kb_question *question, size_t t, double clear)
{
	size_t others = g->belief->kb->variables[t].state_count;
	double chance = 0;

	for (size_t o = 0; o < question->option_count; o++) {
		const double *row = g->rows + o * others;
		double sum = 0;
		double top = 0;

		for (size_t s = 0; s < others; s++) {
			sum += row[s];
			top = row[s] > top ? row[s] : top;
		}
		chance += sum > 0 && top >= clear * sum ? sum : 0;
	}
	return chance;
}
