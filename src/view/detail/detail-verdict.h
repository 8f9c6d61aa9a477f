/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first sentence of a socket's details: what matters most in its state, or why it has ended. */
#ifndef SOCKVIEW_VIEW_DETAIL_DETAIL_VERDICT_H
#define SOCKVIEW_VIEW_DETAIL_DETAIL_VERDICT_H

#include <stdint.h>

#include "view/column/column.h"
#include "view/detail/sheet.h"

/* Adds who waits for whom, and for how long; nothing in states of which figures say more. */
void detail_add_verdict(struct sheet *sheet, const struct column_context *context, uint32_t row,
	const struct conn *conn);

/* Adds when and why it ended, as far as its last state and timer tell. */
void detail_add_end(struct sheet *sheet, const struct conn *conn, uint64_t ago_ms);

#endif
