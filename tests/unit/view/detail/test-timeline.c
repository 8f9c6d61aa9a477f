/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The life of a socket: its states, its bytes, what limited it. */
#include "support/unit.h"

#include "view/detail/timeline.h"

static const struct instant begun = {.boot_us = 1000000000, .real_us = 1000000000};

static void look(struct timeline *timeline, int64_t at_s, enum conn_state state, uint64_t sent,
	enum bottleneck_cause cause)
{
	struct conn conn = {.proto = CONN_TCP, .state = (uint8_t)state};

	timeline_note(timeline, &(struct timeline_look){.conn = &conn,
					.sent = sent,
					.received = sent / 2,
					.counted = state != CONN_TIME_WAIT,
					.cause = cause,
					.boot_us = begun.boot_us + at_s * 1000000,
					.since_us = begun.boot_us - 5000000});
}

static void check(const struct timeline *timeline, int64_t at_s, const char *const *lines)
{
	struct instant now = begun;
	struct sheet sheet = {0};
	size_t count = 0;

	now.boot_us += at_s * 1000000;
	now.real_us += at_s * 1000000;
	detail_add_timeline(&sheet, timeline, &now, 0);
	for (; lines[count]; count++) {
		assert_true(count < sheet.item_count);
		assert_string_equal(sheet_text(&sheet, &sheet.items[count]), lines[count]);
	}
	assert_int_equal(sheet.item_count, count);
	sheet_done(&sheet);
}

static void each_state_has_its_time_and_its_bytes(void **state)
{
	static const char *const lines[] = {"00:16:50  closed",
		"00:16:48  LAST_ACK     2.0s  sent 0, received 0",
		"00:16:44  CLOSE_WAIT   4.0s  sent 100, received 50",
		"00:16:35  ESTABLISHED  9.0s  sent 900, received 450", NULL};
	struct timeline timeline = {0};

	(void)state;
	look(&timeline, 0, CONN_ESTABLISHED, 10, BOTTLENECK_NONE);
	look(&timeline, 3, CONN_ESTABLISHED, 800, BOTTLENECK_TOO_LITTLE);
	look(&timeline, 4, CONN_CLOSE_WAIT, 900, BOTTLENECK_NONE);
	look(&timeline, 8, CONN_LAST_ACK, 1000, BOTTLENECK_NONE);
	timeline_end(&timeline, begun.boot_us + 10000000);
	timeline_end(&timeline, begun.boot_us + 20000000);
	check(&timeline, 30, lines);
}

/* The kernel tells no tcp_info of TIME_WAIT. */
static void in_time_wait_the_bytes_are_as_before(void **state)
{
	static const char *const lines[] = {"00:16:46  TIME_WAIT    4.0s  sent 0, received 0",
		"00:16:44  FIN_WAIT1    2.0s  sent 100, received 50",
		"00:16:35  ESTABLISHED  9.0s  sent 900, received 450", NULL};
	struct timeline timeline = {0};

	(void)state;
	look(&timeline, 0, CONN_ESTABLISHED, 10, BOTTLENECK_NONE);
	look(&timeline, 4, CONN_FIN_WAIT1, 900, BOTTLENECK_NONE);
	look(&timeline, 5, CONN_FIN_WAIT1, 1000, BOTTLENECK_NONE);
	look(&timeline, 6, CONN_TIME_WAIT, 0, BOTTLENECK_NONE);
	look(&timeline, 8, CONN_TIME_WAIT, 0, BOTTLENECK_NONE);
	check(&timeline, 10, lines);
}

static void a_cause_counts_when_it_lasts(void **state)
{
	static const char *const lines[] = {
		"00:16:42  ESTABLISHED  8.0s  sent 200, received 100  limited by the network",
		"00:16:35  ESTABLISHED  7.0s  sent 500, received 250  limited by the application",
		NULL};
	struct timeline timeline = {0};

	(void)state;
	look(&timeline, 0, CONN_ESTABLISHED, 0, BOTTLENECK_APPLICATION);
	look(&timeline, 1, CONN_ESTABLISHED, 300, BOTTLENECK_PEER_WINDOW);
	look(&timeline, 2, CONN_ESTABLISHED, 400, BOTTLENECK_NETWORK);
	look(&timeline, 5, CONN_ESTABLISHED, 500, BOTTLENECK_NETWORK);
	look(&timeline, 10, CONN_ESTABLISHED, 700, BOTTLENECK_NETWORK);
	check(&timeline, 10, lines);
}

static void where_there_is_no_room_states_outlive_causes(void **state)
{
	struct timeline timeline = {0};

	(void)state;
	look(&timeline, 0, CONN_SYN_SENT, 0, BOTTLENECK_NONE);
	for (int64_t i = 1; i < 100; i++)
		look(&timeline, i * 2, CONN_ESTABLISHED, 10 * (uint64_t)i,
			i / 4 % 2 ? BOTTLENECK_NETWORK : BOTTLENECK_PEER_WINDOW);
	assert_int_equal(timeline.count, TIMELINE_MAX);
	assert_int_equal(timeline.stretches[0].state, CONN_SYN_SENT);
	for (size_t i = 1; i < timeline.count; i++)
		assert_true(timeline.stretches[i].at_us >= timeline.stretches[i - 1].at_us);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_state_has_its_time_and_its_bytes),
		cmocka_unit_test(in_time_wait_the_bytes_are_as_before),
		cmocka_unit_test(a_cause_counts_when_it_lasts),
		cmocka_unit_test(where_there_is_no_room_states_outlive_causes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
