/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/consultation.h"

#include "util/digest.h"
#include "util/io.h"
#include "util/memory.h"
#include "util/str.h"
#include "util/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SUFFIX    ".events.jsonl"
#define LOG_BYTES ((size_t)64 << 20)

/* --- where -------------------------------------------------------------------------------- */

int consultation_folder(char **ret, struct kam_error *err)
{
	const char *state = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");
	char *folder;
	int status;

	if (state && state[0] == '/') {
		folder = io_join(state, "kam");
	} else if (home && *home) {
		folder = io_join(home, ".local/state/kam");
	} else {
		kam_error_set(err, KAM_NOT_FOUND, "no-home",
			"neither XDG_STATE_HOME nor HOME says where to keep the consultation");
		kam_error_hint(err, "name a file with --answers FILE");
		return KAM_NOT_FOUND;
	}
	status = io_make_folder(folder, err);
	if (status) {
		kam_error_hint(err, "name another place with --answers FILE");
		free(folder);
		return status;
	}
	*ret = folder;
	return KAM_OK;
}

/* A name for files: readable letters of the account, and a digest that keeps accounts apart. */
static void add_stem(struct str *out, const char *account)
{
	char *folded = utf8_fold(account);
	struct digest *digest = digest_new();
	char hex[DIGEST_HEX_SIZE];
	bool gap = false;

	for (const char *c = folded; *c && out->len < 32; c++) {
		bool plain = (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9');

		if (plain) {
			str_add(out, gap && out->len ? "-" : "");
			str_add_char(out, *c);
		}
		gap = !plain;
	}
	digest_add(digest, folded, strlen(folded));
	digest_finish(digest, hex);
	str_addf(out, "%s%.12s", out->len ? "-" : "", hex);
	free(folded);
}

int consultation_path(const char *account, unsigned number, char **ret, struct kam_error *err)
{
	struct str name = STR_INIT;
	char *folder;
	int status = consultation_folder(&folder, err);

	if (status) {
		return status;
	}
	add_stem(&name, account);
	str_addf(&name, "-%u" SUFFIX, number);
	*ret = io_join(folder, str_text(&name));
	str_release(&name);
	free(folder);
	return KAM_OK;
}

/* --- listing ------------------------------------------------------------------------------ */

static unsigned number_of(const char *name)
{
	const char *end = name + strlen(name) - strlen(SUFFIX);
	const char *at = end;

	while (at > name && at[-1] >= '0' && at[-1] <= '9') {
		at--;
	}
	return (unsigned)strtoul(at, NULL, 10);
}

static void entry_release(struct consultation_entry *e)
{
	free(e->path);
	free(e->account);
	free(e->begun);
}

/* The later of two on the same account stays. */
static void add_entry(struct consultation_list *list, struct consultation_entry *e)
{
	for (size_t i = 0; i < list->count; i++) {
		struct consultation_entry *old = &list->items[i];

		if (utf8_same(old->account, e->account)) {
			if (e->number > old->number) {
				entry_release(old);
				*old = *e;
			} else {
				entry_release(e);
			}
			return;
		}
	}
	list->items = memory_grow(list->items, list->count, &list->capacity, sizeof(*list->items));
	list->items[list->count++] = *e;
}

int consultation_read(const char *path, struct kam_log *ret, struct kam_error *err)
{
	char *text = NULL;
	size_t len = 0;
	size_t sound;
	int status = io_read(path, LOG_BYTES, &text, &len, err);

	if (!status) {
		status = kam_log_read(path, text, len, ret, &sound, err);
	}
	free(text);
	return status;
}

static void add_file(struct consultation_list *list, const char *folder, const char *name)
{
	char *path = io_join(folder, name);
	struct kam_log log = KAM_LOG_INIT;

	if (!consultation_read(path, &log, NULL) && log.count) {
		const struct kam_event *start = &log.events[0];
		struct consultation_entry e = {.path = memory_text(path),
			.account = memory_text(start->account),
			.begun = memory_text(start->at),
			.finished = log.events[log.count - 1].kind == KAM_EVENT_DONE,
			.number = number_of(name)};

		add_entry(list, &e);
	}
	kam_log_release(&log);
	free(path);
}

int consultation_list(struct consultation_list *ret, struct kam_error *err)
{
	struct consultation_list list = {NULL, 0, 0};
	char **names;
	size_t count;
	char *folder;
	int status = consultation_folder(&folder, err);

	if (status) {
		return status;
	}
	status = io_names(folder, SUFFIX, &names, &count, err);
	if (!status) {
		for (size_t i = 0; i < count; i++) {
			add_file(&list, folder, names[i]);
		}
		io_names_free(names, count);
		*ret = list;
	}
	free(folder);
	return status;
}

const struct consultation_entry *consultation_find(
	const struct consultation_list *list, const char *account)
{
	for (size_t i = 0; i < list->count; i++) {
		if (utf8_same(list->items[i].account, account)) {
			return &list->items[i];
		}
	}
	return NULL;
}

void consultation_list_release(struct consultation_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		entry_release(&list->items[i]);
	}
	free(list->items);
	*list = (struct consultation_list){NULL, 0, 0};
}

