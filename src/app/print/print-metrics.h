/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SOCKVIEW_APP_PRINT_PRINT_METRICS_H
#define SOCKVIEW_APP_PRINT_PRINT_METRICS_H

#include "app/config/options.h"
#include "app/engine/engine.h"

/*
 * Prints metrics (--format=prometheus) once or, in --batch, at each interval. Returns the exit
 * status.
 */
int print_metrics(struct engine *engine, const struct options *options);

/*
 * --scrape: reads one HTTP request from standard input, answers it on standard output, and ends.
 * For a socket unit of systemd, or any other that hands over an accepted connection.
 */
int print_scrape(struct engine *engine, const struct options *options);

#endif
