/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What limits a connection, on connections of the real kernel that are limited that way. */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "live/lab.h"
#include "sock/diag/detail.h"
#include "view/detail/bottleneck.h"

#ifndef SO_MEMINFO
#define SO_MEMINFO 55
#endif

static struct lab lab;

static int set_up(void **state)
{
	(void)state;
	lab_open(&lab);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	lab_close(&lab);
	return 0;
}

static struct conn conn_of(uint64_t cookie)
{
	struct conn conn;

	assert_true(lab_find(&lab, cookie, &conn));
	return conn;
}

static int look(const struct conn *conn, struct detail *detail)
{
	return detail_query(lab.here.queries, lab.buffer, conn, detail);
}

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

typedef struct bottleneck judge(const struct history *history, const struct detail *detail);

/* Watches the socket as the page does, until it is judged so, for some seconds at most. */
static void watch(uint64_t cookie, judge *limit_of, enum bottleneck_cause cause)
{
	struct history *history = calloc(1, sizeof(*history));
	struct conn conn = conn_of(cookie);
	struct bottleneck limit = {0};
	struct detail detail;

	assert_non_null(history);
	for (int i = 0; i < 150 && limit.cause != cause; i++) {
		assert_int_equal(look(&conn, &detail), 0);
		history_add(history, &detail, now_us());
		limit = limit_of(history, &detail);
		lab_sleep_ms(100);
	}
	if (limit.cause != cause)
		fail_msg("cause %d, not %d", limit.cause, cause);
	assert_true(limit.span_us >= BOTTLENECK_LEAST_US);
	free(history);
}

/* -------- figures -------- */

static void the_figures_are_those_of_getsockopt(void **state)
{
	struct lab_pair pair = lab_pair_open(AF_INET, "127.0.0.1", 7100);
	struct conn conn = conn_of(pair.client_cookie);
	struct tcp_info info;
	socklen_t length = sizeof(info);
	uint32_t memory[9] = {0};
	socklen_t memory_length = sizeof(memory);
	struct detail detail;

	(void)state;
	assert_int_equal(write(pair.client, "hello", 5), 5);
	lab_sleep_ms(300); /* everything is acknowledged, and rests */
	assert_int_equal(look(&conn, &detail), 0);
	assert_int_equal(getsockopt(pair.client, IPPROTO_TCP, TCP_INFO, &info, &length), 0);
	assert_int_equal(
		getsockopt(pair.client, SOL_SOCKET, SO_MEMINFO, memory, &memory_length), 0);
	assert_int_equal(detail.values[DETAIL_RTT_US], info.tcpi_rtt);
	assert_int_equal(detail.values[DETAIL_RTT_VAR_US], info.tcpi_rttvar);
	assert_int_equal(detail.values[DETAIL_RTO_US], info.tcpi_rto);
	assert_int_equal(detail.values[DETAIL_CWND], info.tcpi_snd_cwnd);
	assert_int_equal(detail.values[DETAIL_SND_MSS], info.tcpi_snd_mss);
	assert_int_equal(detail.values[DETAIL_RCV_MSS], info.tcpi_rcv_mss);
	assert_int_equal(detail.values[DETAIL_PMTU], info.tcpi_pmtu);
	assert_int_equal(detail.values[DETAIL_SND_WSCALE], info.tcpi_snd_wscale);
	assert_int_equal(detail.values[DETAIL_RCV_WSCALE], info.tcpi_rcv_wscale);
	assert_int_equal(detail.values[DETAIL_TCP_OPTIONS], info.tcpi_options);
	assert_int_equal(detail.values[DETAIL_BYTES_SENT], 5);
	assert_int_equal(detail_in_flight(&detail), 0);
	assert_int_equal(detail.values[DETAIL_RCVBUF], memory[1]);
	assert_int_equal(detail.values[DETAIL_SNDBUF], memory[3]);
	assert_true(*detail.congestion);
	lab_pair_close(&pair);
}

static void a_socket_that_closes_is_no_longer_found(void **state)
{
	struct lab_pair pair = lab_has_ipv6() ? lab_pair_open(AF_INET6, "::1", 7101)
					      : lab_pair_open(AF_INET, "127.0.0.1", 7101);
	struct conn conn = conn_of(pair.client_cookie);
	struct detail detail;

	(void)state;
	assert_int_equal(look(&conn, &detail), 0);
	assert_int_equal(detail.conn.state, CONN_ESTABLISHED);
	if (!lab.kernel.can_destroy)
		skip();
	assert_int_equal(lab_destroy(&lab, &conn).result, CLOSE_RESULT_CLOSED);
	assert_int_equal(look(&conn, &detail), -ENOENT);
	/* what was known stays */
	assert_int_equal(detail.conn.state, CONN_ESTABLISHED);
	assert_true(detail_has(&detail, DETAIL_RTT_US));
	lab_pair_close(&pair);
}

