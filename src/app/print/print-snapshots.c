/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-snapshots.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "app/system/complain.h"
#include "app/system/clock.h"
#include "app/print/print-groups.h"
#include "app/print/output.h"
#include "app/print/print-sockets.h"
#include "app/print/print-summary.h"
#include "base/i18n.h"

/* How long a snapshot waits for the names of its hosts; the others are printed as addresses. */
#define HOSTS_TIMEOUT_MS 5000

/* What a snapshot is of: the rows, or their groups, in order. */
struct snapshot {
	struct order order;
	struct groups groups;
	uint64_t number; /* from 0 */
};

static void begin_groups(struct groups *groups, const struct options *options)
{
	groups_init(groups);
	if (options_are_grouped(options))
		groups_set_kind(groups, options->group);
	if (options->group_sort)
		order_begin(&groups->order, options->group_sort, options->group_descending);
}

static int add_row(struct snapshot *snapshot, const struct column_context *context, uint32_t row)
{
	if (groups_are_on(&snapshot->groups)) {
		int error = groups_take(&snapshot->groups, context, row);

		if (error)
			return error;
	}
	return order_add(&snapshot->order, context, row);
}

/* Puts the living rows that are looked at in order. 0 or -ENOMEM. */
static int make_order(
	struct snapshot *snapshot, const struct engine *engine, const struct options *options)
{
	struct order *order = &snapshot->order;
	int error = 0;

	order_begin(order, options->sort, options->descending);
	groups_begin(&snapshot->groups, order);
	for (uint32_t row = 0; !error && row < engine->track.row_count; row++) {
		const struct row *r = &engine->track.rows[row];

		if (row_is_living(r) &&
			table_picks(&options->pick, &engine->context, row, &order->scratch))
			error = add_row(snapshot, &engine->context, row);
	}
	if (groups_are_on(&snapshot->groups)) {
		int end_error = groups_end(&snapshot->groups, &engine->context);

		groups_settle(&snapshot->groups, &engine->context, 0, snapshot->groups.count);
		return error ? error : end_error;
	}
	if (!error)
		order_settle(order, &engine->context, 0, order->count);
	return error;
}

/* A single snapshot has no rates, and knows of no time but now. */
static size_t choose_columns(const struct options *options, const struct column **ret_columns)
{
	size_t count = 0;

	for (size_t i = 0; i < options->column_count; i++)
		if (options->columns_chosen || options->mode == MODE_BATCH ||
			!(options->columns[i]->flags & COLUMN_OVER_TIME))
			ret_columns[count++] = options->columns[i];
	return count;
}

/* Of what is shown; of everything, where a filter looks at owners and may miss some for that. */
static bool hides_owners(
	struct engine *engine, const struct options *options, const struct order *order)
{
	if (options->filter && filter_needs(options->filter) & COLUMN_OWNER)
		return engine_hides_owners(engine);
	for (size_t i = 0; i < order->count; i++)
		if (engine_owner_is_hidden(engine, order_row(order, i)))
			return true;
	return false;
}

/* What is printed: rows in columns, or groups. */
struct printed {
	struct order *order; /* NULL: groups */
	const struct column *const *columns;
	size_t column_count;
	const struct groups *groups;
};

static void ask_for_hosts_of_groups(const struct engine *engine, const struct groups *groups)
{
	struct buffer name = {0};

	for (uint32_t group = 0; group < groups->count; group++) {
		buffer_clear(&name);
		groups_add_name(groups, &engine->context, group, &name);
	}
	buffer_done(&name);
}

/* Puts the questions for what has names; those that are known are not asked again. */
static void ask_for_hosts(const struct engine *engine, const struct printed *printed)
{
	struct order *order = printed->order;

	if (!order) {
		ask_for_hosts_of_groups(engine, printed->groups);
		return;
	}
	for (size_t i = 0; i < order->count; i++)
		for (size_t column = 0; column < printed->column_count; column++)
			if (printed->columns[column]->flags & COLUMN_HOST) {
				buffer_clear(&order->scratch);
				column_add_text(printed->columns[column], &engine->context,
					order_row(order, i), &order->scratch);
			}
}

/* Who asked for names has to wait for them, but not for a dead name server. */
static void wait_for_hosts(const struct engine *engine, const struct printed *printed)
{
	int64_t end_us = clock_now().mono_us + HOSTS_TIMEOUT_MS * INT64_C(1000);

	while (engine->context.hosts) {
		struct pollfd names = {.events = POLLIN};
		int64_t left_us = end_us - clock_now().mono_us;

		ask_for_hosts(engine, printed);
		names.fd = names_fd(engine->name_cache);
		if (!names_pending(engine->name_cache) || left_us <= 0 ||
			poll(&names, 1, (int)(left_us / 1000) + 1) <= 0)
			break;
		names_collect(engine->name_cache);
	}
}

