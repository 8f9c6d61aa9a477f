/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls what may hang (a directory service, a name server), and waits for it only so long. */
#ifndef SOCKVIEW_APP_SYSTEM_PATIENCE_H
#define SOCKVIEW_APP_SYSTEM_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Runs ask(job) in a thread of its own, and waits for up to *left_us, from which the time is
 * subtracted. True: it is done. False: it was not done in time, or no time was left; then the job
 * is not the caller's any more: drop(job) will free it when the call comes back. Where there is no
 * thread to be had, the caller's thread does it.
 */
bool patience_run(void (*ask)(void *job), void (*drop)(void *job), void *job, int64_t *left_us);

#endif
