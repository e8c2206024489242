/* SPDX-License-Identifier: MIT */
#include "kam/error.h"

#include "util/memory.h"
#include "util/str.h"
#include "util/utf8.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* An excerpt wider than this is shown in part: so much before the column, and the rest after it. */
#define EXCERPT_WIDTH  ((size_t)100)
#define EXCERPT_BEFORE ((size_t)50)

static void fault_release(struct kam_fault *fault)
{
	free(fault->code);
	free(fault->message);
	free(fault->hint);
	free(fault->file);
	free(fault->pointer);
	free(fault->excerpt);
	memset(fault, 0, sizeof(*fault));
}

static void fault_fill(struct kam_fault *fault, const char *code, const char *format, va_list args)
	KAM_PRINTF(3, 0);

static void fault_fill(struct kam_fault *fault, const char *code, const char *format, va_list args)
{
	struct str message = STR_INIT;

	str_addv(&message, format, args);
	fault->code = memory_text(code);
	fault->message = str_take(&message);
}

int kam_error_set(struct kam_error *err, int status, const char *code, const char *format, ...)
{
	va_list args;

	if (err && err->status == KAM_OK) {
		err->status = status;
		va_start(args, format);
		fault_fill(&err->fault, code, format, args);
		va_end(args);
	}
	return status;
}

void kam_error_hint(struct kam_error *err, const char *format, ...)
{
	struct str hint = STR_INIT;
	va_list args;

	if (err && err->status != KAM_OK && !err->fault.hint) {
		va_start(args, format);
		str_addv(&hint, format, args);
		va_end(args);
		err->fault.hint = str_take(&hint);
	}
}

void kam_error_file(struct kam_error *err, const char *file)
{
	if (err && err->status != KAM_OK && !err->fault.file) {
		err->fault.file = memory_text(file);
	}
}

void kam_error_release(struct kam_error *err)
{
	if (err) {
		fault_release(&err->fault);
		err->status = KAM_OK;
	}
}

/* Room for one more fault, zeroed. */
static struct kam_fault *faults_room(struct kam_faults *faults)
{
	struct kam_fault *fault;

	faults->items = memory_grow(
		faults->items, faults->count, &faults->capacity, sizeof(*faults->items));
	fault = &faults->items[faults->count];
	faults->count++;
	memset(fault, 0, sizeof(*fault));
	return fault;
}

struct kam_fault *kam_faults_add(
	struct kam_faults *faults, const char *code, const char *format, ...)
{
	/* Callers fill in the result without asking, so a fault that goes nowhere needs a place. */
	static struct kam_fault nowhere;
	struct kam_fault *fault = &nowhere;
	va_list args;

	if (faults) {
		fault = faults_room(faults);
	} else {
		fault_release(&nowhere);
	}
	va_start(args, format);
	fault_fill(fault, code, format, args);
	va_end(args);
	return fault;
}

void kam_faults_take(struct kam_faults *faults, struct kam_error *err)
{
	if (!err || err->status == KAM_OK) {
		return;
	}
	if (faults) {
		*faults_room(faults) = err->fault;
		*err = (struct kam_error)KAM_ERROR_INIT;
	} else {
		kam_error_release(err);
	}
}

