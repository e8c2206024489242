/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/options.h"

#include "cli/complain.h"
#include "cli/status.h"
#include "util/date.h"
#include "util/memory.h"
#include "util/nearest.h"
#include "util/str.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

/* One option: where its value goes, who takes it, separated by commas (NULL: every command), and what it does. */
struct option_row {
	const char *name;
	const char *argument; /* NULL: a flag */
	size_t offset;
	const char *commands;
	const char *values; /* the words it knows; NULL: any text */
	const char *help;
};

#define AT(member) offsetof(struct options, member)

static const struct option_row rows[] = {
	{"answers", "FILE", AT(answers), "assess,show", NULL,
		"keep the consultation in FILE instead of the usual place, and go on from there"},
	{"as", "NAME", AT(as), "assess", NULL, "who answers (default: your login name)"},
	{"date", "DATE", AT(date), "assess,place,show", NULL,
		"today, as YYYY-MM-DD: for tests and for the past"},
	{"explain", NULL, AT(explain), "show", NULL,
		"what speaks for it and against it with numbers, why not the next stage, all answers"},
	{"format", "FORMAT", AT(format), "show,kb show", "text json", "text or json"},
	{"knowledge", "DIR", AT(knowledge), NULL, NULL,
		"use the knowledge base in DIR (or set KAM_KNOWLEDGE)"},
	{"lang", "LANGUAGE", AT(lang), "assess,explain,show", NULL,
		"the language to speak: one of the base's"},
	{"new", NULL, AT(create), "assess", NULL,
		"create the account where there is none, and assess again where the last assessment is finished"},
	{"no-input", NULL, AT(no_input), "assess", NULL,
		"never ask: show what is there, or fail with status 4"},
	{"plain", NULL, AT(plain), NULL, NULL, "no line editing and no colour"},
	{"protocol", "FORMAT", AT(protocol), "assess", "json",
		"talk with another program in JSON Lines instead of with a person: kam-protocol(5)"},
	{"side", "SIDE", AT(side), "assess", "own customer",
		"whose view the answers are: own (default) or customer"},
	{"whatif", "ANSWERS", AT(whatif), "show", NULL,
		"side by side with the result where ID=ANSWER, several in quotation marks"},
	{"whynot", "STAGE", AT(whynot), "show", NULL,
		"what speaks against STAGE, and what it would ask"},
	{"help", NULL, AT(help), NULL, NULL, "this help"},
	{"version", NULL, AT(version), NULL, NULL, "which kam and which knowledge base this is"},
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

/* --- finding ------------------------------------------------------------------------------ */

/* Whether WORD is one of LIST, which SEPARATOR separates. */
static bool is_listed(const char *list, char separator, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = list; at; at = strchr(at, separator)) {
		at += *at == separator;
		if (!strncmp(at, word, len) && (at[len] == separator || !at[len])) {
			return true;
		}
	}
	return false;
}

static bool takes(const struct command *command, const struct option_row *row)
{
	return !row->commands || is_listed(row->commands, ',', command->name);
}

static const struct command *find_command(const char *first, const char *second)
{
	struct str both = STR_INIT;
	const struct command *found = NULL;

	str_addf(&both, "%s %s", first, second ? second : "");
	for (const struct command *c = commands; c->name && !found; c++) {
		if (!strcmp(c->name, first) || !strcmp(c->name, str_text(&both))) {
			found = c;
		}
	}
	str_release(&both);
	return found;
}

static bool is_group(const char *word)
{
	size_t len = strlen(word);

	for (const struct command *c = commands; c->name; c++) {
		if (!strncmp(c->name, word, len) && c->name[len] == ' ') {
			return true;
		}
	}
	return false;
}

#define EDITS 2 /* a slip of the keys, not another word */

/* The command nearest to WORD, or NULL. */
static const char *nearest_command(const char *word)
{
	struct nearest n = nearest_begin(word, EDITS);

	for (const struct command *c = commands; c->name; c++) {
		nearest_try(&n, c->name);
	}
	return n.best;
}

static const char *nearest_option(const char *word)
{
	struct nearest n = nearest_begin(word, EDITS);

	for (size_t i = 0; i < ROWS; i++) {
		nearest_try(&n, rows[i].name);
	}
	return n.best;
}

bool options_at(const struct command *command, size_t i, struct option_info *ret)
{
	for (size_t k = 0; k < ROWS; k++) {
		if ((!command || takes(command, &rows[k])) && !i--) {
			*ret = (struct option_info){
				rows[k].name, rows[k].argument, rows[k].values, rows[k].help};
			return true;
		}
	}
	return false;
}

/* --- parsing ------------------------------------------------------------------------------ */

