/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A condition that the kernel itself evaluates for each socket while it dumps them
 * (INET_DIAG_REQ_BYTECODE in linux/inet_diag.h). It is a list of tests: if a test is true, the
 * kernel goes on to the next one; if not, it jumps to a label. A label must be placed after the
 * jumps to it; the kernel refuses to jump back.
 *
 *	bytecode_test_port(&code, true, BYTECODE_EQ, 443, BYTECODE_REJECT);
 *	if (bytecode_end(&code) == 0)
 *		... code.bytes, code.length ...
 */
#ifndef SOCKVIEW_SOCK_DIAG_BYTECODE_H
#define SOCKVIEW_SOCK_DIAG_BYTECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sock/conn/conn.h"

/* The longest condition that is sent to the kernel; the program itself evaluates longer ones. */
#define BYTECODE_MAX 4096
#define BYTECODE_TESTS_MAX 256

/* The caller's own labels are numbers below BYTECODE_LABELS; these two exist already. */
#define BYTECODE_ACCEPT 0xfffeU
#define BYTECODE_REJECT 0xffffU
#define BYTECODE_LABELS 2048

enum bytecode_comparison { BYTECODE_EQ, BYTECODE_LE, BYTECODE_GE };

struct bytecode {
	_Alignas(4) unsigned char bytes[BYTECODE_MAX];
	size_t length;
	struct {
		uint16_t at, label;
	} jumps[BYTECODE_TESTS_MAX * 2];
	size_t jump_count;
	uint16_t labels[BYTECODE_LABELS]; /* their positions in `bytes` */
	bool too_long;
};

void bytecode_begin(struct bytecode *code);

/* Places the label at the current position. */
void bytecode_label(struct bytecode *code, unsigned label);

void bytecode_jump(struct bytecode *code, unsigned label);

/*
 * Tests whether the local (or remote) port is equal to `port`, at most `port` or at least `port`.
 * If this is false, jumps to the label `otherwise`, as all tests do.
 */
void bytecode_test_port(struct bytecode *code, bool remote, enum bytecode_comparison comparison,
	uint16_t port, unsigned otherwise);

/*
 * Tests whether the first `prefix` bits of the address are the same. An IPv4 address also matches
 * mapped ones.
 */
void bytecode_test_address(struct bytecode *code, bool remote, enum conn_family family,
	const uint8_t *bytes, unsigned prefix, unsigned otherwise);

/* Tests whether the socket is bound to the interface with this index (Linux 4.16). */
void bytecode_test_device(struct bytecode *code, uint32_t index, unsigned otherwise);

/* Tests whether the socket was created in this control group (5.10). */
void bytecode_test_cgroup(struct bytecode *code, uint64_t cgroup, unsigned otherwise);

/*
 * Fills in the jumps. Returns 0; -E2BIG: the condition is too long; -ENODATA: it accepts every
 * socket.
 */
int bytecode_end(struct bytecode *code);

#endif
