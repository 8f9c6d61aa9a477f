/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ten sockets of all kinds, each with a letter, and the names that filters may use. */
#ifndef SOCKVIEW_TESTS_SUPPORT_FILTER_ROWS_H
#define SOCKVIEW_TESTS_SUPPORT_FILTER_ROWS_H

#include "view/column/column.h"
#include "view/filter/filter.h"

#define FILTER_ROWS 10 /* 'a' to 'j' are rows 0 to 9 */

struct filter_rows {
	struct track track;
	struct names shown;
	struct column_context context;
	struct filter_names names;
	struct buffer scratch;
};

void filter_rows_init(struct filter_rows *rows);
void filter_rows_done(struct filter_rows *rows);

/* Writes the letters of the rows that match, such as "bf". */
void filter_rows_match(
	struct filter_rows *rows, const struct filter *filter, char ret_letters[FILTER_ROWS + 1]);

#endif
