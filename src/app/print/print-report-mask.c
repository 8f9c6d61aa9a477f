/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names that --mask hides. */
#include <string.h>

#include "app/print/print-report-internal.h"

/* Columns with names, and the words that stand for these. */
static const struct {
	const char *id, *word;
} named[] = {
	{"user", "user"},
	{"unit", "unit"},
	{"cgroup", "cgroup"},
	{"container", "container"},
	{"pod", "pod"},
	{"netns", "netns"},
};

static void add_cell(struct report *report, const struct column_context *context, uint32_t row,
	const char *id, const char *word)
{
	struct buffer *text = &report->printout.text;
	const struct column *column = column_find(id);

	buffer_clear(text);
	if (column->read(context, row, text).blank == COLUMN_REAL &&
		strcmp(buffer_get(text), "here") != 0)
		mask_name(&report->mask, word, buffer_get(text));
}

static void add_owners(struct report *report, uint32_t row)
{
	struct row_owners *row_owners = &report->engine->row_owners;
	struct row_owners_list list;

	row_owners_find_all(row_owners, &report->engine->track, row, &list);
	for (size_t i = 0; i < list.count; i++)
		mask_name(&report->mask, "process",
			owner_map_process(&row_owners->owners, list.all[i].process)->name);
	row_owners_list_done(&list);
}

void report_add_names(struct report *report)
{
	struct column_context past = engine_past_context(report->engine);

	mask_name(&report->mask, "host", report->engine->host);
	for (uint32_t row = 0; row < report->engine->track.row_count; row++) {
		add_owners(report, row);
		for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
			add_cell(report, &report->engine->context, row, named[i].id, named[i].word);
	}
	for (uint32_t row = 0; row < past.track->row_count; row++) {
		add_cell(report, &past, row, "process", "process");
		for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
			add_cell(report, &past, row, named[i].id, named[i].word);
	}
	report->printout.mask = &report->mask;
}

void report_mask_data(struct report *report, struct buffer *out)
{
	struct buffer masked = {0};

	if (!report->printout.mask)
		return;
	mask_json(report->printout.mask, buffer_get(out), &masked);
	buffer_done(out);
	*out = masked;
}
