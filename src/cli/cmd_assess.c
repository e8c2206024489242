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

/* The base is loaded once it is known that there is something to ask: the first prompt need not wait for it. */
static int assess(struct asking *a, const struct account_choice *choice)
{
	struct kam_voice voice;
	struct kam_kb *kb;
	int status = base_load(a->options, NULL, &kb);

	if (status) {
		return status;
	}
	status = base_voice(a->options, kb, &voice);
	if (!status) {
		status = session_run(a, kb, &voice, choice);
	}
	kam_kb_free(kb);
	return status;
}

int cmd_assess(const struct options *options)
{
	struct asking asking;
	struct account_choice choice;
	int status;

	asking_init(&asking, options);
	welcome(&asking);
	if (account_choose(&asking, &choice, &status)) {
		status = assess(&asking, &choice);
	}
	account_release(&choice);
	asking_release(&asking);
	return status;
}
