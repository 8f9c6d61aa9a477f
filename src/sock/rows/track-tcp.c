/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "sock/rows/track-rows.h"

/* Returns the number of a name, from 1; 0: the name is empty, or there are too many names. */
static unsigned number_congestion(struct track *track, const char *name)
{
	if (!*name)
		return 0;
	for (unsigned i = 0; i < track->congestion_count; i++)
		if (strcmp(track->congestions[i], name) == 0)
			return i + 1;
	if (track->congestion_count == TRACK_CONGESTIONS_MAX)
		return 0;
	strncpy(track->congestions[track->congestion_count], name,
		sizeof(track->congestions[0]) - 1);
	return ++track->congestion_count;
}

struct track_tcp track_pack_figures(const struct conn_tcp *tcp)
{
	return (struct track_tcp){
		.bytes_sent = tcp->bytes_sent,
		.bytes_acked = tcp->bytes_acked,
		.bytes_received = tcp->bytes_received,
		.bytes_retrans = tcp->bytes_retrans,
		.has = tcp->has,
		.rtt_us = tcp->rtt_us,
		.rtt_var_us = tcp->rtt_var_us,
		.cwnd = tcp->cwnd,
		.retransmits = tcp->retransmits,
		.spurious = tcp->spurious < 0xfffff ? tcp->spurious : 0xfffff,
		.resent = TRACK_RESENT_UNKNOWN,
		.rto_us = tcp->rto_us,
		.lost = tcp->lost,
		.last_sent_ms = tcp->last_sent_ms,
		.last_received_ms = tcp->last_received_ms,
		.busy_ms = tcp->busy_ms,
		.receiver_limited_ms = tcp->receiver_limited_ms,
		.send_buffer_limited_ms = tcp->send_buffer_limited_ms,
	};
}

struct track_tcp track_pack(struct track *track, const struct conn_tcp *tcp)
{
	struct track_tcp packed = track_pack_figures(tcp);

	packed.congestion = number_congestion(track, tcp->congestion) & 0xff;
	return packed;
}

unsigned track_resent(const struct track_tcp *before, const struct track_tcp *now)
{
	uint64_t sent = now->bytes_sent - before->bytes_sent;
	uint64_t again = now->bytes_retrans - before->bytes_retrans;

	if (!(now->has & before->has & CONN_TCP_HAS_SENT) || now->bytes_sent < before->bytes_sent ||
		now->bytes_retrans < before->bytes_retrans)
		return TRACK_RESENT_UNKNOWN;
	return sent && again < sent ? (unsigned)(again * 1000 / sent) : again ? 1000 : 0;
}
