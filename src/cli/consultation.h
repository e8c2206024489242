/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Consultations on disk: one event log each, one durable line per event, mode 0600 in a folder of mode 0700. An open one is
 * locked, so that two programs never write to the same log.
 */
#ifndef KAM_CLI_CONSULTATION_H
#define KAM_CLI_CONSULTATION_H

#include "kam/record.h"

/* One that lies in the usual folder. Of an account with several, the one begun last. */
struct consultation_entry {
	char *path;
	char *account;
	char *begun; /* "2026-11-23T20:15:00Z", or NULL */
	bool finished;
	unsigned number; /* of the account's consultations, from 1 */
};

struct consultation_list {
	struct consultation_entry *items;
	size_t count, capacity;
};

/* Reads the folder; files that are no logs are passed over. KAM_IO, or KAM_NOT_FOUND where nobody says where the folder is. */
int consultation_list(struct consultation_list *ret, struct kam_error *err);
void consultation_list_release(struct consultation_list *list);
/* The one on the account of that name, compared folded; NULL. */
const struct consultation_entry *consultation_find(
	const struct consultation_list *list, const char *account);

/* Reads the log at PATH without opening it for going on. KAM_IO; KAM_INVALID where it is none. */
int consultation_read(const char *path, struct kam_log *ret, struct kam_error *err);

/* Where consultation NUMBER on ACCOUNT goes; its folder is made. free() *RET. */
int consultation_path(const char *account, unsigned number, char **ret, struct kam_error *err);
/* The folder of kam's own files, $XDG_STATE_HOME/kam, made where missing; free() *RET. */
int consultation_folder(char **ret, struct kam_error *err);

struct consultation {
	char *path;
	int fd;
	struct kam_log log; /* what is in it */
	size_t dropped;     /* bytes of a last line that was cut while being written */
};

/*
 * Opens PATH for going on, or makes it. KAM_IO; KAM_INVALID where it is no log (nothing is changed then); KAM_REFUSED where another
 * program has it open.
 */
int consultation_open(const char *path, struct consultation *ret, struct kam_error *err);
/* Makes EVENTS durable: all or none. */
int consultation_save(struct consultation *c, const struct kam_event *events, size_t count,
	struct kam_error *err);
void consultation_close(struct consultation *c);

#endif
