/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Opens sock_diag sockets in other network namespaces, although the program has given up its right
 * to enter them: a small child that kept it (app/system/opener-child.h) enters, opens and comes
 * back. The request is an open namespace and a number; the answer is a number and sockets. Both
 * are sent as single messages over a pair of sockets (SOCK_SEQPACKET).
 *
 *	error = opener_request(opener, fd, OPENER_DUMPS | OPENER_QUERIES, tag);  a few microseconds
 *	while ((error = opener_take(opener, &opened)) == -EAGAIN)
 *		poll opener_fd() for POLLIN; 20 to 100 microseconds
 *	place_init(place, number, root, opened.dumps, opened.queries, 0);
 *
 * Several requests may be under way; they are answered in their order. Every answer has to be
 * taken, also one that is not wanted any more: until then the sockets in it keep their namespace
 * alive.
 */
#ifndef SOCKVIEW_SOCK_PLACE_OPENER_H
#define SOCKVIEW_SOCK_PLACE_OPENER_H

#include <stdbool.h>
#include <stdint.h>

#include "sock/diag/wire.h"

/* Which sockets are wanted; a set. */
enum opener_socket {
	OPENER_DUMPS = 1 << 0,
	OPENER_QUERIES = 1 << 1,
	OPENER_CLOSES = 1 << 2, /* refused (-EPERM) by an opener that was started without it */
};
#define OPENER_SOCKETS 3

/* The largest number of requests that can be under way. */
#define OPENER_REQUESTS 8

/* What goes over the pair. */
struct opener_request {
	uint32_t sequence;
	uint32_t sockets; /* enum opener_socket; with one descriptor: the namespace */
};

struct opener_answer {
	uint32_t sequence;
	int32_t error; /* 0: with one descriptor for each socket, in the order of enum opener_socket
			*/
};

struct opener {
	int fd;            /* our end of the pair; -1: the child has ended */
	uint32_t sequence; /* of the last request */
	unsigned count;    /* requests that are under way */
	struct {
		uint32_t sockets, tag;
	} asked[OPENER_REQUESTS]; /* by their sequence numbers */
};

struct opened {
	/* Which request this answers, also where opener_take() returns its error. */
	uint32_t sequence, tag;
	/* The caller's, to close with wire_close(); NULL: not asked for. Their `place` is 0. */
	struct wire *dumps, *queries, *closes;
	uint64_t cookie; /* SO_NETNS_COOKIE of the namespace; 0 before Linux 5.14 */
};

/* `fd` is taken over: our end of the pair. The child ends when it is closed. */
void opener_init(struct opener *opener, int fd);
void opener_done(struct opener *opener);

/*
 * Asks for sockets in the namespace that `namespace_fd` is open on; that stays the caller's and may
 * be closed at once. The answer will have this tag. Returns 0; -EBUSY: answers are to be taken
 * first; -EPIPE: there is no opener (any more); else -errno.
 */
int opener_request(struct opener *opener, int namespace_fd, unsigned sockets, uint32_t tag);

/*
 * Takes the answer to the oldest request. Returns 0; -EAGAIN: there is none yet; -EINVAL: nothing
 * was asked; -EPERM: the namespace may not be entered; -EPIPE: the opener has ended, there will be
 * no answers; else -errno.
 */
int opener_take(struct opener *opener, struct opened *ret_opened);

/* The descriptor to poll for POLLIN after -EAGAIN. */
static inline int opener_fd(const struct opener *opener)
{
	return opener->fd;
}

#endif
