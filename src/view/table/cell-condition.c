/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/table/cell-condition.h"

#include <string.h>

#include "sock/owner/row-owners.h"
#include "view/filter/filter-internal.h"

/* "process = nginx" */
static bool add_condition(struct buffer *out, const char *word, bool negated, const char *value)
{
	buffer_printf(out, "%s %s ", word, negated ? "!=" : "=");
	filter_print_word(out, value);
	return true;
}

/* -------- sockets -------- */

static bool add_port(struct buffer *out, const char *word, bool negated, uint16_t port)
{
	buffer_printf(out, "%s %s :%u", word, negated ? "!=" : "=", port);
	return true;
}

static bool add_address(struct buffer *out, const char *word, bool negated, const struct conn *conn,
	const struct conn_endpoint *endpoint)
{
	buffer_printf(out, "%s %s ", word, negated ? "!=" : "=");
	conn_add_host(out, conn, endpoint);
	return true;
}

/* A socket that listens on any address is matched by its port. */
static bool add_local(const struct conn *conn, bool negated, struct buffer *out)
{
	if (conn_addr_is_any(conn, &conn->local) && conn->local.port)
		return add_port(out, "sport", negated, conn->local.port);
	return add_address(out, "src", negated, conn, &conn->local);
}

/*
 * Adds the condition for a column of the socket's addresses and ports; false: `column` is none of
 * these.
 */
static bool add_end(
	const struct column *column, const struct conn *conn, bool negated, struct buffer *out)
{
	const char *id = column->id;

	if (strcmp(id, "local") == 0)
		return add_local(conn, negated, out);
	if (strcmp(id, "laddr") == 0)
		return add_address(out, "src", negated, conn, &conn->local);
	if (strcmp(id, "remote") == 0 || strcmp(id, "raddr") == 0)
		return add_address(out, "dst", negated, conn, &conn->remote);
	if (strcmp(id, "lport") == 0)
		return add_port(out, "sport", negated, conn->local.port);
	return strcmp(id, "rport") == 0 && add_port(out, "dport", negated, conn->remote.port);
}

/* -------- values -------- */

/* Uses the process's name only, not the number of processes after it in the cell. */
static bool add_process(
	const struct column_context *context, uint32_t row, bool negated, struct buffer *out)
{
	enum row_owners_reason reason;
	struct owner owner;

	if (context->past && context->past->process(context->past->context, row))
		return add_condition(out, "process", negated,
			context->past->process(context->past->context, row));
	if (!context->row_owners ||
		!row_owners_find(context->row_owners, context->track, row, &owner, 1, &reason))
		return false;
	return add_condition(out, "process", negated,
		owner_map_process(&context->row_owners->owners, owner.process)->name);
}

static bool add_text(const struct column *column, const struct column_context *context,
	uint32_t row, bool negated, struct buffer *out)
{
	struct buffer text = {0};
	bool real;

	if (filter_owner_of(column) == FILTER_OWNER_PROCESS &&
		add_process(context, row, negated, out))
		return true;
	real = column->read(context, row, &text).blank == COLUMN_REAL && text.length;
	if (real)
		add_condition(out, column->id, negated, buffer_get(&text));
	buffer_done(&text);
	return real;
}

static bool is_measure(const struct column *column)
{
	return column->kind == COLUMN_BYTES || column->kind == COLUMN_RATE ||
	       column->kind == COLUMN_MILLISECONDS || column->kind == COLUMN_MICROSECONDS;
}

struct unit {
	const char *name;
	unsigned step; /* to the next unit; 0: the last */
};

