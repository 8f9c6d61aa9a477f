/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A network of the test's own, where nobody else's sockets are; processes of its own. */
#ifndef SOCKVIEW_TESTS_SUPPORT_SPACE_H
#define SOCKVIEW_TESTS_SUPPORT_SPACE_H

/*
 * Moves this process into a user and network namespace of its own, as its root, with the loopback
 * interface up. 0; or -errno where this machine does not allow it, which is a reason to skip.
 */
int space_enter(void);

/*
 * Goes on in a new process among none but its own children, with their own /proc, so that the
 * processes of others are neither read nor counted; this one waits for it, and ends as it does. Of
 * the same user and group, in the same network. -errno where this machine does not allow it: then
 * nothing has happened.
 */
int space_enter_processes(void);

/* For a process that was moved by somebody else. 0 or -errno. */
int space_raise_loopback(void);

#endif
