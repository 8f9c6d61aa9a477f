/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A filter as text: each filter has one spelling. */
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

#include "view/filter/filter-internal.h"

static const char *const equal[2] = {"=", "!="};
static const char *const ops[] = {
	[FILTER_EQ] = "=",
	[FILTER_LT] = "<",
	[FILTER_GT] = ">",
	[FILTER_LE] = "<=",
	[FILTER_GE] = ">=",
};

/* -------- texts -------- */

static bool is_plain(const char *text, const char *signs)
{
	if (!*text)
		return false;
	for (; *text; text++)
		if (!(*text >= '0' && *text <= '9') && !(*text >= 'a' && *text <= 'z') &&
			!(*text >= 'A' && *text <= 'Z') && !strchr(signs, *text) &&
			!((unsigned char)*text & 0x80))
			return false;
	return true;
}

static void add_quoted(struct buffer *out, const char *text)
{
	buffer_char(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			buffer_char(out, '\\');
		buffer_char(out, *text);
	}
	buffer_char(out, '"');
}

/* A value or a word: unchanged, unless it would be read as something else. */
void filter_print_word(struct buffer *out, const char *text)
{
	/* A comma would divide a list. */
	if (*text != '/' && is_plain(text, "_.:/@%*+-[]") && !filter_is_keyword(text))
		buffer_text(out, text);
	else
		add_quoted(out, text);
}

static void add_regex(struct buffer *out, const char *pattern)
{
	if (*pattern != '/' && is_plain(pattern, "_.:/@%*+,-^$?") && !filter_is_keyword(pattern))
		buffer_text(out, pattern);
	else
		add_quoted(out, pattern);
}

/*
 * Between slashes. A backslash and the next byte belong together, so an escaped slash is not the
 * end.
 */
static void add_slashed(struct buffer *out, const char *pattern)
{
	buffer_char(out, '/');
	for (; *pattern; pattern++) {
		if (*pattern == '/')
			buffer_char(out, '\\');
		buffer_char(out, *pattern);
		if (*pattern == '\\' && pattern[1])
			buffer_char(out, *++pattern);
	}
	buffer_char(out, '/');
}

/* -------- numbers -------- */

/* In the greatest unit that is exact. */
static void add_quantity(struct buffer *out, uint64_t number, bool time)
{
	static const struct {
		const char *name;
		uint64_t size;
	} times[] = {{"d", UINT64_C(86400000000)}, {"h", UINT64_C(3600000000)}, {"m", 60000000},
		{"s", 1000000}, {"ms", 1000}, {"us", 1}};
	static const char letters[] = "kMGTP";
	size_t at = 0;

	if (time) {
		while (number % times[at].size)
			at++;
		buffer_number(out, number / times[at].size);
		buffer_text(out, times[at].name);
		return;
	}
	while (number && number % 1024 == 0 && at < sizeof(letters) - 1) {
		number /= 1024;
		at++;
	}
	buffer_number(out, number);
	if (at)
		buffer_char(out, letters[at - 1]);
}

static void print_number(const struct filter_node *node, bool negated, struct buffer *out)
{
	enum column_kind kind = node->column->kind;

	buffer_printf(out, "%s %s ", node->column->id, negated ? "!=" : ops[node->op]);
	if (kind == COLUMN_FLAG)
		buffer_text(out, node->number ? "yes" : "no");
	else
		add_quantity(out, node->number,
			kind == COLUMN_MILLISECONDS || kind == COLUMN_MICROSECONDS);
}

/* -------- sockets -------- */

static void print_states(const struct filter_node *node, struct buffer *out)
{
	const uint32_t all = ((1U << CONN_STATES) - 1) & ~(1U << CONN_NEW_SYN_RECV);
	bool listed = node->states && filter_lists_states(node);
	uint32_t states = all & (listed ? node->states : ~node->states);
	const char *blank = "";

	if (!states || states == all) {
		buffer_text(out, states ? "exclude all" : "state all");
		return;
	}
	for (unsigned state = 0; state < CONN_STATES; state++) {
		if (!(states >> state & 1))
			continue;
		buffer_printf(out, "%s%s ", blank, listed ? "state" : "exclude");
		for (const char *name = kind_common_state_name((enum conn_state)state); *name;
			name++)
			buffer_char(out, *name == '_' ? '-' : ascii_lower(*name));
		blank = " ";
	}
}

static const char *host_word(unsigned sides)
{
	return sides == FILTER_LOCAL ? "src" : sides == FILTER_REMOTE ? "dst" : "addr";
}

static const char *port_word(unsigned sides)
{
	return sides == FILTER_LOCAL ? "sport" : sides == FILTER_REMOTE ? "dport" : "port";
}

static void add_address(const struct filter_host *host, struct buffer *out)
{
	bool v6 = host->family == CONN_IPV6;
	char text[INET6_ADDRSTRLEN];

	if (!inet_ntop(v6 ? AF_INET6 : AF_INET, host->bytes, text, sizeof(text)))
		return;
	buffer_printf(out, v6 ? "[%s]" : "%s", text);
	if (host->prefix != (v6 ? 128 : 32))
		buffer_printf(out, "/%u", host->prefix);
}

