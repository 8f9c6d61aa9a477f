/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every state of TCP on the real kernel, in the diagram and in JSON. Loopback is enough: a peer
 * that does not read keeps our FIN behind data that it has no room for.
 */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "live/lab.h"
#include "ui/page/draw-states.h"
#include "ui/page/state-diagram.h"

enum { PORT = 6700, FDS_MAX = 64 };

static struct bench {
	struct lab lab;
	struct transitions transitions;
	struct state_counts state_counts;
	struct sysctls sysctls;
	struct grid grid;
	int fds[FDS_MAX];
	size_t fd_count;
	uint16_t port;
} bench;

static int keep(int fd)
{
	assert_true(bench.fd_count < FDS_MAX);
	bench.fds[bench.fd_count++] = fd;
	return fd;
}

/* A look, as the program takes it. */
static void look(void)
{
	lab_refresh(&bench.lab);
	transitions_refresh(&bench.transitions, &bench.lab.track, 0, NULL);
	state_counts_begin(&bench.state_counts);
	while (state_counts_step(&bench.state_counts, &bench.lab.track, 100))
		;
}

/* Looks until the socket is in the state. */
static void wait_for(int fd, uint64_t cookie, enum conn_state wanted)
{
	for (int i = 0; i < 500; i++) {
		uint32_t row;

		look();
		row = track_find(&bench.lab.track, CONN_HERE, cookie ? cookie : lab_cookie(fd));
		if (row != TRACK_NONE && bench.lab.track.rows[row].conn.state == wanted)
			return;
		lab_sleep_ms(10);
	}
	fail_msg("never %s", conn_state_name(CONN_TCP, wanted));
}

static struct lab_pair open_pair(void)
{
	struct lab_pair pair = lab_pair_open(AF_INET, "127.0.0.1", bench.port++);

	keep(pair.listener);
	keep(pair.client);
	keep(pair.server);
	wait_for(pair.client, 0, CONN_ESTABLISHED);
	return pair;
}

/* Writes until nothing more is taken: what follows waits behind it. */
static void fill(int fd)
{
	static const char data[65536];
	int flags = fcntl(fd, F_GETFL);

	assert_int_equal(fcntl(fd, F_SETFL, flags | O_NONBLOCK), 0);
	for (int idle = 0; idle < 5;) {
		if (write(fd, data, sizeof(data)) > 0) {
			idle = 0;
		} else {
			assert_int_equal(errno, EAGAIN);
			idle++;
			lab_sleep_ms(10);
		}
	}
}

static void end_output(int fd)
{
	assert_int_equal(shutdown(fd, SHUT_WR), 0);
}

/* -------- making the states -------- */

static void make_opening_states(void)
{
	int listener = keep(lab_listen(AF_INET, "127.0.0.1", bench.port, 0)), seconds = 30;
	int caller = -1, bound, deferred;

	for (int i = 0; i < 4; i++)
		caller = lab_start_connecting(
			keep(lab_socket(AF_INET, SOCK_STREAM)), AF_INET, "127.0.0.1", bench.port);
	wait_for(caller, 0, CONN_SYN_SENT);
	wait_for(listener, 0, CONN_LISTEN);
	bench.port++;
	bound = keep(lab_socket(AF_INET, SOCK_STREAM));
	lab_bind(bound, AF_INET, "127.0.0.1", bench.port++);
	deferred = keep(lab_listen(AF_INET, "127.0.0.1", bench.port, 4));
	assert_int_equal(
		setsockopt(deferred, IPPROTO_TCP, TCP_DEFER_ACCEPT, &seconds, sizeof(seconds)), 0);
	keep(lab_connect(lab_socket(AF_INET, SOCK_STREAM), AF_INET, "127.0.0.1", bench.port++));
}

static void make_closing_states(void)
{
	struct lab_pair first = open_pair(), last = open_pair(), both = open_pair();
	struct lab_pair half = open_pair(), over = open_pair();

	fill(first.client);
	end_output(first.client);
	wait_for(first.client, 0, CONN_FIN_WAIT1);

	end_output(last.server);
	wait_for(last.client, 0, CONN_CLOSE_WAIT);
	fill(last.client);
	end_output(last.client);
	wait_for(last.client, 0, CONN_LAST_ACK);

	fill(both.client);
	end_output(both.client);
	wait_for(both.client, 0, CONN_FIN_WAIT1);
	end_output(both.server);
	wait_for(both.client, 0, CONN_CLOSING);

	end_output(half.client);
	wait_for(half.client, 0, CONN_FIN_WAIT2);
	wait_for(half.server, 0, CONN_CLOSE_WAIT);

	end_output(over.client);
	end_output(over.server);
	wait_for(over.client, over.client_cookie, CONN_TIME_WAIT);
}

/* -------- what is shown of them -------- */

