/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/make-table.h"
#include "support/unit.h"

#include "support/random.h"
#include "support/rows.h"
#include "view/table/search.h"

struct stage {
	struct rows rows;
	struct table table;
	struct search search;
};

static const char *const ids[] = {"state", "local", "recvq"};

static void stage_init(struct stage *stage, size_t height)
{
	memset(stage, 0, sizeof(*stage));
	rows_init(&stage->rows, 0);
	table_init(&stage->table, column_find("lport"), false);
	table_set_height(&stage->table, &stage->rows.context, height);
}

static void stage_done(struct stage *stage)
{
	search_done(&stage->search);
	table_done(&stage->table);
	rows_done(&stage->rows);
}

static void set(struct stage *stage, const char *text)
{
	const struct column *columns[COUNT_OF(ids)];

	for (size_t i = 0; i < COUNT_OF(ids); i++)
		columns[i] = column_find(ids[i]);
	search_set(&stage->search, text, columns, COUNT_OF(ids));
}

/* Sockets with these local ports. */
static void list(struct stage *stage, unsigned first, unsigned last)
{
	struct buffer listing = {0};

	for (unsigned port = first; port <= last; port++)
		buffer_printf(&listing, "%u tcp %s 10.0.0.1:%u 10.0.0.2:80\n", port,
			port % 2 ? "ESTABLISHED" : "CLOSE_WAIT", port);
	rows_refresh(&stage->rows, 1000, buffer_get(&listing));
	assert_int_equal(make_table(&stage->table, &stage->rows.context, false), 0);
	buffer_done(&listing);
}

static enum search_result finish(struct stage *stage, size_t *ret_place)
{
	enum search_result result;

	for (int i = 0; i < 10000; i++) {
		result =
			search_step(&stage->search, &stage->table, &stage->rows.context, ret_place);
		if (result != SEARCH_GOING)
			return result;
	}
	fail_msg("it never ends");
	return SEARCH_MISSED;
}

/* The port that is found from the selected line on; 1: a group, 0: nothing. */
static unsigned find(struct stage *stage, bool backwards, bool inclusive, bool wrapped)
{
	struct search_origin origin = search_origin_of(&stage->table);
	enum search_result result;
	size_t place = 0;

	search_begin(&stage->search, &stage->table, &origin, backwards, inclusive);
	result = finish(stage, &place);
	if (result == SEARCH_MISSED)
		return 0;
	assert_int_equal(result, wrapped ? SEARCH_WRAPPED : SEARCH_FOUND);
	table_move_to(&stage->table, &stage->rows.context, place);
	if (stage->table.on_group)
		return 1;
	return stage->rows.track.rows[stage->table.selected.row].conn.local.port;
}

static void the_next_match_is_the_next_one_in_the_order(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 5);
	list(&stage, 1000, 3000);
	set(&stage, ":1000");
	assert_int_equal(find(&stage, false, true, false), 1000);
	set(&stage, "77"); /* far from all that is settled */
	assert_int_equal(find(&stage, false, false, false), 1077);
	assert_int_equal(find(&stage, false, false, false), 1177);
	assert_int_equal(find(&stage, false, true, false), 1177);
	assert_int_equal(find(&stage, true, false, false), 1077);
	assert_int_equal(find(&stage, true, false, true), 2977);
	assert_int_equal(find(&stage, false, false, true), 1077);
	set(&stage, "close_w");
	assert_int_equal(find(&stage, false, false, false), 1078);
	set(&stage, "CLOSE_w");
	assert_int_equal(find(&stage, true, false, false), 1076);
	set(&stage, "nowhere");
	assert_int_equal(find(&stage, false, true, false), 0);
	set(&stage, "");
	assert_int_equal(find(&stage, false, true, false), 0);
	set(&stage, ":3000");
	assert_int_equal(find(&stage, false, false, false), 3000);
	assert_int_equal(find(&stage, false, false, true), 3000); /* the only one */
	assert_int_equal(find(&stage, true, false, true), 3000);
	stage_done(&stage);
}

/* Every row is asked in a simple order, and the first that matches has to be the answer. */
static bool matches_plainly(const struct stage *stage, uint32_t row, const char *text)
{
	struct buffer cell = {0};
	bool matches = false;

	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		buffer_clear(&cell);
		column_add_text(column_find(ids[i]), &stage->rows.context, row, &cell);
		matches = matches || strstr(buffer_get(&cell), text);
	}
	buffer_done(&cell);
	return matches;
}

static uint32_t expected_row(struct stage *stage, const uint32_t *rows, size_t count, size_t from,
	bool backwards, bool inclusive, const char *text)
{
	for (size_t i = inclusive ? 0 : 1; i < count + !inclusive; i++) {
		size_t place = (backwards ? from + count - i % count : from + i) % count;

		if (matches_plainly(stage, rows[place], text))
			return rows[place];
	}
	return TRACK_NONE;
}

