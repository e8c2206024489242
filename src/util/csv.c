/* SPDX-License-Identifier: MIT */
#include "util/csv.h"

#include "util/memory.h"

#include <stdlib.h>
#include <string.h>

void csv_init(struct csv *c, struct lines *lines)
{
	*c = (struct csv){.lines = lines};
}

void csv_release(struct csv *c)
{
	str_release(&c->text);
	free(c->starts);
	*c = (struct csv){0};
}

const char *csv_cell(const struct csv *c, size_t i)
{
	return c->text.text + c->starts[i];
}

static void begin_cell(struct csv *c)
{
	c->starts = memory_grow(c->starts, c->count, &c->capacity, sizeof(*c->starts));
	c->starts[c->count++] = c->text.len;
}

static int quote_fault(const struct csv *c, const char *what, struct kam_error *err)
{
	return kam_error_set(err, KAM_INVALID, "csv-quote", "cell %zu: %s", c->count, what);
}

static int nul_fault(struct kam_error *err)
{
	return kam_error_set(err, KAM_INVALID, "csv-nul", "a NUL byte in the record");
}

/* A line longer than the limit may not come to be from short ones either. */
static int next_part(struct csv *c, const char **line, size_t *len, struct kam_error *err)
{
	int status = lines_next(c->lines, line, len, err);

	if (status == KAM_NOT_FOUND) {
		return quote_fault(c, "the quotation mark is never closed", err);
	}
	if (!status && memchr(*line, '\0', *len)) {
		return nul_fault(err);
	}
	if (!status && c->text.len + *len > c->lines->limit) {
		return kam_error_set(err, KAM_INVALID, "line-long",
			"the record is longer than the limit of %zu bytes", c->lines->limit);
	}
	return status;
}

/* The cell behind the quotation mark at *AT; it may go on over further lines. *AT is behind the closing mark afterwards. */
static int quoted(struct csv *c, const char **line, size_t *len, size_t *at, struct kam_error *err)
{
	++*at;
	for (;;) {
		const char *rest = *line + *at;
		const char *mark = memchr(rest, '"', *len - *at);
		int status;

		if (mark) {
			str_add_n(&c->text, rest, (size_t)(mark - rest));
			*at = (size_t)(mark - *line) + 1;
			if (*at == *len || (*line)[*at] != '"') {
				break;
			}
			str_add_char(&c->text, '"');
			++*at;
			continue;
		}
		str_add_n(&c->text, rest, *len - *at);
		str_add_char(&c->text, '\n');
		status = next_part(c, line, len, err);
		if (status) {
			return status;
		}
		*at = 0;
	}
	if (*at < *len && (*line)[*at] != ',') {
		return quote_fault(c, "text behind the closing quotation mark", err);
	}
	return KAM_OK;
}

static int bare(struct csv *c, const char *line, size_t len, size_t *at, struct kam_error *err)
{
	const char *rest = line + *at;
	const char *comma = memchr(rest, ',', len - *at);
	size_t size = comma ? (size_t)(comma - rest) : len - *at;

	if (memchr(rest, '"', size)) {
		return quote_fault(
			c, "a quotation mark inside a cell without quotation marks", err);
	}
	str_add_n(&c->text, rest, size);
	*at += size;
	return KAM_OK;
}

/* Cuts one record, which begins with LINE. */
static int cut(struct csv *c, const char *line, size_t len, struct kam_error *err)
{
	size_t at = 0;

	for (;;) {
		int status;

		begin_cell(c);
		status = at < len && line[at] == '"' ? quoted(c, &line, &len, &at, err)
						     : bare(c, line, len, &at, err);
		if (status) {
			return status;
		}
		str_add_char(&c->text, '\0');
		if (at == len) {
			return KAM_OK;
		}
		at++;
	}
}

int csv_next(struct csv *c, struct kam_error *err)
{
	const char *line;
	size_t len = 0;
	int status;

	str_clear(&c->text);
	c->count = 0;
	do {
		status = lines_next(c->lines, &line, &len, err);
		c->line = c->lines->number;
	} while (!status && !len);
	if (status) {
		return status;
	}
	if (memchr(line, '\0', len)) {
		return nul_fault(err);
	}
	return cut(c, line, len, err);
}
