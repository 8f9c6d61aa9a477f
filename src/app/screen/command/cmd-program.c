/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-program.h"

#include "app/screen/close/close-run.h"
#include "app/screen/command/cmd-filter.h"
#include "app/screen/command/cmd-search.h"
#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "base/i18n.h"

void cmd_program_escape(struct app *app)
{
	if (app->close_run.running)
		close_run_cancel(app);
	else if (app->pages.count)
		page_close(app);
	else if (!cmd_search_unmark(app))
		cmd_filter_suspend(app);
}

/* If the user quits while sockets are being closed, the results are shown first. */
void cmd_program_quit(struct app *app)
{
	if (app->close_run.running) {
		close_run_cancel(app);
		return;
	}
	app->quit = true;
}

static void add_help_of(struct app *app, unsigned moves)
{
	struct buffer *text = &app->dialog.text, keys = {0};
	const struct command *command;
	size_t at = 0;

	while ((command = page_next_command(app, &at, &keys))) {
		if ((command->flags & COMMAND_MOVES) != moves ||
			(command->flags & COMMAND_CHANGES && app->options.read_only))
			continue;
		buffer_printf(text, "%-16s %s\n", buffer_get(&keys), _(command->help));
	}
	buffer_done(&keys);
}

void cmd_program_help(struct app *app)
{
	struct buffer *text = &app->dialog.text;

	app_ask(app, DIALOG_TEXT, _("Help"), NULL);
	add_help_of(app, 0);
	buffer_text(text, " \n");
	add_help_of(app, COMMAND_MOVES);
	buffer_text(text, " \n");
	buffer_printf(text, "%s\n",
		_("Marks: + new   ~ changed state   * data moved   - gone   # tagged   ! look "
		  "here"));
	buffer_printf(text,
		_("Values: - does not apply   ? not known   %s not measured yet   > at least"),
		app->grid.charset == TEXT_UTF8 ? "\xe2\x80\xa6" : "..");
	buffer_printf(text, "\n%s\n", _("Mouse: click on a row, a heading or the bar; wheel"));
}
