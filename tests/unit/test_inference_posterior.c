/* SPDX-License-Identifier: MIT */
/* Tables, counted evidence, posteriors, joints and the position against enumeration (sections 1, 2 and 5). */
#include "unit_oracle.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* --- what the forests hold ------------------------------------------------------------------- */

/* How often each kind of evidence comes up where it counts. */
static struct tally {
	size_t single, set, all, unknown, not_applicable, later;
	size_t tentative, unbacked, wrong_vantage, stale;
	size_t both_sides, side_of_several, closed, item;
	size_t cause_under_stage, cause_under_facet, tells_exposed;
} tally;

static void tally_response(
	const struct forest *f, const struct forest_question *q, const struct kam_response *r)
{
	bool single = r->options && !(r->options & (r->options - 1));
	bool wrong = q->vantage == (r->side == KAM_OWN ? 2 : 1);

	tally.single += single;
	tally.set += informative(q, r) && !single;
	tally.all += r->kind == KAM_ANSWER && !informative(q, r);
	tally.unknown += r->kind == KAM_UNKNOWN;
	tally.not_applicable += r->kind == KAM_NOT_APPLICABLE;
	tally.later += r->kind == KAM_LATER;
	tally.tentative += informative(q, r) && r->tentative;
	tally.unbacked += informative(q, r) && r->unbacked;
	tally.wrong_vantage += informative(q, r) && wrong;
	tally.stale += informative(q, r) && r->age_days > f->stale_after;
}

static void tally_question(const struct example *x, size_t i)
{
	const struct forest_question *q = &x->forest->questions[i];
	size_t parent = x->forest->variables[q->variable].parent;
	bool cause = x->forest->variables[q->variable].cause;
	size_t on[2] = {0, 0};

	for (size_t r = 0; r < x->answers.count[i]; r++) {
		tally_response(x->forest, q, &x->answers.of[i][r]);
		on[x->answers.of[i][r].side] += informative(q, &x->answers.of[i][r]);
	}
	tally.both_sides += on[0] && on[1];
	tally.side_of_several += on[0] > 1 || on[1] > 1;
	tally.closed += x->answers.count[i] && !x->evidence.applies[i];
	tally.item += q->item && x->evidence.counts[i];
	tally.cause_under_stage += cause && parent == 0 && x->evidence.counts[i];
	tally.cause_under_facet += cause && parent != 0 && x->evidence.counts[i];
	tally.tells_exposed += q->tells_exposed && x->evidence.counts[i];
}

static void tally_example(struct example *x)
{
	for (size_t q = 0; q < x->forest->question_count; q++) {
		tally_question(x, q);
	}
}

static void forests__hold_every_kind_of_evidence(void **state)
{
	const size_t *counts = (const size_t *)&tally;

	(void)state;
	on_forests(FOREST_PLAIN, tally_example);
	for (size_t i = 0; i < sizeof(tally) / sizeof(*counts); i++) {
		assert_true(counts[i] >= 100);
	}
}

/* --- the base, section 1 --------------------------------------------------------------------- */

static void check_variable_table(const struct example *x, size_t i)
{
	const struct forest *f = x->forest;
	const struct forest_variable *v = &f->variables[i];
	size_t rows = v->parent == KAM_NONE ? 1 : f->variables[v->parent].states;

	for (size_t p = 0; p < rows; p++) {
		for (size_t s = 0; s < v->states; s++) {
			near(x, "P(state | parent)", i, kam_kb_probability(f->kb, v->number, p, s),
				v->table.value[p][s], 1e-14);
		}
	}
}

static void check_question_table(const struct example *x, size_t i)
{
	const struct forest *f = x->forest;
	const struct forest_question *q = &f->questions[i];

	for (size_t s = 0; s < f->variables[q->variable].states; s++) {
		for (size_t o = 0; o < q->options; o++) {
			near(x, "P'(option | state)", i, kam_kb_likelihood(f->kb, q->number, s, o),
				q->table.value[s][o], 1e-14);
		}
	}
}

static void check_severities(const struct example *x, size_t i)
{
	const struct forest_variable *v = &x->forest->variables[i];

	for (size_t state = 0; v->cause && state < 3; state++) {
		for (size_t s = 0; s < FOREST_STAGES; s++) {
			near(x, "severity", i,
				kam_kb_severity(x->forest->kb, v->cause_number, state, s),
				v->severity[state][s], 0);
		}
	}
}

static void check_tables(struct example *x)
{
	near(x, "leak", 0, kam_kb_leak(x->forest->kb), x->forest->leak, 0);
	for (size_t v = 0; v < x->forest->variable_count; v++) {
		check_variable_table(x, v);
		check_severities(x, v);
	}
	for (size_t q = 0; q < x->forest->question_count; q++) {
		check_question_table(x, q);
	}
}

static void knowledge__tables_are_as_written(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_tables);
}

/* --- posteriors ------------------------------------------------------------------------------ */

static void check_counted(struct example *x)
{
	const struct forest *f = x->forest;

	for (size_t q = 0; q < f->question_count; q++) {
		size_t number = f->questions[q].number;

		equal(x, "applies", q, kam_belief_applies(x->belief, number),
			x->evidence.applies[q]);
		equal(x, "counts", q, kam_belief_counts(x->belief, number), x->evidence.counts[q]);
	}
	for (size_t v = 0; v < f->variable_count; v++) {
		equal(x, "informed", v, kam_belief_informed(x->belief, f->variables[v].number),
			counted_on(f, &x->evidence, v));
	}
}

