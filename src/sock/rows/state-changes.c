/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/rows/state-changes.h"

#include <string.h>

void state_changes_begin(struct state_changes *changes)
{
	memset(changes->came, 0, sizeof(changes->came));
	memset(changes->moved, 0, sizeof(changes->moved));
	memset(changes->left, 0, sizeof(changes->left));
}

static void note_stay(struct state_changes *changes, enum conn_state state, int64_t stayed_us)
{
	if (stayed_us >= 0)
		histogram_add(&changes->stays[state], (uint64_t)stayed_us / 1000);
}

void state_changes_note_came(
	struct state_changes *changes, const struct conn *conn, enum state_changes_side side)
{
	if (state_changes_follows(conn))
		changes->came[side][conn->state]++;
}

void state_changes_note_moved(struct state_changes *changes, const struct conn *conn,
	enum conn_state before, int64_t stayed_us)
{
	if (!state_changes_follows(conn))
		return;
	changes->moved[before][conn->state]++;
	note_stay(changes, before, stayed_us);
}

void state_changes_note_left(
	struct state_changes *changes, const struct conn *conn, int64_t stayed_us)
{
	if (!state_changes_follows(conn))
		return;
	changes->left[conn->state]++;
	note_stay(changes, (enum conn_state)conn->state, stayed_us);
}
