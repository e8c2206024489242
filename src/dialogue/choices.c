/* SPDX-License-Identifier: MIT */
/* What a view asks and offers, in parts: for programs that do not show its document. */
#include "dialogue/machine.h"

static void give(struct kam_choice *ret, size_t most, size_t at, struct kam_choice choice)
{
	if (at < most) {
		ret[at] = choice;
	}
}

static size_t plan_choices(const struct kam_dialogue *d, struct kam_choice *ret, size_t most)
{
	for (size_t i = 0; i < d->assessment->action_count; i++) {
		const struct kb_action *action = &d->kb->actions[d->assessment->actions[i].action];

		give(ret, most, i,
			(struct kam_choice){action->id, dialogue_say(d, &action->text), i + 1});
	}
	return d->assessment->action_count;
}

static size_t review_choices(const struct kam_dialogue *d, struct kam_choice *ret, size_t most)
{
	for (size_t i = 0; i < d->doubt_count; i++) {
		const struct kb_question *q = &d->kb->questions[d->doubts[i].question];

		give(ret, most, i, (struct kam_choice){q->id, dialogue_say(d, &q->name), i + 1});
	}
	return d->doubt_count;
}

size_t kam_dialogue_choices(const struct kam_dialogue *d, struct kam_choice *ret, size_t most)
{
	uint64_t named =
		d->kind == KAM_VIEW_PARTLY || d->kind == KAM_VIEW_REST ? d->yes | d->partly : 0;
	struct choices c;
	size_t count = 0;

	if (d->kind == KAM_VIEW_TAKE) {
		return plan_choices(d, ret, most);
	}
	if (d->kind == KAM_VIEW_REVIEW) {
		return review_choices(d, ret, most);
	}
	c = choices_at(d);
	for (size_t i = 0; i < c.count; i++) {
		if (i >= KAM_MOST_CHOICES || !(named & (UINT64_C(1) << i))) {
			give(ret, most, count++, (struct kam_choice){c.ids[i], c.texts[i], i + 1});
		}
	}
	choices_release(&c);
	return count;
}

const char *kam_dialogue_asks(const struct kam_dialogue *d, const char **ret_name)
{
	const struct kb_checklist *list = dialogue_list(d);
	const struct kam_voice *v = &d->options.voice;

	*ret_name = list ? dialogue_say(d, &list->name)
		    : d->at.question != KAM_NONE
			    ? dialogue_say(d, &d->kb->questions[d->at.question].name)
			    : "";
	if (d->kind == KAM_VIEW_PARTLY) {
		return kam_say(v, "Which of the others are half done?");
	}
	if (d->kind == KAM_VIEW_REST) {
		return d->yes || d->partly ? dialogue_say(d, &list->rest)
					   : kam_say(v, "Is there one that you cannot judge?");
	}
	if (d->kind == KAM_VIEW_REVIEW) {
		return kam_say(
			v, "These answers seldom go together: which of them is to be changed?");
	}
	if (d->kind == KAM_VIEW_TAKE) {
		return kam_say(v, "Which actions go into your plan?");
	}
	return list ? dialogue_say(d, &list->text)
	       : d->at.question != KAM_NONE
		       ? dialogue_say(d, &d->kb->questions[d->at.question].text)
		       : "";
}
