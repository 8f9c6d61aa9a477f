/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Records the answers of the running kernel for tests/data. Makes its sockets itself, so that
 * nothing of the machine gets into the files; run it in an empty network namespace:
 *
 *	unshare -Urn sh -c 'ip link set lo up; tests/support/record DIRECTORY'
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "sock/diag/diagmsg.h"
#include "sock/diag/netlink.h"
#include "support/stream.h"

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static int open_socket(int family, int type)
{
	int fd = socket(family, type, 0), one = 1;

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)))
		die("socket");
	return fd;
}

static struct sockaddr_in6 address_of(const char *text, int port)
{
	struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};

	if (inet_pton(AF_INET6, text, &address.sin6_addr) != 1)
		die(text);
	return address;
}

static int bind_to(int fd, const char *text, int port)
{
	struct sockaddr_in6 address = address_of(text, port);

	if (bind(fd, (struct sockaddr *)&address, sizeof(address)))
		die("bind");
	return fd;
}

static int connect_to(int fd, const char *text, int port)
{
	struct sockaddr_in6 address = address_of(text, port);

	if (connect(fd, (struct sockaddr *)&address, sizeof(address)))
		die("connect");
	return fd;
}

static void make_ipv4(void)
{
	struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons(7000)};
	int fd = open_socket(AF_INET, SOCK_STREAM);

	any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (struct sockaddr *)&any, sizeof(any)) || listen(fd, 5))
		die("listen");
	fd = open_socket(AF_INET, SOCK_STREAM);
	if (connect(fd, (struct sockaddr *)&any, sizeof(any)))
		die("connect");
	fd = open_socket(AF_INET, SOCK_DGRAM);
	if (bind(fd, (struct sockaddr *)&any, sizeof(any)))
		die("bind");
	fd = open_socket(AF_INET, SOCK_DGRAM);
	if (connect(fd, (struct sockaddr *)&any, sizeof(any)))
		die("connect");
}

/* LISTEN, both ends ESTABLISHED, CLOSE_WAIT and FIN_WAIT2, TIME_WAIT, mapped; UDP of both kinds. */
static void make_sockets(void)
{
	int listener = bind_to(open_socket(AF_INET6, SOCK_STREAM), "::", 6666), client, server;

	make_ipv4();
	if (listen(listener, 16))
		die("listen");
	client = connect_to(open_socket(AF_INET6, SOCK_STREAM), "::1", 6666);
	server = accept(listener, NULL, NULL);
	if (write(client, "hello", 5) != 5 || write(server, "world!", 6) != 6)
		die("write");
	client = connect_to(open_socket(AF_INET6, SOCK_STREAM), "::ffff:127.0.0.1", 6666);
	server = accept(listener, NULL, NULL);
	shutdown(client, SHUT_WR);
	client = connect_to(open_socket(AF_INET6, SOCK_STREAM), "::1", 6666);
	server = accept(listener, NULL, NULL);
	close(client);
	close(server);
	bind_to(open_socket(AF_INET6, SOCK_DGRAM), "::", 5353);
	connect_to(open_socket(AF_INET6, SOCK_DGRAM), "::1", 5353);
}

static void record(const char *directory, const char *name, const struct diagmsg_dump *what)
{
	_Alignas(8) char request[DIAGMSG_REQUEST_MAX];
	char *buffer = alloc_zero(1, WIRE_DATAGRAM_MAX), path[4096];
	uint32_t word = STREAM_MAGIC;
	struct wire *wire = NULL;
	ssize_t length;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s.stream", directory, name);
	file = fopen(path, "wbe");
	if (!file || netlink_open(&wire) < 0)
		die(path);
	fwrite(&word, sizeof(word), 1, file);
	if (wire_send(wire, request, diagmsg_put_dump(request, what, 1)) < 0)
		die("send");
	while ((length = wire_receive(wire, buffer)) > 0) {
		word = (uint32_t)length;
		fwrite(&word, sizeof(word), 1, file);
		fwrite(buffer, 1, word, file);
	}
	wire_close(wire);
	free(buffer);
	if (fclose(file))
		die(path);
}

int main(int argc, char **argv)
{
	static const unsigned all = DIAGMSG_INFO | DIAGMSG_CONGESTION;

	if (argc != 2) {
		fprintf(stderr, "usage: %s DIRECTORY\n", argv[0]);
		return 2;
	}
	make_sockets();
	record(argv[1], "tcp-both",
		&(struct diagmsg_dump){CONN_TCP, DIAGMSG_BOTH_FAMILIES, 0x2fff, all});
	record(argv[1], "tcp-bare", &(struct diagmsg_dump){CONN_TCP, CONN_IPV6, 0xfff, 0});
	record(argv[1], "udp4", &(struct diagmsg_dump){CONN_UDP, CONN_IPV4, 0xfff, 0});
	record(argv[1], "udp6", &(struct diagmsg_dump){CONN_UDP, CONN_IPV6, 0xfff, 0});
	return 0;
}
