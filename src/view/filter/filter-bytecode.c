/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The part of a filter that the kernel can evaluate. The rest is assumed true (or false below a
 * `not`), so that the kernel never drops a match. The program then evaluates the whole filter.
 */
#include <errno.h>

#include "view/filter/filter-internal.h"

/* Labels: the nodes by their indices, then those for the second side of a leaf. */
#define SECOND_SIDE(node) (FILTER_NODES_MAX + (unsigned)(node))

_Static_assert(SECOND_SIDE(FILTER_NODES_MAX) <= BYTECODE_LABELS, "labels for all nodes");

/* Marks leaves below an odd number of nots: these let more sockets through when they are false. */
static void mark_negated(const struct filter *filter, uint16_t at, bool negated, bool *ret_negated)
{
	const struct filter_node *node = &filter->nodes[at];

	ret_negated[at] = negated;
	if (node->kind > FILTER_NOT)
		return;
	mark_negated(filter, node->left, negated != (node->kind == FILTER_NOT), ret_negated);
	if (node->kind != FILTER_NOT)
		mark_negated(filter, node->right, negated, ret_negated);
}

/* The label where evaluation continues. */
static unsigned label_of(uint16_t target)
{
	return target == FILTER_YES  ? BYTECODE_ACCEPT
	       : target == FILTER_NO ? BYTECODE_REJECT
				     : target;
}

static bool is_known(const struct filter_node *node)
{
	return node->kind == FILTER_HOST || node->kind == FILTER_PORT ||
	       node->kind == FILTER_DEVICE || node->kind == FILTER_CGROUP ||
	       node->kind == FILTER_AUTOBOUND;
}

static void add_port(
	struct bytecode *code, const struct filter_node *node, bool remote, unsigned otherwise)
{
	uint64_t number = node->number;

	switch ((enum filter_op)node->op) {
	case FILTER_EQ:
		bytecode_test_port(code, remote, BYTECODE_EQ, (uint16_t)number, otherwise);
		break;
	case FILTER_LE:
		bytecode_test_port(code, remote, BYTECODE_LE, (uint16_t)number, otherwise);
		break;
	case FILTER_GE:
		bytecode_test_port(code, remote, BYTECODE_GE, (uint16_t)number, otherwise);
		break;
	case FILTER_LT:
		if (number)
			bytecode_test_port(
				code, remote, BYTECODE_LE, (uint16_t)(number - 1), otherwise);
		else
			bytecode_jump(code, otherwise);
		break;
	case FILTER_GT:
		if (number < UINT16_MAX)
			bytecode_test_port(
				code, remote, BYTECODE_GE, (uint16_t)(number + 1), otherwise);
		else
			bytecode_jump(code, otherwise);
		break;
	}
}

static void add_host(
	struct bytecode *code, const struct filter_host *host, bool remote, unsigned otherwise)
{
	if (host->wants & FILTER_HOST_PORT)
		bytecode_test_port(code, remote, BYTECODE_EQ, host->port, otherwise);
	if (host->wants & FILTER_HOST_DEVICE)
		bytecode_test_device(code, host->device, otherwise);
	if (host->wants & FILTER_HOST_ADDRESS)
		bytecode_test_address(code, remote, (enum conn_family)host->family, host->bytes,
			host->prefix, otherwise);
}

static void add_side(
	struct bytecode *code, const struct filter_node *node, bool remote, unsigned otherwise)
{
	if (node->kind == FILTER_PORT)
		add_port(code, node, remote, otherwise);
	else
		add_host(code, &node->host, remote, otherwise);
}

/* Tests one side, and the other one if the first does not match. */
static void add_sides(struct bytecode *code, const struct filter_node *node, uint16_t at)
{
	unsigned no = label_of(node->no);
	bool both = node->sides == (FILTER_LOCAL | FILTER_REMOTE);

	add_side(code, node, !(node->sides & FILTER_LOCAL), both ? SECOND_SIDE(at) : no);
	if (!both)
		return;
	bytecode_jump(code, label_of(node->yes));
	bytecode_label(code, SECOND_SIDE(at));
	add_side(code, node, true, no);
}

static void add_leaf(struct bytecode *code, const struct filter_node *node, uint16_t at)
{
	unsigned no = label_of(node->no);

	switch ((enum filter_kind)node->kind) {
	case FILTER_DEVICE:
		bytecode_test_device(code, (uint32_t)node->number, no);
		break;
	case FILTER_CGROUP:
		bytecode_test_cgroup(code, node->number, no);
		break;
	case FILTER_AUTOBOUND:
		bytecode_test_port(code, false, BYTECODE_GE, node->ports.first, no);
		bytecode_test_port(code, false, BYTECODE_LE, node->ports.last, no);
		break;
	default:
		add_sides(code, node, at);
	}
}

/* True where evaluation reaches a leaf that the kernel can test. */
static bool tests_anything(const struct filter *filter, const bool *negated)
{
	uint16_t at = filter->first;

	while (at < FILTER_NO && !is_known(&filter->nodes[at]))
		at = negated[at] ? filter->nodes[at].no : filter->nodes[at].yes;
	return at != FILTER_YES;
}

int filter_to_bytecode(const struct filter *filter, bool listeners, struct bytecode *ret_code)
{
	bool negated[FILTER_NODES_MAX];

	if (!filter->node_count)
		return -ENODATA;
	mark_negated(filter, (uint16_t)(filter->node_count - 1), false, negated);
	if (!tests_anything(filter, negated))
		return -ENODATA;
	bytecode_begin(ret_code);
	if (listeners) { /* they have no remote port */
		bytecode_test_port(ret_code, true, BYTECODE_LE, 0, filter->first);
		bytecode_jump(ret_code, BYTECODE_ACCEPT);
	}
	/* Leaves are in the order of evaluation, and jump forward only. */
	for (uint16_t at = 0; at < filter->node_count; at++) {
		const struct filter_node *node = &filter->nodes[at];

		if (node->kind <= FILTER_NOT)
			continue;
		bytecode_label(ret_code, at);
		if (is_known(node))
			add_leaf(ret_code, node, at);
		bytecode_jump(
			ret_code, label_of(is_known(node) || !negated[at] ? node->yes : node->no));
	}
	return bytecode_end(ret_code);
}
