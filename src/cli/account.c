/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/account.h"

#include "cli/complain.h"
#include "cli/status.h"
#include "util/io.h"
#include "util/memory.h"
#include "util/str.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

#define NAME_WIDTH  120 /* columns: a longer one is a mistake */
#define NEAR        2   /* edits */
#define NAME_PROMPT "Account> "

enum outcome {
	CHOSEN,
	AGAIN, /* ask once more */
	LEAVE, /* `status` says how */
};

struct choosing {
	struct asking *asking;
	struct consultation_list list;
	struct account_choice choice;
	int status;
};

void account_release(struct account_choice *choice)
{
	free(choice->name);
	free(choice->path);
	*choice = (struct account_choice){NULL, NULL, false};
}

static enum outcome leave(struct choosing *c, int status)
{
	c->status = status;
	return LEAVE;
}

static bool may_ask(const struct choosing *c)
{
	return front_is_terminal(c->asking->front) && !c->asking->options->no_input;
}

/* --- names -------------------------------------------------------------------------------- */

static char *trimmed(const char *text)
{
	size_t len = strlen(text);

	while (len && (text[len - 1] == ' ' || text[len - 1] == '\t')) {
		len--;
	}
	while (len && (*text == ' ' || *text == '\t')) {
		text++;
		len--;
	}
	return memory_text_n(text, len);
}

/* Why NAME cannot be one; NULL when it can. */
static const char *fault_of_name(const char *name)
{
	if (!*name) {
		return "the name of an account cannot be empty";
	}
	if (utf8_unsafe(name)) {
		return "the name holds a control character, or is no valid UTF-8; type it by hand";
	}
	if (utf8_width(name) > NAME_WIDTH) {
		return "the name is longer than 120 characters";
	}
	return NULL;
}

/* One that NAME may have been meant to be: it begins like it, or differs by a slip or two. */
static const struct consultation_entry *find_similar(struct choosing *c, const char *name)
{
	char *folded = utf8_fold(name);
	const struct consultation_entry *found = NULL;

	for (size_t i = 0; i < c->list.count && !found; i++) {
		char *other = utf8_fold(c->list.items[i].account);
		bool near = strlen(folded) > 4 && utf8_distance(folded, other, NEAR) <= NEAR;

		if (near || utf8_starts(other, folded)) {
			found = &c->list.items[i];
		}
		free(other);
	}
	free(folded);
	return found;
}

/* --- choosing ----------------------------------------------------------------------------- */

static enum outcome choose_file(struct choosing *c, const char *name, unsigned number)
{
	struct kam_error err = KAM_ERROR_INIT;

	if (consultation_path(name, number, &c->choice.path, &err)) {
		return leave(c, complain_error(&err));
	}
	c->choice.name = memory_text(name);
	c->choice.fresh = true;
	return CHOSEN;
}

static enum outcome choose_open(struct choosing *c, const struct consultation_entry *e)
{
	c->choice = (struct account_choice){
		.name = memory_text(e->account), .path = memory_text(e->path)};
	return CHOSEN;
}

/* A yes by Enter, a no by the word NEW; anything else asks again. */
static enum outcome ask_enter(struct choosing *c, bool *ret_new)
{
	for (;;) {
		char *line = NULL;
		enum front_status got = asking_read(c->asking, "Enter, or new> ", "", &line);
		bool enter = got == FRONT_LINE && !*line;

		*ret_new = got == FRONT_LINE && !strcmp(line, "new");
		free(line);
		if (got != FRONT_LINE) {
			return leave(c, asking_exit(c->asking, got));
		}
		if (enter || *ret_new) {
			return CHOSEN;
		}
		asking_say(c->asking, "  Press Enter, or type new.");
	}
}

static enum outcome choose_finished(struct choosing *c, const struct consultation_entry *e)
{
	bool again = c->asking->options->create;

	if (!again && may_ask(c)) {
		enum outcome answer;

		asking_say(c->asking,
			"The last assessment of it was finished%s%.10s. Enter shows its result, new assesses again.",
			e->begun ? " on " : "", e->begun ? e->begun : "");
		answer = ask_enter(c, &again);
		if (answer != CHOSEN) {
			return answer;
		}
	}
	return again ? choose_file(c, e->account, e->number + 1) : choose_open(c, e);
}

static enum outcome choose_entry(struct choosing *c, const struct consultation_entry *e)
{
	return e->finished ? choose_finished(c, e) : choose_open(c, e);
}

static enum outcome choose_new(struct choosing *c, const char *name)
{
	const struct consultation_entry *similar = find_similar(c, name);
	enum outcome answer;
	bool new = true;

