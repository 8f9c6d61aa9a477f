/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "view/states/pulse.h"

#define SECOND INT64_C(1000000)

/* A sample a second, from the newest one backwards in `values`. */
static void fill(struct pulse *pulse, const float *values, size_t count)
{
	memset(pulse, 0, sizeof(*pulse));
	for (size_t i = 0; i < count; i++) {
		struct pulse_sample sample = {.at_us = (1000 + (int64_t)i) * SECOND};

		for (int series = 0; series < PULSE_SERIES; series++)
			sample.values[series] = values[i];
		pulse_add(pulse, &sample);
	}
}

static void a_point_is_the_greatest_value_of_its_part_of_the_minute(void **state)
{
	static const float values[] = {5, 1, 2, 9, 3};
	struct pulse *pulse = test_malloc(sizeof(*pulse));
	double points[30]; /* two seconds each */

	(void)state;
	fill(pulse, values, COUNT_OF(values)); /* at 1000, 1001, ... 1004 */
	pulse_points(pulse, PULSE_IN, points, COUNT_OF(points));
	assert_true(points[26] < 0); /* not known so long ago */
	assert_true(points[27] == 5);
	assert_true(points[28] == 9);
	assert_true(points[29] == 3);
	assert_true(pulse_now(pulse, PULSE_IN) == 3);
	test_free(pulse);
}

/* A long interval leaves no holes. */
static void a_sample_tells_of_the_time_since_the_one_before(void **state)
{
	struct pulse *pulse = test_calloc(1, sizeof(*pulse));
	double points[60];

	(void)state;
	pulse_points(pulse, PULSE_IN, points, 60);
	assert_true(points[59] < 0);
	assert_true(pulse_now(pulse, PULSE_IN) < 0);
	pulse_add(pulse, &(struct pulse_sample){1000 * SECOND, {1, 1, 1, 1, 1}});
	pulse_add(pulse, &(struct pulse_sample){1010 * SECOND, {7, 7, 7, 7, 7}});
	pulse_points(pulse, PULSE_OUT, points, 60);
	assert_true(points[48] < 0);
	assert_true(points[49] == 1);
	for (int i = 50; i < 60; i++)
		assert_true(points[i] == 7);
	test_free(pulse);
}

static void a_full_ring_keeps_the_newest(void **state)
{
	struct pulse *pulse = test_calloc(1, sizeof(*pulse));
	double points[60];

	(void)state;
	for (int i = 0; i < PULSE_SAMPLES * 2 + 7; i++)
		pulse_add(pulse, &(struct pulse_sample){(1000 + i) * SECOND, {(float)i}});
	assert_true(pulse_now(pulse, PULSE_OPENED) == PULSE_SAMPLES * 2 + 6);
	pulse_points(pulse, PULSE_OPENED, points, 60);
	assert_true(points[0] == PULSE_SAMPLES * 2 + 7 - 60);
	test_free(pulse);
}

static void a_sum_is_of_the_last_minute_and_of_what_was_measured(void **state)
{
	struct pulse *pulse = test_calloc(1, sizeof(*pulse));

	(void)state;
	assert_true(pulse_sum(pulse, PULSE_OPENED) < 0);
	for (int i = 0; i < 100; i++)
		pulse_add(pulse,
			&(struct pulse_sample){(1000 + i) * SECOND, {1000, i % 2 ? 5 : -1, -1}});
	assert_true(pulse_sum(pulse, PULSE_OPENED) == 61000);
	assert_true(pulse_sum(pulse, PULSE_CLOSED) == 155);
	assert_true(pulse_sum(pulse, PULSE_IN) < 0);
	test_free(pulse);
}

static void what_only_becomes_more_grows(void **state)
{
	static const struct {
		float values[8];
		bool grows;
	} cases[] = {
		{{1, 1, 2, 2, 3, 3, 3, 4}, true},
		{{5, 5, 5, 5, 5, 5, 5, 6}, false}, /* once is an event */
		{{5, 5, 5, 5, 5, 6, 6, 7}, true},
		{{5, 5, 5, 5, 5, 5, 5, 5}, false},
		{{3, 5, 2, 6, 1, 5, 3, 4}, false}, /* comes and goes */
		{{6, 6, 5, 5, 4, 4, 3, 3}, false},
		{{1, 2, 3, 4, 5, 6, 7, 3}, false},
		{{-1, -1, -1, -1, -1, -1, -1, -1}, false},
	};
	struct pulse *pulse = test_malloc(sizeof(*pulse));

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		fill(pulse, cases[i].values, 8);
		assert_int_equal(pulse_grows(pulse, PULSE_CLOSE_WAIT), cases[i].grows);
	}
	fill(pulse, cases[0].values, 3); /* too soon to tell */
	assert_false(pulse_grows(pulse, PULSE_CLOSE_WAIT));
	test_free(pulse);
}

static void a_connection_is_counted_when_it_begins_and_when_it_ends(void **state)
{
	struct state_changes *changes = test_calloc(1, sizeof(*changes));

	(void)state;
	changes->came[STATE_CHANGES_CLIENT][CONN_SYN_SENT] = 1;
	changes->came[STATE_CHANGES_SERVER][CONN_ESTABLISHED] = 10;
	changes->came[STATE_CHANGES_CLIENT][CONN_LISTEN] = 1000; /* no connection */
	changes->moved[CONN_BOUND][CONN_SYN_SENT] = 100;
	changes->moved[CONN_BOUND][CONN_LISTEN] = 1000;
	changes->moved[CONN_SYN_SENT][CONN_ESTABLISHED] = 1000;
	assert_int_equal(pulse_opened(changes), 111);
	assert_int_equal(pulse_closed(changes), 0);
	changes->left[CONN_ESTABLISHED] = 1;
	changes->left[CONN_LAST_ACK] = 10;
	changes->left[CONN_TIME_WAIT] = 1000; /* it had ended before */
	changes->left[CONN_LISTEN] = 1000;
	changes->moved[CONN_FIN_WAIT2][CONN_TIME_WAIT] = 100;
	assert_int_equal(pulse_closed(changes), 111);
	changes->came[STATE_CHANGES_CLIENT][CONN_TIME_WAIT] = 5; /* between two refreshes */
	assert_int_equal(pulse_opened(changes), 116);
	assert_int_equal(pulse_closed(changes), 116);
	test_free(changes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_point_is_the_greatest_value_of_its_part_of_the_minute),
		cmocka_unit_test(a_sample_tells_of_the_time_since_the_one_before),
		cmocka_unit_test(a_full_ring_keeps_the_newest),
		cmocka_unit_test(a_sum_is_of_the_last_minute_and_of_what_was_measured),
		cmocka_unit_test(what_only_becomes_more_grows),
		cmocka_unit_test(a_connection_is_counted_when_it_begins_and_when_it_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
