/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts of the close dialogs: which sockets are meant, and which are left out. */
#ifndef SOCKVIEW_APP_CLOSE_TARGET_TEXT_H
#define SOCKVIEW_APP_CLOSE_TARGET_TEXT_H

#include "app/close/close-job.h"
#include "base/text.h"

/* Appends "api (2210)", made safe for the terminal. */
void target_text_add_process(
	struct buffer *out, const char *name, uint32_t pid, enum text_charset charset);

/* Appends the kernel's cookie as ss does: " sk:1f". */
void target_text_add_cookie(struct buffer *out, const struct conn *conn);

/*
 * Appends the owner of a target: " api (2210)". If the target shares its port (conn_shares_port()),
 * also appends its descriptor: " api (2210) fd=3"; or its cookie, if it has no owner.
 */
void target_text_add_holder(
	struct buffer *out, const struct close_job *job, size_t index, enum text_charset charset);

/* Appends lines: which socket is meant, or how many by state and by owner, and what is left out.
 * `hidden`: how many of them the filter hides. */
void target_text_add_targets(
	struct buffer *out, const struct close_job *job, size_t hidden, enum text_charset charset);

/* Appends lines that say what is left out; none if nothing is. */
void target_text_add_left_out(struct buffer *out, const struct close_job *job);

/* Appends lines that say which processes a signal would reach. `sockets`: how many sockets the
 * process holds, if there is only one. */
void target_text_add_signal(struct buffer *out, const struct close_job *job, int signal,
	size_t sockets, enum text_charset charset);

#endif
