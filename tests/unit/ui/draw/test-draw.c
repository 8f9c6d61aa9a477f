/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is where on the screen; how it all looks is for ui/draw/test-screens.c. */
#include "support/make-table.h"
#include "support/unit.h"

#include <locale.h>

#include "support/rows.h"
#include "ui/draw/frame.h"

struct stage {
	struct rows rows;
	struct table table;
	struct layout layout;
	struct dialog dialog;
	struct grid grid;
	struct frame frame;
};

static void stage_init(struct stage *stage)
{
	const struct column *columns[] = {
		column_find("state"), column_find("recvq"), column_find("local")};

	memset(stage, 0, sizeof(*stage));
	rows_init(&stage->rows, 3000);
	table_init(&stage->table, column_find("lport"), false);
	layout_set_columns(&stage->layout, columns, COUNT_OF(columns));
	grid_init(&stage->grid, TEXT_UTF8);
	stage->frame = (struct frame){
		.host = "web1",
		.clock = "14:03:07",
		.interval = "1.0s",
		.sockets = 8112,
		.table = &stage->table,
		.context = &stage->rows.context,
		.layout = &stage->layout,
		.dialog = &stage->dialog,
		.keys = {{"F1", "Help"}, {"F9", "Close"}, {"F10", "Quit"}},
		.key_count = 3,
	};
}

static void stage_done(struct stage *stage)
{
	table_done(&stage->table);
	rows_done(&stage->rows);
	dialog_done(&stage->dialog);
	grid_done(&stage->grid);
}

static void draw(struct stage *stage, int rows, int columns)
{
	struct layout_lines lines;

	grid_resize(&stage->grid, rows, columns);
	layout_lines(&lines, rows, stage->frame.notes != NULL, false);
	table_set_height(&stage->table, &stage->rows.context, (size_t)lines.row_count);
	draw_measure(&stage->frame, stage->grid.charset, 0, 0);
	draw_frame(&stage->frame, &stage->grid);
}

static void list(struct stage *stage, const char *listing)
{
	rows_refresh(&stage->rows, 1000, listing);
	assert_int_equal(make_table(&stage->table, &stage->rows.context, false), 0);
}

/* The text of a line of the screen, or its letters of style. */
static void check_line(const struct stage *stage, int row, bool styles, const char *expected)
{
	struct buffer dump = {0};
	char *at;

	grid_dump(&stage->grid, &dump, styles);
	at = dump.data;
	if (styles)
		at = strstr(at, "\n--\n") + 4;
	while (row--)
		at = strchr(at, '\n') + 1;
	*strchr(at, '\n') = '\0';
	assert_string_equal(at, expected);
	buffer_done(&dump);
}

/* -------- the bar -------- */

static void a_click_on_the_bar_finds_the_key_that_is_drawn_there(void **state)
{
	/* F1Help F9Close F10Quit */
	static const char keys[] = "00000001111111122222222.";
	struct stage stage;

	(void)state;
	stage_init(&stage);
	draw(&stage, 24, 80);
	check_line(&stage, 23, false, "F1Help F9Close F10Quit");
	check_line(&stage, 23, true,
		"kkrrrr.kkrrrrr.kkkrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr");
	for (int column = 0; column < 80; column++) {
		int key = draw_bar_key_at(&stage.frame, &stage.grid, column);
		char expected = column < 24 ? keys[column] : '.';

		assert_int_equal(key, expected == '.' ? -1 : expected - '0');
	}
	assert_int_equal(draw_bar_key_at(&stage.frame, &stage.grid, -1), -1);
	stage_done(&stage);
}

static void keys_that_do_not_fit_whole_are_neither_drawn_nor_clicked(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	draw(&stage, 24, 19);
	check_line(&stage, 23, false, "F1Help F9Close");
	assert_int_equal(draw_bar_key_at(&stage.frame, &stage.grid, 16), -1);
	draw(&stage, 24, 21);
	check_line(&stage, 23, false, "F1HelpF9CloseF10Quit");
	draw(&stage, 24, 22);
	check_line(&stage, 23, false, "F1Help F9Close F10Quit");
	assert_int_equal(draw_bar_key_at(&stage.frame, &stage.grid, 21), 2);
	stage_done(&stage);
}

/* -------- headings -------- */

