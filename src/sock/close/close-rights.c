/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/close/close-rights.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sock/diag/diag.h"

/* Missing in some headers. */
#ifndef SO_COOKIE
#define SO_COOKIE 57
#endif

/* The loopback address is not there while its interface is down. */
static int bind_somewhere(int fd)
{
	struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	if (bind(fd, (const struct sockaddr *)&own, sizeof(own)) == 0)
		return 0;
	own.sin_addr.s_addr = htonl(INADDR_ANY);
	return bind(fd, (const struct sockaddr *)&own, sizeof(own));
}

static int describe(int fd, struct conn *ret_conn)
{
	struct sockaddr_in own;
	socklen_t own_size = sizeof(own), cookie_size = sizeof(ret_conn->cookie);

	*ret_conn = (struct conn){.proto = CONN_UDP,
		.family = CONN_IPV4,
		.state = CONN_CLOSED,
		.has = CONN_HAS_COOKIE};
	if (bind_somewhere(fd) < 0 || getsockname(fd, (struct sockaddr *)&own, &own_size) < 0 ||
		getsockopt(fd, SOL_SOCKET, SO_COOKIE, &ret_conn->cookie, &cookie_size) < 0)
		return -errno;
	memcpy(ret_conn->local.addr, &own.sin_addr, sizeof(own.sin_addr));
	ret_conn->local.port = ntohs(own.sin_port);
	return 0;
}

int close_rights_probe(struct wire *wire, void *buffer)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), error;
	const struct conn *target;
	struct conn conn;

	if (fd < 0)
		return -errno;
	error = describe(fd, &conn);
	target = &conn;
	if (!error)
		diag_destroy_many(wire, buffer, &target, 1, &error);
	close(fd);
	return error == -EACCES ? -EPERM : error;
}