static void evidence__counts_where_conditions_hold(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_counted);
}

/* A question whose condition looks at a question that does not apply does not apply either. */
static void evidence__behind_a_closed_question_does_not_count(void **state)
{
	(void)state;
	on_forests(FOREST_CHAINS, check_counted);
}

static void check_posteriors(struct example *x)
{
	const struct forest *f = x->forest;
	double got[FOREST_WIDTH];

	for (size_t v = 0; v < f->variable_count; v++) {
		kam_belief_posterior(x->belief, f->variables[v].number, got);
		for (size_t s = 0; s < f->variables[v].states; s++) {
			near(x, "posterior", v, got[s], joint_alone(&x->joint, v, s), ORACLE_EXACT);
		}
	}
}

static void posterior__equals_enumeration(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_posteriors);
	on_forests(FOREST_CHAINS, check_posteriors);
}

/* Both ways: the own side on what only the customer knows, and the customer on what only we know. */
static void posterior__weighs_the_wrong_vantage_of_either_side(void **state)
{
	(void)state;
	on_forests(FOREST_VANTAGES, check_posteriors);
}

static void check_mode(struct example *x)
{
	const struct forest *f = x->forest;

	for (size_t v = 0; v < f->variable_count; v++) {
		size_t got = kam_belief_mode(x->belief, f->variables[v].number);
		double most = 0;

		for (size_t s = 0; s < f->variables[v].states; s++) {
			most = fmax(most, joint_alone(&x->joint, v, s));
		}
		near(x, "mode", v, joint_alone(&x->joint, v, got), most, ORACLE_EXACT);
	}
}

static void mode__is_most_probable(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_mode);
}

static void check_joint(const struct example *x, size_t a, size_t b)
{
	const struct forest_variable *v = x->forest->variables;
	double got[FOREST_WIDTH * FOREST_WIDTH];

	kam_belief_joint(x->belief, v[a].number, v[b].number, got);
	for (size_t i = 0; i < v[a].states; i++) {
		for (size_t k = 0; k < v[b].states; k++) {
			double want = joint_pair(&x->joint, a, i, b, k);

			near(x, "joint", a * 100 + b, got[i * v[b].states + k], want, ORACLE_EXACT);
		}
	}
}

static void check_joints(struct example *x)
{
	for (size_t a = 0; a < x->forest->variable_count; a++) {
		for (size_t b = 0; b < x->forest->variable_count; b++) {
			check_joint(x, a, b);
		}
	}
}

static void joint__equals_enumeration(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_joints);
}

/* --- position, section 5 --------------------------------------------------------------------- */

static struct kam_position position_of(const struct joint *j)
{
	const struct forest_variable *v = j->forest->variables;
	double top = (double)(v[1].states - 1);
	struct kam_position p = {.plane = true};

	for (size_t i = 0; i < v[1].states; i++) {
		for (size_t k = 0; k < v[2].states; k++) {
			double weight = joint_pair(j, 1, i, 2, k);

			p.x += weight * (double)i / top;
			p.y += weight * (double)k / top;
			p.built_above_lived += k >= i + 1 ? weight : 0;
			p.lived_above_built += i >= k + 1 ? weight : 0;
		}
	}
	return p;
}

static void add_covariance(const struct joint *j, struct kam_position *p)
{
	const struct forest_variable *v = j->forest->variables;
	double top = (double)(v[1].states - 1);

	for (size_t i = 0; i < v[1].states; i++) {
		for (size_t k = 0; k < v[2].states; k++) {
			double weight = joint_pair(j, 1, i, 2, k);
			double dx = (double)i / top - p->x;
			double dy = (double)k / top - p->y;

			p->xx += weight * dx * dx;
			p->xy += weight * dx * dy;
			p->yy += weight * dy * dy;
		}
	}
}

static void check_position(struct example *x)
{
	struct kam_position want = {0};
	struct kam_position got;

	if (x->forest->plane) {
		want = position_of(&x->joint);
		add_covariance(&x->joint, &want);
	}
	kam_belief_position(x->belief, &got);
	equal(x, "plane", 0, got.plane, want.plane);
	near(x, "x", 0, got.x, want.x, ORACLE_EXACT);
	near(x, "y", 0, got.y, want.y, ORACLE_EXACT);
	near(x, "variance of x", 0, got.xx, want.xx, ORACLE_EXACT);
	near(x, "covariance", 0, got.xy, want.xy, ORACLE_EXACT);
	near(x, "variance of y", 0, got.yy, want.yy, ORACLE_EXACT);
	near(x, "built above lived", 0, got.built_above_lived, want.built_above_lived,
		ORACLE_EXACT);
	near(x, "lived above built", 0, got.lived_above_built, want.lived_above_built,
		ORACLE_EXACT);
}

static void position__equals_enumeration(void **state)
{
	(void)state;
	on_forests(FOREST_PLAIN, check_position);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forests__hold_every_kind_of_evidence),
		cmocka_unit_test(knowledge__tables_are_as_written),
		cmocka_unit_test(evidence__counts_where_conditions_hold),
		cmocka_unit_test(evidence__behind_a_closed_question_does_not_count),
		cmocka_unit_test(posterior__equals_enumeration),
		cmocka_unit_test(posterior__weighs_the_wrong_vantage_of_either_side),
		cmocka_unit_test(mode__is_most_probable),
		cmocka_unit_test(joint__equals_enumeration),
		cmocka_unit_test(position__equals_enumeration),
	};

	return cmocka_run_group_tests(tests, NULL, forget_forests);
}
