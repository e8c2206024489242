/* SPDX-License-Identifier: MIT */
#include "authoring/simulate.h"

#include "knowledge/model.h"
#include "util/chance.h"
#include "util/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The tables that accounts and answers come from. */
struct world {
	const struct kam_kb *kb;
	const struct simulate_options *options;
	double **states;  /* by variable: [parent state][state] */
	double **answers; /* by question: [state][option] */
	size_t *order;    /* variables, parents before children */
};

struct account {
	uint64_t random;
	size_t *state; /* of each variable */
	struct kam_belief *belief;
	size_t screens;
	size_t last_topic;
	enum kam_stop stop;
};

/* --- the world ---------------------------------------------------------------------------- */

/* A row made by shape with FACTOR times its spread: exp(−d/s) raised to 1/FACTOR, normalised. */
static void widen(double *row, size_t n, double factor)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		row[i] = pow(row[i], 1 / factor);
		sum += row[i];
	}
	for (size_t i = 0; i < n; i++) {
		row[i] /= sum;
	}
}

static double *world_states(const struct world *w, size_t variable)
{
	const struct kb_variable *v = &w->kb->variables[variable];
	size_t rows = v->parent == KAM_NONE ? 1 : w->kb->variables[v->parent].state_count;
	double *table = memory_alloc(rows * v->state_count, sizeof(*table));

	memcpy(table, v->table, rows * v->state_count * sizeof(*table));
	for (size_t i = 0; !v->number_rows && v->parent != KAM_NONE && i < rows; i++) {
		widen(table + i * v->state_count, v->state_count, w->options->spread);
	}
	if (variable == w->kb->roles.stage && w->options->equal_stages) {
		for (size_t i = 0; i < v->state_count; i++) {
			table[i] = 1 / (double)v->state_count;
		}
	}
	return table;
}

static double *world_answers(const struct world *w, size_t question)
{
	const struct kb_question *q = &w->kb->questions[question];
	size_t rows = w->kb->variables[q->variable].state_count;
	double slip = w->options->slip < 0 ? w->kb->settings.slip : w->options->slip;
	double *table = memory_alloc(rows * q->option_count, sizeof(*table));

	memcpy(table, q->plain, rows * q->option_count * sizeof(*table));
	for (size_t x = 0; x < rows; x++) {
		double *row = table + x * q->option_count;

		if (!q->numbers) {
			widen(row, q->option_count, w->options->spread);
		}
		for (size_t o = 0; o < q->option_count; o++) {
			row[o] = (1 - slip) * row[o] + slip / (double)q->option_count;
		}
	}
	return table;
}

static struct world world_make(const struct kam_kb *kb, const struct simulate_options *options)
{
	struct world w = {.kb = kb, .options = options};
	size_t placed = 0;

	w.states = memory_alloc(kb->variable_count + 1, sizeof(*w.states));
	w.answers = memory_alloc(kb->question_count + 1, sizeof(*w.answers));
	w.order = memory_alloc(kb->variable_count + 1, sizeof(*w.order));
	for (size_t v = 0; v < kb->variable_count; v++) {
		w.states[v] = world_states(&w, v);
	}
	for (size_t q = 0; q < kb->question_count; q++) {
		w.answers[q] = world_answers(&w, q);
	}
	for (size_t depth = 0; placed < kb->variable_count; depth++) {
		for (size_t v = 0; v < kb->variable_count; v++) {
			if (kb->variables[v].depth == depth) {
				w.order[placed++] = v;
			}
		}
	}
	return w;
}

static void world_release(struct world *w)
{
	for (size_t v = 0; v < w->kb->variable_count; v++) {
		free(w->states[v]);
	}
	for (size_t q = 0; q < w->kb->question_count; q++) {
		free(w->answers[q]);
	}
	free(w->states);
	free(w->answers);
	free(w->order);
}

/* --- one account -------------------------------------------------------------------------- */

static void draw_account(const struct world *w, struct account *a)
{
	for (size_t k = 0; k < w->kb->variable_count; k++) {
		size_t v = w->order[k];
		const struct kb_variable *x = &w->kb->variables[v];
		size_t row = x->parent == KAM_NONE ? 0 : a->state[x->parent];

		a->state[v] = chance_among(chance_uniform(&a->random),
			w->states[v] + row * x->state_count, x->state_count);
	}
}

/* The option whose level comes next above that of OPTION; OPTION where there is none. */
static size_t one_higher(const struct kb_question *q, size_t option)
{
	size_t next = option;

	for (size_t o = 0; o < q->option_count; o++) {
		if (q->options[o].typical > q->options[option].typical &&
			(next == option || q->options[o].typical < q->options[next].typical)) {
			next = o;
		}
	}
	return next;
}

static struct kam_response respond(const struct world *w, struct account *a, size_t question)
{
	const struct kb_question *q = &w->kb->questions[question];
	const struct simulate_options *o = w->options;
	const double *row = w->answers[question] + a->state[q->variable] * q->option_count;
	/* Each is drawn whether it is needed or not, so that options change no more than what they are about. */
	bool known = chance_uniform(&a->random) < q->known || o->knows_all;
	size_t option = chance_among(chance_uniform(&a->random), row, q->option_count);
	bool careless = chance_uniform(&a->random) < o->careless;
	size_t any = (size_t)(chance_uniform(&a->random) * (double)q->option_count);
	bool higher = chance_uniform(&a->random) < o->optimistic;

