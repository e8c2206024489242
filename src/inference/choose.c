/* SPDX-License-Identifier: MIT */
/*
 * Which question next, and when to stop: inference, section 3. What a question can gain is bounded by what its variable tells, so
 * variables are looked at from the highest bound down, and those that cannot win any more are not looked at: the choice is the same as if
 * all were.
 */
#include "inference/choose.h"

#include "inference/clarity.h"
#include "inference/gain.h"
#include "util/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAME_TOPIC  0.1 /* an answer about what was just talked about comes easier */
#define MAKES_CLEAR 0.5 /* bits for the chance that an answer settles the stage */
#define TIE         1e-9

struct target {
	size_t variable;
	size_t branch;  /* the child of the stage above it, or itself; in another tree the root */
	size_t twig;    /* the child of that above it, or itself */
	double worth;   /* u_t */
	double entropy; /* H(t | E) */
	double by_parent; /* I(t ; its parent | E), and so on: what a variable can tell of t that meets it there */
	double by_branch;
	double by_stage;
};

/* A variable with open questions. */
struct measured {
	size_t variable;
	double bound; /* no question on it gains more, in bits */
};

struct chooser {
	struct kam_belief *belief;
	const struct kam_kb *kb;
	struct gains gains;
	struct target *targets; /* the stage first */
	size_t target_count;
	double *gain; /* by question: Σ u·I in bits, before `known`; only where `valued` */
	bool *valued;
	bool lacks[KB_LIVED +
		   1]; /* by aspect: whether a clear placement still wants facets of it */
	bool clear_already;
	double stage_worth; /* u of the stage */
	size_t last_topic;
	/*
	 * When looking ahead, by question: whether it may come next. What a question tells of targets in other branches is then
	 * left out: it is little, and half the work. NULL: all may, and nothing is left out.
	 */
	const bool *among;
};

static void add_target(struct chooser *c, size_t variable, double worth)
{
	if (variable != KAM_NONE && worth > 0) {
		c->targets[c->target_count++] =
			(struct target){.variable = variable, .worth = worth};
	}
}

static double worst_severity(struct kam_belief *b, size_t cause)
{
	size_t stages = b->kb->variables[b->kb->roles.stage].state_count;
	const double *p = belief_posterior(b, b->kb->roles.stage);
	double sum = 0;

	for (size_t s = 0; s < stages; s++) {
		sum += p[s] * b->kb->causes[cause].severity[2 * stages + s];
	}
	return sum;
}

/* The stage, and what the goal needs: inference, section 3. */
static void find_targets(struct chooser *c)
{
	const struct kb_roles *roles = &c->kb->roles;
	bool orders = clarity_orders(c->belief);
	bool first = kam_belief_mode(c->belief, roles->stage) == 0;

	/* A prospect's stage is settled by the gate: what is left to find out is whether it is worth pursuing. */
	c->stage_worth = orders || !c->clear_already ? 1 : 0;
	add_target(c, roles->stage, 1);
	for (size_t i = 0; orders && i < c->kb->cause_count; i++) {
		add_target(c, c->kb->causes[i].variable, worst_severity(c->belief, i));
	}
	add_target(c, orders ? roles->strain : KAM_NONE, 1);
	add_target(c, orders || first ? roles->worth : KAM_NONE, 1);
	add_target(c, first ? roles->way_in : KAM_NONE, 1);
	add_target(c, first ? roles->fit : KAM_NONE, 1);
}

static double meets_at(struct chooser *c, size_t t, size_t at)
{
	return gains_meet(&c->gains, t, at) ? gains_of_variable(&c->gains, t, at) : 0;
}

static size_t twig_of(const struct kam_kb *kb, size_t v, size_t branch)
{
	while (v != branch && kb->variables[v].parent != branch) {
		v = kb->variables[v].parent;
	}
	return v;
}

/*
 * What bounds the gain on each target but the stage. Information only gets lost on the way (the data-processing inequality), so what X tells
 * of T is at most what the variable where their paths meet tells of T.
 */
