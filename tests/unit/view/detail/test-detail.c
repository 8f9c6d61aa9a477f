/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The figures, the state and the owners of one socket, as labelled values. */
#include "support/unit.h"

#include "support/rows.h"
#include "view/detail/detail-figures.h"
#include "view/detail/detail-owner.h"
#include "view/detail/detail-state.h"

static struct sheet sheet;

/* The value behind a label of a group, or NULL. */
static const char *value_of(const char *title, const char *label)
{
	for (size_t g = 0; g < sheet.group_count; g++) {
		const struct sheet_group *group = &sheet.groups[g];

		if (!group->title || strcmp(group->title, title) != 0)
			continue;
		for (size_t i = group->first; i < group->first + group->count; i++)
			if (sheet.items[i].label && strcmp(sheet.items[i].label, label) == 0)
				return sheet_text(&sheet, &sheet.items[i]);
	}
	return NULL;
}

static void check(const char *title, const char *label, const char *expected)
{
	const char *value = value_of(title, label);

	if (!expected && !value)
		return;
	assert_non_null(value);
	assert_string_equal(value, expected);
}

/* -------- figures -------- */

static struct detail detail_of(enum conn_proto proto, enum conn_state state)
{
	return (struct detail){
		.conn = {.proto = (uint8_t)proto, .state = (uint8_t)state, .recv_q = 1234567}};
}

static void figures_have_their_units(void **state)
{
	struct detail detail = detail_of(CONN_TCP, CONN_ESTABLISHED);

	(void)state;
	detail_set(&detail, DETAIL_RTT_US, 1234);
	detail_set(&detail, DETAIL_MIN_RTT_US, UINT32_MAX);
	detail_set(&detail, DETAIL_SND_SSTHRESH, INT32_MAX);
	detail_set(&detail, DETAIL_BYTES_SENT, UINT64_C(12345678901));
	detail_set(&detail, DETAIL_PACING_RATE, 2048);
	detail_set(&detail, DETAIL_MAX_PACING_RATE, UINT64_MAX);
	detail_set(&detail, DETAIL_SND_WSCALE, 7);
	detail_set(&detail, DETAIL_LAST_ACK_MS, 65000);
	detail_set(&detail, DETAIL_BUSY_US, 10000000);
	detail_set(&detail, DETAIL_RECEIVER_LIMITED_US, 2500000);
	detail_set(&detail, DETAIL_APP_LIMITED, 1);
	detail_set(&detail, DETAIL_BBR_PACING_GAIN, 739);
	detail_set(&detail, DETAIL_DCTCP_ALPHA, 512);
	detail_set(&detail, DETAIL_TOS, 0x10);
	detail_set(&detail, DETAIL_SNDBUF, 4608);
	sheet_clear(&sheet);
	detail_add_figures(&sheet, &detail);
	check("Round trip", "rtt", "1.23 ms");
	check("Round trip", "rtt least", "-");
	check("Window and congestion", "slow start until", "-");
	check("Window and congestion", "pacing", "2.0k/s");
	check("Window and congestion", "pacing at most", "unlimited");
	check("Window and congestion", "its unit", "128");
	check("Window and congestion", "app-limited", "yes");
	check("Window and congestion", "bbr pacing gain", "2.89");
	check("Window and congestion", "dctcp alpha", "0.50");
	check("Data", "sent", "12,345,678,901");
	check("Idle and timers", "last ACK got", "1m5s");
	check("Time it was held back", "had data to send", "10.0s");
	check("Time it was held back", "peer's window", "2.5s (25%)");
	check("Buffers (SK_MEMINFO)", "send, at most", "4,608");
	check("Options", "type of service", "0x10");
	sheet_done(&sheet);
}

