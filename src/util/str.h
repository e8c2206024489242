/* SPDX-License-Identifier: MIT */
/* A growing text. `text` is always NUL-terminated and never NULL after the first call. */
#ifndef KAM_UTIL_STR_H
#define KAM_UTIL_STR_H

#include "kam/error.h"

#include <stdarg.h>
#include <stddef.h>

struct str {
	char *text;
	size_t len;
	size_t capacity;
};

#define STR_INIT           \
	{                  \
		NULL, 0, 0 \
	}

void str_add(struct str *s, const char *text);
void str_add_n(struct str *s, const char *text, size_t len);
void str_add_char(struct str *s, char c);
void str_add_repeat(struct str *s, char c, size_t times);
void str_addf(struct str *s, const char *format, ...) KAM_PRINTF(2, 3);
void str_addv(struct str *s, const char *format, va_list args) KAM_PRINTF(2, 0);

/* Empties S and keeps its memory. */
void str_clear(struct str *s);
/* Cuts S to its first LEN bytes. */
void str_cut(struct str *s, size_t len);
/* Hands the text to the caller, who frees it; S is empty afterwards. Never NULL. */
char *str_take(struct str *s);
void str_release(struct str *s);

/* A formatted text of its own; free() it. */
char *str_format(const char *format, ...) KAM_PRINTF(1, 2);

/* The text of S for reading; "" where nothing was added yet. */
const char *str_text(const struct str *s);

#endif
