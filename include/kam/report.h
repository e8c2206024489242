/* SPDX-License-Identifier: MIT */
/* Documents as people read them. Nothing is computed here: the same facts in the same order in every rendering. */
#ifndef KAM_REPORT_H
#define KAM_REPORT_H

#include "kam/document.h"

/*
 * DOC as plain text wrapped to WIDTH columns (at least 20), each line ending in a newline; free() it. With COLOUR,
 * SGR sequences mark what stands out; the words are the same. Control characters of texts from outside are shown as <U+XXXX>.
 */
char *kam_report_text(const struct kam_document *doc, size_t width, bool colour);

#endif
