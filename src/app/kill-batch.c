/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/kill-batch.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/audit.h"
#include "app/clock.h"
#include "app/guard.h"
#include "app/output.h"
#include "app/records.h"
#include "app/verdict.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "sock/closing-batch.h"

enum { EXIT_NOT_ALL = 1, EXIT_NO_MATCH = 3, EXIT_SIGNAL = 128 };

/* Matching sockets are named one by one before the question, up to so many. */
#define PREVIEW_MAX 20

struct kill_batch {
	struct engine *engine;
	const struct options *options;
	enum text_charset charset;
	struct guard guard;
	uint32_t *rows; /* to be closed */
	size_t count;
	size_t kept;
	struct output output;
	bool watched; /* standard output is a terminal: somebody wants to see how it goes */
	size_t good, bad;
	struct audit audit;
};

/* A signal that asks for an end, while sockets are being closed: a handler has no argument. */
static volatile sig_atomic_t ended_by;

/* Why a socket that matches is left alone; NULL where it is not. */
static const char *reason_to_keep(const struct kill_batch *batch, uint32_t row)
{
	const struct conn *conn = &batch->engine->track.rows[row].conn;
	bool meant = batch->options->pick.listening ||
		     filter_says_state(batch->options->filter, CONN_LISTEN);

	if (conn->proto == CONN_TCP && conn->state == CONN_LISTEN && !meant)
		return N_("a listener: kept, unless FILTER says 'state listen' or -l is given");
	if (guard_is_own_session(&batch->guard, batch->engine, row))
		return N_("of your own session: kept");
	return NULL;
}

static void add_socket(const struct kill_batch *batch, uint32_t row, struct buffer *out)
{
	const struct conn *conn = &batch->engine->track.rows[row].conn;
	struct buffer owner = {0};

	buffer_printf(out, "%s %s ", conn_proto_name(conn->proto),
		conn_state_name(conn->proto, conn->state));
	verdict_add_pair(out, conn, " -> ");
	column_add_text(column_find("process"), &batch->engine->context, row, &owner);
	buffer_text(out, " ");
	text_add_shown(out, buffer_get(&owner), batch->charset);
	buffer_done(&owner);
}

/* One line, or one object, on standard output. */
static void tell(struct kill_batch *batch, uint32_t row, const char *result, const char *words,
	const char *error)
{
	struct buffer *out = &batch->output.text;

	if (batch->options->format == FORMAT_JSON) {
		buffer_printf(out, "{\"result\":\"%s\",\"error\":", result);
		if (error)
			text_add_json(out, error);
		else
			buffer_text(out, "null");
		buffer_text(out, ",\"socket\":");
		records_add_json(out, &batch->engine->context, row);
		buffer_text(out, "}\n");
	} else {
		add_socket(batch, row, out);
		buffer_printf(out, ": %s\n", words);
	}
	if (batch->watched)
		output_flush(&batch->output);
	else
		output_drain(&batch->output);
}

/* Gathers what is to be closed, and says what is not. */
static void choose(struct kill_batch *batch)
{
	const struct track *track = &batch->engine->track;
	struct buffer scratch = {0};

	batch->rows = alloc_zero(track->row_count, sizeof(*batch->rows));
	for (uint32_t row = 0; row < track->row_count; row++) {
		const char *reason;

		if (track->rows[row].life == ROW_FREE || track->rows[row].life == ROW_GONE ||
			!table_picks(&batch->options->pick, &batch->engine->context, row, &scratch))
			continue;
		reason = reason_to_keep(batch, row);
		if (!reason) {
			batch->rows[batch->count++] = row;
			continue;
		}
		batch->kept++;
		tell(batch, row, "kept", _(reason), reason);
	}
	buffer_done(&scratch);
}

/* "tcp CLOSE_WAIT 980, tcp LISTEN 3" */
static void add_states(const struct kill_batch *batch, struct buffer *out)
{
	size_t counts[CONN_PROTOS][CONN_STATES] = {{0}};
	const char *between = "";

	for (size_t i = 0; i < batch->count; i++) {
		const struct conn *conn = &batch->engine->track.rows[batch->rows[i]].conn;

		counts[conn->proto][conn->state]++;
	}
	for (int proto = 0; proto < CONN_PROTOS; proto++)
		for (int state = 0; state < CONN_STATES; state++)
			if (counts[proto][state]) {
				buffer_printf(out, "%s%s %s %zu", between, conn_proto_name(proto),
					conn_state_name(proto, state), counts[proto][state]);
				between = ", ";
			}
}

static void preview(const struct kill_batch *batch)
{
	struct buffer line = {0};

	for (size_t i = 0; i < batch->count && i < PREVIEW_MAX; i++) {
		buffer_clear(&line);
		add_socket(batch, batch->rows[i], &line);
		fprintf(stderr, "%s\n", buffer_get(&line));
	}
	if (batch->count > PREVIEW_MAX) {
		buffer_clear(&line);
		add_states(batch, &line);
		fprintf(stderr, _("... and %zu more\n"), batch->count - PREVIEW_MAX);
		fprintf(stderr, "%s\n", buffer_get(&line));
	}
	fputs(_("The peers get RST, the programs get ECONNABORTED; descriptors stay open until the "
		"programs close them.\n"),
		stderr);
	buffer_done(&line);
}

