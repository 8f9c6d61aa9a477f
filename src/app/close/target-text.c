/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/close/target-text.h"

#include <signal.h>

#include "app/system/signal-name.h"
#include "app/close/place-text.h"
#include "app/close/result-text.h"
#include "base/format.h"
#include "base/i18n.h"

/* Most processes that are named; the others are only counted. */
#define NAMED_MAX 4

void target_text_add_process(
	struct buffer *out, const char *name, uint32_t pid, enum text_charset charset)
{
	text_add_shown(out, name, charset);
	buffer_printf(out, " (%u)", pid);
}

void target_text_add_cookie(struct buffer *out, const struct conn *conn)
{
	if (conn_names_one_socket(conn))
		buffer_printf(out, " sk:%llx", (unsigned long long)conn->cookie);
}

/* What tells sockets apart that have the same addresses. */
static void add_mark(struct buffer *out, const struct close_job *job, size_t index)
{
	const struct close_job_target *target = &job->targets[index];
	const struct conn *conn = close_job_conn(job, index);
	const struct close_job_holder *holder;

	if (!conn_shares_port(conn))
		return;
	if (!target->holder_count) {
		target_text_add_cookie(out, conn);
		return;
	}
	holder = &job->holders[target->first_holder];
	if (holder->thread)
		buffer_printf(out, " tid=%u", holder->thread);
	buffer_printf(out, " fd=%u", holder->fd);
}

void target_text_add_holder(
	struct buffer *out, const struct close_job *job, size_t index, enum text_charset charset)
{
	const struct close_job_process *owner = close_job_owner(job, index);

	if (owner) {
		buffer_char(out, ' ');
		target_text_add_process(out, owner->name, owner->pid, charset);
	}
	add_mark(out, job, index);
}

/* Appends a line "2,210 of them ..."; nothing if `number` is 0. */
static void add_number(struct buffer *out, size_t number, const char *words)
{
	if (!number)
		return;
	format_grouped(out, number);
	buffer_printf(out, " %s\n", words);
}

/* -------- who holds them -------- */

/* Returns the process with the next most sockets after process `at`, which holds `most`. */
static size_t next_process(const struct close_job *job, size_t most, size_t at)
{
	size_t best = job->process_count;

	for (size_t i = 0; i < job->process_count; i++) {
		size_t sockets = job->processes[i].sockets;

		if (sockets > most || (sockets == most && i <= at && most != SIZE_MAX))
			continue;
		if (best == job->process_count || sockets > job->processes[best].sockets)
			best = i;
	}
	return best;
}

/* Appends "api (2210) 980, nginx (1203) 2", and how many more there are. */
static size_t add_named(struct buffer *out, const struct close_job *job, enum text_charset charset)
{
	size_t most = SIZE_MAX, at = 0, named = 0;

	for (; named < NAMED_MAX && named < job->process_count; named++) {
		const struct close_job_process *process;

		at = next_process(job, most, at);
		process = &job->processes[at];
		most = process->sockets;
		buffer_text(out, named ? ", " : "");
		target_text_add_process(out, process->name, process->pid, charset);
		buffer_char(out, ' ');
		format_grouped(out, most);
	}
	return named;
}

static void add_processes(
	struct buffer *out, const struct close_job *job, enum text_charset charset)
{
	size_t more = job->process_count - add_named(out, job, charset), unheld = 0;

	for (size_t i = 0; i < close_job_count(job); i++)
		unheld += !job->targets[i].holder_count;
	if (more)
		buffer_printf(out, P_(", %zu more process", ", %zu more processes", more), more);
	if (unheld) {
		buffer_printf(out, "%s%s ", job->process_count ? ", " : "", _("without a process"));
		format_grouped(out, unheld);
	}
	buffer_char(out, '\n');
}

/* -------- where they are -------- */

/* The next place with targets, by number, from `least` on; false: there is none. */
static bool next_place(const struct close_job *job, unsigned least, uint16_t *ret_place)
{
	unsigned best = UINT16_MAX + 1U;

	for (size_t i = 0; i < close_job_count(job); i++) {
		unsigned place = close_job_conn(job, i)->place;

		if (place >= least && place < best)
			best = place;
	}
	*ret_place = (uint16_t)best;
	return best <= UINT16_MAX;
}

static size_t count_in_place(const struct close_job *job, uint16_t place)
{
	size_t count = 0;

	for (size_t i = 0; i < close_job_count(job); i++)
		count += close_job_conn(job, i)->place == place;
	return count;
}

