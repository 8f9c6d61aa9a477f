/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "sock/place/space-gate.h"

#define SECOND INT64_C(1000000)
#define ALL SPACE_DUMP_ALL

/* clang-format off */
static const char snmp[] =
	"Ip: Forwarding DefaultTTL\nIp: 1 64\n"
	"Icmp: InMsgs\nIcmp: 5\n"
	"Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors\n"
	"Tcp: 1 200 120000 -1 10 20 3 4 6 1000 2000 30 7 8 9\n"
	"Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors\n"
	"Udp: 100 5 2 200 1\n"
	"UdpLite: InDatagrams NoPorts\nUdpLite: 7 7\n";
static const char sockstat[] =
	"sockets: used 20\nTCP: inuse 5 orphan 1 tw 2 alloc 9 mem 3\nUDP: inuse 3 mem 2\nUDPLITE: inuse 0\n"
	"RAW: inuse 0\nFRAG: inuse 0 memory 0\n";
static const char sockstat6[] =
	"TCP6: inuse 4\nUDP6: inuse 1\nUDPLITE6: inuse 0\nRAW6: inuse 1\nFRAG6: inuse 0 memory 0\n";
/* clang-format on */

static void the_counters_of_both_families_are_read(void **state)
{
	struct space_figures figures;

	(void)state;
	space_figures_parse(&figures, snmp, sockstat, sockstat6);
	assert_true(figures.known);
	assert_int_equal(figures.segments, 3030);
	assert_int_equal(figures.opens, 30);
	assert_int_equal(figures.failures, 7);
	assert_int_equal(figures.established, 6);
	assert_int_equal(figures.datagrams, 302);
	assert_int_equal(figures.tcp, 9);
	assert_int_equal(figures.udp, 4);
	assert_int_equal(figures.time_wait, 2);
	space_figures_parse(&figures, snmp, sockstat, "");
	assert_true(figures.known);
	assert_int_equal(figures.tcp, 5);
	space_figures_parse(&figures, "", "", "");
	assert_false(figures.known);
}

static void files_that_are_cut_off_are_read_as_far_as_they_go(void **state)
{
	char text[sizeof(snmp)];
	struct space_figures figures;

	(void)state;
	for (size_t length = 0; length < sizeof(snmp); length++) {
		memcpy(text, snmp, length);
		text[length] = '\0';
		space_figures_parse(&figures, text, sockstat, sockstat6);
		assert_true(figures.opens <= 30);
	}
	for (size_t length = 0; length < sizeof(sockstat); length++) {
		memcpy(text, sockstat, length);
		text[length] = '\0';
		space_figures_parse(&figures, snmp, text, sockstat6);
		assert_true(figures.tcp == 9 || figures.tcp == 4);
	}
}

static struct space_figures some(void)
{
	struct space_figures figures;

	space_figures_parse(&figures, snmp, sockstat, sockstat6);
	return figures;
}

static void what_has_moved_says_what_is_dumped(void **state)
{
	static const struct {
		const char *what;
		struct space_figures more; /* than before; differences may be negative */
		unsigned dumps;
	} cases[] = {
		{"nothing", {0}, 0},
		{"a segment", {.segments = 1}, ALL | SPACE_KNOWN_SUFFICE},
		{"a segment among many", {.segments = 1, .tcp = 500}, ALL},
		{"a connection", {.segments = 3, .opens = 1, .established = 2, .tcp = 2}, ALL},
		{"an attempt that failed", {.failures = 1}, ALL},
		{"a connection that was closed", {.established = (uint64_t)-1},
			ALL | SPACE_KNOWN_SUFFICE},
		{"TIME_WAIT that ran out", {.time_wait = (uint64_t)-1}, ALL | SPACE_KNOWN_SUFFICE},
		{"a socket that went without a segment", {.tcp = (uint64_t)-1}, ALL},
		{"a listener", {.tcp = 1}, SPACE_DUMP_LISTEN},
		{"a socket of UDP", {.udp = 1}, SPACE_DUMP_UDP},
		{"a datagram", {.datagrams = 1}, SPACE_DUMP_UDP},
		{"a socket of UDP that went", {.udp = (uint64_t)-1}, SPACE_DUMP_UDP},
		{"a listener and a datagram", {.tcp = 1, .datagrams = 9},
			SPACE_DUMP_LISTEN | SPACE_DUMP_UDP},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct space_figures *more = &cases[i].more;
		struct space_gate gate = {0};
		struct space_figures figures = some();
		unsigned dumps;

		assert_int_equal(space_gate_judge(&gate, &figures, 5 * SECOND), ALL);
		figures.segments += more->segments;
		figures.opens += more->opens;
		figures.failures += more->failures;
		figures.established += more->established;
		figures.datagrams += more->datagrams;
		figures.tcp += more->tcp;
		figures.udp += more->udp;
		figures.time_wait += more->time_wait;
		dumps = space_gate_judge(&gate, &figures, 6 * SECOND);
		if (dumps != cases[i].dumps)
			fail_msg("%s: %#x", cases[i].what, dumps);
	}
}

