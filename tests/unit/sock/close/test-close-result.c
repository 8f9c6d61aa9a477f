/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"
#include "support/close-one.h"

#include <errno.h>
#include <linux/netlink.h>

#include "sock/close/close-many.h"
#include "support/fake-kernel.h"

struct bench {
	struct fake_kernel kernel;
	char buffer[WIRE_DATAGRAM_MAX];
	struct close_kernel can;
};

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	bench->can = (struct close_kernel){.can_destroy = true};
	fake_init(&bench->kernel);
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	fake_done(&bench->kernel);
	free(bench);
	return 0;
}

static struct conn make_conn(enum conn_proto proto, enum conn_state conn_state)
{
	return (struct conn){
		.cookie = 42,
		.proto = (uint8_t)proto,
		.state = (uint8_t)conn_state,
		.inode = 7,
		.interface = 3,
		.has = CONN_HAS_COOKIE | CONN_HAS_INODE | CONN_HAS_UID,
		.local = {.addr = {127, 0, 0, 1}, .port = 6666},
		.remote = {.addr = {127, 0, 0, 2}, .port = 50000},
	};
}

static struct close_outcome run(struct bench *bench, const struct conn *conn)
{
	struct close_outcome outcome;

	memset(&outcome, 0x5a, sizeof(outcome));
	close_one(&bench->can, &bench->kernel.queries.wire, bench->buffer, conn, &outcome);
	return outcome;
}

static void what_is_closed_and_no_longer_there_is_closed(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_TCP, CONN_ESTABLISHED);
	struct close_outcome outcome;

	fake_add(&bench->kernel, &conn);
	outcome = run(bench, &conn);
	assert_int_equal(outcome.result, CLOSE_RESULT_CLOSED);
	assert_int_equal(outcome.error, 0);
	assert_int_equal(bench->kernel.socket_count, 0);
}

static void the_kernels_done_is_not_believed_while_the_socket_is_there(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_TCP, CONN_ESTABLISHED);
	struct close_outcome outcome;

	fake_add(&bench->kernel, &conn)->tough = true;
	outcome = run(bench, &conn);
	assert_int_equal(outcome.result, CLOSE_RESULT_STILL_THERE);
	assert_int_equal(outcome.left_state, CONN_ESTABLISHED);
}

static void a_udp_socket_that_stays_was_reset(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_UDP, CONN_CLOSED);
	struct close_outcome outcome;

	fake_add(&bench->kernel, &conn)->tough = true;
	outcome = run(bench, &conn);
	assert_int_equal(outcome.result, CLOSE_RESULT_RESET);
	assert_int_equal(outcome.left_proto, CONN_UDP);
	assert_int_equal(outcome.left_state, CONN_CLOSED);
}

static void a_udp_socket_that_lost_its_interface_is_told_from_one_that_had_none(void **state)
{
	static const struct {
		uint32_t before, after;
		bool unbound;
	} table[] = {{3, 0, true}, {3, 3, false}, {0, 0, false}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		struct close_kernel can = {.can_destroy = true};
		struct conn conn = make_conn(CONN_UDP, CONN_CLOSED), left = conn;
		struct close_outcome outcome;

		conn.interface = table[i].before;
		left.interface = table[i].after;
		outcome = close_result_judge(&can, &conn, 0, 0, &left);
		assert_int_equal(outcome.result, CLOSE_RESULT_RESET);
		assert_int_equal(outcome.unbound, table[i].unbound);
	}
}

static void a_udp_socket_that_went_is_closed_though_another_has_its_port(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_UDP, CONN_ESTABLISHED);
	struct answer answer = {0};
	struct script_wire script;
	struct close_outcome outcome;

	script_init(&script);
	script_on_request(&script);
	answer_error(&answer, 1, 0);
	script_deliver(&script, &answer);
	answer_clear(&answer);
	script_on_request(&script);
	answer_error(&answer, 2, -ESTALE);
	script_deliver(&script, &answer);
	close_one(&bench->can, &script.wire, bench->buffer, &conn, &outcome);
	assert_int_equal(outcome.result, CLOSE_RESULT_CLOSED);
	answer_done_with(&answer);
	script_done(&script);
}

