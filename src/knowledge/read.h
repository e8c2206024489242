/* SPDX-License-Identifier: MIT */
/* From the files of a folder to the model, without references between objects: those are resolve.h's. */
#ifndef KAM_KNOWLEDGE_READ_H
#define KAM_KNOWLEDGE_READ_H

#include "knowledge/fields.h"

/* Reads every file of FOLDER into R->kb. Faults go to R; KAM_IO when there is no base to read at all. */
int read_base(struct reader *r, const char *folder);
void reader_release(struct reader *r);

#endif
