/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hand in a grouped table: where it rests, and what it opens. */
#include "support/make-table.h"
#include "support/unit.h"

#include "support/random.h"
#include "support/rows.h"
#include "view/group/group-column.h"
#include "view/table/table.h"

#define SECOND 1000

/* Sockets that are grouped by the last byte of their peer's address, and ordered by their port. */
struct stage {
	struct rows rows;
	struct table table;
};

static void stage_init(struct stage *stage, size_t height)
{
	rows_init(&stage->rows, 0);
	table_init(&stage->table, column_find("lport"), false);
	table_set_group(&stage->table, group_kind_find("remote"));
	table_set_group_sort(&stage->table, group_column_find("group"), false);
	table_set_height(&stage->table, &stage->rows.context, height);
}

static void stage_done(struct stage *stage)
{
	table_done(&stage->table);
	rows_done(&stage->rows);
}

/* "1:10 1:11 2:20": peers 10.0.0.1 and 10.0.0.2, own ports 10, 11 and 20, which are the cookies. */
static void list(struct stage *stage, bool held, const char *sockets)
{
	struct buffer listing = {0};
	char *copy = strdup(sockets), *saved;

	for (char *word = strtok_r(copy, " ", &saved); word; word = strtok_r(NULL, " ", &saved)) {
		const char *port = strchr(word, ':') + 1;

		buffer_printf(&listing, "%s tcp ESTABLISHED 10.9.9.9:%s 10.0.0.%d:80\n", port, port,
			atoi(word));
	}
	rows_refresh(&stage->rows, SECOND, buffer_get(&listing));
	assert_int_equal(make_table(&stage->table, &stage->rows.context, held), 0);
	buffer_done(&listing);
	free(copy);
}

static void add_line(const struct stage *stage, struct group_line line, struct buffer *out)
{
	if (line.row != TRACK_NONE)
		buffer_printf(out, "%u", stage->rows.track.rows[line.row].conn.local.port);
	else
		buffer_printf(out, "%c%d",
			group_is_open(&stage->table.groups, line.group) ? 'v' : '>',
			group_key(&stage->table.groups, line.group)[5]);
}

/* ">1 [v2] 20 21": groups, closed and open, and rows, with what is selected in brackets. */
static void check_window(const struct stage *stage, const char *expected)
{
	const struct table *table = &stage->table;
	struct buffer seen = {0};

	for (size_t i = 0; i < table->height; i++) {
		struct group_line line = table_line_at(table, i);
		bool selected = table->top + i == table->place;

		if (line.row == TRACK_NONE && line.group == GROUPS_NONE)
			break;
		buffer_printf(&seen, "%s%s", i ? " " : "", selected ? "[" : "");
		add_line(stage, line, &seen);
		buffer_text(&seen, selected ? "]" : "");
	}
	assert_string_equal(buffer_get(&seen), expected);
	buffer_done(&seen);
}

static void move(struct stage *stage, long lines)
{
	table_move(&stage->table, &stage->rows.context, lines);
}

static void open_group(struct stage *stage)
{
	assert_int_equal(table_open_group(&stage->table, &stage->rows.context), 0);
}

static void a_group_opens_and_closes_in_place(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 9);
	list(&stage, false, "1:10 1:11 2:20 2:21 3:30");
	check_window(&stage, "[>1] >2 >3");
	move(&stage, 1);
	open_group(&stage);
	check_window(&stage, ">1 [v2] 20 21 >3");
	open_group(&stage);
	check_window(&stage, ">1 [v2] 20 21 >3");
	table_close_group(&stage.table, &stage.rows.context);
	check_window(&stage, ">1 [>2] >3");
	stage_done(&stage);
}

static void from_a_row_its_group_is_left_or_closed(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 9);
	list(&stage, false, "1:10 1:11 2:20 2:21");
	open_group(&stage);
	move(&stage, 2);
	check_window(&stage, "v1 10 [11] >2");
	assert_int_equal(table_selected_group(&stage.table), GROUPS_NONE);
	table_leave_group(&stage.table, &stage.rows.context);
	check_window(&stage, "[v1] 10 11 >2");
	assert_int_equal(table_selected(&stage.table, &stage.rows.track), TRACK_NONE);
	move(&stage, 1);
	table_close_group(&stage.table, &stage.rows.context);
	check_window(&stage, "[>1] >2");
	stage_done(&stage);
}

static void what_opens_at_the_lower_edge_is_seen(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 4);
	list(&stage, false, "1:10 2:20 3:30 4:40 4:41 4:42 5:50");
	move(&stage, 3);
	open_group(&stage);
	check_window(&stage, ">3 [v4] 40 41");
	stage_done(&stage);
}

static void the_hand_stays_on_its_group_and_that_stays_open(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 9);
	list(&stage, false, "2:20 2:21 3:30");
	open_group(&stage);
	check_window(&stage, "[v2] 20 21 >3");
	list(&stage, false, "1:10 2:20 2:22 3:30");
	check_window(&stage, ">1 [v2] 20 22 >3");
	list(&stage, false, "2:23");
	check_window(&stage, "[v2] 23");
	stage_done(&stage);
}

