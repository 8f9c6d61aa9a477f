/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/counters.h"

#include <stdlib.h>
#include <string.h>

#include "sock/readfile.h"

enum layout {
	PAIRS,      /* "TCP: inuse 5 orphan 0": names and numbers in turn */
	TWO_LINES,  /* a line of names, then one of numbers, both behind the same heading */
	NAME_VALUE, /* "Ip6InOctets   123" */
};

static const struct counter_file {
	const char *path;
	enum layout layout;
} files[] = {
	{"/proc/net/sockstat", PAIRS},
	{"/proc/net/sockstat6", PAIRS},
	{"/proc/net/snmp", TWO_LINES},
	{"/proc/net/netstat", TWO_LINES},
	{"/proc/net/snmp6", NAME_VALUE},
};

static const struct {
	const char *path;
	const char *heading;
	const char *name;
} records[COUNTERS] = {
	[COUNTER_TCP_INUSE] = {"/proc/net/sockstat", "TCP:", "inuse"},
	[COUNTER_TCP_ORPHAN] = {"/proc/net/sockstat", "TCP:", "orphan"},
	[COUNTER_TCP_TIME_WAIT] = {"/proc/net/sockstat", "TCP:", "tw"},
	[COUNTER_TCP_ALLOC] = {"/proc/net/sockstat", "TCP:", "alloc"},
	[COUNTER_TCP_MEM] = {"/proc/net/sockstat", "TCP:", "mem"},
	[COUNTER_UDP_INUSE] = {"/proc/net/sockstat", "UDP:", "inuse"},
	[COUNTER_UDP_MEM] = {"/proc/net/sockstat", "UDP:", "mem"},
	[COUNTER_TCP6_INUSE] = {"/proc/net/sockstat6", "TCP6:", "inuse"},
	[COUNTER_UDP6_INUSE] = {"/proc/net/sockstat6", "UDP6:", "inuse"},
	[COUNTER_TCP_ESTABLISHED] = {"/proc/net/snmp", "Tcp:", "CurrEstab"},
	[COUNTER_IN_BYTES] = {"/proc/net/netstat", "IpExt:", "InOctets"},
	[COUNTER_OUT_BYTES] = {"/proc/net/netstat", "IpExt:", "OutOctets"},
	[COUNTER_IN6_BYTES] = {"/proc/net/snmp6", "", "Ip6InOctets"},
	[COUNTER_OUT6_BYTES] = {"/proc/net/snmp6", "", "Ip6OutOctets"},
};

static void take_counter(struct counters *counters, const char *path, const char *heading,
	const char *name, const char *value)
{
	for (size_t i = 0; i < COUNTERS; i++) {
		if (strcmp(records[i].name, name) != 0 ||
			strcmp(records[i].heading, heading) != 0 ||
			strcmp(records[i].path, path) != 0)
			continue;
		if (*value < '0' || *value > '9') /* strtoull() would take -1 for a great deal */
			continue;
		counters->value[i] = strtoull(value, NULL, 10);
		counters->has |= 1U << i;
	}
}

static void take_pairs(struct counters *counters, const char *path, char *line)
{
	char *heading, *name, *value, *left;

	heading = strtok_r(line, " ", &left);
	while (heading && (name = strtok_r(NULL, " ", &left)) &&
		(value = strtok_r(NULL, " ", &left)))
		take_counter(counters, path, heading, name, value);
}

static bool same_heading(const char *names, const char *values)
{
	return strncmp(names, values, strcspn(names, " ") + 1) == 0;
}

static void take_two_lines(struct counters *counters, const char *path, char *names, char *values)
{
	char *heading, *name, *value, *names_left, *values_left;

	heading = strtok_r(names, " ", &names_left);
	strtok_r(values, " ", &values_left);
	while (heading && (name = strtok_r(NULL, " ", &names_left)) &&
		(value = strtok_r(NULL, " ", &values_left)))
		take_counter(counters, path, heading, name, value);
}

static void take_file(struct counters *counters, const struct counter_file *file, char *text)
{
	char *left, *line = strtok_r(text, "\n", &left);

	while (line) {
		char *name, *value, *rest, *next;

		switch (file->layout) {
		case PAIRS:
			take_pairs(counters, file->path, line);
			break;
		case TWO_LINES:
			next = strtok_r(NULL, "\n", &left);
			if (!next || !same_heading(line, next)) {
				line = next; /* a line without a partner */
				continue;
			}
			take_two_lines(counters, file->path, line, next);
			break;
		case NAME_VALUE:
			name = strtok_r(line, " \t", &rest);
			value = strtok_r(NULL, " \t", &rest);
			if (name && value)
				take_counter(counters, file->path, "", name, value);
			break;
		}
		line = strtok_r(NULL, "\n", &left);
	}
}

void counters_read(struct counters *ret_counters, const char *root)
{
	char text[32768];

	*ret_counters = (struct counters){0};
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (readfile(root, files[i].path, text, sizeof(text)))
			take_file(ret_counters, &files[i], text);
}
