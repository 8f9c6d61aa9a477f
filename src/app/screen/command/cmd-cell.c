/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-cell.h"

#include <stdlib.h>
#include <string.h>

#include "app/screen/command/cmd-filter.h"
#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "app/system/resolve.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "ui/term/clipboard.h"
#include "view/detail/capture-filter.h"
#include "view/table/cell-condition.h"

/* Rewrites a condition as filter_print() does, so that it looks like the rest of the filter. */
static void print_alike(const char *text, struct buffer *out)
{
	struct resolve_time time;
	struct filter_names names = resolve_names(false, &time);
	struct filter_error error;
	struct filter *filter;

	if (filter_parse(text, &names, &filter, &error) < 0) {
		buffer_text(out, text); /* cmd_filter_set() reports what is wrong with it */
		return;
	}
	filter_print(filter, out);
	filter_free(filter);
}

/* Adds to the filter in use. A suspended filter is dropped: it did not select what the user
 * sees. */
static void add_condition(struct app *app, const char *condition)
{
	const struct filter *filter = app->table.pick.filter;
	struct buffer before = {0}, after = {0}, printed = {0};

	cell_condition_add_both(filter, condition, &after);
	print_alike(buffer_get(&after), &printed);
	if (filter)
		filter_print(filter, &before);
	/* Adding the same condition again would change nothing. */
	buffer_clear(&after);
	print_alike(condition, &after);
	if (before.length >= after.length &&
		strcmp(before.data + before.length - after.length, buffer_get(&after)) == 0)
		app_say(app, false, _("the filter has that already: %s"), buffer_get(&after));
	else
		cmd_filter_set(app, buffer_get(&printed));
	buffer_done(&before);
	buffer_done(&after);
	buffer_done(&printed);
}

/* The filter has to name the kind: other kinds have different states with the same names. */
static void add_state(enum conn_state state, struct buffer *out)
{
	struct buffer plain = {0};

	buffer_printf(&plain, "state %s and proto = %s", conn_state_name(STATE_CHANGES_KIND, state),
		conn_proto_name(STATE_CHANGES_KIND));
	print_alike(buffer_get(&plain), out);
	buffer_done(&plain);
}

static bool is_filter(const struct app *app, const char *text)
{
	return text && app->table.pick.filter && app->filter_line.text &&
	       strcmp(app->filter_line.text, text) == 0;
}

void cmd_cell_toggle_state(struct app *app, enum conn_state state)
{
	struct filter_line *line = &app->filter_line;
	bool ours = is_filter(app, line->clicked), same = ours && line->clicked_state == state;
	struct buffer condition = {0};

	add_state(state, &condition);
	if (ours) { /* its click is taken back, and maybe another one takes its place */
		cmd_filter_set(app, line->unclicked ? line->unclicked : "");
	} else if (is_filter(app, buffer_get(&condition))) {
		cmd_filter_set(app, "");
		same = true;
	}
	free(line->clicked);
	free(line->unclicked);
	line->clicked = line->unclicked = NULL;
	if (!same) {
		line->unclicked =
			app->table.pick.filter && line->text ? alloc_copy(line->text) : NULL;
		add_condition(app, buffer_get(&condition));
		line->clicked = line->text ? alloc_copy(line->text) : NULL;
		line->clicked_state = state;
	}
	buffer_done(&condition);
}

bool cmd_cell_add_condition(struct app *app, bool negated, struct buffer *out)
{
	struct table_front front = page_table(app);
	const struct column *column = table_front_cursor(&front);
	uint32_t row = table_front_selected(&front);
	uint32_t group = table_selected_group(front.table);

	if (row != TRACK_NONE)
		return column && cell_condition_add_cell(column, front.context, row, negated, out);
	return group != GROUPS_NONE &&
	       cell_condition_add_group(&front.table->groups, front.context, group, negated, out);
}

static void filter_by_cell(struct app *app, bool negated)
{
	struct table_front front = page_table(app);
	const struct column *column = table_front_cursor(&front);
	struct buffer condition = {0};

	if (cmd_cell_add_condition(app, negated, &condition))
		add_condition(app, buffer_get(&condition));
	else if (column && table_front_selected(&front) != TRACK_NONE)
		app_say(app, true, _("this socket has no %s to filter by"), column->title);
	buffer_done(&condition);
}

void cmd_cell_only(struct app *app)
{
	filter_by_cell(app, false);
}

