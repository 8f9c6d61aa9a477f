/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds the other end of a connection, if it is on this machine: the row with the same addresses,
 * local and remote exchanged. The search takes bounded steps, because there may be a million rows.
 */
#ifndef SOCKVIEW_VIEW_DETAIL_PEER_H
#define SOCKVIEW_VIEW_DETAIL_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sock/rows/row-ref.h"
#include "sock/rows/row-walk.h"

struct peer {
	struct row_ref found; /* none: not found */
	struct row_walk walk;
};

void peer_init(struct peer *peer);

/*
 * Looks at up to `budget` rows for the other end of `conn`, and starts over after the last row; a
 * row that was found is kept for as long as it exists. Returns its row, or TRACK_NONE.
 */
uint32_t peer_step(
	struct peer *peer, const struct track *track, const struct conn *conn, size_t budget);

#endif
