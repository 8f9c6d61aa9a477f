/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/group/group.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "view/column/column-socket.h"
#include "view/group/group-column.h"

/* Open groups that are remembered while rows are grouped by another kind. */
#define GROUPS_REMEMBERED 64

void groups_init(struct groups *groups)
{
	*groups = (struct groups){.kind = group_kinds};
	order_begin(&groups->order, group_column_find("sockets"), true);
	groups->order.last = group_column_find("group");
}

static void forget_opened(struct groups *groups)
{
	for (size_t i = 0; i < groups->opened_count; i++) {
		buffer_done(&groups->opened[i].key);
		order_done(&groups->opened[i].order);
	}
	groups->opened_count = 0;
}

static void forget_keys(struct group_memory *memory)
{
	for (size_t i = 0; i < memory->count; i++)
		buffer_done(&memory->keys[i]);
	free(memory->keys);
	*memory = (struct group_memory){0};
}

/* Keeps the keys of the open groups, with a bound. */
static void remember_opened(struct groups *groups, struct group_memory *memory)
{
	size_t count =
		groups->opened_count < GROUPS_REMEMBERED ? groups->opened_count : GROUPS_REMEMBERED;

	forget_keys(memory);
	if (!count)
		return;
	memory->keys = alloc_zero(count, sizeof(*memory->keys));
	for (; memory->count < count; memory->count++) {
		memory->keys[memory->count] = groups->opened[memory->count].key;
		groups->opened[memory->count].key = (struct buffer){0};
	}
}

/* They open as soon as they have rows. */
static void recall_opened(struct groups *groups, struct group_memory *memory)
{
	if (memory->count && alloc_try_grow((void **)&groups->opened, &groups->opened_capacity,
				     memory->count, sizeof(*groups->opened)) < 0)
		return;
	for (; groups->opened_count < memory->count; groups->opened_count++) {
		groups->opened[groups->opened_count] =
			(struct group_open){.key = memory->keys[groups->opened_count],
				.group = GROUPS_NONE,
				.rank = SIZE_MAX};
		memory->keys[groups->opened_count] = (struct buffer){0};
	}
	forget_keys(memory);
}

static void free_memories(struct groups *groups)
{
	for (size_t i = 0; groups->memories && i < group_kind_count; i++)
		forget_keys(&groups->memories[i]);
	free(groups->memories);
	groups->memories = NULL;
}

void groups_done(struct groups *groups)
{
	free_memories(groups);
	forget_opened(groups);
	free(groups->opened);
	free(groups->all);
	free(groups->keys);
	hash_index_done(&groups->index);
	free(groups->members);
	order_done(&groups->order);
	buffer_done(&groups->scratch);
	*groups = (struct groups){0};
}

void groups_set_kind(struct groups *groups, const struct group_kind *kind)
{
	struct order order = groups->order;
	struct group_memory *memories = groups->memories;

	if (!memories)
		memories = alloc_zero(group_kind_count, sizeof(*memories));
	remember_opened(groups, &memories[groups->kind - group_kinds]);
	groups->memories = NULL;
	groups_done(groups);
	groups_init(groups);
	groups->memories = memories;
	groups->kind = kind;
	recall_opened(groups, &memories[kind - group_kinds]);
	order_then(&groups->order, order.then, order.then_descending);
	order_begin(&groups->order, order.column, order.descending);
}

void groups_open_like(struct groups *groups, const struct groups *from)
{
	forget_opened(groups);
	if (alloc_try_grow((void **)&groups->opened, &groups->opened_capacity, from->opened_count,
		    sizeof(*groups->opened)) < 0)
		return;
	for (size_t i = 0; i < from->opened_count; i++) {
		const struct buffer *key = &from->opened[i].key;
		struct group_open opened = {.group = GROUPS_NONE, .rank = SIZE_MAX};

		buffer_add(&opened.key, key->data, key->length);
		groups->opened[groups->opened_count++] = opened;
	}
}

void groups_replace(struct groups *groups, struct groups *next, bool keep)
{
	struct groups old = *groups, made = *next;

	*groups = made;
	groups->memories = NULL;
	groups->order.changes = old.order.changes + 1;
	forget_opened(&old);
	if (!keep || old.kind != made.kind) {
		groups_done(&old);
		groups_init(&old);
	}
	*next = old;
	next->memories = made.memories;
	next->kind = made.kind;
	order_begin(&next->order, made.order.column, made.order.descending);
	order_then(&next->order, made.order.then, made.order.then_descending);
}

/* -------- groups by their keys -------- */

static uint32_t hash_of_group(const void *owner, uint32_t group)
{
	const struct groups *groups = owner;

	return groups->all[group].hash;
}

/* The slot of the key, or the free slot where it would be. */
static uint32_t *slot_of(const struct groups *groups, uint32_t hash, const char *key, size_t length)
{
	uint32_t *slot = hash_index_first(&groups->index, hash);

	for (; *slot != GROUPS_NONE; slot = hash_index_next(&groups->index, slot)) {
		const struct group *group = &groups->all[*slot];

		if (group->hash == hash && group->key_length == length &&
			memcmp(groups->keys + group->key, key, length) == 0)
			break;
	}
	return slot;
}