	if (!may_ask(c)) {
		if (c->asking->options->create) {
			return choose_file(c, name, 1);
		}
		complain("there is no account '%s' yet; --new creates it", name);
		if (similar) {
			complain("did you mean '%s'?", similar->account);
		}
		return leave(c, EXIT_USAGE);
	}
	if (similar && !c->asking->options->create) {
		asking_say(c->asking, "You have \"%s\". Enter takes that one, new creates \"%s\".",
			similar->account, name);
		answer = ask_enter(c, &new);
		if (answer != CHOSEN) {
			return answer;
		}
	}
	return new ? choose_file(c, name, 1) : choose_entry(c, similar);
}

static enum outcome choose_named(struct choosing *c, const char *name)
{
	const char *fault = fault_of_name(name);
	const struct consultation_entry *e;

	if (fault && may_ask(c)) {
		asking_say(c->asking, "  %s", fault);
		return AGAIN;
	}
	if (fault) {
		complain("%s", fault);
		return leave(c, EXIT_DATA);
	}
	e = consultation_find(&c->list, name);
	return e ? choose_entry(c, e) : choose_new(c, name);
}

static void help(struct choosing *c)
{
	asking_say(c->asking,
		"  The customer, or the part of it that you look after: \"Nordwind / Bremen plant\". Tab lists "
		"yours. Ctrl-D leaves.");
	for (size_t i = 0; i < c->list.count && i < 20; i++) {
		asking_say(c->asking, "    %s%s", c->list.items[i].account,
			c->list.items[i].finished ? "" : " (not finished)");
	}
}

static enum outcome take_line(struct choosing *c, const char *line)
{
	char *name = trimmed(line);
	enum outcome outcome = AGAIN;

	if (!strcmp(name, ":quit") || !strcmp(name, ":q")) {
		outcome = leave(c, EXIT_DONE);
	} else if ((!strcmp(name, "?") || name[0] == ':' || !*name) && may_ask(c)) {
		help(c);
	} else {
		outcome = choose_named(c, name);
	}
	free(name);
	return outcome;
}

static enum outcome ask_name(struct choosing *c)
{
	char *line = NULL;
	enum front_status got = asking_read(c->asking, NAME_PROMPT, "", &line);
	enum outcome outcome;

	if (got != FRONT_LINE) {
		if (!may_ask(c)) {
			complain("which account? name it: kam assess ACCOUNT");
		}
		return leave(c, asking_exit(c->asking, got));
	}
	outcome = take_line(c, line);
	free(line);
	return outcome;
}

static enum outcome choose_among(struct choosing *c)
{
	const struct options *o = c->asking->options;
	enum outcome outcome = AGAIN;

	if (o->word_count) {
		char *name = trimmed(o->words[0]);

		outcome = choose_named(c, name);
		free(name);
	}
	while (outcome == AGAIN) {
		outcome = ask_name(c);
	}
	return outcome;
}

/* --- a file that was named ---------------------------------------------------------------- */

/* The account of the log at PATH; NULL where there is none yet. free() it. */
static char *account_in(const char *path)
{
	struct kam_log log = KAM_LOG_INIT;
	char *name = NULL;

	if (!consultation_read(path, &log, NULL) && log.count) {
		name = memory_text(log.events[0].account);
	}
	kam_log_release(&log);
	return name;
}

static enum outcome choose_answers(struct choosing *c)
{
	const struct options *o = c->asking->options;
	char *name = account_in(o->answers);
	enum outcome outcome;

	if (name && o->word_count && !utf8_same(name, o->words[0])) {
		complain("%s is about '%s', not about '%s'", o->answers, name, o->words[0]);
		free(name);
		return leave(c, EXIT_USAGE);
	}
	if (name || io_exists(o->answers)) {
		c->choice = (struct account_choice){.name = name, .path = memory_text(o->answers)};
		return CHOSEN;
	}
	outcome = choose_among(c);
	if (outcome == CHOSEN) {
		free(c->choice.path);
		c->choice.path = memory_text(o->answers);
		c->choice.fresh = true;
	}
	return outcome;
}

bool account_choose(struct asking *a, struct account_choice *ret, int *ret_status)
{
	struct choosing c = {.asking = a};
	struct kam_error err = KAM_ERROR_INIT;
	enum outcome outcome;

	if (a->options->answers) {
		outcome = choose_answers(&c);
	} else if (consultation_list(&c.list, &err)) {
		outcome = leave(&c, complain_error(&err));
	} else {
		a->accounts = &c.list;
		outcome = choose_among(&c);
		a->accounts = NULL;
	}
	consultation_list_release(&c.list);
	*ret = c.choice;
	*ret_status = c.status;
	return outcome == CHOSEN;
}
