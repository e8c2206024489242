/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kam place: a stream of accounts in, a stream of placements out. Nothing is kept from one line to the next. */
#include "cli/base.h"
#include "cli/clock.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/status.h"
#include "kam/kam.h"
#include "util/csv.h"
#include "util/json.h"
#include "util/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct placing {
	const struct kam_kb *kb;
	struct kam_belief *belief;
	struct lines lines;
	const char *today;
	struct str out;
	bool bad;    /* a line was */
	bool failed; /* the output was */
};

static void put_line(struct placing *p)
{
	str_add_char(&p->out, '\n');
	if (fwrite(str_text(&p->out), 1, p->out.len, stdout) != p->out.len) {
		p->failed = true;
	}
	str_clear(&p->out);
}

/* The line for a bad one. ERR is emptied. */
static void put_error(struct placing *p, size_t line, const char *id, struct kam_error *err)
{
	const struct kam_fault *f = &err->fault;
	struct str message = STR_INIT;

	str_add(&message, f->message);
	if (f->column) {
		str_addf(&message, ", column %zu", f->column);
	}
	if (f->hint) {
		str_addf(&message, "; %s", f->hint);
	}
	str_addf(&p->out, "{\"line\":%zu,\"id\":", line);
	if (id) {
		json_add_string(&p->out, id);
	} else {
		str_add(&p->out, "null");
	}
	str_add(&p->out, ",\"error\":{\"code\":");
	json_add_string(&p->out, f->code);
	str_add(&p->out, ",\"message\":");
	json_add_string(&p->out, str_text(&message));
	str_add(&p->out, "}}");
	put_line(p);
	p->bad = true;
	str_release(&message);
	kam_error_release(err);
}

/* --- JSON Lines --------------------------------------------------------------------------- */

static bool is_blank(const char *line, size_t len)
{
	return strspn(line, " \t") >= len;
}

static void place_line(struct placing *p, const char *line, size_t len)
{
	struct kam_error err = KAM_ERROR_INIT;
	char *id = NULL;
	char *json = NULL;

	if (kam_place_line(p->belief, line, len, p->today, &id, &json, &err)) {
		put_error(p, p->lines.number, id, &err);
	} else {
		str_add(&p->out, json);
		put_line(p);
	}
	free(id);
	free(json);
}

/* LINE is the first one, which was looked at already. */
static int place_lines(struct placing *p, const char *line, size_t len)
{
	struct kam_error err = KAM_ERROR_INIT;
	int status = KAM_OK;

	while (!p->failed && status != KAM_NOT_FOUND) {
		if (status == KAM_IO) {
			return complain_error(&err);
		}
		if (status) {
			put_error(p, p->lines.number, NULL, &err);
		} else if (!is_blank(line, len)) {
			place_line(p, line, len);
		}
		status = lines_next(&p->lines, &line, &len, &err);
	}
	return EXIT_DONE;
}

/* --- CSV ---------------------------------------------------------------------------------- */

struct table {
	struct csv csv;
	size_t *columns;
	size_t count;
	const char **cells;
};

static void collect_cells(struct table *t)
{
	for (size_t i = 0; i < t->count; i++) {
		t->cells[i] = csv_cell(&t->csv, i);
	}
}

/* What some spreadsheets write is not what RFC 4180 means. */
static int check_separator(const struct table *t, struct kam_error *err)
{
	if (t->count != 1 || !strchr(t->cells[0], ';')) {
		return KAM_OK;
	}
	kam_error_set(
		err, KAM_INVALID, "csv-separator", "the header is one column, '%s'", t->cells[0]);
	kam_error_hint(err, "columns are separated by commas, not by semicolons");
	return KAM_INVALID;
}

static int table_header(struct placing *p, struct table *t)
{
	struct kam_error err = KAM_ERROR_INIT;
	int status = csv_next(&t->csv, &err);

	t->count = t->csv.count;
	t->columns = memory_alloc(t->count + 1, sizeof(*t->columns));
	t->cells = memory_alloc(t->count + 1, sizeof(*t->cells));
	if (!status) {
		collect_cells(t);
		status = check_separator(t, &err);
	}
	if (!status) {
		status = kam_place_header(p->kb, t->cells, t->count, t->columns, &err);
	}
	if (!status) {
		return EXIT_DONE;
	}
	kam_error_file(&err, p->lines.name);
	err.fault.line = t->csv.line;
	return complain_error(&err);
}

