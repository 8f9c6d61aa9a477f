/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printed outputs: one snapshot, a series of them, or counts. */
#ifndef SOCKVIEW_APP_PRINT_PRINT_SNAPSHOTS_H
#define SOCKVIEW_APP_PRINT_PRINT_SNAPSHOTS_H

#include "app/engine/engine.h"
#include "base/text.h"

/* Prints once the connections that have ended, as a snapshot. Returns the exit status. */
int print_past(struct engine *engine, const struct options *options, enum text_charset charset);

/* Prints the snapshots, or the counts, that the options ask for. Returns the exit status. */
int print_snapshots(
	struct engine *engine, const struct options *options, enum text_charset charset);

#endif
