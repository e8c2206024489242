/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "term/front.h"

#include "kam/report.h"
#include "term/editor.h"
#include "term/feed.h"
#include "term/signals.h"
#include "util/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define MOST_WIDTH 100        /* longer lines tire the eye */
#define LINE_LIMIT (1u << 20) /* what is beyond is read and dropped: no answer is that long */

struct front {
	struct front_options options;
	bool terminal;
	struct editor *editor;
	struct feed feed; /* of lines, without an editor */
};

int front_signal(void)
{
	return signals_ending();
}

size_t front_width(FILE *stream)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	long width = columns ? strtol(columns, NULL, 10) : 0;

	if (!ioctl(fileno(stream), TIOCGWINSZ, &size) && size.ws_col) {
		width = size.ws_col;
	}
	if (width < 20) {
		width = 80;
	}
	return width > MOST_WIDTH ? MOST_WIDTH : (size_t)width;
}

bool front_colour(FILE *stream, bool plain)
{
	const char *no_colour = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	return !plain && isatty(fileno(stream)) && !(no_colour && *no_colour) && term &&
	       strcmp(term, "dumb") != 0;
}

struct front *front_new(const struct front_options *options)
{
	struct front *front = memory_alloc(1, sizeof(*front));

	front->options = *options;
	front->feed.limit = LINE_LIMIT;
	front->terminal = !options->piped && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	signals_catch();
	if (front->terminal && !options->plain) {
		front->editor = editor_new(options);
	}
	return front;
}

void front_free(struct front *front)
{
	if (front) {
		editor_free(front->editor);
		str_release(&front->feed.line);
		free(front);
	}
}

void front_restore(void)
{
	editor_restore();
}

bool front_is_terminal(const struct front *front)
{
	return front->terminal;
}

/* One line from standard input without a line editor; a last line needs no newline. */
static enum front_status read_plain(struct front *front, char **ret_line)
{
	struct str *line = &front->feed.line;
	enum front_status status = feed_line(&front->feed);

	if (status != FRONT_LINE && !(status == FRONT_END && line->len)) {
		return status;
	}
	if (line->len && line->text[line->len - 1] == '\r') {
		str_cut(line, line->len - 1);
	}
	*ret_line = str_take(line);
	return FRONT_LINE;
}

enum front_status front_read(
	struct front *front, const char *prompt, const char *standing, char **ret_line)
{
	if (front->editor) {
		return editor_read(front->editor, prompt, standing, ret_line);
	}
	if (front->terminal) {
		fputs(prompt, stdout);
		if (*standing) {
			printf("(%s) ", standing);
		}
		fflush(stdout);
	}
	return read_plain(front, ret_line);
}

bool front_show(struct front *front, const struct kam_document *doc)
{
	char *text = kam_report_text(
		doc, front_width(stdout), front_colour(stdout, front->options.plain));
	bool written = fputs(text, stdout) >= 0 && !fflush(stdout);

	free(text);
	return written;
}
