/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/page/list-page.h"

#include "app/screen/command/cmd-explain.h"
#include "app/screen/state/app.h"
#include "base/i18n.h"
#include "ui/draw/draw-list.h"

static struct column_list *front(struct app *app)
{
	return pages_front(&app->pages)->list(app);
}

static void set_sort(
	struct app *app, struct column_list *list, const struct column *column, bool descending)
{
	list->sort = column;
	list->descending = descending;
	list->sorted(app, list);
	app_say(app, false, _("sorted by %s, %s"), column->title,
		descending ? _("descending") : _("ascending"));
}

static void sort_by(struct app *app, struct column_list *list, const struct column *column)
{
	if (column == list->sort)
		set_sort(app, list, column, !list->descending);
	else
		set_sort(app, list, column, column->flags & COLUMN_GREATEST);
}

static void sort_beside(struct app *app, int columns)
{
	struct column_list *list = front(app);
	const struct layout *layout = &list->layout;
	size_t count = layout->shown_count, at = 0;

	if (!count)
		return;
	while (at < count && layout->shown[at].column != list->sort)
		at++;
	at = at == count ? 0 : (at + (columns > 0 ? 1 : count - 1)) % count;
	sort_by(app, list, layout->shown[at].column);
}

/* -------- the list of columns -------- */

static void answered(struct app *app, enum dialog_answer answer)
{
	struct column_list *list = app->sorting;
	size_t at = 0;

	for (size_t i = 0; answer == DIALOG_ACCEPTED && i < list->table_count; i++)
		if (column_is_shown(&list->table[i]) && at++ == app->dialog.selected)
			sort_by(app, list, &list->table[i]);
}

static const char *sort_mark(
	const struct app *app, const struct column_list *list, const struct column *column)
{
	bool utf8 = app->grid.charset == TEXT_UTF8;

	if (column != list->sort)
		return " ";
	if (list->descending)
		return utf8 ? "\xe2\x96\xbe" : "v";
	return utf8 ? "\xe2\x96\xb4" : "^";
}

void list_page_sort(struct app *app)
{
	static const struct app_answers answers = {.answered = answered};
	struct column_list *list = front(app);
	size_t entry = 0;

	app->sorting = list;
	app_ask(app, DIALOG_LIST, _("Sort by"), &answers);
	for (size_t i = 0; i < list->table_count; i++) {
		const struct column *column = &list->table[i];

		if (!column_is_shown(column))
			continue;
		if (column == list->sort)
			app->dialog.selected = entry;
		entry++;
		buffer_printf(&app->dialog.text, "%-12s%s %s\n", column->title,
			sort_mark(app, list, column), _(column->help));
	}
}

/* -------- the other keys -------- */

void list_page_sort_left(struct app *app)
{
	sort_beside(app, -1);
}

void list_page_sort_right(struct app *app)
{
	sort_beside(app, 1);
}

void list_page_invert(struct app *app)
{
	struct column_list *list = front(app);

	sort_by(app, list, list->sort);
}

void list_page_left(struct app *app)
{
	layout_move_cursor(&front(app)->layout, -1);
}

void list_page_right(struct app *app)
{
	layout_move_cursor(&front(app)->layout, 1);
}

void list_page_explain(struct app *app)
{
	cmd_explain_column(app, column_list_cursor(front(app)));
}

/* -------- the picture -------- */

void list_page_draw(struct app *app, struct grid *grid, const struct area *area)
{
	struct column_list *list = front(app);
	struct draw_list_model model = {.sort = list->sort, .descending = list->descending};

	pages_front(&app->pages)->fill(app, area->rows > 1 ? (size_t)area->rows - 1 : 1, &model);
	draw_list(&model, &list->layout, &list->scroller, grid, area);
}

void list_page_click(struct app *app, int row, int column)
{
	struct column_list *list = front(app);
	const struct layout_column *under = layout_column_at(&list->layout, column);
	struct scroller *lines = &list->scroller;

	if (row > 0 && (size_t)row <= lines->height)
		scroller_move_to(lines, lines->top + (size_t)row - 1);
	else if (row == 0 && under)
		sort_by(app, list, under->column);
}
