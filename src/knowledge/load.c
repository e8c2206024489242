/* SPDX-License-Identifier: MIT */
/* Loading a base: read all files, then make them hang together. */
#include "kam/kb.h"

#include "knowledge/read.h"
#include "knowledge/resolve.h"
#include "util/io.h"
#include "util/memory.h"

#include <stdlib.h>
#include <string.h>

static void resolve_base(struct reader *r)
{
	resolve_order(r);
	resolve_variables(r);
	resolve_questions(r);
	resolve_roles(r);
	resolve_stages(r);
	resolve_causes(r);
	resolve_actions(r);
}

static void fault_files(struct kam_faults *faults, const char *folder)
{
	for (size_t i = 0; i < faults->count; i++) {
		char *name = faults->items[i].file;

		faults->items[i].file = name ? io_join(folder, name) : memory_text(folder);
		free(name);
	}
	kam_faults_sort(faults);
}

static void free_partial(struct kam_kb *kb, bool settled)
{
	if (!settled) {
		free(kb->variables);
		free(kb->questions);
		free(kb->checklists);
		free(kb->stages);
		free(kb->causes);
		free(kb->strains);
		free(kb->actions);
		free(kb->terms);
	}
	kam_kb_free(kb);
}

/* Whether a fault with CODE may only follow from the file NAME, which could not be read: what is missing may stand there. */
static bool follows_from(const char *code, const char *name)
{
	static const struct {
		const char *folder, *code;
	} follow[] = {
		{"variables/", "unknown-variable"},
		{"questions/", "unknown-question"},
		{"causes/", "unknown-cause"},
		{"stages/", "missing-object"},
		{"strains/", "missing-object"},
	};

	for (size_t i = 0; i < sizeof(follow) / sizeof(follow[0]); i++) {
		if (!strncmp(name, follow[i].folder, strlen(follow[i].folder)) &&
			!strcmp(code, follow[i].code)) {
			return true;
		}
	}
	return false;
}

/* Drops what a broken file explains: the one fault to mend is in that file. */
static void drop_followers(struct kam_faults *faults, const struct reader *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < faults->count; i++) {
		bool follows = false;

		for (size_t k = 0; k < r->source_count && !follows; k++) {
			follows = r->sources[k].broken &&
				  follows_from(faults->items[i].code, r->sources[k].name);
		}
		if (follows) {
			struct kam_error err = {KAM_INVALID, faults->items[i]};

			kam_error_release(&err);
		} else {
			faults->items[kept++] = faults->items[i];
		}
	}
	faults->count = kept;
}

static void move_faults(struct kam_faults *to, struct kam_faults *from)
{
	for (size_t i = 0; to && i < from->count; i++) {
		struct kam_error err = {KAM_INVALID, from->items[i]};

		memset(&from->items[i], 0, sizeof(from->items[i]));
		kam_faults_take(to, &err);
	}
	kam_faults_release(from);
}

int kam_kb_load(const char *folder, struct kam_kb **ret, struct kam_faults *faults)
{
	struct kam_faults found = KAM_FAULTS_INIT;
	struct kam_kb *kb = memory_alloc(1, sizeof(*kb));
	struct reader r = {.kb = kb, .faults = &found};
	int status;
	bool settled;

	kb->fingerprint = fingerprint_new();
	status = read_base(&r, folder);
	settled = status == KAM_OK;
	if (settled) {
		resolve_base(&r);
	}
	drop_followers(&found, &r);
	reader_release(&r);
	if (status == KAM_OK && !found.count) {
		*ret = kb;
		return KAM_OK;
	}
	fault_files(&found, folder);
	move_faults(faults, &found);
	free_partial(kb, settled);
	return settled ? KAM_INVALID : status;
}
