/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/close/close-guard.h"

#include <unistd.h>

#include "base/i18n.h"

/* Processes that are looked at before the dialog opens, mostly all; and in a step, of more. */
enum { GUARD_AT_ONCE = 4096, GUARD_STEP = 128 };

/* Somebody may have attached since the last time: the guard is found out when it is wanted. */
void close_guard_begin(struct app *app, void (*ask)(struct app *app))
{
	struct close_dialog *dialog = &app->close_dialog;

	dialog->pages = app->pages.count;
	session_guard_begin(&app->guard, engine_proc(&app->engine), (uint32_t)getpid());
	dialog->finding = session_guard_step(&app->guard, GUARD_AT_ONCE);
	if (dialog->finding)
		app_say(app, false, "%s", _("looking for what your own session hangs on"));
	else
		ask(app);
}

bool close_guard_step(struct app *app, void (*ask)(struct app *app))
{
	struct close_dialog *dialog = &app->close_dialog;

	/* Whoever is at something else by now is not torn from it. */
	if (dialog_is_open(&app->dialog) || app->pages.count != dialog->pages)
		dialog->finding = false;
	if (!dialog->finding || session_guard_step(&app->guard, GUARD_STEP))
		return dialog->finding;
	dialog->finding = false;
	buffer_clear(&app->message);
	ask(app);
	app->dirty = true;
	return false;
}
