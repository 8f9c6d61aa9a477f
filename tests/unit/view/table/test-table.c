/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/make-table.h"
#include "support/unit.h"

#include "support/random.h"
#include "support/rows.h"
#include "view/table/table.h"

#define SECOND 1000

/* A table of sockets that differ in their local ports, by which they are ordered. */
struct stage {
	struct rows rows;
	struct table table;
};

static void stage_init(struct stage *stage, size_t height)
{
	rows_init(&stage->rows, 0);
	table_init(&stage->table, column_find("lport"), false);
	table_set_height(&stage->table, &stage->rows.context, height);
}

static void stage_done(struct stage *stage)
{
	table_done(&stage->table);
	rows_done(&stage->rows);
}

/* The kernel lists sockets with these local ports, which are their cookies, too. */
static void list(struct stage *stage, bool held, const char *ports)
{
	struct buffer listing = {0};
	char *copy = strdup(ports), *saved;

	for (char *port = strtok_r(copy, " ", &saved); port; port = strtok_r(NULL, " ", &saved))
		buffer_printf(&listing, "%s tcp ESTABLISHED 10.0.0.1:%s 10.0.0.2:80\n", port, port);
	rows_refresh(&stage->rows, SECOND, buffer_get(&listing));
	assert_int_equal(make_table(&stage->table, &stage->rows.context, held), 0);
	buffer_done(&listing);
	free(copy);
}

static unsigned port_of(const struct stage *stage, uint32_t row)
{
	return stage->rows.track.rows[row].conn.local.port;
}

/* "10 [20] 30": the window, with the selected row in brackets. */
static void check_window(const struct stage *stage, const char *expected)
{
	struct buffer seen = {0};

	for (size_t line = 0; line < stage->table.height; line++) {
		uint32_t row = table_row_at(&stage->table, line);
		bool selected = row == table_selected(&stage->table, &stage->rows.track);

		if (row == TRACK_NONE)
			break;
		buffer_printf(
			&seen, selected ? "%s[%u]" : "%s%u", line ? " " : "", port_of(stage, row));
	}
	assert_string_equal(buffer_get(&seen), expected);
	buffer_done(&seen);
}

static void select_port(struct stage *stage, unsigned port)
{
	for (size_t place = 0; place < table_count(&stage->table); place++) {
		table_move_to(&stage->table, &stage->rows.context, place);
		if (port_of(stage, stage->table.selected.row) == port)
			return;
	}
	fail_msg("no port %u", port);
}

static void move(struct stage *stage, long lines)
{
	table_move(&stage->table, &stage->rows.context, lines);
}

/* -------- two columns -------- */

static void rows_that_are_equal_stand_as_they_were_sorted_before(void **state)
{
	static const struct {
		const char *column;
		bool descending;
		const char *expected;
	} steps[] = {
		{"lport", false, "[10] 20 30 40 50 60"},
		{"state", false, "[20] 40 60 10 30 50"}, /* CLOSE_WAIT, ESTABLISHED */
		{"state", true, "[10] 30 50 20 40 60"},  /* inverted: the other one stays */
		{"recvq", true, "[50] 40 30 60 10 20"},
		{"remote", false, "[50] 40 30 60 10 20"}, /* all the same */
		{"recvq", false, "[10] 20 30 60 40 50"},
		{"lport", true, "[60] 50 40 30 20 10"},
	};
	struct stage stage;

	(void)state;
	stage_init(&stage, 6);
	rows_refresh(&stage.rows, SECOND,
		"1 tcp ESTABLISHED 10.0.0.1:10 10.0.0.2:80 recv=1\n"
		"2 tcp CLOSE_WAIT 10.0.0.1:20 10.0.0.2:80 recv=1\n"
		"3 tcp ESTABLISHED 10.0.0.1:30 10.0.0.2:80 recv=2\n"
		"4 tcp CLOSE_WAIT 10.0.0.1:40 10.0.0.2:80 recv=3\n"
		"5 tcp ESTABLISHED 10.0.0.1:50 10.0.0.2:80 recv=4\n"
		"6 tcp CLOSE_WAIT 10.0.0.1:60 10.0.0.2:80 recv=2\n");
	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		table_set_sort(&stage.table, column_find(steps[i].column), steps[i].descending);
		assert_int_equal(make_table(&stage.table, &stage.rows.context, false), 0);
		check_window(&stage, steps[i].expected);
	}
	stage_done(&stage);
}