static void print_host(const struct filter_node *node, bool negated, struct buffer *out)
{
	const struct filter_host *host = &node->host;

	buffer_printf(out, "%s %s ", host_word(node->sides), equal[negated]);
	if (host->wants & FILTER_HOST_ADDRESS)
		add_address(host, out);
	else
		buffer_char(out, '*');
	if (host->wants & FILTER_HOST_DEVICE)
		buffer_printf(out, "%%%u", host->device);
	if (host->wants & FILTER_HOST_PORT)
		buffer_printf(out, ":%u", host->port);
}

static void print_mark(const struct filter_node *node, bool negated, struct buffer *out)
{
	buffer_printf(out, "fwmark %s 0x%x", equal[negated], node->mark.value);
	if (node->mark.mask != UINT32_MAX)
		buffer_printf(out, "/0x%x", node->mark.mask);
}

static void print_named(const char *word, bool negated, const char *text, struct buffer *out)
{
	buffer_printf(out, "%s %s ", word, equal[negated]);
	filter_print_word(out, text);
}

/* -------- the tree -------- */

/* True for a node whose negation has an operator of its own. */
static bool has_opposite(const struct filter_node *node)
{
	switch ((enum filter_kind)node->kind) {
	case FILTER_PORT:
	case FILTER_NUMBER:
		return node->op == FILTER_EQ;
	case FILTER_HOST:
	case FILTER_PROTO:
	case FILTER_FAMILY:
	case FILTER_DEVICE:
	case FILTER_MARK:
	case FILTER_CGROUP:
	case FILTER_USER:
	case FILTER_TEXT:
	case FILTER_REGEX:
		return true;
	default:
		return false;
	}
}

static void print_leaf(const struct filter_node *node, bool negated, struct buffer *out)
{
	switch ((enum filter_kind)node->kind) {
	case FILTER_STATE:
		print_states(node, out);
		break;
	case FILTER_HOST:
		print_host(node, negated, out);
		break;
	case FILTER_PORT:
		buffer_printf(out, "%s %s :%u", port_word(node->sides),
			negated ? "!=" : ops[node->op], (unsigned)node->number);
		break;
	case FILTER_PROTO:
		print_named("proto", negated, conn_proto_name((enum conn_proto)node->number), out);
		break;
	case FILTER_FAMILY:
		print_named(
			"family", negated, conn_family_name((enum conn_family)node->number), out);
		break;
	case FILTER_DEVICE:
		print_named("dev", negated, node->text, out);
		break;
	case FILTER_MARK:
		print_mark(node, negated, out);
		break;
	case FILTER_CGROUP:
		print_named("cgroup", negated, node->text, out);
		break;
	case FILTER_AUTOBOUND:
		buffer_text(out, "autobound");
		break;
	case FILTER_USER:
		print_named("user", negated, node->text, out);
		break;
	case FILTER_NUMBER:
		print_number(node, negated, out);
		break;
	case FILTER_TEXT:
		print_named(node->column->id, negated, node->text, out);
		break;
	case FILTER_REGEX:
		buffer_printf(out, "%s %s ", node->column->id, negated ? "!~" : "~");
		add_regex(out, node->text);
		break;
	case FILTER_WORD:
		if (filter_is_address(node->text))
			add_quoted(out, node->text);
		else
			filter_print_word(out, node->text);
		break;
	case FILTER_PATTERN:
		add_slashed(out, node->text);
		break;
	case FILTER_AND:
	case FILTER_OR:
	case FILTER_NOT:
		break; /* not leaves */
	}
}

static void print_node(const struct filter *filter, uint16_t index, struct buffer *out);

static void print_operand(
	const struct filter *filter, uint16_t index, bool brackets, struct buffer *out)
{
	if (brackets)
		buffer_text(out, "( ");
	print_node(filter, index, out);
	if (brackets)
		buffer_text(out, " )");
}

static void print_not(const struct filter *filter, uint16_t operand, struct buffer *out)
{
	const struct filter_node *node = &filter->nodes[operand];

	if (has_opposite(node)) {
		print_leaf(node, true, out);
		return;
	}
	buffer_text(out, "not ");
	print_operand(filter, operand, node->kind <= FILTER_OR, out);
}

/* Terms are joined from the left, so only the right side needs brackets. */
static void print_node(const struct filter *filter, uint16_t index, struct buffer *out)
{
	const struct filter_node *node = &filter->nodes[index];

	if (node->kind == FILTER_NOT) {
		print_not(filter, node->left, out);
	} else if (node->kind <= FILTER_OR) {
		print_node(filter, node->left, out);
		buffer_text(out, node->kind == FILTER_AND ? " and " : " or ");
		print_operand(
			filter, node->right, filter->nodes[node->right].kind <= FILTER_OR, out);
	} else {
		print_leaf(node, false, out);
	}
}

void filter_print(const struct filter *filter, struct buffer *out)
{
	if (filter->node_count)
		print_node(filter, (uint16_t)(filter->node_count - 1), out);
}
