/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of the filter's parser share: lex (bytes to tokens), value (tokens to values),
 * term (one condition) and parse (how conditions are joined).
 */
#ifndef SOCKVIEW_VIEW_FILTER_FILTER_INTERNAL_H
#define SOCKVIEW_VIEW_FILTER_FILTER_INTERNAL_H

#include "base/ascii.h"
#include "view/filter/filter.h"

/* Operators as written. Nodes have only an enum filter_op: the other operators become a NOT. */
enum filter_sign {
	SIGN_EQ,
	SIGN_NE,
	SIGN_LT,
	SIGN_GT,
	SIGN_LE,
	SIGN_GE,
	SIGN_LIKE,
	SIGN_UNLIKE,
	SIGN_NONE,
};

enum filter_token_kind {
	TOKEN_END,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_NOT,
	TOKEN_AND,
	TOKEN_OR,
	TOKEN_SIGN,
	TOKEN_WORD,   /* without quotation marks: may be a keyword */
	TOKEN_QUOTED, /* in quotation marks: never a keyword */
	TOKEN_REGEX,  /* between slashes */
};

struct filter_token {
	enum filter_token_kind kind;
	enum filter_sign sign;
	size_t offset, length; /* position in the text */
	const char *text;      /* of the last three, without quotation marks and backslashes */
};

/* A copy saves the position, to return to it. */
struct filter_lexer {
	const char *text;
	size_t at;
	char *words; /* space for the texts of all tokens */
	size_t used;
	bool list;   /* a value ends at a comma, too */
	bool failed; /* *error is set; a later error does not replace it */
	struct filter_error *error;
};

/* A filter that is being built. */
struct filter_maker {
	struct filter_lexer lexer;
	const struct filter_names *names;
	struct filter *filter;
	size_t capacity;
	unsigned depth;
	size_t states_end;        /* the end of the last `state NAME ...`, if any */
	struct filter_token bare; /* the last term without an operator, if any */
};

/* What is accepted where a value is expected. */
enum filter_value_mode { VALUE_WORD, VALUE_REGEX };

/* -------- filter-lex.c -------- */

/* Reads the next token. Returns false (with the error set) if there is none, as in "abc. */
bool filter_lex_next(struct filter_lexer *lexer, struct filter_token *ret_token);

/* Reads the next token without consuming it. */
bool filter_lex_peek(struct filter_lexer *lexer, struct filter_token *ret_token);

/* Reads the next token, but sets no error where there is none: it may not be meant as a token. */
bool filter_lex_try(struct filter_lexer *lexer, struct filter_token *ret_token);

/* Reads an operator; sets SIGN_NONE if there is none. *ret_offset: where it is, or would be. */
bool filter_lex_sign(struct filter_lexer *lexer, enum filter_sign *ret_sign, size_t *ret_offset);

/* Reads a value: operator characters are ordinary letters here. */
bool filter_lex_value(struct filter_lexer *lexer, enum filter_value_mode mode, const char *expected,
	struct filter_token *ret_token);

/* Consumes a comma, if there is one here. */
bool filter_lex_comma(struct filter_lexer *lexer);

/* Sets the error; always returns false. */
bool filter_fail(struct filter_lexer *lexer, size_t offset, size_t length, const char *message,
	const char *expected);
bool filter_fail_token(struct filter_lexer *lexer, const struct filter_token *token,
	const char *message, const char *expected);

/* Adds to the error the word that may be meant; NULL: no known word is similar. */
void filter_suggest(struct filter_lexer *lexer, const char *nearest);

/* True where a word needs quotation marks, because it would be read as something else. */
bool filter_is_keyword(const char *word);

/* True for "=", "eq" and the like. */
bool filter_is_operator(const char *word);

/* Return number `index` of the operators that are signs, each once, or of the words that join
 * conditions; NULL: there are no more. */
const char *filter_operator(size_t index);
const char *filter_joiner(size_t index);

/* -------- filter-value.c -------- */

/* Reads a number as in C: 0x1f, 017, 42. Returns false if the text is no number, or it is greater
 * than `most`. */
bool filter_read_number(const char *text, uint64_t most, uint64_t *ret_number);

/* Reads bytes ("64k", "1.5M", "12") or, with `time`, a duration ("1h30m", "100ms") in
 * microseconds. */
bool filter_read_quantity(
	struct filter_maker *maker, const struct filter_token *token, bool time, uint64_t *ret);

/* Returns the states with this name, which may stand for several states; 0: there are none. */
uint32_t filter_states_of(const char *name);

/* Reads names of states, separated by commas. */
bool filter_read_states(
	struct filter_maker *maker, const struct filter_token *token, uint32_t *ret_states);

/* Reads a port number or a service's name, with or without a colon; "" and "*": any port
 * (*ret_any). */
bool filter_read_port(struct filter_maker *maker, const struct filter_token *token,
	const char *text, bool *ret_any, uint16_t *ret_port);

