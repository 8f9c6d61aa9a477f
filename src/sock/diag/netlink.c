/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/diag/netlink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <libmnl/libmnl.h>
#include <linux/netlink.h>

#include "base/alloc.h"

struct netlink_wire {
	struct wire wire;
	struct mnl_socket *socket;
};

static struct netlink_wire *from_wire(struct wire *wire)
{
	return (struct netlink_wire *)wire;
}

static int netlink_send(struct wire *wire, const void *bytes, size_t length)
{
	ssize_t sent;

	do
		sent = mnl_socket_sendto(from_wire(wire)->socket, bytes, length);
	while (sent < 0 && errno == EINTR);
	return sent < 0 ? -errno : 0;
}

static ssize_t netlink_receive(struct wire *wire, void *buffer)
{
	for (;;) {
		struct sockaddr_nl sender = {0};
		struct iovec part = {.iov_base = buffer, .iov_len = WIRE_DATAGRAM_MAX};
		struct msghdr message = {
			.msg_name = &sender,
			.msg_namelen = sizeof(sender),
			.msg_iov = &part,
			.msg_iovlen = 1,
		};
		ssize_t length = recvmsg(wire->fd, &message, MSG_DONTWAIT);

		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0)
			return -errno;
		/*
		 * Other processes (root's) can send to this socket, too: only port 0 is the kernel.
		 */
		if (message.msg_namelen != sizeof(sender) || sender.nl_pid != 0)
			continue;
		return message.msg_flags & MSG_TRUNC ? -EMSGSIZE : length;
	}
}

static void netlink_close(struct wire *wire)
{
	mnl_socket_close(from_wire(wire)->socket);
	free(from_wire(wire));
}

static const struct wire_ops netlink_ops = {
	.send = netlink_send,
	.receive = netlink_receive,
	.close = netlink_close,
};

int netlink_open(struct wire **ret_wire)
{
	struct mnl_socket *socket =
		mnl_socket_open2(NETLINK_SOCK_DIAG, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct netlink_wire *netlink;

	if (!socket)
		return -errno;
	if (mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0) {
		int error = -errno;

		mnl_socket_close(socket);
		return error;
	}
	netlink = alloc_zero(1, sizeof(*netlink));
	netlink->wire.ops = &netlink_ops;
	netlink->wire.fd = mnl_socket_get_fd(socket);
	netlink->socket = socket;
	*ret_wire = &netlink->wire;
	return 0;
}
