/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The owners of a socket as JSON and CSV have them: all of them, or why there is none. */
#include "view/column/column-socket.h"

#include "base/text.h"
#include "sock/owner/row-owners.h"

static void add_past_owner(const struct column_context *context, uint32_t row, struct buffer *text)
{
	uint32_t pid = context->past->pid(context->past->context, row);
	const char *process = context->past->process(context->past->context, row);

	if (!process)
		return;
	if (pid)
		buffer_printf(text, "{\"pid\":%u,\"process\":", pid);
	else
		buffer_text(text, "{\"pid\":null,\"process\":");
	text_add_json(text, process);
	buffer_text(text, ",\"fd\":null}");
}

static void add_known(struct buffer *text, bool known, uint64_t number)
{
	if (known)
		buffer_number(text, number);
	else
		buffer_text(text, "null");
}

static void add_descriptors(const struct owner_map_descriptors *descriptors, struct buffer *text)
{
	static const struct owner_map_descriptors unknown;

	if (!descriptors)
		descriptors = &unknown;
	buffer_text(text, ",\"fds\":");
	add_known(text, descriptors->open_known, descriptors->open);
	buffer_text(text, ",\"fd_limit\":");
	add_known(text, descriptors->limit_known && descriptors->limit != UINT64_MAX,
		descriptors->limit);
	buffer_text(text, ",\"held\":");
	add_known(text, descriptors->held_known, descriptors->held);
}

static void add_owner(
	const struct column_context *context, const struct owner *owner, struct buffer *text)
{
	buffer_printf(text, "{\"pid\":%u,\"process\":", owner->pid);
	text_add_json(text, owner_map_process(&context->row_owners->owners, owner->process)->name);
	buffer_text(text, ",\"fd\":");
	add_known(text, owner->fd != OWNER_MAP_NONE, owner->fd);
	if (owner->thread)
		buffer_printf(text, ",\"thread\":%u", owner->thread);
	add_descriptors(owner_map_descriptors(&context->row_owners->owners, owner->process), text);
	buffer_char(text, '}');
}

static void add_owners(const struct column_context *context, uint32_t row, struct buffer *text)
{
	struct row_owners_list list;

	buffer_char(text, '[');
	row_owners_find_all(context->row_owners, context->track, row, &list);
	for (size_t i = 0; i < list.count; i++) {
		if (i)
			buffer_char(text, ',');
		add_owner(context, &list.all[i], text);
	}
	row_owners_list_done(&list);
	buffer_char(text, ']');
}

COLUMN_READER(column_read_owners)
{
	if (context->past) {
		buffer_char(text, '[');
		add_past_owner(context, row, text);
		buffer_char(text, ']');
	} else if (context->row_owners)
		add_owners(context, row, text);
	else
		buffer_text(text, "[]");
	return column_real;
}

COLUMN_READER(column_read_owner_note)
{
	enum row_owners_reason reason = ROW_OWNERS_SEARCHING;
	struct owner owner;
	const char *name = NULL;

	if (!context->row_owners ||
		!row_owners_find(context->row_owners, context->track, row, &owner, 1, &reason))
		name = row_owners_reason_name(reason);
	return name ? column_words(text, name) : column_none;
}

COLUMN_READER(column_read_listener_owners)
{
	uint32_t listener = context->row_owners
				    ? row_owners_listener(context->row_owners, context->track, row)
				    : TRACK_NONE;

	if (listener == TRACK_NONE)
		return column_none;
	add_owners(context, listener, text);
	return column_real;
}