static void a_click_on_a_heading_finds_its_column(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	list(&stage, "1 tcp LISTEN 10.0.0.5:22 0.0.0.0:0");
	draw(&stage, 24, 80);
	check_line(&stage, 2, false, "  STATE       RECV-Q LOCAL");
	for (int column = 0; column < 80; column++) {
		const struct layout_column *under = layout_column_at(&stage.layout, column);
		const struct column *at = under ? under->column : NULL;
		const char *expected = column < 2    ? NULL
				       : column < 14 ? "state"
				       : column < 21 ? "recvq"
				       : column < 34 ? "local"
						     : NULL;

		assert_ptr_equal(at, expected ? column_find(expected) : NULL);
	}
	stage_done(&stage);
}

static void sort(struct stage *stage, const struct column *column, bool descending)
{
	table_set_sort(&stage->table, column, descending);
	assert_int_equal(make_table(&stage->table, &stage->rows.context, false), 0);
}

static void the_column_of_the_order_is_marked_with_its_direction(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	layout_set_cursor(&stage.layout, 2);
	sort(&stage, column_find("state"), false);
	draw(&stage, 24, 80);
	check_line(&stage, 2, false, "  STATE\xe2\x96\xb4      RECV-Q LOCAL");
	assert_int_equal(stage.grid.cells[2 * 80 + 2].style, STYLE_TITLE_CHOSEN);
	assert_int_equal(stage.grid.cells[2 * 80 + 14].style, STYLE_TITLE);
	sort(&stage, column_find("state"), true);
	draw(&stage, 24, 80);
	check_line(&stage, 2, false, "  STATE\xe2\x96\xbe      RECV-Q LOCAL");
	sort(&stage, column_find("recvq"), true); /* the title fills the column */
	draw(&stage, 24, 80);
	check_line(&stage, 2, false, "  STATE      \xe2\x96\xbeRECV-Q LOCAL");
	assert_int_equal(stage.grid.cells[2 * 80 + 14].style, STYLE_TITLE_CHOSEN);
	stage.grid.charset = TEXT_ASCII;
	draw(&stage, 24, 80);
	check_line(&stage, 2, false, "  STATE      vRECV-Q LOCAL");
	layout_fix(&stage.layout, 0, 4); /* and where the title is cut */
	sort(&stage, column_find("state"), false);
	draw(&stage, 24, 80);
	check_line(&stage, 2, false, "  STA~^RECV-Q LOCAL");
	stage_done(&stage);
}

static void the_column_under_the_cursor_is_marked_and_has_the_terminals(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	list(&stage, "1 tcp LISTEN 10.0.0.5:22 0.0.0.0:0");
	draw(&stage, 24, 80);
	assert_int_equal(stage.grid.cells[2 * 80 + 2].style, STYLE_TITLE_CURSOR);
	assert_int_equal(stage.grid.cursor_column, 0); /* nobody has moved it so far */
	layout_move_cursor(&stage.layout, 1);
	draw(&stage, 24, 80);
	assert_int_equal(stage.grid.cells[2 * 80 + 2].style, STYLE_TITLE);
	assert_int_equal(stage.grid.cells[2 * 80 + 14].style, STYLE_TITLE_CURSOR);
	assert_int_equal(stage.grid.cursor_row, 3);
	assert_int_equal(stage.grid.cursor_column, 14);
	stage_done(&stage);
}

static void headings_tell_of_columns_that_are_out_of_sight(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	list(&stage, "1 tcp LISTEN 10.0.0.5:22 0.0.0.0:0");
	draw(&stage, 24, 30);
	check_line(&stage, 2, false, "  STATE       LOCAL          \xe2\x96\xb8");
	layout_move_cursor(&stage.layout, 2);
	draw(&stage, 24, 30);
	check_line(&stage, 2, false, "\xe2\x97\x82 LOCAL        RECV-Q");
	stage_done(&stage);
}

static void keys_of_the_bar_stand_close_where_all_of_them_fit_only_so(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	stage.frame.key_count = 3;
	for (int i = 0; i < 3; i++)
		stage.frame.keys[i] = (struct frame_key){"F9", "Close"};
	draw(&stage, 12, 23);
	check_line(&stage, 11, false, "F9Close F9Close F9Close");
	assert_int_equal(draw_bar_key_at(&stage.frame, &stage.grid, 15), 1);
	draw(&stage, 12, 22);
	check_line(&stage, 11, false, "F9CloseF9CloseF9Close");
	assert_int_equal(draw_bar_key_at(&stage.frame, &stage.grid, 14), 2);
	draw(&stage, 12, 20); /* nor do they fit so */
	check_line(&stage, 11, false, "F9Close F9Close");
	stage_done(&stage);
}

