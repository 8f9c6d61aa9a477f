/* SPDX-License-Identifier: GPL-2.0-or-later */
/* THE table of metrics. The writer, the manual and its check are made from it. */
#include "view/metrics/metrics.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "view/metrics/metrics-internal.h"

struct metrics_telling {
	struct metrics *metrics;
	const struct metrics_about *about;
	const struct metrics_sink *sink;
	const struct metric *metric;
	bool headed;
};

static void tell_part(struct metrics_telling *telling, const char *suffix,
	const struct metrics_label *labels, size_t count, double value)
{
	const struct metrics_sink *sink = telling->sink;

	if (!telling->headed)
		sink->head(sink->context, telling->metric);
	telling->headed = true;
	sink->sample(sink->context, telling->metric, suffix, labels, count, value);
}

static void tell(struct metrics_telling *telling, const struct metrics_label *labels, size_t count,
	double value)
{
	tell_part(telling, "", labels, count, value);
}

static void tell_number(struct metrics_telling *telling, double value)
{
	tell(telling, NULL, 0, value);
}

/* -------- the snapshot -------- */

static void tell_version(struct metrics_telling *telling)
{
	struct metrics_label label = {"version", telling->about->version};

	tell(telling, &label, 1, 1);
}

static void tell_time(struct metrics_telling *telling)
{
	tell_number(telling, (double)telling->about->time_ms / 1000);
}

static void tell_complete(struct metrics_telling *telling)
{
	tell_number(telling, telling->about->complete);
}

static void tell_states(struct metrics_telling *telling, unsigned proto, unsigned family)
{
	const struct kind *kind = kind_table[proto];

	for (unsigned state = 0; state < CONN_STATES; state++) {
		size_t count = telling->metrics->counts[proto][family][state];
		struct metrics_label labels[] = {
			{"proto", kind->name},
			{"family", conn_family_name((enum conn_family)family)},
			{"state", kind_state_name(kind, (enum conn_state)state)},
		};

		/* Where a state has no sockets that is a fact, and a graph needs it. */
		if (count ||
			(kind->states >> state & 1 && state != CONN_BOUND && state != CONN_UNKNOWN))
			tell(telling, labels, 3, (double)count);
	}
}

static void tell_sockets(struct metrics_telling *telling)
{
	struct parts parts = telling->about->parts;
	struct part part;

	while (parts_take(&parts, &part))
		tell_states(telling, part.proto, part.family);
}

/* -------- units and containers -------- */

/* Fills in the label that names a group; returns how many labels that are: 0 or 1. */
static size_t name_group(const struct metrics_group *group, struct metrics_label *label)
{
	if (!group->unit)
		*label = (struct metrics_label){"unit", "other"};
	else if (*group->container)
		*label = (struct metrics_label){"container", group->container};
	else if (*group->unit)
		*label = (struct metrics_label){"unit", group->unit};
	else
		return 0;
	return 1;
}

/* Calls `each` for every group that is told by itself, and for the sum of the others. */
static void for_each_group(struct metrics_telling *telling, const struct metrics_groups *groups,
	void (*each)(struct metrics_telling *telling, const struct metrics_group *group))
{
	for (size_t i = 0; i < groups->shown; i++)
		each(telling, &groups->all[i]);
	if (groups->other.count)
		each(telling, &groups->other);
}

static void tell_group_states(struct metrics_telling *telling, const struct metrics_group *group)
{
	struct metrics_label labels[3];
	size_t named = name_group(group, labels);

	for (unsigned proto = 0; proto < kind_count; proto++)
		for (unsigned state = 0; state < CONN_STATES; state++) {
			const struct kind *kind = kind_table[proto];

			if (!group->states[proto][state])
				continue;
			labels[named] = (struct metrics_label){"proto", kind->name};
			labels[named + 1] = (struct metrics_label){
				"state", kind_state_name(kind, (enum conn_state)state)};
			tell(telling, labels, named + 2, (double)group->states[proto][state]);
		}
}

static void tell_units(struct metrics_telling *telling)
{
	for_each_group(telling, &telling->metrics->units, tell_group_states);
}

