/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-refresh.h"

#include "app/screen/state/app.h"
#include "base/format.h"
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
	uint32_t interval;

	if (answer != DIALOG_ACCEPTED)
		return;
	if (format_parse_seconds(app->dialog.input.text, 100, 3600 * 1000, &interval) < 0) {
		app_say(app, true, _("invalid interval '%s': seconds from 0.1 to 3600"),
			app->dialog.input.text);
		return;
	}
	app->options.interval_ms = interval;
	app->meter.interval_ms = interval;
	app_refresh_now(app);
}

void cmd_refresh_interval(struct app *app)
{
	static const struct app_answers answers = {.answered = answered};

	app_ask(app, DIALOG_PROMPT, _("Interval"), &answers);
	buffer_text(&app->dialog.text, _("Time between refreshes in seconds, 0.1 to 3600."));
	app->dialog.ask = _("Seconds:");
}
