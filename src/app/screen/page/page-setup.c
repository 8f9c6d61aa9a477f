/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/page/page-setup.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "app/config/settings-store.h"
#include "app/screen/command/apply-settings.h"
#include "app/config/setting-table.h"
#include "app/config/user-file.h"
#include "base/ascii.h"
#include "base/i18n.h"
#include "view/group/group-key.h"

static const char *const section_names[SETUP_SECTIONS] = {
	[SETUP_COLUMNS] = N_("Columns"),
	[SETUP_APPEARANCE] = N_("Appearance"),
	[SETUP_BEHAVIOUR] = N_("Behaviour"),
};

/* -------- the lines -------- */

/* Returns the setting on a line of the section; NULL: there is none. */
static const struct setting *setting_at(enum setup_section section, size_t line)
{
	for (size_t i = 0; i < setting_count; i++)
		if (setting_table[i].label && setting_table[i].section == section && line-- == 0)
			return &setting_table[i];
	return NULL;
}

static size_t count_lines(const struct setup *setup)
{
	size_t count = 0;

	if (setup->section == SETUP_COLUMNS)
		return setup->columns.count;
	while (setting_at(setup->section, count))
		count++;
	return count;
}

static const char *name_of(const struct setup *setup, size_t line)
{
	return setup->section == SETUP_COLUMNS ? setup->columns.columns[line]->title
					       : _(setting_at(setup->section, line)->label);
}

static const char *help_of(const struct setup *setup, size_t line)
{
	return setup->section == SETUP_COLUMNS ? _(setup->columns.columns[line]->help)
					       : _(setting_at(setup->section, line)->help);
}

static struct setup_line make_column_line(const struct app *app, size_t at)
{
	const struct setup_columns *columns = &app->setup.columns;
	unsigned width = app->options.widths[columns->columns[at] - column_table];
	struct setup_line line = {.boxed = true, .checked = columns->shown[at]};

	if (width)
		snprintf(line.value, sizeof(line.value), "%u", width);
	else
		snprintf(line.value, sizeof(line.value), "%s", _("auto"));
	return line;
}

/* Values that the settings file has as words. */
static const char *const words[] = {N_("yes"), N_("no"), N_("auto"), N_("always"), N_("never"),
	N_("default"), N_("light"), N_("colourblind"), N_("mono")};

static const char *word_of(const char *value)
{
	const struct group_kind *kind = group_kind_find(value);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(value, words[i]) == 0)
			return _(words[i]);
	return kind ? _(kind->name) : value;
}

static struct setup_line make_setting_line(const struct app *app, size_t at)
{
	struct setup_line line = {0};
	struct buffer value = {0};

	setting_add(setting_at(app->setup.section, at), &app->options, &value);
	snprintf(line.value, sizeof(line.value), "%s", word_of(buffer_get(&value)));
	buffer_done(&value);
	return line;
}

static void make_lines(const struct app *app, struct setup_line *lines, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		lines[i] = app->setup.section == SETUP_COLUMNS ? make_column_line(app, i)
							       : make_setting_line(app, i);
		lines[i].name = name_of(&app->setup, i);
	}
}

static struct scroller *scroller(struct app *app)
{
	return &app->setup.scrollers[app->setup.section];
}

static struct setup_view make_view(const struct setup *setup, const char *names[SETUP_SECTIONS])
{
	for (int i = 0; i < SETUP_SECTIONS; i++)
		names[i] = _(section_names[i]);
	return (struct setup_view){
		.title = _(" Setup "),
		.sections = names,
		.section_count = SETUP_SECTIONS,
		.section = (int)setup->section,
		.help = help_of(setup, setup->scrollers[setup->section].selected),
	};
}

static void draw(struct app *app, struct grid *grid, const struct area *area)
{
	struct setup *setup = &app->setup;
	struct setup_line lines[LAYOUT_COLUMNS_MAX];
	const char *names[SETUP_SECTIONS];
	size_t count = count_lines(setup);
	struct setup_view view;

	make_lines(app, lines, count);
	setup->first_row = area->row;
	draw_setup_lay_out(area, &setup->layout);
	scroller_fit(scroller(app), count, (size_t)setup->layout.lines.rows);
	view = make_view(setup, names);
	view.lines = lines;
	draw_setup(&view, scroller(app), &setup->layout, grid);
}

/* -------- what keys do -------- */

static void toggle_column(struct app *app)
{
	if (!setup_columns_toggle(&app->setup.columns, &app->options, scroller(app)->selected))
		app_say(app, true, "%s", _("one column has to stay"));
}

/* Returns the width of the column on the screen, or the width that it would start with. */
static int width_now(const struct app *app, const struct column *column)
{
	if (app->options.widths[column - column_table])
		return app->options.widths[column - column_table];
	for (size_t i = 0; i < app->layout.shown_count; i++)
		if (app->layout.shown[i].column == column)
			return app->layout.shown[i].width;
	return column->width_min;
}

static void change_width(struct app *app, int step)
{
	const struct column *column = app->setup.columns.columns[scroller(app)->selected];
	int width = width_now(app, column) + step;

	if (width >= LAYOUT_WIDTH_MIN && width <= LAYOUT_WIDTH_MAX)
		app->options.widths[column - column_table] = (unsigned char)width;
}

