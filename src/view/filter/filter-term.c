/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One condition: the words of ss, and the choice among the other kinds. */
#include "view/filter/filter-internal.h"

#include <string.h>

#include "base/i18n.h"
#include "sock/machine/sysctls.h"
#include "view/filter/filter-complete.h"

static bool take_mark(
	struct filter_maker *maker, const struct filter_token *token, struct filter_node *node)
{
	char value[24];
	const char *slash = strchr(token->text, '/');
	size_t length = slash ? (size_t)(slash - token->text) : strlen(token->text);
	uint64_t mark = 0, mask = UINT32_MAX;
	bool read = length < sizeof(value);

	if (read) {
		memcpy(value, token->text, length);
		value[length] = '\0';
		read = filter_read_number(value, UINT32_MAX, &mark) &&
		       (!slash || filter_read_number(slash + 1, UINT32_MAX, &mask));
	}
	if (!read)
		return filter_fail_token(&maker->lexer, token, N_("this is no mark"),
			N_("a number, or MARK/MASK, such as 0x1/0x3"));
	node->mark.value = (uint32_t)mark;
	node->mark.mask = (uint32_t)mask;
	return true;
}

static bool make_mark(struct filter_maker *maker, enum filter_sign sign)
{
	struct filter_token token;
	struct filter_node *node;

	if (!filter_lex_value(&maker->lexer, VALUE_WORD, N_("a number, or MARK/MASK"), &token))
		return false;
	node = filter_add(maker, FILTER_MARK);
	return node && take_mark(maker, &token, node) && filter_finish_term(maker, sign == SIGN_NE);
}

static bool make_cgroup(struct filter_maker *maker, enum filter_sign sign)
{
	const struct filter_names *names = maker->names;
	struct filter_token token;
	uint64_t id;

	if (!filter_lex_value(&maker->lexer, VALUE_WORD, N_("the path of a cgroup"), &token))
		return false;
	if (!names->cgroup || !names->cgroup(names->context, token.text, &id))
		return filter_fail_token(&maker->lexer, &token, N_("there is no such cgroup"),
			N_("the path of a cgroup"));
	if (!filter_add_comparison(maker, FILTER_CGROUP, NULL, 0, SIGN_EQ, id))
		return false;
	maker->filter->nodes[filter_last(maker)].text = token.text;
	return filter_finish_term(maker, sign == SIGN_NE);
}

static bool make_autobound(struct filter_maker *maker)
{
	const struct filter_names *names = maker->names;
	struct filter_node *node = filter_add(maker, FILTER_AUTOBOUND);

	if (!node)
		return false;
	node->ports.first = names->ephemeral_last ? names->ephemeral_first : SYSCTL_PORTS_FIRST;
	node->ports.last = names->ephemeral_last ? names->ephemeral_last : SYSCTL_PORTS_LAST;
	return true;
}

static bool is_state_word(const struct filter_token *token, bool *ret_exclude)
{
	*ret_exclude = true;
	if (token->kind != TOKEN_WORD)
		return false;
	if (ascii_same_word(token->text, "exclude") || ascii_same_word(token->text, "excl"))
		return true;
	*ret_exclude = false;
	return ascii_same_word(token->text, "state");
}

/* `state A state B exclude C ...`: one set, as in ss. */
static bool make_states(struct filter_maker *maker, bool exclude)
{
	static const char expected[] = N_("the name of a state");
	struct filter_node *node = filter_add(maker, FILTER_STATE);
	struct filter_token token;
	uint32_t states = exclude ? UINT32_MAX : 0, named;

	if (!node)
		return false;
	for (;;) {
		struct filter_lexer saved;

		if (!filter_lex_value(&maker->lexer, VALUE_WORD, expected, &token) ||
			!filter_read_states(maker, &token, &named))
			return false;
		states = exclude ? states & ~named : states | named;
		saved = maker->lexer;
		if (!filter_lex_next(&maker->lexer, &token))
			return false;
		if (is_state_word(&token, &exclude)) {
			struct filter_lexer behind = maker->lexer;
			enum filter_sign sign;
			size_t offset;

			if (!filter_lex_sign(&maker->lexer, &sign, &offset))
				return false;
			maker->lexer = behind;
			if (sign == SIGN_NONE)
				continue;
		}
		maker->lexer = saved; /* the beginning of `state = NAME`, or of anything else */
		break;
	}
	maker->states_end = maker->lexer.at;
	node->states = states & ((1U << CONN_STATES) - 1);
	return true;
}

/* `state` followed by an operator is the column. */
static bool make_state(struct filter_maker *maker, bool exclude)
{
	struct filter_lexer saved = maker->lexer;
	enum filter_sign sign;
	size_t offset;

	if (!filter_lex_sign(&maker->lexer, &sign, &offset))
		return false;
	maker->lexer = saved;
	if (sign != SIGN_NONE && !exclude)
		return filter_make_column(maker, column_find("state"));
	return make_states(maker, exclude);
}

