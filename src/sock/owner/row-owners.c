/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/owner/row-owners.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "sock/rows/row-walk.h"

/* Directories of control groups read in one step: at most one millisecond. */
#define CGROUPS_STEP 20

/* Holders of a listener that are compared. */
enum { SERVER_HOLDERS_MAX = 16 };

static const char *const reason_names[ROW_OWNERS_REASONS] = {
	[ROW_OWNERS_ACCEPT_QUEUE] = "accept-queue",
	[ROW_OWNERS_TIME_WAIT] = "time-wait",
	[ROW_OWNERS_SYN_RECV] = "syn-recv",
	[ROW_OWNERS_ORPHAN] = "orphan",
	[ROW_OWNERS_KERNEL] = "kernel",
	[ROW_OWNERS_NOT_PERMITTED] = "not-permitted",
	[ROW_OWNERS_EXITED] = "exited",
};

const char *row_owners_reason_name(enum row_owners_reason reason)
{
	return reason_names[reason];
}

void row_owners_init(struct row_owners *row_owners, const char *root)
{
	*row_owners = (struct row_owners){0};
	row_owners->usable = owner_map_init(&row_owners->owners, root) == 0;
	cgroup_init(&row_owners->cgroups, root);
	listeners_init(&row_owners->listeners);
	row_owners->followed_us = INT64_MIN;
}

void row_owners_done(struct row_owners *row_owners)
{
	owner_map_done(&row_owners->owners);
	cgroup_done(&row_owners->cgroups);
	listeners_done(&row_owners->listeners);
	free(row_owners->entries);
	*row_owners = (struct row_owners){0};
}

/* -------- following the rows -------- */

static int reserve(struct row_owners *row_owners, size_t count)
{
	int error = alloc_try_grow((void **)&row_owners->entries, &row_owners->capacity, count,
		sizeof(*row_owners->entries));

	if (error)
		return error;
	for (; row_owners->count < count; row_owners->count++)
		row_owners->entries[row_owners->count] =
			(struct row_owners_entry){.process = OWNER_MAP_NONE};
	return 0;
}

static void release(struct row_owners *row_owners, struct row_owners_entry *entry)
{
	if (entry->process != OWNER_MAP_NONE)
		owner_map_release(&row_owners->owners, entry->process);
	entry->process = OWNER_MAP_NONE;
	entry->note = ROW_OWNERS_FOUND;
}

/* Keeps a process for a row that has no other. */
static void keep(struct row_owners *row_owners, struct row_owners_entry *entry, uint32_t process)
{
	owner_map_hold(&row_owners->owners, process);
	release(row_owners, entry);
	entry->process = process;
}

/* The inode is lost: keeps its owner, or else its last owner, for as long as the row exists. */
static void lose_inode(struct row_owners *row_owners, struct row_owners_entry *entry)
{
	uint32_t process;
	struct owner owner;

	if (!entry->inode)
		return;
	process = owner_map_find(&row_owners->owners, entry->inode, &owner, 1)
			  ? owner.process
			  : owner_map_last(&row_owners->owners, entry->inode);
	if (process != OWNER_MAP_NONE)
		keep(row_owners, entry, process);
	owner_map_forget(&row_owners->owners, entry->inode);
	entry->inode = 0;
}

/* True if the socket waits to be accepted, provided that there is a listener. */
static bool is_queueing(const struct conn *conn)
{
	return !conn->inode && (conn->state == CONN_ESTABLISHED || conn->state == CONN_CLOSE_WAIT);
}

static enum row_owners_reason living_reason(
	const struct row_owners *row_owners, const struct track *track, uint32_t row);

/* Returns the process of a listener if all that hold it have one name, or OWNER_MAP_NONE. */
static uint32_t server_of(
	struct row_owners *row_owners, const struct track *track, uint32_t listener)
{
	const struct owner_map *owners = &row_owners->owners;
	struct owner holders[SERVER_HOLDERS_MAX];
	enum row_owners_reason reason;
	size_t count =
		row_owners_find(row_owners, track, listener, holders, SERVER_HOLDERS_MAX, &reason);

