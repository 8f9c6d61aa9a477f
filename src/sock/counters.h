/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel itself counts, from /proc/net; every file and every line of it may be missing. */
#ifndef SOCKVIEW_SOCK_COUNTERS_H
#define SOCKVIEW_SOCK_COUNTERS_H

#include <stdbool.h>
#include <stdint.h>

/* One record each: see counters.c for where they come from. */
enum counter {
	COUNTER_TCP_INUSE, /* in the hash tables, without TIME_WAIT */
	COUNTER_TCP_ORPHAN,
	COUNTER_TCP_TIME_WAIT,
	COUNTER_TCP_ALLOC,
	COUNTER_TCP_MEM, /* pages */
	COUNTER_UDP_INUSE,
	COUNTER_UDP_MEM, /* pages */
	COUNTER_TCP6_INUSE,
	COUNTER_UDP6_INUSE,
	COUNTER_TCP_ESTABLISHED, /* and CLOSE_WAIT */
	COUNTER_IN_BYTES,        /* of IPv4, since the start of the machine */
	COUNTER_OUT_BYTES,
	COUNTER_IN6_BYTES,
	COUNTER_OUT6_BYTES,
	COUNTERS
};

struct counters {
	uint64_t value[COUNTERS];
	uint32_t has; /* bit n: value n was read */
};

static inline bool counters_has(const struct counters *counters, enum counter counter)
{
	return counters->has & (1U << counter);
}

/* Reads all files that there are below `root` (prefix of /proc). */
void counters_read(struct counters *ret_counters, const char *root);

#endif
