/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table is made in steps: what is shown meanwhile, and that the end is the same. */
#include "support/make-table.h"
#include "support/unit.h"

#include "support/random.h"
#include "support/rows.h"
#include "view/filter/filter.h"
#include "view/group/group-column.h"
#include "view/table/table.h"

enum { SOCKETS = 300, HEIGHT = 9 };

struct stage {
	struct rows rows;
	struct table table;
	struct filter *filter;
};

static void stage_init(struct stage *stage)
{
	struct buffer listing = {0};

	rows_init(&stage->rows, 0);
	for (unsigned i = 1; i <= SOCKETS; i++)
		buffer_printf(&listing, "%u tcp %s 10.0.0.%u:%u 10.0.%u.1:80 recv=%u\n", i,
			i % 3 ? "ESTABLISHED" : "CLOSE_WAIT", i % 7, 1000 + i, i % 5, i % 11);
	rows_refresh(&stage->rows, 1000, buffer_get(&listing));
	buffer_done(&listing);
	table_init(&stage->table, column_find("lport"), false);
	table_set_height(&stage->table, &stage->rows.context, HEIGHT);
	assert_int_equal(make_table(&stage->table, &stage->rows.context, false), 0);
	stage->filter = NULL;
}

static void stage_done(struct stage *stage)
{
	table_done(&stage->table);
	filter_free(stage->filter);
	rows_done(&stage->rows);
}

static struct filter *read_filter(const char *text)
{
	const struct filter_names names = {0};
	struct filter_error error;
	struct filter *filter;

	assert_int_equal(filter_parse(text, &names, &filter, &error), 0);
	return filter;
}

static void set_filter(struct stage *stage, const char *text)
{
	stage->table.pick.filter = NULL;
	filter_free(stage->filter);
	stage->filter = text ? read_filter(text) : NULL;
	stage->table.pick.filter = stage->filter;
}

static bool step(struct stage *stage, size_t budget)
{
	return table_step(&stage->table, &stage->rows.context, budget);
}

/* "1001 [1002] 1003"; a group is its number of sockets in round brackets. */
static const char *window(const struct stage *stage)
{
	static char text[512];
	const struct table *table = &stage->table;
	size_t length = 0;

	text[0] = '\0';
	for (size_t i = 0; i < HEIGHT; i++) {
		struct group_line line = table_line_at(table, i);
		bool selected = table->top + i == table->place;

		if (line.row != TRACK_NONE)
			length += (size_t)snprintf(text + length, sizeof(text) - length,
				selected ? "[%u] " : "%u ",
				stage->rows.track.rows[line.row].conn.local.port);
		else if (line.group != GROUPS_NONE)
			length += (size_t)snprintf(text + length, sizeof(text) - length,
				selected ? "[(%zu)] " : "(%zu) ",
				(size_t)table->groups.all[line.group].sums.sockets);
	}
	return text;
}

static size_t shown(const struct stage *stage)
{
	bool at_least;
	size_t count = table_count_living(&stage->table, &at_least);

	assert_false(at_least);
	return count;
}

static void until_it_is_made_the_lines_stay(void **state)
{
	struct stage stage;
	bool at_least;

	(void)state;
	stage_init(&stage);
	table_move_to(&stage.table, &stage.rows.context, 2);
	assert_string_equal(window(&stage), "1001 1002 [1003] 1004 1005 1006 1007 1008 1009 ");
	table_set_sort(&stage.table, column_find("lport"), true);
	table_begin(&stage.table, false);
	assert_true(step(&stage, SOCKETS / 2));
	assert_true(table_is_in_making(&stage.table));
	assert_int_equal(shown(&stage), SOCKETS); /* the order changes nothing of the number */
	assert_string_equal(window(&stage), "1001 1002 [1003] 1004 1005 1006 1007 1008 1009 ");
	table_move(&stage.table, &stage.rows.context, 1);
	assert_string_equal(window(&stage), "1001 1002 1003 [1004] 1005 1006 1007 1008 1009 ");
	assert_false(step(&stage, SOCKETS));
	assert_false(table_is_in_making(&stage.table));
	/* the socket stays selected, and is on its line of the screen as far as that can be */
	assert_string_equal(window(&stage), "1009 1008 1007 1006 1005 [1004] 1003 1002 1001 ");

	set_filter(&stage, "state close-wait");
	table_begin(&stage.table, true);
	assert_true(step(&stage, 30));
	assert_int_equal(table_count_living(&stage.table, &at_least), 10);
	assert_true(at_least);
	assert_true(step(&stage, 30));
	assert_int_equal(table_count_living(&stage.table, &at_least), 20);
	assert_string_equal(window(&stage), "1009 1008 1007 1006 1005 [1004] 1003 1002 1001 ");
	assert_false(step(&stage, SOCKETS));
	assert_int_equal(shown(&stage), SOCKETS / 3);
	stage_done(&stage);
}

