/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-refresh.h"

#include "app/config/setting-table.h"
#include "app/screen/command/apply-settings.h"
#include "app/screen/state/app.h"
#include "base/i18n.h"

void cmd_refresh_pause(struct app *app)
{
	app->paused = !app->paused;
	if (!app->paused)
		app_refresh_now(app);
}

void cmd_refresh(struct app *app)
{
	app_refresh_now(app);
}

static void answered(struct app *app, enum dialog_answer answer)
{
	struct buffer complaint = {0};

	if (answer != DIALOG_ACCEPTED)
		return;
	if (setting_read(
		    setting_find("interval"), &app->options, app->dialog.input.text, &complaint))
		apply_settings_interval(app);
	else
		app_say(app, true, "%s", buffer_get(&complaint));
	buffer_done(&complaint);
}

void cmd_refresh_interval(struct app *app)
{
	static const struct app_answers answers = {.answered = answered};

	app_ask(app, DIALOG_PROMPT, _("Interval"), &answers);
	buffer_text(&app->dialog.text, _("Time between refreshes in seconds, 0.1 to 3600."));
	app->dialog.ask = _("Seconds:");
}
