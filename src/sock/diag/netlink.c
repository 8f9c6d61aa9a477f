/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/diag/netlink.h"

#include <errno.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"

static int netlink_send(struct wire *wire, const void *bytes, size_t length)
{
	/* Port 0 is the kernel. */
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	ssize_t sent;

	do
		sent = sendto(
			wire->fd, bytes, length, 0, (struct sockaddr *)&kernel, sizeof(kernel));
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
	close(wire->fd);
	free(wire);
}

static const struct wire_ops netlink_ops = {
	.send = netlink_send,
	.receive = netlink_receive,
	.close = netlink_close,
};

int netlink_open_fd(void)
{
	/* Port 0: the kernel chooses one that is free. */
	struct sockaddr_nl own = {.nl_family = AF_NETLINK};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_SOCK_DIAG);

	if (fd < 0)
		return -errno;
	if (bind(fd, (struct sockaddr *)&own, sizeof(own)) < 0) {
		int error = -errno;

		close(fd);
		return error;
	}
	return fd;
}

struct wire *netlink_adopt(int fd)
{
	struct wire *wire = alloc_zero(1, sizeof(*wire));

	wire->ops = &netlink_ops;
	wire->fd = fd;
	return wire;
}

int netlink_open(struct wire **ret_wire)
{
	int fd = netlink_open_fd();

	if (fd < 0)
		return fd;
	*ret_wire = netlink_adopt(fd);
	return 0;
}
