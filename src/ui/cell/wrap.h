/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of text, and long lines wrapped to fit. */
#ifndef SOCKVIEW_UI_CELL_WRAP_H
#define SOCKVIEW_UI_CELL_WRAP_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/text.h"

/* The start of the next line; for the last line: the end of the text. */
const char *wrap_next(const char *text);

/* The number of lines; a newline ends a line, so "" has none. */
size_t wrap_count(const char *text);

/* The width of the widest line, in cells. */
size_t wrap_widest(const char *text, enum text_charset charset);

/*
 * Appends one line of `length` bytes as lines of at most `width` cells (a wide character may need
 * 2). Lines are broken at blanks, and between wide characters except before closing and after
 * opening punctuation; within a word only where there is no other place. A line may have two
 * columns, separated by two or more blanks: then its further lines begin below the second column.
 */
void wrap_add(struct buffer *out, const char *text, size_t length, size_t width,
	enum text_charset charset);

/* Appends all lines of a text, each as by wrap_add(). */
void wrap_add_lines(
	struct buffer *out, const struct buffer *text, size_t width, enum text_charset charset);

#endif
