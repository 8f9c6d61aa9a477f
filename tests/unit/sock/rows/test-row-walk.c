/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walking over all rows in steps, while rows come and go. */
#include "support/unit.h"

#include "sock/rows/row-walk.h"

enum { ROWS = 10 };

static struct row rows[ROWS];
static struct track track = {.rows = rows, .row_count = ROWS};

static int make_rows(void **state)
{
	(void)state;
	for (int i = 0; i < ROWS; i++)
		rows[i] = (struct row){.life = ROW_STEADY};
	return 0;
}

/* One step: a bit for each row that it came to. */
static unsigned step(struct row_walk *walk, size_t budget)
{
	unsigned met = 0;
	uint32_t row;

	while (row_walk_next(walk, &track, &budget, &row))
		met |= 1U << row;
	return met;
}

static void each_step_goes_on_where_the_last_one_ended(void **state)
{
	struct row_walk walk = {0};

	(void)state;
	assert_int_equal(step(&walk, 4), 0x00f);
	assert_false(row_walk_is_over(&walk, &track));
	assert_int_equal(row_walk_percent(&walk, &track), 40);
	assert_int_equal(step(&walk, 4), 0x0f0);
	assert_int_equal(step(&walk, 4), 0x300);
	assert_true(row_walk_is_over(&walk, &track));
	assert_int_equal(row_walk_percent(&walk, &track), 100);
	assert_int_equal(step(&walk, 4), 0);
}

static void a_step_that_ends_with_the_rows_ends_the_walk(void **state)
{
	struct row_walk walk = {0};

	(void)state;
	assert_int_equal(step(&walk, ROWS), 0x3ff);
	assert_true(row_walk_is_over(&walk, &track));
}

/* They are looked at all the same: a step costs no more than its budget. */
static void only_living_rows_are_met(void **state)
{
	struct row_walk walk = {0};

	(void)state;
	rows[1].life = ROW_FREE;
	rows[2].life = ROW_GONE;
	rows[3].life = ROW_NEW;
	rows[4].life = ROW_CHANGED;
	assert_int_equal(step(&walk, 5), 0x019);
	assert_int_equal(walk.at, 5);
}

static void rows_that_come_and_go_meanwhile_do_no_harm(void **state)
{
	struct row_walk walk = {0};

	(void)state;
	assert_int_equal(step(&walk, 6), 0x03f);
	rows[0].life = rows[6].life = ROW_FREE;
	track.row_count = 8;
	assert_int_equal(step(&walk, 6), 0x080);
	assert_true(row_walk_is_over(&walk, &track));
	track.row_count = 4;
	assert_true(row_walk_is_over(&walk, &track));
	assert_int_equal(step(&walk, 6), 0);
	track.row_count = 0;
	assert_int_equal(row_walk_percent(&(struct row_walk){0}, &track), 100);
	track.row_count = ROWS;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(each_step_goes_on_where_the_last_one_ended, make_rows),
		cmocka_unit_test_setup(a_step_that_ends_with_the_rows_ends_the_walk, make_rows),
		cmocka_unit_test_setup(only_living_rows_are_met, make_rows),
		cmocka_unit_test_setup(rows_that_come_and_go_meanwhile_do_no_harm, make_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
