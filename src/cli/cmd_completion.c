/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kam completion: scripts for shells, made from the tables of commands and options. */
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/consultation.h"
#include "cli/print.h"
#include "cli/status.h"
#include "util/str.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

/* --- what stands at a place --------------------------------------------------------------- */

enum kind { KIND_NONE, KIND_ACCOUNTS, KIND_FILES, KIND_FOLDERS, KIND_WORDS };

/* ARGUMENT as the tables write it: "[ACCOUNT]", "FILE", "bash|zsh". */
static enum kind kind_of(const char *argument)
{
	if (strchr(argument, '|')) {
		return KIND_WORDS;
	}
	return strstr(argument, "ACCOUNT") ? KIND_ACCOUNTS
	       : strstr(argument, "FILE")  ? KIND_FILES
	       : strstr(argument, "DIR")   ? KIND_FOLDERS
					   : KIND_NONE;
}

/* TEXT with each FROM replaced by TO. */
static void add_replaced(struct str *out, const char *text, char from, const char *to)
{
	for (; *text; text++) {
		if (*text == from) {
			str_add(out, to);
		} else {
			str_add_char(out, *text);
		}
	}
}

/* The first word of C where it has two, or NULL. */
static char *group_of(const struct command *c)
{
	const char *blank = strchr(c->name, ' ');

	return blank ? str_format("%.*s", (int)(blank - c->name), c->name) : NULL;
}

/* Whether a command before C is of the same group. */
static bool seen(const struct command *c, const char *group)
{
	size_t len = strlen(group);

	for (const struct command *k = commands; k != c; k++) {
		if (!strncmp(k->name, group, len) && k->name[len] == ' ') {
			return true;
		}
	}
	return false;
}

/* Calls EACH for every word that may stand behind GROUP (NULL: first of all), with what it says. */
static void each_word(struct str *out, const char *group,
	void (*each)(struct str *out, const char *group, const char *word, const char *says))
{
	size_t len = group ? strlen(group) : 0;

	for (const struct command *c = commands; c->name; c++) {
		char *own = group_of(c);

		if (group && own && !strcmp(own, group)) {
			each(out, group, c->name + len + 1, c->summary);
		} else if (!group && !own) {
			each(out, group, c->name, c->summary);
		} else if (!group && !seen(c, own)) {
			each(out, group, own, "for authors of knowledge bases");
		}
		free(own);
	}
}

static void each_group(struct str *out, void (*each)(struct str *out, const char *group))
{
	for (const struct command *c = commands; c->name; c++) {
		char *group = group_of(c);

		if (group && !seen(c, group)) {
			each(out, group);
		}
		free(group);
	}
}

/* The options that want a value, with BETWEEN in between. */
static void add_valued(struct str *out, const char *between)
{
	struct option_info info;
	const char *lead = "";

	for (size_t i = 0; options_at(NULL, i, &info); i++) {
		if (info.argument) {
			str_addf(out, "%s--%s", lead, info.name);
			lead = between;
		}
	}
}

/* --- bash --------------------------------------------------------------------------------- */

static const char bash_head[] = "# Completion of kam for bash, written by: kam completion bash\n";

static const char bash_tail[] =
	"_kam_accounts()\n"
	"{\n"
	"\tlocal name quoted= wanted=${cur//\\\\/}\n"
	"\tcase $cur in [\\'\\\"]*) quoted=1 wanted=${cur:1} ;; esac\n"
	"\twhile IFS= read -r name; do\n"
	"\t\t[[ $name == \"$wanted\"* ]] || continue\n"
	"\t\t[[ $quoted ]] || printf -v name %q \"$name\"\n"
	"\t\tCOMPREPLY+=(\"$name\")\n"
	"\tdone < <(kam completion accounts 2>/dev/null)\n"
	"}\n"
	"\n"
	"_kam_offer()\n"
	"{\n"
	"\tcase $1 in\n"
	"\taccounts) _kam_accounts ;;\n"
	"\tfiles) compopt -o default ;;\n"
	"\tfolders) compopt -o dirnames ;;\n"
	"\twords*) COMPREPLY=($(compgen -W \"${1#words}\" -- \"$cur\")) ;;\n"
	"\tesac\n"
	"}\n"
	"\n"
	"_kam()\n"
	"{\n"
	"\tlocal cur=${COMP_WORDS[COMP_CWORD]} option= command= given= ended= i word\n"
	"\tCOMPREPLY=()\n"
	"\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	"\t\tword=${COMP_WORDS[i]}\n"
	"\t\tif [[ $option ]]; then\n"
	"\t\t\t[[ $word == = ]] || option=\n"
	"\t\telif [[ ! $ended && $word == -- ]]; then\n"
	"\t\t\tended=1\n"
	"\t\telif [[ ! $ended && $word == -* ]]; then\n"
	"\t\t\t_kam_value \"$word\" >/dev/null && option=$word\n"
	"\t\telif [[ ! $command ]] || _kam_is_group \"$command\"; then\n"
	"\t\t\tcommand=${command:+$command }$word\n"
	"\t\telse\n"
	"\t\t\tgiven=1\n"
	"\t\tfi\n"
	"\tdone\n"
	"\tif [[ $option ]]; then\n"
	"\t\t[[ $cur == = ]] && cur=\n"
	"\t\t_kam_offer \"$(_kam_value \"$option\")\"\n"
	"\telif [[ ! $ended && $cur == -* ]]; then\n"
	"\t\t_kam_offer \"words $(_kam_options \"$command\")\"\n"
	"\telif [[ ! $given ]]; then\n"
	"\t\t_kam_offer \"$(_kam_arguments \"$command\")\"\n"
	"\tfi\n"
	"}\n"
	"\n"
	"complete -F _kam kam\n";

