/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/diag/mptcp.h"

#include <errno.h>

#include "sock/diag/diag.h"
#include "sock/diag/diagmsg-ulp.h"

static struct mptcp decode(const struct diagmsg *message)
{
	struct diagmsg_attribute attribute;
	struct diagmsg_reader reader;

	diagmsg_attributes_init(&reader, message);
	while (diagmsg_next_attribute(&reader, &attribute) > 0)
		if (attribute.type == DIAGMSG_ULP_ATTRIBUTE && diagmsg_ulp_is_mptcp(&attribute))
			return (struct mptcp){
				.token = diagmsg_ulp_mptcp_token(&attribute), .known = true};
	return (struct mptcp){0};
}

struct mptcp mptcp_ask(struct wire *wire, void *buffer, const struct conn *conn)
{
	_Alignas(8) char request[DIAGMSG_REQUEST_MAX];
	struct mptcp mptcp = {.known = conn->has & CONN_HAS_MPTCP};
	size_t length = diagmsg_put_query(request, conn, ++wire->sequence);
	struct diagmsg message;

	if (conn->proto == CONN_TCP && length &&
		diag_ask(wire, buffer, request, length, &message) == 0)
		mptcp = decode(&message);
	return mptcp;
}

/* A closed connection may stay listed until its program closes the descriptor. */
static enum mptcp_left judge(const struct conn *left, uint8_t *ret_state)
{
	*ret_state = left->state;
	return left->state == CONN_CLOSED || left->state == CONN_BOUND ? MPTCP_NONE : MPTCP_LIVES;
}

struct search {
	uint32_t inode;
	bool found;
	struct conn conn;
};

static int compare(void *context, const struct conn *conn, const struct conn_tcp *tcp,
	const struct conn_memory *memory)
{
	struct search *search = context;

	(void)memory;
	(void)tcp;
	if (conn->has & CONN_HAS_INODE && conn->inode == search->inode) {
		search->found = true;
		search->conn = *conn;
	}
	return 0;
}

/*
 * Lists the connections in `states`; without states none is listed. Returns 0, or -errno: -ENOENT
 * if the kernel does not have this kind.
 */
static int list(
	struct wire *wire, void *buffer, unsigned family, uint32_t states, struct search *search)
{
	struct diagmsg_dump what = {
		.proto = CONN_TCP, .family = family, .states = states, .mptcp = true};
	struct diag_dump dump;
	int progress = diag_dump_begin(&dump, wire, buffer, &what);

	if (progress)
		return progress;
	do
		progress = diag_dump_step(&dump, compare, search);
	while (progress == DIAG_GOING);
	if (progress == DIAG_WAITING)
		return -EAGAIN; /* the kernel answers within the call that sends the request */
	return progress == DIAG_DONE ? 0 : progress;
}

/* A connection can have subflows of both families. */
static enum mptcp_left look_by_inode(
	struct wire *wire, void *buffer, const struct conn *conn, uint8_t *ret_state)
{
	struct search search = {.inode = conn->inode};

	for (unsigned i = 0; i < CONN_FAMILIES && !search.found; i++)
		if (list(wire, buffer, (conn->family + i) % CONN_FAMILIES, ~0U, &search) < 0)
			return MPTCP_UNTOLD;
	return search.found ? judge(&search.conn, ret_state) : MPTCP_NONE;
}

enum mptcp_left mptcp_look(struct wire *wire, void *buffer, const struct conn *conn,
	const struct mptcp *mptcp, uint8_t *ret_state)
{
	_Alignas(8) char request[DIAGMSG_REQUEST_MAX];
	struct search nothing = {0};
	struct diagmsg message;
	struct conn left;
	size_t length;
	int error;

	if (!mptcp->known)
		return MPTCP_NONE;
	if (!mptcp->token) /* without an inode either, it cannot be found */
		return conn->has & CONN_HAS_INODE ? look_by_inode(wire, buffer, conn, ret_state)
						  : MPTCP_NONE;
	length = diagmsg_put_connection(request, mptcp->token, ++wire->sequence);
	error = diag_ask(wire, buffer, request, length, &message);
	if (!error) {
		struct conn_tcp tcp;
		bool tcp_info;

		error = diagmsg_decode(&message, CONN_TCP, &left, &tcp, &tcp_info);
	}
	if (!error)
		return judge(&left, ret_state);
	/* "Not found" may also mean that the kernel cannot list MPTCP at all. */
	if (error != -ENOENT || list(wire, buffer, conn->family, 0, &nothing) < 0)
		return MPTCP_UNTOLD;
	return MPTCP_NONE;
}
