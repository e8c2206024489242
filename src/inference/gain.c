/* SPDX-License-Identifier: MIT */
#include "inference/gain.h"

#include "util/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NOTHING 1e-18 /* a probability below it changes no gain that can be told from another */

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

/* P(answer, t | E) from P(x, t | E). */
static void answer_rows(const struct kb_question *q, const double *joint, size_t states,
	size_t others, double *rows)
{
	memset(rows, 0, q->option_count * others * sizeof(*rows));
	for (size_t o = 0; o < q->option_count; o++) {
		double *row = rows + o * others;

		for (size_t x = 0; x < states; x++) {
			double p = q->table[x * q->option_count + o];
			const double *from = joint + x * others;

			for (size_t t = 0; t < others; t++) {
				row[t] += p * from[t];
			}
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

/* --- from the stage down ------------------------------------------------------------------ */

/* P(v | stage, E) of V from that of its parent. */
static void descend(struct gains *g, size_t v, size_t stages)
{
	const struct network *net = g->belief->net;
	const struct kb_variable *x = &g->belief->kb->variables[v];
	size_t n = x->state_count;
	size_t middle = g->belief->kb->variables[x->parent].state_count;
	const double *above = g->from_stage + net->state[x->parent] * stages;
	const double *given = g->belief->pass->given + net->pair[v];
	double *out = g->from_stage + net->state[v] * stages;

	for (size_t s = 0; s < stages; s++) {
		for (size_t m = 0; m < middle; m++) {
			double p = above[s * middle + m];

			for (size_t j = 0; p > NOTHING && j < n; j++) {
				out[s * n + j] += p * given[m * n + j];
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

	g->from_stage = memory_alloc(net->states * stages + 1, sizeof(double));
	for (size_t s = 0; s < stages; s++) {
		g->from_stage[net->state[root] * stages + s * stages + s] = 1;
	}
	for (size_t k = 0; k < kb->variable_count; k++) {
		size_t v = net->order[k];

		if (v != root && kb_under(kb, v, root)) {
			descend(g, v, stages);
		}
	}
}

void gains_init(struct gains *g, struct kam_belief *belief)
{
	belief_refresh(belief);
	*g = (struct gains){.belief = belief};
	g->joint = memory_alloc((size_t)KB_MAX_STATES * KB_MAX_STATES, sizeof(double));
	g->rows = memory_alloc((size_t)KB_MAX_OPTIONS * KB_MAX_STATES, sizeof(double));
	fill_from_stage(g);
}

void gains_release(struct gains *g)
{
	free(g->from_stage);
	free(g->joint);
	free(g->rows);
}

/* --- joints ------------------------------------------------------------------------------- */

/* The child of the stage above V (or V itself); two variables below different ones meet only in the stage. */
static size_t branch(const struct kam_kb *kb, size_t v)
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

	for (size_t s = 0; s < stages; s++) {
		double p = g->belief->pass->posterior[net->state[root] + s];

		for (size_t i = 0; i < n; i++) {
			g->joint[i * stages + s] = p * given[s * n + i];
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

	memset(g->joint, 0, nx * nt * sizeof(double));
	for (size_t s = 0; s < stages; s++) {
		double p = g->belief->pass->posterior[net->state[kb->roles.stage] + s];

		for (size_t i = 0; p > NOTHING && i < nx; i++) {
			double pi = p * px[s * nx + i];

			for (size_t j = 0; j < nt; j++) {
				g->joint[i * nt + j] += pi * pt[s * nt + j];
			}
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
	} else if (kb_root(kb, x) != root || (x != root && branch(kb, x) == branch(kb, t))) {
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
