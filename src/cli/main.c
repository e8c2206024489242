/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/base.h"
#include "cli/complain.h"
#include "cli/options.h"
#include "cli/print.h"
#include "cli/status.h"
#include "term/front.h"
#include "util/memory.h"
#include "util/str.h"

#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Characters are UTF-8 whatever the surroundings say; numbers stay as C writes them. */
static void set_locale(void)
{
	setlocale(LC_CTYPE, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8")) {
		setlocale(LC_CTYPE, "C.UTF-8");
	}
	setlocale(LC_MESSAGES, "");
}

/* Nothing is lost: answers are on disk before the next question is shown. */
static void on_exhaustion(void)
{
	static const char message[] = "kam: out of memory; every answer so far is saved\n";

	front_restore();
	(void)!write(STDERR_FILENO, message, sizeof(message) - 1);
	_exit(EXIT_FAILED);
}

static int print_version(const struct options *options)
{
	const char *source = "";
	char *folder = base_folder(options, &source);
	char *text = folder ? str_format("kam %s\nknowledge base: %s (%s)\n", KAM_VERSION, folder,
				      source)
			    : str_format("kam %s\nknowledge base: none found\n", KAM_VERSION);
	int status = print_text(text);

	free(text);
	free(folder);
	return status;
}

static int print_help(const struct options *options)
{
	struct kam_document doc = KAM_DOCUMENT_INIT;
	const char *group = !options->command && options->word_count ? options->words[0] : NULL;

	options_help(options->command, group, &doc);
	return print_document(options, &doc);
}

int main(int argc, char **argv)
{
	struct options options;
	int status;

	set_locale();
	signal(SIGXFSZ,
		SIG_IGN); /* a file that may not grow is an error like a full disk, with its message */
	memory_on_exhaustion(on_exhaustion);
	status = options_parse(argc, argv, &options);
	if (status) {
		return status;
	}
	if (options.help) {
		return print_help(&options);
	}
	if (options.version) {
		return print_version(&options);
	}
	return options.command->run(&options);
}
