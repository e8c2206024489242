/* SPDX-License-Identifier: MIT */
/*
 * A document: headings, paragraphs, lists, terms and tables as plain data. What is said is decided where a document is made;
 * how it looks is decided where it is rendered (report.h). Texts are plain UTF-8; renderers escape them.
 */
#ifndef KAM_DOCUMENT_H
#define KAM_DOCUMENT_H

#include "kam/error.h"

#include <stdbool.h>
#include <stddef.h>

enum kam_block_kind {
	KAM_BLOCK_HEADING,   /* `text`, `level` 1 … 3, `aside` at the right of a level 1 */
	KAM_BLOCK_PARAGRAPH, /* `text`; with `term` a lead such as "GOAL" stands before it */
	KAM_BLOCK_ITEM, /* an item of a list: `term` is its mark ("1", "-"), `text`, `level` its depth */
	KAM_BLOCK_TERM, /* `term`: `text`; neighbours of one `level` line up */
	KAM_BLOCK_ROW,  /* a row of a table: `cells`; `level` 1 for its header */
};

/* How a block stands out. Decoration only: the words say it too. */
enum kam_tone {
	KAM_TONE_PLAIN,
	KAM_TONE_STRONG,
	KAM_TONE_GOOD,
	KAM_TONE_WARN,
	KAM_TONE_BAD,
	KAM_TONE_FAINT
};

struct kam_block {
	enum kam_block_kind kind;
	enum kam_tone tone;
	int level;
	char *id; /* of what it speaks about, for machine output; NULL where it has none */
	char *term;
	char *text;
	char *aside;
	char **cells;
	size_t cell_count;
};

struct kam_document {
	struct kam_block *blocks;
	size_t count;
	size_t capacity;
};

#define KAM_DOCUMENT_INIT  \
	{                  \
		NULL, 0, 0 \
	}

/*
 * Appends a block with a copy of what is given (NULL where it has none) and returns it for further filling; the pointer is good until
 * the next call.
 */
struct kam_block *kam_document_add(struct kam_document *doc, enum kam_block_kind kind,
	const char *term, const char *format, ...) KAM_PRINTF(4, 5);
/* Appends a row of COUNT cells. */
struct kam_block *kam_document_row(
	struct kam_document *doc, bool header, const char *const *cells, size_t count);
void kam_document_release(struct kam_document *doc);

#endif
