/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/close/close-by-fd.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sock/diag/diag.h"
#include "sock/machine/process-fd.h"

/* Missing in some headers. */
#ifndef SO_COOKIE
#define SO_COOKIE 57
#endif
#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

/* A listener without connections (UDP): connect() with AF_UNSPEC does nothing to it. */
static bool has_no_peer(const struct conn *conn)
{
	return conn_is_listener(conn) && !conn_accepts(conn);
}

bool close_by_fd_is_possible(const struct conn *conn)
{
	return conn->has & CONN_HAS_INODE && conn->has & CONN_HAS_COOKIE && !has_no_peer(conn) &&
	       conn->state != CONN_BOUND;
}

/*
 * True if the duplicate is the socket that was meant. An MPTCP connection has the same inode as its
 * subflows, but a cookie of its own.
 */
static bool is_socket(int fd, const struct conn *conn)
{
	socklen_t cookie_size = sizeof(uint64_t), protocol_size = sizeof(int);
	uint64_t cookie = 0;
	struct stat stat;
	int protocol = 0;

	if (fstat(fd, &stat) < 0 || !S_ISSOCK(stat.st_mode) || stat.st_ino != conn->inode)
		return false;
	if (getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &cookie_size) == 0 &&
		cookie == conn->cookie)
		return true;
	return getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &protocol_size) == 0 &&
	       protocol == IPPROTO_MPTCP;
}

/* Duplicates it. Returns 0; -ESTALE if the descriptor is not that socket (any more); or another
 * -errno. */
static int take(int process, uint32_t fd, const struct conn *conn, int *ret_copy)
{
	int error = process_fd_take(process, fd, ret_copy);

	if (error || is_socket(*ret_copy, conn))
		return error;
	close(*ret_copy);
	return -ESTALE;
}

static int disconnect(int process, uint32_t fd, const struct conn *conn)
{
	static const struct sockaddr nobody = {.sa_family = AF_UNSPEC};
	int copy, error = take(process, fd, conn, &copy);

	if (error)
		return error;
	if (connect(copy, &nobody, sizeof(nobody)) < 0)
		error = -errno;
	close(copy);
	return error;
}

static enum close_result refusal(int error)
{
	switch (-error) {
	case EPERM:
	case EACCES:
		return CLOSE_RESULT_NOT_SEIZED;
	case ESTALE:
	case EBADF:
	case ESRCH:
		return CLOSE_RESULT_NO_DESCRIPTOR;
	default:
		return CLOSE_RESULT_FAILED;
	}
}

/*
 * Asks what is left. For a subflow of MPTCP the connection counts, even if the kernel has closed
 * the subflow before.
 */
static int look(struct wire *wire, void *buffer, const struct conn *conn, const struct mptcp *mptcp,
	struct conn *ret_left)
{
	struct diag_answer answer;
	enum mptcp_left left;
	int error;

	*ret_left = *conn;
	left = mptcp_look(wire, buffer, conn, mptcp, &ret_left->state);
	if (left == MPTCP_LIVES)
		return 0;
	if (left == MPTCP_NONE && mptcp->known)
		return -ENOENT;
	error = diag_query(wire, buffer, &conn, 1, &answer);
	if (error || answer.error)
		return error ? error : answer.error;
	*ret_left = answer.conn;
	return 0;
}

/* True if the kernel does not report whether the MPTCP connection lives on without the subflow. */
static bool is_not_reported(
	struct wire *wire, void *buffer, const struct conn *conn, const struct mptcp *mptcp)
{
	uint8_t state;

	return mptcp_look(wire, buffer, conn, mptcp, &state) == MPTCP_UNTOLD;
}

/* What is left decides, whatever connect() returned. */
static enum close_result judge(int error, int look_error, const struct conn *left)
{
	if (error)
		return look_error == -ENOENT ? CLOSE_RESULT_ALREADY_GONE : refusal(error);
	if (look_error)
		return look_error == -ENOENT ? CLOSE_RESULT_DISCONNECTED : CLOSE_RESULT_FAILED;
	/* A UDP socket that is bound to a port loses only its peer. */
	return has_no_peer(left) ? CLOSE_RESULT_DISCONNECTED : CLOSE_RESULT_STILL_THERE;
}

enum close_result close_by_fd_probe(int process, uint32_t fd, const struct conn *conn)
{
	int copy, error = take(process, fd, conn, &copy);

	if (error)
		return refusal(error);
	close(copy);
	return CLOSE_RESULT_DISCONNECTED;
}

struct close_outcome close_by_fd_run(struct wire *wire, void *buffer, int process, uint32_t fd,
	const struct conn *conn, struct mptcp *mptcp)
{
	struct close_outcome outcome = {.result = CLOSE_RESULT_ALREADY_GONE, .error = -ENOENT};
	struct conn left;
	int left_error;

	if (!mptcp->known && conn->has & CONN_HAS_MPTCP)
		*mptcp = mptcp_ask(wire, buffer, conn);
	left_error = look(wire, buffer, conn, mptcp, &left);
	/*
	 * The descriptor exists longer than its connection, so do not infer from it that the socket
	 * lives.
	 */
	if (left_error == -ENOENT && !close_result_can_hide(conn) &&
		!is_not_reported(wire, buffer, conn, mptcp))
		return outcome;
	outcome.error = disconnect(process, fd, conn);
	left_error = look(wire, buffer, conn, mptcp, &left);
	outcome.result = judge(outcome.error, left_error, &left);
	if (outcome.result == CLOSE_RESULT_FAILED && !outcome.error)
		outcome.error = left_error;
	if (!left_error) {
		outcome.left_proto = left.proto;
		outcome.left_state = left.state;
	}
	return outcome;
}
