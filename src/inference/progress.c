/* SPDX-License-Identifier: MIT */
/* How much is left to ask: roll-outs of the rest of the interview (inference, section 3, progress). */
#include "inference/belief.h"
#include "inference/choose.h"
#include "util/chance.h"
#include "util/memory.h"

#include <stdlib.h>

#define ROLL_OUTS      12
#define CANDIDATES     16
#define OUTSIDE        10 /* one roll-out in so many is left out on each side */
#define MOST_QUESTIONS 500
#define SEED           UINT64_C(0x6b616d)

/* One interview after the other from the same beliefs. */
struct roll_out {
	struct kam_belief *belief; /* a copy */
	uint64_t random;
	double *given; /* P(state | parent state, E) at the outset, as in the pass */
	size_t *state; /* by variable: how it stands in this roll-out */
	bool *among;   /* by question: the candidates */
	size_t *told;  /* questions answered in this roll-out */
	size_t told_count;
	size_t topic;
};

/*
 * How everything stands, drawn from the joint posterior. Answers drawn from these states come as often as those drawn one by one from what is
 * believed before each. Over all roll-outs the stages come as evenly as they can.
 */
static void draw_states(struct roll_out *r, size_t turn)
{
	const struct network *net = r->belief->net;

	for (size_t k = 0; k < net->kb->variable_count; k++) {
		size_t v = net->order[k];
		const struct kb_variable *x = &net->kb->variables[v];
		size_t row = x->parent == KAM_NONE ? 0 : r->state[x->parent];
		double at = chance_uniform(&r->random);

		at = v == net->kb->roles.stage ? ((double)turn + at) / ROLL_OUTS : at;
		r->state[v] = chance_among(
			at, r->given + net->pair[v] + row * x->state_count, x->state_count);
	}
}

/* --- one roll-out ------------------------------------------------------------------------- */

static void answer(struct roll_out *r, size_t question)
{
	const struct kb_question *q = &r->belief->kb->questions[question];
	const double *row = q->table + r->state[q->variable] * q->option_count;
	struct kam_response response = {.kind = KAM_UNKNOWN};

	if (chance_uniform(&r->random) < q->known) {
		response.kind = KAM_ANSWER;
		response.options = UINT64_C(1) << chance_among(
					   chance_uniform(&r->random), row, q->option_count);
	}
	kam_belief_set(r->belief, question, &response, 1, NULL);
	r->told[r->told_count++] = question;
	r->topic = q->topic;
}

static void answer_screen(struct roll_out *r, const struct kam_next *next)
{
	const struct kb_checklist *list;

	if (next->checklist == KAM_NONE) {
		answer(r, next->question);
		return;
	}
	list = &r->belief->kb->checklists[next->checklist];
	for (size_t i = 0; i < list->item_count; i++) {
		size_t count;

		kam_belief_responses(r->belief, list->items[i], &count);
		if (!count && kam_belief_applies(r->belief, list->items[i])) {
			answer(r, list->items[i]);
		}
	}
}

/* How many screens this interview takes, from FIRST on; what was told is taken back. */
static size_t play(struct roll_out *r, size_t turn, size_t asked, const struct kam_next *first)
{
	struct kam_next next = *first;
	size_t screens = 0;

	draw_states(r, turn);
	while (next.stop == KAM_GO_ON) {
		answer_screen(r, &next);
		screens++;
		choose_among(r->belief, asked + screens, r->topic, r->among, &next);
	}
	while (r->told_count) {
		kam_belief_set(r->belief, r->told[--r->told_count], NULL, 0, NULL);
	}
	return screens;
}

/* --- all of them -------------------------------------------------------------------------- */

static size_t count_answers(const struct kam_belief *b)
{
	size_t answers = 0;

	for (size_t q = 0; q < b->kb->question_count; q++) {
		answers += b->evidence.responses[q].count > 0;
	}
	return answers;
}

static struct roll_out roll_out_make(struct kam_belief *belief, size_t topic)
{
	struct roll_out r = {.belief = kam_belief_copy(belief)};
	size_t pairs = r.belief->net->pairs;

	r.random = SEED ^ count_answers(belief);
	r.given = memory_alloc(pairs + 1, sizeof(*r.given));
	r.state = memory_alloc(belief->kb->variable_count + 1, sizeof(*r.state));
	r.among = memory_alloc(belief->kb->question_count + 1, sizeof(*r.among));
	r.told = memory_alloc(belief->kb->question_count + 1, sizeof(*r.told));
	belief_refresh(r.belief);
	for (size_t i = 0; i < pairs; i++) {
		r.given[i] = r.belief->pass->given[i];
	}
	choose_best(r.belief, topic, CANDIDATES, r.among);
	return r;
}

static void roll_out_release(struct roll_out *r)
{
	kam_belief_free(r->belief);
	free(r->given);
	free(r->state);
	free(r->among);
	free(r->told);
}

static int by_size(const void *a, const void *b)
{
	const size_t *x = a;
	const size_t *y = b;

	return (*x > *y) - (*x < *y);
}

static void roll_out_all(struct kam_belief *belief, size_t asked, size_t topic,
	const struct kam_next *first, struct kam_progress *ret)
{
	struct roll_out r = roll_out_make(belief, topic);
	size_t screens[ROLL_OUTS];

	for (size_t i = 0; i < ROLL_OUTS; i++) {
		screens[i] = play(&r, i, asked, first);
	}
	qsort(screens, ROLL_OUTS, sizeof(*screens), by_size);
	ret->least = screens[ROLL_OUTS / OUTSIDE];
	ret->most = screens[ROLL_OUTS - 1 - ROLL_OUTS / OUTSIDE];
	roll_out_release(&r);
}

void kam_belief_progress(
	struct kam_belief *belief, size_t asked, size_t last_topic, struct kam_progress *ret)
{
	double left = belief->kb->settings.most - (double)asked;
	struct kam_next next;

	*ret = (struct kam_progress){0, left > 0 ? (size_t)left : 0, false};
	if (belief->kb->question_count > MOST_QUESTIONS) {
		return;
	}
	*ret = (struct kam_progress){.known = true};
	kam_belief_next(belief, asked, last_topic, &next);
	if (next.stop == KAM_GO_ON) {
		roll_out_all(belief, asked, last_topic, &next, ret);
	}
}
