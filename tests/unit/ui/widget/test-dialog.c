/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <locale.h>

#include "support/random.h"
#include "ui/term/keys.h"
#include "ui/widget/dialog.h"

/* An dialog on a grid. */
struct stage {
	struct dialog dialog;
	struct grid grid;
};

static void stage_init(
	struct stage *stage, enum dialog_kind kind, const char *text, int rows, int columns)
{
	memset(stage, 0, sizeof(*stage));
	grid_init(&stage->grid, TEXT_UTF8);
	grid_resize(&stage->grid, rows, columns);
	dialog_open(&stage->dialog, kind, "Title");
	buffer_text(&stage->dialog.text, text);
	dialog_draw(&stage->dialog, &stage->grid);
}

static void stage_done(struct stage *stage)
{
	dialog_done(&stage->dialog);
	grid_done(&stage->grid);
}

static void redraw(struct stage *stage)
{
	grid_clear(&stage->grid);
	dialog_draw(&stage->dialog, &stage->grid);
}

/* Keys by their names, each of which leaves it open. */
static void type(struct stage *stage, const char *keys)
{
	char *copy = strdup(keys), *saved;

	for (char *name = strtok_r(copy, " ", &saved); name; name = strtok_r(NULL, " ", &saved)) {
		uint32_t key = key_from_name(name);

		assert_int_not_equal(key, KEY_NOTHING);
		assert_int_equal(dialog_key(&stage->dialog, key), DIALOG_OPEN);
		redraw(stage);
	}
	free(copy);
}

static void check_screen(const struct stage *stage, const char *expected)
{
	struct buffer dump = {0};

	grid_dump(&stage->grid, &dump, false);
	assert_string_equal(buffer_get(&dump), expected);
	buffer_done(&dump);
}

static bool is_in_sight(const struct stage *stage, const char *text)
{
	struct buffer dump = {0};
	bool found;

	grid_dump(&stage->grid, &dump, false);
	found = strstr(buffer_get(&dump), text);
	buffer_done(&dump);
	return found;
}

/* -------- answers -------- */

static void the_default_answer_to_a_question_is_no(void **state)
{
	static const struct {
		const char *key;
		enum dialog_answer answer;
	} cases[] = {
		{"y", DIALOG_ACCEPTED},
		{"Y", DIALOG_ACCEPTED},
		{"n", DIALOG_CLOSED},
		{"N", DIALOG_CLOSED},
		{"q", DIALOG_CLOSED},
		{"Enter", DIALOG_CLOSED},
		{"Esc", DIALOG_CLOSED},
		{"Space", DIALOG_OPEN},
		{"x", DIALOG_OPEN},
		{"F9", DIALOG_OPEN},
		{"k", DIALOG_OPEN},
		{"Alt-y", DIALOG_OPEN},
		{"Ctrl-Y", DIALOG_OPEN},
		{"Down", DIALOG_OPEN},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct stage stage;

		stage_init(&stage, DIALOG_QUESTION, "Sure?\n", 10, 40);
		if (dialog_key(&stage.dialog, key_from_name(cases[i].key)) != cases[i].answer)
			fail_msg("%s", cases[i].key);
		stage_done(&stage);
	}
}

static void a_line_is_accepted_by_enter_and_by_nothing_else(void **state)
{
	static const enum dialog_kind kinds[] = {DIALOG_PROMPT, DIALOG_LINE};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		struct stage stage;

		stage_init(&stage, kinds[i], "", 10, 40);
		stage.dialog.ask = "Say:";
		type(&stage, "y n q 1 Space Up F1");
		assert_string_equal(stage.dialog.input.text, "ynq1 ");
		assert_int_equal(dialog_key(&stage.dialog, KEY_RETURN), DIALOG_ACCEPTED);
		assert_int_equal(dialog_key(&stage.dialog, KEY_ESCAPE), DIALOG_CLOSED);
		dialog_open(&stage.dialog, kinds[i], "Again");
		assert_string_equal(stage.dialog.input.text, "");
		stage_done(&stage);
	}
}

