/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the dialog of closing offers below its question. */
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

/* Why SOCK_DESTROY closes nothing here, translated; NULL where it may. */
const char *close_choices_hopeless(const struct app *app);

/*
 * Adds lines to the open dialog, each with its letter and the number of its sockets; and an empty
 * one. Numbers for which all rows have to be gone through come later, and a mark stands for them.
 */
void close_choices_all(struct app *app);

/* Goes on with counting, and puts the numbers where they belong; true while there is more to do. */
bool close_choices_step(struct app *app);

/* Adds that of the other way, where SOCK_DESTROY will not do and the other one may. */
void close_choices_descriptor(struct app *app);

#endif
