/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/detail/detail-verdict.h"

#include "base/format.h"
#include "base/i18n.h"

/* With more retransmissions or probes in a row than this, the kernel was about to give up. */
#define TRIES_MANY 3

/* One state of TCP: while it lasts (%s: for how long), and once the socket has ended from it. */
struct verdict {
	enum conn_state state;
	const char *held;   /* a process holds it */
	const char *unheld; /* none does */
	const char *ended;
	bool alarming; /* where it is held: this program has to act */
};

/* clang-format off */
static const struct verdict verdicts[] = {
	{CONN_ESTABLISHED, NULL, N_("The connection waits for %s to be accepted by the program."),
		N_("It was open: a reset ended it, or the peer closed and this program did so at once."),
		false},
	{CONN_SYN_SENT, N_("The peer has not answered connect() for %s."),
		N_("The peer has not answered connect() for %s."),
		N_("connect() failed: the peer refused, or the program gave up."), false},
	{CONN_SYN_RECV, N_("The peer has not confirmed our answer for %s."),
		N_("The peer has not confirmed our answer for %s."),
		N_("The handshake was not completed: the peer never confirmed, or reset it."), false},
	{CONN_FIN_WAIT1, N_("This program has closed; the peer has not confirmed that for %s."),
		N_("This side has closed; the peer has not confirmed that for %s."),
		N_("This side had closed; then the peer reset the connection, or never confirmed."),
		false},
	{CONN_FIN_WAIT2,
		N_("This program has closed its half; the peer has not closed for %s, and nothing ends "
			"that by itself."),
		N_("This side has closed; the kernel has waited for the peer to close for %s, and will "
			"give up soon."),
		N_("This side had closed; then the peer did, reset it, or took too long."), false},
	{CONN_CLOSING, N_("Both sides have closed at once; the peer has not confirmed that for %s."),
		N_("Both sides have closed at once; the peer has not confirmed that for %s."),
		N_("Both sides had closed at once."), false},
	{CONN_TIME_WAIT, N_("Both sides have closed, %s ago; only the kernel remembers it."),
		N_("Both sides have closed, %s ago; only the kernel remembers it."),
		N_("Both sides had closed, and the time of TIME_WAIT was over."), false},
	{CONN_CLOSE_WAIT, N_("The peer has closed; this program has not for %s."),
		N_("The peer has closed, and no program has accepted the connection for %s."),
		N_("The peer had closed first; then this program closed, or the peer reset it."), true},
	{CONN_LAST_ACK, N_("The peer closed first, then this side; the peer has not confirmed that "
			"for %s."),
		N_("The peer closed first, then this side; the peer has not confirmed that for %s."),
		N_("The peer had closed first, then this side: a regular end."), false},
	{CONN_LISTEN, NULL, NULL, N_("The program has closed its listener, or has ended."), false},
	{CONN_BOUND, N_("The program has only taken the port, for %s: it neither listens nor connects."),
		N_("The program has only taken the port, for %s: it neither listens nor connects."),
		N_("The program has closed it, or goes on with it in another state."), false},
};
/* clang-format on */

static const struct verdict *find(const struct conn *conn)
{
	for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++)
		if (verdicts[i].state == conn->state && conn_kind_has(conn, KIND_HAS_CONNECTIONS))
			return &verdicts[i];
	return NULL;
}

void detail_add_verdict(struct sheet *sheet, const struct column_context *context, uint32_t row,
	const struct conn *conn)
{
	const struct verdict *verdict = find(conn);
	bool held = conn->has & CONN_HAS_INODE;
	struct buffer lasting = {0};
	const char *text;

	if (!verdict || row == TRACK_NONE)
		return;
	text = held ? verdict->held : verdict->unheld;
	if (!text)
		return;
	column_add_text(column_find("instate"), context, row, &lasting);
	buffer_printf(
		sheet_value(sheet, NULL, held && verdict->alarming ? SHEET_WARNING : SHEET_STRONG),
		_(text), buffer_get(&lasting));
	buffer_done(&lasting);
}

/* What the timer was for, if it had expired so often that it explains the end. */
static const char *given_up(const struct conn *conn)
{
	if (!conn_kind_has(conn, KIND_HAS_TIMER) || conn->retransmits < TRIES_MANY)
		return NULL;
	switch (conn->timer) {
	case CONN_TIMER_RETRANSMIT:
		return N_("The peer had not answered %u retransmissions: probably given up "
			  "(ETIMEDOUT).");
	case CONN_TIMER_KEEPALIVE:
		return N_("The peer had not answered %u keepalive probes: probably given up "
			  "(ETIMEDOUT).");
	case CONN_TIMER_PROBE:
		return N_("The peer's window had stayed closed for %u probes: probably given up "
			  "(ETIMEDOUT).");
	default:
		return NULL;
	}
}

void detail_add_end(struct sheet *sheet, const struct conn *conn, uint64_t ago_ms)
{
	const struct verdict *verdict = find(conn);
	const char *timer = given_up(conn);
	struct buffer ago = {0}, *why;

	format_duration(&ago, ago_ms);
	buffer_printf(sheet_value(sheet, NULL, SHEET_WARNING),
		_("Closed %s ago; its last state was %s. What follows is the last that was seen."),
		buffer_get(&ago),
		conn_state_name((enum conn_proto)conn->proto, (enum conn_state)conn->state));
	buffer_done(&ago);
	why = sheet_value(sheet, NULL, SHEET_STRONG);
	if (timer)
		buffer_printf(why, _(timer), (unsigned)conn->retransmits);
	else
		buffer_text(why, verdict ? _(verdict->ended)
					 : _("The program has closed it, or has ended."));
}