/* -------- rows -------- */

static void marks_tell_what_became_of_rows_and_colours_the_same(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	list(&stage, "1 tcp LISTEN 10.0.0.5:1 0.0.0.0:0\n"
		     "2 tcp ESTABLISHED 10.0.0.5:2 10.0.0.9:1\n"
		     "3 tcp ESTABLISHED 10.0.0.5:3 10.0.0.9:1\n"
		     "4 tcp ESTABLISHED 10.0.0.5:4 10.0.0.9:1\n");
	list(&stage, "1 tcp LISTEN 10.0.0.5:1 0.0.0.0:0\n"
		     "2 tcp CLOSE_WAIT 10.0.0.5:2 10.0.0.9:1\n"
		     "4 tcp ESTABLISHED 10.0.0.5:4 10.0.0.9:1 recv=7\n"
		     "5 tcp ESTABLISHED 10.0.0.5:5 10.0.0.9:1\n");
	draw(&stage, 12, 34);
	check_line(&stage, 3, false, "  LISTEN           0 10.0.0.5:1");
	check_line(&stage, 4, false, "~ CLOSE_WAIT       0 10.0.0.5:2");
	check_line(&stage, 5, false, "- ESTABLISHED      0 10.0.0.5:3");
	check_line(&stage, 6, false, "* ESTABLISHED      7 10.0.0.5:4");
	check_line(&stage, 7, false, "+ ESTABLISHED      0 10.0.0.5:5");
	check_line(&stage, 8, false, "");
	check_line(&stage, 3, true, "ssssssssssssssssssssssssssssssssss");
	check_line(&stage, 4, true, "~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~");
	check_line(&stage, 5, true, "----------------------------------");
	check_line(&stage, 6, true, "*");
	check_line(&stage, 7, true, "++++++++++++++++++++++++++++++++++");
	stage_done(&stage);
}

static void rows_that_need_a_look_have_a_mark_and_what_means_nothing_is_dim(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	list(&stage, "1 tcp ESTABLISHED 10.0.0.5:1 10.0.0.9:1\n"
		     "2 tcp LISTEN 10.0.0.5:2 0.0.0.0:0 recv=6 send=5\n"
		     "3 tcp LISTEN 10.0.0.5:3 0.0.0.0:0 recv=5 send=5\n"
		     "4 tcp ESTABLISHED 10.0.0.5:4 10.0.0.9:1 send=9 timer=retransmit/200/1\n"
		     "5 tcp TIME_WAIT 10.0.0.5:5 10.0.0.9:1 uid=- inode=-\n"
		     "6 tcp SYN_SENT 10.0.0.5:6 10.0.0.9:1\n"
		     "7 tcp LISTEN 10.0.0.5:7 0.0.0.0:0 recv=6 send=5\n");
	stage.rows.track.rows[rows_find(&stage.rows, 7)].flags |= ROW_TAGGED;
	draw(&stage, 14, 34);
	check_line(&stage, 3, false, "  ESTABLISHED      0 10.0.0.5:1");
	check_line(&stage, 4, false, " !LISTEN           6 10.0.0.5:2");
	check_line(&stage, 4, true, ".elllllllllll.eeeeee");
	check_line(&stage, 5, true, ".wlllllllllll.wwwwww");
	check_line(&stage, 6, false, " !ESTABLISHED      0 10.0.0.5:4");
	check_line(&stage, 6, true, ".w............dddddd");
	check_line(&stage, 7, false, "  TIME_WAIT        0 10.0.0.5:5");
	check_line(&stage, 7, true, "dddddddddddddddddddddddddddddddddd");
	check_line(&stage, 8, true, "..yyyyyyyyyyy.dddddd");
	check_line(&stage, 9, false, "!#LISTEN           6 10.0.0.5:7");
	stage_done(&stage);
}

