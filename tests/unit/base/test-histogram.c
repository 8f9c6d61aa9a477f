/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "base/histogram.h"

static void check_near(uint64_t found, uint64_t wanted)
{
	uint64_t off = found > wanted ? found - wanted : wanted - found;

	if (off * 8 > wanted)
		fail_msg("%llu is not within an eighth of %llu", (unsigned long long)found,
			(unsigned long long)wanted);
}

static void of_nothing_nothing_is_said(void **state)
{
	struct histogram spread = {0};

	(void)state;
	assert_int_equal(histogram_quantile(&spread, 50), 0);
	assert_int_equal(histogram_quantile(&spread, 100), 0);
}

static void quantiles_are_right_to_an_eighth(void **state)
{
	struct histogram spread = {0};

	(void)state;
	for (uint64_t i = 1; i <= 10000; i++)
		histogram_add(&spread, i * 7);
	assert_int_equal(spread.total, 10000);
	assert_true(spread.greatest == 70000);
	check_near(histogram_quantile(&spread, 10), 7000);
	check_near(histogram_quantile(&spread, 50), 35000);
	check_near(histogram_quantile(&spread, 90), 63000);
	check_near(histogram_quantile(&spread, 100), 70000);
	assert_true(histogram_quantile(&spread, 100) <= 70000);
}

static void one_number_is_every_quantile(void **state)
{
	static const uint64_t numbers[] = {0, 1, 2, 3, 4, 5, 7, 8, 9, 1000, UINT64_C(1) << 33};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		struct histogram spread = {0};

		histogram_add(&spread, numbers[i]);
		check_near(histogram_quantile(&spread, 1), numbers[i]);
		check_near(histogram_quantile(&spread, 50), numbers[i]);
		check_near(histogram_quantile(&spread, 99), numbers[i]);
	}
}

static void the_half_of_three_are_two(void **state)
{
	struct histogram spread = {0};

	(void)state;
	for (uint64_t i = 1; i <= 3; i++)
		histogram_add(&spread, i);
	assert_int_equal(histogram_quantile(&spread, 50), 2);
	assert_int_equal(histogram_quantile(&spread, 90), 3);
	assert_int_equal(histogram_quantile(&spread, 33), 1);
}

static void what_is_too_great_is_kept_as_the_greatest(void **state)
{
	struct histogram spread = {0};

	(void)state;
	histogram_add(&spread, UINT64_MAX);
	histogram_add(&spread, UINT64_C(1) << 62);
	assert_int_equal(spread.total, 2);
	assert_true(spread.greatest == UINT64_MAX);
	assert_true(histogram_quantile(&spread, 50) > UINT64_C(1) << 39);
}

static void a_full_count_is_halved(void **state)
{
	struct histogram spread = {0};

	(void)state;
	for (int i = 0; i < 4; i++)
		histogram_add(&spread, 1);
	histogram_add(&spread, 1000);
	spread.counts[1] += UINT32_MAX - spread.total;
	spread.total = UINT32_MAX;
	histogram_add(&spread, 1000);
	assert_true(spread.total < UINT32_MAX / 2 + 2);
	assert_int_equal(histogram_quantile(&spread, 50), 1);
	assert_true(spread.greatest == 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_nothing_nothing_is_said),
		cmocka_unit_test(quantiles_are_right_to_an_eighth),
		cmocka_unit_test(one_number_is_every_quantile),
		cmocka_unit_test(the_half_of_three_are_two),
		cmocka_unit_test(what_is_too_great_is_kept_as_the_greatest),
		cmocka_unit_test(a_full_count_is_halved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
