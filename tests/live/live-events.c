/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Connections that no refresh sees are told by the kernel, all of them and with their last figures;
 * where its buffer is too small for that, the loss is known, and the next refresh heals what it
 * saw.
 */
#include "support/unit.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "live/lab.h"
#include "sock/event/ends.h"
#include "sock/event/event-wire.h"

enum { SHORT_ONES = 1000, LONG_ONES = 400, PORT = 7001 };

static struct lab lab;

struct bench {
	struct event_wire wire;
	struct ends ends;
	size_t clients, servers, told, exact;
};

static void read_events(struct bench *bench)
{
	while (event_wire_read(
		&bench->wire, lab.track.now.boot_us + 1, 1000, ends_take, &bench->ends))
		;
}

static void count_ends(struct bench *bench)
{
	struct end end;

	while (ends_next(&bench->ends, &lab.track, &end)) {
		bool server = end.conn.local.port == PORT;

		if (!server && end.conn.remote.port != PORT)
			continue;
		bench->servers += server;
		bench->clients += !server;
		bench->told += end.told;
		bench->exact += end.has_tcp && end.tcp.bytes_sent == (server ? 50 : 100) &&
				end.tcp.bytes_received == (server ? 100 : 50);
	}
}

static bool is_server(void *context, const struct conn *conn)
{
	(void)context;
	return conn->local.port == PORT;
}

static void refresh(struct bench *bench)
{
	ends_settle(&bench->ends, &lab.track);
	count_ends(bench);
	lab_refresh(&lab);
	read_events(bench);
	ends_join(&bench->ends, &lab.track, true);
	count_ends(bench);
}

static void begin(struct bench *bench, int buffer)
{
	*bench = (struct bench){0};
	lab_open(&lab);
	event_wire_init(&bench->wire, CONN_HERE);
	ends_init(&bench->ends);
	bench->ends.is_server = is_server;
	assert_int_equal(event_wire_open(&bench->wire, buffer), 0);
	refresh(bench);
}

static void finish(struct bench *bench)
{
	event_wire_close(&bench->wire);
	ends_done(&bench->ends);
	lab_close(&lab);
}

static void exchange(int client, int server)
{
	char bytes[100] = {0};

	assert_int_equal(send(client, bytes, 100, 0), 100);
	assert_int_equal(recv(server, bytes, 100, MSG_WAITALL), 100);
	assert_int_equal(send(server, bytes, 50, 0), 50);
	assert_int_equal(recv(client, bytes, 50, MSG_WAITALL), 50);
}

static void of_a_thousand_that_no_refresh_sees_each_is_told_with_its_bytes(void **state)
{
	struct bench bench;
	int listener = lab_listen(AF_INET, "127.0.0.1", PORT, 64);

	(void)state;
	begin(&bench, EVENT_WIRE_BUFFER);
	for (int i = 0; i < SHORT_ONES; i++) {
		int client =
			lab_connect(lab_socket(AF_INET, SOCK_STREAM), AF_INET, "127.0.0.1", PORT);
		int server = lab_accept(listener);

		exchange(client, server);
		close(client);
		close(server);
		if (i % 20 == 0)
			read_events(&bench);
	}
	for (int i = 0; i < 3; i++) {
		lab_sleep_ms(50);
		refresh(&bench);
	}
	print_message("%zu clients, %zu servers, %zu told, %zu exact\n", bench.clients,
		bench.servers, bench.told, bench.exact);
	assert_true(bench.wire.gaps == 0);
	assert_int_equal(bench.clients, SHORT_ONES);
	assert_int_equal(bench.servers, SHORT_ONES);
	assert_int_equal(bench.told, 2 * SHORT_ONES);
	assert_in_range(bench.exact, 2 * SHORT_ONES * 999 / 1000, 2 * SHORT_ONES);
	finish(&bench);
	close(listener);
}

static void what_a_small_buffer_loses_is_known_and_healed(void **state)
{
	int clients[LONG_ONES], servers[LONG_ONES];
	int listener = lab_listen(AF_INET, "127.0.0.1", PORT, 64);
	struct bench bench;

	(void)state;
	begin(&bench, 1024);
	for (int i = 0; i < LONG_ONES; i++) {
		clients[i] =
			lab_connect(lab_socket(AF_INET, SOCK_STREAM), AF_INET, "127.0.0.1", PORT);
		servers[i] = lab_accept(listener);
	}
	refresh(&bench);
	for (int i = 0; i < LONG_ONES; i++) {
		close(clients[i]);
		close(servers[i]);
	}
	lab_sleep_ms(100);
	for (int i = 0; i < 3; i++)
		refresh(&bench);
	print_message("%zu of %d were told\n", bench.told, 2 * LONG_ONES);
	assert_true(bench.wire.gaps > 0);
	assert_true(bench.told < 2 * LONG_ONES);
	/* Each has ended, and once. */
	assert_int_equal(bench.clients, LONG_ONES);
	assert_int_equal(bench.servers, LONG_ONES);
	finish(&bench);
	close(listener);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_a_thousand_that_no_refresh_sees_each_is_told_with_its_bytes),
		cmocka_unit_test(what_a_small_buffer_loses_is_known_and_healed),
	};
	int skipped = lab_enter();

	return skipped ? skipped : cmocka_run_group_tests(tests, NULL, NULL);
}
