/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --report: all that a stranger has to know of this machine's sockets, as one text for a ticket. */
#ifndef SOCKVIEW_APP_PRINT_PRINT_REPORT_H
#define SOCKVIEW_APP_PRINT_PRINT_REPORT_H

#include "app/engine/engine.h"
#include "base/text.h"

/*
 * Takes the snapshots that --health takes, and prints Markdown, or with --json one object. Returns
 * the exit status: 0, or 1 if no socket table could be read or the report could not be written.
 */
int print_report(struct engine *engine, const struct options *options, enum text_charset charset);

#endif
