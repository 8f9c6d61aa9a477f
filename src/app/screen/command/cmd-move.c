/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-move.h"

#include "app/screen/command/cmd-group.h"
#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "base/i18n.h"

static void move(struct app *app, long lines)
{
	struct scroller *scroller = page_scroller(app);
	struct table_front front = page_table(app);

	if (scroller)
		scroller_move(scroller, lines);
	else
		table_move(front.table, front.context, lines);
}

static void move_to(struct app *app, size_t line)
{
	struct scroller *scroller = page_scroller(app);
	struct table_front front = page_table(app);

	if (scroller)
		scroller_move_to(scroller, line);
	else
		table_move_to(front.table, front.context, line);
}

static long page(struct app *app)
{
	const struct scroller *scroller = page_scroller(app);
	size_t height = scroller ? scroller->height : page_table(app).table->height;

	return height > 1 ? (long)height - 1 : 1;
}

void cmd_move_up(struct app *app)
{
	move(app, -1);
}

void cmd_move_down(struct app *app)
{
	move(app, 1);
}

void cmd_move_page_up(struct app *app)
{
	move(app, -page(app));
}

void cmd_move_page_down(struct app *app)
{
	move(app, page(app));
}

void cmd_move_left(struct app *app)
{
	if (!cmd_group_leave(app))
		layout_move_cursor(page_table(app).layout, -1);
}

void cmd_move_right(struct app *app)
{
	layout_move_cursor(page_table(app).layout, 1);
}

void cmd_move_first(struct app *app)
{
	move_to(app, 0);
}

void cmd_move_last(struct app *app)
{
	move_to(app, SIZE_MAX);
}

void cmd_move_follow(struct app *app)
{
	struct table_front front = page_table(app);

	table_let_go(front.table, front.context);
	app_say(app, false, "%s",
		_("staying at the top; any movement takes hold of a socket again"));
}