static void the_hand_stays_on_its_socket(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 9);
	list(&stage, false, "2:20 2:21 3:30");
	open_group(&stage);
	move(&stage, 2);
	check_window(&stage, "v2 20 [21] >3");
	list(&stage, false, "1:10 2:19 2:20 2:21 2:22 3:30");
	check_window(&stage, ">1 v2 19 20 [21] 22 >3");
	/* who stood beside it, when it has gone */
	list(&stage, false, "2:19 2:20 2:22 3:30");
	check_window(&stage, "v2 19 20 [22] >3");
	/* and its group, when nobody is left of those */
	list(&stage, false, "2:18 3:30");
	check_window(&stage, "[v2] 18 >3");
	stage_done(&stage);
}

static void a_socket_that_changes_its_group_leaves_the_hand_where_it_was(void **state)
{
	static const char before[] = "1 tcp ESTABLISHED 10.0.0.1:1 10.0.0.2:80\n"
				     "2 tcp ESTABLISHED 10.0.0.1:2 10.0.0.2:80\n";
	static const char after[] = "1 tcp ESTABLISHED 10.0.0.1:1 10.0.0.2:80\n"
				    "2 tcp CLOSE_WAIT 10.0.0.1:2 10.0.0.2:80\n";
	struct stage stage;
	struct buffer name = {0};

	(void)state;
	stage_init(&stage, 9);
	table_set_group(&stage.table, group_kind_find("state"));
	rows_refresh(&stage.rows, SECOND, before);
	make_table(&stage.table, &stage.rows.context, false);
	open_group(&stage);
	move(&stage, 2);
	rows_refresh(&stage.rows, SECOND, after);
	make_table(&stage.table, &stage.rows.context, false);
	groups_add_name(
		&stage.table.groups, &stage.rows.context, table_group_in_hand(&stage.table), &name);
	assert_string_equal(buffer_get(&name), "ESTABLISHED");
	buffer_done(&name);
	stage_done(&stage);
}

static void a_held_order_stands_still_and_its_sums_go_on(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 9);
	list(&stage, false, "2:20 2:21 3:30 3:31");
	open_group(&stage);
	list(&stage, true, "1:10 2:21 3:30 3:31");
	check_window(&stage, "[v2] 21 >3");
	assert_int_equal(stage.table.groups.all[table_group_in_hand(&stage.table)].sums.sockets, 1);
	list(&stage, true, "1:10 3:30 3:31");
	check_window(&stage, "[v2] >3");
	assert_int_equal(stage.table.groups.all[table_group_in_hand(&stage.table)].sums.sockets, 0);
	list(&stage, true, "1:10 2:21 3:30 3:31");
	list(&stage, false, "1:10 2:21 3:30 3:31");
	check_window(&stage, ">1 [v2] 21 >3");
	stage_done(&stage);
}

static void without_a_hand_the_window_stays_at_the_top(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 3);
	list(&stage, false, "2:20 3:30");
	check_window(&stage, "[>2] >3");
	list(&stage, false, "1:10 2:20 3:30");
	check_window(&stage, "[>1] >2 >3");
	stage_done(&stage);
}

/* -------- from one key to the next -------- */

static void set_group(struct stage *stage, const char *kind)
{
	table_set_group(&stage->table, group_kind_find(kind));
	assert_int_equal(make_table(&stage->table, &stage->rows.context, false), 0);
}

static unsigned selected_port(const struct stage *stage)
{
	uint32_t row = table_selected(&stage->table, &stage->rows.track);

	return row == TRACK_NONE ? 0 : stage->rows.track.rows[row].conn.local.port;
}

static void the_hand_goes_through_groups_and_comes_back_to_its_socket(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 9);
	set_group(&stage, "none");
	list(&stage, false, "1:10 2:20 2:21 3:30");
	move(&stage, 2);
	assert_int_equal(selected_port(&stage), 21);
	set_group(&stage, "remote");
	check_window(&stage, ">1 [>2] >3");
	set_group(&stage, "port");
	assert_int_equal(selected_port(&stage), 0);
	set_group(&stage, "none");
	assert_int_equal(selected_port(&stage), 21);
	stage_done(&stage);
}

static void after_a_movement_it_goes_to_the_top(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 9);
	set_group(&stage, "none");
	list(&stage, false, "1:10 2:20 2:21 3:30");
	move(&stage, 2);
	set_group(&stage, "port");
	move(&stage, 1);
	set_group(&stage, "remote");
	check_window(&stage, "[>1] >2 >3");
	stage_done(&stage);
}

/* -------- the rows of a group -------- */