static int unknown_command(const char *word)
{
	const char *near = nearest_command(word);

	if (near) {
		complain("there is no command '%s'; did you mean '%s'?", word, near);
	} else {
		complain(
			"there is no command '%s'; to assess an account of that name: kam assess '%s'",
			word, word);
	}
	complain("'kam --help' lists the commands");
	return EXIT_USAGE;
}

static int incomplete_group(const char *group, const char *word)
{
	struct str names = STR_INIT;
	size_t len = strlen(group);

	for (const struct command *c = commands; c->name; c++) {
		if (!strncmp(c->name, group, len) && c->name[len] == ' ') {
			str_addf(&names, "%s%s", names.len ? ", " : "", c->name + len + 1);
		}
	}
	if (word) {
		complain(
			"'kam %s' does not know '%s'; it knows: %s", group, word, str_text(&names));
	} else {
		complain("'kam %s' needs one of: %s", group, str_text(&names));
	}
	str_release(&names);
	return EXIT_USAGE;
}

/* Takes the command off the front of the words. */
static int take_command(struct options *o)
{
	const char *first = o->word_count ? o->words[0] : NULL;
	const char *second = o->word_count > 1 ? o->words[1] : NULL;
	size_t used;

	o->command = first ? find_command(first, second) : o->help ? NULL : commands;
	if (!first || (o->help && !o->command && is_group(first))) {
		return 0;
	}
	if (!o->command) {
		return is_group(first) ? incomplete_group(first, second) : unknown_command(first);
	}
	used = strchr(o->command->name, ' ') ? 2 : 1;
	o->words += used;
	o->word_count -= used;
	if (o->word_count > o->command->most) {
		complain("'%s' is too much: kam %s %s", o->words[o->command->most],
			o->command->name, o->command->arguments);
		if (o->command->most) {
			complain("a name with blanks stands in quotation marks: kam %s '%s %s'",
				o->command->name, o->words[0], o->words[1]);
		}
		return EXIT_USAGE;
	}
	return 0;
}

static int bad_option(const char *word)
{
	const char *name = word + strspn(word, "-");
	char *bare = memory_text_n(name, strcspn(name, "="));
	const char *near = nearest_option(bare);

	if (near) {
		complain("there is no option '%s'; did you mean '--%s'?", word, near);
	} else {
		complain("there is no option '%s'; 'kam --help' lists them", word);
	}
	free(bare);
	return EXIT_USAGE;
}

static void store(struct options *o, const struct option_row *row, const char *value)
{
	char *base = (char *)o + row->offset;

	if (row->argument) {
		memcpy(base, &value, sizeof(value));
	} else {
		*(bool *)base = true;
	}
}

static int take_options(int argc, char **argv, struct options *o, bool *given)
{
	struct option list[ROWS + 1] = {{0}};
	int found;
	int index = 0;

	for (size_t i = 0; i < ROWS; i++) {
		list[i] = (struct option){.name = rows[i].name,
			.has_arg = rows[i].argument ? required_argument : no_argument};
	}
	opterr = 0;
	while ((found = getopt_long(argc, argv, ":h", list, &index)) != -1) {
		if (found == ':') {
			complain("'%s' needs a value behind it", argv[optind - 1]);
			return EXIT_USAGE;
		}
		if (found == '?') {
			return bad_option(argv[optind - 1]);
		}
		if (found == 'h') {
			o->help = true;
		} else {
			store(o, &rows[index], optarg);
			given[index] = true;
		}
	}
	o->words = argv + optind;
	o->word_count = (size_t)(argc - optind);
	return 0;
}

/* What was given to an option that knows certain words; NULL: nothing, or any text will do. */
static const char *value_of(const struct options *o, const struct option_row *row)
{
	const char *value = NULL;

	if (row->values) {
		memcpy(&value, (const char *)o + row->offset, sizeof(value));
	}
	return value;
}

static int bad_value(const struct option_row *row, const char *value)
{
	struct str words = STR_INIT;

	for (const char *at = row->values; *at; at++) {
		if (*at == ' ') {
			str_add(&words, " or ");
		} else {
			str_add_char(&words, *at);
		}
	}
	complain("'--%s %s': it is %s", row->name, value, str_text(&words));
	str_release(&words);
	return EXIT_USAGE;
}

