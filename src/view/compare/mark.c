/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/compare/mark-internal.h"

#include <stdlib.h>

#include "base/i18n.h"

static const char *process_of(const void *context, uint32_t row)
{
	const struct mark *mark = context;

	return mark_word(mark, mark->more[row].process);
}

static const char *unit_of(const void *context, uint32_t row)
{
	const struct mark *mark = context;

	return mark_word(mark, mark->more[row].unit);
}

static uint32_t pid_of(const void *context, uint32_t row)
{
	const struct mark *mark = context;

	return mark->more[row].pid;
}

static const char *reason_of(const void *context, uint32_t row)
{
	(void)context;
	(void)row;
	return NULL;
}

/* Returns NULL, or why the text, which is JSON, is no mark. */
static const char *read_head(struct mark *mark, struct json text, struct json *ret_sockets)
{
	struct json value;
	char program[16];
	uint64_t schema;

	if (!json_member(text, "program", &value) ||
		!json_string(value, program, sizeof(program)) || strcmp(program, "sockview") != 0 ||
		!json_member(text, "boot_id", &value) ||
		!json_string(value, mark->boot, sizeof(mark->boot)) ||
		!json_member(text, "time", &value) ||
		!json_string(value, mark->time, sizeof(mark->time)) ||
		!json_member(text, "sockets", ret_sockets) || *ret_sockets->at != '[')
		return N_("no mark: --mark=FILE writes one");
	if (!json_member(text, "schema", &value) || !json_number(value, &schema) || schema != 1)
		return N_("a mark of another version of the program");
	if (json_member(text, "netns_inode", &value))
		json_number(value, &mark->netns_inode);
	if (json_member(text, "filter", &value))
		json_string(value, mark->filter, sizeof(mark->filter));
	mark->complete = json_member(text, "complete", &value) && json_is_true(value);
	return NULL;
}

bool mark_read(struct mark *mark, const char *text, size_t length, struct mark_fault *ret_fault)
{
	struct json all = json_text(text, length), sockets, element;

	*mark = (struct mark){
		.text = text, .reader = {mark, process_of, unit_of, pid_of, reason_of}};
	track_init(&mark->track, 0);
	*ret_fault = (struct mark_fault){.reason = NULL};
	if (!json_check(text, length, &ret_fault->offset)) {
		ret_fault->reason =
			ret_fault->offset < length ? N_("no JSON") : N_("the file ends too early");
		return false;
	}
	ret_fault->offset = 0;
	ret_fault->reason = read_head(mark, all, &sockets);
	while (!ret_fault->reason && json_next(&sockets, &element)) {
		ret_fault->offset = (size_t)(element.at - text);
		ret_fault->reason = mark_read_socket(mark, element, json_length(element));
	}
	return !ret_fault->reason;
}

void mark_done(struct mark *mark)
{
	free(mark->more);
	buffer_done(&mark->words);
	track_done(&mark->track);
}

struct column_context mark_context(const struct mark *mark, const struct column_context *now)
{
	struct column_context context = *now;

	context.track = &mark->track;
	context.past = &mark->reader;
	context.row_owners = NULL;
	context.hosts = context.services = false;
	return context;
}
