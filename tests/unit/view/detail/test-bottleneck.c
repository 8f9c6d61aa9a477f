/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What limits a connection, by numbers: each test says what the kernel would have counted. */
#include "support/unit.h"

#include "base/buffer.h"
#include "view/detail/bottleneck.h"

#define SECOND INT64_C(1000000)

/* One socket, looked at ten times a second. */
struct scene {
	struct history history;
	struct detail detail;
	int64_t now_us;
};

static void add(struct scene *scene, enum detail_field field, uint64_t more)
{
	detail_set(&scene->detail, field, scene->detail.values[field] + more);
}

static struct scene *scene_new(enum conn_state state)
{
	static const enum detail_field fields[] = {DETAIL_RTT_US, DETAIL_CWND, DETAIL_UNACKED,
		DETAIL_NOTSENT, DETAIL_APP_LIMITED, DETAIL_BUSY_US, DETAIL_RECEIVER_LIMITED_US,
		DETAIL_SEND_BUFFER_LIMITED_US, DETAIL_BYTES_SENT, DETAIL_BYTES_RETRANS,
		DETAIL_BYTES_ACKED, DETAIL_BYTES_RECEIVED, DETAIL_TOTAL_RETRANS, DETAIL_DROPS};
	struct scene *scene = calloc(1, sizeof(*scene));

	assert_non_null(scene);
	scene->now_us = 1000 * SECOND;
	scene->detail.conn.state = (uint8_t)state;
	for (size_t i = 0; i < COUNT_OF(fields); i++)
		detail_set(&scene->detail, fields[i], 0);
	detail_set(&scene->detail, DETAIL_CWND, 10);
	detail_set(&scene->detail, DETAIL_RTT_US, 20000);
	detail_set(&scene->detail, DETAIL_RCVBUF, 100000);
	return scene;
}

/* What moves in each tenth of a second. */
struct tenth {
	uint64_t busy_ms, receiver_ms, buffer_ms, sent, received, retransmits, drops;
	int32_t queued; /* into the receive queue */
};

static void pass(struct scene *scene, unsigned tenths, struct tenth each)
{
	for (unsigned i = 0; i < tenths; i++) {
		history_add(&scene->history, &scene->detail, scene->now_us);
		scene->now_us += SECOND / 10;
		add(scene, DETAIL_BUSY_US, each.busy_ms * 1000);
		add(scene, DETAIL_RECEIVER_LIMITED_US, each.receiver_ms * 1000);
		add(scene, DETAIL_SEND_BUFFER_LIMITED_US, each.buffer_ms * 1000);
		add(scene, DETAIL_BYTES_SENT, each.sent);
		add(scene, DETAIL_BYTES_ACKED, each.sent);
		add(scene, DETAIL_BYTES_RECEIVED, each.received);
		add(scene, DETAIL_TOTAL_RETRANS, each.retransmits);
		add(scene, DETAIL_DROPS, each.drops);
		scene->detail.conn.recv_q += (uint32_t)each.queued;
	}
	history_add(&scene->history, &scene->detail, scene->now_us);
}

static void check_text(
	const struct bottleneck *limit, const struct scene *scene, const char *expected)
{
	struct buffer text = {0};

	bottleneck_add_sentence(&text, limit, &scene->detail);
	assert_string_equal(buffer_get(&text), expected);
	buffer_done(&text);
}

/* Ends the scene. */
static void check_sending(struct scene *scene, enum bottleneck_cause cause, const char *expected)
{
	struct bottleneck limit = bottleneck_of_sending(&scene->history, &scene->detail);

	assert_int_equal(limit.cause, cause);
	check_text(&limit, scene, expected);
	free(scene);
}

static void check_receiving(struct scene *scene, enum bottleneck_cause cause, const char *expected)
{
	struct bottleneck limit = bottleneck_of_receiving(&scene->history, &scene->detail);

	assert_int_equal(limit.cause, cause);
	check_text(&limit, scene, expected);
	free(scene);
}

