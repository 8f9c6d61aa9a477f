/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "support/rows.h"
#include "support/tree.h"
#include "view/service/port-budget.h"

struct bench {
	struct rows rows;
	struct port_budget budget;
	struct sysctls sysctls;
	struct column_context context;
	struct buffer text;
};

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));
	char *root = tree_make();

	tree_write(root, "/proc/sys/net/ipv4/ip_local_port_range", "40000\t40019\n");
	tree_write(root, "/proc/sys/net/ipv4/ip_local_reserved_ports", "40001,40003\n");
	sysctls_read(&bench->sysctls, root);
	tree_remove(root);
	rows_init(&bench->rows, 0);
	port_budget_init(&bench->budget);
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	port_budget_done(&bench->budget);
	rows_done(&bench->rows);
	buffer_done(&bench->text);
	free(bench);
	return 0;
}

static void look(struct bench *bench, uint64_t later_ms, const char *listing)
{
	rows_refresh(&bench->rows, later_ms, listing);
	bench->context = bench->rows.context;
	bench->context.port_budget = &bench->budget;
	port_budget_begin(&bench->budget, &bench->context, &bench->sysctls);
	while (port_budget_step(&bench->budget, 2))
		;
}

static const char *cell(struct bench *bench, size_t line, const char *column)
{
	assert_true(line < bench->budget.order.count);
	buffer_clear(&bench->text);
	column_add_text(port_column_find(column), &bench->context,
		order_row(&bench->budget.order, line), &bench->text);
	return buffer_get(&bench->text);
}

static void ports_are_counted_for_each_destination_with_those_taken_for_all(void **state)
{
	struct bench *bench = *state;

	look(bench, 1000,
		"1 tcp ESTABLISHED 10.0.0.5:40000 10.0.0.9:443\n"
		"2 tcp ESTABLISHED 10.0.0.5:40002 10.0.0.9:443\n"
		"3 tcp TIME_WAIT 10.0.0.5:40004 10.0.0.9:443 inode=- uid=-\n"
		"4 tcp ESTABLISHED 10.0.0.5:40000 10.0.0.8:443\n"
		"5 tcp LISTEN 0.0.0.0:40010 0.0.0.0:0\n"
		"6 tcp BOUND 10.0.0.5:40011 0.0.0.0:0\n"
		"7 tcp ESTABLISHED 10.0.0.5:40010 10.0.0.7:5000\n" /* accepted */
		"8 tcp ESTABLISHED 10.0.0.5:40001 10.0.0.9:443\n"  /* a reserved port */
		"9 tcp ESTABLISHED 10.0.0.5:5000 10.0.0.9:443\n"   /* not of the range */
		"10 udp ESTABLISHED 10.0.0.5:40006 10.0.0.9:443\n");
	assert_int_equal(bench->budget.ports, 18);
	assert_int_equal(bench->budget.order.count, 2);
	assert_string_equal(cell(bench, 0, "remote"), "10.0.0.9:443"); /* the fewest left first */
	assert_string_equal(cell(bench, 0, "source"), "10.0.0.5");
	assert_string_equal(cell(bench, 0, "used"), "3");
	assert_string_equal(cell(bench, 0, "time_wait"), "1");
	assert_string_equal(cell(bench, 0, "share"), "33.3");
	assert_string_equal(cell(bench, 0, "free"), "13");
	assert_string_equal(cell(bench, 1, "free"), "15");
}

static void the_time_until_none_is_left_goes_by_the_growth(void **state)
{
	struct bench *bench = *state;

	look(bench, 1000, "1 tcp ESTABLISHED 10.0.0.5:40000 10.0.0.9:443\n");
	assert_string_equal(cell(bench, 0, "left"), "?");
	look(bench, 1000,
		"1 tcp ESTABLISHED 10.0.0.5:40000 10.0.0.9:443\n"
		"2 tcp ESTABLISHED 10.0.0.5:40002 10.0.0.9:443\n"
		"3 tcp ESTABLISHED 10.0.0.5:40004 10.0.0.9:443\n");
	assert_string_equal(cell(bench, 0, "free"), "15");
	assert_string_equal(cell(bench, 0, "left"), "7.5s"); /* 2 a second */
	look(bench, 1000, "1 tcp ESTABLISHED 10.0.0.5:40000 10.0.0.8:443\n");
	assert_int_equal(bench->budget.order.count, 1); /* the other has no sockets any more */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			ports_are_counted_for_each_destination_with_those_taken_for_all, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			the_time_until_none_is_left_goes_by_the_growth, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