static void rows_of_a_group_are_found_open_or_not(void **state)
{
	struct stage stage;
	unsigned ports = 0;
	uint32_t group;

	(void)state;
	stage_init(&stage, 9);
	list(&stage, false, "1:10 2:20 2:21 3:30 2:22");
	move(&stage, 1);
	group = table_selected_group(&stage.table);
	assert_int_not_equal(group, GROUPS_NONE);
	for (uint32_t row = table_next_of_group(&stage.table, &stage.rows.track, group, TRACK_NONE);
		row != TRACK_NONE;
		row = table_next_of_group(&stage.table, &stage.rows.track, group, row))
		ports += stage.rows.track.rows[row].conn.local.port;
	assert_int_equal(ports, 20 + 21 + 22);
	stage_done(&stage);
}

/* What is selected is what stands where the hand is, whatever happens. */
static void nothing_that_happens_loses_the_hand(void **state)
{
	uint64_t random = random_seed();
	struct stage stage;

	(void)state;
	stage_init(&stage, 5);
	for (int turn = 0; turn < 1500; turn++) {
		struct buffer sockets = {0};
		struct group_line line;

		for (unsigned port = 1; port < 40; port++)
			if (random_below(&random, 3))
				buffer_printf(&sockets, "%s%u:%u", sockets.length ? " " : "",
					1 + port % 6, port);
		if (!sockets.length)
			buffer_text(&sockets, "1:1");
		list(&stage, random_below(&random, 4) == 0, buffer_get(&sockets));
		buffer_done(&sockets);
		if (random_below(&random, 3) == 0)
			open_group(&stage);
		else if (random_below(&random, 4) == 0)
			table_close_group(&stage.table, &stage.rows.context);
		else if (random_below(&random, 9) == 0)
			set_group(&stage, random_below(&random, 2) ? "remote" : "none");
		else
			move(&stage, (long)random_below(&random, 9) - 4);
		assert_in_range(stage.table.place, stage.table.top,
			stage.table.top + stage.table.height - 1);
		line = table_line_at(&stage.table, stage.table.place - stage.table.top);
		assert_int_equal(line.row, stage.table.selected.row);
		if (groups_are_on(&stage.table.groups))
			assert_int_equal(line.group, table_group_in_hand(&stage.table));
	}
	stage_done(&stage);
}

/* Its rows are put in order in steps; until then all stays as it is. A small group opens at once.
 */
static void a_group_of_many_rows_opens_when_the_table_is_made(void **state)
{
	enum { MANY = 20600 };
	struct buffer sockets = {0};
	struct stage stage;
	size_t steps = 0;

	(void)state;
	for (unsigned i = 0; i < MANY; i++)
		buffer_printf(&sockets, "%u:%u ", i % 100 ? 1 : 2, i + 1);
	stage_init(&stage, 6);
	list(&stage, false, buffer_get(&sockets));
	check_window(&stage, "[>1] >2");
	assert_int_equal(table_open_group(&stage.table, &stage.rows.context), 0);
	assert_int_equal(table_open_group(&stage.table, &stage.rows.context), 0);
	check_window(&stage, "[>1] >2");
	while (table_step(&stage.table, &stage.rows.context, 1000))
		steps++;
	assert_true(steps >= MANY / 1000);
	check_window(&stage, "[v1] 2 3 4 5 6");
	table_move(&stage.table, &stage.rows.context, 2);
	check_window(&stage, "v1 2 [3] 4 5 6");
	table_close_group(&stage.table, &stage.rows.context);
	while (table_step(&stage.table, &stage.rows.context, 1000))
		continue;
	check_window(&stage, "[>1] >2");
	/* Before that it can be called off. */
	assert_int_equal(table_open_group(&stage.table, &stage.rows.context), 0);
	assert_true(table_step(&stage.table, &stage.rows.context, 1000));
	table_close_group(&stage.table, &stage.rows.context);
	while (table_step(&stage.table, &stage.rows.context, 1000))
		continue;
	check_window(&stage, "[>1] >2");
	move(&stage, 1);
	open_group(&stage);
	assert_false(table_is_in_making(&stage.table));
	check_window(&stage, ">1 [v2] 1 101 201 301");
	buffer_done(&sockets);
	stage_done(&stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_group_of_many_rows_opens_when_the_table_is_made),
		cmocka_unit_test(a_group_opens_and_closes_in_place),
		cmocka_unit_test(from_a_row_its_group_is_left_or_closed),
		cmocka_unit_test(what_opens_at_the_lower_edge_is_seen),
		cmocka_unit_test(the_hand_stays_on_its_group_and_that_stays_open),
		cmocka_unit_test(the_hand_stays_on_its_socket),
		cmocka_unit_test(a_socket_that_changes_its_group_leaves_the_hand_where_it_was),
		cmocka_unit_test(a_held_order_stands_still_and_its_sums_go_on),
		cmocka_unit_test(without_a_hand_the_window_stays_at_the_top),
		cmocka_unit_test(the_hand_goes_through_groups_and_comes_back_to_its_socket),
		cmocka_unit_test(after_a_movement_it_goes_to_the_top),
		cmocka_unit_test(rows_of_a_group_are_found_open_or_not),
		cmocka_unit_test(nothing_that_happens_loses_the_hand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