/* An older kernel, and one without the rarer things: absent is not zero. */
static void what_the_kernel_does_not_tell_is_a_dash(void **state)
{
	struct detail detail = detail_of(CONN_TCP, CONN_ESTABLISHED);

	(void)state;
	detail_set(&detail, DETAIL_RCV_MSS, 536);
	sheet_clear(&sheet);
	detail_add_figures(&sheet, &detail);
	check("Receiving", "segment size got", "536");
	check("Receiving", "window offered", "-");
	check("Receiving", "marked congested", NULL);
	check("Data", "sent", NULL); /* nothing of it: no group */
	sheet_done(&sheet);
}

static void a_listener_has_no_transfer_to_tell_of(void **state)
{
	struct detail detail = detail_of(CONN_TCP, CONN_LISTEN);

	(void)state;
	detail_set(&detail, DETAIL_RTT_US, 0);
	detail_set(&detail, DETAIL_UNACKED, 3);
	detail_set(&detail, DETAIL_RCVBUF, 131072);
	sheet_clear(&sheet);
	detail_add_figures(&sheet, &detail);
	check("Window and congestion", "not acknowledged", NULL);
	check("Round trip", "rtt", NULL);
	check("Buffers (SK_MEMINFO)", "receive, at most", "131,072");
	sheet_done(&sheet);
}

/* Whatever tcp_info holds can be seen somewhere. */
static void every_figure_of_the_kernel_has_a_place(void **state)
{
	/* told in words by detail-state.c; or said by a figure beside them */
	static const enum detail_field elsewhere[] = {DETAIL_CA_STATE, DETAIL_TCP_OPTIONS,
		DETAIL_SHUTDOWN, DETAIL_MC_LOOP, DETAIL_MC_ALL, DETAIL_VEGAS_ENABLED,
		DETAIL_DCTCP_ENABLED};

	(void)state;
	for (unsigned field = 0; field < DETAIL_FIELDS; field++) {
		unsigned found = 0;

		for (size_t i = 0; i < COUNT_OF(elsewhere); i++)
			found += elsewhere[i] == field;
		for (size_t g = 0; g < figure_group_count; g++)
			for (size_t i = 0; i < figure_groups[g].count; i++)
				found += figure_groups[g].figures[i].field == field;
		if (found != 1)
			fail_msg("field %u stands in %u places", field, found);
	}
}

/* -------- state and owners -------- */

static void the_state_is_told_with_its_timer(void **state)
{
	struct rows rows;
	struct detail detail;
	uint32_t row;

	(void)state;
	rows_init(&rows, 3000);
	rows_refresh(&rows, 1000,
		"7 tcp CLOSE_WAIT 10.0.0.5:8080 10.0.0.9:41210 recv=128 send=5 "
		"timer=retransmit/1500/4\n");
	row = rows_find(&rows, 7);
	detail = (struct detail){.conn = rows.track.rows[row].conn, .congestion = "cubic"};
	detail_set(&detail, DETAIL_CA_STATE, DETAIL_CA_LOSS);
	detail_set(&detail, DETAIL_SHUTDOWN, 1);
	detail_set(&detail, DETAIL_TCP_OPTIONS, DETAIL_OPTION_SACK | DETAIL_OPTION_ECN);
	sheet_clear(&sheet);
	detail_add_state(&sheet, &rows.context, row, &detail);
	check("State", "state", "CLOSE_WAIT");
	check("State", "Recv-Q", "128");
	check("State", "timer", "retransmit");
	check("State", "fires in", "1.5s");
	check("State", "fired so far", "4");
	check("State", "shut down", "receiving");
	check("State", "congestion control", "cubic");
	check("State", "its state", "loss");
	check("State", "agreed", "sack ecn");
	check("Socket", "cookie", "0x7");
	sheet_clear(&sheet);
	detail_add_filters(&sheet, &detail.conn);
	check("The same in other tools", "ss", "src 10.0.0.5:8080 and dst 10.0.0.9:41210");
	sheet_clear(&sheet);
	detail_add_explanation(&sheet, &detail.conn, NULL, TEXT_UTF8);
	assert_true(sheet.item_count >= 3);
	sheet_done(&sheet);
	rows_done(&rows);
}

