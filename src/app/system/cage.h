/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The cage: from the start on, the kernel permits the program only those system calls that it
 * makes (seccomp(2)). Who finds a fault in it and runs code of his own through that cannot execute
 * a program, start a process, trace another one, mount, load anything into the kernel, type into
 * the terminal or open a raw socket.
 *
 * What cannot be told apart is permitted: an open() for reading and one for writing, since the
 * kernel shows a filter no path, and of openat2() no flags either.
 *
 * Whatever needs more runs in a child that was started before (app/system/opener-child.h).
 */
#ifndef SOCKVIEW_APP_SYSTEM_CAGE_H
#define SOCKVIEW_APP_SYSTEM_CAGE_H

#include <stdbool.h>

/* What the program will do besides looking; a set. */
enum cage_for {
	CAGE_TO_CLOSE = 1 << 0, /* by a copy of the process's descriptor, where the kernel cannot */
	CAGE_TO_SIGNAL = 1 << 1,  /* other processes */
	CAGE_TO_REPLACE = 1 << 2, /* files and directories: made, renamed and removed */
};

/*
 * Shuts the cage around all threads of the program, for good. `purposes` is a set of enum cage_for.
 * What is not permitted fails with EPERM, or, where the program was configured with
 * --enable-strict-cage, ends it. Needs no_new_privs (privileges_drop()).
 *
 * Returns 0 or -errno; -ENOSYS: this kernel or this build has none, and the program goes on
 * without (cage_is_built()).
 */
int cage_enter(unsigned purposes);

/* False: there is no list for this architecture, or the build has sanitizers, which trace. */
bool cage_is_built(void);

#endif
