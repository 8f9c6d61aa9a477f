/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <inttypes.h>

#include "sock/machine/counters.h"
#include "support/random.h"
#include "support/tree.h"

static const char sockstat[] = "sockets: used 117\n"
			       "TCP: inuse 5 orphan 1 tw 2 alloc 6 mem 3\n"
			       "UDP: inuse 7 mem 4\n"
			       "UDPLITE: inuse 99\n"
			       "RAW: inuse 98\n"
			       "FRAG: inuse 97 memory 96\n";
static const char sockstat6[] = "TCP6: inuse 8\nUDP6: inuse 9\nUDPLITE6: inuse 95\n";
static const char snmp[] =
	"Ip: Forwarding DefaultTTL\n"
	"Ip: 1 64\n"
	"Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens CurrEstab InSegs "
	"OutSegs RetransSegs EstabResets AttemptFails OutRsts\n"
	"Tcp: 1 200 120000 -1 10 34 11 12 21 22 33 35 36\n"
	"Udp: InDatagrams CurrEstab RcvbufErrors\n"
	"Udp: 94 93 31\n";
static const char netstat[] = "TcpExt: SyncookiesSent InOctets ListenOverflows ListenDrops "
			      "TCPTimeWaitOverflow TCPReqQFullDrop TCPMemoryPressures "
			      "TCPAbortOnMemory RcvPruned TCPAbortOnClose TCPAbortOnData\n"
			      "TcpExt: 23 92 25 26 27 24 28 29 30 37 38\n"
			      "IpExt: InNoRoutes InOctets OutOctets\n"
			      "IpExt: 0 12345678901234567 18446744073709551615\n";
static const char snmp6[] = "Ip6InReceives                   \t91\n"
			    "Ip6InOctets                     \t14\n"
			    "Ip6OutOctets                    \t15\n"
			    "Udp6RcvbufErrors                \t32\n";
static const char conntrack[] = "entries  searched found drop early_drop\n"
				"00000010  00000000 00000000 00000021 00000000\n"
				"00000010  00000000 00000000 00000003 00000001\n";

static const uint64_t expected[COUNTERS] = {
	[COUNTER_TCP_INUSE] = 5,
	[COUNTER_TCP_ORPHAN] = 1,
	[COUNTER_TCP_TIME_WAIT] = 2,
	[COUNTER_TCP_ALLOC] = 6,
	[COUNTER_TCP_MEM] = 3,
	[COUNTER_UDP_INUSE] = 7,
	[COUNTER_UDP_MEM] = 4,
	[COUNTER_TCP6_INUSE] = 8,
	[COUNTER_UDP6_INUSE] = 9,
	[COUNTER_TCP_ESTABLISHED] = 11,
	[COUNTER_IN_BYTES] = UINT64_C(12345678901234567),
	[COUNTER_OUT_BYTES] = UINT64_MAX,
	[COUNTER_IN6_BYTES] = 14,
	[COUNTER_OUT6_BYTES] = 15,
	[COUNTER_TCP_ESTABLISHED_RESETS] = 33,
	[COUNTER_TCP_ATTEMPT_FAILS] = 35,
	[COUNTER_TCP_SENT_RESETS] = 36,
	[COUNTER_TCP_ABORT_ON_CLOSE] = 37,
	[COUNTER_TCP_ABORT_ON_DATA] = 38,
	[COUNTER_TCP_ACTIVE_OPENS] = 10,
	[COUNTER_TCP_PASSIVE_OPENS] = 34,
	[COUNTER_TCP_SENT_SEGMENTS] = 21,
	[COUNTER_TCP_RETRANSMITTED_SEGMENTS] = 22,
	[COUNTER_SYNCOOKIES_SENT] = 23,
	[COUNTER_SYN_DROPPED] = 24,
	[COUNTER_LISTEN_OVERFLOWS] = 25,
	[COUNTER_LISTEN_DROPS] = 26,
	[COUNTER_TIME_WAIT_OVERFLOW] = 27,
	[COUNTER_TCP_MEMORY_PRESSURES] = 28,
	[COUNTER_TCP_ABORT_ON_MEMORY] = 29,
	[COUNTER_TCP_PRUNED] = 30,
	[COUNTER_UDP_RCVBUF_ERRORS] = 31,
	[COUNTER_UDP6_RCVBUF_ERRORS] = 32,
	[COUNTER_CONNTRACK_DROPPED] = 0x24, /* of both processors */
};

static const struct {
	const char *path, *text;
} files[] = {
	{"/proc/net/sockstat", sockstat},
	{"/proc/net/sockstat6", sockstat6},
	{"/proc/net/snmp", snmp},
	{"/proc/net/netstat", netstat},
	{"/proc/net/snmp6", snmp6},
	{"/proc/net/stat/nf_conntrack", conntrack},
};

