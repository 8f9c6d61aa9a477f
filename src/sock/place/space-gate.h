/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Decides which dumps a network namespace needs now. A dump of TCP costs 1 to 2 ms even in an empty
 * namespace, since the kernel has one hash table for all of them; a look at its counters costs 60
 * microseconds. So a namespace is dumped only when its counters have moved, and one that stays
 * quiet is looked at after 1, 2, and then every 4 seconds.
 *
 *	if (space_gate_is_due(&gate, now_us)) {
 *		space_figures_read(&figures, space->process);
 *		dumps = space_gate_judge(&gate, &figures, now_us);
 *	}
 *	...
 *	if (a dump failed)
 *		space_gate_forget(&gate);
 *
 * The figures are read before the dump, so what happens during the dump moves the next ones.
 */
#ifndef SOCKVIEW_SOCK_PLACE_SPACE_GATE_H
#define SOCKVIEW_SOCK_PLACE_SPACE_GATE_H

#include <stdbool.h>
#include <stdint.h>

/* Which dumps; a set. */
enum space_dump {
	SPACE_DUMP_TCP = 1 << 0,    /* every state */
	SPACE_DUMP_LISTEN = 1 << 1, /* only the state LISTEN of TCP: 15 to 30 microseconds */
	SPACE_DUMP_UDP = 1 << 2,    /* 14 to 25 microseconds a family */
	/*
	 * With SPACE_DUMP_TCP: no connection has come, and there are few. Instead of the dump,
	 * exact queries for those that are known suffice (2 microseconds each), with a dump of the
	 * listeners, which exact queries cannot always tell apart.
	 */
	SPACE_KNOWN_SUFFICE = 1 << 3,
};
#define SPACE_DUMP_ALL (SPACE_DUMP_TCP | SPACE_DUMP_UDP)

/* Counters of one namespace. */
struct space_figures {
	bool known;        /* false: nothing could be read (no process is in it) */
	uint64_t segments; /* in and out, retransmitted, resets */
	uint64_t opens;    /* active and passive */
	uint64_t failures; /* attempts that failed, established ones that were reset */
	uint64_t established;
	uint64_t datagrams; /* UDP, IPv4, in and out, errors */
	uint64_t tcp, udp;  /* sockets in the tables, both families */
	uint64_t time_wait;
};

struct space_gate {
	struct space_figures last;
	int64_t next_us;  /* no look before this time; monotonic */
	int64_t quiet_us; /* how long the next pause is */
	int64_t tcp_us;   /* when TCP was last to be dumped whole */
	int64_t cheap_us; /* when LISTEN and UDP were dumped */
	bool begun;
};

/* Parses the texts of /proc/PID/net/snmp, sockstat and sockstat6; each may be "". */
void space_figures_parse(struct space_figures *ret_figures, const char *snmp, const char *sockstat,
	const char *sockstat6);

/* Sockets of the program's own namespace that the kernel counts: TCP with TIME_WAIT, and UDP; 0:
 * not known. */
uint64_t space_figures_count_here(void);

/* Reads the three files through /proc/PID (a descriptor; -1: there is no process). */
void space_figures_read(struct space_figures *ret_figures, int process);

/* True if it is time to look at the figures. */
static inline bool space_gate_is_due(const struct space_gate *gate, int64_t now_us)
{
	return now_us >= gate->next_us;
}

/*
 * Returns the set of enum space_dump that is needed now, 0 if nothing is. A gate of zeroes has seen
 * nothing: all is needed.
 */
unsigned space_gate_judge(
	struct space_gate *gate, const struct space_figures *figures, int64_t now_us);

/* To be called if the dumps failed: the next call of space_gate_judge() asks for everything, like
 * the first one. */
void space_gate_forget(struct space_gate *gate);

#endif
