/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts by protocol, family and state, with the kernel's own beside them. */
#ifndef SOCKVIEW_APP_SUMMARY_H
#define SOCKVIEW_APP_SUMMARY_H

#include "app/engine.h"
#include "app/output.h"

void summary_write(
	struct output *output, const struct engine *engine, const struct options *options);

#endif
