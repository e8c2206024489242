/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/base.h"
#include "cli/commands.h"
#include "cli/session.h"

static void welcome(struct asking *a)
{
	if (front_is_terminal(a->front)) {
		asking_say(a, "kam: where does a customer stand, and what now?");
		asking_say(a, "Enter confirms, ? helps, :back goes back, Ctrl-D saves and leaves.");
	}
}

static int assess(struct asking *a, const struct kam_kb *kb, const struct kam_voice *voice)
{
	struct account_choice choice;
	int status;

	welcome(a);
	if (account_choose(a, &choice, &status)) {
		status = session_run(a, kb, voice, &choice);
	}
	account_release(&choice);
	return status;
}

int cmd_assess(const struct options *options)
{
	struct asking asking;
	struct kam_voice voice;
	struct kam_kb *kb;
	int status = base_load(options, NULL, &kb);

	if (status) {
		return status;
	}
	status = base_voice(options, kb, &voice);
	if (!status) {
		asking_init(&asking, options);
		status = assess(&asking, kb, &voice);
		asking_release(&asking);
	}
	kam_kb_free(kb);
	return status;
}
