/* SPDX-License-Identifier: MIT */
/* The danger of breaking against enumeration (section 6). */
#include "unit_oracle.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Which states of cause variable V were looked at. */
static void looked_at(const struct forest *f, const struct evidence *e, size_t v, bool ret[3])
{
	size_t parent = f->variables[v].parent;

	ret[0] = false;
	ret[1] = f->variables[parent].facet && counted_on(f, e, parent);
	ret[2] = counted_on(f, e, v);
	for (size_t q = 0; q < f->question_count; q++) {
		ret[1] |= f->questions[q].variable == v && f->questions[q].tells_exposed &&
			  e->counts[q];
	}
}

static double severity(const struct example *x, size_t v, size_t state, size_t stage)
{
	bool seen[3];

	looked_at(x->forest, &x->evidence, v, seen);
	return seen[state] ? x->forest->variables[v].severity[state][stage] : 0;
}

/* 1 - P(break): KEEP[v] is what is left of the severity of cause variable v. */
static double survival(const struct example *x, const double *keep)
{
	static struct joint j;
	long double plain;

	joint_load(&j, x->forest, &x->evidence, 1, false);
	joint_enumerate(&j);
	plain = j.total;
	for (size_t v = 0; v < x->forest->variable_count; v++) {
		for (size_t i = 0; x->forest->variables[v].cause && i < 3 * FOREST_STAGES; i++) {
			size_t s = i / 3;

			j.factor[v][s][i % 3] *= 1 - keep[v] * severity(x, v, i % 3, s);
		}
	}
	joint_enumerate(&j);
	return (1 - x->forest->leak) * (double)(j.total / plain);
}

static double probability_of_break(const struct example *x)
{
	double keep[FOREST_VARIABLES];

	for (size_t v = 0; v < FOREST_VARIABLES; v++) {
		keep[v] = 1;
	}
	return 1 - survival(x, keep);
}

static void check_probability(struct example *x)
{
	struct kam_danger got;

	kam_belief_danger(x->belief, &got);
	near(x, "P(break)", 0, got.probability, probability_of_break(x), ORACLE_EXACT);
	kam_danger_release(&got);
}

static void danger__probability_equals_enumeration(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_probability);
}

static enum kam_cause_state state_of(const struct example *x, size_t v)
{
	double exposed = joint_alone(&x->joint, v, 1);
	double happening = joint_alone(&x->joint, v, 2);
	bool seen[3];

	looked_at(x->forest, &x->evidence, v, seen);
	if (!seen[1] && !seen[2]) {
		return KAM_NOT_CHECKED;
	}
	if (happening >= 0.5) {
		return KAM_HAPPENING;
	}
	return seen[1] && exposed + happening >= 0.5 ? KAM_EXPOSED : KAM_NO_SIGN;
}

static size_t states[KAM_HAPPENING + 1];

static void check_causes(struct example *x)
{
	const struct forest *f = x->forest;
	struct kam_danger got;
	size_t checked = 0;

	kam_belief_danger(x->belief, &got);
	for (size_t v = 0; v < f->variable_count; v++) {
		if (f->variables[v].cause) {
			const struct kam_cause_finding *c =
				&got.causes[f->variables[v].cause_number];

			near(x, "P(exposed)", v, c->exposed, joint_alone(&x->joint, v, 1),
				ORACLE_EXACT);
			near(x, "P(happening)", v, c->happening, joint_alone(&x->joint, v, 2),
				ORACLE_EXACT);
			equal(x, "state of the cause", v, c->state, state_of(x, v));
			states[c->state]++;
			checked += c->state != KAM_NOT_CHECKED;
		}
	}
	equal(x, "causes checked", 0, got.checked, checked);
	equal(x, "causes", 0, got.cause_count, kam_kb_cause_count(f->kb));
	kam_danger_release(&got);
}

static void danger__causes_equal_enumeration(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_causes);
	for (size_t i = 0; i <= KAM_HAPPENING; i++) {
		assert_true(states[i] >= 20);
	}
}

/* - sum over stages of P(s) ln E[1 - severity | s] */
static double part_of(const struct example *x, size_t v)
{
	double sum = 0;

	for (size_t s = 0; s < FOREST_STAGES; s++) {
		double stage = joint_alone(&x->joint, 0, s);
		double lost = 0;

		for (size_t state = 1; state < 3; state++) {
			lost += joint_pair(&x->joint, 0, s, v, state) / stage *
				severity(x, v, state, s);
		}
		sum -= stage * log1p(-lost);
	}
	return sum;
}

static void check_shares(struct example *x)
{
	const struct forest *f = x->forest;
	double parts[FOREST_VARIABLES];
	double sum = 0;
	struct kam_danger got;

	for (size_t v = 0; v < f->variable_count; v++) {
		parts[v] = f->variables[v].cause ? part_of(x, v) : 0;
		sum += parts[v];
	}
	kam_belief_danger(x->belief, &got);
	for (size_t v = 0; v < f->variable_count; v++) {
		if (f->variables[v].cause) {
			near(x, "share", v, got.causes[f->variables[v].cause_number].share,
				sum > 0 ? parts[v] / sum : 0, ORACLE_EXACT);
		}
	}
	kam_danger_release(&got);
}

