/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between bytes and values: builds the requests of the kernel's sock_diag interface and takes its
 * answers apart. Pure: a buffer in, a value out; nothing is trusted that was not checked for
 * length.
 *
 * A datagram of answers is read message by message:
 *
 *	diagmsg_reader_init(&reader, datagram, length, sequence);
 *	while (diagmsg_next(&reader, &message) > 0)
 *		if (message.kind == DIAGMSG_SOCKET)
 *			diagmsg_decode(&message, CONN_TCP, &conn, &tcp);
 */
#ifndef SOCKVIEW_SOCK_DIAG_DIAGMSG_H
#define SOCKVIEW_SOCK_DIAG_DIAGMSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sock/diag/bytecode.h"
#include "sock/conn/conn.h"

/* The longest request that is ever built, without filter bytecode. */
#define DIAGMSG_REQUEST_MAX 128

/* Both families in one request, one walk of the hash: see KIND_DUMPS_FAMILIES_AT_ONCE. */
#define DIAGMSG_BOTH_FAMILIES CONN_FAMILIES

/* What a dump may ask for beyond the socket itself. */
enum diagmsg_extension {
	DIAGMSG_INFO = 1 << 0,       /* tcp_info: a quarter to a third dearer */
	DIAGMSG_CONGESTION = 1 << 1, /* the name of the congestion control */
};

struct diagmsg_dump {
	enum conn_proto proto;
	unsigned family;                  /* enum conn_family or DIAGMSG_BOTH_FAMILIES */
	uint32_t states;                  /* bit n: enum conn_state n */
	unsigned extensions;              /* enum diagmsg_extension */
	const struct bytecode *condition; /* NULL: every socket */
	bool mptcp;                       /* the connections of MPTCP, not their subflows */
};

/* Each writes one request into `buffer` (DIAGMSG_REQUEST_MAX bytes; with a condition as many more
 * as that has) and returns its length. */
size_t diagmsg_put_dump(void *buffer, const struct diagmsg_dump *dump, uint32_t sequence);

/*
 * Asks for exactly the socket `conn`, by its cookie; answered at once, with tcp_info where its kind
 * has it. Returns 0, and writes nothing, where its cookie is missing or the one that matches any
 * socket.
 */
size_t diagmsg_put_query(void *buffer, const struct conn *conn, uint32_t sequence);

/* Asks for the connection of MPTCP that has this token. */
size_t diagmsg_put_connection(void *buffer, uint32_t token, uint32_t sequence);

/* The same with all that the kernel has to tell of it (see detail.h). */
size_t diagmsg_put_detail(void *buffer, const struct conn *conn, uint32_t sequence);

/*
 * Closes exactly the socket `conn`; answered where that fails. Returns 0, and writes nothing, as
 * diagmsg_put_query() does.
 */
size_t diagmsg_put_destroy(void *buffer, const struct conn *conn, uint32_t sequence);

/* Has the kernel answer a request that was put there also where it succeeds. */
void diagmsg_ask_acknowledgement(void *request);

/* Asks to close a socket that cannot exist: ENOENT tells that the kernel can,
 * EOPNOTSUPP that not. */
size_t diagmsg_put_destroy_probe(void *buffer, uint32_t sequence);

enum diagmsg_kind {
	DIAGMSG_SOCKET,
	DIAGMSG_ERROR, /* `error` 0 is an acknowledgement */
	DIAGMSG_DONE,  /* the dump is over; a negative `error` means it failed */
	DIAGMSG_OTHER, /* of no interest */
};

struct diagmsg {
	enum diagmsg_kind kind;
	int error; /* negative errno */
	uint32_t sequence;
	bool interrupted; /* NLM_F_DUMP_INTR: the table changed under the dump */
	const unsigned char *payload;
	size_t length;
};

struct diagmsg_reader {
	const unsigned char *at;
	size_t left;
};

void diagmsg_reader_init(struct diagmsg_reader *reader, const void *datagram, size_t length);

/* 1 with the next message, 0 at the end, -EBADMSG where the lengths do not add up. */
int diagmsg_next(struct diagmsg_reader *reader, struct diagmsg *ret_message);

struct diagmsg_attribute {
	uint16_t type;
	const unsigned char *value;
	size_t length;
};

/* The attributes of a DIAGMSG_SOCKET message, one by one: as diagmsg_next() does for messages. */
void diagmsg_attributes_init(struct diagmsg_reader *reader, const struct diagmsg *message);
int diagmsg_next_attribute(struct diagmsg_reader *reader, struct diagmsg_attribute *ret_attribute);

/*
 * Takes apart a DIAGMSG_SOCKET message; `proto` is what was asked for. *ret_tcp_info tells whether
 * there was a tcp_info, whose fields are then in *ret_tcp (else that is left alone). Unknown
 * attributes are skipped; a tcp_info of another kernel's length is taken as far as it goes.
 * 0, or -EBADMSG.
 */
int diagmsg_decode(const struct diagmsg *message, enum conn_proto proto, struct conn *ret_conn,
	struct conn_tcp *ret_tcp, bool *ret_tcp_info);

#endif
