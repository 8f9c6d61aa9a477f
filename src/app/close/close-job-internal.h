/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions that close-job.c (the close) and close-job-foresee.c (its preview) share. */
#ifndef SOCKVIEW_APP_CLOSE_CLOSE_JOB_INTERNAL_H
#define SOCKVIEW_APP_CLOSE_CLOSE_JOB_INTERNAL_H

#include "app/close/close-job.h"
#include "sock/machine/process-fd.h"

/* Opens the descriptor of one process, if it is not open; sets its `error` if that fails for good.
 */
void close_job_hold_process(struct close_job *job, struct close_job_process *process);

/*
 * Opens the descriptor table that a target's descriptor is in; the caller closes it with
 * process_table_close(). Returns 0 or -errno; -ESRCH: the process has ended.
 */
int close_job_open_holder(struct close_job *job, const struct close_job_holder *holder,
	struct process_table *ret_table);

/* Returns the result of a target that cannot be closed through a descriptor: it says why. Not to be
 * called if close_job_could_seize() is true. */
enum close_result close_job_without_descriptor(const struct close_job *job, size_t index);

#endif
