/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --health: what is wrong, printed once. */
#ifndef SOCKVIEW_APP_PRINT_PRINT_HEALTH_H
#define SOCKVIEW_APP_PRINT_PRINT_HEALTH_H

#include "app/engine/engine.h"
#include "base/text.h"

/* Snapshots that are taken unless --count says otherwise: three intervals of evidence. */
#define PRINT_HEALTH_SNAPSHOTS 4

/* Looks, waits, looks again, prints; returns the exit status: 0 well, 4 warnings, 5 problems, 1
 * where it could not be told. */
int print_health(struct engine *engine, const struct options *options, enum text_charset charset);

#endif