uint32_t groups_find(const struct groups *groups, const char *key, size_t length)
{
	return hash_index_is_empty(&groups->index)
		       ? GROUPS_NONE
		       : *slot_of(groups, hash_bytes(key, length), key, length);
}

/* Adds a group with the key that was just made. */
static int add_group(struct groups *groups, uint32_t hash, const struct buffer *key)
{
	int error = alloc_try_grow(
		(void **)&groups->all, &groups->capacity, groups->count + 1, sizeof(*groups->all));

	if (!error)
		error = alloc_try_grow((void **)&groups->keys, &groups->keys_capacity,
			groups->keys_length + key->length, 1);
	if (error)
		return error;
	groups->all[groups->count] = (struct group){
		.key = groups->keys_length,
		.key_length = (uint32_t)key->length,
		.hash = hash,
		.opened = GROUPS_NONE,
		.first = TRACK_NONE,
	};
	memcpy(groups->keys + groups->keys_length, key->data, key->length);
	groups->keys_length += key->length;
	hash_index_put(&groups->index, slot_of(groups, hash, key->data, key->length),
		(uint32_t)groups->count++);
	groups_reopen(groups, (uint32_t)groups->count - 1);
	return 0;
}

/* Finds the group of a row, or adds it. */
static int find_group(struct groups *groups, const struct column_context *context, uint32_t row,
	uint32_t *ret_group)
{
	struct buffer *key = &groups->scratch;
	uint32_t hash;
	int error = hash_index_reserve(&groups->index, hash_of_group, groups);

	if (error)
		return error;
	group_make_key(groups->kind, context, row, key);
	hash = hash_bytes(key->data, key->length);
	*ret_group = *slot_of(groups, hash, key->data, key->length);
	if (*ret_group != GROUPS_NONE)
		return 0;
	error = add_group(groups, hash, key);
	*ret_group = (uint32_t)groups->count - 1;
	return error;
}

/* -------- sums -------- */

static void add_value(struct group_sum *sum, struct column_value value)
{
	if (value.blank == COLUMN_REAL) {
		sum->total += value.number;
		sum->known++;
	} else if (value.blank != COLUMN_NONE) {
		sum->unknown++;
	}
}

static enum group_state state_of(const struct conn *conn)
{
	switch (conn->state) {
	case CONN_ESTABLISHED:
		return GROUP_ESTABLISHED;
	case CONN_CLOSE_WAIT:
		return GROUP_CLOSE_WAIT;
	case CONN_TIME_WAIT:
		return GROUP_TIME_WAIT;
	default:
		return GROUP_OTHER;
	}
}

/* Where all have gone, the moment is that of the birth before the death. */
static void add_age(
	struct group_sums *sums, const struct column_context *context, const struct row *row)
{
	int64_t born_us = row->first_seen_us - (context->past ? row->gone_us : 0);
	bool at_least = row->flags & (ROW_AGE_AT_LEAST | ROW_UNSEEN);

	/*
	 * A socket that was there before the program may be older than the oldest known one: then
	 * the age is a lower bound.
	 */
	if (sums->sockets == 1 || born_us < sums->oldest_us)
		sums->oldest_us = born_us;
	sums->oldest_at_least |= at_least;
}

static void add_tone(struct group_sums *sums, enum group_tone which, enum column_tone tone)
{
	if ((tone == COLUMN_WARNING || tone == COLUMN_WRONG) && tone > sums->tones[which])
		sums->tones[which] = (uint8_t)tone;
}

/* Most rows are not asked about: nothing waits in them. */
static void add_tones(struct group_sums *sums, const struct column_context *context, uint32_t index)
{
	const struct conn *conn = column_conn(context, index);
	bool accepts = conn_accepts(conn);

	if (conn->state != CONN_ESTABLISHED && conn->state != CONN_TIME_WAIT)
		add_tone(sums,
			conn->state == CONN_CLOSE_WAIT ? GROUP_TONE_CLOSE_WAIT : GROUP_TONE_OTHER,
			column_tone_state(context, index));
	if (conn->recv_q)
		add_tone(sums, accepts ? GROUP_TONE_OTHER : GROUP_TONE_RECV_Q,
			column_tone_recv_q(context, index));
	if (conn->send_q && !accepts)
		add_tone(sums, GROUP_TONE_SEND_Q, column_tone_send_q(context, index));
}

