/* SPDX-License-Identifier: MIT */
#include "util/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void (*exhaustion_handler)(void);

static _Noreturn void give_up(void)
{
	void (*handler)(void) = exhaustion_handler;

	/* A handler that runs out of memory itself must not be entered again. */
	exhaustion_handler = NULL;
	if (handler) {
		handler();
	} else {
		fputs("out of memory\n", stderr);
	}
	abort();
}

/* The product, never 0, since malloc(0) may give NULL and that would look like exhaustion. */
static size_t checked_product(size_t count, size_t size)
{
	if (size > 0 && count > SIZE_MAX / size) {
		give_up();
	}
	return count * size > 0 ? count * size : 1;
}

void *memory_alloc(size_t count, size_t size)
{
	void *memory = calloc(1, checked_product(count, size));

	if (!memory) {
		give_up();
	}
	return memory;
}

void *memory_resize(void *old, size_t count, size_t size)
{
	void *memory = realloc(old, checked_product(count, size));

	if (!memory) {
		give_up();
	}
	return memory;
}

char *memory_text(const char *text)
{
	return text ? memory_text_n(text, strlen(text)) : NULL;
}

char *memory_text_n(const char *text, size_t len)
{
	char *copy;

	if (!text) {
		return NULL;
	}
	len = strnlen(text, len);
	if (len == SIZE_MAX) {
		give_up();
	}
	copy = memory_resize(NULL, len + 1, 1);
	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

void *memory_grow(void *items, size_t count, size_t *capacity, size_t size)
{
	if (items && count < *capacity) {
		return items;
	}
	if (*capacity > SIZE_MAX / 2) {
		give_up();
	}
	*capacity = *capacity > 0 ? *capacity * 2 : 8;
	return memory_resize(items, *capacity, size);
}

void memory_on_exhaustion(void (*handler)(void))
{
	exhaustion_handler = handler;
}
