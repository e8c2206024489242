/* SPDX-License-Identifier: MIT */
#include "util/io.h"
#include "util/memory.h"
#include "util/str.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* Each test has a folder of its own, as its state. */
static int make_folder(void **state)
{
	const char *base = getenv("TMPDIR");
	char *path = str_format("%s/kam-io-XXXXXX", base && base[0] != '\0' ? base : "/tmp");

	*state = path;
	return mkdtemp(path) ? 0 : -1;
}

/* Removes what is in the folder PATH, at most a few levels deep, and the folder. */
static void remove_tree(const char *path)
{
	char **names;
	size_t count;

	if (io_names(path, "", &names, &count, NULL) == KAM_OK) {
		for (size_t i = 0; i < count; i++) {
			char *name = io_join(path, names[i]);

			remove_tree(name);
			free(name);
		}
		io_names_free(names, count);
	}
	remove(path);
}

static int remove_folder(void **state)
{
	remove_tree(*state);
	free(*state);
	return 0;
}

static void has_mode(const char *path, mode_t mode)
{
	struct stat found;

	assert_int_equal(stat(path, &found), 0);
	assert_int_equal(found.st_mode & 0777, mode);
}

static void append(const char *path, const char *text)
{
	int fd;

	assert_int_equal(io_open_append(path, &fd, NULL), KAM_OK);
	assert_int_equal(io_append(fd, path, text, strlen(text), NULL), KAM_OK);
	close(fd);
}

static void holds(const char *path, const char *expected)
{
	char *text;
	size_t len;

	assert_int_equal(io_read(path, 1u << 20, &text, &len, NULL), KAM_OK);
	assert_int_equal(len, strlen(expected));
	assert_string_equal(text, expected);
	free(text);
}

static void fails_with(struct kam_error *err, int status, const char *code)
{
	assert_int_equal(err->status, status);
	assert_string_equal(err->fault.code, code);
	kam_error_release(err);
}

static void io__joins(void **state)
{
	char *path = io_join("a", "b");

	(void)state;
	assert_string_equal(path, "a/b");
	free(path);
	path = io_join("/", "b");
	assert_string_equal(path, "/b");
	free(path);
	path = io_join("", "b");
	assert_string_equal(path, "b");
	free(path);
}

static void io__appends_and_reads(void **state)
{
	char *path = io_join(*state, "log");
	mode_t mask = umask(0);

	append(path, "one\n");
	append(path, "two\n");
	append(path, "");
	umask(mask);
	has_mode(path, 0600);
	holds(path, "one\ntwo\n");
	assert_true(io_exists(path));
	assert_false(io_is_folder(path));
	assert_true(io_is_folder(*state));
	free(path);
}

static void io__reads_up_to_the_limit(void **state)
{
	struct kam_error err = KAM_ERROR_INIT;
	char *path = io_join(*state, "file");
	char *text;
	size_t len;

	append(path, "12345");
	assert_int_equal(io_read(path, 5, &text, &len, &err), KAM_OK);
	assert_int_equal(len, 5);
	free(text);
	assert_int_equal(io_read(path, 4, &text, &len, &err), KAM_INVALID);
	assert_null(text);
	fails_with(&err, KAM_INVALID, "file-large");
	free(path);
}

static void io__reads_large_and_empty_files(void **state)
{
	char *path = io_join(*state, "large");
	struct str large = STR_INIT;

	str_add_repeat(&large, 'x', 300001);
	append(path, large.text);
	holds(path, large.text);
	str_release(&large);
	free(path);
	path = io_join(*state, "empty");
	append(path, "");
	holds(path, "");
	free(path);
}

static void io__reports_unreadable_files(void **state)
{
	struct kam_error err = KAM_ERROR_INIT;
	char *path = io_join(*state, "none");
	char *text;
	size_t len;
	int fd;

	assert_int_equal(io_read(path, 9, &text, &len, &err), KAM_IO);
	assert_non_null(strstr(err.fault.message, path));
	fails_with(&err, KAM_IO, "file-open");
	assert_int_equal(io_read(*state, 9, &text, &len, &err), KAM_IO);
	fails_with(&err, KAM_IO, "file-read");
	assert_int_equal(io_open_append(*state, &fd, &err), KAM_IO);
	assert_int_equal(fd, -1);
	fails_with(&err, KAM_IO, "file-open");
	assert_false(io_exists(path));
	free(path);
}

