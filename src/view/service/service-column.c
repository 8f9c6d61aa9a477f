/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/service/service-column.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "view/column/column-socket.h"
#include "view/service/service.h"

static const struct service *service_of(const struct column_context *context, uint32_t line)
{
	const struct service_list *list = context->service_list;

	return &list->all[service_of_line(list, line)];
}

static const struct service_figures *figures_of(const struct column_context *context, uint32_t line)
{
	return &service_of(context, line)->now;
}

static bool is_listener(uint32_t line)
{
	return line & SERVICE_LISTENER_BIT;
}

/* -------- what its listener says -------- */

/* Reads a column of sockets of the line's listener. */
static struct column_value read_of_row(const struct column_context *context, uint32_t line,
	struct buffer *text,
	struct column_value (*read)(
		const struct column_context *context, uint32_t row, struct buffer *text))
{
	uint32_t row = service_row_of_line(context->service_list, line);

	return row == TRACK_NONE ? column_unknown : read(context, row, text);
}

#define ROW_READER(name, of_row)                                \
	static COLUMN_READER(name)                              \
	{                                                       \
		return read_of_row(context, row, text, of_row); \
	}

ROW_READER(read_process, column_read_process)
ROW_READER(read_pid, column_read_pid)
ROW_READER(read_unit, column_read_unit)
ROW_READER(read_container, column_read_container)
ROW_READER(read_proto, column_read_proto)
ROW_READER(read_family, column_read_family)
ROW_READER(read_local, column_read_local)
ROW_READER(read_local_addr, column_read_local_addr)
ROW_READER(read_local_port, column_read_local_port)

static uint64_t key_of_local(const struct column_context *context, uint32_t line)
{
	uint32_t row = service_row_of_line(context->service_list, line);

	return row == TRACK_NONE ? UINT64_MAX : column_key_local(context, row);
}

static int compare_local(const struct column_context *context, uint32_t left, uint32_t right)
{
	uint32_t left_row = service_row_of_line(context->service_list, left);
	uint32_t right_row = service_row_of_line(context->service_list, right);
	int order;

	if (left_row == TRACK_NONE || right_row == TRACK_NONE)
		return (right_row == TRACK_NONE) - (left_row == TRACK_NONE);
	order = column_compare_local(context, left_row, right_row);
	return order ? order : (left > right) - (left < right);
}

static COLUMN_READER(read_path)
{
	return column_none;
}

static COLUMN_READER(read_netns)
{
	const struct conn *conn = &service_of(context, row)->conn;

	if (!names_find_place(context->names, conn->place))
		return column_none;
	names_add_place(context->names, conn->place, text);
	return column_real;
}

static COLUMN_READER(read_scope)
{
	const struct conn *conn = &service_of(context, row)->conn;

	if (conn_addr_is_any(conn, &conn->local))
		return column_words(text, "any");
	return column_words(text, conn_addr_is_loopback(conn, &conn->local) ? "loop" : "lan");
}

/* -------- all of its processes -------- */

struct pids {
	uint32_t *all;
	size_t count, capacity;
};

static void add_pids(const struct column_context *context, uint32_t row, struct pids *pids)
{
	struct row_owners_list owners;

	row_owners_find_all(context->row_owners, context->track, row, &owners);
	for (size_t i = 0; i < owners.count; i++) {
		if (pids->count && pids->all[pids->count - 1] == owners.all[i].pid)
			continue;
		if (alloc_try_grow((void **)&pids->all, &pids->capacity, pids->count + 1,
			    sizeof(*pids->all)) == 0)
			pids->all[pids->count++] = owners.all[i].pid;
	}
	row_owners_list_done(&owners);
}

