/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/cli-kill-print.h"

#include <stdio.h>

#include "app/close/effect-text.h"
#include "app/close/leftover-count.h"
#include "app/print/writer/writer-json.h"
#include "app/system/signal-name.h"
#include "app/close/result-text.h"
#include "app/close/place-text.h"
#include "app/close/target-text.h"
#include "base/i18n.h"

/* Most processes that are named as still holding closed sockets, and descriptors that are read for
 * that. */
enum { HINTS_MAX = 3, HINT_DESCRIPTORS = 1000 };

/* Up to this many sockets are listed one by one before the question. */
#define PREVIEW_MAX 20

/*
 * Other sockets may have the same addresses: the descriptor of its first owner, in the words of ss;
 * or its cookie.
 */
static void add_descriptor(const struct cli_kill_print *teller, uint32_t row, struct buffer *out)
{
	const struct engine *engine = teller->engine;
	enum row_owners_reason reason;
	struct owner owner;

	if (!engine->owners_wanted ||
		!row_owners_find(
			engine->context.row_owners, &engine->track, row, &owner, 1, &reason) ||
		owner.fd == OWNER_MAP_NONE) {
		target_text_add_cookie(out, &engine->track.rows[row].conn);
		return;
	}
	buffer_printf(out, " pid=%u", owner.pid);
	if (owner.thread)
		buffer_printf(out, ",tid=%u", owner.thread);
	buffer_printf(out, ",fd=%u", owner.fd);
}

void cli_kill_print_add_socket(
	const struct cli_kill_print *teller, uint32_t row, struct buffer *out)
{
	const struct conn *conn = &teller->engine->track.rows[row].conn;
	struct buffer owner = {0};

	buffer_printf(out, "%s %s ", conn_proto_name(conn->proto),
		conn_state_name(conn->proto, conn->state));
	names_add_pair(&teller->engine->names, conn, " -> ", out);
	place_text_add(out, &teller->engine->names, conn, teller->charset);
	column_add_text(teller->process, &teller->engine->context, row, &owner);
	buffer_text(out, " ");
	text_add_shown(out, buffer_get(&owner), teller->charset);
	if (conn_shares_port(conn))
		add_descriptor(teller, row, out);
	buffer_done(&owner);
}

void cli_kill_print_add_process(const struct cli_kill_print *teller,
	const struct close_job_process *process, struct buffer *out)
{
	buffer_printf(out, "%u ", process->pid);
	text_add_shown(out, process->name, teller->charset);
	buffer_text(out, ": ");
	buffer_printf(out, P_("%u socket", "%u sockets", process->sockets), process->sockets);
}

static void preview_sockets(
	const struct cli_kill_print *teller, const struct close_job *job, struct buffer *out)
{
	size_t count = close_job_count(job);

	for (size_t i = 0; i < count && i < PREVIEW_MAX; i++) {
		cli_kill_print_add_socket(teller, job->targets[i].row, out);
		buffer_char(out, '\n');
	}
	if (count <= PREVIEW_MAX)
		return;
	buffer_printf(out, _("... and %zu more\n"), count - PREVIEW_MAX);
	close_job_add_states(job, out);
	buffer_char(out, '\n');
}

static void preview_processes(
	const struct cli_kill_print *teller, const struct close_job *job, struct buffer *out)
{
	size_t shown = 0;

	for (size_t i = 0; i < job->process_count; i++) {
		if (job->processes[i].own || shown++ >= PREVIEW_MAX)
			continue;
		cli_kill_print_add_process(teller, &job->processes[i], out);
		buffer_char(out, '\n');
	}
	if (shown > PREVIEW_MAX)
		buffer_printf(out, _("... and %zu more\n"), shown - PREVIEW_MAX);
}

void cli_kill_print_preview(
	const struct cli_kill_print *teller, const struct close_job *job, enum close_way way)
{
	struct buffer text = {0};

	if (way == CLOSE_JOB_SIGNAL)
		preview_processes(teller, job, &text);
	else
		preview_sockets(teller, job, &text);
	effect_text_add(&text, job, way);
	if (way == CLOSE_JOB_DESTROY && !job->batch.whole && effect_text_is_partial(job))
		buffer_printf(&text, "%s\n", _("--by-descriptor closes MPTCP whole."));
	fputs(buffer_get(&text), stderr);
	buffer_done(&text);
}