static void the_cursor_rests_on_the_selected_row_which_keeps_its_mark(void **state)
{
	static const char *const styles[] = {"s", "c", "g", "s", "p"};
	struct stage stage;

	(void)state;
	stage_init(&stage);
	list(&stage, "1 tcp LISTEN 10.0.0.5:1 0.0.0.0:0\n"
		     "2 tcp ESTABLISHED 10.0.0.5:2 10.0.0.9:1\n"
		     "3 tcp ESTABLISHED 10.0.0.5:3 10.0.0.9:1\n"
		     "4 tcp ESTABLISHED 10.0.0.5:4 10.0.0.9:1\n");
	list(&stage, "1 tcp LISTEN 10.0.0.5:1 0.0.0.0:0\n"
		     "2 tcp CLOSE_WAIT 10.0.0.5:2 10.0.0.9:1\n"
		     "4 tcp ESTABLISHED 10.0.0.5:4 10.0.0.9:1 recv=7\n"
		     "5 tcp ESTABLISHED 10.0.0.5:5 10.0.0.9:1\n");
	for (int row = 0; row < 5; row++) {
		table_move_to(&stage.table, &stage.rows.context, (size_t)row);
		draw(&stage, 12, 34);
		assert_int_equal(stage.grid.cursor_row, 3 + row);
		assert_int_equal(stage.grid.cursor_column, 0);
		for (int column = 0; column < 34; column++)
			assert_int_equal(
				style_letter((enum style)stage.grid.cells[(3 + row) * 34 + column]
						     .style),
				*styles[row]);
		assert_int_equal(stage.grid.cells[(3 + row) * 34].bytes[0], " ~-*+"[row]);
	}
	stage_done(&stage);
}

/* -------- the lines above and below -------- */

#define DOT " \xc2\xb7 "

static void the_first_line_leaves_out_what_does_not_fit(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	stage.frame.cost_known = true;
	stage.frame.cost_percent = 0.4f;
	stage.frame.dump_ms = 12;
	stage.frame.owners_ms = 3;
	draw(&stage, 24, 100);
	check_line(&stage, 0, false,
		" web1" DOT "14:03:07" DOT "every 1.0s" DOT "8,112 sockets " DOT
		"cost 0.4% cpu (dump 12ms, owners 3ms)");
	stage.frame.owners_by_bpf = true;
	draw(&stage, 24, 100);
	check_line(&stage, 0, false,
		" web1" DOT "14:03:07" DOT "every 1.0s" DOT "8,112 sockets " DOT
		"cost 0.4% cpu (dump 12ms, owners 3ms bpf)");
	draw(&stage, 24, 80);
	check_line(&stage, 0, false,
		" web1" DOT "14:03:07" DOT "every 1.0s" DOT "8,112 sockets " DOT "cost 0.4% cpu");
	draw(&stage, 24, 50);
	check_line(&stage, 0, false, " web1" DOT "14:03:07" DOT "every 1.0s" DOT "8,112 sockets");
	draw(&stage, 24, 30);
	check_line(&stage, 0, false, " web1" DOT "14:03:07" DOT "every 1.0s");
	draw(&stage, 24, 6);
	check_line(&stage, 0, false, " w\xe2\x80\xa6");
	stage.frame.host = "a-host-name-that-is-longer-than-a-line";
	draw(&stage, 24, 40);
	check_line(&stage, 0, false, " a-host-name-that-i\xe2\x80\xa6" DOT "14:03:07");
	stage_done(&stage);
}

static void flags_stand_at_the_right_end_and_nothing_under_them(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	stage.frame.paused = true;
	draw(&stage, 24, 50);
	check_line(&stage, 0, false, " web1" DOT "14:03:07" DOT "every 1.0s             [paused]");
	stage.frame.read_only = true;
	stage.frame.hidden = "[no TCP]";
	draw(&stage, 24, 60);
	check_line(&stage, 0, false,
		" web1" DOT "14:03:07" DOT "every 1.0s  [no TCP] [read only] [paused]");
	draw(&stage, 24, 32); /* what is hidden is said in any case */
	check_line(&stage, 0, false, "   [no TCP] [read only] [paused]");
	draw(&stage, 24, 10);
	check_line(&stage, 0, false, " [no TCP]\xe2\x80\xa6");
	stage_done(&stage);
}

/* The place of a text in a line of the screen. */
static int place_of(const struct stage *stage, int row, const char *text)
{
	struct buffer line = {0};
	int place = -1;

	for (int column = 0; column < stage->grid.columns; column++)
		buffer_text(&line, stage->grid.cells[row * stage->grid.columns + column].bytes);
	if (strstr(buffer_get(&line), text)) {
		*strstr(line.data, text) = '\0';
		place = (int)text_width(buffer_get(&line), TEXT_UTF8);
	}
	buffer_done(&line);
	return place;
}

