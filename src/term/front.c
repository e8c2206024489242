/* SPDX-License-Identifier: MIT */
#include "term/front.h"

#include "kam/report.h"
#include "term/editor.h"
#include "util/memory.h"
#include "util/str.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define MOST_WIDTH  100 /* longer lines tire the eye */
#define LINE_LIMIT  (1u << 20)

struct front {
	struct front_options options;
	bool terminal;
	struct editor *editor;
};

static volatile sig_atomic_t caught;

static void on_signal(int number)
{
	caught = number;
}

int front_signal(void)
{
	return (int)caught;
}

void front_clear_interrupt(void)
{
	if (caught == SIGINT) {
		caught = 0;
	}
}

static void catch_signals(void)
{
	const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action = {.sa_handler = on_signal};

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		sigaction(signals[i], &action, NULL);
	}
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
	front->terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	catch_signals();
	if (front->terminal && !options->plain) {
		front->editor = editor_new(options);
	}
	return front;
}

void front_free(struct front *front)
{
	if (front) {
		editor_free(front->editor);
		free(front);
	}
}

bool front_is_terminal(const struct front *front)
{
	return front->terminal;
}

/* One line from standard input without a line editor. */
static enum front_status read_plain(char **ret_line)
{
	struct str line = STR_INIT;
	int c;

	for (;;) {
		errno = 0;
		c = getchar();
		if (c == EOF && errno == EINTR) {
			clearerr(stdin);
			str_release(&line);
			return caught == SIGINT ? FRONT_INTERRUPTED : FRONT_SIGNAL;
		}
		if (c == EOF || c == '\n' || line.len >= LINE_LIMIT) {
			break;
		}
		str_add_char(&line, (char)c);
	}
	if (c == EOF && !line.len) {
		str_release(&line);
		return FRONT_END;
	}
	if (line.len && line.text[line.len - 1] == '\r') {
		str_cut(&line, line.len - 1);
	}
	*ret_line = str_take(&line);
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
	return read_plain(ret_line);
}

bool front_show(struct front *front, const struct kam_document *doc)
{
	char *text = kam_report_text(
		doc, front_width(stdout), front_colour(stdout, front->options.plain));
	bool written = fputs(text, stdout) >= 0 && !fflush(stdout);

	free(text);
	return written;
}
