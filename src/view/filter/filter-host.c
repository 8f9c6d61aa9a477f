/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * HOST and PORT as in ss: 10.0.0.0/8:443, [2001:db8::1]:https, *:22, :22, inet6:*; and also with an
 * interface (fe80::1%eth0), as the columns show it.
 */
#include "view/filter/filter-internal.h"

#include <string.h>

#include "base/i18n.h"

#define ADDRESSES_MAX 16 /* of a host's name */

/* Names of interfaces have at most 15 bytes, those of hosts 253. */
struct pieces {
	char address[256];
	char device[32];
	const char *port; /* NULL: no port */
};

static const char *const host_expected =
	N_("an address such as 10.0.0.5, 10.0.0.0/8:443, [2001:db8::1]:443, *:443 or :443");

static bool copy_piece(const char *from, size_t length, char *piece, size_t size)
{
	if (length >= size)
		return false;
	memcpy(piece, from, length);
	piece[length] = '\0';
	return true;
}

/* [ADDRESS[/LEN][%DEV]][/LEN][%DEV][:PORT] */
static bool split_brackets(const char *text, struct pieces *pieces)
{
	size_t address = strcspn(text + 1, "]%"), suffix, device;
	const char *at = text + 1 + address;

	if (!copy_piece(text + 1, address, pieces->address, sizeof(pieces->address)))
		return false;
	if (*at == '%') {
		device = strcspn(++at, "]");
		if (!copy_piece(at, device, pieces->device, sizeof(pieces->device)))
			return false;
		at += device;
	}
	if (*at++ != ']' || !strchr(pieces->address, ':'))
		return false;
	suffix = *at == '/' ? strcspn(at, ":%") : 0;
	if (!copy_piece(at, suffix, pieces->address + address, sizeof(pieces->address) - address))
		return false;
	at += suffix;
	if (*at == '%') {
		device = strcspn(++at, ":");
		if (!copy_piece(at, device, pieces->device, sizeof(pieces->device)))
			return false;
		at += device;
	}
	if (*at == ':')
		pieces->port = at;
	return !*at || *at == ':';
}

static bool is_address(const char *text, size_t length)
{
	const char *device = memchr(text, '%', length);
	struct filter_host host;

	return filter_read_prefix(text, device ? (size_t)(device - text) : length, &host);
}

/*
 * Finds the start of the port in a text without brackets, or NULL. As in ss, it is after the last
 * colon: ::1:443 is port 443 of ::1. Only if this makes no sense, all of the text is an address.
 */
static const char *find_port(const char *text)
{
	const char *slash = strchr(text, '/');
	const char *colon = strrchr(slash ? slash : text, ':');
	uint64_t number;

	if (!colon || colon == text || *text == '*')
		return colon;
	if (is_address(text, strlen(text)) &&
		(!is_address(text, (size_t)(colon - text)) ||
			!filter_read_number(colon + 1, UINT16_MAX, &number)))
		return NULL;
	return colon;
}

static bool split(const char *text, bool address_only, struct pieces *pieces)
{
	const char *device;
	size_t length;

	*pieces = (struct pieces){.port = NULL};
	if (*text == '[')
		return split_brackets(text, pieces);
	if (!address_only)
		pieces->port = find_port(text);
	length = pieces->port ? (size_t)(pieces->port - text) : strlen(text);
	device = memchr(text, '%', length);
	if (device) {
		size_t rest = length - (size_t)(device - text) - 1;

		if (!copy_piece(device + 1, rest, pieces->device, sizeof(pieces->device)))
			return false;
		length = (size_t)(device - text);
	}
	return copy_piece(text, length, pieces->address, sizeof(pieces->address));
}

static bool is_any(const char *address)
{
	return !*address || strcmp(address, "*") == 0 || ascii_same_word(address, "any") ||
	       ascii_same_word(address, "all") || ascii_same_word(address, "default");
}

bool filter_need_equal(struct filter_maker *maker, enum filter_sign sign, size_t offset)
{
	if (sign == SIGN_EQ || sign == SIGN_NE || sign == SIGN_NONE)
		return true;
	return filter_fail(
		&maker->lexer, offset, 0, N_("this cannot be ordered or searched"), N_("= or !="));
}

bool filter_finish_term(struct filter_maker *maker, bool negated)
{
	return !negated || filter_add_not(maker);
}

/* Reads the index of an interface, by its name or as a number. */
static bool read_device(struct filter_maker *maker, const struct filter_token *token,
	const char *name, uint32_t *ret_index)
{
	const struct filter_names *names = maker->names;
	uint64_t number;

	if (names->interface && names->interface(names->context, name, ret_index))
		return true;
	if (!filter_read_number(name, UINT32_MAX, &number))
		return filter_fail_token(&maker->lexer, token, N_("there is no such interface"),
			N_("the name of an interface, or its number"));
	*ret_index = (uint32_t)number;
	return true;
}

