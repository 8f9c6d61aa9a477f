/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What --summary prints of each protocol: how many sockets are in which state, and the kernel's own
 * totals. */
#ifndef SOCKVIEW_APP_PRINT_WRITER_SUMMARY_TABLE_H
#define SOCKVIEW_APP_PRINT_WRITER_SUMMARY_TABLE_H

#include <stddef.h>

#include "sock/conn/conn.h"
#include "sock/machine/counters.h"

/* The printed states, in the order of a connection's life. */
extern const enum conn_state summary_table_states[];
extern const size_t summary_table_state_count;

/* A total of the kernel; the name is that of /proc/net. */
struct summary_table_total {
	enum conn_proto proto;
	const char *name;
	enum counter counter;
};

/* Returns the protocol's next total that the kernel provides; `at` starts at 0. NULL: there are no
 * more. */
const struct summary_table_total *summary_table_next_total(
	const struct counters *counters, enum conn_proto proto, size_t *at);

#endif
