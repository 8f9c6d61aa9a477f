/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/tcp.h>

#include "sock/diag/detail.h"
#include "support/answer.h"
#include "support/fence.h"
#include "support/script-wire.h"

enum { INFO_LENGTH = 280, ULP_INFO = 19, ULP_NAME = 1, SOCKOPT = 22, BBRINFO = 16, DCTCPINFO = 9 };

static const struct conn some_conn = {
	.proto = CONN_TCP,
	.state = CONN_ESTABLISHED,
	.cookie = 77,
	.inode = 5,
	.has = CONN_HAS_COOKIE,
	.local = {.addr = {10, 0, 0, 1}, .port = 80},
	.remote = {.addr = {10, 0, 0, 2}, .port = 4000},
};

/* Decodes the last message of `answer`. */
static int decode_as(struct answer *answer, enum conn_proto proto, struct detail *ret_detail)
{
	struct diagmsg_reader reader;
	struct diagmsg message;

	diagmsg_reader_init(&reader, answer->bytes.data, answer->bytes.length);
	assert_int_equal(diagmsg_next(&reader, &message), 1);
	return detail_decode(&message, proto, ret_detail);
}

/* What an answer with this one attribute says. */
static struct detail decode(uint16_t type, const void *value, size_t length)
{
	struct answer answer = {0};
	struct detail detail;

	answer_socket(&answer, &some_conn, 1, 0);
	answer_attribute(&answer, type, value, length);
	assert_int_equal(decode_as(&answer, CONN_TCP, &detail), 0);
	answer_done_with(&answer);
	return detail;
}

static void check(const struct detail *detail, enum detail_field field, uint64_t value)
{
	assert_true(detail_has(detail, field));
	assert_int_equal(detail->values[field], value);
}

static void tcp_info_is_what_the_headers_say(void **state)
{
	struct tcp_info info = {
		.tcpi_ca_state = DETAIL_CA_RECOVERY,
		.tcpi_retransmits = 2,
		.tcpi_probes = 3,
		.tcpi_backoff = 4,
		.tcpi_options = TCPI_OPT_SACK | TCPI_OPT_ECN,
		.tcpi_snd_wscale = 7,
		.tcpi_rcv_wscale = 9,
		.tcpi_delivery_rate_app_limited = 1,
		.tcpi_rto = 204000,
		.tcpi_ato = 40000,
		.tcpi_snd_mss = 1448,
		.tcpi_unacked = 12,
		.tcpi_sacked = 2,
		.tcpi_lost = 3,
		.tcpi_retrans = 1,
		.tcpi_last_data_sent = 11,
		.tcpi_last_data_recv = 13,
		.tcpi_last_ack_recv = 15,
		.tcpi_pmtu = 1500,
		.tcpi_rtt = 21,
		.tcpi_snd_cwnd = 10,
		.tcpi_rcv_space = 14600,
		.tcpi_total_retrans = 17,
		.tcpi_pacing_rate = UINT64_C(0x123456789a),
		.tcpi_bytes_acked = UINT64_C(0x2000000001),
		.tcpi_notsent_bytes = 4096,
		.tcpi_min_rtt = 19,
		.tcpi_delivery_rate = 1000001,
		.tcpi_busy_time = 5000000,
		.tcpi_rwnd_limited = 4000000,
		.tcpi_sndbuf_limited = 3000000,
		.tcpi_bytes_retrans = 2896,
		.tcpi_snd_wnd = 65536,
	};
	struct detail detail = decode(INET_DIAG_INFO, &info, sizeof(info));

	(void)state;
	check(&detail, DETAIL_CA_STATE, DETAIL_CA_RECOVERY);
	check(&detail, DETAIL_RETRANSMITS, 2);
	check(&detail, DETAIL_PROBES, 3);
	check(&detail, DETAIL_BACKOFF, 4);
	check(&detail, DETAIL_TCP_OPTIONS, DETAIL_OPTION_SACK | DETAIL_OPTION_ECN);
	check(&detail, DETAIL_SND_WSCALE, 7);
	check(&detail, DETAIL_RCV_WSCALE, 9);
	check(&detail, DETAIL_APP_LIMITED, 1);
	check(&detail, DETAIL_FASTOPEN_FAIL, 0);
	check(&detail, DETAIL_RTO_US, 204000);
	check(&detail, DETAIL_ATO_US, 40000);
	check(&detail, DETAIL_SND_MSS, 1448);
	check(&detail, DETAIL_LAST_SENT_MS, 11);
	check(&detail, DETAIL_LAST_RECEIVED_MS, 13);
	check(&detail, DETAIL_LAST_ACK_MS, 15);
	check(&detail, DETAIL_PMTU, 1500);
	check(&detail, DETAIL_RTT_US, 21);
	check(&detail, DETAIL_CWND, 10);
	check(&detail, DETAIL_RCV_SPACE, 14600);
	check(&detail, DETAIL_TOTAL_RETRANS, 17);
	check(&detail, DETAIL_PACING_RATE, UINT64_C(0x123456789a));
	check(&detail, DETAIL_BYTES_ACKED, UINT64_C(0x2000000001));
	check(&detail, DETAIL_NOTSENT, 4096);
	check(&detail, DETAIL_MIN_RTT_US, 19);
	check(&detail, DETAIL_DELIVERY_RATE, 1000001);
	check(&detail, DETAIL_BUSY_US, 5000000);
	check(&detail, DETAIL_RECEIVER_LIMITED_US, 4000000);
	check(&detail, DETAIL_SEND_BUFFER_LIMITED_US, 3000000);
	check(&detail, DETAIL_BYTES_RETRANS, 2896);
	check(&detail, DETAIL_SND_WND, 65536);
	assert_int_equal(detail_in_flight(&detail), 12 + 1 - 2 - 3);
}

