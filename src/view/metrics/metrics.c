/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/metrics/metrics-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

#define SLOTS (METRICS_GROUPS_MAX * 2)

const uint32_t metrics_rtt_bounds_us[METRICS_RTT_BOUNDS] = {
	100, 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000};

/* -------- groups -------- */

static void clear_groups(struct metrics_groups *groups)
{
	for (size_t i = 0; i < groups->count; i++) {
		free(groups->all[i].unit);
		free(groups->all[i].container);
	}
	groups->count = 0;
	groups->other = (struct metrics_group){.unit = NULL};
	/* A new index has only the pages that are used; an old one would have to be cleared. */
	free(groups->slots);
	groups->slots = alloc_zero(SLOTS, sizeof(*groups->slots));
}

static void free_groups(struct metrics_groups *groups)
{
	if (!groups->slots)
		return;
	clear_groups(groups);
	free(groups->slots);
	free(groups->all);
}

static bool is_group(
	const struct metrics_group *group, const char *unit, const char *container, uint16_t port)
{
	return group->port == port && strcmp(group->unit, unit) == 0 &&
	       strcmp(group->container, container) == 0;
}

/* The group with these names, or a new one, or "other" where there are too many. */
static struct metrics_group *group_of(
	struct metrics_groups *groups, const char *unit, const char *container, uint16_t port)
{
	uint32_t at = hash_bytes(unit, strlen(unit)) ^ hash_bytes(container, strlen(container)) ^
		      hash_u64(port);
	struct metrics_group *group;

	for (; groups->slots[at % SLOTS]; at++) {
		group = &groups->all[groups->slots[at % SLOTS] - 1];
		if (is_group(group, unit, container, port))
			return group;
	}
	if (groups->count == METRICS_GROUPS_MAX ||
		alloc_try_grow((void **)&groups->all, &groups->capacity, groups->count + 1,
			sizeof(*groups->all)) < 0)
		return &groups->other;
	group = &groups->all[groups->count++];
	groups->slots[at % SLOTS] = (uint32_t)groups->count;
	*group = (struct metrics_group){
		.unit = alloc_copy(unit),
		.container = alloc_copy(container),
		.port = port,
	};
	return group;
}

static void add_group(struct metrics_group *sum, const struct metrics_group *group)
{
	sum->count += group->count;
	for (size_t proto = 0; proto < CONN_PROTOS; proto++)
		for (size_t state = 0; state < CONN_STATES; state++)
			sum->states[proto][state] += group->states[proto][state];
	sum->recv_q += group->recv_q;
	sum->send_q += group->send_q;
	sum->drops += group->drops;
	sum->has_drops |= group->has_drops;
}

/* The greatest number of sockets first; among listeners, the fullest queue. Then by name, so that
 * equal groups do not change places from one snapshot to the next. */
static int compare_groups(const void *left, const void *right)
{
	const struct metrics_group *one = left, *other = right;
	uint64_t one_size = one->port ? one->recv_q : one->count;
	uint64_t other_size = other->port ? other->recv_q : other->count;
	int order = 0;

	if (one_size != other_size)
		return one_size < other_size ? 1 : -1;
	if (one->port != other->port)
		return one->port < other->port ? -1 : 1;
	order = strcmp(one->unit, other->unit);
	return order ? order : strcmp(one->container, other->container);
}

/* Sums up what is not among the first `most`. */
static void settle_groups(struct metrics_groups *groups, size_t most)
{
	if (groups->count)
		qsort(groups->all, groups->count, sizeof(*groups->all), compare_groups);
	groups->shown = groups->count < most ? groups->count : most;
	for (size_t i = groups->shown; i < groups->count; i++)
		add_group(&groups->other, &groups->all[i]);
}

/* -------- rows -------- */

void metrics_begin(struct metrics *metrics, const struct column_context *context)
{
	metrics->context = context;
	metrics->unit = column_find("unit");
	metrics->container = column_find("container");
	metrics->drops = column_find("drops");
	metrics->rtt = column_find("rtt");
	memset(metrics->counts, 0, sizeof(metrics->counts));
	memset(metrics->rtt_counts, 0, sizeof(metrics->rtt_counts));
	metrics->rtt_sum_us = 0;
	clear_groups(&metrics->units);
	clear_groups(&metrics->listeners);
}

/* Reads a name into `text`; "" where there is none. */
static const char *read_name(const struct metrics *metrics, const struct column *column,
	uint32_t row, struct buffer *text)
{
	buffer_clear(text);
	if (column->read(metrics->context, row, text).blank != COLUMN_REAL)
		buffer_clear(text);
	return buffer_get(text);
}

static void take_listener(
	struct metrics *metrics, uint32_t row, const char *unit, const char *container)
{
	const struct conn *conn = &metrics->context->track->rows[row].conn;
	struct metrics_group *group =
		group_of(&metrics->listeners, unit, container, conn->local.port);
	struct column_value drops;
	struct buffer none = {0};

	group->count++;
	group->recv_q += conn->recv_q;
	group->send_q += conn_queue_room(conn);
	drops = metrics->drops->read(metrics->context, row, &none);
	if (drops.blank == COLUMN_REAL) {
		group->drops += drops.number;
		group->has_drops = true;
	}
}

static void take_rtt(struct metrics *metrics, uint32_t row)
{
	struct buffer none = {0};
	struct column_value rtt = metrics->rtt->read(metrics->context, row, &none);
	size_t bound = 0;

	if (rtt.blank != COLUMN_REAL)
		return;
	while (bound < METRICS_RTT_BOUNDS && rtt.number > metrics_rtt_bounds_us[bound])
		bound++;
	metrics->rtt_counts[bound]++;
	metrics->rtt_sum_us += rtt.number;
}

void metrics_take(struct metrics *metrics, uint32_t row)
{
	const struct conn *conn = &metrics->context->track->rows[row].conn;
	const char *container =
		read_name(metrics, metrics->container, row, &metrics->container_text);
	/* A container's unit is a long number that names it once more. */
	const char *unit =
		*container ? "" : read_name(metrics, metrics->unit, row, &metrics->unit_text);
	struct metrics_group *group = group_of(&metrics->units, unit, container, 0);

	metrics->counts[conn->proto][conn->family][conn->state]++;
	group->count++;
	group->states[conn->proto][conn->state]++;
	if (conn_accepts(conn)) {
		take_listener(metrics, row, unit, container);
		return;
	}
	group->recv_q += conn->recv_q;
	group->send_q += conn->send_q;
	if (conn->state == CONN_ESTABLISHED)
		take_rtt(metrics, row);
}

void metrics_settle(struct metrics *metrics)
{
	settle_groups(&metrics->units, METRICS_UNITS_SHOWN);
	settle_groups(&metrics->listeners, METRICS_LISTENERS_SHOWN);
}

void metrics_done(struct metrics *metrics)
{
	free_groups(&metrics->units);
	free_groups(&metrics->listeners);
	buffer_done(&metrics->unit_text);
	buffer_done(&metrics->container_text);
}