static void tell_group_received(struct metrics_telling *telling, const struct metrics_group *group)
{
	struct metrics_label label;

	tell(telling, &label, name_group(group, &label), (double)group->recv_q);
}

static void tell_group_sent(struct metrics_telling *telling, const struct metrics_group *group)
{
	struct metrics_label label;

	tell(telling, &label, name_group(group, &label), (double)group->send_q);
}

static void tell_receive_queues(struct metrics_telling *telling)
{
	for_each_group(telling, &telling->metrics->units, tell_group_received);
}

static void tell_send_queues(struct metrics_telling *telling)
{
	for_each_group(telling, &telling->metrics->units, tell_group_sent);
}

/* -------- listeners -------- */

static void tell_listener(
	struct metrics_telling *telling, const struct metrics_group *group, double value)
{
	struct metrics_label labels[2];
	char port[8];
	size_t named = group->unit ? name_group(group, labels) : 0;

	snprintf(port, sizeof(port), "%u", group->port);
	labels[named] = (struct metrics_label){"port", group->unit ? port : "other"};
	tell(telling, labels, named + 1, value);
}

static void tell_listener_queue(struct metrics_telling *telling, const struct metrics_group *group)
{
	tell_listener(telling, group, (double)group->recv_q);
}

static void tell_listener_room(struct metrics_telling *telling, const struct metrics_group *group)
{
	tell_listener(telling, group, (double)group->send_q);
}

static void tell_listener_drops(struct metrics_telling *telling, const struct metrics_group *group)
{
	if (group->has_drops)
		tell_listener(telling, group, (double)group->drops);
}

static void tell_queues(struct metrics_telling *telling)
{
	for_each_group(telling, &telling->metrics->listeners, tell_listener_queue);
}

static void tell_rooms(struct metrics_telling *telling)
{
	for_each_group(telling, &telling->metrics->listeners, tell_listener_room);
}

static void tell_drops(struct metrics_telling *telling)
{
	for_each_group(telling, &telling->metrics->listeners, tell_listener_drops);
}

/* -------- the kernel's figures -------- */

static void tell_counter(struct metrics_telling *telling)
{
	const struct counters *counters = telling->about->counters;
	enum counter counter = (enum counter)telling->metric->number;

	if (counters_has(counters, counter))
		tell_number(telling, (double)counters->value[counter]);
}

static void tell_counter_pages(struct metrics_telling *telling)
{
	const struct counters *counters = telling->about->counters;
	enum counter counter = (enum counter)telling->metric->number;

	if (counters_has(counters, counter))
		tell_number(
			telling, (double)counters->value[counter] * (double)sysconf(_SC_PAGESIZE));
}

static void tell_sysctl(struct metrics_telling *telling)
{
	const struct sysctls *sysctls = telling->about->sysctls;
	enum sysctl sysctl = (enum sysctl)telling->metric->number;

	if (sysctls_has(sysctls, sysctl))
		tell_number(telling, (double)sysctls->value[sysctl][0]);
}

static void tell_tcp_mem(struct metrics_telling *telling, size_t which)
{
	const struct sysctls *sysctls = telling->about->sysctls;

	if (sysctls->count[SYSCTL_TCP_MEM] > which)
		tell_number(telling, (double)sysctls->value[SYSCTL_TCP_MEM][which] *
					     (double)sysconf(_SC_PAGESIZE));
}

static void tell_memory_pressure(struct metrics_telling *telling)
{
	tell_tcp_mem(telling, 1);
}

static void tell_memory_limit(struct metrics_telling *telling)
{
	tell_tcp_mem(telling, 2);
}

static void tell_ports(struct metrics_telling *telling)
{
	uint16_t first, last;

	tell_number(telling, sysctls_ephemeral_ports(telling->about->sysctls, &first, &last));
}

/* -------- connections -------- */