static void any_search_from_anywhere_finds_what_is_nearest(void **state)
{
	static const char *const columns[] = {"lport", "state", "recvq", "remote"};
	static const char *const texts[] = {"7", ":12", "WAIT", "10.0.0.3:", "99", "ESTAB", "x"};
	uint64_t seed = random_seed();

	(void)state;
	for (int round = 0; round < 150; round++) {
		const char *text = texts[random_below(&seed, COUNT_OF(texts))];
		unsigned count = 1 + random_below(&seed, 1500);
		bool backwards = random_below(&seed, 2), inclusive = random_below(&seed, 2);
		uint32_t *rows = calloc(count, sizeof(*rows)), expected;
		struct buffer listing = {0};
		struct search_origin origin;
		struct stage stage;
		enum search_result result;
		size_t place = 0, from;

		stage_init(&stage, 1 + random_below(&seed, 40));
		for (unsigned i = 1; i <= count; i++)
			buffer_printf(&listing, "%u tcp %s 10.0.0.%u:%u 10.0.0.2:80 recv=%u\n", i,
				random_below(&seed, 9) ? "ESTABLISHED" : "CLOSE_WAIT",
				random_below(&seed, 4), i, random_below(&seed, 100));
		rows_refresh(&stage.rows, 1000, buffer_get(&listing));
		for (int i = 0; i < 2; i++)
			table_set_sort(&stage.table,
				column_find(columns[random_below(&seed, COUNT_OF(columns))]),
				random_below(&seed, 2));
		make_table(&stage.table, &stage.rows.context, false);
		order_settle(&stage.table.order, &stage.rows.context, 0, count);
		for (unsigned i = 0; i < count; i++)
			rows[i] = order_row(&stage.table.order, i);
		make_table(&stage.table, &stage.rows.context, false); /* unsettled again */
		from = random_below(&seed, count);
		table_move_to(&stage.table, &stage.rows.context, from);
		origin = search_origin_of(&stage.table);
		/* As while a text is typed: the window has gone elsewhere meanwhile. */
		if (random_below(&seed, 2))
			table_move_to(
				&stage.table, &stage.rows.context, random_below(&seed, count));
		set(&stage, text);
		search_begin(&stage.search, &stage.table, &origin, backwards, inclusive);
		result = finish(&stage, &place);
		expected = expected_row(&stage, rows, count, from, backwards, inclusive, text);
		assert_int_equal(result == SEARCH_MISSED, expected == TRACK_NONE);
		if (result != SEARCH_MISSED)
			assert_int_equal(rows[place], expected);
		buffer_done(&listing);
		free(rows);
		stage_done(&stage);
	}
}

static void a_search_begins_again_when_the_order_changes(void **state)
{
	struct search_origin origin;
	struct stage stage;
	size_t place = 0;

	(void)state;
	stage_init(&stage, 5);
	list(&stage, 1, 5000);
	set(&stage, ":4999");
	origin = search_origin_of(&stage.table);
	search_begin(&stage.search, &stage.table, &origin, false, false);
	assert_int_equal(search_step(&stage.search, &stage.table, &stage.rows.context, &place),
		SEARCH_GOING);
	list(&stage, 4000, 5000); /* those below 4000 are gone */
	table_move_to(&stage.table, &stage.rows.context, 3);
	assert_int_equal(finish(&stage, &place), SEARCH_FOUND);
	table_move_to(&stage.table, &stage.rows.context, place);
	assert_int_equal(stage.rows.track.rows[stage.table.selected.row].conn.local.port, 4999);
	stage_done(&stage);
}

static void an_empty_table_has_nothing_to_find(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 5);
	rows_refresh(&stage.rows, 1000, "");
	make_table(&stage.table, &stage.rows.context, false);
	set(&stage, "a");
	assert_int_equal(find(&stage, false, true, false), 0);
	assert_int_equal(find(&stage, true, false, false), 0);
	stage_done(&stage);
}

/* Groups are found by their names, and what is below those that are open. */
static void groups_are_searched_line_by_line(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 5);
	table_set_group(&stage.table, group_kind_find("state"));
	list(&stage, 1000, 2000);
	assert_int_equal(table_count(&stage.table), 2);
	set(&stage, "close_wait");
	assert_int_equal(find(&stage, false, true, false), 1);
	assert_int_equal(table_open_group(&stage.table, &stage.rows.context), 0);
	set(&stage, ":1500");
	assert_int_equal(find(&stage, false, false, false), 1500);
	set(&stage, "nothing");
	assert_int_equal(find(&stage, true, false, false), 0);
	stage_done(&stage);
}

static void matches_are_found_in_a_text_one_after_the_other(void **state)
{
	static const char text[] = "Anna and ANNA";
	struct stage stage;

	(void)state;
	stage_init(&stage, 1);
	set(&stage, "aN");
	assert_int_equal(search_find_in(&stage.search, text, strlen(text), 0), 0);
	assert_int_equal(search_find_in(&stage.search, text, strlen(text), 1), 5);
	assert_int_equal(search_find_in(&stage.search, text, strlen(text), 6), 9);
	assert_true(search_find_in(&stage.search, text, strlen(text), 10) == SIZE_MAX);
	stage_done(&stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_next_match_is_the_next_one_in_the_order),
		cmocka_unit_test(any_search_from_anywhere_finds_what_is_nearest),
		cmocka_unit_test(a_search_begins_again_when_the_order_changes),
		cmocka_unit_test(an_empty_table_has_nothing_to_find),
		cmocka_unit_test(groups_are_searched_line_by_line),
		cmocka_unit_test(matches_are_found_in_a_text_one_after_the_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
