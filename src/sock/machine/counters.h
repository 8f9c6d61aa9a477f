/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's own counters, from /proc/net. Every file and every line of a file may be missing. */
#ifndef SOCKVIEW_SOCK_MACHINE_COUNTERS_H
#define SOCKVIEW_SOCK_MACHINE_COUNTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

/* counters.c has one record for each: the file and the name. */
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
	COUNTER_TCP_ESTABLISHED, /* includes CLOSE_WAIT */
	COUNTER_IN_BYTES,        /* of IPv4; counted since the machine was started */
	COUNTER_OUT_BYTES,
	COUNTER_IN6_BYTES,
	COUNTER_OUT6_BYTES,
	/* from here on: counted since the network namespace was created */
	COUNTER_TCP_ESTABLISHED_RESETS, /* ended in ESTABLISHED or CLOSE_WAIT, not by closing */
	COUNTER_TCP_ATTEMPT_FAILS,      /* ended before they were established */
	COUNTER_TCP_SENT_RESETS,
	COUNTER_TCP_ABORT_ON_CLOSE, /* close() with unread data */
	COUNTER_TCP_ABORT_ON_DATA,  /* SO_LINGER 0; data that came after close() */
	COUNTER_TCP_ACTIVE_OPENS,   /* by connect() */
	COUNTER_TCP_PASSIVE_OPENS,  /* by a listener, when the handshake has ended */
	COUNTER_TCP_SENT_SEGMENTS,
	COUNTER_TCP_RETRANSMITTED_SEGMENTS,
	COUNTER_SYNCOOKIES_SENT,
	COUNTER_SYN_DROPPED,      /* the queue of half-open connections was full */
	COUNTER_LISTEN_OVERFLOWS, /* an accept queue was full */
	COUNTER_LISTEN_DROPS,     /* SYNs dropped for that reason and for others */
	COUNTER_TIME_WAIT_OVERFLOW,
	COUNTER_TCP_MEMORY_PRESSURES,
	COUNTER_TCP_ABORT_ON_MEMORY,
	COUNTER_TCP_PRUNED, /* receive queues that were discarded for lack of memory */
	COUNTER_UDP_RCVBUF_ERRORS,
	COUNTER_UDP6_RCVBUF_ERRORS,
	COUNTER_CONNTRACK_DROPPED, /* packets dropped because the table was full */
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
 * Returns the increase since `before`; 0 if one of the values is not known, or if the counter was
 * reset.
 */
uint64_t counters_since(
	const struct counters *before, const struct counters *now, enum counter counter);

/* Reads all files that exist below `root` (prefix of /proc), in a fraction of a millisecond. */
void counters_read(struct counters *ret_counters, const char *root);

/* Reads only what /proc/net/snmp has, among it the counters of TCP: about 25 microseconds. */
void counters_read_tcp(struct counters *ret_counters, const char *root);

/* Appends the name that /proc/net has for it: "TcpExt:ListenDrops", "TCP:inuse", "Ip6InOctets". */
void counters_add_name(enum counter counter, struct buffer *out);

#endif
