/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kam show: the result of a consultation again, and what explains it. Nothing is written. */
#include "cli/base.h"
#include "cli/clock.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/consultation.h"
#include "cli/print.h"
#include "cli/status.h"
#include "kam/kam.h"
#include "util/memory.h"
#include "util/str.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

/* The only one that begins with NAME, and how many do. */
static const struct consultation_entry *find_begun(
	const struct consultation_list *list, const char *name, size_t *ret_count)
{
	const struct consultation_entry *found = NULL;

	*ret_count = 0;
	for (size_t i = 0; i < list->count; i++) {
		if (utf8_starts(list->items[i].account, name)) {
			found = &list->items[i];
			++*ret_count;
		}
	}
	return *ret_count == 1 ? found : NULL;
}

/* The path of the one called NAME, or of the only one that begins with it; free() it. NULL after a complaint. */
static char *path_of(const char *name, int *ret_status)
{
	struct consultation_list list = {NULL, 0, 0};
	struct kam_error err = KAM_ERROR_INIT;
	const struct consultation_entry *found;
	size_t count = 0;
	char *path;

	*ret_status = EXIT_USAGE;
	if (consultation_list(&list, &err)) {
		*ret_status = complain_error(&err);
		return NULL;
	}
	found = consultation_find(&list, name);
	found = found ? found : find_begun(&list, name, &count);
	if (!found && count) {
		complain("%zu accounts begin with '%s'; write more of the name", count, name);
	} else if (!found) {
		complain("there is no account '%s'; 'kam completion accounts' lists them", name);
	}
	path = found ? memory_text(found->path) : NULL;
	consultation_list_release(&list);
	return path;
}

/* The log at PATH without the events that end it, so that its result can be asked for again. 0, or an exit status. */
static int read_log(const char *path, struct kam_log *ret)
{
	struct kam_error err = KAM_ERROR_INIT;
	struct kam_log log = KAM_LOG_INIT;

	if (consultation_read(path, &log, &err)) {
		return complain_error(&err);
	}
	for (size_t i = 0; i < log.count; i++) {
		if (log.events[i].kind != KAM_EVENT_DONE) {
			kam_log_add(ret, &log.events[i]);
		}
	}
	kam_log_release(&log);
	if (!ret->count) {
		complain("%s holds no consultation", path);
		return EXIT_DATA;
	}
	return EXIT_DONE;
}

static void now(void *ctx, char ret[21])
{
	clock_now(ctx, ret);
}

/* Says LINE to the dialogue and prints what it shows. */
static int ask(const struct options *options, struct kam_dialogue *d, const char *line)
{
	struct kam_error err = KAM_ERROR_INIT;
	int refused = kam_dialogue_input(d, line, &err);
	int status = print_shown(options, kam_dialogue_view(d)->show);

	kam_error_release(&err);
	return status ? status : refused ? EXIT_USAGE : EXIT_DONE;
}

/* A command with what stands behind it. */
static int ask_with(const struct options *options, struct kam_dialogue *d, const char *command,
	const char *rest)
{
	char *line = str_format(":%s %s", command, rest);
	int status = ask(options, d, line);

	free(line);
	return status;
}

static int print_placement(const struct options *options, struct kam_dialogue *d)
{
	struct kam_assessment *a = kam_place(kam_dialogue_belief(d));
	char *json = kam_assessment_json(a, kam_dialogue_log(d)->events[0].account);
	char *line = str_format("%s\n", json);
	int status = print_text(line);

	(void)options;
	free(line);
	free(json);
	kam_assessment_free(a);
	return status;
}

static int show_all(const struct options *options, struct kam_dialogue *d)
{
	int status = EXIT_DONE;

	if (options->format && !strcmp(options->format, "json")) {
		return print_placement(options, d);
	}
	if (!options->whatif && !options->whynot) {
		status = ask(options, d, ":result");
	}
	if (!status && options->explain) {
		status = ask(options, d, ":how numbers");
	}
	if (!status && (options->whynot || options->explain)) {
		status = ask_with(options, d, "whynot", options->whynot ? options->whynot : "");
	}
	if (!status && options->whatif) {
		status = ask_with(options, d, "whatif", options->whatif);
	}
	return !status && options->explain ? ask(options, d, ":answers") : status;
}

static int show_log(const struct options *options, const struct kam_kb *kb,
	const struct kam_voice *voice, const struct kam_log *log)
{
	struct options copy = *options;
	struct kam_dialogue_options o = {.kb = kb,
		.voice = *voice,
		.account = log->events[0].account,
		.days_per_quarter = -1,
		.ctx = &copy,
		.now = now};
	struct kam_error err = KAM_ERROR_INIT;
	struct kam_dialogue *d;
	int status;

	if (strcmp(log->events[0].base, kam_kb_id(kb))) {
		complain("this consultation belongs to the knowledge base '%s', not to '%s'",
			log->events[0].base, kam_kb_id(kb));
		return EXIT_DATA;
	}
	if (kam_dialogue_new(&o, log, &d, &err)) {
		return complain_error(&err);
	}
	if (kam_dialogue_view(d)->kind != KAM_VIEW_TAKE) {
		kam_dialogue_input(d, ":result", NULL);
	}
	status = show_all(options, d);
	kam_dialogue_free(d);
	return status;
}

int cmd_show(const struct options *options)
{
	struct kam_log log = KAM_LOG_INIT;
	struct kam_voice voice;
	struct kam_kb *kb;
	int status = EXIT_USAGE;
	char *path = options->answers      ? memory_text(options->answers)
		     : options->word_count ? path_of(options->words[0], &status)
					   : NULL;

	if (!path && !options->word_count) {
		complain("which account? name it: kam show ACCOUNT");
	}
	if (path) {
		status = read_log(path, &log);
	}
	if (path && !status) {
		status = base_load(options, NULL, &kb);
	}
	if (path && !status) {
		status = base_voice(options, kb, &voice);
		status = status ? status : show_log(options, kb, &voice, &log);
		kam_kb_free(kb);
	}
	kam_log_release(&log);
	free(path);
	return status;
}