static void what_had_gone_before_is_already_gone(void **state)
{
	static const struct {
		enum conn_proto proto;
		enum conn_state state;
	} examples[] = {
		{CONN_TCP, CONN_ESTABLISHED},
		{CONN_TCP, CONN_TIME_WAIT},
		{CONN_TCP, CONN_LISTEN},
		{CONN_TCP, CONN_BOUND},
		{CONN_UDP, CONN_CLOSED},
		{CONN_UDP, CONN_ESTABLISHED},
	};
	struct bench *bench = *state;

	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		struct conn conn = make_conn(examples[i].proto, examples[i].state);
		struct close_outcome outcome = run(bench, &conn);

		assert_int_equal(outcome.result, CLOSE_RESULT_ALREADY_GONE);
		assert_int_equal(outcome.error, -ENOENT);
	}
}

static void a_socket_that_the_kernel_does_not_arrive_at_is_unreachable(void **state)
{
	static const struct {
		enum conn_proto proto;
		enum conn_state state;
		enum close_result result;
	} examples[] = {
		{CONN_TCP, CONN_LISTEN, CLOSE_RESULT_UNREACHABLE},
		{CONN_UDP, CONN_CLOSED, CLOSE_RESULT_UNREACHABLE},
		{CONN_TCP, CONN_BOUND, CLOSE_RESULT_NOT_SUPPORTED},
	};
	struct bench *bench = *state;

	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		struct conn conn = make_conn(examples[i].proto, examples[i].state);

		fake_add(&bench->kernel, &conn)->unfound = true;
		assert_int_equal(run(bench, &conn).result, examples[i].result);
		assert_int_equal(bench->kernel.socket_count, 1);
		fake_remove(&bench->kernel, 42);
	}
}

/* The errors of the kernel, for a socket that is there and stays there. */
static void every_errno_has_its_result(void **state)
{
	static const struct {
		int error;
		bool can_destroy;
		enum close_result result;
	} examples[] = {
		{-EPERM, true, CLOSE_RESULT_NOT_PERMITTED},
		{-EACCES, true, CLOSE_RESULT_NOT_PERMITTED},
		{-EOPNOTSUPP, true, CLOSE_RESULT_NOT_SUPPORTED},
		{-EINVAL, true, CLOSE_RESULT_NOT_SUPPORTED},
		{-ENOENT, true, CLOSE_RESULT_STILL_THERE},
		{-EBUSY, true, CLOSE_RESULT_FAILED},
		{-EIO, true, CLOSE_RESULT_FAILED},
		{-4095, true, CLOSE_RESULT_FAILED},
	};
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_TCP, CONN_ESTABLISHED);

	fake_add(&bench->kernel, &conn);
	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		struct close_outcome outcome;

		bench->can.can_destroy = examples[i].can_destroy;
		bench->kernel.destroy_error = examples[i].error;
		outcome = run(bench, &conn);
		assert_int_equal(outcome.result, examples[i].result);
		assert_int_equal(outcome.error, examples[i].error);
		assert_int_equal(bench->kernel.socket_count, 1);
	}
}

static void without_an_answer_nothing_is_claimed(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_TCP, CONN_ESTABLISHED);
	struct close_outcome outcome;
	struct script_wire script;
	struct answer answer = {0};

	/* Neither the close nor the look is answered. */
	script_init(&script);
	close_one(&bench->can, &script.wire, bench->buffer, &conn, &outcome);
	assert_int_equal(outcome.result, CLOSE_RESULT_FAILED);
	assert_int_equal(outcome.error, -EAGAIN);
	/* The kernel says ENOENT, and then nothing. */
	script_on_request(&script);
	script_on_request(&script);
	script_on_request(&script);
	answer_error(&answer, 3, -ENOENT);
	script_deliver(&script, &answer);
	close_one(&bench->can, &script.wire, bench->buffer, &conn, &outcome);
	assert_int_equal(outcome.result, CLOSE_RESULT_FAILED);
	/* It cannot even be asked. */
	script_refuse(&script, -ECONNREFUSED, 2);
	close_one(&bench->can, &script.wire, bench->buffer, &conn, &outcome);
	assert_int_equal(outcome.result, CLOSE_RESULT_FAILED);
	assert_int_equal(outcome.error, -ECONNREFUSED);
	answer_done_with(&answer);
	script_done(&script);
}

