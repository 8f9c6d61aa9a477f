/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text for people: columns as wide as their contents, counts in columns, findings as sentences. */
#include "app/print/writer/writer.h"

#include "app/print/writer/summary-table.h"
#include "base/format.h"
#include "base/i18n.h"
#include "ui/page/draw-health.h"
#include "ui/draw/frame.h"
#include "view/group/group-column.h"

/* -------- sockets and groups -------- */

static void widen(size_t *width, size_t needed)
{
	if (needed > *width)
		*width = needed;
}

static const char *title_of(const struct printout *printout, const struct column *column)
{
	if (printout->content == PRINT_GROUPS)
		return group_column_title(column, printout->context.groups);
	return column->title;
}

static const char *read_cell(struct printout *printout, const struct column *column, uint32_t row)
{
	buffer_clear(&printout->text);
	column_add_text(column, &printout->context, row, &printout->text);
	printout_mask(printout, &printout->text);
	return buffer_get(&printout->text);
}

static void measure(struct printout *printout)
{
	for (size_t i = 0; i < printout->column_count; i++)
		printout->widths[i] = strlen(title_of(printout, printout->columns[i]));
	for (size_t i = 0; i < printout->count; i++) {
		uint32_t row = order_row(printout->order, i);

		for (size_t column = 0; column < printout->column_count; column++)
			widen(&printout->widths[column],
				text_width(read_cell(printout, printout->columns[column], row),
					printout->charset));
	}
}

/* Makes what follows look as on the screen (SGR of ECMA-48); false: it looks as text does. */
static bool begin_look(struct printout *printout, enum style style)
{
	struct style_look look = style_look(printout->theme, style);
	struct buffer *out = &printout->output.text;

	if (!printout->colored || style == STYLE_NORMAL)
		return false;
	buffer_text(out, "\033[0");
	if (look.attributes & STYLE_BOLD)
		buffer_text(out, ";1");
	if (look.attributes & STYLE_FAINT)
		buffer_text(out, ";2");
	if (look.attributes & STYLE_UNDERLINE)
		buffer_text(out, ";4");
	if (look.attributes & STYLE_REVERSE)
		buffer_text(out, ";7");
	if (look.foreground >= 0)
		buffer_printf(out, ";3%d", look.foreground);
	if (look.background >= 0)
		buffer_printf(out, ";4%d", look.background);
	buffer_char(out, 'm');
	return true;
}

/* Writes the cell of column number `index`. */
static void write_cell(struct printout *printout, size_t index, const char *text, enum style style)
{
	struct buffer *out = &printout->output.text;
	bool looks = begin_look(printout, style);
	bool right = printout->columns[index]->flags & COLUMN_RIGHT;
	bool last = index + 1 == printout->column_count;

	if (last && !right)
		text_add_shown(out, text, printout->charset);
	else
		text_add_fitted(out, text, printout->widths[index], right, printout->charset);
	if (looks)
		buffer_text(out, "\033[0m");
	if (!last)
		buffer_char(out, ' ');
}

static void begin_lines(struct printout *printout)
{
	if (printout->number)
		buffer_char(&printout->output.text, '\n');
	measure(printout);
	if (!printout->header)
		return;
	for (size_t i = 0; i < printout->column_count; i++)
		write_cell(printout, i, title_of(printout, printout->columns[i]), STYLE_STRONG);
	buffer_char(&printout->output.text, '\n');
}

/* Nobody looks at tones that are not shown. */
static enum column_tone tone_of(
	const struct printout *printout, const struct column *column, uint32_t row)
{
	return printout->colored && printout->content != PRINT_GROUPS
		       ? column_tone(column, &printout->context, row)
		       : COLUMN_PLAIN;
}

static void write_line(struct printout *printout, uint32_t row)
{
	for (size_t i = 0; i < printout->column_count; i++) {
		const struct column *column = printout->columns[i];
		const char *text = read_cell(printout, column, row);

		write_cell(printout, i, text,
			draw_cell_style(tone_of(printout, column, row), text, STYLE_NORMAL));
	}
	buffer_char(&printout->output.text, '\n');
}

/* -------- counts -------- */

static void begin_counts(struct printout *printout)
{
	struct buffer *out = &printout->output.text;

	if (!printout->header)
		return;
	buffer_printf(out, "%-16s %9s %9s ", "", "ipv4", "ipv6");
	text_add_fitted(out, _("total"), 9, true, TEXT_UTF8);
	buffer_char(out, '\n');
}

static void add_count(struct buffer *out, const char *name, size_t ipv4, size_t ipv6)
{
	buffer_text(out, "  ");
	text_add_fitted(out, name, 14, false, TEXT_UTF8);
	buffer_printf(out, " %9zu %9zu %9zu\n", ipv4, ipv6, ipv4 + ipv6);
}