static void write_rows(struct output *output, struct engine *engine, const struct options *options,
	struct snapshot *snapshot, bool hidden, enum text_charset charset)
{
	const struct column *columns[LAYOUT_COLUMNS_MAX];
	struct order *order = &snapshot->order;
	size_t count;

	switch (options->format) {
	case FORMAT_JSON:
		records_write_json(output, engine, order, hidden);
		break;
	case FORMAT_CSV:
		if (snapshot->number == 0 && !options->no_header)
			records_write_csv_header(output);
		records_write_csv(output, engine, order);
		break;
	case FORMAT_TABLE:
		count = choose_columns(options, columns);
		wait_for_hosts(
			engine, &(struct printed){
					.order = order, .columns = columns, .column_count = count});
		records_write_table(output, &engine->context, order, columns, count,
			!options->no_header, charset);
		break;
	}
}

static void write_groups(struct output *output, const struct engine *engine,
	const struct options *options, const struct snapshot *snapshot, bool hidden,
	enum text_charset charset)
{
	const struct groups *groups = &snapshot->groups;

	switch (options->format) {
	case FORMAT_JSON:
		group_records_write_json(output, engine, groups, hidden);
		break;
	case FORMAT_CSV:
		group_records_write_csv(
			output, engine, groups, snapshot->number == 0 && !options->no_header);
		break;
	case FORMAT_TABLE:
		wait_for_hosts(engine, &(struct printed){.groups = groups});
		group_records_write_table(output, engine, groups, options->mode == MODE_BATCH,
			!options->no_header, charset);
		break;
	}
}

/* Returns whether owners of some sockets cannot be told. */
static bool write_snapshot(struct output *output, struct engine *engine,
	const struct options *options, struct snapshot *snapshot, enum text_charset charset)
{
	bool hidden = hides_owners(engine, options, &snapshot->order);

	if (snapshot->number && options->format == FORMAT_TABLE)
		buffer_char(&output->text, '\n');
	if (groups_are_on(&snapshot->groups))
		write_groups(output, engine, options, snapshot, hidden, charset);
	else
		write_rows(output, engine, options, snapshot, hidden, charset);
	return hidden;
}

/* Says on stderr what is missing, when it is not what was said the last time (`said`). */
static void complain_of_gaps(const struct engine *engine, bool hidden, struct buffer *said)
{
	struct buffer text = {0};

	engine_add_notes(engine, hidden, true, &text);
	if (text.length && strcmp(buffer_get(&text), buffer_get(said)) != 0)
		complain(TEXT_UTF8, "%s", buffer_get(&text));
	buffer_clear(said);
	buffer_text(said, buffer_get(&text));
	buffer_done(&text);
}

static int out_of_memory(void)
{
	fputs(_("sockview: short of memory\n"), stderr);
	return 1;
}

int batch_run(struct engine *engine, const struct options *options, enum text_charset charset)
{
	uint64_t snapshots = options->mode == MODE_BATCH ? options->count : 1;
	struct output output = {0};
	struct snapshot snapshot = {0};
	struct buffer said = {0};
	int64_t due = 0;
	int status = 0;

	begin_groups(&snapshot.groups, options);
	engine->context.ascii = charset == TEXT_ASCII;
	for (uint64_t number = 0; !status && (!snapshots || number < snapshots); number++) {
		struct instant now;
		bool hidden = false;

		snapshot.number = number;
		if (number)
			clock_sleep_until(due);
		now = clock_now();
		/* After a sleep of the machine, or a stop, there is no burst of snapshots to catch
		 * up. */
		due = (due && now.mono_us - due < options->interval_ms * INT64_C(1000)
				      ? due
				      : now.mono_us) +
		      options->interval_ms * INT64_C(1000);
		engine_refresh(engine, &now);
		if (options->mode == MODE_SUMMARY)
			summary_write(&output, engine, options);
		else if (make_order(&snapshot, engine, options) < 0)
			status = out_of_memory();
		else
			hidden = write_snapshot(&output, engine, options, &snapshot, charset);
		if (options->format != FORMAT_JSON) /* which says it in the data */
			complain_of_gaps(engine, hidden, &said);
		if (output_flush(&output) < 0)
			status = output_complain(&output);
		/* What could not be read has been said; that nothing at all could, is a failure. */
		else if (!status && engine->sweep.parts_read == 0)
			status = 1;
	}
	order_done(&snapshot.order);
	groups_done(&snapshot.groups);
	buffer_done(&said);
	buffer_done(&output.text);
	return status;
}
