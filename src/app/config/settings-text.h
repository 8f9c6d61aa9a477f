/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text of a settings file: lines "key = value", and comments. A comment begins with a # at the
 * beginning of a line, or after a value and a blank. A # that is the first or the last character of
 * a value belongs to the value; a value in "quotation marks" may contain anything. Nothing here
 * opens a file. Lines that are not understood cause a warning and stay unchanged.
 */
#ifndef SOCKVIEW_APP_CONFIG_SETTINGS_TEXT_H
#define SOCKVIEW_APP_CONFIG_SETTINGS_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

struct options;

/* Prefixes of keys that contain a name: of a command, of a column, of a view. */
#define SETTINGS_TEXT_KEYS "key."
#define SETTINGS_TEXT_WIDTH "width."
#define SETTINGS_TEXT_VIEW "view."

/* Warnings about a file: lines "NAME:LINE: sentence", of which only the first ones are kept. */
struct settings_text_warnings {
	struct buffer text;
	size_t count;
};

#define SETTINGS_TEXT_WARNINGS_KEPT 8

void settings_text_warn(struct settings_text_warnings *warnings, const char *name, size_t line,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Reads the settings in `text` into `options`; `name` is the file's name for the warnings. */
void settings_text_read(struct options *options, const struct buffer *text, const char *name,
	struct settings_text_warnings *warnings);

/* Appends `value` in a form that is read back as the same value. Returns false if there is no such
 * form. */
bool settings_text_quote(const char *value, struct buffer *out);

/* Sets one key's value in `text`: in the line that has the key, or in a new line at the end. NULL
 * removes the key. All other bytes stay unchanged. */
void settings_text_write(struct buffer *text, const char *key, const char *value);

#endif
