/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The program on the screen: what the user sees and what keys do. It does not know the terminal and
 * does not sleep; the loop passes keys and the time to it, and asks it to draw. */
#ifndef SOCKVIEW_APP_SCREEN_SCREEN_H
#define SOCKVIEW_APP_SCREEN_SCREEN_H

#include "app/screen/state/app.h"

void screen_init(struct app *app, const struct options *options, enum text_charset charset);
void screen_done(struct app *app);

void screen_resize(struct app *app, int rows, int columns);

/* Handles one key or click. */
void screen_key(struct app *app, const struct key_event *event, const struct instant *now);

enum screen_work {
	SCREEN_IDLE,    /* nothing to do until screen_next_us() */
	SCREEN_WORKING, /* call screen_step() again soon */
	SCREEN_WAITING, /* the kernel has to answer first: poll screen_fd() */
};

/* Returns when screen_step() has something to do again, monotonic clock; INT64_MAX: only after a
 * key. */
int64_t screen_next_us(const struct app *app);

/* Does a small piece of work: begins a refresh that is due, or continues one. */
enum screen_work screen_step(struct app *app, const struct instant *now, int64_t cpu_us);
int screen_fd(const struct app *app);

/* A descriptor to poll: readable when the kernel has sent events; -1: there is no such descriptor,
 * or events are not to be read again before screen_next_us(). */
int screen_events_fd(const struct app *app, const struct instant *now);

/* A descriptor to poll: readable when names that rows need have arrived; -1: they never do. */
int screen_names_fd(const struct app *app);
void screen_take_names(struct app *app);

/* Draws the screen into app->grid. */
void screen_draw(struct app *app);

#endif
