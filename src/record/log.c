/* SPDX-License-Identifier: MIT */
#include "kam/record.h"

#include "util/memory.h"

#include <stdlib.h>
#include <string.h>

void kam_log_add(struct kam_log *log, const struct kam_event *event)
{
	log->events = memory_grow(log->events, log->count, &log->capacity, sizeof(*log->events));
	log->events[log->count++] = kam_event_copy(event);
}

void kam_log_release(struct kam_log *log)
{
	for (size_t i = 0; i < log->count; i++) {
		kam_event_release(&log->events[i]);
	}
	free(log->events);
	*log = (struct kam_log)KAM_LOG_INIT;
}

static int fault_in_line(struct kam_error *err, const char *name, size_t line)
{
	if (err) {
		kam_error_file(err, name);
		err->fault.line = line;
	}
	return KAM_INVALID;
}

static int no_start(struct kam_error *err, const char *name)
{
	kam_error_set(err, KAM_INVALID, "log-start", "the log does not begin with a start event");
	kam_error_hint(err, "this is no log of kam, or its first line was lost");
	return fault_in_line(err, name, 1);
}

int kam_log_read(const char *name, const char *text, size_t len, struct kam_log *ret,
	size_t *ret_cut, struct kam_error *err)
{
	struct kam_log log = KAM_LOG_INIT;
	size_t at = 0;
	const char *end;

	for (size_t line = 1; (end = memchr(text + at, '\n', len - at)) != NULL; line++) {
		struct kam_event event;
		size_t length = (size_t)(end - text) - at;

		if (kam_event_read(text + at, length, &event, err)) {
			kam_log_release(&log);
			return fault_in_line(err, name, line);
		}
		kam_log_add(&log, &event);
		kam_event_release(&event);
		at += length + 1;
	}
	if (log.count && log.events[0].kind != KAM_EVENT_START) {
		kam_log_release(&log);
		return no_start(err, name);
	}
	*ret = log;
	*ret_cut = at;
	return KAM_OK;
}
