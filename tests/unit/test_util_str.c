/* SPDX-License-Identifier: MIT */
#include "util/arena.h"
#include "util/digest.h"
#include "util/memory.h"
#include "util/str.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void str__grows(void **state)
{
	struct str s = STR_INIT;

	(void)state;
	assert_string_equal(str_text(&s), "");
	str_add(&s, "");
	assert_non_null(s.text);
	str_add(&s, "ab");
	str_add_n(&s, "cdX", 2);
	str_add_char(&s, 'e');
	str_add_repeat(&s, '-', 3);
	str_add_repeat(&s, '-', 0);
	str_addf(&s, "%d%s", 42, "!");
	assert_string_equal(str_text(&s), "abcde---42!");
	assert_int_equal(s.len, 11);
	for (size_t i = 0; i < 10000; i++) {
		str_add_char(&s, 'x');
	}
	assert_int_equal(strlen(s.text), 10011);
	str_release(&s);
	assert_null(s.text);
}

static void str__cuts_and_clears(void **state)
{
	struct str s = STR_INIT;

	(void)state;
	str_clear(&s);
	assert_string_equal(s.text, "");
	str_add(&s, "abc");
	str_cut(&s, 9);
	assert_string_equal(s.text, "abc");
	str_cut(&s, 1);
	assert_string_equal(s.text, "a");
	str_clear(&s);
	assert_int_equal(s.len, 0);
	assert_string_equal(s.text, "");
	str_release(&s);
	str_cut(&s, 0);
	assert_string_equal(s.text, "");
	str_release(&s);
}

static void str__is_taken(void **state)
{
	struct str s = STR_INIT;
	char *text = str_take(&s);

	(void)state;
	assert_string_equal(text, "");
	assert_null(s.text);
	free(text);
	str_add(&s, "abc");
	text = str_take(&s);
	assert_string_equal(text, "abc");
	assert_int_equal(s.len, 0);
	free(text);
	text = str_format("%s-%zu", "a", (size_t)7);
	assert_string_equal(text, "a-7");
	free(text);
}

static void memory__copies_and_grows(void **state)
{
	char *text = memory_text_n("abc", 2);
	size_t capacity = 0;
	int *items = NULL;

	(void)state;
	assert_string_equal(text, "ab");
	free(text);
	text = memory_text_n("abc", 9);
	assert_string_equal(text, "abc");
	free(text);
	assert_null(memory_text(NULL));
	assert_null(memory_text_n(NULL, 1));
	for (size_t i = 0; i < 100; i++) {
		items = memory_grow(items, i, &capacity, sizeof(*items));
		items[i] = (int)i;
	}
	assert_true(capacity >= 100);
	assert_int_equal(items[99], 99);
	free(items);
	free(memory_alloc(0, 8));
}

static jmp_buf exhausted;

static void jump_out(void)
{
	longjmp(exhausted, 1);
}

static void memory__tells_of_exhaustion(void **state)
{
	volatile int told = 0;

	(void)state;
	memory_on_exhaustion(jump_out);
	if (setjmp(exhausted) == 0) {
		/* The product overflows; the handler leaves before the process ends. */
		free(memory_alloc(SIZE_MAX, 2));
	} else {
		told = 1;
	}
	memory_on_exhaustion(NULL);
	assert_int_equal(told, 1);
}

static void arena__gives_aligned_zeroed_memory(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t round = 0; round < 2; round++) {
		for (size_t size = 0; size < 3000; size += 7) {
			unsigned char *bytes = arena_alloc(&arena, 3, size);

			assert_int_equal((uintptr_t)bytes % alignof(max_align_t), 0);
			for (size_t i = 0; i < 3 * size; i++) {
				assert_int_equal(bytes[i], 0);
			}
			memset(bytes, 0xFF, 3 * size);
		}
		memset(arena_alloc(&arena, 1, 100000), 1, 100000);
		assert_string_equal(arena_text(&arena, "abc"), "abc");
		assert_null(arena_text(&arena, NULL));
		arena_release(&arena);
		assert_null(arena.blocks);
	}
}

static void digest__sha256(void **state)
{
	char hex[DIGEST_HEX_SIZE];
	struct digest *digest = digest_new();

	(void)state;
	digest_finish(digest, hex);
	assert_string_equal(
		hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	digest = digest_new();
	digest_add(digest, "a", 1);
	digest_add(digest, NULL, 0);
	digest_add(digest, "bc", 2);
	digest_finish(digest, hex);
	assert_string_equal(
		hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(str__grows),
		cmocka_unit_test(str__cuts_and_clears),
		cmocka_unit_test(str__is_taken),
		cmocka_unit_test(memory__copies_and_grows),
		cmocka_unit_test(memory__tells_of_exhaustion),
		cmocka_unit_test(arena__gives_aligned_zeroed_memory),
		cmocka_unit_test(digest__sha256),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
