/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/state/page.h"

#include <ctype.h>

#include "app/screen/state/app.h"
#include "base/i18n.h"

/* Called when the page in front has changed: its ticks begin now. */
static void take_front(struct app *app)
{
	const struct page *page = pages_front(&app->pages);

	app->pages.due_us = page && page->tick && page->period_ms ? app->now.mono_us : INT64_MAX;
	app->dirty = true;
}

static bool is_open(const struct pages *pages, const struct page *page)
{
	for (size_t i = 0; i < pages->count; i++)
		if (pages->open[i] == page)
			return true;
	return false;
}

void page_open(struct app *app, const struct page *page)
{
	struct pages *pages = &app->pages;

	if (is_open(pages, page)) {
		while (pages_front(pages) != page)
			page_close(app);
		return;
	}
	if (pages->count == PAGE_DEPTH_MAX)
		page_close(app);
	pages->open[pages->count++] = page;
	if (page->begin)
		page->begin(app);
	take_front(app);
}

void page_close(struct app *app)
{
	const struct page *page = pages_front(&app->pages);

	if (!page)
		return;
	app->pages.count--;
	if (page->end)
		page->end(app);
	take_front(app);
}

void page_close_all(struct app *app)
{
	while (app->pages.count)
		page_close(app);
}

void page_tick(struct app *app)
{
	const struct page *page = pages_front(&app->pages);

	if (!page || app->now.mono_us < app->pages.due_us)
		return;
	app->pages.due_us = app->now.mono_us + (int64_t)page->period_ms * 1000;
	page->tick(app);
}

void page_refreshed(struct app *app)
{
	for (size_t i = 0; i < app->pages.count; i++)
		if (app->pages.open[i]->refreshed)
			app->pages.open[i]->refreshed(app);
}

struct scroller *page_scroller(struct app *app)
{
	const struct page *page = pages_front(&app->pages);

	if (page && page->list)
		return &page->list(app)->scroller;
	return page && page->scroller ? page->scroller(app) : NULL;
}

bool page_table_is_in_front(const struct app *app)
{
	const struct page *page = pages_front(&app->pages);

	return !page || page->table;
}

struct table_front page_table(struct app *app)
{
	const struct page *page = pages_front(&app->pages);

	if (page && page->table)
		return page->table(app);
	return (struct table_front){
		&app->table, &app->engine.context, &app->layout, &app->group_layout, app_reorder};
}

void page_watch(struct app *app, bool *open, bool opens)
{
	*open = opens;
	app_choose_extensions(app);
	if (opens)
		app_refresh_now(app);
}

void page_add_limits(const struct app *app, struct buffer *out)
{
	if (!source_plan_lists_all(&app->engine.plan))
		buffer_printf(out, "  (%s)", _("only of the sockets that are listed"));
}

/* True if a command of the table works on this page, too. */
static bool holds_on(const struct page *page, const struct command *command)
{
	return !page || command->flags & COMMAND_ANYWHERE ||
	       ((page->list || page->scroller || page->table) && command->flags & COMMAND_MOVES);
}

/* The commands that win over those of the table: the page's own, then those of every page. The
 * table has none of them. */
static size_t page_scopes(const struct app *app, struct command_scope scopes[2])
{
	const struct page *page = pages_front(&app->pages);

	if (!page)
		return 0;
	scopes[0] = (struct command_scope){page->commands, page->command_count};
	app->options.keymap.scope(KEYMAP_PAGES, &scopes[1]);
	return 2;
}

/* Returns the command at position `at` of the list, whatever its keys are. The way back is the
 * first, so that every bar has room for it. */
static const struct command *next_holding(const struct app *app, size_t *at)
{
	const struct page *page = pages_front(&app->pages);
	struct command_scope scopes[3], own;
	size_t count = page_scopes(app, scopes), before = 0;

	if (count) {
		own = scopes[0];
		scopes[0] = scopes[1];
		scopes[1] = own;
	}
	app->options.keymap.scope(KEYMAP_TABLE, &scopes[count++]);
	for (size_t i = 0; i < count; before += scopes[i++].count) {
		while (*at - before < scopes[i].count) {
			const struct command *command = &scopes[i].commands[(*at)++ - before];

			if (i + 1 < count || holds_on(page, command))
				return command;
		}
	}
	return NULL;
}

static bool is_letter(uint32_t key)
{
	return key < 128 && isalpha((int)key);
}

static const struct command *find_in(
	const struct app *app, const struct command_scope *scope, uint32_t key)
{
	for (size_t i = 0; i < scope->count; i++)
		if (key_list_has(keymap_keys(&app->options.keymap, &scope->commands[i]), key))
			return &scope->commands[i];
	return NULL;
}

/* True if the page uses a key for something else than `from`, a command of the page or the
 * table. A letter that goes back does not jump. */
static bool is_taken(const struct app *app, uint32_t key, const struct command *from)
{
	const struct page *page = pages_front(&app->pages);
	struct command_scope scopes[2];
	const struct command *by = NULL;

	for (size_t i = 0, count = page_scopes(app, scopes); i < count && !by; i++)
		by = find_in(app, &scopes[i], key);
	if (by)
		return by != from;
	return page && page->key && is_letter(key);
}

const struct command *page_next_command(const struct app *app, size_t *at, struct buffer *keys)
{
	const struct command *command;

	while ((command = next_holding(app, at))) {
		const char *all = keymap_keys(&app->options.keymap, command);
		uint32_t key;

		buffer_clear(keys);
		while (key_list_next(&all, &key)) {
			if (is_taken(app, key, command))
				continue;
			if (keys->length)
				buffer_char(keys, ' ');
			key_add_name(keys, key);
		}
		if (keys->length)
			return command;
	}
	return NULL;
}

bool page_takes_letter(struct app *app, uint32_t key)
{
	const struct page *page = pages_front(&app->pages);

	return page && page->key && !page_command(app, key) && page->key(app, key);
}

const struct command *page_command(const struct app *app, uint32_t key)
{
	const struct command *command;
	size_t at = 0;

	while ((command = next_holding(app, &at)))
		if (key_list_has(keymap_keys(&app->options.keymap, command), key) &&
			!is_taken(app, key, command))
			return command;
	return NULL;
}
