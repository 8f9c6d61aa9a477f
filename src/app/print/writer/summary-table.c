/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/writer/summary-table.h"

const enum conn_state summary_table_states[] = {CONN_LISTEN, CONN_SYN_SENT, CONN_SYN_RECV,
	CONN_ESTABLISHED, CONN_FIN_WAIT1, CONN_FIN_WAIT2, CONN_CLOSE_WAIT, CONN_CLOSING,
	CONN_LAST_ACK, CONN_TIME_WAIT, CONN_CLOSED, CONN_BOUND, CONN_UNKNOWN};
const size_t summary_table_state_count =
	sizeof(summary_table_states) / sizeof(summary_table_states[0]);

static const struct summary_table_total totals[] = {
	{CONN_TCP, "inuse", COUNTER_TCP_INUSE},
	{CONN_TCP, "inuse6", COUNTER_TCP6_INUSE},
	{CONN_TCP, "orphan", COUNTER_TCP_ORPHAN},
	{CONN_TCP, "tw", COUNTER_TCP_TIME_WAIT},
	{CONN_TCP, "alloc", COUNTER_TCP_ALLOC},
	{CONN_TCP, "mem", COUNTER_TCP_MEM},
	{CONN_TCP, "currestab", COUNTER_TCP_ESTABLISHED},
	{CONN_UDP, "inuse", COUNTER_UDP_INUSE},
	{CONN_UDP, "inuse6", COUNTER_UDP6_INUSE},
	{CONN_UDP, "mem", COUNTER_UDP_MEM},
};

const struct summary_table_total *summary_table_next_total(
	const struct counters *counters, enum conn_proto proto, size_t *at)
{
	while (*at < sizeof(totals) / sizeof(totals[0])) {
		const struct summary_table_total *total = &totals[(*at)++];

		if (total->proto == proto && counters_has(counters, total->counter))
			return total;
	}
	return NULL;
}
