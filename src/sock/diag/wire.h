/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A way for datagrams to and from the kernel. The program's own is a netlink socket; tests play
 * back recorded or made-up streams.
 */
#ifndef SOCKVIEW_SOCK_DIAG_WIRE_H
#define SOCKVIEW_SOCK_DIAG_WIRE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Twice what the kernel builds at most: a datagram that does not fit is a fault,
 * not a short read. */
#define WIRE_DATAGRAM_MAX 65536

struct wire;

struct wire_ops {
	/* Sends one datagram of requests. 0 or -errno. */
	int (*send)(struct wire *wire, const void *bytes, size_t length);

	/*
	 * Takes one datagram from the kernel, and only from it, into `buffer` (WIRE_DATAGRAM_MAX
	 * bytes). Its length; -EAGAIN: nothing there yet; -ENOBUFS: some were lost; -EMSGSIZE: it
	 * was cut off; other -errno.
	 */
	ssize_t (*receive)(struct wire *wire, void *buffer);

	void (*close)(struct wire *wire);
};

struct wire {
	const struct wire_ops *ops;
	uint32_t sequence; /* of the last request; never used twice, so late answers are known */
	int fd;            /* to poll for; -1 if there is none */
};

static inline int wire_send(struct wire *wire, const void *bytes, size_t length)
{
	return wire->ops->send(wire, bytes, length);
}

static inline ssize_t wire_receive(struct wire *wire, void *buffer)
{
	return wire->ops->receive(wire, buffer);
}

static inline void wire_close(struct wire *wire)
{
	if (wire)
		wire->ops->close(wire);
}

#endif
