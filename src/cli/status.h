/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How kam ends. The numbers are part of what it promises to scripts. */
#ifndef KAM_CLI_STATUS_H
#define KAM_CLI_STATUS_H

enum exit_status {
	EXIT_DONE = 0, /* done, or left on purpose */
	EXIT_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_DATA =
		3, /* an invalid base or log, a refused answer without a terminal, a bad line in `place` */
	EXIT_ENDED = 4,   /* an answer is needed, but the input ended */
	EXIT_SIGNAL = 128 /* plus the signal's number */
};

#endif