static void a_quiet_one_is_looked_at_after_1_2_and_4_seconds(void **state)
{
	struct space_gate gate = {0};
	struct space_figures figures = some();
	unsigned looks[16] = {0}, count = 0;

	(void)state;
	for (unsigned second = 0; second < 14; second++) {
		if (!space_gate_is_due(&gate, second * SECOND))
			continue;
		looks[count++] = second;
		assert_int_equal(
			space_gate_judge(&gate, &figures, second * SECOND), second ? 0 : ALL);
	}
	assert_int_equal(count, 5);
	assert_int_equal(looks[1], 1);
	assert_int_equal(looks[2], 3);
	assert_int_equal(looks[3], 7);
	assert_int_equal(looks[4], 11);
	/* What moves is looked at in the next refresh again. */
	figures.segments++;
	assert_int_equal(space_gate_judge(&gate, &figures, 15 * SECOND), ALL);
	assert_true(space_gate_is_due(&gate, 15 * SECOND + 1));
}

static void half_open_connections_are_found_every_five_seconds(void **state)
{
	struct space_gate gate = {0};
	struct space_figures figures = some();
	unsigned whole = 0;

	(void)state;
	for (unsigned second = 0; second < 20; second++) {
		figures.segments++;
		whole +=
			!(space_gate_judge(&gate, &figures, second * SECOND) & SPACE_KNOWN_SUFFICE);
	}
	assert_int_equal(whole, 4);
}

static void what_counters_do_not_tell_is_asked_for_now_and_then(void **state)
{
	struct space_gate gate = {0};
	struct space_figures figures = some(), none = {0};
	unsigned whole = 0, cheap = 0;

	(void)state;
	for (unsigned second = 0; second <= 120; second++) {
		unsigned dumps = 0;

		if (space_gate_is_due(&gate, second * SECOND))
			dumps = space_gate_judge(&gate, &figures, second * SECOND);
		whole += !!(dumps & SPACE_DUMP_TCP);
		cheap += !!(dumps & SPACE_DUMP_LISTEN);
		if (dumps)
			assert_true(dumps & SPACE_DUMP_UDP);
	}
	assert_in_range(whole, 2, 3);
	assert_in_range(cheap, 4, 7);
	/* Without an established connection TCP has nothing that could change. */
	space_gate_forget(&gate);
	figures.established = 0;
	whole = 0;
	for (unsigned second = 0; second <= 120; second++)
		if (space_gate_is_due(&gate, second * SECOND))
			whole +=
				space_gate_judge(&gate, &figures, second * SECOND) & SPACE_DUMP_TCP;
	assert_int_equal(whole, 1);
	/* A namespace without a process has no counters. */
	space_gate_forget(&gate);
	whole = cheap = 0;
	for (unsigned second = 0; second <= 60; second++) {
		unsigned dumps = 0;

		if (space_gate_is_due(&gate, second * SECOND))
			dumps = space_gate_judge(&gate, &none, second * SECOND);
		whole += !!(dumps & SPACE_DUMP_TCP);
		cheap += !!(dumps & SPACE_DUMP_LISTEN);
	}
	assert_in_range(whole, 3, 5);
	assert_in_range(cheap, 10, 16);
}

static void after_a_failed_dump_all_is_asked_for_again(void **state)
{
	struct space_gate gate = {0};
	struct space_figures figures = some();

	(void)state;
	space_gate_judge(&gate, &figures, SECOND);
	assert_int_equal(space_gate_judge(&gate, &figures, 2 * SECOND), 0);
	space_gate_forget(&gate);
	assert_true(space_gate_is_due(&gate, 2 * SECOND));
	assert_int_equal(space_gate_judge(&gate, &figures, 2 * SECOND), ALL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_counters_of_both_families_are_read),
		cmocka_unit_test(files_that_are_cut_off_are_read_as_far_as_they_go),
		cmocka_unit_test(what_has_moved_says_what_is_dumped),
		cmocka_unit_test(a_quiet_one_is_looked_at_after_1_2_and_4_seconds),
		cmocka_unit_test(half_open_connections_are_found_every_five_seconds),
		cmocka_unit_test(what_counters_do_not_tell_is_asked_for_now_and_then),
		cmocka_unit_test(after_a_failed_dump_all_is_asked_for_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
