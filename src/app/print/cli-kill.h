/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -K: closes every socket that a filter matches, and prints one line of result for each. */
#ifndef SOCKVIEW_APP_PRINT_CLI_KILL_H
#define SOCKVIEW_APP_PRINT_CLI_KILL_H

#include "app/engine/engine.h"
#include "app/config/options.h"
#include "base/text.h"

/* Closes, or with --dry-run only prints the preview. Returns the exit status: 1 if a socket that
 * may match was not closed, 3 if nothing matched, 128 plus its number after a signal. */
int cli_kill(struct engine *engine, const struct options *options, enum text_charset charset);

#endif
