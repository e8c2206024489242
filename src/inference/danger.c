/* SPDX-License-Identifier: MIT */
/* The danger of breaking: inference, section 6. */
#include "inference/belief.h"
#include "util/memory.h"

#include <math.h>
#include <stdlib.h>

enum { EXPOSED = 1, HAPPENING = 2 };

struct looked {
	bool exposed;
	bool happening;
};

/* Happening: a question of the cause counts. Exposed: its facet was asked, or a question that tells it. */
static struct looked look(const struct kam_belief *b, const struct kb_cause *c)
{
	const struct kb_variable *v = &b->kb->variables[c->variable];
	struct looked looked = {false, false};

	for (size_t i = 0; i < v->question_count; i++) {
		size_t q = v->questions[i];

		if (b->counts[q]) {
			looked.happening = true;
			looked.exposed = looked.exposed || b->kb->questions[q].tells_exposed;
		}
	}
	if (v->parent != KAM_NONE && b->kb->variables[v->parent].aspect != KB_NO_ASPECT) {
		looked.exposed = looked.exposed || b->has[v->parent];
	}
	return looked;
}

/* What was looked at, by cause; free() it. */
static struct looked *look_at_all(const struct kam_belief *b)
{
	struct looked *all = memory_alloc(b->kb->cause_count + 1, sizeof(*all));

	for (size_t c = 0; c < b->kb->cause_count; c++) {
		all[c] = look(b, &b->kb->causes[c]);
	}
	return all;
}

/* Severity of each cause as it counts here: [cause][state], for one stage. */
static void severities(struct kam_belief *b, const struct looked *all, size_t stage,
	const double *relief, double *ret)
{
	size_t stages = b->kb->variables[b->kb->roles.stage].state_count;

	for (size_t c = 0; c < b->kb->cause_count; c++) {
		const double *s = b->kb->causes[c].severity;
		struct looked looked = all[c];
		double left = relief ? 1 - relief[c] : 1;

		ret[c * 3] = 0;
		ret[c * 3 + EXPOSED] = looked.exposed ? left * s[EXPOSED * stages + stage] : 0;
		ret[c * 3 + HAPPENING] =
			looked.happening ? left * s[HAPPENING * stages + stage] : 0;
	}
}

/*
 * E[Π (1 − severity) over the causes at and below V | parent of V = each state, E] into RET, by one upward pass with
 * (1 − severity) as a potential on each cause.
 */
static void survive(const struct kam_belief *b, size_t v, const double *severity, double *ret)
{
	const struct network *net = b->net;
	const struct kb_variable *x = &b->kb->variables[v];
	size_t n = x->state_count;
	size_t rows = b->kb->variables[x->parent].state_count;
	double keep[KB_MAX_STATES];
	double below[KB_MAX_STATES];

	for (size_t j = 0; j < n; j++) {
		keep[j] = x->cause == KAM_NONE ? 1 : 1 - severity[x->cause * 3 + j];
	}
	for (size_t c = 0; c < x->child_count; c++) {
		if (net->has_cause[x->children[c]]) {
			survive(b, x->children[c], severity, below);
			for (size_t j = 0; j < n; j++) {
				keep[j] *= below[j];
			}
		}
	}
	for (size_t i = 0; i < rows; i++) {
		const double *given = b->pass->given + net->pair[v] + i * n;

		ret[i] = 0;
		for (size_t j = 0; j < n; j++) {
			ret[i] += given[j] * keep[j];
		}
	}
}

static double break_probability(struct kam_belief *b, const double *relief)
{
	const struct kb_variable *stage = &b->kb->variables[b->kb->roles.stage];
	const double *p = belief_posterior(b, b->kb->roles.stage);
	double *severity = memory_alloc(b->kb->cause_count * 3 + 1, sizeof(*severity));
	struct looked *looked = look_at_all(b);
	double below[KB_MAX_STATES];
	double stays = 0;

	for (size_t s = 0; s < stage->state_count; s++) {
		double product = 1 - b->kb->settings.leak;

		severities(b, looked, s, relief, severity);
		for (size_t c = 0; c < stage->child_count; c++) {
			if (b->net->has_cause[stage->children[c]]) {
				survive(b, stage->children[c], severity, below);
				product *= below[s];
			}
		}
		stays += p[s] * product;
	}
	free(looked);
	free(severity);
	return 1 - stays;
}

double kam_belief_prevention(struct kam_belief *belief, const double *relief)
{
	return break_probability(belief, NULL) - break_probability(belief, relief);
}

