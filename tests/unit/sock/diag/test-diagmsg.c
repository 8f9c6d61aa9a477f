/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <sys/socket.h>

#include "sock/diag/diagmsg-memory.h"
#include "sock/diag/diagmsg.h"
#include "support/answer.h"

/* -------- requests, against the kernel's own structures -------- */

static struct conn some_conn(enum conn_proto proto, enum conn_family family)
{
	struct conn conn = {
		.proto = (uint8_t)proto,
		.family = (uint8_t)family,
		.state = CONN_ESTABLISHED,
		.cookie = UINT64_C(0x1122334455667788),
		.has = CONN_HAS_COOKIE,
		.interface = 7,
		.local = {.addr = {10, 1, 2, 3}, .port = 443},
		.remote = {.addr = {10, 9, 8, 7}, .port = 50112},
	};

	if (family == CONN_IPV6)
		for (int i = 0; i < 16; i++) {
			conn.local.addr[i] = (uint8_t)(0x10 + i);
			conn.remote.addr[i] = (uint8_t)(0xe0 + i);
		}
	return conn;
}

/* A request of this type, flags and size; returns its payload. */
static const void *check_header(
	const void *request, size_t length, uint16_t type, uint16_t flags, size_t payload)
{
	const struct nlmsghdr *header = request;

	assert_int_equal(length, sizeof(*header) + payload);
	assert_int_equal(header->nlmsg_len, length);
	assert_int_equal(header->nlmsg_type, type);
	assert_int_equal(header->nlmsg_flags, flags);
	assert_int_equal(header->nlmsg_seq, 42);
	assert_int_equal(header->nlmsg_pid, 0);
	return header + 1;
}

/* Of UDP nothing but the drops, and those always. */
static uint8_t expected_extensions(enum conn_proto proto)
{
	return proto == CONN_UDP ? 1 << (INET_DIAG_SKMEMINFO - 1)
				 : 1 << (INET_DIAG_INFO - 1) | 1 << (INET_DIAG_CONG - 1);
}

static void a_dump_of_one_family_is_inet_diag_req_v2(void **state)
{
	static const uint8_t families[] = {AF_INET, AF_INET6},
			     protos[] = {IPPROTO_TCP, IPPROTO_UDP};
	_Alignas(8) char request[DIAGMSG_REQUEST_MAX];

	(void)state;
	for (unsigned proto = 0; proto < CONN_PROTOS; proto++)
		for (unsigned family = 0; family < CONN_FAMILIES; family++) {
			struct diagmsg_dump dump = {(enum conn_proto)proto, family, 0x2fff,
				DIAGMSG_INFO | DIAGMSG_CONGESTION};
			struct inet_diag_req_v2 expected = {
				.sdiag_family = families[family],
				.sdiag_protocol = protos[proto],
				.idiag_ext = expected_extensions((enum conn_proto)proto),
				.idiag_states = 0x2fff,
			};
			size_t length;

			memset(request, 0xaa, sizeof(request));
			length = diagmsg_put_dump(request, &dump, 42);
			assert_memory_equal(check_header(request, length, SOCK_DIAG_BY_FAMILY,
						    NLM_F_REQUEST | NLM_F_DUMP, sizeof(expected)),
				&expected, sizeof(expected));
		}
}

static void a_dump_of_both_families_is_the_legacy_request(void **state)
{
	_Alignas(8) char request[DIAGMSG_REQUEST_MAX];
	struct diagmsg_dump dump = {CONN_TCP, DIAGMSG_BOTH_FAMILIES, 0xfff, 0};
	struct inet_diag_req expected = {.idiag_family = AF_UNSPEC, .idiag_states = 0xfff};
	size_t length;

	(void)state;
	memset(request, 0xaa, sizeof(request));
	length = diagmsg_put_dump(request, &dump, 42);
	assert_memory_equal(check_header(request, length, TCPDIAG_GETSOCK,
				    NLM_F_REQUEST | NLM_F_DUMP, sizeof(expected)),
		&expected, sizeof(expected));
}

