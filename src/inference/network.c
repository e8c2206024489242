/* SPDX-License-Identifier: MIT */
#include "inference/network.h"

#include "util/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t rows_of(const struct kam_kb *kb, size_t v)
{
	size_t parent = kb->variables[v].parent;

	return parent == KAM_NONE ? 1 : kb->variables[parent].state_count;
}

static void order_variables(struct network *net)
{
	const struct kam_kb *kb = net->kb;
	size_t placed = 0;

	for (size_t depth = 0; placed < kb->variable_count; depth++) {
		for (size_t v = 0; v < kb->variable_count; v++) {
			if (kb->variables[v].depth == depth) {
				net->order[placed++] = v;
			}
		}
	}
}

static void mark_causes(struct network *net)
{
	for (size_t c = 0; c < net->kb->cause_count; c++) {
		size_t v = net->kb->causes[c].variable;

		for (; v != KAM_NONE; v = net->kb->variables[v].parent) {
			net->has_cause[v] = true;
		}
	}
}

struct network *network_new(const struct kam_kb *kb)
{
	struct network *net = memory_alloc(1, sizeof(*net));
	size_t n = kb->variable_count + 1;

	net->kb = kb;
	net->order = memory_alloc(n, sizeof(size_t));
	net->state = memory_alloc(n, sizeof(size_t));
	net->pair = memory_alloc(n, sizeof(size_t));
	net->has_cause = memory_alloc(n, sizeof(bool));
	for (size_t v = 0; v < kb->variable_count; v++) {
		net->state[v] = net->states;
		net->pair[v] = net->pairs;
		net->states += kb->variables[v].state_count;
		net->pairs += kb->variables[v].state_count * rows_of(kb, v);
	}
	order_variables(net);
	mark_causes(net);
	return net;
}

void network_free(struct network *net)
{
	if (net) {
		free(net->order);
		free(net->state);
		free(net->pair);
		free(net->has_cause);
		free(net);
	}
}

struct pass *pass_new(const struct network *net)
{
	struct pass *pass = memory_alloc(1, sizeof(*pass));

	pass->net = net;
	pass->log_up = memory_alloc(net->states + 1, sizeof(double));
	pass->given = memory_alloc(net->pairs + 1, sizeof(double));
	pass->posterior = memory_alloc(net->states + 1, sizeof(double));
	pass->informed = memory_alloc(net->kb->variable_count + 1, sizeof(bool));
	pass->message = memory_alloc(KB_MAX_STATES, sizeof(double));
	return pass;
}

void pass_free(struct pass *pass)
{
	if (pass) {
		free(pass->log_up);
		free(pass->given);
		free(pass->posterior);
		free(pass->informed);
		free(pass->message);
		free(pass);
	}
}

static double highest(const double *values, size_t n)
{
	double top = -INFINITY;

	for (size_t i = 0; i < n; i++) {
		top = values[i] > top ? values[i] : top;
	}
	return top;
}

/* One row of P(state | parent state, E) from the row of the table; returns ln of the message. */
static double condition_row(
	const double *row, const double *weight, size_t n, double top, double *out)
{
	double sum = 0;

	for (size_t j = 0; j < n; j++) {
		out[j] = row[j] * weight[j];
		sum += out[j];
	}
	if (!(sum > 0)) {
		memcpy(out, row, n * sizeof(*out));
		return -INFINITY;
	}
	for (size_t j = 0; j < n; j++) {
		out[j] /= sum;
	}
	return log(sum) + top;
}

/* Multiplies the message of V into its parent, or settles a root. */
static void send_up(struct pass *pass, size_t v)
{
	const struct network *net = pass->net;
	const struct kb_variable *x = &net->kb->variables[v];
	size_t n = x->state_count;
	size_t rows = rows_of(net->kb, v);
	double *given = pass->given + net->pair[v];
	double *up = pass->log_up + net->state[v];
	double weight[KB_MAX_STATES];
	double top = highest(up, n);

	for (size_t j = 0; j < n; j++) {
		weight[j] = top > -INFINITY ? exp(up[j] - top) : 1;
	}
	for (size_t i = 0; i < rows; i++) {
		double message = condition_row(x->table + i * n, weight, n, top, given + i * n);

		if (x->parent != KAM_NONE) {
			pass->log_up[net->state[x->parent] + i] += message;
		}
	}
}

