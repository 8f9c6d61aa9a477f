/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A command is a record. The keys, the help and the key bar of the screen are made from such
 * records. */
#ifndef SOCKVIEW_APP_CONFIG_COMMAND_H
#define SOCKVIEW_APP_CONFIG_COMMAND_H

#include <stddef.h>

struct app;

enum command_flag {
	COMMAND_NEEDS_ROW = 1 << 0, /* acts on the selected socket */
	COMMAND_CHANGES = 1 << 1,   /* changes the system: not available with --read-only */
	COMMAND_MOVES = 1 << 2, /* moves the selection or the view: the help lists these together */
	COMMAND_ANYWHERE = 1 << 3, /* works on pages, too (app/screen/state/pages.h) */
	COMMAND_IN_MENU = 1 << 4,  /* in the menu of a row */
	/* which section of the help lists the command, like COMMAND_MOVES; without any of these:
	 * the section about the program */
	COMMAND_FINDS = 1 << 5,
	COMMAND_SHOWS = 1 << 6,
	COMMAND_ACTS = 1 << 7,
};

struct command {
	const char *id;
	const char *keys;  /* default keys, read by key_list_next(); see keymap_keys() */
	const char *label; /* in the bar, after the first key; NULL: not in the bar; translated */
	const char *help;  /* translated */
	unsigned flags;
	void (*run)(struct app *app);
	void (*run_on_group)(
		struct app *app); /* instead of run() if a group is selected; NULL: run() */
};

/* Commands that share their keys: each key calls at most one of them. A scope is the table of
 * sockets, or one page. */
struct command_scope {
	const struct command *commands;
	size_t count;
};

#endif