static void add_totals(struct buffer *out, const struct counters *counters, enum conn_proto proto)
{
	const struct summary_table_total *total;
	size_t at = 0;
	bool first = true;

	while ((total = summary_table_next_total(counters, proto, &at))) {
		if (first)
			buffer_printf(out, "  %s", _("kernel:"));
		first = false;
		buffer_printf(out, " %s %llu", total->name,
			(unsigned long long)counters->value[total->counter]);
	}
	if (!first)
		buffer_char(out, '\n');
}

static void write_counts(struct printout *printout, enum conn_proto proto)
{
	struct buffer *out = &printout->output.text;
	size_t ipv4 = 0, ipv6 = 0;

	buffer_printf(out, "%s\n", conn_proto_name(proto));
	for (size_t i = 0; i < summary_table_state_count; i++) {
		size_t v4 = printout->counts[proto][CONN_IPV4][summary_table_states[i]];
		size_t v6 = printout->counts[proto][CONN_IPV6][summary_table_states[i]];

		if (v4 + v6)
			add_count(out, conn_state_name(proto, summary_table_states[i]), v4, v6);
		ipv4 += v4;
		ipv6 += v6;
	}
	add_count(out, _("total"), ipv4, ipv6);
	add_totals(out, &printout->counters, proto);
}

/* -------- findings -------- */

static void begin_findings(struct printout *printout)
{
	struct buffer *out = &printout->output.text, number = {0};
	size_t sockets = printout->engine->track.live_count;

	if (parts_are_none(printout->engine->source->parts_read))
		buffer_text(out, _("sockets could not be read"));
	else
		draw_health_verdict(printout->health, out);
	format_grouped(&number, sockets);
	buffer_printf(out,
		P_(" (%s socket, looked at %llu times within %.1f seconds)",
			" (%s sockets, looked at %llu times within %.1f seconds)", sockets),
		buffer_get(&number), (unsigned long long)printout->snapshots,
		(double)printout->span_us / 1e6);
	buffer_char(out, '\n');
	buffer_done(&number);
}

static void add_line(struct printout *printout, const char *heading, const struct buffer *text)
{
	struct buffer *out = &printout->output.text, line = {0};

	if (!text->length)
		return;
	buffer_text(out, "  ");
	if (*heading)
		buffer_printf(out, "%s ", heading);
	buffer_text(&line, buffer_get(text));
	printout_mask(printout, &line);
	text_add_shown(out, buffer_get(&line), printout->charset);
	buffer_char(out, '\n');
	buffer_done(&line);
}

static void write_finding(struct printout *printout, const struct health_finding *finding)
{
	static const char *const severities[HEALTH_SEVERITIES] = {
		N_("NOTE"), N_("WARNING"), N_("PROBLEM")};

	buffer_printf(&printout->output.text, "\n%s: %s\n", _(severities[finding->severity]),
		_(health_title(finding)));
	add_line(printout, "", &finding->text);
	add_line(printout, "", &finding->advice);
	add_line(printout, _("sockets:"), &finding->filter);
}

/* Appends what was looked for, or what could not be. */
static void add_looked_for(
	struct printout *printout, enum health_coverage coverage, const char *heading)
{
	struct buffer *out = &printout->output.text;
	bool first = true;

	for (size_t i = 0; i < health_kinds; i++) {
		if (health_coverage(printout->health, &health_table[i]) != coverage)
			continue;
		buffer_printf(out, "%s%s", first ? "" : ", ", first ? heading : "");
		buffer_printf(out, "%s%s", first ? " " : "", _(health_table[i].title));
		first = false;
	}
	if (!first)
		buffer_char(out, '\n');
}

static void end_findings(struct printout *printout)
{
	struct buffer *out = &printout->output.text, notes = {0};

	if (printout->health->more)
		buffer_printf(out, _("\n%zu more of the same kinds\n"), printout->health->more);
	buffer_char(out, '\n');
	add_looked_for(printout, HEALTH_CHECKED, _("looked for:"));
	add_looked_for(printout, HEALTH_TOO_EARLY, _("not looked at for long enough:"));
	add_looked_for(printout, HEALTH_NOT_TOLD, _("cannot be told here:"));
	engine_add_notes(printout->engine, false, true, &notes);
	add_line(printout, "", &notes);
	buffer_done(&notes);
}

/* -------- */

static void begin(struct printout *printout)
{
	switch (printout->content) {
	case PRINT_SOCKETS:
	case PRINT_ENDS:
	case PRINT_GROUPS:
	case PRINT_SERVICES:
	case PRINT_PORTS:
		begin_lines(printout);
		break;
	case PRINT_COUNTS:
		begin_counts(printout);
		break;
	case PRINT_FINDINGS:
		begin_findings(printout);
		break;
	}
}

static void end(struct printout *printout)
{
	if (printout->content == PRINT_FINDINGS)
		end_findings(printout);
}

const struct writer writer_table = {
	.format =
		{
			.id = "table",
			.help = N_("text for people (the default)"),
			.modes = ~0U, /* allowed even if nothing is printed */
		},
	.begin = begin,
	.row = write_line,
	.group = write_line,
	.count = write_counts,
	.finding = write_finding,
	.end = end,
};
