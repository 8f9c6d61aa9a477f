/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first sentence of a socket's details: what matters most in its state, or why it has ended. */
#ifndef SOCKVIEW_VIEW_DETAIL_DETAIL_VERDICT_H
#define SOCKVIEW_VIEW_DETAIL_DETAIL_VERDICT_H

#include <stdint.h>

#include "view/column/column.h"
#include "view/detail/sheet.h"

/* Adds a sentence: which side waits for which, and for how long. Adds nothing in states that
 * figures describe better. */
void detail_add_verdict(struct sheet *sheet, const struct column_context *context, uint32_t row,
	const struct conn *conn);

/* Adds when and why the socket ended, as far as its last state and timer show. */
void detail_add_end(struct sheet *sheet, const struct conn *conn, uint64_t ago_ms);

#endif