static void an_alarm_moves_nothing_and_says_how_many_more_there_are(void **state)
{
	static const int widths[] = {80, 100, 132, 200};
	struct stage stage;

	(void)state;
	stage_init(&stage);
	stage.frame.cost_known = true;
	stage.frame.alarm_key = "F8";
	for (size_t i = 0; i < COUNT_OF(widths); i++) {
		int cost;

		stage.frame.alarm = NULL;
		draw(&stage, 24, widths[i]);
		cost = place_of(&stage, 0, "cost");
		stage.frame.alarm = "accept queue full";
		stage.frame.more_alarms = 4;
		draw(&stage, 24, widths[i]);
		assert_int_equal(place_of(&stage, 0, "8,112 sockets"), 32);
		assert_true(
			place_of(&stage, 0, "cost") == -1 || place_of(&stage, 0, "cost") == cost);
		assert_true(place_of(&stage, 0, " and 4 more: F8") > 32);
	}
	draw(&stage, 24, 80);
	check_line(&stage, 0, false,
		" web1" DOT "14:03:07" DOT "every 1.0s" DOT
		"8,112 sockets   accept queue full and 4 more: F8");
	stage.frame.more_alarms = 0;
	draw(&stage, 24, 80);
	check_line(&stage, 0, false,
		" web1" DOT "14:03:07" DOT "every 1.0s" DOT
		"8,112 sockets              accept queue full: F8");
	assert_int_equal(draw_header_spot(&stage.frame, &stage.grid, 0, 70).kind, FRAME_SPOT_ALARM);
	assert_int_equal(draw_header_spot(&stage.frame, &stage.grid, 0, 5).kind, FRAME_SPOT_NONE);
	stage.frame.more_alarms = 4; /* where it is narrow, how to see them, rather than how many */
	draw(&stage, 24, 64);
	check_line(&stage, 0, false,
		" web1" DOT "14:03:07" DOT "every 1.0s" DOT
		"8,112 sockets  accept queue\xe2\x80\xa6: F8");
	stage_done(&stage);
}

static void the_first_line_says_how_many_of_the_sockets_are_shown(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	stage.frame.cost_known = true;
	stage.frame.narrowed = true;
	stage.frame.shown = 17;
	draw(&stage, 24, 100);
	check_line(&stage, 0, false,
		" web1" DOT "14:03:07" DOT "every 1.0s" DOT "17 of 8,112 sockets     " DOT
		"cost 0.0% cpu (dump 0ms, owners 0ms)");
	stage.frame.shown = 8112;
	draw(&stage, 24, 100);
	assert_int_equal(place_of(&stage, 0, "cost"), 59);
	stage_done(&stage);
}

static void set_counts(struct stage *stage, size_t established, float change)
{
	static const enum conn_state states[] = {CONN_ESTABLISHED, CONN_LISTEN, CONN_TIME_WAIT,
		CONN_CLOSE_WAIT, CONN_SYN_RECV, CONN_SYN_SENT, CONN_FIN_WAIT1, CONN_FIN_WAIT2,
		CONN_LAST_ACK, CONN_CLOSING};

	stage->frame.count_count = COUNT_OF(states);
	for (size_t i = 0; i < COUNT_OF(states); i++)
		stage->frame.counts[i] =
			(struct frame_count){.name = conn_state_name(CONN_TCP, states[i]),
				.state = states[i],
				.known = true,
				.count = i == 0   ? established
					 : i == 3 ? 12
						  : 0,
				.change = i == 0 ? change : 0,
				.grows = i == 3};
}

