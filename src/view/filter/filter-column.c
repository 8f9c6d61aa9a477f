/* SPDX-License-Identifier: GPL-2.0-or-later */
/* COLUMN OP VALUE, words and /REGEX/. */
#include "view/filter/filter-internal.h"

#include <string.h>

#include "base/i18n.h"

/* -------- columns with a meaning beyond their text -------- */

static bool make_state(
	struct filter_maker *maker, const struct column *column, enum filter_sign sign)
{
	struct filter_token token;
	struct filter_node *node;
	uint32_t states;

	(void)column;
	if (!filter_lex_value(&maker->lexer, VALUE_WORD, N_("the name of a state"), &token) ||
		!filter_read_states(maker, &token, &states))
		return false;
	node = filter_add(maker, FILTER_STATE);
	if (!node)
		return false;
	node->states = states;
	return filter_finish_term(maker, sign == SIGN_NE);
}

static const struct {
	const char *word;
	enum conn_family family;
} family_words[] = {
	{"ipv4", CONN_IPV4},
	{"ip4", CONN_IPV4},
	{"ip", CONN_IPV4},
	{"inet", CONN_IPV4},
	{"4", CONN_IPV4},
	{"ipv6", CONN_IPV6},
	{"ip6", CONN_IPV6},
	{"inet6", CONN_IPV6},
	{"6", CONN_IPV6},
};

static bool make_family(
	struct filter_maker *maker, const struct column *column, enum filter_sign sign)
{
	static const char *const expected = N_("ipv4 or ipv6");
	struct filter_token token;

	(void)column;
	if (!filter_lex_value(&maker->lexer, VALUE_WORD, expected, &token))
		return false;
	for (size_t i = 0; i < sizeof(family_words) / sizeof(family_words[0]); i++)
		if (ascii_same_word(token.text, family_words[i].word))
			return filter_add_comparison(maker, FILTER_FAMILY, NULL, 0, SIGN_EQ,
				       family_words[i].family) &&
			       filter_finish_term(maker, sign == SIGN_NE);
	return filter_fail_token(
		&maker->lexer, &token, N_("there are no such sockets here"), expected);
}

static bool make_named(struct filter_maker *maker, enum filter_kind kind, enum filter_sign sign,
	unsigned count, const char *(*name)(unsigned number), const char *expected)
{
	struct filter_token token;

	if (!filter_lex_value(&maker->lexer, VALUE_WORD, expected, &token))
		return false;
	for (unsigned i = 0; i < count; i++)
		if (ascii_same_word(token.text, name(i)))
			return filter_add_comparison(maker, kind, NULL, 0, SIGN_EQ, i) &&
			       filter_finish_term(maker, sign == SIGN_NE);
	return filter_fail_token(
		&maker->lexer, &token, N_("there are no such sockets here"), expected);
}

static const char *proto_name(unsigned number)
{
	return conn_proto_name((enum conn_proto)number);
}

static bool make_proto(
	struct filter_maker *maker, const struct column *column, enum filter_sign sign)
{
	(void)column;
	return make_named(
		maker, FILTER_PROTO, sign, (unsigned)kind_count, proto_name, N_("tcp or udp"));
}

static bool make_text(
	struct filter_maker *maker, const struct column *column, enum filter_sign sign);

/* By number if the name is known: that is exact, and needs no names of sockets' users. */
static bool make_user(
	struct filter_maker *maker, const struct column *column, enum filter_sign sign)
{
	const struct filter_names *names = maker->names;
	struct filter_lexer saved = maker->lexer;
	struct filter_token token;
	uint64_t number;
	uint32_t uid;

	if (!filter_lex_value(&maker->lexer, VALUE_WORD, N_("the name of a user"), &token))
		return false;
	if (names->user && names->user(names->context, token.text, &uid)) {
		number = uid;
	} else if (!filter_read_number(token.text, UINT32_MAX, &number)) {
		if (names->user)
			return filter_fail_token(&maker->lexer, &token, N_("there is no such user"),
				N_("the name of a user, or a number"));
		maker->lexer = saved;
		return make_text(maker, column, sign);
	}
	if (!filter_add_comparison(maker, FILTER_USER, NULL, 0, SIGN_EQ, number))
		return false;
	maker->filter->nodes[filter_last(maker)].text = token.text;
	return filter_finish_term(maker, sign == SIGN_NE);
}

static bool make_local(
	struct filter_maker *maker, const struct column *column, enum filter_sign sign)
{
	return filter_make_hosts(maker, FILTER_LOCAL, strcmp(column->id, "laddr") == 0, sign);
}

static bool make_remote(
	struct filter_maker *maker, const struct column *column, enum filter_sign sign)
{
	return filter_make_hosts(maker, FILTER_REMOTE, strcmp(column->id, "raddr") == 0, sign);
}

