/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints --help and the lists of options, settings and columns from their tables. */
#include "app/option/option.h"

#include <stdio.h>

#include "app/config/command.h"
#include "app/config/setting-table.h"
#include "app/config/settings-text.h"
#include "base/buffer.h"
#include "base/i18n.h"
#include "base/text.h"
#include "view/group/group-column.h"
#include "view/service/service-column.h"

/* A package may have a place of its own for them (./configure --with-bug-url). */
static void print_bug_address(void)
{
	if (*BUG_URL)
		printf(_("\nReport bugs to %s\n"), BUG_URL);
	else
		puts(_("\nReport bugs where this copy came from: its package, or its repository."));
}

void option_print_help(void)
{
	puts(_("Usage: sockview [OPTION]... [FILTER]\n"
	       "A live table of every TCP and UDP socket, what just changed, and a key to close "
	       "one.\n"));
	for (size_t i = 0; i < option_count; i++) {
		const struct option_record *record = &option_table[i];
		struct buffer line = {0};

		if (record->letter < 256)
			buffer_printf(&line, "  -%c, --%s", record->letter, record->name);
		else
			buffer_printf(&line, "      --%s", record->name);
		if (record->argument)
			buffer_printf(&line, "=%s", _(record->argument));
		text_add_fitted(
			&line, "", line.length < 26 ? 26 - line.length : 1, false, TEXT_UTF8);
		printf("%s%s\n", buffer_get(&line), _(record->help));
		buffer_done(&line);
	}
	puts(_("\nFILTER is the language of ss, and every column as a word: state close-wait and "
	       "process = nginx\n"
	       "\nWithout a terminal on standard output it prints one snapshot, as with --once.\n"
	       "\nClosing a connection, also one's own, needs CAP_NET_ADMIN; seeing the processes "
	       "of other\n"
	       "users needs CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH together.\n"
	       "\nExit status: 0 done, 1 failed at run time, 2 wrong command line, 3 -K matched "
	       "nothing,\n4 --health found warnings, 5 problems."));
	print_bug_address();
}

void option_print_columns(void)
{
	for (size_t i = 0; i < column_count; i++)
		if (column_is_shown(&column_table[i]))
			printf("%-18s %s\n", column_table[i].id, _(column_table[i].help));
}

void option_print_themes(void)
{
	for (int theme = 0; theme < THEMES; theme++)
		printf("%-18s %s\n", theme_names[theme], _(theme_help((enum theme)theme)));
}

void option_print_sort(void)
{
	option_print_columns();
	for (size_t i = 0; i < group_column_count; i++) {
		const struct column *column = &group_column_table[i];

		if (column_is_shown(column) && !column_find(column->id))
			printf(_("%-18s groups: %s\n"), column->id, _(column->help));
	}
	for (size_t i = 0; i < service_column_count; i++) {
		const struct column *column = &service_column_table[i];

		if (column_is_shown(column) && !column_find(column->id) &&
			!group_column_find(column->id))
			printf(_("%-18s services: %s\n"), column->id, _(column->help));
	}
}

void option_print_groups(void)
{
	for (size_t i = 0; i < group_kind_count; i++)
		printf("%-18s %s\n", group_kinds[i].id, _(group_kinds[i].help));
}

void option_print_formats(output_format_list_fn *formats)
{
	const struct output_format *format;

	for (size_t i = 0; (format = formats(i)); i++)
		printf("%-18s %s\n", format->id, _(format->help));
}

/* Prints each command with its default keys. */
static void print_commands(const struct command_scope *scope)
{
	for (size_t i = 0; i < scope->count; i++)
		printf("%s%-18s %-14s %s\n", SETTINGS_TEXT_KEYS, scope->commands[i].id,
			scope->commands[i].keys, _(scope->commands[i].help));
}

/* Columns are counted in cells, since the list of values is translated. */
static void print_setting(const char *key, const char *values, const char *help)
{
	struct buffer line = {0};

	text_add_fitted(&line, key, 23, false, TEXT_UTF8);
	text_add_fitted(&line, values, 23, false, TEXT_UTF8);
	printf("%s%s\n", buffer_get(&line), help);
	buffer_done(&line);
}

void option_print_settings(const struct keymap *keymap)
{
	struct command_scope scope;
	struct buffer key = {0};

	for (size_t i = 0; i < setting_count; i++)
		print_setting(
			setting_table[i].key, _(setting_table[i].values), _(setting_table[i].help));
	buffer_printf(&key, "%s%s", SETTINGS_TEXT_WIDTH, _("COLUMN"));
	print_setting(buffer_get(&key), _("2 to 200"), _("cells that a column takes"));
	buffer_clear(&key);
	buffer_printf(&key, "%s%s", SETTINGS_TEXT_VIEW, _("NAME"));
	print_setting(
		buffer_get(&key), _("PARTS"), _("a named view: columns=..., sort=..., and so on"));
	buffer_done(&key);
	for (size_t index = 0; keymap->scope(index, &scope); index++)
		print_commands(&scope);
}

void option_print_version(void)
{
	puts("sockview " PACKAGE_VERSION);
	puts(_("License GPL-2.0-or-later; there is NO WARRANTY, to the extent permitted by law."));
}
