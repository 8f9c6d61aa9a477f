/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>

#include "sock/diag/diag.h"
#include "support/script-wire.h"

#define SOCKETS_MAX 64

struct bench {
	struct script_wire script;
	struct answer answer;
	char buffer[WIRE_DATAGRAM_MAX];
	uint64_t taken[SOCKETS_MAX];
	size_t taken_count;
	int take_error;
	struct diag_dump dump;
};

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	script_init(&bench->script);
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	script_done(&bench->script);
	answer_done_with(&bench->answer);
	free(bench);
	return 0;
}

static struct conn make_conn(uint64_t cookie)
{
	return (struct conn){
		.proto = CONN_TCP,
		.state = CONN_ESTABLISHED,
		.cookie = cookie,
		.inode = (uint32_t)cookie,
		.has = CONN_HAS_COOKIE | CONN_HAS_INODE | CONN_HAS_UID,
		.local = {.addr = {127, 0, 0, 1}, .port = (uint16_t)(1000 + cookie)},
	};
}

static int destroy_one(struct bench *bench, const struct conn *conn)
{
	int error;

	diag_destroy_many(&bench->script.wire, bench->buffer, &conn, 1, &error);
	return error;
}

static int take(void *context, const struct conn *conn, const struct conn_tcp *tcp,
	const struct conn_memory *memory)
{
	struct bench *bench = context;

	(void)tcp;
	(void)memory;
	if (bench->take_error)
		return bench->take_error;
	assert_true(bench->taken_count < SOCKETS_MAX);
	bench->taken[bench->taken_count++] = conn->cookie;
	return 0;
}

static void put_socket(struct bench *bench, uint64_t cookie, uint32_t sequence, uint16_t flags)
{
	struct conn conn = make_conn(cookie);

	answer_socket(&bench->answer, &conn, sequence, NLM_F_MULTI | flags);
}

/* Delivers what was put together as one datagram. */
static void deliver(struct bench *bench)
{
	script_deliver(&bench->script, &bench->answer);
	answer_clear(&bench->answer);
}

static int begin(struct bench *bench)
{
	static const struct diagmsg_dump what = {.proto = CONN_TCP, .states = 0xfff};

	return diag_dump_begin(&bench->dump, &bench->script.wire, bench->buffer, &what);
}

static int run_dump(struct bench *bench)
{
	int progress = begin(bench);

	if (progress < 0)
		return progress;
	do
		progress = diag_dump_step(&bench->dump, take, bench);
	while (progress == DIAG_GOING);
	return progress;
}

/* -------- dumps -------- */

static void a_dump_comes_in_datagrams_one_a_step(void **state)
{
	struct bench *bench = *state;

	script_on_request(&bench->script);
	put_socket(bench, 1, 1, 0);
	put_socket(bench, 2, 1, 0);
	deliver(bench);
	put_socket(bench, 3, 1, 0);
	deliver(bench);
	answer_done(&bench->answer, 1, 0, 0);
	deliver(bench);
	assert_int_equal(begin(bench), 0);
	assert_int_equal(diag_dump_step(&bench->dump, take, bench), DIAG_GOING);
	assert_int_equal(bench->taken_count, 2);
	assert_int_equal(diag_dump_step(&bench->dump, take, bench), DIAG_GOING);
	assert_int_equal(bench->taken_count, 3);
	assert_int_equal(diag_dump_step(&bench->dump, take, bench), DIAG_DONE);
	assert_int_equal(bench->taken[2], 3);
	assert_false(bench->dump.interrupted);
	assert_int_equal(bench->script.request_count, 1);
}

static void where_nothing_is_there_yet_the_dump_waits(void **state)
{
	struct bench *bench = *state;

	script_on_request(&bench->script);
	script_fail(&bench->script, -EAGAIN);
	answer_done(&bench->answer, 1, 0, 0);
	deliver(bench);
	assert_int_equal(begin(bench), 0);
	assert_int_equal(diag_dump_step(&bench->dump, take, bench), DIAG_WAITING);
	assert_int_equal(diag_dump_step(&bench->dump, take, bench), DIAG_DONE);
}

static void an_empty_datagram_is_no_end(void **state)
{
	struct bench *bench = *state;

	script_on_request(&bench->script);
	deliver(bench);
	answer_done(&bench->answer, 1, 0, 0);
	deliver(bench);
	assert_int_equal(run_dump(bench), DIAG_DONE);
}