static bool make_local_port(
	struct filter_maker *maker, const struct column *column, enum filter_sign sign)
{
	(void)column;
	return filter_make_ports(maker, FILTER_LOCAL, sign);
}

static bool make_remote_port(
	struct filter_maker *maker, const struct column *column, enum filter_sign sign)
{
	(void)column;
	return filter_make_ports(maker, FILTER_REMOTE, sign);
}

static bool make_one_proto(struct filter_maker *maker, const struct filter_list *list)
{
	return make_proto(maker, list->column, SIGN_EQ);
}

static bool make_protos(
	struct filter_maker *maker, const struct column *column, enum filter_sign sign)
{
	return filter_make_list(
		maker, &(struct filter_list){make_one_proto, .column = column}, sign);
}

static bool make_one_family(struct filter_maker *maker, const struct filter_list *list)
{
	return make_family(maker, list->column, SIGN_EQ);
}

static bool make_families(
	struct filter_maker *maker, const struct column *column, enum filter_sign sign)
{
	return filter_make_list(
		maker, &(struct filter_list){make_one_family, .column = column}, sign);
}

static bool make_one_user(struct filter_maker *maker, const struct filter_list *list)
{
	return make_user(maker, list->column, SIGN_EQ);
}

static bool make_users(
	struct filter_maker *maker, const struct column *column, enum filter_sign sign)
{
	return filter_make_list(
		maker, &(struct filter_list){make_one_user, .column = column}, sign);
}

static const struct {
	const char *id;
	bool ordered; /* accepts < and >, too */
	bool (*make)(
		struct filter_maker *maker, const struct column *column, enum filter_sign sign);
} special[] = {
	{"state", false, make_state},
	{"proto", false, make_protos},
	{"family", false, make_families},
	{"user", false, make_users},
	{"local", false, make_local},
	{"laddr", false, make_local},
	{"remote", false, make_remote},
	{"raddr", false, make_remote},
	{"lport", true, make_local_port},
	{"rport", true, make_remote_port},
};

/* -------- any column -------- */

static struct regex *make_regex(struct filter_maker *maker, const struct filter_token *token)
{
	const char *message;
	size_t offset;
	struct regex *regex = regex_new(token->text, &offset, &message);

	if (!regex) {
		bool marked = token->kind != TOKEN_WORD; /* by a quotation mark or slash */

		offset += marked;
		if (offset > token->length)
			offset = token->length;
		filter_fail(&maker->lexer, token->offset + offset, token->length - offset, message,
			N_("a POSIX extended regular expression"));
	}
	return regex;
}

static bool make_like(
	struct filter_maker *maker, const struct column *column, enum filter_sign sign)
{
	struct filter_token token;
	struct filter_node *node = NULL;
	struct regex *regex;

	if (!filter_lex_value(&maker->lexer, VALUE_REGEX, N_("a regular expression"), &token))
		return false;
	regex = make_regex(maker, &token);
	if (regex)
		node = filter_add(maker, FILTER_REGEX);
	if (!node) {
		regex_free(regex);
		return false;
	}
	node->column = column;
	node->owner = (uint8_t)filter_owner_of(column);
	node->text = token.text;
	node->regex = regex;
	return filter_finish_term(maker, sign == SIGN_UNLIKE);
}

static bool make_text(
	struct filter_maker *maker, const struct column *column, enum filter_sign sign)
{
	struct filter_token token;
	struct filter_node *node;

	if (!filter_lex_value(&maker->lexer, VALUE_WORD, N_("a text"), &token))
		return false;
	node = filter_add(maker, FILTER_TEXT);
	if (!node)
		return false;
	node->column = column;
	node->owner = (uint8_t)filter_owner_of(column);
	node->text = token.text;
	return filter_finish_term(maker, sign == SIGN_NE);
}

static bool read_flag(
	struct filter_maker *maker, const struct filter_token *token, uint64_t *ret_number)
{
	static const char *const answers[][3] = {{"no", "false", "0"}, {"yes", "true", "1"}};

	for (unsigned value = 0; value < 2; value++)
		for (unsigned i = 0; i < 3; i++)
			if (ascii_same_word(token->text, answers[value][i])) {
				*ret_number = value;
				return true;
			}
	return filter_fail_token(
		&maker->lexer, token, N_("this is neither yes nor no"), N_("yes or no"));
}

static bool make_number(
	struct filter_maker *maker, const struct column *column, enum filter_sign sign)
{
	bool time = column->kind == COLUMN_MILLISECONDS || column->kind == COLUMN_MICROSECONDS;
	struct filter_token token;
	uint64_t number;
	bool read;

	if (!filter_lex_value(&maker->lexer, VALUE_WORD,
		    time ? N_("a length of time, such as 100ms") : N_("a number"), &token))
		return false;
	read = column->kind == COLUMN_FLAG ? read_flag(maker, &token, &number)
					   : filter_read_quantity(maker, &token, time, &number);
	return read && filter_add_comparison(maker, FILTER_NUMBER, column, 0, sign, number) &&
	       filter_finish_term(maker, sign == SIGN_NE);
}

