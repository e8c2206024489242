/* SPDX-License-Identifier: MIT */
#include "util/utf8.h"

#include "util/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define INVALID     ((int32_t)-1)
#define REPLACEMENT ((int32_t)0xFFFD)

/* The character at TEXT (LEN > 0) and its bytes; INVALID and one byte where it is not UTF-8. */
static size_t decode(const char *text, size_t len, int32_t *ret)
{
	utf8proc_ssize_t used;

	if ((unsigned char)text[0] < 0x80) {
		*ret = (unsigned char)text[0];
		return 1;
	}
	/* Four bytes hold any character; the limit keeps the length within the signed type. */
	used = utf8proc_iterate(
		(const utf8proc_uint8_t *)text, (utf8proc_ssize_t)(len < 4 ? len : 4), ret);
	if (used <= 0) {
		*ret = INVALID;
		return 1;
	}
	return (size_t)used;
}

static void add_character(struct str *out, int32_t c)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t len = utf8proc_encode_char(c, bytes);

	str_add_n(out, (const char *)bytes, len > 0 ? (size_t)len : 0);
}

/* Bytes of TEXT up to the first that is not printable ASCII: what most texts are, and what needs no decoding. */
static size_t plain_run(const char *text, size_t len)
{
	size_t at = 0;

	while (at < len && text[at] >= 0x20 && text[at] < 0x7F) {
		at++;
	}
	return at;
}

size_t utf8_valid_prefix(const char *text, size_t len)
{
	size_t at = 0;

	while ((at += plain_run(text + at, len - at)) < len) {
		int32_t c;
		size_t used = decode(text + at, len - at, &c);

		if (c == INVALID) {
			break;
		}
		at += used;
	}
	return at;
}

bool utf8_valid(const char *text)
{
	size_t len = strlen(text);

	return utf8_valid_prefix(text, len) == len;
}

