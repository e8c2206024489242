/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/asking.h"

#include "cli/status.h"
#include "util/io.h"
#include "util/str.h"
#include "util/utf8.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static void complete(
	void *ctx, const char *prefix, void (*give)(void *ctx, const char *text), void *give_ctx)
{
	struct asking *a = ctx;

	if (a->dialogue) {
		kam_dialogue_complete(a->dialogue, prefix, give, give_ctx);
		return;
	}
	for (size_t i = 0; a->accounts && i < a->accounts->count; i++) {
		if (utf8_starts(a->accounts->items[i].account, prefix)) {
			give(give_ctx, a->accounts->items[i].account);
		}
	}
}

/* Commands are worth recalling; answers and notes are the customer's secrets. */
static bool keep(void *ctx, const char *line)
{
	size_t word = strcspn(line, " ");

	(void)ctx;
	return line[0] == ':' && line[1] != ':' && word > 1 && strncmp(line, ":note", word) != 0;
}

static char *history_path(void)
{
	char *folder;
	char *path;

	if (consultation_folder(&folder, NULL)) {
		return NULL;
	}
	path = io_join(folder, "history");
	free(folder);
	return path;
}

void asking_init(struct asking *a, const struct options *options)
{
	*a = (struct asking){.options = options, .history = history_path()};
	a->front = front_new(&(struct front_options){.plain = options->plain,
		.piped = options->protocol != NULL,
		.history = a->history,
		.keep = keep,
		.complete = complete,
		.ctx = a});
}

void asking_release(struct asking *a)
{
	front_free(a->front);
	free(a->history);
	*a = (struct asking){.options = NULL};
}

bool asking_say(struct asking *a, const char *format, ...)
{
	struct kam_document doc = KAM_DOCUMENT_INIT;
	struct str text = STR_INIT;
	va_list args;
	bool shown;

	va_start(args, format);
	str_addv(&text, format, args);
	va_end(args);
	kam_document_add(&doc, KAM_BLOCK_PARAGRAPH, NULL, "%s", str_text(&text));
	shown = front_show(a->front, &doc);
	kam_document_release(&doc);
	str_release(&text);
	return shown;
}

enum front_status asking_read(
	struct asking *a, const char *prompt, const char *standing, char **ret_line)
{
	return a->options->no_input ? FRONT_END : front_read(a->front, prompt, standing, ret_line);
}

int asking_exit(const struct asking *a, enum front_status status)
{
	if (status == FRONT_INTERRUPTED) {
		return EXIT_SIGNAL + SIGINT;
	}
	if (status == FRONT_SIGNAL) {
		return EXIT_SIGNAL + front_signal();
	}
	return front_is_terminal(a->front) && !a->options->no_input ? EXIT_DONE : EXIT_ENDED;
}
