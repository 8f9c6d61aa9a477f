/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "support/rows.h"
#include "view/filter/filter.h"
#include "view/service/service-column.h"
#include "view/service/service.h"

struct bench {
	struct rows rows;
	struct service_list list;
	struct column_context context;
	struct buffer text;
};

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	rows_init(&bench->rows, 5000);
	service_list_init(&bench->list);
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	service_list_done(&bench->list);
	rows_done(&bench->rows);
	buffer_done(&bench->text);
	free(bench);
	return 0;
}

/* A refresh and a look at it, in small steps. */
static void look(struct bench *bench, uint64_t later_ms, const char *listing)
{
	rows_refresh(&bench->rows, later_ms, listing);
	bench->context = bench->rows.context;
	bench->context.service_list = &bench->list;
	service_list_begin(&bench->list, &bench->context);
	while (service_list_step(&bench->list, 2))
		;
}

/* A cell of the line whose address is `local`. */
static const char *cell(struct bench *bench, const char *local, const char *column)
{
	for (size_t i = 0; i < bench->list.lines.count; i++) {
		uint32_t line = bench->list.lines.all[i];

		buffer_clear(&bench->text);
		column_add_text(service_column_find("local"), &bench->context, line, &bench->text);
		if (strcmp(buffer_get(&bench->text), local) != 0)
			continue;
		buffer_clear(&bench->text);
		column_add_text(service_column_find(column), &bench->context, line, &bench->text);
		return buffer_get(&bench->text);
	}
	return "no such line";
}

static uint32_t find(const struct bench *bench, const char *addr)
{
	for (uint32_t i = 0; i < bench->list.count; i++) {
		struct buffer text = {0};
		bool same;

		conn_add_endpoint(&text, &bench->list.all[i].conn, &bench->list.all[i].conn.local);
		same = bench->list.all[i].used && strcmp(buffer_get(&text), addr) == 0;
		buffer_done(&text);
		if (same)
			return i;
	}
	return SERVICE_NONE;
}

static void a_listener_is_a_line_with_its_clients(void **state)
{
	struct bench *bench = *state;

	look(bench, 1000,
		"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 recv=3 send=128\n"
		"2 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:4000 rtt=400\n"
		"3 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:4001 rtt=800\n"
		"4 tcp CLOSE_WAIT 10.0.0.5:80 10.0.0.9:4002\n"
		"5 tcp SYN_RECV 10.0.0.5:80 10.0.0.9:4003 inode=- uid=-\n"
		"6 tcp ESTABLISHED 10.0.0.5:40000 10.0.0.9:80\n"
		"7 udp UNCONN 127.0.0.1:53 0.0.0.0:0 drops=4 recv=12\n");
	assert_int_equal(bench->list.lines.count, 2);
	assert_string_equal(cell(bench, "0.0.0.0:80", "clients"), "2");
	assert_string_equal(cell(bench, "0.0.0.0:80", "close_wait"), "1");
	assert_string_equal(cell(bench, "0.0.0.0:80", "half_open"), "1");
	assert_string_equal(cell(bench, "0.0.0.0:80", "queue"), "3");
	assert_string_equal(cell(bench, "0.0.0.0:80", "queue_limit"), "128");
	assert_string_equal(cell(bench, "0.0.0.0:80", "scope"), "any");
	assert_string_equal(cell(bench, "127.0.0.1:53", "scope"), "loop");
	assert_string_equal(cell(bench, "127.0.0.1:53", "drops"), "4");
	assert_string_equal(cell(bench, "127.0.0.1:53", "queue"), "12");
	assert_string_equal(cell(bench, "127.0.0.1:53", "queue_limit"), "-");
}

