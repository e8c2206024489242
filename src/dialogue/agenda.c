/* SPDX-License-Identifier: MIT */
#include "dialogue/agenda.h"

#include "assessment/assess.h"

static bool is_answered(const struct kam_dialogue *d, size_t q)
{
	size_t count;

	kam_belief_responses(d->state.belief, q, &count);
	return count > 0;
}

/* What was put off once and not answered since. */
static bool next_later(const struct kam_dialogue *d, struct screen_ref *ret)
{
	for (size_t q = 0; q < d->kb->question_count; q++) {
		const struct kam_response *r = state_response(&d->state, q, d->by, d->options.side);

		if (r && r->kind == KAM_LATER && d->state.laters[q] == 1 &&
			kam_belief_applies(d->state.belief, q)) {
			size_t list = d->kb->questions[q].checklist;

			*ret = (struct screen_ref){list == KAM_NONE ? q : KAM_NONE, list};
			return true;
		}
	}
	return false;
}

/* Whether it is a prospect that no time should be spent on. */
static bool is_dropped(const struct kam_dialogue *d)
{
	struct kam_assessment *a = kam_place(d->state.belief);
	bool dropped = assess_dropped(a);

	kam_assessment_free(a);
	return dropped;
}

/* The homework of the leading stage, unless it was answered or passed over. */
static bool next_homework(struct kam_dialogue *d, struct screen_ref *ret)
{
	size_t leading;
	size_t other;
	size_t list;

	if (kam_belief_clarity(d->state.belief, &leading, &other) == KAM_OPEN || is_dropped(d)) {
		return false;
	}
	list = d->kb->stages[leading].checklist;
	if (list == KAM_NONE || d->state.skipped[list]) {
		return false;
	}
	for (size_t i = 0; i < d->kb->checklists[list].item_count; i++) {
		if (!is_answered(d, d->kb->checklists[list].items[i])) {
			*ret = (struct screen_ref){KAM_NONE, list};
			return true;
		}
	}
	return false;
}

/* Whether it is still worth it: asked where worth or fit is low, of customers with business. */
static bool next_decision(struct kam_dialogue *d, struct screen_ref *ret)
{
	const struct kb_roles *roles = &d->kb->roles;
	struct kam_danger danger;
	bool prospect;

	if (roles->our_decision == KAM_NONE ||
		(assess_known(d->state.belief, roles->worth) != 0 &&
			assess_known(d->state.belief, roles->fit) != 0)) {
		return false;
	}
	kam_belief_danger(d->state.belief, &danger);
	prospect = danger.level == KAM_DANGER_NONE;
	kam_danger_release(&danger);
	for (size_t i = 0; !prospect && i < d->kb->variables[roles->our_decision].question_count;
		i++) {
		size_t q = d->kb->variables[roles->our_decision].questions[i];

		if (!is_answered(d, q) && kam_belief_applies(d->state.belief, q)) {
			*ret = (struct screen_ref){q, KAM_NONE};
			return true;
		}
	}
	return false;
}

static bool next_question(struct kam_dialogue *d, struct screen_ref *ret)
{
	struct kam_next next;

	if (d->state.stopped) {
		d->rule = KAM_STOP_WISH;
		return false;
	}
	kam_belief_next(d->state.belief, d->state.order_count, d->state.last_topic, &next);
	d->rule = next.stop;
	*ret = (struct screen_ref){next.question, next.checklist};
	return next.stop == KAM_GO_ON;
}

static bool is_in_doubt(const struct kam_dialogue *d, size_t question)
{
	for (size_t i = 0; i < d->doubt_count; i++) {
		if (d->doubts[i].question == question || d->doubts[i].other == question) {
			return true;
		}
	}
	return false;
}

/* The answers that are likely slips, each with the one it disagrees with most, unless they were confirmed. */
static bool next_review(struct kam_dialogue *d)
{
	struct kam_belief *b = d->state.belief;

	d->doubt_count = 0;
	for (size_t q = 0; q < d->kb->question_count && d->doubt_count < MACHINE_DOUBTS; q++) {
		size_t with[KAM_CONFLICTS];
		size_t count;

		if (d->state.skipped_question[q] || is_in_doubt(d, q) ||
			kam_belief_slip(b, q) < d->kb->settings.contradiction) {
			continue;
		}
		count = kam_belief_conflicts(b, q, with);
		d->doubts[d->doubt_count++] = (struct doubt){q, count ? with[0] : KAM_NONE};
	}
	return d->doubt_count > 0;
}

enum agenda_point agenda_next(struct kam_dialogue *d, struct screen_ref *ret)
{
	*ret = (struct screen_ref){KAM_NONE, KAM_NONE};
	if (d->state.done) {
		return AGENDA_RESULT;
	}
	if (next_question(d, ret)) {
		return AGENDA_QUESTION;
	}
	if (d->state.stopped) {
		return AGENDA_RESULT;
	}
	if (next_later(d, ret)) {
		return AGENDA_LATER;
	}
	if (next_homework(d, ret)) {
		return AGENDA_HOMEWORK;
	}
	if (next_decision(d, ret)) {
		return AGENDA_DECISION;
	}
	return next_review(d) ? AGENDA_REVIEW : AGENDA_RESULT;
}
