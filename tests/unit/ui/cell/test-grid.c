/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <locale.h>

#include "support/random.h"
#include "ui/cell/grid.h"

#define WIDE "\xe7\xbd\x91\xe5\x8d\xa1" /* two characters of two cells */

static void check_dump(const struct grid *grid, bool styles, const char *expected)
{
	struct buffer dump = {0};

	grid_dump(grid, &dump, styles);
	assert_string_equal(buffer_get(&dump), expected);
	buffer_done(&dump);
}

static struct grid make_grid(int rows, int columns, enum text_charset charset)
{
	struct grid grid;

	grid_init(&grid, charset);
	grid_resize(&grid, rows, columns);
	return grid;
}

/* -------- whatever is drawn, the cells make sense -------- */

static const struct grid_cell *cell(const struct grid *grid, int row, int column)
{
	return &grid->cells[(size_t)row * (size_t)grid->columns + (size_t)column];
}

/* Each cell is a character of one cell, or one of two with its other half behind it. */
static void check_cells(const struct grid *grid)
{
	for (int row = 0; row < grid->rows; row++) {
		for (int column = 0; column < grid->columns; column++) {
			const struct grid_cell *at = cell(grid, row, column);

			assert_in_range(at->style, 0, STYLES - 1);
			assert_non_null(memchr(at->bytes, '\0', sizeof(at->bytes)));
			assert_int_not_equal(at->width, 0); /* those are skipped below */
			assert_int_equal(at->width, text_width(at->bytes, grid->charset));
			if (at->width == 2) {
				assert_true(column + 1 < grid->columns);
				assert_int_equal(cell(grid, row, ++column)->width, 0);
				assert_string_equal(cell(grid, row, column)->bytes, "");
			}
		}
	}
	assert_in_range(grid->cursor_row, 0, grid->rows - 1);
	assert_in_range(grid->cursor_column, 0, grid->columns - 1);
}

static const char *const texts[] = {"", "a", "sockview", WIDE, "a" WIDE "b", WIDE WIDE WIDE WIDE,
	"\033[31m", "\xff\xfe", "e\xcc\x81\xcc\x81x", "a\nb\tc", "\xe2\x80\xaetxt",
	"long enough to go over any edge of any grid that is made here, and some more"};

static void draw_something(struct grid *grid, uint64_t *seed)
{
	int row = (int)random_below(seed, 30) - 10, column = (int)random_below(seed, 60) - 20;
	int rows = (int)random_below(seed, 20) - 3, columns = (int)random_below(seed, 50) - 5;
	enum style style = (enum style)random_below(seed, STYLES);
	const char *text = texts[random_below(seed, COUNT_OF(texts))];

	switch (random_below(seed, 7)) {
	case 0:
		assert_true(grid_put(grid, row, column, columns, style, text) <=
			    (columns > 0 ? columns : 0));
		break;
	case 1:
		grid_put_fitted(grid, row, column, columns,
			(enum grid_fit)random_below(seed, GRID_MIDDLE + 1), style, text);
		break;
	case 2:
		grid_fill(grid, row, column, rows, columns, style);
		break;
	case 3:
		grid_box(grid, row, column, rows, columns, style);
		break;
	case 4:
		grid_restyle(grid, row, column, columns, style);
		break;
	case 5:
		grid_set_cursor(grid, row, column);
		break;
	default:
		if (random_below(seed, 40) == 0)
			grid_resize(grid, rows, columns);
		break;
	}
}

static void whatever_is_drawn_wherever_the_cells_make_sense(void **state)
{
	uint64_t seed = random_seed();

	(void)state;
	for (int charset = TEXT_ASCII; charset <= TEXT_UTF8; charset++) {
		struct grid grid = make_grid(7, 23, (enum text_charset)charset);

		for (int i = 0; i < 20000; i++) {
			draw_something(&grid, &seed);
			check_cells(&grid);
		}
		grid_done(&grid);
	}
}

