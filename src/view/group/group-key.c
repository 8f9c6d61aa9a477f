/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/group/group-key.h"

#include <string.h>

#include "base/ascii.h"
#include "base/i18n.h"
#include "view/column/column-socket.h"

static enum group_name name_of(struct column_value value)
{
	switch (value.blank) {
	case COLUMN_NONE:
		return GROUP_NONE;
	case COLUMN_UNKNOWN:
	case COLUMN_PENDING:
		return GROUP_UNKNOWN;
	case COLUMN_REAL:
		break;
	}
	return GROUP_NAMED;
}

/* -------- owners -------- */

static enum group_name add_process(
	const struct column_context *context, uint32_t row, struct buffer *key)
{
	enum row_owners_reason reason = column_add_process(context, row, key);

	if (reason == ROW_OWNERS_FOUND)
		return GROUP_NAMED;
	return reason == ROW_OWNERS_SEARCHING || reason == ROW_OWNERS_NOT_PERMITTED ? GROUP_UNKNOWN
										    : GROUP_NOTE;
}

/* Numbers are encoded so that they compare as numbers. */
static void add_number(struct buffer *key, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buffer_char(key, (char)(number >> shift));
}

static uint32_t number_of(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
	       bytes[3];
}

static enum group_name add_pid(
	const struct column_context *context, uint32_t row, struct buffer *key)
{
	struct column_value value = column_read_pid(context, row, NULL);

	if (value.blank == COLUMN_REAL)
		add_number(key, (uint32_t)value.number);
	return name_of(value);
}

static void add_pid_name(__attribute__((unused)) const struct column_context *context,
	const unsigned char *bytes, __attribute__((unused)) size_t length, struct buffer *out)
{
	buffer_number(out, number_of(bytes));
}

static enum group_name add_command(
	const struct column_context *context, uint32_t row, struct buffer *key)
{
	return name_of(column_read_command(context, row, key));
}

static enum group_name add_netns(
	const struct column_context *context, uint32_t row, struct buffer *key)
{
	return name_of(column_read_netns(context, row, key));
}

static enum group_name add_pod(
	const struct column_context *context, uint32_t row, struct buffer *key)
{
	return name_of(column_read_pod(context, row, key));
}

static enum group_name add_container(
	const struct column_context *context, uint32_t row, struct buffer *key)
{
	return name_of(column_read_container(context, row, key));
}

static enum group_name add_unit(
	const struct column_context *context, uint32_t row, struct buffer *key)
{
	return name_of(column_read_unit(context, row, key));
}

/* Grouped by the number: names are looked up late, and two users may share a name. */
static enum group_name add_user(
	const struct column_context *context, uint32_t row, struct buffer *key)
{
	const struct conn *conn = column_conn(context, row);

	if (!(conn->has & CONN_HAS_UID))
		return GROUP_NONE;
	add_number(key, conn->uid);
	return GROUP_NAMED;
}

static void add_user_name(const struct column_context *context, const unsigned char *bytes,
	__attribute__((unused)) size_t length, struct buffer *out)
{
	uint32_t uid = number_of(bytes);
	const char *name = context->names->user(context->names->context, uid);

	if (name)
		buffer_text(out, name);
	else
		buffer_number(out, uid);
}

/* -------- addresses -------- */

#define IPV4_PREFIX 24
#define IPV6_PREFIX 48

/* Why a socket has no peer. */
static enum group_name add_no_peer(const struct conn *conn, struct buffer *key)
{
	buffer_text(key, conn_is_listener(conn) ? "(listening)" : "(no peer)");
	return GROUP_NOTE;
}

/*
 * 4 or 6, then the first bits of the peer's address. An IPv4 address has the same key in IPv4 and
 * IPv6 sockets, and comes first. A socket without a peer is in no network.
 */
