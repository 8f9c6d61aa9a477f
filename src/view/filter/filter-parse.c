/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How terms are joined, and the figures of the whole filter. */
#include "view/filter/filter-internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/nearest.h"

/* -------- nodes -------- */

struct filter_node *filter_add(struct filter_maker *maker, enum filter_kind kind)
{
	struct filter *filter = maker->filter;
	struct filter_node *node;

	if (filter->node_count == FILTER_NODES_MAX) {
		filter_fail(&maker->lexer, maker->lexer.at, 0, N_("the filter has too many terms"),
			NULL);
		return NULL;
	}
	if (filter->node_count == maker->capacity) {
		maker->capacity = maker->capacity ? maker->capacity * 2 : 8;
		filter->nodes =
			alloc_resize(filter->nodes, maker->capacity, sizeof(*filter->nodes));
	}
	node = &filter->nodes[filter->node_count++];
	memset(node, 0, sizeof(*node));
	node->kind = (uint8_t)kind;
	return node;
}

uint16_t filter_last(const struct filter_maker *maker)
{
	return (uint16_t)(maker->filter->node_count - 1);
}

bool filter_add_join(
	struct filter_maker *maker, enum filter_kind kind, uint16_t left, uint16_t right)
{
	struct filter_node *node = filter_add(maker, kind);

	if (!node)
		return false;
	node->left = left;
	node->right = right;
	return true;
}

bool filter_add_not(struct filter_maker *maker)
{
	return filter_add_join(maker, FILTER_NOT, filter_last(maker), 0);
}

bool filter_check_depth(struct filter_maker *maker, unsigned more)
{
	return maker->depth + more <= FILTER_DEPTH_MAX ||
	       filter_fail(&maker->lexer, maker->lexer.at, 0,
		       N_("brackets and nots are nested too deeply"), NULL);
}

/* -------- the grammar -------- */

static bool parse_list(struct filter_maker *maker);

static bool parse_brackets(struct filter_maker *maker, const struct filter_token *open)
{
	struct filter_token token;

	if (!parse_list(maker) || !filter_lex_next(&maker->lexer, &token))
		return false;
	if (token.kind == TOKEN_CLOSE)
		return true;
	return filter_fail_token(&maker->lexer, open, N_("the bracket is not closed"), N_(")"));
}

static bool parse_term(struct filter_maker *maker)
{
	static const char expected[] =
		N_("a condition, such as state established, sport = :22 or pid = 1203");
	struct filter_token token;
	bool parsed;

	if (!filter_lex_next(&maker->lexer, &token))
		return false;
	switch (token.kind) {
	case TOKEN_WORD:
	case TOKEN_QUOTED:
	case TOKEN_REGEX:
		return filter_make_term(maker, &token);
	case TOKEN_OPEN:
	case TOKEN_NOT:
		if (!filter_check_depth(maker, 1))
			return false;
		maker->depth++;
		parsed = token.kind == TOKEN_OPEN ? parse_brackets(maker, &token)
						  : parse_term(maker) && filter_add_not(maker);
		maker->depth--;
		return parsed;
	default:
		return filter_fail_token(
			&maker->lexer, &token, N_("a condition is missing here"), expected);
	}
}

static const char *nearest_column(const char *name)
{
	const struct filter_condition *condition;
	struct nearest nearest;

	nearest_begin(&nearest, name);
	for (size_t i = 0; (condition = filter_condition(i)); i++)
		nearest_compare(&nearest, condition->word);
	column_suggest(&nearest);
	return nearest.found;
}

/* An operator stands behind a term: behind a word, this is meant as a column. */
static bool refuse_sign(struct filter_maker *maker, const struct filter_token *sign, size_t end)
{
	const struct filter_token *bare = &maker->bare;

	if (!bare->length || bare->offset + bare->length != end)
		return filter_fail_token(&maker->lexer, sign,
			N_("an operator without a column before it"),
			N_("the name of a column; --columns=help lists them"));
	filter_fail_token(&maker->lexer, bare, N_("there is no such column"),
		N_("the name of a column; --columns=help lists them"));
	filter_suggest(&maker->lexer, nearest_column(bare->text));
	return false;
}

enum joiner { JOIN_NONE, JOIN_AND, JOIN_OR, JOIN_SILENT };

