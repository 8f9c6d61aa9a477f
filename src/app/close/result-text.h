/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sockets that are closed, in words: what came of it. */
#ifndef SOCKVIEW_APP_CLOSE_RESULT_TEXT_H
#define SOCKVIEW_APP_CLOSE_RESULT_TEXT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "sock/close/close-result.h"

/* What came of it: translated for people; in plain English for data and whoever searches them. */
void result_text_add_result(struct buffer *out, const struct close_outcome *outcome);
void result_text_add_plain(struct buffer *out, const struct close_outcome *outcome);

/* What came of a signal, of which `error` (negative, or 0) is all that is known: a stable word, the
 * sentence, and whether the process is reached or gone. */
const char *result_text_signal_name(int error);
void result_text_add_signal(struct buffer *out, int signal, int error, bool translated);
bool result_text_signal_is_good(int error);

/* Why the kernel can close nothing at all, translated; NULL where something can. */
const char *result_text_hopeless(const struct close_kernel *kernel, bool wire);

#endif
