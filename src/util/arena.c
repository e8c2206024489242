/* SPDX-License-Identifier: MIT */
#include "util/arena.h"

#include "util/memory.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)16384)

struct arena_block {
	struct arena_block *next;
	size_t used;
	size_t size;
	alignas(max_align_t) unsigned char bytes[];
};

static size_t round_up(size_t bytes)
{
	const size_t unit = alignof(max_align_t);

	return (bytes + unit - 1) / unit * unit;
}

/* A block for at least BYTES; one that is larger than usual goes behind the block in use. */
static struct arena_block *add_block(struct arena *arena, size_t bytes)
{
	size_t size = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
	struct arena_block *block = memory_alloc(1, sizeof(*block) + size);

	block->size = size;
	if (bytes > BLOCK_BYTES && arena->blocks) {
		block->next = arena->blocks->next;
		arena->blocks->next = block;
	} else {
		block->next = arena->blocks;
		arena->blocks = block;
	}
	return block;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
	struct arena_block *block = arena->blocks;
	size_t bytes;
	void *memory;

	if (size > 0 && count > SIZE_MAX / 2 / size) {
		/* Too much for any arena: the checked allocator ends the process. */
		return memory_alloc(SIZE_MAX, 2);
	}
	bytes = round_up(count * size > 0 ? count * size : 1);
	if (!block || block->size - block->used < bytes) {
		block = add_block(arena, bytes);
	}
	memory = block->bytes + block->used;
	block->used += bytes;
	return memory;
}

char *arena_text(struct arena *arena, const char *text)
{
	size_t size;

	if (!text) {
		return NULL;
	}
	size = strlen(text) + 1;
	return memcpy(arena_alloc(arena, size, 1), text, size);
}

void arena_release(struct arena *arena)
{
	while (arena->blocks) {
		struct arena_block *block = arena->blocks;

		arena->blocks = block->next;
		free(block);
	}
}
