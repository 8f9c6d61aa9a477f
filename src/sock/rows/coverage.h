/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How many of the TCP connections that are made do the refreshes see? The kernel counts them all;
 * each of their sockets becomes a row if it lives long enough for a dump to list it.
 *
 * Both ends of a connection within the machine count, in the kernel's figures and here. A socket
 * that is first seen in TIME_WAIT has been seen.
 */
#ifndef SOCKVIEW_SOCK_ROWS_COVERAGE_H
#define SOCKVIEW_SOCK_ROWS_COVERAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "sock/rows/state-changes.h"

struct coverage {
	/* between the last two refreshes */
	bool known;    /* both listed every TCP socket, and the kernel's counters could be read */
	uint64_t made; /* sockets of connections that were made */
	uint64_t seen; /* those of them that were seen; never more than `made` */

	/* for the next refresh */
	bool has_before;
	uint64_t opens, opens_before; /* the kernel's counters, when the refreshes began */
	bool has_opens;
	uint64_t early; /* seen already, but made after the counters were read */
};

/* To be called before the dumps of a refresh. `root`: prefix of /proc. About 25 us. */
void coverage_begin(struct coverage *coverage, const char *root);

/*
 * To be called when the rows of the refresh are known. `whole`: every TCP socket was listed.
 * `told`: sockets that no dump has seen, but that an event has reported.
 */
void coverage_end(
	struct coverage *coverage, const struct state_changes *changes, uint64_t told, bool whole);

#endif
