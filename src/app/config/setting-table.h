/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The only table of settings: what the user can choose for longer than one start. Options with the
 * same meaning, the settings file and the setup on the screen all read their values here. */
#ifndef SOCKVIEW_APP_CONFIG_SETTING_TABLE_H
#define SOCKVIEW_APP_CONFIG_SETTING_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

struct options;

/* The sections of the setup. */
enum setup_section { SETUP_COLUMNS, SETUP_APPEARANCE, SETUP_BEHAVIOUR, SETUP_SECTIONS };

struct setting {
	enum setup_section section;
	const char *key;
	const char *values; /* which values it takes, for the reader; translated */
	const char *label;  /* in the setup; NULL: not a plain line of the setup; translated */
	const char *help;   /* translated */

	/* The values to choose from, ends with NULL; for a number, the steps that the setup
	 * offers. */
	const char *const *words;

	/* Reads a value as the user writes it. Returns false, with a sentence in `complaint`, if it
	 * is not valid. */
	bool (*read)(struct options *options, const char *value, struct buffer *complaint);

	/* Appends the value in the form that read() accepts. */
	void (*add)(const struct options *options, struct buffer *out);

	/* Returns word number `at`, if the words come from another table; NULL after the last
	 * one. */
	const char *(*word)(size_t at);
};

extern const struct setting setting_table[];
extern const size_t setting_count;

/* Returns the setting with this key, or NULL. */
const struct setting *setting_find(const char *key);

/* Returns the index of `text` in `words`, which ends with NULL; or -1. */
int setting_word(const char *text, const char *const *words);

/* Returns the word that is next (1) or previous (-1) to the setting's value in `options`. After the
 * last step a number stays at it; other words start again at the first. */
const char *setting_step(const struct setting *setting, const struct options *options, int step);

#endif
