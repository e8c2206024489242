/* SPDX-License-Identifier: MIT */
/* SHA-256 (libmd). */
#ifndef KAM_UTIL_DIGEST_H
#define KAM_UTIL_DIGEST_H

#include <stddef.h>

#define DIGEST_HEX_SIZE 65

struct digest;

struct digest *digest_new(void);
void digest_add(struct digest *digest, const void *bytes, size_t len);
/* Writes 64 lower-case hex digits and a NUL, and frees DIGEST. */
void digest_finish(struct digest *digest, char ret_hex[DIGEST_HEX_SIZE]);

#endif
