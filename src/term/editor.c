/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * readline through its callback interface: signal handlers only set a flag, and every call into readline happens in
 * normal code. Only commands go to the history: answers are customer secrets.
 */
#include "term/editor.h"

#include "term/signals.h"
#include "util/memory.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#define HISTORY_MOST 200

struct editor {
	struct front_options options;
	const char *standing;
	char *line;
	char *pasted; /* lines of a paste that are not asked for yet; NULL: none */
	bool done;
	bool end;
	bool interrupted;       /* Ctrl-C came at the last prompt too */
	enum wait_status event; /* what came instead of a key; WAIT_INPUT: nothing */
	char **matches;
	size_t match_count, match_capacity;
};

/* readline hands its callbacks no context. */
static struct editor *current;

/* Between two prompts the terminal stays as it is, so that nothing typed ahead is lost or echoed twice. */
static void stay_prepared(void)
{
}

static void take_line(char *line)
{
	current->line = line;
	current->end = !line;
	current->done = true;
	rl_callback_handler_remove();
}

static void give(void *ctx, const char *text)
{
	struct editor *e = ctx;

	e->matches = memory_grow(e->matches, e->match_count, &e->match_capacity, sizeof(char *));
	e->matches[e->match_count++] = memory_text(text);
}

static char *next_match(const char *text, int state)
{
	(void)text;
	if ((size_t)state >= current->match_count) {
		return NULL;
	}
	return strdup(current->matches[state]);
}

static void drop_matches(struct editor *e)
{
	for (size_t i = 0; i < e->match_count; i++) {
		free(e->matches[i]);
	}
	e->match_count = 0;
}

/* The whole line is the word: answers have blanks in them. */
static char **complete(const char *text, int start, int end)
{
	(void)start;
	(void)end;
	rl_attempted_completion_over = 1;
	rl_completion_append_character = '\0';
	drop_matches(current);
	if (current->options.complete) {
		current->options.complete(current->options.ctx, text, give, current);
	}
	return rl_completion_matches(text, next_match);
}

/*
 * One key for readline, which asks for more than one where the first begins a sequence. A signal that comes then is
 * noted for serve(), and Ctrl-G gives the sequence up.
 */
static int get_key(FILE *stream)
{
	unsigned char key;
	ssize_t got = 0;

	(void)stream;
	current->event = signals_read(&key, 1, &got);
	if (current->event != WAIT_INPUT) {
		return CTRL('G');
	}
	return got == 1 ? key : EOF;
}

static int page_up(int count, int key)
{
	(void)count;
	(void)key;
	rl_replace_line(":back", 1);
	rl_point = rl_end;
	rl_redisplay();
	rl_newline(1, '\n');
	return 0;
}

/* PageUp is :back, unless the user's inputrc made it something else than what readline makes of it by itself. */
static void bind_page_up(void)
{
	static const char sequence[] = "\033[5~";
	int type;
	rl_command_func_t *now = rl_function_of_keyseq(sequence, NULL, &type);

	if (!now || now == rl_history_search_backward) {
		rl_bind_keyseq(sequence, page_up);
	}
}

static int put_standing(void)
{
	if (current->standing && *current->standing) {
		rl_insert_text(current->standing);
	}
	return 0;
}

struct editor *editor_new(const struct front_options *options)
{
	struct editor *e = memory_alloc(1, sizeof(*e));

	e->options = *options;
	current = e;
	rl_readline_name = "kam";
	rl_catch_signals = 0;
	rl_catch_sigwinch = 0;
	rl_change_environment = 0;
	rl_completer_word_break_characters = "";
	rl_sort_completion_matches = 0;
	rl_attempted_completion_function = complete;
	rl_getc_function = get_key;
	rl_deprep_term_function = stay_prepared;
	rl_startup_hook = put_standing;
	rl_initialize();
	bind_page_up();
	using_history();
	stifle_history(HISTORY_MOST);
	if (options->history) {
		read_history(options->history);
	}
	return e;
}

