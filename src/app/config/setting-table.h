/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The only table of settings: what the user can choose for this start of the program and all later
 * ones. Options with the same meaning, the settings file and the setup on the screen all read and
 * write values here. Most settings are a member of struct options of a plain kind; the record says
 * where it is.
 */
#ifndef SOCKVIEW_APP_CONFIG_SETTING_TABLE_H
#define SOCKVIEW_APP_CONFIG_SETTING_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

struct options;

/* The sections of the setup. */
enum setup_section { SETUP_COLUMNS, SETUP_APPEARANCE, SETUP_BEHAVIOUR, SETUP_SECTIONS };

/* What the member of struct options is, and how its value is written. */
enum setting_kind {
	SETTING_FLAG,    /* a bool: one of two words */
	SETTING_WORD,    /* an enum: the number of its word */
	SETTING_SECONDS, /* a uint32_t in milliseconds, written in seconds */
	SETTING_OTHER,   /* the setting has functions of its own */
};

struct setting {
	const char *key;
	enum setup_section section; /* where the setup shows it */
	const char *label;  /* what the setup calls it; NULL: it is not a plain line of the setup;
			       translated */
	const char *values; /* which values it takes, in words; translated */
	const char *help;   /* translated */

	/* The values to choose from, ends with NULL; of SETTING_SECONDS, the steps that the setup
	 * offers. */
	const char *const *words;

	enum setting_kind kind;
	size_t offset;              /* of the member; not of SETTING_OTHER */
	uint32_t least_ms, most_ms; /* the limits of SETTING_SECONDS */
	const char *initial;        /* the default value; not of SETTING_OTHER */
	const char *refusal;        /* says what is wrong with a value, %s; translated */

	/* Of SETTING_OTHER. read() returns false, with a sentence in `complaint`, if the value is
	 * not valid; add() appends the value in the form that read() accepts. */
	bool (*read)(struct options *options, const char *value, struct buffer *complaint);
	void (*add)(const struct options *options, struct buffer *out);

	/* Returns word number `at`, if the words come from another table; NULL after the last
	 * one. */
	const char *(*word)(size_t at);
};

extern const struct setting setting_table[];
extern const size_t setting_count;

/* Returns the setting with this key, or NULL. */
const struct setting *setting_find(const char *key);

/* Reads a value as the user writes it into `options`. Returns false, with a sentence in
 * `complaint`, if it is not valid: then `options` stay as they are. */
bool setting_read(const struct setting *setting, struct options *options, const char *value,
	struct buffer *complaint);

/* Appends the value in `options` in the form that setting_read() accepts. */
void setting_add(const struct setting *setting, const struct options *options, struct buffer *out);

/* Sets all settings in `options` to their default values. */
void setting_reset_all(struct options *options);

/* Returns the word that is next (1) or previous (-1) to the setting's value in `options`. After the
 * last step a number stays at it; other words start again at the first. */
const char *setting_step(const struct setting *setting, const struct options *options, int step);

#endif
