/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-snapshots.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "app/print/print-compare.h"
#include "app/print/print-gaps.h"
#include "app/print/writer/writer.h"
#include "app/system/clock.h"
#include "base/i18n.h"
#include "view/group/group-column.h"

/* The content of a snapshot: the rows or their groups, in order. */
struct snapshot {
	struct order order;
	struct groups groups;
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

/* How many rows or groups of the order are printed. */
static size_t printed_count(const struct options *options, const struct order *order)
{
	return options->top && options->top < order->count ? (size_t)options->top : order->count;
}

/* Collects the living rows that are picked, and sorts those that are printed. Returns 0 or
 * -ENOMEM. */
static int make_order(
	struct snapshot *snapshot, const struct engine *engine, const struct options *options)
{
	struct order *order = &snapshot->order;
	int error = 0;

	order_begin(order, options->sort, options->descending);
	groups_begin(&snapshot->groups, order);
	for (uint32_t row = 0; !error && row < engine->context.track->row_count; row++) {
		bool meant =
			engine->context.past || row_is_living(&engine->context.track->rows[row]);

		if (meant && table_picks(&options->pick, &engine->context, row, &order->scratch))
			error = add_row(snapshot, &engine->context, row);
	}
	if (groups_are_on(&snapshot->groups)) {
		int end_error = groups_end(&snapshot->groups, &engine->context);

		groups_settle(&snapshot->groups, &engine->context, 0,
			printed_count(options, &snapshot->groups.order));
		return error ? error : end_error;
	}
	if (!error && !options->count_only)
		order_settle(order, &engine->context, 0, printed_count(options, order));
	return error;
}

/* A filter may have looked at names that were not known yet: it looks again when they have come. */
static int order_by_names(
	struct snapshot *snapshot, const struct engine *engine, const struct options *options)
{
	int error;

	name_cache_take_missed(engine->name_cache);
	error = make_order(snapshot, engine, options);
	if (error || !options->filter || !name_cache_wait_for_missed(engine->name_cache))
		return error;
	return make_order(snapshot, engine, options);
}

/* True if owners of printed rows are hidden; or of any row, if a filter looks at owners and may
 * miss rows because of that. */
static bool hides_owners(
	struct engine *engine, const struct options *options, const struct order *order)
{
	if (engine->context.past)
		return false;
	if (options->filter && filter_needs(options->filter) & COLUMN_OWNER)
		return engine_hides_owners(engine);
	for (size_t i = 0; i < printed_count(options, order); i++)
		if (engine_owner_is_hidden(engine, order_row(order, i)))
			return true;
	return false;
}

/* True for a column that a snapshot fills. A single one has no rates and no history, so that these
 * are printed only where the user names them. */
static bool is_filled(const struct column *column, const struct options *options, bool grouped)
{
	return !(column->flags & COLUMN_OVER_TIME) || options->mode == MODE_BATCH ||
	       options->mode == MODE_HISTORY ||
	       (!grouped && options->columns_named[column - column_table]);
}

static void choose_columns(struct printout *printout, const struct options *options)
{
	bool grouped = printout->content == PRINT_GROUPS;
	size_t count = grouped ? group_column_count : options->column_count;

	printout->table = grouped ? group_column_table : column_table;
	printout->table_count = grouped ? group_column_count : column_count;
	printout->column_count = 0;
	for (size_t i = 0; i < count; i++) {
		const struct column *column =
			grouped ? &group_column_table[i] : options->columns[i];

		if (column_is_shown(column) && is_filled(column, options, grouped))
			printout->columns[printout->column_count++] = column;
	}
}

/* Fills in what is printed of a snapshot. Data contain no names of hosts and services. */
static void fill_printout(
	struct printout *printout, const struct options *options, const struct snapshot *snapshot)
{
	bool grouped = groups_are_on(&snapshot->groups);

	printout->content = grouped                          ? PRINT_GROUPS
			    : printout->engine->context.past ? PRINT_ENDS
							     : PRINT_SOCKETS;
	printout->context = printout->engine->context;
	printout->context.groups = grouped ? &snapshot->groups : NULL;
	printout->order = grouped ? &snapshot->groups.order : &snapshot->order;
	printout->count = printed_count(options, printout->order);
	if (options_print_data(options))
		printout->context.hosts = printout->context.services = false;
	choose_columns(printout, options);
}

/* Waits for the names of users before the first line: its notes say what is missing. */
static void wait_for_users(struct printout *printout, const struct options *options)
{
	const struct column_context *context = &printout->context;
	bool shown = options_print_data(options);

	for (size_t i = 0; i < printout->column_count; i++)
		shown |= strcmp(printout->columns[i]->id, "user") == 0;
	for (size_t i = 0; shown && printout->content != PRINT_GROUPS && i < printout->count; i++) {
		const struct conn *conn = &context->track->rows[order_row(printout->order, i)].conn;

		if (conn->has & CONN_HAS_UID)
			context->names->user(context->names->context, conn->uid);
	}
}

/* Asks for the names of the hosts; names that are known are not asked for again. */
static void ask_for_hosts(struct printout *printout)
{
	const struct groups *groups = printout->context.groups;

	for (size_t i = 0; groups && i < printout->count; i++) {
		buffer_clear(&printout->text);
		groups_add_name(
			groups, &printout->context, order_row(printout->order, i), &printout->text);
	}
	for (size_t i = 0; !groups && i < printout->count; i++)
		for (size_t column = 0; column < printout->column_count; column++)
			if (printout->columns[column]->flags & COLUMN_HOST) {
				buffer_clear(&printout->text);
				column_add_text(printout->columns[column], &printout->context,
					order_row(printout->order, i), &printout->text);
			}
}

/* A user who asked for names has to wait for them, but not for a dead name server. */
static void wait_for_hosts(struct printout *printout)
{
	bool more = printout->context.hosts;

	while (more) {
		ask_for_hosts(printout);
		more = name_cache_wait(printout->engine->name_cache);
	}
}

static void write_snapshot(struct printout *printout, struct engine *engine,
	const struct options *options, const struct snapshot *snapshot)
{
	printout->hidden = hides_owners(engine, options, &snapshot->order);
	fill_printout(printout, options, snapshot);
	wait_for_users(printout, options);
	wait_for_hosts(printout);
	writer_write_order(writer_of(options->format), printout);
}

/* --count-only: in a line, how many sockets or groups there are. */
static void write_count(struct printout *printout, struct engine *engine,
	const struct options *options, const struct snapshot *snapshot)
{
	bool grouped = groups_are_on(&snapshot->groups);

	printout->hidden = !engine->context.past && engine_filter_misses(engine, options->filter);
	buffer_printf(&printout->output.text, "%zu\n",
		printed_count(options, grouped ? &snapshot->groups.order : &snapshot->order));
}

static void count_picked(
	struct printout *printout, const struct engine *engine, const struct options *options)
{
	struct buffer scratch = {0};

