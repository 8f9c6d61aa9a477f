/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/detail/detail-owner.h"

#include <string.h>

#include "base/i18n.h"
#include "sock/owner/row-owners.h"
#include "sock/machine/process.h"

/* How many holders are named one by one, and how many parents are followed. */
enum { HOLDERS_SHOWN = 24, PARENTS_SHOWN = 6 };

static void add_column(struct sheet *sheet, const char *label, const char *id,
	const struct column_context *context, uint32_t row)
{
	column_add_text(column_find(id), context, row, sheet_value(sheet, label, SHEET_PLAIN));
}

/* The same only if there is a value: not every socket has a unit. */
static void add_if_any(struct sheet *sheet, const char *label, const char *id,
	const struct column_context *context, uint32_t row)
{
	struct buffer text = {0};

	column_add_text(column_find(id), context, row, &text);
	if (strcmp(buffer_get(&text), "-") != 0)
		buffer_text(sheet_value(sheet, label, SHEET_PLAIN), buffer_get(&text));
	buffer_done(&text);
}

/*
 * Adds one process with all its descriptors, which are consecutive; returns the index after them.
 */
static size_t add_process(struct sheet *sheet, struct owner_map *owners,
	const struct owner *holders, size_t count, size_t at)
{
	const struct process *process = owner_map_process(owners, holders[at].process);
	struct buffer *text = sheet_value(sheet, _("process"), SHEET_STRONG);
	size_t first = at;

	buffer_printf(text, "%s %u", process->name, process->pid);
	for (; at < count && holders[at].process == holders[first].process; at++)
		if (holders[at].thread)
			buffer_printf(text, _(", descriptor %u of its thread %u"), holders[at].fd,
				holders[at].thread);
		else if (holders[at].fd != OWNER_MAP_NONE)
			buffer_printf(text, at == first ? _(", descriptor %u") : _(", %u"),
				holders[at].fd);
		else
			buffer_text(text, _(", no longer holds it"));
	return at;
}

/* "nginx 1200, systemd 1" */
static void add_parents(struct sheet *sheet, struct owner_map *owners, uint32_t number)
{
	const struct process *process = owner_map_process(owners, number);
	uint32_t pid = process->parent;
	struct process parent;
	struct buffer *text = NULL;

	for (int i = 0; i < PARENTS_SHOWN && pid; i++, pid = parent.parent) {
		if (process_read(owners->proc, pid, &parent) < 0)
			return;
		if (!text)
			text = sheet_value(sheet, _("parents"), SHEET_PLAIN);
		buffer_printf(text, "%s%s %u", i ? _(", ") : "", parent.name, parent.pid);
	}
}

static void add_holders(struct sheet *sheet, struct row_owners *row_owners,
	const struct owner *holders, size_t count, size_t all)
{
	size_t at = 0;

	while (at < count) {
		uint32_t process = holders[at].process;

		at = add_process(sheet, &row_owners->owners, holders, count, at);
		add_parents(sheet, &row_owners->owners, process);
	}
	if (all > count)
		buffer_printf(sheet_value(sheet, NULL, SHEET_DIM), _("and %zu more descriptors"),
			all - count);
}

/* The reason why no owner is named. */
static const char *errno_text(enum row_owners_reason reason, const struct conn *conn)
{
	switch (reason) {
	case ROW_OWNERS_SEARCHING:
		return N_("is being looked for");
	case ROW_OWNERS_ACCEPT_QUEUE:
		return N_("none yet: not accepted by the listener");
	case ROW_OWNERS_TIME_WAIT:
		return N_("none any more: closed, only the kernel remembers it");
	case ROW_OWNERS_SYN_RECV:
		return N_("none yet: the handshake is not over");
	case ROW_OWNERS_ORPHAN:
		return conn->send_q ? N_("none any more: closed by its process, the kernel still "
					 "sends")
				    : N_("none any more: closed by its process, the kernel waits "
					 "for the peer");
	case ROW_OWNERS_KERNEL:
		return N_("none: the kernel's own");
	case ROW_OWNERS_NOT_PERMITTED:
		return N_("not permitted to know (CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH)");
	case ROW_OWNERS_EXITED:
		return N_("ended before it was found");
	default:
		return "?";
	}
}

/* Adds the holders, or the reason why there are none; true if there are some. */
static bool add_owner_of(struct sheet *sheet, const struct column_context *context, uint32_t row)
{
	enum row_owners_reason reason = ROW_OWNERS_SEARCHING;
	struct owner holders[HOLDERS_SHOWN];
	size_t all = 0;

	if (context->row_owners)
		all = row_owners_find(
			context->row_owners, context->track, row, holders, HOLDERS_SHOWN, &reason);
	if (all)
		add_holders(sheet, context->row_owners, holders,
			all < HOLDERS_SHOWN ? all : HOLDERS_SHOWN, all);
	else
		buffer_text(sheet_value(sheet, _("process"), SHEET_PLAIN),
			_(errno_text(reason, &context->track->rows[row].conn)));
	if (!all && reason == ROW_OWNERS_ACCEPT_QUEUE)
		add_column(sheet, _("listener"), "process", context, row);
	return all;
}

void detail_add_owners(struct sheet *sheet, const struct column_context *context, uint32_t row)
{
	sheet_group(sheet, _("Owner"), SHEET_WIDE);
	if (add_owner_of(sheet, context, row))
		add_column(sheet, _("command"), "command", context, row);
	add_column(sheet, _("user"), "user", context, row);
	add_if_any(sheet, _("unit"), "unit", context, row);
	add_if_any(sheet, _("container"), "container", context, row);
	add_if_any(sheet, _("pod"), "pod", context, row);
	add_if_any(sheet, _("cgroup"), "cgroup", context, row);
}

void detail_add_peer(struct sheet *sheet, const struct column_context *context, uint32_t row)
{
	sheet_group(sheet, _("The other end, on this machine"), SHEET_WIDE);
	add_owner_of(sheet, context, row);
	if (context->track->rows[row].conn.place != CONN_HERE)
		add_column(sheet, _("namespace"), "netns", context, row);
	add_if_any(sheet, _("container"), "container", context, row);
	add_column(sheet, _("user"), "user", context, row);
	add_if_any(sheet, _("unit"), "unit", context, row);
	add_column(sheet, _("state"), "state", context, row);
}
