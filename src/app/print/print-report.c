/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-report.h"

#include <stdio.h>
#include <string.h>

#include "app/print/print-events.h"
#include "app/print/print-health.h"
#include "app/print/print-services.h"
#include "app/print/print-report-internal.h"
#include "app/system/clock.h"
#include "base/format.h"
#include "base/i18n.h"
#include "base/readfile.h"
#include "view/group/group-column.h"
#include "view/service/service-column.h"

/* Rows per step; nobody waits for a key here. */
#define ALL_AT_ONCE SIZE_MAX

/* A report is read by people: so many lines of each table, then how many more there are. */
#define LINES_MAX 20

/* -------- the parts of a report -------- */

/* Begins a part: its heading, or its key. */
static void begin_part(struct report *report, const char *key, const char *heading)
{
	struct buffer *out = &report->printout.output.text;

	report->printout.members = 0;
	report->printout.number = 0;
	if (report->data)
		buffer_printf(out, ",\"%s\":", key);
	else
		buffer_printf(out, "\n## %s\n\n", heading);
}

/* The figures of a part keep their columns, and nothing in them is read as Markdown. */
static void begin_figures(struct report *report)
{
	if (!report->data)
		buffer_text(&report->printout.output.text, "~~~~\n");
}

/* A writer ends its object with a line feed, which has no place inside another object. */
static void end_figures(struct report *report)
{
	struct buffer *out = &report->printout.output.text;

	if (!report->data)
		buffer_text(out, "~~~~\n");
	else if (out->length && out->data[out->length - 1] == '\n')
		out->data[--out->length] = '\0';
}

static void add_more(struct report *report, size_t count)
{
	if (!report->data && count > LINES_MAX)
		buffer_printf(&report->printout.output.text,
			P_("\n%zu more line\n", "\n%zu more lines\n", count - LINES_MAX),
			count - LINES_MAX);
}

/* Writes the first lines of report->order. */
static void write_lines(struct report *report, enum printout_content content)
{
	struct printout *printout = &report->printout;
	const struct writer *writer = report->writer;
	const struct order *order =
		content == PRINT_GROUPS ? &report->groups.order : &report->order;
	void (*write)(struct printout * printout, uint32_t row) =
		content == PRINT_GROUPS ? writer->group : writer->row;

	printout->content = content;
	printout->order = order;
	printout->count = order->count < LINES_MAX ? order->count : LINES_MAX;
	begin_figures(report);
	writer->begin(printout);
	for (size_t i = 0; i < printout->count; i++)
		write(printout, order_row(order, i));
	if (writer->end)
		writer->end(printout);
	end_figures(report);
	add_more(report, order->count);
}

static void choose_columns(struct printout *printout, const char *const *ids)
{
	printout->table = column_table;
	printout->table_count = column_count;
	printout->column_count = 0;
	for (size_t i = 0; ids[i]; i++)
		printout->columns[printout->column_count++] = column_find(ids[i]);
}

/* -------- one function for each part -------- */

static void add_item(struct report *report, const char *name, const char *value)
{
	struct buffer *out = &report->printout.output.text, text = {0};

	buffer_text(&text, value);
	printout_mask(&report->printout, &text);
	buffer_printf(out, "- %s: ", name);
	text_add_shown(out, buffer_get(&text), report->printout.charset);
	buffer_char(out, '\n');
	buffer_done(&text);
}

/* The release of the kernel, without a line feed. */
static void read_release(const struct report *report, struct buffer *out)
{
	const char *root = report->engine->here.root;
	char text[256];

	if (!readfile(root, "/proc/sys/kernel/osrelease", text, sizeof(text)))
		strcpy(text, "?");
	text[strcspn(text, "\n")] = '\0';
	buffer_text(out, text);
}

static void add_machine_items(struct report *report, const struct buffer *release)
{
	const struct printout *printout = &report->printout;
	struct buffer text = {0};

	add_item(report, _("host"), report->engine->host);
	add_item(report, _("kernel"), buffer_get(release));
	format_utc(&text, report->engine->context.now.real_us);
	add_item(report, _("time"), buffer_get(&text));
	buffer_clear(&text);
	buffer_printf(&text, "%llu, %.1f s", (unsigned long long)printout->snapshots,
		(double)printout->span_us / 1e6);
	add_item(report, _("snapshots"), buffer_get(&text));
	buffer_clear(&text);
	format_grouped(&text, report->engine->track.live_count);
	add_item(report, _("sockets"), buffer_get(&text));
	add_item(report, _("made by"), "sockview " PACKAGE_VERSION);
	buffer_clear(&text);
	engine_add_notes(report->engine, engine_hides_owners(report->engine), true, &text);
	add_item(report, _("missing"), text.length ? buffer_get(&text) : _("nothing"));
	buffer_done(&text);
}

