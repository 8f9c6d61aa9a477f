/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the dialog of closing offers below its question. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CLOSE_CHOICES_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CLOSE_CHOICES_H

struct app;

/* The other answers, in the order of the dialog. */
enum kill_letter {
	LETTER_PROCESS = 'p',
	LETTER_REMOTE = 'r',
	LETTER_GROUP = 'g',
	LETTER_SHOWN = 'a',
	LETTER_DESCRIPTOR = 'd',
	LETTER_TERM = 't',
	LETTER_KILL = 'k',
};

/* Why SOCK_DESTROY closes nothing here, translated; NULL where it may. */
const char *kill_hopeless(const struct app *app);

/* Adds lines to the open dialog, each with its letter and the number of its sockets. */
void kill_offer_all(struct app *app);

/* Adds that of the other way, where SOCK_DESTROY will not do and the other one may. */
void kill_offer_descriptor(struct app *app);

#endif
