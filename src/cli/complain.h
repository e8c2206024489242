/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes to standard error. Texts from outside are escaped. */
#ifndef KAM_CLI_COMPLAIN_H
#define KAM_CLI_COMPLAIN_H

#include "kam/error.h"

/* `kam: …` */
void complain(const char *format, ...) KAM_PRINTF(1, 2);
/* ERR, emptied, and the exit status it calls for. */
int complain_error(struct kam_error *err);
/* FAULTS, emptied. */
void complain_faults(struct kam_faults *faults);
/* Standard output could not be written. Gives the exit status. */
int complain_output(void);

#endif
