/* SPDX-License-Identifier: MIT */
/*
 * The next question against section 3 worked out the long way: every question valued on every target, nothing left out because
 * it cannot win. On random forests, and along interviews on the shipped base.
 */
#include "knowledge/model.h"
#include "unit_oracle.h"
#include "unit_slow.h"
#include "util/memory.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#ifdef SLOW
#define INTERVIEWS 6
#else
#define INTERVIEWS 60
#endif

#define TIE   1e-9
#define EXACT 1e-10
#define NOISE 1e-12 /* gains below it are rounding: what comes next then is of no account */

/* --- the long way --------------------------------------------------------------------------- */

struct reference {
	struct kam_belief *belief;
	const struct kam_kb *kb;
	size_t last_topic;
	size_t targets[64];
	double worth[64];
	size_t target_count;
	double *gain; /* by question */
	double stage[KB_MAX_STATES];
};

static bool unasked(const struct reference *r, size_t q)
{
	size_t count;

	kam_belief_responses(r->belief, q, &count);
	return !count && kam_belief_applies(r->belief, q);
}

static bool has_orders(const struct reference *r)
{
	const struct kb_roles *roles = &r->kb->roles;
	const struct kam_response *given;
	size_t count;

	if (roles->gate == KAM_NONE) {
		return true;
	}
	given = kam_belief_responses(r->belief, roles->gate, &count);
	for (size_t i = 0; i < count; i++) {
		if (given[i].kind == KAM_ANSWER && !(given[i].options & ~roles->gate_none)) {
			return false;
		}
	}
	return true;
}

static void want(struct reference *r, size_t variable, double worth)
{
	if (variable != KAM_NONE) {
		r->targets[r->target_count] = variable;
		r->worth[r->target_count++] = worth;
	}
}

static void find_targets(struct reference *r)
{
	const struct kb_roles *roles = &r->kb->roles;
	size_t stages = r->kb->variables[roles->stage].state_count;
	bool orders = has_orders(r);
	size_t lead = kam_belief_mode(r->belief, roles->stage);
	bool first = lead == 0;

	/* without orders, the stage is settled by the gate once it is clear */
	want(r, roles->stage, orders || r->stage[lead] < r->kb->settings.clear ? 1 : 0);
	for (size_t c = 0; orders && c < r->kb->cause_count; c++) {
		double worth = 0;

		for (size_t s = 0; s < stages; s++) {
			worth += r->stage[s] * kam_kb_severity(r->kb, c, 2, s);
		}
		want(r, r->kb->causes[c].variable, worth);
	}
	want(r, orders ? roles->strain : KAM_NONE, 1);
	want(r, orders || first ? roles->worth : KAM_NONE, 1);
	want(r, first ? roles->way_in : KAM_NONE, 1);
	want(r, first ? roles->fit : KAM_NONE, 1);
}

/* P(the answer makes P(leading) reach `clear`). */
static double chance_of_clear(const struct reference *r, size_t question)
{
	const struct kb_question *q = &r->kb->questions[question];
	size_t root = r->kb->roles.stage;
	size_t stages = r->kb->variables[root].state_count;
	size_t states = r->kb->variables[q->variable].state_count;
	double *joint = memory_alloc(states * stages, sizeof(*joint));
	double chance = 0;

	kam_belief_joint(r->belief, q->variable, root, joint);
	for (size_t o = 0; o < q->option_count; o++) {
		double sum = 0;
		double top = 0;

		for (size_t s = 0; s < stages; s++) {
			double p = 0;

			for (size_t x = 0; x < states; x++) {
				p += q->table[x * q->option_count + o] * joint[x * stages + s];
			}
			sum += p;
			top = p > top ? p : top;
		}
		chance += sum > 0 && top >= r->kb->settings.clear * sum ? sum : 0;
	}
	free(joint);
	return chance;
}

static double gain_of(const struct reference *r, size_t question)
{
	size_t leading = kam_belief_mode(r->belief, r->kb->roles.stage);
	size_t variable = r->kb->questions[question].variable;
	double gain = 0;

	for (size_t t = 0; t < r->target_count; t++) {
		gain += r->worth[t] * kam_belief_gain(r->belief, question, r->targets[t]);
	}
	if (r->stage[leading] < r->kb->settings.clear &&
		kb_root(r->kb, variable) == r->kb->roles.stage) {
		gain += 0.5 * chance_of_clear(r, question);
	}
	return gain;
}

struct choice {
	const char *id;
	size_t question, checklist;
	double gain, score;
};

