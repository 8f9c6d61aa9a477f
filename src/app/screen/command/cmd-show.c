/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-show.h"

#include "app/screen/command/apply-settings.h"
#include "app/screen/state/app.h"
#include "base/i18n.h"

/* What was never asked for so far has to be; what is hidden goes on being asked for, and keeps its
 * history. */
static void widen_plan(struct app *app)
{
	struct sweep_plan *plan = &app->engine.plan;
	unsigned parts = plan->parts | app->table.pick.parts;
	bool listening = plan->listening && app->table.pick.listening;

	if (parts != plan->parts || listening != plan->listening) {
		/* Sockets that were left out until now are not new. */
		if (listening != plan->listening)
			app->engine.track.known_parts = 0;
		plan->parts = parts;
		plan->listening = listening;
		app_refresh_now(app);
	}
	app_rebuild(app);
}

static void toggle_parts(struct app *app, unsigned parts, const char *name)
{
	struct table_pick *pick = &app->table.pick;

	pick->parts = (pick->parts & parts) == parts ? pick->parts & ~parts : pick->parts | parts;
	app_say(app, false, pick->parts & parts ? _("%s shown") : _("%s hidden"), name);
	widen_plan(app);
}

void action_toggle_ipv4(struct app *app)
{
	toggle_parts(
		app, TRACK_PART(CONN_TCP, CONN_IPV4) | TRACK_PART(CONN_UDP, CONN_IPV4), "IPv4");
}

void action_toggle_ipv6(struct app *app)
{
	toggle_parts(
		app, TRACK_PART(CONN_TCP, CONN_IPV6) | TRACK_PART(CONN_UDP, CONN_IPV6), "IPv6");
}

void action_toggle_tcp(struct app *app)
{
	toggle_parts(app, TRACK_PART(CONN_TCP, CONN_IPV4) | TRACK_PART(CONN_TCP, CONN_IPV6), "TCP");
}

void action_toggle_udp(struct app *app)
{
	toggle_parts(app, TRACK_PART(CONN_UDP, CONN_IPV4) | TRACK_PART(CONN_UDP, CONN_IPV6), "UDP");
}

void action_toggle_listeners(struct app *app)
{
	app->table.pick.listening = !app->table.pick.listening;
	app_say(app, false, "%s",
		app->table.pick.listening ? _("only listeners shown") : _("all states shown"));
	widen_plan(app);
}

void action_names(struct app *app)
{
	struct options before = app->options;

	app->options.resolve = !app->options.resolve;
	preferring_apply(app, &before);
}
