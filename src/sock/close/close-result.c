/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/close/close-result.h"

#include <errno.h>
#include <stdio.h>

#include "sock/diag/diag.h"

/* clang-format off */
static const struct {
	const char *name;
	bool good;
} results[CLOSING_RESULTS] = {
	[CLOSING_CLOSED]        = {"closed", true},
	[CLOSING_RESET]         = {"reset", true},
	[CLOSING_ALREADY_GONE]  = {"already-gone", true},
	[CLOSING_DISCONNECTED]  = {"closed-by-descriptor", true},
	[CLOSING_NOT_PERMITTED] = {"not-permitted", false},
	[CLOSING_NO_KERNEL]     = {"no-kernel-support", false},
	[CLOSING_NOT_SUPPORTED] = {"not-supported", false},
	[CLOSING_WOULD_LEAK]    = {"would-leak", false},
	[CLOSING_NO_COOKIE]     = {"no-cookie", false},
	[CLOSING_UNREACHABLE]   = {"unreachable", false},
	[CLOSING_NO_DESCRIPTOR] = {"no-descriptor", false},
	[CLOSING_NOT_SEIZED]    = {"descriptor-refused", false},
	[CLOSING_STILL_THERE]   = {"still-there", false},
	[CLOSING_FAILED]        = {"failed", false},
	[CLOSING_NOT_TRIED]     = {"not-tried", false},
};
/* clang-format on */

const char *closing_result_name(enum closing_result result)
{
	return results[result].name;
}

bool closing_is_good(enum closing_result result)
{
	return results[result].good;
}

void closing_probe(
	struct closing_kernel *ret_kernel, struct wire *wire, void *buffer, const char *release)
{
	unsigned major = 0, minor = 0;

	*ret_kernel = (struct closing_kernel){0};
	if (sscanf(release, "%u.%u", &major, &minor) == 2)
		ret_kernel->leaks_orphans = major < 6 || (major == 6 && minor < 11);
	/* Only a clear no is a no: whatever else is wrong will be said where a close is tried. */
	ret_kernel->can_destroy = wire && diag_destroy_probe(wire, buffer) != -EOPNOTSUPP;
}

/* Left by its process, while the kernel still sends (commit bac76cf89816, Linux 6.11). */
bool closing_is_orphan(const struct conn *conn)
{
	return conn_kind_has(conn, KIND_HAS_CONNECTIONS) && !(conn->has & CONN_HAS_INODE) &&
	       (conn->state == CONN_FIN_WAIT1 || conn->state == CONN_LAST_ACK ||
		       conn->state == CONN_CLOSING);
}

bool closing_can_hide(const struct conn *conn)
{
	return conn->state == CONN_BOUND || conn_is_listener(conn);
}

static enum closing_result refusal(const struct closing_kernel *kernel, int error)
{
	switch (-error) {
	case EPERM:
	case EACCES:
		return CLOSING_NOT_PERMITTED;
	case EOPNOTSUPP:
		return kernel->can_destroy ? CLOSING_NOT_SUPPORTED : CLOSING_NO_KERNEL;
	case EINVAL: /* a listener of MPTCP */
		return CLOSING_NOT_SUPPORTED;
	default:
		return CLOSING_FAILED;
	}
}

/* The kernel said done, or that there is no such socket: what it says now is the truth. */
static enum closing_result verified(const struct conn *conn, int error, int look)
{
	if (look == -ENOENT)
		return error ? CLOSING_ALREADY_GONE : CLOSING_CLOSED;
	if (look)
		return CLOSING_FAILED;
	return conn_kind_has(conn, KIND_SURVIVES_CLOSE) && !error ? CLOSING_RESET
								  : CLOSING_STILL_THERE;
}

struct closing_outcome closing_judge(const struct closing_kernel *kernel, const struct conn *conn,
	int error, int look, const struct conn *left)
{
	struct closing_outcome outcome = {.error = error};

	if (error == 0 || error == -ENOENT) {
		outcome.result = verified(conn, error, look);
		if (outcome.result == CLOSING_FAILED)
			outcome.error = look;
	} else if (look == -ENOENT && !closing_can_hide(conn)) {
		outcome.result = CLOSING_ALREADY_GONE; /* by itself, whatever was refused */
	} else {
		outcome.result = refusal(kernel, error);
	}
	if (look == 0) {
		outcome.left_proto = left->proto;
		outcome.left_state = left->state;
	}
	return outcome;
}

void closing_judge_connection(
	struct closing_outcome *outcome, enum mptcp_left left, enum conn_state state)
{
	if (left == MPTCP_NONE || !closing_is_good(outcome->result))
		return;
	outcome->result = CLOSING_STILL_THERE;
	outcome->connection = left;
	outcome->left_proto = CONN_TCP;
	outcome->left_state = left == MPTCP_LIVES ? state : CONN_UNKNOWN;
}