static void save_history(const struct editor *e)
{
	int fd;

	if (!e->options.history || !history_length) {
		return;
	}
	fd = open(e->options.history, O_WRONLY | O_CREAT, 0600);
	if (fd < 0) {
		return;
	}
	close(fd);
	chmod(e->options.history, 0600);
	write_history(e->options.history);
}

void editor_free(struct editor *e)
{
	if (e) {
		rl_deprep_terminal();
		save_history(e);
		drop_matches(e);
		free(e->matches);
		free(e->pasted);
		free(e);
		current = NULL;
	}
}

static void leave_line(void)
{
	rl_callback_handler_remove();
	fputs("\n", stdout);
	fflush(stdout);
}

/* Ctrl-C clears the line; a second one at an empty line leaves. */
static bool interrupt(struct editor *e, const char *prompt)
{
	bool empty = rl_end == 0;

	if (empty && e->interrupted) {
		leave_line();
		return true;
	}
	e->interrupted = true;
	rl_replace_line("", 1);
	leave_line();
	rl_callback_handler_install(prompt, take_line);
	return false;
}

void editor_restore(void)
{
	if (current) {
		rl_deprep_terminal();
	}
}

/* Hands the terminal back, stops, and draws the line again when the process goes on. */
static void suspend(void)
{
	rl_cleanup_after_signal();
	rl_deprep_terminal();
	signals_suspend();
	rl_reset_after_signal();
	rl_forced_update_display();
}

/* Reads a key, or what comes instead of it. */
static enum wait_status next_event(struct editor *e)
{
	e->event = signals_wait();
	if (e->event == WAIT_INPUT) {
		rl_callback_read_char();
	}
	return e->event;
}

/* Serves the line editor until the line is done (FRONT_LINE) or something else ends it. */
static enum front_status serve(struct editor *e, const char *prompt)
{
	while (!e->done) {
		switch (next_event(e)) {
		case WAIT_INTERRUPT:
			if (interrupt(e, prompt)) {
				return FRONT_INTERRUPTED;
			}
			break;
		case WAIT_END:
			leave_line();
			return FRONT_SIGNAL;
		case WAIT_SUSPEND:
			suspend();
			break;
		case WAIT_RESIZED:
			rl_resize_terminal();
			break;
		case WAIT_INPUT:
		default:
			break;
		}
	}
	return e->end ? FRONT_END : FRONT_LINE;
}

/* Cuts TEXT after its first line; what is behind it, or NULL. */
static char *cut_line(char *text)
{
	char *end = text + strcspn(text, "\r\n");
	char *rest = end + strspn(end, "\r\n");

	rest = *rest ? memory_text(rest) : NULL;
	*end = '\0';
	return rest;
}

/* The next line of a paste, shown as if it had been typed. */
static char *pasted_line(struct editor *e, const char *prompt)
{
	char *line = e->pasted;

	e->pasted = cut_line(line);
	printf("%s%s\n", prompt, line);
	return line;
}

enum front_status editor_read(
	struct editor *editor, const char *prompt, const char *standing, char **ret_line)
{
	enum front_status status;

	if (editor->pasted) {
		*ret_line = pasted_line(editor, prompt);
		return FRONT_LINE;
	}
	editor->standing = standing;
	editor->done = editor->end = editor->interrupted = false;
	rl_callback_handler_install(prompt, take_line);
	editor->standing = "";
	status = serve(editor, prompt);
	if (status == FRONT_END) {
		fputs("\n", stdout);
	}
	if (status != FRONT_LINE) {
		return status;
	}
	editor->pasted = cut_line(editor->line);
	if (editor->options.keep && editor->options.keep(editor->options.ctx, editor->line)) {
		add_history(editor->line);
	}
	*ret_line = editor->line;
	return FRONT_LINE;
}
