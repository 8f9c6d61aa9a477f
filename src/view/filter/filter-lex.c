/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/filter/filter-internal.h"

#include <string.h>

#include "base/i18n.h"

static const struct {
	const char *text;
	enum filter_token_kind kind;
	enum filter_sign sign;
} words[] = {
	{"and", TOKEN_AND, SIGN_NONE},
	{"or", TOKEN_OR, SIGN_NONE},
	{"not", TOKEN_NOT, SIGN_NONE},
	{"eq", TOKEN_SIGN, SIGN_EQ},
	{"ne", TOKEN_SIGN, SIGN_NE},
	{"neq", TOKEN_SIGN, SIGN_NE},
	{"lt", TOKEN_SIGN, SIGN_LT},
	{"gt", TOKEN_SIGN, SIGN_GT},
	{"le", TOKEN_SIGN, SIGN_LE},
	{"leq", TOKEN_SIGN, SIGN_LE},
	{"ge", TOKEN_SIGN, SIGN_GE},
	{"geq", TOKEN_SIGN, SIGN_GE},
};

/* Longer operators come before shorter ones that are their beginnings. */
static const struct {
	const char *text;
	enum filter_token_kind kind;
	enum filter_sign sign;
} signs[] = {
	{"==", TOKEN_SIGN, SIGN_EQ},
	{"=", TOKEN_SIGN, SIGN_EQ},
	{"!=", TOKEN_SIGN, SIGN_NE},
	{"!~", TOKEN_SIGN, SIGN_UNLIKE},
	{"!", TOKEN_NOT, SIGN_NONE},
	{"<=", TOKEN_SIGN, SIGN_LE},
	{"<", TOKEN_SIGN, SIGN_LT},
	{">=", TOKEN_SIGN, SIGN_GE},
	{">", TOKEN_SIGN, SIGN_GT},
	{"~", TOKEN_SIGN, SIGN_LIKE},
	{"&&", TOKEN_AND, SIGN_NONE},
	{"&", TOKEN_AND, SIGN_NONE},
	{"||", TOKEN_OR, SIGN_NONE},
	{"|", TOKEN_OR, SIGN_NONE},
	{"(", TOKEN_OPEN, SIGN_NONE},
	{")", TOKEN_CLOSE, SIGN_NONE},
};

static const struct filter_condition conditions[] = {
	{"state", N_("in this state, or one of several: state listen,time-wait"), false},
	{"exclude", N_("in no such state"), false},
	{"excl", N_("the same as exclude"), true},
	{"src", N_("own address, network or port: src 10.0.0.0/8:443"), false},
	{"dst", N_("the peer's: dst [2001:db8::1]:443"), false},
	{"addr", N_("either address: addr = 10.0.0.0/8"), false},
	{"host", N_("either address, also src host and dst host: host 10.0.0.5"), false},
	{"net", N_("either network, also src net and dst net: net 10.0.0.0/8"), false},
	{"sport", N_("own port: sport = :443, sport > 1023"), false},
	{"dport", N_("the peer's port: dport = https"), false},
	{"port", N_("either port, also src port and dst port: port = 22,80"), false},
	{"dev", N_("bound to this interface: dev = eth0"), false},
	{"fwmark", N_("with this mark: fwmark = 0x1/0x3"), false},
	{"cgroup", N_("of this control group: cgroup = /system.slice"), false},
	{"autobound", N_("on a port that the kernel chose"), false},
};

const struct filter_condition *filter_condition(size_t index)
{
	return index < sizeof(conditions) / sizeof(conditions[0]) ? &conditions[index] : NULL;
}

bool filter_fail(struct filter_lexer *lexer, size_t offset, size_t length, const char *message,
	const char *expected)
{
	if (!lexer->failed)
		*lexer->error = (struct filter_error){
			.offset = offset,
			.length = length,
			.message = message,
			.expected = expected,
		};
	lexer->failed = true;
	return false;
}

void filter_suggest(struct filter_lexer *lexer, const char *nearest)
{
	if (!lexer->error->nearest)
		lexer->error->nearest = nearest;
}

bool filter_fail_token(struct filter_lexer *lexer, const struct filter_token *token,
	const char *message, const char *expected)
{
	return filter_fail(lexer, token->offset, token->length, message, expected);
}

bool filter_is_keyword(const char *word)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (ascii_same_word(word, words[i].text))
			return true;
	for (size_t i = 0; i < sizeof(conditions) / sizeof(conditions[0]); i++)
		if (ascii_same_word(word, conditions[i].word))
			return true;
	return column_find(word) != NULL;
}

bool filter_is_operator(const char *word)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i].kind == TOKEN_SIGN && ascii_same_word(word, words[i].text))
			return true;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (signs[i].kind == TOKEN_SIGN && strcmp(word, signs[i].text) == 0)
			return true;
	return false;
}

