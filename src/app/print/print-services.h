/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --services: the page of services as a table, JSON or CSV. */
#ifndef SOCKVIEW_APP_PRINT_PRINT_SERVICES_H
#define SOCKVIEW_APP_PRINT_PRINT_SERVICES_H

#include "app/engine/engine.h"
#include "base/text.h"

/*
 * Prints the services of which FILTER lets a listener through. With --batch a snapshot every
 * interval; else one, for which the program looks twice, an interval apart, since a single look
 * knows no rates. Returns the exit status.
 */
int print_services(struct engine *engine, const struct options *options, enum text_charset charset);

#endif