static void a_text_is_closed_by_what_one_would_try(void **state)
{
	static const char *const keys[] = {"Esc", "q", "Enter", "F1", "F10"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		struct stage stage;

		stage_init(&stage, DIALOG_TEXT, "a\n", 10, 40);
		type(&stage, "Up Down PgUp PgDn Home End Space x");
		assert_int_equal(dialog_key(&stage.dialog, key_from_name(keys[i])), DIALOG_CLOSED);
		stage_done(&stage);
	}
}

static void what_is_closed_is_not_open(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, DIALOG_TEXT, "a\n", 10, 40);
	assert_true(dialog_is_open(&stage.dialog));
	dialog_close(&stage.dialog);
	assert_false(dialog_is_open(&stage.dialog));
	assert_int_equal(dialog_key(&stage.dialog, 'y'), DIALOG_CLOSED);
	stage_done(&stage);
}

/* -------- choices -------- */

#define CHOICES                                                                               \
	"A socket\n \np  all of this process, which holds more of them than go into a line\n" \
	"r  all of this remote host\n"

static void choice_init(struct stage *stage, bool typed, int rows, int columns)
{
	stage_init(stage, DIALOG_CHOICE, CHOICES, rows, columns);
	strcpy(stage->dialog.letters, "pr");
	stage->dialog.typed = typed;
	stage->dialog.ask = typed ? "Type 3 to close them:" : "Close it?  y/N";
	redraw(stage);
}

static void a_choice_is_a_question_with_letters(void **state)
{
	static const struct {
		const char *key;
		enum dialog_answer answer;
	} cases[] = {
		{"y", DIALOG_ACCEPTED},
		{"p", DIALOG_CHOSEN},
		{"r", DIALOG_CHOSEN},
		{"R", DIALOG_OPEN},
		{"a", DIALOG_OPEN},
		{"1", DIALOG_OPEN},
		{"Down", DIALOG_OPEN},
		{"F9", DIALOG_OPEN},
		{"Alt-p", DIALOG_OPEN},
		{"n", DIALOG_CLOSED},
		{"q", DIALOG_CLOSED},
		{"Enter", DIALOG_CLOSED},
		{"Esc", DIALOG_CLOSED},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct stage stage;

		choice_init(&stage, false, 12, 60);
		if (dialog_key(&stage.dialog, key_from_name(cases[i].key)) != cases[i].answer)
			fail_msg("%s", cases[i].key);
		if (cases[i].answer == DIALOG_CHOSEN)
			assert_int_equal(stage.dialog.chosen, cases[i].key[0]);
		stage_done(&stage);
	}
}

static void a_typed_choice_wants_its_word_and_keeps_its_letters(void **state)
{
	struct stage stage;

	(void)state;
	choice_init(&stage, true, 12, 60);
	assert_int_equal(dialog_key(&stage.dialog, KEY_RETURN), DIALOG_CLOSED);
	type(&stage, "y 1 Down 2");
	assert_string_equal(stage.dialog.input.text, "y12");
	assert_true(is_in_sight(&stage, "y12"));
	assert_int_equal(dialog_key(&stage.dialog, KEY_RETURN), DIALOG_ACCEPTED);
	assert_int_equal(dialog_key(&stage.dialog, 'r'), DIALOG_CHOSEN);
	assert_int_equal(stage.dialog.chosen, 'r');
	assert_int_equal(dialog_key(&stage.dialog, KEY_ESCAPE), DIALOG_CLOSED);
	stage_done(&stage);
}

static void what_is_pasted_is_text_of_a_line_and_never_an_answer(void **state)
{
	struct stage stage;

	(void)state;
	choice_init(&stage, false, 12, 60);
	assert_false(dialog_paste(&stage.dialog, 'y'));
	assert_false(dialog_paste(&stage.dialog, 'p'));
	assert_string_equal(stage.dialog.input.text, "");
	stage_done(&stage);
	choice_init(&stage, true, 12, 60);
	assert_true(dialog_paste(&stage.dialog, 'p'));
	assert_true(dialog_paste(&stage.dialog, '3'));
	assert_string_equal(stage.dialog.input.text, "p3");
	dialog_close(&stage.dialog);
	assert_false(dialog_paste(&stage.dialog, '3'));
	stage_done(&stage);
}

