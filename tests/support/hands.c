/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sockets at the end of a pipe, in a network of the test's own: sets its loopback interface up,
 * then does to sockets what standard input says, a line each, and answers each with a line:
 * "ok ..." or why not.
 *
 *	kind mptcp|tcp               what listeners and connections are from now on
 *	listen NAME ADDRESS PORT     a TCP listener; port 0: any
 *	bind NAME ADDRESS PORT       a TCP socket that is bound and nothing else
 *	connect NAME ADDRESS PORT    a TCP connection; answers with its own port
 *	start NAME ADDRESS PORT      the same, not waiting for it
 *	accept NAME LISTENER         takes the next connection
 *	udp NAME ADDRESS PORT        a bound UDP socket
 *	peer NAME ADDRESS PORT       connects a UDP socket
 *	device NAME INTERFACE        binds it to an interface
 *	write NAME COUNT             so many bytes
 *	read NAME COUNT              waits for so many bytes
 *	fill NAME                    bytes, until no more are taken
 *	shut NAME                    ends the sending side
 *	close NAME
 *	reset NAME                   closes with RST
 *	burst LISTENER COUNT         so many connections one after another, each of which lives for
 *	                             a fraction of a millisecond: 100 bytes there, 50 back
 *	alone NAME                   leaves it to a thread, in a table of descriptors of its own
 *	look NAME                    "ok open", "ok ended" or "ok ECONNABORTED" and the like
 *
 * An address with a colon is IPv6.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "support/space.h"

enum { SOCKETS_MAX = 4096, NAME_MAX_LENGTH = 31, BACKLOG = 128, PROTOCOL_MPTCP = 262 };

struct named {
	char name[NAME_MAX_LENGTH + 1];
	int fd; /* -1: closed */
};

static int stream_protocol; /* of sockets that are made */
static struct named sockets[SOCKETS_MAX];
static size_t socket_count;

static int answer(bool done, const char *more)
{
	if (done)
		printf("ok%s%s\n", *more ? " " : "", more);
	else
		printf("error %s\n", strerror(errno));
	return done ? 0 : -1;
}

static struct named *find(const char *name)
{
	for (size_t i = 0; i < socket_count; i++)
		if (strcmp(sockets[i].name, name) == 0)
			return &sockets[i];
	return NULL;
}

static int keep(const char *name, int fd)
{
	struct named *named = find(name);

	if (!named && socket_count == SOCKETS_MAX) {
		errno = ENOSPC;
		return -1;
	}
	if (!named)
		named = &sockets[socket_count++];
	snprintf(named->name, sizeof(named->name), "%s", name);
	named->fd = fd;
	return fd;
}

static int number_of(const char *name)
{
	const struct named *named = find(name);

	errno = EBADF;
	return named ? named->fd : -1;
}

static socklen_t make_address(struct sockaddr_storage *address, const char *text, const char *port)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)address;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)address;
	in_port_t number = htons((uint16_t)strtoul(port, NULL, 10));

	*address = (struct sockaddr_storage){0};
	if (strchr(text, ':')) {
		v6->sin6_family = AF_INET6;
		v6->sin6_port = number;
		return inet_pton(AF_INET6, text, &v6->sin6_addr) == 1 ? sizeof(*v6) : 0;
	}
	v4->sin_family = AF_INET;
	v4->sin_port = number;
	return inet_pton(AF_INET, text, &v4->sin_addr) == 1 ? sizeof(*v4) : 0;
}

static int answer_port(int fd)
{
	struct sockaddr_storage address = {0};
	socklen_t length = sizeof(address);
	char port[8];

	if (fd < 0 || getsockname(fd, (struct sockaddr *)&address, &length) < 0)
		return answer(false, "");
	snprintf(port, sizeof(port), "%u",
		ntohs(address.ss_family == AF_INET ? ((struct sockaddr_in *)&address)->sin_port
						   : ((struct sockaddr_in6 *)&address)->sin6_port));
	return answer(true, port);
}

/* A socket of `type` at an address, listening if `listening`. */
static int put(const char *name, int type, const char *text, const char *port, bool listening)
{
	struct sockaddr_storage address;
	socklen_t length = make_address(&address, text, port);
	int fd = socket(address.ss_family, type | SOCK_CLOEXEC,
		    type == SOCK_STREAM ? stream_protocol : 0),
	    on = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, length) < 0 ||
		(listening && listen(fd, BACKLOG) < 0))
		return answer(false, "");
	return answer_port(keep(name, fd));
}

static int connect_to(int fd, const char *text, const char *port)
{
	struct sockaddr_storage address;
	socklen_t length = make_address(&address, text, port);

	return connect(fd, (struct sockaddr *)&address, length);
}

static int make_connection(const char *name, const char *text, const char *port, int flags)
{
	int fd = socket(strchr(text, ':') ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags,
		stream_protocol);

	if (fd < 0 || (connect_to(fd, text, port) < 0 && errno != EINPROGRESS))
		return answer(false, "");
	return answer_port(keep(name, fd));
}

static int write_bytes(int fd, unsigned long count)
{
	static const char block[4096];

	while (count) {
		ssize_t written = send(
			fd, block, count < sizeof(block) ? count : sizeof(block), MSG_DONTWAIT);

		if (written < 0)
			return answer(false, "");
		count -= (unsigned long)written;
	}
	return answer(true, "");
}

static int read_bytes(int fd, unsigned long count)
{
	char block[4096];

	while (count) {
		ssize_t got = recv(fd, block, count < sizeof(block) ? count : sizeof(block), 0);

		if (got <= 0)
			return answer(false, "");
		count -= (unsigned long)got;
	}
	return answer(true, "");
}

