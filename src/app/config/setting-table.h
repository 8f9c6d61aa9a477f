/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * THE table of settings: what the user can choose for longer than one start. An option that says
 * the same has its value read here, and so have the settings file and the setup on the screen.
 */
#ifndef SOCKVIEW_APP_CONFIG_SETTING_TABLE_H
#define SOCKVIEW_APP_CONFIG_SETTING_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

struct options;

/* The parts of the setup. */
enum setup_section { SETUP_COLUMNS, SETUP_APPEARANCE, SETUP_BEHAVIOUR, SETUP_SECTIONS };

struct setting {
	enum setup_section section;
	const char *key;
	const char *values; /* what it takes, for the reader; translated */
	const char *label;  /* in the setup; NULL: not there, or in a way of its own; translated */
	const char *help;   /* translated */

	/* To choose from, ends with NULL; of a number, the steps that the setup takes. */
	const char *const *words;

	/* Takes a value as the user writes it: false, with a sentence in `complaint`, where it is
	 * none. */
	bool (*read)(struct options *options, const char *value, struct buffer *complaint);

	/* Appends the value as read() takes it. */
	void (*add)(const struct options *options, struct buffer *out);

	/* The words, where they are those of another table; NULL behind the last one. */
	const char *(*word)(size_t at);
};

extern const struct setting setting_table[];
extern const size_t setting_count;

/* NULL where there is none of that name. */
const struct setting *setting_find(const char *key);

/* The position of `text` among `words`, which end with NULL; or -1. */
int setting_word(const char *text, const char *const *words);

/*
 * The next (1) or previous (-1) of the words that a setting takes, from its value in `options` on;
 * at the end of numbers the last one, at that of other words the first again.
 */
const char *setting_step(const struct setting *setting, const struct options *options, int step);

#endif
