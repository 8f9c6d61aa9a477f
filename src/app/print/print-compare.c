/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-compare.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/print/print-gaps.h"
#include "app/print/writer/writer-json.h"
#include "app/system/clock.h"
#include "app/system/complain.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/readfile.h"
#include "view/compare/compare.h"

enum { EXIT_DIFFERENT = 3 };

struct report {
	struct engine *engine;
	const struct options *options;
	struct printout printout;
	struct mark_head now;
	struct buffer file;
	struct mark mark;
	struct compare compare;
};

/* -------- the mark -------- */

static uint64_t own_netns(void)
{
	char link[64];
	ssize_t length = readlink("/proc/self/ns/net", link, sizeof(link) - 1);

	if (length <= 5)
		return 0;
	link[length] = '\0';
	return strncmp(link, "net:[", 5) == 0 ? strtoull(link + 5, NULL, 10) : 0;
}

static void read_head(struct mark_head *head, const struct engine *engine)
{
	*head = (struct mark_head){.netns_inode = own_netns()};
	readfile(engine->here.root, "/proc/sys/kernel/random/boot_id", head->boot,
		sizeof(head->boot));
	head->boot[strcspn(head->boot, "\n")] = '\0';
}

void print_compare_make_mark(
	struct printout *printout, const struct options *options, struct mark_head *head)
{
	read_head(head, printout->engine);
	head->filter = options->filter_text;
	printout->mark = head;
	printout->output.path = options->mark;
	printout->output.fresh = true;
}

/* Returns 0 or -errno. */
static int read_all(int fd, struct buffer *ret_file)
{
	for (;;) {
		ssize_t length;

		if (ret_file->length > MARK_SIZE_MAX)
			return -EFBIG;
		buffer_reserve(ret_file, 65536);
		length = read(fd, ret_file->data + ret_file->length, 65536);
		if (length < 0 && errno != EINTR)
			return -errno;
		if (length == 0)
			return 0;
		if (length > 0)
			ret_file->length += (size_t)length;
	}
}

static int complain_of_file(const struct options *options, int error)
{
	complain(TEXT_UTF8, _("cannot read %s: %s"), options->compare, strerror(-error));
	return 1;
}

/* Returns 0 or the exit status. */
static int read_mark(struct report *report)
{
	const char *path = report->options->compare;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct mark_fault fault;
	int error;

	if (fd < 0)
		return complain_of_file(report->options, -errno);
	error = read_all(fd, &report->file);
	close(fd);
	if (error)
		return complain_of_file(report->options, error);
	if (mark_read(&report->mark, buffer_get(&report->file), report->file.length, &fault))
		return 0;
	complain(TEXT_UTF8, _("%s: %s, at byte %zu"), path, _(fault.reason), fault.offset);
	return 1;
}

/* The cookies of one boot mean nothing in another. Returns 0 or the exit status. */
static int check_mark(struct report *report)
{
	const struct mark *mark = &report->mark;
	const struct options *options = report->options;
	const char *filter = options->filter_text ? options->filter_text : "";

	read_head(&report->now, report->engine);
	if (strcmp(mark->boot, report->now.boot) != 0) {
		complain(TEXT_UTF8,
			_("%s: a mark of another boot or machine: no socket of it is "
			  "left"),
			options->compare);
		return 1;
	}
	if (mark->netns_inode != report->now.netns_inode) {
		complain(TEXT_UTF8, _("%s: a mark of another network namespace"), options->compare);
		return 1;
	}
	if (!mark->complete)
		complain(TEXT_UTF8,
			_("%s: not all sockets were read then: some that are called new "
			  "may be old"),
			options->compare);
	if (*mark->filter && strcmp(mark->filter, filter) != 0)
		complain(TEXT_UTF8, _("%s: has only what matched %s"), options->compare,
			mark->filter);
	return 0;
}

/* -------- printed -------- */

static void write_rows(struct report *report, const char *head, const struct order *order,
	const struct column_context *context)
{
	struct printout *printout = &report->printout;
	bool data = options_print_data(report->options);

	buffer_printf(&printout->output.text, head, order->count);
	if (!order->count)
		return;
	printout->content = context->past ? PRINT_ENDS : PRINT_SOCKETS;
	printout->context = *context;
	if (data)
		printout->context.hosts = printout->context.services = false;
	printout->order = order;
	printout->count = order->count;
	writer_write_order(writer_of(report->options->format), printout);
}

