/* SPDX-License-Identifier: MIT */
/* Why the placement is what it is: for and against, firmness, the nearest gaps. */
#include "assessment/explainer.h"

#include <math.h>

#define MOST_REASONS 8
#define TOO_SMALL    0.02 /* nats: a tenth of a deciban */
#define MOST_GAPS    3
#define GAP_SAYING   0.02

static void say_side(const struct explainer *e, bool in_favour)
{
	size_t said = 0;
	size_t small = 0;
	double rest = 0;

	for (size_t i = 0; i < e->a->reason_count && (e->numbers || said < MOST_REASONS); i++) {
		const struct kam_reason *r = &e->a->reasons[i];

		if ((r->weight > 0) != in_favour ||
			(!e->numbers && fabs(r->weight) < WORTH_SAYING)) {
			continue;
		}
		if (fabs(r->weight) < TOO_SMALL) {
			small++;
			rest += r->weight;
			continue;
		}
		if (!said) {
			kam_document_add(e->doc, KAM_BLOCK_PARAGRAPH, NULL,
				in_favour ? kam_say(e->voice, "For %s, against %s:")
					  : kam_say(e->voice, "Against %s, for %s:"),
				explainer_stage(e, e->a->leading), explainer_stage(e, e->a->other));
		}
		explainer_reason(e, r);
		said++;
	}
	if (small && e->numbers) {
		kam_document_add(e->doc, KAM_BLOCK_PARAGRAPH, NULL,
			kam_say_n(e->voice, "%zu more answer, %+.1f dB.",
				"%zu more answers, together %+.1f dB.", small),
			small, rest * DECIBAN)
			->level = 1;
	}
}

static void say_numbers(const struct explainer *e)
{
	double sum = e->a->prior;

	for (size_t i = 0; i < e->a->reason_count; i++) {
		sum += e->a->reasons[i].weight;
	}
	kam_document_add(e->doc, KAM_BLOCK_PARAGRAPH, NULL,
		kam_say(e->voice, "Before any answer: %+.1f dB. Sum: %+.1f dB."),
		e->a->prior * DECIBAN, sum * DECIBAN);
	for (size_t s = 0; s < e->kb->stage_count; s++) {
		kam_document_add(
			e->doc, KAM_BLOCK_TERM, explainer_stage(e, s), "%.3f", e->a->stages[s])
			->level = 1;
	}
	if (!e->a->prospect && e->kb->cause_count) {
		kam_document_add(e->doc, KAM_BLOCK_PARAGRAPH, NULL,
			kam_say(e->voice, "P(break within 12 months) = %.3f"),
			e->a->danger.probability);
	}
}

static void say_fragile(const struct explainer *e)
{
	for (size_t i = 0; i < e->a->fragile_count; i++) {
		const struct kam_fragile *f = &e->a->fragile[i];
		const struct kb_question *q = &e->kb->questions[f->question];

		if (!i) {
			kam_document_add(e->doc, KAM_BLOCK_PARAGRAPH, NULL, "%s",
				kam_say(e->voice, "Single answers that would change it:"));
		}
		kam_document_add(e->doc, KAM_BLOCK_ITEM, "-",
			kam_say(e->voice, "%s, if it were \"%s\": %s"),
			kb_say(e->kb, &q->name, e->lang),
			option_name(e->kb, e->voice, q, f->option), explainer_stage(e, f->stage))
			->level = 1;
	}
}

static void say_gaps(const struct explainer *e)
{
	size_t said = 0;

	for (size_t i = 0; i < e->a->gap_count && said < MOST_GAPS && !e->a->prospect; i++) {
		const struct kam_gap *g = &e->a->gaps[i];
		const struct kb_variable *v = &e->kb->variables[g->facet];
		size_t typical;

		if (g->gain < GAP_SAYING) {
			break;
		}
		typical = kam_belief_typical(e->belief, g->facet, e->a->leading + 1);
		if (!said) {
			kam_document_add(e->doc, KAM_BLOCK_PARAGRAPH, NULL,
				kam_say(e->voice,
					"What usually looks different at %s (a sign, not a lever):"),
				explainer_stage(e, e->a->leading + 1));
		}
		kam_document_add(e->doc, KAM_BLOCK_TERM, kb_say(e->kb, &v->name, e->lang), "%s",
			kb_say(e->kb, &v->states[typical].text, e->lang))
			->level = 1;
		said++;
	}
}

/* The names of the questions on V that were answered. */
static void add_basis(const struct explainer *e, const struct kb_variable *v, struct str *out)
{
	const char *lead = kam_say(e->voice, ", from ");

	for (size_t i = 0; i < v->question_count; i++) {
		if (kam_belief_counts(e->belief, v->questions[i])) {
			str_addf(out, "%s%s", lead,
				kb_say(e->kb, &e->kb->questions[v->questions[i]].name, e->lang));
			lead = ", ";
		}
	}
}

/* What the verdict on a prospect rests on. */
static void say_verdict_basis(const struct explainer *e)
{
	const struct kb_roles *roles = &e->kb->roles;
	const size_t variables[] = {roles->worth, roles->fit, roles->way_in};

	for (size_t i = 0; e->a->prospect && i < 3; i++) {
		const struct kb_variable *v;
		struct str text = STR_INIT;
		size_t state;

		if (variables[i] == KAM_NONE) {
			continue;
		}
		v = &e->kb->variables[variables[i]];
		state = assess_known(e->belief, variables[i]);
		str_add(&text, state == KAM_NONE ? kam_say(e->voice, "not known well enough")
						 : kb_say(e->kb, &v->states[state].text, e->lang));
		add_basis(e, v, &text);
		kam_document_add(e->doc, KAM_BLOCK_TERM, kb_say(e->kb, &v->name, e->lang), "%s",
			str_text(&text))
			->level = 1;
		str_release(&text);
	}
}

void kam_assessment_why(struct kam_belief *belief, const struct kam_assessment *assessment,
	const struct kam_basis *basis, bool numbers, const struct kam_voice *voice,
	struct kam_document *doc)
{
	struct explainer e = {belief, assessment, basis, voice, assessment->kb,
		voice ? voice->lang : NULL, numbers, doc};

	if (!assessment->reason_count || assessment->other == KAM_NONE) {
		kam_document_add(doc, KAM_BLOCK_PARAGRAPH, NULL, "%s",
			kam_say(voice, "No answer speaks for or against any stage yet."));
		return;
	}
	say_verdict_basis(&e);
	say_side(&e, true);
	say_side(&e, false);
	if (numbers) {
		say_numbers(&e);
	}
	say_fragile(&e);
	say_gaps(&e);
}