static const struct {
	const char *word;
	unsigned sides;
	bool ports;
	bool address_only;
} hosts[] = {
	{"src", FILTER_LOCAL, false, false},
	{"dst", FILTER_REMOTE, false, false},
	{"sport", FILTER_LOCAL, true, false},
	{"dport", FILTER_REMOTE, true, false},
	{"addr", FILTER_LOCAL | FILTER_REMOTE, false, true},
	{"host", FILTER_LOCAL | FILTER_REMOTE, false, true},
	{"net", FILTER_LOCAL | FILTER_REMOTE, false, true},
	{"port", FILTER_LOCAL | FILTER_REMOTE, true, false},
};

enum { HOST_WORDS = sizeof(hosts) / sizeof(hosts[0]) };

/* The index in `hosts` of a word; HOST_WORDS: it is none of them. */
static size_t find_host_word(const struct filter_token *token)
{
	size_t i = 0;

	while (i < HOST_WORDS &&
		!(token->kind == TOKEN_WORD && ascii_same_word(token->text, hosts[i].word)))
		i++;
	return i;
}

/*
 * tcpdump's `src host ADDRESS`, `dst port PORT`: consumes the second word and returns its index. It
 * is one only if a value comes after it; otherwise HOST_WORDS, as `src port` may be a host's name.
 */
static size_t take_second_word(struct filter_maker *maker)
{
	struct filter_lexer saved = maker->lexer;
	struct filter_token second, value;
	size_t which = HOST_WORDS;

	if (filter_lex_try(&maker->lexer, &second)) {
		struct filter_lexer behind = maker->lexer;

		if (filter_lex_try(&maker->lexer, &value) &&
			(value.kind == TOKEN_WORD || value.kind == TOKEN_SIGN))
			which = find_host_word(&second);
		maker->lexer = behind;
	}
	if (which < HOST_WORDS && hosts[which].sides == (FILTER_LOCAL | FILTER_REMOTE))
		return which;
	maker->lexer = saved;
	return HOST_WORDS;
}

static const struct {
	const char *word;
	bool (*make)(struct filter_maker *maker, enum filter_sign sign);
} equals[] = {
	{"dev", filter_make_device},
	{"fwmark", make_mark},
	{"cgroup", make_cgroup},
};

static bool make_host_or_port(struct filter_maker *maker, size_t which)
{
	unsigned sides = hosts[which].sides;
	bool one_side = sides != (FILTER_LOCAL | FILTER_REMOTE) && !hosts[which].ports;
	enum filter_sign sign;
	size_t offset, second;

	if (one_side && (second = take_second_word(maker)) < HOST_WORDS)
		which = second;
	if (!filter_lex_sign(&maker->lexer, &sign, &offset))
		return false;
	if (hosts[which].ports && sign != SIGN_LIKE && sign != SIGN_UNLIKE)
		return filter_make_ports(maker, sides, sign);
	return filter_need_equal(maker, sign, offset) &&
	       filter_make_hosts(maker, sides, hosts[which].address_only, sign);
}

/* If ss does not know the value, the column with this name reads it. */
static bool make_equal(struct filter_maker *maker, size_t which)
{
	struct filter_lexer saved = maker->lexer;
	const struct column *column = column_find(equals[which].word);
	enum filter_sign sign;
	size_t offset;

	if (!filter_lex_sign(&maker->lexer, &sign, &offset))
		return false;
	if (column && (sign == SIGN_LIKE || sign == SIGN_UNLIKE)) {
		maker->lexer = saved;
		return filter_make_column(maker, column);
	}
	return filter_need_equal(maker, sign, offset) && equals[which].make(maker, sign);
}

/*
 * A heading of two words, IN STATE > 5m: consumes the second one. Only before an operator, since
 * two words are two conditions.
 */
static const struct column *take_heading(
	struct filter_maker *maker, const struct filter_token *token)
{
	struct filter_lexer saved = maker->lexer, behind;
	const struct column *column = NULL;
	struct filter_token second, sign;

	if (filter_lex_try(&maker->lexer, &second) && second.kind == TOKEN_WORD) {
		behind = maker->lexer;
		if (filter_lex_try(&maker->lexer, &sign) && sign.kind == TOKEN_SIGN)
			column = column_find_word(maker->lexer.text + token->offset,
				second.offset + second.length - token->offset);
	}
	maker->lexer = column ? behind : saved;
	return column;
}

/* A term without an operator: an address, or what is searched for in the row. */
static bool make_bare(struct filter_maker *maker, const struct filter_token *token)
{
	maker->bare = *token;
	return token->kind == TOKEN_WORD && filter_is_address(token->text)
		       ? filter_make_address(maker, token)
		       : filter_make_anywhere(maker, token);
}

bool filter_make_term(struct filter_maker *maker, const struct filter_token *token)
{
	const struct column *column;
	size_t host = find_host_word(token);
	bool exclude;

	if (token->kind != TOKEN_WORD)
		return make_bare(maker, token);
	column = take_heading(maker, token);
	if (column)
		return filter_make_column(maker, column);
	if (is_state_word(token, &exclude))
		return make_state(maker, exclude);
	if (host < HOST_WORDS)
		return make_host_or_port(maker, host);
	for (size_t i = 0; i < sizeof(equals) / sizeof(equals[0]); i++)
		if (ascii_same_word(token->text, equals[i].word))
			return make_equal(maker, i);
	if (ascii_same_word(token->text, "autobound"))
		return make_autobound(maker);
	column = column_find(token->text);
	return column ? filter_make_column(maker, column) : make_bare(maker, token);
}
