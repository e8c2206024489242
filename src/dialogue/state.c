/* SPDX-License-Identifier: MIT */
#include "dialogue/state.h"

#include "dialogue/answers.h"
#include "kam/dialogue.h"

#include "util/memory.h"

#include <stdlib.h>
#include <string.h>

static double age_of(const struct kam_event *e, const char *today)
{
	return answers_age(e->seen_on ? e->seen_on : e->at, today);
}

/* Marks which events stand: an undo takes back the last group that still does. */
static bool *standing_events(const struct kam_log *log)
{
	bool *stands = memory_alloc(log->count + 1, sizeof(*stands));

	for (size_t i = 0; i < log->count; i++) {
		size_t last = i;

		stands[i] = log->events[i].kind != KAM_EVENT_UNDO;
		if (stands[i]) {
			continue;
		}
		while (last > 0 &&
			(!stands[last - 1] || log->events[last - 1].kind == KAM_EVENT_START)) {
			last--;
		}
		if (last > 0) {
			unsigned long group = log->events[last - 1].group;

			for (size_t k = last; k-- > 0;) {
				if (k == last - 1 || (group && log->events[k].group == group)) {
					stands[k] = false;
				}
			}
		}
	}
	return stands;
}

static void note_strange(struct state *s, const char *id)
{
	for (size_t i = 0; i < s->strange_count; i++) {
		if (!strcmp(s->strange[i], id)) {
			return;
		}
	}
	s->strange = memory_resize(s->strange, s->strange_count + 1, sizeof(*s->strange));
	s->strange[s->strange_count++] = id;
}

static void remember_screen(struct state *s, size_t question, size_t checklist)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->order_count; i++) {
		if (s->order[i].question != question || s->order[i].checklist != checklist) {
			s->order[kept++] = s->order[i];
		}
	}
	s->order[kept] = (struct screen_ref){question, checklist};
	s->order_count = kept + 1;
}

static bool response_of(struct state *s, const struct kam_event *e, const struct kb_question *q,
	const char *today, struct kam_response *ret)
{
	static const enum kam_response_kind kinds[] = {
		[KAM_EVENT_ANSWER] = KAM_ANSWER,
		[KAM_EVENT_UNKNOWN] = KAM_UNKNOWN,
		[KAM_EVENT_NOT_APPLICABLE] = KAM_NOT_APPLICABLE,
		[KAM_EVENT_LATER] = KAM_LATER,
	};

	*ret = (struct kam_response){.kind = kinds[e->kind],
		.tentative = e->tentative,
		.side = e->side,
		.age_days = age_of(e, today)};
	for (size_t i = 0; i < e->option_count; i++) {
		size_t o = kb_find_option(q, kb_renamed(s->kb, e->options[i]));

		if (o == KAM_NONE) {
			note_strange(s, e->options[i]);
			return false;
		}
		ret->options |= UINT64_C(1) << o;
	}
	return true;
}

