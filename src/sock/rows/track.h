/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The sockets across refreshes: which are new, which changed, which have gone. A row is a socket as
 * the kernel names it, by its cookie, and lives through all its states.
 *
 * One refresh is told like this:
 *
 *	track_begin(track, now);
 *	track_take(track, conn, tcp);               for every socket that the dumps list
 *	while (track_next_missing(track, parts, &index))
 *		track_take() or track_set_gone();   as an exact query says
 *	track_commit(track, parts);
 *
 * Only the parts (sock/conn/parts.h) whose dump succeeded are given to track_commit(): in the
 *others nothing vanishes for not having been seen.
 *
 * Rows are named by their index, which stays the same from a socket's first to its last refresh.
 */
#ifndef SOCKVIEW_SOCK_ROWS_TRACK_H
#define SOCKVIEW_SOCK_ROWS_TRACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "sock/conn/conn.h"
#include "sock/conn/parts.h"
#include "sock/rows/state-changes.h"

#define TRACK_NONE UINT32_MAX

/* What became of a row in the last refresh. */
enum row_life {
	ROW_FREE, /* no row: its index waits to be used again */
	ROW_STEADY,
	ROW_NEW,
	ROW_CHANGED, /* its state is another one than before */
	ROW_GONE,    /* stays for the linger time */
};

enum row_flag {
	ROW_MOVED = 1 << 0,          /* data moved since the last refresh */
	ROW_AGE_AT_LEAST = 1 << 1,   /* existed before it was first seen */
	ROW_STATE_AT_LEAST = 1 << 2, /* was in its state before it was first seen */
	ROW_RATED = 1 << 3,          /* the rates are real; see track_is_rated() */
	ROW_TAGGED = 1 << 4,         /* by the user */
	ROW_TOUCHED = 1 << 5,        /* stands in the list of the touched */
};

struct row {
	struct conn conn;
	int64_t first_seen_us;  /* boot clock */
	int64_t state_since_us; /* boot clock; of a gone row: when it was found gone */
	int64_t sampled_us;     /* monotonic clock; when the tcp part was taken; 0: never */
	float tx_rate, rx_rate; /* bytes a second, over the time between the last two samples */
	float tx_smooth, rx_smooth;
	uint32_t seen; /* the refresh that saw it last */
	uint32_t next; /* the row that the kernel listed after it */
	uint8_t life;  /* enum row_life */
	uint8_t flags; /* enum row_flag */
	uint8_t misses;
	uint8_t state_before; /* of a changed row */
};

/* Different congestion controls whose names are kept. */
#define TRACK_CONGESTIONS_MAX 32

/* What is kept of a struct conn_tcp: 72 bytes, for there may be a million of them. */
struct track_tcp {
	uint64_t bytes_sent;
	uint64_t bytes_acked;
	uint64_t bytes_received;
	uint64_t bytes_retrans : 48; /* 281 TB */
	uint64_t has : 8;            /* enum conn_tcp_has */
	uint64_t congestion : 8;     /* number of its name; see track_congestion() */
	uint32_t rtt_us;
	uint32_t rtt_var_us;
	uint32_t cwnd;
	uint32_t retransmits;
	uint32_t lost;
	uint32_t last_sent_ms;
	uint32_t last_received_ms;
	uint32_t busy_ms;
	uint32_t receiver_limited_ms;
	uint32_t send_buffer_limited_ms;
};

struct track_list {
	uint32_t *rows;
	size_t count, capacity;
};

