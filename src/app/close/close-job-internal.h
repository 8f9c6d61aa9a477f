/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the deed (close-job.c) and its forecast (close-job-foresee.c) share. */
#ifndef SOCKVIEW_APP_CLOSE_CLOSE_JOB_INTERNAL_H
#define SOCKVIEW_APP_CLOSE_CLOSE_JOB_INTERNAL_H

#include "app/close/close-job.h"

/* Opens the descriptor of one process, if it is not open; sets its `error` if that fails for good.
 */
void close_job_hold_process(struct close_job *job, struct close_job_process *process);

/* Why a target cannot be tried by its descriptor. */
enum close_result close_job_without_descriptor(const struct close_job *job, size_t index);

#endif
