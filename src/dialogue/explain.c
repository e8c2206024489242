/* SPDX-License-Identifier: MIT */
/* The commands that explain: why a question, how the result came about, why not another stage, what if. */
#include "dialogue/machine.h"
#include "util/memory.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

static bool wants_numbers(const char *rest)
{
	return !strcmp(rest, "numbers");
}

static int after_result(struct kam_dialogue *d)
{
	show_line(d, "%s",
		kam_say(&d->options.voice,
			"After the result: before it, this would say which answer points where. (:result "
			"shows it now.)"));
	return KAM_REFUSED;
}

int command_how(struct kam_dialogue *d, const char *rest, struct kam_error *err)
{
	struct kam_basis basis = machine_basis(d);

	(void)err;
	if (d->kind != KAM_VIEW_TAKE) {
		return after_result(d);
	}
	kam_assessment_why(d->state.belief, d->assessment, &basis, wants_numbers(rest),
		&d->options.voice, &d->show);
	return KAM_OK;
}

/* At the review: how likely each of the answers is a slip. */
static void why_review(struct kam_dialogue *d, bool numbers)
{
	show_line(d, "%s",
		kam_say(&d->options.voice,
			"One wrong key early on can move the whole result; such answers stand side by side in few "
			"accounts."));
	for (size_t i = 0; numbers && i < d->doubt_count; i++) {
		show_line(d, kam_say(&d->options.voice, "%s: a slip with probability %.2f."),
			dialogue_say(d, &d->kb->questions[d->doubts[i].question].name),
			kam_belief_slip(d->state.belief, d->doubts[i].question));
	}
}

int command_why(struct kam_dialogue *d, const char *rest, struct kam_error *err)
{
	if (d->kind == KAM_VIEW_REVIEW) {
		why_review(d, wants_numbers(rest));
		return KAM_OK;
	}
	if (d->kind == KAM_VIEW_TAKE) {
		return command_how(d, rest, err);
	}
	show_why(d, wants_numbers(rest));
	return KAM_OK;
}

/* The stage called NAME by id or name, or by how one of them begins; KAM_NONE. */
static size_t find_stage(const struct kam_dialogue *d, const char *name)
{
	size_t found = KAM_NONE;
	size_t count = 0;

	for (size_t i = 0; i < d->kb->stage_count; i++) {
		const struct kb_stage *s = &d->kb->stages[i];

		if (utf8_same(s->id, name) || utf8_same(dialogue_say(d, &s->name), name)) {
			return i;
		}
		if (*name && (utf8_starts(s->id, name) ||
				     utf8_starts(dialogue_say(d, &s->name), name))) {
			found = i;
			count++;
		}
	}
	return count == 1 ? found : KAM_NONE;
}

static void list_stages(struct kam_dialogue *d)
{
	struct str names = STR_INIT;

	for (size_t i = 0; i < d->kb->stage_count; i++) {
		str_addf(&names, "%s%s", i ? ", " : "", d->kb->stages[i].id);
	}
	show_line(d, kam_say(&d->options.voice, "Write a stage behind it: %s."), str_text(&names));
	str_release(&names);
}

/* :whynot [STAGE] [numbers]; the next stage where none is named. */
int command_whynot(struct kam_dialogue *d, const char *rest, struct kam_error *err)
{
	char *name = memory_text(rest);
	size_t len = strlen(name);
	bool numbers = len >= 7 && !strcmp(name + len - 7, "numbers");
	size_t stage;

	(void)err;
	if (d->kind != KAM_VIEW_TAKE) {
		free(name);
		return after_result(d);
	}
	for (len = numbers ? len - 7 : len; len && name[len - 1] == ' '; len--) {
	}
	name[len] = '\0';
	stage = *name ? find_stage(d, name) : d->assessment->leading + 1;
	free(name);
	if (stage == KAM_NONE || stage >= d->kb->stage_count) {
		list_stages(d);
		return KAM_REFUSED;
	}
	kam_assessment_whynot(
		d->state.belief, d->assessment, stage, numbers, &d->options.voice, &d->show);
	return KAM_OK;
}

/* Puts ID=ANSWER into COPY; false after saying what is wrong with it. */
static bool suppose(struct kam_dialogue *d, struct kam_belief *copy, char *assignment)
{
	char *equals = strchr(assignment, '=');
	size_t q;
	struct kam_response response = {.kind = KAM_ANSWER, .side = d->options.side};
	struct input in;
	struct choices c;

	if (equals) {
		*equals = '\0';
	}
	q = kam_kb_find_question(d->kb, assignment);
	if (!equals || q == KAM_NONE) {
		show_line(d,
			kam_say(&d->options.voice,
				"'%s' is no question. :answers lists the names."),
			assignment);
		return false;
	}
	c = choices_of(d, q);
	in = input_read(equals + 1, &c, &d->options.voice, NULL, NULL);
	choices_release(&c);
	if (in.kind == INPUT_CHOSEN) {
		response.options = in.chosen;
		response.tentative = in.tentative;
	} else {
		response.kind = KAM_UNKNOWN;
	}
	if (in.kind != INPUT_CHOSEN && in.kind != INPUT_UNKNOWN) {
		show_line(d, "%s: %s", assignment,
			in.why ? in.why
			       : kam_say(&d->options.voice, "write its number behind the =."));
		input_release(&in);
		return false;
	}
	input_release(&in);
	kam_belief_set(copy, q, &response, 1, NULL);
	return true;
}

/* :whatif ID=ANSWER …: side by side, on a copy. */
int command_whatif(struct kam_dialogue *d, const char *rest, struct kam_error *err)
{
	struct kam_belief *copy;
	char *words = memory_text(rest);
	bool good = *rest != '\0';

	(void)err;
	if (d->kind != KAM_VIEW_TAKE) {
		free(words);
		return after_result(d);
	}
	if (!good) {
		show_line(d, "%s",
			kam_say(&d->options.voice, "Write what to suppose: :whatif NAME=NUMBER"));
	}
	copy = kam_belief_copy(d->state.belief);
	for (char *word = words; good && *word;) {
		size_t len = strcspn(word, " ");
		bool last = !word[len];

		word[len] = '\0';
		good = !len || suppose(d, copy, word);
		word += len + (last ? 0 : 1);
	}
	if (good) {
		struct kam_assessment *then = kam_place(copy);

		kam_assessment_compare(d->assessment, then, &d->options.voice, &d->show);
		kam_assessment_free(then);
	}
	kam_belief_free(copy);
	free(words);
	return good ? KAM_OK : KAM_REFUSED;
}
