/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/diag/bytecode.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <string.h>
#include <sys/socket.h>

/* Missing in some headers. */
enum { OP_DEVICE = 9, OP_S_EQ = 11, OP_D_EQ = 12, OP_CGROUP = 13 };

/* Offsets count from the operation; the offset one step beyond the end means reject. */
enum { STEP = sizeof(struct inet_diag_bc_op) };

void bytecode_begin(struct bytecode *code)
{
	code->length = 0;
	code->jump_count = 0;
	code->too_long = false;
}

void bytecode_label(struct bytecode *code, unsigned label)
{
	code->labels[label] = (uint16_t)code->length;
}

/* Adds an operation with its operand, which the kernel skips on its way to the next one. */
static void add(struct bytecode *code, unsigned char operation, const void *operand, size_t length,
	unsigned label)
{
	struct inet_diag_bc_op op = {.code = operation, .yes = (unsigned char)(STEP + length)};
	unsigned char *at = code->bytes + code->length;

	if (code->length + STEP + length > BYTECODE_MAX ||
		code->jump_count == sizeof(code->jumps) / sizeof(code->jumps[0])) {
		code->too_long = true;
		return;
	}
	code->jumps[code->jump_count].at = (uint16_t)code->length;
	code->jumps[code->jump_count++].label = (uint16_t)label;
	memcpy(at, &op, sizeof(op));
	if (length)
		memcpy(at + STEP, operand, length);
	code->length += STEP + length;
}

void bytecode_jump(struct bytecode *code, unsigned label)
{
	add(code, INET_DIAG_BC_JMP, NULL, 0, label);
}

void bytecode_test_port(struct bytecode *code, bool remote, enum bytecode_comparison comparison,
	uint16_t port, unsigned otherwise)
{
	static const unsigned char operations[][2] = {
		[BYTECODE_EQ] = {OP_S_EQ, OP_D_EQ},
		[BYTECODE_LE] = {INET_DIAG_BC_S_LE, INET_DIAG_BC_D_LE},
		[BYTECODE_GE] = {INET_DIAG_BC_S_GE, INET_DIAG_BC_D_GE},
	};
	struct inet_diag_bc_op operand = {.no = port};

	add(code, operations[comparison][remote], &operand, sizeof(operand), otherwise);
}

void bytecode_test_address(struct bytecode *code, bool remote, enum conn_family family,
	const uint8_t *bytes, unsigned prefix, unsigned otherwise)
{
	size_t length = family == CONN_IPV4 ? 4 : 16;
	/* struct inet_diag_hostcond, with room for an address at its end */
	struct {
		uint8_t family, prefix_len;
		int port;
		uint8_t address[16];
	} operand = {
		.family = family == CONN_IPV4 ? AF_INET : AF_INET6,
		.prefix_len = (uint8_t)prefix,
		.port = -1,
	};

	memcpy(operand.address, bytes, length);
	add(code, remote ? INET_DIAG_BC_D_COND : INET_DIAG_BC_S_COND, &operand,
		offsetof(struct inet_diag_hostcond, addr) + length, otherwise);
}

void bytecode_test_device(struct bytecode *code, uint32_t index, unsigned otherwise)
{
	add(code, OP_DEVICE, &index, sizeof(index), otherwise);
}

void bytecode_test_cgroup(struct bytecode *code, uint64_t cgroup, unsigned otherwise)
{
	add(code, OP_CGROUP, &cgroup, sizeof(cgroup), otherwise);
}

static size_t place_of(const struct bytecode *code, uint16_t label)
{
	if (label == BYTECODE_ACCEPT)
		return code->length;
	return label == BYTECODE_REJECT ? code->length + STEP : code->labels[label];
}

int bytecode_end(struct bytecode *code)
{
	if (code->too_long)
		return -E2BIG;
	for (size_t i = 0; i < code->jump_count; i++) {
		size_t at = code->jumps[i].at;
		struct inet_diag_bc_op op;

		memcpy(&op, code->bytes + at, sizeof(op));
		op.no = (unsigned short)(place_of(code, code->jumps[i].label) - at);
		memcpy(code->bytes + at, &op, sizeof(op));
	}
	return code->length ? 0 : -ENODATA;
}
