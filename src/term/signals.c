/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "term/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/select.h>
#include <unistd.h>

#ifndef SIGWINCH
#define SIGWINCH 28 /* not in POSIX.1-2008, and 28 wherever it is */
#endif

static const int handled[] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGWINCH};

#define HANDLED (sizeof(handled) / sizeof(handled[0]))

static volatile sig_atomic_t interrupted, ending, suspended, resized;

static void on_signal(int number)
{
	switch (number) {
	case SIGINT:
		interrupted = 1;
		break;
	case SIGTSTP:
		suspended = 1;
		break;
	case SIGWINCH:
		resized = 1;
		break;
	default:
		ending = number;
		break;
	}
}

static void catch_one(int number)
{
	struct sigaction action = {.sa_handler = on_signal};
	struct sigaction before;

	sigemptyset(&action.sa_mask);
	if (!sigaction(number, NULL, &before) && before.sa_handler != SIG_IGN) {
		sigaction(number, &action, NULL);
	}
}

void signals_catch(void)
{
	for (size_t i = 0; i < HANDLED; i++) {
		catch_one(handled[i]);
	}
}

int signals_ending(void)
{
	return (int)ending;
}

/* Takes a flag down; whether it was up. */
static bool take(volatile sig_atomic_t *flag)
{
	bool up = *flag != 0;

	*flag = 0;
	return up;
}

enum wait_status signals_wait(void)
{
	sigset_t blocked;
	sigset_t before;
	enum wait_status status;
	bool ready = false;

	sigemptyset(&blocked);
	for (size_t i = 0; i < HANDLED; i++) {
		sigaddset(&blocked, handled[i]);
	}
	sigprocmask(SIG_BLOCK, &blocked, &before);
	for (;;) {
		fd_set in;

		if (ending || take(&interrupted)) {
			status = ending ? WAIT_END : WAIT_INTERRUPT;
			break;
		}
		if (take(&suspended)) {
			status = WAIT_SUSPEND;
			break;
		}
		if (take(&resized)) {
			status = WAIT_RESIZED;
			break;
		}
		if (ready) {
			status = WAIT_INPUT;
			break;
		}
		FD_ZERO(&in);
		FD_SET(STDIN_FILENO, &in);
		/* A descriptor that cannot be waited for can still be read, and reading says what is wrong. */
		ready = pselect(STDIN_FILENO + 1, &in, NULL, NULL, NULL, &before) >= 0 ||
			errno != EINTR;
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	return status;
}

/* The terminal opened once more, so that not to block is a matter of ours alone; standard input where it is no terminal. */
static int input_descriptor(void)
{
	static int descriptor = -1;

	if (descriptor < 0) {
		const char *name = isatty(STDIN_FILENO) ? ttyname(STDIN_FILENO) : NULL;

		descriptor = name ? open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1;
		if (descriptor < 0) {
			descriptor = STDIN_FILENO;
		}
	}
	return descriptor;
}

enum wait_status signals_read(void *bytes, size_t size, ssize_t *ret_got)
{
	for (;;) {
		enum wait_status status = signals_wait();

		if (status != WAIT_INPUT) {
			return status;
		}
		*ret_got = read(input_descriptor(), bytes, size);
		if (*ret_got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) {
			return WAIT_INPUT;
		}
	}
}

void signals_suspend(void)
{
	kill(getpid(), SIGSTOP);
}
