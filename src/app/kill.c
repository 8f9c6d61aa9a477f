/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/kill.h"

#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/audit.h"
#include "app/consequence.h"
#include "app/privileges.h"
#include "app/verdict.h"
#include "base/i18n.h"
#include "sock/closing-batch.h"

static const char *arrow_of(const struct app *app)
{
	return app->grid.charset == TEXT_UTF8 ? " \xe2\x86\x92 " : " -> ";
}

static void fill_dialog(struct app *app, bool by_port, bool own_ssh)
{
	struct buffer *text = &app->overlay.text;
	const struct conn *conn = &app->target;

	buffer_printf(text, "%s %s  ", conn_proto_name(conn->proto),
		conn_state_name(conn->proto, conn->state));
	verdict_add_pair(text, conn, arrow_of(app));
	buffer_text(text, "\n \n");
	if (own_ssh)
		buffer_printf(text, "%s\n", _("This is the SSH session that you are working in."));
	consequence_add(text, conn);
	if (!privileges_can_close())
		buffer_printf(text, "%s\n", _("Without CAP_NET_ADMIN the kernel will refuse."));
	buffer_text(text, " \n");
	app->overlay.ask = by_port ? _("Type its port to close it:") : _("Close it?  y/N");
}

void kill_ask(struct app *app, uint32_t row)
{
	const struct row *r = &app->engine.track.rows[row];
	const char *hopeless;
	bool own_ssh, by_port;

	if (r->life == ROW_GONE) {
		app_say(app, false, "%s", _("already gone"));
		return;
	}
	hopeless = verdict_hopeless(&app->engine.kernel, app->engine.closes != NULL);
	if (hopeless) {
		app_say(app, true, "%s", hopeless);
		return;
	}
	app->target = r->conn;
	own_ssh = guard_is_own_session(&app->guard, &app->engine, row);
	by_port = own_ssh || (conn_is_listener(&app->target) && app->target.proto == CONN_TCP);
	overlay_open(&app->overlay, by_port ? OVERLAY_PROMPT : OVERLAY_QUESTION,
		_("Close this connection"));
	app->purpose = by_port ? PURPOSE_CLOSE_BY_PORT : PURPOSE_CLOSE;
	fill_dialog(app, by_port, own_ssh);
}

static void say_result(struct app *app, const struct closing_outcome *outcome)
{
	struct buffer text = {0};
	struct audit audit = {0};

	verdict_add_pair(&text, &app->target, arrow_of(app));
	buffer_text(&text, ": ");
	verdict_add_result(&text, outcome);
	app_say(app, !closing_is_good(outcome->result), "%s", buffer_get(&text));
	buffer_done(&text);
	audit_close(&audit, &app->target, outcome);
	audit_done(&audit);
}

void kill_target(struct app *app)
{
	struct closing_outcome outcome;

	closing_run(&app->engine.kernel, app->engine.closes, app->engine.close_buffer, &app->target,
		&outcome);
	say_result(app, &outcome);
	app_refresh_now(app);
}

void kill_target_if_named(struct app *app)
{
	char port[8];

	snprintf(port, sizeof(port), "%u", app->target.local.port);
	if (strcmp(app->overlay.input.text, port) == 0)
		kill_target(app);
	else
		app_say(app, true, _("not closed: '%s' is not its port"), app->overlay.input.text);
}