static void a_click_finds_the_letter_of_its_line(void **state)
{
	static const char letters[] = "....ppr...";
	struct stage stage;

	(void)state;
	choice_init(&stage, false, 10, 40);
	for (int row = 0; row < 10; row++) {
		char letter = dialog_letter_at(&stage.dialog, &stage.grid, row);

		assert_int_equal(letter ? letter : '.', letters[row]);
	}
	assert_int_equal(stage.grid.cells[4 * 40 + 2].style, STYLE_DIALOG_TITLE);
	assert_int_equal(stage.grid.cells[2 * 40 + 2].style, STYLE_DIALOG);
	stage_done(&stage);
}

/* -------- lists -------- */

#define FRUIT "apple\nbanana\nBlueberry\ncherry\nbilberry\n"

static void a_list_is_walked_and_its_ends_hold(void **state)
{
	static const struct {
		const char *keys;
		size_t selected;
	} steps[] = {{"Up", 0}, {"Down", 1}, {"Down Down Down", 4}, {"Down", 4}, {"Home", 0},
		{"End", 4}, {"Up", 3}, {"PgUp", 1}, {"PgUp", 0}, {"PgDn", 2}, {"PgDn PgDn", 4},
		{"WheelUp", 3}, {"WheelDown", 4}};
	struct stage stage;

	(void)state;
	stage_init(&stage, DIALOG_LIST, FRUIT, 5, 30); /* three entries in sight */
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		type(&stage, steps[i].keys);
		assert_int_equal(stage.dialog.selected, steps[i].selected);
		assert_in_range(stage.dialog.selected, stage.dialog.top, stage.dialog.top + 2);
	}
	assert_int_equal(dialog_key(&stage.dialog, KEY_RETURN), DIALOG_ACCEPTED);
	stage_done(&stage);
}

static void a_letter_jumps_to_the_next_entry_that_begins_with_it(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, DIALOG_LIST, FRUIT, 10, 30);
	type(&stage, "b");
	assert_int_equal(stage.dialog.selected, 1);
	type(&stage, "b");
	assert_int_equal(stage.dialog.selected, 2);
	type(&stage, "B");
	assert_int_equal(stage.dialog.selected, 4);
	type(&stage, "b"); /* round */
	assert_int_equal(stage.dialog.selected, 1);
	type(&stage, "c c");
	assert_int_equal(stage.dialog.selected, 3);
	type(&stage, "z \xc3\xa9 F5");
	assert_int_equal(stage.dialog.selected, 3);
	stage_done(&stage);
}

static void a_click_finds_the_entry_under_it(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, DIALOG_LIST, FRUIT, 5, 30);
	type(&stage, "End");
	assert_int_equal(dialog_entry_at(&stage.dialog, &stage.grid, 0, 12), -1);
	assert_int_equal(dialog_entry_at(&stage.dialog, &stage.grid, 1, 12), 2);
	assert_int_equal(dialog_entry_at(&stage.dialog, &stage.grid, 3, 12), 4);
	assert_int_equal(dialog_entry_at(&stage.dialog, &stage.grid, 4, 12), -1);
	assert_int_equal(dialog_entry_at(&stage.dialog, &stage.grid, -1, 12), -1);
	assert_int_equal(dialog_entry_at(&stage.dialog, &stage.grid, 99, 12), -1);
	grid_resize(&stage.grid, 20, 30); /* in the middle: a border and five entries */
	redraw(&stage);
	for (int row = 0; row < 20; row++)
		assert_int_equal(dialog_entry_at(&stage.dialog, &stage.grid, row, 12),
			row >= 7 && row < 12 ? row - 7 : -1);
	stage_done(&stage);
}

