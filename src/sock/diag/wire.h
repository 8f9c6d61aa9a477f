/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Carries datagrams to and from the kernel. The program uses a netlink socket; tests play back
 * recorded or invented streams.
 */
#ifndef SOCKVIEW_SOCK_DIAG_WIRE_H
#define SOCKVIEW_SOCK_DIAG_WIRE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Twice the longest datagram that the kernel builds: one that does not fit is an error, not a short
 * read.
 */
#define WIRE_DATAGRAM_MAX 65536

struct wire;

struct wire_ops {
	/* Sends one datagram of requests. Returns 0 or -errno. */
	int (*send)(struct wire *wire, const void *bytes, size_t length);

	/*
	 * Receives one datagram from the kernel, and only from the kernel, into `buffer`
	 * (WIRE_DATAGRAM_MAX bytes). Returns its length; -EAGAIN: no datagram yet; -ENOBUFS: some
	 * were lost; -EMSGSIZE: it was cut off; another -errno.
	 */
	ssize_t (*receive)(struct wire *wire, void *buffer);

	void (*close)(struct wire *wire);
};

struct wire {
	const struct wire_ops *ops;
	uint32_t sequence; /* of the last request; never used twice: late answers are recognized */
	int fd;            /* to poll; -1 if there is none */
	uint16_t place;    /* the place whose sockets it lists: see struct conn */
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
