/* SPDX-License-Identifier: MIT */
#include "util/chance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The first numbers of the published generator from the seed 1234567. */
static void bits__are_splitmix64(void **state)
{
	static const uint64_t published[] = {UINT64_C(6457827717110365317),
		UINT64_C(3203168211198807973), UINT64_C(9817491932198370423),
		UINT64_C(4593380528125082431), UINT64_C(16408922859458223821)};
	uint64_t seed = 1234567;

	(void)state;
	for (size_t i = 0; i < sizeof(published) / sizeof(*published); i++) {
		assert_true(chance_bits(&seed) == published[i]);
	}
}

static void uniform__is_the_upper_53_bits(void **state)
{
	uint64_t seed = 1234567;

	(void)state;
	assert_true(chance_uniform(&seed) ==
		    (double)(UINT64_C(6457827717110365317) >> 11) / 9007199254740992.0);
}

static void among__takes_the_interval_that_holds_it(void **state)
{
	static const double p[] = {0.25, 0, 0.5, 0.25};

	(void)state;
	assert_int_equal(chance_among(0, p, 4), 0);
	assert_int_equal(chance_among(0.2499, p, 4), 0);
	assert_int_equal(chance_among(0.25, p, 4), 2);
	assert_int_equal(chance_among(0.7499, p, 4), 2);
	assert_int_equal(chance_among(0.75, p, 4), 3);
	assert_int_equal(chance_among(0.999, p, 4), 3);
}

static void among__gives_the_last_what_rounding_leaves(void **state)
{
	static const double p[] = {0.3, 0.3, 0.3};

	(void)state;
	assert_int_equal(chance_among(0.95, p, 3), 2);
	assert_int_equal(chance_among(0.95, p, 1), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bits__are_splitmix64),
		cmocka_unit_test(uniform__is_the_upper_53_bits),
		cmocka_unit_test(among__takes_the_interval_that_holds_it),
		cmocka_unit_test(among__gives_the_last_what_rounding_leaves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
