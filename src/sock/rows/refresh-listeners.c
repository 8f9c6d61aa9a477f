/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each listener has dropped: a dump of the listeners alone, after the others. */
#include "sock/rows/refresh-internal.h"

/* It is asked of the tables that were read in this refresh. */
bool refresh_wants_drops(const struct refresh *refresh, enum conn_proto proto, struct parts parts)
{
	const struct source_plan *plan = &refresh->source.plan;

	return plan->listener_drops && !(plan->extensions & DIAGMSG_MEMORY) &&
	       kind_table[proto]->flags & KIND_HAS_CONNECTIONS && refresh_place(refresh)->dumps &&
	       parts_have(refresh->place_read, parts);
}

void refresh_narrow_to_listeners(struct diagmsg_dump *what)
{
	what->states &= 1U << kind_table[what->proto]->listening;
	what->extensions = DIAGMSG_MEMORY;
}

/* What a listener has dropped is a part of its conn; the memory of its queues was not asked for. */
int refresh_take_listener(void *context, const struct conn *conn, const struct conn_tcp *tcp,
	const struct conn_memory *memory)
{
	(void)tcp;
	(void)memory;
	return track_take(context, conn, NULL);
}