/* The row that was clicked stays in sight. */
static void a_list_opens_beside_its_spot_where_it_fits(void **state)
{
	static const struct {
		int row, column, first_row, first_column;
	} spots[] = {{2, 3, 3, 3}, {18, 3, 11, 3}, {2, 28, 3, 17}, {19, 29, 12, 17}};
	struct stage stage;

	(void)state;
	stage_init(&stage, DIALOG_LIST, FRUIT, 20, 30); /* a border and five entries of 9 cells */
	for (size_t i = 0; i < COUNT_OF(spots); i++) {
		int row = 0, column = 0;

		stage.dialog.at_spot = true;
		stage.dialog.spot_row = spots[i].row;
		stage.dialog.spot_column = spots[i].column;
		redraw(&stage);
		while (row < 20 &&
			dialog_is_beside(&stage.dialog, &stage.grid, row, spots[i].first_column))
			row++;
		while (column < 30 && dialog_is_beside(&stage.dialog, &stage.grid, row, column))
			column++;
		assert_int_equal(row, spots[i].first_row);
		assert_int_equal(column, spots[i].first_column);
		assert_int_equal(
			dialog_entry_at(&stage.dialog, &stage.grid, row + 1, column + 2), 0);
		assert_int_equal(
			dialog_entry_at(&stage.dialog, &stage.grid, row + 1, column - 1), -1);
	}
	stage_done(&stage);
}

static void an_empty_list_can_be_opened(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, DIALOG_LIST, "", 5, 30);
	type(&stage, "Down Up End Home PgDn a");
	assert_int_equal(stage.dialog.selected, 0);
	assert_int_equal(dialog_entry_at(&stage.dialog, &stage.grid, 2, 12), -1);
	stage_done(&stage);
}

/* -------- texts -------- */

static void a_text_scrolls_to_its_end_and_no_further(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, DIALOG_TEXT, "one\ntwo\nthree\nfour\nfive\n", 5, 20);
	check_screen(&stage, "    \xe2\x94\x8c Title \xe2\x94\x80\xe2\x94\x80\xe2\x94\x90\n"
			     "    \xe2\x94\x82 one     \xe2\x94\x82\n"
			     "    \xe2\x94\x82 two     \xe2\x94\x82\n"
			     "    \xe2\x94\x82 three   \xe2\x94\x82\n"
			     "    \xe2\x94\x94\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80"
			     "\xe2\x94\x80 \xe2\x86\x93 \xe2\x94\x80\xe2\x94\x98\n");
	type(&stage, "Down Down Down Down");
	assert_int_equal(stage.dialog.top, 2);
	assert_true(is_in_sight(&stage, "five"));
	type(&stage, "Home");
	assert_int_equal(stage.dialog.top, 0);
	type(&stage, "Space");
	assert_int_equal(stage.dialog.top, 2);
	type(&stage, "Up End PgUp");
	assert_int_equal(stage.dialog.top, 0);
	stage_done(&stage);
}

static void a_larger_terminal_leaves_no_blank_below_a_text_that_was_scrolled(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, DIALOG_TEXT, "one\ntwo\nthree\nfour\nfive\n", 5, 20);
	type(&stage, "End");
	grid_resize(&stage.grid, 6, 20);
	redraw(&stage);
	assert_int_equal(stage.dialog.top, 1);
	assert_true(is_in_sight(&stage, "two"));
	assert_true(is_in_sight(&stage, "five"));
	stage_done(&stage);
}

#define LONG                                                                                     \
	"F9 k           close the selected connection, after a question\n"                       \
	" \n"                                                                                    \
	"The peer gets RST, the program gets ECONNABORTED.\n"                                    \
	"\xe5\x85\xb3\xe9\x97\xad\xe6\x89\x80\xe9\x80\x89\xe7\x9a\x84\xe8\xbf\x9e\xe6\x8e\xa5\n" \
	"0123456789012345678901234567890123456789\n"

static void long_lines_are_wrapped_below_their_second_column(void **state)
{
	struct buffer dump = {0};
	struct stage stage;

	(void)state;
	stage_init(&stage, DIALOG_TEXT, LONG, 14, 40);
	grid_dump(&stage.grid, &dump, false);
	assert_non_null(strstr(buffer_get(&dump),
		"\xe2\x94\x82 F9 k           close the selected    \xe2\x94\x82\n"
		"\xe2\x94\x82                connection, after a   \xe2\x94\x82\n"
		"\xe2\x94\x82                question              \xe2\x94\x82\n"
		"\xe2\x94\x82                                      \xe2\x94\x82\n"
		"\xe2\x94\x82 The peer gets RST, the program gets  \xe2\x94\x82\n"
		"\xe2\x94\x82 ECONNABORTED.                        \xe2\x94\x82\n"));
	assert_non_null(strstr(buffer_get(&dump),
		"\xe2\x94\x82 012345678901234567890123456789012345 \xe2\x94\x82\n"
		"\xe2\x94\x82 6789                                 \xe2\x94\x82\n"));
	buffer_done(&dump);
	stage_done(&stage);
}