static void a_rare_state_with_sockets_has_a_place_before_one_without(void **state)
{
	struct pulse *pulse = test_calloc(1, sizeof(*pulse));
	struct stage stage;
	int place;

	(void)state;
	stage_init(&stage);
	stage.frame.pulse = pulse;
	set_counts(&stage, 7204, 31.4f);
	draw(&stage, 60, 200);
	place = place_of(&stage, 1, "FIN_WAIT1 0");
	assert_true(place > 0);
	assert_int_equal(place_of(&stage, 1, "CLOSING"), -1);
	stage.frame.counts[9].count = 3; /* CLOSING */
	draw(&stage, 60, 200);
	assert_int_equal(place_of(&stage, 1, "CLOSING 3"), place);
	assert_int_equal(place_of(&stage, 1, "FIN_WAIT1"), -1);
	stage.frame.counts[7].count = 15; /* FIN_WAIT2 is told before it */
	draw(&stage, 60, 200);
	assert_int_equal(place_of(&stage, 1, "FIN_WAIT2 15"), place);
	draw(&stage, 60, 240);
	place = place_of(&stage, 1, "FIN_WAIT2 15");
	assert_true(place > 0);
	assert_true(place_of(&stage, 1, "CLOSING 3") > place);
	test_free(pulse);
	stage_done(&stage);
}

static void every_figure_has_a_place_that_depends_on_the_width_alone(void **state)
{
	static const float rates[] = {2012, 0.3f, 81.f * 1024 * 1024, 0, 12, 9998, 10000};
	struct pulse *pulse = test_calloc(1, sizeof(*pulse));
	struct pulse_sample sample = {1000000, {-1, -1, -1, -1, 0, -1, -1}};
	struct stage stage;

	(void)state;
	stage_init(&stage);
	stage.frame.pulse = pulse;
	set_counts(&stage, 7204, 31.4f);
	pulse_add(pulse, &sample); /* not measured is not 0 */
	draw(&stage, 24, 80);
	check_line(&stage, 1, false,
		" ESTABLISHED 7,204 CLOSE_WAIT 12 \xe2\x96\xb2   new -      closed -      in -    "
		"out -");
	memcpy(sample.values, rates, sizeof(rates));
	pulse_add(pulse, &sample);
	draw(&stage, 24, 80);
	check_line(&stage, 1, false,
		" ESTABLISHED 7,204 CLOSE_WAIT 12 \xe2\x96\xb2   new 2.0k/s closed 0.3/s  in 81M  "
		"out 0");
	draw(&stage, 24, 132);
	check_line(&stage, 1, false,
		" ESTABLISHED 7,204    LISTEN 0        TIME_WAIT 0        "
		"CLOSE_WAIT 12 \xe2\x96\xb2       new 2.0k/s  closed 0.3/s   in 81M/s   out 0/s");
	set_counts(&stage, 1234567, -102);
	draw(&stage, 24, 80);
	check_line(&stage, 1, false,
		" ESTABLISHED 1.23M CLOSE_WAIT 12 \xe2\x96\xb2   new 2.0k/s closed 0.3/s  in 81M  "
		"out 0");
	draw(&stage, 24, 40); /* the most important last */
	check_line(&stage, 1, false, " ESTABLISHED 1.23M CLOSE_WAIT 12 \xe2\x96\xb2");
	draw(&stage, 24, 200);
	check_line(&stage, 1, false,
		" ESTABLISHED 1.23M   -102/s   LISTEN 0        TIME_WAIT 0        "
		"CLOSE_WAIT 12 \xe2\x96\xb2       SYN_RECV 0        SYN_SENT 0        "
		"new 2.0k/s  closed 0.3/s   in 81M/s   out 0/s     seen 9,998 of 10,000");
	draw(&stage, 30, 80); /* the curves tell the rates */
	check_line(&stage, 1, false,
		" ESTABLISHED 1.23M TIME_WAIT 0     CLOSE_WAIT 12 \xe2\x96\xb2   seen 9,998/10.0k");
	stage_done(&stage);
	test_free(pulse);
}

static void a_click_on_a_count_finds_its_state(void **state)
{
	struct pulse *pulse = test_calloc(1, sizeof(*pulse));
	struct frame_spot spot;
	struct stage stage;

	(void)state;
	stage_init(&stage);
	stage.frame.pulse = pulse;
	set_counts(&stage, 7, 0);
	draw(&stage, 24, 80);
	spot = draw_header_spot(&stage.frame, &stage.grid, 1, 1);
	assert_int_equal(spot.kind, FRAME_SPOT_STATE);
	assert_int_equal(spot.state, CONN_ESTABLISHED);
	spot = draw_header_spot(&stage.frame, &stage.grid, 1, 25);
	assert_int_equal(spot.state, CONN_CLOSE_WAIT);
	spot = draw_header_spot(&stage.frame, &stage.grid, 1, 45);
	assert_int_equal(spot.kind, FRAME_SPOT_NONE);
	spot = draw_header_spot(&stage.frame, &stage.grid, 2, 1);
	assert_int_equal(spot.kind, FRAME_SPOT_NONE);
	stage_done(&stage);
	test_free(pulse);
}

