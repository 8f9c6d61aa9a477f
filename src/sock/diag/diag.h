/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Conversations with the kernel over a wire: dumps, taken one datagram at a time; exact queries and
 * closes of single sockets. Nothing here waits: the kernel answers within the system call that
 * asks, and an answer that is missing all the same is -EAGAIN.
 *
 * One wire can hold one dump at a time; queries and closes go over wires of their own.
 */
#ifndef SOCKVIEW_SOCK_DIAG_DIAG_H
#define SOCKVIEW_SOCK_DIAG_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "sock/conn/conn.h"
#include "sock/diag/diagmsg.h"
#include "sock/diag/wire.h"

/* What is done with each socket of an answer; `tcp` is NULL where there was no tcp_info. */
typedef int diag_take_fn(void *context, const struct conn *conn, const struct conn_tcp *tcp);

struct diag_dump {
	struct wire *wire;
	void *buffer; /* WIRE_DATAGRAM_MAX bytes, the caller's */
	enum conn_proto proto;
	uint32_t sequence;
	bool interrupted; /* the kernel says that its table changed in a way that it cannot mend */
};

enum diag_progress {
	DIAG_GOING,   /* there is more: call again */
	DIAG_WAITING, /* nothing there yet: poll the wire */
	DIAG_DONE,
};

/* Sends the request. 0 or -errno. */
int diag_dump_begin(
	struct diag_dump *dump, struct wire *wire, void *buffer, const struct diagmsg_dump *what);

/*
 * Takes one datagram and hands its sockets to `take`. An enum diag_progress, or -errno: the
 * kernel's own (-ENOENT: no such protocol here; -EBUSY), -ENOBUFS or -EMSGSIZE (answers were lost),
 * -EBADMSG, or what `take` returned. After an error the dump is over.
 */
int diag_dump_step(struct diag_dump *dump, diag_take_fn *take, void *context);

/* The most sockets that one call of diag_query() asks for. */
#define DIAG_QUERY_MAX 64

struct diag_answer {
	int error; /* 0; -ENOENT: no such socket any more; -EAGAIN: no answer */
	bool tcp_info;
	struct conn conn;
	struct conn_tcp tcp;
};

/*
 * Asks for `count` (at most DIAG_QUERY_MAX) sockets by cookie, about 2 microseconds each. Every
 * answer stands at its question's place. 0, or -errno where the question could not be sent.
 */
int diag_query(struct wire *wire, void *buffer, const struct conn *const *asked, size_t count,
	struct diag_answer *ret_answers);

/*
 * Sends one request about one socket, made with the wire's last sequence number, and takes the
 * answer: *ret_message is a DIAGMSG_SOCKET that lies in `buffer`. 0; -ENOENT: no such socket;
 * -EAGAIN: no answer; else -errno.
 */
int diag_ask(struct wire *wire, void *buffer, const void *request, size_t length,
	struct diagmsg *ret_message);

/*
 * SOCK_DESTROY for exactly these `count` (at most DIAG_QUERY_MAX) sockets, in one datagram. Every
 * answer stands at its question's place: 0: the kernel says done, which a query has to confirm;
 * -EINVAL: the socket has no cookie that may be sent; else the kernel's -errno, or -EAGAIN: no
 * answer.
 */
void diag_destroy_many(struct wire *wire, void *buffer, const struct conn *const *targets,
	size_t count, int *ret_errors);

/* 0: this kernel can close sockets; -EOPNOTSUPP: it cannot; other -errno: it is not known. */
int diag_destroy_probe(struct wire *wire, void *buffer);

#endif
