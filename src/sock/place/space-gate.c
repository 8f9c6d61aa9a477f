/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/place/space-gate.h"

#include <stdlib.h>
#include <string.h>

#include "base/readfile.h"

#define SECOND INT64_C(1000000)

/* The pause between two looks at a namespace in which nothing happens: 1, 2, 4, 4, ... seconds. */
#define FIRST_PAUSE SECOND
#define LONGEST_PAUSE (4 * SECOND)

/* A little less than a pause, so that a refresh that is some milliseconds early looks. */
#define SLACK (SECOND / 10)

/*
 * What counters do not tell: a listener that another one has replaced between two looks, datagrams
 * of IPv6; and what a program reads without a segment being sent.
 */
#define CHEAP_EVERY (15 * SECOND)
#define TCP_EVERY (60 * SECOND)

/*
 * So many sockets are asked for one by one in less time than an empty dump takes. Half-open
 * connections are not told by the counters: they are found by a dump every few seconds.
 */
#define FEW 400
#define WHOLE_EVERY (5 * SECOND)

/* Of a namespace whose counters cannot be read. */
#define BLIND_TCP_EVERY (15 * SECOND)

/*
 * Finds the value of `name` in the two lines of snmp that begin with `line`: the first has the
 * names, the second the values.
 */
static uint64_t take_snmp(const char *text, const char *line, const char *name)
{
	const char *names = strstr(text, line), *values;
	size_t length = strlen(name);

	values = names ? strstr(names + 1, line) : NULL;
	if (!values)
		return 0;
	while (*names != '\n' && *values && *values != '\n') {
		names += strcspn(names, " \n");
		values += strcspn(values, " \n");
		if (*names != ' ' || *values != ' ')
			return 0;
		names++;
		values++;
		if (strncmp(names, name, length) == 0 &&
			(names[length] == ' ' || names[length] == '\n'))
			return strtoull(values, NULL, 10);
	}
	return 0;
}

/* Finds the value of `name` in the line of sockstat that begins with `line`: "TCP: inuse 5 ...". */
static uint64_t take_sockstat(const char *text, const char *line, const char *name)
{
	const char *at = strstr(text, line), *end;
	size_t length = strlen(name);

	if (!at || (at != text && at[-1] != '\n'))
		return 0;
	end = at + strcspn(at, "\n");
	for (at += strlen(line); at < end; at += strcspn(at, " \n")) {
		at += strspn(at, " ");
		if (strncmp(at, name, length) == 0 && at[length] == ' ')
			return strtoull(at + length, NULL, 10);
	}
	return 0;
}

void space_figures_parse(struct space_figures *ret_figures, const char *snmp, const char *sockstat,
	const char *sockstat6)
{
	*ret_figures = (struct space_figures){
		.known = *snmp && *sockstat,
		.segments = take_snmp(snmp, "Tcp:", "InSegs") + take_snmp(snmp, "Tcp:", "OutSegs") +
			    take_snmp(snmp, "Tcp:", "RetransSegs"),
		.opens = take_snmp(snmp, "Tcp:", "ActiveOpens") +
			 take_snmp(snmp, "Tcp:", "PassiveOpens"),
		.failures = take_snmp(snmp, "Tcp:", "AttemptFails") +
			    take_snmp(snmp, "Tcp:", "EstabResets"),
		.established = take_snmp(snmp, "Tcp:", "CurrEstab"),
		.datagrams = take_snmp(snmp, "Udp:", "InDatagrams") +
			     take_snmp(snmp, "Udp:", "OutDatagrams") +
			     take_snmp(snmp, "Udp:", "InErrors"),
		.tcp = take_sockstat(sockstat, "TCP:", "inuse") +
		       take_sockstat(sockstat6, "TCP6:", "inuse"),
		.udp = take_sockstat(sockstat, "UDP:", "inuse") +
		       take_sockstat(sockstat6, "UDP6:", "inuse"),
		.time_wait = take_sockstat(sockstat, "TCP:", "tw"),
	};
}

