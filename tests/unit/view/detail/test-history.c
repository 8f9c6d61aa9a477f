/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "view/detail/history.h"

static struct history history;

static struct detail tcp(uint32_t rtt_us, uint64_t sent)
{
	struct detail detail = {.conn = {.state = CONN_ESTABLISHED, .recv_q = 3, .send_q = 4}};

	detail_set(&detail, DETAIL_RTT_US, rtt_us);
	detail_set(&detail, DETAIL_CWND, 10);
	detail_set(&detail, DETAIL_BYTES_SENT, sent);
	detail_set(&detail, DETAIL_BYTES_RETRANS, 0);
	detail_set(&detail, DETAIL_BYTES_ACKED, sent);
	detail_set(&detail, DETAIL_BYTES_RECEIVED, sent / 2);
	return detail;
}

static void add(uint32_t rtt_us, uint64_t sent, int64_t at_ms)
{
	struct detail detail = tcp(rtt_us, sent);

	history_add(&history, &detail, at_ms * 1000);
}

static void the_ring_keeps_the_last_minute(void **state)
{
	(void)state;
	history = (struct history){0};
	for (int i = 0; i < 2 * HISTORY_SAMPLES + 7; i++)
		add((uint32_t)i + 1, 0, i * 100);
	assert_int_equal(history.count, HISTORY_SAMPLES);
	assert_int_equal(history_at(&history, 0)->rtt_us, HISTORY_SAMPLES + 8);
	assert_int_equal(history_last(&history)->rtt_us, 2 * HISTORY_SAMPLES + 7);
	for (size_t i = 1; i < history.count; i++)
		assert_true(history_at(&history, i)->at_us > history_at(&history, i - 1)->at_us);
	assert_int_equal(history_since(&history, 1000000), HISTORY_SAMPLES - 11);
	assert_int_equal(history_since(&history, INT64_MAX), 0);
}

static void rates_are_over_the_last_second(void **state)
{
	double rate;

	(void)state;
	history = (struct history){0};
	add(100, 0, 0);
	assert_false(history_value(history_last(&history), HISTORY_TX, &rate));
	add(100, 1000, 500); /* less than a second: over what there is */
	assert_true(history_value(history_last(&history), HISTORY_TX, &rate));
	assert_true(rate > 1999 && rate < 2001);
	for (int i = 1; i <= 20; i++)
		add(100, 1000, 500 + i * 100);
	assert_true(history_value(history_last(&history), HISTORY_TX, &rate));
	assert_true(rate == 0);
	add(100, 3000, 2600);
	assert_true(history_value(history_last(&history), HISTORY_TX, &rate));
	assert_true(rate > 1999 && rate < 2001);
	assert_true(history_value(history_last(&history), HISTORY_RX, &rate));
	assert_true(rate > 999 && rate < 1001);
}

static void what_was_not_measured_has_no_value(void **state)
{
	struct detail udp = {.conn = {.proto = CONN_UDP, .state = CONN_CLOSED, .recv_q = 9}};
	struct history_range range;
	double value;

	(void)state;
	history = (struct history){0};
	assert_false(history_range(&history, HISTORY_RECV_Q, &range));
	assert_null(history_last(&history));
	history_add(&history, &udp, 1000000);
	history_add(&history, &udp, 2000000);
	for (unsigned series = 0; series < HISTORY_SERIES; series++)
		assert_int_equal(
			history_value(history_last(&history), (enum history_series)series, &value),
			series == HISTORY_RECV_Q || series == HISTORY_SEND_Q);
	add(0, 0, 3000); /* no round trip was timed yet */
	assert_false(history_value(history_last(&history), HISTORY_RTT, &value));
	assert_false(history_range(&history, HISTORY_RTT, &range));
}

static void only_what_has_queues_tells_of_them(void **state)
{
	static const struct {
		enum conn_state state;
		bool recv_q, send_q;
	} expected[] = {{CONN_LISTEN, true, false}, {CONN_TIME_WAIT, false, false},
		{CONN_CLOSE_WAIT, true, true}};
	double value;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		struct detail detail = {.conn.state = (uint8_t)expected[i].state};

		history = (struct history){0};
		history_add(&history, &detail, 1000000);
		assert_int_equal(history_value(history_last(&history), HISTORY_RECV_Q, &value),
			expected[i].recv_q);
		assert_int_equal(history_value(history_last(&history), HISTORY_SEND_Q, &value),
			expected[i].send_q);
	}
}

static void a_range_is_of_all_samples(void **state)
{
	static const uint32_t rtts[] = {500, 300, 900, 400};
	struct history_range range;

	(void)state;
	history = (struct history){0};
	for (size_t i = 0; i < COUNT_OF(rtts); i++)
		add(rtts[i], 0, (int64_t)i * 100);
	assert_true(history_range(&history, HISTORY_RTT, &range));
	assert_true(range.least == 300 && range.most == 900 && range.now == 400);
}

static void points_are_the_greatest_of_their_part_and_end_now(void **state)
{
	double points[6];

	(void)state;
	history = (struct history){0};
	for (int i = 0; i < 30; i++)
		add(i == 17 ? 5000 : 100, 0, i * 100); /* three of six seconds */
	history_points(&history, HISTORY_RTT, 6000000, points, COUNT_OF(points));
	assert_true(points[0] < 0 && points[1] < 0 && points[2] < 0);
	assert_true(points[3] == 100 && points[4] == 5000 && points[5] == 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_ring_keeps_the_last_minute),
		cmocka_unit_test(rates_are_over_the_last_second),
		cmocka_unit_test(what_was_not_measured_has_no_value),
		cmocka_unit_test(only_what_has_queues_tells_of_them),
		cmocka_unit_test(a_range_is_of_all_samples),
		cmocka_unit_test(points_are_the_greatest_of_their_part_and_end_now),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
