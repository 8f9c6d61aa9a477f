/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "view/detail/sheet.h"

static struct sheet sheet;

static void values_stand_behind_their_labels(void **state)
{
	(void)state;
	sheet_clear(&sheet);
	sheet_group(&sheet, "Numbers", SHEET_NARROW);
	buffer_text(sheet_value(&sheet, "one", SHEET_PLAIN), "1");
	buffer_number(sheet_value(&sheet, "two", SHEET_STRONG), 22);
	sheet_value(&sheet, "nothing", SHEET_DIM);
	buffer_text(sheet_value(&sheet, "last", SHEET_WARNING), "9");
	assert_int_equal(sheet.group_count, 1);
	assert_int_equal(sheet.groups[0].count, 4);
	assert_string_equal(sheet_text(&sheet, &sheet.items[0]), "1");
	assert_string_equal(sheet_text(&sheet, &sheet.items[1]), "22");
	assert_string_equal(sheet_text(&sheet, &sheet.items[2]), "");
	assert_string_equal(sheet_text(&sheet, &sheet.items[3]), "9");
	assert_int_equal(sheet.items[1].mark, SHEET_STRONG);
	sheet_done(&sheet);
}

static void an_empty_group_leaves_no_trace(void **state)
{
	(void)state;
	sheet_clear(&sheet);
	sheet_group(&sheet, "Empty", SHEET_NARROW);
	sheet_group(&sheet, "Full", SHEET_WIDE);
	buffer_text(sheet_value(&sheet, NULL, SHEET_PLAIN), "text");
	assert_int_equal(sheet.group_count, 1);
	assert_string_equal(sheet.groups[0].title, "Full");
	sheet_done(&sheet);
}

static void a_value_without_a_group_gets_one(void **state)
{
	(void)state;
	sheet_clear(&sheet);
	buffer_text(sheet_value(&sheet, NULL, SHEET_PLAIN), "text");
	assert_int_equal(sheet.group_count, 1);
	assert_null(sheet.groups[0].title);
	assert_int_equal(sheet.groups[0].count, 1);
	sheet_done(&sheet);
}

static void what_does_not_fit_is_left_out(void **state)
{
	(void)state;
	sheet_clear(&sheet);
	for (int i = 0; i < 2 * SHEET_GROUPS_MAX; i++) {
		sheet_group(&sheet, "Group", SHEET_NARROW);
		for (int item = 0; item < SHEET_ITEMS_MAX / SHEET_GROUPS_MAX; item++)
			buffer_text(sheet_value(&sheet, "label", SHEET_PLAIN), "value");
	}
	assert_int_equal(sheet.group_count, SHEET_GROUPS_MAX);
	assert_int_equal(sheet.item_count, SHEET_ITEMS_MAX);
	sheet_done(&sheet);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_stand_behind_their_labels),
		cmocka_unit_test(an_empty_group_leaves_no_trace),
		cmocka_unit_test(a_value_without_a_group_gets_one),
		cmocka_unit_test(what_does_not_fit_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
