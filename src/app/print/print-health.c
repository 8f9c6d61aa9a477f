/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-health.h"

#include "app/system/clock.h"
#include "app/print/output.h"
#include "app/print/print-sockets.h"
#include "base/format.h"
#include "base/i18n.h"
#include "base/text.h"
#include "ui/draw/draw-health.h"
#include "view/health/health.h"

/* Rows at a time; nobody waits for a key here. */
#define ALL_AT_ONCE SIZE_MAX

struct report {
	struct output output;
	struct health health;
	const struct engine *engine;
	enum text_charset charset;
	uint64_t snapshots;
	int64_t began_us, ended_us;
};

static void look(struct report *report, struct engine *engine, const struct instant *now)
{
	struct counters counters;

	engine_refresh(engine, now);
	counters_read(&counters, report->health.root);
	health_begin(&report->health, &engine->context, &counters);
	while (health_step(&report->health, ALL_AT_ONCE))
		;
}

/* -------- as text -------- */

static void add_head(struct report *report)
{
	struct buffer *out = &report->output.text, number = {0};

	if (report->engine->sweep.parts_read == 0)
		buffer_text(out, _("sockets could not be read"));
	else
		draw_health_verdict(&report->health, out);
	format_grouped(&number, report->engine->track.live_count);
	buffer_printf(out,
		P_(" (%s socket, looked at %llu times within %.1f seconds)",
			" (%s sockets, looked at %llu times within %.1f seconds)",
			report->engine->track.live_count),
		buffer_get(&number), (unsigned long long)report->snapshots,
		(double)(report->ended_us - report->began_us) / 1e6);
	buffer_char(out, '\n');
	buffer_done(&number);
}

static void add_line(struct report *report, const char *heading, const struct buffer *text)
{
	struct buffer *out = &report->output.text;

	if (!text->length)
		return;
	buffer_text(out, "  ");
	if (*heading)
		buffer_printf(out, "%s ", heading);
	text_add_shown(out, buffer_get(text), report->charset);
	buffer_char(out, '\n');
}

static void add_finding(struct report *report, const struct health_finding *finding)
{
	static const char *const severities[HEALTH_SEVERITIES] = {
		N_("NOTE"), N_("WARNING"), N_("PROBLEM")};

	buffer_printf(&report->output.text, "\n%s: %s\n", _(severities[finding->severity]),
		_(finding->kind->title));
	add_line(report, "", &finding->text);
	add_line(report, "", &finding->advice);
	add_line(report, _("sockets:"), &finding->filter);
}

/* What was looked for, or what could not be. */
static void add_looked_for(struct report *report, bool possible, const char *heading)
{
	struct buffer *out = &report->output.text;
	bool first = true;

	for (size_t i = 0; i < health_kinds; i++) {
		if (health_is_possible(&report->health, &health_table[i]) != possible)
			continue;
		buffer_printf(out, "%s%s", first ? "" : ", ", first ? heading : "");
		buffer_printf(out, "%s%s", first ? " " : "", _(health_table[i].title));
		first = false;
	}
	if (!first)
		buffer_char(out, '\n');
}

static void write_text(struct report *report)
{
	struct buffer notes = {0};

	add_head(report);
	for (size_t i = 0; i < report->health.finding_count; i++)
		add_finding(report, &report->health.findings[i]);
	if (report->health.more)
		buffer_printf(&report->output.text, _("\n%zu more of the same kinds\n"),
			report->health.more);
	buffer_char(&report->output.text, '\n');
	add_looked_for(report, true, _("looked for:"));
	add_looked_for(report, false, _("cannot be told here:"));
	engine_add_notes(report->engine, false, true, &notes);
	add_line(report, "", &notes);
	buffer_done(&notes);
}

/* -------- as JSON -------- */

