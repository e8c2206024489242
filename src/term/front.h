/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where lines come from and where documents go: readline on a terminal, plain lines elsewhere. Both feed the same
 * dialogue, so that the same lines give the same events.
 */
#ifndef KAM_TERM_FRONT_H
#define KAM_TERM_FRONT_H

#include "kam/document.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum front_status {
	FRONT_LINE,        /* a line came */
	FRONT_END,         /* end of input (Ctrl-D) */
	FRONT_INTERRUPTED, /* Ctrl-C twice */
	FRONT_SIGNAL,      /* a signal asks to end; front_signal() says which */
};

struct front;

struct front_options {
	bool plain;          /* no line editing, no colour */
	bool piped;          /* as if there were no terminal, even where there is one */
	const char *history; /* path, or NULL: none */
	/* Whether a line may be kept in the history; NULL: none may. */
	bool (*keep)(void *ctx, const char *line);
	/* Calls GIVE for everything that may be typed and begins with PREFIX. */
	void (*complete)(void *ctx, const char *prefix, void (*give)(void *ctx, const char *text),
		void *give_ctx);
	void *ctx;
};

/* The front end that fits standard input and output. Free with front_free(), which leaves the terminal as it was. */
struct front *front_new(const struct front_options *options);
void front_free(struct front *front);
bool front_is_terminal(const struct front *front);

/* Reads a line for PROMPT with STANDING in it; on FRONT_LINE *RET_LINE is the caller's. */
enum front_status front_read(
	struct front *front, const char *prompt, const char *standing, char **ret_line);
/* Shows DOC on standard output, wrapped to the window. False when that failed. */
bool front_show(struct front *front, const struct kam_document *doc);
/* The signal behind FRONT_SIGNAL; 0: none. */
int front_signal(void);

/* Leaves the terminal as it was, in an emergency: nothing else of the front end is touched. */
void front_restore(void);

/* Columns of the window (80 where unknown), and whether STREAM may be coloured. */
size_t front_width(FILE *stream);
bool front_colour(FILE *stream, bool plain);

#endif