static void udp_and_listeners_tell_of_their_memory(void **state)
{
	int listener = lab_listen(AF_INET, "127.0.0.1", 7102, 8);
	int udp = lab_socket(AF_INET, SOCK_DGRAM);
	struct conn conns[2];
	struct detail detail;

	(void)state;
	lab_bind(udp, AF_INET, "127.0.0.1", 7102);
	conns[0] = conn_of(lab_cookie(listener));
	if (lab_dumps_udp(&lab))
		conns[1] = conn_of(lab_cookie(udp));
	for (int i = 0; i < (lab_dumps_udp(&lab) ? 2 : 1); i++) {
		assert_int_equal(look(&conns[i], &detail), 0);
		assert_true(detail.values[DETAIL_RCVBUF] > 0);
		assert_true(detail_has(&detail, DETAIL_DROPS));
	}
	close(listener);
	close(udp);
}

/* -------- limits -------- */

/* Writes for as long as anything is taken. */
static void fill(int fd)
{
	static const char bytes[65536];

	assert_int_equal(fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK), 0);
	for (int i = 0; i < 20; i++) {
		while (write(fd, bytes, sizeof(bytes)) > 0)
			;
		lab_sleep_ms(20);
	}
}

static void a_reader_that_does_not_read_is_seen_from_both_ends(void **state)
{
	struct lab_pair pair = lab_pair_open(AF_INET, "127.0.0.1", 7103);

	(void)state;
	fill(pair.client);
	watch(pair.client_cookie, bottleneck_of_sending, BOTTLENECK_PEER_WINDOW);
	watch(pair.server_cookie, bottleneck_of_receiving, BOTTLENECK_NOT_READING);
	lab_pair_close(&pair);
}

static void an_idle_sender_limits_itself(void **state)
{
	struct lab_pair pair = lab_pair_open(AF_INET, "127.0.0.1", 7104);

	(void)state;
	watch(pair.client_cookie, bottleneck_of_sending, BOTTLENECK_IDLE);
	lab_pair_close(&pair);
}

struct ends {
	int reader, writer;
	unsigned pause_ms; /* between two writes */
};

static void *read_all(void *argument)
{
	const struct ends *ends = argument;
	static char bytes[65536];

	while (read(ends->reader, bytes, sizeof(bytes)) > 0)
		;
	return NULL;
}

static void *write_on(void *argument)
{
	const struct ends *ends = argument;
	static const char bytes[65536];

	while (send(ends->writer, bytes, ends->pause_ms ? 100 : sizeof(bytes), MSG_NOSIGNAL) > 0)
		if (ends->pause_ms)
			lab_sleep_ms(ends->pause_ms);
	return NULL;
}

/* Both ends at work, until the writer's is judged so. */
static void watch_transfer(struct lab_pair *pair, unsigned pause_ms, enum bottleneck_cause cause)
{
	struct ends ends = {pair->server, pair->client, pause_ms};
	pthread_t reader, writer;

	assert_int_equal(pthread_create(&reader, NULL, read_all, &ends), 0);
	assert_int_equal(pthread_create(&writer, NULL, write_on, &ends), 0);
	watch(pair->client_cookie, bottleneck_of_sending, cause);
	shutdown(pair->client, SHUT_RDWR);
	pthread_join(writer, NULL);
	pthread_join(reader, NULL);
	lab_pair_close(pair);
}

static void a_sender_of_little_limits_itself(void **state)
{
	struct lab_pair pair = lab_pair_open(AF_INET, "127.0.0.1", 7105);

	(void)state;
	watch_transfer(&pair, 50, BOTTLENECK_APPLICATION);
}

static void a_small_send_buffer_is_the_limit(void **state)
{
	struct lab_pair pair = lab_pair_open(AF_INET, "127.0.0.1", 7106);
	int size = 4096;

	(void)state;
	assert_int_equal(setsockopt(pair.client, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size)), 0);
	watch_transfer(&pair, 0, BOTTLENECK_SEND_BUFFER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_figures_are_those_of_getsockopt),
		cmocka_unit_test(a_socket_that_closes_is_no_longer_found),
		cmocka_unit_test(udp_and_listeners_tell_of_their_memory),
		cmocka_unit_test(a_reader_that_does_not_read_is_seen_from_both_ends),
		cmocka_unit_test(an_idle_sender_limits_itself),
		cmocka_unit_test(a_sender_of_little_limits_itself),
		cmocka_unit_test(a_small_send_buffer_is_the_limit),
	};
	int skipped = lab_enter();

	return skipped ? skipped : cmocka_run_group_tests(tests, set_up, tear_down);
}
