/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dropping the capabilities that the program does not need. */
#ifndef SOCKVIEW_APP_SYSTEM_PRIVILEGES_H
#define SOCKVIEW_APP_SYSTEM_PRIVILEGES_H

#include <stdbool.h>

/* What the program will do besides looking at sockets; a set. */
enum privileges_for {
	PRIVILEGES_TO_CLOSE = 1 << 0,  /* CAP_NET_ADMIN */
	PRIVILEGES_TO_SIGNAL = 1 << 1, /* CAP_KILL */
};

/*
 * Drops all capabilities except those for looking (CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH, which
 * show other users' descriptors) and those for `purposes`, a set of enum privileges_for. Makes sure
 * that none come back, by execve() or otherwise. Returns 0 or -errno.
 */
int privileges_drop(unsigned purposes);

/*
 * Drops all capabilities except CAP_SYS_ADMIN, which enters network namespaces. To close a socket
 * there, CAP_NET_ADMIN is needed by the process that sends the request, not by the one that opened
 * the sock_diag socket. Returns 0 or -errno.
 */
int privileges_keep_to_enter(void);

/* True if descriptors of other users' processes may be read: the program holds both
 * capabilities. */
bool privileges_can_look(void);

/* True if root is the machine's root, not that of a user namespace. */
bool privileges_are_whole(void);

/* True if SOCK_DESTROY may be permitted: the program holds CAP_NET_ADMIN. */
bool privileges_can_close(void);

#endif
