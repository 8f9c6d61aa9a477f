/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts by protocol, family and state, with the kernel's own beside them. */
#ifndef SOCKVIEW_APP_PRINT_PRINT_SUMMARY_H
#define SOCKVIEW_APP_PRINT_PRINT_SUMMARY_H

#include "app/engine/engine.h"
#include "app/print/output.h"

void summary_write(
	struct output *output, const struct engine *engine, const struct options *options);

#endif
