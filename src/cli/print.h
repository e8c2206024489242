/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes to standard output outside a dialogue. */
#ifndef KAM_CLI_PRINT_H
#define KAM_CLI_PRINT_H

#include "cli/options.h"

/* DOC, emptied, wrapped to the window. Gives the exit status. */
int print_document(const struct options *options, struct kam_document *doc);
/* The same, and DOC stays as it is. */
int print_shown(const struct options *options, const struct kam_document *doc);
/* TEXT as it is. Gives the exit status. */
int print_text(const char *text);

#endif
