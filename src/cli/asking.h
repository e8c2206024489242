/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking a person something outside the dialogue proper, over the same front end. */
#ifndef KAM_CLI_ASKING_H
#define KAM_CLI_ASKING_H

#include "cli/consultation.h"
#include "cli/options.h"
#include "kam/dialogue.h"
#include "term/front.h"

struct asking {
	const struct options *options;
	struct front *front;
	/* what Tab completes: the dialogue where there is one, else the accounts */
	struct kam_dialogue *dialogue;
	const struct consultation_list *accounts;
	char *history; /* path */
};

/* The front end, completion and history set up. Release with asking_release(). */
void asking_init(struct asking *a, const struct options *options);
void asking_release(struct asking *a);

/* Shows one line. False when the output failed. */
bool asking_say(struct asking *a, const char *format, ...) KAM_PRINTF(2, 3);
/* A line for PROMPT with STANDING in it, or the end of input where --no-input forbids to ask. */
enum front_status asking_read(
	struct asking *a, const char *prompt, const char *standing, char **ret_line);
/* The exit status when reading ended with STATUS: 130 or 128+n, 0 for Ctrl-D on a terminal, else EXIT_ENDED. */
int asking_exit(const struct asking *a, enum front_status status);

#endif