static int compare_texts(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int compare_sizes(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static int compare_faults(const void *left, const void *right)
{
	const struct kam_fault *a = left;
	const struct kam_fault *b = right;
	int order = compare_texts(a->file, b->file);

	order = order != 0 ? order : compare_sizes(a->line, b->line);
	order = order != 0 ? order : compare_sizes(a->column, b->column);
	order = order != 0 ? order : compare_texts(a->pointer, b->pointer);
	order = order != 0 ? order : compare_texts(a->code, b->code);
	/* Sorting need not be stable; this keeps the output the same everywhere. */
	return order != 0 ? order : compare_texts(a->message, b->message);
}

void kam_faults_sort(struct kam_faults *faults)
{
	if (faults->count > 1) {
		qsort(faults->items, faults->count, sizeof(*faults->items), compare_faults);
	}
}

void kam_faults_release(struct kam_faults *faults)
{
	for (size_t i = 0; i < faults->count; i++) {
		fault_release(&faults->items[i]);
	}
	free(faults->items);
	*faults = (struct kam_faults)KAM_FAULTS_INIT;
}

/* Bytes of the first COUNT characters of TEXT. */
static size_t characters_size(const char *text, size_t count)
{
	size_t at = 0;

	while (count > 0 && text[at] != '\0') {
		at++;
		while (((unsigned char)text[at] & 0xC0) == 0x80) {
			at++;
		}
		count--;
	}
	return at;
}

/* LEN bytes of an excerpt made safe, with a blank for each tab, as indentation is no news. */
static char *safe_excerpt(const char *text, size_t len)
{
	struct str safe = STR_INIT;
	char *copy = memory_text_n(text, len);

	for (char *tab = copy; (tab = strchr(tab, '\t')) != NULL;) {
		*tab = ' ';
	}
	utf8_add_safe(&safe, copy);
	free(copy);
	return str_take(&safe);
}

/* Appends the line at fault; HEAD stands before the column. Gives the columns HEAD takes. */
static size_t add_window(struct str *out, const char *head, const char *tail)
{
	size_t before = utf8_width(head);
	size_t fitting = strlen(tail);
	const char *mark = "";

	if (before + utf8_width(tail) > EXCERPT_WIDTH) {
		if (before > EXCERPT_BEFORE) {
			head += utf8_fit(head, before - EXCERPT_BEFORE);
			mark = "…";
		}
		before = utf8_width(mark) + utf8_width(head);
		if (before + utf8_width(tail) > EXCERPT_WIDTH) {
			fitting = utf8_fit(
				tail, EXCERPT_WIDTH > before ? EXCERPT_WIDTH - before - 1 : 0);
		}
	}
	str_addf(out, "    %s%s", mark, head);
	str_add_n(out, tail, fitting);
	str_add(out, tail[fitting] == '\0' ? "\n" : "…\n");
	return before;
}

static void add_excerpt(struct str *out, const struct kam_fault *fault)
{
	size_t split = characters_size(fault->excerpt, fault->column > 0 ? fault->column - 1 : 0);
	char *head = safe_excerpt(fault->excerpt, split);
	char *tail = safe_excerpt(fault->excerpt + split, strlen(fault->excerpt + split));
	size_t before = add_window(out, head, tail);

	if (fault->column > 0) {
		str_add(out, "    ");
		str_add_repeat(out, ' ', before);
		str_add(out, "^\n");
	}
	free(head);
	free(tail);
}

static void add_place(struct str *out, const struct kam_fault *fault)
{
	if (fault->file) {
		utf8_add_safe(out, fault->file);
		str_add_char(out, ':');
	}
	if (fault->line > 0) {
		str_addf(out, "%zu:", fault->line);
		if (fault->column > 0) {
			str_addf(out, "%zu:", fault->column);
		}
	}
	if (out->len > 0) {
		str_add_char(out, ' ');
	}
}

/* Appends TEXT between BEFORE and AFTER; nothing where there is no TEXT. */
static void add_part(struct str *out, const char *before, const char *text, const char *after)
{
	if (text && text[0] != '\0') {
		str_add(out, before);
		utf8_add_safe(out, text);
		str_add(out, after);
	}
}

char *kam_fault_text(const struct kam_fault *fault)
{
	struct str out = STR_INIT;

	add_place(&out, fault);
	add_part(&out, "", fault->message, "");
	add_part(&out, " [", fault->code, "]");
	str_add_char(&out, '\n');
	if (fault->excerpt && fault->excerpt[0] != '\0') {
		add_excerpt(&out, fault);
	}
	add_part(&out, "  at ", fault->pointer, "\n");
	add_part(&out, "  hint: ", fault->hint, "\n");
	return str_take(&out);
}
