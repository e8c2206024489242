/* SPDX-License-Identifier: MIT */
#include "knowledge/fingerprint.h"

#include "util/digest.h"
#include "util/memory.h"
#include "util/str.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct fingerprint {
	pthread_mutex_t lock;
	struct str bytes; /* names and contents; empty once they are hashed */
	char hex[DIGEST_HEX_SIZE];
};

struct fingerprint *fingerprint_new(void)
{
	struct fingerprint *f = memory_alloc(1, sizeof(*f));

	pthread_mutex_init(&f->lock, NULL);
	return f;
}

void fingerprint_free(struct fingerprint *f)
{
	if (f) {
		pthread_mutex_destroy(&f->lock);
		str_release(&f->bytes);
		free(f);
	}
}

void fingerprint_add(struct fingerprint *f, const char *name, const char *bytes, size_t len)
{
	str_add_n(&f->bytes, name, strlen(name) + 1);
	str_add_n(&f->bytes, bytes, len);
}

const char *fingerprint_hex(struct fingerprint *f)
{
	pthread_mutex_lock(&f->lock);
	if (!*f->hex) {
		struct digest *digest = digest_new();

		digest_add(digest, str_text(&f->bytes), f->bytes.len);
		digest_finish(digest, f->hex);
		str_release(&f->bytes);
	}
	pthread_mutex_unlock(&f->lock);
	return f->hex;
}
