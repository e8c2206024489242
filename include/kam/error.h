/* SPDX-License-Identifier: MIT */
/*
 * What went wrong, and where.
 *
 * Functions return 0 or one of the negative codes below. A struct kam_error passed as the last parameter is the
 * caller's; it may be NULL. The first error stays: a later kam_error_set() on a filled error does nothing.
 */
#ifndef KAM_ERROR_H
#define KAM_ERROR_H

#include <stddef.h>

#if defined(__GNUC__)
#define KAM_PRINTF(text, first) __attribute__((format(printf, text, first)))
#define KAM_FORMAT_ARG(n)       __attribute__((__format_arg__(n)))
#else
#define KAM_PRINTF(text, first)
#define KAM_FORMAT_ARG(n)
#endif

enum kam_code {
	KAM_OK = 0,
	KAM_INVALID = -1,   /* the input breaks a rule: a base, a log, an answer */
	KAM_IO = -2,        /* the system refused: a file, a disk, a pipe */
	KAM_NOT_FOUND = -3, /* no such id, file or value */
	KAM_REFUSED = -4,   /* understood, but not possible now */
};

/* One fault with its place. All texts are the struct's own, or NULL; numbers are 0 where unknown. */
struct kam_fault {
	char *code;    /* stable short name, such as `json-syntax` or `unknown-key` */
	char *message; /* what is wrong: lower case, no full stop */
	char *hint;    /* how to mend it */
	char *file;
	char *pointer; /* JSON pointer */
	char *excerpt; /* the line at fault, for the caret */
	size_t line;   /* from 1 */
	size_t column; /* from 1, in characters */
};

struct kam_error {
	int status; /* 0 or one of enum kam_code */
	struct kam_fault fault;
};

#define KAM_ERROR_INIT                                           \
	{                                                        \
		0,                                               \
		{                                                \
			NULL, NULL, NULL, NULL, NULL, NULL, 0, 0 \
		}                                                \
	}

/* A list of faults, in the order found until kam_faults_sort(). */
struct kam_faults {
	struct kam_fault *items;
	size_t count;
	size_t capacity;
};

#define KAM_FAULTS_INIT    \
	{                  \
		NULL, 0, 0 \
	}

/* Fills ERR unless it is NULL or filled, and returns STATUS, so that `return kam_error_set(…)` reads well. */
int kam_error_set(struct kam_error *err, int status, const char *code, const char *format, ...)
	KAM_PRINTF(4, 5);
/* Adds what is not there yet: how to mend it, and the file. */
void kam_error_hint(struct kam_error *err, const char *format, ...) KAM_PRINTF(2, 3);
void kam_error_file(struct kam_error *err, const char *file);
void kam_error_release(struct kam_error *err); /* empty and usable again; NULL is allowed */

/*
 * Appends one fault to FAULTS (NULL: nowhere) and returns it for filling in; the texts given are copied. The pointer
 * returned is good until the next call on the list.
 */
struct kam_fault *kam_faults_add(
	struct kam_faults *faults, const char *code, const char *format, ...) KAM_PRINTF(3, 4);
/* Moves the fault out of ERR to the end of FAULTS; ERR is empty afterwards. */
void kam_faults_take(struct kam_faults *faults, struct kam_error *err);
/* By file, then line, column, pointer, code. */
void kam_faults_sort(struct kam_faults *faults);
void kam_faults_release(struct kam_faults *faults);

/*
 * FAULT as people read it: `file:line:column: message [code]`, then indented lines with the excerpt and a caret, the pointer
 * and the hint, as far as known. Texts from outside come out without control characters. free() it.
 */
char *kam_fault_text(const struct kam_fault *fault);

#endif
