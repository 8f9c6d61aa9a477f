/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The possible results of closing a socket, and how they are determined: from the kernel's answer
 * to SOCK_DESTROY and from a query afterwards, because after a successful answer the socket may
 * still exist. close-many.h sends the requests; only this module judges the answers.
 */
#ifndef SOCKVIEW_SOCK_CLOSE_CLOSE_RESULT_H
#define SOCKVIEW_SOCK_CLOSE_CLOSE_RESULT_H

#include <stdbool.h>

#include "sock/conn/conn.h"
#include "sock/diag/mptcp.h"
#include "sock/place/close-kernel.h"

/* What became of the socket. */
enum close_result {
	CLOSE_RESULT_CLOSED,
	CLOSE_RESULT_RESET, /* its program got an error; it keeps its port: KIND_SURVIVES_CLOSE */
	CLOSE_RESULT_ALREADY_GONE,
	CLOSE_RESULT_DISCONNECTED,  /* closed through a descriptor: see close-by-fd.h */
	CLOSE_RESULT_NOT_PERMITTED, /* needs CAP_NET_ADMIN in the user namespace of the netns */
	CLOSE_RESULT_NO_KERNEL,     /* no CONFIG_INET_DIAG_DESTROY, or a kernel before 4.5 */
	CLOSE_RESULT_NOT_SUPPORTED, /* not for such sockets: MPTCP; TIME_WAIT before Linux 6.0 */
	CLOSE_RESULT_WOULD_LEAK,    /* not tried: this kernel would keep the orphan for ever */
	CLOSE_RESULT_NO_COOKIE,     /* not tried: the socket cannot be named exactly */
	CLOSE_RESULT_UNREACHABLE,   /* one of several on its port; the kernel finds another one */
	CLOSE_RESULT_NO_DESCRIPTOR, /* no process is known to hold it, or it has closed it */
	CLOSE_RESULT_NOT_SEIZED,    /* the process's descriptor may not be duplicated */
	CLOSE_RESULT_STILL_THERE,
	CLOSE_RESULT_FAILED,    /* another reason: see `error` */
	CLOSE_RESULT_NOT_TRIED, /* cancelled before it was tried */
	CLOSE_RESULTS
};

struct close_outcome {
	enum close_result result;
	int error; /* the kernel's negative errno; 0: none */
	/*
	 * The socket that is still listed (CLOSE_RESULT_STILL_THERE, CLOSE_RESULT_RESET): enum
	 * conn_proto, enum conn_state.
	 */
	uint8_t left_proto, left_state;
	/*
	 * enum mptcp_left. Only with CLOSE_RESULT_STILL_THERE, if a subflow ended but its
	 * connection did not (MPTCP_LIVES), or may not have (MPTCP_UNTOLD).
	 */
	uint8_t connection;
	/*
	 * Only with CLOSE_RESULT_RESET: the socket was bound to an interface (SO_BINDTODEVICE), and
	 * the kernel has taken that away.
	 */
	bool unbound;
};

/*
 * True if the socket is an orphan: its process has closed it, and in this state a kernel with
 * `leaks_orphans` would never free it.
 */
bool close_result_is_orphan(const struct conn *conn);

/*
 * True if the kernel may have a socket that it does not find by its addresses: one of several on
 * its port, or one in the state BOUND, which is in another table.
 */
bool close_result_can_hide(const struct conn *conn);

/*
 * Judges an attempt to close `conn`. `error` is the answer to SOCK_DESTROY. `look` is the result of
 * the exact query made afterwards: 0: still listed, see *left; -ENOENT: not found; another error:
 * not known. If a socket that can hide is found neither time, the result is
 * CLOSE_RESULT_ALREADY_GONE, and the caller must verify it by a dump.
 */
struct close_outcome close_result_judge(const struct close_kernel *kernel, const struct conn *conn,
	int error, int look, const struct conn *left);

/*
 * Corrects the outcome for a subflow of an MPTCP connection: what counts is the connection, of
 * which `left` remains, in `state`.
 */
void close_result_judge_connection(
	struct close_outcome *outcome, enum mptcp_left left, enum conn_state state);

/* True if nothing is left to be done about the socket: it is gone, or was reset. */
bool close_result_is_good(enum close_result result);

/* True if the kernel no longer has the socket. Its program may still hold a descriptor of it, even
 * if the socket had gone before it was to be closed. */
bool close_result_is_gone(enum close_result result);

/* A word for scripts and logs that never changes: "closed", "already-gone". */
const char *close_result_name(enum close_result result);

#endif