static void a_close_that_cannot_be_confirmed_is_not_called_closed(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_TCP, CONN_ESTABLISHED);
	struct close_outcome outcome;

	fake_add(&bench->kernel, &conn);
	bench->kernel.query_error = -EIO;
	outcome = run(bench, &conn);
	assert_int_equal(outcome.result, CLOSE_RESULT_FAILED);
	assert_int_equal(outcome.error, -EIO);
}

static void a_socket_without_an_exact_name_is_not_tried(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_TCP, CONN_ESTABLISHED);

	conn.cookie = UINT64_MAX;
	assert_int_equal(run(bench, &conn).result, CLOSE_RESULT_NO_COOKIE);
	conn.cookie = 0;
	assert_int_equal(run(bench, &conn).result, CLOSE_RESULT_NO_COOKIE);
	conn.cookie = 42;
	conn.has = 0;
	assert_int_equal(run(bench, &conn).result, CLOSE_RESULT_NO_COOKIE);
	assert_int_equal(bench->kernel.queries.request_count, 0);
}

static void without_a_wire_nothing_is_tried(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_TCP, CONN_ESTABLISHED);
	struct close_outcome outcome;

	close_one(&bench->can, NULL, bench->buffer, &conn, &outcome);
	assert_int_equal(outcome.result, CLOSE_RESULT_NO_COOKIE);
}

static void a_kernel_that_cannot_close_is_not_asked_to(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_TCP, CONN_ESTABLISHED);

	bench->can.can_destroy = false;
	assert_int_equal(run(bench, &conn).result, CLOSE_RESULT_NO_KERNEL);
	assert_int_equal(bench->kernel.queries.request_count, 0);
}

static void an_orphan_is_spared_where_the_kernel_would_leak_it(void **state)
{
	static const struct {
		enum conn_proto proto;
		enum conn_state state;
		bool owned, leaks, spared;
	} examples[] = {
		{CONN_TCP, CONN_FIN_WAIT1, false, true, true},
		{CONN_TCP, CONN_LAST_ACK, false, true, true},
		{CONN_TCP, CONN_CLOSING, false, true, true},
		{CONN_TCP, CONN_FIN_WAIT1, true, true, false},
		{CONN_TCP, CONN_FIN_WAIT1, false, false, false},
		{CONN_TCP, CONN_FIN_WAIT2, false, true, false},
		{CONN_TCP, CONN_TIME_WAIT, false, true, false},
		{CONN_TCP, CONN_ESTABLISHED, false, true, false},
		{CONN_UDP, CONN_ESTABLISHED, false, true, false},
	};
	struct bench *bench = *state;

	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		struct conn conn = make_conn(examples[i].proto, examples[i].state);

		if (!examples[i].owned) {
			conn.inode = 0;
			conn.has &= (uint8_t)~CONN_HAS_INODE;
		}
		bench->can.leaks_orphans = examples[i].leaks;
		fake_add(&bench->kernel, &conn);
		assert_int_equal(run(bench, &conn).result,
			examples[i].spared ? CLOSE_RESULT_WOULD_LEAK : CLOSE_RESULT_CLOSED);
		assert_int_equal(bench->kernel.socket_count, examples[i].spared);
		if (examples[i].spared)
			fake_remove(&bench->kernel, 42);
	}
}

