/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON: one object on one line for a snapshot, a summary or a health report. */
#include "app/print/writer/writer-json.h"

#include "app/print/writer/writer-event.h"
#include "app/print/writer/summary-table.h"
#include "app/print/writer/writer.h"
#include "base/format.h"
#include "base/i18n.h"

static void add_flag(struct buffer *out, bool flag)
{
	buffer_text(out, flag ? "true" : "false");
}

/* -------- columns -------- */

/* Returns the length of the group's name in a key ("tcp" in "tcp.rtt_us"); 0: none. */
static size_t group_length(const char *data)
{
	const char *dot = strchr(data, '.');

	return dot ? (size_t)(dot - data) : 0;
}

static void add_value(struct buffer *out, const struct column *column,
	const struct column_value *value, const struct buffer *text)
{
	if (value->blank != COLUMN_REAL)
		buffer_text(out, "null");
	else if (column->kind == COLUMN_TEXT)
		text_add_json(out, buffer_get(text));
	else if (column->kind == COLUMN_LIST)
		buffer_text(out, buffer_get(text));
	else if (column->kind == COLUMN_FLAG)
		add_flag(out, value->number);
	else if (column->kind == COLUMN_TENTHS)
		buffer_printf(out, "%llu.%u", (unsigned long long)value->number / 10,
			(unsigned)(value->number % 10));
	else
		buffer_number(out, value->number);
}

static void add_key(struct buffer *out, const char *key, size_t length, bool first)
{
	if (!first)
		buffer_char(out, ',');
	buffer_char(out, '"');
	buffer_add(out, key, length);
	buffer_add(out, "\":", 2);
}

static bool same_group(const char *data, const char *group, size_t length)
{
	return length && group_length(data) == length && strncmp(data, group, length) == 0;
}

/* Appends the columns of a table that are data. If the first value of a group is missing, the whole
 * group is null. `first`: these are the first members of their object. */
static void add_fields(struct buffer *out, const struct column *table, size_t count,
	const struct column_context *context, uint32_t row, bool first, struct buffer *text)
{
	const char *group = NULL;
	size_t length = 0;
	bool inside = false;

	for (size_t i = 0; i < count; i++) {
		const struct column *column = &table[i];
		struct column_value value;

		if (!column->data)
			continue;
		if (group && !inside && same_group(column->data, group, length))
			continue; /* belongs to a group that is null */
		if (inside && !same_group(column->data, group, length)) {
			buffer_char(out, '}');
			inside = false;
		}
		buffer_clear(text);
		value = column->read(context, row, text);
		if (column->flags & COLUMN_OPTIONAL && value.blank != COLUMN_REAL)
			continue;
		if (!inside && (length = group_length(column->data))) {
			group = column->data;
			add_key(out, group, length, first);
			first = true;
			inside = value.blank == COLUMN_REAL;
			if (!inside) {
				buffer_text(out, "null");
				first = false;
				continue;
			}
			buffer_char(out, '{');
		}
		add_key(out, column->data + (inside ? length + 1 : 0),
			strlen(column->data) - (inside ? length + 1 : 0), first);
		first = false;
		add_value(out, column, &value, text);
	}
	if (inside)
		buffer_char(out, '}');
}

void writer_json_add_socket(struct buffer *out, const struct column_context *context, uint32_t row)
{
	struct buffer text = {0};

	buffer_char(out, '{');
	add_fields(out, column_table, column_count, context, row, true, &text);
	buffer_char(out, '}');
	buffer_done(&text);
}

/* -------- sockets and groups -------- */

/* Begins a member of the list that begin() has opened. */
static void open_member(struct printout *printout)
{
	buffer_text(&printout->output.text, printout->members++ ? ",{" : "{");
}

static void close_member(struct printout *printout, uint32_t row, bool first)
{
	struct buffer *out = &printout->output.text;

	add_fields(out, printout->table, printout->table_count, &printout->context, row, first,
		&printout->text);
	buffer_char(out, '}');
}

static void write_end(struct printout *printout, uint32_t row)
{
	struct happening event = {
		.context = &printout->context, .row = row, .what = HAPPENING_CLOSED};

	if (printout->members++)
		buffer_char(&printout->output.text, ',');
	writer_event_add_json(&printout->output.text, &event);
}

static void write_row(struct printout *printout, uint32_t row)
{
	if (printout->content == PRINT_ENDS) {
		write_end(printout, row);
		return;
	}
	open_member(printout);
	close_member(printout, row, true);
}

