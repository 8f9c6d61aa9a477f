/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes a table in one call, as the program does it in many steps. */
#ifndef SOCKVIEW_TESTS_SUPPORT_MAKE_TABLE_H
#define SOCKVIEW_TESTS_SUPPORT_MAKE_TABLE_H

#include "view/table/table.h"

/* With `held`, keeps the lines as table_keep() does. 0 or -ENOMEM. */
static inline int make_table(struct table *table, const struct column_context *context, bool held)
{
	if (held)
		table_keep(table, context);
	else
		table_begin(table, true);
	while (table_step(table, context, SIZE_MAX))
		continue;
	return table_error(table);
}

#endif
