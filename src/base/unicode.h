/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Code points: decoding them from untrusted bytes, and the cells they may take on a terminal. */
#ifndef SOCKVIEW_BASE_UNICODE_H
#define SOCKVIEW_BASE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UNICODE_REPLACEMENT UINT32_C(0xfffd)
#define UNICODE_INVALID UINT32_MAX

/*
 * Takes one code point from the `length` (at least 1) bytes at `bytes` into *ret_point: or
 * UNICODE_INVALID for a byte that begins no well-formed UTF-8 (overlong, surrogate, beyond
 * U+10FFFF, cut off). Returns the number of bytes taken, at least 1.
 */
size_t unicode_decode(const char *bytes, size_t length, uint32_t *ret_point);

/* Writes `point` as UTF-8; returns the number of bytes, 1 to 4. */
size_t unicode_encode(uint32_t point, char ret_bytes[4]);

/* True for what must not be shown wherever it is shown, by Unicode's own word; in every locale. */
bool unicode_is_forbidden(uint32_t point);

/*
 * Cells that `point` takes: 1 or 2, 0 for a combining mark; -1 for what must not reach a terminal:
 * controls, bidirectional and other format characters, invisible fillers, tags, private use,
 * unassigned. Goes by the C library's tables for the locale of the process, which must be UTF-8.
 */
int unicode_width(uint32_t point);

#endif
