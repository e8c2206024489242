/* SPDX-License-Identifier: MIT */
/* Replays files, or all files in folders, through a fuzz target where libFuzzer is not at hand. */
#include "util/io.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define FILE_LIMIT ((size_t)64 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int complain(struct kam_error *err)
{
	char *text = kam_fault_text(&err->fault);

	fputs(text, stderr);
	free(text);
	kam_error_release(err);
	return 1;
}

static int replay_file(const char *path)
{
	struct kam_error err = KAM_ERROR_INIT;
	char *text;
	size_t len;

	if (io_read(path, FILE_LIMIT, &text, &len, &err) != KAM_OK) {
		return complain(&err);
	}
	LLVMFuzzerTestOneInput((const uint8_t *)text, len);
	free(text);
	return 0;
}

static int replay_folder(const char *path)
{
	struct kam_error err = KAM_ERROR_INIT;
	char **names;
	size_t count;
	int failures = 0;

	if (io_names(path, "", &names, &count, &err) != KAM_OK) {
		return complain(&err);
	}
	for (size_t i = 0; i < count; i++) {
		char *file = io_join(path, names[i]);

		failures += io_is_folder(file) ? 0 : replay_file(file);
		free(file);
	}
	printf("%s: %zu files\n", path, count);
	io_names_free(names, count);
	return failures;
}

int main(int argc, char **argv)
{
	int failures = 0;

	for (int i = 1; i < argc; i++) {
		failures += io_is_folder(argv[i]) ? replay_folder(argv[i]) : replay_file(argv[i]);
	}
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
