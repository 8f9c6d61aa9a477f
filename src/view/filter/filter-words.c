/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A filter from the words of a command line, after the shell has removed quotation marks. Most
 * words are parts of the filter as they are, also words with blanks: 'sport = 22 or dport = 22'.
 * But after an operator that is a word of its own, a word with blanks must be one value.
 */
#include <string.h>

#include "view/filter/filter-internal.h"

static bool ends_with_operator(const char *word)
{
	size_t length = strlen(word);

	return filter_is_operator(word) || (length > 1 && strchr("=~", word[length - 1]));
}

/* The word has quotation marks of its own: the user has quoted for the filter as well. */
static bool is_quoted(const char *word)
{
	size_t length = strlen(word);

	return length > 1 && strchr("\"'/", *word) && word[length - 1] == *word;
}

void filter_join_words(char *const *words, struct buffer *out)
{
	bool value = false;

	for (size_t i = 0; words[i]; i++) {
		const char *word = words[i];

		if (i)
			buffer_char(out, ' ');
		if (value && strpbrk(word, " \t\n") && !is_quoted(word))
			filter_print_word(out, word);
		else
			buffer_text(out, word);
		value = ends_with_operator(word);
	}
}