/* Appends the members "result" and "error". `error` is in plain English, as data are; NULL: there
 * is none. */
static void add_json_result(struct buffer *out, const char *result, const char *error)
{
	buffer_printf(out, "{\"result\":\"%s\",\"error\":", result);
	if (error)
		text_add_json(out, error);
	else
		buffer_text(out, "null");
}

void cli_kill_print_socket(
	struct cli_kill_print *teller, uint32_t row, const struct cli_kill_words *words)
{
	struct buffer *out = &teller->output.text;

	if (teller->data) {
		add_json_result(out, words->result, words->error);
		if (words->note) {
			buffer_text(out, ",\"note\":");
			text_add_json(out, words->note);
		}
		buffer_text(out, ",\"socket\":");
		writer_json_add_socket(out, &teller->engine->context, row);
		buffer_text(out, "}\n");
	} else {
		cli_kill_print_add_socket(teller, row, out);
		buffer_printf(out, ": %s\n", words->text);
	}
	output_drain(&teller->output);
}

void cli_kill_print_process(struct cli_kill_print *teller, const struct close_job_process *process,
	const char *result, const char *words, const char *error)
{
	struct buffer *out = &teller->output.text;

	if (teller->data) {
		add_json_result(out, result, error);
		buffer_printf(out, ",\"signal\":\"%s\",\"pid\":%u,\"process\":",
			signal_name_of(teller->signal), process->pid);
		text_add_json(out, process->name);
		buffer_printf(out, ",\"sockets\":%u}\n", process->sockets);
	} else {
		cli_kill_print_add_process(teller, process, out);
		buffer_printf(out, ": %s\n", words);
	}
	output_drain(&teller->output);
}

/* -------- hints -------- */

static void hint_at_held(const struct cli_kill_print *teller, struct close_job *job, uint32_t index)
{
	const struct close_job_process *process = &job->processes[index];
	struct leftover_count count;
	struct buffer name = {0};
	size_t held;

	if (leftover_count_begin(&count, job, index) == 0)
		leftover_count_step(&count, HINT_DESCRIPTORS);
	held = count.held.count;
	text_add_shown(&name, process->name, teller->charset);
	if (held)
		fprintf(stderr,
			P_("sockview: %s (%u) still holds %s%zu descriptor of closed sockets, "
			   "until it calls close()\n",
				"sockview: %s (%u) still holds %s%zu descriptors of closed "
				"sockets, until it calls close()\n",
				held),
			buffer_get(&name), process->pid, count.held.complete ? "" : _("at least "),
			held);
	buffer_done(&name);
	leftover_count_done(&count);
}

/* If the socket is still listed, -K can close it in another call; the MPTCP socket of a closed
 * subflow is no longer listed. */
static void hint_at_descriptors(const struct close_job *job)
{
	size_t could = 0, parted = 0;

	for (size_t i = 0; i < close_job_count(job); i++) {
		const struct close_outcome *outcome = close_job_outcome(job, i);

		parted += outcome->connection != MPTCP_NONE;
		could += close_job_could_seize(job, i) && outcome->connection == MPTCP_NONE &&
			 outcome->result != CLOSE_RESULT_NOT_TRIED;
	}
	if (could)
		fprintf(stderr,
			P_("sockview: for %zu of them --by-descriptor, or d on the screen (F9), "
			   "uses the descriptor of its own process\n",
				"sockview: for %zu of them --by-descriptor, or d on the screen "
				"(F9), uses the descriptors of their own processes\n",
				could),
			could);
	if (parted)
		fprintf(stderr, "sockview: %s\n",
			_("--by-descriptor, or d on the screen (F9), closes an MPTCP connection "
			  "whole, while it has a subflow"));
}

void cli_kill_print_hint(const struct cli_kill_print *teller, struct close_job *job)
{
	if (job->way == CLOSE_JOB_DESTROY)
		hint_at_descriptors(job);
	for (uint32_t i = 0;
		job->way != CLOSE_JOB_SIGNAL && i < job->process_count && i < HINTS_MAX; i++)
		hint_at_held(teller, job, i);
}
