/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads signals as events of the loop, and restores the terminal after a crash. */
#ifndef SOCKVIEW_APP_SCREEN_SIGNALS_H
#define SOCKVIEW_APP_SCREEN_SIGNALS_H

/* Blocks the signals that the loop handles: from here on no signal ends the program while the
 * terminal is half set up. */
void signals_hold(void);

/* Opens a descriptor from which the loop reads its signals; it does not block. Returns -errno if
 * that fails. */
int signals_open(void);

/* Returns the next signal, or 0: none. */
int signals_next(int fd);

/* Stops the program as Ctrl-Z does, if a shell can continue it; returns after that. */
void signals_stop_self(void);

/* Fatal signals call `rescue` before they end the program. It must be safe in a signal handler, and
 * in several threads at once. */
void signals_catch_crashes(void (*rescue)(void));

#endif
