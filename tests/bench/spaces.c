/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What it costs to follow many network namespaces: to find them, to look at the counters of those
 * that are due, to enter and dump those that have moved.
 *
 *	unshare -Urnpf --mount-proc spaces NAMESPACES BUSY CONNECTIONS TICKS
 *
 * Each namespace has so many connections; in BUSY of them a byte is sent in every tick of a second.
 * Prints the CPU time of a tick in milliseconds, that of the child included, beside the one of
 * dumping all of them, and of one namespace with all of these connections.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/system/environment.h"
#include "app/system/opener-child.h"
#include "base/alloc.h"
#include "bench/cpu.h"
#include "sock/diag/diag.h"
#include "sock/diag/netlink.h"
#include "sock/place/space-gate.h"
#include "sock/place/spaces.h"
#include "support/space.h"

#define SECOND INT64_C(1000000)
#define PORT 7700

struct tick {
	double find, look, dump;
	unsigned looks, dumps;
	size_t sockets;
};

static char buffer[WIRE_DATAGRAM_MAX];
static struct space_gate gates[65536];
static struct spaces *spaces;
static struct opener opener;

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "spaces: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* Makes connections over loopback, in a namespace of its own. Returns the first socket. */
static int connect_many(unsigned connections)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(PORT),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int listener, first = -1;

	if (unshare(CLONE_NEWNET) || space_raise_loopback())
		fail("unshare");
	listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) || listen(listener, 4096))
		fail("listen");
	for (unsigned i = 0; i < connections; i++) {
		int client = socket(AF_INET, SOCK_STREAM, 0);

		if (connect(client, (struct sockaddr *)&address, sizeof(address)))
			fail("connect");
		if (first < 0)
			first = client;
	}
	return first;
}

/* Sends a byte over the first connection whenever it is told to. */
static _Noreturn void be_guest(unsigned connections, int order, int ready)
{
	int first = connect_many(connections);
	char byte;

	if (write(ready, "", 1) != 1)
		fail("write");
	while (read(order, &byte, 1) == 1)
		if (write(first, "x", 1) != 1)
			fail("send");
	exit(0);
}

/* Starts a guest in a namespace of its own; returns where orders are written to. */
static int start_guest(unsigned connections)
{
	int order[2], ready[2];
	char byte;
	pid_t pid;

	if (pipe2(order, O_CLOEXEC) || pipe2(ready, O_CLOEXEC) || (pid = fork()) < 0)
		fail("fork");
	if (!pid) {
		close(order[1]);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		be_guest(connections, order[0], ready[1]);
	}
	close(order[0]);
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1)
		exit(1);
	close(ready[0]);
	return order[1];
}

/* The connections of a namespace that the last dump has listed. */
struct known {
	struct conn *list;
	size_t count, capacity;
};

static int take(void *context, const struct conn *conn, const struct conn_tcp *tcp,
	const struct conn_memory *memory)
{
	struct known *known = context;

	(void)tcp;
	(void)memory;
	if (alloc_try_grow((void **)&known->list, &known->capacity, known->count + 1,
		    sizeof(*known->list)))
		fail("memory");
	known->list[known->count++] = *conn;
	return 0;
}

static void dump(
	struct wire *wire, enum conn_proto proto, unsigned family, uint32_t states, void *known)
{
	struct diagmsg_dump what = {.proto = proto, .family = family, .states = states};
	struct diag_dump dump;
	int progress;

	if (diag_dump_begin(&dump, wire, buffer, &what) < 0)
		fail("dump");
	while ((progress = diag_dump_step(&dump, take, known)) != DIAG_DONE)
		if (progress < 0)
			fail("dump");
}

/* Asks for what is known one by one. */
static void ask(struct wire *wire, const struct known *known)
{
	static struct diag_answer answers[DIAG_QUERY_MAX];
	const struct conn *asked[DIAG_QUERY_MAX];

	for (size_t at = 0; at < known->count;) {
		size_t count = 0;

		for (; count < DIAG_QUERY_MAX && at < known->count; at++)
			asked[count++] = &known->list[at];
		if (diag_query(wire, buffer, asked, count, answers))
			fail("query");
	}
}

/* What the gate asks for: a set of enum space_dump. */
static void read_place(struct wire *wire, unsigned dumps, struct known *known)
{
	struct known others = {0};

	if (dumps & SPACE_KNOWN_SUFFICE) {
		dump(wire, CONN_TCP, DIAGMSG_BOTH_FAMILIES, 1U << CONN_LISTEN, &others);
		ask(wire, known);
	} else if (dumps & SPACE_DUMP_TCP) {
		known->count = 0;
		dump(wire, CONN_TCP, DIAGMSG_BOTH_FAMILIES, ~0U, known);
	} else if (dumps & SPACE_DUMP_LISTEN) {
		dump(wire, CONN_TCP, DIAGMSG_BOTH_FAMILIES, 1U << CONN_LISTEN, &others);
	}
	if (dumps & SPACE_DUMP_UDP) {
		dump(wire, CONN_UDP, CONN_IPV4, ~0U, &others);
		dump(wire, CONN_UDP, CONN_IPV6, ~0U, &others);
	}
	free(others.list);
}

