/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The sockets across refreshes: which are new, which have changed, which have gone. A row is a
 * socket, identified by its place and the kernel's cookie; it stays the same row through all states
 * of the socket.
 *
 * One refresh:
 *
 *	track_begin(track, now);
 *	for each place that is read:
 *		track_begin_place(track, place);
 *		track_take(track, conn, tcp);               for every socket that the dumps list
 *		while (track_next_missing(track, place, parts, &budget, &index))
 *			track_take() or track_set_gone();   depending on an exact query
 *		track_commit(track, place, parts);
 *	track_end(track);
 *
 * track_commit() is given only the parts (sock/conn/parts.h) whose dump succeeded. In the other
 * parts, and in places that are not read in this refresh, rows that were not seen stay.
 *
 * Callers refer to a row by its index, which stays the same from a socket's first refresh to its
 * last.
 */
#ifndef SOCKVIEW_SOCK_ROWS_TRACK_H
#define SOCKVIEW_SOCK_ROWS_TRACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash-index.h"
#include "base/instant.h"
#include "sock/conn/conn.h"
#include "sock/conn/memory.h"
#include "sock/conn/parts.h"
#include "sock/rows/state-changes.h"

#define TRACK_NONE UINT32_MAX

/* What happened to a row in the last refresh. */
enum row_life {
	ROW_FREE, /* no row: the index can be used again */
	ROW_STEADY,
	ROW_NEW,
	ROW_CHANGED, /* its state is different from before */
	ROW_GONE,    /* its socket is gone; the row stays for the linger time */
};

enum row_flag {
	ROW_MOVED = 1 << 0,          /* data was transferred since the last refresh */
	ROW_AGE_AT_LEAST = 1 << 1,   /* the socket existed before it was first seen */
	ROW_STATE_AT_LEAST = 1 << 2, /* the socket was in its state before it was first seen */
	ROW_RATED = 1 << 3,          /* the rates were measured; see track_is_rated() */
	ROW_TAGGED = 1 << 4,         /* by the user */
	ROW_TOUCHED = 1 << 5,        /* is in the list of touched rows */
	ROW_ENDED = 1 << 6,          /* its connection has ended, see track_set_ended() */
	ROW_UNSEEN = 1 << 7, /* ended, and no refresh saw it alive: its times are not known */
};

struct row {
	struct conn conn;
	int64_t first_seen_us;  /* boot clock */
	int64_t state_since_us; /* boot clock */
	int64_t sampled_us;     /* monotonic clock; when the tcp part was last stored; 0: never */
	float tx_rate, rx_rate; /* bytes per second, between the last two samples */
	union {
		struct {
			float tx_smooth, rx_smooth;
		};
		int64_t gone_us; /* of a gone row: boot clock; when it was found gone */
	};
	uint32_t seen;        /* number of the last refresh that saw it */
	uint32_t next;        /* the row that the kernel listed after it */
	uint8_t life;         /* enum row_life */
	uint8_t flags;        /* enum row_flag */
	uint8_t misses;       /* successive refreshes that missed it; or ROW_DEAD */
	uint8_t state_before; /* of a changed row: enum conn_state */
};

/* Stored in `misses` by track_set_dead(). */
#define ROW_DEAD (UINT8_MAX - 1)

/* How many different names of congestion controls are stored. */
#define TRACK_CONGESTIONS_MAX 32

