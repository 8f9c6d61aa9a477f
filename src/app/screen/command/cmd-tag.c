/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-tag.h"

#include "app/screen/state/app.h"
#include "base/i18n.h"

static void say_short_of_memory(struct app *app)
{
	app_say(app, true, "%s", _("short of memory: not all are tagged"));
}

/* Shows in the groups which of them contain tagged sockets. */
static void show_tags(struct app *app)
{
	if (groups_are_on(&app->table.groups))
		app_reorder(app);
}

static void go_on(struct app *app)
{
	show_tags(app);
	table_move(&app->table, &app->engine.context, 1);
}

void cmd_tag(struct app *app)
{
	struct track *track = &app->engine.track;
	uint32_t row = table_selected(&app->table, track);

	if (track->rows[row].life == ROW_GONE)
		app_say(app, false, "%s", _("already gone"));
	else if (tags_toggle(&app->tags, track, row) < 0)
		say_short_of_memory(app);
	go_on(app);
}

static uint32_t next_of_group(const struct app *app, uint32_t row)
{
	return table_next_of_group(
		&app->table, &app->engine.track, table_selected_group(&app->table), row);
}

static bool is_tagged_whole(const struct app *app)
{
	for (uint32_t row = TRACK_NONE; (row = next_of_group(app, row)) != TRACK_NONE;)
		if (!(app->engine.track.rows[row].flags & ROW_TAGGED))
			return false;
	return true;
}

/* Tags all sockets of a group, or untags them if all are tagged. */
void cmd_tag_group(struct app *app)
{
	struct track *track = &app->engine.track;
	bool tagged = is_tagged_whole(app);
	int error = 0;

	for (uint32_t row = TRACK_NONE; !error && (row = next_of_group(app, row)) != TRACK_NONE;)
		if (tagged)
			tags_drop(track, row);
		else if (!(track->rows[row].flags & ROW_TAGGED))
			error = tags_add(&app->tags, track, row);
	tags_prune(&app->tags, track);
	if (error)
		say_short_of_memory(app);
	go_on(app);
}

void cmd_tag_clear(struct app *app)
{
	tags_clear(&app->tags, &app->engine.track);
	show_tags(app);
}