static int set_up(void **state)
{
	*state = tree_make();
	return 0;
}

static int tear_down(void **state)
{
	tree_remove(*state);
	return 0;
}

static void write_all(const char *root)
{
	for (size_t i = 0; i < COUNT_OF(files); i++)
		tree_write(root, files[i].path, files[i].text);
}

#define BIT(counter) (UINT64_C(1) << (counter))

/* Those counters whose bit is in `has`, each with its value, and no others. */
static void assert_counters(const char *root, uint64_t has)
{
	struct counters counters;

	counters_read(&counters, root);
	for (int i = 0; i < COUNTERS; i++) {
		assert_int_equal(counters_has(&counters, (enum counter)i), (has & BIT(i)) != 0);
		assert_true(counters.value[i] == (has & BIT(i) ? expected[i] : 0));
	}
}

#define EVERY (BIT(COUNTERS) - 1)
#define OF_SOCKSTAT                                                                      \
	(BIT(COUNTER_TCP_INUSE) | BIT(COUNTER_TCP_ORPHAN) | BIT(COUNTER_TCP_TIME_WAIT) | \
		BIT(COUNTER_TCP_ALLOC) | BIT(COUNTER_TCP_MEM) | BIT(COUNTER_UDP_INUSE) | \
		BIT(COUNTER_UDP_MEM))
#define OF_SOCKSTAT6 (BIT(COUNTER_TCP6_INUSE) | BIT(COUNTER_UDP6_INUSE))
#define OF_SNMP                                                                            \
	(BIT(COUNTER_TCP_ESTABLISHED) | BIT(COUNTER_TCP_ESTABLISHED_RESETS) |              \
		BIT(COUNTER_TCP_ATTEMPT_FAILS) | BIT(COUNTER_TCP_SENT_RESETS) |            \
		BIT(COUNTER_TCP_ACTIVE_OPENS) | BIT(COUNTER_TCP_PASSIVE_OPENS) |           \
		BIT(COUNTER_TCP_SENT_SEGMENTS) | BIT(COUNTER_TCP_RETRANSMITTED_SEGMENTS) | \
		BIT(COUNTER_UDP_RCVBUF_ERRORS))
#define OF_TCPEXT                                                                                  \
	(BIT(COUNTER_SYNCOOKIES_SENT) | BIT(COUNTER_SYN_DROPPED) | BIT(COUNTER_LISTEN_OVERFLOWS) | \
		BIT(COUNTER_LISTEN_DROPS) | BIT(COUNTER_TIME_WAIT_OVERFLOW) |                      \
		BIT(COUNTER_TCP_MEMORY_PRESSURES) | BIT(COUNTER_TCP_ABORT_ON_MEMORY) |             \
		BIT(COUNTER_TCP_ABORT_ON_CLOSE) | BIT(COUNTER_TCP_ABORT_ON_DATA) |                 \
		BIT(COUNTER_TCP_PRUNED))
#define OF_NETSTAT (BIT(COUNTER_IN_BYTES) | BIT(COUNTER_OUT_BYTES) | OF_TCPEXT)
#define OF_SNMP6 \
	(BIT(COUNTER_IN6_BYTES) | BIT(COUNTER_OUT6_BYTES) | BIT(COUNTER_UDP6_RCVBUF_ERRORS))
#define OF_CONNTRACK BIT(COUNTER_CONNTRACK_DROPPED)

static void every_counter_is_found_in_its_file(void **state)
{
	write_all(*state);
	assert_counters(*state, EVERY);
}

static void without_files_nothing_is_known(void **state)
{
	assert_counters(*state, 0);
	assert_counters("/nonexistent", 0);
}

static void a_file_that_is_missing_costs_its_counters_alone(void **state)
{
	static const uint64_t of_file[] = {
		OF_SOCKSTAT, OF_SOCKSTAT6, OF_SNMP, OF_NETSTAT, OF_SNMP6, OF_CONNTRACK};

	for (size_t i = 0; i < COUNT_OF(files); i++) {
		char path[4096];

		write_all(*state);
		snprintf(path, sizeof(path), "%s%s", (char *)*state, files[i].path);
		assert_int_equal(remove(path), 0);
		assert_counters(*state, EVERY & ~of_file[i]);
	}
}