static void bound_targets(struct chooser *c)
{
	for (size_t i = 1; i < c->target_count; i++) {
		struct target *t = &c->targets[i];
		size_t parent = c->kb->variables[t->variable].parent;

		t->branch = gains_branch(c->kb, t->variable);
		t->twig = twig_of(c->kb, t->variable, t->branch);
		t->entropy = gains_entropy(&c->gains, t->variable);
		t->by_parent = t->by_branch = t->entropy;
		t->by_stage = 0;
		if (parent != KAM_NONE && !c->among) {
			t->by_parent = meets_at(c, t->variable, parent);
			t->by_branch = meets_at(c, t->variable, t->branch);
			t->by_stage = meets_at(c, t->variable, c->kb->roles.stage);
		}
	}
}

static bool is_open(const struct chooser *c, size_t q)
{
	return !c->belief->evidence.responses[q].count && kam_belief_applies(c->belief, q);
}

static bool is_candidate(const struct chooser *c, size_t q)
{
	return (!c->among || c->among[q]) && is_open(c, q);
}

/* --- gains -------------------------------------------------------------------------------- */

/* What X can tell of T at most; both are of one tree. */
static double bound_on(const struct chooser *c, size_t x, const struct target *t)
{
	if (kb_under(c->kb, x, t->variable)) {
		return t->entropy;
	}
	if (x == c->kb->roles.stage || gains_branch(c->kb, x) != t->branch) {
		return t->by_stage;
	}
	return kb_under(c->kb, x, t->twig) ? t->by_parent : t->by_branch;
}

/* What any question on X can gain on the targets but the stage, at most. */
static double bound_on_others(const struct chooser *c, size_t x)
{
	double bound = 0;

	for (size_t i = 1; i < c->target_count; i++) {
		const struct target *t = &c->targets[i];

		if (kb_root(c->kb, x) == kb_root(c->kb, t->variable)) {
			bound += t->worth * bound_on(c, x, t);
		}
	}
	return bound;
}

/* Whether no answer on X can make the stage clear: after one, P(s) is a mixture of P(s | x). From the joint with the stage. */
static bool cannot_clear(const struct chooser *c, size_t x)
{
	size_t stages = c->kb->variables[c->kb->roles.stage].state_count;

	for (size_t i = 0; i < c->kb->variables[x].state_count; i++) {
		const double *row = c->gains.joint + i * stages;
		double sum = 0;
		double top = 0;

		for (size_t s = 0; s < stages; s++) {
			sum += row[s];
			top = row[s] > top ? row[s] : top;
		}
		if (top >= c->kb->settings.clear * sum) {
			return false;
		}
	}
	return true;
}

static double bound_of(struct chooser *c, size_t x)
{
	size_t stage = c->kb->roles.stage;
	double bound = bound_on_others(c, x);

	if (c->stage_worth > 0 && gains_meet(&c->gains, x, stage)) {
		bound += gains_of_variable(&c->gains, x, stage);
		bound += c->clear_already || cannot_clear(c, x) ? 0 : MAKES_CLEAR;
	}
	return bound;
}

/* The gain on the stage, with the joint in place. */
static double gain_on_stage(struct chooser *c, const struct kb_question *q)
{
	size_t stage = c->kb->roles.stage;
	double gain = gains_of_question(&c->gains, q, stage);

	if (!c->clear_already) {
		gain += MAKES_CLEAR *
			gains_chance_of_clear(&c->gains, q, stage, c->kb->settings.clear);
	}
	return gain * c->stage_worth;
}

static double with_topic(const struct chooser *c, size_t topic, double gain)
{
	return topic != KAM_NONE && topic == c->last_topic ? gain * (1 + SAME_TOPIC) : gain;
}

/* The score of a choice that gains GAIN before `known`. */
static double score_of(const struct chooser *c, const struct kb_question *q, double gain)
{
	return with_topic(c, q->topic, q->known * gain) / q->effort;
}

/* Whether a choice that gains at most BOUND can still come next where another scores SCORE. */
static bool can_reach(
	const struct chooser *c, const struct kb_question *q, double bound, double score)
{
	return q->checklist != KAM_NONE || score_of(c, q, bound) * (1 + TIE) + TIE >= score - TIE;
}

