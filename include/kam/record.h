/* SPDX-License-Identifier: MIT */
/*
 * What happened in a consultation, as events. A log is one JSON object per line, the first a `start`; every state of a
 * consultation is derived by replaying it. Ids are those of the base, so that a log outlives changes of wording.
 */
#ifndef KAM_RECORD_H
#define KAM_RECORD_H

#include "kam/error.h"
#include "kam/side.h"

#include <stdbool.h>
#include <stddef.h>

enum kam_event_kind {
	KAM_EVENT_START,          /* `account`, `base`, `version`, `digest` */
	KAM_EVENT_ANSWER,         /* `question`, `options`, `tentative`, `note` */
	KAM_EVENT_UNKNOWN,        /* `question`, `note`: don't know */
	KAM_EVENT_NOT_APPLICABLE, /* `question`, `note` */
	KAM_EVENT_LATER,          /* `question`, `note`: put off */
	KAM_EVENT_NOTE,           /* `note`, and `question` where it belongs to one */
	KAM_EVENT_UNDO,           /* takes back the last group of events that still stands */
	KAM_EVENT_STOP,           /* the user wishes to see the result now */
	KAM_EVENT_SKIP, /* `question`: a screen passed over on purpose (homework, our decision) */
	KAM_EVENT_TAKE, /* `action`: taken into the plan */
	KAM_EVENT_DONE, /* the consultation is finished */
};

/* One event. Texts are the event's own, or NULL. Events of one screen share `group`. */
struct kam_event {
	enum kam_event_kind kind;
	unsigned long group; /* from 1; 0: none */
	char *at;            /* "2026-11-23T20:15:00Z" */
	char *by;            /* who answered */
	enum kam_side side;
	char *question; /* id of a question, item or checklist */
	char **options; /* option ids */
	size_t option_count;
	bool tentative;
	char *note;
	char *seen_on; /* date of the fact, "2026-05-02" */
	char *action;
	char *account;
	char *base, *version, *digest;
};

void kam_event_release(struct kam_event *event);
struct kam_event kam_event_copy(const struct kam_event *event);

/* EVENT as one line of JSON with its newline; free() it. */
char *kam_event_json(const struct kam_event *event);
/*
 * Reads one line of LEN bytes. 0 and *RET (release it), or KAM_INVALID: no JSON, an unknown kind or key, a missing or
 * mistyped member, a text with control characters, an id that is none.
 */
int kam_event_read(const char *line, size_t len, struct kam_event *ret, struct kam_error *err);

/* Events in order. */
struct kam_log {
	struct kam_event *events;
	size_t count;
	size_t capacity;
};

#define KAM_LOG_INIT       \
	{                  \
		NULL, 0, 0 \
	}

/* Appends a copy of EVENT. */
void kam_log_add(struct kam_log *log, const struct kam_event *event);
void kam_log_release(struct kam_log *log);

/*
 * Reads a whole log of LEN bytes. A last line without its newline was cut while being written: it is left out and
 * *RET_CUT is set to the length of the sound part (LEN where nothing was cut). KAM_INVALID with file and line for anything
 * else that is not an event, and for a log that does not begin with a start.
 */
int kam_log_read(const char *name, const char *text, size_t len, struct kam_log *ret,
	size_t *ret_cut, struct kam_error *err);

#endif