static void every_holder_is_named_with_its_descriptors(void **state)
{
	struct rows rows;

	(void)state;
	rows_init(&rows, 3000);
	rows_process(&rows, 100, "nginx", 5, 1003);
	rows_process(&rows, 100, "nginx", 7, 1003);
	rows_process(&rows, 101, "worker", 5, 1003);
	rows_refresh(&rows, 1000, "3 tcp ESTABLISHED 10.0.0.5:443 10.0.0.9:41210 uid=33\n");
	sheet_clear(&sheet);
	detail_add_owners(&sheet, &rows.context, rows_find(&rows, 3));
	check("Owner", "process", "nginx 100, descriptor 5, 7");
	check("Owner", "user", "www-data");
	assert_int_equal(sheet.groups[0].width, SHEET_WIDE);
	for (size_t i = 0, processes = 0; i < sheet.item_count; i++)
		if (strcmp(sheet.items[i].label, "process") == 0 && processes++)
			assert_string_equal(
				sheet_text(&sheet, &sheet.items[i]), "worker 101, descriptor 5");
	sheet_done(&sheet);
	rows_done(&rows);
}

/* Two processes on the two ends of one connection. */
static void the_other_end_is_told_with_its_process(void **state)
{
	struct rows rows;

	(void)state;
	rows_init(&rows, 3000);
	rows_process(&rows, 100, "server", 5, 1001);
	rows_process(&rows, 200, "client", 9, 1002);
	rows_refresh(&rows, 1000,
		"1 tcp ESTABLISHED 127.0.0.1:80 127.0.0.1:4000 uid=33\n"
		"2 tcp CLOSE_WAIT 127.0.0.1:4000 127.0.0.1:80 uid=1000\n");
	sheet_clear(&sheet);
	detail_add_owners(&sheet, &rows.context, rows_find(&rows, 1));
	detail_add_peer(&sheet, &rows.context, rows_find(&rows, 2));
	check("Owner", "process", "server 100, descriptor 5");
	check("The other end, on this machine", "process", "client 200, descriptor 9");
	check("The other end, on this machine", "user", "alice");
	check("The other end, on this machine", "state", "CLOSE_WAIT");
	sheet_done(&sheet);
	rows_done(&rows);
}

static void without_a_holder_the_reason_is_given(void **state)
{
	struct rows rows;

	(void)state;
	rows_init(&rows, 3000);
	rows_process(&rows, 100, "nginx", 5, 1001);
	rows_refresh(&rows, 1000,
		"1 tcp LISTEN 10.0.0.5:443 0.0.0.0:0\n"
		"2 tcp ESTABLISHED 10.0.0.5:443 10.0.0.9:41210 inode=-\n"
		"3 tcp TIME_WAIT 10.0.0.5:443 10.0.0.9:41211 inode=- uid=-\n");
	sheet_clear(&sheet);
	detail_add_owners(&sheet, &rows.context, rows_find(&rows, 2));
	check("Owner", "process", "none yet: not accepted by the listener");
	check("Owner", "listener", "waiting in nginx:443");
	sheet_clear(&sheet);
	detail_add_owners(&sheet, &rows.context, rows_find(&rows, 3));
	check("Owner", "process", "none any more: closed, only the kernel remembers it");
	check("Owner", "user", "-");
	sheet_done(&sheet);
	rows_done(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_have_their_units),
		cmocka_unit_test(what_the_kernel_does_not_tell_is_a_dash),
		cmocka_unit_test(a_listener_has_no_transfer_to_tell_of),
		cmocka_unit_test(every_figure_of_the_kernel_has_a_place),
		cmocka_unit_test(the_state_is_told_with_its_timer),
		cmocka_unit_test(every_holder_is_named_with_its_descriptors),
		cmocka_unit_test(the_other_end_is_told_with_its_process),
		cmocka_unit_test(without_a_holder_the_reason_is_given),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
