/* SPDX-License-Identifier: MIT */
/* What a question is good for now, before it is answered. */
#include "assessment/assess.h"
#include "util/memory.h"
#include "util/str.h"

#include <stdlib.h>

#define LIVELY 0.05 /* P of a stage from which it is worth telling apart */
#define SAYING 0.01 /* bits */

/* What is left of the stages A and B alone: 2·I when both are equally likely is at most 2 bits; only the order matters here. */
static double tells_apart(struct kam_belief *b, size_t question, size_t a, size_t other)
{
	const struct kam_kb *kb = kam_belief_kb(b);
	const struct kb_question *q = &kb->questions[question];
	size_t states = kb->variables[q->variable].state_count;
	size_t stages = kb->variables[kb->roles.stage].state_count;
	double *joint = memory_alloc(states * stages + 1, sizeof(*joint));
	double apart = 0;

	kam_belief_joint(b, q->variable, kb->roles.stage, joint);
	for (size_t o = 0; o < q->option_count; o++) {
		double with_a = 0;
		double with_b = 0;

		for (size_t x = 0; x < states; x++) {
			double p = q->table[x * q->option_count + o];

			with_a += p * joint[x * stages + a];
			with_b += p * joint[x * stages + other];
		}
		apart += with_a > with_b ? with_a - with_b : with_b - with_a;
	}
	free(joint);
	return apart;
}

/* The neighbouring stages that the question tells apart best. */
static size_t best_pair(struct kam_belief *b, size_t question, const double *p, size_t stages)
{
	size_t best = KAM_NONE;
	double most = 0;

	for (size_t s = 0; s + 1 < stages; s++) {
		double apart;

		if (p[s] < LIVELY || p[s + 1] < LIVELY) {
			continue;
		}
		apart = tells_apart(b, question, s, s + 1);
		if (apart > most) {
			most = apart;
			best = s;
		}
	}
	return best;
}

static const char *target_name(const struct kam_kb *kb, size_t variable, const char *lang)
{
	size_t cause = kb->variables[variable].cause;

	return cause != KAM_NONE ? kb_say(kb, &kb->causes[cause].name, lang)
				 : kb_say(kb, &kb->variables[variable].name, lang);
}

static bool has_role(const struct kam_kb *kb, size_t v)
{
	const struct kb_roles *r = &kb->roles;

	return kb->variables[v].cause != KAM_NONE || v == r->strain || v == r->worth ||
	       v == r->way_in || v == r->fit || v == r->our_decision;
}

void kam_question_why(struct kam_belief *belief, size_t question, bool numbers,
	const struct kam_voice *voice, struct kam_document *doc)
{
	const struct kam_kb *kb = kam_belief_kb(belief);
	const char *lang = voice ? voice->lang : NULL;
	size_t variable = kb->questions[question].variable;
	size_t stage = kb->roles.stage;
	size_t stages = kb->variables[stage].state_count;
	double gain = kb_root(kb, variable) == stage ? kam_belief_gain(belief, question, stage) : 0;
	double *p = memory_alloc(stages, sizeof(*p));
	size_t pair;

	kam_belief_posterior(belief, stage, p);
	pair = gain >= SAYING ? best_pair(belief, question, p, stages) : KAM_NONE;
	if (pair != KAM_NONE && pair + 1 < kb->stage_count) {
		kam_document_add(doc, KAM_BLOCK_PARAGRAPH, NULL,
			kam_say(voice, "It tells apart, most of all: %s and %s."),
			kb_say(kb, &kb->stages[pair].name, lang),
			kb_say(kb, &kb->stages[pair + 1].name, lang))
			->level = 1;
	}
	if (has_role(kb, variable)) {
		kam_document_add(doc, KAM_BLOCK_PARAGRAPH, NULL,
			kam_say(voice, "It tells about: %s."), target_name(kb, variable, lang))
			->level = 1;
	}
	if (numbers) {
		kam_document_add(doc, KAM_BLOCK_PARAGRAPH, NULL,
			kam_say(voice,
				"Expected information gain: %.3f bits on the stage, %.3f on %s."),
			gain, kam_belief_gain(belief, question, variable),
			target_name(kb, variable, lang))
			->level = 1;
	}
	free(p);
}