/* −Σ_s P(s|E)·ln E[1 − severity(c) | s, E] */
static double raw_share(struct kam_belief *b, size_t cause, struct looked looked)
{
	const struct kb_cause *c = &b->kb->causes[cause];
	size_t stages = b->kb->variables[b->kb->roles.stage].state_count;
	const double *p = belief_posterior(b, b->kb->roles.stage);
	double *given;
	double sum = 0;

	if (!looked.exposed && !looked.happening) {
		return 0;
	}
	given = memory_alloc(stages * 3, sizeof(*given));
	pass_given(b->pass, b->kb->roles.stage, c->variable, given);
	for (size_t s = 0; s < stages; s++) {
		double lost = 0;

		if (looked.exposed) {
			lost += given[s * 3 + EXPOSED] * c->severity[EXPOSED * stages + s];
		}
		if (looked.happening) {
			lost += given[s * 3 + HAPPENING] * c->severity[HAPPENING * stages + s];
		}
		sum -= p[s] * log1p(-lost);
	}
	free(given);
	return sum;
}

static enum kam_cause_state shown_state(struct looked looked, double exposed, double happening)
{
	if (!looked.exposed && !looked.happening) {
		return KAM_NOT_CHECKED;
	}
	if (happening >= 0.5) {
		return KAM_HAPPENING;
	}
	if (looked.exposed && exposed + happening >= 0.5) {
		return KAM_EXPOSED;
	}
	return KAM_NO_SIGN;
}

static void find_causes(struct kam_belief *b, struct kam_danger *d)
{
	double total = 0;

	for (size_t c = 0; c < d->cause_count; c++) {
		const double *p = belief_posterior(b, b->kb->causes[c].variable);
		struct looked looked = look(b, &b->kb->causes[c]);

		d->causes[c].exposed = p[EXPOSED];
		d->causes[c].happening = p[HAPPENING];
		d->causes[c].state = shown_state(looked, p[EXPOSED], p[HAPPENING]);
		d->causes[c].share = raw_share(b, c, looked);
		d->checked += d->causes[c].state != KAM_NOT_CHECKED;
		total += d->causes[c].share;
	}
	for (size_t c = 0; c < d->cause_count; c++) {
		d->causes[c].share = total > 0 ? d->causes[c].share / total : 0;
	}
}

/* Whether some answer to the gate lies wholly inside SET. */
static bool gate_says(const struct kam_belief *b, uint64_t set)
{
	const struct kb_roles *roles = &b->kb->roles;
	const struct responses *given;

	if (roles->gate == KAM_NONE || !set) {
		return false;
	}
	given = &b->evidence.responses[roles->gate];
	for (size_t i = 0; i < given->count; i++) {
		if (given->items[i].kind == KAM_ANSWER && !(given->items[i].options & ~set)) {
			return true;
		}
	}
	return false;
}

static enum kam_danger_level level_of(const struct kam_belief *b, const struct kam_danger *d)
{
	const struct kb_settings *s = &b->kb->settings;

	if (gate_says(b, b->kb->roles.gate_none)) {
		return KAM_DANGER_NONE;
	}
	if (d->ended || d->strained) {
		return KAM_DANGER_ACUTE;
	}
	if (!d->checked) {
		return KAM_DANGER_NOT_CHECKED;
	}
	if (d->probability >= s->high) {
		return KAM_DANGER_HIGH;
	}
	if (d->probability >= s->low || (double)d->checked < s->least_checked) {
		return KAM_DANGER_WATCH;
	}
	return KAM_DANGER_LOW;
}

void kam_belief_danger(struct kam_belief *belief, struct kam_danger *ret)
{
	const struct kb_roles *roles = &belief->kb->roles;

	belief_refresh(belief);
	*ret = (struct kam_danger){.cause_count = belief->kb->cause_count, .strain = KAM_NONE};
	ret->causes = memory_alloc(ret->cause_count + 1, sizeof(*ret->causes));
	ret->probability = break_probability(belief, NULL);
	ret->ended = gate_says(belief, roles->gate_ended);
	if (roles->strain != KAM_NONE && belief->has[roles->strain]) {
		ret->strain = kam_belief_mode(belief, roles->strain);
		ret->strained = ret->strain >= roles->acute_from;
	}
	find_causes(belief, ret);
	ret->level = level_of(belief, ret);
}

void kam_danger_release(struct kam_danger *danger)
{
	free(danger->causes);
	danger->causes = NULL;
	danger->cause_count = 0;
}