const char *filter_operator(size_t index)
{
	const size_t count = sizeof(signs) / sizeof(signs[0]);

	for (size_t i = 0; i < count; i++) {
		bool is_long = i + 1 < count && signs[i + 1].sign == signs[i].sign; /* == and = */

		if (signs[i].kind == TOKEN_SIGN && !is_long && !index--)
			return signs[i].text;
	}
	return NULL;
}

const char *filter_joiner(size_t index)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (words[i].kind != TOKEN_SIGN && !index--)
			return words[i].text;
	return NULL;
}

static bool is_blank(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool is_letter_or_digit(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
	       (byte >= 'A' && byte <= 'Z');
}

static void skip_blanks(struct filter_lexer *lexer)
{
	while (is_blank(lexer->text[lexer->at]))
		lexer->at++;
}

static void keep(struct filter_lexer *lexer, char byte)
{
	lexer->words[lexer->used++] = byte;
}

/* Ends the token whose text starts at `start` in `words`. */
static bool finish(struct filter_lexer *lexer, enum filter_token_kind kind, size_t start,
	struct filter_token *token)
{
	keep(lexer, '\0');
	token->kind = kind;
	token->text = lexer->words + start;
	token->length = lexer->at - token->offset;
	return true;
}

/* In single quotation marks there are no escapes; in double ones \" and \\ are escapes. */
static bool take_quoted(struct filter_lexer *lexer, struct filter_token *token)
{
	char quote = lexer->text[lexer->at++];
	size_t start = lexer->used;

	for (; lexer->text[lexer->at] != quote; lexer->at++) {
		char byte = lexer->text[lexer->at], next;

		if (!byte)
			return filter_fail(lexer, token->offset, lexer->at - token->offset,
				N_("the quotation mark is not closed"), NULL);
		next = lexer->text[lexer->at + 1];
		if (quote == '"' && byte == '\\' && (next == '"' || next == '\\'))
			byte = lexer->text[++lexer->at];
		keep(lexer, byte);
	}
	lexer->at++;
	return finish(lexer, TOKEN_QUOTED, start, token);
}

static bool ends_regex(char byte)
{
	return !byte || is_blank(byte) || strchr(")&|", byte);
}

/* /REGEX/, in which \/ is a slash. */
static bool take_regex(struct filter_lexer *lexer, struct filter_token *token)
{
	size_t start = lexer->used;

	for (lexer->at++; lexer->text[lexer->at] != '/'; lexer->at++) {
		char byte = lexer->text[lexer->at], next;

		if (!byte)
			return filter_fail(lexer, token->offset, lexer->at - token->offset,
				N_("the regular expression is not closed"), N_("/REGEX/"));
		next = lexer->text[lexer->at + 1];
		if (byte == '\\' && next) {
			if (next != '/')
				keep(lexer, byte);
			byte = lexer->text[++lexer->at];
		}
		keep(lexer, byte);
	}
	lexer->at++;
	if (!ends_regex(lexer->text[lexer->at]))
		return filter_fail(lexer, lexer->at, 1,
			N_("the regular expression ends before this"),
			N_("a blank; or \\/ for a slash within, or quotation marks for a word"));
	return finish(lexer, TOKEN_REGEX, start, token);
}

/* Copies a backslash and the next character by the rules outside of quotation marks. */
static void keep_escaped(struct filter_lexer *lexer)
{
	char next = lexer->text[lexer->at + 1];

	if (!next || is_letter_or_digit(next)) {
		keep(lexer, '\\');
	} else {
		keep(lexer, next);
		lexer->at++;
	}
	lexer->at++;
}

static bool ends_word(const char *at, bool value, bool list)
{
	if (!*at || is_blank(*at) || strchr("()&|", *at))
		return true;
	if (value)
		return list && *at == ',';
	return strchr("=<>~", *at) || (*at == '!' && (at[1] == '=' || at[1] == '~'));
}

static bool take_word(struct filter_lexer *lexer, bool value, struct filter_token *token)
{
	size_t start = lexer->used;
	bool escaped = false;

	while (!ends_word(lexer->text + lexer->at, value, lexer->list)) {
		if (lexer->text[lexer->at] == '\\') {
			keep_escaped(lexer);
			escaped = true;
		} else {
			keep(lexer, lexer->text[lexer->at++]);
		}
	}
	return finish(lexer, escaped ? TOKEN_QUOTED : TOKEN_WORD, start, token);
}

static bool take_sign(struct filter_lexer *lexer, struct filter_token *token)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		size_t length = strlen(signs[i].text);

		if (strncmp(lexer->text + lexer->at, signs[i].text, length) != 0)
			continue;
		lexer->at += length;
		token->kind = signs[i].kind;
		token->sign = signs[i].sign;
		token->length = length;
		return true;
	}
	return false;
}

