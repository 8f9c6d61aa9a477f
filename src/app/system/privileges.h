/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Giving up what the program does not need. */
#ifndef SOCKVIEW_APP_SYSTEM_PRIVILEGES_H
#define SOCKVIEW_APP_SYSTEM_PRIVILEGES_H

#include <stdbool.h>

/* What is to be done, besides looking; a set. */
enum privileges_for {
	PRIVILEGES_TO_CLOSE = 1 << 0,  /* CAP_NET_ADMIN */
	PRIVILEGES_TO_SIGNAL = 1 << 1, /* CAP_KILL */
};

/*
 * Keeps, of the capabilities that it has, only those for looking (CAP_SYS_PTRACE and
 * CAP_DAC_READ_SEARCH, which show other users' descriptors) and for what is in `purposes`; and
 * makes sure that none come back, by execve() or otherwise. 0 or -errno.
 */
int privileges_drop(unsigned purposes);

/* True where descriptors of other users' processes may be read: the program holds both
 * capabilities. */
bool privileges_can_look(void);

/* True where root is the machine's, not that of a user namespace. */
bool privileges_are_whole(void);

/* True where SOCK_DESTROY may be permitted: the program holds CAP_NET_ADMIN. */
bool privileges_can_close(void);

#endif
