/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which account an assessment is about: named, found again, or new. */
#ifndef KAM_CLI_ACCOUNT_H
#define KAM_CLI_ACCOUNT_H

#include "cli/asking.h"

struct account_choice {
	char *name;
	char *path; /* of its consultation */
	bool fresh; /* the consultation is to be begun */
};

/*
 * Finds out which account it is from the command line, and by asking where there is a terminal. True with *RET (release it); false with
 * *RET_STATUS, the exit status, where there is none.
 */
bool account_choose(struct asking *a, struct account_choice *ret, int *ret_status);
void account_release(struct account_choice *choice);

#endif
