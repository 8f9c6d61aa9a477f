/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Encodes requests to the kernel's sock_diag interface, and decodes its answers. Pure functions: a
 * buffer in, a value out. Every length is checked before the data are read.
 *
 * A datagram of answers is read message by message:
 *
 *	diagmsg_reader_init(&reader, datagram, length);
 *	while (diagmsg_next(&reader, &message) > 0)
 *		if (message.kind == DIAGMSG_SOCKET)
 *			diagmsg_decode(&message, CONN_TCP, &conn, &tcp, &has_tcp_info);
 */
#ifndef SOCKVIEW_SOCK_DIAG_DIAGMSG_H
#define SOCKVIEW_SOCK_DIAG_DIAGMSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sock/diag/bytecode.h"
#include "sock/conn/conn.h"

/* The length of the longest request, without filter bytecode. */
#define DIAGMSG_REQUEST_MAX 128

/* Both families in one request, in one walk over the kernel's hash table: see
 * KIND_DUMPS_FAMILIES_AT_ONCE. */
#define DIAGMSG_BOTH_FAMILIES CONN_FAMILIES

/* Data that a dump may ask for in addition to the socket itself. */
enum diagmsg_extension {
	DIAGMSG_INFO = 1 << 0,       /* tcp_info: makes the dump cost a quarter to a third more */
	DIAGMSG_CONGESTION = 1 << 1, /* the name of the congestion control */
	DIAGMSG_MEMORY = 1 << 2,     /* the memory of the queues: see diagmsg-memory.h */
};

struct diagmsg_dump {
	enum conn_proto proto;
	unsigned family;                  /* enum conn_family or DIAGMSG_BOTH_FAMILIES */
	uint32_t states;                  /* bit n: enum conn_state n */
	unsigned extensions;              /* enum diagmsg_extension */
	const struct bytecode *condition; /* NULL: every socket */
	bool mptcp;                       /* list the MPTCP connections, not their subflows */
};

/*
 * Each of these writes one request into `buffer` and returns its length. The buffer has
 * DIAGMSG_REQUEST_MAX bytes, plus the length of the condition if there is one.
 */
size_t diagmsg_put_dump(void *buffer, const struct diagmsg_dump *dump, uint32_t sequence);

/*
 * Asks for exactly the socket `conn`, by its cookie. The kernel answers at once, with tcp_info if
 * the kind has it. Returns 0 and writes nothing if `conn` has no cookie, or the cookie that matches
 * any socket.
 */
size_t diagmsg_put_query(void *buffer, const struct conn *conn, uint32_t sequence);

/* Asks for the MPTCP connection with this token. */
size_t diagmsg_put_connection(void *buffer, uint32_t token, uint32_t sequence);

/* Like diagmsg_put_query(), but asks for everything that the kernel reports (see detail.h). */
size_t diagmsg_put_detail(void *buffer, const struct conn *conn, uint32_t sequence);

/*
 * Closes exactly the socket `conn`. The kernel answers only if that fails. Returns 0 and writes
 * nothing in the same cases as diagmsg_put_query().
 */
size_t diagmsg_put_destroy(void *buffer, const struct conn *conn, uint32_t sequence);

/*
 * Changes a request that was written by diagmsg_put_destroy(), so that the kernel answers it also
 * on success.
 */
void diagmsg_ask_acknowledgement(void *request);

/*
 * Asks to close a socket that cannot exist: ENOENT means that the kernel can close sockets,
 * EOPNOTSUPP that it cannot.
 */
size_t diagmsg_put_destroy_probe(void *buffer, uint32_t sequence);

enum diagmsg_kind {
	DIAGMSG_SOCKET,
	DIAGMSG_ERROR, /* `error` 0 is an acknowledgement */
	DIAGMSG_DONE,  /* the dump is over; a negative `error` means it failed */
	DIAGMSG_OTHER, /* to be ignored */
};

struct diagmsg {
	enum diagmsg_kind kind;
	int error; /* negative errno */
	uint32_t sequence;
	bool interrupted; /* NLM_F_DUMP_INTR: the table changed during the dump */
	const unsigned char *payload;
	size_t length;
};

struct diagmsg_reader {
	const unsigned char *at;
	size_t left;
};

void diagmsg_reader_init(struct diagmsg_reader *reader, const void *datagram, size_t length);

/* Returns 1 with the next message, 0 at the end, -EBADMSG if the lengths are inconsistent. */
int diagmsg_next(struct diagmsg_reader *reader, struct diagmsg *ret_message);

struct diagmsg_attribute {
	uint16_t type;
	const unsigned char *value;
	size_t length;
};

/*
 * Reads the attributes of a DIAGMSG_SOCKET message one by one, as diagmsg_next() does for messages.
 */
void diagmsg_attributes_init(struct diagmsg_reader *reader, const struct diagmsg *message);
int diagmsg_next_attribute(struct diagmsg_reader *reader, struct diagmsg_attribute *ret_attribute);

/*
 * Decodes a DIAGMSG_SOCKET message; `proto` is the kind that was asked for. *ret_tcp_info is true
 * if there was a tcp_info; its fields are then in *ret_tcp, which otherwise stays unchanged.
 * Unknown attributes are skipped. Kernels send a tcp_info of different lengths: the fields that are
 * there are decoded. Returns 0, or -EBADMSG.
 */
int diagmsg_decode(const struct diagmsg *message, enum conn_proto proto, struct conn *ret_conn,
	struct conn_tcp *ret_tcp, bool *ret_tcp_info);

#endif
