/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/detail/capture-filter.h"

#include <string.h>

const char *capture_filter_tool_name(enum capture_filter_tool tool)
{
	static const char *const names[CAPTURE_FILTER_TOOLS] = {"ss", "tcpdump", "wireshark"};

	return names[tool];
}

/*
 * An address that is the same at both ends need not be named twice: packets have no other address.
 */
static bool is_named(const struct conn *conn, int end)
{
	const struct conn_endpoint *endpoint = end ? &conn->remote : &conn->local;

	return !conn_addr_is_any(conn, endpoint) &&
	       (end == 0 || memcmp(conn->local.addr, conn->remote.addr, 16) != 0);
}

/* Appends " and " if there is a part before. */
static void join(struct buffer *out, size_t start)
{
	if (out->length > start)
		buffer_text(out, " and ");
}

static void add_ss_end(struct buffer *out, const struct conn *conn,
	const struct conn_endpoint *endpoint, const char *side, const char *port)
{
	if (conn_addr_is_any(conn, endpoint)) {
		buffer_printf(out, "%s = :%u", port, endpoint->port);
		return;
	}
	buffer_printf(out, "%s ", side);
	conn_add_endpoint(out, conn, endpoint);
}

static void add_ss(struct buffer *out, const struct conn *conn)
{
	add_ss_end(out, conn, &conn->local, "src", "sport");
	if (conn->remote.port) {
		buffer_text(out, " and ");
		add_ss_end(out, conn, &conn->remote, "dst", "dport");
	}
}

static void add_tcpdump(struct buffer *out, const struct conn *conn)
{
	const struct conn_endpoint *ends[] = {&conn->local, &conn->remote};
	const char *proto = conn_kind(conn)->capture;
	size_t start = out->length;

	for (int i = 0; i < 2; i++)
		if (is_named(conn, i)) {
			join(out, start);
			buffer_text(out, "host ");
			conn_add_addr(out, conn, ends[i]);
		}
	for (int i = 0; i < 2; i++)
		if (ends[i]->port) {
			join(out, start);
			buffer_printf(out, "%s port %u", proto, ends[i]->port);
		}
}

static void add_wireshark(struct buffer *out, const struct conn *conn)
{
	const struct conn_endpoint *ends[] = {&conn->local, &conn->remote};
	const char *proto = conn_kind(conn)->capture;
	size_t start = out->length;

	for (int i = 0; i < 2; i++)
		if (is_named(conn, i)) {
			join(out, start);
			buffer_text(out, conn_is_ipv4(conn) ? "ip.addr == " : "ipv6.addr == ");
			conn_add_addr(out, conn, ends[i]);
		}
	for (int i = 0; i < 2; i++)
		if (ends[i]->port) {
			join(out, start);
			buffer_printf(out, "%s.port == %u", proto, ends[i]->port);
		}
}

void capture_filter_add(struct buffer *out, enum capture_filter_tool tool, const struct conn *conn)
{
	static void (*const add[CAPTURE_FILTER_TOOLS])(struct buffer *, const struct conn *) = {
		[CAPTURE_FILTER_SS] = add_ss,
		[CAPTURE_FILTER_TCPDUMP] = add_tcpdump,
		[CAPTURE_FILTER_WIRESHARK] = add_wireshark,
	};

	add[tool](out, conn);
}
