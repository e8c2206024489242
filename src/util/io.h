/* SPDX-License-Identifier: MIT */
/* Files: whole reads with a limit, durable appends, private folders, folder listings. */
#ifndef KAM_UTIL_IO_H
#define KAM_UTIL_IO_H

#include "kam/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Reads all of PATH, NUL-terminated; free() *RET_TEXT. KAM_IO when it cannot be opened or read, KAM_INVALID
 * when it is longer than LIMIT bytes (codes: `file-open`, `file-read`, `file-large`).
 */
int io_read(
	const char *path, size_t limit, char **ret_text, size_t *ret_len, struct kam_error *err);
/* The same from an open descriptor; NAME is for messages. */
int io_read_fd(int fd, const char *name, size_t limit, char **ret_text, size_t *ret_len,
	struct kam_error *err);

/* Makes PATH and its missing parents, mode 0700. KAM_IO. An existing folder is left as it is. */
int io_make_folder(const char *path, struct kam_error *err);

/* Opens PATH for reading and appending, made with mode 0600 where missing; *RET_FD is the caller's. KAM_IO. */
int io_open_append(const char *path, int *ret_fd, struct kam_error *err);

/*
 * Writes all LEN bytes and makes them durable (fdatasync where the file is a regular one). On failure the file is cut back to
 * its old length where that is possible, so that no half line stays. KAM_IO.
 */
int io_append(int fd, const char *name, const char *bytes, size_t len, struct kam_error *err);

/* Names in folder PATH that end in SUFFIX, sorted by byte order; free with io_names_free(). KAM_IO. */
int io_names(const char *path, const char *suffix, char ***ret_names, size_t *ret_count,
	struct kam_error *err);
void io_names_free(char **names, size_t count);

/* PARENT "/" NAME; free() it. */
char *io_join(const char *parent, const char *name);
bool io_is_folder(const char *path);
bool io_exists(const char *path);

#endif