/* Reads what joins two terms: a blank means "and". */
static bool take_joiner(struct filter_maker *maker, enum joiner *ret_joiner)
{
	struct filter_lexer saved = maker->lexer;
	struct filter_token token;

	if (!filter_lex_next(&maker->lexer, &token))
		return false;
	switch (token.kind) {
	case TOKEN_AND:
		*ret_joiner = JOIN_AND;
		return true;
	case TOKEN_OR:
		*ret_joiner = JOIN_OR;
		return true;
	case TOKEN_END:
	case TOKEN_CLOSE:
		*ret_joiner = JOIN_NONE;
		break;
	case TOKEN_SIGN:
		return refuse_sign(maker, &token, saved.at);
	default:
		*ret_joiner = JOIN_SILENT;
	}
	maker->lexer = saved;
	return true;
}

/* Parses the terms after the first one, up to the end or the bracket. */
static bool parse_joined(struct filter_maker *maker)
{
	bool seen[2] = {false, false};

	for (;;) {
		uint16_t left = filter_last(maker);
		enum joiner joiner;
		bool either;

		if (!take_joiner(maker, &joiner))
			return false;
		if (joiner == JOIN_NONE)
			return true;
		either = joiner == JOIN_OR;
		seen[either] = true;
		maker->filter->mixed |= seen[!either];
		if (!parse_term(maker) || !filter_add_join(maker, either ? FILTER_OR : FILTER_AND,
						  left, filter_last(maker)))
			return false;
	}
}

/*
 * States at the beginning of a list apply to all of it, whatever joins the rest, unless a word
 * joins them to it.
 */
static bool parse_list(struct filter_maker *maker)
{
	struct filter_lexer saved;
	enum joiner joiner;
	uint16_t first;
	bool parsed;

	if (!parse_term(maker))
		return false;
	saved = maker->lexer;
	first = filter_last(maker);
	if (!take_joiner(maker, &joiner))
		return false;
	maker->lexer = saved;
	if (joiner != JOIN_SILENT || maker->states_end != saved.at)
		return parse_joined(maker);
	if (!filter_check_depth(maker, 1))
		return false;
	maker->depth++; /* as if the rest had brackets: it is printed with them */
	parsed = parse_term(maker) && parse_joined(maker) &&
		 filter_add_join(maker, FILTER_AND, first, filter_last(maker));
	maker->depth--;
	return parsed;
}

/* -------- the whole -------- */

/*
 * Sets where evaluation continues after each leaf, from the root down, so that it needs no stack.
 */
static void link_leaves(struct filter *filter)
{
	struct filter_node *nodes = filter->nodes;
	uint16_t *firsts = alloc_zero(filter->node_count, sizeof(*firsts));

	for (size_t i = 0; i < filter->node_count; i++)
		firsts[i] = nodes[i].kind <= FILTER_NOT ? firsts[nodes[i].left] : (uint16_t)i;
	filter->first = firsts[filter->node_count - 1];
	nodes[filter->node_count - 1].yes = FILTER_YES;
	nodes[filter->node_count - 1].no = FILTER_NO;
	for (size_t i = filter->node_count; i-- > 0;) {
		struct filter_node *node = &nodes[i];
		bool both = node->kind == FILTER_AND;

		if (node->kind == FILTER_NOT) {
			nodes[node->left].yes = node->no;
			nodes[node->left].no = node->yes;
		} else if (node->kind <= FILTER_OR) {
			nodes[node->left].yes = both ? firsts[node->right] : node->yes;
			nodes[node->left].no = both ? node->no : firsts[node->right];
			nodes[node->right].yes = node->yes;
			nodes[node->right].no = node->no;
		}
	}
	free(firsts);
}

/* The states in which a node may be true, and those in which it may be false. */
struct chances {
	uint32_t yes, no;
};

/* An address of IPv4 may be that of a socket of IPv6, too, but not the other way round. */
static bool is_only_of_ipv6(const struct filter_node *node)
{
	return node->kind == FILTER_HOST && node->host.wants & FILTER_HOST_ADDRESS &&
	       node->host.family == CONN_IPV6;
}

static struct chances leaf_chances(const struct filter_node *node, struct part part)
{
	uint32_t states = UINT32_MAX;

	if (node->kind == FILTER_STATE)
		states = node->states;
	else if (node->kind == FILTER_PROTO)
		states = node->number == part.proto ? UINT32_MAX : 0;
	else if (node->kind == FILTER_FAMILY)
		states = node->number == part.family ? UINT32_MAX : 0;
	else if (is_only_of_ipv6(node) && part.family != CONN_IPV6)
		states = 0;
	else
		return (struct chances){UINT32_MAX, UINT32_MAX};
	return (struct chances){states, ~states};
}

