/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Services: what this machine offers. A service is a listener, or several on one address that share
 * its port (SO_REUSEPORT), with the figures of its clients.
 *
 *	service_list_begin(list, context);           after a refresh, owners included
 *	while (service_list_step(list, 4000))
 *		;
 *
 * That is one look. It examines all sockets: first the listeners, then the connections, each of
 * which counts for the listener that fits it best, as in the kernel; then it orders the services.
 * The figures in the list are those of the last complete look.
 *
 * Each refresh needs its look before the next refresh begins: new and ended connections are counted
 * by the marks of the rows, which last until then. A connection that begins and ends between two
 * refreshes is not seen, unless it leaves a row in TIME_WAIT.
 */
#ifndef SOCKVIEW_VIEW_SERVICE_SERVICE_H
#define SOCKVIEW_VIEW_SERVICE_SERVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/histogram.h"
#include "sock/rows/row-ref.h"
#include "sock/rows/row-walk.h"
#include "base/hash-index.h"
#include "view/column/column.h"
#include "view/group/order.h"

/* A line is a service, by its index, or with this bit one of its listeners. */
#define SERVICE_LISTENER_BIT (UINT32_C(1) << 31)
#define SERVICE_NONE UINT32_MAX

/* What one look finds out about a service. */
struct service_figures {
	uint32_t listeners;
	uint32_t clients; /* in ESTABLISHED */
	uint32_t half_open, close_wait;
	uint32_t accepted, ended; /* since the look before */
	uint32_t failed;          /* half-open ones that have gone, since then */
	uint64_t queue, queue_limit;
	uint64_t drops;
	bool drops_known;
	bool timed; /* some client has a round-trip time */
	uint64_t rtt_us_p50, rtt_us_p95, rtt_us_p99;
	/* how long those in the accept queue have waited so far */
	bool waiting;
	uint64_t wait_ms_p50, wait_ms_p95, wait_ms_p99;
};

/* Events a second, in tenths. */
struct service_rates {
	bool known;
	uint32_t accepts, ends, failures;
};

struct service {
	struct conn conn; /* of one of its listeners: its kind, place and address */
	uint32_t first;   /* of its listeners; SERVICE_NONE: it is being found in this look */
	uint32_t first_taken;
	uint32_t next_free; /* of one that is free */
	bool used, fresh;
	bool open; /* its listeners have lines of their own */
	struct service_figures now, taking;
	struct service_rates rates;
	/* of the current look; NULL: it never had such a client */
	struct histogram *rtt, *wait;
	/* since the start, or the mark */
	struct service_rates peak_rates;
	uint64_t peak_queue;
	uint32_t peak_clients;
	uint64_t lives, life_ms; /* how many ended, and their sum, of those whose life is known */
};

struct service_listener {
	struct row_ref ref;
	uint32_t service;
	uint32_t next; /* of the same service */
	uint64_t queue, queue_limit, drops;
	bool drops_known;
};

struct service_listeners {
	struct service_listener *all;
	size_t count, capacity;
};

struct service_lines {
	uint32_t *all;
	size_t count, capacity;
};

enum service_phase {
	SERVICE_IDLE,
	SERVICE_LISTENERS,
	SERVICE_CONNECTIONS,
	SERVICE_ENDED,
	SERVICE_ORDER,
};

struct service_list {
	const struct column_context *context;
	struct service *all;
	size_t count, capacity; /* includes free ones */
	uint32_t first_free;
	size_t living;           /* services of the last look */
	struct hash_index index; /* of services by place, kind and port */
	struct service_listeners listeners, taking;
	enum service_phase phase;
	struct row_walk walk;
	size_t gone_cursor;
	size_t order_cursor;
	int64_t now_us, before_us; /* monotonic clock, of this look and the one before */
	unsigned looks;            /* complete ones */
	bool starved;              /* memory was short: some listeners are missing */
	struct order order;
	struct service_lines lines, ordered; /* in the order; those of an order in progress */
};

void service_list_init(struct service_list *list);
void service_list_done(struct service_list *list);

/* Begins a look; one in progress is abandoned. `context` has to exist as long as the list. */
void service_list_begin(struct service_list *list, const struct column_context *context);

/* Continues the look: examines about `budget` rows. False: it is complete, or none was begun. */
bool service_list_step(struct service_list *list, size_t budget);

/* Orders the lines of the last look by another column (view/service/service-column.h). */
void service_list_sort(struct service_list *list, const struct column *column, bool descending);

/* Opens a service that has several listeners, so that each has a line, or closes it. */
void service_list_toggle(struct service_list *list, uint32_t service);

/* Resets the peaks and means. */
void service_list_mark(struct service_list *list);

/* The listener of a line; NULL: it is the line of a service. */
const struct service_listener *service_listener_of_line(
	const struct service_list *list, uint32_t line);

/* The service of a line. */
uint32_t service_of_line(const struct service_list *list, uint32_t line);

/* The row of a line's listener (of a service: the first); TRACK_NONE: it has gone since. */
uint32_t service_row_of_line(const struct service_list *list, uint32_t line);

/* Returns the service to which a connection belongs, or SERVICE_NONE. */
uint32_t service_of_conn(const struct service_list *list, const struct conn *conn);

/* Appends a filter that shows the sockets of a service: its listeners and its clients. */
void service_add_filter(const struct service_list *list, uint32_t service, struct buffer *out);

#endif
