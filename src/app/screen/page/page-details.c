/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/page/page-details.h"

#include <errno.h>
#include <stdlib.h>

#include "app/screen/state/app.h"
#include "app/screen/command/cmd-cell.h"
#include "app/screen/command/cmd-explain.h"
#include "app/screen/close/cmd-close.h"
#include "app/screen/state/page.h"
#include "base/alloc.h"
#include "base/format.h"
#include "base/i18n.h"
#include "sock/diag/detail.h"
#include "ui/page/draw-details.h"
#include "view/detail/detail-verdict.h"
#include "view/detail/detail-figures.h"
#include "view/detail/detail-owner.h"
#include "view/detail/detail-state.h"
#include "view/detail/peer.h"
#include "view/detail/timeline.h"

/* Rows that are searched for the other end in each tick: about a millisecond. */
enum { PEER_BUDGET = 10000 };

struct details {
	struct conn conn;     /* when the page was opened: its cookie identifies the socket */
	struct detail detail; /* the last answer */
	struct history history;
	struct peer peer;
	struct timeline timeline;
	struct sheet head, times, figures, owners, foot;
	struct sysctls sysctls; /* those that affect its state */
	uint8_t foot_state;     /* the state that `foot` explains */
	struct scroller scroller;
	int64_t closed_us; /* boot clock; 0: not closed */
	int error;         /* why the kernel did not answer for an open socket; 0: it did */
};

static uint32_t row_of(const struct app *app)
{
	return track_find(&app->engine.track, app->details->conn.place, app->details->conn.cookie);
}

/* -------- asking -------- */

/* Takes the data of the refresh, if the kernel cannot be asked. */
static void take_row(struct details *details, const struct row *row)
{
	details->detail.conn = row->conn;
}

/* Handles a socket that the kernel does not find. It is closed, unless several sockets share its
 * port: of those, the kernel answers for only one, so the refreshes decide. */
static void take_missing(struct app *app)
{
	struct details *details = app->details;
	uint32_t row = row_of(app);
	bool listed = row != TRACK_NONE && app->engine.track.rows[row].life != ROW_GONE;

	if (listed && conn_shares_port(&details->detail.conn)) {
		details->error = -ENOENT;
		take_row(details, &app->engine.track.rows[row]);
		return;
	}
	details->closed_us = app->now.boot_us;
}

static void note_time(struct app *app, uint32_t row)
{
	struct details *details = app->details;
	const struct row *of = row == TRACK_NONE ? NULL : &app->engine.track.rows[row];
	const struct history_sample *sample = history_last(&details->history);

	timeline_note(&details->timeline,
		&(struct timeline_look){
			.conn = &details->detail.conn,
			.sent = sample->bytes_sent,
			.received = sample->bytes_received,
			.counted = sample->has >> HISTORY_CWND & 1,
			.cause = bottleneck_of_sending(&details->history, &details->detail).cause,
			.boot_us = app->now.boot_us,
			.since_us = of ? of->state_since_us : app->now.boot_us,
			.at_least = of && of->flags & ROW_STATE_AT_LEAST,
		});
}

static void ask(struct app *app)
{
	struct details *details = app->details;
	int error = source_ask(app->engine.source, &details->conn, &details->detail);
	uint32_t row = row_of(app);

	details->error = error == -ENOENT ? 0 : error;
	if (error == -ENOENT)
		take_missing(app);
	else if (error && (row == TRACK_NONE || app->engine.track.rows[row].life == ROW_GONE))
		details->closed_us = app->now.boot_us;
	else if (error)
		take_row(details, &app->engine.track.rows[row]);
	if (details->closed_us) {
		timeline_end(&details->timeline, details->closed_us);
		return;
	}
	history_add(&details->history, &details->detail, app->now.mono_us);
	note_time(app, row);
}

/* -------- what is shown -------- */

static void fill_head(const struct app *app)
{
	struct details *details = app->details;
	struct sheet *sheet = &details->head;

	sheet_clear(sheet);
	sheet_group(sheet, NULL, SHEET_WIDE);
	if (details->closed_us) {
		detail_add_end(sheet, &details->detail.conn,
			(uint64_t)(app->now.boot_us - details->closed_us) / 1000);
		return;
	}
	if (details->error)
		buffer_text(sheet_value(sheet, NULL, SHEET_DIM),
			_("The kernel does not answer for this very socket: what follows is what "
			  "the last refresh brought."));
	detail_add_verdict(sheet, &app->engine.context, row_of(app), &details->detail.conn);
	detail_add_limits(sheet, &details->history, &details->detail);
}

/* The states and their times of a connection; others have only one. */
static void fill_times(const struct app *app)
{
	struct details *details = app->details;

	sheet_clear(&details->times);
	if (conn_kind_has(&details->detail.conn, KIND_HAS_CONNECTIONS) &&
		!conn_is_listener(&details->detail.conn))
		detail_add_timeline(&details->times, &details->timeline, &app->now,
			app->engine.context.utc_offset_s);
}

static void fill_figures(struct app *app, uint32_t row)
{
	struct details *details = app->details;

	sheet_clear(&details->figures);
	detail_add_state(&details->figures, &app->engine.context, row, &details->detail);
	detail_add_figures(&details->figures, &details->detail);
}

