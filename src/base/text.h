/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes text from outside safe for output: names of processes, users, hosts, units and interfaces,
 * and messages of the system. Such text leaves the program only through these functions. Whatever
 * its bytes are, the output cannot control a terminal, reorder a line, or break a column or a data
 * format.
 */
#ifndef SOCKVIEW_BASE_TEXT_H
#define SOCKVIEW_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* The characters that the terminal can show. */
enum text_charset {
	TEXT_ASCII, /* 7 bits; everything else becomes '?' */
	TEXT_UTF8,  /* printable characters of known width; everything else becomes U+FFFD */
};

/*
 * One character as it may be shown: a base character and at most one combining mark. `width` is 1
 * or 2 cells.
 */
struct text_glyph {
	char bytes[8]; /* NUL-terminated */
	unsigned char width;
};

/*
 * Takes the next glyph from the `length` (at least 1) bytes at `bytes`; returns the number of bytes
 * taken. Further combining marks are dropped.
 */
size_t text_next_glyph(
	const char *bytes, size_t length, enum text_charset charset, struct text_glyph *ret_glyph);

/* Returns the arrow between the two ends of a connection, with a space on each side. */
const char *text_arrow(enum text_charset charset);

/* Appends `text` made safe for the terminal. */
void text_add_shown(struct buffer *out, const char *text, enum text_charset charset);

/* The number of cells that `text` takes when it is shown. */
size_t text_width(const char *text, enum text_charset charset);

/*
 * Appends `text` in exactly `width` cells: padded with spaces (on the left, if `right`), or, if it
 * is too long, cut at the end with a mark of one cell. A wide character is never split.
 */
void text_add_fitted(
	struct buffer *out, const char *text, size_t width, bool right, enum text_charset charset);

/*
 * Like text_add_fitted(), aligned to the left, but a text that is too long is cut in the middle:
 * for texts whose end matters as much as their beginning.
 */
void text_add_fitted_middle(
	struct buffer *out, const char *text, size_t width, enum text_charset charset);

/*
 * Appends `text` as a JSON string with its quotation marks. Bytes that are not UTF-8 become U+FFFD;
 * characters that unicode_width() forbids are written as \uXXXX, so the reader loses nothing.
 */
void text_add_json(struct buffer *out, const char *text);

/* Appends JSON of somebody else, which has been checked, with the same characters written so. */
void text_add_safe_json(struct buffer *out, const char *json, size_t length);

/*
 * Appends `text` as one field of CSV (RFC 4180). It is put in quotation marks where they are
 * needed, and also if it begins with a blank, a tab, or one of = + - @, which spreadsheets take for
 * the start of a formula. Characters that unicode_width() forbids become U+FFFD. In a locale that
 * is not UTF-8 and knows no letters beyond ASCII, only characters that unicode_is_forbidden()
 * forbids become U+FFFD.
 */
void text_add_csv(struct buffer *out, const char *text);

#endif