static bool same_name(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Where BY on SIDE stands among those who answered; their number where they did not. */
static size_t find_voice(const struct voices *v, const char *by, enum kam_side side)
{
	size_t i = 0;

	while (i < v->count && (v->responses[i].side != side || !same_name(v->by[i], by))) {
		i++;
	}
	return i;
}

const struct kam_response *state_response(
	const struct state *s, size_t question, const char *by, enum kam_side side)
{
	const struct voices *v = &s->voices[question];
	size_t i = find_voice(v, by, side);

	return i < v->count ? &v->responses[i] : NULL;
}

/* A further answer of the same person on the same side replaces the earlier one; that of another stands beside it. */
static void hear(struct state *s, size_t question, const struct kam_event *e,
	const struct kam_response *response)
{
	struct voices *v = &s->voices[question];
	size_t i = find_voice(v, e->by, e->side);

	if (i == v->count) {
		v->responses = memory_resize(v->responses, v->count + 1, sizeof(*v->responses));
		v->by = memory_resize(v->by, v->count + 1, sizeof(*v->by));
		v->count++;
	}
	v->responses[i] = *response;
	v->by[i] = e->by;
	kam_belief_set(s->belief, question, v->responses, v->count, NULL);
}

/* A note belongs to the answer it was given with, and does not outlive it. */
static bool same_answer(const struct state *s, size_t question, const struct kam_event *e,
	const struct kam_response *r)
{
	const struct kam_response *old = state_response(s, question, e->by, e->side);

	return !old || (old->kind == r->kind && old->options == r->options);
}

static void replay_answer(struct state *s, const struct kam_event *e, const char *today)
{
	const char *id = kb_renamed(s->kb, e->question);
	size_t index = kam_kb_find_question(s->kb, id);
	const struct kb_question *q;
	struct kam_response response;

	if (index == KAM_NONE) {
		note_strange(s, e->question);
		return;
	}
	q = &s->kb->questions[index];
	if (!response_of(s, e, q, today, &response)) {
		return;
	}
	if (e->note || !same_answer(s, index, e, &response)) {
		s->notes[index] = e->note;
	}
	hear(s, index, e, &response);
	s->laters[index] += e->kind == KAM_EVENT_LATER;
	remember_screen(s, q->checklist == KAM_NONE ? index : KAM_NONE, q->checklist);
	s->last_topic = q->topic;
}

static void replay_skip(struct state *s, const struct kam_event *e)
{
	size_t checklist = kb_find_checklist(s->kb, e->question);
	size_t question = kam_kb_find_question(s->kb, e->question);

	if (checklist != KAM_NONE) {
		s->skipped[checklist] = true;
	} else if (question != KAM_NONE) {
		s->skipped_question[question] = true;
	}
}

static void replay_note(struct state *s, const struct kam_event *e)
{
	size_t question = e->question ? kam_kb_find_question(s->kb, e->question) : KAM_NONE;
	size_t checklist = e->question ? kb_find_checklist(s->kb, e->question) : KAM_NONE;

	if (question != KAM_NONE) {
		s->notes[question] = e->note;
	} else if (checklist != KAM_NONE) {
		s->checklist_notes[checklist] = e->note;
	} else if (!e->question) {
		s->account_notes = memory_resize(
			s->account_notes, s->account_note_count + 1, sizeof(*s->account_notes));
		s->account_notes[s->account_note_count++] = e->note;
	}
}

static void replay_event(struct state *s, const struct kam_event *e, const char *today)
{
	size_t action;

	switch (e->kind) {
	case KAM_EVENT_ANSWER:
	case KAM_EVENT_UNKNOWN:
	case KAM_EVENT_NOT_APPLICABLE:
	case KAM_EVENT_LATER:
		replay_answer(s, e, today);
		break;
	case KAM_EVENT_NOTE:
		replay_note(s, e);
		break;
	case KAM_EVENT_STOP:
		s->stopped = true;
		break;
	case KAM_EVENT_SKIP:
		replay_skip(s, e);
		break;
	case KAM_EVENT_TAKE:
		action = kb_find_action(s->kb, e->action);
		if (action != KAM_NONE) {
			s->taken[action] = true;
		}
		break;
	case KAM_EVENT_DONE:
		s->done = true;
		break;
	case KAM_EVENT_START:
	case KAM_EVENT_UNDO:
	default:
		break;
	}
}

void state_replay(
	struct state *s, const struct kam_kb *kb, const struct kam_log *log, const char *today)
{
	bool *stands = standing_events(log);

	*s = (struct state){.kb = kb, .last_topic = KAM_NONE};
	s->belief = kam_belief_new(kb);
	s->voices = memory_alloc(kb->question_count + 1, sizeof(*s->voices));
	s->notes = memory_alloc(kb->question_count + 1, sizeof(*s->notes));
	s->checklist_notes = memory_alloc(kb->checklist_count + 1, sizeof(*s->checklist_notes));
	s->laters = memory_alloc(kb->question_count + 1, sizeof(*s->laters));
	s->order = memory_alloc(kb->question_count + kb->checklist_count + 1, sizeof(*s->order));
	s->skipped = memory_alloc(kb->checklist_count + 1, sizeof(*s->skipped));
	s->skipped_question = memory_alloc(kb->question_count + 1, sizeof(bool));
	s->taken = memory_alloc(kb->action_count + 1, sizeof(*s->taken));
	for (size_t i = 0; i < log->count; i++) {
		if (log->events[i].group > s->last_group) {
			s->last_group = log->events[i].group;
		}
		if (stands[i]) {
			replay_event(s, &log->events[i], today);
		}
	}
	free(stands);
}

void state_release(struct state *s)
{
	for (size_t q = 0; s->voices && q < s->kb->question_count; q++) {
		free(s->voices[q].responses);
		free(s->voices[q].by);
	}
	free(s->voices);
	kam_belief_free(s->belief);
	free(s->notes);
	free(s->checklist_notes);
	free(s->account_notes);
	free(s->laters);
	free(s->order);
	free(s->skipped);
	free(s->skipped_question);
	free(s->taken);
	free(s->strange);
}

struct kam_belief *kam_log_belief(const struct kam_kb *kb, const struct kam_log *log,
	const char *today, const char ***ret_notes)
{
	struct state s;
	struct kam_belief *belief;

	state_replay(&s, kb, log, today);
	belief = s.belief;
	s.belief = NULL;
	if (ret_notes) {
		*ret_notes = s.notes;
		s.notes = NULL;
	}
	state_release(&s);
	return belief;
}