static void bash_kind(struct str *out, const char *argument, const char *values)
{
	static const char *const names[] = {"none", "accounts", "files", "folders", "words "};
	enum kind kind = values ? KIND_WORDS : kind_of(argument);

	str_add(out, names[kind]);
	if (kind == KIND_WORDS) {
		add_replaced(out, values ? values : argument, '|', " ");
	}
}

static void bash_word(struct str *out, const char *group, const char *word, const char *says)
{
	(void)group;
	(void)says;
	str_addf(out, " %s", word);
}

static void bash_group(struct str *out, const char *group)
{
	str_addf(out, "\t%s) echo 'words", group);
	each_word(out, group, bash_word);
	str_add(out, "' ;;\n");
}

static void bash_is_group(struct str *out, const char *group)
{
	str_addf(out, "\t%s) return 0 ;;\n", group);
}

/* The options of C; of all where it is NULL. */
static void bash_options_of(struct str *out, const struct command *c)
{
	struct option_info info;

	str_addf(out, "\t%s%s%s) echo '", c ? "'" : "", c ? c->name : "*", c ? "'" : "");
	for (size_t i = 0; options_at(c, i, &info); i++) {
		str_addf(out, "%s--%s", i ? " " : "", info.name);
	}
	str_add(out, "' ;;\n");
}

static void bash_options(struct str *out)
{
	str_add(out, "\n_kam_options()\n{\n\tcase $1 in\n");
	for (const struct command *c = commands; c->name; c++) {
		bash_options_of(out, c);
	}
	bash_options_of(out, NULL);
	str_add(out, "\tesac\n}\n\n");
}

static void bash_arguments(struct str *out)
{
	str_add(out, "_kam_arguments()\n{\n\tcase $1 in\n\t'') echo 'words");
	each_word(out, NULL, bash_word);
	str_add(out, "' ;;\n");
	each_group(out, bash_group);
	for (const struct command *c = commands; c->name; c++) {
		str_addf(out, "\t'%s') echo '", c->name);
		bash_kind(out, c->arguments, NULL);
		str_add(out, "' ;;\n");
	}
	str_add(out, "\tesac\n}\n\n_kam_is_group()\n{\n\tcase $1 in\n");
	each_group(out, bash_is_group);
	str_add(out, "\t*) return 1 ;;\n\tesac\n}\n\n");
}

static void bash_values(struct str *out)
{
	struct option_info info;

	str_add(out, "_kam_value()\n{\n\tcase $1 in\n");
	for (size_t i = 0; options_at(NULL, i, &info); i++) {
		if (info.argument) {
			str_addf(out, "\t--%s) echo '", info.name);
			bash_kind(out, info.argument, info.values);
			str_add(out, "' ;;\n");
		}
	}
	str_add(out, "\t*) return 1 ;;\n\tesac\n}\n\n");
}

static void write_bash(struct str *out)
{
	str_add(out, bash_head);
	bash_options(out);
	bash_arguments(out);
	bash_values(out);
	str_add(out, bash_tail);
}

/* --- zsh ---------------------------------------------------------------------------------- */

static const char zsh_head[] = "#compdef kam\n"
			       "# Completion of kam for zsh, written by: kam completion zsh\n"
			       "\n"
			       "_kam_accounts()\n"
			       "{\n"
			       "\tlocal -a names\n"
			       "\tnames=(${(f)\"$(kam completion accounts 2>/dev/null)\"})\n"
			       "\tcompadd -a names\n"
			       "}\n"
			       "\n";

