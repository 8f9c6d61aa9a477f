/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "app/screen/command-table.h"
#include "ui/term/keys.h"

/* The command that has a key in the table, whatever the settings say, or NULL. */
static const struct command *command_of_key(uint32_t key)
{
	for (size_t i = 0; i < command_count; i++)
		if (key_list_has(command_table[i].keys, key))
			return &command_table[i];
	return NULL;
}

/* Calls `look` for each key of each command. */
static void for_each_key(void (*look)(const struct command *command, const char *name))
{
	for (size_t i = 0; i < command_count; i++) {
		char keys[128], *at = keys, *name;

		snprintf(keys, sizeof(keys), "%s", command_table[i].keys);
		while ((name = strsep(&at, " ")))
			look(&command_table[i], name);
	}
}

static void every_command_is_named_once_helped_and_done(void **state)
{
	(void)state;
	assert_true(command_count > 0);
	for (size_t i = 0; i < command_count; i++) {
		assert_true(command_table[i].id && *command_table[i].id);
		assert_true(command_table[i].help && *command_table[i].help);
		assert_true(command_table[i].keys && *command_table[i].keys);
		assert_non_null(command_table[i].run);
		for (size_t other = 0; other < i; other++)
			assert_string_not_equal(command_table[i].id, command_table[other].id);
	}
}

static void find_key(const struct command *command, const char *name)
{
	struct buffer again = {0};
	uint32_t key = key_from_name(name);

	if (key == KEY_NOTHING)
		fail_msg("%s: no key is called '%s'", command->id, name);
	/* Bound twice, the first command would be found, and not this one. */
	if (command_of_key(key) != command)
		fail_msg("%s: '%s' does something else", command->id, name);
	/* The name is the key's own, so the help shows what others would call it. */
	key_add_name(&again, key);
	assert_string_equal(buffer_get(&again), name);
	buffer_done(&again);
}

static void every_key_has_a_name_and_one_command(void **state)
{
	(void)state;
	for_each_key(find_key);
}

static void keys_of_nobody_have_no_command(void **state)
{
	(void)state;
	assert_null(command_of_key(KEY_NOTHING));
	assert_null(command_of_key(KEY_CLICK));
	assert_null(command_of_key(0x10ffff));
}

static void the_keys_of_the_contract_do_what_they_are_for(void **state)
{
	static const struct {
		const char *key, *id;
	} wanted[] = {{"F1", "help"}, {"?", "help"}, {"h", "help"}, {"F6", "sort"},
		{"<", "sort-previous"}, {">", "sort-next"}, {"I", "invert"}, {"F9", "close"},
		{"k", "close"}, {"F10", "quit"}, {"q", "quit"}, {"Ctrl-C", "quit"}, {"4", "ipv4"},
		{"6", "ipv6"}, {"T", "tcp"}, {"D", "udp"}, {"L", "listeners"}, {"#", "names"},
		{"Z", "pause"}, {"p", "pause"}, {"r", "refresh"}, {"d", "interval"},
		{"F2", "setup"}, {"S", "setup"}, {"F3", "search"}, {"/", "search-anew"},
		{"n", "search-next"}, {"N", "search-previous"}, {"F4", "filter"}, {"\\", "filter"},
		{"F5", "group"}, {"t", "group"}, {".", "sort"}, {"F7", "states"}, {"v", "states"},
		{"F8", "health"}, {"w", "health"}, {"s", "services"}, {"E", "strip"},
		{"H", "history"}, {"Enter", "details"}, {"Space", "tag"}, {"U", "untag-all"},
		{"=", "only"}, {"!", "except"}, {"c", "copy"}, {"Left", "left"}, {"Right", "right"},
		{"Esc", "escape"}, {"F", "follow"}, {"e", "explain"}, {"O", "namespaces"},
		{"x", "menu"}, {"Up", "up"}, {"Down", "down"}, {"PgUp", "page-up"},
		{"PgDn", "page-down"}, {"Home", "first"}, {"End", "last"}, {"g", "first"},
		{"G", "last"}, {"Alt-j", "down"}, {"Alt-k", "up"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wanted); i++) {
		const struct command *command = command_of_key(key_from_name(wanted[i].key));

		if (!command || strcmp(command->id, wanted[i].id) != 0)
			fail_msg("%s does not do '%s'", wanted[i].key, wanted[i].id);
	}
}

static void keys_for_what_is_not_there_yet_do_nothing(void **state)
{
	(void)state;
	for (const char *key = "mMP"; *key; key++)
		assert_null(command_of_key((uint32_t)*key));
}

static void what_closes_changes_the_system(void **state)
{
	const struct command *close = command_of_key('k');

	(void)state;
	assert_true(close->flags & COMMAND_CHANGES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_command_is_named_once_helped_and_done),
		cmocka_unit_test(every_key_has_a_name_and_one_command),
		cmocka_unit_test(keys_of_nobody_have_no_command),
		cmocka_unit_test(the_keys_of_the_contract_do_what_they_are_for),
		cmocka_unit_test(keys_for_what_is_not_there_yet_do_nothing),
		cmocka_unit_test(what_closes_changes_the_system),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
