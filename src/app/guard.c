/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/guard.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sock/process.h"

/* Holders of one socket that are compared with the ancestors. */
#define HOLDERS_MAX 64

void guard_init(struct guard *guard)
{
	int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	uint32_t pid = (uint32_t)getppid();
	struct process process;

	*guard = (struct guard){0};
	while (proc >= 0 && pid > 1 && guard->count < GUARD_ANCESTORS_MAX) {
		guard->ancestors[guard->count++] = pid;
		if (process_read(proc, pid, &process) < 0)
			break;
		pid = process.parent;
	}
	if (proc >= 0)
		close(proc);
}

/* "ADDRESS PORT ADDRESS PORT", as sshd leaves it: the client's end and this machine's. */
static bool is_ssh_connection(const struct conn *conn)
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

static bool is_ancestor(const struct guard *guard, uint32_t pid)
{
	for (size_t i = 0; i < guard->count; i++)
		if (guard->ancestors[i] == pid)
			return true;
	return false;
}

bool guard_is_own_session(const struct guard *guard, struct engine *engine, uint32_t row)
{
	const struct conn *conn = &engine->track.rows[row].conn;
	struct owner owners[HOLDERS_MAX];
	enum owning_reason reason;
	size_t count = 0;

	if (conn->proto != CONN_TCP || conn->state == CONN_LISTEN)
		return false;
	if (is_ssh_connection(conn))
		return true;
	if (engine->owners_wanted)
		count = owning_find(
			&engine->owning, &engine->track, row, owners, HOLDERS_MAX, &reason);
	for (size_t i = 0; i < count && i < HOLDERS_MAX; i++)
		if (is_ancestor(guard, owners[i].pid))
			return true;
	return false;
}
