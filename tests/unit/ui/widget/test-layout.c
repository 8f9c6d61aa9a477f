/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "support/random.h"
#include "ui/widget/layout.h"

static size_t default_columns(const struct column **ret_columns)
{
	size_t count = 0;

	while (column_defaults[count]) {
		ret_columns[count] = column_find(column_defaults[count]);
		count++;
	}
	return count;
}

static void make_default(struct layout *layout)
{
	const struct column *columns[LAYOUT_COLUMNS_MAX];

	layout_set_columns(layout, columns, default_columns(columns));
}

static bool shows(const struct layout *layout, const char *id)
{
	for (size_t i = 0; i < layout->shown_count; i++)
		if (strcmp(layout->shown[i].column->id, id) == 0)
			return true;
	return false;
}

static int width_of(const struct layout *layout, const char *id)
{
	for (size_t i = 0; i < layout->shown_count; i++)
		if (strcmp(layout->shown[i].column->id, id) == 0)
			return layout->shown[i].width;
	return 0;
}

/* Side by side, a space apart, none over the edge. */
static void check_places(const struct layout *layout, int width)
{
	int at = LAYOUT_GUTTER;

	for (size_t i = 0; i < layout->shown_count; i++) {
		const struct layout_column *shown = &layout->shown[i];

		assert_int_equal(shown->at, at);
		assert_true(shown->width > 0);
		assert_true(shown->width <= shown->column->width_max);
		at += shown->width + 1;
	}
	if (layout->shown_count)
		assert_true(at - 1 <= width);
	/* From where there is room for a mark and a letter something is said. */
	if (width > LAYOUT_GUTTER)
		assert_true(layout->shown_count > 0);
}

/* The same, in the order chosen. */
static void check_layout(const struct layout *layout, int width)
{
	size_t chosen = 0;

	check_places(layout, width);
	for (size_t i = 0; i < layout->shown_count; i++) {
		while (chosen < layout->count &&
			layout->columns[chosen].column != layout->shown[i].column)
			chosen++;
		assert_true(chosen < layout->count);
	}
}

static void columns_never_overlap_nor_leave_the_screen(void **state)
{
	uint64_t seed = random_seed();

	(void)state;
	for (int round = 0; round < 100; round++) {
		const struct column *columns[LAYOUT_COLUMNS_MAX];
		struct layout layout;
		size_t count = 0;

		while (round && count < 1 + random_below(&seed, 30)) {
			columns[count] = &column_table[random_below(&seed, (uint32_t)column_count)];
			if (column_is_shown(columns[count]))
				count++;
		}
		if (!round)
			count = default_columns(columns);
		layout_set_columns(&layout, columns, count);
		for (int width = 1; width <= 300; width++) {
			layout_columns(&layout, width);
			check_layout(&layout, width);
			layout_want(&layout, random_below(&seed, (uint32_t)count),
				(int)random_below(&seed, 100));
		}
	}
}

static void eighty_columns_show_what_was_promised(void **state)
{
	static const char *const promised[] = {
		"process", "state", "local", "remote", "recvq", "sendq"};
	struct layout layout;

	(void)state;
	for (int wanted = 0; wanted <= 50; wanted += 10) {
		make_default(&layout);
		for (size_t i = 0; i < layout.count; i++)
			layout_want(&layout, i, wanted);
		layout_columns(&layout, 80);
		for (size_t i = 0; i < COUNT_OF(promised); i++)
			if (!shows(&layout, promised[i]))
				fail_msg("%s is not shown", promised[i]);
	}
}

/* Where a column is missing, all that were less important and not narrower are missing, too. */
static void columns_drop_out_by_priority(void **state)
{
	struct layout layout;

	(void)state;
	for (int width = 20; width <= 200; width++) {
		make_default(&layout);
		layout_columns(&layout, width);
		for (size_t i = 0; i < layout.count; i++) {
			const struct layout_column *out = &layout.columns[i];

			if (out->width)
				continue;
			for (size_t j = 0; j < layout.count; j++) {
				const struct layout_column *in = &layout.columns[j];

				if (in->width && in->column->priority < out->column->priority)
					assert_true(in->column->width_min < out->column->width_min);
			}
		}
	}
}

static void with_enough_room_every_column_gets_what_it_wants(void **state)
{
	struct layout layout;

	(void)state;
	make_default(&layout);
	for (size_t i = 0; i < layout.count; i++)
		layout_want(&layout, i, 12);
	layout_columns(&layout, 300);
	assert_int_equal(layout.shown_count, layout.count);
	for (size_t i = 0; i < layout.shown_count; i++) {
		const struct layout_column *shown = &layout.shown[i];

		assert_true(shown->width >= (int)strlen(shown->column->title));
		assert_true(shown->width >= 12 || shown->width == shown->column->width_max);
	}
}