static enum group_name add_remote_bits(const struct column_context *context, uint32_t row,
	unsigned ipv4_bits, unsigned ipv6_bits, struct buffer *key)
{
	const struct conn *conn = column_conn(context, row);
	bool mapped = conn_is_mapped(conn);
	bool ipv4 = conn_is_ipv4(conn);

	if (!conn->remote.port && conn_addr_is_any(conn, &conn->remote))
		return add_no_peer(conn, key);
	buffer_char(key, ipv4 ? 4 : 6);
	buffer_add(key, (const char *)conn->remote.addr + (mapped ? 12 : 0),
		(ipv4 ? ipv4_bits : ipv6_bits) / 8);
	return GROUP_NAMED;
}

static enum group_name add_remote(
	const struct column_context *context, uint32_t row, struct buffer *key)
{
	return add_remote_bits(context, row, 32, 128, key);
}

static enum group_name add_network(
	const struct column_context *context, uint32_t row, struct buffer *key)
{
	return add_remote_bits(context, row, IPV4_PREFIX, IPV6_PREFIX, key);
}

static void add_address(const unsigned char *bytes, size_t length, struct buffer *out)
{
	struct conn conn = {.family = bytes[0] == 4 ? CONN_IPV4 : CONN_IPV6};

	memcpy(conn.remote.addr, bytes + 1, length - 1);
	conn_add_addr(out, &conn, &conn.remote);
}

/* The host's name, if it is known. */
static void add_remote_name(const struct column_context *context, const unsigned char *bytes,
	size_t length, struct buffer *out)
{
	const struct names *names = context->names;
	const char *name = NULL;

	if (context->hosts && names->host)
		name = names->host(
			names->context, bytes[0] == 4 ? CONN_IPV4 : CONN_IPV6, bytes + 1);
	if (name)
		buffer_text(out, name);
	else
		add_address(bytes, length, out);
}

static void add_network_name(__attribute__((unused)) const struct column_context *context,
	const unsigned char *bytes, size_t length, struct buffer *out)
{
	add_address(bytes, length, out);
	buffer_printf(out, "/%d", bytes[0] == 4 ? IPV4_PREFIX : IPV6_PREFIX);
}

/* -------- ports -------- */

static void add_port_bytes(struct buffer *key, uint16_t port)
{
	buffer_char(key, (char)(port >> 8));
	buffer_char(key, (char)port);
}

static enum group_name add_port(
	const struct column_context *context, uint32_t row, struct buffer *key)
{
	add_port_bytes(key, column_conn(context, row)->local.port);
	return GROUP_NAMED;
}

/* A socket without a peer has no remote port. */
static enum group_name add_remote_port(
	const struct column_context *context, uint32_t row, struct buffer *key)
{
	const struct conn *conn = column_conn(context, row);

	if (!conn->remote.port)
		return add_no_peer(conn, key);
	add_port_bytes(key, conn->remote.port);
	return GROUP_NAMED;
}

/* The peer's address and port: what a client of many connections is connected to. */
static enum group_name add_service(
	const struct column_context *context, uint32_t row, struct buffer *key)
{
	const struct conn *conn = column_conn(context, row);

	if (!conn->remote.port)
		return add_no_peer(conn, key);
	add_remote_bits(context, row, 32, 128, key);
	add_port_bytes(key, conn->remote.port);
	return GROUP_NAMED;
}

/* A port has one group for all protocols: named by the first protocol that has a service there. */
static void add_port_name(const struct column_context *context, const unsigned char *bytes,
	__attribute__((unused)) size_t length, struct buffer *out)
{
	const struct names *names = context->names;
	uint16_t port = (uint16_t)(bytes[0] << 8 | bytes[1]);
	const char *service = NULL;

	for (size_t proto = 0; context->services && !service && proto < kind_count; proto++)
		service = names->service(names->context, (enum conn_proto)proto, port);
	if (service)
		buffer_text(out, service);
	else
		buffer_number(out, port);
}

static void add_service_name(const struct column_context *context, const unsigned char *bytes,
	size_t length, struct buffer *out)
{
	struct buffer host = {0};

	add_remote_name(context, bytes, length - 2, &host);
	buffer_printf(out, strchr(buffer_get(&host), ':') ? "[%s]:" : "%s:", buffer_get(&host));
	add_port_name(context, bytes + length - 2, 2, out);
	buffer_done(&host);
}

