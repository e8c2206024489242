/* SPDX-License-Identifier: MIT */
#include "util/lines.h"

#include "util/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIRST_BYTES ((size_t)65536)

void lines_init(struct lines *l, int fd, const char *name, size_t limit)
{
	*l = (struct lines){.fd = fd, .name = name, .limit = limit, .capacity = FIRST_BYTES};
	l->bytes = memory_alloc(l->capacity, 1);
}

void lines_release(struct lines *l)
{
	free(l->bytes);
	*l = (struct lines){.fd = -1};
}

/* Makes room behind what is held: the part in use moves to the front, and the buffer grows when that is not enough. */
static void make_room(struct lines *l)
{
	if (l->at > 0) {
		memmove(l->bytes, l->bytes + l->at, l->end - l->at);
		l->end -= l->at;
		l->at = 0;
	}
	if (l->end == l->capacity) {
		l->capacity *= 2;
		l->bytes = memory_resize(l->bytes, l->capacity, 1);
	}
}

/* Reads more behind what is held. KAM_NOT_FOUND when there is no more. */
static int fill(struct lines *l, struct kam_error *err)
{
	ssize_t got;

	if (l->finished) {
		return KAM_NOT_FOUND;
	}
	make_room(l);
	do {
		got = read(l->fd, l->bytes + l->end, l->capacity - l->end);
	} while (got < 0 && errno == EINTR);
	if (got < 0) {
		return kam_error_set(
			err, KAM_IO, "file-read", "cannot read %s: %s", l->name, strerror(errno));
	}
	l->finished = got == 0;
	l->end += (size_t)got;
	return got ? KAM_OK : KAM_NOT_FOUND;
}

static int too_long(const struct lines *l, struct kam_error *err)
{
	return kam_error_set(err, KAM_INVALID, "line-long",
		"the line is longer than the limit of %zu bytes", l->limit);
}

/* Drops everything up to the next newline. */
static int pass_over(struct lines *l, struct kam_error *err)
{
	for (;;) {
		char *newline = memchr(l->bytes + l->at, '\n', l->end - l->at);
		int status;

		if (newline) {
			l->at = (size_t)(newline - l->bytes) + 1;
			return too_long(l, err);
		}
		l->at = l->end = 0;
		status = fill(l, err);
		if (status) {
			return status == KAM_NOT_FOUND ? too_long(l, err) : status;
		}
	}
}

static int take(struct lines *l, size_t len, bool newline, const char **ret_line, size_t *ret_len)
{
	*ret_line = l->bytes + l->at;
	*ret_len = len > 0 && (*ret_line)[len - 1] == '\r' ? len - 1 : len;
	l->at += len + newline;
	l->number++;
	return KAM_OK;
}

int lines_next(struct lines *l, const char **ret_line, size_t *ret_len, struct kam_error *err)
{
	size_t looked = 0;

	for (;;) {
		size_t held = l->end - l->at;
		char *newline = memchr(l->bytes + l->at + looked, '\n', held - looked);
		int status;

		if (newline) {
			held = (size_t)(newline - l->bytes) - l->at;
		}
		if (held > l->limit) {
			l->number++;
			return pass_over(l, err);
		}
		if (newline) {
			return take(l, held, true, ret_line, ret_len);
		}
		looked = held;
		status = fill(l, err);
		if (status == KAM_NOT_FOUND && held > 0) {
			return take(l, held, false, ret_line, ret_len);
		}
		if (status) {
			return status;
		}
	}
}

void lines_back(struct lines *l, const char *from)
{
	l->at = (size_t)(from - l->bytes);
	l->number--;
}
