/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The selected cell or group as a condition of a filter: only rows with its value, or only rows
 * without it.
 */
#ifndef SOCKVIEW_VIEW_TABLE_CELL_CONDITION_H
#define SOCKVIEW_VIEW_TABLE_CELL_CONDITION_H

#include <stdbool.h>

#include "view/filter/filter.h"
#include "view/group/group.h"

/*
 * Appends the condition. Addresses are written without their ports (but the unspecified address,
 * which excludes nothing, with its port), processes by their names, and measured values, which
 * differ a second later, as "at least" and "less than". False if the cell has no value; then
 * nothing is appended.
 */
bool cell_condition_add_cell(const struct column *column, const struct column_context *context,
	uint32_t row, bool negated, struct buffer *out);

/*
 * The same for the value that the rows of a group have in common. False if they have no value; rows
 * without a peer are matched by the peer's port, which is 0.
 */
bool cell_condition_add_group(const struct groups *groups, const struct column_context *context,
	uint32_t group, bool negated, struct buffer *out);

/* Appends a filter (NULL: none) joined by "and" with a further condition. */
void cell_condition_add_both(
	const struct filter *filter, const char *condition, struct buffer *out);

#endif