static void what_the_kernel_can_is_found_out(void **state)
{
	static const struct {
		const char *release;
		bool leaks;
	} releases[] = {
		{"6.18.44-fc-v657", false},
		{"6.11.0", false},
		{"6.10.14", true},
		{"6.1.0-18-amd64", true},
		{"5.15.0", true},
		{"7.0", false},
		{"10.2.1", false},
		{"4.19", true},
	};
	struct bench *bench = *state;
	struct wire *wire = &bench->kernel.queries.wire;
	struct close_kernel can;

	for (size_t i = 0; i < COUNT_OF(releases); i++) {
		close_kernel_probe(&can, wire, bench->buffer, releases[i].release);
		assert_true(can.can_destroy);
		assert_int_equal(can.leaks_orphans, releases[i].leaks);
	}
	close_kernel_probe(&can, wire, bench->buffer, "no number");
	assert_true(can.can_destroy);
	bench->kernel.destroy_error = -EOPNOTSUPP;
	close_kernel_probe(&can, wire, bench->buffer, "6.18");
	assert_false(can.can_destroy);
	bench->kernel.destroy_error = 0;
	bench->kernel.before_4_5 = true;
	close_kernel_probe(&can, wire, bench->buffer, "3.10");
	assert_false(can.can_destroy);
	close_kernel_probe(&can, NULL, bench->buffer, "6.18");
	assert_false(can.can_destroy);
}

static void every_result_has_a_word_of_its_own(void **state)
{
	(void)state;
	for (int i = 0; i < CLOSE_RESULTS; i++) {
		const char *name = close_result_name((enum close_result)i);

		assert_non_null(name);
		assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz-"), strlen(name));
		for (int k = 0; k < i; k++)
			assert_string_not_equal(name, close_result_name((enum close_result)k));
	}
}

/* -------- many -------- */

static struct conn numbered_conn(uint64_t cookie)
{
	struct conn conn = make_conn(CONN_TCP, CONN_CLOSE_WAIT);

	conn.cookie = cookie;
	conn.remote.port = (uint16_t)(1000 + cookie);
	return conn;
}

/* Some are gone, some will not go; of every 10 one of either. */
static void add_many(struct bench *bench, struct close_many *batch, uint64_t count)
{
	close_many_init(batch, &bench->can, &bench->kernel.queries.wire, bench->buffer);
	for (uint64_t cookie = 1; cookie <= count; cookie++) {
		struct conn conn = numbered_conn(cookie);

		if (cookie % 10 != 3)
			fake_add(&bench->kernel, &conn)->tough = cookie % 10 == 7;
		assert_int_equal(close_many_add(batch, &conn), 0);
	}
}

static enum close_result expected_of(uint64_t cookie)
{
	if (cookie % 10 == 3)
		return CLOSE_RESULT_ALREADY_GONE;
	return cookie % 10 == 7 ? CLOSE_RESULT_STILL_THERE : CLOSE_RESULT_CLOSED;
}

static void many_are_closed_in_order_with_two_datagrams_for_64(void **state)
{
	struct bench *bench = *state;
	struct close_many batch;
	size_t steps = 0;

	add_many(bench, &batch, 150);
	assert_int_equal(batch.entries[0].outcome.result, CLOSE_RESULT_NOT_TRIED);
	for (bool more = true; more;) {
		more = close_many_step(&batch, 64);
		steps++;
		assert_int_equal(batch.done, steps < 3 ? steps * 64 : 150);
		if (batch.done < batch.count)
			assert_int_equal(
				batch.entries[batch.done].outcome.result, CLOSE_RESULT_NOT_TRIED);
	}
	assert_int_equal(steps, 3);
	assert_int_equal(bench->kernel.queries.request_count, 6);
	for (size_t i = 0; i < batch.count; i++)
		assert_int_equal(batch.entries[i].outcome.result, expected_of(i + 1));
	assert_int_equal(batch.good, 135);
	assert_int_equal(bench->kernel.socket_count, 15);
	close_many_done(&batch);
}

static void a_small_budget_is_kept_to(void **state)
{
	struct bench *bench = *state;
	struct close_many batch;

	add_many(bench, &batch, 10);
	assert_true(close_many_step(&batch, 3));
	assert_int_equal(batch.done, 3);
	assert_int_equal(bench->kernel.destroy_count, 3);
	assert_true(close_many_step(&batch, 0));
	assert_int_equal(batch.done, 4);
	close_many_done(&batch);
}