static uint32_t find_states(const struct filter *filter, struct part part)
{
	struct chances *chances = alloc_zero(filter->node_count, sizeof(*chances));
	uint32_t states;

	for (size_t i = 0; i < filter->node_count; i++) {
		const struct filter_node *node = &filter->nodes[i];
		const struct chances *left = &chances[node->left], *right = &chances[node->right];

		if (node->kind == FILTER_NOT)
			chances[i] = (struct chances){left->no, left->yes};
		else if (node->kind == FILTER_AND)
			chances[i] = (struct chances){left->yes & right->yes, left->no | right->no};
		else if (node->kind == FILTER_OR)
			chances[i] = (struct chances){left->yes | right->yes, left->no & right->no};
		else
			chances[i] = leaf_chances(node, part);
	}
	states = chances[filter->node_count - 1].yes & kind_table[part.proto]->states;
	free(chances);
	return states;
}

/*
 * The states that are named by a set; a set with more states than filter_lists_states() allows
 * excludes the others.
 */
static uint32_t find_said(const struct filter *filter)
{
	bool *negated = alloc_zero(filter->node_count, sizeof(*negated));
	uint32_t said = 0;

	for (size_t i = filter->node_count; i-- > 0;) {
		const struct filter_node *node = &filter->nodes[i];

		if (node->kind <= FILTER_NOT) {
			negated[node->left] = negated[i] != (node->kind == FILTER_NOT);
			if (node->kind != FILTER_NOT)
				negated[node->right] = negated[i];
		} else if (node->kind == FILTER_STATE && !negated[i] && filter_lists_states(node)) {
			said |= node->states;
		}
	}
	free(negated);
	return said;
}

static void note_part(struct filter *filter, struct part part)
{
	uint32_t states =
		filter->node_count ? find_states(filter, part) : kind_table[part.proto]->states;

	filter->states[part.proto] |= states;
	if (states)
		parts_add(&filter->parts, parts_one(part.proto, part.family));
}

static void finish(struct filter *filter)
{
	struct parts parts = parts_all();
	struct part part;

	for (size_t i = 0; i < filter->node_count; i++) {
		const struct filter_node *node = &filter->nodes[i];
		bool anywhere = node->kind == FILTER_WORD || node->kind == FILTER_PATTERN;

		if (node->column)
			filter->needs |= node->column->flags;
		for (size_t c = 0; anywhere && c < filter->shown_count; c++)
			if (node->cells.columns >> c & 1)
				filter->needs |= filter->shown[c]->flags;
	}
	while (parts_take(&parts, &part))
		note_part(filter, part);
	if (!filter->node_count)
		return;
	filter->said = find_said(filter);
	link_leaves(filter);
}

static bool parse_whole(struct filter_maker *maker)
{
	struct filter_token token;

	if (!filter_lex_peek(&maker->lexer, &token))
		return false;
	if (token.kind == TOKEN_END)
		return true;
	if (!parse_list(maker) || !filter_lex_next(&maker->lexer, &token))
		return false;
	return token.kind == TOKEN_END ||
	       filter_fail_token(&maker->lexer, &token, N_("there is no bracket to close"), NULL);
}

/* Without rates: these change with every refresh, and are expensive to get from the kernel. */
static void choose_shown(struct filter *filter)
{
	for (size_t i = 0; column_defaults[i] && filter->shown_count < FILTER_SHOWN_MAX; i++) {
		const struct column *column = column_find(column_defaults[i]);

		if (!(column->flags & COLUMN_TCP_INFO))
			filter->shown[filter->shown_count++] = column;
	}
}

int filter_parse(const char *text, const struct filter_names *names, struct filter **ret_filter,
	struct filter_error *ret_error)
{
	size_t length = strnlen(text, FILTER_LENGTH_MAX + 1);
	struct filter *filter = alloc_zero(1, sizeof(*filter));
	struct filter_maker maker = {
		.lexer = {.text = text, .error = ret_error},
		.names = names,
		.filter = filter,
	};
	bool parsed;

	choose_shown(filter);
	/* a token needs at most its own bytes and a NUL */
	filter->texts = alloc_zero(2 * length + 2, 1);
	maker.lexer.words = filter->texts;
	parsed = length <= FILTER_LENGTH_MAX
			 ? parse_whole(&maker)
			 : filter_fail(&maker.lexer, FILTER_LENGTH_MAX, 0,
				   N_("the filter is too long"), N_("at most 4096 bytes"));
	if (!parsed) {
		filter_free(filter);
		return -EINVAL;
	}
	finish(filter);
	*ret_filter = filter;
	return 0;
}

void filter_free(struct filter *filter)
{
	if (!filter)
		return;
	for (size_t i = 0; i < filter->node_count; i++)
		regex_free(filter->nodes[i].regex);
	free(filter->nodes);
	free(filter->texts);
	free(filter);
}
