/* SPDX-License-Identifier: MIT */
/*
 * Which question next, and when to stop: inference, section 3. For each measured variable the joint with each target is
 * computed once, and all its questions are scored from it.
 */
#include "inference/belief.h"
#include "util/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAME_TOPIC  0.1 /* an answer about what was just talked about comes easier */
#define MAKES_CLEAR 0.5 /* bits for the chance that an answer settles the stage */
#define TIE         1e-9

struct target {
	size_t variable;
	double worth; /* u_t */
	bool stage;
};

struct chooser {
	struct kam_belief *belief;
	const struct kam_kb *kb;
	struct target *targets;
	size_t target_count;
	double *from_stage; /* P(v | stage, E) of every variable of the stage's tree */
	double *joint;      /* P(x, t | E) of the variable at hand, target after target */
	double *gain;       /* by question: Σ u·I in bits, before `known` */
	bool clear_already;
	size_t last_topic;
};

static double mutual_information(const struct kb_question *q, const double *joint, size_t states,
	size_t others, double *answer_and_other)
{
	double information = 0;

	for (size_t o = 0; o < q->option_count; o++) {
		double *row = answer_and_other + o * others;

		memset(row, 0, others * sizeof(*row));
		for (size_t x = 0; x < states; x++) {
			double p = q->table[x * q->option_count + o];

			for (size_t t = 0; t < others; t++) {
				row[t] += p * joint[x * others + t];
			}
		}
	}
	for (size_t t = 0; t < others; t++) {
		double marginal = 0;

		for (size_t x = 0; x < states; x++) {
			marginal += joint[x * others + t];
		}
		for (size_t o = 0; o < q->option_count; o++) {
			double p = answer_and_other[o * others + t];

			information += p > 0 ? p * log2(p / marginal) : 0;
		}
	}
	for (size_t o = 0; o < q->option_count; o++) {
		double p = 0;

		for (size_t t = 0; t < others; t++) {
			p += answer_and_other[o * others + t];
		}
		information -= p > 0 ? p * log2(p) : 0;
	}
	return information > 0 ? information : 0;
}

double kam_belief_gain(struct kam_belief *belief, size_t question, size_t variable)
{
	const struct kb_question *q = &belief->kb->questions[question];
	size_t states = belief->kb->variables[q->variable].state_count;
	size_t others = belief->kb->variables[variable].state_count;
	double *joint = memory_alloc((states + q->option_count) * others, sizeof(*joint));
	double gain;

	kam_belief_joint(belief, q->variable, variable, joint);
	gain = mutual_information(q, joint, states, others, joint + states * others);
	free(joint);
	return gain;
}

/* P(the answer makes the stage clear), from P(answer, stage). */
static double chance_of_clear(
	const struct kb_question *q, const double *rows, size_t stages, double clear)
{
	double chance = 0;

	for (size_t o = 0; o < q->option_count; o++) {
		double sum = 0;
		double top = 0;

		for (size_t s = 0; s < stages; s++) {
			double p = rows[o * stages + s];

			sum += p;
			top = p > top ? p : top;
		}
		chance += sum > 0 && top >= clear * sum ? sum : 0;
	}
	return chance;
}

static bool has_orders(const struct kam_belief *b)
{
	const struct kb_roles *roles = &b->kb->roles;
	size_t count = 0;
	const struct kam_response *r;

	if (roles->gate == KAM_NONE) {
		return true;
	}
	r = kam_belief_responses(b, roles->gate, &count);
	for (size_t i = 0; i < count; i++) {
		if (r[i].kind == KAM_ANSWER && !(r[i].options & ~roles->gate_none)) {
			return false;
		}
	}
	return true;
}