static void what_was_not_begun_when_cancelled_is_not_tried(void **state)
{
	struct bench *bench = *state;
	struct close_many batch;

	add_many(bench, &batch, 150);
	close_many_step(&batch, 64);
	close_many_cancel(&batch);
	assert_false(close_many_step(&batch, 64));
	assert_int_equal(batch.done, 64);
	assert_int_equal(bench->kernel.destroy_count, 64);
	for (size_t i = 0; i < batch.count; i++)
		assert_int_equal(batch.entries[i].outcome.result,
			i < 64 ? expected_of(i + 1) : CLOSE_RESULT_NOT_TRIED);
	close_many_done(&batch);
}

/* Cancelled while a listener is looked for: it still gets its result. */
static void what_is_in_hand_when_cancelled_is_finished(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_TCP, CONN_LISTEN);
	struct close_many batch;

	fake_add(&bench->kernel, &conn)->unfound = true;
	close_many_init(&batch, &bench->can, &bench->kernel.queries.wire, bench->buffer);
	close_many_add(&batch, &conn);
	close_many_add(&batch, &conn);
	assert_true(close_many_step(&batch, 1));
	close_many_cancel(&batch);
	while (close_many_step(&batch, 1))
		;
	assert_int_equal(batch.done, 1);
	assert_int_equal(batch.entries[0].outcome.result, CLOSE_RESULT_UNREACHABLE);
	assert_int_equal(batch.entries[1].outcome.result, CLOSE_RESULT_NOT_TRIED);
	close_many_done(&batch);
}

/* -------- several on one port -------- */

static void one_of_several_on_its_port_is_aimed_at_until_it_is_met(void **state)
{
	static const struct {
		enum conn_proto proto;
		enum conn_state state;
		uint16_t aim;
		bool tough;
		enum close_result result;
	} examples[] = {
		{CONN_TCP, CONN_LISTEN, 1024, false, CLOSE_RESULT_CLOSED},
		{CONN_TCP, CONN_LISTEN, 1024 + 100, false, CLOSE_RESULT_CLOSED},
		{CONN_TCP, CONN_LISTEN, 1024 + 4095, false, CLOSE_RESULT_CLOSED},
		{CONN_TCP, CONN_LISTEN, 1024 + 100, true, CLOSE_RESULT_STILL_THERE},
		{CONN_UDP, CONN_CLOSED, 1024 + 100, true, CLOSE_RESULT_RESET},
		{CONN_UDP, CONN_CLOSED, 1024 + 100, false, CLOSE_RESULT_CLOSED},
	};
	struct bench *bench = *state;

	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		struct conn conn = make_conn(examples[i].proto, examples[i].state), other;
		struct fake_socket *socket = fake_add(&bench->kernel, &conn);

		socket->unfound = true;
		socket->aim = examples[i].aim;
		socket->tough = examples[i].tough;
		other = conn;
		other.cookie = 43; /* on the same port: the one that the kernel picks */
		fake_add(&bench->kernel, &other);
		assert_int_equal(run(bench, &conn).result, examples[i].result);
		assert_non_null(fake_find(&bench->kernel, 43));
		fake_remove(&bench->kernel, 43);
		if (fake_find(&bench->kernel, 42))
			fake_remove(&bench->kernel, 42);
	}
}

static void what_is_met_but_refused_is_told_so(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_TCP, CONN_LISTEN);
	struct fake_socket *socket = fake_add(&bench->kernel, &conn);

	socket->unfound = true;
	socket->aim = 1024 + 100;
	bench->kernel.destroy_error = -EPERM;
	assert_int_equal(run(bench, &conn).result, CLOSE_RESULT_NOT_PERMITTED);
}

static void a_dump_that_fails_leaves_what_hides_unknown(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_TCP, CONN_LISTEN);
	struct close_outcome outcome;

	fake_fail(&bench->kernel, (struct fake_fault){CONN_TCP, CONN_IPV4, FAKE_ERROR, -ENOMEM, 1});
	outcome = run(bench, &conn);
	assert_int_equal(outcome.result, CLOSE_RESULT_FAILED);
	assert_int_equal(outcome.error, -ENOMEM);
}

/* -------- what counts is the present -------- */