/* --- one ---------------------------------------------------------------------------------- */

static int lock(const char *path, int fd, struct kam_error *err)
{
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	if (!fcntl(fd, F_SETLK, &whole)) {
		return KAM_OK;
	}
	if (errno != EACCES && errno != EAGAIN) {
		return KAM_OK; /* a file system without locks: as good as it gets */
	}
	if (!fcntl(fd, F_GETLK, &whole) && whole.l_type != F_UNLCK) {
		kam_error_set(err, KAM_REFUSED, "open-elsewhere", "process %ld has %s open",
			(long)whole.l_pid, path);
	} else {
		kam_error_set(err, KAM_REFUSED, "open-elsewhere", "another kam has %s open", path);
	}
	kam_error_hint(err, "leave the assessment there with :quit, then try again");
	return KAM_REFUSED;
}

/* Half a line can be cut off the end of a log, but not off a file that is something else. */
static int check_is_log(
	const struct consultation *c, const char *text, size_t len, struct kam_error *err)
{
	static const char start[] = "{\"event\":\"start\"";
	size_t compared = len < sizeof(start) - 1 ? len : sizeof(start) - 1;

	if (c->log.count || !memcmp(text, start, compared)) {
		return KAM_OK;
	}
	kam_error_set(err, KAM_INVALID, "log-start", "%s is no log of kam", c->path);
	kam_error_hint(err, "nothing was changed; name another file");
	return KAM_INVALID;
}

/* Reads what is in the log and cuts off half a line at its end. Through the one descriptor: closing another would lose the lock. */
static int load(struct consultation *c, struct kam_error *err)
{
	char *text = NULL;
	size_t len = 0;
	size_t sound = 0;
	int status = io_read_fd(c->fd, c->path, LOG_BYTES, &text, &len, err);

	if (!status) {
		status = kam_log_read(c->path, text, len, &c->log, &sound, err);
	}
	if (!status) {
		status = check_is_log(c, text, len, err);
	}
	free(text);
	if (status || sound == len) {
		return status;
	}
	c->dropped = len - sound;
	if (ftruncate(c->fd, (off_t)sound)) {
		return kam_error_set(err, KAM_IO, "file-write", "cannot mend the end of %s: %s",
			c->path, strerror(errno));
	}
	return KAM_OK;
}

int consultation_open(const char *path, struct consultation *ret, struct kam_error *err)
{
	struct consultation c = {.path = memory_text(path), .fd = -1, .log = KAM_LOG_INIT};
	int status = io_open_append(path, &c.fd, err);

	if (!status) {
		status = lock(path, c.fd, err);
	}
	if (!status) {
		status = load(&c, err);
	}
	if (status) {
		consultation_close(&c);
		return status;
	}
	*ret = c;
	return KAM_OK;
}

int consultation_save(
	struct consultation *c, const struct kam_event *events, size_t count, struct kam_error *err)
{
	struct str lines = STR_INIT;
	int status;

	for (size_t i = 0; i < count; i++) {
		char *line = kam_event_json(&events[i]);

		str_add(&lines, line);
		free(line);
	}
	status = io_append(c->fd, c->path, str_text(&lines), lines.len, err);
	str_release(&lines);
	return status;
}

void consultation_close(struct consultation *c)
{
	if (c->fd >= 0) {
		close(c->fd);
	}
	kam_log_release(&c->log);
	free(c->path);
	*c = (struct consultation){.fd = -1, .log = KAM_LOG_INIT};
}
