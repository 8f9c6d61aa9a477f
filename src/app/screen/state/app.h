/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All that the program on the screen has in hand, and what every command needs to change it. What a
 * part of the screen remembers is a struct in a header of this room that knows no struct app; what
 * a key does is a command on struct app, in app/screen/command or app/screen/page.
 */
#ifndef SOCKVIEW_APP_SCREEN_STATE_APP_H
#define SOCKVIEW_APP_SCREEN_STATE_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "app/close/session-guard.h"
#include "app/config/options.h"
#include "app/engine/engine.h"
#include "app/engine/meter.h"
#include "app/screen/state/close-dialog.h"
#include "app/screen/state/close-run.h"
#include "app/screen/state/filter-line.h"
#include "app/screen/state/health-monitor.h"
#include "app/screen/state/pages.h"
#include "app/screen/state/search-line.h"
#include "app/screen/state/setup-columns.h"
#include "base/instant.h"
#include "ui/draw/frame.h"
#include "ui/term/keys.h"
#include "ui/widget/dialog.h"
#include "view/states/transitions.h"
#include "view/table/table.h"
#include "view/table/tags.h"

struct app;

/*
 * What becomes of the answer to a question, a line or a list: whoever opens it says so. Each
 * function may be NULL.
 */
struct app_answers {
	bool (*ignores)(struct app *app, uint32_t key); /* true: the key is no answer yet */
	void (*typed)(struct app *app, uint32_t key);   /* a key that has left it open */
	bool (*refuses)(struct app *app);               /* Enter: true leaves it open */
	void (*answered)(struct app *app, enum dialog_answer answer); /* it is closed */
	bool moves_table; /* the table follows what is typed */
};

struct app {
	struct options options;
	struct engine engine;
	struct table table;
	struct tags tags;
	struct layout layout;
	struct layout group_layout;
	struct dialog dialog;
	struct pages pages;
	struct transitions transitions;
	struct states *states;   /* page-states.h; NULL: not open */
	struct details *details; /* page-details.h; NULL: not open */
	struct setup setup;
	const struct app_answers *answers; /* of what is open; NULL: none are asked for */
	struct close_dialog close_dialog;
	struct close_run close_run;
	struct close_results results;
	struct grid grid;
	struct filter_line filter_line;
	struct search_line search_line;
	struct session_guard guard;
	struct meter meter;
	struct health_monitor health_monitor;
	struct instant now;
	int64_t due_us;     /* when the next refresh begins, monotonic clock */
	int64_t waiting_us; /* since when the kernel has not answered; 0: it does */
	enum { APP_AT_REST, APP_SWEEPING, APP_OWNING, APP_LOOKING } phase; /* of the refresh */
	bool paused;
	bool once_more; /* refresh although paused */
	bool dirty;     /* what is on the screen is not what should be */
	bool quit;
	bool adapt;                /* the terminal is wanted otherwise: apply_settings_terminal() */
	enum text_charset charset; /* that the terminal can show */
	struct buffer clipboard;   /* for the terminal to take; empty: nothing */
	uint64_t copied;           /* cookie of the socket of which one filter was told so far */
	struct buffer message;
	bool message_is_error;
	struct buffer notes;
};

/* For commands: says something in the message line. */
void app_say(struct app *app, bool error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Orders the rows anew, after what is looked at has changed. */
void app_rebuild(struct app *app);

/* The column under the cursor, which with the selected row makes the selected cell; NULL only where
 * no column is chosen. */
const struct column *app_cursor_column(const struct app *app);

/* What the dumps have to bring follows from what is shown, sorted by and filtered by. */
void app_choose_extensions(struct app *app);

/* Begins a refresh as soon as can be, also while paused. */
void app_refresh_now(struct app *app);

/* Fits the table into the lines that the grid has for it. */
void app_fit_table(struct app *app);

/*
 * Opens a question, a line, a list or a text with nothing in it, which the caller fills; `answers`
 * stays the caller's, and is NULL for a text that is only read.
 */
void app_ask(struct app *app, enum dialog_kind kind, const char *title,
	const struct app_answers *answers);

#endif
