/* SPDX-License-Identifier: MIT */
/* How firm a placement is: inference, section 3. */
#include "inference/clarity.h"

bool clarity_orders(const struct kam_belief *b)
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

static size_t counted_facets(struct kam_belief *b, enum kb_aspect aspect)
{
	size_t count = 0;

	belief_refresh(b);
	for (size_t v = 0; v < b->kb->variable_count; v++) {
		count += b->kb->variables[v].aspect == aspect && b->has[v];
	}
	return count;
}

static bool is_covered(struct kam_belief *b)
{
	const struct kb_settings *s = &b->kb->settings;
	double built = (double)counted_facets(b, KB_BUILT);
	double lived = (double)counted_facets(b, KB_LIVED);

	if (!clarity_orders(b)) {
		return true;
	}
	if (b->kb->roles.x == KAM_NONE) {
		return built + lived >= s->least;
	}
	return built + lived >= s->least && built >= s->least_per_axis &&
	       lived >= s->least_per_axis;
}

bool clarity_lacks(struct kam_belief *b, enum kb_aspect aspect)
{
	const struct kb_settings *s = &b->kb->settings;
	double built = (double)counted_facets(b, KB_BUILT);
	double lived = (double)counted_facets(b, KB_LIVED);

	if (aspect == KB_NO_ASPECT || is_covered(b)) {
		return false;
	}
	if (b->kb->roles.x == KAM_NONE ||
		(built >= s->least_per_axis && lived >= s->least_per_axis)) {
		return true;
	}
	return (aspect == KB_BUILT ? built : lived) < s->least_per_axis;
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
	if (!is_covered(belief)) {
		return KAM_OPEN;
	}
	if (p[lead] >= s->clear) {
		return KAM_CLEAR;
	}
	return other != KAM_NONE && p[lead] + p[other] >= s->between ? KAM_BETWEEN : KAM_OPEN;
}
