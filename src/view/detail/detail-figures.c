/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/detail/detail-figures.h"

#include "base/format.h"
#include "base/i18n.h"

/* clang-format off */
static const struct figure timers[] = {
	{DETAIL_LAST_SENT_MS, FIGURE_MILLISECONDS, N_("last data sent"), false},
	{DETAIL_LAST_RECEIVED_MS, FIGURE_MILLISECONDS, N_("last data got"), false},
	{DETAIL_LAST_ACK_MS, FIGURE_MILLISECONDS, N_("last ACK got"), false},
	{DETAIL_RTO_US, FIGURE_MICROSECONDS, N_("resend after"), false},
	{DETAIL_ATO_US, FIGURE_MICROSECONDS, N_("delayed ACK"), false},
	{DETAIL_BACKOFF, FIGURE_COUNT, N_("back-off"), true},
	{DETAIL_PROBES, FIGURE_COUNT, N_("probes unanswered"), true},
	{DETAIL_RETRANSMITS, FIGURE_COUNT, N_("timeouts in a row"), true},
};

static const struct figure round_trip[] = {
	{DETAIL_RTT_US, FIGURE_MICROSECONDS, N_("rtt"), false},
	{DETAIL_RTT_VAR_US, FIGURE_MICROSECONDS, N_("rtt variation"), false},
	{DETAIL_MIN_RTT_US, FIGURE_MICROSECONDS, N_("rtt least"), false},
	{DETAIL_RCV_RTT_US, FIGURE_MICROSECONDS, N_("rtt as receiver"), false},
};

static const struct figure window[] = {
	{DETAIL_CWND, FIGURE_COUNT, N_("congestion window"), false},
	{DETAIL_SND_SSTHRESH, FIGURE_THRESHOLD, N_("slow start until"), false},
	{DETAIL_UNACKED, FIGURE_COUNT, N_("not acknowledged"), false},
	{DETAIL_SACKED, FIGURE_COUNT, N_("of these SACKed"), true},
	{DETAIL_SND_WND, FIGURE_BYTES, N_("peer's window"), false},
	{DETAIL_SND_WSCALE, FIGURE_SHIFT, N_("its unit"), false},
	{DETAIL_SND_MSS, FIGURE_BYTES, N_("segment size"), false},
	{DETAIL_PMTU, FIGURE_BYTES, N_("path MTU"), false},
	{DETAIL_ADVMSS, FIGURE_BYTES, N_("segment size told"), false},
	{DETAIL_PACING_RATE, FIGURE_RATE, N_("pacing"), false},
	{DETAIL_MAX_PACING_RATE, FIGURE_RATE, N_("pacing at most"), false},
	{DETAIL_DELIVERY_RATE, FIGURE_RATE, N_("delivery"), false},
	{DETAIL_APP_LIMITED, FIGURE_FLAG, N_("app-limited"), false},
	{DETAIL_BBR_BANDWIDTH, FIGURE_RATE, N_("bbr bandwidth"), true},
	{DETAIL_BBR_MIN_RTT_US, FIGURE_MICROSECONDS, N_("bbr rtt least"), true},
	{DETAIL_BBR_PACING_GAIN, FIGURE_GAIN, N_("bbr pacing gain"), true},
	{DETAIL_BBR_CWND_GAIN, FIGURE_GAIN, N_("bbr cwnd gain"), true},
	{DETAIL_VEGAS_RTT_COUNT, FIGURE_COUNT, N_("vegas rtts"), true},
	{DETAIL_VEGAS_RTT_US, FIGURE_MICROSECONDS, N_("vegas rtt"), true},
	{DETAIL_VEGAS_MIN_RTT_US, FIGURE_MICROSECONDS, N_("vegas rtt least"), true},
	{DETAIL_DCTCP_CE_STATE, FIGURE_FLAG, N_("dctcp marked"), true},
	{DETAIL_DCTCP_ALPHA, FIGURE_PART, N_("dctcp alpha"), true},
	{DETAIL_DCTCP_ECN_BYTES, FIGURE_BYTES, N_("dctcp marked"), true},
	{DETAIL_DCTCP_TOTAL_BYTES, FIGURE_BYTES, N_("dctcp acked"), true},
};

static const struct figure loss[] = {
	{DETAIL_LOST, FIGURE_COUNT, N_("lost, as it seems"), false},
	{DETAIL_RETRANS, FIGURE_COUNT, N_("resent, on the way"), false},
	{DETAIL_TOTAL_RETRANS, FIGURE_COUNT, N_("resent so far"), false},
	{DETAIL_BYTES_RETRANS, FIGURE_BYTES, N_("in bytes"), false},
	{DETAIL_TOTAL_RTO, FIGURE_COUNT, N_("timeouts so far"), false},
	{DETAIL_TOTAL_RTO_RECOVERIES, FIGURE_COUNT, N_("recovered"), true},
	{DETAIL_TOTAL_RTO_MS, FIGURE_MILLISECONDS, N_("spent in them"), true},
	{DETAIL_DSACK_DUPS, FIGURE_COUNT, N_("resent in vain"), true},
	{DETAIL_REORDERING, FIGURE_COUNT, N_("reordering allowed"), false},
	{DETAIL_REORD_SEEN, FIGURE_COUNT, N_("reordering seen"), true},
	{DETAIL_REHASH, FIGURE_COUNT, N_("new paths tried"), true},
	{DETAIL_DELIVERED_CE, FIGURE_COUNT, N_("marked congested"), true},
	{DETAIL_DELIVERED_CE_BYTES, FIGURE_BYTES, N_("bytes marked CE"), true},
	{DETAIL_DELIVERED_E0, FIGURE_BYTES, N_("bytes as ECT(0)"), true},
	{DETAIL_DELIVERED_E1, FIGURE_BYTES, N_("bytes as ECT(1)"), true},
};

