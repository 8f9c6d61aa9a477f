/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/event/event-wire.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "sock/event/event-message.h"

/* Datagrams that are read with one call. */
enum { BATCH = 32 };

void event_wire_init(struct event_wire *wire, uint16_t place)
{
	*wire = (struct event_wire){.fd = -1, .place = place};
}

/* The kernel doubles what it is asked for, and tells the double. */
static bool widen(int fd, int buffer)
{
	int now = 0;
	socklen_t length = sizeof(now);

	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof(buffer)) < 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof(buffer));
	return getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &now, &length) == 0 && now >= buffer;
}

/* Joining groups comes after bind(), which would forget them. */
static int join_groups(int fd, bool no_tcp)
{
	static const int groups[] = {SKNLGRP_INET_UDP_DESTROY, SKNLGRP_INET6_UDP_DESTROY,
		SKNLGRP_INET_TCP_DESTROY, SKNLGRP_INET6_TCP_DESTROY};
	size_t count = sizeof(groups) / sizeof(groups[0]);
	struct sockaddr_nl any = {.nl_family = AF_NETLINK};

	if (bind(fd, (struct sockaddr *)&any, sizeof(any)) < 0)
		return -errno;
	for (size_t i = 0; i < (no_tcp ? count / 2 : count); i++)
		if (setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &groups[i],
			    sizeof(groups[i])) < 0)
			return -errno;
	return 0;
}

int event_wire_open(struct event_wire *wire, int buffer)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_SOCK_DIAG);
	int error;

	if (fd < 0)
		return -errno;
	wire->is_small = !widen(fd, buffer) || buffer < EVENT_WIRE_BUFFER;
	error = join_groups(fd, wire->no_tcp);
	if (error)
		close(fd);
	else
		event_wire_adopt(wire, fd);
	return error;
}

void event_wire_adopt(struct event_wire *wire, int fd)
{
	event_wire_close(wire);
	wire->fd = fd;
	wire->buffers = alloc_zero(BATCH, EVENT_MESSAGE_MAX);
}

void event_wire_close(struct event_wire *wire)
{
	if (wire->fd >= 0)
		close(wire->fd);
	free(wire->buffers);
	wire->buffers = NULL;
	wire->fd = -1;
}

struct batch {
	struct mmsghdr messages[BATCH];
	struct iovec parts[BATCH];
	struct sockaddr_nl senders[BATCH];
};

static int receive(const struct event_wire *wire, struct batch *batch)
{
	int count;

	memset(batch, 0, sizeof(*batch));
	for (size_t i = 0; i < BATCH; i++) {
		batch->parts[i] =
			(struct iovec){wire->buffers + i * EVENT_MESSAGE_MAX, EVENT_MESSAGE_MAX};
		batch->messages[i].msg_hdr = (struct msghdr){
			.msg_name = &batch->senders[i],
			.msg_namelen = sizeof(batch->senders[i]),
			.msg_iov = &batch->parts[i],
			.msg_iovlen = 1,
		};
	}
	do
		count = recvmmsg(wire->fd, batch->messages, BATCH, MSG_DONTWAIT, NULL);
	while (count < 0 && errno == EINTR);
	return count < 0 ? -errno : count;
}

/* Other processes can send to this socket, too: only port 0 is the kernel. */
static bool is_of_kernel(const struct batch *batch, int index)
{
	return batch->senders[index].nl_family != AF_NETLINK || batch->senders[index].nl_pid == 0;
}

static void read_datagram(struct event_wire *wire, const struct batch *batch, int index,
	int64_t at_us, event_take_fn *take, void *context)
{
	int count = event_message_read(batch->parts[index].iov_base, batch->messages[index].msg_len,
		wire->place, at_us, take, context);

	if (count > 0)
		wire->count += (uint64_t)count;
	if (count < 0)
		wire->gaps++; /* longer than the buffer, or not understood */
}

bool event_wire_read(
	struct event_wire *wire, int64_t at_us, size_t budget, event_take_fn *take, void *context)
{
	struct batch batch;

	for (size_t done = 0; wire->fd >= 0 && done < budget; done += BATCH) {
		int count = receive(wire, &batch);

		if (count == -ENOBUFS) {
			wire->gaps++;
			continue;
		}
		if (count <= 0)
			return false;
		for (int i = 0; i < count; i++)
			if (is_of_kernel(&batch, i))
				read_datagram(wire, &batch, i, at_us, take, context);
		if (count < BATCH)
			return false;
	}
	return wire->fd >= 0;
}
