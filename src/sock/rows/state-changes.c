/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/rows/state-changes.h"

#include <string.h>

void state_changes_begin(struct state_changes *passage)
{
	memset(passage->came, 0, sizeof(passage->came));
	memset(passage->moved, 0, sizeof(passage->moved));
	memset(passage->left, 0, sizeof(passage->left));
}

static void note_stay(struct state_changes *passage, enum conn_state state, int64_t stayed_us)
{
	if (stayed_us >= 0)
		histogram_add(&passage->stays[state], (uint64_t)stayed_us / 1000);
}

void state_changes_note_came(
	struct state_changes *passage, const struct conn *conn, enum state_changes_side side)
{
	if (state_changes_follows(conn))
		passage->came[side][conn->state]++;
}

void state_changes_note_moved(struct state_changes *passage, const struct conn *conn,
	enum conn_state before, int64_t stayed_us)
{
	if (!state_changes_follows(conn))
		return;
	passage->moved[before][conn->state]++;
	note_stay(passage, before, stayed_us);
}

void state_changes_note_left(
	struct state_changes *passage, const struct conn *conn, int64_t stayed_us)
{
	if (!state_changes_follows(conn))
		return;
	passage->left[conn->state]++;
	note_stay(passage, (enum conn_state)conn->state, stayed_us);
}
