/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Completes the word at the end of a filter that is being typed. */
#ifndef SOCKVIEW_VIEW_FILTER_FILTER_COMPLETE_H
#define SOCKVIEW_VIEW_FILTER_FILTER_COMPLETE_H

#include <stddef.h>

#include "base/buffer.h"
#include "view/column/column.h"

struct filter_completion {
	size_t from;         /* offset of the word in the text */
	struct buffer words; /* the words that begin with it, one on each line, each once */
	size_t count;
	size_t common; /* bytes that all of them begin with */
};

/* Passes the known values of a column to filter_completion_take(). */
typedef void filter_values(
	void *context, const struct column *column, struct filter_completion *completion);

/* Finds what the word before byte `cursor` of the text may become; `values` may be NULL. */
void filter_complete(const char *text, size_t cursor, filter_values *values, void *context,
	struct filter_completion *ret_completion);

void filter_completion_done(struct filter_completion *completion);

/* Adds a word to the completion if it begins with the typed text; case is ignored. */
void filter_completion_take(struct filter_completion *completion, const char *word);

#endif
