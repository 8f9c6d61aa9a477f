/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The columns about the memory of a socket's queues (SK_MEMINFO). */
#include "sock/rows/track-queues.h"
#include "view/column/column-socket.h"

/* Of these the kernel keeps a stub without queues. */
static bool has_queues(const struct conn *conn)
{
	return conn->state != CONN_TIME_WAIT && conn->state != CONN_SYN_RECV;
}

static struct column_value memory_value(
	const struct column_context *context, uint32_t row, enum conn_memory_field field)
{
	const struct conn_memory *memory = track_memory(context->track, row);
	const struct row *r = column_row(context, row);

	if (!has_queues(&r->conn))
		return column_none;
	if (conn_memory_has(memory, field))
		return column_number(memory->values[field]);
	if (memory || !context->live || r->life == ROW_GONE || !(r->conn.has & CONN_HAS_COOKIE))
		return column_unknown;
	return column_pending;
}

COLUMN_READER(column_read_drops)
{
	const struct conn *conn = column_conn(context, row);

	if (conn->has & CONN_HAS_DROPS)
		return column_number(conn->drops);
	return conn_kind_has(conn, KIND_HAS_DROPS) ? column_unknown
						   : memory_value(context, row, CONN_MEMORY_DROPS);
}

/* The kernel's sum is a signed number, and may be below zero for a moment. */
COLUMN_READER(column_read_fwdmem)
{
	struct column_value value = memory_value(context, row, CONN_MEMORY_FORWARD);

	return value.blank == COLUMN_REAL && value.number > INT32_MAX ? column_unknown : value;
}

#define MEMORY_READER(name, field)                        \
	COLUMN_READER(name)                               \
	{                                                 \
		return memory_value(context, row, field); \
	}

MEMORY_READER(column_read_rmem, CONN_MEMORY_RECEIVED)
MEMORY_READER(column_read_rcvbuf, CONN_MEMORY_RCVBUF)
MEMORY_READER(column_read_wmem, CONN_MEMORY_SENDING)
MEMORY_READER(column_read_sndbuf, CONN_MEMORY_SNDBUF)
MEMORY_READER(column_read_wqueued, CONN_MEMORY_QUEUED)
MEMORY_READER(column_read_optmem, CONN_MEMORY_OPTIONS)
MEMORY_READER(column_read_blmem, CONN_MEMORY_BACKLOGGED)
