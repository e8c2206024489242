/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands.h"

const struct command commands[] = {
	{"assess", "[ACCOUNT]", 1, "assess an account by a short, adaptive interview (the default)",
		"Asks about fifteen questions and says where the account stands, why, what could break the "
		"relationship, and what to do this week. Every answer is saved before the next question is shown: "
		"the same command goes on where you left. Without a terminal it reads one answer per line from "
		"standard input; a new account then needs --new.",
		cmd_assess},
	{"show", "ACCOUNT", 1, "the result of an assessment again, and what explains it",
		"Shows the last result of ACCOUNT, from what is answered so far where it is not finished; the beginning of the name "
		"will do. Nothing is written. With --format json: the placement as a line, as `kam place` writes it.",
		cmd_show},
	{"place", "[FILE]", 1, "place many accounts: answers in, placements out, one line each",
		"Reads accounts from FILE or standard input and writes one line of JSON for each, in order. Input is "
		"JSON Lines, {\"id\": \"A-17\", \"answers\": {\"orders-so-far\": \"regular\"}}, or CSV with a header: a column 'id', "
		"the others called like questions, cells such as a, a?, a|b, 0, - or empty. \"kam kb show\" lists the ids of questions and options. A bad line becomes a line "
		"with its error, the rest goes on, and the exit status is 3.",
		cmd_place},
	{"explain", "[TOPIC]", 1, "what a stage, cause, strain or term means",
		"Says what the model means by TOPIC: a stage (mid), a cause of breakdown (key-people), a term "
		"(uncoupling). Without TOPIC: an overview.",
		cmd_explain},
	{"kb check", "[DIR]", 1, "check a knowledge base: all faults in one go",
		"Loads the base in DIR (default: the one in use) and reports every fault with file, line, column, what is "
		"wrong and how to mend it. Exit status 3 where there is one.",
		cmd_kb_check},
	{"kb test", "[DIR]", 1, "replay the cases of a knowledge base",
		"Places the accounts in DIR/cases and says which come out otherwise than stated. Exit status 1 where "
		"one does.",
		cmd_kb_test},
	{"kb show", "[DIR]", 1, "print a knowledge base as it was compiled",
		"With --format json: roles, settings, variables, questions and causes with their tables after slips, "
		"enough for another program to recompute every posterior and the danger. Without: an overview.",
		cmd_kb_show},
	{"completion", "bash|zsh|fish|accounts", 1, "write the completions for a shell",
		"Writes a script that completes commands, options, files and the names of accounts: "
		"source <(kam completion bash), or kam completion fish | source; for zsh, a file _kam in a folder of $fpath. "
		"\"make install\" puts all three in place. With 'accounts': the names of the accounts there are, one per line, "
		"which is what the scripts ask for.",
		cmd_completion},
	{0},
};
