/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The results of closing and of signals, in words. */
#ifndef SOCKVIEW_APP_CLOSE_RESULT_TEXT_H
#define SOCKVIEW_APP_CLOSE_RESULT_TEXT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "sock/close/close-result.h"

/* Append the result of closing: translated for people; in plain English for data and for users who
 * search them. */
void result_text_add_result(struct buffer *out, const struct close_outcome *outcome);
void result_text_add_plain(struct buffer *out, const struct close_outcome *outcome);

/*
 * The same for a preview of a close: a stable word ("would-close"; or, if the socket would not be
 * closed, the word of the result), and a sentence.
 */
const char *result_text_forecast_name(const struct close_outcome *outcome);
void result_text_add_forecast(
	struct buffer *out, const struct close_outcome *outcome, bool translated);

/* The result of a signal, from `error` (negative errno, or 0): a stable word, a sentence, and
 * whether it is good (the process was reached or is gone). */
const char *result_text_signal_name(int error);
void result_text_add_signal(struct buffer *out, int signal, int error, bool translated);
bool result_text_signal_is_good(int error);

/* Returns why no socket at all can be closed, translated; NULL if sockets can be closed. `wire`:
 * the connection to the kernel for closing is open. */
const char *result_text_hopeless(const struct close_kernel *kernel, bool wire);

#endif
