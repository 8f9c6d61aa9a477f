/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values that the command line and the settings have chosen together. All modules read them;
 * the tables of options (option.h) and settings (setting-table.h) write them. */
#ifndef SOCKVIEW_APP_CONFIG_OPTIONS_H
#define SOCKVIEW_APP_CONFIG_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/config/keymap.h"
#include "app/config/named-view.h"
#include "app/config/output-format.h"
#include "ui/widget/layout.h"
#include "ui/cell/style.h"
#include "view/table/table.h"

enum option_mode {
	MODE_SCREEN,
	MODE_ONCE,
	MODE_BATCH,
	MODE_SUMMARY,
	MODE_HEALTH,
	MODE_EVENTS,
	MODE_HISTORY,
	MODE_WAIT,
	MODE_REPORT,
	MODE_MARK,
	MODE_COMPARE,
	MODE_KILL,
	MODE_EXPLAIN,
	MODE_SCRAPE,
	MODE_ANSWERED, /* help, version, a list: printed already */
};

enum option_color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct options {
	enum option_mode mode;
	output_format_list_fn *formats; /* lists all formats */
	const struct output_format *format;
	struct table_pick pick;
	struct filter *filter; /* the same as in pick; NULL: none. options_done() frees it */
	char *filter_text;
	const char *explain; /* of MODE_EXPLAIN: what to explain */
	const char *mark;    /* of MODE_MARK: the file to write */
	const char *compare; /* of MODE_COMPARE: the mark to read */
	const char *output;  /* --output=FILE; NULL: standard output */
	const char *netns;   /* "here", "all", a name, the number of a process; NULL: "here" */
	bool bound;
	bool resolve; /* show addresses and ports as names */
	bool no_header;
	bool read_only;
	bool dry_run, yes;  /* of MODE_KILL */
	bool by_descriptor; /* of MODE_KILL: use descriptors for failed or partial closes */
	bool signals;       /* of MODE_KILL: send a signal instead of closing */
	int signal;         /* its number; 0 only checks whether the process may be signalled */
	bool ascii;
	bool mouse;
	enum option_color color;
	enum theme theme;
	const char *config; /* --config=FILE; NULL: the usual file */
	bool no_config;
	uint32_t interval_ms;
	uint32_t linger_ms;
	uint32_t for_ms;     /* of MODE_EVENTS and MODE_HISTORY, or with record; 0: not chosen */
	bool mask;           /* of MODE_REPORT: addresses and names are masked */
	const char *record;  /* --record=FILE; NULL: nothing is recorded */
	const char *replay;  /* --replay=FILE; NULL: the kernel is asked */
	const char *at;      /* --at=TIME, with replay; NULL: not chosen */
	bool gone;           /* of MODE_WAIT: wait until no socket matches any more */
	uint32_t timeout_ms; /* of MODE_WAIT; 0: without end */
	uint64_t count;      /* of snapshots; 0: endless */
	uint64_t top;        /* print only so many rows or groups; 0: all */
	bool count_only;
	bool ports;                        /* print the port budget instead of sockets */
	bool services;                     /* print services instead of sockets */
	const struct column *service_sort; /* NULL: by their addresses */
	bool service_descending;
	const struct column *sort;
	bool descending;
	const struct group_kind *group;
	const struct column *group_sort; /* NULL: the largest groups first */
	bool group_descending;
	bool sort_chosen;         /* by the command line */
	bool color_chosen;        /* by the command line */
	bool events;              /* listen to the kernel's events */
	bool remember;            /* choices are kept for the next start */
	bool parts_chosen;        /* by the command line: what is shown and hidden */
	bool look_chosen;         /* by the command line: columns, order, group or filter */
	uint32_t settings_chosen; /* by the command line or the settings file; bit n:
				     setting_table[n] */
	bool columns_named[LAYOUT_COLUMNS_MAX]; /* by --columns; by column_table index */
	const struct column *columns[LAYOUT_COLUMNS_MAX];
	size_t column_count;
	unsigned char widths[LAYOUT_COLUMNS_MAX]; /* by column_table index; 0: automatic */
	struct keymap keymap;                     /* options_done() frees it */
	struct named_views views;                 /* the user's; options_done() frees them */
	struct buffer warnings; /* about the settings file; options_done() frees it */
};

/* True if groups are shown or printed instead of sockets. */
static inline bool options_are_grouped(const struct options *options)
{
	return group_kind_groups(options->group) &&
	       (options->mode == MODE_SCREEN || options->mode == MODE_ONCE ||
		       options->mode == MODE_BATCH || options->mode == MODE_HISTORY);
}

/* True if the output is for programs. */
static inline bool options_print_data(const struct options *options)
{
	return options->format->flags & OUTPUT_DATA;
}

/* True if the output is metrics of the machine. */
static inline bool options_print_metrics(const struct options *options)
{
	return options->format->flags & OUTPUT_METRICS;
}

/* True if the format can be chosen in this mode. */
static inline bool options_format_fits(const struct options *options)
{
	return options->format->modes >> options->mode & 1;
}

/* True if the command line or the settings file has chosen setting_table[index]. */
static inline bool options_choose(const struct options *options, size_t index)
{
	return options->settings_chosen >> index & 1;
}

/* Frees the members that are marked above as freed by options_done(). */
void options_done(struct options *options);

#endif