/* Behind what the headers know: the offsets are those of Linux 6.18. */
static void what_newer_kernels_send_is_read_too(void **state)
{
	unsigned char info[INFO_LENGTH] = {[232] = 1,
		[236] = 2,
		[240] = 3,
		[242] = 4,
		[244] = 5,
		[248] = 6,
		[252] = 8,
		[272] = 9,
		[276] = 7,
		[278] = 10};
	unsigned char longer[INFO_LENGTH + 64] = {[232] = 1};
	struct detail detail = decode(INET_DIAG_INFO, info, sizeof(info));

	(void)state;
	check(&detail, DETAIL_RCV_WND, 1);
	check(&detail, DETAIL_REHASH, 2);
	check(&detail, DETAIL_TOTAL_RTO, 3);
	check(&detail, DETAIL_TOTAL_RTO_RECOVERIES, 4);
	check(&detail, DETAIL_TOTAL_RTO_MS, 5);
	check(&detail, DETAIL_RECEIVED_CE, 6);
	check(&detail, DETAIL_ACCECN_FAIL, 7);
	check(&detail, DETAIL_DELIVERED_E1, 8);
	check(&detail, DETAIL_RECEIVED_CE_BYTES, 9);
	check(&detail, DETAIL_ACCECN_SEEN, 10);
	detail = decode(INET_DIAG_INFO, longer, sizeof(longer));
	check(&detail, DETAIL_RCV_WND, 1);
}

static size_t count_fields(const struct detail *detail)
{
	size_t count = 0;

	for (unsigned i = 0; i < DETAIL_FIELDS; i++) {
		count += detail_has(detail, (enum detail_field)i);
		assert_true(detail_has(detail, (enum detail_field)i) || detail->values[i] == 0);
	}
	return count;
}

/* Field after field comes in as the attribute grows, none before all of its bytes are there. */
static void a_shorter_tcp_info_has_the_fields_that_fit(void **state)
{
	unsigned char info[INFO_LENGTH];
	size_t before = 0;

	(void)state;
	memset(info, 0xff, sizeof(info));
	for (size_t length = 0; length <= sizeof(info); length++) {
		struct detail detail = decode(INET_DIAG_INFO, info, length);
		size_t count = count_fields(&detail);

		assert_true(count >= before);
		if (length < offsetof(struct tcp_info, tcpi_pacing_rate))
			assert_int_equal(count, 0);
		assert_int_equal(detail_has(&detail, DETAIL_BYTES_ACKED),
			length >= offsetof(struct tcp_info, tcpi_bytes_received));
		assert_int_equal(detail_has(&detail, DETAIL_NOTSENT),
			length >= offsetof(struct tcp_info, tcpi_min_rtt));
		assert_int_equal(detail_has(&detail, DETAIL_APP_LIMITED),
			length >= offsetof(struct tcp_info, tcpi_busy_time));
		assert_int_equal(detail_has(&detail, DETAIL_RCV_WND), length >= 236);
		before = count;
	}
	assert_int_equal(before, DETAIL_ACCECN_SEEN + 1);
}

