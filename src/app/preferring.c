/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/preferring.h"

#include <string.h>

#include "app/app.h"

void preferring_lay_out(struct app *app)
{
	const struct options *options = &app->options;

	layout_set_columns(&app->layout, options->columns, options->column_count);
	for (size_t i = 0; i < options->column_count; i++)
		layout_fix(&app->layout, i, options->widths[options->columns[i] - column_table]);
	app->dirty = true;
}

/* What is wrong with the settings: the first of it, in the one line that there is. */
static void say_warnings(struct app *app)
{
	const char *text = buffer_get(&app->options.warnings);
	size_t length = strcspn(text, "\n");

	if (length)
		app_say(app, true, "%.*s%s", (int)length, text, text[length + 1] ? " ..." : "");
}

void preferring_init(struct app *app)
{
	preferring_lay_out(app);
	say_warnings(app);
}
