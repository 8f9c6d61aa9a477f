/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CSV (RFC 4180): a header line, then one line for each socket, group or service. */
#include "app/print/writer.h"

#include "base/format.h"
#include "base/i18n.h"

static void add_value(struct buffer *out, const struct column *column,
	const struct column_value *value, const struct buffer *text)
{
	if (value->blank != COLUMN_REAL)
		return; /* an empty field */
	if (column->kind == COLUMN_TEXT || column->kind == COLUMN_LIST)
		text_add_csv(out, buffer_get(text));
	else if (column->kind == COLUMN_FLAG)
		buffer_text(out, value->number ? "true" : "false");
	else if (column->kind == COLUMN_TENTHS)
		buffer_printf(out, "%llu.%u", (unsigned long long)value->number / 10,
			(unsigned)(value->number % 10));
	else
		buffer_number(out, value->number);
}

/* Writes the header line: the keys of JSON, with _ instead of the dot. */
static void begin(struct printout *printout)
{
	struct buffer *out = &printout->output.text;
	const char *between = "";

	if (printout->number || !printout->header)
		return;
	if (printout->content == PRINT_GROUPS) {
		buffer_printf(out, "%s,note", printout->context.groups->kind->id);
		between = ",";
	} else if (printout->content == PRINT_SERVICES) {
		buffer_text(out, "time");
		between = ",";
	}
	for (size_t i = 0; i < printout->table_count; i++) {
		const char *data = printout->table[i].data;

		if (!data)
			continue;
		buffer_text(out, between);
		between = ",";
		for (; *data; data++)
			buffer_char(out, *data == '.' ? '_' : *data);
	}
	buffer_text(out, "\r\n");
}

static void write_fields(struct printout *printout, uint32_t row, bool first)
{
	struct buffer *out = &printout->output.text;

	for (size_t i = 0; i < printout->table_count; i++) {
		const struct column *column = &printout->table[i];
		struct column_value value;

		if (!column->data)
			continue;
		if (!first)
			buffer_char(out, ',');
		first = false;
		buffer_clear(&printout->text);
		value = column->read(&printout->context, row, &printout->text);
		add_value(out, column, &value, &printout->text);
	}
	buffer_text(out, "\r\n");
}

static void write_row(struct printout *printout, uint32_t row)
{
	/* Services are followed over time, from snapshot to snapshot. */
	if (printout->content == PRINT_SERVICES)
		format_utc(&printout->output.text, printout->context.now.real_us);
	write_fields(printout, row, printout->content != PRINT_SERVICES);
}

static void write_group(struct printout *printout, uint32_t group)
{
	struct buffer *out = &printout->output.text;
	bool named = writer_read_group_name(&printout->context, group, &printout->text);

	if (!named)
		buffer_char(out, ',');
	text_add_csv(out, buffer_get(&printout->text));
	if (named)
		buffer_char(out, ',');
	write_fields(printout, group, false);
}

const struct writer writer_csv = {
	.format =
		{
			.id = "csv",
			.help = N_("a line a socket or group, for spreadsheets"),
			.modes = 1U << MODE_ONCE | 1U << MODE_BATCH,
			.flags = OUTPUT_DATA,
		},
	.begin = begin,
	.row = write_row,
	.group = write_group,
};
