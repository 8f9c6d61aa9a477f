/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The program on the screen: what the user sees and what keys do to it. It does not know the
 * terminal and does not sleep; the loop tells it of keys and of the time, and asks for what is to
 * be drawn.
 */
#ifndef SOCKVIEW_APP_SCREEN_SCREEN_H
#define SOCKVIEW_APP_SCREEN_SCREEN_H

#include "app/screen/state/app.h"

void screen_init(struct app *app, const struct options *options, enum text_charset charset);
void screen_done(struct app *app);

void screen_resize(struct app *app, int rows, int columns);

/* One key, or a click. */
void screen_key(struct app *app, const struct key_event *event, const struct instant *now);

enum screen_work {
	SCREEN_IDLE,    /* until screen_next_us() */
	SCREEN_WORKING, /* call again soon */
	SCREEN_WAITING, /* the kernel has to answer first: poll screen_fd() */
};

/* When screen_step() has something to do again, monotonic clock; INT64_MAX: when a key comes. */
int64_t screen_next_us(const struct app *app);

/* Does a small piece of work: begins a refresh that is due, or goes on with it. */
enum screen_work screen_step(struct app *app, const struct instant *now, int64_t cpu_us);
int screen_fd(const struct app *app);

/* To poll: readable when names have arrived for which rows have been waiting; -1: never. */
int screen_names_fd(const struct app *app);
void screen_take_names(struct app *app);

/* Draws what is to be seen into app->grid. */
void screen_draw(struct app *app);

#endif
