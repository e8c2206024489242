/* SPDX-License-Identifier: MIT */
/* The cases of a base: accounts with the result they must give. */
#ifndef KAM_AUTHORING_CASES_H
#define KAM_AUTHORING_CASES_H

#include "kam/document.h"
#include "kam/kb.h"

struct case_counts {
	size_t passed;
	size_t failed;
};

/*
 * Replays every case in FOLDER/cases against KB; DOC says which come out otherwise than stated and how. Faults of the files
 * go to FAULTS. KAM_OK when the cases could be read (also where some fail), else KAM_INVALID or KAM_IO.
 */
int cases_run(const struct kam_kb *kb, const char *folder, struct kam_document *doc,
	struct case_counts *ret, struct kam_faults *faults);

#endif
