/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/close-answer.h"

#include <string.h>

#include "app/screen/state/app.h"
#include "base/i18n.h"

/* Without a key for so long a question was there to be read: what follows is an answer. */
#define QUIET_US 300000

/* Of a line the first letter tells whether it was begun in time. Enter in an empty one is No,
 * unless it ends what was refused. */
static bool would_answer(const struct app *app, uint32_t key)
{
	const struct overlay *overlay = &app->overlay;

	if (overlay->typed)
		return !overlay->input.length && (key != KEY_RETURN || app->kill.hasty);
	return key == 'y' || key == 'Y' || (key < 127 && strchr(overlay->letters, (int)key));
}

bool kill_is_hasty(struct app *app, uint32_t key)
{
	struct kill *kill = &app->kill;
	bool early = app->now.mono_us - kill->typed_us < QUIET_US;

	if (key == KEY_ESCAPE || key >= KEY_SPECIAL)
		return false;
	kill->hasty = early && would_answer(app, key);
	if (kill->hasty || !app->overlay.typed)
		kill->typed_us = app->now.mono_us;
	if (kill->hasty)
		app_say(app, true, "%s",
			_("too soon after the question to be an answer to it: please answer now"));
	return kill->hasty;
}