static void memory_and_options_are_read(void **state)
{
	static const uint32_t memory[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
	static const uint8_t options[] = {0x04 | 0x80, 0x01};
	static const uint8_t tos = 0x10, shut = 2;
	struct detail detail = decode(INET_DIAG_SKMEMINFO, memory, sizeof(memory));

	(void)state;
	for (unsigned i = 0; i < COUNT_OF(memory); i++)
		check(&detail, DETAIL_RMEM_ALLOC + i, memory[i]);
	detail = decode(INET_DIAG_SKMEMINFO, memory, 35);
	assert_true(detail_has(&detail, DETAIL_BACKLOG));
	assert_false(detail_has(&detail, DETAIL_DROPS));
	detail = decode(SOCKOPT, options, sizeof(options));
	check(&detail, DETAIL_FREEBIND, 1);
	check(&detail, DETAIL_NODEFRAG, 1);
	check(&detail, DETAIL_TRANSPARENT, 0);
	check(&detail, DETAIL_BIND_NO_PORT, 1);
	detail = decode(INET_DIAG_TOS, &tos, 1);
	check(&detail, DETAIL_TOS, 0x10);
	detail = decode(INET_DIAG_SHUTDOWN, &shut, 1);
	check(&detail, DETAIL_SHUTDOWN, 2);
}

static void congestion_controls_tell_their_own_figures(void **state)
{
	static const uint32_t bbr[] = {5, 1, 1234, 739, 512};
	static const uint32_t vegas[] = {1, 2, 300, 200};
	static const uint32_t dctcp[] = {0, 512, 10, 20};
	struct detail detail = decode(BBRINFO, bbr, sizeof(bbr));

	(void)state;
	check(&detail, DETAIL_BBR_BANDWIDTH, (UINT64_C(1) << 32) + 5);
	check(&detail, DETAIL_BBR_MIN_RTT_US, 1234);
	check(&detail, DETAIL_BBR_PACING_GAIN, 739);
	check(&detail, DETAIL_BBR_CWND_GAIN, 512);
	detail = decode(INET_DIAG_VEGASINFO, vegas, sizeof(vegas));
	check(&detail, DETAIL_VEGAS_RTT_US, 300);
	check(&detail, DETAIL_VEGAS_MIN_RTT_US, 200);
	detail = decode(DCTCPINFO, dctcp, sizeof(dctcp));
	check(&detail, DETAIL_DCTCP_ALPHA, 512);
	check(&detail, DETAIL_DCTCP_TOTAL_BYTES, 20);
	detail = decode(BBRINFO, bbr, 7);
	assert_int_equal(count_fields(&detail), 0);
}

static void names_are_cut_and_ended(void **state)
{
	static const char name[] = "a-congestion-control-of-many-letters";
	struct {
		struct nlattr attribute;
		char name[4];
	} ulp = {{sizeof(ulp), ULP_NAME}, "tls"};
	struct detail detail = decode(INET_DIAG_CONG, name, sizeof(name));

	(void)state;
	assert_string_equal(detail.congestion, "a-congestion-co");
	detail = decode(ULP_INFO, &ulp, sizeof(ulp));
	assert_string_equal(detail.ulp, "tls");
}

static void udp_has_no_tcp_info(void **state)
{
	unsigned char info[INFO_LENGTH] = {0};
	struct answer answer = {0};
	struct detail detail;

	(void)state;
	answer_socket(&answer, &some_conn, 1, 0);
	answer_attribute(&answer, INET_DIAG_INFO, info, sizeof(info));
	assert_int_equal(decode_as(&answer, CONN_UDP, &detail), 0);
	assert_int_equal(count_fields(&detail), 0);
	answer_done_with(&answer);
}

/* Everything at once, with nothing readable behind it. */
static void a_message_cut_anywhere_is_read_as_far_as_it_goes(void **state)
{
	unsigned char info[INFO_LENGTH] = {0};
	struct answer answer = {0};
	struct fence fence;

	(void)state;
	answer_socket(&answer, &some_conn, 1, 0);
	answer_attribute(&answer, BBRINFO, info, 20);
	answer_attribute(&answer, INET_DIAG_SKMEMINFO, info, 36);
	answer_attribute(&answer, ULP_INFO, "\x08\x00\x01\x00tls", 8);
	answer_attribute(&answer, INET_DIAG_INFO, info, sizeof(info));
	fence_init(&fence, answer.bytes.length);
	for (size_t length = 0; length <= answer.bytes.length - sizeof(struct nlmsghdr); length++) {
		struct diagmsg message = {
			.kind = DIAGMSG_SOCKET,
			.payload = fence_copy(
				&fence, answer.bytes.data + sizeof(struct nlmsghdr), length),
			.length = length,
		};
		struct detail detail;
		int error = detail_decode(&message, CONN_TCP, &detail);

		assert_true(error == 0 || error == -EBADMSG);
		if (length < sizeof(struct inet_diag_msg))
			assert_int_equal(error, -EBADMSG);
		if (!error)
			assert_int_equal(detail.conn.cookie, 77);
	}
	fence_done(&fence);
	answer_done_with(&answer);
}

/* -------- asking -------- */

struct asked {
	struct script_wire script;
	struct answer answer;
	char buffer[WIRE_DATAGRAM_MAX];
};

static int ask(struct asked *asked, const struct conn *conn, struct detail *ret_detail)
{
	int error = detail_query(&asked->script.wire, asked->buffer, conn, ret_detail);

	script_done(&asked->script);
	answer_done_with(&asked->answer);
	return error;
}

static void a_query_asks_for_every_extension(void **state)
{
	static struct asked asked;
	const struct inet_diag_req_v2 *request;
	struct detail detail;

	(void)state;
	script_init(&asked.script);
	script_on_request(&asked.script);
	answer_socket(&asked.answer, &some_conn, asked.script.wire.sequence + 1, 0);
	script_deliver(&asked.script, &asked.answer);
	assert_int_equal(detail_query(&asked.script.wire, asked.buffer, &some_conn, &detail), 0);
	assert_int_equal(detail.conn.inode, 5);
	assert_int_equal(asked.script.request_count, 1);
	request = (const void *)(asked.script.requests[0].bytes + sizeof(struct nlmsghdr));
	assert_int_equal(request->idiag_ext, 0xff);
	assert_int_equal(request->id.idiag_cookie[0], 77);
	script_done(&asked.script);
	answer_done_with(&asked.answer);
}

static void a_socket_that_is_not_there_is_enoent(void **state)
{
	static const int errors[] = {-ENOENT, -ESTALE};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(errors); i++) {
		struct asked *asked = calloc(1, sizeof(*asked));
		struct detail detail;

		assert_non_null(asked);
		script_init(&asked->script);
		script_on_request(&asked->script);
		answer_error(&asked->answer, asked->script.wire.sequence + 1, errors[i]);
		script_deliver(&asked->script, &asked->answer);
		assert_int_equal(ask(asked, &some_conn, &detail), -ENOENT);
		free(asked);
	}
}

