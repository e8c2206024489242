/* SPDX-License-Identifier: MIT */
/* A stream of lines in bounded memory: the longest line that is allowed, and no more. */
#ifndef KAM_UTIL_LINES_H
#define KAM_UTIL_LINES_H

#include "kam/error.h"

#include <stdbool.h>
#include <stddef.h>

struct lines {
	int fd;
	const char *name; /* for messages; the caller's */
	size_t limit;     /* bytes of a line */
	size_t number;    /* of the line that came last, from 1 */
	char *bytes;
	size_t capacity, at, end;
	bool finished;
};

/* Reads from FD, which stays the caller's. Release with lines_release(). */
void lines_init(struct lines *l, int fd, const char *name, size_t limit);
void lines_release(struct lines *l);

/*
 * The next line without its newline (and without a carriage return before it); it is good until the next call. A last line needs no newline. KAM_NOT_FOUND
 * at the end; KAM_IO; KAM_INVALID with code `line-long` for a line over the limit, which is passed over, so that the next call
 * goes on behind it.
 */
int lines_next(struct lines *l, const char **ret_line, size_t *ret_len, struct kam_error *err);
/* Makes the line that came last, from FROM inside it on, come again. Only once, before the next call. */
void lines_back(struct lines *l, const char *from);

#endif