/* All that is not a blank, in order: what is shown, scrolled through to the end. */
static void check_nothing_is_lost(int rows, int columns)
{
	struct stage stage;
	struct buffer seen = {0}, said = {0};

	stage_init(&stage, DIALOG_TEXT, LONG, rows, columns);
	for (size_t line = 0; line < stage.dialog.lines; line++) {
		size_t at = line < stage.dialog.lines - stage.dialog.height
				    ? line
				    : stage.dialog.lines - stage.dialog.height;
		int row = (stage.grid.rows - (int)stage.dialog.height) / 2 + (int)(line - at);

		stage.dialog.top = at;
		redraw(&stage);
		for (int column = 0; column < columns; column++) {
			const struct grid_cell *cell = &stage.grid.cells[row * columns + column];

			if (strcmp(cell->bytes, " ") != 0 &&
				strcmp(cell->bytes, "\xe2\x94\x82") != 0)
				buffer_text(&seen, cell->bytes);
		}
	}
	for (const char *byte = LONG; *byte; byte++)
		if (*byte != ' ' && *byte != '\n')
			buffer_char(&said, *byte);
	assert_string_equal(buffer_get(&seen), buffer_get(&said));
	buffer_done(&seen);
	buffer_done(&said);
	stage_done(&stage);
}

static void wrapping_loses_nothing_at_any_width(void **state)
{
	(void)state;
	for (int columns = 11; columns <= 90; columns++)
		for (int rows = 3; rows <= 30; rows += 9)
			check_nothing_is_lost(rows, columns);
}

static void what_is_asked_stays_in_sight_however_long_the_text(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, DIALOG_QUESTION, "one\n \ntwo\n \nthree\n \n", 7, 30);
	stage.dialog.ask = "Close it?  y/N";
	redraw(&stage);
	assert_true(is_in_sight(&stage, "three")); /* blank lines give way */
	assert_true(is_in_sight(&stage, "Close it?  y/N"));
	grid_resize(&stage.grid, 5, 30);
	redraw(&stage);
	assert_false(is_in_sight(&stage, "three"));
	assert_true(is_in_sight(&stage, "Close it?  y/N"));
	type(&stage, "Down");
	assert_true(is_in_sight(&stage, "three"));
	for (int rows = 4; rows >= 1; rows--) {
		grid_resize(&stage.grid, rows, 30);
		redraw(&stage);
		assert_true(is_in_sight(&stage, "Close it?  y/N"));
	}
	stage_done(&stage);
}

static void one_line_still_shows_the_entry_that_enter_would_choose(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, DIALOG_LIST, FRUIT, 1, 20);
	type(&stage, "Down Down");
	check_screen(&stage, "Blueberry\n");
	assert_int_equal(dialog_entry_at(&stage.dialog, &stage.grid, 0, 12), -1);
	dialog_open(&stage.dialog, DIALOG_TEXT, "Title");
	buffer_text(&stage.dialog.text, "one\ntwo\nthree\n");
	redraw(&stage);
	check_screen(&stage, "one\n");
	type(&stage, "Down Down Down");
	check_screen(&stage, "three\n");
	stage_done(&stage);
}

/* -------- the line that is typed -------- */

static void the_cursor_stands_where_the_next_character_goes(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, DIALOG_PROMPT, "", 3, 40);
	stage.dialog.ask = "Say:";
	type(&stage, "1 2 3");
	assert_int_equal(stage.grid.cursor_row, 1);
	{
		int end = stage.grid.cursor_column;

		type(&stage, "Left Left");
		assert_int_equal(stage.grid.cursor_column, end - 2);
		type(&stage, "Home");
		assert_int_equal(stage.grid.cursor_column, end - 3);
		type(&stage, "\xe7\xbd\x91");
		assert_int_equal(stage.grid.cursor_column, end - 1);
		assert_true(is_in_sight(&stage, "\xe7\xbd\x91"
						"123"));
	}
	stage_done(&stage);
}