/* The gain on the stage of the open questions on X that can still reach SCORE; those are the valued ones. */
static bool value_on_stage(struct chooser *c, const struct measured *m, double score)
{
	const struct kb_variable *v = &c->kb->variables[m->variable];
	bool meets = c->stage_worth > 0 && gains_meet(&c->gains, m->variable, c->kb->roles.stage);
	double others = bound_on_others(c, m->variable);
	bool any = false;

	for (size_t i = 0; i < v->question_count; i++) {
		size_t index = v->questions[i];
		const struct kb_question *q = &c->kb->questions[index];

		if (!is_candidate(c, index) || !can_reach(c, q, m->bound, score)) {
			continue;
		}
		c->gain[index] = meets ? gain_on_stage(c, q) : 0;
		c->valued[index] = can_reach(c, q, c->gain[index] + others, score);
		any = any || c->valued[index];
	}
	return any;
}

/* Adds what the valued questions on X gain on the other targets. */
static void value_on_others(struct chooser *c, size_t x)
{
	const struct kb_variable *v = &c->kb->variables[x];

	for (size_t t = 1; t < c->target_count; t++) {
		const struct target *target = &c->targets[t];

		if ((c->among && gains_branch(c->kb, x) != target->branch) ||
			!gains_meet(&c->gains, x, target->variable)) {
			continue;
		}
		for (size_t i = 0; i < v->question_count; i++) {
			size_t q = v->questions[i];

			if (c->valued[q] && is_candidate(c, q)) {
				c->gain[q] += target->worth * gains_of_question(&c->gains,
								      &c->kb->questions[q],
								      target->variable);
			}
		}
	}
}

/* Values the open questions on a variable that can still reach SCORE. Others are left: what they gain is too little. */
static void value_variable(struct chooser *c, const struct measured *m, double score)
{
	if (value_on_stage(c, m, score)) {
		value_on_others(c, m->variable);
	}
}

/* --- screens ------------------------------------------------------------------------------ */

/* A screen that might come next. */
struct screen {
	const char *id;
	size_t question, checklist;
	double gain, score;
};

static struct screen checklist_screen(const struct chooser *c, size_t index)
{
	const struct kb_checklist *list = &c->kb->checklists[index];
	struct screen s = {list->id, KAM_NONE, index, 0, 0};

	for (size_t i = 0; i < list->item_count; i++) {
		size_t q = list->items[i];

		if (is_candidate(c, q)) {
			s.gain += c->kb->questions[q].known * c->gain[q];
		}
	}
	s.score = with_topic(c, list->topic, s.gain) / list->effort;
	return s;
}

static struct screen choice_screen(const struct chooser *c, size_t q)
{
	const struct kb_question *question = &c->kb->questions[q];

	return (struct screen){question->id, q, KAM_NONE, question->known * c->gain[q],
		score_of(c, question, c->gain[q])};
}

/* The lowest id among what scores as well as the best. */
static void prefer(struct screen *best, const struct screen *s, double top)
{
	if (s->score >= top - TIE && (!best->id || strcmp(s->id, best->id) < 0)) {
		*best = *s;
	}
}

static struct screen best_screen(const struct chooser *c, double top)
{
	struct screen best = {NULL, KAM_NONE, KAM_NONE, 0, 0};

	for (size_t q = 0; q < c->kb->question_count; q++) {
		if (c->valued[q] && c->kb->questions[q].checklist == KAM_NONE && c->gain[q] > 0) {
			struct screen s = choice_screen(c, q);

			prefer(&best, &s, top);
		}
	}
	for (size_t i = 0; i < c->kb->checklist_count; i++) {
		struct screen s = checklist_screen(c, i);

		if (s.gain > 0) {
			prefer(&best, &s, top);
		}
	}
	return best;
}

/* The best score among the valued choices on X, or TOP where that is higher. */
static double raise_top(const struct chooser *c, size_t x, double top)
{
	const struct kb_variable *v = &c->kb->variables[x];

	for (size_t i = 0; i < v->question_count; i++) {
		size_t q = v->questions[i];

		if (c->valued[q] && c->kb->questions[q].checklist == KAM_NONE) {
			double score = score_of(c, &c->kb->questions[q], c->gain[q]);

			top = score > top ? score : top;
		}
	}
	return top;
}

