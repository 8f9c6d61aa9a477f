/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Closes one socket or thousands: collects the targets, leaves protected sockets out, closes by one
 * of three ways, and keeps the result of each. -K and the screen both use it; they choose the
 * sockets, show them and ask the user.
 *
 *	close_job_init(job, engine, guard);
 *	close_job_offer(job, row, false);          for each row; or close_job_take()
 *	close_job_hold(job);                       while the question is open
 *	close_job_spare(job, row);                 for all rows, before a signal
 *	... targets, processes, kept[]: the preview
 *	close_job_begin(job, CLOSE_JOB_DESTROY, 0);
 *	while (close_job_step(job, 64))            between the steps keys may be answered
 *		;
 *	... close_job_conn(), close_job_outcome(), processes[]: the results
 *	close_job_done(job);
 *
 * Refreshes meanwhile do not change the targets: they are copies of the sockets that were offered,
 * with their cookies. The processes are those that owned them then, identified by number and start
 * time.
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
#include "base/hash-index.h"
#include "sock/close/close-many.h"

#define CLOSE_JOB_NONE HASH_INDEX_NONE

enum close_way {
	CLOSE_JOB_DESTROY,    /* the kernel closes the socket: SOCK_DESTROY */
	CLOSE_JOB_DESCRIPTOR, /* through a duplicate of its descriptor: sock/close/close-by-fd.h */
	CLOSE_JOB_SIGNAL,     /* a signal to each owner, once */
};

/* Why a socket is spared. */
enum close_job_reason {
	CLOSE_JOB_TAKEN,    /* it is not spared */
	CLOSE_JOB_LISTENER, /* a TCP listener, and the caller did not ask for listeners */
	CLOSE_JOB_SESSION,  /* the user's own session depends on it */
	CLOSE_JOB_REASONS
};

/* A socket to close; batch.entries[] has its conn and its outcome at the same index. */
struct close_job_target {
	uint32_t row;          /* in struct track, when it was taken */
	uint32_t first_holder; /* index; the target's holders are consecutive */
	uint32_t holder_count;
	bool hidden; /* no holder is known, because rights are missing */
};

/* One descriptor of a target, in one process. */
struct close_job_holder {
	uint32_t process; /* index in processes[] */
	uint32_t thread;  /* id of a thread with a descriptor table of its own, which `fd` is in; 0:
			     `fd` is in the process's table */
	uint32_t fd;
};

/* A process that owns targets. */
struct close_job_process {
	uint64_t start;
	uint32_t pid;
	uint32_t sockets; /* number of targets that it holds */
	int fd;           /* process-fd.h; -1: not open */
	int error;        /* of sending the signal or of opening `fd`: negative errno, or 0 */
	bool own;      /* this program, an ancestor, init or a carrier of the SSH session: spared */
	bool done;     /* the signal was sent, or failed with `error` */
	char name[64]; /* raw */
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
	struct hash_index by_process; /* number and start time -> process */
	size_t kept[CLOSE_JOB_REASONS];
	bool starved; /* memory is short: not all offered sockets were taken; show that */
	enum close_way way;
	int signal;
	size_t at; /* next target or process, if the way is not SOCK_DESTROY */
	bool cancelled;
	struct audit audit;
};

void close_job_init(
	struct close_job *job, struct engine *engine, const struct session_guard *guard);
void close_job_done(struct close_job *job);

/* Returns the reason in words, to be translated by the caller. Not for CLOSE_JOB_TAKEN. */
const char *close_job_reason_text(enum close_job_reason reason);

/* Takes a row as a target unless it has to be spared; kept[] counts the spared ones. With
 * `listeners`, TCP listeners are not spared. */
enum close_job_reason close_job_offer(struct close_job *job, uint32_t row, bool listeners);

/* Takes a row without a check: the user was asked about this one alone. */
void close_job_take(struct close_job *job, uint32_t row);

/* True if a signal to the owners of the targets would also reach the socket of this row. */
bool close_job_reaches(const struct close_job *job, uint32_t row);

/*
 * Opens descriptors for the owners, so that a signal reaches exactly them or nobody. Only the first
 * 64 are opened here; the others just before their signal, after a check of their start time.
 */
void close_job_hold(struct close_job *job);

/*
 * To be called with every row before a signal is sent: if the row carries the user's SSH session,
 * its owners are never signalled, even if their other sockets are targets. Under tmux, these owners
 * are not ancestors of this program.
 */
void close_job_spare(struct close_job *job, uint32_t row);

/* The same for all rows at once; for -K, where no user waits for an answer to a key. */
void close_job_spare_all(struct close_job *job);

/* The targets, their sockets and results. */
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

/* Returns the first owner of a target, or NULL. */
const struct close_job_process *close_job_owner(const struct close_job *job, size_t index);

/* Appends the number of targets in each state: "tcp CLOSE_WAIT 980, udp UNCONN 3". */
void close_job_add_states(const struct close_job *job, struct buffer *out);

/* Returns the best way to close sockets that this kernel has. */
enum close_way close_job_best_way(const struct engine *engine);

/* True if a target that SOCK_DESTROY could not close may be closed through a duplicate of its
 * descriptor: its result says so, it has a holder, and its kind can be closed like that. */
bool close_job_could_seize(const struct close_job *job, size_t index);

/* True if SOCK_DESTROY would close only a part of the target, or nothing: it belongs to MPTCP, and
 * a process holds it. */
bool close_job_is_part(const struct close_job *job, size_t index);

/*
 * For a preview: gives every target, or with CLOSE_JOB_SIGNAL every process, the result that
 * closing would probably have. Closes nothing. `by_descriptor`: sockets that the kernel does not
 * close are retried through their descriptors.
 */
void close_job_foresee(struct close_job *job, enum close_way way, bool by_descriptor);

/* Begins to close. A second call, with CLOSE_JOB_DESCRIPTOR, retries only the targets for which
 * close_job_could_seize() is true, and keeps the results of the others. */
void close_job_begin(struct close_job *job, enum close_way way, int signal);

/* Closes or signals about `budget` more sockets or processes, at most 64: about a millisecond.
 * Returns true while there is more to do. */
bool close_job_step(struct close_job *job, size_t budget);

/* Begins no more targets. Call close_job_step() until it returns false: those that were begun still
 * need their results. */
void close_job_cancel(struct close_job *job);

/* Return how many are to be done and how many are done: targets, or processes if the way is a
 * signal. */
size_t close_job_total(const struct close_job *job);
size_t close_job_progress(const struct close_job *job);

/* Counts the good and the bad results so far; targets that were not tried are neither. */
void close_job_tally(const struct close_job *job, size_t *ret_good, size_t *ret_bad);

/* Returns how many of the good results are resets: these sockets are neither closed nor gone. */
size_t close_job_count_reset(const struct close_job *job);

#endif