static void add_machine(struct report *report)
{
	struct buffer *out = &report->printout.output.text, release = {0};

	read_release(report, &release);
	if (report->data) {
		writer_json_add_head(out, report->engine, engine_hides_owners(report->engine));
		buffer_text(out, ",\"kernel\":");
		text_add_json(out, buffer_get(&release));
	} else {
		buffer_printf(out, "# %s\n", _("Sockets of this machine"));
		begin_part(report, "machine", _("Machine"));
		add_machine_items(report, &release);
	}
	buffer_done(&release);
}

static void add_findings(struct report *report)
{
	struct printout *printout = &report->printout;

	begin_part(report, "health", _("Findings"));
	printout->content = PRINT_FINDINGS;
	printout->health = &report->health;
	begin_figures(report);
	report->writer->begin(printout);
	for (size_t i = 0; i < report->health.finding_count; i++)
		report->writer->finding(printout, &report->health.findings[i]);
	report->writer->end(printout);
	end_figures(report);
}

static void add_summary(struct report *report)
{
	struct printout *printout = &report->printout;
	const struct track *track = &report->engine->track;

	begin_part(report, "summary", _("Summary"));
	printout->content = PRINT_COUNTS;
	for (uint32_t row = 0; row < track->row_count; row++) {
		const struct conn *conn = &track->rows[row].conn;

		if (row_is_living(&track->rows[row]))
			printout->counts[conn->proto][conn->family][conn->state]++;
	}
	begin_figures(report);
	report->writer->begin(printout);
	for (unsigned proto = 0; proto < kind_count; proto++)
		if (parts_meet(report->options->pick.parts, parts_of_kind(proto)))
			report->writer->count(printout, (enum conn_proto)proto);
	if (report->writer->end)
		report->writer->end(printout);
	end_figures(report);
}

static void add_services(struct report *report)
{
	struct printout *printout = &report->printout;
	const struct service_list *services = &report->services;

	begin_part(report, "services", _("Services"));
	printout_choose_columns(
		printout, service_column_table, service_column_count, PRINT_SERVICES_PRIORITY);
	order_begin(&report->order, service_column_find("clients"), false);
	report->order.last = service_column_find("local");
	for (size_t i = 0; !report->error && i < services->lines.count; i++)
		report->error =
			order_add(&report->order, &printout->context, services->lines.all[i]);
	order_settle(&report->order, &printout->context, 0, report->order.count);
	write_lines(report, PRINT_SERVICES);
	report->order.last = NULL;
}

static void add_groups(
	struct report *report, const char *kind, const char *key, const char *heading)
{
	struct printout *printout = &report->printout;
	const struct track *track = &report->engine->track;
	struct groups *groups = &report->groups;

	begin_part(report, key, heading);
	groups_set_kind(groups, group_kind_find(kind));
	order_begin(&report->order, column_find("instate"), false);
	groups_begin(groups, &report->order);
	for (uint32_t row = 0; !report->error && row < track->row_count; row++)
		if (row_is_living(&track->rows[row]))
			report->error = groups_take(groups, &printout->context, row);
	if (!report->error)
		report->error = groups_end(groups, &printout->context);
	groups_settle(groups, &printout->context, 0, groups->order.count);
	printout->context.groups = groups;
	printout_choose_columns(printout, group_column_table, group_column_count, 0);
	write_lines(report, PRINT_GROUPS);
	printout->context.groups = NULL;
}

/* The sockets in which something is wrong, those first that have been so the longest. */
static void add_worst(struct report *report)
{
	static const char *const ids[] = {"proto", "local", "remote", "state", "instate", "recvq",
		"sendq", "timer", "retrans", "rtt", "user", "process", "pid", "fd", NULL};
	struct printout *printout = &report->printout;
	const struct track *track = &report->engine->track;
	const struct column_judge judge = {.context = &report->health, .tone = health_tone};

	begin_part(report, "worst", _("Sockets to look at"));
	choose_columns(printout, ids);
	order_begin(&report->order, column_find("instate"), true);
	printout->context.judge = &judge;
	for (uint32_t row = 0; !report->error && row < track->row_count; row++)
		if (row_is_living(&track->rows[row]) &&
			column_tone_of_row(&printout->context, row) >= COLUMN_WARNING)
			report->error = order_add(&report->order, &printout->context, row);
	order_settle(&report->order, &printout->context, 0, report->order.count);
	write_lines(report, PRINT_SOCKETS);
	printout->context.judge = NULL;
}

static void add_counters(struct report *report)
{
	struct buffer *out = &report->printout.output.text;
	const struct counters *counters = &report->printout.counters;
	const char *between = "";

	begin_part(report, "counters", _("Counters"));
	begin_figures(report);
	buffer_text(out, report->data ? "{" : "");
	for (unsigned i = 0; i < COUNTERS; i++) {
		uint64_t before = counters_since(&report->counters_before, counters, i);

		if (!counters_has(counters, i))
			continue;
		if (report->data)
			buffer_printf(out, "%s\"", between);
		counters_add_name(i, out);
		if (report->data)
			buffer_printf(out, "\":%llu", (unsigned long long)counters->value[i]);
		else
			buffer_printf(out, " %llu", (unsigned long long)counters->value[i]);
		if (!report->data && before)
			buffer_printf(out, " (+%llu)", (unsigned long long)before);
		buffer_text(out, report->data ? "" : "\n");
		between = ",";
	}
	buffer_text(out, report->data ? "}" : "");
	end_figures(report);
}

