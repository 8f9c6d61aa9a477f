/* SPDX-License-Identifier: GPL-2.0-or-later */
/* THE table of the columns of the budget of ports. */
#include "base/i18n.h"
#include "view/column/column-socket.h"
#include "view/service/port-budget.h"

/* The shares of the ports from which on they need a look; as in health. */
enum { WARNING_PERCENT = 80, WRONG_PERCENT = 95 };

static const struct port_use *use_of(const struct column_context *context, uint32_t line)
{
	return &context->port_budget->all[line];
}

static COLUMN_READER(read_source)
{
	const struct conn *conn = &use_of(context, row)->conn;

	conn_add_addr(text, conn, &conn->local);
	return column_real;
}

static COLUMN_READER(read_remote)
{
	const struct conn *conn = &use_of(context, row)->conn;

	conn_add_endpoint(text, conn, &conn->remote);
	return column_real;
}

static COLUMN_READER(read_kind)
{
	return column_words(
		text, conn_proto_name((enum conn_proto)use_of(context, row)->conn.proto));
}

static COLUMN_READER(read_family)
{
	const struct conn *conn = &use_of(context, row)->conn;

	return column_words(text, conn_family_name(conn_is_ipv4(conn) ? CONN_IPV4 : CONN_IPV6));
}

static COLUMN_READER(read_netns)
{
	const struct conn *conn = &use_of(context, row)->conn;

	if (!names_find_place(context->names, conn->place))
		return column_none;
	names_add_place(context->names, conn->place, text);
	return column_real;
}

static COLUMN_READER(read_remote_addr)
{
	const struct conn *conn = &use_of(context, row)->conn;

	conn_add_addr(text, conn, &conn->remote);
	return column_real;
}

static COLUMN_READER(read_remote_port)
{
	return column_number(use_of(context, row)->conn.remote.port);
}

static COLUMN_READER(read_used)
{
	return column_number(use_of(context, row)->used);
}

static COLUMN_READER(read_free)
{
	return column_number(port_budget_free(context->port_budget, use_of(context, row)));
}

static COLUMN_READER(read_ports)
{
	return column_number(context->port_budget->ports);
}

static COLUMN_READER(read_time_wait)
{
	return column_number(use_of(context, row)->time_wait);
}

static COLUMN_READER(read_share)
{
	const struct port_use *to = use_of(context, row);

	return column_number(to->used ? to->time_wait * UINT64_C(1000) / to->used : 0);
}

static COLUMN_READER(read_left)
{
	const struct port_use *to = use_of(context, row);
	unsigned left = port_budget_free(context->port_budget, to);

	if (!to->rated)
		return context->live ? column_pending : column_unknown;
	if (to->growth < 0.05)
		return column_none;
	return column_number((uint64_t)(left / to->growth * 1000));
}

static enum column_tone tone_of_free(const struct column_context *context, uint32_t line)
{
	const struct port_budget *budget = context->port_budget;
	unsigned taken = budget->ports - port_budget_free(budget, use_of(context, line));

	if (taken * 100 >= budget->ports * WRONG_PERCENT)
		return COLUMN_WRONG;
	return taken * 100 >= budget->ports * WARNING_PERCENT ? COLUMN_WARNING : COLUMN_PLAIN;
}

#define RIGHT COLUMN_RIGHT
#define GREAT (COLUMN_RIGHT | COLUMN_GREATEST)

/* clang-format off */
const struct column port_column_table[] = {
	{"kind", NULL, "kind", N_("kind of the sockets"),
		COLUMN_TEXT, 0, 4, 5, 0, .read = read_kind},
	{"family", NULL, "family", N_("ipv4 or ipv6: that of the addresses"),
		COLUMN_TEXT, 0, 6, 6, 0, .read = read_family},
	{"netns", NULL, "netns", N_("their network namespace"),
		COLUMN_TEXT, 0, 8, 20, 0, .read = read_netns},
	{"source", "SOURCE", "source", N_("own address that the connections are made from"),
		COLUMN_TEXT, COLUMN_KEEP_END, 9, 39, 98, .read = read_source},
	{"remote", "REMOTE SERVICE", NULL, N_("address and port that they are made to"),
		COLUMN_TEXT, COLUMN_KEEP_END, 14, 47, 99, .read = read_remote},
	{"remote_addr", NULL, "remote.addr", N_("the address of it"),
		COLUMN_TEXT, 0, 15, 39, 0, .read = read_remote_addr},
	{"remote_port", NULL, "remote.port", N_("the port of it"),
		COLUMN_NUMBER, RIGHT, 5, 5, 0, .read = read_remote_port},
	{"used", "USED", "used", N_("ports that are used to it, TIME_WAIT included"),
		COLUMN_NUMBER, GREAT, 5, 7, 97, .read = read_used},
	{"free", "FREE", "free", N_("ports that connect() can still choose from for it"),
		COLUMN_NUMBER, RIGHT, 5, 7, 96, .read = read_free, .tone = tone_of_free},
	{"ports", "PORTS", "ports", N_("all that it chooses from: ip_local_port_range without the reserved ones"),
		COLUMN_NUMBER, GREAT, 5, 7, 80, .read = read_ports},
	{"time_wait", "TIME_WAIT", "time_wait", N_("of those used, in TIME_WAIT"),
		COLUMN_NUMBER, GREAT, 9, 9, 95, .read = read_time_wait},
	{"share", "TW %", "time_wait_percent", N_("share of TIME_WAIT in those used"),
		COLUMN_TENTHS, GREAT, 5, 5, 94, .read = read_share},
	{"left", "NONE IN", "left_ms", N_("time until none is left, if it goes on like this"),
		COLUMN_MILLISECONDS, RIGHT, 7, 7, 93, .read = read_left},
};
/* clang-format on */
const size_t port_column_count = sizeof(port_column_table) / sizeof(port_column_table[0]);

const struct column *port_column_find(const char *id)
{
	return column_find_in(port_column_table, port_column_count, id);
}
