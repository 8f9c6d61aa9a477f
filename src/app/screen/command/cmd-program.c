/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-program.h"

#include "app/screen/close/close-run.h"
#include "app/screen/command/cmd-filter.h"
#include "app/screen/command/cmd-search.h"
#include "app/screen/state/app.h"
#include "app/screen/state/page.h"

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