bool filter_make_device(struct filter_maker *maker, enum filter_sign sign)
{
	struct filter_token token;
	struct filter_node *node;
	uint32_t index;

	if (!filter_lex_value(&maker->lexer, VALUE_WORD,
		    N_("the name of an interface, or its number"), &token) ||
		!read_device(maker, &token, token.text, &index))
		return false;
	node = filter_add(maker, FILTER_DEVICE);
	if (!node)
		return false;
	node->number = index;
	node->text = token.text;
	return filter_finish_term(maker, sign == SIGN_NE);
}

/* Reads the prefix inet: or inet6: and moves *text after it. CONN_FAMILIES: there is none. */
static bool take_family(struct filter_maker *maker, const struct filter_token *token,
	const char **text, enum conn_family *ret_family)
{
	static const struct {
		const char *word;
		enum conn_family family;
	} families[] = {{"inet:", CONN_IPV4}, {"inet6:", CONN_IPV6}};
	static const char *const others[] = {"unix:", "link:", "netlink:", "vsock:"};

	*ret_family = CONN_FAMILIES;
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (strncmp(*text, families[i].word, strlen(families[i].word)) == 0) {
			*ret_family = families[i].family;
			*text += strlen(families[i].word);
			return true;
		}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strncmp(*text, others[i], strlen(others[i])) == 0)
			return filter_fail_token(&maker->lexer, token,
				N_("there are no such sockets here"), N_("inet: or inet6:"));
	return true;
}

/* An empty value, perhaps from an empty variable in a script, must not mean "any". */
static bool need_text(
	struct filter_maker *maker, const struct filter_token *token, const char *expected)
{
	return *token->text ||
	       filter_fail_token(&maker->lexer, token, N_("a value is missing here"), expected);
}

/* Adds the family, if any, to what was added last, joined by "and". */
static bool add_family(struct filter_maker *maker, enum conn_family family)
{
	uint16_t term = filter_last(maker);
	struct filter_node *node;

	if (family == CONN_FAMILIES)
		return true;
	if (!filter_check_depth(maker, 3))
		return false;
	node = filter_add(maker, FILTER_FAMILY);
	if (!node)
		return false;
	node->number = family;
	return filter_add_join(maker, FILTER_AND, term, filter_last(maker));
}

static bool add_host(struct filter_maker *maker, unsigned sides, const struct filter_host *host)
{
	struct filter_node *node = filter_add(maker, FILTER_HOST);

	if (!node)
		return false;
	node->sides = (uint8_t)sides;
	node->host = *host;
	return true;
}

/* A host by its name: any of its addresses matches. */
static bool add_named(struct filter_maker *maker, unsigned sides, struct filter_host *host,
	const struct filter_token *token, const char *name)
{
	const struct filter_names *names = maker->names;
	struct filter_address addresses[ADDRESSES_MAX];
	size_t count = 0;

	if (names->host && !strpbrk(name, "/:"))
		count = names->host(names->context, name, addresses, ADDRESSES_MAX);
	if (!count)
		return filter_fail_token(
			&maker->lexer, token, N_("this is no address"), host_expected);
	if (count > 1 && !filter_check_depth(maker, 3))
		return false;
	host->wants |= FILTER_HOST_ADDRESS;
	for (size_t i = 0; i < count; i++) {
		uint16_t before = filter_last(maker);

		host->family = addresses[i].family;
		host->prefix = host->family == CONN_IPV4 ? 32 : 128;
		memset(host->bytes, 0, sizeof(host->bytes));
		memcpy(host->bytes, addresses[i].bytes, host->prefix / 8);
		if (!add_host(maker, sides, host))
			return false;
		if (i && !filter_add_join(maker, FILTER_OR, before, filter_last(maker)))
			return false;
	}
	return true;
}

/* Reads the pieces other than the address. */
static bool read_rest(struct filter_maker *maker, const struct filter_token *token,
	const struct pieces *pieces, struct filter_host *host)
{
	bool any = true;

	if (pieces->port && !filter_read_port(maker, token, pieces->port, &any, &host->port))
		return false;
	if (!any)
		host->wants |= FILTER_HOST_PORT;
	if (!*pieces->device)
		return true;
	host->wants |= FILTER_HOST_DEVICE;
	return read_device(maker, token, pieces->device, &host->device);
}

bool filter_is_address(const char *word)
{
	struct filter_host host;
	struct pieces pieces;
	uint64_t port;
	size_t dots = 0;

	if (!split(word, false, &pieces) ||
		(pieces.port && !filter_read_number(pieces.port + 1, UINT16_MAX, &port)))
		return false;
	if (!*pieces.address)
		return pieces.port && !*pieces.device;
	if (!filter_read_prefix(pieces.address, strlen(pieces.address), &host))
		return false;
	for (const char *at = pieces.address; *at && *at != '/'; at++)
		dots += *at == '.';
	return host.family == CONN_IPV6 || dots == 3 || strchr(pieces.address, '/');
}

