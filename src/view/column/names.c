/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/column/names.h"

void names_add_interface(const struct names *names, uint32_t index, struct buffer *out)
{
	const char *name = names->interface(names->context, index);

	if (name)
		buffer_text(out, name);
	else
		buffer_printf(out, "if%u", index);
}

static void add_local(const struct names *names, const struct conn *conn, struct buffer *out)
{
	if (!conn->interface) {
		conn_add_endpoint(out, conn, &conn->local);
		return;
	}
	conn_add_host(out, conn, &conn->local);
	buffer_char(out, '%');
	names_add_interface(names, conn->interface, out);
	buffer_char(out, ':');
	buffer_number(out, conn->local.port);
}

void names_add_pair(
	const struct names *names, const struct conn *conn, const char *arrow, struct buffer *out)
{
	add_local(names, conn, out);
	if (conn_is_listener(conn))
		return;
	buffer_text(out, arrow);
	conn_add_endpoint(out, conn, &conn->remote);
}