static void the_most_specific_listener_has_the_client(void **state)
{
	struct bench *bench = *state;

	look(bench, 1000,
		"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n"
		"2 tcp LISTEN 10.0.0.5:80 0.0.0.0:0\n"
		"3 tcp LISTEN [::]:80 [::]:0 v6only\n"
		"4 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:4000\n"
		"5 tcp ESTABLISHED 10.0.0.6:80 10.0.0.9:4001\n"
		"6 tcp ESTABLISHED 10.0.0.7:80 10.0.0.9:4001\n"
		"7 tcp ESTABLISHED [2001:db8::1]:80 [2001:db8::2]:4001\n");
	assert_string_equal(cell(bench, "10.0.0.5:80", "clients"), "1");
	assert_string_equal(cell(bench, "0.0.0.0:80", "clients"), "2");
	assert_string_equal(cell(bench, "[::]:80", "clients"), "1");
}

static void a_listener_for_both_families_takes_ipv4_where_no_other_does(void **state)
{
	struct bench *bench = *state;
	static const char clients[] =
		"4 tcp ESTABLISHED [::ffff:10.0.0.5]:80 [::ffff:10.0.0.9]:4000\n"
		"5 tcp SYN_RECV 10.0.0.5:80 10.0.0.9:4001 inode=- uid=-\n";

	buffer_printf(&bench->text, "1 tcp LISTEN [::]:80 [::]:0\n%s", clients);
	look(bench, 1000, bench->text.data);
	assert_string_equal(cell(bench, "*:80", "clients"), "1");
	assert_string_equal(cell(bench, "*:80", "half_open"), "1");
	buffer_clear(&bench->text);
	buffer_printf(&bench->text,
		"1 tcp LISTEN [::]:80 [::]:0\n2 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n%s", clients);
	look(bench, 1000, bench->text.data);
	/* what it has accepted stays its own */
	assert_string_equal(cell(bench, "*:80", "clients"), "1");
	assert_string_equal(cell(bench, "*:80", "half_open"), "0");
	assert_string_equal(cell(bench, "0.0.0.0:80", "half_open"), "1");
}

static void listeners_that_share_a_port_are_one_line_that_opens(void **state)
{
	struct bench *bench = *state;
	static const char listing[] = "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 recv=3 send=10\n"
				      "2 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 recv=4 send=20\n"
				      "3 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:4000\n";

	look(bench, 1000, listing);
	assert_int_equal(bench->list.lines.count, 1);
	assert_string_equal(cell(bench, "0.0.0.0:80", "listeners"), "2");
	assert_string_equal(cell(bench, "0.0.0.0:80", "queue"), "7");
	assert_string_equal(cell(bench, "0.0.0.0:80", "queue_limit"), "30");
	assert_string_equal(cell(bench, "0.0.0.0:80", "clients"), "1");
	service_list_toggle(&bench->list, 0);
	assert_int_equal(bench->list.lines.count, 3);
	assert_int_equal(bench->list.lines.all[1], 0 | SERVICE_LISTENER_BIT);
	buffer_clear(&bench->text);
	column_add_text(service_column_find("queue"), &bench->context, bench->list.lines.all[2],
		&bench->text);
	assert_string_equal(buffer_get(&bench->text), "4");
	look(bench, 1000, listing);
	assert_int_equal(bench->list.lines.count, 3); /* it stays open */
	/* of several on a port one is gone when it was missed twice */
	look(bench, 1000, "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 recv=3 send=10\n");
	look(bench, 1000, "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 recv=3 send=10\n");
	assert_int_equal(bench->list.lines.count, 1);
}

