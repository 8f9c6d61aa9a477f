/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/page/page-history.h"

#include "app/screen/command/cmd-cell.h"
#include "app/screen/command/cmd-filter.h"
#include "app/screen/page/list-page.h"
#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "base/format.h"
#include "base/i18n.h"
#include "ui/draw/draw-list.h"

static void make(struct app *app)
{
	struct history_view *view = &app->history_view;
	struct column_context context = engine_past_context(&app->engine);

	history_view_hold(view);
	history_view_begin(view, &app->engine.chronicle.past, &context);
	while (history_view_step(view, &app->table.pick))
		;
}

void page_history_sorted(struct app *app, struct column_list *list)
{
	list->scroller.selected = list->scroller.top = 0;
	make(app);
}

static void begin(struct app *app)
{
	app->history_view.open = true;
	make(app);
}

static void end(struct app *app)
{
	app->history_view.open = false;
}

static void add_title(struct app *app, struct buffer *out)
{
	const struct chronicle *chronicle = &app->engine.chronicle;
	size_t count = past_count(&chronicle->past), shown = app->history_view.order.count;

	buffer_text(out, "  ");
	if (shown != count) {
		format_grouped(out, shown);
		buffer_text(out, " / ");
	}
	format_grouped(out, count);
	buffer_printf(out, "  (%s)",
		chronicle_fd(chronicle) >= 0 ? _("the kernel tells of each")
					     : _("only those that a refresh has seen"));
}

static struct column_list *list(struct app *app)
{
	return &app->history_view.view;
}

static void fill(struct app *app, size_t height, struct draw_list_model *model)
{
	struct history_view *view = &app->history_view;

	if (view->filter != app->table.pick.filter)
		make(app);
	view->context.now = app->engine.context.now;
	history_view_settle(view, height);
	model->context = &view->context;
	draw_list_take_order(model, &view->order);
	model->empty = app->table.pick.filter ? _("nothing that the filter lets through has closed")
					      : _("nothing has closed yet");
}

/* -------- its keys -------- */

/* The filter is that of the table, too. */
static void filter_by_cell(struct app *app, bool negated)
{
	struct history_view *view = &app->history_view;
	size_t selected = view->view.scroller.selected;

	if (selected < view->order.count)
		cmd_cell_filter_by(app, column_list_cursor(&view->view), &view->context,
			order_row(&view->order, selected), negated);
	else
		app_say(app, true, "%s", _("no connection is selected"));
}

static void only(struct app *app)
{
	filter_by_cell(app, false);
}

static void except(struct app *app)
{
	filter_by_cell(app, true);
}

/* clang-format off */
static const struct command commands[] = {
	{"filter", "F4 \\", N_("Filter"), N_("show only what a filter lets through"), 0, cmd_filter_edit, NULL},
	{"only", "=", NULL, N_("only these: the value of the selected cell or group becomes part of the filter"), 0, only, NULL},
	{"except", "!", NULL, N_("not these: the same, the other way round"), 0, except, NULL},
	LIST_PAGE_COMMANDS
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
	.list = list,
	.fill = fill,
	.click = list_page_click,
	.draw = list_page_draw,
};

void page_history_open(struct app *app)
{
	page_open(app, &page_history);
}
