/* SPDX-License-Identifier: MIT */
#include "util/io.h"

#include "util/memory.h"
#include "util/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_BYTES ((size_t)65536)

static int io_fault(struct kam_error *err, const char *code, const char *what, const char *name)
{
	return kam_error_set(err, KAM_IO, code, "cannot %s %s: %s", what, name, strerror(errno));
}

int io_read(const char *path, size_t limit, char **ret_text, size_t *ret_len, struct kam_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int status;

	if (fd < 0) {
		return io_fault(err, "file-open", "open", path);
	}
	status = io_read_fd(fd, path, limit, ret_text, ret_len, err);
	close(fd);
	return status;
}

/* read() that is not disturbed by signals. */
static ssize_t read_some(int fd, char *bytes, size_t size)
{
	ssize_t got;

	do {
		got = read(fd, bytes, size);
	} while (got < 0 && errno == EINTR);
	return got;
}

/* Room for all of a regular file and the byte that shows its end; a first chunk for others. */
static size_t first_size(int fd, size_t limit)
{
	struct stat found;

	if (fstat(fd, &found) || !S_ISREG(found.st_mode) || found.st_size < 0) {
		return READ_BYTES;
	}
	return ((size_t)found.st_size < limit ? (size_t)found.st_size : limit) + 2;
}

/* Reads to the end, but stops once there are more than LIMIT bytes. False: errno tells why. *TEXT has room for a NUL. */
static bool read_all(int fd, size_t limit, char **text, size_t *len)
{
	size_t capacity = first_size(fd, limit);
	ssize_t got = 1;

	*text = memory_resize(NULL, capacity, 1);
	*len = 0;
	while (got > 0 && *len <= limit) {
		if (*len + 1 == capacity) {
			capacity *= 2;
			*text = memory_resize(*text, capacity, 1);
		}
		got = read_some(fd, *text + *len, capacity - 1 - *len);
		*len += got > 0 ? (size_t)got : 0;
	}
	return got >= 0;
}

int io_read_fd(int fd, const char *name, size_t limit, char **ret_text, size_t *ret_len,
	struct kam_error *err)
{
	char *text;
	size_t len;
	int status = KAM_OK;

	*ret_text = NULL;
	*ret_len = 0;
	if (!read_all(fd, limit, &text, &len)) {
		status = io_fault(err, "file-read", "read", name);
	} else if (len > limit) {
		status = kam_error_set(err, KAM_INVALID, "file-large",
			"%s is longer than the limit of %zu bytes", name, limit);
	}
	if (status) {
		free(text);
		return status;
	}
	text[len] = '\0';
	*ret_text = text;
	*ret_len = len;
	return KAM_OK;
}

/* Makes one folder; one that is there already is fine. */
static bool make_one(const char *path)
{
	if (mkdir(path, 0700) == 0 || io_is_folder(path)) {
		return true;
	}
	if (errno == ENOENT && io_exists(path)) {
		errno = ENOTDIR;
	}
	return false;
}

int io_make_folder(const char *path, struct kam_error *err)
{
	char *part = memory_text(path);
	char *slash = part;
	int status = KAM_OK;

	while (status == KAM_OK && slash) {
		slash = strchr(slash + strspn(slash, "/"), '/');
		if (slash) {
			*slash = '\0';
		}
		if (!make_one(part)) {
			status = io_fault(err, "folder-make", "make folder", part);
		}
		if (slash) {
			*slash = '/';
		}
	}
	free(part);
	return status;
}

/* The name of a new file is durable only once its folder is; where that fails, it is no fault. */
static void sync_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? memory_text_n(path, (size_t)(slash - path) + 1) : memory_text(".");
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(folder);
}

int io_open_append(const char *path, int *ret_fd, struct kam_error *err)
{
	const int flags = O_RDWR | O_APPEND | O_CLOEXEC;
	int fd = open(path, flags);

	if (fd < 0 && errno == ENOENT) {
		fd = open(path, flags | O_CREAT, 0600);
		if (fd >= 0) {
			sync_folder_of(path);
		}
	}
	if (fd < 0) {
		*ret_fd = -1;
		return io_fault(err, "file-open", "open", path);
	}
	*ret_fd = fd;
	return KAM_OK;
}

static bool write_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t put = write(fd, bytes, len);

		if (put < 0 && errno == EINTR) {
			continue;
		}
		if (put < 0) {
			return false;
		}
		bytes += put;
		len -= (size_t)put;
	}
	return true;
}

static bool sync_file(int fd)
{
	int result;

	do {
		result = fdatasync(fd);
	} while (result < 0 && errno == EINTR);
	return result == 0;
}

int io_append(int fd, const char *name, const char *bytes, size_t len, struct kam_error *err)
{
	struct stat before;
	bool regular;
	int status;

	if (fstat(fd, &before) != 0) {
		return io_fault(err, "file-write", "write", name);
	}
	regular = S_ISREG(before.st_mode);
	if (write_all(fd, bytes, len) && (!regular || sync_file(fd))) {
		return KAM_OK;
	}
	status = io_fault(err, "file-write", "write", name);
	if (regular && ftruncate(fd, before.st_size) != 0) {
		kam_error_hint(err, "the file may end in half a line: %s", strerror(errno));
	}
	return status;
}

static bool ends_in(const char *name, const char *suffix)
{
	size_t len = strlen(name);
	size_t tail = strlen(suffix);

	return len >= tail && strcmp(name + len - tail, suffix) == 0;
}

static int compare_names(const void *left, const void *right)
{
	char *const *a = left;
	char *const *b = right;

	return strcmp(*a, *b);
}

struct names {
	char **items;
	size_t count;
	size_t capacity;
};

/* Collects the names; false: errno tells why. */
static bool list_folder(DIR *folder, const char *suffix, struct names *names)
{
	const struct dirent *entry;

	for (errno = 0; (entry = readdir(folder)) != NULL; errno = 0) {
		const char *name = entry->d_name;

		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || !ends_in(name, suffix)) {
			continue;
		}
		names->items = memory_grow(
			names->items, names->count, &names->capacity, sizeof(*names->items));
		names->items[names->count] = memory_text(name);
		names->count++;
	}
	return errno == 0;
}

int io_names(const char *path, const char *suffix, char ***ret_names, size_t *ret_count,
	struct kam_error *err)
{
	struct names names = {NULL, 0, 0};
	DIR *folder = opendir(path);
	int status = KAM_OK;

	*ret_names = NULL;
	*ret_count = 0;
	if (!folder || !list_folder(folder, suffix, &names)) {
		status = io_fault(err, "folder-read", "read folder", path);
		goto out;
	}
	if (names.count > 1) {
		qsort(names.items, names.count, sizeof(*names.items), compare_names);
	}
	*ret_names = names.items;
	*ret_count = names.count;
	names = (struct names){NULL, 0, 0};
out:
	if (folder) {
		closedir(folder);
	}
	io_names_free(names.items, names.count);
	return status;
}

void io_names_free(char **names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(names[i]);
	}
	free(names);
}

char *io_join(const char *parent, const char *name)
{
	size_t len = strlen(parent);
	const char *slash = len > 0 && parent[len - 1] != '/' ? "/" : "";

	return str_format("%s%s%s", parent, slash, name);
}

bool io_is_folder(const char *path)
{
	struct stat found;

	return stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

bool io_exists(const char *path)
{
	struct stat found;

	return stat(path, &found) == 0;
}