static void before_a_second_has_passed_nothing_is_claimed(void **state)
{
	struct scene *scene = scene_new(CONN_ESTABLISHED);

	(void)state;
	pass(scene, 9, (struct tenth){.busy_ms = 100, .receiver_ms = 100});
	check_sending(scene, BOTTLENECK_TOO_LITTLE, "What limits it? Too little data yet (0.9s).");
}

static void who_sends_nothing_is_idle(void **state)
{
	struct scene *scene = scene_new(CONN_ESTABLISHED);

	(void)state;
	detail_set(&scene->detail, DETAIL_LAST_SENT_MS, 125000);
	pass(scene, 50, (struct tenth){0});
	check_sending(scene, BOTTLENECK_IDLE,
		"Nothing limits it: the application has sent nothing for 2m5s, and nothing waits "
		"to be sent.");
}

static void who_sends_now_and_then_limits_itself(void **state)
{
	struct scene *scene = scene_new(CONN_ESTABLISHED);

	(void)state;
	pass(scene, 100, (struct tenth){.busy_ms = 20, .sent = 1000});
	check_sending(scene, BOTTLENECK_APPLICATION,
		"The application limits it: for 8.0s of the last 10.0s it gave nothing to send "
		"(98k sent).");
}

static void a_receiver_that_takes_no_more_is_the_peers_window(void **state)
{
	struct scene *scene = scene_new(CONN_ESTABLISHED);

	(void)state;
	detail_set(&scene->detail, DETAIL_NOTSENT, 3 << 20);
	detail_set(&scene->detail, DETAIL_SND_WND, 0);
	pass(scene, 100, (struct tenth){.busy_ms = 100, .receiver_ms = 95});
	check_sending(scene, BOTTLENECK_PEER_WINDOW,
		"The peer's window limits it: for 9.5s of the last 10.0s the receiver took no more "
		"(window 0, 3.0M not sent). Its program reads too slowly, or not.");
}

static void a_full_send_buffer_on_an_empty_way_is_named(void **state)
{
	struct scene *scene = scene_new(CONN_CLOSE_WAIT);

	(void)state;
	detail_set(&scene->detail, DETAIL_SNDBUF, 4608);
	detail_set(&scene->detail, DETAIL_WMEM_QUEUED, 4096);
	pass(scene, 40, (struct tenth){.busy_ms = 100, .buffer_ms = 60, .sent = 2000});
	check_sending(scene, BOTTLENECK_SEND_BUFFER,
		"The send buffer limits it: for 2.4s of the last 4.0s it was full while the way "
		"could have taken more (4.0k of 4.5k used, 0 of cwnd 10 segments in flight; "
		"SO_SNDBUF, tcp_wmem).");
}

/* The kernel's own clock stands still where the buffer holds one segment. */
static void a_buffer_that_is_full_each_time_is_named_without_the_clock(void **state)
{
	struct scene *scene = scene_new(CONN_ESTABLISHED);

	(void)state;
	detail_set(&scene->detail, DETAIL_SNDBUF, 8192);
	detail_set(&scene->detail, DETAIL_WMEM_QUEUED, 66315);
	detail_set(&scene->detail, DETAIL_UNACKED, 1);
	pass(scene, 100, (struct tenth){.busy_ms = 100, .sent = 65483});
	check_sending(scene, BOTTLENECK_SEND_BUFFER,
		"The send buffer limits it: for 10.0s of the last 10.0s it was full while the way "
		"could have taken more (65k of 8.0k used, 1 of cwnd 10 segments in flight; "
		"SO_SNDBUF, tcp_wmem).");
}

static void a_full_congestion_window_is_the_network(void **state)
{
	struct scene *scene = scene_new(CONN_ESTABLISHED);

	(void)state;
	detail_set(&scene->detail, DETAIL_UNACKED, 10);
	detail_set(&scene->detail, DETAIL_NOTSENT, 89088);
	pass(scene, 200, (struct tenth){.busy_ms = 100, .sent = 14480, .retransmits = 1});
	check_sending(scene, BOTTLENECK_NETWORK,
		"The network limits it: for 10.0s of the last 10.0s data was on its way or waited "
		"for its turn (10 of cwnd 10 segments in flight, 87k not sent, rtt 20.0 ms, 100 "
		"retransmitted).");
}

