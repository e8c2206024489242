/* SPDX-License-Identifier: MIT */
/* What to do, what to leave alone, what to find out: a handful, in the order in which it helps. */
#include "assessment/assess.h"

#include "util/memory.h"

#include <stdlib.h>
#include <string.h>

#define MOST_ACTIONS  5
#define MOST_KEEP     4
#define MOST_ADVANCE  3
#define MOST_FIND_OUT 4
#define WEEK_ACTIONS  2
#define FIRST_ON_MOOD 1     /* one talk about the mood goes before all else but what is broken */
#define WORTH_DOING   0.002 /* fall of P(break) below which a keep action only waits */

struct candidate {
	size_t action;
	double value;
	bool unwise_unknown;
	bool used;
};

struct picker {
	struct kam_assessment *a;
	struct kam_belief *b;
	struct candidate *items;
	size_t count;
	double *relief; /* by cause: what the actions picked so far take away */
	bool big;
	bool mood;   /* one on the strain was picked */
	bool mended; /* one that treats a cause under way was picked */
};

static bool banned(const struct kam_assessment *a, const struct kb_action *action)
{
	static const char *const kinds[] = {"keep", "advance", "stop"};
	size_t strain = a->danger.strain;
	const struct kb_strain *s;

	if (strain == KAM_NONE || strain >= a->kb->strain_count) {
		return false;
	}
	if (action->kind == KB_ADVANCE && strain >= a->kb->roles.no_advance_from) {
		return true;
	}
	s = &a->kb->strains[strain];
	for (size_t i = 0; i < s->bans.count; i++) {
		if (!strcmp(s->bans.items[i], kinds[action->kind]) ||
			(action->class && !strcmp(s->bans.items[i], action->class))) {
			return true;
		}
	}
	return false;
}

/*
 * Whether a next step may be named for later: not while people are cross, not beside a heap of trouble,
 * and not where more would not be worth it.
 */
static bool can_wait_for(const struct kam_assessment *a)
{
	size_t happening = 0;

	for (size_t c = 0; c < a->danger.cause_count; c++) {
		happening += a->danger.causes[c].state == KAM_HAPPENING;
	}
	return a->hold != KAM_HOLD_LOW && a->danger.level < KAM_DANGER_ACUTE && happening <= 1 &&
	       (a->danger.strain == KAM_NONE || a->danger.strain == 0);
}

static bool wanted_kind(const struct kam_assessment *a, enum kb_kind kind)
{
	const char *verdict = a->verdict == KAM_NONE ? "" : a->kb->verdicts[a->verdict].id;

	if (kind == KB_STOP) {
		return false;
	}
	if (a->prospect) {
		return strcmp(verdict, "drop") != 0;
	}
	if (kind == KB_ADVANCE) {
		return a->goal == KAM_GOAL_ADVANCE || (a->goal == KAM_GOAL_HOLD && can_wait_for(a));
	}
	return true;
}

static void add_candidate(struct picker *p, size_t index)
{
	const struct kb_action *action = &p->a->kb->actions[index];
	enum condition unwise;

	if (!wanted_kind(p->a, action->kind) || banned(p->a, action) ||
		assess_conditions(p->b, &action->when) != CONDITION_TRUE ||
		assess_conditions(p->b, &action->needs) != CONDITION_TRUE) {
		return;
	}
	unwise = action->unwise_if.count ? assess_conditions(p->b, &action->unwise_if)
					 : CONDITION_FALSE;
	if (unwise == CONDITION_TRUE) {
		return;
	}
	p->items[p->count++] = (struct candidate){index, 0, unwise == CONDITION_UNKNOWN, false};
}

static bool on_strain(const struct kam_kb *kb, const struct kb_action *action)
{
	for (size_t i = 0; i < action->when.count; i++) {
		if (action->when.items[i].index == kb->roles.strain) {
			return true;
		}
	}
	return false;
}

/* What one more action adds to those already picked. */
static double keep_value(struct picker *p, const struct kb_action *action)
{
	double *relief = memory_alloc(p->a->kb->cause_count + 1, sizeof(*relief));
	double before = kam_belief_prevention(p->b, p->relief);
	double value;

	memcpy(relief, p->relief, p->a->kb->cause_count * sizeof(*relief));
	for (size_t i = 0; i < action->relief_count; i++) {
		size_t c = action->reliefs[i].cause;

		relief[c] = 1 - (1 - relief[c]) * (1 - action->reliefs[i].share);
	}
	value = kam_belief_prevention(p->b, relief) - before;
	free(relief);
	return value + (on_strain(p->a->kb, action) && !p->mood ? FIRST_ON_MOOD : 0);
}