static void what_comes_and_ends_is_counted_a_second(void **state)
{
	struct bench *bench = *state;

	look(bench, 1000,
		"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n"
		"2 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:4000\n"
		"3 tcp SYN_RECV 10.0.0.5:80 10.0.0.9:4001 inode=- uid=-\n");
	assert_string_equal(cell(bench, "0.0.0.0:80", "accepts"), "?");
	look(bench, 2000,
		"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n"
		"2 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:4000\n"
		"3 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:4001\n"
		"4 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:4002\n"
		"5 tcp TIME_WAIT 10.0.0.5:80 10.0.0.9:4003 inode=- uid=-\n");
	assert_string_equal(cell(bench, "0.0.0.0:80", "accepts"), "1.5"); /* 3, 4, 5 in 2 s */
	assert_string_equal(cell(bench, "0.0.0.0:80", "ends"), "0.5");
	/* 2 has gone, 3 is in TIME_WAIT; what was in TIME_WAIT has ended before */
	look(bench, 1000,
		"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n"
		"3 tcp TIME_WAIT 10.0.0.5:80 10.0.0.9:4001 inode=- uid=-\n"
		"4 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:4002\n");
	assert_string_equal(cell(bench, "0.0.0.0:80", "accepts"), "0");
	assert_string_equal(cell(bench, "0.0.0.0:80", "ends"), "2.0");
	assert_string_equal(cell(bench, "0.0.0.0:80", "peak_accepts"), "1.5");
	look(bench, 1000,
		"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n"
		"4 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:4002\n");
	assert_string_equal(cell(bench, "0.0.0.0:80", "ends"), "0");
	service_list_mark(&bench->list);
	assert_string_equal(cell(bench, "0.0.0.0:80", "peak_accepts"), "0");
}

static void the_mean_life_is_of_those_that_began_while_they_were_watched(void **state)
{
	struct bench *bench = *state;
	static const char listener[] = "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n";

	look(bench, 1000,
		"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n"
		"2 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:4000\n");
	look(bench, 1000,
		"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n"
		"2 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:4000\n"
		"3 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:4001\n");
	assert_string_equal(cell(bench, "0.0.0.0:80", "life"), "-");
	look(bench, 4000, listener);
	assert_string_equal(cell(bench, "0.0.0.0:80", "life"), "4.0s");
	assert_string_equal(cell(bench, "0.0.0.0:80", "ends"), "0.5");
}

static void the_peak_of_a_queue_is_kept_until_the_mark(void **state)
{
	struct bench *bench = *state;

	look(bench, 1000, "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 recv=9\n");
	look(bench, 1000, "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 recv=2\n");
	assert_string_equal(cell(bench, "0.0.0.0:80", "queue"), "2");
	assert_string_equal(cell(bench, "0.0.0.0:80", "queue_peak"), "9");
	service_list_mark(&bench->list);
	assert_string_equal(cell(bench, "0.0.0.0:80", "queue_peak"), "2");
}

static void round_trip_times_are_those_of_the_clients(void **state)
{
	struct bench *bench = *state;
	struct buffer listing = {0};

	buffer_text(&listing, "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n");
	for (unsigned i = 0; i < 200; i++)
		buffer_printf(&listing, "%u tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:%u rtt=%u\n",
			i + 10, 4000 + i, i < 190 ? 960 : 61440);
	look(bench, 1000, listing.data);
	assert_string_equal(cell(bench, "0.0.0.0:80", "rtt_p50"), "0.960");
	assert_int_equal(bench->list.all[0].now.rtt_us_p95, bench->list.all[0].now.rtt_us_p50);
	assert_int_equal(bench->list.all[0].now.rtt_us_p99, 61440);
	look(bench, 1000, "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n");
	assert_string_equal(cell(bench, "0.0.0.0:80", "rtt_p50"), "-");
	buffer_done(&listing);
}

static void a_service_goes_with_its_listener_and_another_takes_its_place(void **state)
{
	struct bench *bench = *state;

	look(bench, 1000, "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n2 tcp LISTEN 0.0.0.0:81 0.0.0.0:0\n");
	look(bench, 1000, "2 tcp LISTEN 0.0.0.0:81 0.0.0.0:0\n");
	assert_int_equal(bench->list.lines.count, 1);
	assert_int_equal(bench->list.living, 1);
	look(bench, 1000, "2 tcp LISTEN 0.0.0.0:81 0.0.0.0:0\n3 udp UNCONN 0.0.0.0:80 0.0.0.0:0\n");
	assert_int_equal(bench->list.count, 2);
	assert_string_equal(cell(bench, "0.0.0.0:80", "proto"), "udp");
}

