/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/close/close-result.h"

#include <errno.h>

#include "sock/diag/diag.h"

/* clang-format off */
static const struct {
	const char *name;
	bool good;
} results[CLOSE_RESULTS] = {
	[CLOSE_RESULT_CLOSED]        = {"closed", true},
	[CLOSE_RESULT_RESET]         = {"reset", true},
	[CLOSE_RESULT_ALREADY_GONE]  = {"already-gone", true},
	[CLOSE_RESULT_DISCONNECTED]  = {"closed-by-descriptor", true},
	[CLOSE_RESULT_NOT_PERMITTED] = {"not-permitted", false},
	[CLOSE_RESULT_NO_KERNEL]     = {"no-kernel-support", false},
	[CLOSE_RESULT_NOT_SUPPORTED] = {"not-supported", false},
	[CLOSE_RESULT_WOULD_LEAK]    = {"would-leak", false},
	[CLOSE_RESULT_NO_COOKIE]     = {"no-cookie", false},
	[CLOSE_RESULT_UNREACHABLE]   = {"unreachable", false},
	[CLOSE_RESULT_NO_DESCRIPTOR] = {"no-descriptor", false},
	[CLOSE_RESULT_NOT_SEIZED]    = {"descriptor-refused", false},
	[CLOSE_RESULT_STILL_THERE]   = {"still-there", false},
	[CLOSE_RESULT_FAILED]        = {"failed", false},
	[CLOSE_RESULT_NOT_TRIED]     = {"not-tried", false},
};
/* clang-format on */

const char *close_result_name(enum close_result result)
{
	return results[result].name;
}

bool close_result_is_good(enum close_result result)
{
	return results[result].good;
}

bool close_result_is_gone(enum close_result result)
{
	return results[result].good && result != CLOSE_RESULT_RESET;
}

/* Closed by its process, while the kernel still sends (commit bac76cf89816, Linux 6.11). */
bool close_result_is_orphan(const struct conn *conn)
{
	return conn_kind_has(conn, KIND_HAS_CONNECTIONS) && !(conn->has & CONN_HAS_INODE) &&
	       (conn->state == CONN_FIN_WAIT1 || conn->state == CONN_LAST_ACK ||
		       conn->state == CONN_CLOSING);
}

bool close_result_can_hide(const struct conn *conn)
{
	return conn->state == CONN_BOUND || conn_is_listener(conn);
}

static enum close_result refusal(const struct close_kernel *kernel, int error)
{
	switch (-error) {
	case EPERM:
	case EACCES:
		return CLOSE_RESULT_NOT_PERMITTED;
	case EOPNOTSUPP:
	case EINVAL: /* a listener of MPTCP, or a message that the kernel does not know */
		return kernel->can_destroy ? CLOSE_RESULT_NOT_SUPPORTED : CLOSE_RESULT_NO_KERNEL;
	default:
		return CLOSE_RESULT_FAILED;
	}
}

/* The kernel reported success, or that there is no such socket: the query afterwards decides. */
static enum close_result verified(const struct conn *conn, int error, int look)
{
	if (look == -ENOENT)
		return error ? CLOSE_RESULT_ALREADY_GONE : CLOSE_RESULT_CLOSED;
	if (look)
		return CLOSE_RESULT_FAILED;
	return conn_kind_has(conn, KIND_SURVIVES_CLOSE) && !error ? CLOSE_RESULT_RESET
								  : CLOSE_RESULT_STILL_THERE;
}

struct close_outcome close_result_judge(const struct close_kernel *kernel, const struct conn *conn,
	int error, int look, const struct conn *left)
{
	struct close_outcome outcome = {.error = error};

	if (error == 0 || error == -ENOENT) {
		outcome.result = verified(conn, error, look);
		if (outcome.result == CLOSE_RESULT_FAILED)
			outcome.error = look;
	} else if (look == -ENOENT && !close_result_can_hide(conn)) {
		outcome.result = CLOSE_RESULT_ALREADY_GONE; /* it ended by itself */
	} else {
		outcome.result = refusal(kernel, error);
	}
	if (look == 0) {
		outcome.unbound =
			outcome.result == CLOSE_RESULT_RESET && conn->interface && !left->interface;
		outcome.left_proto = left->proto;
		outcome.left_state = left->state;
	}
	return outcome;
}

void close_result_judge_connection(
	struct close_outcome *outcome, enum mptcp_left left, enum conn_state state)
{
	if (left == MPTCP_NONE || !close_result_is_good(outcome->result))
		return;
	outcome->result = CLOSE_RESULT_STILL_THERE;
	outcome->connection = left;
	outcome->left_proto = CONN_TCP;
	outcome->left_state = left == MPTCP_LIVES ? state : CONN_UNKNOWN;
}