	for (size_t i = 0; i < count && i < SERVER_HOLDERS_MAX; i++)
		if (strcmp(owner_map_process(owners, holders[i].process)->name,
			    owner_map_process(owners, holders[0].process)->name) != 0)
			return OWNER_MAP_NONE;
	return count ? holders[0].process : OWNER_MAP_NONE;
}

/*
 * The row has gone: what was said of its owner stays. If it was too short for its owner to be
 * found, it was a connection of the server whose listener took it.
 */
static void end_row(struct row_owners *row_owners, const struct track *track, uint32_t row)
{
	struct row_owners_entry *entry = &row_owners->entries[row];
	const struct conn *conn = &track->rows[row].conn;
	enum row_owners_reason reason = living_reason(row_owners, track, row);
	uint32_t listener, server = OWNER_MAP_NONE;

	lose_inode(row_owners, entry);
	if (entry->process != OWNER_MAP_NONE)
		return;
	listener = conn_accepts(conn) ? TRACK_NONE
				      : listeners_find_last(&row_owners->listeners, track, conn);
	if (reason == ROW_OWNERS_KERNEL && is_queueing(conn) && listener != TRACK_NONE)
		reason = ROW_OWNERS_ACCEPT_QUEUE; /* the listener has just gone, too */
	if (listener != TRACK_NONE &&
		(reason == ROW_OWNERS_SEARCHING || reason == ROW_OWNERS_ACCEPT_QUEUE))
		server = server_of(row_owners, track, listener);
	if (server != OWNER_MAP_NONE)
		keep(row_owners, entry, server);
	if (reason != ROW_OWNERS_SEARCHING)
		entry->note = (uint8_t)reason;
	else if (server == OWNER_MAP_NONE)
		entry->note = ROW_OWNERS_EXITED;
}

/*
 * Gives up what was known of the row before: since the last refresh its index may have passed from
 * one socket to another.
 */
static int release_row(struct row_owners *row_owners, const struct track *track, uint32_t row)
{
	struct row_owners_entry *entry = &row_owners->entries[row];
	const struct row *r = &track->rows[row];
	bool passed = r->life == ROW_FREE || r->first_seen_us > row_owners->followed_us;

	if (!passed && r->life == ROW_GONE && !entry->note)
		end_row(row_owners, track, row);
	else if (entry->inode && (passed || entry->inode != r->conn.inode))
		lose_inode(row_owners, entry);
	/* What was kept belonged to another socket, or the socket is back. */
	if (passed || (entry->note && row_is_living(r)))
		release(row_owners, entry);
	if (row_is_living(r) && conn_accepts(&r->conn))
		return listeners_add(&row_owners->listeners, track, row);
	return 0;
}

/* Returns the inode of the socket whose holders are likely to hold this one too, or 0. */
static uint32_t hint_of(
	const struct row_owners *row_owners, const struct track *track, const struct conn *conn)
{
	uint32_t listener;

	if (conn_accepts(conn))
		return 0;
	listener = listeners_find(&row_owners->listeners, track, conn);
	return listener == TRACK_NONE ? 0 : track->rows[listener].conn.inode;
}

/* Asks for the owner and the control group of the row's socket. */
static int want_owner(struct row_owners *row_owners, const struct track *track, uint32_t row)
{
	struct row_owners_entry *entry = &row_owners->entries[row];
	const struct row *r = &track->rows[row];
	int error;

	if (!row_is_living(r))
		return 0;
	if (r->conn.has & CONN_HAS_CGROUP)
		cgroup_find(
			&row_owners->cgroups, r->conn.cgroup); /* found by the time it is shown */
	if (!row_owners->usable || !r->conn.inode || entry->inode == r->conn.inode)
		return 0;
	error = owner_map_want(
		&row_owners->owners, r->conn.inode, hint_of(row_owners, track, &r->conn));
	if (error)
		return error;
	release(row_owners, entry);
	entry->inode = r->conn.inode;
	return 0;
}