static void danger__shares_equal_enumeration(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_shares);
}

static void check_prevention(struct example *x)
{
	const struct forest *f = x->forest;
	double relief[FOREST_VARIABLES];
	double keep[FOREST_VARIABLES] = {0};

	for (size_t v = 0; v < f->variable_count; v++) {
		if (f->variables[v].cause) {
			double share = forest_uniform(&x->random) * 1.5;

			share = fmax(0, fmin(1, share - 0.25));
			relief[f->variables[v].cause_number] = share;
			keep[v] = 1 - share;
		}
	}
	near(x, "prevention", 0, kam_belief_prevention(x->belief, relief),
		probability_of_break(x) - (1 - survival(x, keep)), ORACLE_EXACT);
}

static void prevention__equals_enumeration(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_prevention);
}

/* Read: one answer to the gate that lies wholly inside SET is enough. */
static bool gate_says(const struct example *x, uint64_t set)
{
	return x->forest->gate && answered_within(&x->answers, 0, set);
}

/* The mode of the strain's posterior; KAM_NONE when not checked. */
static size_t strain_of(const struct example *x)
{
	const struct forest *f = x->forest;
	size_t mode = 0;

	if (f->strain == KAM_NONE || !counted_on(f, &x->evidence, f->strain)) {
		return KAM_NONE;
	}
	for (size_t s = 1; s < f->variables[f->strain].states; s++) {
		bool more = joint_alone(&x->joint, f->strain, s) >
			    joint_alone(&x->joint, f->strain, mode);

		mode = more ? s : mode;
	}
	return mode;
}

static bool is_strained(const struct example *x)
{
	size_t strain = strain_of(x);

	return strain != KAM_NONE && strain >= x->forest->acute_from;
}

/* Read: that they never ordered, said by one, goes before that they stopped, said by another. */
static enum kam_danger_level level_of(const struct example *x, const struct kam_danger *danger)
{
	const struct forest *f = x->forest;

	if (gate_says(x, f->gate_none)) {
		return KAM_DANGER_NONE;
	}
	if (gate_says(x, f->gate_ended) || is_strained(x)) {
		return KAM_DANGER_ACUTE;
	}
	if (!danger->checked) {
		return KAM_DANGER_NOT_CHECKED;
	}
	if (danger->probability >= f->high) {
		return KAM_DANGER_HIGH;
	}
	return danger->probability >= f->low || danger->checked < f->least_checked
		       ? KAM_DANGER_WATCH
		       : KAM_DANGER_LOW;
}

static size_t levels[KAM_DANGER_ACUTE + 1];

static void check_level(struct example *x, bool several)
{
	struct kam_danger got;

	kam_belief_danger(x->belief, &got);
	equal(x, "strain", 0, got.strain, strain_of(x));
	equal(x, "strained", 0, got.strained, is_strained(x));
	if (several == (x->answers.count[0] > 1)) {
		equal(x, "level", 0, got.level, level_of(x, &got));
		levels[got.level]++;
		equal(x, "ended", 0, got.ended, gate_says(x, x->forest->gate_ended));
	}
	kam_danger_release(&got);
}

static void check_level_of_one(struct example *x)
{
	check_level(x, false);
}

static void danger__level_follows_the_rules(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_level_of_one);
	for (size_t i = 0; i <= KAM_DANGER_ACUTE; i++) {
		assert_true(levels[i] > 0);
	}
}

static void check_level_of_several(struct example *x)
{
	check_level(x, true);
}

static void danger__level_hears_anybody_at_the_gate(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_level_of_several);
}

static void check_unasked(struct example *x)
{
	struct kam_belief *belief = kam_belief_new(x->forest->kb);
	struct kam_danger got;

	kam_belief_danger(belief, &got);
	equal(x, "level of nothing", 0, got.level, KAM_DANGER_NOT_CHECKED);
	equal(x, "causes checked of nothing", 0, got.checked, 0);
	equal(x, "strain of nothing", 0, got.strain, KAM_NONE);
	near(x, "P(break) of nothing", 0, got.probability, x->forest->leak, 1e-12);
	for (size_t c = 0; c < got.cause_count; c++) {
		equal(x, "cause of nothing", c, got.causes[c].state, KAM_NOT_CHECKED);
		near(x, "share of nothing", c, got.causes[c].share, 0, 0);
	}
	kam_danger_release(&got);
	kam_belief_free(belief);
}

static void danger__of_nothing_answered_is_not_checked(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_unasked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(danger__probability_equals_enumeration),
		cmocka_unit_test(danger__causes_equal_enumeration),
		cmocka_unit_test(danger__shares_equal_enumeration),
		cmocka_unit_test(prevention__equals_enumeration),
		cmocka_unit_test(danger__level_follows_the_rules),
		cmocka_unit_test(danger__level_hears_anybody_at_the_gate),
		cmocka_unit_test(danger__of_nothing_answered_is_not_checked),
	};

	return cmocka_run_group_tests(tests, NULL, forget_forests);
}
