/* SPDX-License-Identifier: MIT */
#include "util/nearest.h"

#include "util/utf8.h"

#include <string.h>

struct nearest nearest_begin(const char *word, size_t edits)
{
	return (struct nearest){word, edits, NULL, edits + 1};
}

void nearest_try(struct nearest *n, const char *candidate)
{
	size_t distance = candidate ? utf8_distance(n->word, candidate, n->edits) : n->distance;

	if (distance < n->distance && distance < strlen(candidate)) {
		n->distance = distance;
		n->best = candidate;
	}
}
