/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/fake-kernel.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"

/* Sockets of one datagram. */
enum { PER_DATAGRAM = 3 };

static void deliver(struct script_wire *script, struct answer *answer)
{
	script_deliver(script, answer);
	answer_clear(answer);
}

/* The upper layer of a socket: attributes in attributes in an attribute. Token 0: it is not told.
 */
static void put_mptcp(struct answer *answer, uint32_t token)
{
	struct {
		struct nlattr head;
		char name[8];
		struct nlattr mptcp;
		struct nlattr remote;
		uint32_t remote_token;
		struct nlattr local;
		uint32_t local_token;
	} ulp = {
		{.nla_len = NLA_HDRLEN + sizeof("mptcp"), .nla_type = 1},
		"mptcp",
		{.nla_len = 3 * NLA_HDRLEN + 8, .nla_type = 3 | NLA_F_NESTED},
		{.nla_len = NLA_HDRLEN + 4, .nla_type = 1},
		77,
		{.nla_len = NLA_HDRLEN + 4, .nla_type = 2},
		token,
	};

	answer_attribute(answer, INET_DIAG_ULP_INFO, &ulp,
		token ? sizeof(ulp) : offsetof(__typeof__(ulp), mptcp));
}

/* -------- connections of MPTCP -------- */

/* The connection of a subflow: another cookie, the same inode. */
static void put_connection(struct answer *answer, const struct fake_connection *connection,
	uint32_t sequence, uint16_t flags)
{
	struct conn conn = {
		.cookie = UINT64_C(1) << 40 | connection->token,
		.inode = connection->inode,
		.state = connection->state,
		.has = CONN_HAS_COOKIE | CONN_HAS_INODE,
	};

	answer_socket(answer, &conn, sequence, flags);
}

