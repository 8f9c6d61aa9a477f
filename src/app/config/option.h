/* SPDX-License-Identifier: GPL-2.0-or-later */
/* THE table of options: getopt, --help and the manual's check are made from it. */
#ifndef SOCKVIEW_APP_CONFIG_OPTION_H
#define SOCKVIEW_APP_CONFIG_OPTION_H

#include <stddef.h>

#include "app/config/command.h"
#include "app/config/options.h"

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
 * output there is no MODE_SCREEN, but MODE_ONCE in its place. `scope` tells the commands that keys
 * can be bound to, as in struct keymap; `formats` those of the outputs.
 */
int option_parse(int argc, char **argv,
	bool (*scope)(size_t index, struct command_scope *ret_scope),
	output_format_list_fn *formats, struct options *ret_options);

/* To stdout: --help, --version, and the lists of --columns=help and others. */
void option_print_help(void);
void option_print_version(void);
void option_print_columns(void);
void option_print_sort(void);
void option_print_themes(void);
void option_print_groups(void);
void option_print_formats(output_format_list_fn *formats);
void option_print_settings(const struct keymap *keymap);

#endif