static void an_orphan_since_the_snapshot_is_spared_too(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_TCP, CONN_ESTABLISHED), now = conn;

	now.state = CONN_FIN_WAIT1;
	now.inode = 0;
	now.has &= (uint8_t)~CONN_HAS_INODE;
	bench->can.leaks_orphans = true;
	fake_add(&bench->kernel, &now);
	assert_int_equal(run(bench, &conn).result, CLOSE_RESULT_WOULD_LEAK);
	assert_int_equal(bench->kernel.destroy_count, 0);
	/* And the other way round: it was one, and waits for its end by now. */
	fake_find(&bench->kernel, 42)->conn.state = CONN_TIME_WAIT;
	assert_int_equal(run(bench, &now).result, CLOSE_RESULT_CLOSED);
}

static void where_the_state_is_not_known_nothing_is_risked(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_TCP, CONN_ESTABLISHED);
	struct close_outcome outcome;

	bench->can.leaks_orphans = true;
	bench->kernel.query_error = -EIO;
	fake_add(&bench->kernel, &conn);
	outcome = run(bench, &conn);
	assert_int_equal(outcome.result, CLOSE_RESULT_FAILED);
	assert_int_equal(outcome.error, -EIO);
	assert_int_equal(bench->kernel.destroy_count, 0);
}

static void a_second_look_that_fails_is_told_by_its_own_error(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_TCP, CONN_ESTABLISHED);
	struct close_outcome outcome;

	bench->kernel.query_error = -EIO;
	outcome = run(bench, &conn);
	assert_int_equal(outcome.result, CLOSE_RESULT_FAILED);
	assert_int_equal(outcome.error, -EIO);
}

static void what_went_while_it_was_refused_is_gone(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_TCP, CONN_ESTABLISHED);
	struct close_outcome outcome =
		close_result_judge(&bench->can, &conn, -EPERM, -ENOENT, NULL);

	assert_int_equal(outcome.result, CLOSE_RESULT_ALREADY_GONE);
	conn.state = CONN_LISTEN; /* of which ENOENT says nothing */
	outcome = close_result_judge(&bench->can, &conn, -EPERM, -ENOENT, NULL);
	assert_int_equal(outcome.result, CLOSE_RESULT_NOT_PERMITTED);
}

/* -------- MPTCP -------- */

static struct fake_connection *add_subflow(struct bench *bench, struct conn *conn, uint8_t left)
{
	struct fake_connection *connection = &bench->kernel.connections[0];
	struct fake_socket *socket = fake_add(&bench->kernel, conn);

	socket->subflow = true;
	socket->token = 0x12345678;
	conn->has |= CONN_HAS_MPTCP; /* as dumps tell */
	*connection = (struct fake_connection){socket->token, conn->inode, left};
	bench->kernel.connection_count = 1;
	return connection;
}

static void an_mptcp_connection_that_lives_on_is_not_called_closed(void **state)
{
	struct bench *bench = *state;

	for (int hidden = 0; hidden < 2; hidden++) {
		struct conn conn = make_conn(CONN_TCP, CONN_ESTABLISHED);
		struct close_outcome outcome;

		add_subflow(bench, &conn, CONN_ESTABLISHED);
		bench->kernel.hides_tokens = hidden; /* then it is found by its inode */
		outcome = run(bench, &conn);
		assert_null(fake_find(&bench->kernel, conn.cookie));
		assert_int_equal(outcome.result, CLOSE_RESULT_STILL_THERE);
		assert_int_equal(outcome.connection, MPTCP_LIVES);
		assert_int_equal(outcome.left_state, CONN_ESTABLISHED);
	}
}

static void an_mptcp_connection_that_ended_with_its_subflow_is_closed(void **state)
{
	struct bench *bench = *state;

	for (int hidden = 0; hidden < 2; hidden++)
		for (int listed = 0; listed < 2; listed++) {
			struct conn conn = make_conn(CONN_TCP, CONN_ESTABLISHED);

			add_subflow(bench, &conn, CONN_CLOSED); /* its program has it still */
			bench->kernel.connection_count = (size_t)listed;
			bench->kernel.hides_tokens = hidden;
			assert_int_equal(run(bench, &conn).result, CLOSE_RESULT_CLOSED);
		}
}

