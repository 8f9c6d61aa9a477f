/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is done with the selected cell: it becomes part of the filter. */
#include "app/actions.h"

#include <string.h>

#include "app/app.h"
#include "app/filtering.h"
#include "base/i18n.h"
#include "view/filter-cell.h"

/* As filter_print() writes it, so that it reads as the rest of the filter. */
static void print_alike(const char *text, struct buffer *out)
{
	struct filter_names names = filtering_names(false);
	struct filter_error error;
	struct filter *filter;

	if (filter_parse(text, &names, &filter, &error) < 0) {
		buffer_text(out, text); /* finding_set() tells what is wrong with it */
		return;
	}
	filter_print(filter, out);
	filter_free(filter);
}

/* What is suspended is left behind: it was not what the user looked at. */
static void add_condition(struct app *app, const char *condition)
{
	const struct filter *filter = app->table.pick.filter;
	struct buffer before = {0}, after = {0}, printed = {0};

	filter_add_both(filter, condition, &after);
	print_alike(buffer_get(&after), &printed);
	if (filter)
		filter_print(filter, &before);
	/* Once more the same would change nothing. */
	buffer_clear(&after);
	print_alike(condition, &after);
	if (before.length >= after.length &&
		strcmp(before.data + before.length - after.length, buffer_get(&after)) == 0)
		app_say(app, false, _("the filter has that already: %s"), buffer_get(&after));
	else
		finding_set(app, buffer_get(&printed));
	buffer_done(&before);
	buffer_done(&after);
	buffer_done(&printed);
}

static void filter_by_cell(struct app *app, bool negated)
{
	const struct column *column = app_cursor_column(app);
	uint32_t row = table_selected(&app->table, &app->engine.track);
	struct buffer condition = {0};

	if (row == TRACK_NONE || !column)
		return;
	if (filter_add_cell(column, &app->engine.context, row, negated, &condition))
		add_condition(app, buffer_get(&condition));
	else
		app_say(app, true, _("this socket has no %s to filter by"), column->title);
	buffer_done(&condition);
}

void action_only(struct app *app)
{
	filter_by_cell(app, false);
}

void action_except(struct app *app)
{
	filter_by_cell(app, true);
}