uint64_t space_figures_count_here(void)
{
	char sockstat[1024], sockstat6[1024];
	struct space_figures figures;

	readfile("", "/proc/net/sockstat", sockstat, sizeof(sockstat));
	readfile("", "/proc/net/sockstat6", sockstat6, sizeof(sockstat6));
	space_figures_parse(&figures, "", sockstat, sockstat6);
	return figures.tcp + figures.udp + figures.time_wait;
}

void space_figures_read(struct space_figures *ret_figures, int process)
{
	char snmp[4096] = "", sockstat[1024] = "", sockstat6[1024] = "";
	size_t length;

	/* An open file of these would keep the namespace alive: each is closed at once. */
	if (process >= 0 && readfile_at(process, "net/snmp", snmp, sizeof(snmp), &length) == 0 &&
		readfile_at(process, "net/sockstat", sockstat, sizeof(sockstat), &length) == 0)
		readfile_at(process, "net/sockstat6", sockstat6, sizeof(sockstat6), &length);
	space_figures_parse(ret_figures, snmp, sockstat, sockstat6);
}

/* What the figures alone ask for. */
static unsigned compare(const struct space_figures *before, const struct space_figures *now)
{
	if (now->segments != before->segments || now->opens != before->opens ||
		now->failures != before->failures || now->established != before->established ||
		now->time_wait != before->time_wait || now->tcp < before->tcp)
		return SPACE_DUMP_ALL;
	/* More sockets of TCP and no segment: they listen. */
	return (now->tcp != before->tcp ? SPACE_DUMP_LISTEN : 0U) |
	       (now->udp != before->udp || now->datagrams != before->datagrams ? SPACE_DUMP_UDP
									       : 0U);
}

/* What is asked for because it has not been for long. */
static unsigned overdue(
	const struct space_gate *gate, const struct space_figures *figures, int64_t now_us)
{
	unsigned dumps = 0;

	if (!figures->known)
		dumps |= SPACE_DUMP_LISTEN | SPACE_DUMP_UDP;
	if (now_us - gate->cheap_us >= CHEAP_EVERY)
		dumps |= SPACE_DUMP_LISTEN | SPACE_DUMP_UDP;
	if (now_us - gate->tcp_us >= (figures->known ? TCP_EVERY : BLIND_TCP_EVERY) &&
		(!figures->known || figures->established))
		dumps |= SPACE_DUMP_ALL;
	return dumps;
}

/* True if only connections that are known may have changed, and these are few. */
static bool known_suffice(
	const struct space_gate *gate, const struct space_figures *now, int64_t now_us)
{
	const struct space_figures *before = &gate->last;

	return now->known && before->known && now->opens == before->opens &&
	       now->failures == before->failures && now->tcp == before->tcp &&
	       now->time_wait <= before->time_wait && now->tcp + now->time_wait <= FEW &&
	       now_us - gate->tcp_us < WHOLE_EVERY - SLACK;
}

unsigned space_gate_judge(
	struct space_gate *gate, const struct space_figures *figures, int64_t now_us)
{
	unsigned moved = SPACE_DUMP_ALL, dumps;

	if (gate->begun && gate->last.known == figures->known)
		moved = figures->known ? compare(&gate->last, figures) : 0;
	dumps = gate->begun ? moved | overdue(gate, figures, now_us) : moved;
	if (dumps & SPACE_DUMP_TCP)
		dumps &= ~(unsigned)SPACE_DUMP_LISTEN;
	if (dumps & SPACE_DUMP_TCP && gate->begun && known_suffice(gate, figures, now_us))
		dumps |= SPACE_KNOWN_SUFFICE;
	else if (dumps & SPACE_DUMP_TCP)
		gate->tcp_us = now_us;
	if (dumps & (SPACE_DUMP_TCP | SPACE_DUMP_LISTEN) && dumps & SPACE_DUMP_UDP)
		gate->cheap_us = now_us;
	if (moved)
		gate->quiet_us = FIRST_PAUSE;
	else if (gate->quiet_us < LONGEST_PAUSE)
		gate->quiet_us *= 2;
	/* What has moved is looked at in the next refresh, however soon that is. */
	gate->next_us = moved ? now_us : now_us + gate->quiet_us - SLACK;
	gate->last = *figures;
	gate->begun = true;
	return dumps;
}

void space_gate_forget(struct space_gate *gate)
{
	*gate = (struct space_gate){0};
}
