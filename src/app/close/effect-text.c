/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/close/effect-text.h"

#include "base/i18n.h"

/* What a close does, depending on what is closed. */
enum effect {
	EFFECT_CONNECTION,
	EFFECT_LISTENER,
	EFFECT_TIME_WAIT,
	EFFECT_SYN_RECV,
	EFFECT_ERROR,   /* the socket gets an error and stays */
	EFFECT_UNBOUND, /* the same, if it is bound to an interface */
	EFFECT_SUBFLOW,
	EFFECT_MPTCP_LISTENER,
	EFFECT_WHOLE, /* an MPTCP socket that is closed through its descriptor */
	EFFECTS
};

static const char *const effect_texts[EFFECTS][2] = {
	[EFFECT_CONNECTION] = {N_("The peer gets RST, the program gets ECONNABORTED."),
		N_("Its descriptor stays open until the program calls close().")},
	[EFFECT_LISTENER] = {N_("New connections will be refused."),
		N_("The port stays taken until the program calls close().")},
	[EFFECT_TIME_WAIT] = {N_("The kernel forgets the connection before its time.")},
	[EFFECT_SYN_RECV] = {N_(
		"The kernel forgets the half-open connection; the peer may try again.")},
	[EFFECT_ERROR] = {N_("The program gets ECONNABORTED once."),
		N_("A socket that it bound to a port goes on working.")},
	[EFFECT_UNBOUND] = {N_("The program gets ECONNABORTED once."),
		N_("A socket that it bound to a port goes on working, but on every interface.")},
	[EFFECT_SUBFLOW] = {N_(
		"Only a part of it goes, for it is MPTCP: the connection lives on.")},
	[EFFECT_MPTCP_LISTENER] = {N_("The kernel closes no listener of MPTCP.")},
	[EFFECT_WHOLE] = {N_(
		"MPTCP, by the process's own descriptor: the program reads an error.")},
};

static enum effect effect_of(const struct conn *conn)
{
	if (conn_kind_has(conn, KIND_SURVIVES_CLOSE))
		return conn->interface ? EFFECT_UNBOUND : EFFECT_ERROR;
	switch (conn->state) {
	case CONN_LISTEN:
		return EFFECT_LISTENER;
	case CONN_TIME_WAIT:
		return EFFECT_TIME_WAIT;
	case CONN_SYN_RECV:
		return EFFECT_SYN_RECV;
	default:
		return EFFECT_CONNECTION;
	}
}

static enum effect effect_of_target(const struct close_job *job, size_t index)
{
	const struct conn *conn = close_job_conn(job, index);

	if (!close_job_is_part(job, index))
		return effect_of(conn);
	if (job->batch.whole)
		return EFFECT_WHOLE;
	return conn->state == CONN_LISTEN ? EFFECT_MPTCP_LISTENER : EFFECT_SUBFLOW;
}

bool effect_text_is_partial(const struct close_job *job)
{
	for (size_t i = 0; i < close_job_count(job); i++)
		if (close_job_is_part(job, i))
			return true;
	return false;
}

static void add_line(struct buffer *out, const char *text, size_t count)
{
	if (count)
		buffer_printf(out, "%zu: ", count);
	buffer_printf(out, "%s\n", text);
}

/* `held`: a process holds the socket, so the text can mention its descriptor. */
static void add_effect(struct buffer *out, enum effect effect, bool held, size_t count)
{
	add_line(out, _(effect_texts[effect][0]), count);
	if (effect_texts[effect][1] && (held || effect != EFFECT_CONNECTION))
		add_line(out, _(effect_texts[effect][1]), 0);
}

static void add_by_kernel(struct buffer *out, const struct close_job *job)
{
	size_t counts[EFFECTS] = {0}, effects = 0;
	bool held = false;

	for (size_t i = 0; i < close_job_count(job); i++) {
		const struct conn *conn = close_job_conn(job, i);
		enum effect effect = effect_of_target(job, i);

		effects += !counts[effect]++;
		held |= effect == EFFECT_CONNECTION && conn->has & CONN_HAS_INODE;
	}
	for (int effect = 0; effect < EFFECTS; effect++)
		if (counts[effect])
			add_effect(
				out, (enum effect)effect, held, effects > 1 ? counts[effect] : 0);
}

void effect_text_add(struct buffer *out, const struct close_job *job, enum close_way way)
{
	switch (way) {
	case CLOSE_JOB_DESTROY:
		add_by_kernel(out, job);
		break;
	case CLOSE_JOB_DESCRIPTOR:
		add_line(out,
			_("By the descriptors of their own processes: the peers get RST, the "
			  "programs read an error."),
			0);
		add_line(out, _(effect_texts[EFFECT_CONNECTION][1]), 0);
		break;
	case CLOSE_JOB_SIGNAL:
		add_line(out, _("The signal goes to whole processes, with all their sockets."), 0);
		break;
	}
}
