/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only clock: real, or stopped at --date. */
#ifndef KAM_CLI_CLOCK_H
#define KAM_CLI_CLOCK_H

#include "cli/options.h"

/* The time as "2026-11-23T20:15:00Z". */
void clock_now(const struct options *options, char ret[21]);

#endif