static void what_the_kernel_does_not_tell_of_mptcp_is_said_so(void **state)
{
	struct bench *bench = *state;

	bench->kernel.no_mptcp = true;
	for (int hidden = 0; hidden < 2; hidden++) {
		struct conn conn = make_conn(CONN_TCP, CONN_ESTABLISHED);
		struct close_outcome outcome;

		add_subflow(bench, &conn, CONN_ESTABLISHED);
		bench->kernel.hides_tokens = hidden;
		outcome = run(bench, &conn);
		assert_int_equal(outcome.result, CLOSE_RESULT_STILL_THERE);
		assert_int_equal(outcome.connection, MPTCP_UNTOLD);
	}
}

/* It was half-open in the snapshot, which did not tell what would become of it. */
static void what_has_become_mptcp_since_the_snapshot_is_known(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_TCP, CONN_ESTABLISHED);

	add_subflow(bench, &conn, CONN_ESTABLISHED);
	conn.state = CONN_SYN_RECV;
	conn.has &= (uint8_t) ~(CONN_HAS_INODE | CONN_HAS_MPTCP);
	assert_int_equal(run(bench, &conn).result, CLOSE_RESULT_STILL_THERE);
}

static void what_is_to_be_closed_whole_is_not_closed_in_part(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(CONN_TCP, CONN_ESTABLISHED), plain = conn;
	struct close_many batch;

	plain.cookie = 43;
	add_subflow(bench, &conn, CONN_ESTABLISHED);
	fake_add(&bench->kernel, &plain);
	close_many_init(&batch, &bench->can, &bench->kernel.queries.wire, bench->buffer);
	batch.whole = true;
	assert_int_equal(close_many_add(&batch, &conn), 0);
	assert_int_equal(close_many_add(&batch, &plain), 0);
	while (close_many_step(&batch, 64))
		;
	assert_int_equal(batch.entries[0].outcome.result, CLOSE_RESULT_NOT_SUPPORTED);
	assert_int_equal(batch.entries[1].outcome.result, CLOSE_RESULT_CLOSED);
	assert_non_null(fake_find(&bench->kernel, 42));
	close_many_done(&batch);
}

/* -------- several places -------- */

/* Two kernels with the very same sockets, which even have the same cookies. */
struct twins {
	struct fake_kernel kernels[2];
	struct place places[2];
	struct place_array array;
	struct close_many batch;
};

static void begin_twins(struct twins *twins, struct bench *bench)
{
	for (int i = 0; i < 2; i++) {
		struct fake_kernel *kernel = &twins->kernels[i];

		fake_init(kernel);
		place_init(&twins->places[i], i ? 7 : CONN_HERE, "", NULL, NULL, 0);
		twins->places[i].closes = &kernel->queries.wire;
		twins->places[i].closes->place = twins->places[i].number;
		twins->places[i].kernel = bench->can;
		for (uint64_t cookie = 1; cookie <= 9; cookie++) {
			struct conn conn = numbered_conn(cookie);

			fake_add(kernel, &conn);
		}
	}
	place_array_init(&twins->array, twins->places, 2);
	close_many_init(&twins->batch, NULL, NULL, bench->buffer);
	close_many_go_by_place(&twins->batch, &twins->array.list);
}

static void add_twin(struct twins *twins, uint64_t cookie, uint16_t place)
{
	struct conn conn = numbered_conn(cookie);

	conn.place = place;
	assert_int_equal(close_many_add(&twins->batch, &conn), 0);
}

static void end_twins(struct twins *twins)
{
	close_many_done(&twins->batch);
	for (int i = 0; i < 2; i++) {
		twins->places[i].closes = NULL; /* the kernel's */
		place_done(&twins->places[i]);
		fake_done(&twins->kernels[i]);
	}
}

static void of_equal_sockets_the_one_of_the_right_place_is_closed(void **state)
{
	static struct twins twins;

	begin_twins(&twins, *state);
	add_twin(&twins, 1, 7);
	add_twin(&twins, 2, CONN_HERE);
	add_twin(&twins, 3, CONN_HERE);
	add_twin(&twins, 4, 7);
	while (close_many_step(&twins.batch, 64))
		;
	for (uint64_t cookie = 1; cookie <= 4; cookie++)
		assert_int_equal(
			twins.batch.entries[cookie - 1].outcome.result, CLOSE_RESULT_CLOSED);
	for (uint64_t cookie = 1; cookie <= 9; cookie++) {
		bool here = cookie == 2 || cookie == 3, there = cookie == 1 || cookie == 4;

		assert_int_equal(fake_find(&twins.kernels[0], cookie) == NULL, here);
		assert_int_equal(fake_find(&twins.kernels[1], cookie) == NULL, there);
	}
	assert_int_equal(twins.batch.good, 4);
	end_twins(&twins);
}

