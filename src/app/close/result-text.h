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
 * The same for what closing would do: a stable word ("would-close", or the word of the result where
 * it would not be closed), and the words.
 */
const char *result_text_forecast_name(const struct close_outcome *outcome);
void result_text_add_forecast(
	struct buffer *out, const struct close_outcome *outcome, bool translated);

/* The result of a signal, from `error` (negative errno, or 0): a stable word, a sentence, and
 * whether it is good (the process was reached or is gone). */
const char *result_text_signal_name(int error);
void result_text_add_signal(struct buffer *out, int signal, int error, bool translated);
bool result_text_signal_is_good(int error);

/* Returns why the kernel can close no socket at all, translated; NULL if it can. */
const char *result_text_hopeless(const struct close_kernel *kernel, bool wire);

#endif
