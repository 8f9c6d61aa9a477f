/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/page/page-history.h"

#include "app/screen/command/cmd-cell.h"
#include "app/screen/command/cmd-explain.h"
#include "app/screen/command/cmd-filter.h"
#include "app/screen/command/cmd-group.h"
#include "app/screen/command/cmd-move.h"
#include "app/screen/command/cmd-search.h"
#include "app/screen/command/cmd-sort.h"
#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "base/format.h"
#include "base/i18n.h"

/* Rows in one step: one or two milliseconds. */
#define ROWS_A_STEP 4000

/* Most tables are small enough to be made here. */
static void make(struct app *app, bool chosen)
{
	struct column_context context = engine_past_context(&app->engine);

	history_view_begin(&app->history_view, &context, &app->table.pick, chosen);
	history_view_step(&app->history_view, app->rows_at_once);
	app->dirty = true;
}

static void reorder(struct app *app)
{
	make(app, false);
}

/* A search is of one table. */
static void begin(struct app *app)
{
	app->search_line.search.going = false;
	app->history_view.open = true;
	make(app, true);
}

static void end(struct app *app)
{
	app->search_line.search.going = false;
	app->history_view.open = false;
}

/* While a dialog is open, the lines behind it do not move, except for what is typed to see its
 * effect. */
bool page_history_step(struct app *app)
{
	struct history_view *view = &app->history_view;
	bool held = dialog_is_open(&app->dialog) && !view->table.next.counting;

	if (!view->open || held || !table_is_in_making(&view->table))
		return false;
	if (history_view_step(view, ROWS_A_STEP))
		return true;
	app->dirty = true;
	return false;
}

static void add_title(struct app *app, struct buffer *out)
{
	const struct chronicle *chronicle = &app->engine.chronicle;
	bool at_least;
	size_t count = past_count(&chronicle->past);
	size_t shown = table_count_living(&app->history_view.table, &at_least);

	buffer_text(out, "  ");
	if (shown != count) {
		format_grouped(out, shown);
		buffer_text(out, " / ");
	}
	format_grouped(out, count);
	buffer_printf(out, "  (%s)",
		chronicle_fd(chronicle) < 0 ? _("only those that a refresh has seen")
		: chronicle->past_lost      ? _("the kernel tells of each, but events were lost")
					    : _("the kernel tells of each"));
}

static struct table_front table(struct app *app)
{
	struct history_view *view = &app->history_view;

	return (struct table_front){
		&view->table, &view->context, &view->layout, &view->group_layout, reorder};
}

/* -------- the picture -------- */

static void draw(struct app *app, struct grid *grid, const struct area *area)
{
	struct history_view *view = &app->history_view;
	struct column_context context = view->context;
	struct layout_lines lines = {.titles = area->row,
		.first_row = area->row + 1,
		.row_count = area->rows > 1 ? area->rows - 1 : 0};
	struct frame frame = {.table = &view->table,
		.context = &context,
		.layout = &view->layout,
		.group_layout = &view->group_layout,
		.search = app->search_line.marked ? &app->search_line.search : NULL,
		.empty = app->table.pick.filter
				 ? _("nothing that the filter lets through has closed")
				 : _("nothing has closed yet")};

	view->context.now = app->engine.context.now;
	context.now = view->context.now;
	context.translated = true;
	table_set_height(&view->table, &view->context, (size_t)lines.row_count);
	draw_measure(&frame, grid->charset, 0, 0);
	draw_table(&frame, grid, &lines);
}

static void click(struct app *app, int row, int column)
{
	const struct layout_column *under = layout_column_at(cmd_group_layout(app), column);

	if (row > 0)
		cmd_group_click(app, (size_t)row - 1, column);
	else if (under)
		cmd_sort_by(app, under->column);
}

/* -------- its keys -------- */

static void open_group(struct app *app)
{
	if (cmd_group_is_selected(app))
		cmd_group_toggle(app);
}

/* clang-format off */
static const struct command commands[] = {
	{"search", "F3", N_("Search"), N_("search for a text; then: go to its next match"), 0, cmd_search, NULL},
	{"filter", "F4 \\", N_("Filter"), N_("show only what a filter lets through"), 0, cmd_filter_edit, NULL},
	{"group", "F5 t", N_("Group"), N_("choose what to group by, or not to"), 0, cmd_group, NULL},
	{"sort", "F6 .", N_("Sort"), N_("choose the column to sort by"), 0, cmd_sort, NULL},
	{"open", "Enter", NULL, N_("open or close the group"), 0, open_group, NULL},
	{"search-anew", "/", NULL, N_("search for another text"), 0, cmd_search_anew, NULL},
	{"search-next", "n", NULL, N_("go to the next match"), 0, cmd_search_next, NULL},
	{"search-previous", "N", NULL, N_("go to the match before"), 0, cmd_search_previous, NULL},
	{"only", "=", NULL, N_("only these: the value of the selected cell or group becomes part of the filter"),
		COMMAND_NEEDS_ROW, cmd_cell_only, cmd_cell_only_group},
	{"except", "!", NULL, N_("not these: the same, the other way round"), COMMAND_NEEDS_ROW, cmd_cell_except,
		cmd_cell_except_group},
	{"explain", "e", N_("Explain"), N_("explain the column under the cursor and the state of the socket"), 0, cmd_explain, NULL},
	{"sort-previous", "<", NULL, N_("sort by the column to the left"), 0, cmd_sort_previous, NULL},
	{"sort-next", ">", NULL, N_("sort by the column to the right"), 0, cmd_sort_next, NULL},
	{"invert", "I", NULL, N_("invert the order"), 0, cmd_sort_invert, NULL},
	{"follow", "F", NULL, N_("release the selection and stay at the top"), 0, cmd_move_follow, NULL},
};
/* clang-format on */

const struct page page_history = {
	.id = "history",
	.title = N_("Closed connections"),
	.commands = commands,
	.command_count = sizeof(commands) / sizeof(commands[0]),
	.begin = begin,
	.end = end,
	.add_title = add_title,
	.table = table,
	.click = click,
	.draw = draw,
};

void page_history_open(struct app *app)
{
	page_open(app, &page_history);
}