/* One is closed by y; of more the number has to be typed. */
static bool is_confirmed(struct kill_batch *batch)
{
	char answer[64] = "", count[32];

	output_flush(&batch->output); /* what is kept comes before the question */
	preview(batch);
	snprintf(count, sizeof(count), "%zu", batch->count);
	if (batch->count == 1)
		fputs(_("Close it?  y/N "), stderr);
	else
		fprintf(stderr, _("Type %s to close these %s sockets: "), count, count);
	fflush(stderr);
	if (!fgets(answer, sizeof(answer), stdin))
		return false;
	answer[strcspn(answer, "\r\n")] = '\0';
	if (batch->count == 1)
		return strcmp(answer, "y") == 0 || strcmp(answer, "Y") == 0;
	return strcmp(answer, count) == 0;
}

static void close_one(struct kill_batch *batch, uint32_t row)
{
	struct engine *engine = batch->engine;
	const struct conn *conn = &engine->track.rows[row].conn;
	bool data = batch->options->format == FORMAT_JSON;
	struct closing_outcome outcome;
	struct buffer words = {0};
	bool good;

	closing_run(&engine->kernel, engine->closes, engine->close_buffer, conn, &outcome);
	if (data)
		verdict_add_plain(&words, &outcome);
	else
		verdict_add_result(&words, &outcome);
	good = closing_is_good(outcome.result);
	if (good)
		batch->good++;
	else
		batch->bad++;
	tell(batch, row, closing_result_name(outcome.result), buffer_get(&words),
		good ? NULL : buffer_get(&words));
	audit_close(&batch->audit, conn, &outcome);
	buffer_done(&words);
}

static void note_end(int number)
{
	ended_by = number;
}

/*
 * From here on a signal lets the socket at hand be finished and what was done be told; the second
 * one ends the program at once. What whoever started us wants ignored (nohup) stays ignored.
 */
static void catch_ends(void)
{
	static const int ends[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct sigaction action = {
			.sa_handler = note_end, .sa_flags = (int)(SA_RESTART | SA_RESETHAND)};
		struct sigaction now;

		if (sigaction(ends[i], NULL, &now) < 0 || now.sa_handler != SIG_IGN)
			sigaction(ends[i], &action, NULL);
	}
}

static int close_all(struct kill_batch *batch)
{
	size_t tried = 0;

	catch_ends();
	/* A closed pipe ends the telling, not the closing: what was asked for is done. */
	while (tried < batch->count && !ended_by)
		close_one(batch, batch->rows[tried++]);
	output_flush(&batch->output);
	fprintf(stderr, _("sockview: %zu closed or gone, %zu not closed, %zu kept\n"), batch->good,
		batch->bad, batch->kept);
	if (tried < batch->count) {
		fprintf(stderr, _("sockview: interrupted, %zu more were not tried\n"),
			batch->count - tried);
		return EXIT_SIGNAL + ended_by;
	}
	return batch->bad ? EXIT_NOT_ALL : 0;
}

static int would_close(struct kill_batch *batch)
{
	for (size_t i = 0; i < batch->count; i++)
		tell(batch, batch->rows[i], "would-close", _("would be closed"), NULL);
	return 0;
}

/* What could not be read may have matched; where nothing did, so may what has hidden owners. */
static void complain(const struct kill_batch *batch)
{
	bool hidden = batch->count + batch->kept == 0 &&
		      filter_needs(batch->options->filter) & COLUMN_OWNER &&
		      engine_hides_owners(batch->engine);
	struct buffer text = {0}, clean = {0};

	engine_add_notes(batch->engine, hidden, true, &text);
	text_add_shown(&clean, buffer_get(&text), batch->charset);
	if (clean.length)
		fprintf(stderr, "sockview: %s\n", buffer_get(&clean));
	buffer_done(&text);
	buffer_done(&clean);
}

static int run(struct kill_batch *batch)
{
	const struct engine *engine = batch->engine;
	const char *hopeless = verdict_hopeless(&engine->kernel, engine->closes != NULL);

	if (batch->count + batch->kept == 0) {
		fputs(_("sockview: no socket matches\n"), stderr);
		return EXIT_NO_MATCH;
	}
	if (batch->options->dry_run)
		return would_close(batch);
	if (hopeless) {
		fprintf(stderr, "sockview: %s\n", hopeless);
		return EXIT_NOT_ALL;
	}
	if (batch->count && !batch->options->yes && !is_confirmed(batch)) {
		fputs(_("sockview: nothing was closed\n"), stderr);
		return EXIT_NOT_ALL;
	}
	return close_all(batch);
}

int kill_batch_run(struct engine *engine, const struct options *options, enum text_charset charset)
{
	struct kill_batch batch = {
		.engine = engine,
		.options = options,
		.charset = charset,
		.watched = isatty(STDOUT_FILENO),
	};
	struct instant now = clock_now();
	int status;

	if (!options->dry_run)
		signal(SIGPIPE, SIG_IGN);
	engine->context.ascii = charset == TEXT_ASCII;
	guard_init(&batch.guard);
	engine_refresh(engine, &now);
	choose(&batch);
	complain(&batch);
	status = run(&batch);
	/* Who reads the status must not take for all what was not all. */
	if ((status == 0 || status == EXIT_NO_MATCH) && !sweep_is_complete(&engine->sweep))
		status = EXIT_NOT_ALL;
	if (output_flush(&batch.output) < 0) {
		output_complain(&batch.output);
		status = status > EXIT_SIGNAL ? status : EXIT_NOT_ALL;
	}
	free(batch.rows);
	audit_done(&batch.audit);
	buffer_done(&batch.output.text);
	return status;
}
