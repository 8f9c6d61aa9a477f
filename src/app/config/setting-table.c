/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/config/setting-table.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "app/config/options.h"
#include "base/ascii.h"
#include "base/format.h"
#include "base/i18n.h"
#include "base/nearest.h"
#include "view/group/group-column.h"
#include "view/service/service-column.h"

static const char *const yes_or_no[] = {"no", "yes", NULL};
static const char *const color_words[] = {"auto", "always", "never", NULL};
static const char *const interval_steps[] = {
	"0.1", "0.2", "0.5", "1", "2", "3", "5", "10", "15", "30", "60", "300", "3600", NULL};
static const char *const linger_steps[] = {
	"0", "1", "2", "3", "5", "10", "15", "30", "60", "300", "3600", NULL};

int setting_word(const char *text, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (ascii_same_word(words[i], text))
			return i;
	return -1;
}

static bool read_flag(bool *flag, const char *value, struct buffer *complaint)
{
	int choice = setting_word(value, yes_or_no);

	if (choice < 0) {
		buffer_printf(complaint, _("'%s' is neither yes nor no"), value);
		return false;
	}
	*flag = choice;
	return true;
}

static void add_flag(bool flag, struct buffer *out)
{
	buffer_text(out, yes_or_no[flag]);
}

static void add_seconds(uint32_t milliseconds, struct buffer *out)
{
	buffer_number(out, milliseconds / 1000);
	if (milliseconds % 1000)
		buffer_printf(out, ".%03u", milliseconds % 1000);
	while (milliseconds % 1000 && out->data[out->length - 1] == '0')
		out->data[--out->length] = '\0';
}

/* -------- columns and order -------- */

/* Says that there is no such column, and which one may be meant; `list` is the option with help. */
static void refuse_column(const char *name, const char *list, struct buffer *complaint)
{
	struct nearest nearest;

	nearest_begin(&nearest, name);
	column_suggest(&nearest);
	if (nearest.found)
		buffer_printf(complaint,
			_("no column '%s'; is '%s' meant? 'sockview %s=help' lists the columns"),
			name, nearest.found, list);
	else
		buffer_printf(complaint, _("no column '%s': 'sockview %s=help' lists the columns"),
			name, list);
}

static bool read_columns(struct options *options, const char *value, struct buffer *complaint)
{
	const char *bad = value;
	size_t length = strlen(value);
	struct buffer word = {0};
	const struct column *column;
	size_t count = *value ? column_choose(options->columns, options->column_count,
					LAYOUT_COLUMNS_MAX, value, &bad, &length)
			      : 0;

	if (count) {
		options->column_count = count;
		return true;
	}
	buffer_add(&word, bad, length);
	column = column_find_word(bad, length);
	if (column && column_is_shown(column))
		buffer_printf(complaint, _("no column would be left: '%s' is the last one"),
			buffer_get(&word));
	else
		refuse_column(buffer_get(&word), "--columns", complaint);
	buffer_done(&word);
	return false;
}

static void add_columns(const struct options *options, struct buffer *out)
{
	for (size_t i = 0; i < options->column_count; i++) {
		if (i)
			buffer_char(out, ',');
		buffer_text(out, options->columns[i]->id);
	}
}

static bool read_sort(struct options *options, const char *value, struct buffer *complaint)
{
	const struct column *column = column_find(value + (*value == '-'));
	const struct column *of_groups = group_column_find(value + (*value == '-'));
	const struct column *of_services = service_column_find(value + (*value == '-'));

	if (of_services && column_is_shown(of_services)) {
		options->service_sort = of_services;
		options->service_descending = *value == '-';
		if (!column && !of_groups)
			return true;
	}
	if (of_groups && column_is_shown(of_groups)) {
		options->group_sort = of_groups;
		options->group_descending = *value == '-';
		if (!column)
			return true;
	}
	if (!column || !column_is_shown(column)) {
		refuse_column(value + (*value == '-'), "--sort", complaint);
		return false;
	}
	options->sort = column;
	options->descending = *value == '-';
	return true;
}

static void add_sort(const struct options *options, struct buffer *out)
{
	buffer_printf(out, "%s%s", options->descending ? "-" : "", options->sort->id);
}