static void write_table(struct report *report, const struct column_context *then)
{
	struct printout *printout = &report->printout;
	struct buffer *out = &printout->output.text;
	const struct compare *compare = &report->compare;

	write_rows(report, _("new: %zu\n"), &compare->fresh, &report->engine->context);
	write_rows(report, _("gone: %zu\n"), &compare->gone, then);
	buffer_printf(out, _("grown: %zu\n"), compare->group_count);
	if (compare->group_count && printout->header)
		buffer_text(out, "   BEFORE      NOW GROUP\n");
	for (size_t i = 0; i < compare->group_count; i++) {
		const struct compare_group *group = &compare->groups[i];

		buffer_printf(out, "%9u%9u ", group->before, group->now);
		text_add_shown(out, compare_group_name(compare, group), printout->charset);
		buffer_char(out, '\n');
	}
}

static void write_json(struct report *report)
{
	struct buffer *out = &report->printout.output.text;
	const struct compare *compare = &report->compare;
	const struct options *options = report->options;
	struct column_context context = report->engine->context;
	const char *between = "";

	context.hosts = context.services = false;
	writer_json_add_head(out, report->engine, report->printout.hidden);
	buffer_text(out, ",\"since\":");
	text_add_json(out, report->mark.time);
	buffer_text(out, ",\"new\":[");
	for (size_t i = 0; i < compare->fresh.count; i++) {
		buffer_text(out, i ? "," : "");
		writer_json_add_socket(out, &context, order_row(&compare->fresh, i));
		output_drain(&report->printout.output);
	}
	buffer_text(out, "],\"gone\":[");
	for (size_t i = 0; i < compare->gone.count; i++) {
		const struct mark_more *more = &report->mark.more[order_row(&compare->gone, i)];

		buffer_text(out, i ? "," : "");
		text_add_safe_json(out, report->mark.text + more->text, more->text_length);
		output_drain(&report->printout.output);
	}
	buffer_printf(out, "],\"group_by\":\"%s\",\"grown\":[",
		group_kind_groups(options->group) ? options->group->id : "process service");
	for (size_t i = 0; i < compare->group_count; i++) {
		const struct compare_group *group = &compare->groups[i];

		buffer_printf(out, "%s{\"group\":", between);
		text_add_json(out, compare_group_name(compare, group));
		buffer_printf(out, ",\"before\":%u,\"now\":%u}", group->before, group->now);
		between = ",";
	}
	buffer_text(out, "]}\n");
}

static void choose_columns(struct printout *printout, const struct options *options)
{
	printout->table = column_table;
	printout->table_count = column_count;
	for (size_t i = 0; i < options->column_count; i++)
		if (!(options->columns[i]->flags & COLUMN_OVER_TIME))
			printout->columns[printout->column_count++] = options->columns[i];
}

/* Names that a filter or an order looks at may come later: it is done again then. */
static int compare_by_names(struct report *report)
{
	const struct options *options = report->options;
	struct compare_rule rule = {
		.pick = &options->pick,
		.group = options->group,
		.sort = options->sort,
		.descending = options->descending,
	};
	int error;

	name_cache_take_missed(report->engine->name_cache);
	error = compare_make(&report->compare, &report->mark, &report->engine->context, &rule);
	if (error || !name_cache_wait_for_missed(report->engine->name_cache))
		return error;
	compare_done(&report->compare);
	return compare_make(&report->compare, &report->mark, &report->engine->context, &rule);
}

static int print(struct report *report)
{
	struct engine *engine = report->engine;
	struct printout *printout = &report->printout;
	struct column_context then = mark_context(&report->mark, &engine->context);
	struct buffer said = {0};

	if (compare_by_names(report) < 0) {
		fputs(_("sockview: short of memory\n"), stderr);
		return 1;
	}
	printout->hidden = engine_hides_owners(engine);
	if (options_print_data(report->options))
		write_json(report);
	else
		write_table(report, &then);
	if (!(report->options->format->flags & OUTPUT_NOTES))
		print_gaps(engine, printout->hidden, &said);
	buffer_done(&said);
	if (output_end_snapshot(&printout->output) < 0)
		return output_complain(&printout->output);
	if (!parts_are_none(engine->plan.parts) && parts_are_none(engine->source->parts_read))
		return 1;
	return report->compare.fresh.count ? EXIT_DIFFERENT : 0;
}

int print_compare(struct engine *engine, const struct options *options, enum text_charset charset)
{
	struct report report = {
		.engine = engine,
		.options = options,
		.printout = printout_make(engine, options, charset),
	};
	int status = read_mark(&report);

	engine->context.ascii = charset == TEXT_ASCII;
	choose_columns(&report.printout, options);
	if (!status)
		status = check_mark(&report);
	if (!status) {
		struct instant now = clock_now();

		engine_refresh(engine, &now);
		status = print(&report);
	}
	compare_done(&report.compare);
	mark_done(&report.mark);
	buffer_done(&report.file);
	printout_done(&report.printout);
	return status;
}
