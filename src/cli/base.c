/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/base.h"

#include "cli/complain.h"
#include "cli/status.h"
#include "util/io.h"
#include "util/memory.h"
#include "util/str.h"

#include <stdlib.h>
#include <string.h>

#define BASE_NAME "millman-wilson"

/* realpath() chooses the size itself since POSIX.1-2008. */
static bool is_below(const char *path, const char *folder)
{
	char *real = realpath(path, NULL);
	size_t len = strlen(folder);
	bool below = real && !strncmp(real, folder, len) && real[len] == '/';

	free(real);
	return below;
}

/* A build that was not installed lies below the folder that holds its knowledge. */
static bool is_uninstalled(const char *program)
{
	char *top = memory_text(KAM_SOURCE_KNOWLEDGE);
	char *slash = strrchr(top, '/');
	bool found = false;

	if (slash && strchr(program, '/')) {
		*slash = '\0';
		found = is_below(program, top);
	}
	free(top);
	return found;
}

static char *in_folder(const char *folder)
{
	char *path = io_join(folder, BASE_NAME);

	if (io_is_folder(path)) {
		return path;
	}
	free(path);
	return NULL;
}

char *base_folder(const struct options *options, const char **ret_source)
{
	const char *wished = getenv("KAM_KNOWLEDGE");
	char *path = NULL;

	if (options->knowledge) {
		*ret_source = "--knowledge";
		return memory_text(options->knowledge);
	}
	if (wished && *wished) {
		*ret_source = "KAM_KNOWLEDGE";
		return memory_text(wished);
	}
	if (!is_uninstalled(options->program)) {
		*ret_source = "installed";
		path = in_folder(KAM_DATADIR);
	}
	if (!path) {
		*ret_source = "source tree";
		path = in_folder(KAM_SOURCE_KNOWLEDGE);
	}
	return path;
}

int base_load(const struct options *options, const char *folder, struct kam_kb **ret)
{
	struct kam_faults faults = KAM_FAULTS_INIT;
	const char *source = "";
	char *path = folder ? memory_text(folder) : base_folder(options, &source);
	int status;

	if (!path) {
		complain("there is no knowledge base in %s; name one with --knowledge DIR",
			KAM_DATADIR);
		return EXIT_DATA;
	}
	status = kam_kb_load(path, ret, &faults);
	if (status) {
		size_t count = faults.count;

		complain_faults(&faults);
		complain("the knowledge base in %s cannot be used: %zu %s", path, count,
			count == 1 ? "fault" : "faults");
	}
	kam_faults_release(&faults);
	free(path);
	return status ? EXIT_DATA : EXIT_DONE;
}

int base_voice(const struct options *options, const struct kam_kb *kb, struct kam_voice *ret)
{
	struct str known = STR_INIT;

	*ret = (struct kam_voice){.words = NULL, .lang = kam_kb_language(kb, 0)};
	if (!options->lang) {
		return EXIT_DONE;
	}
	for (size_t i = 0; i < kam_kb_language_count(kb); i++) {
		if (!strcmp(kam_kb_language(kb, i), options->lang)) {
			ret->lang = options->lang;
			return EXIT_DONE;
		}
		str_addf(&known, "%s%s", i ? ", " : "", kam_kb_language(kb, i));
	}
	complain("'--lang %s': the knowledge base speaks %s", options->lang, str_text(&known));
	str_release(&known);
	return EXIT_USAGE;
}
