/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text format of Prometheus, 0.0.4: what its server scrapes, and what the textfile collector of
 * node_exporter reads. (OpenMetrics is no substitute: that collector forgets its types.)
 */
#include "app/print/writer/writer.h"

#include "base/i18n.h"

static void add_head(void *context, const struct metric *metric)
{
	struct buffer *out = context;

	buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", metric->name, metric->help, metric->name,
		metric->type);
}

/* A value of a label is any UTF-8; text from outside has no control characters left. */
static void add_label_value(struct buffer *out, const char *value)
{
	struct buffer safe = {0};

	text_add_shown(&safe, value, TEXT_UTF8);
	buffer_char(out, '"');
	for (const char *at = buffer_get(&safe); *at; at++) {
		if (*at == '\\' || *at == '"')
			buffer_char(out, '\\');
		buffer_char(out, *at);
	}
	buffer_char(out, '"');
	buffer_done(&safe);
}

static void add_value(struct buffer *out, double value)
{
	if (value >= 0 && value < 9e15 && value == (double)(uint64_t)value)
		buffer_number(out, (uint64_t)value);
	else
		buffer_printf(out, "%.6f", value);
}

static void add_sample(void *context, const struct metric *metric, const char *suffix,
	const struct metrics_label *labels, size_t label_count, double value)
{
	struct buffer *out = context;

	buffer_text(out, metric->name);
	buffer_text(out, suffix);
	for (size_t i = 0; i < label_count; i++) {
		buffer_char(out, i ? ',' : '{');
		buffer_text(out, labels[i].name);
		buffer_char(out, '=');
		add_label_value(out, labels[i].value);
	}
	buffer_text(out, label_count ? "} " : " ");
	add_value(out, value);
	buffer_char(out, '\n');
}

static void write_metrics(
	struct printout *printout, struct metrics *metrics, const struct metrics_about *about)
{
	struct metrics_sink sink = {
		.context = &printout->output.text,
		.head = add_head,
		.sample = add_sample,
	};

	metrics_tell(metrics, about, &sink);
}

const struct writer writer_prometheus = {
	.format =
		{
			.id = "prometheus",
			.help = N_("metrics of the machine, for Prometheus and node_exporter"),
			.modes = 1U << MODE_ONCE | 1U << MODE_BATCH | 1U << MODE_SCRAPE,
			.flags = OUTPUT_DATA | OUTPUT_METRICS,
		},
	.metrics = write_metrics,
};
