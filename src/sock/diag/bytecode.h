/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A condition on sockets that the kernel itself evaluates while it dumps them
 * (INET_DIAG_REQ_BYTECODE in linux/inet_diag.h): tests, each of which goes on to the next one if it
 * is true and to a label if not. Labels lie ahead; the kernel refuses to jump back.
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

/* The longest that is sent; what gets longer is left to the program. */
#define BYTECODE_MAX 4096
#define BYTECODE_TESTS_MAX 256

/* Labels of the caller's are numbers below these. */
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
	uint16_t labels[BYTECODE_LABELS]; /* where they are */
	bool too_long;
};

void bytecode_begin(struct bytecode *code);

/* The label is here. */
void bytecode_label(struct bytecode *code, unsigned label);

void bytecode_jump(struct bytecode *code, unsigned label);

/* Whether the local (or remote) port compares so. */
void bytecode_test_port(struct bytecode *code, bool remote, enum bytecode_comparison comparison,
	uint16_t port, unsigned otherwise);

/* Whether the first `prefix` bits of an address are these; an IPv4 one also means mapped ones. */
void bytecode_test_address(struct bytecode *code, bool remote, enum conn_family family,
	const uint8_t *bytes, unsigned prefix, unsigned otherwise);

/* Whether it is bound to the interface with this index (Linux 4.16). */
void bytecode_test_device(struct bytecode *code, uint32_t index, unsigned otherwise);

/* Whether it was made in this control group (5.10). */
void bytecode_test_cgroup(struct bytecode *code, uint64_t cgroup, unsigned otherwise);

/* Sets the jumps. 0; -E2BIG: it is too long; -ENODATA: it accepts everything. */
int bytecode_end(struct bytecode *code);

#endif
