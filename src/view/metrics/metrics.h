/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Metrics of a machine, from one snapshot, for monitoring systems: names and labels are those of
 * Prometheus. metric_table (metrics-table.c) has a record for each metric.
 *
 *	metrics_begin(metrics, context);
 *	for each row that is meant: metrics_take(metrics, row);
 *	metrics_tell(metrics, about, sink);
 *
 * No label holds an address, a process, an inode or a cookie: each of those would make a series of
 * its own. Units, containers and ports are named only where they are among the largest; the others
 * are summed up as "other". So there are at most METRICS_SERIES_MAX series, whatever the number of
 * sockets.
 */
#ifndef SOCKVIEW_VIEW_METRICS_METRICS_H
#define SOCKVIEW_VIEW_METRICS_METRICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sock/machine/counters.h"
#include "sock/machine/sysctls.h"
#include "view/column/column.h"
#include "view/health/health.h"

#define METRICS_SERIES_MAX 2000

/* The number of units or containers, and of listeners, that have series of their own. */
#define METRICS_UNITS_SHOWN 20
#define METRICS_LISTENERS_SHOWN 100

/* The number of groups that are counted apart; those that come after them are part of "other". */
#define METRICS_GROUPS_MAX 65536

#define METRICS_RTT_BOUNDS 12
extern const uint32_t metrics_rtt_bounds_us[METRICS_RTT_BOUNDS];

/* The sockets of a unit or container, or its TCP listeners on one port. */
struct metrics_group {
	char *unit, *container; /* owned; "" if there is none, or it is not known */
	uint16_t port;          /* of listeners */
	size_t count;
	size_t states[CONN_PROTOS][CONN_STATES];
	uint64_t recv_q, send_q; /* bytes; of listeners: connections that wait, and their limit */
	uint64_t drops;          /* connections that the listeners dropped */
	bool has_drops;
};

/* The largest are first, once metrics_tell() was called; `shown` of them are told one by one. */
struct metrics_groups {
	struct metrics_group *all;
	size_t count, capacity;
	uint32_t *slots; /* index by name and port; METRICS_GROUPS_MAX * 2 of them */
	struct metrics_group other;
	size_t shown;
};

struct metrics {
	const struct column_context *context;
	const struct column *unit, *container, *drops, *rtt;
	size_t counts[CONN_PROTOS][CONN_FAMILIES][CONN_STATES];
	struct metrics_groups units, listeners;
	size_t rtt_counts[METRICS_RTT_BOUNDS + 1]; /* the last: above all bounds */
	uint64_t rtt_sum_us;
	struct buffer unit_text, container_text;
};

/* What the metrics tell besides the sockets. */
struct metrics_about {
	const char *version;
	int64_t time_ms;    /* of the snapshot, since 1970 */
	bool complete;      /* it missed nothing */
	struct parts parts; /* the kinds and families that were listed */
	const struct counters *counters;
	const struct sysctls *sysctls;
	const struct health *health; /* after a complete look; NULL: there was none */
};

struct metrics_label {
	const char *name;
	const char *value; /* raw: it may come from outside */
};

struct metric;

/* Who takes what is told: the head of each metric that has a value, then its samples. */
struct metrics_sink {
	void *context;
	void (*head)(void *context, const struct metric *metric);
	/* `suffix`: "", or "_bucket", "_sum", "_count" of a histogram. */
	void (*sample)(void *context, const struct metric *metric, const char *suffix,
		const struct metrics_label *labels, size_t label_count, double value);
};

struct metrics_telling; /* metrics-table.c */

/* A record for each metric. */
struct metric {
	const char *name;   /* "sockview_sockets" */
	const char *type;   /* "gauge", "counter", "histogram" */
	const char *labels; /* for people: "proto, family, state"; "": none */
	const char *help;   /* one sentence, never translated */
	unsigned number;    /* for `tell`: an enum counter or an enum sysctl */
	void (*tell)(struct metrics_telling *telling);
};

extern const struct metric metric_table[];
extern const size_t metric_count;

void metrics_begin(struct metrics *metrics, const struct column_context *context);
void metrics_take(struct metrics *metrics, uint32_t row);

/* Tells all metrics that have a value, in the order of the table. */
void metrics_tell(struct metrics *metrics, const struct metrics_about *about,
	const struct metrics_sink *sink);
void metrics_done(struct metrics *metrics);

#endif
