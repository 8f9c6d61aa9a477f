/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/machine/counters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/readfile.h"

enum layout {
	PAIRS,      /* "TCP: inuse 5 orphan 0": names and numbers alternate */
	TWO_LINES,  /* a line of names, then one of numbers, both after the same heading */
	NAME_VALUE, /* "Ip6InOctets   123" */
	PER_CPU,    /* a line of names, then one of hexadecimal numbers for each processor */
};

enum source { SOCKSTAT, SOCKSTAT6, SNMP, NETSTAT, SNMP6, CONNTRACK, SOURCES };

static const struct {
	const char *path;
	enum layout layout;
} files[SOURCES] = {
	[SOCKSTAT] = {"/proc/net/sockstat", PAIRS},
	[SOCKSTAT6] = {"/proc/net/sockstat6", PAIRS},
	[SNMP] = {"/proc/net/snmp", TWO_LINES},
	[NETSTAT] = {"/proc/net/netstat", TWO_LINES},
	[SNMP6] = {"/proc/net/snmp6", NAME_VALUE},
	[CONNTRACK] = {"/proc/net/stat/nf_conntrack", PER_CPU},
};

/* clang-format off */
static const struct {
	enum source source;
	const char *heading;
	const char *name;
} records[COUNTERS] = {
	[COUNTER_TCP_INUSE] = {SOCKSTAT, "TCP:", "inuse"},
	[COUNTER_TCP_ORPHAN] = {SOCKSTAT, "TCP:", "orphan"},
	[COUNTER_TCP_TIME_WAIT] = {SOCKSTAT, "TCP:", "tw"},
	[COUNTER_TCP_ALLOC] = {SOCKSTAT, "TCP:", "alloc"},
	[COUNTER_TCP_MEM] = {SOCKSTAT, "TCP:", "mem"},
	[COUNTER_UDP_INUSE] = {SOCKSTAT, "UDP:", "inuse"},
	[COUNTER_UDP_MEM] = {SOCKSTAT, "UDP:", "mem"},
	[COUNTER_TCP6_INUSE] = {SOCKSTAT6, "TCP6:", "inuse"},
	[COUNTER_UDP6_INUSE] = {SOCKSTAT6, "UDP6:", "inuse"},
	[COUNTER_TCP_ESTABLISHED] = {SNMP, "Tcp:", "CurrEstab"},
	[COUNTER_IN_BYTES] = {NETSTAT, "IpExt:", "InOctets"},
	[COUNTER_OUT_BYTES] = {NETSTAT, "IpExt:", "OutOctets"},
	[COUNTER_IN6_BYTES] = {SNMP6, "", "Ip6InOctets"},
	[COUNTER_OUT6_BYTES] = {SNMP6, "", "Ip6OutOctets"},
	[COUNTER_TCP_ESTABLISHED_RESETS] = {SNMP, "Tcp:", "EstabResets"},
	[COUNTER_TCP_ATTEMPT_FAILS] = {SNMP, "Tcp:", "AttemptFails"},
	[COUNTER_TCP_SENT_RESETS] = {SNMP, "Tcp:", "OutRsts"},
	[COUNTER_TCP_ABORT_ON_CLOSE] = {NETSTAT, "TcpExt:", "TCPAbortOnClose"},
	[COUNTER_TCP_ABORT_ON_DATA] = {NETSTAT, "TcpExt:", "TCPAbortOnData"},
	[COUNTER_TCP_ACTIVE_OPENS] = {SNMP, "Tcp:", "ActiveOpens"},
	[COUNTER_TCP_PASSIVE_OPENS] = {SNMP, "Tcp:", "PassiveOpens"},
	[COUNTER_TCP_SENT_SEGMENTS] = {SNMP, "Tcp:", "OutSegs"},
	[COUNTER_TCP_RETRANSMITTED_SEGMENTS] = {SNMP, "Tcp:", "RetransSegs"},
	[COUNTER_SYNCOOKIES_SENT] = {NETSTAT, "TcpExt:", "SyncookiesSent"},
	[COUNTER_SYN_DROPPED] = {NETSTAT, "TcpExt:", "TCPReqQFullDrop"},
	[COUNTER_LISTEN_OVERFLOWS] = {NETSTAT, "TcpExt:", "ListenOverflows"},
	[COUNTER_LISTEN_DROPS] = {NETSTAT, "TcpExt:", "ListenDrops"},
	[COUNTER_TIME_WAIT_OVERFLOW] = {NETSTAT, "TcpExt:", "TCPTimeWaitOverflow"},
	[COUNTER_TCP_MEMORY_PRESSURES] = {NETSTAT, "TcpExt:", "TCPMemoryPressures"},
	[COUNTER_TCP_ABORT_ON_MEMORY] = {NETSTAT, "TcpExt:", "TCPAbortOnMemory"},
	[COUNTER_TCP_PRUNED] = {NETSTAT, "TcpExt:", "RcvPruned"},
	[COUNTER_UDP_RCVBUF_ERRORS] = {SNMP, "Udp:", "RcvbufErrors"},
	[COUNTER_UDP6_RCVBUF_ERRORS] = {SNMP6, "", "Udp6RcvbufErrors"},
	[COUNTER_CONNTRACK_DROPPED] = {CONNTRACK, "", "drop"},
};
/* clang-format on */