static void an_answer_for_another_socket_is_not_believed(void **state)
{
	struct asked *asked = calloc(1, sizeof(*asked));
	struct conn other = some_conn;
	struct detail detail;

	(void)state;
	assert_non_null(asked);
	other.cookie = 78;
	script_init(&asked->script);
	script_on_request(&asked->script);
	answer_socket(&asked->answer, &other, asked->script.wire.sequence + 1, 0);
	script_deliver(&asked->script, &asked->answer);
	assert_int_equal(ask(asked, &some_conn, &detail), -EBADMSG);
	free(asked);
}

static void a_late_answer_to_an_earlier_question_is_passed_over(void **state)
{
	struct asked *asked = calloc(1, sizeof(*asked));
	struct conn late = some_conn;
	struct detail detail;

	(void)state;
	assert_non_null(asked);
	late.inode = 6;
	script_init(&asked->script);
	script_on_request(&asked->script);
	answer_socket(&asked->answer, &late, asked->script.wire.sequence + 9, 0);
	answer_socket(&asked->answer, &some_conn, asked->script.wire.sequence + 1, 0);
	script_deliver(&asked->script, &asked->answer);
	assert_int_equal(ask(asked, &some_conn, &detail), 0);
	assert_int_equal(detail.conn.inode, 5);
	free(asked);
}

static void without_a_cookie_or_an_answer_it_says_so(void **state)
{
	struct asked *asked = calloc(1, sizeof(*asked));
	struct conn nameless = some_conn;
	struct detail detail;

	(void)state;
	assert_non_null(asked);
	nameless.has = 0;
	script_init(&asked->script);
	assert_int_equal(ask(asked, &nameless, &detail), -EINVAL);
	script_init(&asked->script);
	assert_int_equal(ask(asked, &some_conn, &detail), -EAGAIN);
	free(asked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tcp_info_is_what_the_headers_say),
		cmocka_unit_test(what_newer_kernels_send_is_read_too),
		cmocka_unit_test(a_shorter_tcp_info_has_the_fields_that_fit),
		cmocka_unit_test(memory_and_options_are_read),
		cmocka_unit_test(congestion_controls_tell_their_own_figures),
		cmocka_unit_test(names_are_cut_and_ended),
		cmocka_unit_test(udp_has_no_tcp_info),
		cmocka_unit_test(a_message_cut_anywhere_is_read_as_far_as_it_goes),
		cmocka_unit_test(a_query_asks_for_every_extension),
		cmocka_unit_test(a_socket_that_is_not_there_is_enoent),
		cmocka_unit_test(an_answer_for_another_socket_is_not_believed),
		cmocka_unit_test(a_late_answer_to_an_earlier_question_is_passed_over),
		cmocka_unit_test(without_a_cookie_or_an_answer_it_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
