/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The columns about a socket's owner. */
#include "view/column/column-socket.h"

#include <string.h>

#include "base/i18n.h"
#include "sock/owner/row-owners.h"

/* -------- of connections that have ended -------- */

static const char *past_process(const struct column_context *context, uint32_t row)
{
	return context->past->process(context->past->context, row);
}

static struct column_value past_words(const char *words, struct buffer *text)
{
	return words ? column_words(text, words) : column_unknown;
}

/* -------- processes -------- */

/* Returns the first owner of a row in *ret_owner; false if there is none, with the reason. */
static bool first_owner(const struct column_context *context, uint32_t row, struct owner *ret_owner,
	enum row_owners_reason *ret_reason)
{
	*ret_reason = ROW_OWNERS_SEARCHING;
	return context->row_owners && row_owners_find(context->row_owners, context->track, row,
					      ret_owner, 1, ret_reason) > 0;
}

static const struct process *process_of(
	const struct column_context *context, const struct owner *owner)
{
	return owner_map_process(&context->row_owners->owners, owner->process);
}

/* Without an owner: there is no owner (none), or it is not known (unknown). */
static struct column_value nobody(enum row_owners_reason reason)
{
	return reason == ROW_OWNERS_SEARCHING || reason == ROW_OWNERS_NOT_PERMITTED ? column_unknown
										    : column_none;
}

#define WAITING_IN "waiting in "

/* Notes in the place of a value, by the words of data and filters. */
static const char *const notes[] = {N_("(time-wait)"), N_("(syn-recv)"), N_("(orphan)"),
	N_("(kernel)"), N_("(exited)"), N_("(listening)"), N_("(no peer)")};

void column_add_note(const struct column_context *context, const char *note, struct buffer *out)
{
	for (size_t i = 0; context->translated && i < sizeof(notes) / sizeof(notes[0]); i++)
		if (strcmp(note, notes[i]) == 0)
			note = _(notes[i]);
	if (context->translated && strncmp(note, WAITING_IN, strlen(WAITING_IN)) == 0)
		buffer_printf(out, _("waiting in %s"), note + strlen(WAITING_IN));
	else
		buffer_text(out, note);
}

/* "waiting in nginx:443" */
static void add_waiting(const struct column_context *context, uint32_t row, struct buffer *text)
{
	uint32_t process = row_owners_acceptor(context->row_owners, context->track, row);

	buffer_text(text, WAITING_IN);
	if (process != OWNER_MAP_NONE)
		buffer_text(text, owner_map_process(&context->row_owners->owners, process)->name);
	buffer_char(text, ':');
	buffer_number(text, column_conn(context, row)->local.port);
}

enum row_owners_reason column_add_process(
	const struct column_context *context, uint32_t row, struct buffer *text)
{
	const char *name = context->past ? past_process(context, row) : NULL;
	enum row_owners_reason reason;
	struct owner owner;

	if (name) {
		buffer_text(text, name);
		return ROW_OWNERS_FOUND;
	}
	if (first_owner(context, row, &owner, &reason)) {
		buffer_text(text, process_of(context, &owner)->name);
		return ROW_OWNERS_FOUND;
	}
	if (reason == ROW_OWNERS_ACCEPT_QUEUE) {
		add_waiting(context, row, text);
	} else if (nobody(reason).blank == COLUMN_NONE) {
		buffer_char(text, '(');
		buffer_text(text, row_owners_reason_name(reason));
		buffer_char(text, ')');
	}
	return reason;
}

/* Appends the process, or why there is none, as it is shown. */
static enum row_owners_reason add_shown_process(
	const struct column_context *context, uint32_t row, struct buffer *text)
{
	struct buffer note = {0};
	enum row_owners_reason reason = column_add_process(context, row, &note);

	if (reason == ROW_OWNERS_FOUND)
		buffer_text(text, buffer_get(&note));
	else
		column_add_note(context, buffer_get(&note), text);
	buffer_done(&note);
	return reason;
}

COLUMN_READER(column_read_process)
{
	enum row_owners_reason reason = context->translated
						? add_shown_process(context, row, text)
						: column_add_process(context, row, text);
	size_t processes;

	if (nobody(reason).blank == COLUMN_UNKNOWN)
		return column_unknown;
	processes = reason == ROW_OWNERS_FOUND && context->row_owners
			    ? row_owners_processes(context->row_owners, row)
			    : 1;
	if (processes > 1)
		buffer_printf(text, context->ascii ? " x%zu" : " \xc3\x97%zu", processes);
	return column_real;
}