/* Writes {"process":"api","note":null,... */
static void write_group(struct printout *printout, uint32_t group)
{
	const struct group_kind *kind = printout->context.groups->kind;
	struct buffer *out = &printout->output.text, *text = &printout->text;
	bool named = writer_read_group_name(&printout->context, group, text);

	open_member(printout);
	buffer_printf(out, "\"%s\":%s", kind->id, named ? "" : "null,\"note\":");
	if (named && kind->numeric)
		buffer_text(out, buffer_get(text));
	else
		text_add_json(out, buffer_get(text));
	buffer_text(out, named ? ",\"note\":null" : "");
	close_member(printout, group, false);
}

/* -------- counts -------- */

static void add_family(struct printout *printout, enum conn_proto proto, enum conn_family family)
{
	struct buffer *out = &printout->output.text;
	const char *between = "";

	buffer_printf(out, "\"%s\":{", conn_family_name(family));
	for (size_t i = 0; i < summary_table_state_count; i++) {
		size_t count = printout->counts[proto][family][summary_table_states[i]];

		if (!count)
			continue;
		buffer_printf(out, "%s\"%s\":%zu", between,
			conn_state_name(proto, summary_table_states[i]), count);
		between = ",";
	}
	buffer_char(out, '}');
}

static void write_counts(struct printout *printout, enum conn_proto proto)
{
	struct buffer *out = &printout->output.text;
	const struct summary_table_total *total;
	const char *between = "";
	size_t at = 0;

	buffer_printf(out, ",\"%s\":{", conn_proto_name(proto));
	add_family(printout, proto, CONN_IPV4);
	buffer_char(out, ',');
	add_family(printout, proto, CONN_IPV6);
	buffer_text(out, ",\"kernel\":{");
	while ((total = summary_table_next_total(&printout->counters, proto, &at))) {
		buffer_printf(out, "%s\"%s\":%llu", between, total->name,
			(unsigned long long)printout->counters.value[total->counter]);
		between = ",";
	}
	buffer_text(out, "}}");
}

/* -------- findings -------- */

/* Returns the word with its quotation marks, or null. */
static const char *status_word(const struct printout *printout)
{
	static const char *const words[HEALTH_SEVERITIES] = {
		"\"well\"", "\"warnings\"", "\"problems\""};
	int worst = health_worst(printout->health);

	if (parts_are_none(printout->engine->source->parts_read))
		return "null";
	return words[worst < 0 ? HEALTH_INFO : worst];
}

static void add_text(struct buffer *out, const char *key, const struct buffer *text)
{
	buffer_printf(out, ",\"%s\":", key);
	if (text->length)
		text_add_json(out, buffer_get(text));
	else
		buffer_text(out, "null");
}

static void write_finding(struct printout *printout, const struct health_finding *finding)
{
	struct buffer *out = &printout->output.text;

	open_member(printout);
	buffer_printf(out, "\"id\":\"%s\",\"severity\":\"%s\"", finding->kind->id,
		health_severity_name(finding->severity));
	add_text(out, "subject", &finding->subject);
	add_text(out, "text", &finding->text);
	buffer_printf(out, ",\"value\":%llu", (unsigned long long)finding->value);
	if (finding->limit && finding->limit != UINT64_MAX)
		buffer_printf(out, ",\"limit\":%llu", (unsigned long long)finding->limit);
	else
		buffer_text(out, ",\"limit\":null");
	if (finding->has_growth)
		buffer_printf(out, ",\"growth_per_minute\":%lld", (long long)finding->growth);
	else
		buffer_text(out, ",\"growth_per_minute\":null");
	add_text(out, "advice", &finding->advice);
	add_text(out, "filter", &finding->filter);
	buffer_printf(out, ",\"subjects\":%zu,\"includes\":[", finding->subjects);
	for (size_t i = 0, count = 0; i < health_kinds; i++)
		if (finding->includes >> i & 1)
			buffer_printf(out, "%s\"%s\"", count++ ? "," : "", health_table[i].id);
	buffer_text(out, "]}");
}

static void add_ids(struct buffer *out, const struct health *health, bool checked)
{
	const char *between = "";

	for (size_t i = 0; i < health_kinds; i++) {
		bool is_checked = health_coverage(health, &health_table[i]) == HEALTH_CHECKED;

		if (is_checked != checked)
			continue;
		buffer_printf(out, "%s\"%s\"", between, health_table[i].id);
		between = ",";
	}
}