/* Returns how many connections it has. */
static size_t read_space(struct space *space, unsigned dumps)
{
	static struct known known[65536];
	struct opened opened;
	int fd, error = spaces_open(spaces, space, &fd);

	if (error || opener_request(&opener, fd, OPENER_DUMPS, 0))
		fail("open");
	close(fd);
	while ((error = opener_take(&opener, &opened)) == -EAGAIN) {
		struct pollfd wait = {.fd = opener_fd(&opener), .events = POLLIN};

		poll(&wait, 1, -1);
	}
	if (error)
		fail("enter");
	read_place(opened.dumps, dumps, &known[space->place]);
	wire_close(opened.dumps);
	return known[space->place].count;
}

/* `all`: as if there were no gate. */
static struct tick run_tick(int64_t now_us, bool all)
{
	struct instant now = {.mono_us = now_us, .boot_us = now_us};
	struct tick tick = {0};
	double at = cpu_ms();

	spaces_begin(spaces, &now);
	while (spaces_step(spaces, 1000))
		;
	tick.find = cpu_ms() - at;
	for (size_t i = 0; i < spaces_count(spaces); i++) {
		struct space *space = spaces_at(spaces, i);
		struct space_gate *gate = &gates[space->place];
		struct space_figures figures;
		unsigned dumps = SPACE_DUMP_ALL;

		/* One that may not be entered, since it is none of ours. */
		if (!space->inode)
			continue;
		at = cpu_ms();
		if (!all && !space_gate_is_due(gate, now_us))
			continue;
		if (!all) {
			space_figures_read(&figures, space->process);
			dumps = space_gate_judge(gate, &figures, now_us);
			tick.looks++;
		}
		tick.look += cpu_ms() - at;
		if (!dumps)
			continue;
		at = cpu_ms();
		tick.sockets += read_space(space, dumps);
		tick.dumps++;
		tick.dump += cpu_ms() - at;
	}
	return tick;
}

static void print(const char *name, const struct tick *sum, unsigned ticks)
{
	double all = sum->find + sum->look + sum->dump;

	printf("%-12s %8.3f ms: find %.3f, look %.3f (%u), dump %.3f (%u, %zu)\n", name,
		all / ticks, sum->find / ticks, sum->look / ticks, sum->looks / ticks,
		sum->dump / ticks, sum->dumps / ticks, sum->sockets / ticks);
}

static void add(struct tick *sum, const struct tick *tick)
{
	sum->find += tick->find;
	sum->look += tick->look;
	sum->dump += tick->dump;
	sum->looks += tick->looks;
	sum->dumps += tick->dumps;
	sum->sockets += tick->sockets;
}

/* The same connections in one namespace. */
static _Noreturn void measure_single(unsigned connections)
{
	struct known known = {0};
	struct wire *wire;
	double at;

	connect_many(connections);
	if (netlink_open(&wire))
		fail("netlink");
	at = cpu_ms();
	for (unsigned i = 0; i < 20; i++)
		read_place(wire, SPACE_DUMP_ALL, &known);
	printf("%-12s %8.3f ms: %zu\n", "in one", (cpu_ms() - at) / 20, known.count);
	exit(0);
}

int main(int argc, char **argv)
{
	unsigned namespaces, busy, connections, ticks;
	struct tick gated = {0}, whole = {0}, tick;
	int *orders;

	if (argc != 5)
		return 2;
	namespaces = (unsigned)atoi(argv[1]);
	busy = (unsigned)atoi(argv[2]);
	connections = (unsigned)atoi(argv[3]);
	ticks = (unsigned)atoi(argv[4]);
	environment_raise_descriptors();
	if (opener_child_start(&opener, false))
		fail("opener");
	orders = calloc(namespaces, sizeof(*orders));
	for (unsigned i = 0; i < namespaces; i++)
		orders[i] = start_guest(connections);
	spaces = spaces_new("");
	for (unsigned second = 0; second < ticks + 10; second++) {
		for (unsigned i = 0; i < busy; i++)
			if (write(orders[i], "x", 1) != 1)
				fail("order");
		poll(NULL, 0, 20);
		tick = run_tick((second + 1) * SECOND, false);
		if (second >= 10)
			add(&gated, &tick);
	}
	print("gated", &gated, ticks);
	for (unsigned i = 0; i < 5; i++) {
		tick = run_tick((ticks + 20 + i) * SECOND, true);
		add(&whole, &tick);
	}
	print("all dumped", &whole, 5);
	fflush(stdout);
	if (!fork())
		measure_single(namespaces * connections);
	wait(NULL);
	return 0;
}