static double gap_of(const struct kam_assessment *a, size_t facet)
{
	for (size_t i = 0; i < a->gap_count; i++) {
		if (a->gaps[i].facet == facet) {
			return a->gaps[i].gain;
		}
	}
	return 0;
}

/* Lived gaps before built ones; among these what brings the next stage nearest. */
static double advance_value(const struct picker *p, const struct kb_action *action)
{
	double best = 0;

	for (size_t i = 0; i < action->moves_ids.count; i++) {
		size_t v = action->moves[i];
		double gap = gap_of(p->a, v);

		if (gap > 0 && p->a->kb->variables[v].aspect == KB_LIVED) {
			gap += 1;
		}
		best = gap > best ? gap : best;
	}
	return best;
}

static void value_candidates(struct picker *p, enum kb_kind kind)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct kb_action *action = &p->a->kb->actions[p->items[i].action];

		if (p->items[i].used || action->kind != kind) {
			p->items[i].value = -1;
		} else {
			p->items[i].value =
				kind == KB_KEEP ? keep_value(p, action) : advance_value(p, action);
		}
	}
}

static struct candidate *best_candidate(struct picker *p, double least)
{
	struct candidate *best = NULL;

	for (size_t i = 0; i < p->count; i++) {
		const struct kb_action *action = &p->a->kb->actions[p->items[i].action];

		if (p->items[i].value < least || (action->effort == KB_BIG && p->big)) {
			continue;
		}
		if (!best || p->items[i].value > best->value) {
			best = &p->items[i];
		}
	}
	return best;
}

/* Whether ACTION treats a cause that is happening. */
static bool mends(const struct kam_assessment *a, const struct kb_action *action)
{
	for (size_t i = 0; i < action->relief_count; i++) {
		if (a->danger.causes[action->reliefs[i].cause].state == KAM_HAPPENING) {
			return true;
		}
	}
	return false;
}

static enum kam_time time_of(const struct picker *p, const struct kb_action *action)
{
	if (action->kind == KB_ADVANCE && !p->a->prospect && p->a->goal != KAM_GOAL_ADVANCE) {
		return KAM_LATER_ON;
	}
	if (action->kind == KB_KEEP && mends(p->a, action) && !p->mended) {
		return KAM_THIS_WEEK;
	}
	if (action->effort == KB_SMALL && p->a->action_count < WEEK_ACTIONS) {
		return KAM_THIS_WEEK;
	}
	return KAM_THIS_MONTH;
}

static void pick(struct picker *p, struct candidate *c)
{
	const struct kb_action *action = &p->a->kb->actions[c->action];
	struct kam_recommended *r = &p->a->actions[p->a->action_count];

	r->action = c->action;
	r->time = time_of(p, action);
	r->unwise_unknown = c->unwise_unknown;
	r->after = r->time == KAM_LATER_ON && p->a->action_count ? 1 : 0;
	p->a->action_count++;
	p->big = p->big || action->effort == KB_BIG;
	p->mood = p->mood || on_strain(p->a->kb, action);
	p->mended = p->mended || (action->kind == KB_KEEP && mends(p->a, action));
	c->used = true;
	for (size_t i = 0; i < action->relief_count; i++) {
		size_t cause = action->reliefs[i].cause;

		p->relief[cause] = 1 - (1 - p->relief[cause]) * (1 - action->reliefs[i].share);
	}
}

static void pick_kind(struct picker *p, enum kb_kind kind, size_t most, double least)
{
	for (size_t n = 0; n < most && p->a->action_count < MOST_ACTIONS; n++) {
		struct candidate *best;

		value_candidates(p, kind);
		best = best_candidate(p, least);
		if (!best) {
			return;
		}
		pick(p, best);
	}
}

/* By time; within a time, what mends a cause under way first. */
static int by_time(const struct kam_assessment *all, const struct kam_recommended *a,
	const struct kam_recommended *b)
{
	bool first = mends(all, &all->kb->actions[a->action]);
	bool second = mends(all, &all->kb->actions[b->action]);

	if (a->time != b->time) {
		return a->time > b->time ? 1 : -1;
	}
	return (second && !first) - (first && !second);
}