/* The number in a box of the diagram. */
static unsigned number_in(const struct area *area, enum conn_state state)
{
	struct buffer text = {0};
	struct state_diagram plan;
	char *line, *left;
	unsigned number = 0;
	int row = 0;

	state_diagram_make(&plan, area);
	grid_dump(&bench.grid, &text, false);
	for (line = strtok_r(text.data, "\n", &left); line; line = strtok_r(NULL, "\n", &left)) {
		const char *name = strstr(line, conn_state_name(CONN_TCP, state));

		if (name && (row = (int)(name - line)))
			break;
	}
	line = strtok_r(NULL, "\n", &left);
	assert_non_null(line);
	assert_true(row > 0 && (size_t)row < strlen(line));
	number = (unsigned)strtoul(line + row, NULL, 10);
	buffer_done(&text);
	return number;
}

static void draw(const struct area *area)
{
	struct states_view view = {
		.track = &bench.lab.track,
		.transitions = &bench.transitions,
		.state_counts = &bench.state_counts.done,
		.sysctls = &bench.sysctls,
		.selected = CONN_ESTABLISHED,
	};

	grid_clear(&bench.grid);
	draw_states(&view, &bench.grid, area);
}

/* Sockets in a state, as the program's own JSON has them. */
static unsigned count_in_json(const char *json, enum conn_state state)
{
	char wanted[64];
	unsigned count = 0;

	snprintf(wanted, sizeof(wanted), "\"state\":\"%s\"", conn_state_name(CONN_TCP, state));
	while ((json = strstr(json, wanted))) {
		count++;
		json++;
	}
	return count;
}

static void read_json(struct buffer *out)
{
	const char *program = getenv("SOCKVIEW");
	char command[4096], text[4096];
	size_t length;
	FILE *pipe;

	snprintf(command, sizeof(command), "%s --no-config --once --json -t -B",
		program ? program : "./sockview");
	pipe = popen(command, "r");
	assert_non_null(pipe);
	while ((length = fread(text, 1, sizeof(text), pipe)) > 0)
		buffer_add(out, text, length);
	assert_int_equal(pclose(pipe), 0);
}

static bool lists_bound(void)
{
	return track_count(&bench.lab.track, CONN_TCP, CONN_BOUND) > 0;
}

static void every_state_is_shown_in_the_diagram_and_counted_in_json(void **state)
{
	static const enum conn_state states[] = {CONN_LISTEN, CONN_BOUND, CONN_SYN_SENT,
		CONN_SYN_RECV, CONN_ESTABLISHED, CONN_FIN_WAIT1, CONN_FIN_WAIT2, CONN_CLOSING,
		CONN_TIME_WAIT, CONN_CLOSE_WAIT, CONN_LAST_ACK};
	const struct area area = {.rows = 24, .columns = 80};
	struct buffer json = {0};

	(void)state;
	make_opening_states();
	make_closing_states();
	open_pair();
	look();
	draw(&area);
	read_json(&json);
	for (size_t i = 0; i < COUNT_OF(states); i++) {
		const char *name = conn_state_name(CONN_TCP, states[i]);
		unsigned counted = (unsigned)track_count(&bench.lab.track, CONN_TCP, states[i]);

		if (states[i] == CONN_BOUND && !lists_bound()) {
			print_message("this kernel does not list bound sockets: not checked\n");
			continue;
		}
		if (!counted)
			fail_msg("there is none in %s", name);
		if (number_in(&area, states[i]) != counted)
			fail_msg("the diagram shows %u in %s, and there are %u",
				number_in(&area, states[i]), name, counted);
		if (count_in_json(buffer_get(&json), states[i]) != counted)
			fail_msg("JSON has %u in %s, and there are %u",
				count_in_json(buffer_get(&json), states[i]), name, counted);
	}
	buffer_done(&json);
}

/* Those that were looked at before and behind them. */
static void the_ways_that_were_watched_were_seen(void **state)
{
	static const enum transition_edge edges[] = {EDGE_FIN_WAIT1_CLOSING,
		EDGE_ESTABLISHED_CLOSE_WAIT, EDGE_ESTABLISHED_FIN_WAIT1, EDGE_CLOSE_WAIT_LAST_ACK};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(edges); i++)
		if (!bench.transitions.edges[edges[i]].seen)
			fail_msg("nobody was seen to go from %s to %s",
				conn_state_name(CONN_TCP, transition_records[edges[i]].from),
				conn_state_name(CONN_TCP, transition_records[edges[i]].to));
	assert_true(bench.transitions.strange == 0);
}

static int set_up(void **state)
{
	(void)state;
	lab_open(&bench.lab);
	bench.lab.plan.bound = true;
	bench.port = PORT;
	transitions_init(&bench.transitions);
	state_counts_init(&bench.state_counts);
	sysctls_read(&bench.sysctls, "");
	grid_init(&bench.grid, TEXT_ASCII);
	look();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	while (bench.fd_count)
		close(bench.fds[--bench.fd_count]);
	grid_done(&bench.grid);
	lab_close(&bench.lab);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_is_shown_in_the_diagram_and_counted_in_json),
		cmocka_unit_test(the_ways_that_were_watched_were_seen),
	};
	int skipped = lab_enter();

	setlocale(LC_ALL, "C.UTF-8");
	return skipped ? skipped : cmocka_run_group_tests(tests, set_up, tear_down);
}