static int check_values(const struct options *o)
{
	for (size_t i = 0; i < ROWS; i++) {
		const char *value = value_of(o, &rows[i]);

		if (value &&
			(!*value || strchr(value, ' ') || !is_listed(rows[i].values, ' ', value))) {
			return bad_value(&rows[i], value);
		}
	}
	if (o->protocol && !o->help && !o->word_count && !o->answers) {
		complain("'--protocol' needs the account: kam assess ACCOUNT --protocol %s",
			o->protocol);
		return EXIT_USAGE;
	}
	if (o->date && (strlen(o->date) != DATE_SIZE - 1 || !date_is(o->date))) {
		complain("'--date %s': write it as 2026-11-23", o->date);
		return EXIT_USAGE;
	}
	return 0;
}

static int check_takes(const struct options *o, const bool *given)
{
	for (size_t i = 0; i < ROWS; i++) {
		if (given[i] && !takes(o->command, &rows[i])) {
			complain("'kam %s' has no use for '--%s'", o->command->name, rows[i].name);
			return EXIT_USAGE;
		}
	}
	return 0;
}

int options_parse(int argc, char **argv, struct options *ret)
{
	bool given[ROWS] = {false};
	struct options o = {.program = argc ? argv[0] : "kam"};
	int status = take_options(argc, argv, &o, given);

	if (!status && !(o.version && !o.word_count)) {
		status = take_command(&o);
	}
	if (!status && o.command && !o.help) {
		status = check_takes(&o, given);
	}
	if (!status) {
		status = check_values(&o);
	}
	/* Standard input holds messages: nothing else is asked there. */
	o.no_input = o.no_input || o.protocol;
	*ret = o;
	return status;
}

/* --- help --------------------------------------------------------------------------------- */

static void add_options(const struct command *command, bool all, struct kam_document *doc)
{
	struct str name = STR_INIT;

	for (size_t i = 0; i < ROWS; i++) {
		if (!all && !takes(command, &rows[i])) {
			continue;
		}
		str_clear(&name);
		str_addf(&name, "--%s%s%s", rows[i].name, rows[i].argument ? " " : "",
			rows[i].argument ? rows[i].argument : "");
		kam_document_add(doc, KAM_BLOCK_TERM, str_text(&name), "%s", rows[i].help)->level =
			1;
	}
	str_release(&name);
}

static void add_commands(const char *group, struct kam_document *doc)
{
	struct str name = STR_INIT;
	size_t len = group ? strlen(group) : 0;

	for (const struct command *c = commands; c->name; c++) {
		if (group && (strncmp(c->name, group, len) || c->name[len] != ' ')) {
			continue;
		}
		str_clear(&name);
		str_addf(&name, "%s%s%s", c->name, *c->arguments ? " " : "", c->arguments);
		kam_document_add(doc, KAM_BLOCK_TERM, str_text(&name), "%s", c->summary)->level = 1;
	}
	str_release(&name);
}

static void add_lead(struct kam_document *doc, const char *text)
{
	kam_document_add(doc, KAM_BLOCK_PARAGRAPH, NULL, "%s", "");
	kam_document_add(doc, KAM_BLOCK_PARAGRAPH, NULL, "%s", text)->tone = KAM_TONE_STRONG;
}

static void help_on_all(struct kam_document *doc)
{
	kam_document_add(doc, KAM_BLOCK_PARAGRAPH, NULL, "%s",
		"kam tells an account manager where a customer relationship stands and what to do about "
		"it. Without a command it assesses an account: about fifteen questions, ten minutes.");
	add_lead(doc, "Commands");
	add_commands(NULL, doc);
	add_lead(doc, "Options");
	add_options(NULL, true, doc);
	add_lead(doc, "Files and exit status");
	kam_document_add(doc, KAM_BLOCK_PARAGRAPH, NULL, "%s",
		"Consultations are kept in $XDG_STATE_HOME/kam (~/.local/state/kam), readable by you "
		"alone. kam ends with 0 when done or left on purpose, 1 when something failed, 2 on wrong "
		"usage, 3 on an invalid base, log, answer or line, 4 when the input ended before the last answer, "
		"and 128+n on signal n.")
		->level = 1;
}

static void help_on(const struct command *command, struct kam_document *doc)
{
	kam_document_add(doc, KAM_BLOCK_PARAGRAPH, NULL, "usage: kam %s%s%s", command->name,
		*command->arguments ? " " : "", command->arguments);
	kam_document_add(doc, KAM_BLOCK_PARAGRAPH, NULL, "%s", "");
	kam_document_add(doc, KAM_BLOCK_PARAGRAPH, NULL, "%s", command->details);
	add_lead(doc, "Options");
	add_options(command, false, doc);
}

void options_help(const struct command *command, const char *group, struct kam_document *doc)
{
	if (command) {
		help_on(command, doc);
	} else if (group) {
		add_lead(doc, "Commands");
		add_commands(group, doc);
	} else {
		help_on_all(doc);
	}
}
