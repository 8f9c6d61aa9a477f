/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/remember.h"

#include <string.h>

#include "app/config/choices.h"
#include "app/config/setting-table.h"
#include "app/screen/command/apply-settings.h"
#include "app/screen/command/cmd-show.h"
#include "app/screen/command/cmd-view.h"
#include "app/screen/state/app.h"

/* -------- what is chosen now -------- */

static void set_order(struct choices *choices, enum choice choice, const struct order *order)
{
	struct buffer text = {0};

	buffer_printf(&text, "%s%s", order->descending ? "-" : "", order->column->id);
	choices_set(choices, choice, buffer_get(&text));
	buffer_done(&text);
}

static void look(const struct app *app, struct choices *ret_choices)
{
	const struct table_pick *pick = &app->table.pick;
	struct parts hidden = parts_all();

	*ret_choices = (struct choices){0};
	parts_remove(&hidden, pick->parts);
	choices_set_parts(ret_choices, hidden);
	choices_set(ret_choices, CHOICE_LISTENERS, pick->listening ? "yes" : "no");
	choices_set(ret_choices, CHOICE_NAMES, app->options.resolve ? "yes" : "no");
	choices_set(ret_choices, CHOICE_STRIP, app->strip.open ? "yes" : "no");
	choices_set(ret_choices, CHOICE_NAMESPACES,
		app->engine.spaces.pick == PLACES_ALL ? "all" : "here");
	choices_set(ret_choices, CHOICE_VIEW, cmd_view_shown(app));
	set_order(ret_choices, CHOICE_SORT, &app->table.next.order);
	set_order(ret_choices, CHOICE_GROUPS, &app->table.next.groups.order);
	choices_set(ret_choices, CHOICE_GROUP, app->table.next.groups.kind->id);
}

/* -------- restoring -------- */

/*
 * Hides what was hidden, as the keys do: it is listed all the same, for the header counts it. Who
 * asks for certain sockets gets them.
 */
static void restore_parts(struct app *app, const struct choices *kept)
{
	struct table_pick *pick = &app->table.pick;

	if (app->options.parts_chosen || app->options.filter)
		return;
	if (kept->values[CHOICE_HIDDEN])
		parts_remove(&pick->parts, choices_read_parts(kept->values[CHOICE_HIDDEN]));
	if (kept->values[CHOICE_LISTENERS])
		pick->listening = strcmp(kept->values[CHOICE_LISTENERS], "yes") == 0;
}

static bool is_chosen(const struct app *app, const char *key)
{
	return options_choose(&app->options, (size_t)(setting_find(key) - setting_table));
}

static void restore_names(struct app *app, const char *value)
{
	struct options before = app->options;

	if (!value || is_chosen(app, "resolve"))
		return;
	app->options.resolve = strcmp(value, "yes") == 0;
	apply_settings(app, &before);
}

/* After the view, whose columns take the place of all others. */
static void restore_namespaces(struct app *app, const char *value)
{
	if (value && strcmp(value, "all") == 0 && !app->options.netns)
		cmd_show_all_namespaces(app, !is_chosen(app, "columns"));
}

/* Each by itself: one that cannot be read, as of another version, does not take the others along.
 */
static void restore_part(struct app *app, const char *part, const char *key, const char *value)
{
	struct buffer text = {0};

	if (!value || is_chosen(app, key))
		return;
	buffer_printf(&text, "%s=%s", part, value);
	cmd_view_choose_text(app, buffer_get(&text));
	buffer_done(&text);
}

static void restore_order(struct app *app, const struct choices *kept)
{
	restore_part(app, "sort", "sort", kept->values[CHOICE_SORT]);
	restore_part(app, "groups", "sort", kept->values[CHOICE_GROUPS]);
	restore_part(app, "group", "group", kept->values[CHOICE_GROUP]);
}

/* A view is chosen whole, or not at all. */
static bool restore_view(struct app *app, const char *name)
{
	return name && *name && !app->options.look_chosen && cmd_view_choose_named(app, name);
}

void remember_restore(struct app *app)
{
	struct choices kept;

	remember_done(app);
	choices_load(&app->options, &kept);
	restore_parts(app, &kept);
	restore_names(app, kept.values[CHOICE_NAMES]);
	if (kept.values[CHOICE_STRIP])
		app->strip.open = strcmp(kept.values[CHOICE_STRIP], "yes") == 0;
	if (!restore_view(app, kept.values[CHOICE_VIEW]))
		restore_order(app, &kept);
	restore_namespaces(app, kept.values[CHOICE_NAMESPACES]);
	buffer_clear(&app->message); /* nothing was done now */
	choices_done(&kept);
	look(app, &app->chosen_at_start);
}

/* -------- keeping -------- */

void remember_keep(struct app *app)
{
	struct choices now;

	look(app, &now);
	choices_save(&app->options, &app->chosen_at_start, &now);
	choices_done(&now);
}

void remember_done(struct app *app)
{
	choices_done(&app->chosen_at_start);
}