static void a_high_screen_has_curves_of_the_last_minute(void **state)
{
	struct pulse *pulse = test_calloc(1, sizeof(*pulse));
	struct stage stage;

	(void)state;
	stage_init(&stage);
	stage.frame.pulse = pulse;
	set_counts(&stage, 7, 0);
	for (int i = 0; i < 60; i++) {
		struct pulse_sample sample = {i * INT64_C(1000000),
			{(float)(i % 10), i == 30 ? 5.f : 0.f, 1024.f, (float)i, 12.f}};

		pulse_add(pulse, &sample);
	}
	stage.grid.charset = TEXT_ASCII;
	draw(&stage, 30, 110);
	check_line(&stage, 2, false,
		" new 9/s    |||||||  closed 0/s    ...|...  in 1.0k/s -------  "
		"out 59/s   .::::||  CLOSE_WAIT 12    ------- ^");
	draw(&stage, 30, 80);
	check_line(&stage, 2, false,
		" new 9/s    ------  closed 0/s    ...|..  in 1.0k/s ------  out 59/s   "
		".:::||");
	draw(&stage, 29, 110);
	check_line(&stage, 2, false, "  STATE       RECV-Q LOCAL");
	stage_done(&stage);
	test_free(pulse);
}

static void a_message_is_seen_at_every_height(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	stage.frame.message = "already gone";
	for (int rows = 1; rows <= 30; rows++) {
		struct layout_lines lines;

		draw(&stage, rows, 40);
		layout_lines(&lines, rows, false, false);
		check_line(&stage, lines.message, false, " already gone");
	}
	stage.frame.message_is_error = true;
	draw(&stage, 24, 40);
	assert_int_equal(stage.grid.cells[22 * 40 + 1].style, STYLE_ERROR);
	stage_done(&stage);
}

static void notes_take_a_line_of_their_own(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	list(&stage, "1 tcp LISTEN 10.0.0.5:22 0.0.0.0:0");
	stage.frame.notes = "IPv6 is missing";
	draw(&stage, 24, 40);
	check_line(&stage, 2, false, " IPv6 is missing");
	check_line(&stage, 4, false, "  LISTEN           0 10.0.0.5:22");
	assert_int_equal(stage.grid.cells[2 * 40 + 1].style, STYLE_WARNING);
	stage_done(&stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_click_on_the_bar_finds_the_key_that_is_drawn_there),
		cmocka_unit_test(keys_that_do_not_fit_whole_are_neither_drawn_nor_clicked),
		cmocka_unit_test(a_click_on_a_heading_finds_its_column),
		cmocka_unit_test(the_column_under_the_cursor_is_marked_and_has_the_terminals),
		cmocka_unit_test(headings_tell_of_columns_that_are_out_of_sight),
		cmocka_unit_test(keys_of_the_bar_stand_close_where_all_of_them_fit_only_so),
		cmocka_unit_test(the_column_of_the_order_is_marked_with_its_direction),
		cmocka_unit_test(marks_tell_what_became_of_rows_and_colours_the_same),
		cmocka_unit_test(rows_that_need_a_look_have_a_mark_and_what_means_nothing_is_dim),
		cmocka_unit_test(the_cursor_rests_on_the_selected_row_which_keeps_its_mark),
		cmocka_unit_test(the_first_line_leaves_out_what_does_not_fit),
		cmocka_unit_test(flags_stand_at_the_right_end_and_nothing_under_them),
		cmocka_unit_test(an_alarm_moves_nothing_and_says_how_many_more_there_are),
		cmocka_unit_test(the_first_line_says_how_many_of_the_sockets_are_shown),
		cmocka_unit_test(a_rare_state_with_sockets_has_a_place_before_one_without),
		cmocka_unit_test(every_figure_has_a_place_that_depends_on_the_width_alone),
		cmocka_unit_test(a_click_on_a_count_finds_its_state),
		cmocka_unit_test(a_high_screen_has_curves_of_the_last_minute),
		cmocka_unit_test(a_message_is_seen_at_every_height),
		cmocka_unit_test(notes_take_a_line_of_their_own),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
