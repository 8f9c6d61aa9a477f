/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/config/settings-text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/config/command.h"
#include "app/config/keymap.h"
#include "app/config/options.h"
#include "app/config/setting-table.h"
#include "app/config/view-text.h"
#include "base/i18n.h"
#include "base/nearest.h"

#define KEY_MAX 64
#define VALUE_MAX 4096

static const char blanks[] = " \t\r";

/* The position of a line in a text. */
struct line {
	size_t start, end, next; /* `end` is before the line's end character, `next` after it */
	size_t number;           /* from 1 */
	enum { LINE_EMPTY, LINE_SETTING, LINE_STRANGE } kind;
	char key[KEY_MAX];
	size_t value, value_end;
};

void settings_text_warn(struct settings_text_warnings *warnings, const char *name, size_t line,
	const char *format, ...)
{
	char sentence[512];
	va_list arguments;

	if (warnings->count++ >= SETTINGS_TEXT_WARNINGS_KEPT)
		return;
	va_start(arguments, format);
	vsnprintf(sentence, sizeof(sentence), format, arguments);
	va_end(arguments);
	if (line)
		buffer_printf(&warnings->text, "%s:%zu: %s\n", name, line, sentence);
	else
		buffer_printf(&warnings->text, "%s: %s\n", name, sentence);
}

/* -------- lines -------- */

static size_t skip_blanks(const char *text, size_t at, size_t end)
{
	while (at < end && strchr(blanks, text[at]))
		at++;
	return at;
}

static size_t drop_blanks(const char *text, size_t start, size_t end)
{
	while (end > start && strchr(blanks, text[end - 1]))
		end--;
	return end;
}

/*
 * Returns where the value that begins at `start` ends: before a comment, which is a # behind a
 * blank. A # that is the first or the last sign of the value belongs to it (it is a key, too), and
 * all that is in quotation marks.
 */
static size_t find_value_end(const char *text, size_t start, size_t end)
{
	end = drop_blanks(text, start, end);
	for (size_t at = start; at + 1 < end; at++) {
		const char *quote =
			text[at] == '"' ? memchr(text + at + 1, '"', end - at - 1) : NULL;

		if (quote)
			at = (size_t)(quote - text);
		else if (at > start && text[at] == '#' && strchr(blanks, text[at - 1]))
			return drop_blanks(text, start, at);
	}
	return end;
}

/* Takes quotation marks around the whole value away. */
static void unquote(struct buffer *value)
{
	size_t length = value->length;

	if (length < 2 || value->data[0] != '"' ||
		memchr(value->data + 1, '"', length - 1) != value->data + length - 1)
		return;
	memmove(value->data, value->data + 1, length - 2);
	value->length = length - 2;
	value->data[value->length] = '\0';
}

static void take_apart(const char *text, struct line *line)
{
	size_t start = skip_blanks(text, line->start, line->end), key_end;
	const char *equals;

	line->kind = LINE_EMPTY;
	if (start == line->end || text[start] == '#')
		return;
	line->kind = LINE_STRANGE;
	equals = memchr(text + start, '=', line->end - start);
	if (!equals)
		return;
	key_end = drop_blanks(text, start, (size_t)(equals - text));
	if (key_end == start || key_end - start >= KEY_MAX)
		return;
	line->kind = LINE_SETTING;
	memcpy(line->key, text + start, key_end - start);
	line->key[key_end - start] = '\0';
	line->value = skip_blanks(text, (size_t)(equals - text) + 1, line->end);
	line->value_end = find_value_end(text, line->value, line->end);
}

/* Moves `line` to the next line; all zero: before the first one. Returns false if there is none. */
static bool next_line(const struct buffer *text, struct line *line)
{
	size_t start = line->next, number = line->number;
	const char *end;

	if (start >= text->length)
		return false;
	*line = (struct line){.start = start, .number = number + 1};
	end = memchr(text->data + start, '\n', text->length - start);
	line->end = end ? (size_t)(end - text->data) : text->length;
	line->next = end ? line->end + 1 : line->end;
	take_apart(text->data, line);
	return true;
}

/* -------- reading -------- */

static bool read_width(
	struct options *options, const char *id, const char *value, struct buffer *complaint)
{
	const struct column *column = column_find(id);
	char *end;
	unsigned long width = strtoul(value, &end, 10);

	if (!column || !column_is_shown(column)) {
		buffer_printf(complaint, _("no column '%s'"), id);
		return false;
	}
	if (*value < '0' || *value > '9' || *end || width < LAYOUT_WIDTH_MIN ||
		width > LAYOUT_WIDTH_MAX) {
		buffer_printf(complaint, _("invalid width '%s': cells from %d to %d"), value,
			LAYOUT_WIDTH_MIN, LAYOUT_WIDTH_MAX);
		return false;
	}
	options->widths[column - column_table] = (unsigned char)width;
	return true;
}

static bool read_view(
	struct options *options, const char *name, const char *value, struct buffer *complaint)
{
	struct options scratch = *options;
	const char *filter;

