/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/close/effect-text.h"

#include "base/i18n.h"

enum kind {
	KIND_CONNECTION,
	KIND_LISTENER,
	KIND_TIME_WAIT,
	KIND_SYN_RECV,
	KIND_UDP,
	KIND_SUBFLOW,
	KIND_MPTCP_LISTENER,
	KIND_WHOLE, /* what of MPTCP is closed by its descriptor */
	KINDS
};

static const char *const kind_texts[KINDS][2] = {
	[KIND_CONNECTION] = {N_("The peer gets RST, the program gets ECONNABORTED."),
		N_("Its descriptor stays open until the program calls close().")},
	[KIND_LISTENER] = {N_("New connections will be refused."),
		N_("The port stays taken until the program calls close().")},
	[KIND_TIME_WAIT] = {N_("The kernel forgets the connection before its time.")},
	[KIND_SYN_RECV] = {N_(
		"The kernel forgets the half-open connection; the peer may try again.")},
	[KIND_UDP] = {N_("The program gets ECONNABORTED once."),
		N_("A socket that it bound to a port goes on working.")},
	[KIND_SUBFLOW] = {N_("Only a part of it goes, for it is MPTCP: the connection lives on.")},
	[KIND_MPTCP_LISTENER] = {N_("The kernel closes no listener of MPTCP.")},
	[KIND_WHOLE] = {N_("MPTCP, by the process's own descriptor: the program reads an error.")},
};

static enum kind kind_of(const struct conn *conn)
{
	if (conn->proto == CONN_UDP)
		return KIND_UDP;
	switch (conn->state) {
	case CONN_LISTEN:
		return KIND_LISTENER;
	case CONN_TIME_WAIT:
		return KIND_TIME_WAIT;
	case CONN_SYN_RECV:
		return KIND_SYN_RECV;
	default:
		return KIND_CONNECTION;
	}
}

static enum kind kind_of_target(const struct killing *killing, size_t index)
{
	const struct conn *conn = killing_conn(killing, index);

	if (!killing_is_part(killing, index))
		return kind_of(conn);
	if (killing->batch.whole)
		return KIND_WHOLE;
	return conn->state == CONN_LISTEN ? KIND_MPTCP_LISTENER : KIND_SUBFLOW;
}

bool consequence_is_partial(const struct killing *killing)
{
	for (size_t i = 0; i < killing_count(killing); i++)
		if (killing_is_part(killing, i))
			return true;
	return false;
}

static void add_line(struct buffer *out, const char *text, size_t count)
{
	if (count)
		buffer_printf(out, "%zu: ", count);
	buffer_printf(out, "%s\n", text);
}

/* `held`: a process has it, so that there is a descriptor to speak of. */
static void add_kind(struct buffer *out, enum kind kind, bool held, size_t count)
{
	add_line(out, _(kind_texts[kind][0]), count);
	if (kind_texts[kind][1] && (held || kind != KIND_CONNECTION))
		add_line(out, _(kind_texts[kind][1]), 0);
}

static void add_by_kernel(struct buffer *out, const struct killing *killing)
{
	size_t counts[KINDS] = {0}, kinds = 0;
	bool held = false;

	for (size_t i = 0; i < killing_count(killing); i++) {
		const struct conn *conn = killing_conn(killing, i);
		enum kind kind = kind_of_target(killing, i);

		kinds += !counts[kind]++;
		held |= kind == KIND_CONNECTION && conn->has & CONN_HAS_INODE;
	}
	for (int kind = 0; kind < KINDS; kind++)
		if (counts[kind])
			add_kind(out, (enum kind)kind, held, kinds > 1 ? counts[kind] : 0);
}

void consequence_add(struct buffer *out, const struct killing *killing, enum killing_way way)
{
	switch (way) {
	case KILLING_DESTROY:
		add_by_kernel(out, killing);
		break;
	case KILLING_DESCRIPTOR:
		add_line(out,
			_("By the descriptors of their own processes: the peers get RST, the "
			  "programs read an error."),
			0);
		add_line(out, _(kind_texts[KIND_CONNECTION][1]), 0);
		break;
	case KILLING_SIGNAL:
		add_line(out, _("The signal goes to whole processes, with all their sockets."), 0);
		break;
	}
}