struct track {
	struct row *rows;
	size_t row_count, row_capacity;
	struct track_tcp *tcp; /* beside rows; touched only where tcp_info was asked for */
	size_t tcp_capacity;
	char congestions[TRACK_CONGESTIONS_MAX][16];
	unsigned congestion_count;
	uint32_t *slots; /* cookie -> row; a power of two */
	size_t slot_count;
	uint32_t first_free; /* linked by `next` */
	uint32_t refresh;    /* number of the refresh, from 1 */
	struct instant now;
	uint32_t last_taken, first_taken;
	size_t live_count, seen_count, gone_count;
	uint32_t missing_cursor;
	struct parts known_parts; /* listed once: what appears in them from now on is new */
	uint64_t linger_us;
	uint64_t rate_gap_us; /* samples farther apart give no rate */
	size_t counts[CONN_PROTOS][CONN_FAMILIES][CONN_STATES]; /* of living rows */
	struct state_changes passage;
	uint8_t ports[CONN_PROTOS][65536 / 8]; /* where living sockets wait, seen in this refresh */
	struct track_list marked;              /* rows whose marks last until the next refresh */
	struct track_list gone;                /* in the order of their going */
	struct track_list touched;             /* see track_next_touched() */
};

void track_init(struct track *track, uint64_t linger_ms);
void track_done(struct track *track);

/* Samples of one socket that are farther apart than this give no rate. */
void track_set_rate_gap(struct track *track, uint64_t gap_ms);

void track_begin(struct track *track, const struct instant *now);

/*
 * Takes one socket; `tcp` is NULL where it was not asked for. A socket that a dump lists twice is
 * one socket. 0, or -ENOMEM: the row could not be made, all others are as they were.
 */
int track_take(struct track *track, const struct conn *conn, const struct conn_tcp *tcp);

/*
 * Finds the next living row of `parts` that this refresh has not seen, from where the last call
 * left off, looking at no more than `budget` rows (which it takes down). False where there is none,
 * or the budget is used up (0).
 */
bool track_next_missing(
	struct track *track, struct parts parts, size_t *budget, uint32_t *ret_index);

/*
 * An exact query found no such socket. That proves it gone, but for sockets that share their local
 * port with others, of which the kernel answers for one only: those are gone at the second miss.
 */
void track_set_gone(struct track *track, uint32_t index);

/* It was not seen, and could not be asked for: gone at the second miss. */
void track_set_missed(struct track *track, uint32_t index);

/* Ends the refresh: what was not seen in `parts` and was not told apart above misses once; what is
 * gone longer than the linger time is forgotten. */
void track_commit(struct track *track, struct parts parts);

/* A row that is no longer asked for, which is not to say that it is gone, is forgotten at once. */
void track_forget_row(struct track *track, uint32_t index);

/* What is first seen of these parts in the next refresh may have been there before. */
void track_expect_old(struct track *track, struct parts parts);

/*
 * Takes a row that came, went, was forgotten or got another inode since it was last taken from
 * here: for whoever keeps something beside each row. False where there is none.
 */
bool track_next_touched(struct track *track, uint32_t *ret_index);

/* Puts a row there, if it is not there already. */
void track_touch(struct track *track, uint32_t index);

/* Rows of other parts than these are forgotten at once: they are no longer asked for. */
void track_forget(struct track *track, struct parts parts_kept);

/* The row of the socket with this cookie, or TRACK_NONE. */
uint32_t track_find(const struct track *track, uint64_t cookie);

/* True where its socket is there: the row is neither free nor gone. */
static inline bool row_is_living(const struct row *row)
{
	return row->life != ROW_FREE && row->life != ROW_GONE;
}

/* The tcp part of a row, or NULL where none was ever taken. */
static inline const struct track_tcp *track_tcp(const struct track *track, uint32_t index)
{
	return track->rows[index].sampled_us ? &track->tcp[index] : NULL;
}

/* The name of its congestion control; NULL: not known. */
static inline const char *track_congestion(const struct track *track, const struct track_tcp *tcp)
{
	return tcp->congestion ? track->congestions[tcp->congestion - 1] : NULL;
}

/* True where the rates of a row were measured, and lately. */
static inline bool track_is_rated(const struct track *track, const struct row *row)
{
	return row->flags & ROW_RATED &&
	       (uint64_t)(track->now.mono_us - row->sampled_us) <= track->rate_gap_us;
}

/* Living sockets of a kind in a state, both families. */
size_t track_count(const struct track *track, enum conn_proto proto, enum conn_state state);

#endif
