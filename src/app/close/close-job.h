/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Getting rid of sockets, one or thousands: what it goes against, what is left alone, by which way,
 * and what came of each. -K and the screen stand on this alike; they choose, show and ask.
 *
 *	close_job_init(job, engine, guard);
 *	close_job_offer(job, row, false);          for each row; or close_job_take()
 *	close_job_hold(job);                       while the question is open
 *	... targets, processes, kept[]: the preview
 *	close_job_begin(job, CLOSE_JOB_DESTROY, 0);
 *	while (close_job_step(job, 64))            between the steps keys may be answered
 *		;
 *	... close_job_conn(), close_job_outcome(), processes[]: the results
 *	close_job_done(job);
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

#define CLOSE_JOB_NONE UINT32_MAX

enum close_way {
	CLOSE_JOB_DESTROY,    /* the kernel closes: SOCK_DESTROY */
	CLOSE_JOB_DESCRIPTOR, /* by a descriptor taken from the owner: sock/seize.h */
	CLOSE_JOB_SIGNAL,     /* a signal to each owner, once */
};

/* Why a socket is left alone. */
enum close_job_reason {
	CLOSE_JOB_TAKEN,    /* it is not */
	CLOSE_JOB_LISTENER, /* a TCP listener that was not meant */
	CLOSE_JOB_SESSION,  /* what the user's own session hangs on */
	CLOSE_JOB_REASONS
};

/* A socket; the job's batch has its conn and its outcome under the same index. */
struct close_job_target {
	uint32_t row;          /* of the track, when it was taken */
	uint32_t first_holder; /* its holders stand together */
	uint32_t holder_count;
};

/* One descriptor of a target. */
struct close_job_holder {
	uint32_t process; /* index */
	uint32_t fd;
};

/* An owner. */
struct close_job_process {
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

struct close_job {
	struct engine *engine;
	const struct session_guard *guard;
	struct close_many batch;
	struct close_job_target *targets;
	size_t target_capacity;
	struct close_job_holder *holders;
	size_t holder_count, holder_capacity;
	struct close_job_process *processes;
	size_t process_count, process_capacity;
	size_t kept[CLOSE_JOB_REASONS];
	bool starved; /* memory is short: not all that was offered could be taken; to be said */
	enum close_way way;
	int signal;
	size_t at; /* of the targets or processes, where the way is not SOCK_DESTROY */
	bool cancelled;
	struct audit audit;
};

void close_job_init(
	struct close_job *job, struct engine *engine, const struct session_guard *guard);
void close_job_done(struct close_job *job);

/* In words; translated by the caller. Not for CLOSE_JOB_TAKEN. */
const char *close_job_reason_text(enum close_job_reason reason);

/* Takes a row as a target unless a guard keeps it, which is counted in `kept`. */
enum close_job_reason close_job_offer(struct close_job *job, uint32_t row, bool listeners);

/* Takes a row whatever it is: one that was confirmed by itself. */
void close_job_take(struct close_job *job, uint32_t row);

/* Whether one of the targets' owners holds the row, too: a signal would reach it. */
bool close_job_reaches(const struct close_job *job, uint32_t row);

/*
 * Opens descriptors for the owners, so that a signal reaches them or nobody; the first 64, and the
 * others when their turn comes, by the moment of their start. Who carries the user's SSH session is
 * found out here, too: behind tmux it is no process above us.
 */
void close_job_hold(struct close_job *job);

/* Targets. */
static inline size_t close_job_count(const struct close_job *job)
{
	return job->batch.count;
}

static inline const struct conn *close_job_conn(const struct close_job *job, size_t index)
{
	return &job->batch.entries[index].conn;
}

static inline const struct close_outcome *close_job_outcome(
	const struct close_job *job, size_t index)
{
	return &job->batch.entries[index].outcome;
}

/* The first owner of a target, or NULL. */
const struct close_job_process *close_job_owner(const struct close_job *job, size_t index);

/* Appends "tcp CLOSE_WAIT 980, udp UNCONN 3": how many targets in which states. */
void close_job_add_states(const struct close_job *job, struct buffer *out);

/* The best way that this kernel has of closing sockets. */
enum close_way close_job_best_way(const struct engine *engine);

/*
 * Whether the other way may do what SOCK_DESTROY was refused: the target has a result that says so,
 * a holder, and a kind that can be seized.
 */
bool close_job_could_seize(const struct close_job *job, size_t index);

/* Whether the kernel would close but a part of the target, or nothing: it is of MPTCP, and a
 * program has it. */
bool close_job_is_part(const struct close_job *job, size_t index);

/*
 * Sets out. A second time with CLOSE_JOB_DESCRIPTOR it goes for those that close_job_could_seize()
 * and leaves the other results as they are.
 */
void close_job_begin(struct close_job *job, enum close_way way, int signal);

/* Goes on with about `budget` sockets or processes, at most 64: a millisecond or so. True while
 * there is more to do. */
bool close_job_step(struct close_job *job, size_t budget);

/* Nothing more is begun; step on until false: what is in hand wants its result. */
void close_job_cancel(struct close_job *job);

/* What is to be done, and done: targets, or processes where the way is a signal. */
size_t close_job_total(const struct close_job *job);
size_t close_job_progress(const struct close_job *job);

/* Results so far that are good, and that are not; what was not tried is neither. */
void close_job_tally(const struct close_job *job, size_t *ret_good, size_t *ret_bad);

/* Of the good ones, those that were reset, and are neither closed nor gone. */
size_t close_job_count_reset(const struct close_job *job);

#endif
