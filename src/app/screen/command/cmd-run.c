/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-run.h"

#include "app/config/command.h"
#include "app/screen/command/cmd-group.h"
#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "base/i18n.h"

void cmd_run(struct app *app, const struct command *command)
{
	struct table_front front;

	if (command->flags & COMMAND_CHANGES && app->options.read_only) {
		app_say(app, true, "%s", _("not with --read-only"));
		return;
	}
	if (command->run_on_group && page_table_is_in_front(app) && cmd_group_is_selected(app)) {
		command->run_on_group(app);
		return;
	}
	front = page_table(app);
	if (command->flags & COMMAND_NEEDS_ROW && table_front_selected(&front) == TRACK_NONE) {
		app_say(app, true, "%s", _("no socket is selected"));
		return;
	}
	command->run(app);
}