/*
 * Reads ADDRESS[/LEN], `length` bytes at `text`, into host->bytes, family, prefix. Returns false if
 * the text is no address; no error is set.
 */
bool filter_read_prefix(const char *text, size_t length, struct filter_host *host);

/* -------- filter-host.c, filter-term.c, filter-column.c -------- */

/*
 * Adds a condition that begins with `token` (a word, quoted or not, or a regex), which has been
 * read.
 */
bool filter_make_term(struct filter_maker *maker, const struct filter_token *token);

/* How one value of a list is read. */
struct filter_list {
	bool (*make)(struct filter_maker *maker, const struct filter_list *list);
	unsigned sides;              /* of ports and hosts */
	bool address_only;           /* of hosts */
	const struct column *column; /* of columns */
};

/*
 * Makes a condition from values that are separated by commas; any of them may match. Only
 * for a sign that lists may follow (filter_sign_lists()).
 */
bool filter_make_list(
	struct filter_maker *maker, const struct filter_list *list, enum filter_sign sign);

/* The same for ports and hosts. After any other sign, filter_make_ports() reads one port. */
bool filter_make_ports(struct filter_maker *maker, unsigned sides, enum filter_sign sign);
bool filter_make_hosts(
	struct filter_maker *maker, unsigned sides, bool address_only, enum filter_sign sign);

/* True for a sign that lists may follow. */
static inline bool filter_sign_lists(enum filter_sign sign)
{
	return sign == SIGN_EQ || sign == SIGN_NE || sign == SIGN_NONE;
}

/* Makes COLUMN OP VALUE; the column has been read. */
bool filter_make_column(struct filter_maker *maker, const struct column *column);

/* Makes the condition that a word or /REGEX/ is anywhere in the row. */
bool filter_make_anywhere(struct filter_maker *maker, const struct filter_token *token);

/* Ends a condition; if `negated`, negates what was added last. */
bool filter_finish_term(struct filter_maker *maker, bool negated);

/* Make a condition from a HOST, a PORT or the NAME of a device; the operator has been read. */
bool filter_make_host(
	struct filter_maker *maker, unsigned sides, bool address_only, enum filter_sign sign);
bool filter_make_port(struct filter_maker *maker, unsigned sides, enum filter_sign sign);
bool filter_make_device(struct filter_maker *maker, enum filter_sign sign);

/*
 * True for a whole address, a network or a port as people write them, which is a condition without
 * any word before it: 10.0.0.5, 10.0.0.0/8, [::1]:22, :443.
 */
bool filter_is_address(const char *word);
bool filter_make_address(struct filter_maker *maker, const struct filter_token *token);

/* Adds a leaf that compares a value with a number. */
bool filter_add_comparison(struct filter_maker *maker, enum filter_kind kind,
	const struct column *column, unsigned sides, enum filter_sign sign, uint64_t number);

/* True for = and != (and no operator, which means =); otherwise sets the error. */
bool filter_need_equal(struct filter_maker *maker, enum filter_sign sign, size_t offset);

/*
 * True if the set of states is printed as the states in it; other sets are printed as a `not` of
 * the states that are not in it.
 */
static inline bool filter_lists_states(const struct filter_node *node)
{
	return __builtin_popcount(node->states) <= CONN_STATES / 2;
}

/* True if a formatted number may contain this word. */
bool filter_may_be_in_number(const char *word);

/* -------- filter-owner.c -------- */

enum filter_owner filter_owner_of(const struct column *column);

/* True if a NUMBER, TEXT or REGEX on such a column matches one of the row's holders. */
bool filter_owner_matches(
	const struct filter_node *node, const struct column_context *context, uint32_t row);

/* -------- filter-print.c -------- */

/* Appends a value, in quotation marks if it needs them. */
void filter_print_word(struct buffer *out, const char *text);

/* -------- filter-eval.c -------- */

bool filter_compare(uint64_t left, enum filter_op op, uint64_t right);

/* True if a WORD or PATTERN is found in the text. */
bool filter_is_within(const struct filter_node *node, const char *text, size_t length);

/* -------- filter-parse.c -------- */

/*
 * Adds a node and returns it, to be filled; NULL (with the error set) if there are too many. The
 * pointer is valid until the next node is added.
 */
struct filter_node *filter_add(struct filter_maker *maker, enum filter_kind kind);

/* The index of the node that was added last. */
uint16_t filter_last(const struct filter_maker *maker);

bool filter_add_join(
	struct filter_maker *maker, enum filter_kind kind, uint16_t left, uint16_t right);
bool filter_add_not(struct filter_maker *maker);

/*
 * Checks the depth with `more` further levels: a term that stands for several conditions is printed
 * in brackets of its own.
 */
bool filter_check_depth(struct filter_maker *maker, unsigned more);

#endif
