/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The least that a refresh can cost: the requests that the program itself sends (one dump of TCP
 * over both families, one of UDP over each), their answers received into the same buffer and only
 * counted.
 *
 *	floor [-i] TIMES         -i: with tcp_info
 *
 * Prints the CPU time of one refresh in milliseconds, and the number of sockets.
 */
#include <errno.h>
#include <linux/netlink.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "bench/cpu.h"
#include "sock/diag/diagmsg.h"
#include "sock/diag/wire.h"

#define STATES_ALL 0xfffU

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* Counts the messages of one datagram; *ret_done tells whether the dump ended with it. */
static size_t count_messages(void *datagram, size_t length, bool *ret_done)
{
	size_t count = 0;

	for (struct nlmsghdr *message = datagram; NLMSG_OK(message, length);
		message = NLMSG_NEXT(message, length)) {
		if (message->nlmsg_type == NLMSG_ERROR)
			fail("the kernel refuses");
		*ret_done |= message->nlmsg_type == NLMSG_DONE;
		count += message->nlmsg_type != NLMSG_DONE;
	}
	return count;
}

static size_t count_dump(int fd, void *buffer, const struct diagmsg_dump *what)
{
	_Alignas(8) char request[DIAGMSG_REQUEST_MAX];
	size_t count = 0;
	bool done = false;

	if (send(fd, request, diagmsg_put_dump(request, what, 1), 0) < 0)
		fail("send");
	while (!done) {
		ssize_t length = recv(fd, buffer, WIRE_DATAGRAM_MAX, 0);

		if (length < 0)
			fail("recv");
		count += count_messages(buffer, (size_t)length, &done);
	}
	return count;
}

static size_t count_all(int fd, void *buffer, unsigned extensions)
{
	const struct diagmsg_dump dumps[] = {
		{CONN_TCP, DIAGMSG_BOTH_FAMILIES, STATES_ALL, extensions},
		{CONN_UDP, CONN_IPV4, STATES_ALL, 0},
		{CONN_UDP, CONN_IPV6, STATES_ALL, 0},
	};
	size_t count = 0;

	for (size_t i = 0; i < sizeof(dumps) / sizeof(dumps[0]); i++)
		count += count_dump(fd, buffer, &dumps[i]);
	return count;
}

int main(int argc, char **argv)
{
	bool info = argc == 3 && strcmp(argv[1], "-i") == 0;
	int times = argc == 2 + info ? atoi(argv[1 + info]) : 0;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	void *buffer = malloc(WIRE_DATAGRAM_MAX);
	size_t count;
	double before;

	if (times < 1) {
		fprintf(stderr, "Usage: floor [-i] TIMES\n");
		return 2;
	}
	if (fd < 0 || !buffer)
		fail("socket");
	count = count_all(fd, buffer, info ? DIAGMSG_INFO : 0); /* warms up */
	before = cpu_ms();
	for (int i = 0; i < times; i++)
		count = count_all(fd, buffer, info ? DIAGMSG_INFO : 0);
	printf("%.4f %zu\n", (cpu_ms() - before) / times, count);
	free(buffer);
	return 0;
}
