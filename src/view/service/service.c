/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/service/service.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "view/service/service-column.h"
#include "view/service/service-internal.h"
#include "view/table/cell-condition.h"

/* Services that are ordered in one step. */
#define ORDERED_AT_ONCE 512

void service_list_init(struct service_list *list)
{
	*list = (struct service_list){.first_free = SERVICE_NONE};
	order_begin(&list->order, service_column_find("local"), false);
	list->order.last = service_column_find("local");
}

void service_list_done(struct service_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->all[i].rtt);
		free(list->all[i].wait);
	}
	free(list->all);
	hash_index_done(&list->index);
	free(list->listeners.all);
	free(list->taking.all);
	free(list->lines.all);
	free(list->ordered.all);
	order_done(&list->order);
	*list = (struct service_list){.first_free = SERVICE_NONE};
}

/* -------- a look -------- */

void service_list_begin(struct service_list *list, const struct column_context *context)
{
	list->context = context;
	list->before_us = list->now_us;
	list->now_us = context->now.mono_us;
	list->phase = SERVICE_LISTENERS;
	list->walk = (struct row_walk){0};
	list->gone_cursor = 0;
	list->starved = false;
	list->taking.count = 0;
	for (size_t i = 0; i < list->count; i++) {
		list->all[i].taking = (struct service_figures){0};
		list->all[i].first_taken = SERVICE_NONE;
		if (list->all[i].rtt)
			*list->all[i].rtt = (struct histogram){0};
		if (list->all[i].wait)
			*list->all[i].wait = (struct histogram){0};
	}
}

static void walk(struct service_list *list, size_t *budget,
	void (*take)(struct service_list *list, uint32_t row), enum service_phase then)
{
	uint32_t row;

	while (row_walk_next(&list->walk, list->context->track, budget, &row))
		take(list, row);
	if (!row_walk_is_over(&list->walk, list->context->track))
		return;
	list->walk = (struct row_walk){0};
	list->phase = then;
}

static uint32_t a_second(uint64_t events, int64_t us)
{
	return (uint32_t)(((double)events * 1e7 / (double)us) + 0.5);
}

static void keep_greater(uint32_t *greatest, uint32_t number)
{
	if (number > *greatest)
		*greatest = number;
}

/* Drops are connections that have failed; a counter that has shrunk is another listener's. */
static uint64_t new_drops(const struct service *service)
{
	const struct service_figures *now = &service->taking, *before = &service->now;

	if (!now->drops_known || !before->drops_known || now->drops < before->drops ||
		!conn_accepts(&service->conn))
		return 0;
	return now->drops - before->drops;
}

static void rate(const struct service_list *list, struct service *service)
{
	int64_t us = list->now_us - list->before_us;

	/* What came before the list was looked at for the first time is not known. */
	service->rates = (struct service_rates){.known = false};
	if (!list->looks || us <= 0)
		return;
	service->rates = (struct service_rates){
		.known = true,
		.accepts = a_second(service->taking.accepted, us),
		.ends = a_second(service->taking.ended, us),
		.failures = a_second(service->taking.failed + new_drops(service), us),
	};
	keep_greater(&service->peak_rates.accepts, service->rates.accepts);
	keep_greater(&service->peak_rates.ends, service->rates.ends);
	keep_greater(&service->peak_rates.failures, service->rates.failures);
	service->peak_rates.known = true;
}

static void complete(const struct service_list *list, struct service *service)
{
	if (service->taking.timed) {
		service->taking.rtt_us_p50 = histogram_quantile(service->rtt, 50);
		service->taking.rtt_us_p95 = histogram_quantile(service->rtt, 95);
		service->taking.rtt_us_p99 = histogram_quantile(service->rtt, 99);
	}
	if (service->taking.waiting) {
		service->taking.wait_ms_p50 = histogram_quantile(service->wait, 50);
		service->taking.wait_ms_p95 = histogram_quantile(service->wait, 95);
		service->taking.wait_ms_p99 = histogram_quantile(service->wait, 99);
	}
	rate(list, service);
	keep_greater(&service->peak_clients, service->taking.clients);
	if (service->taking.queue > service->peak_queue)
		service->peak_queue = service->taking.queue;
	service->first = service->first_taken;
	service->now = service->taking;
	service->fresh = false;
}

