/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/closing.h"

#include <errno.h>
#include <stdio.h>

#include "sock/diag.h"

static const char *const result_names[CLOSING_RESULTS] = {
	[CLOSING_CLOSED] = "closed",
	[CLOSING_RESET] = "reset",
	[CLOSING_ALREADY_GONE] = "already-gone",
	[CLOSING_NOT_PERMITTED] = "not-permitted",
	[CLOSING_NO_KERNEL] = "no-kernel-support",
	[CLOSING_NOT_SUPPORTED] = "not-supported",
	[CLOSING_WOULD_LEAK] = "would-leak",
	[CLOSING_NO_COOKIE] = "no-cookie",
	[CLOSING_UNREACHABLE] = "unreachable",
	[CLOSING_STILL_THERE] = "still-there",
	[CLOSING_FAILED] = "failed",
};

const char *closing_result_name(enum closing_result result)
{
	return result_names[result];
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
static bool is_orphan(const struct conn *conn)
{
	return conn->proto == CONN_TCP && !(conn->has & CONN_HAS_INODE) &&
	       (conn->state == CONN_FIN_WAIT1 || conn->state == CONN_LAST_ACK ||
		       conn->state == CONN_CLOSING);
}

/* What an exact query says of `conn` now: 0 with the socket, -ENOENT, or another -errno. */
static int look_again(
	struct wire *wire, void *buffer, const struct conn *conn, struct conn *ret_left)
{
	struct diag_answer answer;
	int error = diag_query(wire, buffer, &conn, 1, &answer);

	if (error || answer.error)
		return error ? error : answer.error;
	*ret_left = answer.conn;
	return 0;
}

struct search {
	uint64_t cookie;
	bool found;
};

static int compare_cookie(void *context, const struct conn *conn, const struct conn_tcp *tcp)
{
	struct search *search = context;

	(void)tcp;
	search->found |= conn->cookie == search->cookie;
	return 0;
}

/* Whether a dump lists `conn`, which the kernel does not find by its addresses: 1, 0, or -errno. */
static int is_listed(struct wire *wire, void *buffer, const struct conn *conn)
{
	struct diagmsg_dump what = {
		.proto = (enum conn_proto)conn->proto,
		.family = conn->family,
		.states = 1U << conn->state,
	};
	struct search search = {.cookie = conn->cookie};
	struct diag_dump dump;
	int progress = diag_dump_begin(&dump, wire, buffer, &what);

	if (progress < 0)
		return progress;
	do
		progress = diag_dump_step(&dump, compare_cookie, &search);
	while (progress == DIAG_GOING);
	if (search.found)
		return 1;
	if (progress != DIAG_DONE)
		return progress == DIAG_WAITING ? -EAGAIN : progress;
	return dump.interrupted ? -EINTR : 0;
}

/* The kernel's ENOENT: there is no such socket, or its look-up does not arrive at it. */
static enum closing_result not_found(
	struct wire *wire, void *buffer, const struct conn *conn, int look)
{
	if (look == 0)
		return CLOSING_STILL_THERE;
	if (look != -ENOENT)
		return CLOSING_FAILED;
	if (conn->state != CONN_BOUND && !conn_is_listener(conn))
		return CLOSING_ALREADY_GONE;
	switch (is_listed(wire, buffer, conn)) {
	case 0:
		return CLOSING_ALREADY_GONE;
	case 1: /* BOUND is in no table that is looked up by address */
		return conn->state == CONN_BOUND ? CLOSING_NOT_SUPPORTED : CLOSING_UNREACHABLE;
	default:
		return CLOSING_FAILED;
	}
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

void closing_run(const struct closing_kernel *kernel, struct wire *wire, void *buffer,
	const struct conn *conn, struct closing_outcome *ret_outcome)
{
	int error, look;

	*ret_outcome = (struct closing_outcome){.result = CLOSING_NO_COOKIE};
	if (!(conn->has & CONN_HAS_COOKIE) || conn->cookie == 0 || conn->cookie == UINT64_MAX ||
		!wire)
		return;
	if (!kernel->can_destroy) {
		ret_outcome->result = CLOSING_NO_KERNEL;
		return;
	}
	if (kernel->leaks_orphans && is_orphan(conn)) {
		ret_outcome->result = CLOSING_WOULD_LEAK;
		return;
	}
	error = diag_destroy(wire, buffer, conn);
	look = look_again(wire, buffer, conn, &ret_outcome->left);
	ret_outcome->error = error;
	if (error == -ENOENT)
		ret_outcome->result = not_found(wire, buffer, conn, look);
	else if (error)
		ret_outcome->result = refusal(kernel, error);
	else if (look == -ENOENT)
		ret_outcome->result = CLOSING_CLOSED;
	else if (look == 0)
		ret_outcome->result = conn->proto == CONN_UDP ? CLOSING_RESET : CLOSING_STILL_THERE;
	else {
		ret_outcome->result = CLOSING_FAILED;
		ret_outcome->error = look;
	}
}