static void an_interrupted_dump_is_known_from_any_of_its_messages(void **state)
{
	struct bench *bench = *state;

	script_on_request(&bench->script);
	put_socket(bench, 1, 1, NLM_F_DUMP_INTR);
	put_socket(bench, 2, 1, 0);
	answer_done(&bench->answer, 1, 0, 0);
	deliver(bench);
	assert_int_equal(run_dump(bench), DIAG_DONE);
	assert_true(bench->dump.interrupted);
	assert_int_equal(bench->taken_count, 2);
}

static void an_interruption_said_at_the_end_is_heard(void **state)
{
	struct bench *bench = *state;

	script_on_request(&bench->script);
	answer_done(&bench->answer, 1, 0, NLM_F_DUMP_INTR);
	deliver(bench);
	assert_int_equal(run_dump(bench), DIAG_DONE);
	assert_true(bench->dump.interrupted);
}

static void an_error_inside_the_dump_ends_it(void **state)
{
	struct bench *bench = *state;

	script_on_request(&bench->script);
	put_socket(bench, 1, 1, 0);
	answer_error(&bench->answer, 1, -EBUSY);
	put_socket(bench, 2, 1, 0);
	deliver(bench);
	assert_int_equal(run_dump(bench), -EBUSY);
	assert_int_equal(bench->taken_count, 1);
}

static void an_error_hidden_in_the_end_is_an_error(void **state)
{
	struct bench *bench = *state;

	script_on_request(&bench->script);
	answer_done(&bench->answer, 1, -ENOENT, 0);
	deliver(bench);
	assert_int_equal(run_dump(bench), -ENOENT);
	assert_int_equal(bench->taken_count, 0);
}

static void an_acknowledgement_is_no_end_of_a_dump(void **state)
{
	struct bench *bench = *state;

	script_on_request(&bench->script);
	answer_error(&bench->answer, 1, 0);
	deliver(bench);
	assert_int_equal(run_dump(bench), -EBADMSG);
}

static void what_receiving_fails_with_ends_the_dump(void **state)
{
	static const int errors[] = {-ENOBUFS, -EMSGSIZE, -EIO, -ENOMEM, -EBADF};
	struct bench *bench = *state;

	for (size_t i = 0; i < COUNT_OF(errors); i++) {
		script_on_request(&bench->script);
		script_fail(&bench->script, errors[i]);
		assert_int_equal(run_dump(bench), errors[i]);
	}
}

static void a_request_that_cannot_be_sent_is_no_dump(void **state)
{
	struct bench *bench = *state;

	script_refuse(&bench->script, -EPERM, 1);
	assert_int_equal(begin(bench), -EPERM);
}

static void answers_of_an_earlier_request_are_not_taken(void **state)
{
	struct bench *bench = *state;

	put_socket(bench, 50, 0, 0); /* waits before the first request */
	deliver(bench);
	script_fail(&bench->script, -ENOBUFS);
	put_socket(bench, 51, 0, 0);
	deliver(bench);
	script_on_request(&bench->script);
	put_socket(bench, 52, 0, 0); /* arrives behind it */
	put_socket(bench, 1, 1, 0);
	answer_done(&bench->answer, 0, -EINTR, 0);
	answer_error(&bench->answer, 0, -EBUSY);
	put_socket(bench, 53, 2, NLM_F_DUMP_INTR);
	put_socket(bench, 2, 1, 0);
	answer_done(&bench->answer, 1, 0, 0);
	deliver(bench);
	assert_int_equal(run_dump(bench), DIAG_DONE);
	assert_false(bench->dump.interrupted);
	assert_int_equal(bench->taken_count, 2);
	assert_int_equal(bench->taken[0], 1);
	assert_int_equal(bench->taken[1], 2);
}

static void no_sequence_number_is_used_twice(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(1);
	const struct conn *asked[] = {&conn, &conn};
	struct diag_answer answers[2];
	uint32_t seen[8];
	size_t count = 0;

	begin(bench);
	begin(bench);
	diag_query(&bench->script.wire, bench->buffer, asked, 2, answers);
	destroy_one(bench, &conn);
	diag_destroy_probe(&bench->script.wire, bench->buffer);
	for (size_t i = 0; i < bench->script.request_count; i++) {
		const struct script_request *request = &bench->script.requests[i];

		for (size_t at = 0; at < request->length;) {
			struct nlmsghdr header;

			memcpy(&header, request->bytes + at, sizeof(header));
			seen[count++] = header.nlmsg_seq;
			at += header.nlmsg_len;
		}
	}
	assert_int_equal(count, 6);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(seen[i], seen[k]);
}