static struct choice scored(
	const struct reference *r, const char *id, size_t topic, double effort, double gain)
{
	bool same = topic != KAM_NONE && topic == r->last_topic;

	return (struct choice){id, KAM_NONE, KAM_NONE, gain, (same ? 1.1 : 1) * gain / effort};
}

static struct choice of_question(const struct reference *r, size_t question)
{
	const struct kb_question *q = &r->kb->questions[question];
	struct choice c = scored(r, q->id, q->topic, q->effort, q->known * r->gain[question]);

	c.question = question;
	return c;
}

static struct choice of_checklist(const struct reference *r, size_t checklist)
{
	const struct kb_checklist *list = &r->kb->checklists[checklist];
	double gain = 0;
	struct choice c;

	for (size_t i = 0; i < list->item_count; i++) {
		size_t q = list->items[i];

		gain += unasked(r, q) ? r->kb->questions[q].known * r->gain[q] : 0;
	}
	c = scored(r, list->id, list->topic, list->effort, gain);
	c.checklist = checklist;
	return c;
}

/* Whether a clear placement lacks facets of ASPECT. */
static bool lacks(const struct reference *r, enum kb_aspect aspect)
{
	const struct kb_settings *s = &r->kb->settings;
	double counted[3] = {0, 0, 0};
	bool plane = r->kb->roles.x != KAM_NONE;

	for (size_t v = 0; v < r->kb->variable_count; v++) {
		counted[r->kb->variables[v].aspect] += kam_belief_informed(r->belief, v);
	}
	if (aspect == KB_NO_ASPECT || !has_orders(r)) {
		return false;
	}
	if (plane &&
		(counted[KB_BUILT] < s->least_per_axis || counted[KB_LIVED] < s->least_per_axis)) {
		return counted[aspect] < s->least_per_axis;
	}
	return counted[KB_BUILT] + counted[KB_LIVED] < s->least;
}

static bool covers(const struct reference *r, size_t question)
{
	const struct kb_question *q = &r->kb->questions[question];

	return !kam_belief_informed(r->belief, q->variable) &&
	       lacks(r, r->kb->variables[q->variable].aspect);
}

/* All screens that might come next, or only those that cover, into RET. */
static size_t screens(const struct reference *r, bool covering, struct choice *ret)
{
	size_t count = 0;

	for (size_t q = 0; q < r->kb->question_count; q++) {
		if (r->kb->questions[q].checklist == KAM_NONE && unasked(r, q) &&
			(!covering || covers(r, q))) {
			ret[count++] = of_question(r, q);
		}
	}
	for (size_t i = 0; !covering && i < r->kb->checklist_count; i++) {
		ret[count++] = of_checklist(r, i);
	}
	return count;
}

static struct choice best_of(const struct choice *all, size_t count, bool gaining)
{
	struct choice best = {NULL, KAM_NONE, KAM_NONE, 0, 0};
	double top = -1;

	for (size_t i = 0; i < count; i++) {
		top = all[i].score > top ? all[i].score : top;
	}
	for (size_t i = 0; i < count; i++) {
		if ((!gaining || all[i].gain > 0) && all[i].score >= top - TIE &&
			(!best.id || strcmp(all[i].id, best.id) < 0)) {
			best = all[i];
		}
	}
	return best;
}

static struct choice choose(struct reference *r, struct choice *all)
{
	struct choice best = best_of(all, screens(r, false, all), true);

	if (!best.id || best.gain < r->kb->settings.least_gain) {
		struct choice covering = best_of(all, screens(r, true, all), false);

		best = covering.id ? covering : best;
	}
	return best;
}

/* What the next screen should be on what BELIEF holds. */
static struct choice long_way(struct kam_belief *belief, size_t last_topic)
{
	const struct kam_kb *kb = kam_belief_kb(belief);
	struct reference r = {.belief = belief, .kb = kb, .last_topic = last_topic};
	struct choice *all =
		memory_alloc(kb->question_count + kb->checklist_count + 1, sizeof(*all));
	struct choice best;

	r.gain = memory_alloc(kb->question_count + 1, sizeof(*r.gain));
	kam_belief_posterior(belief, kb->roles.stage, r.stage);
	find_targets(&r);
	for (size_t q = 0; q < kb->question_count; q++) {
		r.gain[q] = unasked(&r, q) ? gain_of(&r, q) : 0;
	}
	best = choose(&r, all);
	free(r.gain);
	free(all);
	return best;
}

static bool any_mandatory(const struct kam_belief *belief)
{
	const struct kam_kb *kb = kam_belief_kb(belief);
	struct reference r = {.kb = kb};

	memcpy(&r.belief, &belief, sizeof(belief));
	for (size_t q = 0; q < kb->question_count; q++) {
		if (kb->questions[q].mandatory && unasked(&r, q)) {
			return true;
		}
	}
	return false;
}

