/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that read the command line share. */
#ifndef SOCKVIEW_APP_CONFIG_OPTION_INTERNAL_H
#define SOCKVIEW_APP_CONFIG_OPTION_INTERNAL_H

#include "app/config/option.h"

/* Reads the words behind the options as one filter. 0 or an exit status. */
int option_read_filter(struct options *options, char *const *words);

/* Refuses what does not go together. 0 or an exit status. */
int option_check(const struct options *options);

#endif
