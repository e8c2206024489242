/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which knowledge base is used, and loading it. */
#ifndef KAM_CLI_BASE_H
#define KAM_CLI_BASE_H

#include "cli/options.h"
#include "kam/kb.h"
#include "kam/words.h"

/* The folder of the base; free() it. *RET_SOURCE says why that one. NULL: there is none. */
char *base_folder(const struct options *options, const char **ret_source);

/* Loads FOLDER (NULL: the one in use). 0 and *RET, or an exit status after complaints. */
int base_load(const struct options *options, const char *folder, struct kam_kb **ret);

/* The language to speak with KB into *RET. 0, or EXIT_USAGE after a complaint. */
int base_voice(const struct options *options, const struct kam_kb *kb, struct kam_voice *ret);

#endif
