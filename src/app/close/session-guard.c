/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/close/session-guard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"

/* sshd writes "ADDRESS PORT ADDRESS PORT": the client's end and this machine's end. */
void session_guard_add_session(struct session_guard *guard, const char *variable)
{
	struct session_guard_session session;

	if (sscanf(variable, "%63s %hu %63s %hu", session.client, &session.client_port,
		    session.server, &session.server_port) != 4)
		return;
	/* Link-local addresses have their interface after a '%'. */
	session.client[strcspn(session.client, "%")] = '\0';
	session.server[strcspn(session.server, "%")] = '\0';
	for (size_t i = 0; i < guard->session_count; i++)
		if (guard->sessions[i].client_port == session.client_port &&
			strcmp(guard->sessions[i].client, session.client) == 0)
			return;
	if (guard->session_count < SESSION_GUARD_SESSIONS_MAX &&
		alloc_try_grow((void **)&guard->sessions, &guard->session_capacity,
			guard->session_count + 1, sizeof(session)) == 0)
		guard->sessions[guard->session_count++] = session;
}

void session_guard_done(struct session_guard *guard)
{
	if (guard->processes)
		closedir(guard->processes);
	free(guard->environment);
	free(guard->sessions);
	*guard = (struct session_guard){0};
}

static bool is_at(const struct conn *conn, const struct conn_endpoint *endpoint, const char *addr)
{
	struct buffer text = {0};
	bool same;

	conn_add_addr(&text, conn, endpoint);
	same = strcmp(buffer_get(&text), addr) == 0;
	buffer_done(&text);
	return same;
}

static bool joins(const struct conn *conn, const struct session_guard_session *session,
	const struct conn_endpoint *server, const struct conn_endpoint *client)
{
	return server->port == session->server_port && client->port == session->client_port &&
	       is_at(conn, server, session->server) && is_at(conn, client, session->client);
}

/* Compares with either end: both are here if the client is this machine. */
static bool is_session(const struct session_guard_session *session, const struct conn *conn)
{
	return joins(conn, session, &conn->local, &conn->remote) ||
	       joins(conn, session, &conn->remote, &conn->local);
}

static bool is_ancestor(const struct session_guard *guard, uint32_t pid)
{
	for (size_t i = 0; i < guard->count; i++)
		if (guard->ancestors[i] == pid)
			return true;
	return false;
}

/* True if one of the socket's holders, which may be many, is an ancestor of this program. */
static bool is_held_above(const struct session_guard *guard, struct engine *engine, uint32_t row)
{
	struct row_owners_list list;
	bool held = false;

	row_owners_find_all(&engine->row_owners, &engine->track, row, &list);
	for (size_t i = 0; i < list.count && !held; i++)
		held = is_ancestor(guard, list.all[i].pid);
	row_owners_list_done(&list);
	return held;
}

bool session_guard_is_ssh(const struct session_guard *guard, const struct conn *conn)
{
	if (conn->place != CONN_HERE && !guard->elsewhere)
		return false;
	for (size_t i = 0; i < guard->session_count; i++)
		if (conn_kind_has(conn, KIND_HAS_CONNECTIONS) &&
			is_session(&guard->sessions[i], conn))
			return true;
	return false;
}

bool session_guard_is_own_session(
	const struct session_guard *guard, struct engine *engine, uint32_t row)
{
	const struct conn *conn = &engine->track.rows[row].conn;

	if (conn_accepts(conn))
		return false;
	return session_guard_is_ssh(guard, conn) ||
	       (guard->terminal && engine->owners_wanted && is_held_above(guard, engine, row));
}

bool session_guard_is_own_process(const struct session_guard *guard, uint32_t pid)
{
	return pid <= 1 || pid == (uint32_t)getpid() || is_ancestor(guard, pid);
}
