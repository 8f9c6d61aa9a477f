/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/kill-batch.h"

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
#include "base/text.h"

enum { EXIT_NOT_ALL = 1, EXIT_USAGE = 2, EXIT_NO_MATCH = 3 };

/* Matching sockets are named one by one before the question, up to so many. */
#define PREVIEW_MAX 20

struct kill_batch {
	struct engine *engine;
	const struct options *options;
	struct guard guard;
	uint32_t *rows; /* to be closed */
	size_t count;
	size_t kept;
	struct output output;
	size_t good, bad;
};

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
	text_add_shown(out, buffer_get(&owner), TEXT_UTF8);
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
	output_drain(&batch->output);
}

/* Gathers what is to be closed, and says what is not. 0 or -ENOMEM. */
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

static void preview(const struct kill_batch *batch)
{
	struct buffer line = {0};

	for (size_t i = 0; i < batch->count && i < PREVIEW_MAX; i++) {
		buffer_clear(&line);
		add_socket(batch, batch->rows[i], &line);
		fprintf(stderr, "%s\n", buffer_get(&line));
	}
	if (batch->count > PREVIEW_MAX)
		fprintf(stderr, _("... and %zu more\n"), batch->count - PREVIEW_MAX);
	fputs(_("The peers get RST, the programs get ECONNABORTED; descriptors stay open until the "
		"programs close them.\n"),
		stderr);
	buffer_done(&line);
}

/* One is closed by y; of more the number has to be typed. */
static bool is_confirmed(const struct kill_batch *batch)
{
	char answer[64] = "", count[32];

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
	struct closing_outcome outcome;
	struct buffer words = {0};

	closing_run(&engine->kernel, engine->closes, engine->close_buffer, conn, &outcome);
	verdict_add_result(&words, &outcome);
	if (verdict_is_good(&outcome))
		batch->good++;
	else
		batch->bad++;
	tell(batch, row, closing_result_name(outcome.result), buffer_get(&words),
		verdict_is_good(&outcome) ? NULL : buffer_get(&words));
	audit_close(conn, &outcome);
	buffer_done(&words);
}

static int finish(struct kill_batch *batch, int status)
{
	if (output_flush(&batch->output) < 0)
		status = output_complain(&batch->output);
	free(batch->rows);
	buffer_done(&batch->output.text);
	return status;
}

static int close_all(struct kill_batch *batch)
{
	/* A closed pipe ends the telling, not the closing: what was asked for is done. */
	for (size_t i = 0; i < batch->count; i++)
		close_one(batch, batch->rows[i]);
	fprintf(stderr, _("sockview: %zu closed or gone, %zu not closed, %zu kept\n"), batch->good,
		batch->bad, batch->kept);
	return batch->bad ? EXIT_NOT_ALL : 0;
}

static int would_close(struct kill_batch *batch)
{
	for (size_t i = 0; i < batch->count; i++)
		tell(batch, batch->rows[i], "would-close", _("would be closed"), NULL);
	return batch->count + batch->kept ? 0 : EXIT_NO_MATCH;
}

int kill_batch_run(struct engine *engine, const struct options *options)
{
	struct kill_batch batch = {.engine = engine, .options = options};
	struct instant now = clock_now();
	const char *hopeless = verdict_hopeless(&engine->kernel, engine->closes != NULL);

	guard_init(&batch.guard);
	engine_refresh(engine, &now);
	choose(&batch);
	if (options->dry_run)
		return finish(&batch, would_close(&batch));
	if (batch.count + batch.kept == 0) {
		fputs(_("sockview: no socket matches\n"), stderr);
		return finish(&batch, EXIT_NO_MATCH);
	}
	if (hopeless) {
		fprintf(stderr, "sockview: %s\n", hopeless);
		return finish(&batch, EXIT_NOT_ALL);
	}
	if (batch.count && !options->yes && !is_confirmed(&batch)) {
		fputs(_("sockview: nothing was closed\n"), stderr);
		return finish(&batch, EXIT_NOT_ALL);
	}
	return finish(&batch, close_all(&batch));
}
