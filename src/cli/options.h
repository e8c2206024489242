/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line: tables of commands and options that give parsing, help and suggestions. */
#ifndef KAM_CLI_OPTIONS_H
#define KAM_CLI_OPTIONS_H

#include "kam/document.h"

#include <stdbool.h>
#include <stddef.h>

struct options {
	const struct command *command; /* NULL only with `help` or `version` */
	const char *program;           /* argv[0] */
	const char *answers, *as, *date, *format, *knowledge, *lang, *protocol, *side, *whatif,
		*whynot;
	bool create, explain, help, no_input, plain, version;
	char **words; /* what is neither command nor option */
	size_t word_count;
};

struct command {
	const char *name;      /* one word, or two: "kb check" */
	const char *arguments; /* for the usage line */
	size_t most;           /* words it takes */
	const char *summary;
	const char *details;
	int (*run)(const struct options *options);
};

/* All commands, in the order of the help; the last has no name. */
extern const struct command commands[];

/* Understands ARGV into *RET. 0, or EXIT_USAGE after a complaint. */
int options_parse(int argc, char **argv, struct options *ret);

/* An option as others may see it. */
struct option_info {
	const char *name;
	const char *argument; /* "FILE"; NULL: a flag */
	const char *values;   /* the words it knows, "own customer"; NULL: any text */
	const char *help;
};

/* Option I of COMMAND (NULL: of all commands together), in the order of the help. False: there is none. */
bool options_at(const struct command *command, size_t i, struct option_info *ret);

/* The help on COMMAND, or on all of kam where it is NULL. GROUP: the first word of commands that have two ("kb"), or NULL. */
void options_help(const struct command *command, const char *group, struct kam_document *doc);

#endif