static void a_message_that_is_cut_off_ends_the_dump(void **state)
{
	struct bench *bench = *state;

	script_on_request(&bench->script);
	put_socket(bench, 1, 1, 0);
	put_socket(bench, 2, 1, 0);
	script_deliver_bytes(
		&bench->script, bench->answer.bytes.data, bench->answer.bytes.length - 9);
	assert_int_equal(run_dump(bench), -EBADMSG);
	assert_int_equal(bench->taken_count, 1);
}

static void what_take_returns_ends_the_dump(void **state)
{
	struct bench *bench = *state;

	bench->take_error = -ENOMEM;
	script_on_request(&bench->script);
	put_socket(bench, 1, 1, 0);
	deliver(bench);
	assert_int_equal(run_dump(bench), -ENOMEM);
}

static int keep_tcp(void *context, const struct conn *conn, const struct conn_tcp *tcp,
	const struct conn_memory *memory)
{
	struct conn_tcp *kept = context;

	(void)memory;
	(void)conn;
	if (tcp)
		*kept = *tcp;
	else
		memset(kept, 0x5a, sizeof(*kept));
	return 0;
}

/* The name of one socket's congestion control must not be read from the memory of another's. */
static void a_tcp_part_holds_nothing_of_the_socket_before(void **state)
{
	struct bench *bench = *state;
	struct conn_tcp rich = {.rtt_us = 5, .bytes_sent = 9, .congestion = "cubic"}, kept;
	unsigned char oldest[104] = {0};
	struct conn conn = make_conn(2);

	script_on_request(&bench->script);
	put_socket(bench, 1, 1, 0);
	answer_tcp_info(&bench->answer, &rich);
	deliver(bench);
	answer_socket(&bench->answer, &conn, 1, NLM_F_MULTI);
	answer_attribute(&bench->answer, INET_DIAG_INFO, oldest, sizeof(oldest));
	deliver(bench);
	assert_int_equal(begin(bench), 0);
	assert_int_equal(diag_dump_step(&bench->dump, keep_tcp, &kept), DIAG_GOING);
	assert_string_equal(kept.congestion, "cubic");
	assert_int_equal(diag_dump_step(&bench->dump, keep_tcp, &kept), DIAG_GOING);
	assert_string_equal(kept.congestion, "");
	assert_int_equal(kept.bytes_sent, 0);
	assert_int_equal(kept.has, 0);
}

/* -------- queries -------- */

struct query {
	struct conn conns[DIAG_QUERY_MAX];
	const struct conn *asked[DIAG_QUERY_MAX];
	struct diag_answer answers[DIAG_QUERY_MAX];
};

static void prepare(struct query *query, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		query->conns[i] = make_conn(i + 1);
		query->asked[i] = &query->conns[i];
		memset(&query->answers[i], 0x5a, sizeof(query->answers[i]));
	}
}

static int ask(struct bench *bench, struct query *query, size_t count)
{
	return diag_query(&bench->script.wire, bench->buffer, query->asked, count, query->answers);
}

static void every_answer_stands_at_its_questions_place(void **state)
{
	struct bench *bench = *state;
	struct query query;

	prepare(&query, DIAG_QUERY_MAX);
	script_on_request(&bench->script);
	/* In the wrong order, some of them for nothing. */
	for (uint32_t i = DIAG_QUERY_MAX; i > 0; i--) {
		if (i % 3)
			put_socket(bench, i, i, 0);
		else
			answer_error(&bench->answer, i, -ENOENT);
		deliver(bench);
	}
	assert_int_equal(ask(bench, &query, DIAG_QUERY_MAX), 0);
	assert_int_equal(bench->script.request_count, 1);
	for (uint32_t i = 0; i < DIAG_QUERY_MAX; i++) {
		assert_int_equal(query.answers[i].error, (i + 1) % 3 ? 0 : -ENOENT);
		if (!query.answers[i].error)
			assert_int_equal(query.answers[i].conn.cookie, i + 1);
	}
}