static bool make_one_number(struct filter_maker *maker, const struct filter_list *list)
{
	return make_number(maker, list->column, SIGN_EQ);
}

/* A number that names something: pid, inode. Other numbers are written with commas in them. */
static bool is_name_number(const struct column *column)
{
	return column->kind == COLUMN_NUMBER && !(column->flags & COLUMN_GREATEST);
}

bool filter_make_column(struct filter_maker *maker, const struct column *column)
{
	enum filter_sign sign;
	size_t offset;
	bool like;

	if (!filter_lex_sign(&maker->lexer, &sign, &offset))
		return false;
	like = sign == SIGN_LIKE || sign == SIGN_UNLIKE;
	if (like)
		return make_like(maker, column, sign);
	for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++)
		if (strcmp(column->id, special[i].id) == 0)
			return (special[i].ordered || filter_need_equal(maker, sign, offset)) &&
			       special[i].make(maker, column, sign);
	if (is_name_number(column) && filter_sign_lists(sign))
		return filter_make_list(
			maker, &(struct filter_list){make_one_number, .column = column}, sign);
	if (column->kind != COLUMN_TEXT && column->kind != COLUMN_LIST)
		return make_number(maker, column, sign);
	return filter_need_equal(maker, sign, offset) && make_text(maker, column, sign);
}

/* -------- anywhere in the row -------- */

bool filter_may_be_in_number(const char *word)
{
	unsigned dots = 0;

	for (; *word; word++) {
		if (!strchr("0123456789.,>-?kmgtpeshd", ascii_lower(*word)))
			return false;
		dots += *word == '.';
	}
	return dots <= 1;
}

/* Computes what does not depend on the row. */
static void find_cells(const struct filter *filter, struct filter_node *node)
{
	bool numbers = node->kind == FILTER_PATTERN || filter_may_be_in_number(node->text);

	for (size_t i = 0; i < filter->shown_count; i++) {
		const struct column *column = filter->shown[i];
		bool state = strcmp(column->id, "state") == 0;

		if (!state && strcmp(column->id, "proto") != 0) {
			if (numbers || column->kind == COLUMN_TEXT)
				node->cells.columns |= 1U << i;
			continue;
		}
		for (unsigned proto = 0; proto < kind_count; proto++)
			for (unsigned s = 0; s < CONN_STATES; s++) {
				const char *name = state ? conn_state_name((enum conn_proto)proto,
								   (enum conn_state)s)
							 : proto_name(proto);

				if (filter_is_within(node, name, strlen(name)))
					node->cells.states[proto] |= 1U << s;
			}
	}
}

/* Words of netstat and tcpdump for families and protocols. */
static const struct {
	const char *word, *condition;
} looks_like[] = {
	{"ipv4", "family ipv4"},
	{"ip4", "family ipv4"},
	{"ip", "family ipv4"},
	{"inet", "family ipv4"},
	{"ipv6", "family ipv6"},
	{"ip6", "family ipv6"},
	{"inet6", "family ipv6"},
	{"tcp4", "proto tcp family ipv4"},
	{"tcp6", "proto tcp family ipv6"},
	{"udp4", "proto udp family ipv4"},
	{"udp6", "proto udp family ipv6"},
};

/*
 * Notes a word that is the name of a state or family, but in no row: `connected`. A search for
 * `established` or `tcp` finds what is meant.
 */
static void note_hint(struct filter *filter, const struct filter_node *node)
{
	uint32_t found = 0;

	for (size_t proto = 0; proto < kind_count; proto++)
		found |= node->cells.states[proto];
	if (found || filter->hinted)
		return;
	for (size_t i = 0; i < sizeof(looks_like) / sizeof(looks_like[0]); i++)
		if (ascii_same_word(node->text, looks_like[i].word)) {
			filter->hinted = node->text;
			filter->hint = looks_like[i].condition;
			return;
		}
	if (filter_states_of(node->text))
		filter->hinted = node->text;
}

void filter_add_hint(const struct filter *filter, struct buffer *out)
{
	if (filter->hint)
		buffer_text(out, filter->hint);
	else
		buffer_printf(out, "state %s", filter->hinted);
}

bool filter_make_anywhere(struct filter_maker *maker, const struct filter_token *token)
{
	bool pattern = token->kind == TOKEN_REGEX;
	struct regex *regex = pattern ? make_regex(maker, token) : NULL;
	struct filter_node *node = NULL;

	if (!pattern || regex)
		node = filter_add(maker, pattern ? FILTER_PATTERN : FILTER_WORD);
	if (!node) {
		regex_free(regex);
		return false;
	}
	node->text = token->text;
	node->regex = regex;
	find_cells(maker->filter, node);
	if (token->kind == TOKEN_WORD)
		note_hint(maker->filter, node);
	return true;
}
