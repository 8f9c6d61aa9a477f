/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/close/close-answer.h"

#include <string.h>

#include "app/screen/state/app.h"
#include "base/i18n.h"

/* After this time without a key, the user can have read the question: the next key is an answer. */
#define QUIET_US 300000

/* In a line, the first letter decides whether the typing began too early. Enter in an empty line
 * means No, unless it ends an input that was refused. */
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
