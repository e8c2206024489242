/* SPDX-License-Identifier: MIT */
/* What is known of a variable, and whether conditions on variables hold. */
#include "assessment/assess.h"

#include <string.h>

bool assess_informed_under(const struct kam_belief *b, size_t variable)
{
	const struct kam_kb *kb = kam_belief_kb(b);

	for (size_t v = 0; v < kb->variable_count; v++) {
		if (kb_under(kb, v, variable) && kam_belief_informed(b, v)) {
			return true;
		}
	}
	return false;
}

size_t assess_known(struct kam_belief *b, size_t variable)
{
	double p[KB_MAX_STATES];
	size_t mode;

	if (variable == KAM_NONE || !kam_belief_informed(b, variable)) {
		return KAM_NONE;
	}
	kam_belief_posterior(b, variable, p);
	mode = kam_belief_mode(b, variable);
	return p[mode] >= 0.5 ? mode : KAM_NONE;
}

size_t assess_verdict_named(const struct kam_kb *kb, const char *id)
{
	for (size_t i = 0; i < kb->verdict_count; i++) {
		if (!strcmp(kb->verdicts[i].id, id)) {
			return i;
		}
	}
	return KAM_NONE;
}

bool assess_dropped(const struct kam_assessment *a)
{
	return a->verdict != KAM_NONE && !strcmp(a->kb->verdicts[a->verdict].id, "drop");
}

static enum condition term_holds(struct kam_belief *b, const struct kb_condition *c)
{
	double p[KB_MAX_STATES];
	double sum = 0;

	if (!assess_informed_under(b, c->index)) {
		return CONDITION_UNKNOWN;
	}
	kam_belief_posterior(b, c->index, p);
	for (size_t i = 0; i < kam_belief_kb(b)->variables[c->index].state_count; i++) {
		sum += c->holds[i] ? p[i] : 0;
	}
	return sum >= 0.5 ? CONDITION_TRUE : CONDITION_FALSE;
}

enum condition assess_conditions(struct kam_belief *b, const struct kb_conditions *all)
{
	enum condition result = CONDITION_TRUE;

	for (size_t i = 0; i < all->count; i++) {
		enum condition term = term_holds(b, &all->items[i]);

		if (term == CONDITION_FALSE) {
			return CONDITION_FALSE;
		}
		result = term == CONDITION_UNKNOWN ? CONDITION_UNKNOWN : result;
	}
	return result;
}
