/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

void clock_now(const struct options *options, char ret[21])
{
	time_t now = time(NULL);
	struct tm parts;

	if (options->date) {
		memcpy(ret, options->date, 10);
		memcpy(ret + 10, "T12:00:00Z", 11);
	} else if (!gmtime_r(&now, &parts) || !strftime(ret, 21, "%Y-%m-%dT%H:%M:%SZ", &parts)) {
		ret[0] = '\0';
	}
}
