/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Listens to the kernel's groups of sockets that die (SKNLGRP_*_DESTROY). No rights are needed. As
 * long as anybody listens, the kernel spends about 8 microseconds for each socket that dies, in
 * every network namespace: who listens closes the wire when it is not needed.
 */
#ifndef SOCKVIEW_SOCK_EVENT_EVENT_WIRE_H
#define SOCKVIEW_SOCK_EVENT_EVENT_WIRE_H

#include "sock/event/event.h"

/* What is asked of the kernel as a buffer: 8,000 events. */
#define EVENT_WIRE_BUFFER (8 * 1024 * 1024)

struct event_wire {
	int fd;         /* to poll; -1: closed */
	uint16_t place; /* whose sockets they are */
	bool no_tcp;    /* TCP is told by others */
	bool is_small;  /* the buffer is smaller than EVENT_WIRE_BUFFER: some hundred events */
	unsigned char *buffers;
	uint64_t count; /* events that were read */
	uint64_t gaps;  /* how often some were lost */
};

void event_wire_init(struct event_wire *wire, uint16_t place);

/*
 * Begins to listen in the network namespace of the calling thread, unless `no_tcp` for all kinds
 * of sockets, with a buffer of at least `buffer` bytes if that is permitted, else of the greatest
 * that is. Returns 0 or -errno.
 */
int event_wire_open(struct event_wire *wire, int buffer);

/* The same with a descriptor, which is then the wire's, whoever sends there. */
void event_wire_adopt(struct event_wire *wire, int fd);

/* Ends listening; the counts stay. */
void event_wire_close(struct event_wire *wire);

/*
 * Reads what has come, up to about `budget` events, and passes them on; does not wait. Returns true
 * if there may be more. What was lost is counted, and is no error.
 */
bool event_wire_read(
	struct event_wire *wire, int64_t at_us, size_t budget, event_take_fn *take, void *context);

#endif
