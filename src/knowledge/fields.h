/* SPDX-License-Identifier: MIT */
/*
 * Reading JSON objects member by member. Each getter notes its key; fields_close() then knows which keys nobody
 * asked for. Every fault goes to the reader's list with its place, and reading goes on, so that all faults of a base come out in
 * one go.
 */
#ifndef KAM_KNOWLEDGE_FIELDS_H
#define KAM_KNOWLEDGE_FIELDS_H

#include "knowledge/model.h"
#include "util/json.h"

#define FIELDS_MAX 48

struct kb_source {
	char *name; /* path below the base's folder */
	char *text;
	size_t len;
	struct json *root;
	bool broken; /* it could not be read */
};

struct reader {
	struct kam_kb *kb;
	struct kam_faults *faults;
	struct kb_source *sources;
	size_t source_count;
	size_t source_capacity;
	struct kb_source *source; /* the one being read */
	struct str pointer;       /* to the value being read */
};

struct fields {
	struct reader *reader;
	const struct json *object;
	const char *asked[FIELDS_MAX];
	size_t asked_count;
};

/* A fault at the value being read (at its key where KEY), or at a place noted before. */
struct kam_fault *reader_fault(struct reader *r, const char *code, const char *format, ...)
	KAM_PRINTF(3, 4);
struct kam_fault *reader_fault_at(struct reader *r, const struct kb_place *place,
	const char *member, const char *code, const char *format, ...) KAM_PRINTF(5, 6);
/* Sets the hint of FAULT. */
void fault_hint(struct kam_fault *fault, const char *format, ...) KAM_PRINTF(2, 3);
/*
 * "did you mean 'x'?" for WORD among IDS, or the list of what is allowed where there are few. An id may be NULL: a fault was
 * given for it.
 */
void fault_suggest(struct kam_fault *fault, const char *word, const char *const *ids, size_t count);

size_t reader_enter(struct reader *r, const char *token);
size_t reader_enter_index(struct reader *r, size_t index);
void reader_leave(struct reader *r, size_t mark);
struct kb_place reader_place(struct reader *r);
/* The KEY of a member of the object being read, where keys are ids; NULL, with a fault, where this is none. */
const char *reader_key_id(struct reader *r, const char *key);

bool fields_open(struct fields *f, struct reader *r, const struct json *value);
void fields_close(struct fields *f);

/* The member KEY of TYPE; NULL where it is absent (a fault if REQUIRED) or of another type (a fault). */
const struct json *field_value(
	struct fields *f, const char *key, bool required, enum json_type type);
const struct json *field_any(struct fields *f, const char *key);
const char *field_string(struct fields *f, const char *key, bool required);
const char *field_id(struct fields *f, const char *key, bool required);
struct kb_text field_text(struct fields *f, const char *key, bool required);
struct kb_texts field_texts(struct fields *f, const char *key, bool required);
double field_number(struct fields *f, const char *key, bool required, double least, double most,
	double fallback);
bool field_bool(struct fields *f, const char *key);
/* The index of the word in WORDS (NULL ends them); FALLBACK where absent. */
int field_word(
	struct fields *f, const char *key, bool required, const char *const *words, int fallback);
struct kb_list field_list(struct fields *f, const char *key, bool required);
/* An array of numbers, or of equally long arrays of numbers; *ROWS is 0 for a plain array. NULL where absent or at fault. */
double *field_numbers(
	struct fields *f, const char *key, bool required, size_t *count, size_t *rows);
struct kb_conditions field_conditions(struct fields *f, const char *key);
/* An array of objects; calls READ for each with its pointer entered. Returns the count. */
size_t field_objects(struct fields *f, const char *key, bool required, size_t size,
	void **ret_items, void (*read)(struct reader *r, const struct json *value, void *item));

/* VALUE as a number; a fault and 0 where it is none. */
double read_number_checked(struct reader *r, const struct json *value);

bool id_wellformed(const char *id);

#endif