/* Either end has this address and port: each of them both, so that these are two conditions. */
static bool add_either_end(struct filter_maker *maker, const struct filter_host *host)
{
	uint16_t local;

	if (!filter_check_depth(maker, 3) || !add_host(maker, FILTER_LOCAL, host))
		return false;
	local = filter_last(maker);
	return add_host(maker, FILTER_REMOTE, host) &&
	       filter_add_join(maker, FILTER_OR, local, filter_last(maker));
}

bool filter_make_address(struct filter_maker *maker, const struct filter_token *token)
{
	struct filter_host host = {.wants = 0};
	struct pieces pieces;

	split(token->text, false, &pieces);
	if (!read_rest(maker, token, &pieces, &host))
		return false;
	if (!*pieces.address)
		return filter_add_comparison(
			maker, FILTER_PORT, NULL, FILTER_LOCAL | FILTER_REMOTE, SIGN_EQ, host.port);
	filter_read_prefix(pieces.address, strlen(pieces.address), &host);
	host.wants |= FILTER_HOST_ADDRESS;
	return host.wants & FILTER_HOST_PORT ? add_either_end(maker, &host)
					     : add_host(maker, FILTER_LOCAL | FILTER_REMOTE, &host);
}

bool filter_make_host(
	struct filter_maker *maker, unsigned sides, bool address_only, enum filter_sign sign)
{
	struct filter_host host = {.wants = 0};
	enum conn_family family;
	struct filter_token token;
	struct pieces pieces;
	const char *text;

	if (!filter_lex_value(&maker->lexer, VALUE_WORD, host_expected, &token))
		return false;
	text = token.text;
	if (!need_text(maker, &token, host_expected) || !take_family(maker, &token, &text, &family))
		return false;
	if (!split(text, address_only, &pieces) || (address_only && pieces.port))
		return filter_fail_token(
			&maker->lexer, &token, N_("this is no address"), host_expected);
	if (!read_rest(maker, &token, &pieces, &host))
		return false;
	if (filter_read_prefix(pieces.address, strlen(pieces.address), &host))
		host.wants |= FILTER_HOST_ADDRESS;
	else if (!is_any(pieces.address)) {
		if (!add_named(maker, sides, &host, &token, pieces.address))
			return false;
		return add_family(maker, family) && filter_finish_term(maker, sign == SIGN_NE);
	}
	return add_host(maker, sides, &host) && add_family(maker, family) &&
	       filter_finish_term(maker, sign == SIGN_NE);
}

static enum filter_op op_of(enum filter_sign sign)
{
	switch (sign) {
	case SIGN_LT:
		return FILTER_LT;
	case SIGN_GT:
		return FILTER_GT;
	case SIGN_LE:
		return FILTER_LE;
	case SIGN_GE:
		return FILTER_GE;
	default:
		return FILTER_EQ;
	}
}

bool filter_add_comparison(struct filter_maker *maker, enum filter_kind kind,
	const struct column *column, unsigned sides, enum filter_sign sign, uint64_t number)
{
	struct filter_node *node = filter_add(maker, kind);

	if (!node)
		return false;
	node->column = column;
	node->owner = (uint8_t)(column ? filter_owner_of(column) : FILTER_OWNER_NONE);
	node->sides = (uint8_t)sides;
	node->op = (uint8_t)op_of(sign);
	node->number = number;
	return true;
}

bool filter_make_port(struct filter_maker *maker, unsigned sides, enum filter_sign sign)
{
	static const char expected[] = N_("a port's number or a service's name");
	const struct filter_host anything = {.wants = 0};
	bool ordered = sign != SIGN_EQ && sign != SIGN_NE && sign != SIGN_NONE;
	bool any, added;
	enum conn_family family;
	struct filter_token token;
	const char *text;
	uint16_t port = 0;

	if (!filter_lex_value(&maker->lexer, VALUE_WORD, expected, &token))
		return false;
	text = token.text;
	if (!need_text(maker, &token, expected) || !take_family(maker, &token, &text, &family) ||
		!filter_read_port(maker, &token, text, &any, &port))
		return false;
	if (any && ordered)
		return filter_fail_token(
			&maker->lexer, &token, N_("any port has no order"), expected);
	added = any ? add_host(maker, sides, &anything)
		    : filter_add_comparison(maker, FILTER_PORT, NULL, sides, sign, port);
	return added && add_family(maker, family) && filter_finish_term(maker, sign == SIGN_NE);
}
