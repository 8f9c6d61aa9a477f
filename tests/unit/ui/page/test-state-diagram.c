/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plan of the diagram at every size: nothing touches, crosses or leaves. */
#include "support/unit.h"

#include "ui/page/state-diagram.h"

enum { ROWS_MAX = 60, COLUMNS_MAX = 220, FREE = -1, BOX = 1000 };

struct map {
	int cells[ROWS_MAX][COLUMNS_MAX]; /* FREE, BOX + state, or the wire */
	struct area area;
};

static void take(struct map *map, int row, int column, int what)
{
	const struct area *area = &map->area;

	if (row < area->row || row >= area->row + area->rows || column < area->column ||
		column >= area->column + area->columns)
		fail_msg("%d at %d, %d is outside of %d x %d", what, row, column, area->rows,
			area->columns);
	if (map->cells[row][column] != FREE && map->cells[row][column] != what)
		fail_msg("%d and %d meet at %d, %d in %d x %d", what, map->cells[row][column], row,
			column, area->rows, area->columns);
	map->cells[row][column] = what;
}

static bool is_taken_by(const struct map *map, int row, int column, enum conn_state state)
{
	return row >= 0 && column >= 0 && row < ROWS_MAX && column < COLUMNS_MAX &&
	       map->cells[row][column] == BOX + (int)state;
}

static bool touches(const struct map *map, struct state_point at, enum conn_state state)
{
	return is_taken_by(map, at.row - 1, at.column, state) ||
	       is_taken_by(map, at.row + 1, at.column, state) ||
	       is_taken_by(map, at.row, at.column - 1, state) ||
	       is_taken_by(map, at.row, at.column + 1, state);
}

static void take_boxes(struct map *map, const struct state_diagram *plan)
{
	for (size_t i = 0; i < state_box_count; i++) {
		struct area box = state_diagram_box(plan, &state_boxes[i]);

		if (state_boxes[i].state == CONN_UNKNOWN)
			continue; /* has a part of the bar */
		for (int row = box.row; row < box.row + box.rows; row++)
			for (int column = box.column; column < box.column + box.columns; column++)
				take(map, row, column, BOX + state_boxes[i].state);
	}
}

static void take_wire(struct map *map, const struct state_wire *wire, int number)
{
	const struct transition_record *record = &transition_records[wire->edge];
	struct state_point at = wire->points[0];

	assert_true(touches(map, at, record->from));
	assert_true(touches(map, wire->points[wire->point_count - 1], record->to));
	for (size_t i = 0; i < wire->point_count; i++) {
		struct state_point to = wire->points[i];

		assert_true(at.row == to.row || at.column == to.column);
		while (at.row != to.row || at.column != to.column) {
			take(map, at.row, at.column, number);
			at.row += (to.row > at.row) - (to.row < at.row);
			at.column += (to.column > at.column) - (to.column < at.column);
		}
	}
	take(map, at.row, at.column, number);
}

/* Figures of up to five cells ("≈1.2k") fit everywhere, on their own wire or on nothing. */
static void check_label(const struct map *map, const struct state_wire *wire, int number)
{
	assert_true(wire->label_room >= 5);
	for (int i = 0; i < 5; i++) {
		int what = map->cells[wire->label.row][wire->label.column + i];

		if (what != FREE && what != number)
			fail_msg("the figures of wire %d stand on %d in %d x %d", number, what,
				map->area.rows, map->area.columns);
	}
}

static void check_size(struct map *map, int rows, int columns)
{
	struct state_diagram plan;
	struct state_wire wire;
	size_t count = 0;

	map->area = (struct area){.row = 3, .column = 0, .rows = rows, .columns = columns};
	for (int row = 0; row < ROWS_MAX; row++)
		for (int column = 0; column < COLUMNS_MAX; column++)
			map->cells[row][column] = FREE;
	state_diagram_make(&plan, &map->area);
	assert_false(plan.list);
	assert_true(plan.bottom <= map->area.row + rows);
	take_boxes(map, &plan);
	for (; state_diagram_wire(&plan, count, &wire); count++)
		take_wire(map, &wire, (int)count);
	for (size_t i = 0; state_diagram_wire(&plan, i, &wire); i++)
		check_label(map, &wire, (int)i);
	assert_int_equal(count, 19);
}

static void no_wire_crosses_another_or_a_box_at_any_size(void **state)
{
	struct map *map = malloc(sizeof(*map));

	(void)state;
	for (int rows = 15; rows <= ROWS_MAX - 3; rows++)
		for (int columns = 80; columns <= COLUMNS_MAX; columns++)
			check_size(map, rows, columns);
	free(map);
}

