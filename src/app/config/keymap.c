/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/config/keymap.h"

#include <stdlib.h>
#include <string.h>

#include "app/config/command.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "ui/term/keys.h"

/* The command to leave the program, which always keeps a key. */
#define WAY_OUT "quit"
#define WAY_OUT_KEY "Ctrl-C"

void keymap_done(struct keymap *keymap)
{
	free(keymap->entries);
	keymap->entries = NULL;
	keymap->count = 0;
}

static struct keymap_entry *find_entry(const struct keymap *keymap, const struct command *command)
{
	for (size_t i = 0; i < keymap->count; i++)
		if (keymap->entries[i].command == command)
			return &keymap->entries[i];
	return NULL;
}

const char *keymap_keys(const struct keymap *keymap, const struct command *command)
{
	const struct keymap_entry *entry = find_entry(keymap, command);

	return entry ? entry->keys : command->keys;
}

static struct keymap_entry *make_entry(struct keymap *keymap, const struct command *command)
{
	struct keymap_entry *entry = find_entry(keymap, command);

	if (entry)
		return entry;
	keymap->entries =
		alloc_resize(keymap->entries, keymap->count + 1, sizeof(*keymap->entries));
	entry = &keymap->entries[keymap->count++];
	*entry = (struct keymap_entry){.command = command};
	return entry;
}

static void set_keys(
	struct keymap *keymap, const struct command *command, const char *keys, size_t line)
{
	struct keymap_entry *entry = make_entry(keymap, command);

	strncpy(entry->keys, keys, sizeof(entry->keys) - 1);
	entry->line = line;
}

/* Appends the names of `from` that are not in `without`. */
static void add_others(struct buffer *out, const char *from, const char *without)
{
	uint32_t key;

	while (key_list_next(&from, &key)) {
		if (key_list_has(without, key))
			continue;
		if (out->length)
			buffer_char(out, ' ');
		key_add_name(out, key);
	}
}

/* Each key calls one command, so takes `keys` from all other commands. */
static void take_from_others(struct keymap *keymap, const struct command_scope *scope,
	const char *id, const char *keys, size_t line, struct buffer *complaint)
{
	for (size_t i = 0; i < scope->count; i++) {
		const struct command *command = &scope->commands[i];
		const char *had = keymap_keys(keymap, command);
		const struct keymap_entry *entry = find_entry(keymap, command);
		struct buffer left = {0};

		if (strcmp(command->id, id) == 0)
			continue;
		add_others(&left, had, keys);
		if (strlen(had) != left.length) {
			if (entry && entry->chosen && !complaint->length)
				buffer_printf(complaint,
					_("a key of '%s', by line %zu, is now one of '%s'"),
					command->id, entry->line, id);
			set_keys(keymap, command, buffer_get(&left), line);
		}
		buffer_done(&left);
	}
}

static bool bind_in_scope(struct keymap *keymap, const struct command_scope *scope, const char *id,
	const char *keys, size_t line, struct buffer *complaint)
{
	bool found = false;

	for (size_t i = 0; i < scope->count; i++) {
		const struct command *command = &scope->commands[i];

		if (strcmp(command->id, id) != 0)
			continue;
		found = true;
		set_keys(keymap, command, keys, line);
		make_entry(keymap, command)->chosen = true;
	}
	if (found)
		take_from_others(keymap, scope, id, keys, line, complaint);
	return found;
}

static bool is_bindable(uint32_t key, const char *id)
{
	return key && key != KEY_CLICK && key != KEY_RIGHT_CLICK && key != KEY_WHEEL_UP &&
	       key != KEY_WHEEL_DOWN &&
	       (strcmp(id, WAY_OUT) == 0 || key != key_from_name(WAY_OUT_KEY));
}

/* Reads key names, writes them as the help shows them, and drops repeated ones. */
static bool read_keys(
	const char *keys, const char *id, struct buffer *out, struct buffer *complaint)
{
	const char *at = keys;
	uint32_t key;

	while (at += strspn(at, " \t"), *at) {
		const char *name = at;

		if (!key_list_next(&at, &key) || !is_bindable(key, id)) {
			buffer_printf(complaint, _("no key '%.*s' to be given to '%s'"),
				(int)strcspn(name, " \t"), name, id);
			return false;
		}
		if (key_list_has(buffer_get(out), key))
			continue;
		if (out->length)
			buffer_char(out, ' ');
		key_add_name(out, key);
	}
	if (strcmp(id, WAY_OUT) == 0 && !key_list_has(buffer_get(out), key_from_name(WAY_OUT_KEY)))
		buffer_printf(out, "%s%s", out->length ? " " : "", WAY_OUT_KEY);
	if (out->length < KEYMAP_KEYS_MAX)
		return true;
	buffer_printf(complaint, _("too many keys for '%s'"), id);
	return false;
}

static bool is_known(const struct keymap *keymap, const char *id)
{
	struct command_scope scope;

	for (size_t index = 0; keymap->scope(index, &scope); index++)
		for (size_t i = 0; i < scope.count; i++)
			if (strcmp(scope.commands[i].id, id) == 0)
				return true;
	return false;
}

bool keymap_bind(struct keymap *keymap, const char *id, const char *keys, size_t line,
	struct buffer *complaint)
{
	struct buffer names = {0};
	struct command_scope scope;
	bool good = is_known(keymap, id);

	if (!good)
		buffer_printf(
			complaint, _("no command '%s': 'sockview --config=help' lists them"), id);
	else
		good = read_keys(keys, id, &names, complaint);
	for (size_t index = 0; good && keymap->scope(index, &scope); index++)
		bind_in_scope(keymap, &scope, id, buffer_get(&names), line, complaint);
	buffer_done(&names);
	return good;
}

const struct keymap_entry *keymap_next_lost(const struct keymap *keymap, size_t *at)
{
	while (*at < keymap->count) {
		const struct keymap_entry *entry = &keymap->entries[(*at)++];

		if (!*entry->keys && !entry->chosen)
			return entry;
	}
	return NULL;
}