/* Insertion keeps the order of equals. */
static void order_by_time(struct kam_assessment *a)
{
	for (size_t i = 1; i < a->action_count; i++) {
		struct kam_recommended moved = a->actions[i];
		size_t j = i;

		while (j > 0 && by_time(a, &a->actions[j - 1], &moved) > 0) {
			a->actions[j] = a->actions[j - 1];
			j--;
		}
		a->actions[j] = moved;
	}
}

static size_t conditions_of(const struct kb_action *action)
{
	return action->when.count + action->needs.count;
}

/* The most specific thing to stop that fits; a smaller id among equals. */
static void find_stop(struct kam_assessment *a, struct kam_belief *b)
{
	a->stop = KAM_NONE;
	for (size_t i = 0; i < a->kb->action_count; i++) {
		const struct kb_action *action = &a->kb->actions[i];

		if (action->kind != KB_STOP || banned(a, action) ||
			assess_conditions(b, &action->when) != CONDITION_TRUE ||
			assess_conditions(b, &action->needs) != CONDITION_TRUE) {
			continue;
		}
		if (a->stop == KAM_NONE ||
			conditions_of(action) > conditions_of(&a->kb->actions[a->stop])) {
			a->stop = i;
		}
	}
}

void assess_actions(struct kam_assessment *a, struct kam_belief *b)
{
	struct picker p = {.a = a, .b = b};

	a->actions = memory_alloc(MOST_ACTIONS, sizeof(*a->actions));
	p.items = memory_alloc(a->kb->action_count + 1, sizeof(*p.items));
	p.relief = memory_alloc(a->kb->cause_count + 1, sizeof(*p.relief));
	for (size_t i = 0; i < a->kb->action_count; i++) {
		add_candidate(&p, i);
	}
	if (!a->prospect) {
		pick_kind(&p, KB_KEEP, MOST_KEEP, WORTH_DOING);
	}
	pick_kind(&p, KB_ADVANCE, a->goal == KAM_GOAL_HOLD ? 1 : MOST_ADVANCE,
		a->prospect ? 0 : 1e-6);
	if (a->action_count < 2) {
		pick_kind(&p, KB_KEEP, 2 - a->action_count, 0);
	}
	order_by_time(a);
	find_stop(a, b);
	free(p.items);
	free(p.relief);
}

struct unknown {
	size_t question;
	double gain;
};

static int by_unknown_gain(const void *x, const void *y)
{
	const struct unknown *a = x;
	const struct unknown *b = y;

	if (a->gain != b->gain) {
		return a->gain < b->gain ? 1 : -1;
	}
	return (a->question > b->question) - (a->question < b->question);
}

/* What knowing it would tell: about the stage, and about its own variable where that has a role. */
static double worth_knowing(const struct kam_assessment *a, struct kam_belief *b, size_t q)
{
	const struct kb_roles *roles = &a->kb->roles;
	const struct kb_question *question = &a->kb->questions[q];
	size_t v = question->variable;
	double gain = 0;

	if (kb_under(a->kb, v, roles->stage)) {
		gain += kam_belief_gain(b, q, roles->stage);
	}
	if (a->kb->variables[v].cause != KAM_NONE || v == roles->strain || v == roles->worth ||
		v == roles->way_in || v == roles->fit) {
		gain += kam_belief_gain(b, q, v) * 0.5;
	}
	return gain;
}

void assess_find_out(struct kam_assessment *a, struct kam_belief *b)
{
	struct unknown *all = memory_alloc(a->kb->question_count + 1, sizeof(*all));
	size_t count = 0;

	for (size_t q = 0; q < a->kb->question_count; q++) {
		size_t n;
		const struct kam_response *r = kam_belief_responses(b, q, &n);

		if (n && (r[0].kind == KAM_UNKNOWN || r[0].kind == KAM_LATER) &&
			kam_belief_applies(b, q) && kb_has(&a->kb->questions[q].how)) {
			double gain = worth_knowing(a, b, q);

			if (gain >= a->kb->settings.least_gain) {
				all[count++] = (struct unknown){q, gain};
			}
		}
	}
	qsort(all, count, sizeof(*all), by_unknown_gain);
	a->find_out = memory_alloc(MOST_FIND_OUT, sizeof(*a->find_out));
	for (size_t i = 0; i < count && i < MOST_FIND_OUT; i++) {
		a->find_out[a->find_out_count++] = all[i].question;
	}
	free(all);
}