static struct inet_diag_req_v2 expected_exact(const struct conn *conn, bool swapped)
{
	const struct conn_endpoint *source = swapped ? &conn->remote : &conn->local;
	const struct conn_endpoint *destination = swapped ? &conn->local : &conn->remote;
	struct inet_diag_req_v2 request = {
		.sdiag_family = conn->family == CONN_IPV6 ? AF_INET6 : AF_INET,
		.sdiag_protocol = conn->proto == CONN_UDP ? IPPROTO_UDP : IPPROTO_TCP,
		.idiag_states = ~0U,
		.id.idiag_sport = htons(source->port),
		.id.idiag_dport = htons(destination->port),
		.id.idiag_if = conn->interface,
		.id.idiag_cookie = {0x55667788, 0x11223344},
	};

	memcpy(request.id.idiag_src, source->addr, 16);
	memcpy(request.id.idiag_dst, destination->addr, 16);
	return request;
}

static void a_query_names_the_socket_and_swaps_the_ends_for_udp(void **state)
{
	_Alignas(8) char request[DIAGMSG_REQUEST_MAX];

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		struct conn conn = some_conn((enum conn_proto)(i / 2), (enum conn_family)(i % 2));
		struct inet_diag_req_v2 expected = expected_exact(&conn, conn.proto == CONN_UDP);
		size_t length = diagmsg_put_query(request, &conn, 42);

		expected.idiag_ext = expected_extensions(conn.proto);
		assert_memory_equal(check_header(request, length, SOCK_DIAG_BY_FAMILY,
					    NLM_F_REQUEST, sizeof(expected)),
			&expected, sizeof(expected));
	}
}

static void a_close_names_the_socket_the_right_way_round(void **state)
{
	_Alignas(8) char request[DIAGMSG_REQUEST_MAX];

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		struct conn conn = some_conn((enum conn_proto)(i / 2), (enum conn_family)(i % 2));
		struct inet_diag_req_v2 expected = expected_exact(&conn, false), sent;
		size_t length = diagmsg_put_destroy(request, &conn, 42);

		check_header(request, length, SOCK_DESTROY, NLM_F_REQUEST, sizeof(expected));
		diagmsg_ask_acknowledgement(request);
		memcpy(&sent,
			check_header(request, length, SOCK_DESTROY, NLM_F_REQUEST | NLM_F_ACK,
				sizeof(expected)),
			sizeof(sent));
		sent.idiag_ext = 0; /* of no meaning here */
		assert_memory_equal(&sent, &expected, sizeof(expected));
	}
}

static void the_cookie_that_matches_any_socket_never_leaves(void **state)
{
	static const uint64_t refused[] = {0, UINT64_MAX};
	static const uint64_t real[] = {1, UINT32_MAX, UINT64_C(0xffffffff00000000), UINT64_MAX - 1,
		UINT64_C(0x7fffffffffffffff)};
	struct conn conn = some_conn(CONN_TCP, CONN_IPV4);
	_Alignas(8) char request[DIAGMSG_REQUEST_MAX], untouched[DIAGMSG_REQUEST_MAX];

	(void)state;
	memset(request, 0x5a, sizeof(request));
	memset(untouched, 0x5a, sizeof(untouched));
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		conn.cookie = refused[i];
		assert_int_equal(diagmsg_put_destroy(request, &conn, 1), 0);
		assert_int_equal(diagmsg_put_query(request, &conn, 1), 0);
	}
	conn.cookie = 5;
	conn.has = 0;
	assert_int_equal(diagmsg_put_destroy(request, &conn, 1), 0);
	assert_int_equal(diagmsg_put_query(request, &conn, 1), 0);
	assert_memory_equal(request, untouched, sizeof(request));
	conn.has = CONN_HAS_COOKIE;
	for (size_t i = 0; i < COUNT_OF(real); i++) {
		conn.cookie = real[i];
		assert_int_not_equal(diagmsg_put_destroy(request, &conn, 1), 0);
	}
}

