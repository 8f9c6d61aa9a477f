/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-groups.h"

#include <stdlib.h>
#include <string.h>

#include "app/print/print-sockets.h"
#include "base/i18n.h"
#include "view/group/group-column.h"

/* Data name hosts and services by their numbers. */
static struct column_context context_of(const struct engine *engine, const struct groups *groups)
{
	struct column_context context = engine->context;

	context.groups = groups;
	context.services = false;
	context.hosts = false;
	return context;
}

static enum group_name name_of(const struct groups *groups, uint32_t group)
{
	return (enum group_name) * group_key(groups, group);
}

/* What the sockets have in common; false where they have no value, and `text` tells why. */
static bool get_name(const struct column_context *context, uint32_t group, struct buffer *text)
{
	enum group_name name = name_of(context->groups, group);
	size_t length;

	buffer_clear(text);
	if (name == GROUP_NONE)
		buffer_text(text, "none");
	else if (name == GROUP_UNKNOWN)
		buffer_text(text, "unknown");
	else
		groups_add_name(context->groups, context, group, text);
	length = text->length;
	if (name == GROUP_NOTE && length > 2 && text->data[0] == '(') { /* "(time-wait)" */
		memmove(text->data, text->data + 1, length - 2);
		text->length = length - 2;
		text->data[text->length] = '\0';
	}
	return name == GROUP_NAMED;
}

/* "process":"api","note":null */
static void add_json_name(struct buffer *out, const struct column_context *context, uint32_t group,
	struct buffer *text)
{
	const struct group_kind *kind = context->groups->kind;
	bool named = get_name(context, group, text);

	buffer_printf(out, "\"%s\":", kind->id);
	if (!named)
		buffer_text(out, "null");
	else if (kind->numeric)
		buffer_text(out, buffer_get(text));
	else
		text_add_json(out, buffer_get(text));
	buffer_text(out, ",\"note\":");
	if (named)
		buffer_text(out, "null");
	else
		text_add_json(out, buffer_get(text));
}

static void add_json_group(struct buffer *out, const struct column_context *context, uint32_t group,
	struct buffer *text)
{
	buffer_char(out, '{');
	add_json_name(out, context, group, text);
	for (size_t i = 0; i < group_column_count; i++) {
		const struct column *column = &group_column_table[i];
		struct column_value value;

		if (!column->data)
			continue;
		buffer_clear(text);
		value = column->read(context, group, text);
		buffer_printf(out, ",\"%s\":", column->data);
		records_add_json_value(out, column, &value, text);
	}
	buffer_char(out, '}');
}

void group_records_write_json(struct output *output, const struct engine *engine,
	const struct groups *groups, bool hidden)
{
	struct column_context context = context_of(engine, groups);
	struct buffer text = {0};

	records_add_json_head(&output->text, engine, hidden);
	buffer_printf(&output->text, ",\"group\":\"%s\",\"groups\":[", groups->kind->id);
	for (size_t i = 0; i < groups->order.count; i++) {
		if (i)
			buffer_char(&output->text, ',');
		add_json_group(&output->text, &context, order_row(&groups->order, i), &text);
		output_drain(output);
	}
	buffer_text(&output->text, "]}\n");
	buffer_done(&text);
}

static void write_csv_header(struct output *output, const struct group_kind *kind)
{
	buffer_printf(&output->text, "%s,note", kind->id);
	for (size_t i = 0; i < group_column_count; i++)
		if (group_column_table[i].data)
			buffer_printf(&output->text, ",%s", group_column_table[i].data);
	buffer_text(&output->text, "\r\n");
}

static void add_csv_group(struct buffer *out, const struct column_context *context, uint32_t group,
	struct buffer *text)
{
	bool named = get_name(context, group, text);

	if (!named)
		buffer_char(out, ',');
	text_add_csv(out, buffer_get(text));
	if (named)
		buffer_char(out, ',');
	for (size_t i = 0; i < group_column_count; i++) {
		const struct column *column = &group_column_table[i];
		struct column_value value;

		if (!column->data)
			continue;
		buffer_char(out, ',');
		buffer_clear(text);
		value = column->read(context, group, text);
		records_add_csv_value(out, column, &value, text);
	}
	buffer_text(out, "\r\n");
}

void group_records_write_csv(struct output *output, const struct engine *engine,
	const struct groups *groups, bool header)
{
	struct column_context context = context_of(engine, groups);
	struct buffer text = {0};

	if (header)
		write_csv_header(output, groups->kind);
	for (size_t i = 0; i < groups->order.count; i++) {
		add_csv_group(&output->text, &context, order_row(&groups->order, i), &text);
		output_drain(output);
	}
	buffer_done(&text);
}

void group_records_write_table(struct output *output, const struct engine *engine,
	const struct groups *groups, bool over_time, bool header, enum text_charset charset)
{
	struct column_context context = engine->context;
	struct column columns[LAYOUT_COLUMNS_MAX];
	const struct column *chosen[LAYOUT_COLUMNS_MAX];
	size_t count = 0;

	context.groups = groups;
	for (size_t i = 0; i < group_column_count; i++) {
		const struct column *column = &group_column_table[i];

		if (!column_is_shown(column) || (column->flags & COLUMN_OVER_TIME && !over_time))
			continue;
		columns[count] = *column;
		columns[count].title = group_column_title(column, groups);
		chosen[count] = &columns[count];
		count++;
	}
	records_write_table(output, &context, &groups->order, chosen, count, header, charset);
}
