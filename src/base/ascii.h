/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares words without regard to case, in ASCII: in a Turkish locale tolower('I') is not 'i'. */
#ifndef SOCKVIEW_BASE_ASCII_H
#define SOCKVIEW_BASE_ASCII_H

#include <stdbool.h>

static inline char ascii_lower(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static inline char ascii_upper(char byte)
{
	return byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte;
}

/* Lower case, and '-' as '_': the names "fin-wait1" and "FIN_WAIT1" are the same. */
static inline char ascii_fold(char byte)
{
	return byte == '-' ? '_' : ascii_lower(byte);
}

static inline bool ascii_same_word(const char *left, const char *right)
{
	while (*left && ascii_lower(*left) == ascii_lower(*right)) {
		left++;
		right++;
	}
	return *left == *right;
}

static inline bool ascii_begins_with(const char *text, const char *prefix)
{
	while (*prefix && ascii_lower(*text) == ascii_lower(*prefix)) {
		text++;
		prefix++;
	}
	return !*prefix;
}

static inline bool ascii_same_name(const char *left, const char *right)
{
	while (*left && ascii_fold(*left) == ascii_fold(*right)) {
		left++;
		right++;
	}
	return *left == *right;
}

#endif
