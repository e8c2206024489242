/* SPDX-License-Identifier: MIT */
/*
 * bench_interviews BASE ACCOUNTS: how long interviews are and how right, by kam's choice and by fixed orders, all under the same stop rule, on the same accounts
 * drawn from the base. The static order is that in which kam asks on average; the authored one goes by topic, then id. Also what the estimate
 * of questions to go costs.
 */
#define _XOPEN_SOURCE 700
#include "kam/belief.h"
#include "knowledge/model.h"
#include "util/chance.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MOST_SCREENS 256

/* A screen: a choice, or a checklist behind the choices. */
struct orders {
	const struct kam_kb *kb;
	size_t count;
	size_t authored[MOST_SCREENS], learned[MOST_SCREENS];
	double rank[MOST_SCREENS];
	size_t seen[MOST_SCREENS];
};

enum policy { ADAPTIVE, LEARNED, AUTHORED, RANDOM, POLICIES };

struct result {
	double screens, exact, within;
};

static double progress_us, next_us;
static size_t steps;

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static size_t pick(
	uint64_t *random, size_t count, double (*p)(const void *ctx, size_t i), const void *ctx)
{
	double at = chance_uniform(random);
	size_t i = 0;

	while (i + 1 < count && (at -= p(ctx, i)) >= 0) {
		i++;
	}
	return i;
}

struct cell {
	const struct kam_kb *kb;
	size_t index, row;
};

static double of_state(const void *ctx, size_t i)
{
	const struct cell *c = ctx;

	return kam_kb_probability(c->kb, c->index, c->row, i);
}

static double of_option(const void *ctx, size_t i)
{
	const struct cell *c = ctx;

	return kam_kb_likelihood(c->kb, c->index, c->row, i);
}

static void draw_account(const struct kam_kb *kb, uint64_t *random, size_t *states)
{
	size_t left = kb->variable_count;

	for (size_t v = 0; v < kb->variable_count; v++) {
		states[v] = KAM_NONE;
	}
	while (left) {
		for (size_t v = 0; v < kb->variable_count; v++) {
			size_t parent = kb->variables[v].parent;
			struct cell c = {kb, v, parent == KAM_NONE ? 0 : states[parent]};

			if (states[v] == KAM_NONE && c.row != KAM_NONE) {
				states[v] =
					pick(random, kb->variables[v].state_count, of_state, &c);
				left--;
			}
		}
	}
}

/* The same answer to a question whenever it is asked: the account decides. */
static void draw_answers(
	const struct kam_kb *kb, uint64_t *random, const size_t *states, uint64_t *answers)
{
	for (size_t q = 0; q < kb->question_count; q++) {
		struct cell c = {kb, q, states[kb->questions[q].variable]};

		answers[q] = UINT64_C(1)
			     << pick(random, kb->questions[q].option_count, of_option, &c);
	}
}

static int is_open(const struct kam_belief *b, size_t q)
{
	size_t count;

	kam_belief_responses(b, q, &count);
	return !count && kam_belief_applies(b, q);
}

static int can_be_asked(const struct orders *o, const struct kam_belief *b, size_t screen)
{
	const struct kb_checklist *list;

	if (screen < o->kb->question_count) {
		return is_open(b, screen);
	}
	list = &o->kb->checklists[screen - o->kb->question_count];
	for (size_t i = 0; i < list->item_count; i++) {
		if (is_open(b, list->items[i])) {
			return 1;
		}
	}
	return 0;
}

static void tell(struct kam_belief *b, size_t q, const uint64_t *answers)
{
	struct kam_response r = {.options = answers[q]};

	if (is_open(b, q)) {
		kam_belief_set(b, q, &r, 1, NULL);
	}
}

static size_t ask(
	const struct orders *o, struct kam_belief *b, size_t screen, const uint64_t *answers)
{
	const struct kb_checklist *list;

	if (screen < o->kb->question_count) {
		tell(b, screen, answers);
		return o->kb->questions[screen].topic;
	}
	list = &o->kb->checklists[screen - o->kb->question_count];
	for (size_t i = 0; i < list->item_count; i++) {
		tell(b, list->items[i], answers);
	}
	return list->topic;
}

static size_t next_of(const struct orders *o, const struct kam_belief *b, const size_t *order)
{
	for (size_t i = 0; i < o->count; i++) {
		if (can_be_asked(o, b, order[i])) {
			return order[i];
		}
	}
	return KAM_NONE;
}

static size_t screen_of(const struct orders *o, const struct kam_next *n)
{
	return n->question != KAM_NONE    ? n->question
	       : n->checklist != KAM_NONE ? o->kb->question_count + n->checklist
					  : KAM_NONE;
}

static void learn(struct orders *o, size_t screen, size_t rank)
{
	o->rank[screen] += (double)rank;
	o->seen[screen]++;
}

