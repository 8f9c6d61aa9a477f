/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <stdio.h>

#include "support/rows.h"
#include "view/filter/filter.h"
#include "view/history/past.h"

static struct end end_of(uint32_t index, const struct track *track, uint32_t row)
{
	struct end end = {
		.conn = {.cookie = index + 1,
			.local = {{10, 0, 0, 5}, 443},
			.remote = {{192, 0, 2, 1}, (uint16_t)(index % 60000 + 1)},
			.state = CONN_ESTABLISHED,
			.has = CONN_HAS_COOKIE},
		.tcp = {.bytes_sent = index, .bytes_received = 7, .has = 7},
		.has_tcp = true,
		.told = true,
		.at_us = index * INT64_C(1000),
		.row = row,
	};

	if (row != TRACK_NONE)
		end.conn = track->rows[row].conn;
	return end;
}

static void a_full_ring_takes_less_than_24_mb_and_keeps_the_last(void **state)
{
	struct past past;
	struct track live;
	uint64_t number = 0;

	(void)state;
	past_init(&past);
	track_init(&live, 0);
	for (uint32_t i = 0; i < PAST_MAX + 1234; i++) {
		char name[32];
		struct end end = end_of(i, &live, TRACK_NONE);
		struct past_owner owner = {name, "web.service", i};

		snprintf(name, sizeof(name), "worker-%u", i % 5000);
		number = past_add(&past, &end, &live, &owner);
		assert_int_equal(number, i + 1);
	}
	assert_int_equal(past_count(&past), PAST_MAX);
	assert_true(past.track.row_capacity * (sizeof(struct row) + sizeof(struct track_tcp) +
						      sizeof(struct past_more)) <
		    24000000);
	assert_int_equal(past_row(&past, 1234), TRACK_NONE);
	assert_int_equal(past_row(&past, number + 1), TRACK_NONE);
	assert_int_equal(past_row(&past, 0), TRACK_NONE);
	assert_int_equal(past.track.rows[past_row(&past, 1235)].conn.cookie, 1235);
	assert_int_equal(past.track.rows[past_row(&past, number)].conn.cookie, number);
	assert_int_equal(past.track.tcp[past_row(&past, number)].bytes_sent, number - 1);
	past_done(&past);
	track_done(&live);
}

static void more_names_than_there_is_room_for_are_not_known(void **state)
{
	struct past past;
	struct track live;

	(void)state;
	past_init(&past);
	track_init(&live, 0);
	for (uint32_t i = 0; i < PAST_NAMES_MAX + 10; i++) {
		char name[32];
		struct end end = end_of(i, &live, TRACK_NONE);
		struct past_owner owner = {name, NULL, 0};

		snprintf(name, sizeof(name), "n%u", i);
		past_add(&past, &end, &live, &owner);
	}
	assert_string_equal(past.reader.process(&past, 77), "n77");
	assert_null(past.reader.process(&past, PAST_NAMES_MAX + 9));
	assert_null(past.reader.unit(&past, 77));
	past_done(&past);
	track_done(&live);
}

static const char *cell(const struct column_context *context, const char *id, uint32_t row)
{
	static struct buffer text;

	buffer_done(&text);
	column_add_text(column_find(id), context, row, &text);
	return buffer_get(&text);
}

static bool matches(const struct column_context *context, const char *text, uint32_t row)
{
	struct filter_error error;
	struct filter *filter;
	struct buffer scratch = {0};
	bool result;

	assert_int_equal(filter_parse(text, &(struct filter_names){0}, &filter, &error), 0);
	result = filter_matches(filter, context, row, &scratch);
	filter_free(filter);
	buffer_done(&scratch);
	return result;
}

static void columns_and_filters_read_it_as_they_read_the_living(void **state)
{
	struct past past;
	struct rows rows;
	struct column_context context;
	struct past_owner owner = {"nginx", "web.service", 57};
	struct end end;

	(void)state;
	rows_init(&rows, 0);
	past_init(&past);
	rows_refresh(&rows, 1000, "7 tcp ESTABLISHED 10.0.0.5:443 198.51.100.7:50112 sent=5");
	rows_refresh(&rows, 2000, "7 tcp CLOSE_WAIT 10.0.0.5:443 198.51.100.7:50112 sent=9 got=4");
	end = end_of(0, &rows.track, rows_find(&rows, 7));
	end.has_tcp = false;
	end.reason = END_FIN_BY_PEER;
	end.at_us = rows.track.now.boot_us + 500000;
	past_add(&past, &end, &rows.track, &owner);
	context = rows.context;
	context.track = &past.track;
	context.past = &past.reader;
	context.now.boot_us = end.at_us + 60000000;
	assert_string_equal(cell(&context, "process", 0), "nginx");
	assert_string_equal(cell(&context, "pid", 0), "57");
	assert_string_equal(cell(&context, "unit", 0), "web.service");
	assert_string_equal(cell(&context, "state", 0), "CLOSE_WAIT");
	assert_string_equal(cell(&context, "reason", 0), "fin by peer");
	assert_string_equal(cell(&context, "sent", 0), "9");
	assert_string_equal(cell(&context, "ended", 0), "1m0s");
	assert_true(matches(&context, "process = nginx and pid = 57", 0));
	assert_false(matches(&context, "process = apache", 0));
	assert_false(matches(&context, "pid = 58", 0));
	assert_true(matches(&context, "reason ~ peer and ended > 30s and state close-wait", 0));
	/* An event that comes late knows the figures at the end. */
	end.has_tcp = true;
	end.tcp.bytes_sent = 12;
	past_amend(&past, 1, &end);
	assert_string_equal(cell(&context, "sent", 0), "12");
	past_amend(&past, 99, &end);
	past_done(&past);
	rows_done(&rows);
}

static void what_nobody_saw_alive_has_no_times(void **state)
{
	struct past past;
	struct rows rows;
	struct column_context context;
	struct past_owner owner = {0};
	struct end end;

	(void)state;
	rows_init(&rows, 0);
	past_init(&past);
	end = end_of(3, &rows.track, TRACK_NONE);
	past_add(&past, &end, &rows.track, &owner);
	context = rows.context;
	context.track = &past.track;
	context.past = &past.reader;
	assert_string_equal(cell(&context, "age", 0), "?");
	assert_string_equal(cell(&context, "since", 0), "?");
	assert_string_equal(cell(&context, "process", 0), "?");
	assert_string_equal(cell(&context, "reason", 0), "?");
	assert_string_equal(cell(&context, "received", 0), "7");
	past_done(&past);
	rows_done(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_ring_takes_less_than_24_mb_and_keeps_the_last),
		cmocka_unit_test(more_names_than_there_is_room_for_are_not_known),
		cmocka_unit_test(columns_and_filters_read_it_as_they_read_the_living),
		cmocka_unit_test(what_nobody_saw_alive_has_no_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
