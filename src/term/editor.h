/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line editor: the only place that knows readline. */
#ifndef KAM_TERM_EDITOR_H
#define KAM_TERM_EDITOR_H

#include "term/front.h"

struct editor;

struct editor *editor_new(const struct front_options *options);
void editor_free(struct editor *editor);
enum front_status editor_read(
	struct editor *editor, const char *prompt, const char *standing, char **ret_line);
/* Leaves the terminal as it was, whatever the editor is doing. */
void editor_restore(void);

#endif
