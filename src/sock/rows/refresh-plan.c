/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a refresh with another plan than the last one means for the rows that are there. */
#include "sock/place/space-gate.h"
#include "sock/rows/refresh-internal.h"
#include "sock/rows/track-queues.h"

/*
 * Rows that the new plan no longer asks for must not count as missing: they would be asked for one
 * by one, and be shown as gone though they are not.
 */
static void forget_unasked(struct track *track, const struct source_plan *plan)
{
	track_forget(track, plan->parts);
	for (uint32_t index = 0; index < track->row_count; index++)
		if (track->rows[index].life != ROW_FREE &&
			!refresh_asks_for(plan, &track->rows[index].conn))
			track_forget_row(track, index);
}

/* More than a machine has; it keeps a wrong number from taking all memory. */
#define EXPECTED_MAX 4000000

/* The first refresh of all sockets. */
static void expect_rows(struct track *track, const struct source_plan *plan)
{
	uint64_t count;

	if (track->row_count || plan->narrowed || !source_plan_lists_all(plan))
		return;
	count = space_figures_count_here();
	count += count / 8; /* they come and go */
	track_expect_rows(track, count < EXPECTED_MAX ? (size_t)count : EXPECTED_MAX);
}

void refresh_follow_plan(
	struct track *track, const struct source_plan *before, const struct source_plan *plan)
{
	bool narrower = !parts_have(plan->parts, before->parts) ||
			plan->listening > before->listening || plan->bound < before->bound;

	if (narrower)
		forget_unasked(track, plan);
	expect_rows(track, plan);
	/*
	 * Sockets that were not asked for until now are not new just because they are listed now.
	 */
	if (plan->listening < before->listening)
		track_expect_old(track, parts_all());
	for (unsigned proto = 0; proto < kind_count; proto++)
		if (plan->bound > before->bound && kind_table[proto]->states & REFRESH_STATES_BOUND)
			track_expect_old(track, parts_of_kind(proto));
	/* A socket that enters one of the plan's states may have been in other states for long. */
	if (plan->narrowed)
		track_expect_old(track, parts_all());
	if (!(plan->extensions & DIAGMSG_MEMORY))
		track_forget_memory(track);
}
