/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the dialogs of closing say of the sockets that are meant, and of what will
 * happen to them. */
#ifndef SOCKVIEW_APP_CLOSE_TARGET_TEXT_H
#define SOCKVIEW_APP_CLOSE_TARGET_TEXT_H

#include "app/close/close-job.h"
#include "base/text.h"

/* "api (2210)", made safe. */
void kill_add_process(
	struct buffer *out, const char *name, uint32_t pid, enum text_charset charset);

/* Lines: which socket it is, or how many by state and by owner, and what is left out. `hidden`: of
 * them, by the filter. */
void kill_add_targets(struct buffer *out, const struct killing *killing, size_t hidden,
	enum text_charset charset);

/* Lines: what is left out; none where nothing is. */
void kill_add_left_out(struct buffer *out, const struct killing *killing);

/* Lines: to whom a signal would go. `sockets`: of a process that is alone. */
void kill_add_signal(struct buffer *out, const struct killing *killing, int signal, size_t sockets,
	enum text_charset charset);

#endif
