/* SPDX-License-Identifier: MIT */
/* The goal, the verdict on a prospect, and when to look again: not every customer should become a partner. */
#include "assessment/assess.h"

#define SURE 0.6 /* P from which "not worth it" is said */

static bool surely_low(struct kam_belief *b, size_t variable)
{
	double p[KB_MAX_STATES];

	if (variable == KAM_NONE || !kam_belief_informed(b, variable)) {
		return false;
	}
	kam_belief_posterior(b, variable, p);
	return p[0] >= SURE;
}

static bool is_low(struct kam_belief *b, size_t variable)
{
	return assess_known(b, variable) == 0;
}

static const char *verdict_of(struct kam_belief *b)
{
	const struct kb_roles *roles = &kam_belief_kb(b)->roles;
	size_t worth = assess_known(b, roles->worth);
	size_t fit = assess_known(b, roles->fit);
	size_t way_in = assess_known(b, roles->way_in);

	if (surely_low(b, roles->worth) || surely_low(b, roles->fit)) {
		return "drop";
	}
	if (worth == KAM_NONE || worth == 0 || fit == KAM_NONE || fit == 0 || way_in == KAM_NONE) {
		return "gather";
	}
	return way_in == 0 ? "park" : "pursue";
}

static size_t main_happening(const struct kam_assessment *a)
{
	size_t best = KAM_NONE;

	for (size_t c = 0; c < a->danger.cause_count; c++) {
		if (a->danger.causes[c].state == KAM_HAPPENING &&
			(best == KAM_NONE ||
				a->danger.causes[c].share > a->danger.causes[best].share)) {
			best = c;
		}
	}
	return best;
}

/* The first reason against advancing, or KAM_HOLD_NOT_ASKED. */
static enum kam_hold_reason against(
	const struct kam_assessment *a, struct kam_belief *b, const struct kam_basis *basis)
{
	const struct kb_roles *roles = &a->kb->roles;

	if (a->danger.strain != KAM_NONE && a->danger.strain > 0) {
		return KAM_HOLD_STRAIN;
	}
	if (a->hold_cause != KAM_NONE) {
		return KAM_HOLD_HAPPENING;
	}
	if (a->built_above) {
		return KAM_HOLD_BUILT_ABOVE;
	}
	if (a->clarity == KAM_OPEN) {
		return KAM_HOLD_OPEN;
	}
	if (a->leading + 1 >= a->kb->variables[roles->stage].state_count) {
		return KAM_HOLD_LAST;
	}
	if (roles->worth != KAM_NONE && assess_known(b, roles->worth) == KAM_NONE) {
		return KAM_HOLD_WORTH;
	}
	if (is_low(b, roles->worth) || is_low(b, roles->fit)) {
		return KAM_HOLD_LOW;
	}
	if (basis->days_per_quarter >= 0 && basis->days_per_quarter < 1) {
		return KAM_HOLD_DAYS;
	}
	return roles->strain != KAM_NONE && a->danger.strain == KAM_NONE ? KAM_HOLD_STRAIN_OPEN
									 : KAM_HOLD_NOT_ASKED;
}

static double days_until(const struct kam_assessment *a)
{
	const struct kb_settings *s = &a->kb->settings;

	switch (a->danger.level) {
	case KAM_DANGER_ACUTE:
		return s->look_acute;
	case KAM_DANGER_HIGH:
		return s->look_high;
	case KAM_DANGER_WATCH:
		return s->look_watch;
	case KAM_DANGER_LOW:
		return a->clarity == KAM_OPEN ? s->look_open : s->look_low;
	case KAM_DANGER_NONE:
		return s->look_prospect;
	case KAM_DANGER_NOT_CHECKED:
	default:
		return s->look_open;
	}
}

static bool we_doubt(struct kam_belief *b)
{
	const struct kb_roles *roles = &kam_belief_kb(b)->roles;
	size_t decision = assess_known(b, roles->our_decision);

	if (decision != KAM_NONE) {
		return decision > 0;
	}
	return surely_low(b, roles->worth) || surely_low(b, roles->fit);
}

void assess_goal(struct kam_assessment *a, struct kam_belief *b, const struct kam_basis *basis)
{
	const struct kb_roles *roles = &a->kb->roles;

	a->verdict = KAM_NONE;
	a->worth = assess_known(b, roles->worth);
	a->look_again = days_until(a);
	a->hold_cause = main_happening(a);
	if (a->prospect) {
		a->goal = KAM_GOAL_NONE;
		a->verdict = roles->worth == KAM_NONE ? KAM_NONE
						      : assess_verdict_named(a->kb, verdict_of(b));
		return;
	}
	if (we_doubt(b)) {
		a->goal = KAM_GOAL_QUESTION;
		return;
	}
	a->hold = against(a, b, basis);
	a->goal = a->hold == KAM_HOLD_NOT_ASKED ? KAM_GOAL_ADVANCE : KAM_GOAL_HOLD;
}
