/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/detail/bottleneck.h"

/* A flag in the samples counts if at least this percentage of them has it. */
enum { MOST_PERCENT = 80 };

/* Growth of the kernel's times from one sample to another. */
struct parts {
	int64_t idle, receiver, buffer, rest;
};

static int64_t moved(uint64_t before, uint64_t after)
{
	return after > before ? (int64_t)(after - before) : 0;
}

/*
 * The kernel's times have a coarse resolution, and may be ahead of our clock: no part is negative.
 */
static struct parts divide(const struct history_sample *from, const struct history_sample *to)
{
	int64_t span = to->at_us - from->at_us;
	int64_t busy = moved(from->busy_us, to->busy_us);
	struct parts parts = {
		.receiver = moved(from->receiver_limited_us, to->receiver_limited_us),
		.buffer = moved(from->send_buffer_limited_us, to->send_buffer_limited_us),
	};

	parts.idle = span > busy ? span - busy : 0;
	parts.rest = busy - parts.receiver - parts.buffer;
	if (parts.rest < 0)
		parts.rest = 0;
	return parts;
}

/* True where nothing waits to be sent, and the path could take more. */
static bool nothing_to_send(const struct history_sample *sample)
{
	return !sample->notsent && sample->in_flight < sample->cwnd;
}

/*
 * If data was on its way all the time, but did not fill the path: the percentage of samples in
 * which the send buffer was full, not the application out of data. The kernel's time for the send
 * buffer misses this where a buffer holds a single segment.
 */
static unsigned percent_full(const struct history *history, size_t from)
{
	size_t count = 0;

	for (size_t i = from; i < history->count; i++)
		count += nothing_to_send(history_at(history, i)) &&
			 history_at(history, i)->buffer_full;
	return (unsigned)(count * 100 / (history->count - from));
}

static unsigned percent_waiting(const struct history *history, size_t from)
{
	size_t count = 0;

	for (size_t i = from; i < history->count; i++)
		count += nothing_to_send(history_at(history, i)) &&
			 history_at(history, i)->app_limited;
	return (unsigned)(count * 100 / (history->count - from));
}

/* Data was on its way most of the time: finds the cause why there was not more of it. */
static void look_closer(const struct history *history, size_t from, struct bottleneck *limit)
{
	unsigned full = percent_full(history, from);

	if (full >= MOST_PERCENT) {
		limit->cause = BOTTLENECK_SEND_BUFFER;
		limit->held_us = limit->span_us * full / 100;
	} else if (!limit->retransmits && percent_waiting(history, from) >= MOST_PERCENT) {
		limit->cause = BOTTLENECK_DRY;
	}
}

static enum bottleneck_cause longest(const struct parts *parts, int64_t *ret_held)
{
	enum bottleneck_cause cause = BOTTLENECK_APPLICATION;

	*ret_held = parts->idle;
	if (parts->rest > *ret_held) {
		*ret_held = parts->rest;
		cause = BOTTLENECK_NETWORK;
	}
	if (parts->buffer > *ret_held) {
		*ret_held = parts->buffer;
		cause = BOTTLENECK_SEND_BUFFER;
	}
	if (parts->receiver > *ret_held) {
		*ret_held = parts->receiver;
		cause = BOTTLENECK_PEER_WINDOW;
	}
	return cause;
}

static bool may_send(const struct conn *conn)
{
	switch (conn->state) {
	case CONN_ESTABLISHED:
	case CONN_CLOSE_WAIT:
	case CONN_FIN_WAIT1:
	case CONN_CLOSING:
	case CONN_LAST_ACK:
		return conn_kind_has(conn, KIND_HAS_TRANSFER);
	}
	return false;
}

/*
 * The samples to use are those from the returned index to the last; sets limit->span_us to the time
 * between these two.
 */
static size_t look_back(const struct history *history, struct bottleneck *limit)
{
	size_t from = history_since(history, BOTTLENECK_SPAN_US);

	limit->cause = BOTTLENECK_TOO_LITTLE;
	if (history->count)
		limit->span_us = history_last(history)->at_us - history_at(history, from)->at_us;
	return from;
}