static void the_probe_asks_for_a_socket_that_cannot_exist(void **state)
{
	_Alignas(8) char request[DIAGMSG_REQUEST_MAX];
	struct inet_diag_req_v2 sent, expected = {.sdiag_family = AF_INET,
					      .sdiag_protocol = IPPROTO_TCP,
					      .idiag_states = ~0U};
	size_t length = diagmsg_put_destroy_probe(request, 42);

	(void)state;
	memcpy(&sent,
		check_header(
			request, length, SOCK_DESTROY, NLM_F_REQUEST | NLM_F_ACK, sizeof(sent)),
		sizeof(sent));
	sent.idiag_ext = 0;
	assert_memory_equal(&sent, &expected, sizeof(sent));
}

/* -------- answers -------- */

struct decoded {
	int next, result;
	struct diagmsg message;
	struct conn conn;
	struct conn_tcp tcp;
	bool tcp_info;
};

/* The first message of `answer`; what it does not say keeps a pattern that is no value. */
static struct decoded decode_first(const struct answer *answer, enum conn_proto proto)
{
	struct diagmsg_reader reader;
	struct decoded decoded;

	memset(&decoded, 0x5a, sizeof(decoded));
	decoded.tcp_info = false;
	diagmsg_reader_init(&reader, answer->bytes.data, answer->bytes.length);
	decoded.next = diagmsg_next(&reader, &decoded.message);
	if (decoded.next == 1 && decoded.message.kind == DIAGMSG_SOCKET)
		decoded.result = diagmsg_decode(
			&decoded.message, proto, &decoded.conn, &decoded.tcp, &decoded.tcp_info);
	return decoded;
}

static void every_field_of_a_socket_is_taken(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		struct conn conn = some_conn((enum conn_proto)(i / 2), (enum conn_family)(i % 2));
		struct answer answer = {0};
		struct decoded decoded;

		conn.inode = 5470;
		conn.uid = 1001;
		conn.recv_q = 127;
		conn.send_q = 3;
		conn.timer = CONN_TIMER_KEEPALIVE;
		conn.timer_ms = 1200;
		conn.retransmits = 2;
		conn.mark = 0xbeef;
		conn.cgroup = UINT64_C(0x123456789a);
		conn.has = CONN_HAS_COOKIE | CONN_HAS_INODE | CONN_HAS_UID | CONN_HAS_MARK |
			   CONN_HAS_CGROUP | CONN_HAS_V6ONLY;
		answer_socket(&answer, &conn, 9, NLM_F_MULTI);
		decoded = decode_first(&answer, (enum conn_proto)conn.proto);
		assert_int_equal(decoded.result, 0);
		assert_int_equal(decoded.message.sequence, 9);
		assert_false(decoded.message.interrupted);
		assert_false(decoded.tcp_info);
		assert_memory_equal(&decoded.conn, &conn, sizeof(conn));
		answer_done_with(&answer);
	}
}

static void states_are_named_as_dumps_mean_them(void **state)
{
	static const struct {
		enum conn_proto proto;
		uint8_t sent;
		enum conn_state expected;
	} examples[] = {
		{CONN_TCP, CONN_ESTABLISHED, CONN_ESTABLISHED},
		{CONN_TCP, CONN_CLOSING, CONN_CLOSING},
		{CONN_TCP, CONN_NEW_SYN_RECV, CONN_SYN_RECV},
		{CONN_TCP, CONN_CLOSED, CONN_BOUND},
		{CONN_TCP, 13, CONN_BOUND},
		{CONN_TCP, 0, CONN_UNKNOWN},
		{CONN_TCP, 14, CONN_UNKNOWN},
		{CONN_TCP, 255, CONN_UNKNOWN},
		{CONN_UDP, CONN_CLOSED, CONN_CLOSED},
		{CONN_UDP, CONN_ESTABLISHED, CONN_ESTABLISHED},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		struct inet_diag_msg msg = {
			.idiag_family = AF_INET, .idiag_state = examples[i].sent};
		struct answer answer = {0};

		answer_message(&answer, SOCK_DIAG_BY_FAMILY, 0, 1, &msg, sizeof(msg));
		assert_int_equal(
			decode_first(&answer, examples[i].proto).conn.state, examples[i].expected);
		answer_done_with(&answer);
	}
}

