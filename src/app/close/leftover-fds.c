/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/close/leftover-fds.h"

#include <stdlib.h>
#include <string.h>

#include "app/close/target-text.h"
#include "base/alloc.h"
#include "base/format.h"
#include "base/i18n.h"

/* Most descriptors that are remembered; with more, the hint would say the same. */
#define ITEMS_MAX (1U << 17)

void leftover_fds_done(struct leftover_fds *held)
{
	free(held->items);
}

static void add_target(struct leftover_fds *held, const struct close_job *job, size_t index)
{
	const struct close_job_target *target = &job->targets[index];
	const struct conn *conn = close_job_conn(job, index);

	for (uint32_t i = 0; i < target->holder_count && held->count < ITEMS_MAX; i++) {
		const struct close_job_holder *holder = &job->holders[target->first_holder + i];

		if (alloc_try_grow((void **)&held->items, &held->capacity, held->count + 1,
			    sizeof(*held->items)) < 0)
			return;
		held->items[held->count++] = (struct leftover_fds_item){
			job->processes[holder->process].pid, holder->fd, conn->inode};
	}
}

/* Ends a look that is not complete: items that it has already seen are not looked at twice. */
static void close_up(struct leftover_fds *held)
{
	if (held->at)
		memmove(held->items + held->kept, held->items + held->at,
			(held->count - held->at) * sizeof(*held->items));
	held->count -= held->at - held->kept;
	held->at = held->kept = 0;
}

void leftover_fds_add(struct leftover_fds *held, const struct close_job *job)
{
	close_up(held);
	for (size_t i = 0; i < close_job_count(job); i++)
		if (close_result_is_gone(close_job_outcome(job, i)->result))
			add_target(held, job, i);
}

bool leftover_fds_step(struct leftover_fds *held, int proc, size_t budget)
{
	for (; budget && held->at < held->count; budget--) {
		struct leftover_fds_item item = held->items[held->at++];

		if (process_holds(proc, item.pid, item.fd, item.inode))
			held->items[held->kept++] = item;
	}
	if (held->at < held->count)
		return true;
	close_up(held);
	return false;
}

static size_t count_of(const struct leftover_fds *held, uint32_t pid)
{
	size_t count = 0;

	for (size_t i = 0; i < held->count; i++)
		count += held->items[i].pid == pid;
	return count;
}

bool leftover_fds_add_text(const struct leftover_fds *held, const struct close_job_process *process,
	enum text_charset charset, struct buffer *out)
{
	size_t count = count_of(held, process->pid);
	struct buffer number = {0};

	if (!count)
		return false;
	target_text_add_process(out, process->name, process->pid, charset);
	format_grouped(&number, count);
	buffer_printf(out,
		P_(" holds %s descriptor of closed sockets",
			" holds %s descriptors of closed sockets", count),
		buffer_get(&number));
	buffer_done(&number);
	return true;
}
