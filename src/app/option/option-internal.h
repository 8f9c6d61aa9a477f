/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions that the parts of option.c share. */
#ifndef SOCKVIEW_APP_OPTION_OPTION_INTERNAL_H
#define SOCKVIEW_APP_OPTION_OPTION_INTERNAL_H

#include "app/option/option.h"

#define OPTIONS_MAX 128

enum option_spelling { OPTION_NOT_GIVEN, OPTION_BY_LETTER, OPTION_BY_NAME };

/* Which options were given, for messages that name them as the user did. */
struct option_given {
	unsigned char spelling[OPTIONS_MAX]; /* enum option_spelling, by option_table index */
	char text[2][64];                    /* of option_spelled() */
};

/* Finds an option by its letter, or its number in getopt; NULL: there is none. */
const struct option_record *option_find(int letter);

/* -------- option-check.c -------- */

void option_note_given(struct option_given *given, int letter, bool by_name);

/* True if the option with this name, which must be one, was given, in either spelling. */
bool option_is_given(const struct option_given *given, const char *name);

/* Refuses options that exclude each other. Returns 0 or an exit status. */
int option_check(const struct options *options, struct option_given *given);

/* -------- option-value.c -------- */

/* Reads a length of time, "90", "90s", "15m" or "8h". Returns 0 or an exit status. */
int option_parse_time(const char *text, uint32_t *ret_ms);

/* The same for a whole number from 1. */
int option_parse_count(const char *text, uint64_t *ret_count);

/* The same for a signal, whose number goes into `options`. */
int option_parse_signal(struct options *options, const char *text);

/* The same for a format of output, which goes into `options`. */
int option_parse_format(struct options *options, const char *id);

/* Reads the words after the options as one filter. Returns 0 or an exit status. */
int option_read_filter(struct options *options, char *const *words);

/* -------- option-columns.c -------- */

/* Adds the columns that the given letters stand for, in the order of ss, unless they are there
 * already. */
void option_add_columns(struct options *options, const struct option_given *given);

/* Chooses the columns and the order of --history, where the command line does not. */
void option_choose_for_history(struct options *options, const struct option_given *given);

/* Chooses a short interval for --wait-for, unless one is given: a script that waits wants to
 * continue soon. */
void option_choose_for_wait(struct options *options, const struct option_given *given);

/* Records in columns_named the columns that a list for --columns names, but not those that the list
 * removes or leaves as they are. */
void option_note_columns(struct options *options, const char *list);

/* -------- option-getopt.c -------- */

struct option; /* getopt.h */

/* The table of options in the form of getopt_long(). */
struct option_getopt {
	char letters[128];
	struct option *names; /* the caller frees it */
};

void option_make_tables(struct option_getopt *tables);

/* -------- option-refuse.c -------- */

/* Prints what is wrong with the word at which getopt returned `code`. Returns an exit status. */
int option_refuse(int code, char **argv);

#endif
