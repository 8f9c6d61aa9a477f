/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/owner/row-owners.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* Directories of control groups that are read in one step: a millisecond at most. */
#define CGROUPS_STEP 20

static const char *const reason_names[OWNING_REASONS] = {
	[OWNING_ACCEPT_QUEUE] = "accept-queue",
	[OWNING_TIME_WAIT] = "time-wait",
	[OWNING_SYN_RECV] = "syn-recv",
	[OWNING_ORPHAN] = "orphan",
	[OWNING_KERNEL] = "kernel",
	[OWNING_NOT_PERMITTED] = "not-permitted",
	[OWNING_EXITED] = "exited",
};

const char *owning_reason_name(enum owning_reason reason)
{
	return reason_names[reason];
}

void owning_init(struct owning *owning, const char *root)
{
	*owning = (struct owning){0};
	owning->usable = owners_init(&owning->owners, root) == 0;
	cgroups_init(&owning->cgroups, root);
	listeners_init(&owning->listeners);
	owning->followed_us = INT64_MIN;
}

void owning_done(struct owning *owning)
{
	owners_done(&owning->owners);
	cgroups_done(&owning->cgroups);
	listeners_done(&owning->listeners);
	free(owning->entries);
	*owning = (struct owning){0};
}

/* -------- following the rows -------- */

static int reserve(struct owning *owning, size_t count)
{
	int error = alloc_try_grow(
		(void **)&owning->entries, &owning->capacity, count, sizeof(*owning->entries));

	if (error)
		return error;
	for (; owning->count < count; owning->count++)
		owning->entries[owning->count] = (struct owning_entry){.process = OWNERS_NONE};
	return 0;
}

static void release(struct owning *owning, struct owning_entry *entry)
{
	if (entry->process != OWNERS_NONE)
		owners_release(&owning->owners, entry->process);
	entry->process = OWNERS_NONE;
}

/* The inode is lost: its holder, or the last there was, is kept, for as long as
 * the row is there. */
static void lose_inode(struct owning *owning, struct owning_entry *entry)
{
	uint32_t process;
	struct owner owner;

	if (!entry->inode)
		return;
	process = owners_find(&owning->owners, entry->inode, &owner, 1)
			  ? owner.process
			  : owners_last(&owning->owners, entry->inode);
	if (process != OWNERS_NONE) {
		owners_hold(&owning->owners, process);
		release(owning, entry);
		entry->process = process;
	}
	owners_forget(&owning->owners, entry->inode);
	entry->inode = 0;
}

/*
 * What the row was before: its index may have passed from one socket to another since it was last
 * looked at.
 */
static int leave_row(struct owning *owning, const struct track *track, uint32_t row)
{
	struct owning_entry *entry = &owning->entries[row];
	const struct row *r = &track->rows[row];
	bool passed = r->life == ROW_FREE || r->first_seen_us > owning->followed_us;

	if (entry->inode && (passed || !row_is_living(r) || entry->inode != r->conn.inode))
		lose_inode(owning, entry);
	if (passed)
		release(owning, entry); /* what was kept was the owner of another socket */
	if (row_is_living(r) && conn_accepts(&r->conn))
		return listeners_add(&owning->listeners, track, row);
	return 0;
}

/* The socket whose holders are likely to hold this one too. */
static uint32_t hint_of(
	const struct owning *owning, const struct track *track, const struct conn *conn)
{
	uint32_t listener;

	if (conn_accepts(conn))
		return 0;
	listener = listeners_find(&owning->listeners, track, conn);
	return listener == TRACK_NONE ? 0 : track->rows[listener].conn.inode;
}

/* What the row is now. */
static int take_row(struct owning *owning, const struct track *track, uint32_t row)
{
	struct owning_entry *entry = &owning->entries[row];
	const struct row *r = &track->rows[row];
	int error;

	if (!row_is_living(r))
		return 0;
	if (r->conn.has & CONN_HAS_CGROUP)
		cgroups_find(&owning->cgroups, r->conn.cgroup); /* so that it is known when shown */
	if (!owning->usable || !r->conn.inode || entry->inode == r->conn.inode)
		return 0;
	error = owners_want(&owning->owners, r->conn.inode, hint_of(owning, track, &r->conn));
	if (error)
		return error;
	release(owning, entry);
	entry->inode = r->conn.inode;
	return 0;
}

