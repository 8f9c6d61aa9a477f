/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-refresh.h"

#include "app/screen/state/app.h"
#include "base/format.h"
#include "base/i18n.h"

void action_pause(struct app *app)
{
	app->paused = !app->paused;
	if (!app->paused)
		app_refresh_now(app);
}

void action_refresh(struct app *app)
{
	app_refresh_now(app);
}

static void answered(struct app *app, enum overlay_answer answer)
{
	uint32_t interval;

	if (answer != OVERLAY_ACCEPTED)
		return;
	if (format_parse_seconds(app->overlay.input.text, 100, 3600 * 1000, &interval) < 0) {
		app_say(app, true, _("invalid interval '%s': seconds from 0.1 to 3600"),
			app->overlay.input.text);
		return;
	}
	app->options.interval_ms = interval;
	app->meter.interval_ms = interval;
	app_refresh_now(app);
}

void action_interval(struct app *app)
{
	static const struct app_answers answers = {.answered = answered};

	app_ask(app, OVERLAY_PROMPT, _("Interval"), &answers);
	buffer_text(&app->overlay.text, _("Time between refreshes in seconds, 0.1 to 3600."));
	app->overlay.ask = _("Seconds:");
}
