/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A network namespace for the test, without the sockets of others; and a process namespace. */
#ifndef SOCKVIEW_TESTS_SUPPORT_SPACE_H
#define SOCKVIEW_TESTS_SUPPORT_SPACE_H

/*
 * Moves this process into a new user and network namespace, as its root, with the loopback
 * interface up. Returns 0; or -errno if this machine does not allow it, which is a reason to skip
 * the test.
 */
int space_enter(void);

/*
 * Continues in a new process that sees only its own children, in a /proc of its own, so that the
 * processes of others are neither read nor counted. The user, group and network stay the same. The
 * calling process waits for the new one and ends with its status. Returns -errno, with nothing
 * changed, if this machine does not allow it.
 */
int space_enter_processes(void);

/* Brings up the loopback interface, for a process that another program has moved. Returns 0 or
 * -errno. */
int space_raise_loopback(void);

#endif
