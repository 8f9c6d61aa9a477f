/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/close/leftover-count.h"

#include <stdlib.h>

#include "base/alloc.h"

static int compare(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return a < b ? -1 : a > b;
}

static void gather_closed(struct killing_held *count)
{
	struct killing *killing = count->killing;

	count->closed = alloc_zero(killing_count(killing) + 1, sizeof(*count->closed));
	for (size_t i = 0; i < killing_count(killing); i++) {
		enum closing_result result = killing_outcome(killing, i)->result;
		const struct conn *conn = killing_conn(killing, i);

		if (closing_is_good(result) && result != CLOSING_RESET &&
			conn->has & CONN_HAS_INODE)
			count->closed[count->closed_count++] = conn->inode;
	}
	qsort(count->closed, count->closed_count, sizeof(*count->closed), compare);
}

int killing_held_begin(struct killing_held *count, struct killing *killing, uint32_t process)
{
	*count = (struct killing_held){.killing = killing};
	gather_closed(count);
	return held_begin(
		&count->held, killing->engine->owning.owners.proc, killing->processes[process].pid);
}

void killing_held_done(struct killing_held *count)
{
	held_done(&count->held);
	free(count->closed);
	*count = (struct killing_held){0};
}

/* What the dumps have is asked for in the map of owners; a narrowed dump does not have all. */
static enum held_kind judge(void *context, uint32_t inode)
{
	struct killing_held *count = context;
	const struct engine *engine = count->killing->engine;

	if (bsearch(&inode, count->closed, count->closed_count, sizeof(inode), compare))
		return HELD_CLOSED;
	if (engine->plan.narrowed || !parts_are_all(engine->plan.parts) || engine->plan.listening)
		return HELD_LIVING;
	return owners_reason(&engine->owning.owners, inode) == OWNERS_NOT_WANTED ? HELD_UNKNOWN
										 : HELD_LIVING;
}

bool killing_held_step(struct killing_held *count, size_t budget)
{
	return held_step(&count->held, judge, count, budget);
}
