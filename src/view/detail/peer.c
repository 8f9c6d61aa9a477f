/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/detail/peer.h"

#include <string.h>

void peer_init(struct peer *peer)
{
	*peer = (struct peer){.found = row_ref_none()};
}

/* One end may be IPv4 and the other one a dual-stack socket. */
static bool same_addr(const struct conn *one, const struct conn_endpoint *end,
	const struct conn *other, const struct conn_endpoint *other_end)
{
	uint8_t addr[16], other_addr[16];

	conn_widen_addr(one, end, addr);
	conn_widen_addr(other, other_end, other_addr);
	return memcmp(addr, other_addr, sizeof(addr)) == 0;
}

/*
 * True if packets may go from one to the other: each network namespace has a loopback of its own,
 * and what is connected to its own address does not leave it.
 */
static bool may_meet(const struct conn *one, const struct conn *other)
{
	uint8_t local[16], remote[16];

	if (one->place == other->place)
		return true;
	conn_widen_addr(one, &one->local, local);
	conn_widen_addr(one, &one->remote, remote);
	return memcmp(local, remote, sizeof(local)) != 0 &&
	       !conn_addr_is_loopback(one, &one->local) &&
	       !conn_addr_is_loopback(one, &one->remote);
}

/* True if the two sockets are the ends of one connection. */
static bool are_ends(const struct conn *one, const struct conn *other)
{
	return one->local.port == other->remote.port && one->remote.port == other->local.port &&
	       one->remote.port && one->proto == other->proto &&
	       (one->cookie != other->cookie || one->place != other->place) &&
	       may_meet(one, other) && same_addr(one, &one->local, other, &other->remote) &&
	       same_addr(one, &one->remote, other, &other->local);
}

static bool still_there(const struct peer *peer, const struct track *track)
{
	return row_ref_holds(&peer->found, track) && row_is_living(&track->rows[peer->found.row]);
}

uint32_t peer_step(
	struct peer *peer, const struct track *track, const struct conn *conn, size_t budget)
{
	uint32_t row;

	if (still_there(peer, track))
		return peer->found.row;
	peer->found = row_ref_none();
	if (row_walk_is_over(&peer->walk, track))
		peer->walk = (struct row_walk){0};
	while (peer->found.row == TRACK_NONE && row_walk_next(&peer->walk, track, &budget, &row))
		if (are_ends(conn, &track->rows[row].conn))
			peer->found = row_ref_to(track, row);
	return peer->found.row;
}