static void prepare(struct pass *pass, const double *own, const bool *has)
{
	const struct network *net = pass->net;

	for (size_t v = 0; v < net->kb->variable_count; v++) {
		size_t bytes = net->kb->variables[v].state_count * sizeof(double);

		pass->informed[v] = has[v];
		if (has[v]) {
			memcpy(pass->log_up + net->state[v], own + net->state[v], bytes);
		} else {
			memset(pass->log_up + net->state[v], 0, bytes);
		}
	}
}

static void go_up(struct pass *pass)
{
	const struct network *net = pass->net;

	for (size_t k = net->kb->variable_count; k-- > 0;) {
		size_t v = net->order[k];
		const struct kb_variable *x = &net->kb->variables[v];

		for (size_t c = 0; c < x->child_count; c++) {
			pass->informed[v] = pass->informed[v] || pass->informed[x->children[c]];
		}
	}
	/* Children of one parent lie at one depth, in the order of their ids: messages come in that order. */
	for (size_t depth_end = net->kb->variable_count; depth_end > 0;) {
		size_t depth = net->kb->variables[net->order[depth_end - 1]].depth;
		size_t begin = depth_end;

		while (begin > 0 && net->kb->variables[net->order[begin - 1]].depth == depth) {
			begin--;
		}
		for (size_t k = begin; k < depth_end; k++) {
			size_t v = net->order[k];

			if (pass->informed[v]) {
				send_up(pass, v);
			} else {
				memcpy(pass->given + net->pair[v], net->kb->variables[v].table,
					net->kb->variables[v].state_count * rows_of(net->kb, v) *
						sizeof(double));
			}
		}
		depth_end = begin;
	}
}

/* P(state) = Σ_i P(parent = i)·P(state | i) */
static void spread_down(struct pass *pass, size_t v)
{
	const struct network *net = pass->net;
	const struct kb_variable *x = &net->kb->variables[v];
	size_t n = x->state_count;
	size_t rows = rows_of(net->kb, v);
	const double *given = pass->given + net->pair[v];
	double *out = pass->posterior + net->state[v];

	if (x->parent == KAM_NONE) {
		memcpy(out, given, n * sizeof(*out));
		return;
	}
	memset(out, 0, n * sizeof(*out));
	for (size_t i = 0; i < rows; i++) {
		double p = pass->posterior[net->state[x->parent] + i];

		for (size_t j = 0; j < n; j++) {
			out[j] += p * given[i * n + j];
		}
	}
}

void pass_run(struct pass *pass, const double *own, const bool *has)
{
	prepare(pass, own, has);
	go_up(pass);
	for (size_t k = 0; k < pass->net->kb->variable_count; k++) {
		spread_down(pass, pass->net->order[k]);
	}
}

void pass_given(const struct pass *pass, size_t ancestor, size_t v, double *out)
{
	const struct network *net = pass->net;
	const struct kam_kb *kb = net->kb;
	size_t from = kb->variables[ancestor].state_count;
	size_t n = kb->variables[v].state_count;
	size_t middle;
	double above[KB_MAX_STATES];

	if (v == ancestor) {
		memset(out, 0, from * n * sizeof(*out));
		for (size_t i = 0; i < n; i++) {
			out[i * n + i] = 1;
		}
		return;
	}
	if (kb->variables[v].parent == ancestor) {
		memcpy(out, pass->given + net->pair[v], from * n * sizeof(*out));
		return;
	}
	middle = kb->variables[kb->variables[v].parent].state_count;
	if (from * middle > 0) {
		double *inner = memory_alloc(from * middle, sizeof(*inner));

		pass_given(pass, ancestor, kb->variables[v].parent, inner);
		for (size_t i = 0; i < from; i++) {
			memcpy(above, inner + i * middle, middle * sizeof(*above));
			for (size_t j = 0; j < n; j++) {
				double sum = 0;

				for (size_t m = 0; m < middle; m++) {
					sum += above[m] * pass->given[net->pair[v] + m * n + j];
				}
				out[i * n + j] = sum;
			}
		}
		free(inner);
	}
}

void pass_condition(struct pass *pass, size_t root, size_t state)
{
	const struct network *net = pass->net;

	for (size_t k = 0; k < net->kb->variable_count; k++) {
		size_t v = net->order[k];

		if (v == root) {
			double *out = pass->posterior + net->state[v];

			memset(out, 0, net->kb->variables[v].state_count * sizeof(*out));
			out[state] = 1;
		} else if (kb_under(net->kb, v, root)) {
			spread_down(pass, v);
		}
	}
}
