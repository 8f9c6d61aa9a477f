/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls functions that may hang (a directory service, a name server), and waits for them only for a
 * limited time. */
#ifndef SOCKVIEW_APP_SYSTEM_PATIENCE_H
#define SOCKVIEW_APP_SYSTEM_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Runs ask(job) in a thread of its own, and waits for it up to *left_us, from which the time is
 * subtracted. Returns true if ask() is done. False: it was not done in time, or no time was left;
 * then the caller no longer owns the job: drop(job) frees it when ask() returns. If no thread can
 * be started, the calling thread runs ask().
 */
bool patience_run(void (*ask)(void *job), void (*drop)(void *job), void *job, int64_t *left_us);

#endif