/* Before the cursor stands the character before it, at every size and in every line. */
static void check_cursor(struct stage *stage)
{
	const struct lineedit *input = &stage->dialog.input;
	const struct grid *grid = &stage->grid;
	const struct grid_cell *cursor =
		&grid->cells[grid->cursor_row * grid->columns + grid->cursor_column];
	char last = input->cursor ? input->text[input->cursor - 1] : ' ';
	char next = input->cursor < input->length ? input->text[input->cursor] : ' ';

	if (grid->cursor_column > 0)
		assert_int_equal(cursor[-1].bytes[0], last);
	assert_int_equal(cursor->bytes[0], next);
}

static void a_line_that_is_too_long_is_shown_about_its_cursor(void **state)
{
	static const enum dialog_kind kinds[] = {DIALOG_PROMPT, DIALOG_LINE};
	uint64_t seed = random_seed();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		struct stage stage;

		stage_init(&stage, kinds[i], "", 5, 30);
		stage.dialog.ask = "What is it?";
		for (int step = 0; step < 3000; step++) {
			uint32_t key = 'a' + random_below(&seed, 26);

			if (random_below(&seed, 3) == 0)
				key = KEY_CURSOR_UP +
				      random_below(&seed, KEY_ERASE - KEY_CURSOR_UP);
			if (random_below(&seed, 40) == 0)
				grid_resize(&stage.grid, 3 + (int)random_below(&seed, 5),
					12 + (int)random_below(&seed, 60));
			dialog_key(&stage.dialog, key);
			redraw(&stage);
			check_cursor(&stage);
		}
		stage_done(&stage);
	}
}

static void the_line_at_the_bottom_leaves_the_table_in_sight(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, DIALOG_LINE, "", 5, 30);
	stage.dialog.ask = "Filter:";
	grid_clear(&stage.grid);
	for (int row = 0; row < 5; row++)
		grid_put(&stage.grid, row, 0, 30, STYLE_NORMAL, "row of the table");
	lineedit_set(&stage.dialog.input, "sport = ");
	dialog_draw(&stage.dialog, &stage.grid);
	check_screen(&stage, "row of the table\nrow of the table\nrow of the table\n"
			     " Filter: sport =\nrow of the table\n");
	assert_int_equal(stage.grid.cursor_row, 3);
	assert_int_equal(stage.grid.cursor_column, 17);
	buffer_text(&stage.dialog.text, "a port is missing");
	dialog_draw(&stage.dialog, &stage.grid);
	check_screen(&stage, "row of the table\nrow of the table\n a port is missing\n"
			     " Filter: sport =\nrow of the table\n");
	stage_done(&stage);
}

static void a_complaint_that_is_too_long_takes_more_lines(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, DIALOG_LINE, "", 5, 30);
	stage.dialog.ask = "Filter:";
	lineedit_set(&stage.dialog.input, "sport = ");
	buffer_text(&stage.dialog.text, "a value is missing here; expected: a port's number");
	grid_clear(&stage.grid);
	dialog_draw(&stage.dialog, &stage.grid);
	check_screen(&stage, "\n a value is missing here;\n expected: a port's number\n"
			     " Filter: sport =\n\n");
	/* not more than half of the screen */
	grid_resize(&stage.grid, 4, 12);
	grid_clear(&stage.grid);
	dialog_draw(&stage.dialog, &stage.grid);
	assert_int_equal(stage.grid.cursor_row, 2);
	stage_done(&stage);
}

static void a_note_stands_at_the_end_of_the_line_where_there_is_room(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, DIALOG_LINE, "", 5, 30);
	stage.dialog.ask = "Search:";
	lineedit_set(&stage.dialog.input, "sky");
	buffer_text(&stage.dialog.note, "3 of 17");
	grid_clear(&stage.grid);
	dialog_draw(&stage.dialog, &stage.grid);
	check_screen(&stage, "\n\n\n Search: sky          3 of 17\n\n");
	grid_resize(&stage.grid, 5, 20);
	grid_clear(&stage.grid);
	dialog_draw(&stage.dialog, &stage.grid);
	check_screen(&stage, "\n\n\n Search: sky\n\n");
	stage_done(&stage);
}