static void play(struct orders *o, enum policy policy, const size_t *order, const size_t *states,
	const uint64_t *answers, struct result *ret)
{
	struct kam_belief *b = kam_belief_new(o->kb);
	size_t topic = KAM_NONE;
	size_t asked = 0;
	size_t stage = o->kb->roles.stage;
	size_t lead;
	size_t truth = states[stage];

	for (;;) {
		struct kam_next n;
		struct kam_progress progress;
		double begin = now_us();
		size_t screen;

		kam_belief_next(b, asked, topic, &n);
		if (policy == ADAPTIVE) {
			next_us += now_us() - begin;
			begin = now_us();
			kam_belief_progress(b, asked, topic, &progress);
			progress_us += now_us() - begin;
			steps++;
		}
		screen = n.stop               ? KAM_NONE
			 : policy == ADAPTIVE ? screen_of(o, &n)
					      : next_of(o, b, order);
		if (screen == KAM_NONE) {
			break;
		}
		if (policy == ADAPTIVE) {
			learn(o, screen, asked);
		}
		topic = ask(o, b, screen, answers);
		asked++;
	}
	lead = kam_belief_mode(b, stage);
	ret->screens += (double)asked;
	ret->exact += lead == truth;
	ret->within += lead + 1 >= truth && lead <= truth + 1;
	kam_belief_free(b);
}

static struct orders *sorting;

/* By the mean place at which kam asked it; what it never asked comes last. */
static int by_rank(const void *x, const void *y)
{
	size_t a = *(const size_t *)x;
	size_t b = *(const size_t *)y;
	double ra = sorting->seen[a] ? sorting->rank[a] / (double)sorting->seen[a] : 1e9;
	double rb = sorting->seen[b] ? sorting->rank[b] / (double)sorting->seen[b] : 1e9;

	ra -= 0.01 * (double)sorting->seen[a];
	rb -= 0.01 * (double)sorting->seen[b];
	return (ra > rb) - (ra < rb);
}

static size_t topic_of(const struct orders *o, size_t screen)
{
	return screen < o->kb->question_count
		       ? o->kb->questions[screen].topic
		       : o->kb->checklists[screen - o->kb->question_count].topic;
}

static int by_topic(const void *x, const void *y)
{
	size_t a = *(const size_t *)x;
	size_t b = *(const size_t *)y;
	size_t ta = topic_of(sorting, a);
	size_t tb = topic_of(sorting, b);

	return ta != tb ? (ta > tb) - (ta < tb) : (a > b) - (a < b);
}

/* The gate first, then by topic. Homework is none of it: no stop rule waits for it. */
static void make_orders(struct orders *o)
{
	for (size_t q = 0; q < o->kb->question_count; q++) {
		if (o->kb->questions[q].checklist == KAM_NONE && q != o->kb->roles.our_decision) {
			o->authored[o->count++] = q;
		}
	}
	for (size_t i = 0; i < o->kb->checklist_count; i++) {
		if (!o->kb->checklists[i].scale_id) {
			o->authored[o->count++] = o->kb->question_count + i;
		}
	}
	sorting = o;
	qsort(o->authored, o->count, sizeof(size_t), by_topic);
	memcpy(o->learned, o->authored, sizeof(o->learned));
}

static void gate_first(const struct orders *o, size_t *order)
{
	for (size_t i = 0; i < o->count; i++) {
		if (order[i] == o->kb->roles.gate) {
			memmove(order + 1, order, i * sizeof(*order));
			order[0] = o->kb->roles.gate;
		}
	}
}

static void shuffle(const struct orders *o, uint64_t *random, size_t *order)
{
	memcpy(order, o->authored, sizeof(o->authored));
	for (size_t i = o->count; i > 1; i--) {
		size_t k = (size_t)(chance_bits(random) % i);
		size_t kept = order[i - 1];

		order[i - 1] = order[k];
		order[k] = kept;
	}
	gate_first(o, order);
}

static void run(struct orders *o, enum policy policy, size_t accounts, struct result *ret)
{
	size_t *states = calloc(o->kb->variable_count, sizeof(*states));
	uint64_t *answers = calloc(o->kb->question_count, sizeof(*answers));
	size_t order[MOST_SCREENS];

	for (size_t i = 0; i < accounts; i++) {
		uint64_t random = i * 7919 + 3;

		draw_account(o->kb, &random, states);
		draw_answers(o->kb, &random, states, answers);
		memcpy(order, policy == LEARNED ? o->learned : o->authored, sizeof(order));
		gate_first(o, order);
		if (policy == RANDOM) {
			shuffle(o, &random, order);
		}
		play(o, policy, order, states, answers, ret);
	}
	free(states);
	free(answers);
}

int main(int argc, char **argv)
{
	static const char *const names[] = {"kam", "best static", "authored", "random"};
	size_t accounts = argc == 3 ? (size_t)atol(argv[2]) : 0;
	struct kam_kb *kb;
	struct orders o = {0};
	struct result results[POLICIES] = {{0, 0, 0}};

	if (!accounts || kam_kb_load(argv[1], &kb, NULL) ||
		kb->question_count + kb->checklist_count > MOST_SCREENS) {
		fprintf(stderr, "usage: bench_interviews BASE ACCOUNTS\n");
		return 2;
	}
	o.kb = kb;
	make_orders(&o);
	for (int p = 0; p < POLICIES; p++) {
		run(&o, (enum policy)p, accounts, &results[p]);
		if (p == ADAPTIVE) {
			qsort(o.learned, o.count, sizeof(size_t), by_rank);
		}
		printf("%-12s %5.1f screens, exact %.1f %%, within one %.1f %%\n", names[p],
			results[p].screens / (double)accounts,
			results[p].exact * 100 / (double)accounts,
			results[p].within * 100 / (double)accounts);
	}
	printf("at each screen: choosing %.3f ms, estimate of what is to come %.2f ms (means)\n",
		next_us / 1e3 / (double)steps, progress_us / 1e3 / (double)steps);
	kam_kb_free(kb);
	return 0;
}