static void tell_rtt(struct metrics_telling *telling)
{
	const struct metrics *metrics = telling->metrics;
	size_t total = 0;

	for (size_t i = 0; i < METRICS_RTT_BOUNDS; i++) {
		char bound[24];
		struct metrics_label label = {"le", bound};

		snprintf(bound, sizeof(bound), "%g", metrics_rtt_bounds_us[i] / 1e6);
		total += metrics->rtt_counts[i];
		tell_part(telling, "_bucket", &label, 1, (double)total);
	}
	total += metrics->rtt_counts[METRICS_RTT_BOUNDS];
	tell_part(telling, "_bucket", &(struct metrics_label){"le", "+Inf"}, 1, (double)total);
	tell_part(telling, "_sum", NULL, 0, (double)metrics->rtt_sum_us / 1e6);
	tell_part(telling, "_count", NULL, 0, (double)total);
}

/* -------- findings -------- */

static int worst_of(const struct health *health, const struct health_kind *kind)
{
	int worst = -1;

	for (size_t i = 0; i < health->finding_count; i++) {
		const struct health_finding *finding = &health->findings[i];

		if ((finding->kind == kind || finding->includes >> (kind - health_table) & 1) &&
			(int)finding->severity > worst)
			worst = (int)finding->severity;
	}
	return worst;
}

/* 0 means: looked at, and well. What could not be decided has no series. */
static void tell_findings(struct metrics_telling *telling)
{
	const struct health *health = telling->about->health;

	for (size_t i = 0; health && i < health_kinds; i++) {
		const struct health_kind *kind = &health_table[i];
		int worst = worst_of(health, kind);

		if (worst < 0 && health_coverage(health, kind) != HEALTH_CHECKED)
			continue;
		for (int severity = HEALTH_WARNING; severity <= HEALTH_PROBLEM; severity++) {
			struct metrics_label labels[] = {
				{"name", kind->id},
				{"severity", health_severity_name((enum health_severity)severity)},
			};

			tell(telling, labels, 2, worst == severity);
		}
	}
}

/* -------- the table -------- */

#define GROUP_LABELS "unit or container"

