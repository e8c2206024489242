/* SPDX-License-Identifier: MIT */
#include "util/digest.h"

#include "util/memory.h"

/* sha2.h of libmd uses types that it includes itself only on some systems. */
#include <stdint.h>
#include <sys/types.h>

#include <sha2.h>
#include <stdlib.h>

struct digest {
	SHA2_CTX context;
};

_Static_assert(DIGEST_HEX_SIZE == SHA256_DIGEST_STRING_LENGTH, "room for 64 hex digits and a NUL");

struct digest *digest_new(void)
{
	struct digest *digest = memory_alloc(1, sizeof(*digest));

	SHA256Init(&digest->context);
	return digest;
}

void digest_add(struct digest *digest, const void *bytes, size_t len)
{
	if (len > 0) {
		SHA256Update(&digest->context, bytes, len);
	}
}

void digest_finish(struct digest *digest, char ret_hex[DIGEST_HEX_SIZE])
{
	SHA256End(&digest->context, ret_hex);
	free(digest);
}