/* All sockets were examined: the figures of this look take the place of those before. */
static void end_look(struct service_list *list)
{
	struct service_listeners before = list->listeners;

	service_index_sweep(list);
	list->living = 0;
	for (size_t i = 0; i < list->count; i++) {
		if (!list->all[i].used)
			continue;
		complete(list, &list->all[i]);
		list->living++;
	}
	list->listeners = list->taking;
	list->taking = before;
	list->looks++;
}

/* -------- the lines -------- */

static void begin_order(struct service_list *list)
{
	order_begin(&list->order, list->order.column, list->order.descending);
	for (size_t i = 0; i < list->count; i++)
		if (list->all[i].used && !list->all[i].fresh &&
			order_add(&list->order, list->context, (uint32_t)i) < 0)
			list->starved = true;
	if (alloc_try_grow((void **)&list->ordered.all, &list->ordered.capacity,
		    list->living + list->listeners.count, sizeof(*list->ordered.all)) < 0) {
		list->starved = true;
		list->order.count = 0;
	}
	list->order_cursor = 0;
	list->ordered.count = 0;
	list->phase = SERVICE_ORDER;
}

static void add_lines(struct service_list *list, uint32_t service)
{
	const struct service *at = &list->all[service];
	uint32_t listener = at->first;

	list->ordered.all[list->ordered.count++] = service;
	while (at->open && at->now.listeners > 1 && listener != SERVICE_NONE) {
		list->ordered.all[list->ordered.count++] = listener | SERVICE_LISTENER_BIT;
		listener = list->listeners.all[listener].next;
	}
}

static void step_order(struct service_list *list)
{
	size_t end = list->order_cursor + ORDERED_AT_ONCE;
	struct service_lines before = list->lines;

	if (end > list->order.count)
		end = list->order.count;
	order_settle(&list->order, list->context, list->order_cursor, end);
	while (list->order_cursor < end)
		add_lines(list, order_row(&list->order, list->order_cursor++));
	if (end < list->order.count)
		return;
	list->lines = list->ordered;
	list->ordered = before;
	list->phase = SERVICE_IDLE;
}

bool service_list_step(struct service_list *list, size_t budget)
{
	const struct track *track = list->context ? list->context->track : NULL;

	switch (list->phase) {
	case SERVICE_IDLE:
		return false;
	case SERVICE_LISTENERS:
		walk(list, &budget, service_take_listener, SERVICE_CONNECTIONS);
		break;
	case SERVICE_CONNECTIONS:
		walk(list, &budget, service_take_connection, SERVICE_ENDED);
		break;
	case SERVICE_ENDED:
		for (; budget && list->gone_cursor < track->gone.count; budget--)
			service_take_ended(list, track->gone.rows[list->gone_cursor++]);
		if (list->gone_cursor < track->gone.count)
			break;
		end_look(list);
		begin_order(list);
		break;
	case SERVICE_ORDER:
		step_order(list);
		break;
	}
	return list->phase != SERVICE_IDLE;
}

/* Nothing of a look in progress is told yet: its own end will order the lines. */
static void order_again(struct service_list *list)
{
	if (!list->context || (list->phase != SERVICE_IDLE && list->phase != SERVICE_ORDER))
		return;
	begin_order(list);
	step_order(list);
}

void service_list_sort(struct service_list *list, const struct column *column, bool descending)
{
	list->order.column = column;
	list->order.descending = descending;
	order_again(list);
}

void service_list_toggle(struct service_list *list, uint32_t service)
{
	list->all[service].open = !list->all[service].open;
	order_again(list);
}

void service_list_mark(struct service_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct service *service = &list->all[i];

		service->peak_rates = service->rates;
		service->peak_queue = service->now.queue;
		service->peak_clients = service->now.clients;
		service->lives = service->life_ms = 0;
	}
}

/* -------- lines and their sockets -------- */

