/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The program on the screen: what the user sees and what keys do to it. It does not know the
 * terminal and does not sleep; the loop tells it of keys and of the time, and asks for what is to
 * be drawn.
 */
#ifndef SOCKVIEW_APP_SCREEN_APP_H
#define SOCKVIEW_APP_SCREEN_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "app/screen/health-monitor.h"
#include "app/engine/engine.h"
#include "app/screen/command/cmd-filter.h"
#include "app/close/session-guard.h"
#include "app/screen/command/cmd-close.h"
#include "app/screen/command/close-run.h"
#include "app/engine/meter.h"
#include "app/config/options.h"
#include "app/screen/command/cmd-search.h"
#include "app/screen/page/page.h"
#include "app/screen/page/page-results.h"
#include "app/screen/page/setup-columns.h"
#include "base/instant.h"
#include "ui/draw/frame.h"
#include "ui/term/keys.h"
#include "view/table/table.h"
#include "view/table/tags.h"
#include "view/states/transitions.h"

/* What the open question, list or text is for. */
enum app_purpose {
	PURPOSE_NONE,
	PURPOSE_CLOSE,
	PURPOSE_INTERVAL,
	PURPOSE_SORT,
	PURPOSE_HELP,
	PURPOSE_FILTER,
	PURPOSE_SEARCH,
};

struct app {
	struct options options;
	struct engine engine;
	struct table table;
	struct tags tags;
	struct layout layout;
	struct layout group_layout;
	struct overlay overlay;
	struct pages pages;
	struct transitions transitions;
	struct states *states;   /* page-states.h; NULL: not open */
	struct details *details; /* page-details.h; NULL: not open */
	struct setup setup;
	enum app_purpose purpose;
	struct kill kill;
	struct kill_run kill_run;
	struct results results;
	struct grid grid;
	struct finding finding;
	struct searching searching;
	struct guard guard;
	struct meter meter;
	struct checkup checkup;
	struct instant now;
	int64_t due_us;     /* when the next refresh begins, monotonic clock */
	int64_t waiting_us; /* since when the kernel has not answered; 0: it does */
	enum { APP_AT_REST, APP_SWEEPING, APP_OWNING, APP_LOOKING } phase; /* of the refresh */
	bool paused;
	bool once_more; /* refresh although paused */
	bool dirty;     /* what is on the screen is not what should be */
	bool quit;
	bool adapt;                /* the terminal is wanted otherwise: preferring_terminal() */
	enum text_charset charset; /* that the terminal can show */
	struct buffer clipboard;   /* for the terminal to take; empty: nothing */
	uint64_t copied;           /* cookie of the socket of which one filter was told so far */
	struct buffer message;
	bool message_is_error;
	struct buffer notes;
};

void app_init(struct app *app, const struct options *options, enum text_charset charset);
void app_done(struct app *app);

void app_resize(struct app *app, int rows, int columns);

/* One key, or a click. */
void app_key(struct app *app, const struct key_event *event, const struct instant *now);

enum app_work {
	APP_IDLE,    /* until app_next_us() */
	APP_WORKING, /* call again soon */
	APP_WAITING, /* the kernel has to answer first: poll app_fd() */
};

/* When app_step() has something to do again, monotonic clock; INT64_MAX: when a key comes. */
int64_t app_next_us(const struct app *app);

/* Does a small piece of work: begins a refresh that is due, or goes on with it. */
enum app_work app_step(struct app *app, const struct instant *now, int64_t cpu_us);
int app_fd(const struct app *app);

/* To poll: readable when names have arrived for which rows have been waiting; -1: never. */
int app_names_fd(const struct app *app);
void app_take_names(struct app *app);

/* Draws what is to be seen into app->grid. */
void app_draw(struct app *app);

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

#endif
