/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The life of one socket as far as the program has watched it: the states that it was in, what it
 * sent and received in each state, and what limited its sending.
 */
#ifndef SOCKVIEW_VIEW_DETAIL_TIMELINE_H
#define SOCKVIEW_VIEW_DETAIL_TIMELINE_H

#include "base/instant.h"
#include "view/detail/bottleneck.h"
#include "view/detail/sheet.h"

#define TIMELINE_MAX 16

/* A part of that life; it ends where the next one begins. */
struct timeline_stretch {
	int64_t at_us; /* boot clock */
	bool at_least; /* it began before that */
	uint8_t proto, state;
	uint8_t cause;           /* enum bottleneck_cause */
	uint64_t sent, received; /* at its beginning */
};

struct timeline {
	struct timeline_stretch stretches[TIMELINE_MAX];
	size_t count;
	uint64_t sent, received; /* now */
	int64_t end_us;          /* boot clock; 0: it has not ended */
	uint8_t coming;          /* a new cause that has not yet lasted long enough */
	int64_t coming_us;       /* since when */
};

/* One look at a socket. */
struct timeline_look {
	const struct conn *conn;
	uint64_t sent, received;
	bool counted; /* the kernel reported `sent` and `received`; in TIME_WAIT it does not, and
			 the earlier values stay */
	enum bottleneck_cause cause;
	int64_t boot_us;
	int64_t since_us; /* when its state began */
	bool at_least;    /* the state began at `since_us` or earlier */
};

/* Adds a look to the timeline. A new cause counts when it has lasted for some seconds. */
void timeline_note(struct timeline *timeline, const struct timeline_look *looked);

void timeline_end(struct timeline *timeline, int64_t boot_us);

/* Adds a group with a line for each stretch, the last one first. */
void detail_add_timeline(struct sheet *sheet, const struct timeline *timeline,
	const struct instant *now, int32_t utc_offset_s);

#endif
