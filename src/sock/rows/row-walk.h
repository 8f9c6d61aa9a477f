/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A walk over all living rows in steps, because there may be a million of them:
 *
 *	struct row_walk walk = {0};
 *
 *	size_t budget = 4000;                              a step
 *	while (row_walk_next(&walk, track, &budget, &row))
 *		...;
 *	if (row_walk_is_over(&walk, track))
 *		...;
 *
 * Rows may come and go between two steps. A row that exists all the time is visited exactly once,
 * because it keeps its index; a row that comes or goes meanwhile is visited once or not at all.
 */
#ifndef SOCKVIEW_SOCK_ROWS_ROW_WALK_H
#define SOCKVIEW_SOCK_ROWS_ROW_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sock/rows/track.h"

/* All zero: the walk has not begun. */
struct row_walk {
	uint32_t at; /* the next row to look at */
};

/*
 * Goes to the next living row. Looks at no more than *budget rows and subtracts their number from
 * *budget. False if there is no further living row, or if *budget has become 0.
 */
static inline bool row_walk_next(
	struct row_walk *walk, const struct track *track, size_t *budget, uint32_t *ret_row)
{
	while (*budget && walk->at < track->row_count) {
		*ret_row = walk->at++;
		--*budget;
		if (row_is_living(&track->rows[*ret_row]))
			return true;
	}
	return false;
}

/* True if every row was looked at. */
static inline bool row_walk_is_over(const struct row_walk *walk, const struct track *track)
{
	return walk->at >= track->row_count;
}

/* How much of the walk is done, in percent. */
static inline unsigned row_walk_percent(const struct row_walk *walk, const struct track *track)
{
	return row_walk_is_over(walk, track)
		       ? 100
		       : (unsigned)((uint64_t)walk->at * 100 / track->row_count);
}

#endif
