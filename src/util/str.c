/* SPDX-License-Identifier: MIT */
#include "util/str.h"

#include "util/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Makes room for EXTRA more bytes and the NUL. */
static void reserve(struct str *s, size_t extra)
{
	size_t need;

	if (extra >= SIZE_MAX / 2 - s->len) {
		/* No memory is that large: the checked allocator ends the process. */
		memory_alloc(SIZE_MAX, 2);
	}
	need = s->len + extra + 1;
	if (s->text && need <= s->capacity) {
		return;
	}
	s->capacity = need < 32 ? 32 : need + need / 2;
	s->text = memory_resize(s->text, s->capacity, 1);
	s->text[s->len] = '\0';
}

void str_add(struct str *s, const char *text)
{
	str_add_n(s, text, strlen(text));
}

void str_add_n(struct str *s, const char *text, size_t len)
{
	reserve(s, len);
	if (len > 0) {
		memcpy(s->text + s->len, text, len);
	}
	s->len += len;
	s->text[s->len] = '\0';
}

void str_add_char(struct str *s, char c)
{
	str_add_n(s, &c, 1);
}

void str_add_repeat(struct str *s, char c, size_t times)
{
	reserve(s, times);
	memset(s->text + s->len, c, times);
	s->len += times;
	s->text[s->len] = '\0';
}

void str_addf(struct str *s, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	str_addv(s, format, args);
	va_end(args);
}

void str_addv(struct str *s, const char *format, va_list args)
{
	va_list again;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0) {
		len = 0;
	}
	reserve(s, (size_t)len);
	if (len > 0) {
		vsnprintf(s->text + s->len, (size_t)len + 1, format, args);
	}
	s->len += (size_t)len;
}

void str_clear(struct str *s)
{
	s->len = 0;
	reserve(s, 0);
	s->text[0] = '\0';
}

void str_cut(struct str *s, size_t len)
{
	reserve(s, 0);
	if (len < s->len) {
		s->len = len;
		s->text[len] = '\0';
	}
}

char *str_take(struct str *s)
{
	char *text;

	reserve(s, 0);
	text = s->text;
	*s = (struct str)STR_INIT;
	return text;
}

void str_release(struct str *s)
{
	free(s->text);
	*s = (struct str)STR_INIT;
}

char *str_format(const char *format, ...)
{
	struct str s = STR_INIT;
	va_list args;

	va_start(args, format);
	str_addv(&s, format, args);
	va_end(args);
	return str_take(&s);
}

const char *str_text(const struct str *s)
{
	return s->text ? s->text : "";
}
