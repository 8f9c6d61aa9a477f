/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The whole state of the program on the screen, and the functions that every command needs to
 * change it. The state of a part of the screen is a struct in a header of this room that does not
 * know struct app. What a key does is a command on struct app, in app/screen/command or
 * app/screen/page.
 */
#ifndef SOCKVIEW_APP_SCREEN_STATE_APP_H
#define SOCKVIEW_APP_SCREEN_STATE_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "app/close/session-guard.h"
#include "app/config/choices.h"
#include "app/config/options.h"
#include "app/engine/engine.h"
#include "app/engine/meter.h"
#include "app/engine/recorder.h"
#include "app/screen/state/close-dialog.h"
#include "app/screen/state/close-run.h"
#include "app/screen/state/explain-line.h"
#include "app/screen/state/filter-line.h"
#include "app/screen/state/health-monitor.h"
#include "app/screen/state/help.h"
#include "app/screen/state/history-view.h"
#include "app/screen/state/menu.h"
#include "app/screen/state/pages.h"
#include "app/screen/state/port-monitor.h"
#include "app/screen/state/search-line.h"
#include "app/screen/state/service-monitor.h"
#include "app/screen/state/setup-columns.h"
#include "app/screen/state/strip.h"
#include "app/screen/state/view-list.h"
#include "base/instant.h"
#include "ui/draw/frame.h"
#include "ui/term/keys.h"
#include "ui/widget/dialog.h"
#include "view/states/transitions.h"
#include "view/table/table.h"
#include "view/table/tags.h"

struct app;

/* What happens with the answer to a dialog (a question, a line or a list). The code that opens the
 * dialog chooses these functions; each may be NULL. */
struct app_answers {
	bool (*ignores)(
		struct app *app, uint32_t key); /* true: the key is not accepted as an answer yet */
	void (*typed)(struct app *app, uint32_t key); /* after a key that left the dialog open */
	/* Called with a key before the dialog is; true: the dialog does not get it. The dialog
	 * stays open, unless takes() has closed it or opened another one. */
	bool (*takes)(struct app *app, uint32_t key);
	bool (*refuses)(struct app *app); /* on Enter: true leaves the dialog open */
	/* Appends the note at the end of the line; true: the typed text has no effect. */
	bool (*add_note)(const struct app *app, struct buffer *out);
	void (*answered)(
		struct app *app, enum dialog_answer answer); /* after the dialog has closed */
	bool moves_table; /* the table may change while the user types */
	bool keeps_table; /* no answer changes what the table shows, or how */
	/* The key bar while the dialog is open, not yet translated; NULL: the bar of this kind of
	 * dialog. */
	const struct frame_key *bar;
	size_t bar_count;
};

struct app {
	struct options options;
	struct engine engine;
	struct table table;
	struct tags tags;
	struct layout layout;
	struct layout group_layout;
	uint32_t measured; /* the next row to measure the widths of columns on */
	struct dialog dialog;
	struct pages pages;
	struct transitions transitions;
	struct states *states;   /* page-states.h; NULL: not open */
	struct details *details; /* page-details.h; NULL: not open */
	struct setup setup;
	struct help help;
	struct menu menu;
	struct explain_line explain_line;
	struct view_list view_list;
	struct choices chosen_at_start;
	const struct app_answers *answers; /* for the open dialog; NULL: no answer is expected */
	struct close_dialog close_dialog;
	struct close_run close_run;
	struct close_results results;
	struct grid grid;
	struct filter_line filter_line;
	struct search_line search_line;
	struct session_guard guard;
	struct meter meter;
	struct recorder recorder;
	struct health_monitor health_monitor;
	struct service_monitor service_monitor;
	struct history_view history_view;
	struct port_monitor port_monitor;
	struct strip strip;
	struct column_list *sorting; /* for the list of columns that is open */
	struct instant now;
	int64_t due_us;          /* when the next refresh begins, monotonic clock */
	int64_t owning_until_us; /* until then owners are looked for, however late it is */
	bool owners_known;  /* all owners were found at least once, or were looked for in enough
			       refreshes */
	int64_t waiting_us; /* since when the kernel's answer is awaited; 0: it is not */
	enum { APP_AT_REST, APP_SWEEPING, APP_OWNING, APP_LOOKING } phase; /* of the refresh */
	bool paused;
	bool once_more; /* refresh although paused */
	bool held_back; /* after a refresh the table was not made again, because a dialog is open
			   above it */
	bool refine; /* when the table has been made, the kernel is asked for tcp_info of the rows
			in sight */
	bool names_came; /* names arrived while the table was being made: it has to be made again */
	int64_t counted_us;  /* when the screen last showed how many rows have been counted */
	size_t rows_at_once; /* the number of rows that a key may look at before the screen is drawn
			      */
	bool dirty;          /* the screen has to be drawn again */
	bool quit;
	bool adapt; /* the terminal's settings have to change: apply_settings_terminal() */
	enum text_charset charset; /* that the terminal can show */
	struct buffer clipboard;   /* to be sent to the terminal; empty: nothing */
	struct row_ref copied; /* the socket whose filters are being copied in turn: only the first
				  one was shown so far */
	struct buffer message;
	bool namespaces_told; /* the user was told that there are other network namespaces */
	bool netns_column;    /* the column `netns` is shown because other namespaces are shown */
	bool message_is_error;
	struct buffer notes;
};

/* For commands: shows a text in the message line. */
void app_say(struct app *app, bool error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Returns the context for cells that are shown, rather than filtered or sorted. */
struct column_context app_shown_context(const struct app *app);

/* Widens the columns for rows that have changed. */
void app_measure(struct app *app);

/* Make the table again: app_rebuild() after other rows were chosen, app_reorder() after a refresh
 * or after another order was chosen. A small table is made at once, a larger one in
 * app_step_table(). */
void app_rebuild(struct app *app);
void app_reorder(struct app *app);

/* The same as app_rebuild(), for a new filter that can match only rows that are shown already. */
void app_narrow(struct app *app);

/* Continues to make the table. Returns true while there is more to do. */
bool app_step_table(struct app *app);

/* Makes the table to its end, for a command that is about all of its rows. */
void app_finish_table(struct app *app);

/* Calls app_reorder() after a dialog has closed, if a refresh ended while the dialog kept the table
 * unchanged. */
void app_catch_up(struct app *app);

/* Chooses what the dumps have to bring, from the columns shown, the sort column and the filter. */
void app_choose_extensions(struct app *app);

/* Returns the number of living sockets in the table; *ret_at_least is true while they are still
 * being counted. */
size_t app_count_shown(const struct app *app, bool *ret_at_least);

/* Appends that number, with a sign before it while the sockets are still being counted. */
void app_add_count_shown(const struct app *app, struct buffer *out);

/* Begins a refresh as soon as possible, even while paused. */
void app_refresh_now(struct app *app);

/* Returns which lines of the screen belong to the table, or to the page in its place. */
struct layout_lines app_lines(const struct app *app);

/* Sets the height of the table to the lines that the grid has for it. */
void app_fit_table(struct app *app);

/* Opens an empty dialog (a question, a line, a list or a text), which the caller fills. `answers`
 * stays the caller's; NULL for a text that is only read. */
void app_ask(struct app *app, enum dialog_kind kind, const char *title,
	const struct app_answers *answers);

#endif
