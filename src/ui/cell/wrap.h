/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of text, and long ones broken so that they fit. */
#ifndef SOCKVIEW_UI_CELL_WRAP_H
#define SOCKVIEW_UI_CELL_WRAP_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/text.h"

/* Where the next line begins; at the end of the last one: the end of the text. */
const char *wrap_next(const char *text);

/* Lines of a text; a newline ends a line, so "" has none. */
size_t wrap_count(const char *text);

/* Cells that the widest line takes. */
size_t wrap_widest(const char *text, enum text_charset charset);

/*
 * Appends one line of `length` bytes as lines of at most `width` cells (a wide character may need
 * 2), broken at blanks, and between wide characters where nothing closes or opens; within a word
 * only where it has to be. Of a line in two columns, parted by two blanks or more, the further
 * lines stand below the second one.
 */
void wrap_add(struct buffer *out, const char *text, size_t length, size_t width,
	enum text_charset charset);

/* Appends all lines of a text so. */
void wrap_add_lines(
	struct buffer *out, const struct buffer *text, size_t width, enum text_charset charset);

#endif
