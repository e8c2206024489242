/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of standard input without a line editor. Signals come through while waiting. */
#ifndef KAM_TERM_FEED_H
#define KAM_TERM_FEED_H

#include "term/front.h"
#include "util/str.h"

struct feed {
	char bytes[4096]; /* what was read ahead */
	size_t at, end;
	size_t limit; /* bytes of a line that are kept */
	struct str line;
	bool too_long; /* bytes of the line that came last were left out */
};

/*
 * The next line into F->line, without its newline. FRONT_LINE; FRONT_END with what stood behind the last newline in it, for the
 * caller to take or leave; FRONT_INTERRUPTED and FRONT_SIGNAL.
 */
enum front_status feed_line(struct feed *f);

#endif
