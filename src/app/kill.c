/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/kill.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/audit.h"
#include "app/privileges.h"
#include "base/i18n.h"

/* One sentence for each result; a %s is the kernel's own message. */
static const char *const result_texts[CLOSING_RESULTS] = {
	[CLOSING_CLOSED] = N_("closed"),
	[CLOSING_RESET] = N_("reset: the program was told of an error, the socket itself goes on"),
	[CLOSING_ALREADY_GONE] = N_("already gone"),
	[CLOSING_NOT_PERMITTED] =
		N_("not permitted (needs CAP_NET_ADMIN in the namespace's owner)"),
	[CLOSING_NO_KERNEL] = N_("kernel has no SOCK_DESTROY (CONFIG_INET_DIAG_DESTROY)"),
	[CLOSING_NOT_SUPPORTED] = N_("the kernel cannot close a socket of this kind"),
	[CLOSING_WOULD_LEAK] = N_("refused: a kernel before 6.11 would keep this orphan for ever"),
	[CLOSING_NO_COOKIE] = N_("refused: without sock_diag it cannot be named exactly"),
	[CLOSING_UNREACHABLE] =
		N_("the kernel picks another socket of this port, or it is already gone"),
	[CLOSING_STILL_THERE] = N_("still there"),
	[CLOSING_FAILED] = N_("failed: %s"),
};

static void add_endpoint(
	struct buffer *out, const struct conn *conn, const struct conn_endpoint *endpoint)
{
	bool v6 = conn->family == CONN_IPV6 && !conn_is_mapped(conn);

	buffer_text(out, v6 ? "[" : "");
	conn_add_addr(out, conn, endpoint);
	buffer_printf(out, "%s:%u", v6 ? "]" : "", endpoint->port);
}

/* "10.0.0.5:8080 -> 10.0.0.9:41210", or the local end alone where there is no other. */
static void add_pair(struct buffer *out, const struct conn *conn, const char *arrow)
{
	add_endpoint(out, conn, &conn->local);
	if (conn_is_listener(conn))
		return;
	buffer_text(out, arrow);
	add_endpoint(out, conn, &conn->remote);
}

/* "ADDRESS PORT ADDRESS PORT", as sshd leaves it: the client's end and this machine's. */
static bool is_own_ssh(const struct conn *conn)
{
	const char *variable = getenv("SSH_CONNECTION");
	char client[64], server[64];
	unsigned client_port, server_port;
	struct buffer local = {0}, remote = {0};
	bool same;

	if (!variable || conn->proto != CONN_TCP ||
		sscanf(variable, "%63s %u %63s %u", client, &client_port, server, &server_port) !=
			4)
		return false;
	conn_add_addr(&local, conn, &conn->local);
	conn_add_addr(&remote, conn, &conn->remote);
	same = conn->local.port == server_port && conn->remote.port == client_port &&
	       strcmp(buffer_get(&local), server) == 0 && strcmp(buffer_get(&remote), client) == 0;
	buffer_done(&local);
	buffer_done(&remote);
	return same;
}

/* What will happen, by the kind of socket. */
static void add_consequences(struct buffer *text, const struct conn *conn)
{
	if (conn->proto == CONN_UDP) {
		buffer_printf(text, "%s\n%s\n", _("The program gets ECONNABORTED once."),
			_("A socket that it bound to a port goes on working."));
	} else if (conn->state == CONN_LISTEN) {
		buffer_printf(text, "%s\n%s\n", _("New connections will be refused."),
			_("The port stays taken until the program calls close()."));
	} else if (conn->state == CONN_TIME_WAIT) {
		buffer_printf(
			text, "%s\n", _("The kernel forgets the connection before its time."));
	} else if (conn->state == CONN_SYN_RECV) {
		buffer_printf(text, "%s\n",
			_("The kernel forgets the half-open connection; the peer may try again."));
	} else {
		buffer_printf(text, "%s\n", _("The peer gets RST, the program gets ECONNABORTED."));
		if (conn->has & CONN_HAS_INODE)
			buffer_printf(text, "%s\n",
				_("Its descriptor stays open until the program calls close()."));
	}
}

static void fill_dialog(struct app *app, bool by_port, bool own_ssh)
{
	struct buffer *text = &app->overlay.text;
	const struct conn *conn = &app->target;

	buffer_printf(text, "%s %s  ", conn_proto_name(conn->proto),
		conn_state_name(conn->proto, conn->state));
	add_pair(text, conn, app->grid.charset == TEXT_UTF8 ? " \xe2\x86\x92 " : " -> ");
	buffer_text(text, "\n \n");
	if (own_ssh)
		buffer_printf(text, "%s\n", _("This is the SSH session that you are working in."));
	add_consequences(text, conn);
	if (!privileges_can_close())
		buffer_printf(text, "%s\n", _("Without CAP_NET_ADMIN the kernel will refuse."));
	buffer_text(text, " \n");
	app->overlay.careful = true;
	app->overlay.ask = by_port ? _("Type its port to close it:") : _("Close it?  y/N");
}

void kill_ask(struct app *app, uint32_t row)
{
	const struct row *r = &app->engine.track.rows[row];
	bool own_ssh, by_port;

	if (r->life == ROW_GONE) {
		app_say(app, false, "%s", _("already gone"));
		return;
	}
	if (app->engine.closes && !app->engine.kernel.can_destroy) {
		app_say(app, true, "%s", _(result_texts[CLOSING_NO_KERNEL]));
		return;
	}
	app->target = r->conn;
	own_ssh = is_own_ssh(&app->target);
	by_port = own_ssh || (conn_is_listener(&app->target) && app->target.proto == CONN_TCP);
	overlay_open(&app->overlay, by_port ? OVERLAY_PROMPT : OVERLAY_QUESTION,
		_("Close this connection"));
	app->purpose = by_port ? PURPOSE_CLOSE_BY_PORT : PURPOSE_CLOSE;
	fill_dialog(app, by_port, own_ssh);
}

static void say_result(struct app *app, const struct closing_outcome *outcome)
{
	bool done = outcome->result == CLOSING_CLOSED || outcome->result == CLOSING_RESET ||
		    outcome->result == CLOSING_ALREADY_GONE;
	struct buffer text = {0};

	add_pair(&text, &app->target, app->grid.charset == TEXT_UTF8 ? " \xe2\x86\x92 " : " -> ");
	buffer_text(&text, ": ");
	buffer_printf(&text, _(result_texts[outcome->result]), strerror(-outcome->error));
	if (outcome->result == CLOSING_STILL_THERE)
		buffer_printf(
			&text, " (%s)", conn_state_name(outcome->left.proto, outcome->left.state));
	app_say(app, !done, "%s", buffer_get(&text));
	buffer_clear(&text);
	add_pair(&text, &app->target, " -> ");
	audit_close(&app->target, buffer_get(&text), outcome);
	buffer_done(&text);
}

void kill_target(struct app *app)
{
	struct closing_outcome outcome;

	closing_run(&app->engine.kernel, app->engine.closes, app->engine.close_buffer, &app->target,
		&outcome);
	say_result(app, &outcome);
	app_refresh_now(app);
}

void kill_target_if_named(struct app *app)
{
	char port[8];

	snprintf(port, sizeof(port), "%u", app->target.local.port);
	if (strcmp(app->overlay.input.text, port) == 0)
		kill_target(app);
	else
		app_say(app, true, _("not closed: '%s' is not its port"), app->overlay.input.text);
}