/* Adds up a value that is listed several times (once per processor). */
static void take_counter(struct counters *counters, enum source source, const char *heading,
	const char *name, const char *value)
{
	int base = files[source].layout == PER_CPU ? 16 : 10;

	for (size_t i = 0; i < COUNTERS; i++) {
		if (records[i].source != source || strcmp(records[i].name, name) != 0 ||
			strcmp(records[i].heading, heading) != 0)
			continue;
		if (base == 10 && (*value < '0' || *value > '9'))
			continue; /* strtoull() would accept -1 as a huge number */
		counters->value[i] =
			strtoull(value, NULL, base) + (base == 16 ? counters->value[i] : 0);
		counters->has |= UINT64_C(1) << i;
	}
}

static void take_pairs(struct counters *counters, enum source source, char *line)
{
	char *heading, *name, *value, *left;

	heading = strtok_r(line, " ", &left);
	while (heading && (name = strtok_r(NULL, " ", &left)) &&
		(value = strtok_r(NULL, " ", &left)))
		take_counter(counters, source, heading, name, value);
}

static bool same_heading(const char *names, const char *values)
{
	return strncmp(names, values, strcspn(names, " ") + 1) == 0;
}

static void take_two_lines(struct counters *counters, enum source source, char *names, char *values)
{
	char *heading, *name, *value, *names_left, *values_left;

	heading = strtok_r(names, " ", &names_left);
	strtok_r(values, " ", &values_left);
	while (heading && (name = strtok_r(NULL, " ", &names_left)) &&
		(value = strtok_r(NULL, " ", &values_left)))
		take_counter(counters, source, heading, name, value);
}

/* Leaves `names` unchanged, because it is used again for each following line. */
static void take_per_cpu(
	struct counters *counters, enum source source, const char *names, char **left)
{
	char *line, *value, *values_left;

	while ((line = strtok_r(NULL, "\n", left))) {
		const char *at = names;

		value = strtok_r(line, " \t", &values_left);
		for (; value; value = strtok_r(NULL, " \t", &values_left)) {
			char name[32];
			int length = 0;

			if (sscanf(at, " %31s%n", name, &length) != 1)
				break;
			at += length;
			take_counter(counters, source, "", name, value);
		}
	}
}

static void take_file(struct counters *counters, enum source source, char *text)
{
	char *left, *line = strtok_r(text, "\n", &left);

	while (line) {
		char *name, *value, *rest, *next;

		switch (files[source].layout) {
		case PAIRS:
			take_pairs(counters, source, line);
			break;
		case TWO_LINES:
			next = strtok_r(NULL, "\n", &left);
			if (!next || !same_heading(line, next)) {
				line = next; /* a line of names without its line of numbers */
				continue;
			}
			take_two_lines(counters, source, line, next);
			break;
		case NAME_VALUE:
			name = strtok_r(line, " \t", &rest);
			value = strtok_r(NULL, " \t", &rest);
			if (name && value)
				take_counter(counters, source, "", name, value);
			break;
		case PER_CPU:
			take_per_cpu(counters, source, line, &left);
			break;
		}
		line = strtok_r(NULL, "\n", &left);
	}
}

static void read_source(struct counters *counters, enum source source, const char *root)
{
	char text[32768];

	if (readfile(root, files[source].path, text, sizeof(text)))
		take_file(counters, source, text);
}

void counters_read(struct counters *ret_counters, const char *root)
{
	*ret_counters = (struct counters){0};
	for (int source = 0; source < SOURCES; source++)
		read_source(ret_counters, (enum source)source, root);
}

void counters_read_tcp(struct counters *ret_counters, const char *root)
{
	*ret_counters = (struct counters){0};
	read_source(ret_counters, SNMP, root);
}

uint64_t counters_since(
	const struct counters *before, const struct counters *now, enum counter counter)
{
	if (!counters_has(before, counter) || !counters_has(now, counter) ||
		now->value[counter] < before->value[counter])
		return 0;
	return now->value[counter] - before->value[counter];
}

void counters_add_name(enum counter counter, struct buffer *out)
{
	if (records[counter].source == CONNTRACK)
		buffer_text(out, "conntrack:");
	buffer_printf(out, "%s%s", records[counter].heading, records[counter].name);
}
