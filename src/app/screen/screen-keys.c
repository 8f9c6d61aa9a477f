/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Handles keys and the mouse: in an open dialog, on a page, in the table. */
#include "app/screen/screen-internal.h"

#include "app/screen/command/cmd-cell.h"
#include "app/screen/command/cmd-group.h"
#include "app/screen/command/cmd-menu.h"
#include "app/screen/command/cmd-run.h"
#include "app/screen/command/cmd-sort.h"
#include "app/screen/page/page-health.h"
#include "app/screen/state/page.h"
#include "base/i18n.h"

static bool stays_open(struct app *app, enum dialog_answer answer, uint32_t key)
{
	const struct app_answers *answers = app->answers;

	if (answer == DIALOG_OPEN && answers && answers->typed)
		answers->typed(app, key);
	return answer == DIALOG_OPEN ||
	       (answer == DIALOG_ACCEPTED && answers && answers->refuses && answers->refuses(app));
}

static void take_answer(struct app *app, enum dialog_answer answer, uint32_t key)
{
	const struct app_answers *answers = app->answers;

	app->dirty = true;
	if (stays_open(app, answer, key))
		return;
	dialog_close(&app->dialog);
	app->answers = NULL;
	if (answers && answers->answered)
		answers->answered(app, answer);
	if (answers && answers->keeps_table)
		app_catch_up(app);
	else
		app_reorder(app);
}

static bool is_ignored(struct app *app, uint32_t key)
{
	return app->answers && app->answers->ignores && app->answers->ignores(app, key);
}

static void press_in_dialog(struct app *app, uint32_t key)
{
	if (is_ignored(app, key))
		return;
	if (app->answers && app->answers->takes && app->answers->takes(app, key))
		app->dirty = true;
	else
		take_answer(app, dialog_key(&app->dialog, key), key);
}

/* A pasted character is text if a line is being typed; otherwise it is ignored. */
static void paste(struct app *app, uint32_t point)
{
	if (is_ignored(app, point))
		return;
	if (!app->filter_line.helping && dialog_paste(&app->dialog, point))
		take_answer(app, DIALOG_OPEN, point);
	else
		app_say(app, false, "%s", _("pasted text counts only where a line is typed"));
}

static void click_overlay(struct app *app, const struct key_event *event)
{
	char letter = dialog_letter_at(&app->dialog, &app->grid, event->row);
	int entry = dialog_entry_at(&app->dialog, &app->grid, event->row, event->column);
	struct layout_lines lines = app_lines(app);

	if (event->row == lines.bar && !letter && entry < 0) {
		uint32_t key = screen_bar_key(app, event->column);

		if (key)
			press_in_dialog(app, key);
		return;
	}
	if (letter && !is_ignored(app, (uint32_t)letter))
		take_answer(app, dialog_key(&app->dialog, (uint32_t)letter), (uint32_t)letter);
	if (entry >= 0) {
		app->dialog.selected = (size_t)entry;
		take_answer(app, DIALOG_ACCEPTED, KEY_CLICK);
	} else if (dialog_is_beside(&app->dialog, &app->grid, event->row, event->column)) {
		take_answer(app, DIALOG_CLOSED, KEY_CLICK);
	}
}

static void run_key(struct app *app, uint32_t key)
{
	const struct command *command = page_command(app, key);

	if (page_takes_letter(app, key))
		return;
	if (command)
		cmd_run(app, command);
}

static void click_table(struct app *app, const struct key_event *event)
{
	const struct layout_column *under = layout_column_at(cmd_group_layout(app), event->column);
	struct layout_lines lines = app_lines(app);
	int line;

	line = event->row - lines.first_row;
	if (event->row == lines.titles) {
		if (under)
			cmd_sort_by(app, under->column);
	} else if (event->row == lines.bar) {
		run_key(app, screen_bar_key(app, event->column));
	} else if (line >= 0) {
		cmd_menu_click(app, (size_t)line, event->column);
	}
}

static void right_click(struct app *app, const struct key_event *event)
{
	struct layout_lines lines = app_lines(app);
	int line;

	line = event->row - lines.first_row;
	if (!app->pages.count && line >= 0 && line < lines.row_count)
		cmd_menu_right_click(app, event->row, (size_t)line, event->column);
}

static void click_page(struct app *app, const struct page *page, const struct key_event *event)
{
	struct layout_lines lines = app_lines(app);

	if (event->row == lines.bar)
		run_key(app, screen_bar_key(app, event->column));
	else if (page->click && event->row >= lines.first_row &&
		 event->row < lines.first_row + lines.row_count)
		page->click(app, event->row - lines.first_row, event->column);
}

/* A click on an alarm shows all of them, on the count of a state its sockets. */
static bool click_header(struct app *app, const struct key_event *event)
{
	struct frame_spot spot = screen_header_spot(app, event->row, event->column);

	if (spot.kind == FRAME_SPOT_ALARM && pages_front(&app->pages) != &page_health) {
		page_health_open(app);
	} else if (spot.kind == FRAME_SPOT_STATE) {
		page_close_all(app);
		cmd_cell_toggle_state(app, spot.state);
	}
	return spot.kind != FRAME_SPOT_NONE;
}

static void click(struct app *app, const struct key_event *event)
{
	const struct page *page = pages_front(&app->pages);

	if (click_header(app, event))
		return;
	if (page)
		click_page(app, page, event);
	else
		click_table(app, event);
}

static void wheel(struct app *app, long lines)
{
	struct scroller *scroller = page_scroller(app);
	struct table_front front = page_table(app);

	if (scroller)
		scroller_scroll(scroller, lines);
	else if (page_table_is_in_front(app))
		table_scroll(front.table, front.context, lines);
}

void screen_key(struct app *app, const struct key_event *event, const struct instant *now)
{
	app->now = *now;
	app->dirty = true;
	buffer_clear(&app->message);
	if (event->pasted) {
		paste(app, event->key);
		return;
	}
	/* of another row: its menu takes the place of this one */
	if (event->key == KEY_RIGHT_CLICK && dialog_is_open(&app->dialog) && app->dialog.at_spot)
		take_answer(app, DIALOG_CLOSED, event->key);
	if (dialog_is_open(&app->dialog)) {
		if (event->key == KEY_CLICK)
			click_overlay(app, event);
		else
			press_in_dialog(app, event->key);
		return;
	}
	switch (event->key) {
	case KEY_CLICK:
		click(app, event);
		break;
	case KEY_RIGHT_CLICK:
		right_click(app, event);
		break;
	case KEY_WHEEL_UP:
		wheel(app, -3);
		break;
	case KEY_WHEEL_DOWN:
		wheel(app, 3);
		break;
	default:
		run_key(app, event->key);
	}
}
