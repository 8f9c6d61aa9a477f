/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/rows/state-changes.h"

#include <string.h>

void passage_begin(struct passage *passage)
{
	memset(passage->came, 0, sizeof(passage->came));
	memset(passage->moved, 0, sizeof(passage->moved));
	memset(passage->left, 0, sizeof(passage->left));
}

static void note_stay(struct passage *passage, enum conn_state state, int64_t stayed_us)
{
	if (stayed_us >= 0)
		spread_add(&passage->stays[state], (uint64_t)stayed_us / 1000);
}

void passage_note_came(struct passage *passage, const struct conn *conn, enum passage_side side)
{
	if (passage_follows(conn))
		passage->came[side][conn->state]++;
}

void passage_note_moved(
	struct passage *passage, const struct conn *conn, enum conn_state before, int64_t stayed_us)
{
	if (!passage_follows(conn))
		return;
	passage->moved[before][conn->state]++;
	note_stay(passage, before, stayed_us);
}

void passage_note_left(struct passage *passage, const struct conn *conn, int64_t stayed_us)
{
	if (!passage_follows(conn))
		return;
	passage->left[conn->state]++;
	note_stay(passage, (enum conn_state)conn->state, stayed_us);
}
