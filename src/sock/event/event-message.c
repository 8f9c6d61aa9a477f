/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/event/event-message.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <string.h>

#include "sock/diag/diagmsg.h"

/* Finds the kind of the socket, which only an attribute tells. Returns 0, -ENOENT or -EBADMSG. */
static int find_kind(const struct diagmsg *message, enum conn_proto *ret_proto)
{
	struct diagmsg_attribute attribute;
	struct diagmsg_reader reader;
	int more;

	diagmsg_attributes_init(&reader, message);
	while ((more = diagmsg_next_attribute(&reader, &attribute)) > 0) {
		if (attribute.type != INET_DIAG_PROTOCOL || attribute.length < 1)
			continue;
		for (size_t kind = 0; kind < kind_count; kind++)
			if (kind_table[kind]->number == attribute.value[0]) {
				*ret_proto = (enum conn_proto)kind;
				return 0;
			}
	}
	return more < 0 ? more : -ENOENT;
}

/* A dead socket has no owner, no timer and no state but the last one of all. */
static void strip(struct conn *conn)
{
	conn->has &= CONN_HAS_COOKIE | CONN_HAS_MARK | CONN_HAS_V6ONLY | CONN_HAS_MPTCP;
	conn->uid = conn->inode = conn->send_q = conn->timer_ms = 0;
	conn->cgroup = 0;
	conn->timer = CONN_TIMER_NONE;
	conn->retransmits = 0;
	if (conn->state == CONN_BOUND)
		conn->state = CONN_CLOSED;
}

static int read_message(const struct diagmsg *message, struct event *event)
{
	enum conn_proto proto;
	int error = find_kind(message, &proto);

	if (!error)
		error = diagmsg_decode(message, proto, &event->conn, &event->tcp, &event->has_tcp);
	if (!error)
		strip(&event->conn);
	return error;
}

int event_message_read(const void *datagram, size_t length, uint16_t place, int64_t at_us,
	event_take_fn *take, void *context)
{
	struct diagmsg_reader reader;
	struct diagmsg message;
	int count = 0, more, error;

	diagmsg_reader_init(&reader, datagram, length);
	while ((more = diagmsg_next(&reader, &message)) > 0) {
		struct event event = {.at_us = at_us};

		if (message.kind != DIAGMSG_SOCKET)
			continue;
		error = read_message(&message, &event);
		if (error == -EBADMSG)
			return error;
		if (error)
			continue;
		event.conn.place = place;
		take(context, &event);
		count++;
	}
	return more < 0 ? more : count;
}
