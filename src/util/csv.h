/* SPDX-License-Identifier: MIT */
/* Records of comma-separated values as RFC 4180 defines them, strictly, from a stream of lines. */
#ifndef KAM_UTIL_CSV_H
#define KAM_UTIL_CSV_H

#include "util/lines.h"
#include "util/str.h"

struct csv {
	struct lines *lines;
	size_t line; /* where the record that came last begins, from 1 */
	struct str text;
	size_t *starts; /* of the cells in `text` */
	size_t count, capacity;
};

/* Reads from LINES, which must live longer. Release with csv_release(). */
void csv_init(struct csv *c, struct lines *lines);
void csv_release(struct csv *c);

/*
 * The next record; its cells are good until the next call. Empty lines are passed over. KAM_NOT_FOUND at the end; KAM_IO; KAM_INVALID with code
 * `csv-quote`, `csv-nul` or `line-long` for a record that is none: the next call goes on with the line behind it.
 */
int csv_next(struct csv *c, struct kam_error *err);
/* Cell I of the record, of `count`. */
const char *csv_cell(const struct csv *c, size_t i);

#endif
