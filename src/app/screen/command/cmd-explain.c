/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-explain.h"

#include "app/screen/state/app.h"
#include "base/i18n.h"
#include "ui/cell/wrap.h"
#include "view/states/explain.h"

static void open_text(struct app *app, const struct buffer *text)
{
	int columns = app->grid.columns < EXPLAIN_WIDTH_MAX ? app->grid.columns : EXPLAIN_WIDTH_MAX;

	app_ask(app, DIALOG_TEXT, _("Explanation"), NULL);
	wrap_add_lines(
		&app->dialog.text, text, columns > 6 ? (size_t)columns - 4 : 2, app->grid.charset);
}

static void open_topic(struct app *app, const struct explain_topic *topic)
{
	struct sysctls sysctls;
	struct buffer text = {0};

	sysctls_read(&sysctls, app->engine.here.root);
	explain_add_topic(&text, topic, &sysctls, app->grid.charset);
	open_text(app, &text);
	buffer_done(&text);
}

void cmd_explain_finding(struct app *app, const struct health_kind *kind)
{
	struct buffer text = {0};

	health_explain(&text, kind, app->grid.charset);
	open_text(app, &text);
	buffer_done(&text);
}

void cmd_explain_state(struct app *app, enum conn_proto proto, enum conn_state state)
{
	struct explain_topic topic = {.column = NULL};

	topic.states[proto] = explain_find_state(proto, state);
	open_topic(app, &topic);
}

void cmd_explain_column(struct app *app, const struct column *column)
{
	struct explain_topic topic = {.column = column};

	open_topic(app, &topic);
}

void cmd_explain(struct app *app)
{
	uint32_t row = table_selected(&app->table, &app->engine.track);
	struct explain_topic topic = {.column = app_cursor_column(app)};

	if (!topic.column)
		topic.column = app->table.order.column;
	if (row != TRACK_NONE) {
		const struct conn *conn = &app->engine.track.rows[row].conn;

		topic.states[conn->proto] = explain_find_state(
			(enum conn_proto)conn->proto, (enum conn_state)conn->state);
	}
	open_topic(app, &topic);
}
