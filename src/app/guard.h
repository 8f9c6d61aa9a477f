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

struct guard {
	uint32_t ancestors[GUARD_ANCESTORS_MAX]; /* process numbers; not that of init */
	size_t count;
};

/* Finds out whose child the program is. */
void guard_init(struct guard *guard);

/* True where a row is a TCP connection of the SSH session, or of another process above us. */
bool guard_is_own_session(const struct guard *guard, struct engine *engine, uint32_t row);

#endif
