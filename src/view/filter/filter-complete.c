/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/filter/filter-complete.h"

#include <string.h>

#include "base/ascii.h"
#include "sock/conn/conn.h"
#include "view/filter/filter-internal.h"

#define WORD_MAX 64

/* Which columns have the values that may stand behind a word that is no column. */
static const struct {
	const char *word;
	const char *columns[2];
} sources[] = {
	{"src", {"laddr", NULL}},
	{"dst", {"raddr", NULL}},
	{"addr", {"laddr", "raddr"}},
	{"sport", {"lport", NULL}},
	{"dport", {"rport", NULL}},
	{"port", {"lport", "rport"}},
	{"dev", {"interface", NULL}},
};

void filter_completion_done(struct filter_completion *completion)
{
	buffer_done(&completion->words);
}

static bool begins_with(const char *word, const char *typed, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (ascii_lower(word[i]) != ascii_lower(typed[i]))
			return false;
	return true;
}

static bool has_word(const char *words, const char *word, size_t length)
{
	for (const char *at = words; *at; at += strcspn(at, "\n") + 1)
		if (strcspn(at, "\n") == length && memcmp(at, word, length) == 0)
			return true;
	return false;
}

static size_t common_length(const char *left, const char *right, size_t most)
{
	size_t length = 0;

	while (length < most && left[length] == right[length])
		length++;
	return length;
}

/* What is typed stands at the beginning of `words` as long as they are collected. */
void filter_completion_take(struct filter_completion *completion, const char *word)
{
	const char *typed = buffer_get(&completion->words);
	size_t typed_length = strcspn(typed, "\n"), length = strlen(word);
	const char *words = typed + typed_length + 1;

	if (!length || length < typed_length || strpbrk(word, " \t\n\"'()") ||
		!begins_with(word, typed, typed_length) || has_word(words, word, length))
		return;
	completion->common =
		completion->count++ ? common_length(words, word, completion->common) : length;
	buffer_text(&completion->words, word);
	buffer_char(&completion->words, '\n');
}

/* -------- what stands before -------- */

static bool is_operator_char(char byte)
{
	return byte && strchr("=!<>~", byte);
}

static bool is_word_char(char byte)
{
	return byte && !strchr(" \t()&|", byte) && !is_operator_char(byte);
}

static size_t skip_blanks_back(const char *text, size_t at)
{
	while (at > 0 && strchr(" \t", text[at - 1]))
		at--;
	return at;
}

static size_t word_start(const char *text, size_t end)
{
	while (end > 0 && is_word_char(text[end - 1]))
		end--;
	return end;
}

/* Reads the word that ends before `end`; returns where it starts. */
static size_t read_word_before(const char *text, size_t end, char word[WORD_MAX])
{
	size_t start = word_start(text, end), length = end - start;

	if (length >= WORD_MAX)
		length = 0;
	memcpy(word, text + start, length);
	word[length] = '\0';
	return start;
}

/* Goes back over an operator that ends before `end`; `end` where there is none. */
static size_t skip_operator_back(const char *text, size_t end)
{
	char word[WORD_MAX];
	size_t at = end;

	while (at > 0 && is_operator_char(text[at - 1]))
		at--;
	if (at < end)
		return at;
	at = read_word_before(text, end, word);
	return filter_is_operator(word) ? at : end;
}

/* -------- candidates -------- */

/* As they are typed: close-wait. Sets of states are no values of a column. */
static void add_states(struct filter_completion *completion, bool with_sets)
{
	const char *word;

	for (size_t i = 0; (word = filter_state_word(i)); i++) {
		char name[WORD_MAX] = "";

		if (!with_sets && conn_state_from_name(word) == CONN_STATES)
			continue;
		for (size_t at = 0; at < WORD_MAX - 1 && word[at]; at++)
			name[at] = word[at] == '_' ? '-' : ascii_lower(word[at]);
		filter_completion_take(completion, name);
	}
}

static void add_values(struct filter_completion *completion, const char *word,
	filter_values *values, void *context)
{
	const struct column *column = column_find(word);

	if (ascii_same_word(word, "state")) {
		add_states(completion, false);
		return;
	}
	for (size_t i = 0; values && i < sizeof(sources) / sizeof(sources[0]); i++) {
		if (!ascii_same_word(word, sources[i].word))
			continue;
		for (size_t k = 0; k < 2 && sources[i].columns[k]; k++)
			if (column_find(sources[i].columns[k]))
				values(context, column_find(sources[i].columns[k]), completion);
		return;
	}
	if (values && column)
		values(context, column, completion);
}

static void add_words(struct filter_completion *completion)
{
	const struct filter_condition *condition;
	const char *joiner;

	for (size_t i = 0; (condition = filter_condition(i)); i++)
		if (!condition->is_short)
			filter_completion_take(completion, condition->word);
	for (size_t i = 0; (joiner = filter_joiner(i)); i++)
		filter_completion_take(completion, joiner);
	for (size_t i = 0; i < column_count; i++)
		if (column_is_shown(&column_table[i]))
			filter_completion_take(completion, column_table[i].id);
}

static bool is_subject(const char *word)
{
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
		if (ascii_same_word(word, sources[i].word))
			return true;
	return column_find(word) != NULL;
}

static void add_all(const char *text, size_t from, size_t cursor, filter_values *values,
	void *context, struct filter_completion *completion)
{
	size_t before = skip_blanks_back(text, from), behind = skip_operator_back(text, before);
	char word[WORD_MAX];
	const char *sign;

	read_word_before(text, skip_blanks_back(text, behind), word);
	if (behind < before) {
		add_values(completion, word, values, context);
	} else if (ascii_same_word(word, "state") || ascii_same_word(word, "exclude")) {
		add_states(completion, true);
	} else if (ascii_same_word(word, "src") || ascii_same_word(word, "dst")) {
		add_values(completion, word, values, context);
	} else if (from == cursor && before < from && is_subject(word)) {
		for (size_t i = 0; (sign = filter_operator(i)); i++)
			filter_completion_take(completion, sign);
	} else {
		add_words(completion);
	}
}

void filter_complete(const char *text, size_t cursor, filter_values *values, void *context,
	struct filter_completion *ret_completion)
{
	struct filter_completion *completion = ret_completion;
	size_t typed;

	*completion = (struct filter_completion){.from = word_start(text, cursor)};
	buffer_add(&completion->words, text + completion->from, cursor - completion->from);
	buffer_char(&completion->words, '\n');
	typed = completion->words.length;
	add_all(text, completion->from, cursor, values, context, completion);
	memmove(completion->words.data, completion->words.data + typed,
		completion->words.length - typed + 1);
	completion->words.length -= typed;
}
