/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/detail/history.h"

/*
 * A rate is computed over this time, or less at the beginning; over a shorter time it would be
 * noise.
 */
#define RATE_SPAN_US INT64_C(1000000)

size_t history_since(const struct history *history, int64_t span_us)
{
	const struct history_sample *last = history_last(history);
	size_t index = history->count;

	while (index > 0 && last->at_us - history_at(history, index - 1)->at_us <= span_us)
		index--;
	return index;
}

/* Without retransmitted bytes, if the kernel reports these. */
static bool bytes_sent(const struct detail *detail, uint64_t *ret_bytes)
{
	if (detail_has(detail, DETAIL_BYTES_SENT))
		*ret_bytes =
			detail->values[DETAIL_BYTES_SENT] - detail->values[DETAIL_BYTES_RETRANS];
	else
		*ret_bytes = detail->values[DETAIL_BYTES_ACKED];
	return detail_has(detail, DETAIL_BYTES_ACKED);
}

static float rate(uint64_t before, uint64_t after, int64_t span_us)
{
	return after > before ? (float)((double)(after - before) * 1e6 / (double)span_us) : 0;
}

static void take_rates(const struct history *history, struct history_sample *sample)
{
	const struct history_sample *before;
	size_t index = history->count;

	while (index > 0 && sample->at_us - history_at(history, index - 1)->at_us < RATE_SPAN_US)
		index--;
	if (!history->count)
		return;
	before = history_at(history, index ? index - 1 : 0);
	if (sample->at_us <= before->at_us)
		return;
	sample->tx_rate =
		rate(before->bytes_sent, sample->bytes_sent, sample->at_us - before->at_us);
	sample->rx_rate =
		rate(before->bytes_received, sample->bytes_received, sample->at_us - before->at_us);
	sample->has |= 1 << HISTORY_TX | 1 << HISTORY_RX;
}

/*
 * The queues that a socket has: a listener has only one, and what is left of a closed connection
 * has none.
 */
static uint8_t queues_of(const struct conn *conn)
{
	switch (conn->state) {
	case CONN_LISTEN:
		return 1 << HISTORY_RECV_Q;
	case CONN_TIME_WAIT:
	case CONN_SYN_RECV:
	case CONN_BOUND:
		return 0;
	}
	return 1 << HISTORY_RECV_Q | 1 << HISTORY_SEND_Q;
}

/* A listener's tcp_info is empty but for its queue, and the socket has that, too. */
static bool transfers(const struct detail *detail)
{
	return detail_has(detail, DETAIL_RTT_US) && detail->conn.state != CONN_LISTEN &&
	       detail->conn.state != CONN_BOUND;
}

void history_add(struct history *history, const struct detail *detail, int64_t now_us)
{
	const uint64_t *values = detail->values;
	struct history_sample sample = {
		.at_us = now_us,
		.bytes_received = values[DETAIL_BYTES_RECEIVED],
		.busy_us = values[DETAIL_BUSY_US],
		.receiver_limited_us = values[DETAIL_RECEIVER_LIMITED_US],
		.send_buffer_limited_us = values[DETAIL_SEND_BUFFER_LIMITED_US],
		.rtt_us = (uint32_t)values[DETAIL_RTT_US],
		.cwnd = (uint32_t)values[DETAIL_CWND],
		.in_flight = (uint32_t)detail_in_flight(detail),
		.notsent = (uint32_t)values[DETAIL_NOTSENT],
		.retransmits = (uint32_t)values[DETAIL_TOTAL_RETRANS],
		.drops = (uint32_t)values[DETAIL_DROPS],
		.recv_q = detail->conn.recv_q,
		.send_q = detail->conn.send_q,
		.has = queues_of(&detail->conn),
		.timed = detail_has(detail, DETAIL_SEND_BUFFER_LIMITED_US),
		.app_limited = values[DETAIL_APP_LIMITED],
		.buffer_full = detail_has(detail, DETAIL_SNDBUF) &&
			       values[DETAIL_WMEM_QUEUED] >= values[DETAIL_SNDBUF],
	};

	if (transfers(detail)) {
		sample.has |= 1 << HISTORY_CWND | (sample.rtt_us ? 1 << HISTORY_RTT : 0);
		if (bytes_sent(detail, &sample.bytes_sent))
			take_rates(history, &sample);
	}
	if (history->count == HISTORY_SAMPLES)
		history->first = (history->first + 1) % HISTORY_SAMPLES;
	else
		history->count++;
	history->samples[(history->first + history->count - 1) % HISTORY_SAMPLES] = sample;
}

bool history_value(
	const struct history_sample *sample, enum history_series series, double *ret_value)
{
	switch (series) {
	case HISTORY_RTT:
		*ret_value = sample->rtt_us;
		break;
	case HISTORY_CWND:
		*ret_value = sample->cwnd;
		break;
	case HISTORY_TX:
		*ret_value = (double)sample->tx_rate;
		break;
	case HISTORY_RX:
		*ret_value = (double)sample->rx_rate;
		break;
	case HISTORY_RECV_Q:
		*ret_value = sample->recv_q;
		break;
	case HISTORY_SEND_Q:
		*ret_value = sample->send_q;
		break;
	case HISTORY_SERIES:
		return false;
	}
	return sample->has >> series & 1;
}

bool history_range(
	const struct history *history, enum history_series series, struct history_range *ret_range)
{
	struct history_range range = {0};
	bool any = false;
	double value = 0;

	for (size_t i = 0; i < history->count; i++) {
		if (!history_value(history_at(history, i), series, &value))
			continue;
		if (!any || value < range.least)
			range.least = value;
		if (!any || value > range.most)
			range.most = value;
		range.now = value;
		any = true;
	}
	if (any)
		*ret_range = range;
	return any;
}

void history_points(const struct history *history, enum history_series series, int64_t span_us,
	double *points, size_t count)
{
	const struct history_sample *last = history_last(history);

	for (size_t i = 0; i < count; i++)
		points[i] = -1;
	for (size_t i = history_since(history, span_us); i < history->count; i++) {
		const struct history_sample *sample = history_at(history, i);
		int64_t age = last->at_us - sample->at_us;
		size_t back = (size_t)(age * (int64_t)count / span_us);
		double value;

		if (back < count && history_value(sample, series, &value) &&
			value > points[count - 1 - back])
			points[count - 1 - back] = value;
	}
}
