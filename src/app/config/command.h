/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A command as a record: the keys, the help and the bar of the screen are made from such records.
 */
#ifndef SOCKVIEW_APP_CONFIG_COMMAND_H
#define SOCKVIEW_APP_CONFIG_COMMAND_H

#include <stddef.h>

struct app;

enum command_flag {
	COMMAND_NEEDS_ROW = 1 << 0, /* does something to the selected socket */
	COMMAND_CHANGES = 1 << 1,   /* changes the system: not offered with --read-only */
	COMMAND_MOVES = 1 << 2,     /* moves about: told of together in the help */
	COMMAND_ANYWHERE = 1 << 3,  /* holds on pages, too (app/page.h) */
};

struct command {
	const char *id;
	const char *keys;  /* as key_list_next() takes them; in force are those of keymap_keys() */
	const char *label; /* in the bar, behind the first key; NULL: not there; translated */
	const char *help;  /* translated */
	unsigned flags;
	void (*run)(struct app *app);
	void (*run_on_group)(struct app *app); /* where a group is selected; NULL: the same */
};

/* Commands among which a key belongs to one alone: those of the table, or of one page. */
struct command_scope {
	const struct command *commands;
	size_t count;
};

#endif
