/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a program in the kernel says of the end of a connection: which way it ended, and what it had
 * moved. */
#include "support/unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <sys/socket.h>

#include "sock/event/event-record.h"

static struct event_record record_of(enum conn_state before, int error, bool fin_received)
{
	struct event_record record = {
		.cookie = 0x1234,
		.at_ns = 5000000000,
		.born_ns = 4000000000,
		.bytes_sent = 120,
		.bytes_retrans = 20,
		.bytes_acked = 102,
		.bytes_received = 51,
		.local = {10, 0, 0, 1},
		.remote = {10, 0, 0, 2},
		.local_port = htons(40000),
		.remote_port = htons(443),
		.family = AF_INET,
		.error = (uint16_t)error,
		.before = (uint8_t)before,
		.fin_received = fin_received,
		.uid = 1000,
		.pid = 77,
		.process = "curl",
	};

	return record;
}

static void the_state_and_the_error_tell_why_it_ended(void **state)
{
	static const struct {
		enum conn_state before;
		int error;
		bool fin;
		enum end_reason reason;
	} cases[] = {
		{CONN_FIN_WAIT2, 0, true, END_FIN_BY_US},
		{CONN_FIN_WAIT2, 0, false, END_FIN_BY_US}, /* its process has gone */
		{CONN_FIN_WAIT1, 0, true, END_FIN_BY_US}, {CONN_CLOSING, 0, true, END_FIN_BY_US},
		{CONN_LAST_ACK, 0, true, END_FIN_BY_PEER},
		{CONN_ESTABLISHED, ECONNRESET, false, END_RESET_BY_PEER},
		{CONN_CLOSE_WAIT, EPIPE, true, END_RESET_BY_PEER},
		{CONN_LAST_ACK, ECONNRESET, true, END_RESET_BY_PEER},
		{CONN_SYN_SENT, ECONNREFUSED, false, END_RESET_BY_PEER},
		{CONN_ESTABLISHED, 0, false, END_RESET_BY_US}, /* linger 0, or unread data */
		{CONN_CLOSE_WAIT, 0, true, END_RESET_BY_US},
		{CONN_FIN_WAIT1, 0, false, END_RESET_BY_US}, /* data after the close */
		{CONN_ESTABLISHED, ECONNABORTED, false, END_RESET_BY_US},
		{CONN_ESTABLISHED, ETIMEDOUT, false, END_TIMED_OUT},
		{CONN_SYN_SENT, EHOSTUNREACH, false, END_TIMED_OUT},
		{CONN_SYN_SENT, 0, false, END_UNKNOWN}, /* given up */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct event_record record =
			record_of(cases[i].before, cases[i].error, cases[i].fin);
		struct event event;

		assert_int_equal(event_record_read(&record, sizeof(record), &event), 0);
		assert_int_equal(event.reason, cases[i].reason);
		assert_int_equal(event.conn.state, cases[i].before);
		assert_true(event.exact);
	}
}

static void ends_figures_times_and_the_process_are_taken_over(void **state)
{
	struct event_record record = record_of(CONN_LAST_ACK, 0, true);
	struct event event;

	(void)state;
	assert_int_equal(event_record_read(&record, sizeof(record), &event), 0);
	assert_int_equal(event.conn.cookie, 0x1234);
	assert_int_equal(event.conn.local.port, 40000);
	assert_int_equal(event.conn.remote.port, 443);
	assert_int_equal(event.conn.remote.addr[3], 2);
	assert_int_equal(event.conn.uid, 1000);
	assert_int_equal(event.at_us, 5000000);
	assert_int_equal(event.born_us, 4000000);
	assert_int_equal(event.pid, 77);
	assert_string_equal(event.process, "curl");
	assert_int_equal(event.tcp.bytes_sent, 120);
	assert_int_equal(event.tcp.bytes_received, 50); /* the FIN is no data */
	record.family = AF_INET6;
	assert_int_equal(event_record_read(&record, sizeof(record), &event), 0);
	assert_int_equal(event.conn.family, CONN_IPV6);
}

static void what_is_no_record_is_refused(void **state)
{
	struct event_record record = record_of(CONN_LAST_ACK, 0, true);
	struct event event;

	(void)state;
	for (size_t length = 0; length < sizeof(record); length++)
		assert_int_equal(event_record_read(&record, length, &event), -EBADMSG);
	record.family = AF_UNIX;
	assert_int_equal(event_record_read(&record, sizeof(record), &event), -EBADMSG);
	record = record_of(CONN_STATES, 0, false);
	assert_int_equal(event_record_read(&record, sizeof(record), &event), -EBADMSG);
	record = record_of(CONN_LAST_ACK, 0, true);
	memset(record.process, 'x', sizeof(record.process));
	assert_int_equal(event_record_read(&record, sizeof(record), &event), 0);
	assert_string_equal(event.process, "xxxxxxxxxxxxxxx");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_state_and_the_error_tell_why_it_ended),
		cmocka_unit_test(ends_figures_times_and_the_process_are_taken_over),
		cmocka_unit_test(what_is_no_record_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
