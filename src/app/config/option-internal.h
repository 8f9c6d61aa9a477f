/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions that the parts of option.c share. */
#ifndef SOCKVIEW_APP_CONFIG_OPTION_INTERNAL_H
#define SOCKVIEW_APP_CONFIG_OPTION_INTERNAL_H

#include "app/config/option.h"

/* Reads the words after the options as one filter. Returns 0 or an exit status. */
int option_read_filter(struct options *options, char *const *words);

/* Refuses options that exclude each other. Returns 0 or an exit status. */
int option_check(const struct options *options);

#endif