static void answer_connections(struct fake_kernel *kernel, struct script_wire *script,
	const struct inet_diag_req_v2 *request, const struct nlmsghdr *header)
{
	bool dump = (header->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP, any = false;
	struct answer answer = {0};

	for (size_t i = 0; !kernel->no_mptcp && i < kernel->connection_count; i++) {
		const struct fake_connection *connection = &kernel->connections[i];

		if (dump ? !(request->idiag_states & 1U << connection->state)
			 : connection->token != request->id.idiag_cookie[0])
			continue;
		put_connection(&answer, connection, header->nlmsg_seq, dump ? NLM_F_MULTI : 0);
		any = true;
	}
	if (dump)
		answer_done(&answer, header->nlmsg_seq, kernel->no_mptcp ? -ENOENT : 0, 0);
	else if (!any)
		answer_error(&answer, header->nlmsg_seq, -ENOENT);
	deliver(script, &answer);
	answer_done_with(&answer);
}

/* Whether the request has an attribute that names another protocol than its byte does. */
static bool asks_for_mptcp(const struct nlmsghdr *header, const char *payload)
{
	size_t at = sizeof(struct inet_diag_req_v2);
	struct nlattr attribute;
	uint32_t protocol;

	if (header->nlmsg_len < NLMSG_HDRLEN + at + sizeof(attribute) + sizeof(protocol))
		return false;
	memcpy(&attribute, payload + at, sizeof(attribute));
	memcpy(&protocol, payload + at + sizeof(attribute), sizeof(protocol));
	return attribute.nla_type == 3 && protocol == 262;
}

/* -------- dumps -------- */

static const struct fake_fault *next_fault(
	struct fake_kernel *kernel, enum conn_proto proto, unsigned family)
{
	for (size_t i = 0; i < kernel->fault_count; i++) {
		struct fake_fault *fault = &kernel->faults[i];

		if (fault->times && fault->proto == proto && fault->family == family) {
			fault->times--;
			return fault;
		}
	}
	return NULL;
}

static bool is_in_dump(
	const struct fake_socket *socket, enum conn_proto proto, unsigned family, uint32_t states)
{
	return !socket->unlisted && socket->conn.proto == proto &&
	       (family == DIAGMSG_BOTH_FAMILIES || socket->conn.family == family) &&
	       states & (1U << socket->conn.state);
}

/* One socket of a dump, with what the fault does behind it. */
static void put_dumped(struct fake_kernel *kernel, struct script_wire *script,
	struct answer *answer, const struct fake_socket *socket, uint32_t sequence,
	const struct fake_fault *fault)
{
	bool interrupted = fault && fault->way == FAKE_INTERRUPTED;

	answer_socket(
		answer, &socket->conn, sequence, NLM_F_MULTI | (interrupted ? NLM_F_DUMP_INTR : 0));
	if (kernel->last_extensions & (1 << (INET_DIAG_INFO - 1)))
		answer_tcp_info(answer, &(struct conn_tcp){.rtt_us = 1, .congestion = "reno"});
	if (socket->subflow)
		put_mptcp(answer, kernel->hides_tokens ? 0 : socket->token);
	if (fault && fault->way == FAKE_HALFWAY)
		answer_error(answer, sequence, fault->error);
	if (fault && fault->way == FAKE_RECEIVE) {
		deliver(script, answer);
		script_fail(script, fault->error);
	}
}

static int answer_dump(struct fake_kernel *kernel, struct script_wire *script,
	enum conn_proto proto, unsigned family, uint32_t states, uint32_t sequence)
{
	const struct fake_fault *fault = next_fault(kernel, proto, family);
	struct answer answer = {0};
	size_t count = 0;

	kernel->dump_count++;
	if (fault && fault->way == FAKE_SEND)
		return fault->error;
	if (fault && fault->way == FAKE_SILENT)
		return 0;
	if (fault && fault->way == FAKE_ERROR) {
		answer_error(&answer, sequence, fault->error);
		deliver(script, &answer);
		answer_done_with(&answer);
		return 0;
	}
	for (size_t i = 0; i < kernel->socket_count; i++) {
		if (!is_in_dump(&kernel->sockets[i], proto, family, states))
			continue;
		put_dumped(kernel, script, &answer, &kernel->sockets[i], sequence, fault);
		if (fault && (fault->way == FAKE_HALFWAY || fault->way == FAKE_RECEIVE))
			fault = NULL; /* it goes on as if nothing had been */
		if (++count % PER_DATAGRAM == 0)
			deliver(script, &answer);
	}
	answer_done(&answer, sequence, fault && fault->way == FAKE_DONE ? fault->error : 0,
		fault && fault->way == FAKE_INTERRUPTED ? NLM_F_DUMP_INTR : 0);
	deliver(script, &answer);
	answer_done_with(&answer);
	return 0;
}

/* -------- exact requests -------- */

static bool same_endpoint(const struct conn_endpoint *endpoint, const __be32 *address, __be16 port)
{
	return memcmp(endpoint->addr, address, sizeof(endpoint->addr)) == 0 &&
	       endpoint->port == ntohs(port);
}

/* The socket that a request names, or NULL; `error` says what the kernel would. */
static struct fake_socket *look_up(struct fake_kernel *kernel,
	const struct inet_diag_req_v2 *request, bool swapped, int *error)
{
	uint64_t cookie = (uint64_t)request->id.idiag_cookie[1] << 32 | request->id.idiag_cookie[0];
	struct fake_socket *socket = fake_find(kernel, cookie);
	const struct inet_diag_sockid *id = &request->id;

	*error = -ENOENT;
	if (cookie == UINT64_MAX) {
		fprintf(stderr, "a request with the cookie that matches any socket\n");
		abort();
	}
	if (!socket || socket->conn.state == CONN_BOUND || socket->conn.interface != id->idiag_if)
		return NULL;
	if (socket->unfound && socket->aim && ntohs(id->idiag_dport) == socket->aim) {
		*error = 0;
		return socket;
	}
	if (!same_endpoint(swapped ? &socket->conn.remote : &socket->conn.local, id->idiag_src,
		    id->idiag_sport) ||
		!same_endpoint(swapped ? &socket->conn.local : &socket->conn.remote, id->idiag_dst,
			id->idiag_dport))
		return NULL;
	if (socket->unfound) {
		*error = socket->conn.proto == CONN_UDP && swapped ? -ESTALE : -ENOENT;
		return NULL;
	}
	*error = 0;
	return socket;
}

static void answer_query(struct fake_kernel *kernel, struct script_wire *script,
	const struct inet_diag_req_v2 *request, uint32_t sequence)
{
	struct answer answer = {0};
	struct fake_socket *socket;
	int error;

	kernel->query_count++;
	socket = look_up(kernel, request, request->sdiag_protocol == IPPROTO_UDP, &error);
	if (kernel->query_error)
		answer_error(&answer, sequence, kernel->query_error);
	else if (!socket)
		answer_error(&answer, sequence, error);
	else {
		answer_socket(&answer, &socket->conn, sequence, 0);
		if (socket->conn.proto == CONN_TCP)
			answer_tcp_info(
				&answer, &(struct conn_tcp){.rtt_us = 7, .congestion = "cubic"});
		if (socket->subflow)
			put_mptcp(&answer, kernel->hides_tokens ? 0 : socket->token);
	}
	deliver(script, &answer);
	answer_done_with(&answer);
}

static void answer_destroy(struct fake_kernel *kernel, struct script_wire *script,
	const struct inet_diag_req_v2 *request, const struct nlmsghdr *header)
{
	struct answer answer = {0};
	struct fake_socket *socket;
	int error;

	kernel->destroy_count++;
	socket = look_up(kernel, request, false, &error);
	if (kernel->before_4_5)
		error = -EINVAL;
	else if ((socket || kernel->destroy_error == -EOPNOTSUPP) && kernel->destroy_error)
		error = kernel->destroy_error;
	else if (socket && !socket->tough)
		fake_remove(kernel, socket->conn.cookie);
	if (error || header->nlmsg_flags & NLM_F_ACK) {
		answer_error(&answer, header->nlmsg_seq, error);
		deliver(script, &answer);
	}
	answer_done_with(&answer);
}

/* -------- the wire -------- */

/* CONN_PROTOS: this kernel has no sockets of that kind. */
static enum conn_proto proto_of(uint8_t number)
{
	return number == IPPROTO_TCP ? CONN_TCP : number == IPPROTO_UDP ? CONN_UDP : CONN_PROTOS;
}

static int respond_to(struct fake_kernel *kernel, struct script_wire *script,
	const struct nlmsghdr *header, const char *payload)
{
	struct inet_diag_req_v2 request = {0};
	struct inet_diag_req legacy;

	if (header->nlmsg_type == TCPDIAG_GETSOCK) {
		memcpy(&legacy, payload, sizeof(legacy));
		kernel->last_states = legacy.idiag_states;
		kernel->last_extensions = legacy.idiag_ext;
		return answer_dump(kernel, script, CONN_TCP, DIAGMSG_BOTH_FAMILIES,
			legacy.idiag_states, header->nlmsg_seq);
	}
	memcpy(&request, payload, sizeof(request));
	if (asks_for_mptcp(header, payload)) {
		answer_connections(kernel, script, &request, header);
	} else if (header->nlmsg_type == SOCK_DESTROY) {
		answer_destroy(kernel, script, &request, header);
	} else if ((header->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP) {
		kernel->last_states = request.idiag_states;
		kernel->last_extensions = request.idiag_ext;
		return answer_dump(kernel, script, proto_of(request.sdiag_protocol),
			request.sdiag_family == AF_INET6 ? CONN_IPV6 : CONN_IPV4,
			request.idiag_states, header->nlmsg_seq);
	} else {
		answer_query(kernel, script, &request, header->nlmsg_seq);
	}
	return 0;
}

static int respond(struct script_wire *script, const void *bytes, size_t length)
{
	struct fake_kernel *kernel = script->context;
	int error = 0;

	for (size_t at = 0; at < length && !error;) {
		struct nlmsghdr header;

		memcpy(&header, (const char *)bytes + at, sizeof(header));
		error = respond_to(
			kernel, script, &header, (const char *)bytes + at + sizeof(header));
		at += NLMSG_ALIGN(header.nlmsg_len);
	}
	return error;
}

void fake_init(struct fake_kernel *kernel)
{
	struct script_wire *wires[] = {&kernel->dumps, &kernel->queries};

	*kernel = (struct fake_kernel){
		.sockets = alloc_zero(FAKE_SOCKETS_MAX, sizeof(*kernel->sockets)),
	};
	for (size_t i = 0; i < 2; i++) {
		script_init(wires[i]);
		wires[i]->responder = respond;
		wires[i]->context = kernel;
	}
}

void fake_done(struct fake_kernel *kernel)
{
	script_done(&kernel->dumps);
	script_done(&kernel->queries);
	free(kernel->sockets);
}

struct fake_socket *fake_add(struct fake_kernel *kernel, const struct conn *conn)
{
	struct fake_socket *socket = &kernel->sockets[kernel->socket_count];

	if (kernel->socket_count == FAKE_SOCKETS_MAX)
		abort();
	kernel->socket_count++;
	*socket = (struct fake_socket){.conn = *conn};
	return socket;
}

struct fake_socket *fake_find(struct fake_kernel *kernel, uint64_t cookie)
{
	for (size_t i = 0; i < kernel->socket_count; i++)
		if (kernel->sockets[i].conn.cookie == cookie)
			return &kernel->sockets[i];
	return NULL;
}

void fake_remove(struct fake_kernel *kernel, uint64_t cookie)
{
	struct fake_socket *socket = fake_find(kernel, cookie);

	if (!socket)
		abort();
	memmove(socket, socket + 1,
		(size_t)(&kernel->sockets[--kernel->socket_count] - socket) * sizeof(*socket));
}

void fake_fail(struct fake_kernel *kernel, struct fake_fault fault)
{
	if (kernel->fault_count == FAKE_FAULTS_MAX)
		abort();
	kernel->faults[kernel->fault_count++] = fault;
}
