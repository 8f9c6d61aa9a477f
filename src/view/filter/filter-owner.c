/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A socket may have many holders. A column shows one of them; a filter checks all of them. */
#include "view/filter/filter-internal.h"

#include <string.h>

#include "sock/owner/row-owners.h"

static const struct {
	const char *id;
	enum filter_owner owner;
} columns[] = {
	{"process", FILTER_OWNER_PROCESS},
	{"pid", FILTER_OWNER_PID},
	{"parent", FILTER_OWNER_PARENT},
	{"fd", FILTER_OWNER_FD},
	{"command", FILTER_OWNER_COMMAND},
};

enum filter_owner filter_owner_of(const struct column *column)
{
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (strcmp(column->id, columns[i].id) == 0)
			return columns[i].owner;
	return FILTER_OWNER_NONE;
}

static bool number_matches(
	const struct filter_node *node, struct owner_map *owners, const struct owner *owner)
{
	uint64_t number = owner->pid;

	if (node->owner == FILTER_OWNER_PARENT)
		number = owner_map_process(owners, owner->process)->parent;
	else if (node->owner == FILTER_OWNER_FD)
		number = owner->fd;
	if (node->owner == FILTER_OWNER_FD && owner->fd == OWNER_MAP_NONE)
		return false;
	return filter_compare(number, (enum filter_op)node->op, node->number);
}

static bool text_matches(const struct filter_node *node, const char *text)
{
	return node->kind == FILTER_TEXT ? strcmp(text, node->text) == 0
					 : regex_matches_text(node->regex, text, strlen(text));
}

static bool holder_matches(
	const struct filter_node *node, struct owner_map *owners, const struct owner *owner)
{
	const char *text;

	if (node->kind == FILTER_NUMBER)
		return number_matches(node, owners, owner);
	text = node->owner == FILTER_OWNER_COMMAND
		       ? owner_map_command(owners, owner->process)
		       : owner_map_process(owners, owner->process)->name;
	return text && text_matches(node, text);
}

/* Of a connection that has ended only one holder is known, by name and number. */
static bool past_matches(
	const struct filter_node *node, const struct column_context *context, uint32_t row)
{
	const struct column_past *past = context->past;
	const char *process = past->process(past->context, row);
	uint32_t pid = past->pid(past->context, row);

	if (node->owner == FILTER_OWNER_PID)
		return pid && filter_compare(pid, (enum filter_op)node->op, node->number);
	return node->owner == FILTER_OWNER_PROCESS && process && text_matches(node, process);
}

bool filter_owner_matches(
	const struct filter_node *node, const struct column_context *context, uint32_t row)
{
	struct row_owners_list list;
	bool matches = false;

	if (context->past)
		return past_matches(node, context, row);
	if (!context->row_owners)
		return false;
	row_owners_find_all(context->row_owners, context->track, row, &list);
	for (size_t i = 0; i < list.count && !matches; i++)
		matches = holder_matches(node, &context->row_owners->owners, &list.all[i]);
	row_owners_list_done(&list);
	return matches;
}
