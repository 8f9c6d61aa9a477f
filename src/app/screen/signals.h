/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals as events, and the terminal's rescue from a crash. */
#ifndef SOCKVIEW_APP_SCREEN_SIGNALS_H
#define SOCKVIEW_APP_SCREEN_SIGNALS_H

/*
 * Keeps the signals that the loop answers to waiting until it does: from here on nothing ends the
 * program while the terminal is taken half.
 */
void signals_hold(void);

/*
 * Takes the signals that the loop answers to out of the usual way: they are read from the returned
 * descriptor, which does not block. -errno where there is none to be had.
 */
int signals_open(void);

/* The next signal, or 0: none. */
int signals_next(int fd);

/* Stops the program as Ctrl-Z does, if anybody is there to wake it again; returns
 * when it goes on. */
void signals_stop_self(void);

/* Fatal errors call `rescue`, which must be safe in a signal handler and in several threads at
 * once, before they end the program. */
void signals_catch_crashes(void (*rescue)(void));

#endif