static void refuse_group(const char *name, struct buffer *complaint)
{
	struct nearest nearest;

	nearest_begin(&nearest, name);
	for (size_t i = 0; i < group_kind_count; i++)
		nearest_compare(&nearest, group_kinds[i].id);
	if (nearest.found)
		buffer_printf(complaint,
			_("no group '%s'; is '%s' meant? 'sockview --group=help' lists what there "
			  "is"),
			name, nearest.found);
	else
		buffer_printf(complaint,
			_("no group '%s': 'sockview --group=help' lists what there is"), name);
}

static bool read_group(struct options *options, const char *value, struct buffer *complaint)
{
	const struct group_kind *kind = group_kind_find(value);

	if (!kind) {
		refuse_group(value, complaint);
		return false;
	}
	options->group = kind;
	return true;
}

static void add_group(const struct options *options, struct buffer *out)
{
	buffer_text(out, options->group->id);
}

/* -------- appearance -------- */

static bool read_color(struct options *options, const char *value, struct buffer *complaint)
{
	int choice = setting_word(value, color_words);

	if (choice < 0) {
		buffer_printf(complaint, _("invalid color '%s': auto, always or never"), value);
		return false;
	}
	options->color = (enum option_color)choice;
	return true;
}

static void add_color(const struct options *options, struct buffer *out)
{
	buffer_text(out, color_words[options->color]);
}

static bool read_theme(struct options *options, const char *value, struct buffer *complaint)
{
	int choice = setting_word(value, theme_names);

	if (choice < 0) {
		buffer_printf(complaint,
			_("no theme '%s': 'sockview --theme=help' lists the themes"), value);
		return false;
	}
	options->theme = (enum theme)choice;
	return true;
}

static void add_theme(const struct options *options, struct buffer *out)
{
	buffer_text(out, theme_names[options->theme]);
}

static bool read_ascii(struct options *options, const char *value, struct buffer *complaint)
{
	return read_flag(&options->ascii, value, complaint);
}

static void add_ascii(const struct options *options, struct buffer *out)
{
	add_flag(options->ascii, out);
}

static bool read_mouse(struct options *options, const char *value, struct buffer *complaint)
{
	bool mouse = false, good = read_flag(&mouse, value, complaint);

	if (good)
		options->no_mouse = !mouse;
	return good;
}

static void add_mouse(const struct options *options, struct buffer *out)
{
	add_flag(!options->no_mouse, out);
}

/* -------- behaviour -------- */

static bool read_interval(struct options *options, const char *value, struct buffer *complaint)
{
	if (format_parse_seconds(value, 100, 3600 * 1000, &options->interval_ms) == 0)
		return true;
	buffer_printf(complaint, _("invalid interval '%s': seconds from 0.1 to 3600"), value);
	return false;
}

static void add_interval(const struct options *options, struct buffer *out)
{
	add_seconds(options->interval_ms, out);
}

static bool read_linger(struct options *options, const char *value, struct buffer *complaint)
{
	if (format_parse_seconds(value, 0, 3600 * 1000, &options->linger_ms) == 0)
		return true;
	buffer_printf(complaint, _("invalid linger time '%s': seconds from 0 to 3600"), value);
	return false;
}

static void add_linger(const struct options *options, struct buffer *out)
{
	add_seconds(options->linger_ms, out);
}

static bool read_resolve(struct options *options, const char *value, struct buffer *complaint)
{
	return read_flag(&options->resolve, value, complaint);
}

static void add_resolve(const struct options *options, struct buffer *out)
{
	add_flag(options->resolve, out);
}

static bool read_bound(struct options *options, const char *value, struct buffer *complaint)
{
	return read_flag(&options->bound, value, complaint);
}

static void add_bound(const struct options *options, struct buffer *out)
{
	add_flag(options->bound, out);
}

static bool read_remember(struct options *options, const char *value, struct buffer *complaint)
{
	return read_flag(&options->remember, value, complaint);
}

static void add_remember(const struct options *options, struct buffer *out)
{
	add_flag(options->remember, out);
}