/* Whatever the columns, every window shows what a full sort would put there. */
static void windows_of_two_columns_are_pieces_of_one_order(void **state)
{
	static const char *const ids[] = {"state", "remote", "recvq", "rport", "local", "rxrate"};
	uint64_t seed = random_seed();
	struct buffer listing = {0};
	struct stage stage;

	(void)state;
	stage_init(&stage, 7);
	for (unsigned i = 1; i <= 500; i++)
		buffer_printf(&listing, "%u tcp %s 10.0.0.%u:%u 10.0.0.%u:%u recv=%u\n", i,
			random_below(&seed, 2) ? "ESTABLISHED" : "CLOSE_WAIT",
			random_below(&seed, 3), i, random_below(&seed, 3), random_below(&seed, 3),
			random_below(&seed, 3));
	rows_refresh(&stage.rows, SECOND, buffer_get(&listing));
	for (int round = 0; round < 40; round++) {
		const struct order *order = &stage.table.order;

		table_set_sort(&stage.table, column_find(ids[random_below(&seed, COUNT_OF(ids))]),
			random_below(&seed, 2));
		assert_int_equal(make_table(&stage.table, &stage.rows.context, false), 0);
		table_move_to(&stage.table, &stage.rows.context, random_below(&seed, 500));
		for (size_t i = order->settled_first + 1; i < order->settled_end; i++)
			assert_true(order_is_before(order, &stage.rows.context,
				&order->entries[i - 1], &order->entries[i]));
		for (size_t i = 0; i < 500; i++)
			if (i < order->settled_first)
				assert_true(order_is_before(order, &stage.rows.context,
					&order->entries[i], &order->entries[order->settled_first]));
			else if (i >= order->settled_end)
				assert_false(order_is_before(order, &stage.rows.context,
					&order->entries[i],
					&order->entries[order->settled_end - 1]));
	}
	buffer_done(&listing);
	stage_done(&stage);
}

/* -------- the hand holds a socket -------- */

static void the_selected_socket_stays_on_its_line_while_others_come_and_go(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 4);
	list(&stage, false, "10 20 30 40 50 60 70 80");
	select_port(&stage, 50);
	check_window(&stage, "20 30 40 [50]");
	list(&stage, false, "5 6 7 10 20 30 40 50 60 70 80"); /* above */
	check_window(&stage, "20 30 40 [50]");
	list(&stage, false, "20 40 50 55 60 70 80"); /* away, and below */
	check_window(&stage, "20 40 [50] 55");
	list(&stage, false, "1 2 3 4 20 40 50 55 60 70 80");
	check_window(&stage, "20 40 [50] 55");
	list(&stage, false, "50 55 60 70 80"); /* there is nothing above it any more */
	check_window(&stage, "[50] 55 60 70");
	stage_done(&stage);
}

static void any_coming_and_going_leaves_the_selected_socket_on_its_line(void **state)
{
	uint64_t seed = random_seed();

	(void)state;
	for (int round = 0; round < 30; round++) {
		struct stage stage;
		struct buffer ports = {0};
		unsigned held = 1 + random_below(&seed, 200);
		size_t height = 1 + random_below(&seed, 12);

		stage_init(&stage, height);
		buffer_printf(&ports, "%u", held);
		list(&stage, false, buffer_get(&ports));
		select_port(&stage, held);
		for (int refresh = 0; refresh < 20; refresh++) {
			size_t line = stage.table.place - stage.table.top, count, top;

			buffer_clear(&ports);
			for (unsigned port = 1; port <= 200; port++)
				if (port == held || random_below(&seed, 4) == 0)
					buffer_printf(&ports, "%u ", port);
			list(&stage, false, buffer_get(&ports));
			count = table_count(&stage.table);
			assert_int_equal(
				port_of(&stage, table_selected(&stage.table, &stage.rows.track)),
				held);
			/* The same line, but where the table ends before the window does. */
			top = stage.table.place > line ? stage.table.place - line : 0;
			if (top + height > count)
				top = count > height ? count - height : 0;
			assert_int_equal(stage.table.top, top);
			for (size_t i = 1; i < height && i < count; i++)
				assert_true(port_of(&stage, table_row_at(&stage.table, i - 1)) <
					    port_of(&stage, table_row_at(&stage.table, i)));
			if (random_below(&seed, 3) == 0)
				table_scroll(&stage.table, &stage.rows.context,
					(long)random_below(&seed, 9) - 4);
			held = port_of(&stage, stage.table.selected.row);
		}
		buffer_done(&ports);
		stage_done(&stage);
	}
}

