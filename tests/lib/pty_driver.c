/* SPDX-License-Identifier: MIT */
/*
 * pty_driver PROGRAM SCRIPT: holds a conversation with PROGRAM on a pseudo-terminal and prints one TAP result. A script
 * has one step per line:
 *
 *	spawn ARGS…      start the program; words, quotes and $VARIABLES as in the shell
 *	> TEXT           type TEXT and Enter
 *	>> TEXT          type TEXT
 *	< TEXT           wait until TEXT arrives, after what was waited for before; ten seconds
 *	! TEXT           TEXT has not arrived since the program started
 *	^C ^D ^Z         type that key
 *	fg               go on after ^Z, which shows as [stopped]
 *	size COLS ROWS   the size of the terminal, before the start or while it runs
 *	env NAME=VALUE   for the programs started after it
 *	exit N           wait until the program ends, with status N (128 + the signal's number)
 *	# TEXT           nothing
 *
 * Wait for the prompt before typing: between two prompts the terminal is in another mode, and keys may be lost.
 *
 * TEXT may hold \a \b \e \n \r \t \\ and \xHH (so a blank at the end is \x20). What arrives is compared without escape
 * sequences, bells and carriage returns. A failure prints all that arrived. There are no retries.
 */
#define _GNU_SOURCE

#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wordexp.h>
#ifdef __APPLE__
#include <util.h>
#else
#include <pty.h>
#endif

#define PATIENCE_MS 10000

enum strip { STRIP_PLAIN, STRIP_ESCAPE, STRIP_CSI, STRIP_STRING, STRIP_STRING_ESCAPE, STRIP_ONE };

struct driver {
	char *program;
	const char *script;
	unsigned line;
	struct winsize size;
	pid_t pid; /* of the holder; 0: nothing runs */
	int terminal;
	enum strip strip;
	char *shown; /* what arrived, without escape sequences */
	size_t length;
	size_t capacity;
	size_t seen; /* up to here it was waited for */
};

static void print_arrived(const struct driver *driver)
{
	bool start = true;

	printf("# what arrived:\n");
	for (size_t i = 0; i < driver->length; i++) {
		unsigned char byte = (unsigned char)driver->shown[i];

		printf("%s", start ? "# | " : "");
		printf(byte < 0x20 && byte != '\n' && byte != '\t' ? "\\x%02x" : "%c", byte);
		start = byte == '\n';
	}
	printf("%s", start ? "" : "\n");
}

/* Reports and ends; closing the terminal hangs up on the program. */
__attribute__((noreturn, format(printf, 2, 3))) static void fail(
	struct driver *driver, const char *format, ...)
{
	va_list args;

	printf("not ok 1 - %s\n# %s:%u: ", driver->script, driver->script, driver->line);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
	print_arrived(driver);
	if (driver->pid > 0) {
		close(driver->terminal);
	}
	free(driver->shown);
	exit(1);
}

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- what arrives --- */

static void show(struct driver *driver, char byte)
{
	if (driver->length == driver->capacity) {
		size_t capacity = driver->capacity * 2 + 4096;
		char *shown = realloc(driver->shown, capacity);

		if (shown == NULL) {
			fail(driver, "out of memory");
		}
		driver->shown = shown;
		driver->capacity = capacity;
	}
	driver->shown[driver->length++] = byte;
}

static enum strip after_escape(unsigned char byte)
{
	if (byte == '[') {
		return STRIP_CSI;
	}
	if (strchr("]PX^_", byte) != NULL) {
		return STRIP_STRING;
	}
	return strchr("()*+-./#% ", byte) != NULL ? STRIP_ONE : STRIP_PLAIN;
}

static enum strip after_plain(struct driver *driver, unsigned char byte)
{
	if (byte == 0x1b) {
		return STRIP_ESCAPE;
	}
	if (byte != '\r' && byte != '\a' && byte != '\0') {
		show(driver, (char)byte);
	}
	return STRIP_PLAIN;
}

