/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/cli-kill-print.h"

#include <stdio.h>

#include "app/close/effect-text.h"
#include "app/close/leftover-count.h"
#include "app/print/writer-json.h"
#include "app/system/signal-name.h"
#include "app/close/result-text.h"
#include "base/i18n.h"

/* Processes that are named as still holding what was closed, and descriptors read for that. */
enum { HINTS_MAX = 3, HINT_DESCRIPTORS = 1000 };

/* What is meant is named one by one before the question, up to so many. */
#define PREVIEW_MAX 20

void kill_teller_add_socket(const struct kill_teller *teller, uint32_t row, struct buffer *out)
{
	const struct conn *conn = &teller->engine->track.rows[row].conn;
	struct buffer owner = {0};

	buffer_printf(out, "%s %s ", conn_proto_name(conn->proto),
		conn_state_name(conn->proto, conn->state));
	conn_add_pair(out, conn, " -> ");
	column_add_text(teller->process, &teller->engine->context, row, &owner);
	buffer_text(out, " ");
	text_add_shown(out, buffer_get(&owner), teller->charset);
	buffer_done(&owner);
}

void kill_teller_add_process(
	const struct kill_teller *teller, const struct killing_process *process, struct buffer *out)
{
	buffer_printf(out, "%u ", process->pid);
	text_add_shown(out, process->name, teller->charset);
	buffer_text(out, ": ");
	buffer_printf(out, P_("%u socket", "%u sockets", process->sockets), process->sockets);
}

static void preview_sockets(
	const struct kill_teller *teller, const struct killing *killing, struct buffer *out)
{
	size_t count = killing_count(killing);

	for (size_t i = 0; i < count && i < PREVIEW_MAX; i++) {
		kill_teller_add_socket(teller, killing->targets[i].row, out);
		buffer_char(out, '\n');
	}
	if (count <= PREVIEW_MAX)
		return;
	buffer_printf(out, _("... and %zu more\n"), count - PREVIEW_MAX);
	killing_add_states(killing, out);
	buffer_char(out, '\n');
}

static void preview_processes(
	const struct kill_teller *teller, const struct killing *killing, struct buffer *out)
{
	size_t shown = 0;

	for (size_t i = 0; i < killing->process_count; i++) {
		if (killing->processes[i].own || shown++ >= PREVIEW_MAX)
			continue;
		kill_teller_add_process(teller, &killing->processes[i], out);
		buffer_char(out, '\n');
	}
	if (shown > PREVIEW_MAX)
		buffer_printf(out, _("... and %zu more\n"), shown - PREVIEW_MAX);
}

void kill_teller_preview(
	const struct kill_teller *teller, const struct killing *killing, enum killing_way way)
{
	struct buffer text = {0};

	if (way == KILLING_SIGNAL)
		preview_processes(teller, killing, &text);
	else
		preview_sockets(teller, killing, &text);
	consequence_add(&text, killing, way);
	if (way == KILLING_DESTROY && !killing->batch.whole && consequence_is_partial(killing))
		buffer_printf(&text, "%s\n", _("--by-descriptor closes MPTCP whole."));
	fputs(buffer_get(&text), stderr);
	buffer_done(&text);
}

/* `error` in plain English, for data; NULL: there is none. */
static void add_json_result(struct buffer *out, const char *result, const char *error)
{
	buffer_printf(out, "{\"result\":\"%s\",\"error\":", result);
	if (error)
		text_add_json(out, error);
	else
		buffer_text(out, "null");
}

void kill_teller_socket(struct kill_teller *teller, uint32_t row, const char *result,
	const char *words, const char *error)
{
	struct buffer *out = &teller->output.text;

	if (teller->data) {
		add_json_result(out, result, error);
		buffer_text(out, ",\"socket\":");
		writer_json_add_socket(out, &teller->engine->context, row);
		buffer_text(out, "}\n");
	} else {
		kill_teller_add_socket(teller, row, out);
		buffer_printf(out, ": %s\n", words);
	}
	output_drain(&teller->output);
}

void kill_teller_process(struct kill_teller *teller, const struct killing_process *process,
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
		kill_teller_add_process(teller, process, out);
		buffer_printf(out, ": %s\n", words);
	}
	output_drain(&teller->output);
}

/* -------- hints -------- */

static void hint_at_held(const struct kill_teller *teller, struct killing *killing, uint32_t index)
{
	const struct killing_process *process = &killing->processes[index];
	struct killing_held count;
	struct buffer name = {0};
	size_t held;

	if (killing_held_begin(&count, killing, index) == 0)
		killing_held_step(&count, HINT_DESCRIPTORS);
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
	killing_held_done(&count);
}

/* What is still listed can be closed by another call, of the MPTCP whose subflow is gone not. */
static void hint_at_descriptors(const struct killing *killing)
{
	size_t could = 0, parted = 0;

	for (size_t i = 0; i < killing_count(killing); i++) {
		const struct closing_outcome *outcome = killing_outcome(killing, i);

		parted += outcome->connection != MPTCP_NONE;
		could += killing_could_seize(killing, i) && outcome->connection == MPTCP_NONE &&
			 outcome->result != CLOSING_NOT_TRIED;
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

void kill_teller_hint(const struct kill_teller *teller, struct killing *killing)
{
	if (killing->way == KILLING_DESTROY)
		hint_at_descriptors(killing);
	for (uint32_t i = 0;
		killing->way != KILLING_SIGNAL && i < killing->process_count && i < HINTS_MAX; i++)
		hint_at_held(teller, killing, i);
}
