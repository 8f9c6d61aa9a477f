/* SPDX-License-Identifier: GPL-2.0-or-later */
/* THE table of options: getopt, --help and the manual's check are made from it. */
#ifndef SOCKVIEW_APP_OPTION_H
#define SOCKVIEW_APP_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "app/keymap.h"
#include "ui/layout.h"
#include "ui/style.h"
#include "view/table.h"

enum option_mode {
	MODE_SCREEN,
	MODE_ONCE,
	MODE_BATCH,
	MODE_SUMMARY,
	MODE_HEALTH,
	MODE_KILL,
	MODE_EXPLAIN,
	MODE_ANSWERED, /* help, version, a list: printed already */
};

enum option_format { FORMAT_TABLE, FORMAT_JSON, FORMAT_CSV };

enum option_color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct options {
	enum option_mode mode;
	enum option_format format;
	struct table_pick pick;
	struct filter *filter; /* FILTER, the same as in pick; NULL: none. option_done() frees it */
	char *filter_text;
	const char *explain; /* of MODE_EXPLAIN */
	bool bound;
	bool resolve; /* addresses and ports by their names */
	bool no_header;
	bool read_only;
	bool dry_run, yes;  /* of MODE_KILL */
	bool by_descriptor; /* of MODE_KILL: what the kernel closes not, or not whole */
	int signal;         /* of MODE_KILL: instead of closing; 0: none */
	bool ascii;
	bool no_mouse;
	enum option_color color;
	enum theme theme;
	const char *config; /* --config=FILE; NULL: the usual file */
	bool no_config;
	uint32_t interval_ms;
	uint32_t linger_ms;
	uint64_t count; /* snapshots; 0: without end */
	const struct column *sort;
	bool descending;
	const struct group_kind *group;
	const struct column *group_sort; /* NULL: the largest groups first */
	bool group_descending;
	bool columns_chosen, sort_chosen; /* on the command line */
	const struct column *columns[LAYOUT_COLUMNS_MAX];
	size_t column_count;
	unsigned char widths[LAYOUT_COLUMNS_MAX]; /* by column_table; 0: the column's own */
	struct keymap keymap;                     /* option_done() frees it */
	struct buffer warnings;                   /* of the settings file; the same */
};

/* True where groups are shown or printed in the place of sockets. */
static inline bool option_is_grouped(const struct options *options)
{
	return group_kind_groups(options->group) &&
	       (options->mode == MODE_SCREEN || options->mode == MODE_ONCE ||
		       options->mode == MODE_BATCH);
}

struct option_record {
	int letter; /* 0: none */
	const char *name;
	const char *argument; /* NULL: takes none; translated */
	const char *help;     /* translated */
	const char *setting;  /* the key of the setting that it overrides; NULL: none */
	const char *value;    /* of that, where the option takes no argument */
};

extern const struct option_record option_table[];
extern const size_t option_count;

/*
 * Reads the command line. 0; or the exit status with which the program ends: 2 after a message on
 * stderr. With MODE_ANSWERED there is nothing more to be done. Without a terminal on standard
 * output there is no MODE_SCREEN, but MODE_ONCE in its place.
 */
int option_parse(int argc, char **argv, struct options *ret_options);
void option_done(struct options *options);

/* To stdout: --help, --version, and the lists of --columns=help and others. */
void option_print_help(void);
void option_print_version(void);
void option_print_columns(void);
void option_print_sort(void);
void option_print_themes(void);
void option_print_groups(void);
void option_print_settings(void);

#endif
