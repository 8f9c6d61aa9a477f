/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "view/filter/filter-internal.h"

bool filter_compare(uint64_t left, enum filter_op op, uint64_t right)
{
	switch (op) {
	case FILTER_EQ:
		return left == right;
	case FILTER_LT:
		return left < right;
	case FILTER_GT:
		return left > right;
	case FILTER_LE:
		return left <= right;
	case FILTER_GE:
		return left >= right;
	}
	return false;
}

/* -------- addresses and ports -------- */

static bool prefix_matches(const uint8_t *bytes, const struct filter_host *host)
{
	unsigned whole = host->prefix / 8, rest = host->prefix % 8;

	return memcmp(bytes, host->bytes, whole) == 0 &&
	       (!rest || (uint8_t)(bytes[whole] & 0xff00 >> rest) == host->bytes[whole]);
}

static bool address_matches(const struct conn *conn, const struct conn_endpoint *endpoint,
	const struct filter_host *host)
{
	static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

	if (conn->family == host->family)
		return prefix_matches(endpoint->addr, host);
	return host->family == CONN_IPV4 && memcmp(endpoint->addr, mapped, sizeof(mapped)) == 0 &&
	       prefix_matches(endpoint->addr + 12, host);
}

/* The number is that of an interface of our own network namespace. */
static bool is_at_device(const struct conn *conn, uint32_t device)
{
	return conn->interface == device && (!device || conn->place == CONN_HERE);
}

static bool host_matches(const struct conn *conn, const struct conn_endpoint *endpoint,
	const struct filter_host *host)
{
	if (host->wants & FILTER_HOST_PORT && endpoint->port != host->port)
		return false;
	if (host->wants & FILTER_HOST_DEVICE && !is_at_device(conn, host->device))
		return false;
	return !(host->wants & FILTER_HOST_ADDRESS) || address_matches(conn, endpoint, host);
}

static bool side_matches(const struct filter_node *node, const struct conn *conn,
	const struct conn_endpoint *endpoint)
{
	return node->kind == FILTER_PORT
		       ? filter_compare(endpoint->port, (enum filter_op)node->op, node->number)
		       : host_matches(conn, endpoint, &node->host);
}

static bool any_side_matches(const struct filter_node *node, const struct conn *conn)
{
	return (node->sides & FILTER_LOCAL && side_matches(node, conn, &conn->local)) ||
	       (node->sides & FILTER_REMOTE && side_matches(node, conn, &conn->remote));
}

/* -------- columns -------- */

/* With a lower bound, the comparison must be true for every greater number, too. */
static bool bound_matches(const struct filter_node *node, uint64_t number)
{
	return (node->op == FILTER_GT || node->op == FILTER_GE) &&
	       filter_compare(number, (enum filter_op)node->op, node->number);
}

static bool number_matches(const struct filter_node *node, const struct column_context *context,
	uint32_t row, struct buffer *scratch)
{
	struct column_value value;

	if (node->owner)
		return filter_owner_matches(node, context, row);
	value = node->column->read(context, row, scratch);
	if (value.blank != COLUMN_REAL)
		return false;
	if (node->column->kind == COLUMN_MILLISECONDS)
		value.number = value.number < UINT64_MAX / 1000 ? value.number * 1000 : UINT64_MAX;
	if (node->column->kind == COLUMN_TENTHS)
		return filter_compare(value.number, (enum filter_op)node->op,
			node->number < UINT64_MAX / 10 ? node->number * 10 : UINT64_MAX);
	if (value.at_least)
		return bound_matches(node, value.number);
	return filter_compare(value.number, (enum filter_op)node->op, node->number);
}

/* The text on the screen may have more than the name: "nginx x9", "(time-wait)". */
static bool text_matches(const struct filter_node *node, const struct column_context *context,
	uint32_t row, struct buffer *scratch)
{
	if (node->owner && filter_owner_matches(node, context, row))
		return true;
	buffer_clear(scratch);
	return node->column->read(context, row, scratch).blank == COLUMN_REAL &&
	       strcmp(buffer_get(scratch), node->text) == 0;
}

/* Numbers are matched as the screen shows them. */
static bool regex_matches(const struct filter_node *node, const struct column_context *context,
	uint32_t row, struct buffer *scratch)
{
	const struct column *column = node->column;

	if (node->owner && column->kind == COLUMN_TEXT && filter_owner_matches(node, context, row))
		return true;
	buffer_clear(scratch);
	if (column->read(context, row, scratch).blank != COLUMN_REAL)
		return false;
	if (column->kind != COLUMN_TEXT && column->kind != COLUMN_LIST) {
		buffer_clear(scratch);
		column_add_text(column, context, row, scratch);
	}
	return regex_matches_text(node->regex, buffer_get(scratch), scratch->length);
}

