/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows in groups by what they have in common, with sums; the groups in the order of a column, and
 * the rows of open groups below them. The order of calls to make the groups again:
 *
 *	groups_begin(groups, &table_order);
 *	groups_take(groups, context, row);          for every row in the table
 *	groups_end(groups, context);
 *	groups_settle(groups, context, first, end); for the lines in the window
 *	groups_line(groups, place);
 *
 * A group's index is valid until the next groups_begin(). Its key lasts, and with its key a group
 * stays open. Of a group that has no more rows, only the fact that it was open is kept, for a
 * bounded number of groups.
 */
#ifndef SOCKVIEW_VIEW_GROUP_GROUP_H
#define SOCKVIEW_VIEW_GROUP_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash-index.h"
#include "view/column/column.h"
#include "view/group/group-key.h"
#include "view/group/order.h"

#define GROUPS_NONE UINT32_MAX

/* The states that have a count of their own. */
enum group_state {
	GROUP_ESTABLISHED,
	GROUP_CLOSE_WAIT,
	GROUP_TIME_WAIT,
	GROUP_OTHER,
	GROUP_STATES
};

/* What needs a look among the rows of a group, by the column that tells it. */
enum group_tone {
	GROUP_TONE_CLOSE_WAIT,
	GROUP_TONE_OTHER, /* handshakes that get no answer, accept queues that are full */
	GROUP_TONE_RECV_Q,
	GROUP_TONE_SEND_Q,
	GROUP_TONES
};

/* The sum of a value that only some sockets have. */
struct group_sum {
	uint64_t total;
	uint32_t known, unknown;
};

/* Of living rows; rows that have gone are counted only in `rows`, unless all of the table have gone
 * (column_context.past). */
struct group_sums {
	uint32_t rows;
	uint32_t sockets;
	uint32_t fresh, moved, tagged;
	uint32_t states[GROUP_STATES];
	struct group_sum recv_q, send_q; /* bytes: not of listeners, which count connections */
	struct group_sum tx_rate, rx_rate;
	struct group_sum sent, received;
	int64_t oldest_us; /* boot clock, when the oldest was first seen; of the past: less the
			    * longest life */
	bool oldest_at_least;
	uint8_t tones[GROUP_TONES]; /* enum column_tone: COLUMN_PLAIN, or the most severe */
};

struct group {
	size_t key; /* offset in groups->keys */
	uint32_t key_length;
	uint32_t hash;
	uint32_t opened; /* index in groups->opened; GROUPS_NONE: the group is closed */
	uint32_t first;  /* the row that was added last; its others follow in group_member.next */
	struct group_sums sums;
};

/* A row in its group. */
struct group_member {
	uint32_t group; /* GROUPS_NONE: the row is in none */
	uint32_t next;  /* a row of the same group; TRACK_NONE: no more */
};

/* An open group. */
struct group_open {
	struct buffer key;
	uint32_t group;     /* GROUPS_NONE: it has no rows at present */
	struct order order; /* of its rows */
	size_t rank;        /* place among the groups */
	size_t place;       /* line of the group itself */
};

/* The keys of groups that were open when the rows were grouped by another kind. */
struct group_memory {
	struct buffer *keys;
	size_t count;
};

struct groups {
	const struct group_kind *kind;
	struct group_memory *memories; /* of each kind; NULL: nothing to remember so far */
	struct group *all;
	size_t count, capacity;
	char *keys;
	size_t keys_length, keys_capacity;
	struct hash_index index;      /* key -> group */
	struct group_member *members; /* of each row */
	size_t row_count, row_capacity;
	struct order order;        /* of the groups, by columns of group_column_table */
	struct group_open *opened; /* groups with rows first, in the order of their lines */
	size_t opened_count, opened_capacity;
	struct buffer scratch;
};

/* A line of a grouped table: a group, or one of its rows. */
struct group_line {
	uint32_t group; /* GROUPS_NONE: there is no such line */
	uint32_t row;   /* TRACK_NONE: the line is the group's own */
};

void groups_init(struct groups *groups);
void groups_done(struct groups *groups);

/* Groups by another kind; open are those that were open when this kind was left. "none" frees the
 * rest of the memory. */
void groups_set_kind(struct groups *groups, const struct group_kind *kind);

static inline bool groups_are_on(const struct groups *groups)
{
	return group_kind_groups(groups->kind);
}

/* Opens in `groups` the groups that are open in `from`, which is of the same kind. */
void groups_open_like(struct groups *groups, const struct groups *from);

