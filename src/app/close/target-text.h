/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the dialogs of closing say of the sockets that are meant, and of what will
 * happen to them. */
#ifndef SOCKVIEW_APP_CLOSE_TARGET_TEXT_H
#define SOCKVIEW_APP_CLOSE_TARGET_TEXT_H

#include "app/close/close-job.h"
#include "base/text.h"

/* "api (2210)", made safe. */
void target_text_add_process(
	struct buffer *out, const char *name, uint32_t pid, enum text_charset charset);

/* Lines: which socket it is, or how many by state and by owner, and what is left out. `hidden`: of
 * them, by the filter. */
void target_text_add_targets(
	struct buffer *out, const struct close_job *job, size_t hidden, enum text_charset charset);

/* Lines: what is left out; none where nothing is. */
void target_text_add_left_out(struct buffer *out, const struct close_job *job);

/* Lines: to whom a signal would go. `sockets`: of a process that is alone. */
void target_text_add_signal(struct buffer *out, const struct close_job *job, int signal,
	size_t sockets, enum text_charset charset);

#endif
