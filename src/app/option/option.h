/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The only table of options: getopt's table, --help and the check of the manual are made from
 * it. */
#ifndef SOCKVIEW_APP_OPTION_OPTION_H
#define SOCKVIEW_APP_OPTION_OPTION_H

#include <stddef.h>

#include "app/config/command.h"
#include "app/config/options.h"

struct option_record {
	int letter; /* 0: none */
	const char *name;
	const char *argument; /* NULL: takes none; translated */
	const char *help;     /* translated */
	const char *setting;  /* the key of the setting that it overrides; NULL: none */
	const char *value;    /* that is given to the setting if the option takes no argument */
};

extern const struct option_record option_table[];
extern const size_t option_count;

/*
 * Reads the command line. Returns 0, or the exit status with which the program ends: 2 after a
 * message on stderr. With MODE_ANSWERED there is nothing left to do. If standard output is no
 * terminal, MODE_ONCE takes the place of MODE_SCREEN. `scope` lists the commands that keys can be
 * bound to, as in struct keymap; `formats` lists the output formats.
 */
int option_parse(int argc, char **argv,
	bool (*scope)(size_t index, struct command_scope *ret_scope),
	output_format_list_fn *formats, struct options *ret_options);

/* Print to stdout: --help, --version, and the lists of --columns=help and similar options. */
void option_print_help(void);
void option_print_version(void);
void option_print_columns(void);
void option_print_sort(void);
void option_print_themes(void);
void option_print_groups(void);
void option_print_formats(output_format_list_fn *formats);
void option_print_settings(const struct keymap *keymap);

#endif
