/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/detail/detail-state.h"

#include <string.h>

#include "base/format.h"
#include "base/i18n.h"
#include "view/detail/capture-filter.h"
#include "view/states/explain.h"
#include "view/detail/bottleneck.h"

static void add_column(struct sheet *sheet, const char *label, const char *id,
	const struct column_context *context, uint32_t row)
{
	column_add_text(column_find(id), context, row, sheet_value(sheet, label, SHEET_PLAIN));
}

static void add_queues(struct sheet *sheet, const struct conn *conn)
{
	bool listens = conn_accepts(conn);

	format_grouped(
		sheet_value(sheet, listens ? _("waiting for accept") : _("Recv-Q"), SHEET_PLAIN),
		conn->recv_q);
	format_grouped(sheet_value(sheet, listens ? _("may wait") : _("Send-Q"), SHEET_PLAIN),
		conn->send_q);
}

static void add_timer(struct sheet *sheet, const struct conn *conn)
{
	const char *name = conn_timer_name((enum conn_timer)conn->timer);
	struct buffer *text;

	if (!conn_kind_has(conn, KIND_HAS_TIMER) || conn_is_listener(conn))
		return;
	text = sheet_value(sheet, _("timer"), SHEET_PLAIN);
	buffer_text(text, name ? name : _("none"));
	if (!name)
		return;
	text = sheet_value(sheet, _("fires in"), SHEET_PLAIN);
	format_duration(text, conn->timer_ms);
	buffer_number(sheet_value(sheet, _("fired so far"), SHEET_PLAIN), conn->retransmits);
}

/* Adds which directions are closed; nothing if none is. */
static void add_shutdown(struct sheet *sheet, const struct detail *detail)
{
	static const char *const names[4] = {NULL, N_("receiving"), N_("sending"), N_("both ways")};
	const char *name = names[detail->values[DETAIL_SHUTDOWN] & 3];

	if (name)
		buffer_text(sheet_value(sheet, _("shut down"), SHEET_PLAIN), _(name));
}

static void add_congestion(struct sheet *sheet, const struct detail *detail)
{
	static const char *const names[DETAIL_CA_STATES] = {
		N_("open"), N_("disorder"), N_("reduced (CWR)"), N_("recovery"), N_("loss")};
	uint64_t state = detail->values[DETAIL_CA_STATE];

	if (*detail->congestion)
		buffer_text(sheet_value(sheet, _("congestion control"), SHEET_PLAIN),
			detail->congestion);
	if (detail_has(detail, DETAIL_CA_STATE) && state < DETAIL_CA_STATES &&
		!conn_accepts(&detail->conn))
		buffer_text(sheet_value(sheet, _("its state"),
				    state >= DETAIL_CA_RECOVERY ? SHEET_WARNING : SHEET_PLAIN),
			_(names[state]));
	if (*detail->ulp)
		buffer_text(sheet_value(sheet, _("upper layer"), SHEET_PLAIN), detail->ulp);
}

