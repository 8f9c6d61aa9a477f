/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * POSIX extended regular expressions, without back-references: is there a match in a text? The C
 * library's may take exponential time or memory for a short pattern; these take a bounded amount of
 * memory, and a time in proportion to the text.
 *
 * Also \d \w \s and \D \W \S. A dot or [^...] is a character of UTF-8; [...] holds ASCII only.
 */
#ifndef SOCKVIEW_BASE_REGEX_H
#define SOCKVIEW_BASE_REGEX_H

#include <stdbool.h>
#include <stddef.h>

struct regex;

/* NULL where `pattern` is none: *ret_offset says where, *ret_message why (not translated yet). */
struct regex *regex_new(const char *pattern, size_t *ret_offset, const char **ret_message);
void regex_free(struct regex *regex); /* NULL is fine */

/* Remembers what it finds out on its way: one thread at a time. */
bool regex_matches_text(struct regex *regex, const char *text, size_t length);

#endif
