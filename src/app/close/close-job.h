/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Getting rid of sockets, one or thousands: what it goes against, what is left alone, by which way,
 * and what came of each. -K and the screen stand on this alike; they choose, show and ask.
 *
 *	killing_init(killing, engine, guard);
 *	killing_offer(killing, row, false);          for each row; or killing_take()
 *	killing_hold(killing);                       while the question is open
 *	... targets, processes, kept[]: the preview
 *	killing_begin(killing, KILLING_DESTROY, 0);
 *	while (killing_step(killing, 64))            between the steps keys may be answered
 *		;
 *	... killing_conn(), killing_outcome(), processes[]: the results
 *	killing_done(killing);
 *
 * Whatever refreshes come between, the targets are the sockets that were offered: copies with their
 * cookies; and the processes are those that were then their owners, by number and moment of start.
 */
#ifndef SOCKVIEW_APP_CLOSE_CLOSE_JOB_H
#define SOCKVIEW_APP_CLOSE_CLOSE_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/close/audit.h"
#include "app/engine/engine.h"
#include "app/close/session-guard.h"
#include "base/buffer.h"
#include "sock/close/close-many.h"

#define KILLING_NONE UINT32_MAX

enum killing_way {
	KILLING_DESTROY,    /* the kernel closes: SOCK_DESTROY */
	KILLING_DESCRIPTOR, /* by a descriptor taken from the owner: sock/seize.h */
	KILLING_SIGNAL,     /* a signal to each owner, once */
};

/* Why a socket is left alone. */
enum killing_reason {
	KILLING_TAKEN,    /* it is not */
	KILLING_LISTENER, /* a TCP listener that was not meant */
	KILLING_SESSION,  /* what the user's own session hangs on */
	KILLING_REASONS
};

/* A socket; the killing's batch has its conn and its outcome under the same index. */
struct killing_target {
	uint32_t row;          /* of the track, when it was taken */
	uint32_t first_holder; /* its holders stand together */
	uint32_t holder_count;
};

/* One descriptor of a target. */
struct killing_holder {
	uint32_t process; /* index */
	uint32_t fd;
};

/* An owner. */
struct killing_process {
	uint64_t start;
	uint32_t pid;
	uint32_t sockets; /* targets that it holds */
	int fd;           /* procfd.h; -1: not open */
	int error;        /* of the signal or of opening: negative errno, or 0 */
	bool own;         /* this program, one above it, init, who carries the user's SSH session:
			   * never signalled */
	bool done;        /* the signal was sent, or not, for `error` */
	char name[64];    /* raw */
};

struct killing {
	struct engine *engine;
	const struct guard *guard;
	struct closing_batch batch;
	struct killing_target *targets;
	size_t target_capacity;
	struct killing_holder *holders;
	size_t holder_count, holder_capacity;
	struct killing_process *processes;
	size_t process_count, process_capacity;
	size_t kept[KILLING_REASONS];
	bool starved; /* memory is short: not all that was offered could be taken; to be said */
	enum killing_way way;
	int signal;
	size_t at; /* of the targets or processes, where the way is not SOCK_DESTROY */
	bool cancelled;
	struct audit audit;
};

void killing_init(struct killing *killing, struct engine *engine, const struct guard *guard);
void killing_done(struct killing *killing);

/* In words; translated by the caller. Not for KILLING_TAKEN. */
const char *killing_reason_text(enum killing_reason reason);

/* Takes a row as a target unless a guard keeps it, which is counted in `kept`. */
enum killing_reason killing_offer(struct killing *killing, uint32_t row, bool listeners);

/* Takes a row whatever it is: one that was confirmed by itself. */
void killing_take(struct killing *killing, uint32_t row);

/* Whether one of the targets' owners holds the row, too: a signal would reach it. */
bool killing_reaches(const struct killing *killing, uint32_t row);

/*
 * Opens descriptors for the owners, so that a signal reaches them or nobody; the first 64, and the
 * others when their turn comes, by the moment of their start. Who carries the user's SSH session is
 * found out here, too: behind tmux it is no process above us.
 */
void killing_hold(struct killing *killing);

/* Targets. */
static inline size_t killing_count(const struct killing *killing)
{
	return killing->batch.count;
}

static inline const struct conn *killing_conn(const struct killing *killing, size_t index)
{
	return &killing->batch.entries[index].conn;
}

static inline const struct closing_outcome *killing_outcome(
	const struct killing *killing, size_t index)
{
	return &killing->batch.entries[index].outcome;
}

/* The first owner of a target, or NULL. */
const struct killing_process *killing_owner(const struct killing *killing, size_t index);

/* Appends "tcp CLOSE_WAIT 980, udp UNCONN 3": how many targets in which states. */
void killing_add_states(const struct killing *killing, struct buffer *out);

/* The best way that this kernel has of closing sockets. */
enum killing_way killing_best_way(const struct engine *engine);

/*
 * Whether the other way may do what SOCK_DESTROY was refused: the target has a result that says so,
 * a holder, and a kind that can be seized.
 */
bool killing_could_seize(const struct killing *killing, size_t index);

/* Whether the kernel would close but a part of the target, or nothing: it is of MPTCP, and a
 * program has it. */
bool killing_is_part(const struct killing *killing, size_t index);

/*
 * Sets out. A second time with KILLING_DESCRIPTOR it goes for those that killing_could_seize() and
 * leaves the other results as they are.
 */
void killing_begin(struct killing *killing, enum killing_way way, int signal);

/* Goes on with about `budget` sockets or processes, at most 64: a millisecond or so. True while
 * there is more to do. */
bool killing_step(struct killing *killing, size_t budget);

/* Nothing more is begun; step on until false: what is in hand wants its result. */
void killing_cancel(struct killing *killing);

/* What is to be done, and done: targets, or processes where the way is a signal. */
size_t killing_total(const struct killing *killing);
size_t killing_progress(const struct killing *killing);

/* Results so far that are good, and that are not; what was not tried is neither. */
void killing_tally(const struct killing *killing, size_t *ret_good, size_t *ret_bad);

/* Of the good ones, those that were reset, and are neither closed nor gone. */
size_t killing_count_reset(const struct killing *killing);

#endif
