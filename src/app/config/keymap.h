/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which keys call which command: those of the commands' own tables, and what the settings say
 * instead. In each table, of the program or of a page, a key calls one command.
 */
#ifndef SOCKVIEW_APP_CONFIG_KEYMAP_H
#define SOCKVIEW_APP_CONFIG_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

struct command;
struct command_scope;

#define KEYMAP_KEYS_MAX 64

/* A command whose keys are not those of its table. */
struct keymap_entry {
	const struct command *command;
	char keys[KEYMAP_KEYS_MAX]; /* names, divided by spaces */
	size_t line;                /* of the file, that made it so */
	bool chosen;                /* by a line of its own, or has lost keys to another one's */
};

/* All zero but for `scope`: every command has its own keys. */
struct keymap {
	/* Scope number `index`, from 0: false behind the last one. The program's own and its pages'
	 * come from main(), since settings know no screen. */
	bool (*scope)(size_t index, struct command_scope *ret_scope);
	struct keymap_entry *entries;
	size_t count;
};

void keymap_done(struct keymap *keymap);

/*
 * Gives the commands called `id` these keys and no others, and takes them from other commands; with
 * an empty list they have none. False, and nothing is done, where there is no such command or key.
 * A sentence in `complaint` with true: another line's key was taken.
 */
bool keymap_bind(struct keymap *keymap, const char *id, const char *keys, size_t line,
	struct buffer *complaint);

/* The next command that has lost its last key to another one, with `at` from 0, when everything is
 * bound; NULL: there are no more. */
const struct keymap_entry *keymap_next_lost(const struct keymap *keymap, size_t *at);

/* The keys of a command, by their names; "": none. */
const char *keymap_keys(const struct keymap *keymap, const struct command *command);

#endif