static void widths_only_grow(void **state)
{
	struct layout layout;
	int before;

	(void)state;
	make_default(&layout);
	for (size_t i = 0; i < layout.count; i++)
		layout_want(&layout, i, 20);
	layout_columns(&layout, 200);
	before = width_of(&layout, "local");
	assert_int_equal(before, 20);
	for (size_t i = 0; i < layout.count; i++)
		layout_want(&layout, i, 3);
	layout_columns(&layout, 200);
	assert_int_equal(width_of(&layout, "local"), before);
}

/* An address that was cut tells nobody where to. */
static void addresses_are_whole_before_less_important_columns_come_in(void **state)
{
	struct layout layout;

	(void)state;
	make_default(&layout);
	for (size_t i = 0; i < layout.count; i++)
		layout_want(&layout, i, 47);
	for (int width = 80; width <= 160; width++) {
		layout_columns(&layout, width);
		assert_true(shows(&layout, "proto")); /* whatever the addresses are */
		assert_true(width_of(&layout, "local") >= (width < 85 ? 18 : 21));
		assert_true(width_of(&layout, "remote") >= (width < 88 ? 18 : 21));
	}
	layout_columns(&layout, 80);
	assert_false(shows(&layout, "instate"));
	make_default(&layout); /* short ones need less */
	layout_columns(&layout, 80);
	assert_true(shows(&layout, "proto"));
	assert_true(shows(&layout, "pid"));
}

static void add_spares(struct layout *layout)
{
	for (size_t i = 0; column_spares[i]; i++)
		layout_add_spare(layout, column_find(column_spares[i]));
}

/* None joins before the chosen ones have what they want, and none before a more useful one. */
static void spare_columns_join_from_the_most_useful_on(void **state)
{
	size_t before = 0, spares = 0;
	struct layout layout;

	(void)state;
	make_default(&layout);
	add_spares(&layout);
	layout_add_spare(&layout, column_find("state")); /* it is there already */
	for (size_t i = 0; i < layout.chosen_count; i++)
		layout_want(&layout, i, 21);
	layout_columns(&layout, 80);
	assert_false(shows(&layout, "unit"));
	assert_true(layout_has_more(&layout));
	for (int width = 120; width <= 300; width++) {
		layout_columns(&layout, width);
		check_places(&layout, width);
		assert_true(layout.shown_count >= before);
		before = layout.shown_count;
		spares = before - layout.chosen_count;
		for (size_t i = 0; before > layout.chosen_count && column_spares[i]; i++)
			assert_int_equal(shows(&layout, column_spares[i]), i < spares);
	}
	assert_true(shows(&layout, "command"));
	assert_false(layout_has_more(&layout));
}

/* Not even while the column cursor goes over them. */
static void a_heading_stays_where_it_is_as_long_as_no_content_grows(void **state)
{
	struct layout layout;
	int places[LAYOUT_COLUMNS_MAX];
	size_t count;

	(void)state;
	make_default(&layout);
	add_spares(&layout);
	layout_columns(&layout, 200);
	count = layout.shown_count;
	for (size_t i = 0; i < count; i++)
		places[i] = layout.shown[i].at;
	for (size_t step = 0; step < count; step++) {
		layout_move_cursor(&layout, 1);
		layout_columns(&layout, 200);
		assert_int_equal(layout.shown_count, count);
		for (size_t i = 0; i < count; i++)
			assert_int_equal(layout.shown[i].at, places[i]);
	}
	layout_set_cursor(&layout, layout.shown[count - 1].index);
	layout_columns(&layout, 80); /* its column is gone: there is another one under it */
	assert_true(layout.shown_count > 0);
}

/* Where there is room for both, "(time-wait)" is whole before other columns come in; and a number
 * that is cut would be another number. */
static void names_and_numbers_are_not_cut_for_columns_that_matter_less(void **state)
{
	struct layout layout;
	size_t process = 0, pid = 1;

	(void)state;
	make_default(&layout);
	assert_string_equal(layout.columns[process].column->id, "process");
	assert_string_equal(layout.columns[pid].column->id, "pid");
	layout_want(&layout, process, 25);
	layout_want(&layout, pid, 7);
	for (int width = 80; width <= 200; width++) {
		layout_columns(&layout, width);
		assert_true(width_of(&layout, "process") >= 11);
		if (shows(&layout, "pid"))
			assert_int_equal(width_of(&layout, "pid"), 7);
	}
}