static void what_was_chosen_last_counts(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	set_filter(&stage, "lport = 1005");
	table_begin(&stage.table, true);
	assert_true(step(&stage, 250));
	set_filter(&stage, "lport = 1006");
	table_begin(&stage.table, true);
	while (step(&stage, 100))
		continue;
	assert_string_equal(window(&stage), "[1006] ");
	/* stopped: what is shown stays, and what was chosen is made the next time */
	set_filter(&stage, "lport = 1007");
	table_begin(&stage.table, true);
	assert_true(step(&stage, 100));
	table_stop(&stage.table);
	assert_false(step(&stage, 1000));
	assert_string_equal(window(&stage), "[1006] ");
	table_begin(&stage.table, false);
	while (step(&stage, 100))
		continue;
	assert_string_equal(window(&stage), "[1007] ");
	stage_done(&stage);
}

/* Only rows that are shown are looked at, so a step for these is enough. */
static void a_longer_word_looks_at_the_rows_that_are_shown(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	set_filter(&stage, "10.0.4.1");
	assert_int_equal(make_table(&stage.table, &stage.rows.context, false), 0);
	assert_int_equal(shown(&stage), SOCKETS / 5);
	set_filter(&stage, "10.0.4.1:80");
	table_begin_narrower(&stage.table);
	assert_false(step(&stage, SOCKETS / 5 + 1));
	assert_int_equal(shown(&stage), SOCKETS / 5);
	set_filter(&stage, "lport < 1010");
	table_begin_narrower(&stage.table);
	assert_true(step(&stage, 5));
	/* the lines are sorted elsewhere in between: none is left out, none is there twice */
	table_move_to(&stage.table, &stage.rows.context, SOCKETS / 5 - 1);
	while (step(&stage, 5))
		continue;
	table_let_go(&stage.table, &stage.rows.context);
	assert_int_equal(shown(&stage), 9);
	stage_done(&stage);
}

