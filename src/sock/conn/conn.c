/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/conn/conn.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

static const char *const family_names[CONN_FAMILIES] = {"ipv4", "ipv6"};
static const char *const timer_names[CONN_TIMERS] = {
	NULL, "retransmit", "keepalive", "timewait", "probe"};

const char *conn_proto_name(enum conn_proto proto)
{
	return kind_table[proto]->name;
}

const char *conn_family_name(enum conn_family family)
{
	return family_names[family];
}

const char *conn_timer_name(enum conn_timer timer)
{
	return timer_names[timer];
}

const char *conn_state_name(enum conn_proto proto, enum conn_state state)
{
	return kind_state_name(kind_table[proto], state);
}

enum conn_state conn_state_from_name(const char *name)
{
	enum conn_state state = CONN_STATES;

	for (size_t i = 0; i < kind_count && state == CONN_STATES; i++)
		state = kind_state_from_name(kind_table[i], name);
	return state;
}

/* ::ffff:0:0/96 */
static const uint8_t mapped_prefix[12] = {[10] = 0xff, [11] = 0xff};

static bool addr_is_mapped(const uint8_t addr[16])
{
	return memcmp(addr, mapped_prefix, sizeof(mapped_prefix)) == 0;
}

bool conn_is_mapped(const struct conn *conn)
{
	return conn->family == CONN_IPV6 && addr_is_mapped(conn->local.addr);
}

bool conn_is_ipv4(const struct conn *conn)
{
	return conn->family == CONN_IPV4 || conn_is_mapped(conn);
}

void conn_widen_addr(
	const struct conn *conn, const struct conn_endpoint *endpoint, uint8_t ret_addr[16])
{
	if (conn->family == CONN_IPV6) {
		memcpy(ret_addr, endpoint->addr, 16);
	} else {
		memcpy(ret_addr, mapped_prefix, sizeof(mapped_prefix));
		memcpy(ret_addr + sizeof(mapped_prefix), endpoint->addr, 4);
	}
}

bool conn_addr_is_any(const struct conn *conn, const struct conn_endpoint *endpoint)
{
	static const uint8_t any[16];
	size_t skip = conn->family == CONN_IPV6 && addr_is_mapped(endpoint->addr) ? 12 : 0;

	return memcmp(endpoint->addr + skip, any, sizeof(any) - skip) == 0;
}

bool conn_addr_is_loopback(const struct conn *conn, const struct conn_endpoint *endpoint)
{
	static const uint8_t loopback[16] = {[15] = 1};
	uint8_t addr[16];

	conn_widen_addr(conn, endpoint, addr);
	return conn_is_ipv4(conn) ? addr[12] == 127 : memcmp(addr, loopback, sizeof(addr)) == 0;
}

bool conn_addr_is_link_local(const struct conn *conn, const struct conn_endpoint *endpoint)
{
	return conn->family == CONN_IPV6 && endpoint->addr[0] == 0xfe &&
	       (endpoint->addr[1] & 0xc0) == 0x80;
}

static void add_ipv4(struct buffer *out, const uint8_t addr[4])
{
	for (int i = 0; i < 4; i++) {
		if (i)
			buffer_char(out, '.');
		buffer_number(out, addr[i]);
	}
}

void conn_add_addr(
	struct buffer *out, const struct conn *conn, const struct conn_endpoint *endpoint)
{
	char text[INET6_ADDRSTRLEN];

	if (conn->family == CONN_IPV4)
		add_ipv4(out, endpoint->addr);
	else if (addr_is_mapped(endpoint->addr))
		add_ipv4(out, endpoint->addr + 12);
	else if (inet_ntop(AF_INET6, endpoint->addr, text, sizeof(text)))
		buffer_text(out, text);
}

void conn_add_host(
	struct buffer *out, const struct conn *conn, const struct conn_endpoint *endpoint)
{
	bool bracketed = !conn_is_ipv4(conn);

	if (bracketed)
		buffer_char(out, '[');
	conn_add_addr(out, conn, endpoint);
	if (bracketed)
		buffer_char(out, ']');
}

void conn_add_endpoint(
	struct buffer *out, const struct conn *conn, const struct conn_endpoint *endpoint)
{
	conn_add_host(out, conn, endpoint);
	buffer_char(out, ':');
	buffer_number(out, endpoint->port);
}
