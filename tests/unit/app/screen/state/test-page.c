/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Screens in the place of the table, with pages made up for it. */
#include "support/unit.h"

#include <ctype.h>

#include "app/config/keymap.h"
#include "app/screen/page-list.h"
#include "app/screen/state/page.h"
#include "support/session.h"

/* What the pages below were asked for; a page's functions are given the program only. */
static struct {
	int begun, ended, ticks, refreshed, run, row, column;
	struct scroller scroller;
} seen;

static void begin(struct app *app)
{
	(void)app;
	seen.begun++;
}

static void end(struct app *app)
{
	(void)app;
	seen.ended++;
}

static void tick(struct app *app)
{
	(void)app;
	seen.ticks++;
}

static void refreshed(struct app *app)
{
	(void)app;
	seen.refreshed++;
}

static void run(struct app *app)
{
	(void)app;
	seen.run++;
}

static void click(struct app *app, int row, int column)
{
	(void)app;
	seen.row = row;
	seen.column = column;
}

static struct scroller *scroller(struct app *app)
{
	(void)app;
	return &seen.scroller;
}

static void draw(struct app *app, struct grid *grid, const struct area *area)
{
	(void)app;
	scroller_fit(&seen.scroller, 100, (size_t)area->rows);
	grid_put(grid, area->row, area->column, area->columns, STYLE_NORMAL, "the first line");
	grid_put(grid, area->row + area->rows - 1, 0, area->columns, STYLE_NORMAL, "the last line");
}

static void add_title(struct app *app, struct buffer *out)
{
	(void)app;
	buffer_text(out, " of the moon");
}

static const struct command commands[] = {
	{"shine", "x", "Shine", "shines", 0, run},
	{"filter", "F4", NULL, "filters nothing", 0, run},
};

static const struct page moon = {
	.id = "moon",
	.title = "Phases",
	.commands = commands,
	.command_count = 2,
	.period_ms = 100,
	.begin = begin,
	.end = end,
	.tick = tick,
	.refreshed = refreshed,
	.add_title = add_title,
	.scroller = scroller,
	.click = click,
	.draw = draw,
};

static void draw_nothing(struct app *app, struct grid *grid, const struct area *area)
{
	(void)app;
	grid_put(grid, area->row, 0, area->columns, STYLE_NORMAL, "nothing here");
}

static const struct page bare = {.id = "bare", .title = "Bare", .draw = draw_nothing};

static void start(struct session *session)
{
	memset(&seen, 0, sizeof(seen));
	session_start(session, "", 24, 100);
	session_add(session, 1, CONN_TCP, CONN_LISTEN, "10.0.0.1:80", "0.0.0.0:0");
	session_refresh(session);
}

static void a_page_stands_in_the_place_of_the_table_and_esc_leaves_it(void **state)
{
	struct session session;

	(void)state;
	start(&session);
	page_open(&session.app, &moon);
	assert_int_equal(session_row_of(&session, "10.0.0.1:80"), -1);
	assert_true(session_row_of(&session, "Phases of the moon") >= 0);
	assert_true(session_row_of(&session, "the first line") ==
		    session_row_of(&session, "Phases of the moon") + 1);
	assert_true(session_row_of(&session, "the last line") >= 0);
	assert_true(session_row_of(&session, "1 socket") == 0);
	session_press(&session, "Esc");
	assert_true(session_row_of(&session, "10.0.0.1:80") >= 0);
	assert_int_equal(seen.begun, 1);
	assert_int_equal(seen.ended, 1);
	session_end(&session);
}

static void its_own_keys_come_first_and_those_of_the_table_do_not_hold(void **state)
{
	struct session session;

	(void)state;
	start(&session);
	page_open(&session.app, &moon);
	session_press(&session, "x F4");
	assert_int_equal(seen.run, 2);
	assert_true(session_row_of(&session, "xShine") >= 0);
	session_press(&session, "k 4 F6");
	assert_false(dialog_is_open(&session.app.dialog));
	session_press(&session, "F1");
	assert_true(session_row_of(&session, "shines") >= 0);
	assert_int_equal(session_row_of(&session, "show or hide IPv4"), -1);
	session_press(&session, "Esc");
	assert_int_equal(seen.ended, 0);
	session_press(&session, "F10");
	assert_true(session.app.quit);
	session_end(&session);
	assert_int_equal(seen.ended, 1);
}

/* A page that takes letters, and F7. */
static bool take_letter(struct app *app, uint32_t key)
{
	(void)app;
	return key < 128 && isalpha((int)key);
}

static const struct command night_commands[] = {{"dark", "F7", "Dark", "is dark", 0, run}};

static const struct page night = {
	.id = "night",
	.title = "Night",
	.commands = night_commands,
	.command_count = 1,
	.key = take_letter,
	.draw = draw_nothing,
};

static void a_key_of_the_page_is_offered_for_nothing_else(void **state)
{
	struct buffer complaint = {0};
	struct session session;

	(void)state;
	start(&session);
	page_open(&session.app, &night);
	assert_true(session_row_of(&session, "EscBack F7Dark F1Help F8Health F10Quit") >= 0);
	assert_int_equal(session_row_of(&session, "States"), -1);
	session_press(&session, "F1");
	assert_int_equal(session_row_of(&session, "diagram"), -1);
	assert_int_equal(session_row_of(&session, "pause or continue"), -1);
	assert_true(session_row_of(&session, "F10 Ctrl-C ") >= 0);
	session_press(&session, "Esc");
	/* With another key it is within reach again. */
	assert_true(keymap_bind(&session.app.options.keymap, "states", "F7 F12", 1, &complaint));
	assert_true(session_row_of(&session, "F8Health") >= 0);
	assert_true(session_row_of(&session, "F12States") >= 0);
	session_press(&session, "F12");
	assert_true(session_row_of(&session, "Night") < 0);
	buffer_done(&complaint);
	keymap_done(&session.app.options.keymap);
	session_end(&session);
}

