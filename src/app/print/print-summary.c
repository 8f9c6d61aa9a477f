/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-summary.h"

#include "app/print/print-sockets.h"
#include "base/i18n.h"
#include "base/text.h"
#include "sock/machine/counters.h"

/* In the order of a connection's life. */
static const enum conn_state states[] = {CONN_LISTEN, CONN_SYN_SENT, CONN_SYN_RECV,
	CONN_ESTABLISHED, CONN_FIN_WAIT1, CONN_FIN_WAIT2, CONN_CLOSE_WAIT, CONN_CLOSING,
	CONN_LAST_ACK, CONN_TIME_WAIT, CONN_CLOSED, CONN_BOUND, CONN_UNKNOWN};
#define STATE_COUNT (sizeof(states) / sizeof(states[0]))

/* What the kernel counts; the names are those of /proc/net. */
static const struct {
	enum conn_proto proto;
	const char *name;
	enum counter counter;
} totals[] = {
	{CONN_TCP, "inuse", COUNTER_TCP_INUSE},
	{CONN_TCP, "inuse6", COUNTER_TCP6_INUSE},
	{CONN_TCP, "orphan", COUNTER_TCP_ORPHAN},
	{CONN_TCP, "tw", COUNTER_TCP_TIME_WAIT},
	{CONN_TCP, "alloc", COUNTER_TCP_ALLOC},
	{CONN_TCP, "mem", COUNTER_TCP_MEM},
	{CONN_TCP, "currestab", COUNTER_TCP_ESTABLISHED},
	{CONN_UDP, "inuse", COUNTER_UDP_INUSE},
	{CONN_UDP, "inuse6", COUNTER_UDP6_INUSE},
	{CONN_UDP, "mem", COUNTER_UDP_MEM},
};

static size_t count_of(const struct engine *engine, enum conn_proto proto, int family, int state)
{
	return engine->track.counts[proto][family][state];
}

static bool proto_is_picked(const struct options *options, enum conn_proto proto)
{
	return options->pick.parts & (TRACK_PART(proto, CONN_IPV4) | TRACK_PART(proto, CONN_IPV6));
}

static void add_line(struct buffer *out, const char *name, size_t ipv4, size_t ipv6)
{
	buffer_text(out, "  ");
	text_add_fitted(out, name, 14, false, TEXT_UTF8);
	buffer_printf(out, " %9zu %9zu %9zu\n", ipv4, ipv6, ipv4 + ipv6);
}

static void add_kernel_line(
	struct buffer *out, const struct counters *counters, enum conn_proto proto)
{
	bool first = true;

	for (size_t i = 0; i < sizeof(totals) / sizeof(totals[0]); i++) {
		if (totals[i].proto != proto || !counters_has(counters, totals[i].counter))
			continue;
		if (first)
			buffer_printf(out, "  %s", _("kernel:"));
		first = false;
		buffer_printf(out, " %s %llu", totals[i].name,
			(unsigned long long)counters->value[totals[i].counter]);
	}
	if (!first)
		buffer_char(out, '\n');
}

static void add_proto(struct buffer *out, const struct engine *engine,
	const struct counters *counters, enum conn_proto proto)
{
	size_t ipv4 = 0, ipv6 = 0;

	buffer_printf(out, "%s\n", conn_proto_name(proto));
	for (size_t i = 0; i < STATE_COUNT; i++) {
		size_t v4 = count_of(engine, proto, CONN_IPV4, states[i]);
		size_t v6 = count_of(engine, proto, CONN_IPV6, states[i]);

		if (v4 + v6)
			add_line(out, conn_state_name(proto, states[i]), v4, v6);
		ipv4 += v4;
		ipv6 += v6;
	}
	add_line(out, _("total"), ipv4, ipv6);
	add_kernel_line(out, counters, proto);
}

static void write_text(struct buffer *out, const struct engine *engine,
	const struct options *options, const struct counters *counters)
{
	if (!options->no_header) {
		buffer_printf(out, "%-16s %9s %9s ", "", "ipv4", "ipv6");
		text_add_fitted(out, _("total"), 9, true, TEXT_UTF8);
		buffer_char(out, '\n');
	}
	for (int proto = 0; proto < CONN_PROTOS; proto++)
		if (proto_is_picked(options, (enum conn_proto)proto))
			add_proto(out, engine, counters, (enum conn_proto)proto);
}

static void add_json_family(
	struct buffer *out, const struct engine *engine, enum conn_proto proto, int family)
{
	bool first = true;

	buffer_printf(out, "\"%s\":{", conn_family_name((enum conn_family)family));
	for (size_t i = 0; i < STATE_COUNT; i++) {
		size_t count = count_of(engine, proto, family, states[i]);

		if (!count)
			continue;
		buffer_printf(out, "%s\"%s\":%zu", first ? "" : ",",
			conn_state_name(proto, states[i]), count);
		first = false;
	}
	buffer_char(out, '}');
}

static void add_json_proto(struct buffer *out, const struct engine *engine,
	const struct counters *counters, enum conn_proto proto)
{
	bool first = true;

	buffer_printf(out, ",\"%s\":{", conn_proto_name(proto));
	add_json_family(out, engine, proto, CONN_IPV4);
	buffer_char(out, ',');
	add_json_family(out, engine, proto, CONN_IPV6);
	buffer_text(out, ",\"kernel\":{");
	for (size_t i = 0; i < sizeof(totals) / sizeof(totals[0]); i++) {
		if (totals[i].proto != proto || !counters_has(counters, totals[i].counter))
			continue;
		buffer_printf(out, "%s\"%s\":%llu", first ? "" : ",", totals[i].name,
			(unsigned long long)counters->value[totals[i].counter]);
		first = false;
	}
	buffer_text(out, "}}");
}

void summary_write(
	struct output *output, const struct engine *engine, const struct options *options)
{
	struct counters counters;

	counters_read(&counters, "");
	if (options->format != FORMAT_JSON) {
		write_text(&output->text, engine, options, &counters);
		return;
	}
	records_add_json_head(&output->text, engine, false);
	for (int proto = 0; proto < CONN_PROTOS; proto++)
		if (proto_is_picked(options, (enum conn_proto)proto))
			add_json_proto(&output->text, engine, &counters, (enum conn_proto)proto);
	buffer_text(&output->text, "}\n");
}