static void the_owner_that_the_kernel_has_forgotten_is_unknown_and_not_root(void **state)
{
	(void)state;
	for (uint8_t i = CONN_ESTABLISHED; i <= CONN_CLOSING; i++)
		for (uint32_t inode = 0; inode < 2; inode++) {
			struct conn conn = some_conn(CONN_TCP, CONN_IPV4);
			bool forgotten = inode == 0 && (i == CONN_TIME_WAIT || i == CONN_SYN_RECV ||
							       i == CONN_FIN_WAIT2);
			struct answer answer = {0};
			struct conn got;

			conn.state = i;
			conn.inode = inode;
			conn.uid = 0;
			answer_socket(&answer, &conn, 1, 0);
			got = decode_first(&answer, CONN_TCP).conn;
			assert_int_equal(got.has & CONN_HAS_UID, forgotten ? 0 : CONN_HAS_UID);
			assert_int_equal(got.has & CONN_HAS_INODE, inode ? CONN_HAS_INODE : 0);
			answer_done_with(&answer);
		}
}

static struct conn_tcp some_tcp(void)
{
	return (struct conn_tcp){
		.bytes_sent = UINT64_C(1) << 40,
		.bytes_retrans = 7,
		.bytes_acked = UINT64_C(3) << 33,
		.bytes_received = UINT64_C(5) << 34,
		.rtt_us = 22,
		.rtt_var_us = 11,
		.cwnd = 10,
		.retransmits = 4,
		.lost = 5,
		.last_sent_ms = 12,
		.last_received_ms = 13,
		.busy_ms = 100,
		.receiver_limited_ms = 20,
		.send_buffer_limited_ms = 3,
		.congestion = "bbr",
		.has = CONN_TCP_HAS_BYTES | CONN_TCP_HAS_BUSY | CONN_TCP_HAS_SENT,
	};
}

static void tcp_info_of_a_newer_kernel_is_taken(void **state)
{
	struct conn conn = some_conn(CONN_TCP, CONN_IPV6);
	struct conn_tcp tcp = some_tcp();
	struct answer answer = {0};
	struct decoded decoded;

	(void)state;
	answer_socket(&answer, &conn, 1, 0);
	answer_tcp_info(&answer, &tcp);
	decoded = decode_first(&answer, CONN_TCP);
	assert_int_equal(decoded.result, 0);
	assert_true(decoded.tcp_info);
	assert_memory_equal(&decoded.tcp, &tcp, sizeof(tcp));
	answer_done_with(&answer);
}

/* The lengths of tcp_info of kernels from 2.6 on, and every length between and beyond. */
static void tcp_info_of_an_older_kernel_says_only_what_it_says(void **state)
{
	unsigned char bytes[400];

	(void)state;
	memset(bytes, 1, sizeof(bytes));
	for (size_t length = 0; length <= sizeof(bytes); length++) {
		struct conn conn = some_conn(CONN_TCP, CONN_IPV4);
		struct answer answer = {0};
		struct decoded decoded;
		uint8_t has = 0;

		answer_socket(&answer, &conn, 1, 0);
		answer_attribute(&answer, INET_DIAG_INFO, bytes, length);
		decoded = decode_first(&answer, CONN_TCP);
		assert_int_equal(decoded.result, 0);
		assert_int_equal(decoded.tcp_info, length >= 104);
		if (decoded.tcp_info) {
			has |= length >= 136 ? CONN_TCP_HAS_BYTES : 0;
			has |= length >= 192 ? CONN_TCP_HAS_BUSY : 0;
			has |= length >= 220 ? CONN_TCP_HAS_SENT : 0;
			assert_int_equal(decoded.tcp.has, has);
			assert_int_equal(decoded.tcp.rtt_us, 0x01010101);
			assert_int_equal(decoded.tcp.bytes_acked,
				has & CONN_TCP_HAS_BYTES ? UINT64_C(0x0101010101010101) : 0);
			assert_int_equal(decoded.tcp.bytes_sent,
				has & CONN_TCP_HAS_SENT ? UINT64_C(0x0101010101010101) : 0);
			/* 0x0101... microseconds are more milliseconds than fit. */
			assert_int_equal(
				decoded.tcp.busy_ms, has & CONN_TCP_HAS_BUSY ? UINT32_MAX : 0);
			assert_string_equal(decoded.tcp.congestion, "");
		}
		answer_done_with(&answer);
	}
}