static void when_the_selected_socket_is_forgotten_its_neighbour_is_selected(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 5);
	list(&stage, false, "10 20 30 40 50 60 70");
	select_port(&stage, 40);
	list(&stage, false, "10 20 30 50 60 70"); /* the one below */
	check_window(&stage, "10 20 30 [50] 60");
	list(&stage, false, "30 60 70"); /* with some above it, too */
	check_window(&stage, "30 [60] 70");
	list(&stage, false, "30 55 65 70"); /* not what has come to its place since */
	check_window(&stage, "30 55 65 [70]");
	list(&stage, false, "30 55 65"); /* there is none below: the one above */
	check_window(&stage, "30 55 [65]");
	list(&stage, false, "5 10 30");
	check_window(&stage, "5 10 [30]");
	list(&stage, false, "1 2"); /* nobody is left of those who stood there */
	check_window(&stage, "1 [2]");
	list(&stage, false, "");
	check_window(&stage, "");
	assert_int_equal(table_selected(&stage.table, &stage.rows.track), TRACK_NONE);
	list(&stage, false, "7 8");
	check_window(&stage, "[7] 8");
	stage_done(&stage);
}

static void a_vanished_socket_stays_selected_while_it_lingers(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 3);
	stage.rows.track.linger_us = 2500000;
	list(&stage, false, "10 20 30");
	select_port(&stage, 20);
	list(&stage, false, "10 30");
	check_window(&stage, "10 [20] 30");
	list(&stage, false, "10 30");
	check_window(&stage, "10 [20] 30");
	list(&stage, false, "10 30");
	list(&stage, false, "10 30");
	check_window(&stage, "10 [30]");
	stage_done(&stage);
}

static void another_socket_in_the_same_row_is_not_the_selected_one(void **state)
{
	struct stage stage;
	uint32_t row;

	(void)state;
	stage_init(&stage, 4);
	list(&stage, false, "10 20 30");
	select_port(&stage, 20);
	row = stage.table.selected.row;
	rows_refresh(&stage.rows, SECOND,
		"10 tcp ESTABLISHED 10.0.0.1:10 10.0.0.2:80\n"
		"30 tcp ESTABLISHED 10.0.0.1:30 10.0.0.2:80");
	rows_refresh(&stage.rows, SECOND,
		"10 tcp ESTABLISHED 10.0.0.1:10 10.0.0.2:80\n"
		"99 tcp ESTABLISHED 10.0.0.1:20 10.0.0.2:80\n" /* the same ends, too */
		"30 tcp ESTABLISHED 10.0.0.1:30 10.0.0.2:80");
	assert_int_equal(rows_find(&stage.rows, 99), row);
	assert_int_equal(table_selected(&stage.table, &stage.rows.track), TRACK_NONE);
	make_table(&stage.table, &stage.rows.context, false);
	check_window(&stage, "10 20 [30]");
	stage_done(&stage);
}

/* -------- nothing is held -------- */

static void until_something_is_taken_hold_of_the_window_stays_at_the_top(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 3);
	list(&stage, false, "40 50 60 70");
	check_window(&stage, "[40] 50 60");
	list(&stage, false, "10 40 50 60 70");
	check_window(&stage, "[10] 40 50");
	move(&stage, 1);
	list(&stage, false, "5 10 40 50 60 70");
	check_window(&stage, "10 [40] 50");
	table_let_go(&stage.table, &stage.rows.context);
	check_window(&stage, "[5] 10 40");
	list(&stage, false, "1 5 10 40 50 60 70");
	check_window(&stage, "[1] 5 10");
	stage_done(&stage);
}

/* -------- a dialog is open -------- */

static void while_something_is_open_rows_leave_but_none_come_in(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 4);
	list(&stage, false, "10 20 30 40 50 60 70");
	select_port(&stage, 40);
	list(&stage, true, "5 10 15 20 30 35 40 50 60 70");
	check_window(&stage, "10 20 30 [40]");
	list(&stage, true, "5 15 30 35 40 50 70");
	check_window(&stage, "30 [40] 50 70");
	list(&stage, true, "5 15 30 35 50 70"); /* the selected one */
	check_window(&stage, "30 [50] 70");
	list(&stage, false, "5 15 30 35 50 70");
	check_window(&stage, "30 35 [50] 70");
	stage_done(&stage);
}

