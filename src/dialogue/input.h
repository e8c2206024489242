/* SPDX-License-Identifier: MIT */
/* One typed line, understood: the grammar of answers. */
#ifndef KAM_DIALOGUE_INPUT_H
#define KAM_DIALOGUE_INPUT_H

#include "kam/words.h"
#include "knowledge/model.h"
#include "util/str.h"

enum input_kind {
	INPUT_EMPTY,
	INPUT_COMMAND,        /* `word` and `rest` */
	INPUT_HELP,           /* ? */
	INPUT_CHOSEN,         /* `chosen`, `tentative` */
	INPUT_UNKNOWN,        /* 0 */
	INPUT_NOT_APPLICABLE, /* - */
	INPUT_LATER,          /* + */
	INPUT_ASSIGN,         /* `word` = `rest` */
	INPUT_BAD,            /* `why` says what is wrong */
};

struct input {
	enum input_kind kind;
	uint64_t chosen;   /* entries, from bit 0 */
	uint64_t doubtful; /* entries of a checklist that were given with a ? of their own */
	bool tentative;
	char *note;
	char *word;
	char *rest;
	char *why;
};

/* What can be chosen at a prompt: entry i has number i + 1. */
struct choices {
	const char *const *ids;
	const char *const *texts;
	size_t count;
};

/*
 * Understands LINE at a question with CHOICES. IS_ID says whether a word may stand before "=". The result is
 * released with input_release().
 */
struct input input_read(const char *line, const struct choices *choices,
	const struct kam_voice *voice, bool (*is_id)(void *ctx, const char *word), void *ctx);
void input_release(struct input *in);

#endif