static void add_row(struct group_sums *sums, const struct column_context *context, uint32_t index)
{
	const struct row *row = column_row(context, index);
	const struct conn *conn = &row->conn;

	sums->rows++;
	sums->tagged += !!(row->flags & ROW_TAGGED);
	if (row->life == ROW_GONE && !context->past)
		return;
	sums->sockets++;
	sums->fresh += row->life == ROW_NEW;
	sums->moved += !!(row->flags & ROW_MOVED);
	sums->states[state_of(conn)]++;
	if (!conn_accepts(conn)) {
		add_value(&sums->recv_q, column_number(conn->recv_q));
		add_value(&sums->send_q, column_number(conn->send_q));
	}
	add_value(&sums->tx_rate, column_read_tx_rate(context, index, NULL));
	add_value(&sums->rx_rate, column_read_rx_rate(context, index, NULL));
	add_value(&sums->sent, column_read_bytes_sent(context, index, NULL));
	add_value(&sums->received, column_read_bytes_received(context, index, NULL));
	add_age(sums, context, row);
	if (!context->past)
		add_tones(sums, context, index);
}

/* -------- making the groups again -------- */

void groups_begin(struct groups *groups, const struct order *rows)
{
	groups->count = 0;
	groups->keys_length = 0;
	groups->row_count = 0;
	hash_index_clear(&groups->index);
	for (size_t i = 0; i < groups->opened_count; i++) {
		groups->opened[i].group = GROUPS_NONE;
		order_begin(&groups->opened[i].order, rows->column, rows->descending);
		order_then(&groups->opened[i].order, rows->then, rows->then_descending);
	}
	order_begin(&groups->order, groups->order.column, groups->order.descending);
}

/* There may be as many groups as rows. */
void groups_reserve(struct groups *groups, size_t count)
{
	(void)alloc_try_grow(
		(void **)&groups->members, &groups->row_capacity, count, sizeof(*groups->members));
	(void)alloc_try_grow((void **)&groups->all, &groups->capacity, count, sizeof(*groups->all));
	order_reserve(&groups->order, count);
}

static int reserve_rows(struct groups *groups, size_t count)
{
	int error = alloc_try_grow(
		(void **)&groups->members, &groups->row_capacity, count, sizeof(*groups->members));

	if (error)
		return error;
	while (groups->row_count < count)
		groups->members[groups->row_count++].group = GROUPS_NONE;
	return 0;
}

int groups_take(struct groups *groups, const struct column_context *context, uint32_t row)
{
	uint32_t group;
	int error = reserve_rows(groups, (size_t)row + 1);

	if (!error)
		error = find_group(groups, context, row, &group);
	if (error)
		return error;
	groups->members[row] = (struct group_member){group, groups->all[group].first};
	groups->all[group].first = row;
	add_row(&groups->all[group].sums, context, row);
	if (!group_is_open(groups, group))
		return 0;
	return order_add(&groups->opened[groups->all[group].opened].order, context, row);
}

bool groups_end_step(
	struct groups *groups, const struct column_context *context, size_t *budget, int *ret_error)
{
	struct column_context of_groups = *context;

	*ret_error = 0;
	of_groups.groups = groups;
	for (; !*ret_error && groups->order.count < groups->count; --*budget) {
		if (!*budget)
			return true;
		*ret_error = order_add(&groups->order, &of_groups, (uint32_t)groups->order.count);
	}
	return groups_rank_opened(groups, context, budget);
}

int groups_end(struct groups *groups, const struct column_context *context)
{
	size_t budget = SIZE_MAX;
	int error;

	while (groups_end_step(groups, context, &budget, &error))
		budget = SIZE_MAX;
	return error;
}

void groups_keep(
	struct groups *groups, bool (*stays)(const void *data, uint32_t row), const void *data)
{
	for (size_t i = 0; i < groups->opened_count; i++)
		order_keep(&groups->opened[i].order, stays, data);
	groups_lay_out(groups);
}

void groups_take_sums(struct groups *groups, const struct groups *next)
{
	for (uint32_t i = 0; i < groups->count; i++) {
		struct group *group = &groups->all[i];
		uint32_t same = hash_index_is_empty(&next->index)
					? GROUPS_NONE
					: *slot_of(next, group->hash, group_key(groups, i),
						  group->key_length);

		group->sums = (struct group_sums){0};
		if (same != GROUPS_NONE)
			group->sums = next->all[same].sums;
	}
}

size_t groups_sockets(const struct groups *groups)
{
	size_t count = 0;

	for (size_t i = 0; i < groups->count; i++)
		count += groups->all[i].sums.sockets;
	return count;
}

uint32_t groups_find_row(
	const struct groups *groups, const struct column_context *context, uint32_t group)
{
	struct buffer key = {0};
	uint32_t row = TRACK_NONE;

	while ((row = groups_next_row(groups, group, row)) != TRACK_NONE) {
		if (column_row(context, row)->life == ROW_FREE)
			continue;
		group_make_key(groups->kind, context, row, &key);
		if (key.length == groups->all[group].key_length &&
			memcmp(key.data, group_key(groups, group), key.length) == 0)
			break;
	}
	buffer_done(&key);
	return row;
}

void groups_add_name(const struct groups *groups, const struct column_context *context,
	uint32_t group, struct buffer *out)
{
	group_add_name(groups->kind, context, group_key(groups, group),
		groups->all[group].key_length, out);
}
