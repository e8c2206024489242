/* SPDX-License-Identifier: MIT */
#include "kam/report.h"

#include "util/memory.h"
#include "util/str.h"
#include "util/utf8.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_WIDTH 20
#define NARROW      56 /* below it a term stands on a line of its own */
#define WIDEST_TERM 26

struct painter {
	struct str out;
	size_t width;
	bool colour;
	const struct kam_document *doc;
};

static const char *tone_start(enum kam_tone tone)
{
	switch (tone) {
	case KAM_TONE_STRONG:
		return "\033[1m";
	case KAM_TONE_GOOD:
		return "\033[32m";
	case KAM_TONE_WARN:
		return "\033[33m";
	case KAM_TONE_BAD:
		return "\033[1;31m";
	case KAM_TONE_FAINT:
		return "\033[2m";
	case KAM_TONE_PLAIN:
	default:
		return "";
	}
}

static void paint_start(struct painter *p, enum kam_tone tone)
{
	if (p->colour && tone != KAM_TONE_PLAIN) {
		str_add(&p->out, tone_start(tone));
	}
}

static void paint_end(struct painter *p, enum kam_tone tone)
{
	if (p->colour && tone != KAM_TONE_PLAIN) {
		str_add(&p->out, "\033[0m");
	}
}

/* TEXT made safe, wrapped, FIRST columns taken on its first line. */
static void add_wrapped(struct painter *p, const char *text, size_t first, size_t indent)
{
	struct str safe = STR_INIT;

	utf8_add_safe(&safe, text ? text : "");
	utf8_wrap(&p->out, str_text(&safe), first, indent, p->width);
	str_release(&safe);
}

static size_t safe_width(const char *text)
{
	struct str safe = STR_INIT;
	size_t width;

	utf8_add_safe(&safe, text ? text : "");
	width = utf8_width(str_text(&safe));
	str_release(&safe);
	return width;
}

static void blank_line(struct painter *p)
{
	if (p->out.len) {
		str_add(&p->out, "\n");
	}
}

static void paint_heading(struct painter *p, const struct kam_block *b)
{
	size_t text = safe_width(b->text);
	size_t aside = b->aside ? safe_width(b->aside) : 0;

	blank_line(p);
	paint_start(p, KAM_TONE_STRONG);
	add_wrapped(p, b->text, 0, 0);
	paint_end(p, KAM_TONE_STRONG);
	if (aside && text + aside + 3 <= p->width) {
		str_add_repeat(&p->out, ' ', p->width - text - aside);
		add_wrapped(p, b->aside, 0, 0);
	} else if (aside) {
		str_add(&p->out, "\n");
		add_wrapped(p, b->aside, 0, 0);
	}
	str_add(&p->out, "\n");
}

static void paint_paragraph(struct painter *p, const struct kam_block *b)
{
	size_t indent = b->level > 0 ? (size_t)b->level * 2 : 0;
	size_t first = indent;

	str_add_repeat(&p->out, ' ', indent);
	paint_start(p, b->tone);
	if (b->term) {
		struct str lead = STR_INIT;

		str_addf(&lead, "%s: %s", b->term, b->text);
		add_wrapped(p, str_text(&lead), first, indent + 2);
		str_release(&lead);
	} else {
		add_wrapped(p, b->text, first, indent);
	}
	paint_end(p, b->tone);
	str_add(&p->out, "\n");
}

/* The widest mark among the items that follow one another around item I. */
static size_t mark_column(const struct kam_document *doc, size_t i)
{
	size_t begin = i;
	size_t widest = 0;

	while (begin > 0 && doc->blocks[begin - 1].kind == KAM_BLOCK_ITEM) {
		begin--;
	}
	for (; begin < doc->count && doc->blocks[begin].kind == KAM_BLOCK_ITEM; begin++) {
		size_t width = doc->blocks[begin].term ? safe_width(doc->blocks[begin].term) : 0;

		widest = width > widest ? width : widest;
	}
	return widest;
}

/* Marks are set flush right, so that numbers of one and two digits line up. */
static void paint_item(struct painter *p, size_t i)
{
	const struct kam_block *b = &p->doc->blocks[i];
	size_t margin = b->level > 0 ? (size_t)b->level * 2 : 0;
	size_t column = mark_column(p->doc, i);
	size_t indent = margin + (b->term ? column + 1 : 0);

	str_add_repeat(&p->out, ' ', margin + (b->term ? column - safe_width(b->term) : 0));
	paint_start(p, b->tone);
	if (b->term) {
		add_wrapped(p, b->term, margin, 0);
		str_add(&p->out, " ");
	}
	add_wrapped(p, b->text, indent, indent);
	paint_end(p, b->tone);
	str_add(&p->out, "\n");
}

