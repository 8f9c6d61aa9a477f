/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is selected as a condition of a filter: only rows with the value of a cell, or of a group,
 * or none of them.
 */
#ifndef SOCKVIEW_VIEW_TABLE_CELL_CONDITION_H
#define SOCKVIEW_VIEW_TABLE_CELL_CONDITION_H

#include <stdbool.h>

#include "view/filter/filter.h"
#include "view/group/group.h"

/*
 * Appends the condition. Addresses are told without their ports (but for one that is any address,
 * which says nothing), processes by their names, and measures, which are another number a second
 * later, by "at least" and "less than". False, and nothing is appended: the cell has no value.
 */
bool cell_condition_add_cell(const struct column *column, const struct column_context *context,
	uint32_t row, bool negated, struct buffer *out);

/*
 * The same of what the rows of a group have in common. False: they have no value; what has no peer
 * is told by the peer's port, which is 0.
 */
bool cell_condition_add_group(const struct groups *groups, const struct column_context *context,
	uint32_t group, bool negated, struct buffer *out);

/* Appends a filter (NULL: none) and a further condition that has to hold as well. */
void cell_condition_add_both(
	const struct filter *filter, const char *condition, struct buffer *out);

#endif
