/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel itself counts, from /proc/net; every file and every line of it may be missing. */
#ifndef SOCKVIEW_SOCK_MACHINE_COUNTERS_H
#define SOCKVIEW_SOCK_MACHINE_COUNTERS_H

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
	/* from here on: since the start of the network namespace */
	COUNTER_TCP_ESTABLISHED_RESETS, /* ended in ESTABLISHED or CLOSE_WAIT, not by closing */
	COUNTER_TCP_SENT_SEGMENTS,
	COUNTER_TCP_RETRANSMITTED_SEGMENTS,
	COUNTER_SYNCOOKIES_SENT,
	COUNTER_SYN_DROPPED,      /* the queue of half-open connections was full */
	COUNTER_LISTEN_OVERFLOWS, /* an accept queue was full */
	COUNTER_LISTEN_DROPS,     /* that, and other reasons to drop a SYN */
	COUNTER_TIME_WAIT_OVERFLOW,
	COUNTER_TCP_MEMORY_PRESSURES,
	COUNTER_TCP_ABORT_ON_MEMORY,
	COUNTER_TCP_PRUNED, /* receive queues thrown away for want of memory */
	COUNTER_UDP_RCVBUF_ERRORS,
	COUNTER_UDP6_RCVBUF_ERRORS,
	COUNTER_CONNTRACK_DROPPED, /* packets, because the table was full */
	COUNTERS
};

struct counters {
	uint64_t value[COUNTERS];
	uint64_t has; /* bit n: value n was read */
};

static inline bool counters_has(const struct counters *counters, enum counter counter)
{
	return counters->has >> counter & 1;
}

/*
 * How many more there are than `before`; 0 where one of the two is not known or the counter began
 * anew.
 */
uint64_t counters_since(
	const struct counters *before, const struct counters *now, enum counter counter);

/* Reads all files that there are below `root` (prefix of /proc), one after the other, in a
 * fraction of a millisecond. */
void counters_read(struct counters *ret_counters, const char *root);

#endif
