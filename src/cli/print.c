/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/print.h"

#include "cli/complain.h"
#include "cli/status.h"
#include "kam/report.h"
#include "term/front.h"

#include <stdio.h>
#include <stdlib.h>

int print_text(const char *text)
{
	return fputs(text, stdout) < 0 || fflush(stdout) ? complain_output() : EXIT_DONE;
}

int print_shown(const struct options *options, const struct kam_document *doc)
{
	char *text =
		kam_report_text(doc, front_width(stdout), front_colour(stdout, options->plain));
	int status = print_text(text);

	free(text);
	return status;
}

int print_document(const struct options *options, struct kam_document *doc)
{
	int status = print_shown(options, doc);

	kam_document_release(doc);
	return status;
}