/* Always busy, for the answer is always awaited; but never with more than one segment. */
static void who_waits_for_each_answer_limits_itself(void **state)
{
	struct scene *scene = scene_new(CONN_ESTABLISHED);

	(void)state;
	detail_set(&scene->detail, DETAIL_UNACKED, 1);
	detail_set(&scene->detail, DETAIL_APP_LIMITED, 1);
	pass(scene, 100, (struct tenth){.busy_ms = 99, .sent = 100});
	check_sending(scene, BOTTLENECK_DRY,
		"The application limits it: for 9.9s of the last 10.0s all it gave was on its way "
		"and no more waited (9.8k sent, rtt 20.0 ms).");
}

static void only_the_last_ten_seconds_count(void **state)
{
	struct scene *scene = scene_new(CONN_ESTABLISHED);

	(void)state;
	pass(scene, 300, (struct tenth){.busy_ms = 100, .receiver_ms = 100});
	pass(scene, 100, (struct tenth){.busy_ms = 100, .sent = 1});
	check_sending(scene, BOTTLENECK_NETWORK,
		"The network limits it: for 10.0s of the last 10.0s data was on its way or waited "
		"for its turn (0 of cwnd 10 segments in flight, 0 not sent, rtt 20.0 ms, 0 "
		"retransmitted).");
}

static void a_kernel_without_the_clocks_is_not_guessed_at(void **state)
{
	struct scene *scene = scene_new(CONN_ESTABLISHED);

	(void)state;
	scene->detail.has[DETAIL_SEND_BUFFER_LIMITED_US / 64] &=
		~(UINT64_C(1) << DETAIL_SEND_BUFFER_LIMITED_US % 64);
	history_add(&scene->history, &scene->detail, scene->now_us);
	history_add(&scene->history, &scene->detail, scene->now_us + 2 * SECOND);
	check_sending(scene, BOTTLENECK_UNTOLD, "What limits it? This kernel does not tell.");
}

static void who_cannot_send_is_not_judged(void **state)
{
	static const enum conn_state states[] = {
		CONN_LISTEN, CONN_SYN_SENT, CONN_FIN_WAIT2, CONN_TIME_WAIT, CONN_BOUND};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(states); i++) {
		struct scene *scene = scene_new(states[i]);

		pass(scene, 50, (struct tenth){0});
		check_sending(scene, BOTTLENECK_NONE, "");
	}
}

static void a_program_that_does_not_read_is_told_with_since_when(void **state)
{
	struct scene *scene = scene_new(CONN_ESTABLISHED);

	(void)state;
	pass(scene, 20, (struct tenth){.received = 1000});
	pass(scene, 30, (struct tenth){.received = 1000, .queued = 1000});
	pass(scene, 120, (struct tenth){0});
	check_receiving(scene, BOTTLENECK_NOT_READING,
		"The receiver is not reading: the program has taken nothing for 14.9s, and 29k "
		"wait for it.");
}

static void one_that_never_read_while_we_looked_did_so_at_least(void **state)
{
	struct scene *scene = scene_new(CONN_ESTABLISHED);

	(void)state;
	scene->detail.conn.recv_q = 128512;
	pass(scene, 30, (struct tenth){0});
	check_receiving(scene, BOTTLENECK_NOT_READING,
		"The receiver is not reading: the program has taken nothing for at least 3.0s, and "
		"126k wait for it.");
}

static void a_program_that_keeps_up_is_not_blamed(void **state)
{
	struct scene *scene = scene_new(CONN_ESTABLISHED);

	(void)state;
	scene->detail.conn.recv_q = 1000;
	pass(scene, 100, (struct tenth){.received = 100000});
	check_receiving(scene, BOTTLENECK_NONE, "");
}

