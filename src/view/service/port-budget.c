/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/service/port-budget.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

#define NONE UINT32_MAX
#define SLOTS 16384

/* How much of the growth is that of the last look. */
#define GROWTH_WEIGHT 0.3

void port_budget_init(struct port_budget *budget)
{
	*budget = (struct port_budget){.first_free = NONE};
	order_begin(&budget->order, port_column_find("free"), false);
	budget->order.last = port_column_find("remote");
}

void port_budget_done(struct port_budget *budget)
{
	free(budget->all);
	free(budget->slots);
	order_done(&budget->order);
	*budget = (struct port_budget){.first_free = NONE};
}

/* -------- the destinations -------- */

static bool is_same(const struct conn *left, const struct conn *right)
{
	return left->place == right->place && left->proto == right->proto &&
	       left->family == right->family && left->remote.port == right->remote.port &&
	       memcmp(left->remote.addr, right->remote.addr, sizeof(left->remote.addr)) == 0 &&
	       memcmp(left->local.addr, right->local.addr, sizeof(left->local.addr)) == 0;
}

static size_t slot_of(const struct conn *conn)
{
	uint32_t hash = hash_bytes(conn->remote.addr, sizeof(conn->remote.addr));

	hash ^= hash_bytes(conn->local.addr, sizeof(conn->local.addr)) * 31;
	return hash_u64((uint64_t)hash << 32 | (uint64_t)conn->place << 16 | conn->remote.port) %
	       SLOTS;
}

static uint32_t look_up(const struct port_budget *budget, const struct conn *conn)
{
	uint32_t at = budget->slots ? budget->slots[slot_of(conn)] : NONE;

	while (at != NONE && !is_same(&budget->all[at].conn, conn))
		at = budget->all[at].next;
	return at;
}

static struct port_use *find(struct port_budget *budget, const struct conn *conn)
{
	uint32_t *slot = &budget->slots[slot_of(conn)], at = look_up(budget, conn);

	if (at != NONE)
		return &budget->all[at];
	if (budget->first_free != NONE) {
		at = budget->first_free;
		budget->first_free = budget->all[at].next;
	} else if (budget->count < PORT_BUDGET_LINES_MAX &&
		   alloc_try_grow((void **)&budget->all, &budget->capacity, budget->count + 1,
			   sizeof(*budget->all)) == 0) {
		at = (uint32_t)budget->count++;
	} else {
		budget->more++;
		return NULL;
	}
	budget->all[at] = (struct port_use){.conn = *conn, .next = *slot};
	*slot = at;
	return &budget->all[at];
}

/* Removes what this look has not met. */
static void sweep(struct port_budget *budget)
{
	for (size_t slot = 0; slot < SLOTS; slot++) {
		uint32_t *link = &budget->slots[slot];

		while (*link != NONE) {
			uint32_t at = *link;

			if (budget->all[at].taking) {
				link = &budget->all[at].next;
				continue;
			}
			*link = budget->all[at].next;
			budget->all[at] = (struct port_use){.next = budget->first_free};
			budget->first_free = at;
		}
	}
}

/* -------- a look -------- */

void port_budget_begin(struct port_budget *budget, const struct column_context *context,
	const struct sysctls *sysctls)
{
	if (!budget->slots) {
		budget->slots = alloc_zero(SLOTS, sizeof(*budget->slots));
		memset(budget->slots, 0xff, SLOTS * sizeof(*budget->slots));
	}
	budget->context = context;
	budget->sysctls = sysctls;
	budget->ports = sysctls_ephemeral_ports(sysctls, &budget->first, &budget->last);
	budget->before_us = budget->now_us;
	budget->now_us = context->now.mono_us;
	memset(budget->passed_by, 0, sizeof(budget->passed_by));
	budget->passed_count = 0;
	budget->more = 0;
	for (size_t i = 0; i < budget->count; i++)
		budget->all[i].taking = budget->all[i].taking_time_wait = 0;
	budget->walk = (struct row_walk){0};
	budget->phase = PORT_BUDGET_PASSED_BY;
}

static bool is_chosen_from(const struct port_budget *budget, const struct conn *conn)
{
	return conn_kind_has(conn, KIND_HAS_CONNECTIONS) &&
	       sysctls_may_choose(budget->sysctls, budget->first, budget->last, conn->local.port);
}