static int follow_rows(struct row_owners *row_owners, struct track *track)
{
	int error = reserve(row_owners, track->row_count);
	uint32_t row;

	/* Release all rows first: an inode may have moved from one row to another. */
	for (size_t i = 0; !error && i < track->touched.count; i++)
		error = release_row(row_owners, track, track->touched.rows[i]);
	while (!error && track_next_touched(track, &row)) {
		error = want_owner(row_owners, track, row);
		if (error) /* tried again next time; the rest of the list is still there */
			track_touch(track, row);
	}
	if (!error)
		row_owners->followed_us = track->now.boot_us;
	return error;
}

int row_owners_follow(struct row_owners *row_owners, struct track *track, const struct instant *now)
{
	int error = follow_rows(row_owners, track);

	if (row_owners->recorded)
		return error;
	cgroup_begin(&row_owners->cgroups, now);
	if (row_owners->usable)
		owner_map_begin(&row_owners->owners, now);
	return error;
}

bool row_owners_step(struct row_owners *row_owners, size_t budget)
{
	if (row_owners->recorded)
		return false;
	if (cgroup_step(&row_owners->cgroups, CGROUPS_STEP))
		return true;
	return row_owners->usable && owner_map_step(&row_owners->owners, budget);
}

/* -------- owners from a recording -------- */

void row_owners_init_recorded(struct row_owners *row_owners)
{
	*row_owners =
		(struct row_owners){.usable = true, .recorded = true, .followed_us = INT64_MIN};
	owner_map_init_recorded(&row_owners->owners);
	listeners_init(&row_owners->listeners);
}

int row_owners_begin_recorded(struct row_owners *row_owners, struct track *track)
{
	row_owners_done(row_owners);
	row_owners_init_recorded(row_owners);
	for (uint32_t row = 0; row < track->row_count; row++)
		if (row_is_living(&track->rows[row]))
			track_touch(track, row);
	return follow_rows(row_owners, track);
}

int row_owners_load(struct row_owners *row_owners, const struct track *track, uint32_t row,
	uint32_t process, uint32_t fd)
{
	uint32_t inode = track->rows[row].conn.inode;

	if (inode && fd != OWNER_MAP_NONE)
		return owner_map_load_holder(&row_owners->owners, inode, process, fd);
	if (row_owners->entries[row].process == OWNER_MAP_NONE)
		keep(row_owners, &row_owners->entries[row], process);
	return 0;
}

void row_owners_end_recorded(struct row_owners *row_owners, bool hidden)
{
	owner_map_load_end(&row_owners->owners, hidden);
}

/* -------- answers -------- */

uint32_t row_owners_listener(
	const struct row_owners *row_owners, const struct track *track, uint32_t row)
{
	const struct conn *conn = &track->rows[row].conn;

	if (!is_queueing(conn))
		return TRACK_NONE;
	return listeners_find(&row_owners->listeners, track, conn);
}

uint32_t row_owners_acceptor(
	const struct row_owners *row_owners, const struct track *track, uint32_t row)
{
	uint32_t listener;
	struct owner owner;

	if (row < row_owners->count && row_owners->entries[row].note == ROW_OWNERS_ACCEPT_QUEUE)
		return row_owners->entries[row].process;
	listener = row_owners_listener(row_owners, track, row);
	if (listener == TRACK_NONE || !row_owners->usable ||
		!owner_map_find(&row_owners->owners, track->rows[listener].conn.inode, &owner, 1))
		return OWNER_MAP_NONE;
	return owner.process;
}

/* The reason for a socket that has no inode. */
static enum row_owners_reason reason_without_inode(
	const struct row_owners *row_owners, const struct track *track, uint32_t row)
{
	switch (track->rows[row].conn.state) {
	case CONN_TIME_WAIT:
		return ROW_OWNERS_TIME_WAIT;
	case CONN_SYN_RECV:
		return ROW_OWNERS_SYN_RECV;
	case CONN_FIN_WAIT1:
	case CONN_FIN_WAIT2:
	case CONN_LAST_ACK:
	case CONN_CLOSING:
		return ROW_OWNERS_ORPHAN;
	default:
		return row_owners_listener(row_owners, track, row) == TRACK_NONE
			       ? ROW_OWNERS_KERNEL
			       : ROW_OWNERS_ACCEPT_QUEUE;
	}
}