/* An index of the past passes to another connection, which may have begun earlier. */
static void a_row_of_the_past_that_went_later_leaves_a_held_order(void **state)
{
	struct stage stage;
	struct row *rows;

	(void)state;
	stage_init(&stage, 5);
	list(&stage, false, "10 20 30");
	rows = stage.rows.track.rows;
	stage.table.past = true;
	for (uint32_t row = 0; row < 3; row++)
		rows[row].gone_us = stage.table.built_us;
	rows[rows_find(&stage.rows, 10)].first_seen_us = stage.table.built_us + 1;
	rows[rows_find(&stage.rows, 20)].gone_us = stage.table.built_us + 1;
	make_table(&stage.table, &stage.rows.context, true);
	check_window(&stage, "[10] 30");
	stage_done(&stage);
}

static void a_held_order_stays_though_the_values_change(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 3);
	table_set_sort(&stage.table, column_find("recvq"), true);
	for (int held = 0; held < 3; held++) {
		rows_refresh(&stage.rows, SECOND,
			held == 1 ? "1 tcp ESTABLISHED 10.0.0.1:10 10.0.0.2:80 recv=1\n"
				    "2 tcp ESTABLISHED 10.0.0.1:20 10.0.0.2:80 recv=2\n"
				    "3 tcp ESTABLISHED 10.0.0.1:30 10.0.0.2:80 recv=3\n"
				  : "1 tcp ESTABLISHED 10.0.0.1:10 10.0.0.2:80 recv=3\n"
				    "2 tcp ESTABLISHED 10.0.0.1:20 10.0.0.2:80 recv=2\n"
				    "3 tcp ESTABLISHED 10.0.0.1:30 10.0.0.2:80 recv=1\n");
		make_table(&stage.table, &stage.rows.context, held > 0);
		check_window(&stage, "[10] 20 30");
	}
	stage_done(&stage);
}

static void a_row_that_is_another_socket_by_now_leaves_a_held_order(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 5);
	list(&stage, false, "10 20 30 40");
	select_port(&stage, 30);
	list(&stage, true, "10 30 40");
	list(&stage, true, "10 15 30 40"); /* 15 gets the row of 20 */
	check_window(&stage, "10 [30] 40");
	list(&stage, true, "10 15 40"); /* and the selected one is forgotten */
	list(&stage, true, "10 15 35 40");
	check_window(&stage, "10 [40]");
	stage_done(&stage);
}

/* -------- moving -------- */

static void movements_stop_at_both_ends(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 3);
	list(&stage, false, "10 20 30 40 50");
	move(&stage, -1);
	check_window(&stage, "[10] 20 30");
	move(&stage, 2); /* a page is a line less than the window */
	check_window(&stage, "10 20 [30]");
	move(&stage, 2);
	check_window(&stage, "30 40 [50]");
	move(&stage, 2);
	check_window(&stage, "30 40 [50]");
	move(&stage, -2);
	check_window(&stage, "[30] 40 50");
	move(&stage, -100);
	check_window(&stage, "[10] 20 30");
	table_move_to(&stage.table, &stage.rows.context, SIZE_MAX);
	check_window(&stage, "30 40 [50]");
	table_move_to(&stage.table, &stage.rows.context, 0);
	check_window(&stage, "[10] 20 30");
	stage_done(&stage);
}

static void the_wheel_moves_the_window_and_drags_the_hand_along_only_at_its_edge(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 3);
	list(&stage, false, "10 20 30 40 50 60");
	select_port(&stage, 20);
	table_scroll(&stage.table, &stage.rows.context, 1);
	check_window(&stage, "[20] 30 40");
	table_scroll(&stage.table, &stage.rows.context, 1);
	check_window(&stage, "[30] 40 50");
	table_scroll(&stage.table, &stage.rows.context, 5);
	check_window(&stage, "[40] 50 60");
	table_scroll(&stage.table, &stage.rows.context, -2);
	check_window(&stage, "20 30 [40]");
	table_scroll(&stage.table, &stage.rows.context, -5);
	check_window(&stage, "10 20 [30]");
	stage_done(&stage);
}

