/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "support/rows.h"
#include "view/table/cell-condition.h"

#define LISTING                                                                                 \
	"1 tcp LISTEN 0.0.0.0:22 0.0.0.0:0 send=128 uid=0\n"                                    \
	"2 tcp LISTEN [::]:8080 [::]:0 recv=3 send=4096 uid=33\n"                               \
	"3 tcp ESTABLISHED 10.0.0.5:443 198.51.100.7:50112 uid=33 sent=1 got=1\n"               \
	"4 tcp CLOSE_WAIT [::ffff:10.0.0.5]:8080 [::ffff:203.0.113.200]:61234 if=1\n"           \
	"5 tcp ESTABLISHED [2001:db8::5]:443 [2001:db8::6]:50113 recv=7\n"                      \
	"6 tcp TIME_WAIT 127.0.0.1:6666 127.0.0.1:33768 uid=- inode=- timer=timewait/41000/0\n" \
	"7 udp UNCONN 127.0.0.53:53 0.0.0.0:0 uid=101\n"                                        \
	"8 tcp ESTABLISHED 10.0.0.6:443 198.51.100.7:50113 uid=33 recv=7\n"

static void open_rows(struct rows *rows)
{
	rows_init(rows, 3000);
	rows_process(rows, 10, "nginx", 3, 1002);
	rows_process(rows, 11, "nginx", 3, 1002);
	rows_process(rows, 12, "two words \"here\"\\", 3, 1003);
	rows_process(rows, 13, "and", 3, 1004);
	rows_process(rows, 14, "\033[2J\n", 3, 1005);
	rows_refresh(rows, 1000, LISTING);
	rows_refresh(rows, 123456, LISTING);
}

static uint32_t row_of(const struct rows *rows, uint64_t cookie)
{
	uint32_t row = track_find(&rows->track, CONN_HERE, cookie);

	assert_int_not_equal(row, TRACK_NONE);
	return row;
}

static const char *cell_of(
	struct rows *rows, uint64_t cookie, const char *id, bool negated, struct buffer *out)
{
	buffer_clear(out);
	if (!cell_condition_add_cell(
		    column_find(id), &rows->context, row_of(rows, cookie), negated, out))
		return "nothing";
	return buffer_get(out);
}

static void values_become_conditions(void **state)
{
	static const struct {
		uint64_t cookie;
		const char *id, *only, *except;
	} table[] = {
		{3, "state", "state = ESTABLISHED", "state != ESTABLISHED"},
		{7, "state", "state = UNCONN", "state != UNCONN"},
		{3, "proto", "proto = tcp", "proto != tcp"},
		{3, "local", "src = 10.0.0.5", "src != 10.0.0.5"},
		{3, "remote", "dst = 198.51.100.7", "dst != 198.51.100.7"},
		{3, "lport", "sport = :443", "sport != :443"},
		{3, "rport", "dport = :50112", "dport != :50112"},
		{4, "remote", "dst = 203.0.113.200", "dst != 203.0.113.200"},
		{5, "raddr", "dst = [2001:db8::6]", "dst != [2001:db8::6]"},
		{1, "local", "sport = :22", "sport != :22"},
		{2, "local", "sport = :8080", "sport != :8080"},
		{1, "remote", "dst = 0.0.0.0", "dst != 0.0.0.0"},
		{2, "process", "process = nginx", "process != nginx"},
		{3, "process", "process = \"two words \\\"here\\\"\\\\\"",
			"process != \"two words \\\"here\\\"\\\\\""},
		{4, "process", "process = \"and\"", "process != \"and\""},
		{6, "process", "process = \"(time-wait)\"", "process != \"(time-wait)\""},
		{2, "pid", "pid = 10", "pid != 10"},
		{6, "pid", "nothing", "nothing"},
		{6, "uid", "nothing", "nothing"},
		{5, "recvq", "recvq = 7", "recvq != 7"},
		{3, "recvq", "recvq = 0", "recvq != 0"},
		{1, "age", "age >= 123s", "age < 123s"},
		{6, "timer", "timer_name = timewait", "timer_name != timewait"},
		{3, "timer", "nothing", "nothing"},
		{3, "unit", "nothing", "nothing"},
		{3, "txrate", "txrate = 0", "txrate > 0"},
	};
	struct buffer out = {0};
	struct rows rows;

	(void)state;
	open_rows(&rows);
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		assert_string_equal(
			cell_of(&rows, table[i].cookie, table[i].id, false, &out), table[i].only);
		assert_string_equal(
			cell_of(&rows, table[i].cookie, table[i].id, true, &out), table[i].except);
	}
	buffer_done(&out);
	rows_done(&rows);
}

