/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Requests to the kernel over a wire, and its answers: dumps, read one datagram at a time; exact
 * queries about single sockets, and closing them. No function here waits: the kernel answers within
 * the system call that sends the request. If there is no answer nevertheless, the result is
 * -EAGAIN.
 *
 * One wire can carry one dump at a time; queries and closes need wires of their own.
 */
#ifndef SOCKVIEW_SOCK_DIAG_DIAG_H
#define SOCKVIEW_SOCK_DIAG_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "sock/conn/conn.h"
#include "sock/conn/memory.h"
#include "sock/diag/diagmsg.h"
#include "sock/diag/wire.h"

/*
 * Called for each socket of an answer; `tcp` is NULL if there was no tcp_info, `memory` if it was
 * not asked for.
 */
typedef int diag_take_fn(void *context, const struct conn *conn, const struct conn_tcp *tcp,
	const struct conn_memory *memory);

struct diag_dump {
	struct wire *wire;
	void *buffer; /* WIRE_DATAGRAM_MAX bytes, owned by the caller */
	enum conn_proto proto;
	uint32_t sequence;
	bool memory;      /* DIAGMSG_MEMORY was asked for */
	bool interrupted; /* the kernel's table changed during the dump: sockets may be missing */
};

enum diag_progress {
	DIAG_GOING,   /* there is more: call again */
	DIAG_WAITING, /* no datagram yet: poll the wire */
	DIAG_DONE,
};

/* Sends the request. Returns 0 or -errno. */
int diag_dump_begin(
	struct diag_dump *dump, struct wire *wire, void *buffer, const struct diagmsg_dump *what);

/*
 * Reads one datagram and calls `take` for each of its sockets. Returns an enum diag_progress, or
 * -errno: the kernel's error (-ENOENT: this kernel does not have the protocol; -EBUSY), -ENOBUFS or
 * -EMSGSIZE (answers were lost), -EBADMSG, or the error that `take` returned. After an error the
 * dump is over.
 */
int diag_dump_step(struct diag_dump *dump, diag_take_fn *take, void *context);

/* The maximum number of sockets in one call of diag_query(). */
#define DIAG_QUERY_MAX 64

struct diag_answer {
	int error; /* 0; -ENOENT: no such socket any more; -EAGAIN: no answer */
	bool tcp_info;
	struct conn conn;
	struct conn_tcp tcp;
};

/*
 * Asks for `count` (at most DIAG_QUERY_MAX) sockets by cookie, about 2 microseconds each.
 * ret_answers[n] is the answer for asked[n]. Returns 0, or -errno if the request could not be sent.
 */
int diag_query(struct wire *wire, void *buffer, const struct conn *const *asked, size_t count,
	struct diag_answer *ret_answers);

/*
 * Checks that an answer is about the socket that was asked for. The kernel compares the cookies
 * itself, but the other end of a wire may be a program. Returns 0, or -EBADMSG if the answer is
 * about another socket.
 */
int diag_check_answer(const struct conn *asked, const struct conn *answered);

/*
 * Sends `request`, which is about one socket and has the wire's last sequence number, and reads the
 * answer: *ret_message is a DIAGMSG_SOCKET whose data are in `buffer`. Returns 0; -ENOENT: no such
 * socket; -EAGAIN: no answer; else -errno.
 */
int diag_ask(struct wire *wire, void *buffer, const void *request, size_t length,
	struct diagmsg *ret_message);

/*
 * Sends SOCK_DESTROY for exactly these `count` (at most DIAG_QUERY_MAX) sockets, in one datagram.
 * ret_errors[n] is the answer for targets[n]. 0: the kernel reports success, which a query must
 * confirm; -EINVAL: the socket has no cookie that may be sent; -EAGAIN: no answer; else the
 * kernel's -errno.
 */
void diag_destroy_many(struct wire *wire, void *buffer, const struct conn *const *targets,
	size_t count, int *ret_errors);

/* Returns 0: this kernel can close sockets; -EOPNOTSUPP: it cannot; another -errno: not known. */
int diag_destroy_probe(struct wire *wire, void *buffer);

#endif
