/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Groups as JSON, CSV and lines of a table, all made from the table of their columns. */
#ifndef SOCKVIEW_APP_PRINT_PRINT_GROUPS_H
#define SOCKVIEW_APP_PRINT_PRINT_GROUPS_H

#include "app/engine/engine.h"
#include "app/config/options.h"
#include "app/print/output.h"
#include "base/text.h"
#include "view/group/group.h"

/* All groups, which are in order; `hidden`: owners of some sockets cannot be told. */
void group_records_write_json(struct output *output, const struct engine *engine,
	const struct groups *groups, bool hidden);
void group_records_write_csv(struct output *output, const struct engine *engine,
	const struct groups *groups, bool header);
/* `over_time`: with what a single snapshot cannot tell. */
void group_records_write_table(struct output *output, const struct engine *engine,
	const struct groups *groups, bool over_time, bool header, enum text_charset charset);

#endif