/* Whatever the cell: its condition can be read, lets its own row through, and its opposite does
 * not. */
static void every_cell_makes_a_filter_that_its_row_passes(void **state)
{
	struct filter_names names = {0};
	struct buffer out = {0}, scratch = {0};
	struct rows rows;
	size_t made = 0;

	(void)state;
	open_rows(&rows);
	for (size_t i = 0; i < column_count; i++)
		for (uint64_t cookie = 1; cookie <= 8; cookie++)
			for (int negated = 0; negated < 2; negated++) {
				const struct column *column = &column_table[i];
				uint32_t row = row_of(&rows, cookie);
				struct filter_error error;
				struct filter *filter;

				buffer_clear(&out);
				if (!column_is_shown(column) ||
					!cell_condition_add_cell(
						column, &rows.context, row, negated, &out))
					continue;
				if (filter_parse(buffer_get(&out), &names, &filter, &error) < 0)
					fail_msg("%s: %s", buffer_get(&out), error.message);
				if (filter_matches(filter, &rows.context, row, &scratch) == negated)
					fail_msg("row %u: %s", (unsigned)cookie, buffer_get(&out));
				filter_free(filter);
				made++;
			}
	assert_true(made > 100);
	buffer_done(&out);
	buffer_done(&scratch);
	rows_done(&rows);
}

/* How many conditions the group makes: one, or none. */
static size_t group_is_told(
	struct rows *rows, const struct groups *groups, uint32_t group, bool negated)
{
	struct filter_names names = {0};
	struct buffer out = {0}, scratch = {0};
	struct filter_error error;
	struct filter *filter;
	bool told = cell_condition_add_group(groups, &rows->context, group, negated, &out);

	if (!told) {
		assert_int_not_equal(group_key(groups, group)[0], GROUP_NAMED);
		return 0;
	}
	if (filter_parse(buffer_get(&out), &names, &filter, &error) < 0)
		fail_msg("%s: %s", buffer_get(&out), error.message);
	for (uint64_t cookie = 1; cookie <= 8; cookie++) {
		uint32_t row = row_of(rows, cookie);
		bool within = groups_of_row(groups, row) == group;

		if (filter_matches(filter, &rows->context, row, &scratch) == (within == negated))
			fail_msg("row %u: %s", (unsigned)cookie, buffer_get(&out));
	}
	filter_free(filter);
	buffer_done(&out);
	buffer_done(&scratch);
	return 1;
}

/* The row that was looked at when the groups were made may be another socket's now. */
static void a_group_is_told_by_a_row_that_still_has_its_key(void **state)
{
	const struct order order = {.column = column_find("local")};
	struct buffer out = {0};
	struct groups groups;
	struct rows rows;

	(void)state;
	rows_init(&rows, 0);
	rows_refresh(&rows, 1000,
		"1 tcp ESTABLISHED 10.0.0.5:443 198.51.100.7:50112\n"
		"2 tcp ESTABLISHED 10.0.0.5:443 198.51.100.7:50113\n");
	groups_init(&groups);
	groups_set_kind(&groups, group_kind_find("state"));
	groups_begin(&groups, &order);
	for (uint64_t cookie = 1; cookie <= 2; cookie++)
		assert_int_equal(groups_take(&groups, &rows.context, rows_find(&rows, cookie)), 0);
	rows_refresh(&rows, 1000,
		"1 tcp ESTABLISHED 10.0.0.5:443 198.51.100.7:50112\n"
		"2 tcp CLOSE_WAIT 10.0.0.5:443 198.51.100.7:50113\n");
	assert_true(cell_condition_add_group(&groups, &rows.context, 0, false, &out));
	assert_string_equal(buffer_get(&out), "state = ESTABLISHED");
	rows_refresh(&rows, 1000,
		"1 tcp CLOSE_WAIT 10.0.0.5:443 198.51.100.7:50112\n"
		"2 tcp CLOSE_WAIT 10.0.0.5:443 198.51.100.7:50113\n");
	assert_false(cell_condition_add_group(&groups, &rows.context, 0, false, &out));
	groups_done(&groups);
	buffer_done(&out);
	rows_done(&rows);
}