const struct service_listener *service_listener_of_line(
	const struct service_list *list, uint32_t line)
{
	uint32_t index = line & ~SERVICE_LISTENER_BIT;

	/* The lines are those of the look before until the order is complete. */
	return line & SERVICE_LISTENER_BIT && index < list->listeners.count
		       ? &list->listeners.all[index]
		       : NULL;
}

uint32_t service_of_line(const struct service_list *list, uint32_t line)
{
	const struct service_listener *listener = service_listener_of_line(list, line);

	return listener ? listener->service : line & ~SERVICE_LISTENER_BIT;
}

uint32_t service_row_of_line(const struct service_list *list, uint32_t line)
{
	const struct service_listener *listener = service_listener_of_line(list, line);
	uint32_t service = service_of_line(list, line);

	if (!listener && list->all[service].first < list->listeners.count)
		listener = &list->listeners.all[list->all[service].first];
	return listener && row_ref_holds(&listener->ref, list->context->track) ? listener->ref.row
									       : TRACK_NONE;
}

/* Another listener of this port gets the connections of its own address or family. */
static bool takes_from(const struct service *service, const struct service *other)
{
	return other != service && other->used && other->conn.proto == service->conn.proto &&
	       other->conn.place == service->conn.place &&
	       other->conn.local.port == service->conn.local.port &&
	       !conn_addr_is_any(&other->conn, &other->conn.local);
}

static bool has_other_family(const struct service_list *list, const struct service *service)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct service *other = &list->all[i];

		if (other->used && other->conn.proto == service->conn.proto &&
			other->conn.place == service->conn.place &&
			other->conn.local.port == service->conn.local.port &&
			other->conn.family != service->conn.family)
			return true;
	}
	return false;
}

/* The same port in another namespace is another service. */
static void add_place(const struct service_list *list, uint32_t service, struct buffer *out)
{
	const struct service *at = &list->all[service];
	uint32_t row = service_row_of_line(list, service);
	bool others = at->conn.place != CONN_HERE;

	for (size_t i = 0; !others && i < list->count; i++)
		others = list->all[i].used && list->all[i].conn.place != at->conn.place;
	if (others && row != TRACK_NONE &&
		cell_condition_add_cell(column_find("netns"), list->context, row, false, out))
		buffer_text(out, " and ");
}

/* True where another service has the same port, and is bound to an interface. */
static bool has_device(const struct service *service, const struct service *other)
{
	return other->used && other->conn.interface && other->conn.proto == service->conn.proto &&
	       other->conn.place == service->conn.place &&
	       other->conn.local.port == service->conn.local.port;
}

/* Connections that were accepted through an interface belong to the listener that is bound to it.
 */
static void add_device(
	const struct service_list *list, const struct service *service, struct buffer *out)
{
	if (service->conn.interface) {
		buffer_printf(out, " and dev = %u", service->conn.interface);
		return;
	}
	for (size_t i = 0; i < list->count; i++)
		if (has_device(service, &list->all[i]))
			buffer_printf(out, " and not dev = %u", list->all[i].conn.interface);
}

void service_add_filter(const struct service_list *list, uint32_t service, struct buffer *out)
{
	const struct service *at = &list->all[service];
	const struct conn *conn = &at->conn;

	buffer_printf(out, "proto = %s and ", conn_proto_name((enum conn_proto)conn->proto));
	add_place(list, service, out);
	if (!conn_addr_is_any(conn, &conn->local)) {
		buffer_text(out, "src ");
		conn_add_endpoint(out, conn, &conn->local);
		add_device(list, at, out);
		return;
	}
	buffer_printf(out, "sport = %u", conn->local.port);
	if (has_other_family(list, at))
		buffer_printf(
			out, " and family = %s", conn_family_name((enum conn_family)conn->family));
	for (size_t i = 0; i < list->count; i++) {
		if (!takes_from(at, &list->all[i]))
			continue;
		buffer_text(out, " and not src ");
		conn_add_endpoint(out, &list->all[i].conn, &list->all[i].conn.local);
	}
	add_device(list, at, out);
}
