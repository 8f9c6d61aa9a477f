/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The user's settings and earlier filters, from one start of the program to the next. */
#ifndef SOCKVIEW_APP_CONFIG_SETTINGS_STORE_H
#define SOCKVIEW_APP_CONFIG_SETTINGS_STORE_H

#include <stddef.h>

#include "base/buffer.h"

struct options;

/*
 * Takes what the settings file says; what is wrong with it goes into options->warnings. A file that
 * was named has to be there: else, after a message on stderr, the exit status 2.
 */
int settings_store_load(struct options *options);

/*
 * Writes into the settings file what differs between two sets of options, and nothing else. 1; 0:
 * nothing was to be written; or an error of user_file_error().
 */
int settings_store_save(const struct options *before, const struct options *now);

/*
 * The filters of earlier starts, the latest first, into `filters`, which holds `count` already and
 * `most` at all; the caller frees each. Returns how many there are then.
 */
size_t settings_store_recall(
	const struct options *options, char **filters, size_t count, size_t most);

/* Adds one to them, as the latest. Where that cannot be, nothing is done. */
void settings_store_remember(const struct options *options, const char *filter, size_t most);

#endif
