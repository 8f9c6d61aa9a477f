/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of signals. */
#ifndef SOCKVIEW_APP_SYSTEM_SIGNAL_NAME_H
#define SOCKVIEW_APP_SYSTEM_SIGNAL_NAME_H

/* Returns the number of a signal, written in any way of kill(1): "TERM", "SIGTERM", "sigterm",
 * "15", "RTMIN+1", "SIGRTMAX", "0". Returns -1 if it is no signal. */
int signal_name_parse(const char *text);

/* Returns the name ("SIGTERM", "SIGRTMIN+1", "0") of a number that signal_name_parse() returned. */
const char *signal_name_of(int number);

#endif