static void change_setting(struct app *app, int step)
{
	const struct setting *setting = setting_at(app->setup.section, scroller(app)->selected);
	struct buffer complaint = {0};

	setting_read(
		setting, &app->options, setting_step(setting, &app->options, step), &complaint);
	buffer_done(&complaint);
}

static void change(struct app *app, int step)
{
	struct options before = app->options;

	if (app->setup.section == SETUP_COLUMNS)
		change_width(app, step);
	else
		change_setting(app, step);
	apply_settings(app, &before);
}

static void action_less(struct app *app)
{
	change(app, -1);
}

static void action_more(struct app *app)
{
	change(app, 1);
}

static void action_choose(struct app *app)
{
	struct options before = app->options;

	if (app->setup.section == SETUP_COLUMNS)
		toggle_column(app);
	else
		change_setting(app, 1);
	apply_settings(app, &before);
}

static void move_column(struct app *app, int step)
{
	struct options before = app->options;

	if (app->setup.section != SETUP_COLUMNS)
		return;
	scroller_move_to(scroller(app), setup_columns_move(&app->setup.columns, &app->options,
						scroller(app)->selected, step));
	apply_settings(app, &before);
}

static void action_earlier(struct app *app)
{
	move_column(app, -1);
}

static void action_later(struct app *app)
{
	move_column(app, 1);
}

static void action_automatic(struct app *app)
{
	struct options before = app->options;
	size_t at = scroller(app)->selected;

	if (app->setup.section != SETUP_COLUMNS)
		return;
	app->options.widths[app->setup.columns.columns[at] - column_table] = 0;
	apply_settings(app, &before);
}

static void action_section(struct app *app)
{
	app->setup.section = (app->setup.section + 1) % SETUP_SECTIONS;
}

/* A letter moves to the next line that begins with it. */
static bool jump(struct app *app, uint32_t key)
{
	struct scroller *lines = scroller(app);
	size_t count = count_lines(&app->setup);

	if (key >= 128 || !isalpha((int)key))
		return false;
	for (size_t distance = 1; distance <= count; distance++) {
		size_t line = (lines->selected + distance) % count;

		if (ascii_lower(*name_of(&app->setup, line)) != ascii_lower((char)key))
			continue;
		scroller_move_to(lines, line);
		break;
	}
	return true;
}

static void click(struct app *app, int row, int column)
{
	const struct setup_layout *layout = &app->setup.layout;
	const char *names[SETUP_SECTIONS];
	struct setup_view view = make_view(&app->setup, names);
	int line = row + app->setup.first_row - layout->lines.row;
	size_t at = scroller(app)->top + (size_t)line;

	if (row + app->setup.first_row == layout->sections) {
		int section = draw_setup_section_at(&view, layout, &app->grid, column);

		if (section >= 0)
			app->setup.section = (enum setup_section)section;
	} else if (line >= 0 && line < layout->lines.rows && column >= layout->lines.column &&
		   column < layout->lines.column + layout->lines.columns &&
		   at < count_lines(&app->setup)) {
		scroller_move_to(scroller(app), at);
		action_choose(app);
	}
}

/* -------- opening and closing -------- */

static void begin(struct app *app)
{
	struct setup *setup = &app->setup;

	*setup = (struct setup){.before = app->options};
	setup_columns_init(&setup->columns, &app->options);
	for (int section = 0; section < SETUP_SECTIONS; section++) {
		setup->section = (enum setup_section)section;
		scroller_fit(&setup->scrollers[section], count_lines(setup), SIZE_MAX);
	}
	setup->section = SETUP_COLUMNS;
}

static void end(struct app *app)
{
	int result = settings_store_save(&app->setup.before, &app->options);

	if (result > 0)
		app_say(app, false, "%s", _("settings saved"));
	else if (result < 0)
		app_say(app, true, _("settings not saved: %s"), user_file_error(result));
}

/* clang-format off */
static const struct command commands[] = {
	{"setup-choose", "Space Enter", N_("Choose"), N_("show the column or do not; take the next value"), 0, action_choose},
	{"setup-less", "Left -", N_("Less"), N_("make the column narrower; take the previous value"), 0, action_less},
	{"setup-more", "Right +", N_("More"), N_("make the column wider; take the next value"), 0, action_more},
	{"setup-automatic", "Backspace Delete", NULL, N_("make the column as wide as it has to be"), 0, action_automatic},
	{"setup-earlier", "F7 [", N_("Earlier"), N_("move the column to the left"), 0, action_earlier},
	{"setup-later", "F8 ]", N_("Later"), N_("move the column to the right"), 0, action_later},
	{"setup-section", "Tab", N_("Section"), N_("columns, appearance, behaviour"), 0, action_section},
	{"setup-save", "F10 F2", N_("Done"), N_("save and go back, as Esc does"), 0, page_close},
};
/* clang-format on */

const struct page page_setup = {
	.id = "setup",
	.title = N_("Setup"),
	.commands = commands,
	.command_count = sizeof(commands) / sizeof(commands[0]),
	.above_table = true,
	.begin = begin,
	.end = end,
	.scroller = scroller,
	.key = jump,
	.click = click,
	.draw = draw,
};

void page_setup_open(struct app *app)
{
	page_open(app, &page_setup);
}
