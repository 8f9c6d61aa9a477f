/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Code points: decodes them from untrusted bytes, and says how many cells they take on a terminal.
 */
#ifndef SOCKVIEW_BASE_UNICODE_H
#define SOCKVIEW_BASE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UNICODE_REPLACEMENT UINT32_C(0xfffd)
#define UNICODE_INVALID UINT32_MAX

/*
 * Takes one code point from the `length` (at least 1) bytes at `bytes` into *ret_point. The point
 * is UNICODE_INVALID for a byte that does not begin well-formed UTF-8 (overlong, surrogate, beyond
 * U+10FFFF, cut off). Returns the number of bytes taken, at least 1.
 */
size_t unicode_decode(const char *bytes, size_t length, uint32_t *ret_point);

/* Writes `point` as UTF-8; returns the number of bytes, 1 to 4. */
size_t unicode_encode(uint32_t point, char ret_bytes[4]);

/* True if Unicode's own data say that the character must not be shown; the same in every locale. */
bool unicode_is_forbidden(uint32_t point);

/*
 * The number of cells that `point` takes: 1 or 2; 0 for a combining mark; -1 for characters that
 * must not reach a terminal: controls, bidirectional and other format characters, invisible
 * fillers, tags, private use, unassigned. Uses the C library's tables for the locale of the
 * process, which must be UTF-8.
 */
int unicode_width(uint32_t point);

#endif
