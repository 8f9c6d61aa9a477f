/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counts how many of the new TCP connections the refreshes see. The kernel counts every connection
 * that is made. Its socket becomes a row only if it lives long enough for a dump to list it.
 *
 * A connection within the machine has two sockets here: each counts, in the kernel's counters and
 * in this module. A socket that is first seen in TIME_WAIT counts as seen.
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
	uint64_t seen; /* those of them that the refreshes saw; never more than `made` */

	/* for the next refresh */
	bool has_before;
	uint64_t opens, opens_before; /* the kernel's counters, when the refreshes began */
	bool has_opens;
	uint64_t early; /* seen in this refresh, but made after the counters were read */
};

/* To be called before the dumps of a refresh. `root`: prefix of /proc. About 25 us. */
void coverage_begin(struct coverage *coverage, const char *root);

/*
 * To be called when the rows of the refresh are known. `whole`: every TCP socket was listed.
 * `told`: number of sockets that no dump listed, but that an event reported.
 */
void coverage_end(
	struct coverage *coverage, const struct state_changes *changes, uint64_t told, bool whole);

#endif
