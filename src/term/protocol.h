/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A consultation with another program: JSON Lines in and out, kam-protocol(5). A message is put into the line that a person would
 * have typed, so that a program, a pipe and a terminal give the same events.
 */
#ifndef KAM_TERM_PROTOCOL_H
#define KAM_TERM_PROTOCOL_H

#include "kam/dialogue.h"
#include "term/front.h"

struct protocol;

struct protocol_hello {
	const char *version; /* of kam */
	const char *base_id, *base_version, *base_digest;
	const char *account; /* may be NULL */
};

/* From now on a reader that went away is no signal, and no fault either: what it said is still taken. Free with protocol_free(). */
struct protocol *protocol_new(void);
void protocol_free(struct protocol *p);

/*
 * The next message that makes sense at the view of D, as a line for it; *RET_LINE is the caller's. Everything else is answered with an
 * error, and reading goes on. FRONT_LINE; FRONT_END at the end of input and where an answer cannot be written;
 * FRONT_INTERRUPTED and FRONT_SIGNAL as front_read().
 */
enum front_status protocol_read(struct protocol *p, struct kam_dialogue *d, char **ret_line);

/* Messages out; false when one could not be written. */
bool protocol_hello(const struct protocol_hello *hello);
/*
 * What is new at the view of D, then what it asks. With PLACEMENT (JSON, as of `kam place`) what is new is the result; NULL: it is none.
 */
bool protocol_show(struct kam_dialogue *d, const char *placement);
/* The view of D says why. */
bool protocol_refused(struct kam_dialogue *d);
bool protocol_error(const char *code, const char *message);
/* REASON: done, left, ended or signal. */
bool protocol_bye(const char *reason);

#endif