	memset(printout->counts, 0, sizeof(printout->counts));
	for (uint32_t row = 0; row < engine->track.row_count; row++) {
		const struct row *r = &engine->track.rows[row];

		if (row_is_living(r) &&
			table_picks(&options->pick, &engine->context, row, &scratch))
			printout->counts[r->conn.proto][r->conn.family][r->conn.state]++;
	}
	buffer_done(&scratch);
}

static void write_summary(
	struct printout *printout, struct engine *engine, const struct options *options)
{
	const struct writer *writer = writer_of(options->format);

	printout->content = PRINT_COUNTS;
	printout->hidden = engine_filter_misses(engine, options->filter);
	count_picked(printout, engine, options);
	counters_read(&printout->counters, printout->engine->here.root);
	writer->begin(printout);
	for (unsigned proto = 0; proto < kind_count; proto++)
		if (parts_meet(options->pick.parts, parts_of_kind(proto)))
			writer->count(printout, (enum conn_proto)proto);
	if (writer->end)
		writer->end(printout);
}

static int out_of_memory(void)
{
	fputs(_("sockview: short of memory\n"), stderr);
	return 1;
}

/* Prints the rows or groups that are meant, or how many there are. Returns 0 or an exit status. */
static int print_picked(struct printout *printout, struct engine *engine,
	const struct options *options, struct snapshot *snapshot)
{
	if (order_by_names(snapshot, engine, options) < 0)
		return out_of_memory();
	if (options->count_only)
		write_count(printout, engine, options, snapshot);
	else
		write_snapshot(printout, engine, options, snapshot);
	return 0;
}

int print_past(struct engine *engine, const struct options *options, enum text_charset charset)
{
	struct printout printout = printout_make(engine, options, charset);
	struct snapshot snapshot = {0};
	struct buffer said = {0};
	int status;

	engine->context.ascii = charset == TEXT_ASCII;
	begin_groups(&snapshot.groups, options);
	engine->context = engine_past_context(engine);
	status = print_picked(&printout, engine, options, &snapshot);
	if (!(options->format->flags & OUTPUT_NOTES))
		print_gaps(engine, false, &said);
	if (output_flush(&printout.output) < 0)
		status = output_complain(&printout.output);
	order_done(&snapshot.order);
	groups_done(&snapshot.groups);
	buffer_done(&said);
	printout_done(&printout);
	return status;
}

int print_snapshots(struct engine *engine, const struct options *options, enum text_charset charset)
{
	uint64_t snapshots = options->mode == MODE_BATCH ? options->count : 1;
	struct printout printout = printout_make(engine, options, charset);
	struct snapshot snapshot = {0};
	struct buffer said = {0};
	struct mark_head head;
	int64_t due = 0;
	int status = 0;

	engine->context.ascii = charset == TEXT_ASCII;
	printout.in_series = options->mode == MODE_BATCH;
	if (options->mode == MODE_MARK)
		print_compare_make_mark(&printout, options, &head);
	begin_groups(&snapshot.groups, options);
	for (uint64_t number = 0; !status && (!snapshots || number < snapshots); number++) {
		struct instant now;

		printout.number = number;
		printout.hidden = false;
		if (number && !engine->replay)
			clock_sleep_until(due);
		now = clock_now();
		if (engine->replay && !engine_replay_next(engine, &now))
			break;
		/* After the machine slept or the program was stopped, missed snapshots are not made
		 * up for. */
		due = (due && now.mono_us - due < options->interval_ms * INT64_C(1000)
				      ? due
				      : now.mono_us) +
		      options->interval_ms * INT64_C(1000);
		engine_refresh(engine, &now);
		if (options->mode == MODE_SUMMARY)
			write_summary(&printout, engine, options);
		else
			status = print_picked(&printout, engine, options, &snapshot);
		if (printout.mark || !(options->format->flags & OUTPUT_NOTES))
			print_gaps(engine, printout.hidden, &said);
		if (output_end_snapshot(&printout.output) < 0)
			status = output_complain(&printout.output);
		/* Parts that could not be read have been reported. If no part could be read, that
		 * is a failure. */
		else if (!status && !parts_are_none(engine->plan.parts) &&
			 parts_are_none(engine->source->parts_read))
			status = 1;
	}
	order_done(&snapshot.order);
	groups_done(&snapshot.groups);
	buffer_done(&said);
	printout_done(&printout);
	return status;
}
