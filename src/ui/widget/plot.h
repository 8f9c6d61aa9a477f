/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values over time as an area of dots: in braille, with two values and four steps in each cell, or
 * in ASCII, with one value and three steps. Zero is at the bottom, and visible; missing values are
 * blank.
 */
#ifndef SOCKVIEW_UI_WIDGET_PLOT_H
#define SOCKVIEW_UI_WIDGET_PLOT_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/text.h"

/* Number of values side by side in one cell. */
static inline size_t plot_values_per_cell(enum text_charset charset)
{
	return charset == TEXT_UTF8 ? 2 : 1;
}

/*
 * Appends one line of a plot of `rows` lines; `row` is counted from the top. `most` is the value at
 * the top; values below zero are blank.
 */
void plot_add_row(struct buffer *out, const double *values, size_t count, double most, int row,
	int rows, enum text_charset charset);

/*
 * Like plot_add_row(), for values that are all equal: appends one line of a plot that has a thin
 * line at half of its height. Missing values are blank.
 */
void plot_add_line(struct buffer *out, const double *values, size_t count, int row, int rows,
	enum text_charset charset);

#endif
