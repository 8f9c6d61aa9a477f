/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals by their names. */
#ifndef SOCKVIEW_APP_SYSTEM_SIGNAL_NAME_H
#define SOCKVIEW_APP_SYSTEM_SIGNAL_NAME_H

/* The number of "TERM", "SIGTERM", "sigterm" or "15"; 0 where it is no signal. */
int signal_name_parse(const char *text);

/* "SIGTERM", of a number that signal_name_parse() returned. */
const char *signal_name_of(int number);

#endif
