/* SPDX-License-Identifier: MIT */
/* "Did you mean": the one of several words that a mistyped one is nearest to. */
#ifndef KAM_UTIL_NEAREST_H
#define KAM_UTIL_NEAREST_H

#include <stddef.h>

struct nearest {
	const char *word;
	size_t edits;     /* at most so many apart */
	const char *best; /* the nearest so far, the first of equals; NULL: none is near */
	size_t distance;
};

struct nearest nearest_begin(const char *word, size_t edits);
/* Tries CANDIDATE (NULL: nothing), which must live as long as N. One that would have to change altogether is not near. */
void nearest_try(struct nearest *n, const char *candidate);

#endif