static void one_word_within_another_narrows(void **state)
{
	static const struct {
		const char *longer, *shorter;
		bool narrows;
	} table[] = {
		{"nginx", "ngi", true},
		{"NGINX", "gin", true},
		{"ngi", "nginx", false},
		{"nginx", "apache", false},
		{"nginx", "/ngi/", false},
		{"nginx", "not ngi", false},
		{"nginx", "ngi or udp", false},
		{"lport = 80", "lport = 8", false},
		{"8080", "80", true}, /* words, too: anywhere in the row */
		{"12x", "12", true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		struct filter *longer = read_filter(table[i].longer);
		struct filter *shorter = read_filter(table[i].shorter);

		if (filter_is_narrower(longer, shorter) != table[i].narrows)
			fail_msg("'%s' and '%s'", table[i].longer, table[i].shorter);
		filter_free(longer);
		filter_free(shorter);
	}
}

static void groups_come_when_they_are_made(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	table_move_to(&stage.table, &stage.rows.context, 4);
	table_set_group(&stage.table, group_kind_find("state"));
	table_set_group_sort(&stage.table, group_column_find("sockets"), true);
	table_begin(&stage.table, false);
	assert_true(step(&stage, 100));
	assert_string_equal(window(&stage), "1001 1002 1003 1004 [1005] 1006 1007 1008 1009 ");
	while (step(&stage, 100))
		continue;
	assert_string_equal(window(&stage), "[(200)] (100) ");
	/* Without groups the socket of before is selected again. */
	table_set_group(&stage.table, group_kind_find("none"));
	table_begin(&stage.table, false);
	while (step(&stage, 100))
		continue;
	assert_string_equal(window(&stage), "[1005] 1006 1007 1008 1009 1010 1011 1012 1013 ");
	table_set_group(&stage.table, group_kind_find("state"));
	assert_int_equal(make_table(&stage.table, &stage.rows.context, false), 0);
	/* A group that opens while they are made again stays open. */
	table_begin(&stage.table, false);
	assert_true(step(&stage, 100));
	assert_int_equal(table_open_group(&stage.table, &stage.rows.context), 0);
	while (step(&stage, 100))
		continue;
	assert_string_equal(window(&stage), "[(200)] 1001 1002 1004 1005 1007 1008 1010 1011 ");
	table_close_group(&stage.table, &stage.rows.context);
	assert_string_equal(window(&stage), "[(200)] (100) ");
	stage_done(&stage);
}

static void it_goes_back_in_the_end(void **state)
{
	struct stage stage;
	struct table_hold hold;

	(void)state;
	stage_init(&stage);
	table_move_to(&stage.table, &stage.rows.context, 100);
	hold = table_hold(&stage.table);
	set_filter(&stage, "lport = 1005");
	assert_int_equal(make_table(&stage.table, &stage.rows.context, false), 0);
	set_filter(&stage, NULL);
	table_begin(&stage.table, true);
	assert_true(step(&stage, 10));
	table_go_back(&stage.table, &stage.rows.context, &hold);
	while (step(&stage, 100))
		continue;
	assert_int_equal(stage.table.place, 100);
	assert_int_equal(stage.table.place - stage.table.top, hold.line);
	stage_done(&stage);
}

/* Whatever is done in between, the end is what would have been made at once. */
static void in_steps_it_becomes_the_same(void **state)
{
	static const char *const filters[] = {
		NULL, "state close-wait", "10.0.3", "recvq > 4", "lport < 1100"};
	static const char *const columns[] = {"lport", "remote", "recvq", "state"};
	static const char *const kinds[] = {"none", "state", "remote"};
	uint64_t seed = random_seed();
	struct stage stage, whole;

	(void)state;
	stage_init(&stage);
	stage_init(&whole);
	for (int round = 0; round < 200; round++) {
		const char *filter = filters[random_below(&seed, COUNT_OF(filters))];
		const struct column *column =
			column_find(columns[random_below(&seed, COUNT_OF(columns))]);
		const struct group_kind *kind =
			group_kind_find(kinds[random_below(&seed, COUNT_OF(kinds))]);
		bool descending = random_below(&seed, 2);
		struct stage *both[] = {&stage, &whole};

		for (size_t i = 0; i < 2; i++) {
			set_filter(both[i], filter);
			table_set_sort(&both[i]->table, column, descending);
			if (kind != both[i]->table.groups.kind)
				table_set_group(&both[i]->table, kind);
		}
		table_begin(&stage.table, true);
		while (step(&stage, 1 + random_below(&seed, 90)))
			if (random_below(&seed, 4) == 0)
				table_move(&stage.table, &stage.rows.context,
					(long)random_below(&seed, 80) - 40);
		assert_int_equal(make_table(&whole.table, &whole.rows.context, false), 0);
		table_let_go(&stage.table, &stage.rows.context);
		table_let_go(&whole.table, &whole.rows.context);
		assert_int_equal(shown(&stage), shown(&whole));
		for (int page = 0; page < 4; page++) {
			char *expected = strdup(window(&whole));

			assert_string_equal(window(&stage), expected);
			free(expected);
			table_scroll(&stage.table, &stage.rows.context, HEIGHT);
			table_scroll(&whole.table, &whole.rows.context, HEIGHT);
		}
	}
	stage_done(&stage);
	stage_done(&whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(until_it_is_made_the_lines_stay),
		cmocka_unit_test(what_was_chosen_last_counts),
		cmocka_unit_test(a_longer_word_looks_at_the_rows_that_are_shown),
		cmocka_unit_test(one_word_within_another_narrows),
		cmocka_unit_test(groups_come_when_they_are_made),
		cmocka_unit_test(it_goes_back_in_the_end),
		cmocka_unit_test(in_steps_it_becomes_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
