/* SPDX-License-Identifier: MIT */
/*
 * Every text is read twice: once by the strict scanner here, which decides what is allowed and
 * knows where a fault is, and then by cJSON, which builds the values.
 */
#include "util/json.h"

#include "util/arena.h"
#include "util/memory.h"
#include "util/utf8.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* cJSON copies a number into 64 bytes and takes what is longer for two numbers. */
#define NUMBER_MAX ((size_t)63)

#define END (-1)

static const char byte_order_mark[] = "\xEF\xBB\xBF";

/* strtod() and printf() follow the user's decimal mark; JSON knows only the full stop. */
struct c_numbers {
	locale_t own;
	locale_t old;
};

static struct c_numbers c_numbers_begin(void)
{
	struct c_numbers numbers = {newlocale(LC_NUMERIC_MASK, "C", (locale_t)0), (locale_t)0};

	if (numbers.own) {
		numbers.old = uselocale(numbers.own);
	}
	return numbers;
}

static void c_numbers_end(struct c_numbers numbers)
{
	if (numbers.own) {
		uselocale(numbers.old);
		freelocale(numbers.own);
	}
}

/* A key without its quotes and escapes; `at` is where its opening quote stands. */
struct key {
	const char *bytes;
	size_t len;
	size_t at;
};

struct keys {
	struct key *items;
	size_t count;
	size_t capacity;
};

/* The scanner. The first fault is kept in the last members and ends the scan. */
struct scan {
	const char *text;
	size_t len;
	size_t at;
	size_t depth;
	struct arena arena; /* decoded keys and the message */
	const char *code;
	const char *message;
	const char *hint;
	size_t fault_at;
};

static bool scan_value(struct scan *scan);

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool scan_fail(struct scan *scan, size_t at, const char *code, const char *message)
{
	/* A text that ends too early is at fault behind its last word, not on an empty line. */
	if (at == scan->len) {
		while (at > 0 && is_blank(scan->text[at - 1])) {
			at--;
		}
	}
	scan->code = code;
	scan->message = message;
	scan->fault_at = at;
	return false;
}

static int peek(const struct scan *scan)
{
	return scan->at < scan->len ? (unsigned char)scan->text[scan->at] : END;
}

static int peek_after(const struct scan *scan)
{
	return scan->at + 1 < scan->len ? (unsigned char)scan->text[scan->at + 1] : END;
}

static bool is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static void skip_blanks(struct scan *scan)
{
	while (scan->at < scan->len && is_blank(scan->text[scan->at])) {
		scan->at++;
	}
}

/* Says what stands where something else was expected, with a hint for the usual slips. */
static bool scan_unexpected(struct scan *scan, const char *expected)
{
	struct str message = STR_INIT;
	struct str found = STR_INIT;
	int c = peek(scan);
	const char *code = c == 0 ? "json-nul" : "json-syntax";

	if (c == END) {
		str_addf(&message, "the text ends where %s is expected", expected);
	} else {
		size_t used = 1;

		while (scan->at + used < scan->len &&
			((unsigned char)scan->text[scan->at + used] & 0xC0) == 0x80) {
			used++;
		}
		str_add_n(&found, scan->text + scan->at, used);
		str_addf(&message, "%s is expected here, not `", expected);
		str_add(&message, c == 0 ? "\\0" : found.text);
		str_add_char(&message, '`');
	}
	if (c == '/' || c == '#') {
		scan->hint = "JSON has no comments";
	} else if (c == '\'') {
		scan->hint = "JSON texts stand in double quotes";
	}
	scan_fail(scan, scan->at, code, arena_text(&scan->arena, message.text));
	str_release(&message);
	str_release(&found);
	return false;
}

static bool read_hex4(const struct scan *scan, size_t at, unsigned int *ret)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";

	*ret = 0;
	if (scan->len < 4 || at > scan->len - 4) {
		return false;
	}
	for (size_t i = 0; i < 4; i++) {
		char c = scan->text[at + i];
		const char *digit = c != '\0' ? strchr(digits, c) : NULL;

		if (!digit) {
			return false;
		}
		*ret = *ret * 16 + (unsigned int)((digit - digits) % 16);
	}
	return true;
}

static bool is_high_surrogate(unsigned int unit)
{
	return unit >= 0xD800 && unit <= 0xDBFF;
}

