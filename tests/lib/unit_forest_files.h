/* SPDX-License-Identifier: MIT */
/* A forest as the files of a knowledge base (knowledge/README.md). */
#ifndef KAM_TESTS_UNIT_FOREST_FILES_H
#define KAM_TESTS_UNIT_FOREST_FILES_H

#include "unit_forest.h"

/*
 * Writes FOREST into a temporary folder, which goes when the program ends, and loads it from there; NULL, with the faults
 * printed, on failure.
 */
struct kam_kb *forest_load(const struct forest *forest);

#endif