static void congestion_without_tcp_info_leaves_the_tcp_part_alone(void **state)
{
	struct conn conn = some_conn(CONN_TCP, CONN_IPV4);
	struct answer answer = {0};
	struct decoded decoded;
	struct conn_tcp pattern;

	(void)state;
	memset(&pattern, 0x5a, sizeof(pattern));
	answer_socket(&answer, &conn, 1, 0);
	answer_attribute(&answer, INET_DIAG_CONG, "cubic", 6);
	decoded = decode_first(&answer, CONN_TCP);
	assert_int_equal(decoded.result, 0);
	assert_false(decoded.tcp_info);
	assert_memory_equal(&decoded.tcp, &pattern, sizeof(pattern));
	answer_done_with(&answer);
}

static void the_name_of_the_congestion_control_always_ends(void **state)
{
	struct conn conn = some_conn(CONN_TCP, CONN_IPV4);
	struct conn_tcp tcp = some_tcp();
	char name[64];

	(void)state;
	memset(name, 'x', sizeof(name));
	for (size_t length = 0; length <= sizeof(name); length++) {
		struct answer answer = {0};
		struct decoded decoded;

		answer_socket(&answer, &conn, 1, 0);
		answer_tcp_info(&answer, &tcp);
		answer_attribute(&answer, INET_DIAG_CONG, name, length);
		decoded = decode_first(&answer, CONN_TCP);
		assert_int_equal(strnlen(decoded.tcp.congestion, sizeof(decoded.tcp.congestion)),
			length < 14 ? length : 14);
		answer_done_with(&answer);
	}
}

static void attributes_that_are_unknown_or_too_short_are_passed_over(void **state)
{
	struct conn conn = some_conn(CONN_TCP, CONN_IPV4);
	uint32_t mark = 99;

	(void)state;
	for (uint16_t type = 0; type < 300; type++) {
		struct answer answer = {0};
		struct decoded decoded;

		answer_socket(&answer, &conn, 1, 0);
		answer_attribute(&answer, type, "", 0);
		answer_attribute(&answer, INET_DIAG_MARK, &mark, sizeof(mark));
		decoded = decode_first(&answer, CONN_TCP);
		assert_int_equal(decoded.result, 0);
		assert_int_equal(decoded.conn.mark, 99);
		assert_true(decoded.conn.has & CONN_HAS_MARK);
		assert_false(decoded.conn.has & (CONN_HAS_CGROUP | CONN_HAS_V6ONLY));
		assert_false(decoded.tcp_info);
		answer_done_with(&answer);
	}
}

static void the_drops_of_a_udp_socket_are_known_where_they_are_told(void **state)
{
	struct conn udp = some_conn(CONN_UDP, CONN_IPV4), tcp = some_conn(CONN_TCP, CONN_IPV4);
	uint32_t memory[] = {1, 2, 3, 4, 5, 6, 7, 8, 77, 9};

	(void)state;
	for (size_t length = 0; length <= sizeof(memory); length++) {
		bool told = length >= 9 * sizeof(memory[0]);
		struct answer answer = {0};
		struct decoded decoded;

		answer_socket(&answer, &udp, 1, 0);
		answer_attribute(&answer, INET_DIAG_SKMEMINFO, memory, length);
		decoded = decode_first(&answer, CONN_UDP);
		assert_int_equal((decoded.conn.has & CONN_HAS_DROPS) != 0, told);
		assert_int_equal(decoded.conn.drops, told ? 77 : udp.drops);
		/* TCP has a timer in its place. */
		decoded = decode_first(&answer, CONN_TCP);
		assert_false(decoded.conn.has & CONN_HAS_DROPS);
		assert_int_equal(decoded.conn.timer_ms, tcp.timer_ms);
		answer_done_with(&answer);
	}
}

