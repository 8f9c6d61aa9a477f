/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What can become of a socket that is closed, and how that is known: from the kernel's answer to
 * SOCK_DESTROY and from what it says of the socket afterwards, for its "done" is not yet "gone".
 * closing-batch.h asks the kernel; here is the one place that judges its answers.
 */
#ifndef SOCKVIEW_SOCK_CLOSE_CLOSE_RESULT_H
#define SOCKVIEW_SOCK_CLOSE_CLOSE_RESULT_H

#include <stdbool.h>

#include "sock/conn/conn.h"
#include "sock/diag/mptcp.h"
#include "sock/diag/wire.h"

/* What became of it. */
enum close_result {
	CLOSE_RESULT_CLOSED,
	CLOSE_RESULT_RESET, /* told of an error, but bound to its port as before:
			       KIND_SURVIVES_CLOSE */
	CLOSE_RESULT_ALREADY_GONE,
	CLOSE_RESULT_DISCONNECTED,  /* closed, by a descriptor of its process: see sock/seize.h */
	CLOSE_RESULT_NOT_PERMITTED, /* needs CAP_NET_ADMIN in the user namespace of the network
				     * namespace
				     */
	CLOSE_RESULT_NO_KERNEL,     /* a kernel without CONFIG_INET_DIAG_DESTROY */
	CLOSE_RESULT_NOT_SUPPORTED, /* not for this kind of socket: MPTCP; TIME_WAIT before
				       Linux 6.0 */
	CLOSE_RESULT_WOULD_LEAK,  /* an orphan on a kernel that would keep it for ever; not tried */
	CLOSE_RESULT_NO_COOKIE,   /* the socket cannot be named exactly; not tried */
	CLOSE_RESULT_UNREACHABLE, /* one of several on its port, and the kernel picks another one */
	CLOSE_RESULT_NO_DESCRIPTOR, /* no process is known that holds it, or that one no longer does
				     */
	CLOSE_RESULT_NOT_SEIZED,    /* the process's descriptor may not be taken */
	CLOSE_RESULT_STILL_THERE,
	CLOSE_RESULT_FAILED,    /* for another reason: see `error` */
	CLOSE_RESULT_NOT_TRIED, /* it was cancelled before */
	CLOSE_RESULTS
};

struct close_outcome {
	enum close_result result;
	int error; /* the kernel's negative errno; 0 if it had none */
	/* Of what is still listed (CLOSE_RESULT_STILL_THERE, CLOSE_RESULT_RESET): enum conn_proto,
	 * enum conn_state. */
	uint8_t left_proto, left_state;
	/* enum mptcp_left; CLOSE_RESULT_STILL_THERE: a subflow ended, and not (it is not told:
	 * perhaps not) its connection. */
	uint8_t connection;
};

/* What this kernel can do, found out once. */
struct close_kernel {
	bool can_destroy;
	bool leaks_orphans; /* before Linux 6.11 */
};

/* Finds out over `wire`; `release` is the kernel's ("6.1.0-18-amd64"). */
void close_result_probe(
	struct close_kernel *ret_kernel, struct wire *wire, void *buffer, const char *release);

/* True where a socket in this state is one that its process has left and the kernel would leak. */
bool close_result_is_orphan(const struct conn *conn);

/*
 * Whether the kernel may have a socket that it does not find by its addresses: one of several on
 * its port, or one in the state BOUND, which stands in another table.
 */
bool close_result_can_hide(const struct conn *conn);

/*
 * Judges an attempt on `conn`: `error` is the answer to SOCK_DESTROY, `look` that to an exact query
 * afterwards (0: *left is what is still there; -ENOENT; or it could not be known). A socket that
 * can hide is CLOSE_RESULT_ALREADY_GONE here where the kernel finds it neither time; a dump has to
 * tell.
 */
struct close_outcome close_result_judge(const struct close_kernel *kernel, const struct conn *conn,
	int error, int look, const struct conn *left);

/* What is left of an MPTCP connection, of which a part was closed, is the truth: `left` of it, in
 * `state`. */
void close_result_judge_connection(
	struct close_outcome *outcome, enum mptcp_left left, enum conn_state state);

/* True where the socket is out of the way. */
bool close_result_is_good(enum close_result result);

/* A stable word for scripts and logs: "closed", "already-gone". */
const char *close_result_name(enum close_result result);

#endif