/* Reads /proc, so it is called after a refresh rather than with every query. */
static void fill_owners(struct app *app, uint32_t row)
{
	struct details *details = app->details;
	struct column_context context = app_shown_context(app);

	sheet_clear(&details->owners);
	detail_add_owners(&details->owners, &context, row);
	if (details->peer.found.row != TRACK_NONE)
		detail_add_peer(&details->owners, &context, details->peer.found.row);
}

/* Filled only when the state changes. */
static void fill_foot(struct app *app)
{
	struct details *details = app->details;
	const struct conn *conn = &details->detail.conn;

	if (details->foot.group_count && details->foot_state == conn->state)
		return;
	details->foot_state = conn->state;
	sheet_clear(&details->foot);
	detail_add_explanation(&details->foot, conn, &details->sysctls, app->grid.charset);
	detail_add_filters(&details->foot, conn);
}

/* If the socket has left the table, the last data stay. */
static void fill(struct app *app)
{
	uint32_t row = row_of(app);

	fill_head(app);
	fill_times(app);
	if (app->details->closed_us || row == TRACK_NONE)
		return;
	fill_figures(app, row);
	fill_foot(app);
}

/* -------- the page -------- */

static void begin(struct app *app)
{
	uint32_t row = row_of(app);

	sysctls_read(&app->details->sysctls, app->engine.here.root);
	ask(app);
	peer_step(&app->details->peer, &app->engine.track, &app->details->conn, PEER_BUDGET);
	if (row != TRACK_NONE)
		fill_owners(app, row);
	fill(app);
}

static void end(struct app *app)
{
	struct details *details = app->details;

	sheet_done(&details->head);
	sheet_done(&details->times);
	sheet_done(&details->figures);
	sheet_done(&details->owners);
	sheet_done(&details->foot);
	free(details);
	app->details = NULL;
}

static void tick(struct app *app)
{
	struct details *details = app->details;
	uint32_t found = details->peer.found.row;

	if (details->closed_us) {
		/* only the time since the close changes */
		fill_head(app);
		app->dirty = true;
		return;
	}
	/* While paused, nothing changes. */
	if (app->paused)
		return;
	ask(app);
	if (!details->closed_us && row_of(app) != TRACK_NONE &&
		peer_step(&details->peer, &app->engine.track, &details->conn, PEER_BUDGET) != found)
		fill_owners(app, row_of(app));
	fill(app);
	app->dirty = true;
}

static void refreshed(struct app *app)
{
	uint32_t row = row_of(app);

	if (app->details->closed_us || row == TRACK_NONE)
		return;
	if (app->paused)
		ask(app);
	if (app->engine.track.rows[row].life != ROW_GONE)
		fill_owners(app, row);
	fill(app);
}

static void add_title(struct app *app, struct buffer *out)
{
	const struct conn *conn = &app->details->detail.conn;

	buffer_printf(out, "  %s %s  ", conn_proto_name((enum conn_proto)conn->proto),
		conn_state_name((enum conn_proto)conn->proto, (enum conn_state)conn->state));
	names_add_pair(&app->engine.names, conn, text_arrow(app->grid.charset), out);
}

static struct scroller *scroller(struct app *app)
{
	return &app->details->scroller;
}

static void draw(struct app *app, struct grid *grid, const struct area *area)
{
	struct details *details = app->details;
	struct details_picture picture = {
		.head = &details->head,
		.history = &details->history,
		.sheets = {&details->times, &details->owners, &details->figures, &details->foot},
	};

	draw_details(&picture, &details->scroller, grid, area);
}

static void close_socket(struct app *app)
{
	uint32_t row = row_of(app);

	if (app->details->closed_us || row == TRACK_NONE)
		app_say(app, false, "%s", _("already gone"));
	else
		cmd_close_row(app, row);
}

static void explain(struct app *app)
{
	const struct conn *conn = &app->details->detail.conn;

	cmd_explain_state(app, (enum conn_proto)conn->proto, (enum conn_state)conn->state);
}

/* The page copies its own socket, whatever is tagged in the table. */
static void copy(struct app *app)
{
	uint32_t row = row_of(app);

	if (row == TRACK_NONE)
		app_say(app, false, "%s", _("already gone"));
	else
		cmd_cell_copy_row(app, row);
}

static const struct command commands[] = {
	{"close", "F9 k", N_("Close"), N_("close this connection, after a question"),
		COMMAND_CHANGES, close_socket},
	{"details-explain", "e", N_("Explain"), N_("explain the state of this socket"), 0, explain},
	{"details-copy", "c", N_("Copy"),
		N_("copy the socket's row to the clipboard; say it as a filter for ss and tcpdump"),
		0, copy},
};

const struct page page_details = {
	.id = "details",
	.title = N_("Details"),
	.commands = commands,
	.command_count = sizeof(commands) / sizeof(commands[0]),
	.period_ms = 100,
	.begin = begin,
	.end = end,
	.tick = tick,
	.refreshed = refreshed,
	.add_title = add_title,
	.scroller = scroller,
	.draw = draw,
};

void page_details_open(struct app *app, uint32_t row)
{
	if (app->details)
		return;
	app->details = alloc_zero(1, sizeof(*app->details));
	app->details->conn = app->engine.track.rows[row].conn;
	app->details->detail.conn = app->details->conn;
	peer_init(&app->details->peer);
	page_open(app, &page_details);
}

void page_details_open_selected(struct app *app)
{
	page_details_open(app, table_selected(&app->table, &app->engine.track));
}
