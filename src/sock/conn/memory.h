/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory of a socket's queues, as the kernel counts it (SK_MEMINFO). */
#ifndef SOCKVIEW_SOCK_CONN_MEMORY_H
#define SOCKVIEW_SOCK_CONN_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

/* In the kernel's order: enum SK_MEMINFO_*. The unit is bytes, except for the last one. */
enum conn_memory_field {
	CONN_MEMORY_RECEIVED,   /* held by data that have arrived, with the overhead */
	CONN_MEMORY_RCVBUF,     /* the limit for data that have arrived */
	CONN_MEMORY_SENDING,    /* held by packets on their way to the device */
	CONN_MEMORY_SNDBUF,     /* the limit for data to be sent */
	CONN_MEMORY_FORWARD,    /* reserved in advance from the protocol's memory */
	CONN_MEMORY_QUEUED,     /* held by data to be sent, with the overhead */
	CONN_MEMORY_OPTIONS,    /* held by options and filters of the socket */
	CONN_MEMORY_BACKLOGGED, /* held by packets that wait while the program uses the socket */
	CONN_MEMORY_DROPS,      /* number of dropped packets; old kernels do not send it */
	CONN_MEMORY_FIELDS
};

struct conn_memory {
	uint32_t values[CONN_MEMORY_FIELDS];
	uint32_t count; /* how many of them the kernel sent; 0: nothing is known */
};

static inline bool conn_memory_has(const struct conn_memory *memory, enum conn_memory_field field)
{
	return memory && (uint32_t)field < memory->count;
}

#endif
