/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-sort.h"

#include "app/screen/command/cmd-group.h"
#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "base/i18n.h"
#include "view/group/group-column.h"

static void set_sort(struct app *app, const struct column *column, bool descending)
{
	struct table_front front = page_table(app);

	if (cmd_group_is_column(column)) {
		cmd_group_sort_by(app, column, descending);
		return;
	}
	table_set_sort(front.table, column, descending);
	if (front.table == &app->table) {
		app->options.sort = column;
		app->options.descending = descending;
		app_choose_extensions(app);
	}
	front.reorder(app);
	app_say(app, false, _("sorted by %s, %s"), column->title,
		descending ? _("descending") : _("ascending"));
}

void cmd_sort_by(struct app *app, const struct column *column)
{
	const struct order *order = cmd_group_order(app);

	if (column == order->column)
		set_sort(app, column, !order->descending);
	else
		set_sort(app, column, column->flags & COLUMN_GREATEST);
}

void cmd_sort_invert(struct app *app)
{
	const struct order *order = cmd_group_order(app);

	set_sort(app, order->column, !order->descending);
}

/* Sorts by the column left or right of the current one on the screen. */
static void sort_by_neighbour(struct app *app, bool forward)
{
	const struct layout *layout = cmd_group_layout(app);
	size_t count = layout->shown_count, at = 0;

	if (!count)
		return;
	while (at < count && layout->shown[at].column != cmd_group_order(app)->column)
		at++;
	at = at == count ? 0 : (at + (forward ? 1 : count - 1)) % count;
	cmd_sort_by(app, layout->shown[at].column);
}

void cmd_sort_previous(struct app *app)
{
	sort_by_neighbour(app, false);
}

void cmd_sort_next(struct app *app)
{
	sort_by_neighbour(app, true);
}

/* Returns the mark that the heading has, too, for the column sorted by and its direction. */
static const char *sort_mark(struct app *app, const struct column *column)
{
	const struct order *order = cmd_group_order(app);
	bool utf8 = app->grid.charset == TEXT_UTF8;

	if (column != order->column)
		return " ";
	if (order->descending)
		return utf8 ? "\xe2\x96\xbe" : "v";
	return utf8 ? "\xe2\x96\xb4" : "^";
}

/* Called after the user has chosen from the list. */
static void answered(struct app *app, enum dialog_answer answer)
{
	size_t at = 0, count;
	const struct column *columns = cmd_group_columns(app, &count);

	for (size_t i = 0; answer == DIALOG_ACCEPTED && i < count; i++)
		if (column_is_shown(&columns[i]) && at++ == app->dialog.selected)
			cmd_sort_by(app, &columns[i]);
}

void cmd_sort(struct app *app)
{
	static const struct app_answers answers = {.answered = answered};
	const struct order *order = cmd_group_order(app);
	size_t entry = 0, count;
	const struct column *columns = cmd_group_columns(app, &count);

	app_ask(app, DIALOG_LIST, _("Sort by"), &answers);
	for (size_t i = 0; i < count; i++) {
		const struct column *column = &columns[i];

		if (!column_is_shown(column))
			continue;
		if (column == order->column)
			app->dialog.selected = entry;
		entry++;
		buffer_printf(&app->dialog.text, "%-12s%s %s\n",
			group_column_title(column, &page_table(app).table->groups),
			sort_mark(app, column), _(column->help));
	}
}
