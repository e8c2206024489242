/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/base.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/print.h"
#include "cli/status.h"
#include "kam/kam.h"

int cmd_explain(const struct options *options)
{
	struct kam_document doc = KAM_DOCUMENT_INIT;
	struct kam_error err = KAM_ERROR_INIT;
	struct kam_voice voice;
	struct kam_kb *kb;
	int status = base_load(options, NULL, &kb);

	if (status) {
		return status;
	}
	status = base_voice(options, kb, &voice);
	if (!status && kam_explain(kb, options->word_count ? options->words[0] : NULL, &voice, &doc,
			       &err)) {
		complain_error(&err);
		status = EXIT_USAGE;
	}
	if (!status) {
		status = print_document(options, &doc);
	}
	kam_document_release(&doc);
	kam_kb_free(kb);
	return status;
}