static void a_listener_of_tcp_tells_what_it_has_dropped(void **state)
{
	struct conn listener = some_conn(CONN_TCP, CONN_IPV4);
	uint32_t memory[] = {1, 2, 3, 4, 5, 6, 7, 8, 77};
	struct answer answer = {0};
	struct decoded decoded;

	(void)state;
	listener.state = CONN_LISTEN;
	answer_socket(&answer, &listener, 1, 0);
	answer_attribute(&answer, INET_DIAG_SKMEMINFO, memory, sizeof(memory));
	decoded = decode_first(&answer, CONN_TCP);
	assert_true(decoded.conn.has & CONN_HAS_DROPS);
	assert_int_equal(decoded.conn.drops, 77);
	answer_done_with(&answer);
}

static void the_memory_of_the_queues_is_asked_for_of_every_kind(void **state)
{
	_Alignas(8) char request[DIAGMSG_REQUEST_MAX];
	const struct inet_diag_req_v2 *one = (const void *)(request + NLMSG_HDRLEN);
	const struct inet_diag_req *both = (const void *)(request + NLMSG_HDRLEN);

	(void)state;
	for (unsigned proto = 0; proto < CONN_PROTOS; proto++) {
		struct diagmsg_dump dump = {(enum conn_proto)proto, CONN_IPV4, 1, DIAGMSG_MEMORY};

		diagmsg_put_dump(request, &dump, 1);
		assert_int_equal(one->idiag_ext, 1 << (INET_DIAG_SKMEMINFO - 1));
	}
	diagmsg_put_dump(request,
		&(struct diagmsg_dump){CONN_TCP, DIAGMSG_BOTH_FAMILIES, 1, DIAGMSG_MEMORY}, 1);
	assert_int_equal(both->idiag_ext, 1 << (INET_DIAG_SKMEMINFO - 1));
}

static void the_memory_of_the_queues_is_as_long_as_the_kernel_sends_it(void **state)
{
	struct conn conn = some_conn(CONN_TCP, CONN_IPV4);
	uint32_t values[] = {1, 2, 3, 4, 5, 6, 7, 8, 77, 9};

	(void)state;
	for (size_t length = 0; length <= sizeof(values); length++) {
		size_t count = length / sizeof(values[0]);
		struct conn_memory memory = {.count = 99};
		struct diagmsg_reader reader;
		struct answer answer = {0};
		struct diagmsg message;

		if (count > CONN_MEMORY_FIELDS)
			count = CONN_MEMORY_FIELDS;
		answer_socket(&answer, &conn, 1, 0);
		answer_attribute(&answer, INET_DIAG_SKMEMINFO, values, length);
		diagmsg_reader_init(&reader, answer.bytes.data, answer.bytes.length);
		assert_int_equal(diagmsg_next(&reader, &message), 1);
		assert_int_equal(diagmsg_decode_memory(&message, &memory), count > 0);
		assert_int_equal(memory.count, count ? count : 99);
		assert_memory_equal(memory.values, values, count * sizeof(values[0]));
		answer_done_with(&answer);
	}
}

static void a_nested_or_swapped_attribute_is_known_by_its_type(void **state)
{
	struct conn conn = some_conn(CONN_TCP, CONN_IPV4);
	struct answer answer = {0};
	uint32_t mark = 7;

	(void)state;
	answer_socket(&answer, &conn, 1, 0);
	answer_attribute(&answer, INET_DIAG_MARK | NLA_F_NET_BYTEORDER, &mark, sizeof(mark));
	assert_int_equal(decode_first(&answer, CONN_TCP).conn.mark, 7);
	answer_done_with(&answer);
}

static void a_socket_of_another_family_or_too_short_is_refused(void **state)
{
	struct inet_diag_msg msg = {.idiag_family = AF_UNIX};
	struct answer answer = {0};

	(void)state;
	answer_message(&answer, SOCK_DIAG_BY_FAMILY, 0, 1, &msg, sizeof(msg));
	assert_int_equal(decode_first(&answer, CONN_TCP).result, -EBADMSG);
	msg.idiag_family = AF_INET;
	for (size_t length = 0; length < sizeof(msg); length++) {
		answer_clear(&answer);
		answer_message(&answer, SOCK_DIAG_BY_FAMILY, 0, 1, &msg, length);
		assert_int_equal(decode_first(&answer, CONN_TCP).result, -EBADMSG);
	}
	answer_done_with(&answer);
}

