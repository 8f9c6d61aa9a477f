/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the escape sequences of a terminal begin and end, whatever they mean. */
#ifndef SOCKVIEW_UI_TERM_KEY_EXTENT_H
#define SOCKVIEW_UI_TERM_KEY_EXTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What has come and not been taken. */
struct key_bytes {
	const char *bytes;
	size_t length;
};

/* The letters that behind ESC begin a sequence (the first two) or a string. */
#define KEY_INTRODUCERS "[OP]X^_"

/* The one that a control of eight bits stands for; '\0': none. */
char key_introducer(uint32_t point);

/* A byte that no sequence has in it: that one was cut off. */
bool key_byte_breaks(char byte);

/*
 * The bytes of the body of a CSI or an SS3, its last one included; 0: not all has come.
 * *ret_broken: that many have come, and then one that does not belong to it.
 */
size_t key_csi_length(struct key_bytes body, bool *ret_broken);
size_t key_ss3_length(struct key_bytes body, bool *ret_broken);

/* True where the byte at `at` (not ESC) ends a string. */
bool key_string_ends(struct key_bytes in, size_t at);

/*
 * Whether these (at least 1) bytes, which come behind a lone ESC, are the rest of a sequence, as
 * far as can be told. [ and O always are; the letters of strings are keys as well, and need a
 * second byte that seldom follows them: *ret_more where that has not come.
 */
bool key_is_tail(struct key_bytes in, bool *ret_more);

#endif
