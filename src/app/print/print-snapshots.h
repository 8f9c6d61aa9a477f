/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printed outputs: one snapshot, a series of them, or counts. */
#ifndef SOCKVIEW_APP_PRINT_PRINT_SNAPSHOTS_H
#define SOCKVIEW_APP_PRINT_PRINT_SNAPSHOTS_H

#include "app/engine/engine.h"
#include "base/text.h"

/* Print as the options say, and return the exit status. */
/* Prints the connections that have ended, once, as a snapshot is printed. */
int print_past(struct engine *engine, const struct options *options, enum text_charset charset);

int print_snapshots(
	struct engine *engine, const struct options *options, enum text_charset charset);

#endif