COLUMN_READER(column_read_pid)
{
	uint32_t pid = context->past ? context->past->pid(context->past->context, row) : 0;
	enum row_owners_reason reason;
	struct owner owner;

	if (pid)
		return column_number(pid);
	return first_owner(context, row, &owner, &reason) ? column_number(owner.pid)
							  : nobody(reason);
}

COLUMN_READER(column_read_parent)
{
	enum row_owners_reason reason;
	struct owner owner;

	return first_owner(context, row, &owner, &reason)
		       ? column_number(process_of(context, &owner)->parent)
		       : nobody(reason);
}

COLUMN_READER(column_read_fd)
{
	enum row_owners_reason reason;
	struct owner owner;

	if (!first_owner(context, row, &owner, &reason))
		return nobody(reason);
	return owner.fd == OWNER_MAP_NONE ? column_none : column_number(owner.fd);
}

COLUMN_READER(column_read_holders)
{
	enum row_owners_reason reason;
	struct owner owner;

	return first_owner(context, row, &owner, &reason)
		       ? column_number(row_owners_processes(context->row_owners, row))
		       : nobody(reason);
}

/* The descriptors of the first owner; NULL: they are not known, for the reason in *ret_reason. */
static const struct owner_map_descriptors *descriptors_of(
	const struct column_context *context, uint32_t row, enum row_owners_reason *ret_reason)
{
	struct owner owner;

	if (!first_owner(context, row, &owner, ret_reason))
		return NULL;
	return owner_map_descriptors(&context->row_owners->owners, owner.process);
}

COLUMN_READER(column_read_fds)
{
	enum row_owners_reason reason;
	const struct owner_map_descriptors *descriptors = descriptors_of(context, row, &reason);

	if (!descriptors)
		return nobody(reason);
	return descriptors->open_known ? column_number(descriptors->open) : column_unknown;
}

COLUMN_READER(column_read_fd_limit)
{
	enum row_owners_reason reason;
	const struct owner_map_descriptors *descriptors = descriptors_of(context, row, &reason);

	if (!descriptors)
		return nobody(reason);
	if (!descriptors->limit_known)
		return column_unknown;
	return descriptors->limit == UINT64_MAX ? column_none : column_number(descriptors->limit);
}

COLUMN_READER(column_read_held)
{
	enum row_owners_reason reason;
	const struct owner_map_descriptors *descriptors = descriptors_of(context, row, &reason);

	if (!descriptors)
		return nobody(reason);
	if (!descriptors->held_known)
		return column_unknown;
	return (struct column_value){
		.number = descriptors->held, .at_least = descriptors->held_at_least};
}

COLUMN_READER(column_read_command)
{
	enum row_owners_reason reason;
	struct owner owner;
	const char *command;

	if (!first_owner(context, row, &owner, &reason))
		return nobody(reason);
	command = owner_map_command(&context->row_owners->owners, owner.process);
	if (command && *command)
		return column_words(text, command);
	/*
	 * A kernel thread, or a process that has cleared its command line: its name in brackets, as
	 * in ps.
	 */
	buffer_printf(text, "[%s]", process_of(context, &owner)->name);
	return column_real;
}

COLUMN_READER(column_read_user)
{
	const struct conn *conn = column_conn(context, row);
	const char *name;

	if (!(conn->has & CONN_HAS_UID))
		return column_none;
	name = context->names->user(context->names->context, conn->uid);
	if (name)
		return column_words(text, name);
	buffer_number(text, conn->uid);
	return column_real;
}

/* -------- control groups -------- */

/*
 * The owner's group, or that of the owner of the listener in whose queue the socket waits; NULL:
 * none.
 */
static const struct cgroup *owner_cgroup(
	const struct column_context *context, uint32_t row, enum row_owners_reason *ret_reason)
{
	struct owner owner;
	uint32_t process;

	if (first_owner(context, row, &owner, ret_reason))
		return owner_map_cgroup(&context->row_owners->owners, owner.process);
	if (*ret_reason != ROW_OWNERS_ACCEPT_QUEUE)
		return NULL;
	process = row_owners_acceptor(context->row_owners, context->track, row);
	return process == OWNER_MAP_NONE ? NULL
					 : owner_map_cgroup(&context->row_owners->owners, process);
}

