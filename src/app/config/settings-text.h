/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text of a settings file: lines "key = value", comments behind a # at the beginning of a line.
 * Nothing here opens a file. What is not understood is warned about and stays as it is.
 */
#ifndef SOCKVIEW_APP_CONFIG_SETTINGS_TEXT_H
#define SOCKVIEW_APP_CONFIG_SETTINGS_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

struct options;

/* Begin keys that are made of a name: of a command, of a column. */
#define SETTINGS_TEXT_KEYS "key."
#define SETTINGS_TEXT_WIDTH "width."

/* What is said about a file: lines "NAME:LINE: sentence", of which only the first are kept. */
struct settings_text_warnings {
	struct buffer text;
	size_t count;
};

#define SETTINGS_TEXT_WARNINGS_KEPT 8

void settings_text_warn(struct settings_text_warnings *warnings, const char *name, size_t line,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Takes the settings of `text` into `options`; `name` is that of the file, for the warnings. */
void settings_text_read(struct options *options, const struct buffer *text, const char *name,
	struct settings_text_warnings *warnings);

/*
 * Gives one key a value in `text`, in the line that has it already, or in one more at the end; with
 * NULL the key goes. Everything else stays as it is, to the byte.
 */
void settings_text_write(struct buffer *text, const char *key, const char *value);

#endif