bool filter_lex_comma(struct filter_lexer *lexer)
{
	if (lexer->text[lexer->at] != ',')
		return false;
	lexer->at++;
	return true;
}

/* Recognizes a word that is an operator. */
static void mark_operator(struct filter_token *token)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (ascii_same_word(token->text, words[i].text)) {
			token->kind = words[i].kind;
			token->sign = words[i].sign;
			return;
		}
}

bool filter_lex_next(struct filter_lexer *lexer, struct filter_token *ret_token)
{
	skip_blanks(lexer);
	*ret_token =
		(struct filter_token){.kind = TOKEN_END, .sign = SIGN_NONE, .offset = lexer->at};
	switch (lexer->text[lexer->at]) {
	case '\0':
		return true;
	case '"':
	case '\'':
		return take_quoted(lexer, ret_token);
	case '/':
		return take_regex(lexer, ret_token);
	}
	if (take_sign(lexer, ret_token))
		return true;
	take_word(lexer, false, ret_token);
	if (ret_token->kind == TOKEN_WORD)
		mark_operator(ret_token);
	return true;
}

bool filter_lex_peek(struct filter_lexer *lexer, struct filter_token *ret_token)
{
	struct filter_lexer saved = *lexer;
	bool found = filter_lex_next(lexer, ret_token);

	saved.failed = lexer->failed;
	*lexer = saved;
	return found;
}

bool filter_lex_try(struct filter_lexer *lexer, struct filter_token *ret_token)
{
	struct filter_lexer saved = *lexer;
	struct filter_error error;
	bool found;

	lexer->error = &error;
	found = filter_lex_next(lexer, ret_token);
	if (!found)
		*lexer = saved;
	lexer->error = saved.error;
	return found;
}

bool filter_lex_sign(struct filter_lexer *lexer, enum filter_sign *ret_sign, size_t *ret_offset)
{
	struct filter_lexer saved = *lexer;
	struct filter_token token;

	*ret_sign = SIGN_NONE;
	skip_blanks(lexer);
	*ret_offset = lexer->at;
	if (lexer->text[lexer->at] == '/') /* a value, which need not be a regex */
		return true;
	if (!filter_lex_next(lexer, &token))
		return false;
	if (token.kind == TOKEN_SIGN)
		*ret_sign = token.sign;
	else
		*lexer = saved;
	return true;
}

/* After ~: up to a blank, or a bracket that was not opened in here. */
static bool take_regex_word(struct filter_lexer *lexer, struct filter_token *token)
{
	size_t start = lexer->used, open = 0;

	for (; !is_blank(lexer->text[lexer->at]) && lexer->text[lexer->at]; lexer->at++) {
		char byte = lexer->text[lexer->at];

		if (byte == ')' && open == 0)
			break;
		if (byte == '(' || byte == ')')
			open = byte == '(' ? open + 1 : open - 1;
		keep(lexer, byte);
		if (byte == '\\' && lexer->text[lexer->at + 1])
			keep(lexer, lexer->text[++lexer->at]);
	}
	return finish(lexer, TOKEN_WORD, start, token);
}

/* /REGEX/ if it is the complete value; /usr/bin is a path. */
static bool take_slashed(struct filter_lexer *lexer, struct filter_token *token)
{
	struct filter_lexer saved = *lexer;
	struct filter_error error, *real = lexer->error;
	bool found;

	lexer->error = &error;
	found = take_regex(lexer, token);
	if (!found)
		*lexer = saved;
	lexer->error = real;
	return found;
}

bool filter_lex_value(struct filter_lexer *lexer, enum filter_value_mode mode, const char *expected,
	struct filter_token *ret_token)
{
	char byte;

	skip_blanks(lexer);
	*ret_token = (struct filter_token){.kind = TOKEN_END, .offset = lexer->at};
	byte = lexer->text[lexer->at];
	if (byte == '"' || byte == '\'')
		return take_quoted(lexer, ret_token);
	if (mode == VALUE_REGEX && byte == '/' && take_slashed(lexer, ret_token))
		return true;
	if (byte && !(mode == VALUE_WORD && strchr("=<>!~", byte))) {
		if (mode == VALUE_REGEX)
			take_regex_word(lexer, ret_token);
		else
			take_word(lexer, true, ret_token);
		if (ret_token->kind == TOKEN_WORD)
			mark_operator(ret_token);
	}
	if ((ret_token->kind == TOKEN_WORD && *ret_token->text) || ret_token->kind == TOKEN_QUOTED)
		return true;
	return filter_fail_token(lexer, ret_token, N_("a value is missing here"), expected);
}