static void a_table_that_fits_does_not_scroll(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 5);
	list(&stage, false, "10 20 30");
	table_scroll(&stage.table, &stage.rows.context, 3);
	check_window(&stage, "[10] 20 30");
	table_scroll(&stage.table, &stage.rows.context, -3);
	check_window(&stage, "[10] 20 30");
	assert_int_equal(table_row_at(&stage.table, 3), TRACK_NONE);
	assert_int_equal(table_row_at(&stage.table, 5), TRACK_NONE);
	assert_int_equal(table_row_at(&stage.table, 500), TRACK_NONE);
	stage_done(&stage);
}

static void another_height_keeps_the_selected_row_in_sight(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 5);
	list(&stage, false, "10 20 30 40 50 60 70");
	select_port(&stage, 50);
	check_window(&stage, "10 20 30 40 [50]");
	table_set_height(&stage.table, &stage.rows.context, 2);
	check_window(&stage, "40 [50]");
	table_set_height(&stage.table, &stage.rows.context, 4);
	check_window(&stage, "40 [50] 60 70");
	table_set_height(&stage.table, &stage.rows.context, 6);
	check_window(&stage, "20 30 40 [50] 60 70");
	table_set_height(&stage.table, &stage.rows.context, 100);
	check_window(&stage, "10 20 30 40 [50] 60 70");
	table_set_height(&stage.table, &stage.rows.context, 0); /* there is always one */
	check_window(&stage, "[50]");
	stage_done(&stage);
}

static void a_window_of_one_line_shows_the_selected_row(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 1);
	list(&stage, false, "10 20 30");
	check_window(&stage, "[10]");
	move(&stage, 1);
	check_window(&stage, "[20]");
	list(&stage, false, "5 10 15 20 30");
	check_window(&stage, "[20]");
	table_scroll(&stage.table, &stage.rows.context, 1);
	check_window(&stage, "[30]");
	table_scroll(&stage.table, &stage.rows.context, 1);
	check_window(&stage, "[30]");
	stage_done(&stage);
}

static void a_table_without_rows_can_be_moved_about_in(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 3);
	for (int round = 0; round < 2; round++) {
		move(&stage, 1);
		move(&stage, -1);
		table_scroll(&stage.table, &stage.rows.context, 1);
		table_scroll(&stage.table, &stage.rows.context, -1);
		table_move_to(&stage.table, &stage.rows.context, 5);
		table_let_go(&stage.table, &stage.rows.context);
		table_set_height(&stage.table, &stage.rows.context, 7);
		assert_int_equal(table_row_at(&stage.table, 0), TRACK_NONE);
		assert_int_equal(table_selected(&stage.table, &stage.rows.track), TRACK_NONE);
		list(&stage, round == 1, "");
		assert_int_equal(table_count(&stage.table), 0);
	}
	stage_done(&stage);
}

/* However far the window jumps, what it shows is in order. */
static void a_window_anywhere_in_a_long_table_is_in_order(void **state)
{
	uint64_t seed = random_seed();
	struct buffer ports = {0};
	struct stage stage;

	(void)state;
	for (unsigned port = 1; port <= 3000; port++)
		buffer_printf(&ports, "%u ", port * 7919 % 3001);
	stage_init(&stage, 8);
	list(&stage, false, buffer_get(&ports));
	assert_int_equal(table_count(&stage.table), 3000);
	for (int i = 0; i < 2000; i++) {
		if (random_below(&seed, 3))
			move(&stage, (long)random_below(&seed, 60) - 30);
		else if (random_below(&seed, 2))
			table_scroll(&stage.table, &stage.rows.context,
				(long)random_below(&seed, 60) - 30);
		else
			table_move_to(&stage.table, &stage.rows.context, random_below(&seed, 3300));
		for (size_t line = 0; line < 8; line++)
			assert_int_equal(port_of(&stage, table_row_at(&stage.table, line)),
				stage.table.top + line + 1);
	}
	buffer_done(&ports);
	stage_done(&stage);
}

/* -------- another order, other rows -------- */

