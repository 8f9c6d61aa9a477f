/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The last minute of one socket: its changing figures from one sample to the next, in a ring of
 * fixed size. With ten samples a second, the ring is full after a minute.
 */
#ifndef SOCKVIEW_VIEW_DETAIL_HISTORY_H
#define SOCKVIEW_VIEW_DETAIL_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sock/diag/detail.h"

#define HISTORY_SAMPLES 600

/* What is plotted. */
enum history_series {
	HISTORY_RTT,  /* microseconds */
	HISTORY_CWND, /* segments */
	HISTORY_TX,   /* bytes a second */
	HISTORY_RX,
	HISTORY_RECV_Q, /* bytes; LISTEN: connections */
	HISTORY_SEND_Q,
	HISTORY_SERIES
};

struct history_sample {
	int64_t at_us; /* monotonic clock */
	uint64_t bytes_sent, bytes_received;
	uint64_t busy_us, receiver_limited_us, send_buffer_limited_us;
	uint32_t rtt_us, cwnd, in_flight, notsent, retransmits, drops;
	uint32_t recv_q, send_q;
	float tx_rate, rx_rate; /* average over the second before the sample */
	uint8_t has;            /* bit n: the sample has a value for enum history_series n */
	bool timed; /* busy_us, receiver_limited_us and send_buffer_limited_us are known */
	bool app_limited;
	bool buffer_full; /* the send buffer is as full as it may be */
};

struct history {
	struct history_sample samples[HISTORY_SAMPLES];
	size_t first, count;
};

/* Adds a sample taken at `now_us`; if the ring is full, the oldest one is dropped. */
void history_add(struct history *history, const struct detail *detail, int64_t now_us);

/* Returns a sample: index 0 is the oldest one. `index` is below history->count. */
static inline const struct history_sample *history_at(const struct history *history, size_t index)
{
	return &history->samples[(history->first + index) % HISTORY_SAMPLES];
}

/* The newest one, or NULL. */
static inline const struct history_sample *history_last(const struct history *history)
{
	return history->count ? history_at(history, history->count - 1) : NULL;
}

/* The index of the oldest sample that is not older than `span_us` before the newest one. */
size_t history_since(const struct history *history, int64_t span_us);

/* Sets *ret_value to a value of a sample. Returns false if it is not known. */
bool history_value(
	const struct history_sample *sample, enum history_series series, double *ret_value);

/* For the heading of a plot: gets the range of the samples that have a value. Returns false if no
 * sample has one. */
struct history_range {
	double least, most, now;
};
bool history_range(
	const struct history *history, enum history_series series, struct history_range *ret_range);

/*
 * Fills the `count` points of a plot: each is the greatest value in its part of the `span_us`
 * before the newest sample, or negative if there was none.
 */
void history_points(const struct history *history, enum history_series series, int64_t span_us,
	double *points, size_t count);

#endif
