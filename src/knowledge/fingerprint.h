/* SPDX-License-Identifier: MIT */
/*
 * What tells two versions of a base apart: SHA-256 over the names and contents of its files. Hashing takes a quarter of the time of
 * loading and is seldom needed, so the bytes are kept until somebody asks.
 */
#ifndef KAM_KNOWLEDGE_FINGERPRINT_H
#define KAM_KNOWLEDGE_FINGERPRINT_H

#include <stddef.h>

struct fingerprint;

struct fingerprint *fingerprint_new(void);
void fingerprint_free(struct fingerprint *f);
/* Adds the file NAME with its LEN bytes; both are F's from now on. Not after fingerprint_hex(). */
void fingerprint_take(struct fingerprint *f, char *name, char *bytes, size_t len);
/* 64 lower-case hex digits, which live as long as F. Several threads may ask at once. */
const char *fingerprint_hex(struct fingerprint *f);

#endif