static void a_socket_that_is_refused_writes_nothing(void **state)
{
	struct conn conn = some_conn(CONN_TCP, CONN_IPV4), pattern;
	struct answer answer = {0};
	struct decoded decoded;

	(void)state;
	memset(&pattern, 0x5a, sizeof(pattern));
	answer_socket(&answer, &conn, 1, 0);
	answer_attribute(&answer, INET_DIAG_MARK, "1234", 4);
	answer.bytes.data[answer.bytes.length - 8] = 3; /* shorter than its own header */
	decoded = decode_first(&answer, CONN_TCP);
	assert_int_equal(decoded.result, -EBADMSG);
	assert_memory_equal(&decoded.conn, &pattern, sizeof(pattern));
	answer_done_with(&answer);
}

static void the_errors_hidden_in_messages_are_found(void **state)
{
	static const struct {
		uint16_t type;
		int sent, expected;
		enum diagmsg_kind kind;
	} examples[] = {
		{NLMSG_DONE, 0, 0, DIAGMSG_DONE},
		{NLMSG_DONE, -ENOENT, -ENOENT, DIAGMSG_DONE},
		{NLMSG_DONE, -EINTR, -EINTR, DIAGMSG_DONE},
		{NLMSG_DONE, 5, -EBADMSG, DIAGMSG_DONE},
		{NLMSG_DONE, INT32_MIN, -EBADMSG, DIAGMSG_DONE},
		{NLMSG_ERROR, 0, 0, DIAGMSG_ERROR},
		{NLMSG_ERROR, -EPERM, -EPERM, DIAGMSG_ERROR},
		{NLMSG_ERROR, -4095, -4095, DIAGMSG_ERROR},
		{NLMSG_ERROR, -4096, -EBADMSG, DIAGMSG_ERROR},
		{NLMSG_ERROR, 1, -EBADMSG, DIAGMSG_ERROR},
		{NLMSG_NOOP, -1, 0, DIAGMSG_OTHER},
		{NLMSG_OVERRUN, -1, 0, DIAGMSG_OTHER},
		{77, -1, 0, DIAGMSG_OTHER},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		struct answer answer = {0};
		struct decoded decoded;

		answer_message(&answer, examples[i].type, 0, 3, &examples[i].sent, sizeof(int));
		decoded = decode_first(&answer, CONN_TCP);
		assert_int_equal(decoded.next, 1);
		assert_int_equal(decoded.message.kind, examples[i].kind);
		assert_int_equal(decoded.message.error, examples[i].expected);
		answer_done_with(&answer);
	}
}

static void an_end_without_a_number_is_an_end_and_an_error_without_one_is_none(void **state)
{
	struct answer answer = {0};

	(void)state;
	for (size_t length = 0; length < sizeof(int); length++) {
		answer_clear(&answer);
		answer_message(&answer, NLMSG_DONE, 0, 1, "\377\377\377", length);
		assert_int_equal(decode_first(&answer, CONN_TCP).message.error, 0);
		answer_clear(&answer);
		answer_message(&answer, NLMSG_ERROR, 0, 1, "\377\377\377", length);
		assert_int_equal(decode_first(&answer, CONN_TCP).message.error, -EBADMSG);
	}
	answer_done_with(&answer);
}

static void an_interrupted_dump_is_marked_on_every_kind_of_message(void **state)
{
	struct conn conn = some_conn(CONN_TCP, CONN_IPV4);
	struct answer answer = {0};

	(void)state;
	answer_socket(&answer, &conn, 1, NLM_F_MULTI | NLM_F_DUMP_INTR);
	assert_true(decode_first(&answer, CONN_TCP).message.interrupted);
	answer_clear(&answer);
	answer_done(&answer, 1, 0, NLM_F_DUMP_INTR);
	assert_true(decode_first(&answer, CONN_TCP).message.interrupted);
	answer_done_with(&answer);
}

