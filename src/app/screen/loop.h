/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The event loop: the only place that sleeps. */
#ifndef SOCKVIEW_APP_SCREEN_LOOP_H
#define SOCKVIEW_APP_SCREEN_LOOP_H

struct app;
struct term;

/*
 * Runs the program on a terminal until the user quits, a signal ends it or the terminal goes away;
 * returns the exit status. The terminal is closed by then.
 */
int loop_run(struct app *app, struct term *term);

#endif