/* Checklists are valued whole, so their variables come first. */
static double value_checklists(struct chooser *c)
{
	double top = 0;

	for (size_t i = 0; i < c->kb->checklist_count; i++) {
		const struct kb_checklist *list = &c->kb->checklists[i];
		struct screen s;

		for (size_t k = 0; k < list->item_count; k++) {
			size_t q = list->items[k];

			if (is_candidate(c, q) && !c->valued[q]) {
				value_variable(c,
					&(struct measured){c->kb->questions[q].variable, INFINITY},
					0);
				top = raise_top(c, c->kb->questions[q].variable, top);
			}
		}
		s = checklist_screen(c, i);
		top = s.score > top ? s.score : top;
	}
	return top;
}

static int by_bound(const void *x, const void *y)
{
	const struct measured *a = x;
	const struct measured *b = y;

	if (a->bound != b->bound) {
		return a->bound < b->bound ? 1 : -1;
	}
	return (a->variable > b->variable) - (a->variable < b->variable);
}

/* Whether V has an open question without a value. */
static bool is_wanted(const struct chooser *c, size_t v)
{
	const struct kb_variable *x = &c->kb->variables[v];

	for (size_t i = 0; i < x->question_count; i++) {
		if (!c->valued[x->questions[i]] && is_candidate(c, x->questions[i])) {
			return true;
		}
	}
	return false;
}

/* Whether an answer on V is still wanted for a clear placement. */
static bool covers(const struct chooser *c, size_t v)
{
	return !c->belief->has[v] && c->lacks[c->kb->variables[v].aspect];
}

/* Values what can still reach TOP, on all variables or on those that cover; returns the best score, or TOP where that is higher. */
static double value_variables(struct chooser *c, bool covering, double top)
{
	struct measured *all = memory_alloc(c->kb->variable_count + 1, sizeof(*all));
	size_t count = 0;

	for (size_t v = 0; v < c->kb->variable_count; v++) {
		if ((!covering || covers(c, v)) && is_wanted(c, v)) {
			all[count++] = (struct measured){v, bound_of(c, v)};
		}
	}
	qsort(all, count, sizeof(*all), by_bound);
	for (size_t i = 0; i < count; i++) {
		value_variable(c, &all[i], top);
		top = raise_top(c, all[i].variable, top);
	}
	free(all);
	return top;
}

static bool is_worth_asking(const struct chooser *c, const struct screen *s)
{
	return s->id && s->gain >= c->kb->settings.least_gain;
}

static struct screen find_best(struct chooser *c)
{
	struct screen best = best_screen(c, value_variables(c, false, value_checklists(c)));

	if (c->among && !is_worth_asking(c, &best)) {
		c->among = NULL;
		bound_targets(c);
		memset(c->valued, 0, c->kb->question_count * sizeof(*c->valued));
		best = best_screen(c, value_variables(c, false, value_checklists(c)));
	}
	return best;
}

/* The best question on a facet without an answer that counts, on an axis that still needs one for a clear placement. */
static struct screen covering_screen(struct chooser *c)
{
	struct screen best = {NULL, KAM_NONE, KAM_NONE, 0, 0};
	double top = 0;

	c->lacks[KB_BUILT] = clarity_lacks(c->belief, KB_BUILT);
	c->lacks[KB_LIVED] = clarity_lacks(c->belief, KB_LIVED);
	for (size_t v = 0; v < c->kb->variable_count; v++) {
		top = covers(c, v) ? raise_top(c, v, top) : top;
	}
	top = value_variables(c, true, top);
	for (size_t q = 0; q < c->kb->question_count; q++) {
		if (c->valued[q] && c->kb->questions[q].checklist == KAM_NONE &&
			covers(c, c->kb->questions[q].variable)) {
			struct screen s = choice_screen(c, q);

			prefer(&best, &s, top);
		}
	}
	return best;
}

/* --- stopping ----------------------------------------------------------------------------- */

