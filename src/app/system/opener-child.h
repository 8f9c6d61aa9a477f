/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The child that keeps the right to enter network namespaces (CAP_SYS_ADMIN), so that the program
 * itself can give it up. It does one thing only: it receives an open namespace, enters it, opens
 * sock_diag sockets there, comes back, and sends the sockets (sock/place/opener.h). It knows no
 * path and no process, and has a filter of system calls that leaves it nothing else.
 *
 * The namespace of a user's own container (in a user namespace that the user owns) is entered by a
 * child of this child, since a process cannot leave a user namespace again.
 */
#ifndef SOCKVIEW_APP_SYSTEM_OPENER_CHILD_H
#define SOCKVIEW_APP_SYSTEM_OPENER_CHILD_H

#include <stdbool.h>

#include "sock/place/opener.h"

/*
 * Starts the child; to be called before rights are dropped. `may_close`: the child opens sockets
 * for closing, too. The child ends when opener_done() is called or this program ends. Returns 0 or
 * -errno; then `ret_opener` answers every request with -EPIPE.
 */
int opener_child_start(struct opener *ret_opener, bool may_close);

#endif
