/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The other answers that the close dialog offers below its question. */
#ifndef SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_CHOICES_H
#define SOCKVIEW_APP_SCREEN_CLOSE_CLOSE_CHOICES_H

#include <stdbool.h>

struct app;

/* The other answers, in the order of the dialog. */
enum close_choice {
	CLOSE_CHOICE_PROCESS = 'p',
	CLOSE_CHOICE_REMOTE = 'r',
	CLOSE_CHOICE_GROUP = 'g',
	CLOSE_CHOICE_SHOWN = 'a',
	CLOSE_CHOICE_DESCRIPTOR = 'd',
	CLOSE_CHOICE_TERM = 't',
	CLOSE_CHOICE_KILL = 'k',
};

/* Returns why SOCK_DESTROY can close nothing here, translated; NULL if it may close sockets. */
const char *close_choices_hopeless(const struct app *app);

/*
 * Adds a line for each of these answers to the open dialog, with its letter and the number of its
 * sockets; then an empty line. If all rows have to be counted for a number, the line has a mark at
 * first, and the number replaces it later.
 */
void close_choices_all(struct app *app);

/* Continues to count, and at the end puts the numbers into the lines. Returns true while there is
 * more to do. */
bool close_choices_step(struct app *app);

/* Adds the line of CLOSE_CHOICE_DESCRIPTOR, if SOCK_DESTROY is not enough and closing through a
 * descriptor may work. */
void close_choices_descriptor(struct app *app);

#endif