/* The widest term among the neighbours of block I. */
static size_t term_column(const struct kam_document *doc, size_t i)
{
	size_t begin = i;
	size_t widest = 0;

	while (begin > 0 && doc->blocks[begin - 1].kind == KAM_BLOCK_TERM &&
		doc->blocks[begin - 1].level == doc->blocks[i].level) {
		begin--;
	}
	for (; begin < doc->count && doc->blocks[begin].kind == KAM_BLOCK_TERM &&
		doc->blocks[begin].level == doc->blocks[i].level;
		begin++) {
		size_t width = safe_width(doc->blocks[begin].term);

		widest = width > widest ? width : widest;
	}
	return widest < WIDEST_TERM ? widest : WIDEST_TERM;
}

static void paint_term(struct painter *p, size_t i)
{
	const struct kam_block *b = &p->doc->blocks[i];
	size_t margin = b->level > 0 ? (size_t)b->level * 2 : 0;
	size_t column = term_column(p->doc, i);
	size_t own = safe_width(b->term);

	str_add_repeat(&p->out, ' ', margin);
	paint_start(p, b->tone);
	add_wrapped(p, b->term, margin, margin);
	paint_end(p, b->tone);
	if (p->width < NARROW || own > column) {
		str_add(&p->out, "\n");
		str_add_repeat(&p->out, ' ', margin + 2);
		add_wrapped(p, b->text, margin + 2, margin + 2);
	} else {
		str_add_repeat(&p->out, ' ', column - own + 2);
		add_wrapped(p, b->text, margin + column + 2, margin + column + 2);
	}
	str_add(&p->out, "\n");
}

static size_t column_width(const struct kam_document *doc, size_t i, size_t column)
{
	size_t begin = i;
	size_t widest = 0;

	while (begin > 0 && doc->blocks[begin - 1].kind == KAM_BLOCK_ROW) {
		begin--;
	}
	for (; begin < doc->count && doc->blocks[begin].kind == KAM_BLOCK_ROW; begin++) {
		if (column < doc->blocks[begin].cell_count) {
			size_t width = safe_width(doc->blocks[begin].cells[column]);

			widest = width > widest ? width : widest;
		}
	}
	return widest;
}

/* Columns line up; the last one wraps. On narrow screens each cell has a line. */
static void paint_row(struct painter *p, size_t i)
{
	const struct kam_block *b = &p->doc->blocks[i];
	size_t at = 0;

	for (size_t c = 0; c < b->cell_count; c++) {
		size_t width = column_width(p->doc, i, c);

		if (p->width < NARROW) {
			str_add_repeat(&p->out, ' ', c ? 2 : 0);
			add_wrapped(p, b->cells[c], c ? 2 : 0, 2);
			str_add(&p->out, "\n");
			continue;
		}
		add_wrapped(p, b->cells[c], at, at);
		if (c + 1 < b->cell_count) {
			str_add_repeat(&p->out, ' ', width - safe_width(b->cells[c]) + 2);
			at += width + 2;
		}
	}
	str_add(&p->out, p->width < NARROW ? "" : "\n");
}

static void paint_block(struct painter *p, size_t i)
{
	const struct kam_block *b = &p->doc->blocks[i];

	switch (b->kind) {
	case KAM_BLOCK_HEADING:
		paint_heading(p, b);
		break;
	case KAM_BLOCK_ITEM:
		paint_item(p, i);
		break;
	case KAM_BLOCK_TERM:
		paint_term(p, i);
		break;
	case KAM_BLOCK_ROW:
		paint_row(p, i);
		break;
	case KAM_BLOCK_PARAGRAPH:
	default:
		paint_paragraph(p, b);
		break;
	}
}

char *kam_report_text(const struct kam_document *doc, size_t width, bool colour)
{
	struct painter p = {
		.width = width < LEAST_WIDTH ? LEAST_WIDTH : width, .colour = colour, .doc = doc};

	for (size_t i = 0; i < doc->count; i++) {
		paint_block(&p, i);
	}
	return str_take(&p.out);
}