static bool is_passed_by(const struct port_budget *budget, uint16_t port)
{
	return budget->passed_by[port / 8] >> (port % 8) & 1;
}

/* A port is one for both families and all addresses, but each namespace has its own. */
static void pass_by(struct port_budget *budget, const struct conn *conn)
{
	uint16_t port = conn->local.port;

	if (!is_chosen_from(budget, conn) || is_passed_by(budget, port) ||
		conn->place != CONN_HERE || !(conn_is_listener(conn) || conn->state == CONN_BOUND))
		return;
	budget->passed_by[port / 8] |= (uint8_t)(1U << (port % 8));
	budget->passed_count++;
}

/* True where the socket takes a port for one destination. */
static bool is_used(const struct port_budget *budget, const struct conn *conn)
{
	return is_chosen_from(budget, conn) && conn->remote.port &&
	       (conn->place != CONN_HERE || !is_passed_by(budget, conn->local.port));
}

static void use(struct port_budget *budget, const struct conn *conn)
{
	struct port_use *to;

	if (!is_used(budget, conn))
		return;
	to = find(budget, conn);
	if (!to)
		return;
	to->taking++;
	to->taking_time_wait += conn->state == CONN_TIME_WAIT;
}

static void rate(const struct port_budget *budget, struct port_use *to)
{
	double seconds = (double)(budget->now_us - budget->before_us) / 1e6;
	double growth;

	if (!to->listed || seconds <= 0)
		return;
	growth = ((double)to->taking - (double)to->used) / seconds;
	to->growth = to->rated ? to->growth + (growth - to->growth) * GROWTH_WEIGHT : growth;
	to->rated = true;
}

static void order_lines(struct port_budget *budget)
{
	order_begin(&budget->order, budget->order.column, budget->order.descending);
	for (size_t i = 0; i < budget->count; i++)
		if (budget->all[i].listed)
			order_add(&budget->order, budget->context, (uint32_t)i);
	order_settle(&budget->order, budget->context, 0, budget->order.count);
}

static void end_look(struct port_budget *budget)
{
	sweep(budget);
	for (size_t i = 0; i < budget->count; i++) {
		struct port_use *to = &budget->all[i];

		if (!to->taking)
			continue;
		rate(budget, to);
		to->used = to->taking;
		to->time_wait = to->taking_time_wait;
		to->listed = true;
	}
	budget->looks++;
	budget->phase = PORT_BUDGET_IDLE;
	order_lines(budget);
}

bool port_budget_step(struct port_budget *budget, size_t rows)
{
	const struct track *track = budget->context ? budget->context->track : NULL;
	uint32_t row;

	if (budget->phase == PORT_BUDGET_IDLE)
		return false;
	while (row_walk_next(&budget->walk, track, &rows, &row)) {
		if (budget->phase == PORT_BUDGET_PASSED_BY)
			pass_by(budget, &track->rows[row].conn);
		else
			use(budget, &track->rows[row].conn);
	}
	if (!row_walk_is_over(&budget->walk, track))
		return true;
	budget->walk = (struct row_walk){0};
	if (budget->phase == PORT_BUDGET_PASSED_BY)
		budget->phase = PORT_BUDGET_USES;
	else
		end_look(budget);
	return budget->phase != PORT_BUDGET_IDLE;
}

uint32_t port_budget_line_of(const struct port_budget *budget, const struct conn *conn)
{
	uint32_t at = look_up(budget, conn);

	return at != NONE && budget->all[at].listed && is_used(budget, conn) ? at : UINT32_MAX;
}

void port_budget_sort(struct port_budget *budget, const struct column *column, bool descending)
{
	budget->order.column = column;
	budget->order.descending = descending;
	if (budget->context)
		order_lines(budget);
}

unsigned port_budget_free(const struct port_budget *budget, const struct port_use *to)
{
	unsigned taken = to->used + (to->conn.place == CONN_HERE ? budget->passed_count : 0);

	return taken < budget->ports ? budget->ports - taken : 0;
}

void port_budget_add_filter(const struct port_budget *budget, uint32_t line, struct buffer *out)
{
	const struct conn *conn = &budget->all[line].conn;

	buffer_text(out, "src ");
	conn_add_addr(out, conn, &conn->local);
	buffer_text(out, " and dst ");
	conn_add_endpoint(out, conn, &conn->remote);
	buffer_printf(out, " and sport >= %u and sport <= %u", budget->first, budget->last);
}