static void end_findings(struct printout *printout)
{
	struct buffer *out = &printout->output.text;

	buffer_printf(out, "],\"more\":%zu,\"checked\":[", printout->health->more);
	add_ids(out, printout->health, true);
	buffer_text(out, "],\"not_checked\":[");
	add_ids(out, printout->health, false);
	buffer_text(out, "]}\n");
}

/* -------- */

void writer_json_add_head(struct buffer *out, const struct engine *engine, bool hidden)
{
	struct buffer note = {0};

	buffer_text(out, "{\"schema\":1,\"program\":\"sockview\",\"version\":\"" PACKAGE_VERSION
			 "\",\"time\":\"");
	format_utc(out, engine->context.now.real_us);
	buffer_text(out, "\",\"host\":");
	text_add_json(out, engine->host);
	buffer_text(out, ",\"complete\":");
	add_flag(out, engine_is_complete(engine));
	buffer_text(out, ",\"notes\":[");
	for (unsigned i = 0; engine_add_note(engine, i, hidden, false, &note); i++) {
		if (i)
			buffer_char(out, ',');
		text_add_json(out, buffer_get(&note));
		buffer_clear(&note);
	}
	buffer_char(out, ']');
	buffer_done(&note);
}

/* How many of the connections that were made since the snapshot before were seen. */
static void add_coverage(struct buffer *out, const struct coverage *coverage)
{
	if (coverage->known)
		buffer_printf(out, ",\"coverage\":{\"seen\":%llu,\"made\":%llu}",
			(unsigned long long)coverage->seen, (unsigned long long)coverage->made);
	else
		buffer_text(out, ",\"coverage\":null");
}

static void add_mark(struct buffer *out, const struct mark_head *mark)
{
	buffer_text(out, ",\"boot_id\":");
	text_add_json(out, mark->boot);
	buffer_printf(
		out, ",\"netns_inode\":%llu,\"filter\":", (unsigned long long)mark->netns_inode);
	if (mark->filter)
		text_add_json(out, mark->filter);
	else
		buffer_text(out, "null");
}

static void begin(struct printout *printout)
{
	struct buffer *out = &printout->output.text;

	printout->members = 0;
	writer_json_add_head(out, printout->engine, printout->hidden);
	if (printout->mark)
		add_mark(out, printout->mark);
	if (printout->in_series &&
		(printout->content == PRINT_SOCKETS || printout->content == PRINT_GROUPS))
		add_coverage(out, &printout->engine->coverage);
	switch (printout->content) {
	case PRINT_SOCKETS:
		buffer_text(out, ",\"sockets\":[");
		break;
	case PRINT_GROUPS:
		buffer_printf(
			out, ",\"group\":\"%s\",\"groups\":[", printout->context.groups->kind->id);
		break;
	case PRINT_SERVICES:
		buffer_text(out, ",\"services\":[");
		break;
	case PRINT_PORTS:
		buffer_text(out, ",\"ports\":[");
		break;
	case PRINT_ENDS:
		buffer_text(out, ",\"history\":[");
		break;
	case PRINT_COUNTS:
		break;
	case PRINT_FINDINGS:
		buffer_printf(out, ",\"snapshots\":%llu,\"status\":%s,\"findings\":[",
			(unsigned long long)printout->snapshots, status_word(printout));
		break;
	}
}

static void end(struct printout *printout)
{
	if (printout->content == PRINT_FINDINGS)
		end_findings(printout);
	else
		buffer_text(
			&printout->output.text, printout->content == PRINT_COUNTS ? "}\n" : "]}\n");
}

const struct writer writer_json = {
	.format =
		{
			.id = "json",
			.help = N_("an object a line: a snapshot, a summary, findings, a result of "
				   "-K"),
			.modes = 1U << MODE_ONCE | 1U << MODE_BATCH | 1U << MODE_SUMMARY |
				 1U << MODE_HEALTH | 1U << MODE_KILL | 1U << MODE_EVENTS |
				 1U << MODE_HISTORY | 1U << MODE_REPORT | 1U << MODE_MARK |
				 1U << MODE_COMPARE,
			.flags = OUTPUT_DATA | OUTPUT_NOTES,
		},
	.begin = begin,
	.row = write_row,
	.group = write_group,
	.count = write_counts,
	.finding = write_finding,
	.end = end,
};
