/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What closing a socket does, in sentences, before it is done. */
#ifndef SOCKVIEW_APP_CLOSE_EFFECT_TEXT_H
#define SOCKVIEW_APP_CLOSE_EFFECT_TEXT_H

#include "app/close/close-job.h"
#include "base/buffer.h"
#include "sock/conn/conn.h"

/*
 * For all targets of a job that is to go by `way`: the same lines for each kind of socket that
 * is among them, with the number of those, where there is more than one kind. Of a signal: what
 * becomes of the processes' sockets.
 */
void effect_text_add(struct buffer *out, const struct close_job *job, enum close_way way);

/* True where the kernel would close but a part of one of them, or a descriptor is needed for it. */
bool effect_text_is_partial(const struct close_job *job);

#endif