static void place_row(struct placing *p, struct table *t)
{
	struct kam_error err = KAM_ERROR_INIT;
	char *id = NULL;
	char *json = NULL;
	int status = KAM_OK;

	if (t->csv.count != t->count) {
		status = kam_error_set(&err, KAM_INVALID, "cells",
			"the row has %zu cells, the header %zu", t->csv.count, t->count);
	} else {
		collect_cells(t);
		status = kam_place_row(p->belief, t->columns, t->cells, t->count, &id, &json, &err);
	}
	if (status) {
		put_error(p, t->csv.line, id, &err);
	} else {
		str_add(&p->out, json);
		put_line(p);
	}
	free(id);
	free(json);
}

static int place_rows(struct placing *p, struct table *t)
{
	while (!p->failed) {
		struct kam_error err = KAM_ERROR_INIT;
		int status = csv_next(&t->csv, &err);

		if (status == KAM_NOT_FOUND) {
			break;
		}
		if (status == KAM_IO) {
			return complain_error(&err);
		}
		if (status) {
			put_error(p, t->csv.line, NULL, &err);
		} else {
			place_row(p, t);
		}
	}
	return EXIT_DONE;
}

static int place_table(struct placing *p)
{
	struct table t = {.columns = NULL};
	int status;

	csv_init(&t.csv, &p->lines);
	status = table_header(p, &t);
	if (!status) {
		status = place_rows(p, &t);
	}
	csv_release(&t.csv);
	free(t.columns);
	free(t.cells);
	return status;
}

/* --- both --------------------------------------------------------------------------------- */

/* A table begins with a header that has a column `id`; JSON never does. */
static bool is_header(const char *line, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t size = strcspn(line + at, ",\r\n");

		size = size < len - at ? size : len - at;
		if ((size == 2 && !memcmp(line + at, "id", 2)) ||
			(size == 4 && !memcmp(line + at, "\"id\"", 4))) {
			return true;
		}
		at += size + 1;
	}
	return false;
}

static bool is_csv_name(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && !strcmp(name + len - 4, ".csv");
}

static int place_all(struct placing *p)
{
	struct kam_error err = KAM_ERROR_INIT;
	const char *line = "";
	size_t len = 0;
	int status = lines_next(&p->lines, &line, &len, &err);

	if (status == KAM_NOT_FOUND) {
		return EXIT_DONE;
	}
	if (!status && len >= 3 && !memcmp(line, "\xEF\xBB\xBF", 3)) {
		line += 3;
		len -= 3;
	}
	if (!status && (is_csv_name(p->lines.name) || is_header(line, len))) {
		lines_back(&p->lines, line);
		return place_table(p);
	}
	if (status == KAM_IO) {
		return complain_error(&err);
	}
	if (status) {
		put_error(p, p->lines.number, NULL, &err);
		len = 0;
	}
	return place_lines(p, line, len);
}

static int place_from(
	const struct options *options, const struct kam_kb *kb, int fd, const char *name)
{
	struct placing p = {.kb = kb};
	char today[21];
	int status;

	clock_now(options, today);
	p.today = today;
	p.belief = kam_belief_new(kb);
	lines_init(&p.lines, fd, name, JSON_MAX_BYTES);
	status = place_all(&p);
	if (p.failed || fflush(stdout)) {
		status = complain_output();
	}
	lines_release(&p.lines);
	str_release(&p.out);
	kam_belief_free(p.belief);
	return status ? status : p.bad ? EXIT_DATA : EXIT_DONE;
}

int cmd_place(const struct options *options)
{
	const char *name = options->word_count ? options->words[0] : "-";
	bool standard = !strcmp(name, "-");
	int fd = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
	struct kam_kb *kb;
	int status;

	if (fd < 0) {
		complain("cannot open '%s': %s", name, strerror(errno));
		return EXIT_FAILED;
	}
	status = base_load(options, NULL, &kb);
	if (!status) {
		status = place_from(options, kb, fd, standard ? "standard input" : name);
		kam_kb_free(kb);
	}
	if (!standard) {
		close(fd);
	}
	return status;
}
