/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "term/feed.h"

#include "term/signals.h"

#include <string.h>

/* More input into the buffer. FRONT_LINE: there is some. */
static enum front_status fill(struct feed *f)
{
	for (;;) {
		ssize_t got = 0;

		switch (signals_read(f->bytes, sizeof(f->bytes), &got)) {
		case WAIT_INTERRUPT:
			return FRONT_INTERRUPTED;
		case WAIT_END:
			return FRONT_SIGNAL;
		case WAIT_SUSPEND:
			signals_suspend();
			break;
		case WAIT_RESIZED:
			break;
		case WAIT_INPUT:
		default:
			f->at = 0;
			f->end = got > 0 ? (size_t)got : 0;
			return f->end ? FRONT_LINE : FRONT_END;
		}
	}
}

/* Moves what the buffer holds of the line to it, as far as it may grow; true when its end was there. */
static bool take_rest(struct feed *f)
{
	const char *from = f->bytes + f->at;
	size_t held = f->end - f->at;
	const char *newline = memchr(from, '\n', held);
	size_t len = newline ? (size_t)(newline - from) : held;

	f->too_long = f->too_long || f->line.len + len > f->limit;
	if (!f->too_long) {
		str_add_n(&f->line, from, len);
	}
	f->at += newline ? len + 1 : len;
	return newline != NULL;
}

enum front_status feed_line(struct feed *f)
{
	enum front_status status = FRONT_LINE;

	str_clear(&f->line);
	f->too_long = false;
	while (status == FRONT_LINE && !take_rest(f)) {
		status = fill(f);
	}
	return status;
}
