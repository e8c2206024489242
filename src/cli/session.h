/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Joins the dialogue, the front end and the log on disk. */
#ifndef KAM_CLI_SESSION_H
#define KAM_CLI_SESSION_H

#include "cli/account.h"
#include "kam/kam.h"

/* Goes on with the consultation CHOICE until it is done or left. Gives the exit status. */
int session_run(struct asking *a, const struct kam_kb *kb, const struct kam_voice *voice,
	const struct account_choice *choice);

#endif
