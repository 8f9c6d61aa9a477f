/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What keeps a connection from being faster, in either direction: a verdict with the figures that
 * it rests on and the time that they are over.
 *
 * For the sending side the kernel keeps three clocks: while there was data to send (busy), while
 * the peer's window held it back, and while the send buffer was too small to keep the way full.
 * What they moved within the time looked at divides it in four, and the longest part is the limit:
 *
 *	not busy                 the application gave nothing to send
 *	held by the window       the peer
 *	held by the buffer       SO_SNDBUF, or what the kernel made of it
 *	the rest                 data on its way or waiting for its turn: the network
 *
 * The last one is the application's, too, if it lets the way run dry each time.
 */
#ifndef SOCKVIEW_VIEW_DETAIL_BOTTLENECK_H
#define SOCKVIEW_VIEW_DETAIL_BOTTLENECK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "sock/diag/detail.h"
#include "view/detail/history.h"

/* So far is looked back. */
#define BOTTLENECK_SPAN_US INT64_C(10000000)

/* And so far at least. */
#define BOTTLENECK_LEAST_US INT64_C(1000000)

enum bottleneck_cause {
	BOTTLENECK_NONE,       /* nothing to be said of this direction */
	BOTTLENECK_TOO_LITTLE, /* too little time seen yet */
	BOTTLENECK_UNTOLD,     /* a kernel that keeps no such clocks */

	/* sending */
	BOTTLENECK_IDLE, /* nothing was sent, and nothing waits */
	BOTTLENECK_APPLICATION,
	BOTTLENECK_DRY, /* the application: sends, then waits for the answer */
	BOTTLENECK_PEER_WINDOW,
	BOTTLENECK_SEND_BUFFER,
	BOTTLENECK_NETWORK,

	/* receiving */
	BOTTLENECK_NOT_READING,   /* our program has not read at all */
	BOTTLENECK_SLOW_READING,  /* it reads, and there is always more */
	BOTTLENECK_NOT_ACCEPTING, /* a listener: connections wait all the time */
	BOTTLENECK_CAUSES
};

struct bottleneck {
	enum bottleneck_cause cause;
	int64_t span_us; /* that the figures are over */
	int64_t held_us; /* of these, that the cause held */
	uint64_t sent;   /* bytes */
	uint32_t retransmits;
	uint32_t drops;
	uint32_t waiting;  /* the least that stood in the receive queue: bytes, or connections */
	bool since_before; /* `held_us` is all that was seen: it may be longer */
};

struct bottleneck bottleneck_of_sending(const struct history *history, const struct detail *detail);
struct bottleneck bottleneck_of_receiving(
	const struct history *history, const struct detail *detail);

/* True where somebody has to do something for it to be better: worth a warning. */
bool bottleneck_is_alarming(enum bottleneck_cause cause);

/* Appends the sentence, translated, with its figures; nothing for BOTTLENECK_NONE. */
void bottleneck_add_sentence(
	struct buffer *out, const struct bottleneck *limit, const struct detail *detail);

#endif
