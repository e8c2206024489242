/* SPDX-License-Identifier: MIT */
/* Why not another stage: what speaks against it, what it demands, what would look different. */
#include "assessment/explainer.h"
#include "util/memory.h"

#include <math.h>
#include <stdlib.h>

#define MOST_REASONS 6
#define MOST_FACETS  5
#define GAP_SAYING   0.005

static void say_weights(const struct explainer *e, size_t stage, bool against)
{
	struct kam_reason *reasons = memory_alloc(e->kb->question_count + 1, sizeof(*reasons));
	double prior;
	size_t count = assess_weigh(e->belief, e->a->leading, stage, reasons, &prior);
	size_t said = 0;

	for (size_t i = 0; i < count && (e->numbers || said < MOST_REASONS); i++) {
		if ((reasons[i].weight > 0) != against ||
			(!e->numbers && fabs(reasons[i].weight) < WORTH_SAYING)) {
			continue;
		}
		if (!said++) {
			kam_document_add(e->doc, KAM_BLOCK_PARAGRAPH, NULL,
				against ? kam_say(e->voice, "Against %s:")
					: kam_say(e->voice, "For %s:"),
				explainer_stage(e, stage));
		}
		explainer_reason(e, &reasons[i]);
	}
	if (against && e->numbers) {
		kam_document_add(e->doc, KAM_BLOCK_PARAGRAPH, NULL,
			kam_say(e->voice,
				"Before any answer: %+.1f dB against it. P = %.3f, against %.3f."),
			prior * DECIBAN, e->a->stages[stage], e->a->stages[e->a->leading]);
	}
	free(reasons);
}

/* What the stage demands and no answer shows to be met. */
static void say_unmet(const struct explainer *e, size_t stage)
{
	const struct kb_stage *s = &e->kb->stages[stage];

	for (size_t i = 0; i < s->demand_count; i++) {
		if (!i) {
			kam_document_add(e->doc, KAM_BLOCK_PARAGRAPH, NULL,
				kam_say(e->voice, "What %s would ask of you:"),
				explainer_stage(e, stage));
		}
		kam_document_add(e->doc, KAM_BLOCK_ITEM, "-", "%s",
			kb_say(e->kb, &s->demands[i].text, e->lang))
			->level = 1;
	}
}

/* The facets that would have to look different, those that count most first. */
static void say_different(const struct explainer *e, size_t stage)
{
	struct kam_gap *gaps = memory_alloc(e->kb->variable_count + 1, sizeof(*gaps));
	size_t count = 0;

	for (size_t v = 0; v < e->kb->variable_count; v++) {
		if (e->kb->variables[v].aspect != KB_NO_ASPECT &&
			kam_belief_typical(e->belief, v, stage) != kam_belief_mode(e->belief, v)) {
			gaps[count++] = (struct kam_gap){v, kam_belief_gap(e->belief, v, stage)};
		}
	}
	assess_sort_gaps(gaps, count);
	for (size_t i = 0; i < count && i < MOST_FACETS && gaps[i].gain >= GAP_SAYING; i++) {
		const struct kb_variable *v = &e->kb->variables[gaps[i].facet];
		size_t typical = kam_belief_typical(e->belief, gaps[i].facet, stage);

		if (!i) {
			kam_document_add(e->doc, KAM_BLOCK_PARAGRAPH, NULL,
				kam_say(e->voice,
					"What usually looks different there (a sign, not a lever):"));
		}
		kam_document_add(e->doc, KAM_BLOCK_TERM, kb_say(e->kb, &v->name, e->lang), "%s",
			kb_say(e->kb, &v->states[typical].text, e->lang))
			->level = 1;
	}
	free(gaps);
}

void kam_assessment_whynot(struct kam_belief *belief, const struct kam_assessment *assessment,
	size_t stage, bool numbers, const struct kam_voice *voice, struct kam_document *doc)
{
	struct explainer e = {belief, assessment, NULL, voice, assessment->kb,
		voice ? voice->lang : NULL, numbers, doc};

	if (stage == assessment->leading) {
		kam_document_add(doc, KAM_BLOCK_PARAGRAPH, NULL,
			kam_say(voice, "%s is what the answers point to."),
			explainer_stage(&e, stage));
		return;
	}
	if (assessment->prospect) {
		kam_document_add(doc, KAM_BLOCK_PARAGRAPH, NULL, "%s",
			kam_say(voice,
				"There is no business yet: the first order comes before any other stage."));
	}
	say_weights(&e, stage, true);
	say_weights(&e, stage, false);
	say_different(&e, stage);
	say_unmet(&e, stage);
}