static const char *group_word(size_t at)
{
	return at < group_kind_count ? group_kinds[at].id : NULL;
}

/* clang-format off */
const struct setting setting_table[] = {
	{SETUP_COLUMNS, "columns", N_("LIST"), NULL, N_("the columns, in order"), NULL, read_columns, add_columns},
	{SETUP_COLUMNS, "sort", N_("[-]COLUMN"), NULL, N_("the column to sort by at the start"), NULL, read_sort, add_sort},
	{SETUP_APPEARANCE, "theme", N_("NAME"), N_("Theme"), N_("mono: no colors; colourblind: no red beside green"),
		theme_names, read_theme, add_theme},
	{SETUP_APPEARANCE, "color", N_("auto, always or never"), N_("Colors"), N_("auto: unless NO_COLOR is set"),
		color_words, read_color, add_color},
	{SETUP_APPEARANCE, "ascii", N_("yes or no"), N_("ASCII only"), N_("draw with ASCII characters only"),
		yes_or_no, read_ascii, add_ascii},
	{SETUP_APPEARANCE, "mouse", N_("yes or no"), N_("Mouse"), N_("no: it is left to the terminal, to select text"),
		yes_or_no, read_mouse, add_mouse},
	{SETUP_BEHAVIOUR, "interval", N_("0.1 to 3600"), N_("Interval"), N_("seconds between refreshes"),
		interval_steps, read_interval, add_interval},
	{SETUP_BEHAVIOUR, "linger", N_("0 to 3600"), N_("Linger"), N_("seconds that a vanished row stays"),
		linger_steps, read_linger, add_linger},
	{SETUP_BEHAVIOUR, "group", N_("KEY"), N_("Group"), N_("what the sockets are grouped by at the start"),
		NULL, read_group, add_group, group_word},
	{SETUP_BEHAVIOUR, "resolve", N_("yes or no"), N_("Names"), N_("hosts and services by name"),
		yes_or_no, read_resolve, add_resolve},
	{SETUP_BEHAVIOUR, "bound-inactive", N_("yes or no"), N_("Bound sockets"),
		N_("also TCP sockets that are bound and nothing else"), yes_or_no, read_bound, add_bound},
	{SETUP_BEHAVIOUR, "remember", N_("yes or no"), N_("Remember"),
		N_("what keys have hidden, the order, the group, the view, for the next start"),
		yes_or_no, read_remember, add_remember},
};
/* clang-format on */
_Static_assert(
	sizeof(setting_table) / sizeof(setting_table[0]) <= 32, "settings_chosen has a bit each");
const size_t setting_count = sizeof(setting_table) / sizeof(setting_table[0]);

const struct setting *setting_find(const char *key)
{
	for (size_t i = 0; i < setting_count; i++)
		if (strcmp(setting_table[i].key, key) == 0)
			return &setting_table[i];
	return NULL;
}

static const char *word_at(const struct setting *setting, size_t at)
{
	return setting->words ? setting->words[at] : setting->word(at);
}

static int find_word(const struct setting *setting, const char *value)
{
	const char *word;

	for (size_t at = 0; (word = word_at(setting, at)); at++)
		if (ascii_same_word(word, value))
			return (int)at;
	return -1;
}

/* Handles a number between two steps. */
static int nearest_step(const struct setting *setting, const char *value, int step)
{
	int at = 0;

	while (setting->words[at] && strtod(setting->words[at], NULL) < strtod(value, NULL))
		at++;
	return step > 0 ? at - 1 : at;
}

const char *setting_step(const struct setting *setting, const struct options *options, int step)
{
	bool number = isdigit((unsigned char)*word_at(setting, 0));
	struct buffer value = {0};
	int count = 0, at;

	setting->add(options, &value);
	at = find_word(setting, buffer_get(&value));
	if (at < 0 && number)
		at = nearest_step(setting, buffer_get(&value), step);
	buffer_done(&value);
	while (word_at(setting, (size_t)count))
		count++;
	at += step;
	if (number)
		at = at < 0 ? 0 : at >= count ? count - 1 : at;
	return word_at(setting, (size_t)((at + count) % count));
}
