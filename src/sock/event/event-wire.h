/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Listens to the kernel's groups of sockets that die (SKNLGRP_*_DESTROY). No rights are needed. As
 * long as anybody listens, the kernel spends about 8 microseconds for each socket that dies, in
 * every network namespace: who listens closes the wire when it is not needed.
 */
#ifndef SOCKVIEW_SOCK_EVENT_EVENT_WIRE_H
#define SOCKVIEW_SOCK_EVENT_EVENT_WIRE_H

#include "sock/event/event.h"

/* The size of the receive buffer that the kernel is asked for, in bytes: 8,000 events. */
#define EVENT_WIRE_BUFFER (8 * 1024 * 1024)

struct event_wire {
	int fd;         /* the descriptor to poll; -1: closed */
	uint16_t place; /* whose sockets they are */
	bool no_tcp;    /* not for TCP: event-bpf.h tells of that */
	bool is_small;  /* the buffer is smaller than EVENT_WIRE_BUFFER: some hundred events */
	unsigned char *buffers;
	uint64_t count; /* events that were read */
	uint64_t gaps;  /* how often some were lost */
};

void event_wire_init(struct event_wire *wire, uint16_t place);

/*
 * Begins to listen in the network namespace of the calling thread, to all kinds of sockets (with
 * `no_tcp`: to all except TCP). The receive buffer gets at least `buffer` bytes if that is
 * permitted, else as many as are. Returns 0 or -errno.
 */
int event_wire_open(struct event_wire *wire, int buffer);

/* Listens to an open descriptor instead, which the wire then owns. */
void event_wire_adopt(struct event_wire *wire, int fd);

/* Ends listening; the counts stay. */
void event_wire_close(struct event_wire *wire);

/*
 * Reads what has come, up to about `budget` events, and passes them on; does not wait. Returns true
 * if there may be more. Lost events are counted in `gaps`; they are no error.
 */
bool event_wire_read(
	struct event_wire *wire, int64_t at_us, size_t budget, event_take_fn *take, void *context);

#endif
