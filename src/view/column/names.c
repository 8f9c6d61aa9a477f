/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/column/names.h"

void names_add_interface(const struct names *names, const struct conn *conn, struct buffer *out)
{
	const char *name = NULL;

	/* The system tells the names of our own network namespace alone. */
	if (conn->place == CONN_HERE)
		name = names->interface(names->context, conn->interface);
	if (name)
		buffer_text(out, name);
	else
		buffer_printf(out, "if%u", conn->interface);
}

void names_add_place(const struct names *names, uint16_t place, struct buffer *out)
{
	const struct place_label *label = names_find_place(names, place);

	if (label && label->name)
		buffer_text(out, label->name);
	else if (place == CONN_HERE)
		buffer_text(out, "here");
	else if (label && label->inode)
		buffer_number(out, label->inode);
}

static void add_local(const struct names *names, const struct conn *conn, struct buffer *out)
{
	if (!conn->interface) {
		conn_add_endpoint(out, conn, &conn->local);
		return;
	}
	conn_add_host(out, conn, &conn->local);
	buffer_char(out, '%');
	names_add_interface(names, conn, out);
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
