/* SPDX-License-Identifier: MIT */
/* UTF-8 on top of utf8proc: checking, display width, folding, wrapping, and making text safe to show. */
#ifndef KAM_UTIL_UTF8_H
#define KAM_UTIL_UTF8_H

#include "util/str.h"

#include <stdbool.h>
#include <stddef.h>

/* Bytes of the longest valid prefix of the LEN bytes at TEXT; LEN when all of it is valid UTF-8. */
size_t utf8_valid_prefix(const char *text, size_t len);
bool utf8_valid(const char *text);

/*
 * Whether TEXT holds a character that may not be stored or shown raw: C0 and C1 controls (tab and newline too),
 * DEL, line and paragraph separators, and the bidirectional controls U+061C, U+200E, U+200F, U+202A to
 * U+202E, U+2066 to U+2069. Invalid UTF-8 counts as unsafe.
 */
bool utf8_unsafe(const char *text);

/* Appends TEXT to OUT with each unsafe character, and each invalid byte, written as <U+XXXX> or <XX>. */
void utf8_add_safe(struct str *out, const char *text);

/* Columns TEXT takes on a terminal; combining marks take none, wide characters two. */
size_t utf8_width(const char *text);
/* The same for the first LEN bytes. */
size_t utf8_width_n(const char *text, size_t len);

/* Bytes of the longest prefix of TEXT, cut between grapheme clusters, that takes at most WIDTH columns. */
size_t utf8_fit(const char *text, size_t width);

/*
 * The form of TEXT under which two spellings count as the same: NFKC with case folding, ё as е, and runs of
 * blanks as one blank, none at the ends. free() it.
 */
char *utf8_fold(const char *text);

/* Whether the folded forms are equal; whether folded TEXT starts with folded PREFIX. */
bool utf8_same(const char *a, const char *b);
bool utf8_starts(const char *text, const char *prefix);

/* Edit distance (Damerau-Levenshtein, characters) of A and B, at most LIMIT + 1. */
size_t utf8_distance(const char *a, const char *b, size_t limit);

/*
 * Appends TEXT to OUT wrapped at blanks to WIDTH columns. FIRST columns of the first line are taken already; each
 * further line starts with INDENT blanks. A word wider than a line is cut between grapheme clusters. No newline at the end.
 */
void utf8_wrap(struct str *out, const char *text, size_t first, size_t indent, size_t width);

#endif