/*
 * `groups` becomes what was made in `next`, and `next` has no rows any more, but the same kind and
 * order. With `keep`, the memory of the old groups is kept for the next time.
 */
void groups_replace(struct groups *groups, struct groups *next, bool keep);

/* Removes all rows; the rows of open groups will be sorted as in `rows`, which may be empty. */
void groups_begin(struct groups *groups, const struct order *rows);

/* Makes room for `count` rows, as order_reserve() does. */
void groups_reserve(struct groups *groups, size_t count);

/* Adds a row to its group. 0 or -ENOMEM. */
int groups_take(struct groups *groups, const struct column_context *context, uint32_t row);

/* Sorts the groups. 0 or -ENOMEM. */
int groups_end(struct groups *groups, const struct column_context *context);

/*
 * The same in steps: looks at about `budget` groups (which it takes down). Returns true if there is
 * more to do.
 */
bool groups_end_step(struct groups *groups, const struct column_context *context, size_t *budget,
	int *ret_error);

/*
 * While the groups and their order stay as they are: removes rows for which `stays` returns false
 * from the open groups.
 */
void groups_keep(
	struct groups *groups, bool (*stays)(const void *data, uint32_t row), const void *data);

/*
 * The groups get the sums that were made in `next`, which is of the same kind: those of a group
 * that is not there any more are 0. `next` is not changed.
 */
void groups_take_sums(struct groups *groups, const struct groups *next);

/* The number of living sockets that were added. */
size_t groups_sockets(const struct groups *groups);

/* The group of a row that was added, or GROUPS_NONE. */
static inline uint32_t groups_of_row(const struct groups *groups, uint32_t row)
{
	return row < groups->row_count ? groups->members[row].group : GROUPS_NONE;
}

/* A row of the group, the one after `row`, or with TRACK_NONE the first; TRACK_NONE: no more. */
static inline uint32_t groups_next_row(const struct groups *groups, uint32_t group, uint32_t row)
{
	return row == TRACK_NONE ? groups->all[group].first : groups->members[row].next;
}

/* The group with a key, or GROUPS_NONE. */
uint32_t groups_find(const struct groups *groups, const char *key, size_t length);

static inline const char *group_key(const struct groups *groups, uint32_t group)
{
	return groups->keys + groups->all[group].key;
}

/*
 * A row that has the key of the group now: a socket may have changed, or its row may be another's,
 * since the groups were made. TRACK_NONE: there is none.
 */
uint32_t groups_find_row(
	const struct groups *groups, const struct column_context *context, uint32_t group);

/* Appends the name of a group, raw. */
void groups_add_name(const struct groups *groups, const struct column_context *context,
	uint32_t group, struct buffer *out);

/* -------- lines (group-lines.c) -------- */

/* Open or close a group. 0 or -ENOMEM: some of its rows are missing. */
int groups_open(struct groups *groups, const struct column_context *context,
	const struct order *rows, uint32_t group);
void groups_close(struct groups *groups, uint32_t group);

/* True where groups_open() takes no more than a few milliseconds: few rows are to be put in order,
 * and the group's line has been settled. */
bool groups_open_is_cheap(const struct groups *groups, uint32_t group);

/* The group will be open in the groups that groups_open_like() opens. 0 or -ENOMEM. */
int groups_open_later(struct groups *groups, uint32_t group);

static inline bool group_is_open(const struct groups *groups, uint32_t group)
{
	return groups->all[group].opened != GROUPS_NONE;
}

size_t groups_line_count(const struct groups *groups);

/* Brings the lines from `first` to before `end` to their exact places. */
void groups_settle(
	struct groups *groups, const struct column_context *context, size_t first, size_t end);

/* Returns a line that has been settled. */
struct group_line groups_line(const struct groups *groups, size_t place);

/* The line of a group; of a row, or groups_line_count() if its group is closed. */
size_t groups_place(
	const struct groups *groups, const struct column_context *context, uint32_t group);
size_t groups_place_of_row(
	const struct groups *groups, const struct column_context *context, uint32_t row);

/* For group.c: opens a group again that was open before groups_begin(). */
void groups_reopen(struct groups *groups, uint32_t group);

/* For group.c: finds the open groups among the sorted ones, in steps as groups_end_step(); or only
 * computes their lines again. */
bool groups_rank_opened(
	struct groups *groups, const struct column_context *context, size_t *budget);
void groups_lay_out(struct groups *groups);

#endif
