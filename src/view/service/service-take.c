/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What one row adds to the services. */
#include "view/service/service-internal.h"

#include "base/alloc.h"
#include "view/column/column-socket.h"

static const struct row *row_of(const struct service_list *list, uint32_t row)
{
	return &list->context->track->rows[row];
}

/* Adds a listener to those of its service; the first that was found stays the first. */
static void link_listener(struct service_list *list, struct service *service, uint32_t listener)
{
	uint32_t *link = &service->first_taken;

	while (*link != SERVICE_NONE)
		link = &list->taking.all[*link].next;
	*link = listener;
}

static void read_drops(
	const struct service_list *list, uint32_t row, struct service_listener *listener)
{
	struct column_value drops = column_read_drops(list->context, row, NULL);

	listener->drops_known = drops.blank == COLUMN_REAL;
	listener->drops = listener->drops_known ? drops.number : 0;
}

void service_take_listener(struct service_list *list, uint32_t row)
{
	const struct conn *conn = &row_of(list, row)->conn;
	struct service_listener listener = {.next = SERVICE_NONE};
	struct service *service;

	if (!conn_is_listener(conn))
		return;
	listener.service = service_index_add(list, conn);
	if (listener.service == SERVICE_NONE ||
		alloc_try_grow((void **)&list->taking.all, &list->taking.capacity,
			list->taking.count + 1, sizeof(*list->taking.all)) < 0) {
		list->starved = true;
		return;
	}
	service = &list->all[listener.service];
	listener.ref = row_ref_to(list->context->track, row);
	listener.queue = conn->recv_q;
	listener.queue_limit = conn_accepts(conn) ? conn->send_q : 0;
	read_drops(list, row, &listener);
	list->taking.all[list->taking.count] = listener;
	link_listener(list, service, (uint32_t)list->taking.count++);
	service->taking.drops_known =
		listener.drops_known && (!service->taking.listeners || service->taking.drops_known);
	service->taking.listeners++;
	service->taking.queue += listener.queue;
	service->taking.queue_limit += listener.queue_limit;
	service->taking.drops += listener.drops;
}

/* -------- connections -------- */

static void take_rtt(struct service_list *list, struct service *service, uint32_t row)
{
	const struct track_tcp *tcp = track_tcp(list->context->track, row);

	if (!tcp || !tcp->rtt_us)
		return;
	if (!service->rtt)
		service->rtt = alloc_zero(1, sizeof(*service->rtt));
	histogram_add(service->rtt, tcp->rtt_us);
	service->taking.timed = true;
}

/*
 * A connection that waits to be accepted has no inode, and nobody can have sent on it: then the
 * kernel counts the time since it last sent from the moment that the connection was there.
 */
static void take_wait(struct service_list *list, struct service *service, uint32_t row)
{
	const struct track_tcp *tcp = track_tcp(list->context->track, row);

	if (!tcp || row_of(list, row)->conn.has & CONN_HAS_INODE)
		return;
	if (!service->wait)
		service->wait = alloc_zero(1, sizeof(*service->wait));
	histogram_add(service->wait, tcp->last_sent_ms);
	service->taking.waiting = true;
}

/* True where the handshake was over: something was accepted. */
static bool is_accepted(enum conn_state state)
{
	return state != CONN_SYN_RECV && state != CONN_SYN_SENT && state != CONN_BOUND;
}

/*
 * A connection has ended when its socket dies, also where TIME_WAIT stays behind. Its life is known
 * if it began while it was watched.
 */
static void count_end(struct service *service, const struct row *row, int64_t end_us)
{
	int64_t life_us = end_us - row->first_seen_us;

	service->taking.ended++;
	if (row->flags & ROW_AGE_AT_LEAST || life_us < 0)
		return;
	service->lives++;
	service->life_ms += (uint64_t)life_us / 1000;
}

static void count_changes(struct service_list *list, struct service *service, const struct row *row)
{
	enum conn_state state = (enum conn_state)row->conn.state;
	enum conn_state before = (enum conn_state)row->state_before;
	bool came = row->life == ROW_NEW, changed = row->life == ROW_CHANGED;

	if (is_accepted(state) && (came || (changed && !is_accepted(before))))
		service->taking.accepted++;
	if (state != CONN_TIME_WAIT)
		return;
	if (came) /* all of its life was between two refreshes: it is not known how long */
		service->taking.ended++;
	else if (changed)
		count_end(service, row, list->context->track->now.boot_us);
}

void service_take_connection(struct service_list *list, uint32_t row)
{
	const struct row *r = row_of(list, row);
	struct service *service;
	uint32_t at;

	if (conn_is_listener(&r->conn))
		return;
	at = service_of_conn(list, &r->conn);
	if (at == SERVICE_NONE)
		return;
	service = &list->all[at];
	service->taking.half_open += r->conn.state == CONN_SYN_RECV;
	service->taking.close_wait += r->conn.state == CONN_CLOSE_WAIT;
	if (r->conn.state == CONN_ESTABLISHED) {
		service->taking.clients++;
		take_rtt(list, service, row);
		take_wait(list, service, row);
	}
	count_changes(list, service, r);
}

void service_take_ended(struct service_list *list, uint32_t row)
{
	const struct row *r = row_of(list, row);
	uint32_t at;

	/* In the list are also rows that went in refreshes before, or that have come back. */
	if (r->life != ROW_GONE || r->gone_us != list->context->track->now.boot_us ||
		conn_is_listener(&r->conn) || r->conn.state == CONN_TIME_WAIT)
		return;
	at = service_of_conn(list, &r->conn);
	if (at == SERVICE_NONE)
		return;
	if (is_accepted((enum conn_state)r->conn.state))
		count_end(&list->all[at], r, r->gone_us);
	else
		list->all[at].taking.failed++;
}