static void a_question_without_an_answer_is_not_known(void **state)
{
	struct bench *bench = *state;
	struct query query;

	prepare(&query, 3);
	script_on_request(&bench->script);
	put_socket(bench, 2, 2, 0);
	deliver(bench);
	assert_int_equal(ask(bench, &query, 3), 0);
	assert_int_equal(query.answers[0].error, -EAGAIN);
	assert_int_equal(query.answers[1].error, 0);
	assert_int_equal(query.answers[2].error, -EAGAIN);
}

static void answers_behind_a_loss_still_count(void **state)
{
	struct bench *bench = *state;
	struct query query;

	prepare(&query, 2);
	script_on_request(&bench->script);
	script_fail(&bench->script, -ENOBUFS);
	put_socket(bench, 2, 2, 0);
	deliver(bench);
	assert_int_equal(ask(bench, &query, 2), 0);
	assert_int_equal(query.answers[0].error, -EAGAIN);
	assert_int_equal(query.answers[1].error, 0);
}

static void an_answer_that_cannot_be_read_does_not_hide_the_others(void **state)
{
	struct bench *bench = *state;
	struct query query;

	prepare(&query, 2);
	script_on_request(&bench->script);
	script_deliver_bytes(&bench->script, "\1\2\3", 3);
	put_socket(bench, 1, 1, 0);
	deliver(bench);
	put_socket(bench, 2, 2, 0);
	deliver(bench);
	assert_int_equal(ask(bench, &query, 2), 0);
	assert_int_equal(query.answers[0].error, 0);
	assert_int_equal(query.answers[1].error, 0);
}

static void an_answer_for_another_cookie_is_not_believed(void **state)
{
	struct bench *bench = *state;
	struct query query;

	prepare(&query, 1);
	script_on_request(&bench->script);
	put_socket(bench, 99, 1, 0);
	deliver(bench);
	assert_int_equal(ask(bench, &query, 1), 0);
	assert_int_equal(query.answers[0].error, -EBADMSG);
}

static void an_acknowledgement_is_no_socket(void **state)
{
	struct bench *bench = *state;
	struct query query;

	prepare(&query, 1);
	script_on_request(&bench->script);
	answer_error(&bench->answer, 1, 0);
	deliver(bench);
	assert_int_equal(ask(bench, &query, 1), 0);
	assert_int_equal(query.answers[0].error, -EBADMSG);
}

static void udps_word_for_another_socket_there_is_no_such_socket(void **state)
{
	struct bench *bench = *state;
	struct query query;

	prepare(&query, 1);
	script_on_request(&bench->script);
	answer_error(&bench->answer, 1, -ESTALE);
	deliver(bench);
	assert_int_equal(ask(bench, &query, 1), 0);
	assert_int_equal(query.answers[0].error, -ENOENT);
}

static void late_answers_of_an_earlier_query_are_not_taken(void **state)
{
	struct bench *bench = *state;
	struct query query;

	prepare(&query, 1);
	assert_int_equal(ask(bench, &query, 1), 0);
	assert_int_equal(query.answers[0].error, -EAGAIN);
	script_on_request(&bench->script);
	script_on_request(&bench->script);
	answer_error(&bench->answer, 1, -ENOENT); /* of the first query, now */
	deliver(bench);
	put_socket(bench, 1, 2, 0);
	deliver(bench);
	assert_int_equal(ask(bench, &query, 1), 0);
	assert_int_equal(query.answers[0].error, 0);
}

static void of_two_answers_the_first_counts(void **state)
{
	struct bench *bench = *state;
	struct query query;

	prepare(&query, 2);
	script_on_request(&bench->script);
	put_socket(bench, 1, 1, 0);
	answer_error(&bench->answer, 1, -ENOENT);
	put_socket(bench, 2, 2, 0);
	deliver(bench);
	assert_int_equal(ask(bench, &query, 2), 0);
	assert_int_equal(query.answers[0].error, 0);
	assert_int_equal(query.answers[1].error, 0);
}

static void what_has_no_cookie_is_not_asked_for(void **state)
{
	struct bench *bench = *state;
	struct query query;

	prepare(&query, 2);
	query.conns[0].has = 0;
	query.conns[1].cookie = UINT64_MAX;
	assert_int_equal(ask(bench, &query, 2), 0);
	assert_int_equal(bench->script.request_count, 0);
	assert_int_equal(query.answers[0].error, -EAGAIN);
	assert_int_equal(query.answers[1].error, -EAGAIN);
	assert_int_equal(ask(bench, &query, 0), 0);
}