static void what_is_too_small_has_a_list(void **state)
{
	static const struct area small[] = {{0, 0, 14, 200}, {0, 0, 50, 79}, {0, 0, 1, 1}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(small); i++) {
		struct state_diagram plan;

		state_diagram_make(&plan, &small[i]);
		assert_true(plan.list);
		assert_int_equal(state_diagram_at(&plan, 0, 0, true), CONN_STATES);
	}
}

static void check_reach(const struct state_diagram *plan, enum conn_state from, bool unknown)
{
	static const int ways[][2] = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
	bool reached[CONN_STATES] = {false};
	bool grows = true;

	reached[from] = true;
	while (grows) {
		grows = false;
		for (int i = 0; i < CONN_STATES; i++)
			for (size_t j = 0; reached[i] && j < COUNT_OF(ways); j++) {
				enum conn_state to = state_diagram_neighbour(
					plan, (enum conn_state)i, ways[j][0], ways[j][1], unknown);

				grows |= !reached[to];
				reached[to] = true;
			}
	}
	for (size_t i = 0; i < state_box_count; i++)
		if (reached[state_boxes[i].state] !=
			(state_boxes[i].state != CONN_UNKNOWN || unknown))
			fail_msg("%s is reached from %s or is not, and should not be or be",
				conn_state_name(CONN_TCP, state_boxes[i].state),
				conn_state_name(CONN_TCP, from));
}

static void arrow_keys_lead_from_every_state_to_every_other(void **state)
{
	static const struct area areas[] = {{3, 0, 19, 80}, {3, 0, 5, 40}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(areas); i++) {
		struct state_diagram plan;

		state_diagram_make(&plan, &areas[i]);
		for (size_t j = 0; j < state_box_count; j++) {
			if (state_boxes[j].state != CONN_UNKNOWN)
				check_reach(&plan, state_boxes[j].state, false);
			check_reach(&plan, state_boxes[j].state, true);
		}
	}
}

static void arrow_keys_go_where_they_point(void **state)
{
	static const struct area area = {3, 0, 19, 80};
	struct state_diagram plan;

	(void)state;
	state_diagram_make(&plan, &area);
	assert_int_equal(
		state_diagram_neighbour(&plan, CONN_ESTABLISHED, 0, 1, false), CONN_CLOSING);
	assert_int_equal(
		state_diagram_neighbour(&plan, CONN_ESTABLISHED, 0, -1, false), CONN_SYN_RECV);
	assert_int_equal(
		state_diagram_neighbour(&plan, CONN_ESTABLISHED, 1, 0, false), CONN_CLOSED);
	assert_int_equal(
		state_diagram_neighbour(&plan, CONN_ESTABLISHED, -1, 0, false), CONN_BOUND);
	assert_int_equal(state_diagram_neighbour(&plan, CONN_LISTEN, 0, -1, false), CONN_LISTEN);
	assert_int_equal(
		state_diagram_neighbour(&plan, CONN_TIME_WAIT, 1, 0, false), CONN_LAST_ACK);
	assert_int_equal(
		state_diagram_neighbour(&plan, CONN_SYN_SENT, 0, 1, false), CONN_CLOSE_WAIT);
}

static void every_state_has_a_box_and_is_found_in_it(void **state)
{
	static const struct area area = {3, 0, 38, 132};
	struct state_diagram plan;

	(void)state;
	state_diagram_make(&plan, &area);
	for (int i = 0; i < CONN_STATES; i++) {
		bool found = false;

		for (size_t j = 0; j < state_box_count; j++) {
			struct area box = state_diagram_box(&plan, &state_boxes[j]);

			if (state_boxes[j].state != (enum conn_state)i)
				continue;
			found = true;
			assert_int_equal(
				state_diagram_at(&plan, box.row + 1, box.column + 1, true), i);
			/* where there are none of it, the bar is all CLOSED's */
			assert_int_equal(
				state_diagram_at(&plan, box.row + 1, box.column + 1, false),
				i == CONN_UNKNOWN ? CONN_CLOSED : i);
		}
		assert_int_equal(found, i != CONN_NEW_SYN_RECV);
	}
	assert_int_equal(state_diagram_at(&plan, 0, 0, true), CONN_STATES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_wire_crosses_another_or_a_box_at_any_size),
		cmocka_unit_test(what_is_too_small_has_a_list),
		cmocka_unit_test(arrow_keys_lead_from_every_state_to_every_other),
		cmocka_unit_test(arrow_keys_go_where_they_point),
		cmocka_unit_test(every_state_has_a_box_and_is_found_in_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