/* -------- anything anywhere -------- */

static void nothing_that_is_open_breaks_at_any_size(void **state)
{
	static const char *const texts[] = {
		"", "a", FRUIT, LONG, "\n\n\n", " \n", "\033[2J\xe2\x80\xae\xff\n\te\xcc\x81\n"};
	uint64_t seed = random_seed();

	(void)state;
	for (int round = 0; round < 3000; round++) {
		struct stage stage;

		stage_init(&stage, (enum dialog_kind)(1 + random_below(&seed, DIALOG_TEXT)),
			texts[random_below(&seed, COUNT_OF(texts))],
			1 + (int)random_below(&seed, 12), 1 + (int)random_below(&seed, 40));
		stage.grid.charset = random_below(&seed, 2) ? TEXT_UTF8 : TEXT_ASCII;
		stage.dialog.title = random_below(&seed, 2)
					     ? "A title that is longer than most boxes are wide"
					     : "";
		if (random_below(&seed, 2) || stage.dialog.kind == DIALOG_PROMPT ||
			stage.dialog.kind == DIALOG_LINE)
			stage.dialog.ask = "\xe7\xbd\x91\xe5\x8d\xa1?";
		for (int key = 0; key < 10; key++) {
			dialog_key(&stage.dialog, KEY_CURSOR_UP + random_below(&seed, 12));
			dialog_entry_at(&stage.dialog, &stage.grid, (int)random_below(&seed, 14),
				(int)random_below(&seed, 30));
			redraw(&stage);
			assert_in_range(stage.grid.cursor_row, 0, stage.grid.rows - 1);
			assert_in_range(stage.grid.cursor_column, 0, stage.grid.columns - 1);
		}
		assert_false(is_in_sight(&stage, "\033"));
		assert_false(is_in_sight(&stage, "\xe2\x80\xae"));
		stage_done(&stage);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_default_answer_to_a_question_is_no),
		cmocka_unit_test(a_line_is_accepted_by_enter_and_by_nothing_else),
		cmocka_unit_test(a_text_is_closed_by_what_one_would_try),
		cmocka_unit_test(what_is_closed_is_not_open),
		cmocka_unit_test(a_choice_is_a_question_with_letters),
		cmocka_unit_test(a_typed_choice_wants_its_word_and_keeps_its_letters),
		cmocka_unit_test(what_is_pasted_is_text_of_a_line_and_never_an_answer),
		cmocka_unit_test(a_click_finds_the_letter_of_its_line),
		cmocka_unit_test(a_list_is_walked_and_its_ends_hold),
		cmocka_unit_test(a_letter_jumps_to_the_next_entry_that_begins_with_it),
		cmocka_unit_test(a_click_finds_the_entry_under_it),
		cmocka_unit_test(a_list_opens_beside_its_spot_where_it_fits),
		cmocka_unit_test(an_empty_list_can_be_opened),
		cmocka_unit_test(a_text_scrolls_to_its_end_and_no_further),
		cmocka_unit_test(a_larger_terminal_leaves_no_blank_below_a_text_that_was_scrolled),
		cmocka_unit_test(long_lines_are_wrapped_below_their_second_column),
		cmocka_unit_test(wrapping_loses_nothing_at_any_width),
		cmocka_unit_test(what_is_asked_stays_in_sight_however_long_the_text),
		cmocka_unit_test(one_line_still_shows_the_entry_that_enter_would_choose),
		cmocka_unit_test(the_cursor_stands_where_the_next_character_goes),
		cmocka_unit_test(a_line_that_is_too_long_is_shown_about_its_cursor),
		cmocka_unit_test(the_line_at_the_bottom_leaves_the_table_in_sight),
		cmocka_unit_test(a_note_stands_at_the_end_of_the_line_where_there_is_room),
		cmocka_unit_test(a_complaint_that_is_too_long_takes_more_lines),
		cmocka_unit_test(nothing_that_is_open_breaks_at_any_size),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