static bool is_low_surrogate(unsigned int unit)
{
	return unit >= 0xDC00 && unit <= 0xDFFF;
}

static bool scan_unicode_escape(struct scan *scan)
{
	size_t start = scan->at;
	unsigned int unit;
	unsigned int low;

	if (!read_hex4(scan, start + 2, &unit)) {
		return scan_fail(scan, start, "json-syntax", "`\\u` needs four hexadecimal digits");
	}
	if (unit == 0) {
		return scan_fail(scan, start, "json-nul", "a text may not hold U+0000");
	}
	scan->at += 6;
	if (is_low_surrogate(unit)) {
		return scan_fail(scan, start, "json-surrogate", "low surrogate without a high one");
	}
	if (is_high_surrogate(unit)) {
		if (peek(scan) != '\\' || peek_after(scan) != 'u' ||
			!read_hex4(scan, scan->at + 2, &low) || !is_low_surrogate(low)) {
			return scan_fail(
				scan, start, "json-surrogate", "high surrogate without a low one");
		}
		scan->at += 6;
	}
	return true;
}

static bool scan_escape(struct scan *scan)
{
	int c = peek_after(scan);

	if (c == 'u') {
		return scan_unicode_escape(scan);
	}
	if (c == END) {
		return scan_fail(scan, scan->len, "json-syntax", "the text ends within a string");
	}
	if (c == '\0' || !strchr("\"\\/bfnrt", c)) {
		return scan_fail(scan, scan->at, "json-syntax", "unknown escape in a string");
	}
	scan->at += 2;
	return true;
}

static unsigned int decode_unit(const char *digits)
{
	struct scan scan = {.text = digits, .len = 4};
	unsigned int unit;

	read_hex4(&scan, 0, &unit);
	return unit;
}

