/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What --summary tells of each protocol: how many sockets in which state, and the kernel's own
 * totals. */
#ifndef SOCKVIEW_APP_PRINT_SUMMARY_TABLE_H
#define SOCKVIEW_APP_PRINT_SUMMARY_TABLE_H

#include <stddef.h>

#include "sock/conn/conn.h"
#include "sock/machine/counters.h"

/* In the order of a connection's life. */
extern const enum conn_state summary_table_states[];
extern const size_t summary_table_state_count;

/* The name is that of /proc/net. */
struct summary_table_total {
	enum conn_proto proto;
	const char *name;
	enum counter counter;
};

/* The kernel's next total of a protocol that was read, with `at` from 0; NULL: there are no more.
 */
const struct summary_table_total *summary_table_next_total(
	const struct counters *counters, enum conn_proto proto, size_t *at);

#endif