/* --- forests -------------------------------------------------------------------------------- */

static void check_next(struct example *x)
{
	struct kam_next next;
	struct choice best;

	if (any_mandatory(x->belief)) {
		return;
	}
	kam_belief_next(x->belief, 0, KAM_NONE, &next);
	best = long_way(x->belief, KAM_NONE);
	if (best.gain > NOISE) {
		equal(x, "question", 0, next.question, best.question);
		equal(x, "checklist", 0, next.checklist, best.checklist);
	}
	near(x, "gain", 0, next.gain, best.gain, EXACT);
	near(x, "score", 0, next.score, best.score, EXACT);
}

/* One answer after the other, as in an interview. */
static void check_growing(struct example *x)
{
	kam_belief_clear(x->belief);
	check_next(x);
	for (size_t q = 0; q < x->forest->question_count; q++) {
		forest_tell(x->forest, &x->answers, q, x->belief);
		check_next(x);
	}
}

static void choose__forests(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_next);
	on_forests(FOREST_EXTREME, check_next);
	on_forests(FOREST_CHAINS, check_growing);
	on_forests(FOREST_VANTAGES, check_growing);
}

/* --- the shipped base ----------------------------------------------------------------------- */

static void answer_any(struct kam_belief *b, struct forest_random *random, size_t question)
{
	const struct kb_question *q = &kam_belief_kb(b)->questions[question];
	struct kam_response response = {.kind = KAM_ANSWER};

	if (forest_chance(random, 0.1)) {
		response.kind = KAM_UNKNOWN;
	} else {
		response.options = UINT64_C(1) << forest_pick(random, q->option_count);
		response.tentative = forest_chance(random, 0.1);
	}
	kam_belief_set(b, question, &response, 1, NULL);
}

static size_t answer_screen(
	struct kam_belief *b, struct forest_random *random, const struct kam_next *next)
{
	const struct kam_kb *kb = kam_belief_kb(b);
	const struct kb_checklist *list;

	if (next->checklist == KAM_NONE) {
		answer_any(b, random, next->question);
		return kb->questions[next->question].topic;
	}
	list = &kb->checklists[next->checklist];
	for (size_t i = 0; i < list->item_count; i++) {
		answer_any(b, random, list->items[i]);
	}
	return list->topic;
}

static void play(struct kam_belief *b, struct forest_random *random)
{
	size_t topic = KAM_NONE;

	kam_belief_clear(b);
	for (size_t asked = 0; asked < 40; asked++) {
		struct kam_next next;

		kam_belief_next(b, asked, topic, &next);
		if (!any_mandatory(b)) {
			struct choice best = long_way(b, topic);

			if (best.gain > NOISE) {
				assert_int_equal(next.question, best.question);
				assert_int_equal(next.checklist, best.checklist);
			}
			assert_true(fabs(next.gain - best.gain) < EXACT);
		}
		if (next.question == KAM_NONE && next.checklist == KAM_NONE) {
			break;
		}
		topic = answer_screen(b, random, &next);
	}
}

static void choose__interviews_on_the_shipped_base(void **state)
{
	struct forest_random random = {3};
	struct kam_belief *b;
	struct kam_kb *kb;

	(void)state;
	assert_int_equal(kam_kb_load("knowledge/millman-wilson", &kb, NULL), KAM_OK);
	b = kam_belief_new(kb);
	for (size_t i = 0; i < INTERVIEWS; i++) {
		play(b, &random);
	}
	kam_belief_free(b);
	kam_kb_free(kb);
}

/* What is worth asking for a cause far below the stage may hang beside it, just as far below. */
static void choose__meeting_far_below_the_stage(void **state)
{
	struct kam_next next;
	struct kam_belief *b;
	struct kam_kb *kb;

	(void)state;
	assert_int_equal(kam_kb_load("tests/kb/pass/deep", &kb, NULL), KAM_OK);
	b = kam_belief_new(kb);
	kam_belief_next(b, 0, KAM_NONE, &next);
	assert_int_equal(next.question, long_way(b, KAM_NONE).question);
	assert_int_equal(next.question, kam_kb_find_question(kb, "on-aside"));
	kam_belief_free(b);
	kam_kb_free(kb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(choose__forests),
		cmocka_unit_test(choose__meeting_far_below_the_stage),
		cmocka_unit_test(choose__interviews_on_the_shipped_base),
	};

	return cmocka_run_group_tests_name("inference_choose", tests, NULL, forget_forests);
}