static void unknown_lines_disturb_nobody(void **state)
{
	write_all(*state);
	tree_write(*state, "/proc/net/sockstat",
		"\nNEW: inuse\n: 1 2\nTCP: inuse 5 newer 7 orphan 1 tw 2 alloc 6 mem 3\n"
		"UDP: inuse 7 mem 4 left\n");
	tree_write(*state, "/proc/net/netstat",
		"Alone: A B\n"
		"TcpExt: SyncookiesSent\n"
		"TcpExt: 23\n"
		"Alone: C\n"
		"Other: D\n"
		"IpExt: InNoRoutes InOctets OutOctets Newer\n"
		"IpExt: 0 12345678901234567 18446744073709551615\n"
		"MPTcpExt: InOctets\n");
	tree_write(*state, "/proc/net/snmp6",
		"\n \nIp6InOctets\nIp6InOctets 14 more\nIp6OutOctets\t15\nNew 1");
	tree_write(*state, "/proc/net/stat/nf_conntrack",
		"drop new\n00000020 00000001 99\n\n00000004\n");
	assert_counters(*state, EVERY & ~((OF_TCPEXT & ~BIT(COUNTER_SYNCOOKIES_SENT)) |
						BIT(COUNTER_UDP6_RCVBUF_ERRORS)));
}

static void what_is_no_number_is_not_known(void **state)
{
	write_all(*state);
	tree_write(*state, "/proc/net/sockstat6", "TCP6: inuse -1\nUDP6: inuse x\n");
	tree_write(*state, "/proc/net/snmp", "Tcp: CurrEstab\nTcp: \n");
	assert_counters(*state, EVERY & ~(OF_SOCKSTAT6 | OF_SNMP));
}

/* Longer than anything that is read: what is cut off is not half a number. */
static void a_file_that_is_too_long_is_read_to_its_last_whole_line(void **state)
{
	char *text = calloc(1, 40000);

	write_all(*state);
	for (int length = 32700; length < 32790; length++) {
		struct counters counters;

		memset(text, ' ', (size_t)length);
		memcpy(text, "x", 1);
		text[20] = '\n';
		strcpy(text + length, "\nIp6InOctets 14\nIp6OutOctets 15\n");
		tree_write(*state, "/proc/net/snmp6", text);
		counters_read(&counters, *state);
		assert_true(!counters_has(&counters, COUNTER_IN6_BYTES) ||
			    counters.value[COUNTER_IN6_BYTES] == 14);
		assert_true(!counters_has(&counters, COUNTER_OUT6_BYTES) ||
			    counters.value[COUNTER_OUT6_BYTES] == 15);
	}
	free(text);
}

static void a_counter_that_begins_anew_has_not_moved(void **state)
{
	struct counters before = {.value = {7, 9}, .has = 3}, now = {.value = {9, 7, 5}, .has = 7};

	(void)state;
	assert_int_equal(counters_since(&before, &now, (enum counter)0), 2);
	assert_int_equal(counters_since(&before, &now, (enum counter)1), 0);
	assert_int_equal(counters_since(&before, &now, (enum counter)2), 0);
}

static void whatever_the_bytes_are_reading_ends(void **state)
{
	uint64_t seed = random_seed();

	for (int i = 0; i < 300; i++) {
		char text[200] = "";

		for (size_t file = 0; file < COUNT_OF(files); file++) {
			size_t length = strlen(files[file].text);
			struct counters counters;

			if (length > sizeof(text) - 1)
				length = sizeof(text) - 1;
			memcpy(text, files[file].text, length);
			for (int k = 0; k < 5; k++)
				text[random_below(&seed, (uint32_t)length)] =
					(char)(1 + random_below(&seed, 255));
			text[length] = '\0';
			tree_write(*state, files[file].path, text);
			counters_read(&counters, *state);
		}
	}
}

static void the_machine_itself_has_these_counters(void **state)
{
	struct counters counters;

	(void)state;
	counters_read(&counters, "");
	if (!counters.has) {
		print_message("no /proc/net here: not checked\n");
		return;
	}
	assert_true(counters_has(&counters, COUNTER_TCP_INUSE));
	assert_true(counters_has(&counters, COUNTER_TCP_ESTABLISHED));
	assert_true(counters_has(&counters, COUNTER_IN_BYTES));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_counter_is_found_in_its_file),
		TEST(without_files_nothing_is_known),
		TEST(a_file_that_is_missing_costs_its_counters_alone),
		TEST(unknown_lines_disturb_nobody),
		TEST(what_is_no_number_is_not_known),
		TEST(a_file_that_is_too_long_is_read_to_its_last_whole_line),
		cmocka_unit_test(a_counter_that_begins_anew_has_not_moved),
		TEST(whatever_the_bytes_are_reading_ends),
		TEST(the_machine_itself_has_these_counters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