static void forty_columns_show_the_state_and_both_ends(void **state)
{
	struct layout layout;

	(void)state;
	make_default(&layout);
	layout_columns(&layout, 40);
	assert_int_equal(layout.shown_count, 3);
	assert_true(shows(&layout, "state"));
	assert_true(shows(&layout, "local"));
	assert_true(shows(&layout, "remote"));
}

static void columns_that_were_asked_for_come_in_before_addresses_grow(void **state)
{
	const struct column *columns[] = {column_find("state"), column_find("local"),
		column_find("remote"), column_find("rtt"), column_find("cwnd"),
		column_find("retrans"), column_find("lost")};
	struct layout layout;

	(void)state;
	layout_set_columns(&layout, columns, COUNT_OF(columns));
	for (size_t i = 0; i < layout.count; i++)
		layout_want(&layout, i, 21);
	layout_columns(&layout, 80);
	assert_int_equal(layout.shown_count, COUNT_OF(columns));
}

static void more_columns_than_there_is_room_for_are_left_out(void **state)
{
	const struct column *columns[LAYOUT_COLUMNS_MAX + 5];
	struct layout layout;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(columns); i++)
		columns[i] = column_find("proto");
	layout_set_columns(&layout, columns, COUNT_OF(columns));
	assert_int_equal(layout.count, LAYOUT_COLUMNS_MAX);
	layout_columns(&layout, 1000);
	check_layout(&layout, 1000);
	layout_set_columns(&layout, columns, 0);
	layout_columns(&layout, 80);
	assert_int_equal(layout.shown_count, 0);
}

/* -------- lines -------- */

static void take_line(bool *taken, int rows, int line)
{
	if (line < 0)
		return;
	assert_true(line < rows);
	assert_false(taken[line]);
	taken[line] = true;
}

static void lines_never_overlap_and_leave_one_for_the_table(void **state)
{
	(void)state;
	for (int rows = 1; rows <= 60; rows++)
		for (int way = 0; way < 4; way++) {
			bool notes = way & 1, strip = way & 2;
			bool taken[60] = {false};
			struct layout_lines lines;
			int count = 0;

			layout_lines(&lines, rows, notes, strip);
			assert_true(lines.row_count >= 1);
			take_line(taken, rows, lines.header);
			take_line(taken, rows, lines.counts);
			take_line(taken, rows, lines.curves);
			take_line(taken, rows, lines.notes);
			take_line(taken, rows, lines.titles);
			take_line(taken, rows, lines.bar);
			for (int i = 0; i < lines.row_count; i++)
				take_line(taken, rows, lines.first_row + i);
			for (int i = 0; i < lines.strip_rows; i++)
				take_line(taken, rows, lines.strip + i);
			assert_int_equal(lines.strip >= 0, strip && rows >= 14 + notes);
			/* A message may cover something where it has no line of its own. */
			assert_in_range(lines.message, 0, rows - 1);
			if (rows >= 8)
				take_line(taken, rows, lines.message);
			for (int i = 0; i < rows; i++)
				count += taken[i];
			assert_int_equal(count, rows);
			assert_true(notes || lines.notes < 0);
		}
}

static void more_lines_never_show_less(void **state)
{
	(void)state;
	for (int rows = 1; rows < 60; rows++) {
		struct layout_lines less, more;

		layout_lines(&less, rows, true, false);
		layout_lines(&more, rows + 1, true, false);
		assert_true(less.header < 0 || more.header >= 0);
		assert_true(less.counts < 0 || more.counts >= 0);
		assert_true(less.curves < 0 || more.curves >= 0);
		assert_true(less.notes < 0 || more.notes >= 0);
		assert_true(less.titles < 0 || more.titles >= 0);
		assert_true(less.bar < 0 || more.bar >= 0);
	}
}

static void a_usual_screen_has_all_its_lines(void **state)
{
	struct layout_lines lines;

	(void)state;
	layout_lines(&lines, 24, true, false);
	assert_int_equal(lines.header, 0);
	assert_int_equal(lines.counts, 1);
	assert_int_equal(lines.notes, 2);
	assert_int_equal(lines.titles, 3);
	assert_int_equal(lines.first_row, 4);
	assert_int_equal(lines.row_count, 18);
	assert_int_equal(lines.message, 22);
	assert_int_equal(lines.bar, 23);
	assert_int_equal(lines.curves, -1);
	layout_lines(&lines, 24, false, false);
	assert_int_equal(lines.notes, -1);
	assert_int_equal(lines.row_count, 19);
	layout_lines(&lines, 30, false, false);
	assert_int_equal(lines.curves, 2);
	assert_int_equal(lines.row_count, 24);
}