/*
 * The kernel's number of the socket's own group comes first. It is only valid in the hierarchy of
 * version 2. If the number is unknown there, or if processes are grouped only by version 1, the
 * owner's group is used.
 */
static const struct cgroup *cgroup_of(
	const struct column_context *context, uint32_t row, enum row_owners_reason *ret_reason)
{
	const struct conn *conn = column_conn(context, row);
	const struct cgroup *own = NULL, *owners;

	*ret_reason = ROW_OWNERS_SEARCHING;
	if (!context->row_owners)
		return NULL;
	if (conn->has & CONN_HAS_CGROUP)
		own = cgroup_find(&context->row_owners->cgroups, conn->cgroup);
	if (own && (!context->row_owners->cgroups.mixed || strcmp(own->path, "/") != 0))
		return own;
	owners = owner_cgroup(context, row, ret_reason);
	return owners ? owners : own;
}

/* An unknown group may have been removed, or be outside of what a container sees. */
static struct column_value no_cgroup(
	const struct column_context *context, uint32_t row, enum row_owners_reason reason)
{
	if (column_conn(context, row)->has & CONN_HAS_CGROUP || reason == ROW_OWNERS_FOUND)
		return column_unknown;
	return context->row_owners ? nobody(reason) : column_none;
}

/*
 * The kernel's word alone, which is the same for every user, and which a filter can compare. Where
 * there is no hierarchy of version 2, and before Linux 5.9, it says nothing.
 */
COLUMN_READER(column_read_cgroup)
{
	const struct conn *conn = column_conn(context, row);
	const struct cgroup *cgroup;

	if (!context->row_owners || !(conn->has & CONN_HAS_CGROUP) ||
		!context->row_owners->cgroups.directory)
		return column_none;
	cgroup = cgroup_find(&context->row_owners->cgroups, conn->cgroup);
	return cgroup ? column_words(text, cgroup->path) : column_unknown;
}

COLUMN_READER(column_read_unit)
{
	enum row_owners_reason reason;
	const struct cgroup *cgroup = cgroup_of(context, row, &reason);

	if (context->past)
		return past_words(context->past->unit(context->past->context, row), text);
	if (!cgroup)
		return no_cgroup(context, row, reason);
	return *cgroup->unit ? column_words(text, cgroup->unit) : column_none;
}

/* What files say of the container of the row's group; NULL: nothing. */
static const struct container_name *container_of(
	const struct column_context *context, uint32_t row, const struct cgroup *cgroup)
{
	const struct place_names *places = context->names->places;
	const struct conn *conn = column_conn(context, row);

	if (!places || !cgroup || !*cgroup->container)
		return NULL;
	return places->container(
		places, cgroup->path, conn->has & CONN_HAS_UID ? conn->uid : UINT32_MAX);
}

COLUMN_READER(column_read_container)
{
	enum row_owners_reason reason;
	const struct cgroup *cgroup = cgroup_of(context, row, &reason);
	const struct container_name *named = container_of(context, row, cgroup);

	if (!cgroup)
		return no_cgroup(context, row, reason);
	if (named && *named->name)
		return column_words(text, named->name);
	return *cgroup->container ? column_words(text, cgroup->container) : column_none;
}

/* The pod of the container, or else of the network namespace, which all of a pod share. */
static struct column_value add_pod(
	const struct column_context *context, uint32_t row, bool of_namespace, struct buffer *text)
{
	enum row_owners_reason reason;
	const struct container_name *named =
		container_of(context, row, cgroup_of(context, row, &reason));
	const struct place_label *label =
		names_find_place(context->names, column_conn(context, row)->place);
	const char *pod = named ? named->pod : "", *within = named ? named->pod_namespace : "";

	if (!*pod && label && label->pod) {
		pod = label->pod;
		within = label->pod_namespace ? label->pod_namespace : "";
	}
	if (of_namespace)
		pod = within;
	return *pod ? column_words(text, pod) : column_none;
}

COLUMN_READER(column_read_pod)
{
	return add_pod(context, row, false, text);
}

COLUMN_READER(column_read_pod_namespace)
{
	return add_pod(context, row, true, text);
}