static bool is_unsafe(int32_t c)
{
	return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x061C || c == 0x200E || c == 0x200F ||
	       (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool utf8_unsafe(const char *text)
{
	size_t len = strlen(text);
	size_t at = 0;

	while ((at += plain_run(text + at, len - at)) < len) {
		int32_t c;

		at += decode(text + at, len - at, &c);
		if (is_unsafe(c)) {
			return true;
		}
	}
	return false;
}

void utf8_add_safe(struct str *out, const char *text)
{
	size_t len = strlen(text);
	size_t at = 0;

	/* So that OUT holds a text even when TEXT is empty. */
	str_add_n(out, "", 0);
	for (;;) {
		size_t plain = plain_run(text + at, len - at);
		int32_t c;
		size_t used;

		str_add_n(out, text + at, plain);
		at += plain;
		if (at == len) {
			break;
		}
		used = decode(text + at, len - at, &c);
		if (c == INVALID) {
			str_addf(out, "<%02X>", (unsigned int)(unsigned char)text[at]);
		} else if (is_unsafe(c)) {
			str_addf(out, "<U+%04X>", (unsigned int)c);
		} else {
			str_add_n(out, text + at, used);
		}
		at += used;
	}
}

/* An invalid byte counts as one column: terminals show one replacement mark for it. */
static size_t character_width(int32_t c)
{
	int width = c == INVALID ? 1 : utf8proc_charwidth(c);

	return width > 0 ? (size_t)width : 0;
}

size_t utf8_width(const char *text)
{
	return utf8_width_n(text, strlen(text));
}

size_t utf8_width_n(const char *text, size_t len)
{
	size_t width = 0;
	size_t at = 0;

	while (at < len) {
		int32_t c;

		at += decode(text + at, len - at, &c);
		width += character_width(c);
	}
	return width;
}

/* Bytes of the first grapheme cluster of TEXT (LEN > 0) and the columns it takes. */
static size_t first_cluster(const char *text, size_t len, size_t *ret_width)
{
	utf8proc_int32_t state = 0;
	int32_t before;
	size_t at = decode(text, len, &before);

	*ret_width = character_width(before);
	while (at < len && before != INVALID) {
		int32_t c;
		size_t used = decode(text + at, len - at, &c);

		if (c == INVALID || utf8proc_grapheme_break_stateful(before, c, &state)) {
			break;
		}
		*ret_width += character_width(c);
		at += used;
		before = c;
	}
	return at;
}

static size_t fit(const char *text, size_t len, size_t width)
{
	size_t at = 0;

	while (at < len) {
		size_t taken;
		size_t used = first_cluster(text + at, len - at, &taken);

		if (taken > width) {
			break;
		}
		width -= taken;
		at += used;
	}
	return at;
}

size_t utf8_fit(const char *text, size_t width)
{
	return fit(text, strlen(text), width);
}

/* TEXT with U+FFFD for each invalid byte, since utf8proc refuses the whole text otherwise. */
static char *valid_copy(const char *text)
{
	struct str out = STR_INIT;
	size_t len = strlen(text);
	size_t at = 0;

	while (at < len) {
		int32_t c;
		size_t used = decode(text + at, len - at, &c);

		if (c == INVALID) {
			add_character(&out, REPLACEMENT);
		} else {
			str_add_n(&out, text + at, used);
		}
		at += used;
	}
	return str_take(&out);
}

/* TEXT, which is freed, mapped by utf8proc. It fails only for want of memory, as TEXT is valid. */
static char *map(char *text, unsigned int options)
{
	utf8proc_uint8_t *mapped = NULL;

	utf8proc_map((const utf8proc_uint8_t *)text, 0, &mapped,
		(utf8proc_option_t)(options | UTF8PROC_NULLTERM | UTF8PROC_STABLE |
				    UTF8PROC_COMPOSE));
	free(text);
	if (!mapped) {
		/* Ends the process the way the checked allocator does. */
		return memory_alloc(SIZE_MAX, 2);
	}
	return (char *)mapped;
}

static bool is_blank(int32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
	       (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
	       c == 0x205F || c == 0x3000;
}

/* TEXT, which is freed, with ё as е and blanks put together. */
static char *simplify(char *text)
{
	struct str out = STR_INIT;
	size_t len = strlen(text);
	size_t at = 0;
	bool blank = false;

	while (at < len) {
		int32_t c;

		at += decode(text + at, len - at, &c);
		if (is_blank(c)) {
			blank = out.len > 0;
			continue;
		}
		if (blank) {
			str_add_char(&out, ' ');
			blank = false;
		}
		add_character(&out, c == 0x0451 ? 0x0435 : c);
	}
	free(text);
	return str_take(&out);
}

char *utf8_fold(const char *text)
{
	char *folded = valid_copy(text);

	folded = map(folded, UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
	folded = simplify(folded);
	/* The new е may combine with an accent that stood behind ё. */
	return map(folded, 0);
}

bool utf8_same(const char *a, const char *b)
{
	char *folded_a = utf8_fold(a);
	char *folded_b = utf8_fold(b);
	bool same = strcmp(folded_a, folded_b) == 0;

	free(folded_a);
	free(folded_b);
	return same;
}

bool utf8_starts(const char *text, const char *prefix)
{
	char *folded_text = utf8_fold(text);
	char *folded_prefix = utf8_fold(prefix);
	bool starts = strncmp(folded_text, folded_prefix, strlen(folded_prefix)) == 0;

	free(folded_text);
	free(folded_prefix);
	return starts;
}

/* The characters of TEXT; free() them. */
static int32_t *characters(const char *text, size_t *ret_count)
{
	size_t len = strlen(text);
	int32_t *items = memory_alloc(len, sizeof(*items));
	size_t at = 0;

	*ret_count = 0;
	while (at < len) {
		at += decode(text + at, len - at, &items[*ret_count]);
		*ret_count += 1;
	}
	return items;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * Row I of the distance table for A[I - 1]. ROWS are the rows I, I - 1 and I - 2; the result is the
 * least value in the row, below which no later row can come by more than one swap.
 */
static size_t fill_row(size_t *rows[3], const int32_t *a, size_t i, const int32_t *b, size_t count)
{
	size_t lowest = i;

	rows[0][0] = i;
	for (size_t j = 1; j <= count; j++) {
		size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
		size_t best = least(rows[1][j] + 1, rows[0][j - 1] + 1);

		best = least(best, rows[1][j - 1] + cost);
		if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
			best = least(best, rows[2][j - 2] + 1);
		}
		rows[0][j] = best;
		lowest = least(lowest, best);
	}
	return lowest;
}

static size_t distance(
	const int32_t *a, size_t count_a, const int32_t *b, size_t count_b, size_t limit)
{
	size_t *table = memory_alloc(3 * (count_b + 1), sizeof(*table));
	size_t *rows[3] = {table, table + count_b + 1, table + 2 * (count_b + 1)};
	size_t result;

	for (size_t j = 0; j <= count_b; j++) {
		rows[0][j] = j;
	}
	for (size_t i = 1; i <= count_a; i++) {
		size_t *spare = rows[2];

		rows[2] = rows[1];
		rows[1] = rows[0];
		rows[0] = spare;
		if (fill_row(rows, a, i, b, count_b) > limit + 1) {
			/* Further rows come out above LIMIT even if they begin with a swap. */
			rows[0][count_b] = limit + 1;
			break;
		}
	}
	result = rows[0][count_b];
	free(table);
	return result;
}

size_t utf8_distance(const char *a, const char *b, size_t limit)
{
	size_t count_a;
	size_t count_b;
	int32_t *items_a = characters(a, &count_a);
	int32_t *items_b = characters(b, &count_b);
	size_t difference = count_a > count_b ? count_a - count_b : count_b - count_a;
	size_t result = difference;

	/* Without a limit no sum may wrap. */
	limit = least(limit, count_a + count_b);
	if (difference <= limit) {
		result = distance(items_a, count_a, items_b, count_b, limit);
	}
	free(items_a);
	free(items_b);
	return least(result, limit + 1);
}

struct wrap {
	struct str *out;
	size_t indent;
	size_t width;
	size_t column; /* columns taken on the line under way */
	bool fresh;    /* the line has no word yet */
};

static void wrap_newline(struct wrap *wrap)
{
	str_add_char(wrap->out, '\n');
	str_add_repeat(wrap->out, ' ', wrap->indent);
	wrap->column = wrap->indent;
	wrap->fresh = true;
}

/* Adds a word that fits into no line: as much of it per line as goes there, but never nothing. */
static void wrap_pieces(struct wrap *wrap, const char *word, size_t len)
{
	while (len > 0) {
		size_t room = wrap->width > wrap->column ? wrap->width - wrap->column : 0;
		size_t bytes = fit(word, len, room);
		size_t taken;

		if (bytes == 0 && wrap->column > wrap->indent) {
			wrap_newline(wrap);
			continue;
		}
		if (bytes == 0) {
			bytes = first_cluster(word, len, &taken);
		}
		str_add_n(wrap->out, word, bytes);
		wrap->column += utf8_width_n(word, bytes);
		wrap->fresh = false;
		word += bytes;
		len -= bytes;
		if (len > 0) {
			wrap_newline(wrap);
		}
	}
}

static void wrap_word(struct wrap *wrap, const char *word, size_t len)
{
	size_t width = utf8_width_n(word, len);
	size_t blank = wrap->fresh ? 0 : 1;

	if (wrap->column + blank + width <= wrap->width) {
		str_add_repeat(wrap->out, ' ', blank);
		str_add_n(wrap->out, word, len);
		wrap->column += blank + width;
		wrap->fresh = false;
		return;
	}
	if (!wrap->fresh || wrap->column > wrap->indent) {
		wrap_newline(wrap);
	}
	wrap_pieces(wrap, word, len);
}

/* Whether a line may be broken here; no-break spaces are kept as they are. */
static bool is_break(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

void utf8_wrap(struct str *out, const char *text, size_t first, size_t indent, size_t width)
{
	struct wrap wrap = {out, indent, width, first, true};

	str_add_n(out, "", 0);
	while (*text != '\0') {
		size_t len = 0;

		while (text[len] != '\0' && !is_break(text[len])) {
			len++;
		}
		if (len > 0) {
			wrap_word(&wrap, text, len);
		}
		text += len;
		while (is_break(*text)) {
			text++;
		}
	}
}