static const struct figure data[] = {
	{DETAIL_BYTES_SENT, FIGURE_BYTES, N_("sent"), false},
	{DETAIL_BYTES_ACKED, FIGURE_BYTES, N_("acknowledged"), false},
	{DETAIL_NOTSENT, FIGURE_BYTES, N_("not sent yet"), false},
	{DETAIL_BYTES_RECEIVED, FIGURE_BYTES, N_("received"), false},
	{DETAIL_SEGS_OUT, FIGURE_COUNT, N_("segments out"), false},
	{DETAIL_DATA_SEGS_OUT, FIGURE_COUNT, N_("with data"), false},
	{DETAIL_DELIVERED, FIGURE_COUNT, N_("delivered"), false},
	{DETAIL_SEGS_IN, FIGURE_COUNT, N_("segments in"), false},
	{DETAIL_DATA_SEGS_IN, FIGURE_COUNT, N_("with data"), false},
};

static const struct figure receive[] = {
	{DETAIL_RCV_WND, FIGURE_BYTES, N_("window offered"), false},
	{DETAIL_RCV_WSCALE, FIGURE_SHIFT, N_("its unit"), false},
	{DETAIL_RCV_SSTHRESH, FIGURE_BYTES, N_("window at most"), false},
	{DETAIL_RCV_SPACE, FIGURE_BYTES, N_("tuned for"), false},
	{DETAIL_RCV_MSS, FIGURE_BYTES, N_("segment size got"), false},
	{DETAIL_OUT_OF_ORDER, FIGURE_COUNT, N_("out of order"), false},
	{DETAIL_RECEIVED_CE, FIGURE_COUNT, N_("marked congested"), true},
	{DETAIL_RECEIVED_CE_BYTES, FIGURE_BYTES, N_("bytes marked CE"), true},
	{DETAIL_RECEIVED_E0, FIGURE_BYTES, N_("bytes as ECT(0)"), true},
	{DETAIL_RECEIVED_E1, FIGURE_BYTES, N_("bytes as ECT(1)"), true},
};

static const struct figure limits[] = {
	{DETAIL_BUSY_US, FIGURE_TIME, N_("had data to send"), false},
	{DETAIL_RECEIVER_LIMITED_US, FIGURE_SHARE, N_("peer's window"), false},
	{DETAIL_SEND_BUFFER_LIMITED_US, FIGURE_SHARE, N_("send buffer"), false},
};

static const struct figure buffers[] = {
	{DETAIL_RMEM_ALLOC, FIGURE_BYTES, N_("receive, used"), false},
	{DETAIL_RCVBUF, FIGURE_BYTES, N_("receive, at most"), false},
	{DETAIL_WMEM_ALLOC, FIGURE_BYTES, N_("send, handed down"), false},
	{DETAIL_WMEM_QUEUED, FIGURE_BYTES, N_("send, used"), false},
	{DETAIL_SNDBUF, FIGURE_BYTES, N_("send, at most"), false},
	{DETAIL_FORWARD_ALLOC, FIGURE_BYTES, N_("held in reserve"), false},
	{DETAIL_OPTMEM, FIGURE_BYTES, N_("for options"), true},
	{DETAIL_BACKLOG, FIGURE_BYTES, N_("not yet processed"), false},
	{DETAIL_DROPS, FIGURE_COUNT, N_("packets dropped"), false},
};

static const struct figure options[] = {
	{DETAIL_TOS, FIGURE_HEX, N_("type of service"), false},
	{DETAIL_TCLASS, FIGURE_HEX, N_("traffic class"), false},
	{DETAIL_CLASS_ID, FIGURE_HEX, N_("class id"), true},
	{DETAIL_RECVERR, FIGURE_FLAG, N_("IP_RECVERR"), true},
	{DETAIL_RECVERR_RFC4884, FIGURE_FLAG, N_("RFC 4884 errors"), true},
	{DETAIL_FREEBIND, FIGURE_FLAG, N_("IP_FREEBIND"), true},
	{DETAIL_TRANSPARENT, FIGURE_FLAG, N_("IP_TRANSPARENT"), true},
	{DETAIL_HDRINCL, FIGURE_FLAG, N_("IP_HDRINCL"), true},
	{DETAIL_NODEFRAG, FIGURE_FLAG, N_("IP_NODEFRAG"), true},
	{DETAIL_BIND_NO_PORT, FIGURE_FLAG, N_("bind without port"), true},
	{DETAIL_DEFER_CONNECT, FIGURE_FLAG, N_("connect deferred"), true},
	{DETAIL_FASTOPEN_FAIL, FIGURE_COUNT, N_("fast open failed"), true},
	{DETAIL_ACCECN_SEEN, FIGURE_HEX, N_("AccECN option"), true},
	{DETAIL_ACCECN_FAIL, FIGURE_HEX, N_("AccECN failed"), true},
};

