/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A place where sockets are listed: a network namespace of a machine. It has what exists once for
 * each place: the wires to its kernel, and the root of its /proc. Place CONN_HERE is the network
 * namespace of this program.
 */
#ifndef SOCKVIEW_SOCK_PLACE_PLACE_H
#define SOCKVIEW_SOCK_PLACE_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include "sock/diag/wire.h"
#include "sock/place/close-kernel.h"

/* The root of /proc and /sys of the running machine. */
#define PLACE_ROOT ""

struct place {
	uint16_t number; /* the `place` of struct conn; the wires have it, too */
	char *root;      /* prefix of /proc and /sys: PLACE_ROOT, except in tests */
	/* Owned. One wire carries one conversation at a time, so each has a purpose of its own. */
	struct wire *dumps, *queries; /* NULL: `refused` is the reason, and /proc/net is read */
	struct wire *closes;          /* NULL: sockets of this place cannot be closed */
	int closes_refused;           /* -errno: why not, if the place's owner refuses it */
	struct close_kernel kernel;   /* what it can close, once it was asked */
	int refused;                  /* -errno; 0: sock_diag answers */
	int process; /* a descriptor of /proc/PID: /proc/net is read as that process sees it; -1: as
			we see it */
};

/*
 * Makes a place of wires that the caller has opened; place_done() closes them. `dumps` and
 * `queries` are NULL if sock_diag is not available, for the reason `refused` (-errno).
 */
void place_init(struct place *place, uint16_t number, const char *root, struct wire *dumps,
	struct wire *queries, int refused);

/*
 * Opens the network namespace that the calling thread is in as the place `number`. `may_close`:
 * with a wire for closing.
 */
void place_open(struct place *place, uint16_t number, const char *root, bool may_close);
void place_done(struct place *place);

#endif
