/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which sockets a bulk close must spare: those that the user's own session depends on.
 *
 * These are the SSH connections of all processes of the same login, because under tmux or screen
 * the session does not belong to this program's ancestors but to the client that is attached now.
 * If the program has a terminal, the sockets that its ancestors hold are spared, too: they carry
 * the session. Without a terminal (a daemon, a script), sockets of ancestors may be closed.
 *
 * The sessions are searched for again before each close, in steps, because the search reads /proc:
 *
 *	session_guard_begin(guard, proc, pid);
 *	while (session_guard_step(guard, 64))
 *		;
 *
 * Sessions that were found earlier stay guarded.
 */
#ifndef SOCKVIEW_APP_CLOSE_SESSION_GUARD_H
#define SOCKVIEW_APP_CLOSE_SESSION_GUARD_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/engine/engine.h"

/* Most ancestors that are looked at: sudo, tmux, nested shells, and those of each attached
 * client. */
#define SESSION_GUARD_ANCESTORS_MAX 128

/* Most sessions of one login. */
#define SESSION_GUARD_SESSIONS_MAX 1024

/* The content of one SSH_CONNECTION. */
struct session_guard_session {
	char client[64], server[64]; /* addresses without a scope, as conn_add_addr() writes them */
	uint16_t client_port, server_port;
};

struct session_guard {
	uint32_t self;
	bool terminal;      /* this program has a controlling terminal */
	bool multiplexed;   /* tmux or screen is an ancestor */
	bool elsewhere;     /* an ancestor, or a process with a session, may be in another network
			       namespace */
	uint32_t login;     /* login uid of the audit system; UINT32_MAX: not known */
	uint32_t users[16]; /* real uids: ours, and those of ancestors on a terminal */
	size_t user_count;
	uint32_t ancestors[SESSION_GUARD_ANCESTORS_MAX]; /* process numbers; without init */
	size_t count;
	struct session_guard_session *sessions;
	size_t session_count, session_capacity;
	DIR *processes;    /* processes left to look at; NULL: none */
	char *environment; /* of the current process */
};

void session_guard_done(struct session_guard *guard);

/* Begins the search for the sessions of process `self` (this program); `proc` is a descriptor of
 * the directory /proc (-1: there is none). The ancestors are known when it returns. */
void session_guard_begin(struct session_guard *guard, int proc, uint32_t self);

/* Looks at `budget` more processes, 10 to 20 microseconds each; returns true while there are
 * more. */
bool session_guard_step(struct session_guard *guard, size_t budget);

/* Adds a session from the value of an SSH_CONNECTION; ignores an invalid value. */
void session_guard_add_session(struct session_guard *guard, const char *variable);

/* True if a row is a TCP connection of the SSH session, or, on a terminal, a socket (but no TCP
 * listener) of an ancestor of this program. */
bool session_guard_is_own_session(
	const struct session_guard *guard, struct engine *engine, uint32_t row);

/*
 * True if `conn` is the connection of one of the user's SSH sessions, judged by its addresses
 * alone. In another network namespace, the same addresses belong to a different connection, so
 * `conn` is not guarded there. But if a process that the session depends on may be in another
 * namespace (the program was started by ip netns exec, or the namespace of that process cannot be
 * read), `conn` is guarded in every namespace.
 */
bool session_guard_is_ssh(const struct session_guard *guard, const struct conn *conn);

/* True for this program, its ancestors and init: a signal to them ends the session. */
bool session_guard_is_own_process(const struct session_guard *guard, uint32_t pid);

#endif
