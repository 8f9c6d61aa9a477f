/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/close/target-text.h"

#include <signal.h>

#include "app/system/signal-name.h"
#include "app/close/result-text.h"
#include "base/format.h"
#include "base/i18n.h"

/* Processes that are named; of the others only the number is told. */
#define NAMED_MAX 4

void kill_add_process(struct buffer *out, const char *name, uint32_t pid, enum text_charset charset)
{
	text_add_shown(out, name, charset);
	buffer_printf(out, " (%u)", pid);
}

/* "2,210 of them ..." in a line; nothing for none. */
static void add_number(struct buffer *out, size_t number, const char *words)
{
	if (!number)
		return;
	format_grouped(out, number);
	buffer_printf(out, " %s\n", words);
}

/* -------- who holds them -------- */

/* After process `at`, which holds `most`: the one with the next most sockets. */
static size_t next_process(const struct killing *killing, size_t most, size_t at)
{
	size_t best = killing->process_count;

	for (size_t i = 0; i < killing->process_count; i++) {
		size_t sockets = killing->processes[i].sockets;

		if (sockets > most || (sockets == most && i <= at && most != SIZE_MAX))
			continue;
		if (best == killing->process_count || sockets > killing->processes[best].sockets)
			best = i;
	}
	return best;
}

/* "api (2210) 980, nginx (1203) 2", and where there are more, how many. */
static size_t add_named(
	struct buffer *out, const struct killing *killing, enum text_charset charset)
{
	size_t most = SIZE_MAX, at = 0, named = 0;

	for (; named < NAMED_MAX && named < killing->process_count; named++) {
		const struct killing_process *process;

		at = next_process(killing, most, at);
		process = &killing->processes[at];
		most = process->sockets;
		buffer_text(out, named ? ", " : "");
		kill_add_process(out, process->name, process->pid, charset);
		buffer_char(out, ' ');
		format_grouped(out, most);
	}
	return named;
}

static void add_processes(
	struct buffer *out, const struct killing *killing, enum text_charset charset)
{
	size_t more = killing->process_count - add_named(out, killing, charset), unheld = 0;

	for (size_t i = 0; i < killing_count(killing); i++)
		unheld += !killing->targets[i].holder_count;
	if (more)
		buffer_printf(out, P_(", %zu more process", ", %zu more processes", more), more);
	if (unheld) {
		buffer_printf(
			out, "%s%s ", killing->process_count ? ", " : "", _("without a process"));
		format_grouped(out, unheld);
	}
	buffer_char(out, '\n');
}

/* -------- which they are -------- */

static void add_one(struct buffer *out, const struct killing *killing, enum text_charset charset)
{
	const struct conn *conn = killing_conn(killing, 0);
	const struct killing_process *owner = killing_owner(killing, 0);
	size_t more = killing->process_count - 1;

	buffer_printf(out, "%s %s  ", conn_proto_name(conn->proto),
		conn_state_name(conn->proto, conn->state));
	conn_add_pair(out, conn, text_arrow(charset));
	buffer_char(out, '\n');
	if (!owner)
		return;
	buffer_printf(out, "%s ", _("held by"));
	kill_add_process(out, owner->name, owner->pid, charset);
	if (more)
		buffer_printf(
			out, P_(" and %zu more process", " and %zu more processes", more), more);
	buffer_char(out, '\n');
}

static void add_many(struct buffer *out, const struct killing *killing, enum text_charset charset)
{
	size_t count = killing_count(killing);

	format_grouped(out, count);
	buffer_printf(out, " %s ", P_("socket:", "sockets:", count));
	killing_add_states(killing, out);
	buffer_char(out, '\n');
	add_processes(out, killing, charset);
}

void kill_add_left_out(struct buffer *out, const struct killing *killing)
{
	size_t listeners = killing->kept[KILLING_LISTENER], own = killing->kept[KILLING_SESSION];

	add_number(out, listeners,
		P_("listener is left out: close it alone",
			"listeners are left out: close them alone", listeners));
	add_number(out, own,
		P_("socket of your own session is left out",
			"sockets of your own session are left out", own));
}

void kill_add_targets(
	struct buffer *out, const struct killing *killing, size_t hidden, enum text_charset charset)
{
	if (killing_count(killing) == 1)
		add_one(out, killing, charset);
	else
		add_many(out, killing, charset);
	kill_add_left_out(out, killing);
	add_number(out, hidden,
		P_("of them is hidden by the filter", "of them are hidden by the filter", hidden));
}

/* -------- what will happen -------- */

static void add_signalled(struct buffer *out, const struct killing_process *process, int signal,
	size_t sockets, enum text_charset charset)
{
	struct buffer name = {0};

	kill_add_process(&name, process->name, process->pid, charset);
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

void kill_add_signal(struct buffer *out, const struct killing *killing, int signal, size_t sockets,
	enum text_charset charset)
{
	size_t count = killing->process_count;

	for (size_t i = 0; i < count && count <= NAMED_MAX; i++)
		add_signalled(out, &killing->processes[i], signal,
			count == 1 ? sockets : killing->processes[i].sockets, charset);
	if (count > NAMED_MAX) {
		buffer_printf(
			out, _("Send %s to these %zu processes?\n"), signal_name_of(signal), count);
		add_processes(out, killing, charset);
	}
	buffer_printf(out, " \n%s\n",
		signal == SIGKILL
			? _("A process ends at once and saves nothing; its sockets are closed.")
			: _("A process is asked to end; most do, and close their sockets."));
}
