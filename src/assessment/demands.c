/* SPDX-License-Identifier: MIT */
/* What the stage demands, and what of it is met. */
#include "assessment/assess.h"

#include "util/memory.h"

void assess_demands(struct kam_assessment *a, struct kam_belief *b)
{
	const struct kb_stage *stage = &a->kb->stages[a->leading];

	a->demand_count = stage->demand_count;
	a->demands = memory_alloc(a->demand_count + 1, sizeof(*a->demands));
	for (size_t i = 0; i < stage->demand_count; i++) {
		size_t q = stage->demands[i].question;
		const struct kb_checklist *list = &a->kb->checklists[a->kb->questions[q].checklist];
		size_t count;
		const struct kam_response *r = kam_belief_responses(b, q, &count);
		uint64_t options = count && r[0].kind == KAM_ANSWER ? r[0].options : 0;

		if (options == UINT64_C(1) << list->yes) {
			a->demands[i] = KAM_DEMAND_MET;
		} else if (list->partly != KAM_NONE && options == UINT64_C(1) << list->partly) {
			a->demands[i] = KAM_DEMAND_PARTLY;
		} else if (options == UINT64_C(1) << list->no) {
			a->demands[i] = KAM_DEMAND_UNMET;
		}
	}
}
