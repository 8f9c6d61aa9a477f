/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Saves and loads the user's settings and earlier filters. */
#ifndef SOCKVIEW_APP_CONFIG_SETTINGS_STORE_H
#define SOCKVIEW_APP_CONFIG_SETTINGS_STORE_H

#include <stddef.h>

#include "base/buffer.h"

struct options;

/* Reads the settings file into `options`; complaints about it go into options->warnings. Returns 0;
 * or exit status 2, after a message on stderr, if a file named by the user is missing. */
int settings_store_load(struct options *options);

/* Writes the settings that differ between two sets of options into the settings file, and nothing
 * else. Returns 1; 0 if there was nothing to write; or an error of user_file_error(). */
int settings_store_save(const struct options *before, const struct options *now);

/* Writes a view of the user into the settings file; `text` NULL: removes it. Returns 1; 0 if there
 * was nothing to write; -EINVAL if no line of the file can hold the text; or an error of
 * user_file_error(). */
int settings_store_save_view(const struct options *options, const char *name, const char *text);

/* Appends the filters of earlier starts, the latest first, to `filters`, which already holds
 * `count` and has room for `most`. The caller frees each. Returns the new count. */
size_t settings_store_recall(
	const struct options *options, char **filters, size_t count, size_t most);

/* Adds a filter to the saved ones, as the latest. Does nothing if they cannot be written. */
void settings_store_remember(const struct options *options, const char *filter, size_t most);

#endif