static int fill(int fd)
{
	static const char block[65536];

	while (send(fd, block, sizeof(block), MSG_DONTWAIT) > 0)
		;
	return answer(errno == EAGAIN, "");
}

static int look(int fd)
{
	char byte;
	ssize_t length = recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);

	if (length >= 0)
		return answer(true, length ? "open" : "ended");
	return answer(true, errno == EAGAIN         ? "open"
			    : errno == ECONNABORTED ? "ECONNABORTED"
			    : errno == ECONNRESET   ? "ECONNRESET"
						    : strerror(errno));
}

static int end(const char *name, bool reset)
{
	static const struct linger at_once = {.l_onoff = 1};
	struct named *named = find(name);
	int fd = number_of(name);

	if (fd < 0)
		return answer(false, "");
	if (reset)
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	named->fd = -1;
	return answer(close(fd) == 0, "");
}

static void *keep_alone(void *ready)
{
	if (unshare(CLONE_FILES) < 0)
		_exit(1);
	pthread_barrier_wait(ready);
	for (;;)
		pause();
	return NULL;
}

static int leave_to_thread(const char *name)
{
	pthread_barrier_t ready;
	pthread_t thread;
	int fd = number_of(name);

	pthread_barrier_init(&ready, NULL, 2);
	if (fd < 0 || (errno = pthread_create(&thread, NULL, keep_alone, &ready)))
		return answer(false, "");
	pthread_barrier_wait(&ready);
	pthread_barrier_destroy(&ready);
	find(name)->fd = -1;
	return answer(close(fd) == 0, "");
}

static bool exchange(int from, int to, size_t count)
{
	char block[100] = {0};

	return send(from, block, count, 0) == (ssize_t)count &&
	       recv(to, block, count, MSG_WAITALL) == (ssize_t)count;
}

/* Some 2,000 a second. */
static int burst(int listener, unsigned long count)
{
	struct sockaddr_storage address = {0};
	socklen_t length = sizeof(address);
	struct timespec pause = {.tv_nsec = 300000};
	bool done = getsockname(listener, (struct sockaddr *)&address, &length) == 0;

	while (done && count--) {
		int client = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0), server = -1;

		done = client >= 0 && connect(client, (struct sockaddr *)&address, length) == 0 &&
		       (server = accept(listener, NULL, NULL)) >= 0 &&
		       exchange(client, server, 100) && exchange(server, client, 50);
		close(client);
		close(server);
		nanosleep(&pause, NULL);
	}
	return answer(done, "");
}

static int choose_kind(const char *word)
{
	int fd;

	stream_protocol = strcmp(word, "mptcp") == 0 ? PROTOCOL_MPTCP : 0;
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, stream_protocol);
	if (fd >= 0)
		close(fd);
	return answer(fd >= 0, "");
}

static int run(const char *verb, const char *name, const char *first, const char *second)
{
	if (strcmp(verb, "kind") == 0)
		return choose_kind(name);
	if (strcmp(verb, "listen") == 0)
		return put(name, SOCK_STREAM, first, second, true);
	if (strcmp(verb, "bind") == 0)
		return put(name, SOCK_STREAM, first, second, false);
	if (strcmp(verb, "udp") == 0)
		return put(name, SOCK_DGRAM, first, second, false);
	if (strcmp(verb, "connect") == 0)
		return make_connection(name, first, second, 0);
	if (strcmp(verb, "start") == 0)
		return make_connection(name, first, second, SOCK_NONBLOCK);
	if (strcmp(verb, "accept") == 0)
		return answer_port(keep(name, accept(number_of(first), NULL, NULL)));
	if (strcmp(verb, "peer") == 0)
		return answer(connect_to(number_of(name), first, second) == 0, "");
	if (strcmp(verb, "write") == 0)
		return write_bytes(number_of(name), strtoul(first, NULL, 10));
	if (strcmp(verb, "read") == 0)
		return read_bytes(number_of(name), strtoul(first, NULL, 10));
	if (strcmp(verb, "fill") == 0)
		return fill(number_of(name));
	if (strcmp(verb, "shut") == 0)
		return answer(shutdown(number_of(name), SHUT_WR) == 0, "");
	if (strcmp(verb, "device") == 0)
		return answer(setsockopt(number_of(name), SOL_SOCKET, SO_BINDTODEVICE, first,
				      (socklen_t)strlen(first)) == 0,
			"");
	if (strcmp(verb, "burst") == 0)
		return burst(number_of(name), strtoul(first, NULL, 10));
	if (strcmp(verb, "alone") == 0)
		return leave_to_thread(name);
	if (strcmp(verb, "look") == 0)
		return look(number_of(name));
	if (strcmp(verb, "close") == 0 || strcmp(verb, "reset") == 0)
		return end(name, *verb == 'r');
	errno = ENOSYS;
	return answer(false, "");
}

int main(void)
{
	char line[256];
	int failures = 0;

	signal(SIGPIPE, SIG_IGN);
	if (space_raise_loopback() < 0) {
		puts("error no loopback interface");
		return 1;
	}
	while (fgets(line, sizeof(line), stdin)) {
		char verb[16] = "", name[NAME_MAX_LENGTH + 1] = "", first[64] = "", second[16] = "";

		if (sscanf(line, "%15s %31s %63s %15s", verb, name, first, second) < 1)
			continue;
		if (run(verb, name, first, second) < 0)
			failures++;
		fflush(stdout);
	}
	return failures ? 1 : 0;
}