static void a_queue_that_stays_long_is_slow_reading(void **state)
{
	struct scene *scene = scene_new(CONN_ESTABLISHED);

	(void)state;
	scene->detail.conn.recv_q = 60000;
	pass(scene, 100, (struct tenth){.received = 100000});
	check_receiving(scene, BOTTLENECK_SLOW_READING,
		"The receiver reads too slowly, or not at all: in the last 10.0s never less than "
		"59k waited for the program.");
}

static void the_peers_fin_is_nothing_to_read(void **state)
{
	struct scene *scene = scene_new(CONN_CLOSE_WAIT);

	(void)state;
	scene->detail.conn.recv_q = 1;
	pass(scene, 100, (struct tenth){0});
	check_receiving(scene, BOTTLENECK_NONE, "");
}

static void a_listener_with_a_queue_that_is_never_empty_accepts_too_slowly(void **state)
{
	struct scene *scene = scene_new(CONN_LISTEN);

	(void)state;
	scene->detail.conn.recv_q = 3;
	scene->detail.conn.send_q = 128;
	pass(scene, 30, (struct tenth){0});
	check_receiving(scene, BOTTLENECK_NOT_ACCEPTING,
		"The program accepts too slowly: in the last 3.0s never less than 3 connections "
		"waited, of 128 that may.");
}

static void udp_tells_of_its_drops(void **state)
{
	struct scene *scene = scene_new(CONN_ESTABLISHED);

	(void)state;
	scene->detail.conn.proto = CONN_UDP;
	scene->detail.conn.recv_q = 2304;
	pass(scene, 20, (struct tenth){.drops = 3});
	assert_int_equal(
		bottleneck_of_sending(&scene->history, &scene->detail).cause, BOTTLENECK_NONE);
	check_receiving(scene, BOTTLENECK_SLOW_READING,
		"The receiver reads too slowly, or not at all: in the last 2.0s never less than "
		"2.3k waited for the program. 60 packets were dropped.");
}

static void every_cause_has_a_sentence(void **state)
{
	struct detail detail = {0};

	(void)state;
	for (unsigned cause = BOTTLENECK_NONE; cause < BOTTLENECK_CAUSES; cause++) {
		struct bottleneck limit = {.cause = (enum bottleneck_cause)cause};
		struct buffer text = {0};

		bottleneck_add_sentence(&text, &limit, &detail);
		assert_int_equal(text.length > 0, cause != BOTTLENECK_NONE);
		buffer_done(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(before_a_second_has_passed_nothing_is_claimed),
		cmocka_unit_test(who_sends_nothing_is_idle),
		cmocka_unit_test(who_sends_now_and_then_limits_itself),
		cmocka_unit_test(a_receiver_that_takes_no_more_is_the_peers_window),
		cmocka_unit_test(a_full_send_buffer_on_an_empty_way_is_named),
		cmocka_unit_test(a_buffer_that_is_full_each_time_is_named_without_the_clock),
		cmocka_unit_test(a_full_congestion_window_is_the_network),
		cmocka_unit_test(who_waits_for_each_answer_limits_itself),
		cmocka_unit_test(only_the_last_ten_seconds_count),
		cmocka_unit_test(a_kernel_without_the_clocks_is_not_guessed_at),
		cmocka_unit_test(who_cannot_send_is_not_judged),
		cmocka_unit_test(a_program_that_does_not_read_is_told_with_since_when),
		cmocka_unit_test(one_that_never_read_while_we_looked_did_so_at_least),
		cmocka_unit_test(a_program_that_keeps_up_is_not_blamed),
		cmocka_unit_test(a_queue_that_stays_long_is_slow_reading),
		cmocka_unit_test(the_peers_fin_is_nothing_to_read),
		cmocka_unit_test(a_listener_with_a_queue_that_is_never_empty_accepts_too_slowly),
		cmocka_unit_test(udp_tells_of_its_drops),
		cmocka_unit_test(every_cause_has_a_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
