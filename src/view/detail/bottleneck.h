/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What keeps a connection from being faster, for each direction: the cause, the figures that show
 * it, and the time span of these figures.
 *
 * For sending, the kernel counts three times: how long there was data to send (busy), how long the
 * peer's window stopped it, and how long the send buffer was too small to fill the path. Their
 * growth within the span divides the span into four parts; the longest part is the bottleneck:
 *
 *	not busy                 the application gave nothing to send
 *	held by the window       the peer
 *	held by the buffer       SO_SNDBUF, or what the kernel made of it
 *	the rest                 data on its way or waiting for its turn: the network
 *
 * In the last case the cause is the application, too, if it lets the path run empty each time.
 */
#ifndef SOCKVIEW_VIEW_DETAIL_BOTTLENECK_H
#define SOCKVIEW_VIEW_DETAIL_BOTTLENECK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "sock/diag/detail.h"
#include "view/detail/history.h"

/* The longest span of the figures. */
#define BOTTLENECK_SPAN_US INT64_C(10000000)

/* The shortest span of the figures. */
#define BOTTLENECK_LEAST_US INT64_C(1000000)

enum bottleneck_cause {
	BOTTLENECK_NONE,       /* nothing to report for this direction */
	BOTTLENECK_TOO_LITTLE, /* the socket was not watched for long enough yet */
	BOTTLENECK_UNTOLD,     /* the kernel does not count these times */

	/* sending */
	BOTTLENECK_IDLE, /* nothing was sent, and nothing is waiting */
	BOTTLENECK_APPLICATION,
	BOTTLENECK_DRY, /* the application: it sends, then waits for the answer */
	BOTTLENECK_PEER_WINDOW,
	BOTTLENECK_SEND_BUFFER,
	BOTTLENECK_NETWORK,

	/* receiving */
	BOTTLENECK_NOT_READING,   /* our program has not read at all */
	BOTTLENECK_SLOW_READING,  /* it reads, but there is always more */
	BOTTLENECK_NOT_ACCEPTING, /* a listener: connections are always waiting */
	BOTTLENECK_CAUSES
};

struct bottleneck {
	enum bottleneck_cause cause;
	int64_t span_us; /* time span of the figures */
	int64_t held_us; /* the part of it in which the cause applied */
	uint64_t sent;   /* bytes */
	uint32_t retransmits;
	uint32_t drops;
	uint32_t waiting;  /* the least that was in the receive queue: bytes, or connections */
	bool since_before; /* the cause may have applied before the socket was watched, so for
			      longer than `held_us` */
};

struct bottleneck bottleneck_of_sending(const struct history *history, const struct detail *detail);
struct bottleneck bottleneck_of_receiving(
	const struct history *history, const struct detail *detail);

/* True if somebody has to act to remove the cause: it is worth a warning. */
bool bottleneck_is_alarming(enum bottleneck_cause cause);

/* Appends the sentence, translated, with its figures; nothing for BOTTLENECK_NONE. */
void bottleneck_add_sentence(
	struct buffer *out, const struct bottleneck *limit, const struct detail *detail);

#endif
