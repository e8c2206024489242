/* SPDX-License-Identifier: MIT */
/*
 * Where the library's own words come from. The library writes English; a program that speaks other languages hands in
 * its catalogue. Names of accounts and people enter sentences only after a colon or in quotation marks.
 */
#ifndef KAM_WORDS_H
#define KAM_WORDS_H

#include "kam/error.h"

struct kam_words {
	void *ctx;
	/* The text for the English ID in LANG ("en", "ru"); ID itself where there is none. Must live on. */
	const char *(*text)(void *ctx, const char *lang, const char *id);
	/* The form of ONE (singular) and MANY (plural) that LANG wants for N. */
	const char *(*plural)(
		void *ctx, const char *lang, const char *one, const char *many, unsigned long n);
};

/* The language a text is written in, and its words. WORDS may be NULL: English. */
struct kam_voice {
	const struct kam_words *words;
	const char *lang;
};

/* ID in the language of VOICE (NULL: English). Formats keep their conversions. */
static inline const char *kam_say(const struct kam_voice *voice, const char *id) KAM_FORMAT_ARG(2);
static inline const char *kam_say(const struct kam_voice *voice, const char *id)
{
	if (!voice || !voice->words || !voice->words->text) {
		return id;
	}
	return voice->words->text(voice->words->ctx, voice->lang, id);
}

/* The plural form for N. */
static inline const char *kam_say_n(const struct kam_voice *voice, const char *one,
	const char *many, unsigned long n) KAM_FORMAT_ARG(2) KAM_FORMAT_ARG(3);
static inline const char *kam_say_n(
	const struct kam_voice *voice, const char *one, const char *many, unsigned long n)
{
	if (!voice || !voice->words || !voice->words->plural) {
		return n == 1 ? one : many;
	}
	return voice->words->plural(voice->words->ctx, voice->lang, one, many, n);
}

#endif
