/* SPDX-License-Identifier: MIT */
/* Memory that is given out piece by piece and freed in one call. */
#ifndef KAM_UTIL_ARENA_H
#define KAM_UTIL_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *blocks;
};

#define ARENA_INIT   \
	{            \
		NULL \
	}

/* COUNT zeroed objects of SIZE bytes, aligned for any type; they live until arena_release(). */
void *arena_alloc(struct arena *arena, size_t count, size_t size);

/* A copy of TEXT in the arena; NULL gives NULL. */
char *arena_text(struct arena *arena, const char *text);

/* Frees everything; the arena is empty and usable again. */
void arena_release(struct arena *arena);

#endif
