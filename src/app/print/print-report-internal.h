/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SOCKVIEW_APP_PRINT_PRINT_REPORT_INTERNAL_H
#define SOCKVIEW_APP_PRINT_PRINT_REPORT_INTERNAL_H

#include "app/print/writer/writer-json.h"
#include "app/print/writer/writer.h"
#include "view/group/group.h"
#include "view/service/service.h"

/* All that a report is made of. */
struct report {
	struct engine *engine;
	const struct options *options;
	const struct writer *writer;
	bool data; /* one object of JSON, not Markdown */
	struct printout printout;
	struct health health;
	struct service_list services;
	struct groups groups;
	struct order order;
	struct mask mask;                /* where --mask is given */
	struct counters counters_before; /* at the first look */
	int error;                       /* -ENOMEM, or 0 */
};

/* Adds to the mask the names of all that may be in the report, and has the writers use it. */
void report_add_names(struct report *report);

/* Masks what was printed as JSON, all at once: its parts are not JSON by themselves. Nothing
 * without
 * --mask. */
void report_mask_data(struct report *report, struct buffer *out);

#endif