/* The filter of the service shows so many sockets. */
static void assert_service_shows(struct bench *bench, uint32_t service, unsigned number)
{
	struct filter_error error;
	struct buffer scratch = {0};
	struct filter *filter;
	unsigned matches = 0;

	buffer_clear(&bench->text);
	service_add_filter(&bench->list, service, &bench->text);
	if (filter_parse(buffer_get(&bench->text), &(struct filter_names){0}, &filter, &error))
		fail_msg("'%s': %s", buffer_get(&bench->text), error.message);
	for (uint32_t row = 0; row < bench->rows.track.row_count; row++)
		if (row_is_living(&bench->rows.track.rows[row]))
			matches += filter_matches(filter, &bench->rows.context, row, &scratch);
	assert_int_equal(matches, number);
	filter_free(filter);
	buffer_done(&scratch);
}

static void assert_shows(struct bench *bench, const char *local, unsigned number)
{
	assert_service_shows(bench, find(bench, local), number);
}

static void the_filter_shows_the_listener_and_what_it_accepted(void **state)
{
	struct bench *bench = *state;

	look(bench, 1000,
		"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n"
		"2 tcp LISTEN 10.0.0.5:80 0.0.0.0:0\n"
		"3 tcp LISTEN [::]:80 [::]:0 v6only\n"
		"4 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:4000\n"
		"5 tcp ESTABLISHED 10.0.0.6:80 10.0.0.9:4001\n"
		"6 tcp ESTABLISHED 10.0.0.7:80 10.0.0.9:4001\n"
		"7 tcp ESTABLISHED [2001:db8::1]:80 [2001:db8::2]:4001\n"
		"8 udp UNCONN 0.0.0.0:80 0.0.0.0:0\n"
		"9 tcp ESTABLISHED 10.0.0.7:4000 10.0.0.9:80\n");
	assert_shows(bench, "10.0.0.5:80", 2);
	assert_shows(bench, "[::]:80", 2);
	buffer_clear(&bench->text);
	/* of tcp and udp on 0.0.0.0:80 the first is found */
	assert_shows(bench, "0.0.0.0:80", 3);
}

static void the_filter_tells_listeners_of_two_interfaces_apart(void **state)
{
	struct bench *bench = *state;

	look(bench, 1000,
		"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 if=2\n"
		"2 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n"
		"3 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:4000 if=2\n"
		"4 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:4001\n"
		"5 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:4002\n");
	assert_int_equal(bench->list.count, 2);
	assert_service_shows(bench, 0, 2);
	assert_service_shows(bench, 1, 3);
}

static void lines_are_in_the_order_of_a_column(void **state)
{
	struct bench *bench = *state;

	look(bench, 1000,
		"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 recv=1\n"
		"2 tcp LISTEN 0.0.0.0:81 0.0.0.0:0 recv=5\n"
		"3 tcp LISTEN 0.0.0.0:82 0.0.0.0:0 recv=3\n");
	service_list_sort(&bench->list, service_column_find("queue"), true);
	assert_int_equal(bench->list.lines.all[0], find(bench, "0.0.0.0:81"));
	assert_int_equal(bench->list.lines.all[1], find(bench, "0.0.0.0:82"));
	service_list_sort(&bench->list, service_column_find("queue"), false);
	assert_int_equal(bench->list.lines.all[0], find(bench, "0.0.0.0:80"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_listener_is_a_line_with_its_clients, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			the_filter_tells_listeners_of_two_interfaces_apart, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			the_most_specific_listener_has_the_client, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_listener_for_both_families_takes_ipv4_where_no_other_does, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			listeners_that_share_a_port_are_one_line_that_opens, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_comes_and_ends_is_counted_a_second, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			the_mean_life_is_of_those_that_began_while_they_were_watched, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			the_peak_of_a_queue_is_kept_until_the_mark, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			round_trip_times_are_those_of_the_clients, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_service_goes_with_its_listener_and_another_takes_its_place, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			the_filter_shows_the_listener_and_what_it_accepted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			lines_are_in_the_order_of_a_column, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
