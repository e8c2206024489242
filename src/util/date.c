/* SPDX-License-Identifier: MIT */
#include "util/date.h"

#include <stdio.h>
#include <stdlib.h>

static bool is_form(const char *text)
{
	static const char form[] = "dddd-dd-dd";

	for (int i = 0; form[i]; i++) {
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) {
			return false;
		}
	}
	return !text[10] || text[10] == 'T';
}

static bool is_leap(long y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static long month_days(long y, long m)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[m - 1] + (m == 2 && is_leap(y));
}

static void split(const char *text, long *y, long *m, long *d)
{
	*y = strtol(text, NULL, 10);
	*m = strtol(text + 5, NULL, 10);
	*d = strtol(text + 8, NULL, 10);
}

bool date_is(const char *text)
{
	long y;
	long m;
	long d;

	if (!is_form(text)) {
		return false;
	}
	split(text, &y, &m, &d);
	return m >= 1 && m <= 12 && d >= 1 && d <= month_days(y, m);
}

/* Days since a fixed one. March counts as the first month, so that the leap day is the last of its year. */
static long number_of(const char *text)
{
	long y;
	long m;
	long d;

	split(text, &y, &m, &d);
	y -= m <= 2;
	return y * 365 + y / 4 - y / 100 + y / 400 + (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d;
}

long date_days(const char *from, const char *to)
{
	return date_is(from) && date_is(to) ? number_of(to) - number_of(from) : 0;
}

bool date_after(const char *from, double days, char ret[DATE_SIZE])
{
	long y;
	long m;
	long d;

	if (!date_is(from) || !(days >= 0 && days <= 100000)) {
		return false;
	}
	split(from, &y, &m, &d);
	d += (long)days;
	while (d > month_days(y, m)) {
		d -= month_days(y, m);
		y += m == 12;
		m = m == 12 ? 1 : m + 1;
	}
	return y <= 9999 && snprintf(ret, DATE_SIZE, "%04d-%02d-%02d", (int)(y % 10000),
				    (int)(m % 100), (int)(d % 100)) == DATE_SIZE - 1;
}
