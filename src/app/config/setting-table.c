/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/config/setting-table.h"

#include <ctype.h>
#include <stddef.h>
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

/* Returns the index of `text` in `words`, which ends with NULL; or -1. */
static int word_index(const char *text, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (ascii_same_word(words[i], text))
			return i;
	return -1;
}

/* -------- columns, order, group -------- */

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

static const char *group_word(size_t at)
{
	return at < group_kind_count ? group_kinds[at].id : NULL;
}

/* -------- the table -------- */

_Static_assert(
	sizeof(enum theme) == sizeof(unsigned) && sizeof(enum option_color) == sizeof(unsigned),
	"a word is stored as an unsigned number");

#define IN(member) .offset = offsetof(struct options, member)
#define NOT_A_FLAG N_("'%s' is neither yes nor no")

/* clang-format off */
const struct setting setting_table[] = {
	{.key = "columns", .section = SETUP_COLUMNS, .values = N_("LIST"), .help = N_("the columns, in order"),
		.kind = SETTING_OTHER, .read = read_columns, .add = add_columns},
	{.key = "sort", .section = SETUP_COLUMNS, .values = N_("[-]COLUMN"), .help = N_("the column to sort by at the start"),
		.kind = SETTING_OTHER, .read = read_sort, .add = add_sort},
	{.key = "theme", .section = SETUP_APPEARANCE, .values = N_("NAME"), .label = N_("Theme"),
		.help = N_("mono: no colors; colourblind: no red beside green"),
		.kind = SETTING_WORD, IN(theme), .words = theme_names, .initial = "default",
		.refusal = N_("no theme '%s': 'sockview --theme=help' lists the themes")},
	{.key = "color", .section = SETUP_APPEARANCE, .values = N_("auto, always or never"), .label = N_("Colors"),
		.help = N_("auto: unless NO_COLOR is set"),
		.kind = SETTING_WORD, IN(color), .words = color_words, .initial = "auto",
		.refusal = N_("invalid color '%s': auto, always or never")},
	{.key = "ascii", .section = SETUP_APPEARANCE, .values = N_("yes or no"), .label = N_("ASCII only"),
		.help = N_("draw with ASCII characters only"),
		.kind = SETTING_FLAG, IN(ascii), .words = yes_or_no, .initial = "no", .refusal = NOT_A_FLAG},
	{.key = "mouse", .section = SETUP_APPEARANCE, .values = N_("yes or no"), .label = N_("Mouse"),
		.help = N_("no: it is left to the terminal, to select text"),
		.kind = SETTING_FLAG, IN(mouse), .words = yes_or_no, .initial = "yes", .refusal = NOT_A_FLAG},
	{.key = "interval", .section = SETUP_BEHAVIOUR, .values = N_("0.1 to 3600"), .label = N_("Interval"),
		.help = N_("seconds between refreshes"),
		.kind = SETTING_SECONDS, IN(interval_ms), .least_ms = 100, .most_ms = 3600 * 1000,
		.words = interval_steps, .initial = "1",
		.refusal = N_("invalid interval '%s': seconds from 0.1 to 3600")},
	{.key = "linger", .section = SETUP_BEHAVIOUR, .values = N_("0 to 3600"), .label = N_("Linger"),
		.help = N_("seconds that a vanished row stays"),
		.kind = SETTING_SECONDS, IN(linger_ms), .least_ms = 0, .most_ms = 3600 * 1000,
		.words = linger_steps, .initial = "3",
		.refusal = N_("invalid linger time '%s': seconds from 0 to 3600")},
	{.key = "group", .section = SETUP_BEHAVIOUR, .values = N_("KEY"), .label = N_("Group"),
		.help = N_("what the sockets are grouped by at the start"),
		.kind = SETTING_OTHER, .read = read_group, .add = add_group, .word = group_word},
	{.key = "resolve", .section = SETUP_BEHAVIOUR, .values = N_("yes or no"), .label = N_("Names"),
		.help = N_("hosts and services by name"),
		.kind = SETTING_FLAG, IN(resolve), .words = yes_or_no, .initial = "no", .refusal = NOT_A_FLAG},
	{.key = "bound-inactive", .section = SETUP_BEHAVIOUR, .values = N_("yes or no"), .label = N_("Bound sockets"),
		.help = N_("also TCP sockets that are bound and nothing else"),
		.kind = SETTING_FLAG, IN(bound), .words = yes_or_no, .initial = "no", .refusal = NOT_A_FLAG},
	{.key = "events", .section = SETUP_BEHAVIOUR, .values = N_("yes or no"), .label = N_("Events"),
		.help = N_("the kernel tells what closes between two refreshes"),
		.kind = SETTING_FLAG, IN(events), .words = yes_or_no, .initial = "yes", .refusal = NOT_A_FLAG},
	{.key = "remember", .section = SETUP_BEHAVIOUR, .values = N_("yes or no"), .label = N_("Remember"),
		.help = N_("what keys have hidden, the order, the group, the view, for the next start"),
		.kind = SETTING_FLAG, IN(remember), .words = yes_or_no, .initial = "yes", .refusal = NOT_A_FLAG},
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

/* -------- values -------- */

static void *member(const struct setting *setting, struct options *options)
{
	return (char *)options + setting->offset;
}

static bool read_plain(const struct setting *setting, struct options *options, const char *value)
{
	int word = setting->kind == SETTING_SECONDS ? 0 : word_index(value, setting->words);

	if (word < 0)
		return false;
	switch (setting->kind) {
	case SETTING_FLAG:
		*(bool *)member(setting, options) = word;
		return true;
	case SETTING_WORD:
		*(unsigned *)member(setting, options) = (unsigned)word;
		return true;
	default:
		return format_parse_seconds(value, setting->least_ms, setting->most_ms,
			       member(setting, options)) == 0;
	}
}

bool setting_read(const struct setting *setting, struct options *options, const char *value,
	struct buffer *complaint)
{
	if (setting->kind == SETTING_OTHER)
		return setting->read(options, value, complaint);
	if (read_plain(setting, options, value))
		return true;
	buffer_printf(complaint, _(setting->refusal), value);
	return false;
}

static void add_seconds(uint32_t milliseconds, struct buffer *out)
{
	buffer_number(out, milliseconds / 1000);
	if (milliseconds % 1000)
		buffer_printf(out, ".%03u", milliseconds % 1000);
	while (milliseconds % 1000 && out->data[out->length - 1] == '0')
		out->data[--out->length] = '\0';
}

void setting_add(const struct setting *setting, const struct options *options, struct buffer *out)
{
	const void *value = (const char *)options + setting->offset;

	switch (setting->kind) {
	case SETTING_FLAG:
		buffer_text(out, setting->words[*(const bool *)value]);
		break;
	case SETTING_WORD:
		buffer_text(out, setting->words[*(const unsigned *)value]);
		break;
	case SETTING_SECONDS:
		add_seconds(*(const uint32_t *)value, out);
		break;
	case SETTING_OTHER:
		setting->add(options, out);
		break;
	}
}

void setting_reset_all(struct options *options)
{
	options->column_count = 0;
	for (size_t i = 0; column_defaults[i]; i++)
		options->columns[options->column_count++] = column_find(column_defaults[i]);
	options->sort = column_find("local");
	options->descending = false;
	options->group = group_kinds;
	for (size_t i = 0; i < setting_count; i++)
		if (setting_table[i].initial)
			read_plain(&setting_table[i], options, setting_table[i].initial);
}

/* -------- steps -------- */

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

	setting_add(setting, options, &value);
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