static void zsh_kind(struct str *out, const char *argument, const char *values)
{
	static const char *const actions[] = {" ", "_kam_accounts", "_files", "_files -/", "("};
	enum kind kind = values ? KIND_WORDS : kind_of(argument);

	str_add(out, actions[kind]);
	if (kind == KIND_WORDS) {
		add_replaced(out, values ? values : argument, '|', " ");
		str_add(out, ")");
	}
}

static void zsh_word(struct str *out, const char *group, const char *word, const char *says)
{
	(void)group;
	str_addf(out, "\t\t'%s:", word);
	add_replaced(out, says, '\'', "'\\''");
	str_add(out, "'\n");
}

/* A function that completes the words behind GROUP (NULL: commands). */
static void zsh_words(struct str *out, const char *group)
{
	str_addf(out, "_kam_%s()\n{\n\tlocal -a list\n\tlist=(\n", group ? group : "commands");
	each_word(out, group, zsh_word);
	str_add(out, "\t)\n\t_describe command list\n}\n\n");
}

static void zsh_options_of(struct str *out, const struct command *c)
{
	struct option_info info;

	for (size_t i = 0; options_at(c, i, &info); i++) {
		str_addf(out, " \\\n\t\t\t'--%s%s[", info.name, info.argument ? "=" : "");
		add_replaced(out, info.help, '\'', "'\\''");
		str_add(out, "]");
		if (info.argument) {
			str_addf(out, ":%s:", info.argument);
			zsh_kind(out, info.argument, info.values);
		}
		str_add(out, "'");
	}
}

static void zsh_group(struct str *out, const char *group)
{
	str_addf(out, "\t(%s)\n\t\t_arguments '1:command: ' '2:command:_kam_%s'", group, group);
	zsh_options_of(out, NULL);
	str_add(out, " ;;\n");
}

static void zsh_command(struct str *out, const struct command *c)
{
	bool two = strchr(c->name, ' ') != NULL;

	str_addf(out, "\t('%s')\n\t\t_arguments '1:command: ' %s", c->name,
		two ? "'2:command: ' '3" : "'2");
	str_addf(out, ":%s:", kind_of(c->arguments) == KIND_WORDS ? "word" : c->arguments);
	zsh_kind(out, c->arguments, NULL);
	str_add(out, "'");
	zsh_options_of(out, c);
	str_add(out, " ;;\n");
}

static void zsh_is_group(struct str *out, const char *group)
{
	str_addf(out, " | %s", group);
}

static void zsh_main(struct str *out)
{
	str_add(out, "_kam()\n{\n\tlocal command= value= word\n"
		     "\tfor word in \"${(@)words[2,CURRENT-1]}\"; do\n"
		     "\t\tif [[ -n $value ]]; then\n\t\t\tvalue=\n\t\t\tcontinue\n\t\tfi\n"
		     "\t\tcase $word in\n\t\t(");
	add_valued(out, " | ");
	str_add(out, ") value=1 ;;\n\t\t(-*) ;;\n\t\t(*) case $command in (''");
	each_group(out, zsh_is_group);
	str_add(out, ") command=${command:+$command }$word ;; esac ;;\n\t\tesac\n\tdone\n"
		     "\tcase $command in\n\t('')\n\t\t_arguments '1:command:_kam_commands'");
	zsh_options_of(out, NULL);
	str_add(out, " ;;\n");
	each_group(out, zsh_group);
	for (const struct command *c = commands; c->name; c++) {
		zsh_command(out, c);
	}
	str_add(out, "\tesac\n}\n\nif [[ $funcstack[1] == _kam ]]; then\n\t_kam \"$@\"\nelse\n"
		     "\tcompdef _kam kam\nfi\n");
}

static void write_zsh(struct str *out)
{
	str_add(out, zsh_head);
	zsh_words(out, NULL);
	each_group(out, zsh_words);
	zsh_main(out);
}

/* --- fish --------------------------------------------------------------------------------- */

static const char fish_tail[] = "\t\t\tset value 1\n"
				"\t\tcase '-*'\n"
				"\t\tcase '*'\n"
				"\t\t\tset -a found $word\n"
				"\t\tend\n"
				"\tend\n"
				"\techo \"$found\"\n"
				"end\n"
				"\n"
				"function __kam_at\n"
				"\tset -l found (__kam_words)\n"
				"\ttest \"$found\" = \"$argv[1]\"\n"
				"end\n"
				"\n"
				"function __kam_in\n"
				"\tset -l found (__kam_words)\n"
				"\ttest -z \"$found\"; and return 0\n"
				"\tfor command in $argv\n"
				"\t\tstring match -q -- \"$command *\" \"$found \"; and return 0\n"
				"\tend\n"
				"\treturn 1\n"
				"end\n"
				"\n"
				"complete -c kam -f\n";

