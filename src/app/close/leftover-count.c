/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/close/leftover-count.h"

#include <stdlib.h>

#include "base/alloc.h"

static int compare(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return a < b ? -1 : a > b;
}

static void gather_closed(struct leftover_count *count)
{
	struct close_job *job = count->job;

	count->closed = alloc_zero(close_job_count(job) + 1, sizeof(*count->closed));
	for (size_t i = 0; i < close_job_count(job); i++) {
		const struct conn *conn = close_job_conn(job, i);

		if (close_result_is_gone(close_job_outcome(job, i)->result) &&
			conn->has & CONN_HAS_INODE)
			count->closed[count->closed_count++] = conn->inode;
	}
	qsort(count->closed, count->closed_count, sizeof(*count->closed), compare);
}

int leftover_count_begin(struct leftover_count *count, struct close_job *job, uint32_t process)
{
	*count = (struct leftover_count){.job = job};
	gather_closed(count);
	return open_descriptors_begin(
		&count->held, job->engine->row_owners.owners.proc, job->processes[process].pid);
}

void leftover_count_done(struct leftover_count *count)
{
	open_descriptors_done(&count->held);
	free(count->closed);
	*count = (struct leftover_count){0};
}

/* Sockets that the dumps listed are looked up in the map of owners; a narrowed dump does not list
 * all. */
static enum open_descriptors_kind judge(void *context, uint32_t inode)
{
	struct leftover_count *count = context;
	const struct engine *engine = count->job->engine;

	if (bsearch(&inode, count->closed, count->closed_count, sizeof(inode), compare))
		return OPEN_DESCRIPTORS_CLOSED;
	if (engine->plan.narrowed || !source_plan_lists_all(&engine->plan))
		return OPEN_DESCRIPTORS_LIVING;
	return owner_map_reason(&engine->row_owners.owners, inode) == OWNER_MAP_NOT_WANTED
		       ? OPEN_DESCRIPTORS_UNKNOWN
		       : OPEN_DESCRIPTORS_LIVING;
}

bool leftover_count_step(struct leftover_count *count, size_t budget)
{
	return open_descriptors_step(&count->held, judge, count, budget);
}