	if (!named_view_can_be_called(name)) {
		buffer_printf(complaint, _("a view cannot be called '%s'"), name);
		return false;
	}
	if (!view_text_read(value, &scratch, &filter, complaint))
		return false;
	named_views_set(&options->views, name, value);
	return true;
}

static bool begins_with(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

static void refuse_key(const char *key, struct buffer *complaint)
{
	struct nearest nearest;

	nearest_begin(&nearest, key);
	for (size_t i = 0; i < setting_count; i++)
		nearest_compare(&nearest, setting_table[i].key);
	if (nearest.found)
		buffer_printf(
			complaint, _("unknown setting '%s'; is '%s' meant?"), key, nearest.found);
	else
		buffer_printf(complaint, _("unknown setting '%s'"), key);
}

static bool read_value(struct options *options, const struct line *line, const char *value,
	struct buffer *complaint)
{
	const struct setting *setting = setting_find(line->key);

	if (setting && !setting_read(setting, options, value, complaint))
		return false;
	if (setting) {
		options->settings_chosen |= UINT32_C(1) << (setting - setting_table);
		return true;
	}
	if (begins_with(line->key, SETTINGS_TEXT_WIDTH))
		return read_width(
			options, line->key + strlen(SETTINGS_TEXT_WIDTH), value, complaint);
	if (begins_with(line->key, SETTINGS_TEXT_KEYS))
		return keymap_bind(&options->keymap, line->key + strlen(SETTINGS_TEXT_KEYS), value,
			line->number, complaint);
	if (begins_with(line->key, SETTINGS_TEXT_VIEW))
		return read_view(options, line->key + strlen(SETTINGS_TEXT_VIEW), value, complaint);
	refuse_key(line->key, complaint);
	return false;
}

static void read_line(struct options *options, const struct buffer *text, const struct line *line,
	const char *name, struct settings_text_warnings *warnings)
{
	size_t length = line->value_end - line->value;
	struct buffer value = {0}, complaint = {0};

	if (line->kind == LINE_STRANGE || length > VALUE_MAX) {
		settings_text_warn(warnings, name, line->number, "%s",
			line->kind == LINE_STRANGE ? _("neither 'key = value' nor a comment")
						   : _("this value is too long"));
		return;
	}
	buffer_add(&value, text->data + line->value, length);
	unquote(&value);
	if (!read_value(options, line, buffer_get(&value), &complaint) || complaint.length)
		settings_text_warn(warnings, name, line->number, "%s", buffer_get(&complaint));
	buffer_done(&value);
	buffer_done(&complaint);
}

static void warn_of_lost_keys(
	const struct keymap *keymap, const char *name, struct settings_text_warnings *warnings)
{
	const struct keymap_entry *entry;
	size_t at = 0;

	while ((entry = keymap_next_lost(keymap, &at)))
		settings_text_warn(warnings, name, entry->line, _("this leaves '%s' without a key"),
			entry->command->id);
}

void settings_text_read(struct options *options, const struct buffer *text, const char *name,
	struct settings_text_warnings *warnings)
{
	struct line line = {0};

	while (next_line(text, &line))
		if (line.kind != LINE_EMPTY)
			read_line(options, text, &line, name, warnings);
	warn_of_lost_keys(&options->keymap, name, warnings);
}

/* -------- writing -------- */

bool settings_text_quote(const char *value, struct buffer *out)
{
	bool has_comment = false;

	for (const char *at = value; *at; at++) {
		if ((unsigned char)*at < ' ' && *at != '\t')
			return false;
		has_comment |= *at == '#' && at > value && strchr(blanks, at[-1]);
	}
	if (strlen(value) > VALUE_MAX - 2 || (has_comment && strchr(value, '"')))
		return false;
	buffer_printf(out, has_comment ? "\"%s\"" : "%s", value);
	return true;
}

/* Finds the last line with this key: that one is effective. */
static bool find_last(const struct buffer *text, const char *key, struct line *ret_line)
{
	struct line line = {0};
	bool found = false;

	while (next_line(text, &line)) {
		if (line.kind != LINE_SETTING || strcmp(line.key, key) != 0)
			continue;
		*ret_line = line;
		found = true;
	}
	return found;
}

static void replace(struct buffer *text, size_t start, size_t end, const char *by)
{
	struct buffer after = {0};

	buffer_add(&after, text->data + end, text->length - end);
	text->length = start;
	buffer_text(text, by);
	buffer_text(text, buffer_get(&after));
	buffer_done(&after);
}

static void append(struct buffer *text, const char *key, const char *value)
{
	if (text->length && text->data[text->length - 1] != '\n')
		buffer_char(text, '\n');
	buffer_printf(text, "%s = %s\n", key, value);
}

void settings_text_write(struct buffer *text, const char *key, const char *value)
{
	struct line line;

	if (value && find_last(text, key, &line))
		replace(text, line.value, line.value_end, value);
	else if (value)
		append(text, key, value);
	else
		while (find_last(text, key, &line))
			replace(text, line.start, line.next, "");
}
