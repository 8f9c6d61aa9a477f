/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/history/past.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

/* Twice the names, a power of two. */
enum { SLOTS = 2 * PAST_NAMES_MAX };

/* -------- names -------- */

static uint32_t number_of(struct past *past, const char *name)
{
	size_t slot;

	if (!name || !*name)
		return 0;
	for (slot = hash_bytes(name, strlen(name)) % SLOTS; past->slots[slot];
		slot = (slot + 1) % SLOTS)
		if (strcmp(past->names[past->slots[slot]], name) == 0)
			return past->slots[slot];
	if (past->name_count == PAST_NAMES_MAX)
		return 0;
	past->names[past->name_count] = alloc_copy(name);
	past->slots[slot] = past->name_count;
	return past->name_count++;
}

/* -------- what columns ask -------- */

static const char *process_of(const void *context, uint32_t row)
{
	const struct past *past = context;

	return past->names[past->more[row].process];
}

static const char *unit_of(const void *context, uint32_t row)
{
	const struct past *past = context;

	return past->names[past->more[row].unit];
}

static uint32_t pid_of(const void *context, uint32_t row)
{
	const struct past *past = context;

	return past->more[row].pid;
}

static const char *reason_of(const void *context, uint32_t row)
{
	const struct past *past = context;

	return end_reason_name((enum end_reason)past->more[row].reason);
}

/* -------- the ring -------- */

void past_init(struct past *past)
{
	*past = (struct past){
		.names = alloc_zero(PAST_NAMES_MAX, sizeof(*past->names)),
		.slots = alloc_zero(SLOTS, sizeof(*past->slots)),
		.name_count = 1, /* number 0: NULL, no name */
		.reader = {past, process_of, unit_of, pid_of, reason_of},
	};
	track_init(&past->track, 0);
}

void past_done(struct past *past)
{
	for (uint32_t i = 1; i < past->name_count; i++)
		free(past->names[i]);
	free(past->names);
	free(past->slots);
	free(past->more);
	track_done(&past->track);
	*past = (struct past){0};
}

static bool resize(void **array, size_t count, size_t size)
{
	void *memory = reallocarray(*array, count, size);

	if (memory)
		*array = memory;
	return memory != NULL;
}

/* Doubled up to what is the most: no room is taken that is never filled. */
static bool reserve(struct past *past)
{
	struct track *track = &past->track;
	size_t capacity = track->row_capacity ? track->row_capacity * 2 : 512;

	if (track->row_count < track->row_capacity)
		return true;
	if (capacity > PAST_MAX)
		capacity = PAST_MAX;
	if (!resize((void **)&track->rows, capacity, sizeof(*track->rows)) ||
		!resize((void **)&track->tcp, capacity, sizeof(*track->tcp)) ||
		!resize((void **)&past->more, capacity, sizeof(*past->more)))
		return false;
	track->row_capacity = track->tcp_capacity = capacity;
	return true;
}

/* Names of congestion controls have the numbers that the table gave them. */
static void copy_congestions(struct past *past, const struct track *track)
{
	if (past->track.congestion_count == track->congestion_count)
		return;
	memcpy(past->track.congestions, track->congestions, sizeof(track->congestions));
	past->track.congestion_count = track->congestion_count;
}

/* What the kernel told at the end; the name of the congestion control stays the one before. */
static void take_figures(struct track_tcp *to, const struct conn_tcp *tcp)
{
	unsigned congestion = to->congestion;

	*to = track_pack_figures(tcp);
	to->congestion = congestion & 0xff;
}

static void fill(struct past *past, uint32_t index, const struct end *end, const struct track *live)
{
	struct row *row = &past->track.rows[index];
	const struct row *before = end->row == TRACK_NONE ? NULL : &live->rows[end->row];
	const struct track_tcp *tcp = before ? track_tcp(live, end->row) : NULL;

	*row = (struct row){
		.conn = end->conn,
		.first_seen_us = before ? before->first_seen_us : end->at_us,
		.state_since_us = before ? before->state_since_us : end->at_us,
		.gone_us = end->at_us,
		.life = ROW_GONE,
		.flags = ROW_ENDED,
	};
	if (before)
		row->flags |= before->flags & (ROW_AGE_AT_LEAST | ROW_STATE_AT_LEAST);
	if (end->born_us) {
		row->first_seen_us = end->born_us;
		row->flags &= (uint8_t)~ROW_AGE_AT_LEAST;
	}
	/* One that is first seen in TIME_WAIT lived before that. */
	if (!end->born_us && (!before || end->conn.state == CONN_TIME_WAIT))
		row->flags |= ROW_UNSEEN;
	past->track.tcp[index] = tcp ? *tcp : (struct track_tcp){.congestion = 0};
	if (end->has_tcp)
		take_figures(&past->track.tcp[index], &end->tcp);
	row->sampled_us = tcp || end->has_tcp;
}

uint64_t past_add(struct past *past, const struct end *end, const struct track *track,
	const struct past_owner *owner)
{
	uint32_t index;

	if (past->track.row_count < PAST_MAX && !reserve(past))
		return 0;
	index = (uint32_t)(past->total % PAST_MAX);
	if (past->track.row_count < PAST_MAX)
		index = (uint32_t)past->track.row_count++;
	copy_congestions(past, track);
	past->track.now = track->now;
	/* An event came after the refresh. */
	if (past->track.now.boot_us < end->at_us)
		past->track.now.boot_us = end->at_us;
	fill(past, index, end, track);
	past->more[index] = (struct past_more){
		.process = number_of(past, owner->process),
		.unit = number_of(past, owner->unit),
		.pid = owner->pid,
		.reason = (uint8_t)end->reason,
		.told = end->told,
	};
	return ++past->total;
}

uint32_t past_row(const struct past *past, uint64_t number)
{
	if (!number || number > past->total || past->total - number >= past->track.row_count)
		return TRACK_NONE;
	return (uint32_t)((number - 1) % PAST_MAX);
}

void past_amend(struct past *past, uint64_t number, const struct end *end)
{
	uint32_t index = past_row(past, number);

	if (index == TRACK_NONE)
		return;
	past->more[index].told = true;
	if (end->reason)
		past->more[index].reason = (uint8_t)end->reason;
	if (!end->has_tcp)
		return;
	take_figures(&past->track.tcp[index], &end->tcp);
	past->track.rows[index].sampled_us = 1;
}
