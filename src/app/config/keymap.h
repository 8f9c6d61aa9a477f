/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which keys call which command: the default keys of the commands' own tables, changed by the
 * settings. In each scope (the program's table or a page) a key calls at most one command. */
#ifndef SOCKVIEW_APP_CONFIG_KEYMAP_H
#define SOCKVIEW_APP_CONFIG_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

struct command;
struct command_scope;

#define KEYMAP_KEYS_MAX 64

/* A command whose keys are not the default keys. */
struct keymap_entry {
	const struct command *command;
	char keys[KEYMAP_KEYS_MAX]; /* names, separated by spaces */
	size_t line;                /* of the settings file that changed the keys */
	bool chosen; /* a line of the settings set its keys; false: it only lost keys to another
			command */
};

/* The numbers of scopes: the table of sockets, the commands of every page, and from KEYMAP_PAGE on
 * one number for each page. */
enum { KEYMAP_TABLE, KEYMAP_PAGES, KEYMAP_PAGE };

/* All zero except `scope`: every command has its default keys. */
struct keymap {
	/*
	 * Returns scope number `index`, from 0: false after the last one. main() sets this
	 * function, with the scopes of the table and the pages, since settings do not know the
	 * screen.
	 */
	bool (*scope)(size_t index, struct command_scope *ret_scope);
	struct keymap_entry *entries;
	size_t count;
};

void keymap_done(struct keymap *keymap);

/*
 * Gives the commands called `id` exactly these keys, and takes the keys from other commands. With
 * an empty list the commands have no keys. Returns false, with nothing changed, if there is no such
 * command or key. If it returns true with a sentence in `complaint`, a key was taken that another
 * line had set.
 */
bool keymap_bind(struct keymap *keymap, const char *id, const char *keys, size_t line,
	struct buffer *complaint);

/* Returns the next command that has lost its last key to another command. To be called after all
 * keymap_bind(); `at` starts at 0. NULL: there are no more. */
const struct keymap_entry *keymap_next_lost(const struct keymap *keymap, size_t *at);

/* Returns the names of a command's keys; "": it has none. */
const char *keymap_keys(const struct keymap *keymap, const struct command *command);

#endif