static void lengths_that_do_not_add_up_end_the_reading(void **state)
{
	static const uint32_t lengths[] = {0, 1, 15, 17 + 16, 1000, UINT32_MAX, UINT32_MAX - 3};
	struct answer answer = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lengths); i++) {
		answer_clear(&answer);
		answer_message(&answer, NLMSG_NOOP, 0, 1, "", 0);
		memcpy(answer.bytes.data, &lengths[i], sizeof(lengths[i]));
		assert_int_equal(decode_first(&answer, CONN_TCP).next, -EBADMSG);
	}
	answer_done_with(&answer);
}

static void messages_follow_one_another_also_unpadded_at_the_end(void **state)
{
	struct answer answer = {0};
	struct diagmsg_reader reader;
	struct diagmsg message;

	(void)state;
	answer_message(&answer, NLMSG_NOOP, 0, 1, "x", 1);
	answer_message(&answer, NLMSG_NOOP, 0, 2, "xyz", 3);
	diagmsg_reader_init(&reader, answer.bytes.data, answer.bytes.length - 1);
	assert_int_equal(diagmsg_next(&reader, &message), 1);
	assert_int_equal(message.sequence, 1);
	assert_int_equal(message.length, 1);
	assert_int_equal(diagmsg_next(&reader, &message), 1);
	assert_int_equal(message.sequence, 2);
	assert_int_equal(diagmsg_next(&reader, &message), 0);
	assert_int_equal(diagmsg_next(&reader, &message), 0);
	diagmsg_reader_init(&reader, answer.bytes.data, 0);
	assert_int_equal(diagmsg_next(&reader, &message), 0);
	answer_done_with(&answer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dump_of_one_family_is_inet_diag_req_v2),
		cmocka_unit_test(a_dump_of_both_families_is_the_legacy_request),
		cmocka_unit_test(a_query_names_the_socket_and_swaps_the_ends_for_udp),
		cmocka_unit_test(a_close_names_the_socket_the_right_way_round),
		cmocka_unit_test(the_cookie_that_matches_any_socket_never_leaves),
		cmocka_unit_test(the_probe_asks_for_a_socket_that_cannot_exist),
		cmocka_unit_test(every_field_of_a_socket_is_taken),
		cmocka_unit_test(states_are_named_as_dumps_mean_them),
		cmocka_unit_test(the_owner_that_the_kernel_has_forgotten_is_unknown_and_not_root),
		cmocka_unit_test(tcp_info_of_a_newer_kernel_is_taken),
		cmocka_unit_test(tcp_info_of_an_older_kernel_says_only_what_it_says),
		cmocka_unit_test(congestion_without_tcp_info_leaves_the_tcp_part_alone),
		cmocka_unit_test(the_name_of_the_congestion_control_always_ends),
		cmocka_unit_test(attributes_that_are_unknown_or_too_short_are_passed_over),
		cmocka_unit_test(the_drops_of_a_udp_socket_are_known_where_they_are_told),
		cmocka_unit_test(a_listener_of_tcp_tells_what_it_has_dropped),
		cmocka_unit_test(the_memory_of_the_queues_is_asked_for_of_every_kind),
		cmocka_unit_test(the_memory_of_the_queues_is_as_long_as_the_kernel_sends_it),
		cmocka_unit_test(a_nested_or_swapped_attribute_is_known_by_its_type),
		cmocka_unit_test(a_socket_of_another_family_or_too_short_is_refused),
		cmocka_unit_test(a_socket_that_is_refused_writes_nothing),
		cmocka_unit_test(the_errors_hidden_in_messages_are_found),
		cmocka_unit_test(
			an_end_without_a_number_is_an_end_and_an_error_without_one_is_none),
		cmocka_unit_test(an_interrupted_dump_is_marked_on_every_kind_of_message),
		cmocka_unit_test(lengths_that_do_not_add_up_end_the_reading),
		cmocka_unit_test(messages_follow_one_another_also_unpadded_at_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
