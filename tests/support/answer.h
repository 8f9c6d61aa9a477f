/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Builds datagrams as the kernel sends them:
 *
 *	answer_socket(&answer, &conn, sequence, NLM_F_MULTI);
 *	answer_attribute(&answer, INET_DIAG_MARK, &mark, sizeof(mark));
 *	answer_done(&answer, sequence, 0, 0);
 */
#ifndef SOCKVIEW_TESTS_SUPPORT_ANSWER_H
#define SOCKVIEW_TESTS_SUPPORT_ANSWER_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "sock/conn/conn.h"

struct answer {
	struct buffer bytes;
	size_t last; /* where the last message begins */
};

void answer_clear(struct answer *answer);
void answer_done_with(struct answer *answer); /* frees it */

/* Appends a message of any type; its payload is copied. */
void answer_message(struct answer *answer, uint16_t type, uint16_t flags, uint32_t sequence,
	const void *payload, size_t length);

/* Appends the struct inet_diag_msg of `conn`, with its mark and cgroup if it has them. */
void answer_socket(
	struct answer *answer, const struct conn *conn, uint32_t sequence, uint16_t flags);

/* Appends an attribute to the last message. */
void answer_attribute(struct answer *answer, uint16_t type, const void *value, size_t length);

/* Appends INET_DIAG_INFO as Linux 6.18 sends it, and the name of the congestion control. */
void answer_tcp_info(struct answer *answer, const struct conn_tcp *tcp);

void answer_error(struct answer *answer, uint32_t sequence, int error);
void answer_done(struct answer *answer, uint32_t sequence, int error, uint16_t flags);

#endif