#define GROUP(title, figures, transfer) \
	{(title), (figures), sizeof(figures) / sizeof((figures)[0]), (transfer)}
const struct figure_group figure_groups[] = {
	GROUP(N_("Idle and timers"), timers, true),
	GROUP(N_("Round trip"), round_trip, true),
	GROUP(N_("Window and congestion"), window, true),
	GROUP(N_("Loss and resending"), loss, true),
	GROUP(N_("Data"), data, true),
	GROUP(N_("Receiving"), receive, true),
	GROUP(N_("Time it was held back"), limits, true),
	GROUP(N_("Buffers (SK_MEMINFO)"), buffers, false),
	GROUP(N_("Options"), options, false),
};
/* clang-format on */
const size_t figure_group_count = sizeof(figure_groups) / sizeof(figure_groups[0]);

/* True for values that the kernel uses for "none". */
static bool is_blank(const struct detail *detail, const struct figure *figure)
{
	uint64_t value = detail->values[figure->field];

	if (!detail_has(detail, figure->field))
		return true;
	if (figure->unit == FIGURE_MICROSECONDS)
		return value == 0 || value == UINT32_MAX;
	return figure->unit == FIGURE_THRESHOLD && value >= INT32_MAX;
}

static void add_share(struct buffer *out, const struct detail *detail, uint64_t microseconds)
{
	uint64_t busy = detail->values[DETAIL_BUSY_US];

	format_duration(out, microseconds / 1000);
	if (busy)
		buffer_printf(out, " (%u%%)", (unsigned)(microseconds * 100 / busy));
}

/* Two decimals, without floating point, whose decimal sign would depend on the locale. */
static void add_ratio(struct buffer *out, uint64_t value, unsigned unit)
{
	uint64_t hundredths = (value * 100 + unit / 2) / unit;

	buffer_printf(out, "%u.%02u", (unsigned)(hundredths / 100), (unsigned)(hundredths % 100));
}

static void add_rate(struct buffer *out, uint64_t rate)
{
	if (rate == UINT64_MAX || rate == UINT32_MAX) {
		buffer_text(out, _("unlimited"));
		return;
	}
	format_scaled(out, rate);
	buffer_text(out, "/s");
}

static void add_figure(struct buffer *out, const struct detail *detail, const struct figure *figure)
{
	uint64_t value = detail->values[figure->field];

	if (is_blank(detail, figure)) {
		buffer_char(out, '-');
		return;
	}
	switch (figure->unit) {
	case FIGURE_COUNT:
	case FIGURE_BYTES:
	case FIGURE_THRESHOLD:
		format_grouped(out, value);
		break;
	case FIGURE_RATE:
		add_rate(out, value);
		break;
	case FIGURE_MILLISECONDS:
		format_duration(out, value);
		break;
	case FIGURE_TIME:
		format_duration(out, value / 1000);
		break;
	case FIGURE_MICROSECONDS:
		format_microseconds(out, value);
		buffer_text(out, " ms");
		break;
	case FIGURE_SHARE:
		add_share(out, detail, value);
		break;
	case FIGURE_SHIFT:
		buffer_printf(out, "%u", 1U << (value & 15));
		break;
	case FIGURE_GAIN:
		add_ratio(out, value, 256);
		break;
	case FIGURE_PART:
		add_ratio(out, value, 1024);
		break;
	case FIGURE_FLAG:
		buffer_text(out, value ? _("yes") : _("no"));
		break;
	case FIGURE_HEX:
		buffer_printf(out, "0x%02x", (unsigned)value);
		break;
	}
}

/* True if the kernel reported any figure of the group. */
static bool is_told(const struct detail *detail, const struct figure_group *group)
{
	for (size_t i = 0; i < group->count; i++)
		if (detail_has(detail, group->figures[i].field))
			return true;
	return false;
}

static bool has_peer(const struct conn *conn)
{
	return conn->state != CONN_LISTEN && conn->state != CONN_BOUND &&
	       conn->state != CONN_CLOSED;
}

void detail_add_figures(struct sheet *sheet, const struct detail *detail)
{
	for (size_t g = 0; g < figure_group_count; g++) {
		const struct figure_group *group = &figure_groups[g];

		if (!is_told(detail, group) || (group->transfer && !has_peer(&detail->conn)))
			continue;
		sheet_group(sheet, _(group->title), SHEET_NARROW);
		for (size_t i = 0; i < group->count; i++) {
			const struct figure *figure = &group->figures[i];

			if (figure->rare && !detail->values[figure->field])
				continue;
			add_figure(
				sheet_value(sheet, _(figure->label), SHEET_PLAIN), detail, figure);
		}
	}
}