static int compare_pids(const void *left, const void *right)
{
	const uint32_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

static void find_pids(const struct column_context *context, uint32_t line, struct pids *pids)
{
	const struct service_list *list = context->service_list;
	uint32_t at = service_of(context, line)->first;

	if (is_listener(line) || !context->row_owners)
		return;
	for (; at < list->listeners.count; at = list->listeners.all[at].next) {
		uint32_t row = service_row_of_line(list, at | SERVICE_LISTENER_BIT);

		if (row != TRACK_NONE)
			add_pids(context, row, pids);
	}
	if (pids->count)
		qsort(pids->all, pids->count, sizeof(*pids->all), compare_pids);
}

static COLUMN_READER(read_pids)
{
	struct pids pids = {0};
	uint32_t before = 0;

	find_pids(context, row, &pids);
	buffer_char(text, '[');
	for (size_t i = 0; i < pids.count; before = pids.all[i++])
		if (!i || pids.all[i] != before)
			buffer_printf(text, "%s%u", i ? "," : "", pids.all[i]);
	buffer_char(text, ']');
	free(pids.all);
	return column_real;
}

/* -------- its figures -------- */

/* Only the service has them, not each of its listeners. */
static struct column_value of_service(uint32_t line, uint64_t number)
{
	return is_listener(line) ? column_none : column_number(number);
}

static COLUMN_READER(read_listeners)
{
	return of_service(row, figures_of(context, row)->listeners);
}

static COLUMN_READER(read_clients)
{
	return of_service(row, figures_of(context, row)->clients);
}

static bool accepts(const struct column_context *context, uint32_t line)
{
	return conn_accepts(&service_of(context, line)->conn);
}

static COLUMN_READER(read_half_open)
{
	if (!accepts(context, row))
		return column_none;
	return of_service(row, figures_of(context, row)->half_open);
}

static COLUMN_READER(read_close_wait)
{
	if (!accepts(context, row))
		return column_none;
	return of_service(row, figures_of(context, row)->close_wait);
}

static struct column_value rate_value(
	const struct column_context *context, uint32_t line, bool known, uint32_t tenths)
{
	if (is_listener(line) || !accepts(context, line))
		return column_none;
	if (known)
		return column_number(tenths);
	return context->live ? column_pending : column_unknown;
}

#define RATE_READER(name, which, member)                                              \
	static COLUMN_READER(name)                                                    \
	{                                                                             \
		const struct service_rates *rates = &service_of(context, row)->which; \
		return rate_value(context, row, rates->known, rates->member);         \
	}

RATE_READER(read_accepts, rates, accepts)
RATE_READER(read_ends, rates, ends)
RATE_READER(read_failures, rates, failures)
RATE_READER(read_peak_accepts, peak_rates, accepts)
RATE_READER(read_peak_ends, peak_rates, ends)
RATE_READER(read_peak_failures, peak_rates, failures)

static COLUMN_READER(read_peak_clients)
{
	return of_service(row, service_of(context, row)->peak_clients);
}

static COLUMN_READER(read_queue)
{
	const struct service_listener *listener =
		service_listener_of_line(context->service_list, row);

	return column_number(listener ? listener->queue : figures_of(context, row)->queue);
}

static COLUMN_READER(read_queue_peak)
{
	return of_service(row, service_of(context, row)->peak_queue);
}

static COLUMN_READER(read_queue_limit)
{
	const struct service_listener *listener =
		service_listener_of_line(context->service_list, row);

	if (!accepts(context, row))
		return column_none;
	return column_number(
		listener ? listener->queue_limit : figures_of(context, row)->queue_limit);
}

static COLUMN_READER(read_drops)
{
	const struct service_listener *listener =
		service_listener_of_line(context->service_list, row);
	const struct service_figures *figures = figures_of(context, row);

	if (listener)
		return listener->drops_known ? column_number(listener->drops) : column_none;
	return figures->drops_known ? column_number(figures->drops) : column_none;
}

static struct column_value rtt_value(
	const struct column_context *context, uint32_t line, uint64_t us)
{
	return figures_of(context, line)->timed ? of_service(line, us) : column_none;
}

static COLUMN_READER(read_rtt_p50)
{
	return rtt_value(context, row, figures_of(context, row)->rtt_us_p50);
}

static COLUMN_READER(read_rtt_p95)
{
	return rtt_value(context, row, figures_of(context, row)->rtt_us_p95);
}

static COLUMN_READER(read_rtt_p99)
{
	return rtt_value(context, row, figures_of(context, row)->rtt_us_p99);
}

static struct column_value wait_value(
	const struct column_context *context, uint32_t line, uint64_t ms)
{
	return figures_of(context, line)->waiting ? of_service(line, ms) : column_none;
}

static COLUMN_READER(read_wait_p50)
{
	return wait_value(context, row, figures_of(context, row)->wait_ms_p50);
}

static COLUMN_READER(read_wait_p95)
{
	return wait_value(context, row, figures_of(context, row)->wait_ms_p95);
}

static COLUMN_READER(read_wait_p99)
{
	return wait_value(context, row, figures_of(context, row)->wait_ms_p99);
}

static COLUMN_READER(read_life)
{
	const struct service *service = service_of(context, row);

	return service->lives ? of_service(row, service->life_ms / service->lives) : column_none;
}

/* -------- tones -------- */

/* A queue is as bad as the worst of its listeners, as in the table of sockets. */
static enum column_tone tone_of_queue(const struct column_context *context, uint32_t line)
{
	const struct service_list *list = context->service_list;
	enum column_tone worst = COLUMN_QUIET;
	uint32_t at = service_of(context, line)->first;

	if (is_listener(line) || !accepts(context, line)) {
		uint32_t row = service_row_of_line(list, line);

		return row == TRACK_NONE ? COLUMN_PLAIN : column_tone_recv_q(context, row);
	}
	for (; at < list->listeners.count; at = list->listeners.all[at].next) {
		uint32_t row = service_row_of_line(list, at | SERVICE_LISTENER_BIT);
		enum column_tone tone =
			row == TRACK_NONE ? COLUMN_QUIET : column_tone_recv_q(context, row);

		worst = tone > worst ? tone : worst;
	}
	return worst;
}

/* Old drops are no news. */
static enum column_tone tone_of_failures(const struct column_context *context, uint32_t line)
{
	const struct service *service = service_of(context, line);

	return !is_listener(line) && service->rates.known && service->rates.failures
		       ? COLUMN_WARNING
		       : COLUMN_PLAIN;
}

#define RIGHT COLUMN_RIGHT
#define GREAT (COLUMN_RIGHT | COLUMN_GREATEST)
#define RTCP (COLUMN_RIGHT | COLUMN_GREATEST | COLUMN_TCP_INFO)
#define OVER (COLUMN_RIGHT | COLUMN_GREATEST | COLUMN_OVER_TIME)
#define OWNER COLUMN_OWNER

/* clang-format off */
const struct column service_column_table[] = {
	{"proto", "PROTO", "kind", N_("kind of the listener: tcp or udp"),
		COLUMN_TEXT, 0, 5, 5, 70, .read = read_proto},
	{"family", NULL, "family", N_("ipv4 or ipv6: the listener's own"),
		COLUMN_TEXT, 0, 6, 6, 0, .read = read_family},
	{"local", "LOCAL", NULL, N_("address and port of the listener"),
		COLUMN_TEXT, COLUMN_KEEP_END | COLUMN_HOST, 12, 47, 98, .read = read_local,
		.sort_key = key_of_local, .compare = compare_local},
	{"addr", NULL, "local.addr", N_("address of the listener"),
		COLUMN_TEXT, 0, 15, 39, 0, .read = read_local_addr},
	{"port", NULL, "local.port", N_("port of the listener"),
		COLUMN_NUMBER, RIGHT, 5, 5, 0, .read = read_local_port},
	{"path", NULL, "path", N_("path of a unix socket"),
		COLUMN_TEXT, 0, 8, 40, 0, .read = read_path},
	{"scope", "SCOPE", "scope", N_("who can reach it: any: all addresses of the machine; lan: one of them; loop: this machine only"),
		COLUMN_TEXT, 0, 5, 5, 71, .read = read_scope},
	{"process", "PROCESS", "process", N_("name of the process that listens"),
		COLUMN_TEXT, OWNER, 8, 25, 97, .read = read_process},
	{"pid", "PID", NULL, N_("number of that process"),
		COLUMN_NUMBER, RIGHT | OWNER, 5, 7, 40, .read = read_pid},
	{"pids", NULL, "pids", N_("numbers of all processes that listen"),
		COLUMN_LIST, OWNER, 0, 0, 0, .read = read_pids},
	{"unit", "UNIT", "unit", N_("its systemd unit"),
		COLUMN_TEXT, OWNER, 8, 25, 39, .read = read_unit},
	{"container", "CONTAINER", "container", N_("its container"),
		COLUMN_TEXT, OWNER, 9, 20, 38, .read = read_container},
	{"netns", NULL, "netns", N_("its network namespace"),
		COLUMN_TEXT, 0, 8, 20, 0, .read = read_netns},
	{"listeners", "LISTENERS", "listeners", N_("listeners that share the port (SO_REUSEPORT)"),
		COLUMN_NUMBER, GREAT, 9, 9, 37, .read = read_listeners},
	{"clients", "CLIENTS", "clients", N_("its connections in ESTABLISHED"),
		COLUMN_NUMBER, GREAT, 7, 8, 99, .read = read_clients},
	{"accepts", "NEW/s", "accepts_per_s", N_("connections that came, a second"),
		COLUMN_TENTHS, OVER, 5, 5, 96, .read = read_accepts},
	{"ends", "END/s", "ends_per_s", N_("connections that ended, a second"),
		COLUMN_TENTHS, OVER, 5, 5, 88, .read = read_ends},
	{"queue", "QUEUE", "queue", N_("connections that wait to be accepted; UDP: bytes not yet read"),
		COLUMN_NUMBER, GREAT, 5, 8, 95, .read = read_queue, .tone = tone_of_queue},
	{"queue_peak", "PEAK", "queue_peak", N_("the most that QUEUE was seen at, since the start or the mark"),
		COLUMN_NUMBER, GREAT, 5, 8, 87, .read = read_queue_peak},
	{"queue_limit", "LIMIT", "queue_limit", N_("how many may wait: the backlog, of all listeners together"),
		COLUMN_NUMBER, GREAT, 5, 8, 86, .read = read_queue_limit},
	{"drops", "DROPS", "drops", N_("what this listener has dropped: connections; UDP: datagrams"),
		COLUMN_NUMBER, GREAT, 5, 8, 94, .read = read_drops, .tone = tone_of_failures},
	{"half_open", "HALF", "half_open", N_("half-open connections (SYN_RECV)"),
		COLUMN_NUMBER, GREAT, 4, 7, 85, .read = read_half_open},
	{"close_wait", "CL_WAIT", "close_wait", N_("in CLOSE_WAIT: the client has closed, the program has not"),
		COLUMN_NUMBER, GREAT, 7, 7, 84, .read = read_close_wait},
	{"rtt_p50", "RTT p50", "rtt_us_p50", N_("median of the round-trip times of its clients, in milliseconds"),
		COLUMN_MICROSECONDS, RTCP, 7, 7, 83, .read = read_rtt_p50},
	{"rtt_p99", "RTT p99", "rtt_us_p99", N_("99 of 100 clients have no longer one than this"),
		COLUMN_MICROSECONDS, RTCP, 7, 7, 82, .read = read_rtt_p99},
	{"life", "LIFE", "life_ms_mean", N_("mean life of its connections that ended since the start or the mark"),
		COLUMN_MILLISECONDS, OVER, 7, 7, 60, .read = read_life},
	{"failures", "FAIL/s", "failed_per_s", N_("connections that were dropped or never became open, a second"),
		COLUMN_TENTHS, OVER, 6, 6, 59, .read = read_failures, .tone = tone_of_failures},
	{"rtt_p95", "RTT p95", "rtt_us_p95", N_("95 of 100 clients have no longer one than this"),
		COLUMN_MICROSECONDS, RTCP, 7, 7, 58, .read = read_rtt_p95},
	{"wait_p50", "WAIT p50", "accept_wait_ms_p50", N_("median of the times that those in its accept queue have waited so far"),
		COLUMN_MILLISECONDS, RTCP, 8, 8, 57, .read = read_wait_p50},
	{"wait_p95", "WAIT p95", "accept_wait_ms_p95", N_("95 of 100 of them have not waited longer than this"),
		COLUMN_MILLISECONDS, RTCP, 8, 8, 55, .read = read_wait_p95},
	{"wait_p99", "WAIT p99", "accept_wait_ms_p99", N_("99 of 100 of them have not waited longer than this"),
		COLUMN_MILLISECONDS, RTCP, 8, 8, 56, .read = read_wait_p99},
	{"peak_clients", "MAX CLIENTS", "clients_peak", N_("the most clients at a time, since the start or the mark"),
		COLUMN_NUMBER, GREAT, 11, 11, 36, .read = read_peak_clients},
	{"peak_accepts", "MAX NEW/s", "accepts_per_s_peak", N_("the most that came in a second, since then"),
		COLUMN_TENTHS, OVER, 9, 9, 35, .read = read_peak_accepts},
	{"peak_ends", "MAX END/s", "ends_per_s_peak", N_("the most that ended in a second, since then"),
		COLUMN_TENTHS, OVER, 9, 9, 34, .read = read_peak_ends},
	{"peak_failures", "MAX FAIL/s", "failed_per_s_peak", N_("the most that failed in a second, since then"),
		COLUMN_TENTHS, OVER, 10, 10, 33, .read = read_peak_failures},
};
/* clang-format on */
const size_t service_column_count = sizeof(service_column_table) / sizeof(service_column_table[0]);

const struct column *service_column_find(const char *id)
{
	return column_find_in(service_column_table, service_column_count, id);
}
