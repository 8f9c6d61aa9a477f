/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/writer/writer.h"

#include "view/group/group.h"

/* In the order of --format=help; the first is the default. */
static const struct writer *const writers[] = {
	&writer_table, &writer_json, &writer_csv, &writer_prometheus};
#define WRITERS (sizeof(writers) / sizeof(writers[0]))

const struct output_format *writer_format(size_t index)
{
	return index < WRITERS ? &writers[index]->format : NULL;
}

const struct writer *writer_of(const struct output_format *format)
{
	size_t i = 0;

	while (&writers[i]->format != format)
		i++;
	return writers[i];
}

void writer_write_order(const struct writer *writer, struct printout *printout)
{
	void (*write)(struct printout * printout, uint32_t row) =
		printout->content == PRINT_GROUPS ? writer->group : writer->row;

	writer->begin(printout);
	for (size_t i = 0; i < printout->count; i++) {
		write(printout, order_row(printout->order, i));
		output_drain(&printout->output);
	}
	if (writer->end)
		writer->end(printout);
}

bool writer_read_group_name(
	const struct column_context *context, uint32_t group, struct buffer *text)
{
	enum group_name name = (enum group_name) * group_key(context->groups, group);
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

struct printout printout_make(
	const struct engine *engine, const struct options *options, enum text_charset charset)
{
	return (struct printout){
		.engine = engine,
		.output = {.path = options->output},
		.charset = charset,
		.header = !options->no_header,
		/* The settings are those of the screen: a pipe gets colours only if asked for here.
		 */
		.colored = options->color == COLOR_ALWAYS && options->color_chosen,
		.theme = options->theme,
	};
}

void printout_choose_columns(
	struct printout *printout, const struct column *table, size_t count, unsigned least)
{
	printout->table = table;
	printout->table_count = count;
	printout->column_count = 0;
	for (size_t i = 0; i < count; i++)
		if (column_is_shown(&table[i]) && table[i].priority >= least)
			printout->columns[printout->column_count++] = &table[i];
}

void printout_mask(const struct printout *printout, struct buffer *text)
{
	struct buffer masked = {0};

	if (!printout->mask)
		return;
	mask_text(printout->mask, buffer_get(text), &masked);
	buffer_done(text);
	*text = masked;
}

void printout_done(struct printout *printout)
{
	output_done(&printout->output);
	buffer_done(&printout->text);
}