static enum strip after_string(unsigned char byte)
{
	if (byte == '\a') {
		return STRIP_PLAIN;
	}
	return byte == 0x1b ? STRIP_STRING_ESCAPE : STRIP_STRING;
}

static void take(struct driver *driver, unsigned char byte)
{
	switch (driver->strip) {
	case STRIP_PLAIN:
		driver->strip = after_plain(driver, byte);
		break;
	case STRIP_ESCAPE:
		driver->strip = after_escape(byte);
		break;
	case STRIP_CSI:
		driver->strip = byte >= 0x40 && byte <= 0x7e ? STRIP_PLAIN : STRIP_CSI;
		break;
	case STRIP_STRING:
		driver->strip = after_string(byte);
		break;
	case STRIP_STRING_ESCAPE:
		driver->strip = byte == '\\' ? STRIP_PLAIN : STRIP_STRING;
		break;
	case STRIP_ONE:
		driver->strip = STRIP_PLAIN;
		break;
	}
}

enum arrival { ARRIVAL_DATA, ARRIVAL_NOTHING, ARRIVAL_END };

/* Takes what arrives within MS. */
static enum arrival pump(struct driver *driver, long ms)
{
	struct pollfd waiting = {driver->terminal, POLLIN, 0};
	unsigned char bytes[4096];
	ssize_t count;

	if (poll(&waiting, 1, ms > 0 ? (int)ms : 0) <= 0) {
		return ARRIVAL_NOTHING;
	}
	count = read(driver->terminal, bytes, sizeof(bytes));
	if (count < 0 && (errno == EINTR || errno == EAGAIN)) {
		return ARRIVAL_NOTHING;
	}
	for (ssize_t i = 0; i < count; i++) {
		take(driver, bytes[i]);
	}
	return count > 0 ? ARRIVAL_DATA : ARRIVAL_END;
}

/* --- starting --- */

static void ignore_keys(void (*action)(int))
{
	signal(SIGINT, action);
	signal(SIGQUIT, action);
	signal(SIGTSTP, action);
	signal(SIGTTOU, action);
}

static sigset_t resume_signal(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	return set;
}

__attribute__((noreturn)) static void become_program(char **argv)
{
	sigset_t set = resume_signal();

	setpgid(0, 0);
	tcsetpgrp(STDIN_FILENO, getpgrp());
	ignore_keys(SIG_DFL);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	execv(argv[0], argv);
	fprintf(stderr, "cannot run '%s': %s\n", argv[0], strerror(errno));
	_exit(127);
}

static void wait_for_fg(pid_t program)
{
	sigset_t set = resume_signal();
	int signal_number;

	tcsetpgrp(STDIN_FILENO, getpgrp());
	printf("[stopped]\n");
	fflush(stdout);
	sigwait(&set, &signal_number);
	tcsetpgrp(STDIN_FILENO, program);
	kill(-program, SIGCONT);
}

/*
 * Leads the session, as a shell would: a program that led it itself could not be stopped by ^Z, since its process
 * group would be an orphan.
 */
