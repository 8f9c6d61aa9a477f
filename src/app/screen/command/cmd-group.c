/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-group.h"

#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "base/i18n.h"
#include "view/group/group-column.h"

void cmd_group_init(struct app *app)
{
	const struct options *options = &app->options;
	const struct column *columns[LAYOUT_COLUMNS_MAX];
	size_t count = 0;

	for (size_t i = 0; i < group_column_count; i++)
		if (column_is_shown(&group_column_table[i]))
			columns[count++] = &group_column_table[i];
	layout_set_columns(&app->group_layout, columns, count);
	layout_pin(&app->group_layout); /* figures need the name of their group beside them */
	if (options->group_sort)
		table_set_group_sort(&app->table, options->group_sort, options->group_descending);
	if (group_kind_groups(options->group))
		table_set_group(&app->table, options->group);
}

bool cmd_group_is_selected(struct app *app)
{
	return table_selected_group(page_table(app).table) != GROUPS_NONE;
}

/* -------- columns -------- */

bool cmd_group_is_column(const struct column *column)
{
	return column >= group_column_table && column < group_column_table + group_column_count;
}

const struct column *cmd_group_columns(struct app *app, size_t *ret_count)
{
	bool of_groups = table_heads_are_of_groups(page_table(app).table);

	*ret_count = of_groups ? group_column_count : column_count;
	return of_groups ? group_column_table : column_table;
}

struct layout *cmd_group_layout(struct app *app)
{
	struct table_front front = page_table(app);

	return table_heads_are_of_groups(front.table) ? front.group_layout : front.layout;
}

const struct order *cmd_group_order(struct app *app)
{
	const struct table *table = page_table(app).table;
	const struct table_next *next = &table->next;

	return table_heads_are_of_groups(table) ? &next->groups.order : &next->order;
}

/* Makes the sort column visible, so that the user sees the reason of the order. */
static void show_column(struct layout *layout, const struct column *column)
{
	for (size_t i = 0; i < layout->count; i++)
		if (layout->columns[i].column == column)
			layout_set_cursor(layout, layout->columns[i].index);
}

void cmd_group_sort_by(struct app *app, const struct column *column, bool descending)
{
	struct table_front front = page_table(app);

	table_set_group_sort(front.table, column, descending);
	show_column(front.group_layout, column);
	front.reorder(app);
	app_say(app, false, _("groups sorted by %s, %s"),
		group_column_title(column, &front.table->groups),
		descending ? _("descending") : _("ascending"));
}

/* -------- commands -------- */

static void group_by(struct app *app, const struct group_kind *kind)
{
	struct table_front front = page_table(app);

	table_set_group(front.table, kind);
	if (front.table == &app->table) {
		app->options.group = kind;
		app_choose_extensions(app);
	}
	front.reorder(app);
	app_say(app, false, group_kind_groups(kind) ? _("grouped by %s") : _("grouped by nothing"),
		_(kind->name));
}

static void answered(struct app *app, enum dialog_answer answer)
{
	const struct group_kind *kind = &group_kinds[app->dialog.selected];

	if (answer == DIALOG_ACCEPTED && kind != page_table(app).table->next.groups.kind)
		group_by(app, kind);
}

/* The keys that open the list go round in it. */
static bool go_round(struct app *app, uint32_t key)
{
	const struct command *command = page_command(app, key);

	if (!command || command->run != cmd_group)
		return false;
	app->dialog.selected = (app->dialog.selected + 1) % group_kind_count;
	return true;
}

void cmd_group(struct app *app)
{
	static const struct frame_key bar[] = {
		{"Enter", N_("Choose")}, {"Esc", N_("Back")}, {"F5", N_("Next")}};
	static const struct app_answers answers = {
		.answered = answered, .takes = go_round, .bar = bar, .bar_count = 3};

	app_ask(app, DIALOG_LIST, _("Group by"), &answers);
	for (size_t i = 0; i < group_kind_count; i++) {
		const struct group_kind *kind = &group_kinds[i];
		bool chosen = kind == page_table(app).table->next.groups.kind;

		if (chosen)
			app->dialog.selected = i;
		buffer_printf(&app->dialog.text, "%-13s%s %s\n", kind->id, chosen ? "*" : " ",
			_(kind->help));
	}
}

static void open_group(struct app *app)
{
	struct table_front front = page_table(app);

	if (table_open_group(front.table, front.context) < 0)
		app_say(app, true, "%s", _("short of memory: not all sockets are shown"));
}

void cmd_group_toggle(struct app *app)
{
	struct table_front front = page_table(app);
	uint32_t group = table_selected_group(front.table);

	if (group_is_open(&front.table->groups, group))
		table_close_group(front.table, front.context);
	else
		open_group(app);
}

/* If the selected line cannot be opened or closed, the key moves the column cursor. */
void cmd_group_open(struct app *app)
{
	struct table_front front = page_table(app);
	uint32_t group = table_selected_group(front.table);

	if (group_is_open(&front.table->groups, group))
		layout_move_cursor(front.group_layout, 1);
	else
		open_group(app);
}

void cmd_group_close(struct app *app)
{
	struct table_front front = page_table(app);
	uint32_t group = table_selected_group(front.table);

	if (group_is_open(&front.table->groups, group))
		table_close_group(front.table, front.context);
	else
		layout_move_cursor(front.group_layout, -1);
}

bool cmd_group_leave(struct app *app)
{
	struct table_front front = page_table(app);
	const struct layout *layout = front.layout;

	if (!groups_are_on(&front.table->groups) || !layout->count ||
		layout_cursor(layout) != layout->order[0])
		return false;
	table_leave_group(front.table, front.context);
	return true;
}

bool cmd_group_select_at(struct app *app, size_t at, int cell)
{
	struct table_front front = page_table(app);
	struct group_line line = table_line_at(front.table, at);
	const struct layout_column *under;

	if (line.row == TRACK_NONE && line.group == GROUPS_NONE)
		return false;
	table_move_to(front.table, front.context, front.table->top + at);
	under = layout_column_at(cmd_group_layout(app), cell);
	if (under)
		layout_set_cursor(cmd_group_layout(app), under->index);
	return true;
}

void cmd_group_click(struct app *app, size_t at, int cell)
{
	struct table_front front = page_table(app);
	struct group_line line = table_line_at(front.table, at);

	if (line.row == TRACK_NONE && line.group != GROUPS_NONE &&
		line.group == table_selected_group(front.table))
		cmd_group_toggle(app);
	else
		cmd_group_select_at(app, at, cell);
}