/* Writes C as UTF-8 and returns the bytes it took. */
static size_t encode(unsigned int c, char *ret)
{
	static const unsigned int marks[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
	size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	for (size_t i = len - 1; i > 0; i--) {
		ret[i] = (char)(unsigned char)(0x80 | (c & 0x3F));
		c >>= 6;
	}
	ret[0] = (char)(unsigned char)(marks[len] | c);
	return len;
}

/* Decodes the escape at TEXT, which was scanned; gives the bytes read and written. */
static size_t decode_escape(const char *text, char *out, size_t *ret_written)
{
	static const char names[] = "bfnrt";
	static const char values[] = "\b\f\n\r\t";
	const char *name = strchr(names, text[1]);
	unsigned int unit;

	*ret_written = 1;
	if (text[1] != 'u') {
		*out = name ? values[name - names] : text[1];
		return 2;
	}
	unit = decode_unit(text + 2);
	if (!is_high_surrogate(unit)) {
		*ret_written = encode(unit, out);
		return 6;
	}
	unit = 0x10000 + ((unit - 0xD800) << 10) + (decode_unit(text + 8) - 0xDC00);
	*ret_written = encode(unit, out);
	return 12;
}

/* Replaces the escapes of a key that was scanned. The decoded form is never longer. */
static void decode_key(struct scan *scan, struct key *key)
{
	char *decoded = arena_alloc(&scan->arena, key->len, 1);
	size_t len = 0;

	for (size_t at = 0; at < key->len;) {
		size_t written = 1;

		if (key->bytes[at] == '\\') {
			at += decode_escape(key->bytes + at, decoded + len, &written);
		} else {
			decoded[len] = key->bytes[at];
			at++;
		}
		len += written;
	}
	key->bytes = decoded;
	key->len = len;
}

/* Scans the string that begins here; its decoded form goes to RET unless that is NULL. */
static bool scan_string(struct scan *scan, struct key *ret)
{
	size_t start = scan->at;
	bool escaped = false;
	int c;

	scan->at++;
	while ((c = peek(scan)) != '"') {
		if (c == END) {
			return scan_fail(
				scan, scan->len, "json-syntax", "the text ends within a string");
		}
		if (c == '\0') {
			return scan_fail(scan, scan->at, "json-nul", "a text may not hold U+0000");
		}
		if (c < 0x20) {
			scan->hint = c == '\n' ? "close the string with a double quote" : NULL;
			return scan_fail(scan, scan->at, "json-syntax",
				"a control character in a string must be escaped");
		}
		if (c == '\\') {
			escaped = true;
			if (!scan_escape(scan)) {
				return false;
			}
		} else {
			scan->at++;
		}
	}
	scan->at++;
	if (ret) {
		*ret = (struct key){scan->text + start + 1, scan->at - start - 2, start};
		if (escaped) {
			decode_key(scan, ret);
		}
	}
	return true;
}

static bool scan_digits(struct scan *scan)
{
	if (!is_digit(peek(scan))) {
		return scan_fail(
			scan, scan->at, "json-number", "a digit is expected in the number");
	}
	while (is_digit(peek(scan))) {
		scan->at++;
	}
	return true;
}

/* Whether the number fits into a double; without an exponent it does, as it is short. */
static bool is_finite_number(const char *text, size_t len)
{
	char *number = memory_text_n(text, len);
	bool finite = isfinite(strtod(number, NULL));

	free(number);
	return finite;
}

static bool scan_exponent(struct scan *scan)
{
	scan->at++;
	if (peek(scan) == '+' || peek(scan) == '-') {
		scan->at++;
	}
	return scan_digits(scan);
}

static bool scan_number(struct scan *scan)
{
	size_t start = scan->at;
	bool exponent;

	if (peek(scan) == '-') {
		scan->at++;
	}
	if (peek(scan) == '0' && is_digit(peek_after(scan))) {
		return scan_fail(scan, start, "json-number", "a number may not begin with 0");
	}
	if (!scan_digits(scan)) {
		return false;
	}
	if (peek(scan) == '.') {
		scan->at++;
		if (!scan_digits(scan)) {
			return false;
		}
	}
	exponent = peek(scan) == 'e' || peek(scan) == 'E';
	if (exponent && !scan_exponent(scan)) {
		return false;
	}
	if (scan->at - start > NUMBER_MAX) {
		return scan_fail(scan, start, "json-number", "the number has too many digits");
	}
	if (exponent && !is_finite_number(scan->text + start, scan->at - start)) {
		return scan_fail(scan, start, "json-number", "the number is too large");
	}
	return true;
}

static int compare_bytes(const struct key *a, const struct key *b)
{
	size_t len = a->len < b->len ? a->len : b->len;
	int order = memcmp(a->bytes, b->bytes, len);

	return order != 0 ? order : (a->len > b->len) - (a->len < b->len);
}

static int compare_keys(const void *left, const void *right)
{
	const struct key *a = left;
	const struct key *b = right;
	int order = compare_bytes(a, b);

	return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

/* The first key in the text that was there before, or NULL. May sort the keys. */
static const struct key *find_duplicate(struct keys *keys)
{
	const struct key *found = NULL;

	if (keys->count > 1) {
		qsort(keys->items, keys->count, sizeof(*keys->items), compare_keys);
	}
	for (size_t i = 1; i < keys->count; i++) {
		const struct key *key = &keys->items[i];

		if (compare_bytes(key, key - 1) == 0 && (!found || key->at < found->at)) {
			found = key;
		}
	}
	return found;
}

static bool check_duplicates(struct scan *scan, struct keys *keys)
{
	const struct key *found = find_duplicate(keys);
	struct str message = STR_INIT;

	if (!found) {
		return true;
	}
	str_add(&message, "the key `");
	str_add_n(&message, found->bytes, found->len);
	str_add(&message, "` stands in this object already");
	scan_fail(scan, found->at, "json-duplicate-key", arena_text(&scan->arena, message.text));
	str_release(&message);
	return false;
}

/* Scans `"key" :` and the blanks around it. */
static bool scan_key(struct scan *scan, struct key *ret)
{
	if (peek(scan) != '"') {
		return scan_unexpected(scan, "a key in double quotes");
	}
	if (!scan_string(scan, ret)) {
		return false;
	}
	skip_blanks(scan);
	if (peek(scan) != ':') {
		return scan_unexpected(scan, "`:`");
	}
	scan->at++;
	skip_blanks(scan);
	return true;
}

/* Goes over the comma between two items. *RET_MORE is false where CLOSE ends them instead. */
static bool scan_separator(struct scan *scan, char close, bool *ret_more)
{
	size_t comma;

	skip_blanks(scan);
	*ret_more = peek(scan) == ',';
	if (!*ret_more && peek(scan) != close) {
		return scan_unexpected(scan, close == '}' ? "`,` or `}`" : "`,` or `]`");
	}
	comma = scan->at;
	scan->at++;
	if (*ret_more) {
		skip_blanks(scan);
		if (peek(scan) == close) {
			scan->hint = "remove the comma";
			return scan_fail(scan, comma, "json-syntax", "comma behind the last item");
		}
	}
	return true;
}

/* Goes over the opening bracket. *RET_MORE is false where nothing stands between the brackets. */
static bool scan_open(struct scan *scan, char close, bool *ret_more)
{
	if (scan->depth >= JSON_MAX_NESTING) {
		return scan_fail(scan, scan->at, "json-nesting",
			"more than 64 arrays and objects within each other");
	}
	scan->at++;
	skip_blanks(scan);
	*ret_more = peek(scan) != close;
	if (*ret_more) {
		scan->depth++;
	} else {
		scan->at++;
	}
	return true;
}

static bool scan_members(struct scan *scan, struct keys *keys)
{
	bool more = true;

	while (more) {
		struct key *key;

		keys->items = memory_grow(
			keys->items, keys->count, &keys->capacity, sizeof(*keys->items));
		key = &keys->items[keys->count];
		if (!scan_key(scan, key)) {
			return false;
		}
		keys->count++;
		if (!scan_value(scan) || !scan_separator(scan, '}', &more)) {
			return false;
		}
	}
	return check_duplicates(scan, keys);
}

static bool scan_object(struct scan *scan)
{
	struct keys keys = {NULL, 0, 0};
	bool more;
	bool good = scan_open(scan, '}', &more);

	if (good && more) {
		good = scan_members(scan, &keys);
		scan->depth--;
	}
	free(keys.items);
	return good;
}

static bool scan_array(struct scan *scan)
{
	bool more;

	if (!scan_open(scan, ']', &more)) {
		return false;
	}
	if (!more) {
		return true;
	}
	while (more) {
		if (!scan_value(scan) || !scan_separator(scan, ']', &more)) {
			return false;
		}
	}
	scan->depth--;
	return true;
}

static bool scan_word(struct scan *scan, const char *word)
{
	size_t len = strlen(word);

	if (scan->len - scan->at < len || memcmp(scan->text + scan->at, word, len) != 0) {
		return scan_unexpected(scan, "a value");
	}
	scan->at += len;
	return true;
}

static bool scan_value(struct scan *scan)
{
	switch (peek(scan)) {
	case '{':
		return scan_object(scan);
	case '[':
		return scan_array(scan);
	case '"':
		return scan_string(scan, NULL);
	case 't':
		return scan_word(scan, "true");
	case 'f':
		return scan_word(scan, "false");
	case 'n':
		return scan_word(scan, "null");
	default:
		if (peek(scan) == '-' || is_digit(peek(scan))) {
			return scan_number(scan);
		}
		return scan_unexpected(scan, "a value");
	}
}

/* What can be told without reading the text as JSON. */
static bool scan_bytes(struct scan *scan)
{
	size_t valid;

	if (scan->len > JSON_MAX_BYTES) {
		return scan_fail(scan, 0, "json-large", "the text is longer than 16 MiB");
	}
	if (scan->len >= 3 && memcmp(scan->text, byte_order_mark, 3) == 0) {
		scan->hint = "save the file as UTF-8 without a byte order mark";
		return scan_fail(scan, 0, "json-bom", "the text begins with a byte order mark");
	}
	valid = utf8_valid_prefix(scan->text, scan->len);
	if (valid < scan->len) {
		scan->hint = "save the file as UTF-8";
		return scan_fail(scan, valid, "json-utf8", "this is no valid UTF-8");
	}
	return true;
}

static bool scan_document(struct scan *scan)
{
	if (!scan_bytes(scan)) {
		return false;
	}
	skip_blanks(scan);
	if (!scan_value(scan)) {
		return false;
	}
	skip_blanks(scan);
	if (scan->at < scan->len) {
		return scan_fail(
			scan, scan->at, "json-trailing", "something follows the end of the value");
	}
	return true;
}

/* Line and column of the byte at AT, both from 1; a column is a character. */
static void find_place(const char *text, size_t at, size_t *ret_line, size_t *ret_column)
{
	*ret_line = 1;
	*ret_column = 1;
	for (size_t i = 0; i < at; i++) {
		if (text[i] == '\n') {
			*ret_line += 1;
			*ret_column = 1;
		} else if (((unsigned char)text[i] & 0xC0) != 0x80) {
			*ret_column += 1;
		}
	}
}

static int report(const struct scan *scan, const char *text, size_t len, struct kam_error *err)
{
	if (err && err->status == KAM_OK) {
		kam_error_set(err, KAM_INVALID, scan->code, "%s", scan->message);
		if (scan->hint) {
			kam_error_hint(err, "%s", scan->hint);
		}
		find_place(text, scan->fault_at, &err->fault.line, &err->fault.column);
		err->fault.excerpt = json_line(text, len, err->fault.line);
	}
	return KAM_INVALID;
}

static void *checked_malloc(size_t size)
{
	return memory_resize(NULL, size, 1);
}

/* Builds the values of a text that was scanned. Memory that runs out ends the process. */
static cJSON *build(const char *text, size_t len)
{
	cJSON_Hooks hooks = {checked_malloc, free};

	cJSON_InitHooks(&hooks);
	return cJSON_ParseWithLength(text, len);
}

int json_parse(const char *text, size_t len, struct json **ret, struct kam_error *err)
{
	struct scan scan = {.text = text ? text : "", .len = text ? len : 0};
	struct c_numbers numbers = c_numbers_begin();
	int status = KAM_OK;

	*ret = NULL;
	if (!scan_document(&scan)) {
		status = report(&scan, scan.text, scan.len, err);
		goto out;
	}
	*ret = (struct json *)build(scan.text, scan.len);
	if (!*ret) {
		/* The scanner lets nothing through that cJSON refuses; this is for later cJSON. */
		scan_fail(&scan, 0, "json-syntax", "the text cannot be read as JSON");
		status = report(&scan, scan.text, scan.len, err);
	}
out:
	arena_release(&scan.arena);
	c_numbers_end(numbers);
	return status;
}

void json_free(struct json *document)
{
	cJSON_Delete((cJSON *)document);
}

static const cJSON *item_of(const struct json *value)
{
	return (const cJSON *)value;
}

enum json_type json_type(const struct json *value)
{
	switch (item_of(value)->type & 0xFF) {
	case cJSON_True:
	case cJSON_False:
		return JSON_BOOL;
	case cJSON_Number:
		return JSON_NUMBER;
	case cJSON_String:
		return JSON_STRING;
	case cJSON_Array:
		return JSON_ARRAY;
	case cJSON_Object:
		return JSON_OBJECT;
	default:
		return JSON_NULL;
	}
}

const char *json_type_name(enum json_type type)
{
	switch (type) {
	case JSON_NULL:
		return "null";
	case JSON_BOOL:
		return "true or false";
	case JSON_NUMBER:
		return "a number";
	case JSON_STRING:
		return "a string";
	case JSON_ARRAY:
		return "an array";
	case JSON_OBJECT:
		return "an object";
	}
	return "a value";
}

static bool is_container(const struct json *value)
{
	return cJSON_IsObject(item_of(value)) || cJSON_IsArray(item_of(value));
}

const struct json *json_get(const struct json *value, const char *key)
{
	if (!cJSON_IsObject(item_of(value))) {
		return NULL;
	}
	return (const struct json *)cJSON_GetObjectItemCaseSensitive(item_of(value), key);
}

const struct json *json_first(const struct json *value)
{
	return is_container(value) ? (const struct json *)item_of(value)->child : NULL;
}

const struct json *json_next(const struct json *value)
{
	return (const struct json *)item_of(value)->next;
}

size_t json_size(const struct json *value)
{
	return is_container(value) ? (size_t)cJSON_GetArraySize(item_of(value)) : 0;
}

const char *json_key(const struct json *value)
{
	return item_of(value)->string;
}

const char *json_string(const struct json *value)
{
	assert(json_type(value) == JSON_STRING);
	return item_of(value)->valuestring;
}

double json_number(const struct json *value)
{
	assert(json_type(value) == JSON_NUMBER);
	return item_of(value)->valuedouble;
}

bool json_bool(const struct json *value)
{
	assert(json_type(value) == JSON_BOOL);
	return cJSON_IsTrue(item_of(value)) != 0;
}

/* Cuts the first token off a pointer that begins with a slash; free() it. NULL where it is bad. */
static char *take_token(const char **pointer)
{
	struct str token = STR_INIT;
	const char *at = *pointer + 1;

	str_add(&token, "");
	while (*at != '\0' && *at != '/') {
		if (*at == '~' && at[1] != '0' && at[1] != '1') {
			str_release(&token);
			return NULL;
		}
		if (*at == '~') {
			at++;
			str_add_char(&token, *at == '0' ? '~' : '/');
		} else {
			str_add_char(&token, *at);
		}
		at++;
	}
	*pointer = at;
	return str_take(&token);
}

/* Moves from the object here to the value of its member KEY; *RET_KEY is where that key stands. */
static bool enter_member(struct scan *scan, const char *key, size_t *ret_key)
{
	size_t len = strlen(key);
	bool more;

	if (!scan_open(scan, '}', &more)) {
		return false;
	}
	while (more) {
		struct key found;

		if (!scan_key(scan, &found)) {
			return false;
		}
		if (found.len == len && memcmp(found.bytes, key, len) == 0) {
			*ret_key = found.at;
			return true;
		}
		if (!scan_value(scan) || !scan_separator(scan, '}', &more)) {
			return false;
		}
	}
	return false;
}

/* An array index as RFC 6901 writes it: digits, no leading zero. */
static bool read_index(const char *token, size_t *ret)
{
	size_t digits = strspn(token, "0123456789");

	/* A text of at most JSON_MAX_BYTES has no index of more digits. */
	if (digits == 0 || digits > 9 || token[digits] != '\0' || (token[0] == '0' && digits > 1)) {
		return false;
	}
	*ret = 0;
	for (size_t i = 0; i < digits; i++) {
		*ret = *ret * 10 + (size_t)(token[i] - '0');
	}
	return true;
}

/* Moves from the array here to its item with the index TOKEN. */
static bool enter_item(struct scan *scan, const char *token)
{
	size_t index;
	bool more;

	if (!read_index(token, &index) || !scan_open(scan, ']', &more)) {
		return false;
	}
	while (more && index > 0) {
		if (!scan_value(scan) || !scan_separator(scan, ']', &more)) {
			return false;
		}
		index--;
	}
	return more;
}

/* Follows POINTER; *RET_KEY is where the key of the value stands, or the value itself. */
static bool follow(struct scan *scan, const char *pointer, size_t *ret_key)
{
	bool good = true;

	skip_blanks(scan);
	*ret_key = scan->at;
	while (good && *pointer == '/') {
		char *token = take_token(&pointer);

		if (!token) {
			return false;
		}
		if (peek(scan) == '{') {
			good = enter_member(scan, token, ret_key);
		} else if (peek(scan) == '[') {
			good = enter_item(scan, token);
			*ret_key = scan->at;
		} else {
			good = false;
		}
		free(token);
	}
	return good && *pointer == '\0' && scan->at < scan->len;
}

int json_locate(const char *text, size_t len, const char *pointer, bool key, size_t *ret_line,
	size_t *ret_column)
{
	struct scan scan = {.text = text, .len = len};
	struct c_numbers numbers = c_numbers_begin();
	size_t key_at;
	int status = KAM_NOT_FOUND;

	*ret_line = 0;
	*ret_column = 0;
	if (follow(&scan, pointer, &key_at)) {
		find_place(text, key ? key_at : scan.at, ret_line, ret_column);
		status = KAM_OK;
	}
	arena_release(&scan.arena);
	c_numbers_end(numbers);
	return status;
}

char *json_line(const char *text, size_t len, size_t line)
{
	const char *end = len > 0 ? text + len : text;
	const char *newline;

	while (line > 1 && text < end) {
		newline = memchr(text, '\n', (size_t)(end - text));
		text = newline ? newline + 1 : end;
		line--;
	}
	newline = text < end ? memchr(text, '\n', (size_t)(end - text)) : NULL;
	end = newline ? newline : end;
	if (end > text && end[-1] == '\r') {
		end--;
	}
	return text < end ? memory_text_n(text, (size_t)(end - text)) : memory_text("");
}

/* Bytes of the valid character TEXT begins with; 0 where it is none. */
static size_t character_size(const char *text)
{
	static const unsigned char firsts[] = {0x00, 0xC0, 0xE0, 0xF0};
	size_t len = 1;

	while (len < 4 && (unsigned char)text[0] >= firsts[len]) {
		len++;
	}
	if (strnlen(text, len) < len || utf8_valid_prefix(text, len) < len) {
		return 0;
	}
	return len;
}

/* The character in the SIZE bytes at TEXT, which are valid UTF-8. */
static unsigned int decode_character(const char *text, size_t size)
{
	static const unsigned int masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
	unsigned int c = (unsigned char)text[0] & masks[size];

	for (size_t i = 1; i < size; i++) {
		c = c << 6 | ((unsigned char)text[i] & 0x3F);
	}
	return c;
}

static bool is_unsafe_character(const char *text, size_t size)
{
	char *character = memory_text_n(text, size);
	bool unsafe = utf8_unsafe(character);

	free(character);
	return unsafe;
}

static void add_character(struct str *out, const char *text, size_t size, bool may_be_unsafe)
{
	static const char plain[] = "\"\\\b\f\n\r\t";
	static const char names[] = "\"\\bfnrt";
	const char *found = strchr(plain, text[0]);

	if (found) {
		str_add_char(out, '\\');
		str_add_char(out, names[found - plain]);
	} else if (may_be_unsafe && is_unsafe_character(text, size)) {
		/* More than JSON wants, so that a log can be shown on a terminal as it is. */
		str_addf(out, "\\u%04x", decode_character(text, size));
	} else {
		str_add_n(out, text, size);
	}
}

/* Bytes of TEXT that stand in a string as they are: printable ASCII but quotation mark and backslash. */
static size_t plain_run(const char *text)
{
	size_t len = 0;

	while (text[len] >= 0x20 && text[len] < 0x7F && text[len] != '"' && text[len] != '\\') {
		len++;
	}
	return len;
}

void json_add_string(struct str *out, const char *text)
{
	bool unsafe = utf8_unsafe(text);

	str_add_char(out, '"');
	while (*text != '\0') {
		size_t plain = plain_run(text);
		size_t size;

		if (plain > 0) {
			str_add_n(out, text, plain);
			text += plain;
			continue;
		}
		size = character_size(text);

		if (size == 0) {
			str_add(out, "\xEF\xBF\xBD");
			text++;
			continue;
		}
		add_character(out, text, size, unsafe);
		text += size;
	}
	str_add_char(out, '"');
}

/* Below it, millionths fit a double without loss. */
#define FIXED_LIMIT 1e9

/* NUMBER millionths as a decimal fraction with six digits behind the mark. */
static void add_millionths(struct str *out, uint64_t number, bool negative)
{
	char digits[32];
	size_t at = sizeof(digits);

	for (size_t i = 0; i < 7 || number > 0; i++) {
		if (i == 6) {
			digits[--at] = '.';
		}
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	}
	if (negative) {
		digits[--at] = '-';
	}
	str_add_n(out, digits + at, sizeof(digits) - at);
}

void json_add_fixed(struct str *out, double value)
{
	struct c_numbers numbers;

	if (!isfinite(value)) {
		str_add(out, "null");
	} else if (fabs(value) < FIXED_LIMIT) {
		uint64_t number = (uint64_t)nearbyint(fabs(value) * 1e6);

		add_millionths(out, number, value < 0 && number > 0);
	} else {
		numbers = c_numbers_begin();
		str_addf(out, "%.6f", value);
		c_numbers_end(numbers);
	}
}

void json_add_number(struct str *out, double value)
{
	struct c_numbers numbers;
	size_t start = out->len;

	if (!isfinite(value)) {
		str_add(out, "null");
		return;
	}
	numbers = c_numbers_begin();
	for (int digits = 15; digits <= 17; digits++) {
		str_cut(out, start);
		str_addf(out, "%.*g", digits, value);
		if (strtod(out->text + start, NULL) == value) {
			break;
		}
	}
	c_numbers_end(numbers);
}

void json_add_pointer(struct str *out, const char *token)
{
	str_add_char(out, '/');
	for (; *token != '\0'; token++) {
		if (*token == '~') {
			str_add(out, "~0");
		} else if (*token == '/') {
			str_add(out, "~1");
		} else {
			str_add_char(out, *token);
		}
	}
}
