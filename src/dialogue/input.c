/* SPDX-License-Identifier: MIT */
#include "dialogue/input.h"

#include "util/memory.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

void input_release(struct input *in)
{
	free(in->note);
	free(in->word);
	free(in->rest);
	free(in->why);
	memset(in, 0, sizeof(*in));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static char *trimmed(const char *text, size_t len)
{
	while (len && is_blank(*text)) {
		text++;
		len--;
	}
	while (len && is_blank(text[len - 1])) {
		len--;
	}
	return memory_text_n(text, len);
}

/* Where a note begins: # or № after a blank or at the very start; NULL where there is none. */
static const char *note_mark(const char *line, size_t *ret_mark)
{
	for (const char *at = line; *at; at++) {
		bool free_standing = at == line || is_blank(at[-1]);

		if (free_standing && *at == '#') {
			*ret_mark = 1;
			return at;
		}
		if (free_standing && !strncmp(at, "\xE2\x84\x96", 3)) {
			*ret_mark = 3;
			return at;
		}
	}
	return NULL;
}

/* Splits LINE into an answer and a note, both the caller's; the note is NULL where there is none. */
static char *split_note(const char *line, char **ret_note)
{
	size_t mark = 0;
	const char *at = note_mark(line, &mark);

	*ret_note = NULL;
	if (!at) {
		return trimmed(line, strlen(line));
	}
	*ret_note = trimmed(at + mark, strlen(at + mark));
	if (!**ret_note) {
		free(*ret_note);
		*ret_note = NULL;
	}
	return trimmed(line, (size_t)(at - line));
}

#define MOST_CHOICES 64
#define QUOTED       40 /* columns of a refused text that are said again */

/* TEXT for a message: its beginning where it is long. */
static char *quotable(const char *text)
{
	size_t len = utf8_fit(text, QUOTED);

	return str_format(text[len] ? "%.*s..." : "%.*s", (int)len, text);
}

static struct input bad(char *why)
{
	return (struct input){.kind = INPUT_BAD, .why = why};
}

static struct input command(const char *text)
{
	struct input in = {.kind = INPUT_COMMAND};
	size_t word = strcspn(text, " \t");

	in.word = memory_text_n(text, word);
	in.rest = trimmed(text + word, strlen(text + word));
	return in;
}

/* The one entry whose id or text starts with WORD (whole matches first); counts how many do. */
static size_t match(
	const struct choices *choices, const char *word, size_t *ret_count, uint64_t *all)
{
	size_t found = KAM_NONE;

	*ret_count = 0;
	*all = 0;
	for (size_t i = 0; i < choices->count; i++) {
		if (utf8_same(choices->ids[i], word) || utf8_same(choices->texts[i], word)) {
			*ret_count = 1;
			return i;
		}
		if (utf8_starts(choices->ids[i], word) || utf8_starts(choices->texts[i], word)) {
			*all |= UINT64_C(1) << i;
			found = i;
			++*ret_count;
		}
	}
	return found;
}

static struct input no_match(const struct choices *choices, const char *text, uint64_t all,
	const struct kam_voice *voice)
{
	struct str why = STR_INIT;
	char *word = quotable(text);

	if (!all) {
		str_addf(&why, kam_say(voice, "'%s' is none of the answers."), word);
		str_addf(&why, " ");
		str_addf(&why,
			kam_say(voice, "Type a number from 1 to %zu, or how an answer begins."),
			choices->count);
		free(word);
		return bad(str_take(&why));
	}
	str_addf(&why, kam_say(voice, "'%s' could be:"), word);
	free(word);
	for (size_t i = 0; i < choices->count; i++) {
		if (all & (UINT64_C(1) << i)) {
			str_addf(&why, " %zu %s;", i + 1, choices->ids[i]);
		}
	}
	str_addf(&why, " %s", kam_say(voice, "type its number."));
	return bad(str_take(&why));
}

static struct input chosen(uint64_t set, bool tentative)
{
	return (struct input){.kind = INPUT_CHOSEN, .chosen = set, .tentative = tentative};
}

/* Reads a number from 1 to COUNT; 0 where there is none. */
static size_t read_number(const char **at, size_t count)
{
	size_t number = 0;
	const char *start = *at;

	while (**at >= '0' && **at <= '9' && *at - start < 4) {
		number = number * 10 + (size_t)(**at - '0');
		++*at;
	}
	return number > count || (**at >= '0' && **at <= '9') ? 0 : number;
}

static void skip_blanks(const char **at)
{
	while (is_blank(**at)) {
		++*at;
	}
}

static uint64_t span(size_t from, size_t to)
{
	uint64_t set = 0;

	for (size_t i = from; i <= to; i++) {
		set |= UINT64_C(1) << (i - 1);
	}
	return set;
}

static struct input bad_number(const char *text, size_t count, const struct kam_voice *voice)
{
	char *word = quotable(text);
	struct input in = bad(str_format(
		kam_say(voice,
			"'%s' is not understood. Numbers go from 1 to %zu, several with commas."),
		word, count));

	free(word);
	return in;
}

/* 2 · 2? · 2,3 · 2-4 · 2?,3 (a ? on one of several is that entry's own) */
static struct input numbers(
	const char *text, const struct choices *choices, const struct kam_voice *voice)
{
	struct input in = chosen(0, false);
	const char *at = text;

	for (;;) {
		size_t from = read_number(&at, choices->count);
		size_t to = from;
		uint64_t set;

		skip_blanks(&at);
		if (from && *at == '-') {
			at++;
			skip_blanks(&at);
			to = read_number(&at, choices->count);
			skip_blanks(&at);
		}
		if (!from || to < from) {
			return bad_number(text, choices->count, voice);
		}
		set = span(from, to);
		in.chosen |= set;
		if (*at == '?') {
			at++;
			in.doubtful |= set;
			skip_blanks(&at);
		}
		if (!*at) {
			break;
		}
		if (*at != ',') {
			return bad_number(text, choices->count, voice);
		}
		at++;
		skip_blanks(&at);
	}
	in.tentative = text[strlen(text) - 1] == '?';
	return in;
}

static struct input words(
	const char *text, const struct choices *choices, const struct kam_voice *voice)
{
	size_t len = strlen(text);
	bool tentative = len > 1 && text[len - 1] == '?';
	char *word = trimmed(text, tentative ? len - 1 : len);
	size_t count;
	uint64_t all;
	size_t found = match(choices, word, &count, &all);
	struct input in;

	if (count == 1) {
		in = chosen(UINT64_C(1) << found, tentative);
		in.doubtful = tentative ? in.chosen : 0;
	} else {
		in = no_match(choices, word, all, voice);
	}
	free(word);
	return in;
}

/* Numbers, unless an option begins like that: "3 to 6 months". A number alone is always a number. */
static struct input begins_with_digit(
	const char *text, const struct choices *choices, const struct kam_voice *voice)
{
	struct input in = text[strspn(text, "0123456789,-? ")] ? words(text, choices, voice)
							       : numbers(text, choices, voice);

	if (in.kind == INPUT_BAD) {
		input_release(&in);
		in = bad_number(text, choices->count, voice);
	}
	return in;
}

static struct input plain_answer(
	const char *text, const struct choices *choices, const struct kam_voice *voice)
{
	if (!*text) {
		return (struct input){.kind = INPUT_EMPTY};
	}
	if (!strcmp(text, "?")) {
		return (struct input){.kind = INPUT_HELP};
	}
	if (!strcmp(text, "0")) {
		return (struct input){.kind = INPUT_UNKNOWN};
	}
	if (!strcmp(text, "-")) {
		return (struct input){.kind = INPUT_NOT_APPLICABLE};
	}
	if (!strcmp(text, "+")) {
		return (struct input){.kind = INPUT_LATER};
	}
	if (text[0] >= '0' && text[0] <= '9') {
		return begins_with_digit(text, choices, voice);
	}
	return words(text, choices, voice);
}

static bool assignment(
	const char *text, bool (*is_id)(void *ctx, const char *word), void *ctx, struct input *ret)
{
	const char *equals = strchr(text, '=');
	char *word;

	if (!equals || !is_id) {
		return false;
	}
	word = trimmed(text, (size_t)(equals - text));
	if (!is_id(ctx, word)) {
		free(word);
		return false;
	}
	*ret = (struct input){.kind = INPUT_ASSIGN, .word = word};
	ret->rest = trimmed(equals + 1, strlen(equals + 1));
	return true;
}

static struct input read_trimmed(const char *line, const struct choices *choices,
	const struct kam_voice *voice, bool (*is_id)(void *ctx, const char *word), void *ctx)
{
	char *note = NULL;
	char *text;
	struct input in;

	if (!utf8_valid(line) || utf8_unsafe(line)) {
		return bad(memory_text(kam_say(
			voice, "The line holds characters that cannot be stored. Type it again.")));
	}
	if (*line == ':') {
		return command(line + 1);
	}
	if (assignment(line, is_id, ctx, &in)) {
		return in;
	}
	text = split_note(line, &note);
	in = plain_answer(text, choices, voice);
	in.note = note;
	free(text);
	return in;
}

struct input input_read(const char *line, const struct choices *choices,
	const struct kam_voice *voice, bool (*is_id)(void *ctx, const char *word), void *ctx)
{
	struct choices most = *choices;
	char *text = trimmed(line, strlen(line));
	struct input in;

	/* A pasted tab is a blank; a set holds as many entries as it has bits. */
	for (char *at = text; (at = strchr(at, '\t')) != NULL;) {
		*at = ' ';
	}
	most.count = most.count > MOST_CHOICES ? MOST_CHOICES : most.count;
	in = read_trimmed(text, &most, voice, is_id, ctx);
	free(text);
	return in;
}
