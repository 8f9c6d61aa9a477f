/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --ports: the budget of ports as a table, JSON or CSV. */
#ifndef SOCKVIEW_APP_PRINT_PRINT_PORTS_H
#define SOCKVIEW_APP_PRINT_PRINT_PORTS_H

#include "app/engine/engine.h"
#include "base/text.h"

/*
 * Prints how many ports are left from each address to each remote service, the fewest first, where
 * FILTER matches one of the sockets. With --batch, prints a snapshot every interval; else one, for
 * which the program looks twice, an interval apart, to know how fast they are used up. Returns the
 * exit status.
 */
int print_ports(struct engine *engine, const struct options *options, enum text_charset charset);

#endif
