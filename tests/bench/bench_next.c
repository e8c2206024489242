/* SPDX-License-Identifier: MIT */
/*
 * bench_next BASE INTERVIEWS: plays seeded interviews and says how long choosing the next question takes, evidence taken in
 * included, over all points of them.
 */
#include "kam/belief.h"
#include "knowledge/model.h"
#include "util/chance.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct times {
	double *us;
	size_t count, capacity;
	size_t screens;
};

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void keep(struct times *times, double us)
{
	if (times->count == times->capacity) {
		times->capacity = times->capacity * 2 + 256;
		times->us = realloc(times->us, times->capacity * sizeof(*times->us));
		if (!times->us) {
			abort();
		}
	}
	times->us[times->count++] = us;
}

/* Where VARIABLE typically stands at STAGE; what is no part of the stage's tree stands at its first state. */
static size_t standing(const struct kam_belief *belief, size_t variable, size_t stage)
{
	const struct kam_kb *kb = kam_belief_kb(belief);

	return kb_under(kb, variable, kam_kb_stage(kb))
		       ? kam_belief_typical(belief, variable, stage)
		       : 0;
}

static void answer(struct kam_belief *belief, size_t question, size_t stage, uint64_t *random)
{
	const struct kam_kb *kb = kam_belief_kb(belief);
	size_t state = standing(belief, kam_kb_question_variable(kb, question), stage);
	struct kam_response response = {.kind = KAM_ANSWER};
	double left = chance_uniform(random);
	size_t option = 0;

	while (option + 1 < kam_kb_option_count(kb, question) &&
		(left -= kam_kb_likelihood(kb, question, state, option)) >= 0) {
		option++;
	}
	response.options = UINT64_C(1) << option;
	kam_belief_set(belief, question, &response, 1, NULL);
}

static void answer_list(
	struct kam_belief *belief, const struct kb_checklist *list, size_t stage, uint64_t *random)
{
	for (size_t i = 0; i < list->item_count; i++) {
		answer(belief, list->items[i], stage, random);
	}
}

static void interview(struct kam_belief *belief, uint64_t *random, struct times *times)
{
	const struct kam_kb *kb = kam_belief_kb(belief);
	size_t stages = kam_kb_state_count(kb, kam_kb_stage(kb));
	size_t stage = (size_t)(chance_uniform(random) * (double)stages);
	size_t topic = KAM_NONE;

	kam_belief_clear(belief);
	for (size_t asked = 0;; asked++) {
		struct kam_next next;
		double begin = now_us();

		kam_belief_next(belief, asked, topic, &next);
		keep(times, now_us() - begin);
		if (next.stop != KAM_GO_ON) {
			break;
		}
		times->screens++;
		if (next.checklist != KAM_NONE) {
			answer_list(belief, &kb->checklists[next.checklist], stage, random);
			topic = kb->checklists[next.checklist].topic;
		} else {
			answer(belief, next.question, stage, random);
			topic = kb->questions[next.question].topic;
		}
	}
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	struct kam_kb *kb;
	struct kam_belief *belief;
	struct times t = {0};
	uint64_t random = 1;
	size_t interviews = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
	double begin = now_us();

	if (!interviews || kam_kb_load(argv[1], &kb, NULL)) {
		fprintf(stderr, "usage: bench_next BASE INTERVIEWS, the base a sound one\n");
		return 2;
	}
	printf("%-16s %zu questions, loaded in %.1f ms\n", kam_kb_id(kb), kam_kb_question_count(kb),
		(now_us() - begin) / 1e3);
	belief = kam_belief_new(kb);
	for (size_t i = 0; i < interviews; i++) {
		interview(belief, &random, &t);
	}
	qsort(t.us, t.count, sizeof(*t.us), by_size);
	printf("next question    median %.3f ms, quartiles %.3f and %.3f, longest %.3f "
	       "(%zu interviews, %.1f screens each)\n",
		t.us[t.count / 2] / 1e3, t.us[t.count / 4] / 1e3, t.us[t.count * 3 / 4] / 1e3,
		t.us[t.count - 1] / 1e3, interviews, (double)t.screens / (double)interviews);
	free(t.us);
	kam_belief_free(belief);
	kam_kb_free(kb);
	return 0;
}