void cmd_cell_except(struct app *app)
{
	filter_by_cell(app, true);
}

static void filter_by_group(struct app *app, bool negated)
{
	struct buffer condition = {0};

	if (cmd_cell_add_condition(app, negated, &condition))
		add_condition(app, buffer_get(&condition));
	else
		app_say(app, true, _("this group has no %s to filter by"),
			page_table(app).table->groups.kind->title);
	buffer_done(&condition);
}

void cmd_cell_only_group(struct app *app)
{
	filter_by_group(app, false);
}

void cmd_cell_except_group(struct app *app)
{
	filter_by_group(app, true);
}

/* -------- copying -------- */

/* Appends the chosen columns of a line as they would look with room for all of them. */
static void add_line_text(const struct layout *layout, const struct column_context *context,
	uint32_t index, enum text_charset charset, struct buffer *out)
{
	struct buffer cell = {0};

	for (size_t i = 0; i < layout->chosen_count; i++) {
		buffer_clear(&cell);
		column_add_text(layout->columns[i].column, context, index, &cell);
		buffer_text(out, i ? "  " : "");
		text_add_shown(out, buffer_get(&cell), charset);
	}
	buffer_done(&cell);
}

static void add_row_text(struct app *app, uint32_t row, struct buffer *out)
{
	add_line_text(&app->layout, &app->engine.context, row, app->grid.charset, out);
}

/* Appends the texts of all tagged sockets, as many as a clipboard takes. */
static void add_tagged_texts(struct app *app, struct buffer *out)
{
	for (size_t i = 0; i < app->tags.count; i++) {
		size_t whole = out->length;

		add_row_text(app, app->tags.items[i].row, out);
		buffer_char(out, '\n');
		if (out->length > CLIPBOARD_MAX) {
			out->length = whole;
			out->data[whole] = '\0';
			break;
		}
	}
}

/* Shows "ss: ...   tcpdump: ..."; if the line has no room for both, one on each call. */
static void say_filters(struct app *app, uint32_t row)
{
	static const enum capture_filter_tool tools[] = {CAPTURE_FILTER_SS, CAPTURE_FILTER_TCPDUMP};
	const struct conn *conn = &app->engine.track.rows[row].conn;
	struct buffer both = {0}, texts[2] = {{0}, {0}};
	struct row_ref copied = row_ref_to(&app->engine.track, row);
	bool again = row_ref_equals(&app->copied, &copied);

	for (size_t i = 0; i < 2; i++) {
		buffer_printf(&texts[i], "%s: ", capture_filter_tool_name(tools[i]));
		capture_filter_add(&texts[i], tools[i], conn);
	}
	buffer_printf(&both, "%s   %s", buffer_get(&texts[0]), buffer_get(&texts[1]));
	if ((int)text_width(buffer_get(&both), app->grid.charset) < app->grid.columns - 1)
		app_say(app, false, "%s", buffer_get(&both));
	else
		app_say(app, false, "%s", buffer_get(&texts[again]));
	app->copied = again ? row_ref_none() : copied;
	buffer_done(&both);
	buffer_done(&texts[0]);
	buffer_done(&texts[1]);
}

void cmd_cell_copy(struct app *app)
{
	uint32_t row = table_selected(&app->table, &app->engine.track);

	if (row == TRACK_NONE)
		return;
	buffer_clear(&app->clipboard);
	if (app->tags.count)
		add_tagged_texts(app, &app->clipboard);
	else
		add_row_text(app, row, &app->clipboard);
	say_filters(app, row);
}

void cmd_cell_copy_row(struct app *app, uint32_t row)
{
	buffer_clear(&app->clipboard);
	add_row_text(app, row, &app->clipboard);
	say_filters(app, row);
}

/* Copies the line of the group and the sockview filter for its sockets: other tools do not know
 * groups. */
void cmd_cell_copy_group(struct app *app)
{
	const struct groups *groups = &app->table.groups;
	struct column_context context = app->engine.context;
	uint32_t group = table_selected_group(&app->table);
	struct buffer condition = {0};

	context.groups = groups;
	buffer_clear(&app->clipboard);
	add_line_text(&app->group_layout, &context, group, app->grid.charset, &app->clipboard);
	if (cell_condition_add_group(groups, &app->engine.context, group, false, &condition))
		app_say(app, false, "FILTER: %s", buffer_get(&condition));
	buffer_done(&condition);
}
