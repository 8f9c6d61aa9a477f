/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A mixed crowd of sockets on the loopback interface, for filters to pick from. Says "ready" in a
 * line once it stands, and keeps it until standard input ends. The crowd:
 *
 *	TCP listeners          127.0.0.1:6666, [::]:7777 (both families), 127.0.0.1:8888 on lo only
 *	accepted connections   to 6666 from 127.0.0.1 and 127.0.0.2, to 7777 over IPv4 and IPv6
 *	half closed            FIN_WAIT2 and CLOSE_WAIT, to 6666 over IPv4 and to 7777 over IPv6
 *	TIME_WAIT              to 6666 over IPv4, to 7777 over IPv6
 *	not taken              127.0.0.1:9999 accepts one: the first waits there
 *	SYN_SENT               the second to 127.0.0.1:9999
 *	SYN_RECV               127.0.0.1:4444 waits for data before it accepts
 *	UDP                    127.0.0.1:5353, [::1]:5353, and 127.0.0.1:5354 connected to the first
 */
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void check(int result, const char *what)
{
	if (result >= 0)
		return;
	perror(what);
	exit(1);
}

static socklen_t make_address(struct sockaddr_storage *address, const char *text, uint16_t port)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)address;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)address;

	*address = (struct sockaddr_storage){0};
	if (strchr(text, ':')) {
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons(port);
		check(inet_pton(AF_INET6, text, &v6->sin6_addr) - 1, text);
		return sizeof(*v6);
	}
	v4->sin_family = AF_INET;
	v4->sin_port = htons(port);
	check(inet_pton(AF_INET, text, &v4->sin_addr) - 1, text);
	return sizeof(*v4);
}

/* A socket that is bound to an address. */
static int put(int type, const char *text, uint16_t port)
{
	struct sockaddr_storage address;
	socklen_t length = make_address(&address, text, port);
	int fd = socket(address.ss_family, type, 0), off = 0;

	check(fd, "socket");
	if (address.ss_family == AF_INET6)
		check(setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off)), "IPV6_V6ONLY");
	check(bind(fd, (struct sockaddr *)&address, length), text);
	return fd;
}

static int put_listener(const char *text, uint16_t port, int backlog)
{
	int fd = put(SOCK_STREAM, text, port);

	check(listen(fd, backlog), "listen");
	return fd;
}

static void set_peer(int fd, const char *text, uint16_t port)
{
	struct sockaddr_storage address;
	socklen_t length = make_address(&address, text, port);

	check(connect(fd, (struct sockaddr *)&address, length), text);
}

/* The client's end of a new connection, from the address that it goes to. */
static int reach(const char *text, uint16_t port)
{
	int fd = socket(strchr(text, ':') ? AF_INET6 : AF_INET, SOCK_STREAM, 0);

	check(fd, "socket");
	set_peer(fd, text, port);
	return fd;
}

static int take(int listener)
{
	int fd = accept(listener, NULL, NULL);

	check(fd, "accept");
	return fd;
}

static void make_connections(int four, int both)
{
	set_peer(put(SOCK_STREAM, "127.0.0.2", 0), "127.0.0.1", 6666);
	take(four);
	reach("127.0.0.1", 6666);
	take(four);
	reach("127.0.0.1", 7777);
	take(both);
	reach("::1", 7777);
	take(both);
}

static void make_half_closed(int listener, const char *text, uint16_t port)
{
	int client = reach(text, port);

	take(listener);
	check(shutdown(client, SHUT_WR), "shutdown");
}

static void make_time_wait(int listener, const char *text, uint16_t port)
{
	int client = reach(text, port), server = take(listener);
	char byte;

	close(client);
	check((int)read(server, &byte, 1), "read"); /* its end has arrived */
	close(server);
}

static void make_half_open(void)
{
	struct sockaddr_storage address;
	socklen_t length = make_address(&address, "127.0.0.1", 9999);
	int late, listener, seconds = 300;

	put_listener("127.0.0.1", 9999, 0);
	reach("127.0.0.1", 9999);
	late = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	check(late, "socket");
	connect(late, (struct sockaddr *)&address, length); /* nobody answers */
	listener = put_listener("127.0.0.1", 4444, 8);
	check(setsockopt(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, &seconds, sizeof(seconds)),
		"TCP_DEFER_ACCEPT");
	reach("127.0.0.1", 4444);
}

static void make_udp(void)
{
	put(SOCK_DGRAM, "127.0.0.1", 5353);
	put(SOCK_DGRAM, "::1", 5353);
	set_peer(put(SOCK_DGRAM, "127.0.0.1", 5354), "127.0.0.1", 5353);
}

int main(void)
{
	int four = put_listener("127.0.0.1", 6666, 16), both = put_listener("::", 7777, 16);
	int bound = put_listener("127.0.0.1", 8888, 16);
	char byte;

	check(setsockopt(bound, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3), "SO_BINDTODEVICE");
	make_connections(four, both);
	make_half_closed(four, "127.0.0.1", 6666);
	make_half_closed(both, "::1", 7777);
	make_time_wait(four, "127.0.0.1", 6666);
	make_time_wait(both, "::1", 7777);
	make_half_open();
	make_udp();
	puts("ready");
	fflush(stdout);
	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
	return 0;
}