static void add_target(struct chooser *c, size_t variable, double worth, bool stage)
{
	if (variable != KAM_NONE && worth > 0) {
		c->targets[c->target_count++] = (struct target){variable, worth, stage};
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
	bool orders = has_orders(c->belief);
	bool first = kam_belief_mode(c->belief, roles->stage) == 0;

	add_target(c, roles->stage, 1, true);
	for (size_t i = 0; orders && i < c->kb->cause_count; i++) {
		add_target(c, c->kb->causes[i].variable, worst_severity(c->belief, i), false);
	}
	add_target(c, orders ? roles->strain : KAM_NONE, 1, false);
	add_target(c, orders || first ? roles->worth : KAM_NONE, 1, false);
	add_target(c, first ? roles->way_in : KAM_NONE, 1, false);
	add_target(c, first ? roles->fit : KAM_NONE, 1, false);
}

/* P(v | stage, E) for the tree of the stage, parents first. */
static void fill_from_stage(struct chooser *c)
{
	const struct network *net = c->belief->net;
	size_t root = c->kb->roles.stage;
	size_t stages = c->kb->variables[root].state_count;

	c->from_stage = memory_alloc(net->states * stages + 1, sizeof(double));
	for (size_t k = 0; k < c->kb->variable_count; k++) {
		size_t v = net->order[k];
		const struct kb_variable *x = &c->kb->variables[v];
		double *out = c->from_stage + net->state[v] * stages;
		const double *above;
		size_t middle;

		if (v == root) {
			for (size_t s = 0; s < stages; s++) {
				out[s * stages + s] = 1;
			}
		}
		if (v == root || !kb_under(c->kb, v, root)) {
			continue;
		}
		above = c->from_stage + net->state[x->parent] * stages;
		middle = c->kb->variables[x->parent].state_count;
		for (size_t s = 0; s < stages; s++) {
			for (size_t m = 0; m < middle; m++) {
				double p = above[s * middle + m];
				const double *row =
					c->belief->pass->given + net->pair[v] + m * x->state_count;

				for (size_t j = 0; j < x->state_count; j++) {
					out[s * x->state_count + j] += p * row[j];
				}
			}
		}
	}
}

/* The child of the stage above V (or V itself); two variables below different ones meet only in the stage. */
static size_t branch(const struct kam_kb *kb, size_t v)
{
	while (kb->variables[v].parent != KAM_NONE && kb->variables[v].parent != kb->roles.stage) {
		v = kb->variables[v].parent;
	}
	return v;
}

/* Fills c->joint for X and target T; false where they are independent. */
static bool joint_with(struct chooser *c, size_t x, size_t t)
{
	const struct network *net = c->belief->net;
	const struct kam_kb *kb = c->kb;
	size_t root = kb->roles.stage;
	size_t stages = kb->variables[root].state_count;
	size_t nx = kb->variables[x].state_count;
	size_t nt = kb->variables[t].state_count;
	const double *px = c->from_stage + net->state[x] * stages;
	const double *pt = c->from_stage + net->state[t] * stages;

	if (kb_root(kb, x) != kb_root(kb, t)) {
		return false;
	}
	if (kb_root(kb, x) != root || (x != root && t != root && branch(kb, x) == branch(kb, t))) {
		belief_joint_in(c->belief->pass, x, t, c->joint);
		return true;
	}
	memset(c->joint, 0, nx * nt * sizeof(double));
	for (size_t s = 0; s < stages; s++) {
		double p = c->belief->pass->posterior[net->state[root] + s];

		for (size_t i = 0; i < nx; i++) {
			double pi = p * px[s * nx + i];

			for (size_t j = 0; j < nt; j++) {
				c->joint[i * nt + j] += pi * pt[s * nt + j];
			}
		}
	}
	return true;
}

static bool is_open(const struct chooser *c, size_t q)
{
	return !c->belief->evidence.responses[q].count && kam_belief_applies(c->belief, q);
}

static void score_question(struct chooser *c, size_t q, const struct target *t)
{
	const struct kb_question *question = &c->kb->questions[q];
	size_t states = c->kb->variables[question->variable].state_count;
	size_t others = c->kb->variables[t->variable].state_count;
	double *rows = c->joint + states * others;

	c->gain[q] += t->worth * mutual_information(question, c->joint, states, others, rows);
	if (t->stage && !c->clear_already) {
		c->gain[q] += MAKES_CLEAR *
			      chance_of_clear(question, rows, others, c->kb->settings.clear);
	}
}

static void score_variable(struct chooser *c, size_t x)
{
	const struct kb_variable *v = &c->kb->variables[x];
	bool wanted = false;

	for (size_t i = 0; i < v->question_count; i++) {
		wanted = wanted || is_open(c, v->questions[i]);
	}
	for (size_t t = 0; wanted && t < c->target_count; t++) {
		if (!joint_with(c, x, c->targets[t].variable)) {
			continue;
		}
		for (size_t i = 0; i < v->question_count; i++) {
			if (is_open(c, v->questions[i])) {
				score_question(c, v->questions[i], &c->targets[t]);
			}
		}
	}
}

static double with_topic(const struct chooser *c, size_t topic, double gain)
{
	return topic != KAM_NONE && topic == c->last_topic ? gain * (1 + SAME_TOPIC) : gain;
}

static size_t counted_facets(struct kam_belief *b, enum kb_aspect aspect)
{
	size_t count = 0;

	belief_refresh(b);
	for (size_t v = 0; v < b->kb->variable_count; v++) {
		count += b->kb->variables[v].aspect == aspect && b->has[v];
	}
	return count;
}

static bool covered(struct kam_belief *b)
{
	const struct kb_settings *s = &b->kb->settings;
	double built = (double)counted_facets(b, KB_BUILT);
	double lived = (double)counted_facets(b, KB_LIVED);

	if (!has_orders(b)) {
		return true;
	}
	if (b->kb->roles.x == KAM_NONE) {
		return built + lived >= s->least;
	}
	return built + lived >= s->least && built >= s->least_per_axis &&
	       lived >= s->least_per_axis;
}

/* Whether a clear placement still wants an answer on a facet of ASPECT. */
static bool is_lacking(struct kam_belief *b, enum kb_aspect aspect)
{
	const struct kb_settings *s = &b->kb->settings;
	double built = (double)counted_facets(b, KB_BUILT);
	double lived = (double)counted_facets(b, KB_LIVED);

	if (aspect == KB_NO_ASPECT || covered(b)) {
		return false;
	}
	if (b->kb->roles.x == KAM_NONE ||
		(built >= s->least_per_axis && lived >= s->least_per_axis)) {
		return true;
	}
	return (aspect == KB_BUILT ? built : lived) < s->least_per_axis;
}

/* A screen that might come next. IDs break ties. */
struct screen {
	const char *id;
	size_t question, checklist;
	double gain, score;
};

static bool better(const struct screen *a, const struct screen *b)
{
	if (!b->id || a->score > b->score + TIE) {
		return true;
	}
	return a->score >= b->score - TIE && strcmp(a->id, b->id) < 0;
}

static struct screen checklist_screen(const struct chooser *c, size_t index)
{
	const struct kb_checklist *list = &c->kb->checklists[index];
	struct screen s = {list->id, KAM_NONE, index, 0, 0};

	for (size_t i = 0; i < list->item_count; i++) {
		size_t q = list->items[i];

		if (is_open(c, q)) {
			s.gain += c->kb->questions[q].known * c->gain[q];
		}
	}
	s.score = with_topic(c, list->topic, s.gain) / list->effort;
	return s;
}

static struct screen choice_screen(const struct chooser *c, size_t q)
{
	const struct kb_question *question = &c->kb->questions[q];
	struct screen s = {question->id, q, KAM_NONE, 0, 0};

	s.gain = question->known * c->gain[q];
	s.score = with_topic(c, question->topic, s.gain) / question->effort;
	return s;
}

static struct screen best_screen(const struct chooser *c)
{
	struct screen best = {NULL, KAM_NONE, KAM_NONE, 0, 0};

	for (size_t q = 0; q < c->kb->question_count; q++) {
		if (c->kb->questions[q].checklist == KAM_NONE && is_open(c, q)) {
			struct screen s = choice_screen(c, q);

			if (s.gain > 0 && better(&s, &best)) {
				best = s;
			}
		}
	}
	for (size_t i = 0; i < c->kb->checklist_count; i++) {
		struct screen s = checklist_screen(c, i);

		if (s.gain > 0 && better(&s, &best)) {
			best = s;
		}
	}
	return best;
}

/* The best question on a facet without an answer that counts, on an axis that still needs one for a clear placement. */
static struct screen covering_screen(const struct chooser *c)
{
	struct screen best = {NULL, KAM_NONE, KAM_NONE, 0, 0};

	for (size_t q = 0; q < c->kb->question_count; q++) {
		size_t v = c->kb->questions[q].variable;

		if (c->kb->questions[q].checklist == KAM_NONE && is_open(c, q) &&
			!c->belief->has[v] && is_lacking(c->belief, c->kb->variables[v].aspect)) {
			struct screen s = choice_screen(c, q);

			best = better(&s, &best) ? s : best;
		}
	}
	return best;
}

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

/* Whether V has a response of any kind to one of its questions. */
static bool was_asked(const struct kam_belief *b, size_t v)
{
	const struct kb_variable *x = &b->kb->variables[v];

	for (size_t i = 0; i < x->question_count; i++) {
		if (b->evidence.responses[x->questions[i]].count) {
			return true;
		}
	}
	return false;
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

/* Whether all that is due has an answer or a non-answer, follow-ups included. */
static bool all_due_asked(const struct chooser *c)
{
	for (size_t t = 0; t < c->target_count; t++) {
		size_t v = c->targets[t].variable;

		if (!c->targets[t].stage && !was_asked(c->belief, v) && can_be_asked(c, v)) {
			return false;
		}
	}
	return !follow_up_waits(c);
}

enum kam_clarity kam_belief_clarity(
	struct kam_belief *belief, size_t *ret_leading, size_t *ret_other)
{
	const struct kb_settings *s = &belief->kb->settings;
	size_t stage = belief->kb->roles.stage;
	size_t n = belief->kb->variables[stage].state_count;
	const double *p = belief_posterior(belief, stage);
	size_t lead = kam_belief_mode(belief, stage);
	size_t other = KAM_NONE;

	if (lead > 0) {
		other = lead - 1;
	}
	if (lead + 1 < n && (other == KAM_NONE || p[lead + 1] > p[other])) {
		other = lead + 1;
	}
	*ret_leading = lead;
	*ret_other = other;
	if (!covered(belief)) {
		return KAM_OPEN;
	}
	if (p[lead] >= s->clear) {
		return KAM_CLEAR;
	}
	return other != KAM_NONE && p[lead] + p[other] >= s->between ? KAM_BETWEEN : KAM_OPEN;
}

static bool stage_can_gain(const struct chooser *c)
{
	for (size_t q = 0; q < c->kb->question_count; q++) {
		if (is_open(c, q) && kam_belief_gain(c->belief, q, c->kb->roles.stage) >=
					     c->kb->settings.least_gain) {
			return true;
		}
	}
	return false;
}

static bool is_settled(const struct chooser *c)
{
	size_t leading;
	size_t other;
	enum kam_clarity clarity = kam_belief_clarity(c->belief, &leading, &other);

	return clarity == KAM_CLEAR || (clarity == KAM_BETWEEN && !stage_can_gain(c));
}

static struct chooser chooser_make(struct kam_belief *b, size_t last_topic)
{
	struct chooser c = {.belief = b, .kb = b->kb, .last_topic = last_topic};
	const double *p = belief_posterior(b, b->kb->roles.stage);

	c.targets = memory_alloc(b->kb->cause_count + 8, sizeof(*c.targets));
	c.gain = memory_alloc(b->kb->question_count + 1, sizeof(double));
	c.joint = memory_alloc((KB_MAX_STATES + KB_MAX_OPTIONS) * KB_MAX_STATES, sizeof(double));
	c.clear_already = p[kam_belief_mode(b, b->kb->roles.stage)] >= b->kb->settings.clear;
	find_targets(&c);
	fill_from_stage(&c);
	return c;
}

static void chooser_release(struct chooser *c)
{
	free(c->targets);
	free(c->from_stage);
	free(c->joint);
	free(c->gain);
}

void kam_belief_next(
	struct kam_belief *belief, size_t asked, size_t last_topic, struct kam_next *ret)
{
	struct chooser c = chooser_make(belief, last_topic);
	struct screen best;
	bool forced = false;

	*ret = (struct kam_next){KAM_GO_ON, mandatory_question(&c), KAM_NONE, 0, 0};
	if (ret->question != KAM_NONE) {
		chooser_release(&c);
		return;
	}
	for (size_t v = 0; v < c.kb->variable_count; v++) {
		score_variable(&c, v);
	}
	best = best_screen(&c);
	if (!best.id || best.gain < c.kb->settings.least_gain) {
		struct screen covering = covering_screen(&c);

		best = covering.id ? covering : best;
		forced = covering.id != NULL;
	}
	ret->question = best.question;
	ret->checklist = best.checklist;
	ret->gain = best.gain;
	ret->score = best.score;
	if (all_due_asked(&c) && is_settled(&c)) {
		ret->stop = KAM_STOP_CLEAR;
	} else if (!forced && (!best.id || best.gain < c.kb->settings.least_gain)) {
		ret->stop = KAM_STOP_NO_GAIN;
	} else if ((double)asked >= c.kb->settings.most) {
		ret->stop = KAM_STOP_MOST;
	}
	chooser_release(&c);
}