static void drawing_outside_does_nothing(void **state)
{
	struct grid grid = make_grid(2, 4, TEXT_UTF8);

	(void)state;
	grid_put(&grid, -1, 0, 4, STYLE_ERROR, "abcd");
	grid_put(&grid, 2, 0, 4, STYLE_ERROR, "abcd");
	grid_put(&grid, 0, 4, 4, STYLE_ERROR, "abcd");
	grid_put(&grid, 0, -4, 4, STYLE_ERROR, "abcd");
	grid_put(&grid, 0, 0, 0, STYLE_ERROR, "abcd");
	grid_put_fitted(&grid, 0, 9, 4, GRID_LEFT, STYLE_ERROR, "abcd");
	grid_put_fitted(&grid, 0, 0, -1, GRID_LEFT, STYLE_ERROR, "abcd");
	grid_fill(&grid, 2, 0, 3, 3, STYLE_ERROR);
	grid_fill(&grid, 0, 4, 3, 3, STYLE_ERROR);
	grid_fill(&grid, -3, -3, 3, 3, STYLE_ERROR);
	grid_box(&grid, 5, 5, 3, 3, STYLE_ERROR);
	grid_restyle(&grid, 5, 0, 4, STYLE_ERROR);
	grid_restyle(&grid, 0, 4, 4, STYLE_ERROR);
	grid_set_cursor(&grid, 2, 0);
	grid_set_cursor(&grid, 0, 4);
	grid_set_cursor(&grid, -1, -1);
	check_dump(&grid, true, "\n\n--\n\n\n");
	assert_int_equal(grid.cursor_row, 0);
	assert_int_equal(grid.cursor_column, 0);
	grid_done(&grid);
}

static void what_reaches_over_an_edge_is_drawn_as_far_as_it_lies_inside(void **state)
{
	struct grid grid = make_grid(3, 6, TEXT_UTF8);

	(void)state;
	assert_int_equal(grid_put(&grid, 0, -2, 10, STYLE_NORMAL, "abcdefghij"), 8);
	assert_int_equal(grid_put(&grid, 1, 4, 10, STYLE_NORMAL, "abcd"), 2);
	assert_int_equal(grid_put(&grid, 2, 0, 3, STYLE_NORMAL, "abcd"), 3);
	check_dump(&grid, false, "cdefgh\n    ab\nabc\n");
	grid_done(&grid);
}

/* -------- wide characters -------- */

static void a_wide_character_is_never_split_at_an_edge(void **state)
{
	struct grid grid = make_grid(4, 4, TEXT_UTF8);

	(void)state;
	assert_int_equal(grid_put(&grid, 0, 3, 4, STYLE_NORMAL, WIDE), 0); /* the grid's */
	assert_int_equal(grid_put(&grid, 1, 0, 3, STYLE_NORMAL, WIDE), 2); /* its own */
	assert_int_equal(grid_put(&grid, 2, 0, 1, STYLE_NORMAL, WIDE), 0);
	assert_int_equal(grid_put(&grid, 3, -1, 5, STYLE_NORMAL, WIDE "a"), 5);
	check_dump(&grid, false,
		"\n\xe7\xbd\x91\n\n \xe5\x8d\xa1"
		"a\n");
	check_cells(&grid);
	grid_done(&grid);
}

static void what_overwrites_half_of_a_wide_character_takes_the_whole(void **state)
{
	struct grid grid = make_grid(5, 6, TEXT_UTF8);

	(void)state;
	for (int row = 0; row < 5; row++)
		grid_put(&grid, row, 0, 6, STYLE_NORMAL, WIDE "ab");
	grid_put(&grid, 0, 0, 1, STYLE_NORMAL, "x");  /* the left half */
	grid_put(&grid, 1, 1, 1, STYLE_NORMAL, "x");  /* the right half */
	grid_put(&grid, 2, 1, 2, STYLE_NORMAL, WIDE); /* one half of both */
	grid_fill(&grid, 3, 1, 1, 2, STYLE_NORMAL);   /* of both, by a blank */
	grid_put(&grid, 4, 3, 2, STYLE_NORMAL, WIDE); /* a half, and a narrow one */
	check_dump(&grid, false,
		"x \xe5\x8d\xa1"
		"ab\n"
		" x\xe5\x8d\xa1"
		"ab\n"
		" \xe7\xbd\x91 ab\n"
		"    ab\n"
		"\xe7\xbd\x91 \xe7\xbd\x91"
		"b\n");
	check_cells(&grid);
	grid_done(&grid);
}