/* The reason for a row that exists, or has just been found gone. */
static enum row_owners_reason living_reason(
	const struct row_owners *row_owners, const struct track *track, uint32_t row)
{
	if (!track->rows[row].conn.inode)
		return reason_without_inode(row_owners, track, row);
	if (!row_owners->usable)
		return ROW_OWNERS_NOT_PERMITTED;
	switch (owner_map_reason(&row_owners->owners, track->rows[row].conn.inode)) {
	case OWNER_MAP_NOT_PERMITTED:
		return ROW_OWNERS_NOT_PERMITTED;
	case OWNER_MAP_NOBODY:
		return ROW_OWNERS_KERNEL;
	case OWNER_MAP_FOUND:
	case OWNER_MAP_NOT_WANTED:
	case OWNER_MAP_SEARCHING:
		break;
	}
	return ROW_OWNERS_SEARCHING;
}

static enum row_owners_reason reason_of(
	const struct row_owners *row_owners, const struct track *track, uint32_t row)
{
	enum row_owners_reason reason;

	if (row < row_owners->count && row_owners->entries[row].note)
		return (enum row_owners_reason)row_owners->entries[row].note;
	reason = living_reason(row_owners, track, row);
	return reason == ROW_OWNERS_SEARCHING && track->rows[row].life == ROW_GONE
		       ? ROW_OWNERS_EXITED
		       : reason;
}

size_t row_owners_find(struct row_owners *row_owners, const struct track *track, uint32_t row,
	struct owner *ret_owners, size_t max, enum row_owners_reason *ret_reason)
{
	const struct row_owners_entry *entry =
		row < row_owners->count ? &row_owners->entries[row] : NULL;
	size_t count = 0;

	*ret_reason = ROW_OWNERS_FOUND;
	if (entry && entry->inode)
		count = owner_map_find(&row_owners->owners, entry->inode, ret_owners, max);
	if (!count && entry && entry->process != OWNER_MAP_NONE && !entry->note) {
		if (max)
			ret_owners[0] = (struct owner){
				.pid = owner_map_process(&row_owners->owners, entry->process)->pid,
				.fd = OWNER_MAP_NONE,
				.process = entry->process,
			};
		count = 1;
	}
	if (!count)
		*ret_reason = reason_of(row_owners, track, row);
	return count;
}

/* What is wanted of the map has a row, and that row has no owner that was kept: lose_inode() and
 * take_row() see to it. Without a /proc the first row with an inode answers. */
bool row_owners_hide_any(const struct row_owners *row_owners, const struct track *track)
{
	struct row_walk walk = {0};
	size_t budget = SIZE_MAX;
	uint32_t row;

	if (row_owners->usable)
		return owner_map_hides_any(&row_owners->owners);
	while (row_walk_next(&walk, track, &budget, &row))
		if (track->rows[row].conn.inode)
			return true;
	return false;
}

void row_owners_find_all(struct row_owners *row_owners, const struct track *track, uint32_t row,
	struct row_owners_list *ret_list)
{
	const size_t few = sizeof(ret_list->few) / sizeof(ret_list->few[0]);
	enum row_owners_reason reason;

	ret_list->all = ret_list->few;
	ret_list->count = row_owners_find(row_owners, track, row, ret_list->few, few, &reason);
	if (ret_list->count <= few)
		return;
	ret_list->all = alloc_zero(ret_list->count, sizeof(*ret_list->all));
	row_owners_find(row_owners, track, row, ret_list->all, ret_list->count, &reason);
}

void row_owners_list_done(struct row_owners_list *list)
{
	if (list->all != list->few)
		free(list->all);
}

size_t row_owners_processes(struct row_owners *row_owners, uint32_t row)
{
	const struct row_owners_entry *entry =
		row < row_owners->count ? &row_owners->entries[row] : NULL;

	if (entry && entry->inode)
		return owner_map_count(&row_owners->owners, entry->inode);
	return entry && entry->process != OWNER_MAP_NONE && !entry->note;
}
