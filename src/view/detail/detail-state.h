/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a socket is and which state it is in: the parts of its details that are words, not figures.
 */
#ifndef SOCKVIEW_VIEW_DETAIL_DETAIL_STATE_H
#define SOCKVIEW_VIEW_DETAIL_DETAIL_STATE_H

#include <stdint.h>

#include "base/text.h"
#include "sock/diag/detail.h"
#include "sock/machine/sysctls.h"
#include "view/column/column.h"
#include "view/detail/history.h"
#include "view/detail/sheet.h"

/* Adds state, queues, timer, names and numbers: from the socket's row, and from the kernel's
 * detailed answer. */
void detail_add_state(struct sheet *sheet, const struct column_context *context, uint32_t row,
	const struct detail *detail);

/* Adds the sentences that name the socket's bottleneck. */
void detail_add_limits(
	struct sheet *sheet, const struct history *history, const struct detail *detail);

/* Adds what the socket's state means. */
void detail_add_explanation(struct sheet *sheet, const struct conn *conn,
	const struct sysctls *sysctls, enum text_charset charset);

/* Adds the filters for other tools that match the same socket. */
void detail_add_filters(struct sheet *sheet, const struct conn *conn);

#endif
