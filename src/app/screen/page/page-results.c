/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/page/page-results.h"

#include "app/close/place-text.h"
#include "app/close/result-text.h"
#include "app/close/target-text.h"
#include "app/screen/close/close-results.h"
#include "app/screen/close/close-run.h"
#include "app/screen/close/cmd-close.h"
#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "base/i18n.h"
#include "ui/page/draw-results.h"

static bool add_line(const void *context, size_t index, struct buffer *socket, struct buffer *words)
{
	const struct app *app = context;
	const struct close_job *job = &app->close_run.job;
	size_t target = app->results.order[index];
	const struct conn *conn = close_job_conn(job, target);

	buffer_printf(socket, "%s %s ", conn_proto_name(conn->proto),
		conn_state_name(conn->proto, conn->state));
	names_add_pair(&app->engine.names, conn, text_arrow(app->grid.charset), socket);
	place_text_add(socket, &app->engine.names, conn, app->grid.charset);
	target_text_add_holder(socket, job, target, app->grid.charset);
	result_text_add_result(words, close_job_outcome(job, target));
	return close_result_is_good(close_job_outcome(job, target)->result);
}

static void draw(struct app *app, struct grid *grid, const struct area *area)
{
	struct results_model model = {
		.head = buffer_get(&app->results.head),
		.count = app->results.count,
		.add_line = add_line,
		.context = app,
	};

	draw_results(&model, &app->results.scroller, grid, area);
}

void page_results_open(struct app *app)
{
	page_open(app, &page_results);
}

void page_results_reopen(struct app *app)
{
	if (app->results.count && !app->close_run.running)
		page_results_open(app);
	else
		app_say(app, true, "%s", _("no results of a closing to show"));
}

static struct scroller *scroller(struct app *app)
{
	return &app->results.scroller;
}

static void refreshed(struct app *app)
{
	close_run_look(app);
}

static void seize(struct app *app)
{
	if (!app->close_run.running)
		cmd_close_by_descriptor(app, close_results_count_seizable(&app->close_run.job));
}

/* clang-format off */
static const struct command commands[] = {
	{"seize", "d", NULL, N_("close those that the kernel did not, by their programs' own descriptors"),
		COMMAND_CHANGES, seize, NULL},
};
/* clang-format on */

const struct page page_results = {
	.id = "results",
	.title = N_("Results"),
	.commands = commands,
	.command_count = sizeof(commands) / sizeof(commands[0]),
	.refreshed = refreshed,
	.scroller = scroller,
	.draw = draw,
};