/* With few digits, in the unit that fits: "12k", "430ms". */
static void add_rounded(enum column_kind kind, uint64_t number, struct buffer *out)
{
	static const struct unit sizes[] = {
		{"", 1024}, {"k", 1024}, {"M", 1024}, {"G", 1024}, {"T", 0}};
	static const struct unit times[] = {
		{"us", 1000}, {"ms", 1000}, {"s", 60}, {"m", 60}, {"h", 24}, {"d", 0}};
	const struct unit *unit = sizes;

	if (kind == COLUMN_MILLISECONDS || kind == COLUMN_MICROSECONDS)
		unit = times + (kind == COLUMN_MILLISECONDS);
	for (; unit->step && number >= 10 * unit->step; unit++)
		number /= unit->step;
	buffer_number(out, number);
	buffer_text(out, unit->name);
}

static bool add_number(const struct column *column, const struct column_context *context,
	uint32_t row, bool negated, struct buffer *out)
{
	struct buffer text = {0};
	struct column_value value = column->read(context, row, &text);
	const char *op = negated ? "!=" : "=";

	buffer_done(&text);
	if (value.blank != COLUMN_REAL)
		return false;
	if (is_measure(column) && value.number)
		op = negated ? "<" : ">=";
	else if (is_measure(column) && negated)
		op = ">";
	buffer_printf(out, "%s %s ", column->id, op);
	if (is_measure(column))
		add_rounded(column->kind, value.number, out);
	else
		buffer_number(out, value.number);
	return true;
}

bool cell_condition_add_cell(const struct column *column, const struct column_context *context,
	uint32_t row, bool negated, struct buffer *out)
{
	const struct conn *conn = &context->track->rows[row].conn;

	if (add_end(column, conn, negated, out))
		return true;
	/* The time left changes from refresh to refresh. */
	if (strcmp(column->id, "timer") == 0)
		column = column_find("timer_name");
	return column->kind == COLUMN_TEXT ? add_text(column, context, row, negated, out)
					   : add_number(column, context, row, negated, out);
}

/* -------- groups -------- */

/* "dst = [2001:db8::]/48", from the group's name. */
static bool add_network(const struct groups *groups, const struct column_context *context,
	uint32_t group, bool negated, struct buffer *out)
{
	struct buffer name = {0};
	size_t length;

	groups_add_name(groups, context, group, &name);
	length = strcspn(buffer_get(&name), "/");
	buffer_printf(out, "dst %s ", negated ? "!=" : "=");
	buffer_printf(out, strchr(buffer_get(&name), ':') ? "[%.*s]%s" : "%.*s%s", (int)length,
		buffer_get(&name), buffer_get(&name) + length);
	buffer_done(&name);
	return true;
}

/* The cell of a row stands for the peer's address alone, the group for its port, too. */
static bool add_service(const struct conn *conn, bool negated, struct buffer *out)
{
	buffer_printf(out, "dst %s ", negated ? "!=" : "=");
	conn_add_endpoint(out, conn, &conn->remote);
	return true;
}

bool cell_condition_add_group(const struct groups *groups, const struct column_context *context,
	uint32_t group, bool negated, struct buffer *out)
{
	const char *cell = groups->kind->cell;
	bool of_remote = !cell || strcmp(cell, "raddr") == 0 || strcmp(cell, "remote") == 0;
	uint32_t row = groups_find_row(groups, context, group);

	if (row == TRACK_NONE)
		return false;
	if (of_remote && group_key(groups, group)[0] != GROUP_NAMED)
		return add_port(out, "dport", negated, 0);
	if (cell && strcmp(cell, "remote") == 0)
		return add_service(&context->track->rows[row].conn, negated, out);
	return cell ? cell_condition_add_cell(column_find(cell), context, row, negated, out)
		    : add_network(groups, context, group, negated, out);
}

void cell_condition_add_both(const struct filter *filter, const char *condition, struct buffer *out)
{
	bool alternatives = false;

	if (filter && filter->node_count) {
		alternatives = filter->nodes[filter->node_count - 1].kind == FILTER_OR;
		buffer_text(out, alternatives ? "( " : "");
		filter_print(filter, out);
		buffer_text(out, alternatives ? " ) and " : " and ");
	}
	buffer_text(out, condition);
}