static void fish_text(struct str *out, const char *text)
{
	str_add(out, "'");
	add_replaced(out, text, '\'', "\\'");
	str_add(out, "'");
}

/* WITH: how an option says that its value is a file. */
static void fish_kind(
	struct str *out, const char *argument, const char *values, const char *with_file)
{
	enum kind kind = values ? KIND_WORDS : kind_of(argument);

	if (kind == KIND_FILES) {
		str_addf(out, " %s", with_file);
	} else if (kind == KIND_ACCOUNTS) {
		str_add(out, " -a '(kam completion accounts 2>/dev/null)'");
	} else if (kind == KIND_FOLDERS) {
		str_add(out, " -a '(__fish_complete_directories)'");
	} else if (kind == KIND_WORDS) {
		str_add(out, " -a '");
		add_replaced(out, values ? values : argument, '|', " ");
		str_add(out, "'");
	}
}

static void fish_word(struct str *out, const char *group, const char *word, const char *says)
{
	str_addf(out, "complete -c kam -n '__kam_at \"%s\"' -a %s -d ", group ? group : "", word);
	fish_text(out, says);
	str_add(out, "\n");
}

static void fish_group(struct str *out, const char *group)
{
	each_word(out, group, fish_word);
}

static bool has_option(const struct command *c, const char *name)
{
	struct option_info info;

	for (size_t i = 0; options_at(c, i, &info); i++) {
		if (!strcmp(info.name, name)) {
			return true;
		}
	}
	return false;
}

static void fish_option(struct str *out, const struct option_info *info)
{
	str_add(out, "complete -c kam -n '__kam_in");
	for (const struct command *c = commands; c->name; c++) {
		if (has_option(c, info->name)) {
			str_addf(out, " \"%s\"", c->name);
		}
	}
	str_addf(out, "' -l %s", info->name);
	if (info->argument) {
		str_add(out, kind_of(info->argument) == KIND_FILES ? " -r" : " -x");
		fish_kind(out, info->argument, info->values, "-F");
	}
	str_add(out, " -d ");
	fish_text(out, info->help);
	str_add(out, "\n");
}

static void write_fish(struct str *out)
{
	struct option_info info;

	str_add(out, "# Completion of kam for fish, written by: kam completion fish\n\n"
		     "function __kam_words\n\tset -l words (commandline -opc)\n\tset -e words[1]\n"
		     "\tset -l found\n\tset -l value 0\n\tfor word in $words\n"
		     "\t\tif test $value = 1\n\t\t\tset value 0\n\t\t\tcontinue\n\t\tend\n"
		     "\t\tswitch $word\n\t\tcase ");
	add_valued(out, " ");
	str_add(out, "\n");
	str_add(out, fish_tail);
	each_word(out, NULL, fish_word);
	each_group(out, fish_group);
	for (const struct command *c = commands; c->name; c++) {
		if (kind_of(c->arguments) != KIND_NONE) {
			str_addf(out, "complete -c kam -n '__kam_at \"%s\"'", c->name);
			fish_kind(out, c->arguments, NULL, "-F");
			str_add(out, "\n");
		}
	}
	for (size_t i = 0; options_at(NULL, i, &info); i++) {
		fish_option(out, &info);
	}
}

/* --- accounts ----------------------------------------------------------------------------- */

static int print_accounts(void)
{
	struct consultation_list list;
	struct kam_error err = KAM_ERROR_INIT;
	struct str out = STR_INIT;
	int status;

	if (consultation_list(&list, &err)) {
		return complain_error(&err);
	}
	for (size_t i = 0; i < list.count; i++) {
		utf8_add_safe(&out, list.items[i].account);
		str_add_char(&out, '\n');
	}
	status = print_text(str_text(&out));
	str_release(&out);
	consultation_list_release(&list);
	return status;
}

/* --- the command -------------------------------------------------------------------------- */

static int print_script(void (*write)(struct str *out))
{
	struct str out = STR_INIT;
	int status;

	write(&out);
	status = print_text(str_text(&out));
	str_release(&out);
	return status;
}

int cmd_completion(const struct options *options)
{
	const char *shell = options->word_count ? options->words[0] : "";

	if (!strcmp(shell, "accounts")) {
		return print_accounts();
	}
	if (!strcmp(shell, "bash")) {
		return print_script(write_bash);
	}
	if (!strcmp(shell, "zsh")) {
		return print_script(write_zsh);
	}
	if (!strcmp(shell, "fish")) {
		return print_script(write_fish);
	}
	complain("'kam completion' needs one of: %s", options->command->arguments);
	return EXIT_USAGE;
}