/* With its quotation marks, where there is one. */
static const char *status_word(const struct report *report)
{
	static const char *const words[HEALTH_SEVERITIES] = {
		"\"well\"", "\"warnings\"", "\"problems\""};
	int worst = health_worst(&report->health);

	if (report->engine->sweep.parts_read == 0)
		return "null";
	return words[worst < 0 ? HEALTH_INFO : worst];
}

static void add_json_text(struct buffer *out, const char *key, const struct buffer *text)
{
	buffer_printf(out, ",\"%s\":", key);
	if (text->length)
		text_add_json(out, buffer_get(text));
	else
		buffer_text(out, "null");
}

static void add_json_finding(struct buffer *out, const struct health_finding *finding)
{
	buffer_printf(out, "{\"id\":\"%s\",\"severity\":\"%s\"", finding->kind->id,
		health_severity_name(finding->severity));
	add_json_text(out, "subject", &finding->subject);
	add_json_text(out, "text", &finding->text);
	buffer_printf(out, ",\"value\":%llu", (unsigned long long)finding->value);
	if (finding->limit && finding->limit != UINT64_MAX)
		buffer_printf(out, ",\"limit\":%llu", (unsigned long long)finding->limit);
	else
		buffer_text(out, ",\"limit\":null");
	if (finding->has_growth)
		buffer_printf(out, ",\"growth_per_minute\":%lld", (long long)finding->growth);
	else
		buffer_text(out, ",\"growth_per_minute\":null");
	add_json_text(out, "advice", &finding->advice);
	add_json_text(out, "filter", &finding->filter);
	buffer_char(out, '}');
}

static void add_json_ids(struct buffer *out, const struct health *health, bool possible)
{
	bool first = true;

	for (size_t i = 0; i < health_kinds; i++) {
		if (health_is_possible(health, &health_table[i]) != possible)
			continue;
		buffer_printf(out, "%s\"%s\"", first ? "" : ",", health_table[i].id);
		first = false;
	}
}

static void write_json(struct report *report)
{
	const struct health *health = &report->health;
	struct buffer *out = &report->output.text;

	records_add_json_head(out, report->engine, false);
	buffer_printf(out, ",\"snapshots\":%llu,\"status\":%s,\"findings\":[",
		(unsigned long long)report->snapshots, status_word(report));
	for (size_t i = 0; i < health->finding_count; i++) {
		buffer_text(out, i ? "," : "");
		add_json_finding(out, &health->findings[i]);
	}
	buffer_printf(out, "],\"more\":%zu,\"checked\":[", health->more);
	add_json_ids(out, health, true);
	buffer_text(out, "],\"not_checked\":[");
	add_json_ids(out, health, false);
	buffer_text(out, "]}\n");
}

/* -------- */

static int exit_status(const struct report *report)
{
	static const int statuses[HEALTH_SEVERITIES] = {0, 4, 5};
	int worst = health_worst(&report->health);

	if (report->engine->sweep.parts_read == 0)
		return 1;
	return statuses[worst < 0 ? HEALTH_INFO : worst];
}

int health_batch_run(
	struct engine *engine, const struct options *options, enum text_charset charset)
{
	struct report report = {
		.engine = engine,
		.charset = charset,
		.snapshots = options->count ? options->count : HEALTH_BATCH_SNAPSHOTS,
	};
	struct instant now = clock_now();
	int status;

	engine->context.ascii = charset == TEXT_ASCII || options->format == FORMAT_JSON;
	health_init(&report.health, "", options->format != FORMAT_JSON);
	report.began_us = now.mono_us;
	for (uint64_t i = 0; i < report.snapshots; i++) {
		if (i)
			clock_sleep_until(now.mono_us + options->interval_ms * INT64_C(1000));
		now = clock_now();
		look(&report, engine, &now);
	}
	report.ended_us = now.mono_us;
	if (options->format == FORMAT_JSON)
		write_json(&report);
	else
		write_text(&report);
	status = output_flush(&report.output) < 0 ? output_complain(&report.output)
						  : exit_status(&report);
	buffer_done(&report.output.text);
	health_done(&report.health);
	return status;
}
