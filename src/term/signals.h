/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signals as events: the handlers set a flag and nothing else, and the flags are looked at while waiting for a key. A signal comes
 * through only then, so that none is lost between looking and waiting.
 */
#ifndef KAM_TERM_SIGNALS_H
#define KAM_TERM_SIGNALS_H

#include <stddef.h>
#include <sys/types.h>

/* What ended a wait for standard input. */
enum wait_status {
	WAIT_INPUT,     /* something can be read, or the end was reached */
	WAIT_INTERRUPT, /* Ctrl-C */
	WAIT_END,       /* SIGTERM or SIGHUP: signals_ending() */
	WAIT_SUSPEND,   /* Ctrl-Z */
	WAIT_RESIZED,   /* the window has another size */
};

/* From now on these signals are events. Signals that the parent ignores stay ignored. */
void signals_catch(void);
/* Until input or an event; an event is reported once, except WAIT_END, which stays. */
enum wait_status signals_wait(void);
/*
 * The same, and on WAIT_INPUT reads at most SIZE bytes of standard input into BYTES: *RET_GOT of them, 0 at the end, -1 on a fault. Never
 * blocks where a signal would go unheard: Ctrl-C empties a terminal's queue, also between waiting and reading.
 */
enum wait_status signals_read(void *bytes, size_t size, ssize_t *ret_got);
/* The signal that asks to end; 0: none. */
int signals_ending(void);
/* Stops the process as Ctrl-Z does, and returns when it goes on. */
void signals_suspend(void);

#endif