__attribute__((noreturn)) static void hold(char **argv)
{
	sigset_t set = resume_signal();
	pid_t program;
	int status = 0;

	ignore_keys(SIG_IGN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	program = fork();
	if (program == 0) {
		become_program(argv);
	}
	while (waitpid(program, &status, WUNTRACED) == program && WIFSTOPPED(status)) {
		wait_for_fg(program);
	}
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

static void need_running(struct driver *driver)
{
	if (driver->pid == 0) {
		fail(driver, "nothing runs: spawn first");
	}
}

static void start(struct driver *driver, char **argv)
{
	driver->length = 0;
	driver->seen = 0;
	driver->strip = STRIP_PLAIN;
	fflush(stdout);
	driver->pid = forkpty(&driver->terminal, NULL, NULL, &driver->size);
	if (driver->pid == 0) {
		hold(argv);
	}
	if (driver->pid < 0) {
		driver->pid = 0;
		fail(driver, "no pseudo-terminal: %s", strerror(errno));
	}
}

static void step_spawn(struct driver *driver, char *text)
{
	wordexp_t words = {.we_offs = 1};

	if (driver->pid != 0) {
		fail(driver, "it still runs: exit first");
	}
	if (wordexp(text, &words, WRDE_DOOFFS | WRDE_NOCMD | WRDE_UNDEF) != 0) {
		fail(driver, "cannot read the arguments: %s", text);
	}
	words.we_wordv[0] = driver->program;
	start(driver, words.we_wordv);
	words.we_wordv[0] = NULL;
	wordfree(&words);
}

/* --- typing --- */

static void type(struct driver *driver, const char *bytes, size_t length)
{
	need_running(driver);
	while (length > 0) {
		ssize_t count = write(driver->terminal, bytes, length);

		if (count < 0 && errno != EINTR) {
			fail(driver, "cannot type: %s", strerror(errno));
		}
		bytes += count > 0 ? count : 0;
		length -= count > 0 ? (size_t)count : 0;
	}
}

static int hex_value(char digit)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = strchr(digits, tolower((unsigned char)digit));

	return digit != '\0' && found != NULL ? (int)(found - digits) : -1;
}

/* The byte that the escape after a backslash stands for; moves *AT past it. */
static char read_escape(struct driver *driver, const char **at)
{
	static const char letters[] = "abenrt\\";
	static const char meanings[] = "\a\b\x1b\n\r\t\\";
	const char *letter = **at != '\0' ? strchr(letters, **at) : NULL;
	int high = **at == 'x' ? hex_value((*at)[1]) : -1;
	int low = high >= 0 ? hex_value((*at)[2]) : -1;

	if (letter != NULL) {
		*at += 1;
		return meanings[letter - letters];
	}
	if (low < 0) {
		fail(driver, "unknown escape: \\%s", *at);
	}
	*at += 3;
	return (char)(high * 16 + low);
}

/* Writes the meaning of TEXT over it and returns its length. */
static size_t unescape(struct driver *driver, char *text)
{
	const char *from = text;
	char *to = text;

	while (*from != '\0') {
		char byte = *from++;

		*to++ = byte == '\\' ? read_escape(driver, &from) : byte;
	}
	return (size_t)(to - text);
}

static void step_type(struct driver *driver, char *text)
{
	type(driver, text, unescape(driver, text));
}

static void step_line(struct driver *driver, char *text)
{
	step_type(driver, text);
	type(driver, "\r", 1);
}

static void step_interrupt(struct driver *driver, char *text)
{
	(void)text;
	type(driver, "\x03", 1);
}

static void step_end(struct driver *driver, char *text)
{
	(void)text;
	type(driver, "\x04", 1);
}

static void step_stop(struct driver *driver, char *text)
{
	(void)text;
	type(driver, "\x1a", 1);
}

static void step_resume(struct driver *driver, char *text)
{
	(void)text;
	need_running(driver);
	kill(driver->pid, SIGUSR1);
}

/* --- waiting --- */

static bool find(struct driver *driver, const char *text, size_t length)
{
	const char *from = driver->shown != NULL ? driver->shown + driver->seen : NULL;
	const char *found =
		from != NULL ? memmem(from, driver->length - driver->seen, text, length) : NULL;

	if (found != NULL) {
		driver->seen = (size_t)(found - driver->shown) + length;
	}
	return found != NULL;
}

static void step_expect(struct driver *driver, char *text)
{
	size_t length = unescape(driver, text);
	long deadline = now_ms() + PATIENCE_MS;

	need_running(driver);
	while (!find(driver, text, length)) {
		long left = deadline - now_ms();

		if (left <= 0) {
			fail(driver, "did not arrive in time: %s", text);
		}
		if (pump(driver, left) == ARRIVAL_END && !find(driver, text, length)) {
			fail(driver, "the program ended before this arrived: %s", text);
		}
	}
}

static void step_absent(struct driver *driver, char *text)
{
	size_t length = unescape(driver, text);

	if (driver->shown != NULL && memmem(driver->shown, driver->length, text, length) != NULL) {
		fail(driver, "must not arrive: %s", text);
	}
}

static long number(struct driver *driver, char **text)
{
	char *end;
	long value = strtol(*text, &end, 10);

	if (end == *text || value < 0 || value > 10000) {
		fail(driver, "not a number: %s", *text);
	}
	*text = end;
	return value;
}

/* The status that the program ended with; what it still said has arrived. */
static int wait_end(struct driver *driver)
{
	long deadline = now_ms() + PATIENCE_MS;
	int status;

	while (waitpid(driver->pid, &status, WNOHANG) != driver->pid) {
		if (now_ms() > deadline) {
			fail(driver, "the program did not end in time");
		}
		if (pump(driver, 20) == ARRIVAL_END) {
			poll(NULL, 0, 5);
		}
	}
	while (pump(driver, 0) == ARRIVAL_DATA) {
	}
	close(driver->terminal);
	driver->pid = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void step_exit(struct driver *driver, char *text)
{
	int expected = (int)number(driver, &text);
	int status;

	need_running(driver);
	status = wait_end(driver);
	if (status != expected) {
		fail(driver, "exit status %d, expected %d", status, expected);
	}
}

/* --- surroundings --- */

static void step_size(struct driver *driver, char *text)
{
	driver->size.ws_col = (unsigned short)number(driver, &text);
	driver->size.ws_row = (unsigned short)number(driver, &text);
	if (driver->pid != 0) {
		ioctl(driver->terminal, TIOCSWINSZ, &driver->size);
	}
}

static void step_env(struct driver *driver, char *text)
{
	char *equals = strchr(text, '=');

	if (equals == NULL) {
		fail(driver, "write env NAME=VALUE");
	}
	*equals = '\0';
	setenv(text, equals + 1, 1);
}

/* --- scripts --- */

static const struct step {
	const char *word;
	void (*run)(struct driver *driver, char *text);
} steps[] = {
	{"spawn", step_spawn},
	{">", step_line},
	{">>", step_type},
	{"<", step_expect},
	{"!", step_absent},
	{"^C", step_interrupt},
	{"^D", step_end},
	{"^Z", step_stop},
	{"fg", step_resume},
	{"size", step_size},
	{"env", step_env},
	{"exit", step_exit},
};

static void run_step(struct driver *driver, char *line)
{
	size_t length = strcspn(line, " ");
	char *text = line[length] == ' ' ? line + length + 1 : line + length;

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (strlen(steps[i].word) == length && memcmp(steps[i].word, line, length) == 0) {
			steps[i].run(driver, text);
			return;
		}
	}
	fail(driver, "unknown step: %s", line);
}

static void run_script(struct driver *driver, FILE *file)
{
	char *line = NULL;
	size_t capacity = 0;

	while (getline(&line, &capacity, file) >= 0) {
		driver->line++;
		line[strcspn(line, "\r\n")] = '\0';
		if (line[0] != '\0' && line[0] != '#') {
			run_step(driver, line);
		}
	}
	free(line);
	if (driver->pid != 0) {
		fail(driver, "the script ends, the program still runs: say exit N");
	}
}

int main(int argc, char **argv)
{
	struct driver driver = {.size = {.ws_row = 24, .ws_col = 80}};
	FILE *file = argc == 3 ? fopen(argv[2], "r") : NULL;

	if (file == NULL) {
		fprintf(stderr, "usage: pty_driver PROGRAM SCRIPT\n");
		return 2;
	}
	driver.program = argv[1];
	driver.script = argv[2];
	unsetenv("COLUMNS"); /* the terminal says its size */
	unsetenv("LINES");
	printf("1..1\n");
	run_script(&driver, file);
	printf("ok 1 - %s\n", driver.script);
	fclose(file);
	free(driver.shown);
	return 0;
}