/* Adds the options that both ends agreed on: "ts sack wscale". */
static void add_agreed(struct sheet *sheet, const struct detail *detail)
{
	static const struct {
		enum detail_tcp_option option;
		const char *name;
	} options[] = {
		{DETAIL_OPTION_TIMESTAMPS, "ts"},
		{DETAIL_OPTION_USEC_TS, "usec-ts"},
		{DETAIL_OPTION_SACK, "sack"},
		{DETAIL_OPTION_WSCALE, "wscale"},
		{DETAIL_OPTION_ECN, "ecn"},
		{DETAIL_OPTION_ECN_SEEN, "ecn-seen"},
		{DETAIL_OPTION_SYN_DATA, "syn-data"},
		{DETAIL_OPTION_TFO_CHILD, "fast-open"},
	};
	uint64_t agreed = detail->values[DETAIL_TCP_OPTIONS];
	struct buffer *text;

	if (!agreed)
		return;
	text = sheet_value(sheet, _("agreed"), SHEET_PLAIN);
	for (size_t i = 0, count = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (agreed & options[i].option)
			buffer_printf(text, "%s%s", count++ ? " " : "", options[i].name);
}

void detail_add_state(struct sheet *sheet, const struct column_context *context, uint32_t row,
	const struct detail *detail)
{
	const struct conn *conn = &detail->conn;

	sheet_group(sheet, _("State"), SHEET_NARROW);
	buffer_text(sheet_value(sheet, _("state"), SHEET_STRONG),
		conn_state_name((enum conn_proto)conn->proto, (enum conn_state)conn->state));
	add_column(sheet, _("for"), "instate", context, row);
	add_column(sheet, _("seen for"), "age", context, row);
	add_queues(sheet, conn);
	add_timer(sheet, conn);
	add_shutdown(sheet, detail);
	add_congestion(sheet, detail);
	add_agreed(sheet, detail);
	sheet_group(sheet, _("Socket"), SHEET_NARROW);
	add_column(sheet, _("protocol"), "proto", context, row);
	add_column(sheet, _("family"), "family", context, row);
	add_column(sheet, _("interface"), "interface", context, row);
	if (names_find_place(context->names, conn->place))
		add_column(sheet, _("namespace"), "netns", context, row);
	add_column(sheet, _("inode"), "inode", context, row);
	add_column(sheet, _("cookie"), "cookie", context, row);
	if (conn->has & CONN_HAS_MARK && conn->mark)
		buffer_printf(sheet_value(sheet, _("mark"), SHEET_PLAIN), "0x%x", conn->mark);
	if (conn->has & CONN_HAS_V6ONLY)
		buffer_text(sheet_value(sheet, _("IPv6 only"), SHEET_PLAIN), _("yes"));
}

static void add_limit(
	struct sheet *sheet, const struct bottleneck *limit, const struct detail *detail)
{
	if (limit->cause != BOTTLENECK_NONE)
		bottleneck_add_sentence(
			sheet_value(sheet, NULL,
				bottleneck_is_alarming(limit->cause) ? SHEET_WARNING : SHEET_PLAIN),
			limit, detail);
}

void detail_add_limits(
	struct sheet *sheet, const struct history *history, const struct detail *detail)
{
	struct bottleneck receiving = bottleneck_of_receiving(history, detail);
	struct bottleneck sending = bottleneck_of_sending(history, detail);

	bool half_closed = detail->conn.state != CONN_ESTABLISHED;

	add_limit(sheet, &receiving, detail);
	/*
	 * If our program does not read, it is expected that it sends nothing; and where one side
	 * has closed it is of no interest that nothing limits a connection without data.
	 */
	if ((receiving.cause == BOTTLENECK_NONE && !half_closed) ||
		(sending.cause != BOTTLENECK_IDLE &&
			!(half_closed && sending.cause == BOTTLENECK_TOO_LITTLE)))
		add_limit(sheet, &sending, detail);
}

void detail_add_explanation(struct sheet *sheet, const struct conn *conn,
	const struct sysctls *sysctls, enum text_charset charset)
{
	const struct explain_state *record =
		explain_find_state((enum conn_proto)conn->proto, (enum conn_state)conn->state);
	struct buffer text = {0};
	const char *line, *end;

	explain_add_state(&text, record, sysctls, charset);
	sheet_group(sheet, _("What the state means"), SHEET_WIDE);
	for (line = buffer_get(&text); *line; line = *end ? end + 1 : end) {
		end = line + strcspn(line, "\n");
		buffer_add(sheet_value(sheet, NULL, SHEET_PLAIN), line, (size_t)(end - line));
	}
	buffer_done(&text);
}

void detail_add_filters(struct sheet *sheet, const struct conn *conn)
{
	sheet_group(sheet, _("The same in other tools"), SHEET_WIDE);
	for (unsigned tool = 0; tool < CAPTURE_FILTER_TOOLS; tool++)
		capture_filter_add(
			sheet_value(sheet, capture_filter_tool_name((enum capture_filter_tool)tool),
				SHEET_PLAIN),
			(enum capture_filter_tool)tool, conn);
}
