/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-show.h"

#include "app/screen/command/apply-settings.h"
#include "app/screen/state/app.h"
#include "base/i18n.h"

/* Adds to the plan what has to be listed now. Kinds that are hidden again stay in the plan, so that
 * their sockets keep their history. */
static void widen_plan(struct app *app)
{
	struct source_plan *plan = &app->engine.plan;
	struct parts parts = app->table.pick.parts;
	bool listening = plan->listening && app->table.pick.listening;

	if (!parts_have(plan->parts, parts) || listening != plan->listening) {
		/* Sockets that were not listed until now are not new. */
		if (listening != plan->listening)
			track_expect_old(&app->engine.track, parts_all());
		parts_add(&plan->parts, parts);
		plan->listening = listening;
		app_refresh_now(app);
	}
	app_rebuild(app);
}

/* Of the parts that come back only those whose family, or whose kind, is shown: the other toggle
 * has hidden the rest. */
static struct parts parts_that_come(struct parts shown, struct parts wanted)
{
	struct parts rest = wanted, come = parts_none();
	struct part part;

	while (parts_take(&rest, &part))
		if (parts_meet(shown, parts_of_family(part.family)) ||
			parts_meet(shown, parts_of_kind(part.proto)))
			parts_add(&come, parts_one(part.proto, part.family));
	return parts_are_none(come) ? wanted : come;
}

static void toggle_parts(struct app *app, struct parts parts, const char *name)
{
	struct table_pick *pick = &app->table.pick;
	bool hide = parts_meet(pick->parts, parts);

	if (hide)
		parts_remove(&pick->parts, parts);
	else
		parts_add(&pick->parts, parts_that_come(pick->parts, parts));
	app_say(app, false, hide ? _("%s hidden") : _("%s shown"), name);
	widen_plan(app);
}

static void toggle_kind(struct app *app, enum conn_proto proto)
{
	toggle_parts(app, parts_of_kind(proto), kind_table[proto]->title);
}

void cmd_show_ipv4(struct app *app)
{
	toggle_parts(app, parts_of_family(CONN_IPV4), "IPv4");
}

void cmd_show_ipv6(struct app *app)
{
	toggle_parts(app, parts_of_family(CONN_IPV6), "IPv6");
}

void cmd_show_tcp(struct app *app)
{
	toggle_kind(app, CONN_TCP);
}

void cmd_show_udp(struct app *app)
{
	toggle_kind(app, CONN_UDP);
}

void cmd_show_listeners(struct app *app)
{
	app->table.pick.listening = !app->table.pick.listening;
	app_say(app, false, "%s",
		app->table.pick.listening ? _("only listeners shown") : _("all states shown"));
	widen_plan(app);
}

void cmd_show_names(struct app *app)
{
	struct options before = app->options;

	app->options.resolve = !app->options.resolve;
	apply_settings(app, &before);
}

void cmd_show_strip(struct app *app)
{
	struct column_context past = engine_past_context(&app->engine);

	strip_toggle(&app->strip, &app->engine.chronicle.past, &past, &app->table.pick, &app->grid);
	app_fit_table(app);
	app_rebuild(app);
	if (app->strip.open && app_lines(app).strip < 0)
		app_say(app, false, "%s", _("the strip of events needs more lines"));
}

/* The column that tells namespaces apart, where their sockets are shown. */
static void show_netns_column(struct app *app, bool shown)
{
	const struct column *netns = column_find("netns");
	struct options *options = &app->options;
	size_t at = 0;

	while (at < options->column_count && options->columns[at] != netns)
		at++;
	if (shown && at == options->column_count && at < LAYOUT_COLUMNS_MAX) {
		options->columns[options->column_count++] = netns;
		app->netns_column = true;
	} else if (!shown && app->netns_column && at + 1 == options->column_count) {
		options->column_count--;
		app->netns_column = false;
	} else {
		return;
	}
	apply_settings_lay_out(app);
}

void cmd_show_all_namespaces(struct app *app, bool with_column)
{
	places_show(&app->engine.spaces, PLACES_ALL);
	if (with_column)
		show_netns_column(app, true);
}

void cmd_show_namespaces(struct app *app)
{
	struct places *spaces = &app->engine.spaces;
	bool show = spaces->pick != PLACES_ALL;
	enum places_pick chosen = spaces->wanted && spaces->found ? PLACES_ONE : PLACES_HERE;
	size_t others = places_others(spaces);

	if (show && !others) {
		app_say(app, false, "%s", _("there is no other network namespace"));
		return;
	}
	places_show(spaces, show ? PLACES_ALL : chosen);
	show_netns_column(app, show);
	if (show)
		app_say(app, false,
			P_("%zu other network namespace is shown",
				"%zu other network namespaces are shown", others),
			others);
	else
		app_say(app, false, "%s", _("other network namespaces are hidden"));
	app_refresh_now(app);
	app_rebuild(app);
}

void cmd_show_tell_namespaces(struct app *app)
{
	size_t others = places_others(&app->engine.spaces);

	if (app->namespaces_told || !others || app->message.length)
		return;
	app->namespaces_told = true;
	if (app->engine.spaces.pick == PLACES_HERE)
		app_say(app, false,
			P_("%zu other namespace: O shows it", "%zu other namespaces: O shows them",
				others),
			others);
}
