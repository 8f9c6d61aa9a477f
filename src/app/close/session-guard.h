/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which sockets must not be closed by the way: those that the user's own session hangs on.
 *
 * That is the SSH connection of any process of the same login: behind tmux or screen the session is
 * not that of the processes above us, but that of whoever is attached now. And on a terminal it is
 * what the processes above hold, which carry it; a daemon or script without one may close its own.
 *
 * It is found out anew whenever something is to be closed, in steps, for that reads /proc:
 *
 *	session_guard_begin(guard, proc, pid);
 *	while (session_guard_step(guard, 64))
 *		;
 *
 * What was found before stays guarded.
 */
#ifndef SOCKVIEW_APP_CLOSE_SESSION_GUARD_H
#define SOCKVIEW_APP_CLOSE_SESSION_GUARD_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/engine/engine.h"

/* sudo, tmux, shells within shells, and the same above each client that is attached: more than
 * these are not looked through. */
#define SESSION_GUARD_ANCESTORS_MAX 128

/* Sessions of one login. */
#define SESSION_GUARD_SESSIONS_MAX 1024

/* An SSH_CONNECTION. */
struct session_guard_session {
	char client[64], server[64]; /* addresses without a scope, as conn_add_addr() writes them */
	uint16_t client_port, server_port;
};

struct session_guard {
	uint32_t self;
	bool terminal;    /* this program has a controlling one */
	bool multiplexed; /* a tmux or screen is among the processes above */
	uint32_t login;   /* of the audit system: whoever logged in; UINT32_MAX: nobody is known */
	uint32_t users[16]; /* real users: ours, and of those above on a terminal */
	size_t user_count;
	uint32_t ancestors[SESSION_GUARD_ANCESTORS_MAX]; /* process numbers; not that of init */
	size_t count;
	struct session_guard_session *sessions;
	size_t session_count, session_capacity;
	DIR *processes;    /* those that were not looked at; NULL: all were */
	char *environment; /* of the one that is looked at */
};

void session_guard_done(struct session_guard *guard);

/*
 * Begins to find it out for process `self`, this one; `proc` is a descriptor of the directory /proc
 * (-1: there is none). The processes above are known at once.
 */
void session_guard_begin(struct session_guard *guard, int proc, uint32_t self);

/* Looks at so many processes more, 10 or 20 microseconds each; true while there are others. */
bool session_guard_step(struct session_guard *guard, size_t budget);

/* Takes note of a session: the value of an SSH_CONNECTION. What is none is left out. */
void session_guard_add_session(struct session_guard *guard, const char *variable);

/* True where a row is a TCP connection of the SSH session, or, on a terminal, a socket (but no TCP
 * listener) of a process above us. */
bool session_guard_is_own_session(
	const struct session_guard *guard, struct engine *engine, uint32_t row);

/* True where it is the connection of an SSH session of ours, by its addresses alone. */
bool session_guard_is_ssh(const struct session_guard *guard, const struct conn *conn);

/* True for this program, the processes above it, and init: a signal to them ends the session. */
bool session_guard_is_own_process(const struct session_guard *guard, uint32_t pid);

#endif