/*
 * Appends "in namespaces: here 2, web2 14", if not all of them are in our own network namespace.
 */
static void add_places(struct buffer *out, const struct close_job *job, enum text_charset charset)
{
	unsigned least = 0, named = 0;
	struct buffer name = {0};
	uint16_t place;

	if (count_in_place(job, CONN_HERE) == close_job_count(job))
		return;
	for (; named < NAMED_MAX && next_place(job, least, &place); named++) {
		buffer_clear(&name);
		names_add_place(&job->engine->names, place, &name);
		buffer_printf(out, "%s ", named ? "," : _("in network namespaces:"));
		text_add_shown(out, name.length ? buffer_get(&name) : "?", charset);
		buffer_char(out, ' ');
		format_grouped(out, count_in_place(job, place));
		least = place + 1U;
	}
	if (next_place(job, least, &place))
		buffer_text(out, ", ...");
	buffer_char(out, '\n');
	buffer_done(&name);
}

/* -------- which they are -------- */

static void add_one(struct buffer *out, const struct close_job *job, enum text_charset charset)
{
	const struct conn *conn = close_job_conn(job, 0);
	const struct close_job_process *owner = close_job_owner(job, 0);
	size_t more = job->process_count - 1;

	buffer_printf(out, "%s %s  ", conn_proto_name(conn->proto),
		conn_state_name(conn->proto, conn->state));
	names_add_pair(&job->engine->names, conn, text_arrow(charset), out);
	place_text_add(out, &job->engine->names, conn, charset);
	if (!owner) {
		add_mark(out, job, 0);
		buffer_char(out, '\n');
		return;
	}
	buffer_printf(out, "\n%s", _("held by"));
	target_text_add_holder(out, job, 0, charset);
	if (more)
		buffer_printf(
			out, P_(" and %zu more process", " and %zu more processes", more), more);
	buffer_char(out, '\n');
}

static void add_many(struct buffer *out, const struct close_job *job, enum text_charset charset)
{
	size_t count = close_job_count(job);

	format_grouped(out, count);
	buffer_printf(out, " %s ", P_("socket:", "sockets:", count));
	close_job_add_states(job, out);
	buffer_char(out, '\n');
	add_places(out, job, charset);
	add_processes(out, job, charset);
}

void target_text_add_left_out(struct buffer *out, const struct close_job *job)
{
	size_t listeners = job->kept[CLOSE_JOB_LISTENER], own = job->kept[CLOSE_JOB_SESSION];

	add_number(out, listeners,
		P_("listener is left out: close it alone",
			"listeners are left out: close them alone", listeners));
	add_number(out, own,
		P_("socket of your own session is left out",
			"sockets of your own session are left out", own));
}

void target_text_add_targets(
	struct buffer *out, const struct close_job *job, size_t hidden, enum text_charset charset)
{
	if (close_job_count(job) == 1)
		add_one(out, job, charset);
	else
		add_many(out, job, charset);
	target_text_add_left_out(out, job);
	add_number(out, hidden,
		P_("of them is hidden by the filter", "of them are hidden by the filter", hidden));
}

/* -------- what will happen -------- */

static void add_signalled(struct buffer *out, const struct close_job_process *process, int signal,
	size_t sockets, enum text_charset charset)
{
	struct buffer name = {0};

	target_text_add_process(&name, process->name, process->pid, charset);
	if (process->own)
		buffer_printf(out, _("%s is left alone: your own session hangs on it.\n"),
			buffer_get(&name));
	else
		buffer_printf(out,
			P_("Send %s to %s, which holds %zu socket?\n",
				"Send %s to %s, which holds %zu sockets?\n", sockets),
			signal_name_of(signal), buffer_get(&name), sockets);
	buffer_done(&name);
}

void target_text_add_signal(struct buffer *out, const struct close_job *job, int signal,
	size_t sockets, enum text_charset charset)
{
	size_t count = job->process_count;

	for (size_t i = 0; i < count && count <= NAMED_MAX; i++)
		add_signalled(out, &job->processes[i], signal,
			count == 1 ? sockets : job->processes[i].sockets, charset);
	if (count > NAMED_MAX) {
		buffer_printf(
			out, _("Send %s to these %zu processes?\n"), signal_name_of(signal), count);
		add_processes(out, job, charset);
	}
	buffer_printf(out, " \n%s\n",
		signal == SIGKILL
			? _("A process ends at once and saves nothing; its sockets are closed.")
			: _("A process is asked to end; most do, and close their sockets."));
}
