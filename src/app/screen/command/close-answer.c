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
	const struct dialog *dialog = &app->dialog;

	if (dialog->typed)
		return !dialog->input.length && (key != KEY_RETURN || app->close_dialog.hasty);
	return key == 'y' || key == 'Y' || (key < 127 && strchr(dialog->letters, (int)key));
}

bool close_answer_is_hasty(struct app *app, uint32_t key)
{
	struct close_dialog *kill = &app->close_dialog;
	bool early = app->now.mono_us - kill->typed_us < QUIET_US;

	if (key == KEY_ESCAPE || key >= KEY_SPECIAL)
		return false;
	kill->hasty = early && would_answer(app, key);
	if (kill->hasty || !app->dialog.typed)
		kill->typed_us = app->now.mono_us;
	if (kill->hasty)
		app_say(app, true, "%s",
			_("too soon after the question to be an answer to it: please answer now"));
	return kill->hasty;
}