static void another_order_keeps_the_socket_and_its_line(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 3);
	list(&stage, false, "10 20 30 40 50 60 70");
	select_port(&stage, 50);
	check_window(&stage, "30 40 [50]");
	table_set_sort(&stage.table, column_find("lport"), true);
	make_table(&stage.table, &stage.rows.context, false);
	check_window(&stage, "70 60 [50]");
	table_let_go(&stage.table, &stage.rows.context);
	table_set_sort(&stage.table, column_find("lport"), false);
	make_table(&stage.table, &stage.rows.context, false);
	check_window(&stage, "[10] 20 30");
	stage_done(&stage);
}

static const char everything[] = "1 tcp ESTABLISHED 10.0.0.1:10 10.0.0.2:80\n"
				 "2 tcp LISTEN [::]:20 [::]:0\n"
				 "3 udp UNCONN 10.0.0.1:30 0.0.0.0:0\n"
				 "4 udp ESTABLISHED [::1]:40 [::1]:53\n"
				 "5 tcp ESTABLISHED [::ffff:10.0.0.1]:50 [::ffff:10.0.0.2]:80\n"
				 "6 tcp CLOSED 10.0.0.1:60 0.0.0.0:0\n";

static void only_rows_that_are_picked_are_shown(void **state)
{
	const struct {
		struct table_pick pick;
		const char *window;
	} cases[] = {
		{{parts_all(), false}, "[10] 20 30 40 50 60"},
		{{parts_all(), true}, "[20] 30"},
		{{parts_one(CONN_TCP, CONN_IPV4), false}, "[10] 60"},
		{{parts_one(CONN_TCP, CONN_IPV6), false}, "[20] 50"},
		{{parts_of_kind(CONN_UDP), false}, "[30] 40"},
		{{parts_one(CONN_UDP, CONN_IPV6), true}, ""},
		{{parts_none(), false}, ""},
	};
	struct stage stage;

	(void)state;
	stage_init(&stage, 9);
	rows_refresh(&stage.rows, SECOND, everything);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		stage.table.pick = cases[i].pick;
		make_table(&stage.table, &stage.rows.context, false);
		check_window(&stage, cases[i].window);
	}
	stage_done(&stage);
}

static void when_the_selected_row_is_no_longer_picked_its_neighbour_is_selected(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 9);
	rows_refresh(&stage.rows, SECOND, everything);
	make_table(&stage.table, &stage.rows.context, false);
	select_port(&stage, 30);
	stage.table.pick.parts = parts_of_kind(CONN_TCP);
	make_table(&stage.table, &stage.rows.context, false);
	check_window(&stage, "10 20 [50] 60");
	stage_done(&stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_that_are_equal_stand_as_they_were_sorted_before),
		cmocka_unit_test(windows_of_two_columns_are_pieces_of_one_order),
		cmocka_unit_test(the_selected_socket_stays_on_its_line_while_others_come_and_go),
		cmocka_unit_test(any_coming_and_going_leaves_the_selected_socket_on_its_line),
		cmocka_unit_test(when_the_selected_socket_is_forgotten_its_neighbour_is_selected),
		cmocka_unit_test(a_vanished_socket_stays_selected_while_it_lingers),
		cmocka_unit_test(another_socket_in_the_same_row_is_not_the_selected_one),
		cmocka_unit_test(until_something_is_taken_hold_of_the_window_stays_at_the_top),
		cmocka_unit_test(while_something_is_open_rows_leave_but_none_come_in),
		cmocka_unit_test(a_row_of_the_past_that_went_later_leaves_a_held_order),
		cmocka_unit_test(a_held_order_stays_though_the_values_change),
		cmocka_unit_test(a_row_that_is_another_socket_by_now_leaves_a_held_order),
		cmocka_unit_test(movements_stop_at_both_ends),
		cmocka_unit_test(
			the_wheel_moves_the_window_and_drags_the_hand_along_only_at_its_edge),
		cmocka_unit_test(a_table_that_fits_does_not_scroll),
		cmocka_unit_test(another_height_keeps_the_selected_row_in_sight),
		cmocka_unit_test(a_window_of_one_line_shows_the_selected_row),
		cmocka_unit_test(a_table_without_rows_can_be_moved_about_in),
		cmocka_unit_test(a_window_anywhere_in_a_long_table_is_in_order),
		cmocka_unit_test(another_order_keeps_the_socket_and_its_line),
		cmocka_unit_test(only_rows_that_are_picked_are_shown),
		cmocka_unit_test(
			when_the_selected_row_is_no_longer_picked_its_neighbour_is_selected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
