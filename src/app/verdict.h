/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sockets that are closed, in words: which one it is, and what came of it. */
#ifndef SOCKVIEW_APP_VERDICT_H
#define SOCKVIEW_APP_VERDICT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "sock/closing.h"

/* "10.0.0.5:8080 -> 10.0.0.9:41210", or the local end alone where there is no other. */
void verdict_add_pair(struct buffer *out, const struct conn *conn, const char *arrow);

/* What came of it: translated for people; in plain English for data and whoever searches them. */
void verdict_add_result(struct buffer *out, const struct closing_outcome *outcome);
void verdict_add_plain(struct buffer *out, const struct closing_outcome *outcome);

/* Why nothing can be closed at all, translated; NULL where something can. */
const char *verdict_hopeless(const struct closing_kernel *kernel, bool wire);

#endif