/* -------- the rest -------- */

static enum group_name add_state(
	const struct column_context *context, uint32_t row, struct buffer *key)
{
	return name_of(column_read_state(context, row, key));
}

/* clang-format off */
const struct group_kind group_kinds[] = {
	{"none", NULL, N_("nothing"), N_("one line a socket"), 0, false, NULL, NULL, NULL},
	{"process", "PROCESS", N_("process"), N_("name of the process that holds the socket"),
		COLUMN_OWNER, false, "process", add_process, NULL},
	{"pid", "PID", N_("process number"), N_("number of the process that holds the socket"),
		COLUMN_OWNER, true, "pid", add_pid, add_pid_name},
	{"command", "COMMAND", N_("command"), N_("command line of that process"),
		COLUMN_OWNER, false, "command", add_command, NULL},
	{"remote", "REMOTE", N_("remote host"), N_("the peer's address"),
		0, false, "raddr", add_remote, add_remote_name},
	{"network", "NETWORK", N_("remote network"), N_("the peer's network: /24 of IPv4, /48 of IPv6"),
		0, false, NULL, add_network, add_network_name},
	{"service", "SERVICE", N_("remote service"), N_("the peer's address and port"),
		0, false, "remote", add_service, add_service_name},
	{"rport", "RPORT", N_("remote port"), N_("the peer's port"),
		0, true, "rport", add_remote_port, add_port_name},
	{"port", "PORT", N_("local port"), N_("own port"),
		0, true, "lport", add_port, add_port_name},
	{"state", "STATE", N_("state"), N_("state of the connection"),
		0, false, "state", add_state, NULL},
	{"unit", "UNIT", N_("unit"), N_("systemd unit of the process that made the socket"),
		COLUMN_OWNER, false, "unit", add_unit, NULL},
	{"container", "CONTAINER", N_("container"), N_("container of the process that made the socket"),
		COLUMN_OWNER, false, "container", add_container, NULL},
	{"netns", "NETNS", N_("network namespace"), N_("network namespace of the socket"),
		0, false, "netns", add_netns, NULL},
	{"pod", "POD", N_("pod"), N_("Kubernetes pod of the process that made the socket"),
		COLUMN_OWNER, false, "pod", add_pod, NULL},
	{"user", "USER", N_("user"), N_("user who owns the socket"),
		0, false, "user", add_user, add_user_name},
};
/* clang-format on */
const size_t group_kind_count = sizeof(group_kinds) / sizeof(group_kinds[0]);

const struct group_kind *group_kind_find(const char *id)
{
	for (size_t i = 0; i < group_kind_count; i++)
		if (ascii_same_name(group_kinds[i].id, id))
			return &group_kinds[i];
	return NULL;
}

void group_make_key(const struct group_kind *kind, const struct column_context *context,
	uint32_t row, struct buffer *ret_key)
{
	enum group_name name;

	buffer_clear(ret_key);
	buffer_char(ret_key, GROUP_NAMED);
	name = kind->add_key(context, row, ret_key);
	ret_key->data[0] = (char)name;
}

static void add_note(
	const struct column_context *context, const char *note, size_t length, struct buffer *out)
{
	struct buffer text = {0};

	buffer_add(&text, note, length);
	column_add_note(context, buffer_get(&text), out);
	buffer_done(&text);
}

void group_add_name(const struct group_kind *kind, const struct column_context *context,
	const char *key, size_t length, struct buffer *out)
{
	switch ((enum group_name)key[0]) {
	case GROUP_NONE:
		buffer_char(out, '-');
		break;
	case GROUP_UNKNOWN:
		buffer_char(out, '?');
		break;
	case GROUP_NOTE:
		add_note(context, key + 1, length - 1, out);
		break;
	case GROUP_NAMED:
		if (kind->add_name)
			kind->add_name(context, (const unsigned char *)key + 1, length - 1, out);
		else
			buffer_add(out, key + 1, length - 1);
		break;
	}
}
