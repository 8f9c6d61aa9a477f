/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which sockets must not be closed by the way: those that the user's own session hangs on. */
#ifndef SOCKVIEW_APP_GUARD_H
#define SOCKVIEW_APP_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/engine.h"

/* sudo, tmux, shells within shells: more than this between us and sshd are not looked through. */
#define GUARD_ANCESTORS_MAX 32

/* Sessions within sessions. */
#define GUARD_SESSIONS_MAX 4

/* An SSH_CONNECTION. */
struct guard_session {
	char client[64], server[64]; /* addresses without a scope, as conn_add_addr() writes them */
	uint16_t client_port, server_port;
};

struct guard {
	uint32_t ancestors[GUARD_ANCESTORS_MAX]; /* process numbers; not that of init */
	size_t count;
	struct guard_session sessions[GUARD_SESSIONS_MAX]; /* ours, and those of the ancestors */
	size_t session_count;
};

/* Finds out whose child the program is. */
void guard_init(struct guard *guard);

/* Takes note of a session: the value of an SSH_CONNECTION. What is none is left out. */
void guard_add_session(struct guard *guard, const char *variable);

/* True where a row is a TCP connection of the SSH session, or of another process above us. */
bool guard_is_own_session(const struct guard *guard, struct engine *engine, uint32_t row);

/* True where it is the connection of an SSH session of ours, by its addresses alone. */
bool guard_is_ssh(const struct guard *guard, const struct conn *conn);

/* True for this program, the processes above it, and init: a signal to them ends the session. */
bool guard_is_own_process(const struct guard *guard, uint32_t pid);

#endif
