/* SPDX-License-Identifier: MIT */
/*
 * Strict JSON. Reading refuses what RFC 8259 does not allow and what cJSON lets through: trailing text,
 * duplicate keys, numbers beyond double, invalid UTF-8, NUL in strings, lone surrogates, a byte order mark; and by limit
 * nesting over 64 and texts over 16 MiB. The only file that includes cJSON is json.c.
 */
#ifndef KAM_UTIL_JSON_H
#define KAM_UTIL_JSON_H

#include "kam/error.h"
#include "util/str.h"

#include <stdbool.h>
#include <stddef.h>

#define JSON_MAX_NESTING 64
#define JSON_MAX_BYTES   (16u << 20)

/* A value inside a document; it lives as long as the document. */
struct json;

enum json_type { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

/*
 * Parses the LEN bytes at TEXT. 0 and *RET (free with json_free()), or KAM_INVALID with line, column (1-based, in
 * characters), the faulty line as excerpt and a stable code in ERR. TEXT need not be NUL-terminated.
 */
int json_parse(const char *text, size_t len, struct json **ret, struct kam_error *err);
void json_free(struct json *document);

enum json_type json_type(const struct json *value);
const char *json_type_name(enum json_type type); /* "an object", "a string", … */

/* Members of an object, exact and case-sensitive; NULL where absent or VALUE is no object. */
const struct json *json_get(const struct json *value, const char *key);

/* Children of an array or object in order: first, then next of the same parent. */
const struct json *json_first(const struct json *value);
const struct json *json_next(const struct json *value);
size_t json_size(const struct json *value);
/* The key of a member of an object; NULL for others. */
const char *json_key(const struct json *value);

/* The content; the value must be of that type (asserted). */
const char *json_string(const struct json *value);
double json_number(const struct json *value);
bool json_bool(const struct json *value);

/*
 * Finds the place of the value at POINTER (RFC 6901) in a TEXT that parsed: 1-based line and column of the value's first
 * character (of the member's key where KEY). 0, or KAM_NOT_FOUND.
 */
int json_locate(const char *text, size_t len, const char *pointer, bool key, size_t *ret_line,
	size_t *ret_column);

/* The line with number LINE (1-based) of TEXT without its newline; free() it. */
char *json_line(const char *text, size_t len, size_t line);

/* Appends TEXT as a JSON string with its quotes; invalid UTF-8 becomes U+FFFD. */
void json_add_string(struct str *out, const char *text);
/* Appends VALUE with six decimals, `.` as the mark, never -0; not finite: null. */
void json_add_fixed(struct str *out, double value);
/* Appends VALUE so that reading it gives the same double again. */
void json_add_number(struct str *out, double value);
/* Appends TOKEN escaped as a part of a JSON pointer, with its leading slash. */
void json_add_pointer(struct str *out, const char *token);

#endif
