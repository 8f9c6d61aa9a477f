/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/cmd-explain.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/screen/app.h"
#include "app/system/complain.h"
#include "base/i18n.h"
#include "ui/cell/wrap.h"
#include "view/states/explain.h"

/* Longer lines are hard to read. */
#define WIDTH_MAX 96
#define WIDTH_PRINTED 80

static size_t terminal_width(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || !size.ws_col)
		return WIDTH_PRINTED;
	return size.ws_col < WIDTH_MAX ? size.ws_col : WIDTH_MAX;
}

/* Appends `text` in lines of at most `width` cells. */
static void add_wrapped(
	struct buffer *out, const struct buffer *text, size_t width, enum text_charset charset)
{
	for (const char *at = buffer_get(text); *at; at = wrap_next(at))
		wrap_add(out, at, strcspn(at, "\n"), width, charset);
}

static int refuse(const char *name, enum text_charset charset)
{
	const char *nearest = explain_nearest(name);
	struct buffer line = {0};

	buffer_printf(&line, _("no state and no column '%s'"), name);
	if (nearest)
		buffer_printf(&line, _("; is '%s' meant?"), nearest);
	buffer_text(&line, _(" ('sockview --explain=help' lists them)"));
	complain(charset, "%s", buffer_get(&line));
	buffer_done(&line);
	return EXIT_USAGE;
}

int explaining_print(const char *name, enum text_charset charset)
{
	struct explain_topic topic;
	struct sysctls sysctls;
	struct buffer text = {0}, lines = {0};
	bool names = strcmp(name, "help") == 0;

	if (!names && !explain_find(name, &topic))
		return refuse(name, charset);
	sysctls_read(&sysctls, "");
	if (names)
		explain_add_names(&text);
	else
		explain_add_topic(&text, &topic, &sysctls, charset);
	add_wrapped(&lines, &text, terminal_width(), charset);
	fputs(buffer_get(&lines), stdout);
	buffer_done(&text);
	buffer_done(&lines);
	return 0;
}

static void open_topic(struct app *app, const struct explain_topic *topic)
{
	int columns = app->grid.columns < WIDTH_MAX ? app->grid.columns : WIDTH_MAX;
	struct sysctls sysctls;
	struct buffer text = {0};

	sysctls_read(&sysctls, "");
	explain_add_topic(&text, topic, &sysctls, app->grid.charset);
	overlay_open(&app->overlay, OVERLAY_TEXT, _("Explanation"));
	app->purpose = PURPOSE_HELP;
	add_wrapped(&app->overlay.text, &text, columns > 6 ? (size_t)columns - 4 : 2,
		app->grid.charset);
	buffer_done(&text);
}

void explaining_open_state(struct app *app, enum conn_proto proto, enum conn_state state)
{
	const struct explain_state *record = explain_find_state(proto, state);
	struct explain_topic topic = {
		.tcp = proto == CONN_TCP ? record : NULL,
		.udp = proto == CONN_UDP ? record : NULL,
	};

	open_topic(app, &topic);
}

void explaining_open(struct app *app)
{
	uint32_t row = table_selected(&app->table, &app->engine.track);
	struct explain_topic topic = {.column = app_cursor_column(app)};

	if (!topic.column)
		topic.column = app->table.order.column;
	if (row != TRACK_NONE) {
		const struct conn *conn = &app->engine.track.rows[row].conn;
		const struct explain_state *record = explain_find_state(
			(enum conn_proto)conn->proto, (enum conn_state)conn->state);

		if (conn->proto == CONN_TCP)
			topic.tcp = record;
		else
			topic.udp = record;
	}
	open_topic(app, &topic);
}