static int follow_rows(struct owning *owning, struct track *track)
{
	int error = reserve(owning, track->row_count);
	uint32_t row;

	/* All are left before any is taken: an inode may have passed from one to the other. */
	for (size_t i = 0; !error && i < track->touched.count; i++)
		error = leave_row(owning, track, track->touched.rows[i]);
	while (!error && track_next_touched(track, &row)) {
		error = take_row(owning, track, row);
		if (error) /* asked again next time; what is left on the list is still there */
			track_touch(track, row);
	}
	if (!error)
		owning->followed_us = track->now.boot_us;
	return error;
}

int owning_follow(struct owning *owning, struct track *track, const struct instant *now)
{
	int error = follow_rows(owning, track);

	cgroups_begin(&owning->cgroups, now);
	if (owning->usable)
		owners_begin(&owning->owners, now);
	return error;
}

bool owning_step(struct owning *owning, size_t budget)
{
	if (cgroups_step(&owning->cgroups, CGROUPS_STEP))
		return true;
	return owning->usable && owners_step(&owning->owners, budget);
}

/* -------- answers -------- */

uint32_t owning_listener(const struct owning *owning, const struct track *track, uint32_t row)
{
	const struct conn *conn = &track->rows[row].conn;

	if (conn->inode || (conn->state != CONN_ESTABLISHED && conn->state != CONN_CLOSE_WAIT))
		return TRACK_NONE;
	return listeners_find(&owning->listeners, track, conn);
}

/* Of a socket that has no inode. */
static enum owning_reason reason_without_inode(
	const struct owning *owning, const struct track *track, uint32_t row)
{
	switch (track->rows[row].conn.state) {
	case CONN_TIME_WAIT:
		return OWNING_TIME_WAIT;
	case CONN_SYN_RECV:
		return OWNING_SYN_RECV;
	case CONN_FIN_WAIT1:
	case CONN_FIN_WAIT2:
	case CONN_LAST_ACK:
	case CONN_CLOSING:
		return OWNING_ORPHAN;
	default:
		return owning_listener(owning, track, row) == TRACK_NONE ? OWNING_KERNEL
									 : OWNING_ACCEPT_QUEUE;
	}
}

static enum owning_reason reason_of(
	const struct owning *owning, const struct track *track, uint32_t row)
{
	if (track->rows[row].life == ROW_GONE)
		return OWNING_EXITED;
	if (!track->rows[row].conn.inode)
		return reason_without_inode(owning, track, row);
	if (!owning->usable)
		return OWNING_NOT_PERMITTED;
	switch (owners_reason(&owning->owners, track->rows[row].conn.inode)) {
	case OWNERS_NOT_PERMITTED:
		return OWNING_NOT_PERMITTED;
	case OWNERS_NOBODY:
		return OWNING_KERNEL;
	case OWNERS_FOUND:
	case OWNERS_NOT_WANTED:
	case OWNERS_SEARCHING:
		break;
	}
	return OWNING_SEARCHING;
}

size_t owning_find(struct owning *owning, const struct track *track, uint32_t row,
	struct owner *ret_owners, size_t max, enum owning_reason *ret_reason)
{
	const struct owning_entry *entry = row < owning->count ? &owning->entries[row] : NULL;
	size_t count = 0;

	*ret_reason = OWNING_FOUND;
	if (entry && entry->inode)
		count = owners_find(&owning->owners, entry->inode, ret_owners, max);
	if (!count && entry && entry->process != OWNERS_NONE) {
		if (max)
			ret_owners[0] = (struct owner){
				.pid = owners_process(&owning->owners, entry->process)->pid,
				.fd = OWNERS_NONE,
				.process = entry->process,
			};
		count = 1;
	}
	if (!count)
		*ret_reason = reason_of(owning, track, row);
	return count;
}

void owning_find_all(struct owning *owning, const struct track *track, uint32_t row,
	struct owning_list *ret_list)
{
	const size_t few = sizeof(ret_list->few) / sizeof(ret_list->few[0]);
	enum owning_reason reason;

	ret_list->all = ret_list->few;
	ret_list->count = owning_find(owning, track, row, ret_list->few, few, &reason);
	if (ret_list->count <= few)
		return;
	ret_list->all = alloc_zero(ret_list->count, sizeof(*ret_list->all));
	owning_find(owning, track, row, ret_list->all, ret_list->count, &reason);
}

void owning_list_done(struct owning_list *list)
{
	if (list->all != list->few)
		free(list->all);
}

size_t owning_processes(struct owning *owning, uint32_t row)
{
	const struct owning_entry *entry = row < owning->count ? &owning->entries[row] : NULL;

	if (entry && entry->inode)
		return owners_count(&owning->owners, entry->inode);
	return entry && entry->process != OWNERS_NONE;
}