static void q_goes_back_from_every_page_as_esc_does(void **state)
{
	static const char *const keys[] = {"Enter", "F8", "w", "F7", "v", "F2", "S", "F1"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		struct session session;

		start(&session);
		session_press(&session, keys[i]);
		assert_true(session.app.pages.count == 1 || dialog_is_open(&session.app.dialog));
		session_press(&session, "q");
		assert_int_equal(session.app.pages.count, 0);
		assert_false(dialog_is_open(&session.app.dialog));
		assert_false(session.app.quit);
		session_press(&session, "q");
		assert_true(session.app.quit);
		session_end(&session);
	}
}

static void every_page_tells_in_its_bar_how_to_go_back(void **state)
{
	(void)state;
	for (size_t width = 10; width <= 200; width += 20) {
		static const char *const keys[] = {"Enter", "F8", "F7", "F2"};

		for (size_t i = 0; i < COUNT_OF(keys); i++) {
			struct session session;
			int row;

			start(&session);
			screen_resize(&session.app, 24, (int)width);
			session_press(&session, keys[i]);
			row = session_row_of(&session, "EscBack");
			assert_int_equal(row, 23);
			session_click(&session, row,
				(int)(strstr(session_line(&session, row), "EscBack") -
					session_line(&session, row)) +
					4);
			assert_int_equal(session.app.pages.count, 0);
			session_end(&session);
		}
	}
}

static void no_key_stands_in_a_bar_or_a_help_twice(void **state)
{
	struct session session;

	(void)state;
	for (size_t i = 0; i < page_list_count; i++) {
		const struct command *command;
		struct buffer keys = {0};
		size_t at = 0;

		start(&session);
		session.app.pages.open[0] = page_list[i]; /* its commands only */
		session.app.pages.count = 1;
		while ((command = page_next_command(&session.app, &at, &keys))) {
			const char *names = buffer_get(&keys);
			uint32_t key;

			while (key_list_next(&names, &key))
				if (page_command(&session.app, key) != command)
					fail_msg("%s: not every key of '%s' (%s) calls it",
						page_list[i]->id, command->id, buffer_get(&keys));
		}
		buffer_done(&keys);
		session.app.pages.count = 0;
		session_end(&session);
	}
}

static void moving_and_the_wheel_move_what_the_page_says(void **state)
{
	struct session session;

	(void)state;
	start(&session);
	page_open(&session.app, &moon);
	session_screen(&session);
	session_press(&session, "Down Down");
	assert_int_equal(seen.scroller.selected, 2);
	session_press(&session, "End");
	assert_int_equal(seen.scroller.selected, 99);
	session_press(&session, "Home PgDn");
	assert_int_equal(seen.scroller.selected, seen.scroller.height - 1);
	session_click(&session, session_row_of(&session, "the first line") + 2, 7);
	assert_int_equal(seen.row, 2);
	assert_int_equal(seen.column, 7);
	session_end(&session);
}

static void it_ticks_in_its_own_time_and_hears_of_every_refresh(void **state)
{
	struct session session;

	(void)state;
	start(&session);
	page_open(&session.app, &moon);
	for (int i = 0; i < 25; i++)
		session_pass(&session, 100);
	assert_int_equal(seen.ticks, 25);
	assert_int_equal(seen.refreshed, 2);
	session_press(&session, "p");
	assert_true(screen_next_us(&session.app) <= session.now.mono_us + 100000);
	session_press(&session, "Esc");
	assert_true(screen_next_us(&session.app) == INT64_MAX);
	session_end(&session);
}

static void a_page_that_is_opened_from_another_goes_back_to_it(void **state)
{
	struct session session;

	(void)state;
	start(&session);
	page_open(&session.app, &moon);
	page_open(&session.app, &bare);
	assert_true(session_row_of(&session, "nothing here") >= 0);
	page_open(&session.app, &bare);
	session_press(&session, "Down x");
	assert_int_equal(seen.run, 0);
	session_press(&session, "Esc");
	assert_true(session_row_of(&session, "the first line") >= 0);
	page_open(&session.app, &bare);
	page_close_all(&session.app);
	assert_true(session_row_of(&session, "10.0.0.1:80") >= 0);
	session_end(&session);
}

static void no_terminal_is_too_small_for_a_page(void **state)
{
	struct session session;

	(void)state;
	start(&session);
	page_open(&session.app, &moon);
	for (int size = 1; size < 12; size++) {
		screen_resize(&session.app, size, size);
		session_screen(&session);
	}
	session_end(&session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_stands_in_the_place_of_the_table_and_esc_leaves_it),
		cmocka_unit_test(its_own_keys_come_first_and_those_of_the_table_do_not_hold),
		cmocka_unit_test(a_key_of_the_page_is_offered_for_nothing_else),
		cmocka_unit_test(q_goes_back_from_every_page_as_esc_does),
		cmocka_unit_test(every_page_tells_in_its_bar_how_to_go_back),
		cmocka_unit_test(no_key_stands_in_a_bar_or_a_help_twice),
		cmocka_unit_test(moving_and_the_wheel_move_what_the_page_says),
		cmocka_unit_test(it_ticks_in_its_own_time_and_hears_of_every_refresh),
		cmocka_unit_test(a_page_that_is_opened_from_another_goes_back_to_it),
		cmocka_unit_test(no_terminal_is_too_small_for_a_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
