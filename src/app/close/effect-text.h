/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sentences that say what closing a socket will do, before it is done. */
#ifndef SOCKVIEW_APP_CLOSE_EFFECT_TEXT_H
#define SOCKVIEW_APP_CLOSE_EFFECT_TEXT_H

#include "app/close/close-job.h"
#include "base/buffer.h"
#include "sock/conn/conn.h"

/*
 * Appends lines for all targets of a job that will close by `way`: lines for each kind of socket
 * among them, with the number of sockets if there is more than one kind. For a signal: what happens
 * to the processes' sockets.
 */
void effect_text_add(struct buffer *out, const struct close_job *job, enum close_way way);

/* True if the kernel would close only a part of a target, or if one needs a descriptor to be
 * closed. */
bool effect_text_is_partial(const struct close_job *job);

#endif