	if (!known) {
		return (struct kam_response){.kind = KAM_UNKNOWN};
	}
	if (higher && !q->numbers && w->kb->variables[q->variable].aspect != KB_NO_ASPECT) {
		option = one_higher(q, option);
	}
	return (struct kam_response){
		.kind = KAM_ANSWER, .options = UINT64_C(1) << (careless ? any : option)};
}

static void answer(
	const struct world *w, struct account *a, size_t question, struct simulate_result *ret)
{
	struct kam_response response = respond(w, a, question);

	kam_belief_set(a->belief, question, &response, 1, NULL);
	a->last_topic = w->kb->questions[question].topic;
	ret->asked[question]++;
}

static void answer_list(
	const struct world *w, struct account *a, size_t checklist, struct simulate_result *ret)
{
	const struct kb_checklist *list = &w->kb->checklists[checklist];

	for (size_t i = 0; i < list->item_count; i++) {
		size_t count;

		kam_belief_responses(a->belief, list->items[i], &count);
		if (!count && kam_belief_applies(a->belief, list->items[i])) {
			answer(w, a, list->items[i], ret);
		}
	}
	ret->shown[checklist]++;
}

static void interview(const struct world *w, struct account *a, struct simulate_result *ret)
{
	struct kam_next next;

	kam_belief_clear(a->belief);
	a->screens = 0;
	a->last_topic = KAM_NONE;
	for (;;) {
		kam_belief_next(a->belief, a->screens, a->last_topic, &next);
		if (next.stop != KAM_GO_ON) {
			break;
		}
		if (next.checklist != KAM_NONE) {
			answer_list(w, a, next.checklist, ret);
		} else {
			answer(w, a, next.question, ret);
		}
		a->screens++;
	}
	a->stop = next.stop;
}

/* --- all of them -------------------------------------------------------------------------- */

static void count_account(const struct world *w, struct account *a, struct simulate_result *ret)
{
	size_t stage = w->kb->roles.stage;
	size_t truth = a->state[stage];
	double *p = memory_alloc(ret->stages, sizeof(*p));
	size_t leading;
	size_t other;
	size_t bin;

	ret->clarity[kam_belief_clarity(a->belief, &leading, &other)]++;
	kam_belief_posterior(a->belief, stage, p);
	bin = (size_t)(p[leading] * SIMULATE_BINS);
	bin = bin < SIMULATE_BINS ? bin : SIMULATE_BINS - 1;
	ret->bins[bin].count++;
	ret->bins[bin].sum += p[leading];
	ret->bins[bin].right += leading == truth;
	ret->confusion[truth * ret->stages + leading]++;
	ret->exact += leading == truth;
	ret->within += leading <= truth + 1 && truth <= leading + 1;
	ret->stops[a->stop]++;
	free(p);
}

static int by_size(const void *a, const void *b)
{
	const size_t *x = a;
	const size_t *y = b;

	return (*x > *y) - (*x < *y);
}

static void sum_up_screens(size_t *screens, struct simulate_result *ret)
{
	size_t n = ret->count;

	if (!n) {
		return;
	}
	qsort(screens, n, sizeof(*screens), by_size);
	ret->least = screens[0];
	ret->lower_quartile = screens[(n - 1) / 4];
	ret->median = screens[(n - 1) / 2];
	ret->upper_quartile = screens[(n - 1) - (n - 1) / 4];
	ret->most = screens[n - 1];
}

void simulate_run(const struct kam_kb *kb, const struct simulate_options *options,
	struct simulate_result *ret)
{
	struct world w = world_make(kb, options);
	struct account a = {.belief = kam_belief_new(kb)};
	size_t *screens = memory_alloc(options->count + 1, sizeof(*screens));
	uint64_t seeds = options->seed;

	*ret = (struct simulate_result){.count = options->count,
		.stages = kb->variables[kb->roles.stage].state_count,
		.question_count = kb->question_count,
		.checklist_count = kb->checklist_count};
	ret->confusion = memory_alloc(ret->stages * ret->stages, sizeof(size_t));
	ret->asked = memory_alloc(kb->question_count + 1, sizeof(size_t));
	ret->shown = memory_alloc(kb->checklist_count + 1, sizeof(size_t));
	a.state = memory_alloc(kb->variable_count + 1, sizeof(size_t));
	for (size_t i = 0; i < options->count; i++) {
		a.random = chance_bits(&seeds);
		draw_account(&w, &a);
		interview(&w, &a, ret);
		count_account(&w, &a, ret);
		screens[i] = a.screens;
	}
	sum_up_screens(screens, ret);
	free(screens);
	free(a.state);
	kam_belief_free(a.belief);
	world_release(&w);
}

void simulate_release(struct simulate_result *result)
{
	free(result->confusion);
	free(result->asked);
	free(result->shown);
	*result = (struct simulate_result){0};
}