/* -------- the column cursor -------- */

static const char *under_cursor(const struct layout *layout)
{
	return layout->columns[layout_cursor(layout)].column->id;
}

/* Lays out, and is sure that the cursor is in sight. */
static void look(struct layout *layout, int width)
{
	layout_columns(layout, width);
	check_places(layout, width);
	if (!shows(layout, under_cursor(layout)))
		fail_msg("%s is not in sight at %d", under_cursor(layout), width);
}

static void the_cursor_gets_to_every_column_at_every_width(void **state)
{
	struct layout layout;

	(void)state;
	make_default(&layout);
	for (int width = LAYOUT_GUTTER + 1; width <= 200; width += 3) {
		bool seen[LAYOUT_COLUMNS_MAX] = {false};
		size_t count = 0;

		look(&layout, width);
		layout_move_cursor(&layout, -1000);
		for (size_t i = 0; i < layout.count; i++) {
			look(&layout, width);
			count += !seen[layout_cursor(&layout)];
			seen[layout_cursor(&layout)] = true;
			layout_move_cursor(&layout, 1);
		}
		assert_int_equal(count, layout.count);
	}
}

static void what_has_no_room_comes_in_from_the_right(void **state)
{
	struct layout layout;

	(void)state;
	make_default(&layout);
	look(&layout, 40);
	assert_false(shows(&layout, "pid"));
	assert_string_equal(under_cursor(&layout), layout.shown[0].column->id);
	for (int i = 0; i < 20; i++) {
		layout_move_cursor(&layout, 1);
		look(&layout, 40);
	}
	assert_true(shows(&layout, "rxrate"));
	assert_true(layout.scrolled > 0);
	layout_move_cursor(&layout, -20);
	look(&layout, 40);
	assert_int_equal(layout.scrolled, 0);
	assert_true(shows(&layout, "state"));
}

static void the_cursor_moves_within_what_is_in_sight_without_scrolling(void **state)
{
	struct layout layout;

	(void)state;
	make_default(&layout);
	look(&layout, 80);
	for (size_t i = 1; i < layout.shown_count; i++) {
		layout_move_cursor(&layout, 1);
		look(&layout, 80);
		assert_int_equal(layout.scrolled, 0);
		assert_string_equal(under_cursor(&layout), layout.shown[i].column->id);
	}
}

/* It was scrolled for lack of room. */
static void a_screen_that_grows_brings_all_columns_back(void **state)
{
	struct layout layout;

	(void)state;
	make_default(&layout);
	look(&layout, 30);
	layout_move_cursor(&layout, 20);
	look(&layout, 30);
	assert_true(layout.scrolled > 0);
	look(&layout, 300);
	assert_int_equal(layout.scrolled, 0);
	assert_int_equal(layout.shown_count, layout.count);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cursor_gets_to_every_column_at_every_width),
		cmocka_unit_test(what_has_no_room_comes_in_from_the_right),
		cmocka_unit_test(the_cursor_moves_within_what_is_in_sight_without_scrolling),
		cmocka_unit_test(a_screen_that_grows_brings_all_columns_back),
		cmocka_unit_test(columns_never_overlap_nor_leave_the_screen),
		cmocka_unit_test(eighty_columns_show_what_was_promised),
		cmocka_unit_test(columns_drop_out_by_priority),
		cmocka_unit_test(with_enough_room_every_column_gets_what_it_wants),
		cmocka_unit_test(widths_only_grow),
		cmocka_unit_test(spare_columns_join_from_the_most_useful_on),
		cmocka_unit_test(a_heading_stays_where_it_is_as_long_as_no_content_grows),
		cmocka_unit_test(names_and_numbers_are_not_cut_for_columns_that_matter_less),
		cmocka_unit_test(addresses_are_whole_before_less_important_columns_come_in),
		cmocka_unit_test(forty_columns_show_the_state_and_both_ends),
		cmocka_unit_test(columns_that_were_asked_for_come_in_before_addresses_grow),
		cmocka_unit_test(more_columns_than_there_is_room_for_are_left_out),
		cmocka_unit_test(lines_never_overlap_and_leave_one_for_the_table),
		cmocka_unit_test(more_lines_never_show_less),
		cmocka_unit_test(a_usual_screen_has_all_its_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
