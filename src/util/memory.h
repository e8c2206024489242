/* SPDX-License-Identifier: MIT */
/*
 * Checked allocation. These never return NULL: when memory runs out the handler
 * set by memory_on_exhaustion() runs and the process ends with abort() if the handler
 * returns. This is safe for users because every answer is stored when it is given.
 */
#ifndef KAM_UTIL_MEMORY_H
#define KAM_UTIL_MEMORY_H

#include <stddef.h>

/* COUNT objects of SIZE bytes, zeroed; free() them. The product may not overflow: it is checked. */
void *memory_alloc(size_t count, size_t size);

/* Like realloc() for COUNT objects of SIZE bytes; the new part is not zeroed. */
void *memory_resize(void *old, size_t count, size_t size);

/* A copy of TEXT (of at most LEN bytes for the second); free() it. TEXT may be NULL: NULL. */
char *memory_text(const char *text);
char *memory_text_n(const char *text, size_t len);

/* Makes room for one more item in a growing array: ITEMS holds *CAPACITY items of SIZE bytes, COUNT used. */
void *memory_grow(void *items, size_t count, size_t *capacity, size_t size);

/* HANDLER runs before the process ends for want of memory; NULL restores the default. */
void memory_on_exhaustion(void (*handler)(void));

#endif
