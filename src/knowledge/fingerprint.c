/* SPDX-License-Identifier: MIT */
#include "knowledge/fingerprint.h"

#include "util/digest.h"
#include "util/memory.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct file {
	char *name, *bytes;
	size_t len;
};

struct fingerprint {
	pthread_mutex_t lock;
	struct file *files; /* none once they are hashed */
	size_t count, capacity;
	char hex[DIGEST_HEX_SIZE];
};

struct fingerprint *fingerprint_new(void)
{
	struct fingerprint *f = memory_alloc(1, sizeof(*f));

	pthread_mutex_init(&f->lock, NULL);
	return f;
}

static void drop_files(struct fingerprint *f)
{
	for (size_t i = 0; i < f->count; i++) {
		free(f->files[i].name);
		free(f->files[i].bytes);
	}
	free(f->files);
	f->files = NULL;
	f->count = f->capacity = 0;
}

void fingerprint_free(struct fingerprint *f)
{
	if (f) {
		pthread_mutex_destroy(&f->lock);
		drop_files(f);
		free(f);
	}
}

void fingerprint_take(struct fingerprint *f, char *name, char *bytes, size_t len)
{
	f->files = memory_grow(f->files, f->count, &f->capacity, sizeof(*f->files));
	f->files[f->count++] = (struct file){name, bytes, len};
}

const char *fingerprint_hex(struct fingerprint *f)
{
	pthread_mutex_lock(&f->lock);
	if (!*f->hex) {
		struct digest *digest = digest_new();

		for (size_t i = 0; i < f->count; i++) {
			digest_add(digest, f->files[i].name, strlen(f->files[i].name) + 1);
			digest_add(digest, f->files[i].bytes, f->files[i].len);
		}
		digest_finish(digest, f->hex);
		drop_files(f);
	}
	pthread_mutex_unlock(&f->lock);
	return f->hex;
}
