/* SPDX-License-Identifier: MIT */
/* Reading one object of each kind into the struct at ITEM. Faults go to the reader. */
#ifndef KAM_KNOWLEDGE_READ_OBJECTS_H
#define KAM_KNOWLEDGE_READ_OBJECTS_H

#include "knowledge/fields.h"

void read_variable(struct reader *r, const struct json *value, void *item);
void read_stage(struct reader *r, const struct json *value, void *item);
void read_cause(struct reader *r, const struct json *value, void *item);
void read_strain(struct reader *r, const struct json *value, void *item);
void read_action(struct reader *r, const struct json *value, void *item);
void read_term(struct reader *r, const struct json *value, void *item);
/* A choice, or a checklist with its items: they go to the base, not to an item. */
void read_question(struct reader *r, const struct json *value);
/* base.json, which is the file being read; false where it is no object. */
bool read_base_object(struct reader *r);

/* What several kinds have. A state: id and text. */
void read_state(struct reader *r, const struct json *value, void *item);
/* An optional number: ABSENT where there is none, FAULTY where a fault was given. */
double read_number_or(
	struct fields *f, const char *key, double least, double most, double absent, double faulty);
/* 0 where there is none; below 0 where a fault was given. */
double read_spread(struct fields *f);

#endif