/* The stored part of struct conn_tcp: only 80 bytes, because there may be a million of them. */
struct track_tcp {
	uint64_t bytes_sent;
	uint64_t bytes_acked;
	uint64_t bytes_received;
	uint64_t bytes_retrans : 48; /* 281 TB */
	uint64_t has : 8;            /* enum conn_tcp_has */
	uint64_t congestion : 8;     /* number of the name; see track_congestion() */
	uint32_t rtt_us;
	uint32_t rtt_var_us;
	uint32_t cwnd;
	uint32_t retransmits;
	uint32_t spurious : 20;
	uint32_t resent : 12; /* tenths of a percent: see track_resent() */
	uint32_t rto_us;
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

/* What is kept for each place. */
struct track_place {
	size_t live_count;        /* number of its living rows */
	size_t seen_count;        /* those of them that this refresh has seen */
	struct parts known_parts; /* listed before: a row that appears in them now is new */
	/* All living rows are among those from `first_row` to before `end_row`. */
	uint32_t first_row, end_row;
};

struct track {
	struct row *rows;
	size_t row_count, row_capacity;
	struct track_tcp *tcp; /* parallel to `rows`; used only if tcp_info was asked for */
	size_t tcp_capacity;
	struct conn_memory *memory; /* parallel to `rows`, or NULL: see track-queues.h */
	size_t memory_count, memory_capacity;
	char congestions[TRACK_CONGESTIONS_MAX][16];
	unsigned congestion_count;
	struct hash_index index; /* place and cookie -> row */
	uint32_t first_free;     /* list of free rows, linked by `next` */
	uint32_t refresh;        /* number of the refresh, from 1 */
	struct instant now;
	uint32_t last_taken, first_taken;
	struct track_place *places; /* indexed by the number of the place */
	size_t place_count, place_capacity;
	size_t live_count, gone_count;
	uint16_t place;  /* the place that is being read */
	bool ports_used; /* `ports` has a bit that is set */
	/* For each kind one bit per local port of `place`: see conn_shares_port(). May be NULL. */
	uint8_t (*ports)[65536 / 8];
	bool listeners_only; /* see track_expect_listeners() */
	uint32_t missing_cursor;
	uint64_t linger_us;
	uint64_t rate_gap_us; /* no rate is computed over a longer time between samples */
	size_t counts[CONN_PROTOS][CONN_FAMILIES][CONN_STATES]; /* number of living rows */
	struct state_changes state_changes;
	struct track_list marked;  /* rows whose marks last until the next refresh */
	struct track_list gone;    /* in the order in which they were found gone */
	struct track_list touched; /* see track_next_touched() */
};

void track_init(struct track *track, uint64_t linger_ms);
void track_done(struct track *track);

/* No rate is computed if two samples of a socket are farther apart than this. */
void track_set_rate_gap(struct track *track, uint64_t gap_ms);

void track_begin(struct track *track, const struct instant *now);

/*
 * Makes room for `count` rows at once, where so many sockets are expected: to grow little by little
 * is dearer. It is no fault if others come, or if there is no memory for them.
 */
void track_expect_rows(struct track *track, size_t count);

/*
 * Begins to read one place; the place that was read before must be committed. Returns 0, or -ENOMEM
 * if the place is new and there is no memory for it: then it cannot be read.
 */
int track_begin_place(struct track *track, uint16_t place);

/*
 * To be called if the dumps of this place list only the listeners of the kinds with connections:
 * then the other rows of these kinds do not count as missing.
 */
void track_expect_listeners(struct track *track);

/*
 * Stores one socket of the place that is being read; `tcp` is NULL if tcp_info was not asked for. A
 * socket that a dump lists twice is stored once. Returns 0, or -ENOMEM: its row could not be
 * created, all others are unchanged.
 */
int track_take(struct track *track, const struct conn *conn, const struct conn_tcp *tcp);

/*
 * Finds the next living row of `parts` of a place that this refresh has not seen, continuing after
 * the last call. Looks at no more than *budget rows and subtracts the number from *budget. False if
 * there is none, or if *budget has become 0.
 */
bool track_next_missing(struct track *track, uint16_t place, struct parts parts, size_t *budget,
	uint32_t *ret_index);

/*
 * An exact query found no such socket, so it is gone. Exception: of several sockets on one local
 * port the kernel answers for one only, so such a socket is gone only at the second miss.
 */
void track_set_gone(struct track *track, uint32_t index);

/* The socket is gone, because its place is gone. */
void track_end_row(struct track *track, uint32_t index);

/*
 * Notes that the connection of a row has ended, so that its end is not reported again. The row
 * itself stays, as its TIME_WAIT or for its linger time.
 */
void track_set_ended(struct track *track, uint32_t index);

/*
 * Notes that the socket of a row has died. If the next refresh does not list what may be left of
 * it, it is gone, and no exact query is needed.
 */
void track_set_dead(struct track *track, uint32_t index);

/* No dump listed the socket, and no query could ask for it: it is gone at the second miss. */
void track_set_missed(struct track *track, uint32_t index);

/*
 * Ends the reading of one place. A row of `parts` that was not seen, and for which none of the
 * functions above was called, has one miss more.
 */
void track_commit(struct track *track, uint16_t place, struct parts parts);

/* Ends the refresh: rows that have been gone for longer than the linger time are removed. */
void track_end(struct track *track);

/* Removes a row at once. Its socket is no longer asked for, which does not mean that it is gone. */
void track_forget_row(struct track *track, uint32_t index);

/*
 * Rows of this place that appear in its next dump are not marked as new: their sockets may have
 * existed before, but were not listed.
 */
void track_forget_place(struct track *track, uint16_t place);

/*
 * Rows of these parts, in all places, that appear in the next refresh are not marked as new: their
 * sockets may have existed before, but were not asked for.
 */
void track_expect_old(struct track *track, struct parts parts);

/*
 * Takes one row from the list of touched rows: it appeared, has gone, was forgotten or got another
 * inode since it was last taken. For modules that keep data of their own beside each row. False if
 * the list is empty.
 */
bool track_next_touched(struct track *track, uint32_t *ret_index);

/* Adds a row to that list, if it is not in it. */
void track_touch(struct track *track, uint32_t index);

/* Removes the rows of all other parts at once: they are no longer asked for. */
void track_forget(struct track *track, struct parts parts_kept);

/* Returns the row of the socket with this cookie in a place, or TRACK_NONE. */
uint32_t track_find(const struct track *track, uint16_t place, uint64_t cookie);

/* True if any part was listed completely at least once. */
bool track_has_listed(const struct track *track);

/* True if the socket exists: the row is neither free nor gone. */
static inline bool row_is_living(const struct row *row)
{
	return row->life != ROW_FREE && row->life != ROW_GONE;
}

/* The moment up to which a row's times are counted: now, or when it was found gone. Boot clock. */
static inline int64_t row_until_us(const struct row *row, int64_t now_us)
{
	return row->life == ROW_GONE ? row->gone_us : now_us;
}

/* The tcp part of a row, or NULL if it was never stored. */
static inline const struct track_tcp *track_tcp(const struct track *track, uint32_t index)
{
	return track->rows[index].sampled_us ? &track->tcp[index] : NULL;
}

/* Converts the figures to the form that is stored, without the name of the congestion control. */
struct track_tcp track_pack_figures(const struct conn_tcp *tcp);

/* The name of the congestion control; NULL: not known. */
static inline const char *track_congestion(const struct track *track, const struct track_tcp *tcp)
{
	return tcp->congestion ? track->congestions[tcp->congestion - 1] : NULL;
}

/* The value of `resent` if it was not measured. */
#define TRACK_RESENT_UNKNOWN 4095

/* True if the rates of a row were measured, and recently. */
static inline bool track_is_rated(const struct track *track, const struct row *row)
{
	return row->flags & ROW_RATED &&
	       (uint64_t)(track->now.mono_us - row->sampled_us) <= track->rate_gap_us;
}

/* The number of living sockets of a kind in a state, both families together. */
size_t track_count(const struct track *track, enum conn_proto proto, enum conn_state state);

#endif
