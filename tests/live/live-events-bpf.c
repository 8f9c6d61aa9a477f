/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The program in the kernel tells of every connection how it ended, with its last figures and the
 * process that made or closed it, and says what it had no room for. Skipped where the kernel does
 * not let us: a user namespace is no help, it takes root (or CAP_BPF and CAP_PERFMON) of the
 * machine.
 */
#include "support/unit.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "live/lab.h"
#include "sock/event/ends.h"
#include "sock/event/event-bpf.h"

enum { SHORT_ONES = 10000, TOO_MANY = 14000, PORT = 7001 };

struct seen {
	size_t clients, servers, exact, wrong;
	enum end_reason client, server; /* of the last ones */
};

static struct event_bpf bpf;

static void take(void *context, const struct event *event)
{
	struct seen *seen = context;
	bool server = event->conn.local.port == PORT;

	if (!server && event->conn.remote.port != PORT)
		return;
	*(server ? &seen->server : &seen->client) = event->reason;
	*(server ? &seen->servers : &seen->clients) += 1;
	seen->exact += event->tcp.bytes_sent == (server ? 50 : 100) &&
		       event->tcp.bytes_received == (server ? 100 : 50) && event->born_us &&
		       event->at_us >= event->born_us;
	seen->wrong += (event->pid && event->pid != (uint32_t)getpid()) || !event->conn.cookie;
}

static void read_all(struct seen *seen)
{
	while (event_bpf_read(&bpf, 1000, take, seen))
		;
}

static void exchange(int client, int server)
{
	char bytes[100] = {0};

	assert_int_equal(send(client, bytes, 100, 0), 100);
	assert_int_equal(recv(server, bytes, 100, MSG_WAITALL), 100);
	assert_int_equal(send(server, bytes, 50, 0), 50);
	assert_int_equal(recv(client, bytes, 50, MSG_WAITALL), 50);
}

static void of_thousands_that_no_refresh_sees_each_is_told_with_its_bytes(void **state)
{
	int listener = lab_listen(AF_INET, "127.0.0.1", PORT, 64);
	uint64_t lost = event_bpf_lost(&bpf);
	struct seen seen = {0};

	(void)state;
	for (int i = 0; i < SHORT_ONES; i++) {
		int client =
			lab_connect(lab_socket(AF_INET, SOCK_STREAM), AF_INET, "127.0.0.1", PORT);
		int server = lab_accept(listener);

		exchange(client, server);
		close(client);
		close(server);
		if (i % 1000 == 0)
			read_all(&seen);
	}
	for (int i = 0; i < 500 && seen.servers < SHORT_ONES; i++) {
		lab_sleep_ms(10);
		read_all(&seen);
	}
	assert_int_equal(event_bpf_lost(&bpf), lost);
	assert_int_equal(seen.clients, SHORT_ONES);
	assert_int_equal(seen.servers, SHORT_ONES);
	assert_int_equal(seen.exact, 2 * SHORT_ONES);
	assert_int_equal(seen.wrong, 0);
	assert_int_equal(seen.client, END_FIN_BY_US);
	assert_int_equal(seen.server, END_FIN_BY_PEER);
	close(listener);
}

/* -------- why -------- */

static void reset(int fd)
{
	struct linger linger = {.l_onoff = 1};

	assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)), 0);
	close(fd);
}

static void by_fin(int client, int server)
{
	close(server);
	close(client);
}

static void by_linger_0(int client, int server)
{
	reset(client);
	close(server);
}

static void with_unread_data(int client, int server)
{
	assert_int_equal(send(client, "unread", 6, 0), 6);
	lab_sleep_ms(20);
	close(server);
	close(client);
}

/* The server sends after the client has closed. */
static void with_data_after_the_close(int client, int server)
{
	close(client);
	lab_sleep_ms(20);
	assert_int_equal(send(server, "late", 4, MSG_NOSIGNAL), 4);
	lab_sleep_ms(20);
	close(server);
}

static void each_way_to_end_is_told_from_the_others(void **state)
{
	static const struct {
		void (*end)(int client, int server);
		enum end_reason client, server;
	} cases[] = {
		{by_fin, END_FIN_BY_PEER, END_FIN_BY_US},
		{by_linger_0, END_RESET_BY_US, END_RESET_BY_PEER},
		{with_unread_data, END_RESET_BY_PEER, END_RESET_BY_US},
		{with_data_after_the_close, END_FIN_BY_US, END_RESET_BY_PEER},
	};
	int listener = lab_listen(AF_INET, "127.0.0.1", PORT, 64);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct seen seen = {0};
		int client =
			lab_connect(lab_socket(AF_INET, SOCK_STREAM), AF_INET, "127.0.0.1", PORT);

		cases[i].end(client, lab_accept(listener));
		for (int j = 0; j < 500 && seen.clients + seen.servers < 2; j++) {
			lab_sleep_ms(10);
			read_all(&seen);
		}
		print_message("way %zu: %s, %s\n", i, end_reason_name(seen.client),
			end_reason_name(seen.server));
		assert_int_equal(seen.client, cases[i].client);
		assert_int_equal(seen.server, cases[i].server);
	}
	close(listener);
}

/* -------- too much -------- */

static void what_the_ring_has_no_room_for_is_counted(void **state)
{
	int listener = lab_listen(AF_INET, "127.0.0.1", PORT, 64);
	uint64_t lost = event_bpf_lost(&bpf);
	struct seen seen = {0};

	(void)state;
	read_all(&seen);
	seen = (struct seen){0};
	for (int i = 0; i < TOO_MANY; i++) {
		int client =
			lab_connect(lab_socket(AF_INET, SOCK_STREAM), AF_INET, "127.0.0.1", PORT);

		reset(client);
		reset(lab_accept(listener));
	}
	read_all(&seen);
	assert_true(event_bpf_lost(&bpf) > lost);
	assert_int_equal(seen.clients + seen.servers + event_bpf_lost(&bpf) - lost, 2 * TOO_MANY);
	close(listener);
}

static void ways_are_counted(void **state)
{
	uint64_t ways[EVENT_BPF_WAYS];

	(void)state;
	event_bpf_ways(&bpf, ways);
	assert_true(ways[CONN_CLOSED * 16 + CONN_SYN_SENT] >= SHORT_ONES + TOO_MANY);
	assert_int_equal(ways[CONN_SYN_RECV * 16 + CONN_ESTABLISHED],
		ways[CONN_SYN_SENT * 16 + CONN_ESTABLISHED]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_thousands_that_no_refresh_sees_each_is_told_with_its_bytes),
		cmocka_unit_test(each_way_to_end_is_told_from_the_others),
		cmocka_unit_test(what_the_ring_has_no_room_for_is_counted),
		cmocka_unit_test(ways_are_counted),
	};
	int error = lab_enter_new_network();

	event_bpf_init(&bpf, CONN_HERE);
	if (!error)
		error = event_bpf_open(&bpf);
	if (error) {
		printf("skipped: no program in the kernel here: %s\n", strerror(-error));
		return 77;
	}
	error = cmocka_run_group_tests(tests, NULL, NULL);
	event_bpf_close(&bpf);
	return error;
}