static void add_sysctls(struct report *report)
{
	struct buffer *out = &report->printout.output.text;
	const char *between = "";

	begin_part(report, "sysctls", _("Settings of the kernel"));
	begin_figures(report);
	buffer_text(out, report->data ? "{" : "");
	for (unsigned i = 0; i < SYSCTLS; i++) {
		if (!sysctls_has(&report->health.sysctls, i))
			continue;
		buffer_printf(
			out, report->data ? "%s\"%s\":\"" : "%s%s = ", between, sysctl_name(i));
		sysctls_add_value(&report->health.sysctls, i, out);
		buffer_text(out, report->data ? "\"" : "\n");
		between = report->data ? "," : "";
	}
	buffer_text(out, report->data ? "}" : "");
	end_figures(report);
}

/* What ended meanwhile, the last first, and by whom it was closed. */
static void add_ended(struct report *report)
{
	static const char *const ids[] = {"ended", "process", "pid", "proto", "state", "reason",
		"age", "local", "remote", "sent", "received", NULL};
	struct printout *printout = &report->printout;
	struct column_context context = printout->context;

	begin_part(report, "ended", _("Closed meanwhile"));
	if (!report->data)
		buffer_printf(&printout->output.text, "%s\n\n",
			_("Making this report closes nothing and signals nobody."));
	printout->context = engine_past_context(report->engine);
	choose_columns(printout, ids);
	order_begin(&report->order, column_find("ended"), false);
	for (uint32_t row = 0; !report->error && row < printout->context.track->row_count; row++)
		report->error = order_add(&report->order, &printout->context, row);
	order_settle(&report->order, &printout->context, 0, report->order.count);
	write_lines(report, PRINT_ENDS);
	printout->context = context;
}

/* -------- the report -------- */

static void look(struct report *report, const struct instant *now)
{
	report->printout.counters = (struct counters){0};
	print_health_look(&report->health, report->engine, now, &report->printout.counters);
	if (report->health.whole_looks == 1)
		report->counters_before = report->printout.counters;
	report->printout.context = report->engine->context;
	report->printout.context.service_list = &report->services;
	report->printout.context.hosts = report->printout.context.services = false;
	service_list_begin(&report->services, &report->printout.context);
	while (service_list_step(&report->services, ALL_AT_ONCE))
		;
}

static void take_looks(struct report *report)
{
	const struct options *options = report->options;
	struct printout *printout = &report->printout;
	struct instant now = clock_now();
	int64_t began_us = now.mono_us;

	printout->snapshots = options->count ? options->count : PRINT_HEALTH_SNAPSHOTS;
	for (uint64_t i = 0; i < printout->snapshots; i++) {
		if (i)
			print_events_wait(
				report->engine, now.mono_us + options->interval_ms * INT64_C(1000));
		now = clock_now();
		look(report, &now);
	}
	printout->span_us = now.mono_us - began_us;
	printout->hidden = engine_hides_owners(report->engine);
}

static void add_all(struct report *report)
{
	struct buffer *out = &report->printout.output.text;

	add_machine(report);
	add_findings(report);
	add_summary(report);
	add_services(report);
	add_groups(report, "process", "processes", _("Processes"));
	add_groups(report, "remote", "remotes", _("Remote hosts"));
	add_worst(report);
	add_counters(report);
	add_sysctls(report);
	add_ended(report);
	buffer_text(out, report->data ? "}\n" : "");
	if (report->data)
		report_mask_data(report, out);
}

/* Returns the exit status. */
static int write_report(struct report *report)
{
	struct output *output = &report->printout.output;

	if (report->error || report->services.starved || report->mask.starved) {
		fputs(_("sockview: short of memory\n"), stderr);
		return 1;
	}
	if (output_end_snapshot(output) < 0)
		return output_complain(output);
	return parts_are_none(report->engine->source->parts_read) ? 1 : 0;
}

int print_report(struct engine *engine, const struct options *options, enum text_charset charset)
{
	struct report report = {
		.engine = engine,
		.options = options,
		.writer = writer_of(options->format),
		.data = options_print_data(options),
		.printout = printout_make(engine, options, charset),
	};
	int status;

	engine->context.ascii = charset == TEXT_ASCII || report.data;
	health_init(&report.health, engine->here.root, !report.data);
	service_list_init(&report.services);
	groups_init(&report.groups);
	take_looks(&report);
	if (options->mask)
		report_add_names(&report);
	add_all(&report);
	status = write_report(&report);
	groups_done(&report.groups);
	order_done(&report.order);
	service_list_done(&report.services);
	health_done(&report.health);
	mask_done(&report.mask);
	printout_done(&report.printout);
	return status;
}
