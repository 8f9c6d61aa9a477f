/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/widget/plot.h"

#include "base/unicode.h"

enum { BRAILLE_BLANK = 0x2800, BRAILLE_STEPS = 4, ASCII_STEPS = 3 };

/* How many of `steps` a value fills, from the bottom: at least one, so that zero is visible. */
static int steps_of(double value, double most, int steps)
{
	if (value < 0)
		return 0;
	if (most <= 0)
		return 1;
	return value >= most ? steps : 1 + (int)(value / most * (steps - 1) + 0.5);
}

/* How many of these are in one line of the plot. */
static int steps_in_row(double value, double most, int row, int rows, int steps_a_row)
{
	int below = (rows - 1 - row) * steps_a_row;
	int filled = steps_of(value, most, rows * steps_a_row) - below;

	return filled < 0 ? 0 : filled > steps_a_row ? steps_a_row : filled;
}

static void add_braille(struct buffer *out, int left, int right)
{
	/* dots of a cell from the bottom up: the lowest row was added to braille last */
	static const uint8_t left_dots[] = {0, 0x40, 0x44, 0x46, 0x47};
	static const uint8_t right_dots[] = {0, 0x80, 0xa0, 0xb0, 0xb8};
	char bytes[4];
	size_t length;
	uint32_t point = BRAILLE_BLANK + (uint32_t)(left_dots[left] | right_dots[right]);

	/* an empty cell is an ordinary blank */
	length = unicode_encode(point == BRAILLE_BLANK ? ' ' : point, bytes);
	buffer_add(out, bytes, length);
}

/* The dot of the line in a cell of `row`: counted from the bottom, from 1; 0: it is in no row here.
 */
static int line_step(int row, int rows, int steps_a_row)
{
	int middle = (rows * steps_a_row + 1) / 2 - (rows - 1 - row) * steps_a_row;

	return middle >= 1 && middle <= steps_a_row ? middle : 0;
}

void plot_add_line(struct buffer *out, const double *values, size_t count, int row, int rows,
	enum text_charset charset)
{
	static const uint8_t left_dots[] = {0, 0x40, 0x04, 0x02, 0x01};
	static const uint8_t right_dots[] = {0, 0x80, 0x20, 0x10, 0x08};
	int braille = line_step(row, rows, BRAILLE_STEPS),
	    ascii = line_step(row, rows, ASCII_STEPS);
	size_t step = plot_values_per_cell(charset);

	for (size_t i = 0; i < count; i += step) {
		bool left = values[i] >= 0, right = i + 1 < count && values[i + 1] >= 0;
		uint32_t point = BRAILLE_BLANK;
		char bytes[4];

		if (charset == TEXT_ASCII) {
			buffer_char(out, left && ascii ? "_-^"[ascii - 1] : ' ');
			continue;
		}
		point |= (left ? left_dots[braille] : 0U) | (right ? right_dots[braille] : 0U);
		buffer_add(out, bytes, unicode_encode(point == BRAILLE_BLANK ? ' ' : point, bytes));
	}
}

void plot_add_row(struct buffer *out, const double *values, size_t count, double most, int row,
	int rows, enum text_charset charset)
{
	if (charset == TEXT_ASCII) {
		for (size_t i = 0; i < count; i++)
			buffer_char(
				out, " .:|"[steps_in_row(values[i], most, row, rows, ASCII_STEPS)]);
		return;
	}
	for (size_t i = 0; i < count; i += 2) {
		double right = i + 1 < count ? values[i + 1] : -1;

		add_braille(out, steps_in_row(values[i], most, row, rows, BRAILLE_STEPS),
			steps_in_row(right, most, row, rows, BRAILLE_STEPS));
	}
}