struct bottleneck bottleneck_of_sending(const struct history *history, const struct detail *detail)
{
	struct bottleneck limit = {0};
	const struct history_sample *first, *last;
	struct parts parts;
	size_t from;

	if (!may_send(&detail->conn))
		return limit;
	from = look_back(history, &limit);
	if (limit.span_us < BOTTLENECK_LEAST_US)
		return limit;
	first = history_at(history, from);
	last = history_last(history);
	if (!last->timed || !first->timed) {
		limit.cause = BOTTLENECK_UNTOLD;
		return limit;
	}
	limit.sent = (uint64_t)moved(first->bytes_sent, last->bytes_sent);
	limit.retransmits = (uint32_t)moved(first->retransmits, last->retransmits);
	parts = divide(first, last);
	limit.cause = longest(&parts, &limit.held_us);
	if (limit.cause == BOTTLENECK_NETWORK)
		look_closer(history, from, &limit);
	if (limit.cause == BOTTLENECK_APPLICATION && !limit.sent && !last->send_q)
		limit.cause = BOTTLENECK_IDLE;
	return limit;
}

/* A FIN that has not been read counts as one byte. */
static uint32_t unread(const struct history_sample *sample, const struct conn *conn)
{
	bool fin = conn_kind_has(conn, KIND_HAS_TRANSFER) && conn->state != CONN_ESTABLISHED &&
		   !conn_is_listener(conn);

	return fin && sample->recv_q ? sample->recv_q - 1 : sample->recv_q;
}

/* True if the program has read nothing from the queue between two samples. */
static bool nothing_read(const struct history_sample *from, const struct history_sample *to)
{
	int64_t came = moved(from->bytes_received, to->bytes_received);

	return (int64_t)to->recv_q - (int64_t)from->recv_q >= came;
}

/* Sets how long nothing has been read, as far as samples show. */
static void measure_silence(
	const struct history *history, const struct conn *conn, struct bottleneck *limit)
{
	const struct history_sample *last = history_last(history);
	size_t index = history->count - 1;

	while (index > 0 && unread(history_at(history, index - 1), conn) &&
		nothing_read(history_at(history, index - 1), last))
		index--;
	limit->held_us = last->at_us - history_at(history, index)->at_us;
	limit->since_before = index == 0;
}

/* A program that keeps up has less than a quarter of the buffer waiting at each sample. */
static bool is_much(uint32_t bytes, const struct detail *detail)
{
	return bytes >= detail->values[DETAIL_RCVBUF] / 4 && detail_has(detail, DETAIL_RCVBUF);
}

struct bottleneck bottleneck_of_receiving(
	const struct history *history, const struct detail *detail)
{
	const struct conn *conn = &detail->conn;
	struct bottleneck limit = {0};
	size_t from = look_back(history, &limit);
	const struct history_sample *last = history_last(history);

	/*
	 * Too few samples are reported for sending; for receiving, NONE means that nothing is
	 * wrong.
	 */
	limit.cause = BOTTLENECK_NONE;
	if (limit.span_us < BOTTLENECK_LEAST_US)
		return limit;
	limit.waiting = UINT32_MAX;
	for (size_t i = from; i < history->count; i++) {
		uint32_t waiting = unread(history_at(history, i), conn);

		limit.waiting = waiting < limit.waiting ? waiting : limit.waiting;
	}
	limit.drops = (uint32_t)moved(history_at(history, from)->drops, last->drops);
	if (!limit.waiting)
		return limit;
	limit.held_us = limit.span_us;
	if (conn_accepts(conn)) {
		limit.cause = BOTTLENECK_NOT_ACCEPTING;
		return limit;
	}
	/* If the kernel does not count received bytes (UDP), it is not known how many were read. */
	if (!conn_kind_has(conn, KIND_HAS_TRANSFER)) {
		limit.cause = BOTTLENECK_SLOW_READING;
		return limit;
	}
	measure_silence(history, conn, &limit);
	if (limit.held_us >= BOTTLENECK_LEAST_US)
		limit.cause = BOTTLENECK_NOT_READING;
	else if (is_much(limit.waiting, detail))
		limit.cause = BOTTLENECK_SLOW_READING;
	return limit;
}
