/* SPDX-License-Identifier: MIT */
/* Days of the civil calendar, written YYYY-MM-DD; what stands behind the day ("T20:15:00Z") is not looked at. */
#ifndef KAM_UTIL_DATE_H
#define KAM_UTIL_DATE_H

#include <stdbool.h>

#define DATE_SIZE 11

/* Whether TEXT begins with a day that exists, alone or followed by a `T`. */
bool date_is(const char *text);
/* Days from FROM to TO; 0 where either is no date. */
long date_days(const char *from, const char *to);
/* The date DAYS (0 … 100,000) after FROM. False where FROM is none. */
bool date_after(const char *from, double days, char ret[DATE_SIZE]);

#endif
