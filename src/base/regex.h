/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * POSIX extended regular expressions, without back-references: does a text have a match? The C
 * library's regexec() may need exponential time or memory for a short pattern. These functions need
 * bounded memory, and time in proportion to the length of the text.
 *
 * Also supported: \d \w \s and \D \W \S. A dot or [^...] matches a character of UTF-8; [...] can
 * contain ASCII only.
 */
#ifndef SOCKVIEW_BASE_REGEX_H
#define SOCKVIEW_BASE_REGEX_H

#include <stdbool.h>
#include <stddef.h>

struct regex;

/*
 * Returns NULL if `pattern` is invalid: *ret_offset is the position of the error, *ret_message the
 * reason (not translated yet).
 */
struct regex *regex_new(const char *pattern, size_t *ret_offset, const char **ret_message);
void regex_free(struct regex *regex); /* NULL is allowed */

/* Not thread-safe for one `regex`: it remembers states while it matches. */
bool regex_matches_text(struct regex *regex, const char *text, size_t length);

#endif