/* clang-format off */
const struct metric metric_table[] = {
	{"sockview_build_info", "gauge", "version", "The version of sockview.", 0, tell_version},
	{"sockview_snapshot_timestamp_seconds", "gauge", "", "When the sockets were listed, since 1970.", 0, tell_time},
	{"sockview_snapshot_complete", "gauge", "", "1 if all sockets could be listed, else 0.", 0, tell_complete},
	{"sockview_sockets", "gauge", "proto, family, state", "Sockets by state.", 0, tell_sockets},
	{"sockview_unit_sockets", "gauge", GROUP_LABELS ", proto, state", "Sockets of the largest systemd units and containers.", 0, tell_units},
	{"sockview_unit_receive_queue_bytes", "gauge", GROUP_LABELS, "Bytes that have arrived and were not read yet.", 0, tell_receive_queues},
	{"sockview_unit_send_queue_bytes", "gauge", GROUP_LABELS, "Bytes that the peers have not acknowledged yet.", 0, tell_send_queues},
	{"sockview_listener_accept_queue_sockets", "gauge", GROUP_LABELS ", port", "Connections that wait to be accepted.", 0, tell_queues},
	{"sockview_listener_accept_queue_limit_sockets", "gauge", GROUP_LABELS ", port", "How many can wait.", 0, tell_rooms},
	{"sockview_listener_drops_total", "counter", GROUP_LABELS ", port", "Connections that the listeners on this port dropped.", 0, tell_drops},
	{"sockview_tcp_rtt_seconds", "histogram", "le", "Round-trip time of the established connections.", 0, tell_rtt},
	{"sockview_finding", "gauge", "name, severity", "1 while health finds this; 0 if it looked and all is well.", 0, tell_findings},
	{"sockview_listen_overflows_total", "counter", "", "Connections refused because an accept queue was full (ListenOverflows).", COUNTER_LISTEN_OVERFLOWS, tell_counter},
	{"sockview_listen_drops_total", "counter", "", "Connections refused by listeners for any reason (ListenDrops).", COUNTER_LISTEN_DROPS, tell_counter},
	{"sockview_syncookies_sent_total", "counter", "", "SYN cookies sent (SyncookiesSent).", COUNTER_SYNCOOKIES_SENT, tell_counter},
	{"sockview_syn_queue_drops_total", "counter", "", "SYNs dropped because the queue of half-open connections was full (TCPReqQFullDrop).", COUNTER_SYN_DROPPED, tell_counter},
	{"sockview_tcp_active_opens_total", "counter", "", "Connections that were opened from here (ActiveOpens).", COUNTER_TCP_ACTIVE_OPENS, tell_counter},
	{"sockview_tcp_passive_opens_total", "counter", "", "Connections that were accepted (PassiveOpens).", COUNTER_TCP_PASSIVE_OPENS, tell_counter},
	{"sockview_tcp_established_resets_total", "counter", "", "Connections that were reset (EstabResets).", COUNTER_TCP_ESTABLISHED_RESETS, tell_counter},
	{"sockview_tcp_segments_sent_total", "counter", "", "Segments sent (OutSegs).", COUNTER_TCP_SENT_SEGMENTS, tell_counter},
	{"sockview_tcp_segments_retransmitted_total", "counter", "", "Segments sent again (RetransSegs).", COUNTER_TCP_RETRANSMITTED_SEGMENTS, tell_counter},
	{"sockview_tcp_aborts_on_memory_total", "counter", "", "Connections ended for lack of memory (TCPAbortOnMemory).", COUNTER_TCP_ABORT_ON_MEMORY, tell_counter},
	{"sockview_tcp_memory_pressures_total", "counter", "", "How often TCP came under memory pressure (TCPMemoryPressures).", COUNTER_TCP_MEMORY_PRESSURES, tell_counter},
	{"sockview_time_wait_overflows_total", "counter", "", "Sockets not kept in TIME_WAIT for lack of room (TCPTimeWaitOverflow).", COUNTER_TIME_WAIT_OVERFLOW, tell_counter},
	{"sockview_udp_receive_buffer_errors_total", "counter", "", "UDP datagrams dropped because a buffer was full (RcvbufErrors).", COUNTER_UDP_RCVBUF_ERRORS, tell_counter},
	{"sockview_time_wait_sockets", "gauge", "", "Sockets in TIME_WAIT, as the kernel counts them.", COUNTER_TCP_TIME_WAIT, tell_counter},
	{"sockview_time_wait_sockets_limit", "gauge", "", "net.ipv4.tcp_max_tw_buckets.", SYSCTL_TCP_MAX_TW_BUCKETS, tell_sysctl},
	{"sockview_orphan_sockets", "gauge", "", "TCP sockets that no process holds any more.", COUNTER_TCP_ORPHAN, tell_counter},
	{"sockview_orphan_sockets_limit", "gauge", "", "net.ipv4.tcp_max_orphans.", SYSCTL_TCP_MAX_ORPHANS, tell_sysctl},
	{"sockview_tcp_memory_bytes", "gauge", "", "Memory of the buffers of TCP.", COUNTER_TCP_MEM, tell_counter_pages},
	{"sockview_tcp_memory_pressure_bytes", "gauge", "", "From there on TCP saves memory (net.ipv4.tcp_mem).", 0, tell_memory_pressure},
	{"sockview_tcp_memory_limit_bytes", "gauge", "", "net.ipv4.tcp_mem, its last number.", 0, tell_memory_limit},
	{"sockview_ephemeral_ports", "gauge", "", "Ports that connect() can choose from.", 0, tell_ports},
	{"sockview_conntrack_entries", "gauge", "", "Connections that netfilter tracks.", SYSCTL_CONNTRACK_COUNT, tell_sysctl},
	{"sockview_conntrack_entries_limit", "gauge", "", "net.netfilter.nf_conntrack_max.", SYSCTL_CONNTRACK_MAX, tell_sysctl},
};
/* clang-format on */
const size_t metric_count = sizeof(metric_table) / sizeof(metric_table[0]);

void metrics_tell(
	struct metrics *metrics, const struct metrics_about *about, const struct metrics_sink *sink)
{
	metrics_settle(metrics);
	for (size_t i = 0; i < metric_count; i++) {
		struct metrics_telling telling = {
			.metrics = metrics,
			.about = about,
			.sink = sink,
			.metric = &metric_table[i],
		};

		metric_table[i].tell(&telling);
	}
}