static size_t mandatory_question(const struct chooser *c)
{
	for (size_t q = 0; q < c->kb->question_count; q++) {
		if (c->kb->questions[q].mandatory && is_open(c, q)) {
			return q;
		}
	}
	return KAM_NONE;
}

/* A conditional question that an answer to another question on the same variable opened. */
static bool is_follow_up(const struct kam_kb *kb, size_t q)
{
	const struct kb_conditions *all = &kb->questions[q].ask_if;

	for (size_t i = 0; i < all->count; i++) {
		if (kb->questions[all->items[i].index].variable == kb->questions[q].variable) {
			return true;
		}
	}
	return false;
}

/* Questions on V with an answer; a non-answer is none. */
static size_t answers_on(const struct kam_belief *b, size_t v)
{
	const struct kb_variable *x = &b->kb->variables[v];
	size_t answers = 0;

	for (size_t i = 0; i < x->question_count; i++) {
		const struct responses *given = &b->evidence.responses[x->questions[i]];

		answers += given->count && given->items[0].kind == KAM_ANSWER;
	}
	return answers;
}

static bool can_be_asked(const struct chooser *c, size_t v)
{
	const struct kb_variable *x = &c->kb->variables[v];

	for (size_t i = 0; i < x->question_count; i++) {
		if (is_open(c, x->questions[i])) {
			return true;
		}
	}
	return false;
}

static bool follow_up_waits(const struct chooser *c)
{
	size_t asked = 0;
	bool waits = false;

	for (size_t q = 0; q < c->kb->question_count; q++) {
		if (is_follow_up(c->kb, q)) {
			asked += c->belief->evidence.responses[q].count > 0;
			waits = waits || is_open(c, q);
		}
	}
	return waits && (double)asked < c->kb->settings.most_follow_ups;
}

/*
 * Whether all that is due has its answers, or nothing left to ask about it; follow-ups included. Where there is business, one answer each will do;
 * the verdict on a prospect rests on these alone, so it takes two.
 */
static bool all_due_asked(const struct chooser *c)
{
	size_t enough = clarity_orders(c->belief) ? 1 : 2;

	for (size_t t = 1; t < c->target_count; t++) {
		size_t v = c->targets[t].variable;

		if (answers_on(c->belief, v) < enough && can_be_asked(c, v)) {
			return false;
		}
	}
	return !follow_up_waits(c);
}

static bool stage_can_gain(struct chooser *c)
{
	size_t stage = c->kb->roles.stage;
	double least = c->kb->settings.least_gain;

	for (size_t v = 0; v < c->kb->variable_count; v++) {
		const struct kb_variable *x = &c->kb->variables[v];

		if (!can_be_asked(c, v) || !gains_meet(&c->gains, v, stage) ||
			gains_of_variable(&c->gains, v, stage) < least) {
			continue;
		}
		for (size_t i = 0; i < x->question_count; i++) {
			const struct kb_question *q = &c->kb->questions[x->questions[i]];

			if (is_open(c, x->questions[i]) &&
				gains_of_question(&c->gains, q, stage) >= least) {
				return true;
			}
		}
	}
	return false;
}

static bool is_settled(struct chooser *c)
{
	size_t leading;
	size_t other;
	enum kam_clarity clarity = kam_belief_clarity(c->belief, &leading, &other);

	return clarity == KAM_CLEAR || (clarity == KAM_BETWEEN && !stage_can_gain(c));
}

static struct chooser chooser_make(struct kam_belief *b, size_t last_topic, const bool *among)
{
	struct chooser c = {.belief = b, .kb = b->kb, .last_topic = last_topic, .among = among};
	const double *p = belief_posterior(b, b->kb->roles.stage);

	c.targets = memory_alloc(b->kb->cause_count + 8, sizeof(*c.targets));
	c.gain = memory_alloc(b->kb->question_count + 1, sizeof(double));
	c.valued = memory_alloc(b->kb->question_count + 1, sizeof(bool));
	c.clear_already = p[kam_belief_mode(b, b->kb->roles.stage)] >= b->kb->settings.clear;
	gains_init(&c.gains, b);
	find_targets(&c);
	bound_targets(&c);
	return c;
}

