/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each command does; cmd_*.c. Each returns an exit status. */
#ifndef KAM_CLI_COMMANDS_H
#define KAM_CLI_COMMANDS_H

#include "cli/options.h"

int cmd_assess(const struct options *options);
int cmd_completion(const struct options *options);
int cmd_explain(const struct options *options);
int cmd_kb_check(const struct options *options);
int cmd_kb_show(const struct options *options);
int cmd_kb_test(const struct options *options);
int cmd_place(const struct options *options);
int cmd_show(const struct options *options);

#endif
