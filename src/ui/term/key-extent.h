/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the escape sequences of a terminal begin and end, whatever they mean. */
#ifndef SOCKVIEW_UI_TERM_KEY_EXTENT_H
#define SOCKVIEW_UI_TERM_KEY_EXTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes received and not yet consumed. */
struct key_bytes {
	const char *bytes;
	size_t length;
};

/* The letters that after ESC begin a sequence (the first two) or a string. */
#define KEY_INTRODUCERS "[OP]X^_"

/* The letter that an 8-bit control character stands for; '\0': none. */
char key_introducer(uint32_t point);

/* True for a byte that no sequence contains: the sequence before it was cut off. */
bool key_byte_breaks(char byte);

/*
 * Returns the length of the body of a CSI or an SS3, including its last byte; 0: incomplete.
 * *ret_broken is true if the body was cut off: it has the returned length, and the byte after it
 * does not belong to it.
 */
size_t key_csi_length(struct key_bytes body, bool *ret_broken);
size_t key_ss3_length(struct key_bytes body, bool *ret_broken);

/* True if the byte at `at` (not ESC) ends a string. */
bool key_string_ends(struct key_bytes in, size_t at);

/*
 * True if these bytes (at least 1), which come after an ESC that was alone, look like the rest of a
 * sequence. [ and O always do. The letters that begin strings are keys as well, so they need a
 * second byte that is rare after such a key; *ret_more is true if that byte has not come yet.
 */
bool key_is_tail(struct key_bytes in, bool *ret_more);

#endif