/* -------- anywhere in the row -------- */

static bool has_word(const char *text, size_t length, const char *word)
{
	size_t word_length = strlen(word);
	char first = ascii_lower(*word);

	for (size_t start = 0; start + word_length <= length; start++) {
		size_t at = 0;

		if (ascii_lower(text[start]) != first && first)
			continue;

		while (at < word_length && ascii_lower(text[start + at]) == ascii_lower(word[at]))
			at++;
		if (at == word_length)
			return true;
	}
	return false;
}

bool filter_is_within(const struct filter_node *node, const char *text, size_t length)
{
	if (node->kind == FILTER_PATTERN)
		return regex_matches_text(node->regex, text, length);
	return has_word(text, length, node->text);
}

static bool anywhere_matches(const struct filter *filter, const struct filter_node *node,
	const struct column_context *context, uint32_t row, struct buffer *scratch)
{
	const struct conn *conn = &context->track->rows[row].conn;

	if (node->cells.states[conn->proto] >> conn->state & 1)
		return true;
	for (uint32_t columns = node->cells.columns; columns; columns &= columns - 1) {
		const struct column *column = filter->shown[__builtin_ctz(columns)];

		buffer_clear(scratch);
		column_add_text(column, context, row, scratch);
		if (filter_is_within(node, buffer_get(scratch), scratch->length))
			return true;
	}
	return false;
}

/* -------- the filter -------- */

static bool leaf_matches(const struct filter *filter, const struct filter_node *node,
	const struct column_context *context, uint32_t row, struct buffer *scratch)
{
	const struct conn *conn = &context->track->rows[row].conn;

	switch ((enum filter_kind)node->kind) {
	case FILTER_STATE:
		return node->states >> conn->state & 1;
	case FILTER_HOST:
	case FILTER_PORT:
		return any_side_matches(node, conn);
	case FILTER_PROTO:
		return conn->proto == node->number;
	case FILTER_FAMILY:
		return conn->family == node->number;
	case FILTER_DEVICE:
		return is_at_device(conn, (uint32_t)node->number);
	case FILTER_MARK:
		return conn->has & CONN_HAS_MARK &&
		       (conn->mark & node->mark.mask) == node->mark.value;
	case FILTER_CGROUP:
		return conn->has & CONN_HAS_CGROUP && conn->cgroup == node->number;
	case FILTER_AUTOBOUND:
		return conn->local.port >= node->ports.first &&
		       conn->local.port <= node->ports.last;
	case FILTER_USER:
		return conn->has & CONN_HAS_UID && conn->uid == node->number;
	case FILTER_NUMBER:
		return number_matches(node, context, row, scratch);
	case FILTER_TEXT:
		return text_matches(node, context, row, scratch);
	case FILTER_REGEX:
		return regex_matches(node, context, row, scratch);
	case FILTER_WORD:
	case FILTER_PATTERN:
		return anywhere_matches(filter, node, context, row, scratch);
	case FILTER_AND:
	case FILTER_OR:
	case FILTER_NOT:
		break; /* not leaves */
	}
	return false;
}

/* The word must be looked for in the same columns: the shorter one may be in numbers, too. */
bool filter_is_narrower(const struct filter *filter, const struct filter *than)
{
	const struct filter_node *word = filter->nodes, *part = than->nodes;

	return filter->node_count == 1 && than->node_count == 1 && word->kind == FILTER_WORD &&
	       part->kind == FILTER_WORD && has_word(word->text, strlen(word->text), part->text) &&
	       filter->shown_count == than->shown_count &&
	       memcmp(filter->shown, than->shown, filter->shown_count * sizeof(filter->shown[0])) ==
		       0 &&
	       !(word->cells.columns & ~part->cells.columns);
}

bool filter_asks_mark(const struct filter *filter)
{
	for (size_t i = 0; i < filter->node_count; i++)
		if (filter->nodes[i].kind == FILTER_MARK)
			return true;
	return false;
}

bool filter_matches(const struct filter *filter, const struct column_context *context, uint32_t row,
	struct buffer *scratch)
{
	uint16_t at = filter->first;

	if (!filter->node_count)
		return true;
	while (at < FILTER_NO) {
		const struct filter_node *node = &filter->nodes[at];

		at = leaf_matches(filter, node, context, row, scratch) ? node->yes : node->no;
	}
	return at == FILTER_YES;
}