static void io__makes_folders(void **state)
{
	struct kam_error err = KAM_ERROR_INIT;
	char *parent = io_join(*state, "a");
	char *path = io_join(parent, "b//c/");
	char *file = io_join(parent, "file");
	char *under = io_join(file, "d");

	assert_int_equal(io_make_folder(path, &err), KAM_OK);
	assert_int_equal(io_make_folder(path, &err), KAM_OK);
	has_mode(parent, 0700);
	has_mode(path, 0700);
	append(file, "x");
	assert_int_equal(io_make_folder(file, &err), KAM_IO);
	fails_with(&err, KAM_IO, "folder-make");
	assert_int_equal(io_make_folder(under, &err), KAM_IO);
	fails_with(&err, KAM_IO, "folder-make");
	free(parent);
	free(path);
	free(file);
	free(under);
}

static void io__lists_names(void **state)
{
	static const char *const files[] = {"b.json", "a.json", "c.txt", "é.json", "json"};
	struct kam_error err = KAM_ERROR_INIT;
	char **names;
	size_t count;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char *path = io_join(*state, files[i]);

		append(path, "");
		free(path);
	}
	assert_int_equal(io_names(*state, ".json", &names, &count, &err), KAM_OK);
	assert_int_equal(count, 3);
	assert_string_equal(names[0], "a.json");
	assert_string_equal(names[1], "b.json");
	assert_string_equal(names[2], "é.json");
	io_names_free(names, count);
	assert_int_equal(io_names(*state, ".none", &names, &count, &err), KAM_OK);
	assert_int_equal(count, 0);
	io_names_free(names, count);
}

static void io__reports_unreadable_folders(void **state)
{
	struct kam_error err = KAM_ERROR_INIT;
	char *path = io_join(*state, "none");
	char **names;
	size_t count;

	assert_int_equal(io_names(path, "", &names, &count, &err), KAM_IO);
	assert_int_equal(count, 0);
	assert_null(names);
	fails_with(&err, KAM_IO, "folder-read");
	free(path);
}

static void io__cuts_back_a_failed_append(void **state)
{
	struct kam_error err = KAM_ERROR_INIT;
	char *path = io_join(*state, "log");
	struct rlimit old;
	struct rlimit tight;
	int fd;

	append(path, "whole line\n");
	assert_int_equal(io_open_append(path, &fd, &err), KAM_OK);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	tight = old;
	tight.rlim_cur = 20;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
	/* Nine bytes go in before the limit is met. */
	assert_int_equal(io_append(fd, path, "half a line at most\n", 20, &err), KAM_IO);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	fails_with(&err, KAM_IO, "file-write");
	close(fd);
	holds(path, "whole line\n");
	free(path);
}

static void io__appends_to_a_pipe(void **state)
{
	struct kam_error err = KAM_ERROR_INIT;
	char *text;
	size_t len;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(io_append(ends[1], "pipe", "text", 4, &err), KAM_OK);
	close(ends[1]);
	assert_int_equal(io_read_fd(ends[0], "pipe", 9, &text, &len, &err), KAM_OK);
	assert_string_equal(text, "text");
	free(text);
	close(ends[0]);
}

static void io__reports_a_failed_append(void **state)
{
	struct kam_error err = KAM_ERROR_INIT;
	int fd = open("/dev/full", O_WRONLY);

	(void)state;
	if (fd < 0) {
		skip();
	}
	assert_int_equal(io_append(fd, "/dev/full", "x", 1, &err), KAM_IO);
	assert_non_null(strstr(err.fault.message, strerror(ENOSPC)));
	fails_with(&err, KAM_IO, "file-write");
	close(fd);
	assert_int_equal(io_append(-1, "none", "x", 1, &err), KAM_IO);
	fails_with(&err, KAM_IO, "file-write");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(io__joins),
		TEST(io__appends_and_reads),
		TEST(io__reads_up_to_the_limit),
		TEST(io__reads_large_and_empty_files),
		TEST(io__reports_unreadable_files),
		TEST(io__makes_folders),
		TEST(io__lists_names),
		TEST(io__reports_unreadable_folders),
		TEST(io__cuts_back_a_failed_append),
		TEST(io__appends_to_a_pipe),
		TEST(io__reports_a_failed_append),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