/* -------- fitting -------- */

static void texts_are_fitted_into_exactly_their_cells(void **state)
{
	struct grid grid = make_grid(8, 12, TEXT_UTF8);

	(void)state;
	for (int row = 0; row < 8; row++)
		grid_put(&grid, row, 0, 12, STYLE_NORMAL, "xxxxxxxxxxxx");
	grid_put_fitted(&grid, 0, 1, 8, GRID_LEFT, STYLE_NORMAL, "abc");
	grid_put_fitted(&grid, 1, 1, 8, GRID_RIGHT, STYLE_NORMAL, "abc");
	grid_put_fitted(&grid, 2, 1, 8, GRID_LEFT, STYLE_NORMAL, "abcdefghijkl");
	grid_put_fitted(&grid, 3, 1, 8, GRID_RIGHT, STYLE_NORMAL, "abcdefghijkl");
	grid_put_fitted(&grid, 4, 1, 8, GRID_MIDDLE, STYLE_NORMAL, "abcdefghijkl");
	grid_put_fitted(&grid, 5, 1, 8, GRID_MIDDLE, STYLE_NORMAL, "abc");
	grid_put_fitted(&grid, 6, 1, 8, GRID_LEFT, STYLE_NORMAL, WIDE WIDE WIDE);
	grid_put_fitted(&grid, 7, 1, 1, GRID_LEFT, STYLE_NORMAL, "abc");
	check_dump(&grid, false,
		"xabc     xxx\n"
		"x     abcxxx\n"
		"xabcdefg\xe2\x80\xa6xxx\n"
		"xabcdefg\xe2\x80\xa6xxx\n"
		"xabc\xe2\x80\xa6ijklxxx\n"
		"xabc     xxx\n"
		"x" WIDE "\xe7\xbd\x91\xe2\x80\xa6 xxx\n"
		"x\xe2\x80\xa6xxxxxxxxxx\n");
	grid_done(&grid);
}

static void hostile_text_takes_the_cells_that_it_seems_to(void **state)
{
	struct grid grid = make_grid(3, 10, TEXT_UTF8);
	struct grid ascii = make_grid(3, 10, TEXT_ASCII);

	(void)state;
	assert_int_equal(grid_put(&grid, 0, 0, 10, STYLE_NORMAL, "a\033[2Jb"), 6);
	assert_int_equal(grid_put(&grid, 1, 0, 10, STYLE_NORMAL,
				 "\xe2\x80\xae"
				 "exe\xff"),
		5);
	assert_int_equal(grid_put(&grid, 2, 0, 10, STYLE_NORMAL,
				 "e\xcc\x81\xcc\x81\xcc\x81"
				 "f"),
		2);
	check_dump(&grid, false,
		"a\xef\xbf\xbd[2Jb\n"
		"\xef\xbf\xbd"
		"exe\xef\xbf\xbd\n"
		"e\xcc\x81"
		"f\n");
	grid_put(&ascii, 0, 0, 10, STYLE_NORMAL, "a\033[2Jb");
	grid_put(&ascii, 1, 0, 10, STYLE_NORMAL, WIDE ".");
	grid_put(&ascii, 2, 0, 10, STYLE_NORMAL,
		"e\xcc\x81"
		"f");
	check_dump(&ascii, false, "a?[2Jb\n??.\ne?f\n");
	grid_done(&grid);
	grid_done(&ascii);
}

/* -------- the rest -------- */

