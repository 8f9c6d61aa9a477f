/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --services: the page of services as a table, JSON or CSV. */
#ifndef SOCKVIEW_APP_PRINT_PRINT_SERVICES_H
#define SOCKVIEW_APP_PRINT_PRINT_SERVICES_H

#include "app/engine/engine.h"
#include "base/text.h"

/* Tables leave out the columns that are less important than these: a line would be too long. */
#define PRINT_SERVICES_PRIORITY 39

/*
 * Prints the services that have a listener which FILTER matches. With --batch, prints a snapshot
 * every interval; else one snapshot, for which the program looks twice, an interval apart, because
 * one look is not enough to measure rates. Returns the exit status.
 */
int print_services(struct engine *engine, const struct options *options, enum text_charset charset);

#endif
