/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/complain.h"

#include "cli/status.h"
#include "util/str.h"
#include "util/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void complain(const char *format, ...)
{
	struct str text = STR_INIT;
	struct str safe = STR_INIT;
	va_list args;

	va_start(args, format);
	str_addv(&text, format, args);
	va_end(args);
	utf8_add_safe(&safe, str_text(&text));
	fprintf(stderr, "kam: %s\n", str_text(&safe));
	str_release(&text);
	str_release(&safe);
}

static void print_fault(const struct kam_fault *fault)
{
	char *text = kam_fault_text(fault);

	fprintf(stderr, "%s%s", fault->file ? "" : "kam: ", text);
	free(text);
}

int complain_error(struct kam_error *err)
{
	int status = err->status == KAM_IO ? EXIT_FAILED : EXIT_DATA;

	print_fault(&err->fault);
	kam_error_release(err);
	return status;
}

void complain_faults(struct kam_faults *faults)
{
	for (size_t i = 0; i < faults->count; i++) {
		print_fault(&faults->items[i]);
	}
	kam_faults_release(faults);
}

int complain_output(void)
{
	complain("cannot write the output: %s", strerror(errno));
	return EXIT_FAILED;
}
