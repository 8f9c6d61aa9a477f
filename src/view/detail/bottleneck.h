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
#define LIMIT_SPAN_US INT64_C(10000000)

/* And so far at least. */
#define LIMIT_LEAST_US INT64_C(1000000)

enum limit_cause {
	LIMIT_NONE,       /* nothing to be said of this direction */
	LIMIT_TOO_LITTLE, /* too little time seen yet */
	LIMIT_UNTOLD,     /* a kernel that keeps no such clocks */

	/* sending */
	LIMIT_IDLE, /* nothing was sent, and nothing waits */
	LIMIT_APPLICATION,
	LIMIT_DRY, /* the application: sends, then waits for the answer */
	LIMIT_PEER_WINDOW,
	LIMIT_SEND_BUFFER,
	LIMIT_NETWORK,

	/* receiving */
	LIMIT_NOT_READING,   /* our program has not read at all */
	LIMIT_SLOW_READING,  /* it reads, and there is always more */
	LIMIT_NOT_ACCEPTING, /* a listener: connections wait all the time */
	LIMIT_CAUSES
};

struct limit {
	enum limit_cause cause;
	int64_t span_us; /* that the figures are over */
	int64_t held_us; /* of these, that the cause held */
	uint64_t sent;   /* bytes */
	uint32_t retransmits;
	uint32_t drops;
	uint32_t waiting;  /* the least that stood in the receive queue: bytes, or connections */
	bool since_before; /* `held_us` is all that was seen: it may be longer */
};

struct limit limit_of_sending(const struct history *history, const struct detail *detail);
struct limit limit_of_receiving(const struct history *history, const struct detail *detail);

/* A word for it: "peer-window"; never translated. */
const char *limit_name(enum limit_cause cause);

/* True where somebody has to do something for it to be better: worth a warning. */
bool limit_is_alarming(enum limit_cause cause);

/* Appends the sentence, translated, with its figures; nothing for LIMIT_NONE. */
void limit_add_sentence(struct buffer *out, const struct limit *limit, const struct detail *detail);

#endif
