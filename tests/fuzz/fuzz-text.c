/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as text from outside, through the one gate: cells, wrapped lines, JSON and CSV hold no
 * control character, no invalid UTF-8 and nothing that turns the direction; what is as wide as it
 * says is as wide as it says.
 *
 * With libFuzzer (-DFUZZER) it makes up its own inputs; without, it takes a text with every kind of
 * character, and then all that is left when a byte of it is changed or its end is cut off.
 */
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ui/cell/grid.h"
#include "ui/cell/wrap.h"
#include "support/fuzz.h"

#define LENGTH_MAX 600

/* Decodes a character that has to be valid; returns its length. */
static size_t take(const unsigned char *at, uint32_t *ret_number)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t length = *at < 0x80 ? 1 : *at < 0xe0 ? 2 : *at < 0xf0 ? 3 : 4;
	uint32_t number = length == 1 ? *at : *at & 0xffU >> (length + 1);

	must(*at < 0x80 || (*at >= 0xc2 && *at < 0xf5), "a first byte begins a character");
	for (size_t i = 1; i < length; i++) {
		must((at[i] & 0xc0) == 0x80, "a character has all its bytes");
		number = number << 6 | (at[i] & 0x3f);
	}
	must(number >= least[length] && number < 0x110000 && (number < 0xd800 || number > 0xdfff),
		"a character has its shortest form");
	*ret_number = number;
	return length;
}

static bool turns(uint32_t number)
{
	return number == 0x061c || (number >= 0x200b && number <= 0x200f) ||
	       (number >= 0x202a && number <= 0x202e) || (number >= 0x2066 && number <= 0x2069) ||
	       number == 0xfeff || (number >= 0xe0000 && number <= 0xe0fff);
}

/* `newlines`: lines may end. */
static void must_be_clean(const char *text, bool newlines, bool ascii)
{
	uint32_t number;

	for (const unsigned char *at = (const unsigned char *)text; *at; at += take(at, &number)) {
		if (newlines && *at == '\n')
			continue;
		must(*at >= 0x20 && *at != 0x7f, "no control character");
		must(!ascii || *at < 0x80, "7 bits");
		take(at, &number);
		must(number < 0x80 || number > 0x9f, "no C1 control character");
		must(!turns(number), "nothing turns the direction");
	}
}

static void show(const char *text, enum text_charset charset, size_t width)
{
	bool ascii = charset == TEXT_ASCII;
	struct buffer out = {0};

	text_add_shown(&out, text, charset);
	must_be_clean(buffer_get(&out), false, ascii);
	must(text_width(text, charset) == text_width(buffer_get(&out), charset),
		"what is shown has the width of the text");
	buffer_clear(&out);
	text_add_fitted(&out, text, width, text[0] & 1, charset);
	must_be_clean(buffer_get(&out), false, ascii);
	must(text_width(buffer_get(&out), charset) == width, "fitted to the width");
	buffer_clear(&out);
	text_add_fitted_middle(&out, text, width, charset);
	must_be_clean(buffer_get(&out), false, ascii);
	must(text_width(buffer_get(&out), charset) <= width, "cut in the middle to the width");
	buffer_done(&out);
}

static void put(const char *text, enum text_charset charset, int width, int column)
{
	struct grid grid;
	struct buffer out = {0};

	grid_init(&grid, charset);
	grid_resize(&grid, 3, 20);
	grid_put(&grid, 0, column, width, STYLE_NORMAL, text);
	grid_put_fitted(&grid, 1, column, width, GRID_RIGHT, STYLE_NORMAL, text);
	grid_put_fitted(&grid, 2, column, width, GRID_MIDDLE, STYLE_NORMAL, text);
	for (int row = 0; row < grid.rows; row++) {
		int cells = 0;

		for (int at = 0; at < grid.columns; at++)
			cells += grid.cells[row * grid.columns + at].width;
		must(cells == grid.columns, "a row is as wide as the screen");
	}
	grid_dump(&grid, &out, false);
	must_be_clean(buffer_get(&out), true, charset == TEXT_ASCII);
	buffer_done(&out);
	grid_done(&grid);
}

static void wrap(const char *text, enum text_charset charset, size_t width)
{
	struct buffer shown = {0}, out = {0};

	text_add_shown(&shown, text, charset);
	wrap_add(&out, buffer_get(&shown), shown.length, width, charset);
	must_be_clean(buffer_get(&out), true, charset == TEXT_ASCII);
	/* The lines of a character that is wider than the width are wider, too. */
	must(wrap_widest(buffer_get(&out), charset) <= (width < 2 ? 2 : width),
		"no line is wider than the width");
	buffer_done(&shown);
	buffer_done(&out);
}

static void quote(const char *text)
{
	struct buffer out = {0};
	const char *at;

	text_add_json(&out, text);
	must_be_clean(buffer_get(&out), false, false);
	at = buffer_get(&out);
	must(out.length >= 2 && at[0] == '"' && at[out.length - 1] == '"', "JSON has its quotes");
	for (size_t i = 1; i < out.length - 1; i++) {
		must(at[i] != '"', "no quote within JSON");
		if (at[i] == '\\')
			i++;
		must(i < out.length - 1, "no escape at the end of JSON");
	}
	buffer_clear(&out);
	text_add_csv(&out, text);
	must_be_clean(buffer_get(&out), false, false);
	must(!out.length || !strchr("=+-@", *buffer_get(&out)), "CSV begins with no formula");
	buffer_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool begun;
	char text[LENGTH_MAX + 1];
	int width, column;

	if (!begun)
		setlocale(LC_CTYPE, "C.UTF-8");
	begun = true;
	if (size < 2 || size > LENGTH_MAX)
		return 0;
	width = data[0] % 24;
	column = data[1] % 24;
	memcpy(text, data + 2, size - 2);
	text[size - 2] = '\0';
	for (enum text_charset charset = TEXT_ASCII; charset <= TEXT_UTF8; charset++) {
		show(text, charset, (size_t)width);
		put(text, charset, width, column);
		wrap(text, charset, (size_t)width);
	}
	quote(text);
	return 0;
}

#ifndef FUZZER

static char every_kind[] =
	"\x07\x03"
	"=a \xe4\xb8\xad\xe6\x96\x87 e\xcc\x81\xcc\x81 \x1b[31m\xc2\x9b \xe2\x80\xae\xef\xbb\xbf "
	"\xf0\x9f\x98\x80\xe2\x80\x8d\xf0\x9f\x91\xa9 \"q\\\" "
	",x\n\t\xf3\xa0\x81\x81\xed\xa0\x80\xc0\xaf\xe3\x85\xa4.";

int main(void)
{
	static const char bytes[] = "\x1b\n\"=\x80\xc2\xe2\xf0\xff ";

	printf("%zu texts\n",
		fuzz_change_each_byte(every_kind, sizeof(every_kind) - 1, bytes, sizeof(bytes)));
	return 0;
}

#endif