static void a_box_is_drawn_with_the_characters_that_the_terminal_has(void **state)
{
	struct grid grid = make_grid(3, 5, TEXT_UTF8), ascii = make_grid(3, 5, TEXT_ASCII);

	(void)state;
	grid_put(&grid, 1, 0, 5, STYLE_NORMAL, "aaaaa");
	grid_box(&grid, 0, 0, 3, 4, STYLE_DIALOG);
	grid_box(&ascii, 0, 0, 3, 4, STYLE_DIALOG);
	check_dump(&grid, true,
		"\xe2\x94\x8c\xe2\x94\x80\xe2\x94\x80\xe2\x94\x90\n"
		"\xe2\x94\x82  \xe2\x94\x82"
		"a\n"
		"\xe2\x94\x94\xe2\x94\x80\xe2\x94\x80\xe2\x94\x98\n"
		"--\nqqqq\nqqqq\nqqqq\n");
	check_dump(&ascii, false, "+--+\n|  |\n+--+\n");
	grid_done(&grid);
	grid_done(&ascii);
}

static void another_style_keeps_what_the_cells_say(void **state)
{
	struct grid grid = make_grid(1, 8, TEXT_UTF8);

	(void)state;
	grid_put(&grid, 0, 0, 8, STYLE_NORMAL, "ab" WIDE "cd");
	grid_restyle(&grid, 0, 1, 3, STYLE_ERROR);
	check_dump(&grid, true, "ab" WIDE "cd\n--\n.eee\n");
	grid_restyle(&grid, 0, -5, 6, STYLE_NEW);
	grid_restyle(&grid, 0, 7, 60, STYLE_GONE);
	check_dump(&grid, true, "ab" WIDE "cd\n--\n+eee...-\n");
	grid_done(&grid);
}

static void another_size_begins_with_blank_cells_and_is_never_less_than_one(void **state)
{
	struct grid grid = make_grid(2, 3, TEXT_UTF8);

	(void)state;
	grid_put(&grid, 0, 0, 3, STYLE_ERROR, "abc");
	grid_set_cursor(&grid, 1, 2);
	grid_resize(&grid, 1, 2);
	check_dump(&grid, true, "\n--\n\n");
	check_cells(&grid);
	grid_resize(&grid, 0, -4);
	assert_int_equal(grid.rows, 1);
	assert_int_equal(grid.columns, 1);
	grid_put(&grid, 0, 0, 5, STYLE_NORMAL, "abc");
	check_dump(&grid, false, "a\n");
	grid_done(&grid);
}

static void a_dump_has_no_blanks_at_the_ends_of_its_lines(void **state)
{
	struct grid grid = make_grid(3, 6, TEXT_UTF8);

	(void)state;
	grid_put(&grid, 0, 1, 5, STYLE_STRONG, "a b  ");
	grid_fill(&grid, 2, 0, 1, 2, STYLE_TITLE);
	check_dump(&grid, true, " a b\n\n\n--\n.bbbbb\n\ntt\n");
	grid_done(&grid);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_is_drawn_wherever_the_cells_make_sense),
		cmocka_unit_test(drawing_outside_does_nothing),
		cmocka_unit_test(what_reaches_over_an_edge_is_drawn_as_far_as_it_lies_inside),
		cmocka_unit_test(a_wide_character_is_never_split_at_an_edge),
		cmocka_unit_test(what_overwrites_half_of_a_wide_character_takes_the_whole),
		cmocka_unit_test(texts_are_fitted_into_exactly_their_cells),
		cmocka_unit_test(hostile_text_takes_the_cells_that_it_seems_to),
		cmocka_unit_test(a_box_is_drawn_with_the_characters_that_the_terminal_has),
		cmocka_unit_test(another_style_keeps_what_the_cells_say),
		cmocka_unit_test(another_size_begins_with_blank_cells_and_is_never_less_than_one),
		cmocka_unit_test(a_dump_has_no_blanks_at_the_ends_of_its_lines),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