static void chooser_release(struct chooser *c)
{
	free(c->targets);
	free(c->gain);
	free(c->valued);
}

/* Chooses and judges where no question is mandatory. */
static void choose(struct chooser *c, size_t asked, struct kam_next *ret)
{
	struct screen best = find_best(c);
	bool forced = false;

	if (!is_worth_asking(c, &best)) {
		struct screen covering = covering_screen(c);

		best = covering.id ? covering : best;
		forced = covering.id != NULL;
	}
	ret->question = best.question;
	ret->checklist = best.checklist;
	ret->gain = best.gain;
	ret->score = best.score;
	if (all_due_asked(c) && is_settled(c)) {
		ret->stop = KAM_STOP_CLEAR;
	} else if (!forced && !is_worth_asking(c, &best)) {
		ret->stop = KAM_STOP_NO_GAIN;
	} else if ((double)asked >= c->kb->settings.most) {
		ret->stop = KAM_STOP_MOST;
	}
}

/* Whether it is over whatever could be asked. */
static bool is_over(struct chooser *c, size_t asked)
{
	return (double)asked >= c->kb->settings.most || (all_due_asked(c) && is_settled(c));
}

void choose_among(struct kam_belief *belief, size_t asked, size_t last_topic, const bool *among,
	struct kam_next *ret)
{
	struct chooser c = {.belief = belief, .kb = belief->kb};

	*ret = (struct kam_next){KAM_GO_ON, mandatory_question(&c), KAM_NONE, 0, 0};
	if (ret->question == KAM_NONE) {
		c = chooser_make(belief, last_topic, among);
		if (among && is_over(&c, asked)) {
			ret->stop = KAM_STOP_MOST;
		} else {
			choose(&c, asked, ret);
		}
		chooser_release(&c);
	}
}

void kam_belief_next(
	struct kam_belief *belief, size_t asked, size_t last_topic, struct kam_next *ret)
{
	choose_among(belief, asked, last_topic, NULL, ret);
}

/* --- ranking ------------------------------------------------------------------------------ */

static int by_score(const void *x, const void *y)
{
	const struct screen *a = x;
	const struct screen *b = y;

	if (a->score != b->score) {
		return a->score < b->score ? 1 : -1;
	}
	return strcmp(a->id, b->id);
}

/* All screens that gain something, best first; returns how many. RET holds one for each question and checklist. */
static size_t rank_screens(struct chooser *c, struct screen *ret)
{
	size_t count = 0;

	for (size_t v = 0; v < c->kb->variable_count; v++) {
		value_variable(c, &(struct measured){v, INFINITY}, 0);
	}
	for (size_t q = 0; q < c->kb->question_count; q++) {
		if (c->kb->questions[q].checklist == KAM_NONE && c->gain[q] > 0) {
			ret[count++] = choice_screen(c, q);
		}
	}
	for (size_t i = 0; i < c->kb->checklist_count; i++) {
		struct screen s = checklist_screen(c, i);

		if (s.gain > 0) {
			ret[count++] = s;
		}
	}
	qsort(ret, count, sizeof(*ret), by_score);
	return count;
}

static void mark_screen(const struct kam_kb *kb, const struct screen *s, bool *ret)
{
	if (s->question != KAM_NONE) {
		ret[s->question] = true;
		return;
	}
	for (size_t i = 0; i < kb->checklists[s->checklist].item_count; i++) {
		ret[kb->checklists[s->checklist].items[i]] = true;
	}
}

void choose_best(struct kam_belief *belief, size_t last_topic, size_t count, bool *ret)
{
	const struct kam_kb *kb = belief->kb;
	struct chooser c = chooser_make(belief, last_topic, NULL);
	struct screen *all =
		memory_alloc(kb->question_count + kb->checklist_count + 1, sizeof(*all));
	size_t found = rank_screens(&c, all);

	for (size_t q = 0; q < kb->question_count; q++) {
		ret[q] = kb->questions[q].ask_if.count > 0;
	}
	for (size_t i = 0; i < found && i < count; i++) {
		mark_screen(kb, &all[i], ret);
	}
	free(all);
	chooser_release(&c);
}