static void a_query_that_cannot_be_sent_says_so(void **state)
{
	struct bench *bench = *state;
	struct query query;

	prepare(&query, 1);
	script_refuse(&bench->script, -ENOBUFS, 1);
	assert_int_equal(ask(bench, &query, 1), -ENOBUFS);
}

/* -------- closes -------- */

static int destroy(struct bench *bench)
{
	struct conn conn = make_conn(1);

	return destroy_one(bench, &conn);
}

static void a_close_returns_what_the_kernel_says_of_it(void **state)
{
	static const int errors[] = {0, -ENOENT, -EPERM, -EOPNOTSUPP, -EINVAL};
	struct bench *bench = *state;

	for (uint32_t i = 0; i < COUNT_OF(errors); i++) {
		script_on_request(&bench->script);
		answer_error(&bench->answer, i, -EIO); /* another's */
		answer_error(&bench->answer, i + 2, -EIO);
		put_socket(bench, 1, i + 1, 0); /* no acknowledgement */
		answer_error(&bench->answer, i + 1, errors[i]);
		deliver(bench);
		assert_int_equal(destroy(bench), errors[i]);
	}
}

static void a_close_without_an_answer_is_not_known(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(destroy(bench), -EAGAIN);
	script_on_request(&bench->script);
	script_on_request(&bench->script);
	script_fail(&bench->script, -ENOBUFS);
	assert_int_equal(destroy(bench), -ENOBUFS);
	script_refuse(&bench->script, -ECONNREFUSED, 1);
	assert_int_equal(destroy(bench), -ECONNREFUSED);
}

static void what_cannot_be_named_exactly_is_not_closed(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(UINT64_MAX);

	assert_int_equal(destroy_one(bench, &conn), -EINVAL);
	conn.cookie = 0;
	assert_int_equal(destroy_one(bench, &conn), -EINVAL);
	conn = make_conn(1);
	conn.has = 0;
	assert_int_equal(destroy_one(bench, &conn), -EINVAL);
	assert_int_equal(bench->script.request_count, 0);
}

static void a_kernel_that_finds_nobody_can_close(void **state)
{
	static const int examples[][2] = {
		{-ENOENT, 0}, {-EOPNOTSUPP, -EOPNOTSUPP}, {-EPERM, -EPERM}};
	struct bench *bench = *state;

	for (uint32_t i = 0; i < COUNT_OF(examples); i++) {
		script_on_request(&bench->script);
		answer_error(&bench->answer, i + 1, examples[i][0]);
		deliver(bench);
		assert_int_equal(
			diag_destroy_probe(&bench->script.wire, bench->buffer), examples[i][1]);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_dump_comes_in_datagrams_one_a_step),
		TEST(where_nothing_is_there_yet_the_dump_waits),
		TEST(an_empty_datagram_is_no_end),
		TEST(an_interrupted_dump_is_known_from_any_of_its_messages),
		TEST(an_interruption_said_at_the_end_is_heard),
		TEST(an_error_inside_the_dump_ends_it),
		TEST(an_error_hidden_in_the_end_is_an_error),
		TEST(an_acknowledgement_is_no_end_of_a_dump),
		TEST(what_receiving_fails_with_ends_the_dump),
		TEST(a_request_that_cannot_be_sent_is_no_dump),
		TEST(answers_of_an_earlier_request_are_not_taken),
		TEST(no_sequence_number_is_used_twice),
		TEST(a_message_that_is_cut_off_ends_the_dump),
		TEST(what_take_returns_ends_the_dump),
		TEST(a_tcp_part_holds_nothing_of_the_socket_before),
		TEST(every_answer_stands_at_its_questions_place),
		TEST(a_question_without_an_answer_is_not_known),
		TEST(answers_behind_a_loss_still_count),
		TEST(an_answer_that_cannot_be_read_does_not_hide_the_others),
		TEST(an_answer_for_another_cookie_is_not_believed),
		TEST(an_acknowledgement_is_no_socket),
		TEST(udps_word_for_another_socket_there_is_no_such_socket),
		TEST(late_answers_of_an_earlier_query_are_not_taken),
		TEST(of_two_answers_the_first_counts),
		TEST(what_has_no_cookie_is_not_asked_for),
		TEST(a_query_that_cannot_be_sent_says_so),
		TEST(a_close_returns_what_the_kernel_says_of_it),
		TEST(a_close_without_an_answer_is_not_known),
		TEST(what_cannot_be_named_exactly_is_not_closed),
		TEST(a_kernel_that_finds_nobody_can_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