/* Whatever the rows are grouped by: "only" lets the rows of the group through, "except" all others;
 * and what cannot be told is a group without a value. */
static void every_group_makes_a_filter_that_its_rows_pass_and_no_others(void **state)
{
	const struct order order = {.column = column_find("local")};
	struct groups groups;
	struct rows rows;
	size_t made = 0;

	(void)state;
	open_rows(&rows);
	groups_init(&groups);
	for (size_t kind = 1; kind < group_kind_count; kind++) {
		groups_set_kind(&groups, &group_kinds[kind]);
		groups_begin(&groups, &order);
		for (uint64_t cookie = 1; cookie <= 8; cookie++)
			assert_int_equal(
				groups_take(&groups, &rows.context, row_of(&rows, cookie)), 0);
		assert_int_equal(groups_end(&groups, &rows.context), 0);
		for (uint32_t group = 0; group < groups.count; group++)
			for (int negated = 0; negated < 2; negated++)
				made += group_is_told(&rows, &groups, group, negated);
	}
	assert_true(made > 40);
	groups_done(&groups);
	rows_done(&rows);
}

static void groups_become_conditions(void **state)
{
	static const struct {
		uint64_t cookie;
		const char *kind, *only;
	} table[] = {
		{2, "process", "process = nginx"},
		{6, "process", "process = \"(time-wait)\""},
		{4, "remote", "dst = 203.0.113.200"},
		{5, "remote", "dst = [2001:db8::6]"},
		{2, "remote", "dport = :0"},
		{4, "network", "dst = 203.0.113.0/24"},
		{5, "network", "dst = [2001:db8::]/48"},
		{1, "network", "dport = :0"},
		{4, "service", "dst = 203.0.113.200:61234"},
		{5, "service", "dst = [2001:db8::6]:50113"},
		{2, "service", "dport = :0"},
		{4, "rport", "dport = :61234"},
		{2, "rport", "dport = :0"},
		{2, "pid", "pid = 10"},
		{3, "port", "sport = :443"},
		{3, "state", "state = ESTABLISHED"},
		{3, "unit", "nothing"},
		{6, "user", "nothing"},
	};
	struct buffer out = {0};
	struct rows rows;

	(void)state;
	open_rows(&rows);
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		struct groups groups;

		buffer_clear(&out);
		groups_init(&groups);
		groups_set_kind(&groups, group_kind_find(table[i].kind));
		groups_take(&groups, &rows.context, row_of(&rows, table[i].cookie));
		if (!cell_condition_add_group(&groups, &rows.context, 0, false, &out))
			buffer_text(&out, "nothing");
		assert_string_equal(buffer_get(&out), table[i].only);
		groups_done(&groups);
	}
	buffer_done(&out);
	rows_done(&rows);
}

static void conditions_are_added_to_what_was_there(void **state)
{
	static const struct {
		const char *before, *after;
	} table[] = {
		{"", "pid = 1"},
		{"state listen", "state listen and pid = 1"},
		{"sport = 22 or dport = 22", "( sport = :22 or dport = :22 ) and pid = 1"},
		{"state listen sport = 22 or dport = 22",
			"state listen and ( sport = :22 or dport = :22 ) and pid = 1"},
	};
	struct filter_names names = {0};
	struct buffer out = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		struct filter_error error;
		struct filter *filter;

		assert_int_equal(filter_parse(table[i].before, &names, &filter, &error), 0);
		buffer_clear(&out);
		cell_condition_add_both(filter, "pid = 1", &out);
		assert_string_equal(buffer_get(&out), table[i].after);
		filter_free(filter);
	}
	buffer_clear(&out);
	cell_condition_add_both(NULL, "pid = 1", &out);
	assert_string_equal(buffer_get(&out), "pid = 1");
	buffer_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_group_is_told_by_a_row_that_still_has_its_key),
		cmocka_unit_test(values_become_conditions),
		cmocka_unit_test(every_cell_makes_a_filter_that_its_row_passes),
		cmocka_unit_test(every_group_makes_a_filter_that_its_rows_pass_and_no_others),
		cmocka_unit_test(groups_become_conditions),
		cmocka_unit_test(conditions_are_added_to_what_was_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
