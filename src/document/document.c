/* SPDX-License-Identifier: MIT */
#include "kam/document.h"

#include "util/memory.h"
#include "util/str.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static struct kam_block *block_new(struct kam_document *doc, enum kam_block_kind kind)
{
	struct kam_block *block;

	doc->blocks = memory_grow(doc->blocks, doc->count, &doc->capacity, sizeof(*doc->blocks));
	block = &doc->blocks[doc->count++];
	*block = (struct kam_block){.kind = kind};
	return block;
}

struct kam_block *kam_document_add(struct kam_document *doc, enum kam_block_kind kind,
	const char *term, const char *format, ...)
{
	struct kam_block *block = block_new(doc, kind);
	struct str text = STR_INIT;
	va_list args;

	va_start(args, format);
	str_addv(&text, format, args);
	va_end(args);
	block->term = memory_text(term);
	block->text = str_take(&text);
	return block;
}

struct kam_block *kam_document_row(
	struct kam_document *doc, bool header, const char *const *cells, size_t count)
{
	struct kam_block *block = block_new(doc, KAM_BLOCK_ROW);

	block->level = header;
	block->cells = memory_alloc(count + 1, sizeof(char *));
	block->cell_count = count;
	for (size_t i = 0; i < count; i++) {
		block->cells[i] = memory_text(cells[i] ? cells[i] : "");
	}
	return block;
}

void kam_document_release(struct kam_document *doc)
{
	for (size_t i = 0; i < doc->count; i++) {
		struct kam_block *block = &doc->blocks[i];

		for (size_t c = 0; c < block->cell_count; c++) {
			free(block->cells[c]);
		}
		free(block->cells);
		free(block->id);
		free(block->term);
		free(block->text);
		free(block->aside);
	}
	free(doc->blocks);
	*doc = (struct kam_document)KAM_DOCUMENT_INIT;
}
