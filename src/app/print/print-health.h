/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --health: prints once what is wrong. */
#ifndef SOCKVIEW_APP_PRINT_PRINT_HEALTH_H
#define SOCKVIEW_APP_PRINT_PRINT_HEALTH_H

#include "app/engine/engine.h"
#include "base/text.h"
#include "view/health/health.h"

/* Number of snapshots unless --count says otherwise: three intervals of evidence. */
#define PRINT_HEALTH_SNAPSHOTS 4

/* Does one refresh, then has `health` check all of its rows and the counters. *ret_counters is set
 * to these counters. */
void print_health_look(struct health *health, struct engine *engine, const struct instant *now,
	struct counters *ret_counters);

/* Takes the snapshots, waiting between them, and prints. Returns the exit status: 0: nothing is
 * wrong; 4: warnings; 5: problems; 1: not known. */
int print_health(struct engine *engine, const struct options *options, enum text_charset charset);

#endif
