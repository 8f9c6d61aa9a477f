/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "ui/widget/scroller.h"

static void the_selected_line_stays_in_sight(void **state)
{
	struct scroller scroller = {0};

	(void)state;
	scroller_fit(&scroller, 100, 10);
	scroller_move(&scroller, 12);
	assert_int_equal(scroller.selected, 12);
	assert_int_equal(scroller.top, 3);
	scroller_move(&scroller, -12);
	assert_int_equal(scroller.top, 0);
	scroller_move_to(&scroller, SIZE_MAX);
	assert_int_equal(scroller.selected, 99);
	assert_int_equal(scroller.top, 90);
	scroller_fit(&scroller, 5, 10);
	assert_int_equal(scroller.selected, 4);
	assert_int_equal(scroller.top, 0);
}

static void where_nothing_is_selected_the_window_moves(void **state)
{
	struct scroller scroller = {.reading = true};

	(void)state;
	scroller_fit(&scroller, 100, 10);
	scroller_move(&scroller, 1);
	assert_int_equal(scroller.top, 1);
	scroller_move_to(&scroller, SIZE_MAX);
	assert_int_equal(scroller.top, 90);
	scroller_move(&scroller, 1);
	assert_int_equal(scroller.top, 90);
}

static void scrolling_takes_the_selection_along_only_at_the_edge(void **state)
{
	struct scroller scroller = {0};

	(void)state;
	scroller_fit(&scroller, 100, 10);
	scroller_move_to(&scroller, 5);
	scroller_scroll(&scroller, 3);
	assert_int_equal(scroller.top, 3);
	assert_int_equal(scroller.selected, 5);
	scroller_scroll(&scroller, 30);
	assert_int_equal(scroller.selected, 33);
	scroller_scroll(&scroller, -30);
	assert_int_equal(scroller.selected, 12);
}

static void of_nothing_nothing_is_selected_and_nothing_moves(void **state)
{
	struct scroller scroller = {0};

	(void)state;
	scroller_fit(&scroller, 0, 0);
	scroller_move(&scroller, 5);
	scroller_move_to(&scroller, 7);
	scroller_scroll(&scroller, 3);
	assert_int_equal(scroller.selected, 0);
	assert_int_equal(scroller.top, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_selected_line_stays_in_sight),
		cmocka_unit_test(where_nothing_is_selected_the_window_moves),
		cmocka_unit_test(scrolling_takes_the_selection_along_only_at_the_edge),
		cmocka_unit_test(of_nothing_nothing_is_selected_and_nothing_moves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