static void sockets_of_a_place_that_has_gone_are_gone(void **state)
{
	static struct twins twins;

	begin_twins(&twins, *state);
	add_twin(&twins, 1, 9);
	add_twin(&twins, 1, CONN_HERE);
	while (close_many_step(&twins.batch, 64))
		;
	assert_int_equal(twins.batch.entries[0].outcome.result, CLOSE_RESULT_ALREADY_GONE);
	assert_int_equal(twins.batch.entries[1].outcome.result, CLOSE_RESULT_CLOSED);
	assert_non_null(fake_find(&twins.kernels[1], 1));
	end_twins(&twins);
}

static void what_the_owner_of_a_place_refuses_is_said(void **state)
{
	static struct twins twins;

	begin_twins(&twins, *state);
	twins.places[1].closes = NULL;
	twins.places[1].closes_refused = -EPERM;
	add_twin(&twins, 1, 7);
	while (close_many_step(&twins.batch, 64))
		;
	assert_int_equal(twins.batch.entries[0].outcome.result, CLOSE_RESULT_NOT_PERMITTED);
	assert_non_null(fake_find(&twins.kernels[0], 1));
	end_twins(&twins);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_closed_and_no_longer_there_is_closed),
		TEST(the_kernels_done_is_not_believed_while_the_socket_is_there),
		TEST(a_udp_socket_that_stays_was_reset),
		TEST(a_udp_socket_that_lost_its_interface_is_told_from_one_that_had_none),
		TEST(a_udp_socket_that_went_is_closed_though_another_has_its_port),
		TEST(what_had_gone_before_is_already_gone),
		TEST(a_socket_that_the_kernel_does_not_arrive_at_is_unreachable),
		TEST(every_errno_has_its_result),
		TEST(without_an_answer_nothing_is_claimed),
		TEST(a_close_that_cannot_be_confirmed_is_not_called_closed),
		TEST(a_socket_without_an_exact_name_is_not_tried),
		TEST(without_a_wire_nothing_is_tried),
		TEST(a_kernel_that_cannot_close_is_not_asked_to),
		TEST(an_orphan_is_spared_where_the_kernel_would_leak_it),
		TEST(what_the_kernel_can_is_found_out),
		TEST(every_result_has_a_word_of_its_own),
		TEST(many_are_closed_in_order_with_two_datagrams_for_64),
		TEST(a_small_budget_is_kept_to),
		TEST(what_was_not_begun_when_cancelled_is_not_tried),
		TEST(what_is_in_hand_when_cancelled_is_finished),
		TEST(one_of_several_on_its_port_is_aimed_at_until_it_is_met),
		TEST(what_is_met_but_refused_is_told_so),
		TEST(a_dump_that_fails_leaves_what_hides_unknown),
		TEST(an_orphan_since_the_snapshot_is_spared_too),
		TEST(where_the_state_is_not_known_nothing_is_risked),
		TEST(a_second_look_that_fails_is_told_by_its_own_error),
		TEST(what_went_while_it_was_refused_is_gone),
		TEST(an_mptcp_connection_that_lives_on_is_not_called_closed),
		TEST(an_mptcp_connection_that_ended_with_its_subflow_is_closed),
		TEST(what_the_kernel_does_not_tell_of_mptcp_is_said_so),
		TEST(what_has_become_mptcp_since_the_snapshot_is_known),
		TEST(what_is_to_be_closed_whole_is_not_closed_in_part),
		TEST(of_equal_sockets_the_one_of_the_right_place_is_closed),
		TEST(sockets_of_a_place_that_has_gone_are_gone),
		TEST(what_the_owner_of_a_place_refuses_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
