/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/system/opener-child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/system/opener-filter.h"
#include "app/system/privileges.h"
#include "sock/diag/netlink.h"

struct child {
	int wire;       /* the end of the pair */
	int home;       /* our own network namespace */
	bool may_enter; /* with CAP_SYS_ADMIN; else only what our user owns */
	bool may_close;
};

union descriptors {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(OPENER_SOCKETS * sizeof(int))];
};

static void close_all(const int *fds, unsigned count)
{
	while (count)
		close(fds[--count]);
}

/* Sends an answer. Returns 0 or -errno: too many descriptors may be under way. */
static int answer(
	const struct child *child, uint32_t sequence, int error, const int *fds, unsigned count)
{
	struct opener_answer text = {.sequence = sequence, .error = error};
	union descriptors descriptors = {0};
	struct iovec part = {.iov_base = &text, .iov_len = sizeof(text)};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};

	if (count) {
		message.msg_control = &descriptors;
		message.msg_controllen = CMSG_SPACE(count * sizeof(int));
		descriptors.header = (struct cmsghdr){
			.cmsg_len = CMSG_LEN(count * sizeof(int)),
			.cmsg_level = SOL_SOCKET,
			.cmsg_type = SCM_RIGHTS,
		};
		memcpy(CMSG_DATA(&descriptors.header), fds, count * sizeof(int));
	}
	while (sendmsg(child->wire, &message, MSG_NOSIGNAL) < 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

/* Opens a socket for each bit of `sockets`. Returns how many, or -errno with none open. */
static int open_sockets(unsigned sockets, int fds[OPENER_SOCKETS])
{
	unsigned count = 0;

	for (; sockets; sockets &= sockets - 1) {
		int fd = netlink_open_fd();

		if (fd < 0) {
			close_all(fds, count);
			return fd;
		}
		fds[count++] = fd;
	}
	return (int)count;
}

/* Enters `space`, which this process may enter, opens, and answers. Returns 0 or -errno. */
static int open_inside(const struct child *child, const struct opener_request *request, int space)
{
	int fds[OPENER_SOCKETS], count, error;

	if (setns(space, CLONE_NEWNET) < 0)
		return -errno;
	count = open_sockets(request->sockets, fds);
	if (count < 0)
		return count;
	error = answer(child, request->sequence, 0, fds, (unsigned)count);
	close_all(fds, (unsigned)count);
	return error;
}

/* The same for a namespace of a user namespace that our user owns. */
static int open_owned(const struct child *child, const struct opener_request *request, int space)
{
	int user = ioctl(space, NS_GET_USERNS), status = 0;
	pid_t pid, waited;

	if (user < 0)
		return -EPERM;
	pid = fork();
	if (pid == 0) {
		/* EINVAL: it is our own user namespace. */
		if (setns(user, CLONE_NEWUSER) < 0 && errno != EINVAL)
			_exit(errno & 0xff);
		_exit(-open_inside(child, request, space) & 0xff);
	}
	close(user);
	if (pid < 0)
		return -errno;
	while ((waited = waitpid(pid, &status, 0)) < 0 && errno == EINTR)
		;
	return waited == pid && WIFEXITED(status) ? -WEXITSTATUS(status) : -EPERM;
}

static void serve(const struct child *child, const struct opener_request *request, int space)
{
	int error;

	if (!request->sockets || request->sockets >> OPENER_SOCKETS)
		error = -EINVAL;
	else if (request->sockets & OPENER_CLOSES && !child->may_close)
		error = -EPERM;
	else if (child->may_enter)
		error = open_inside(child, request, space);
	else
		error = open_owned(child, request, space);
	/* What is entered is kept alive. */
	if (child->may_enter && setns(child->home, CLONE_NEWNET) < 0)
		_exit(1);
	/* Who waits for an answer that does not come is told by the end of the pair. */
	if (error && answer(child, request->sequence, error, NULL, 0) < 0)
		_exit(1);
}

/* Receives a request. False: there are no more, or it makes no sense. */
static bool receive(const struct child *child, struct opener_request *request, int *ret_space)
{
	union descriptors descriptors;
	struct iovec part = {.iov_base = request, .iov_len = sizeof(*request)};
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &descriptors,
		.msg_controllen = CMSG_SPACE(sizeof(int)),
	};
	struct cmsghdr *header;
	ssize_t length;

	do
		length = recvmsg(child->wire, &message, MSG_CMSG_CLOEXEC);
	while (length < 0 && errno == EINTR);
	if (length != sizeof(*request) || message.msg_flags & (MSG_TRUNC | MSG_CTRUNC))
		return false;
	header = CMSG_FIRSTHDR(&message);
	if (!header || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS ||
		header->cmsg_len != CMSG_LEN(sizeof(int)))
		return false;
	memcpy(ret_space, CMSG_DATA(header), sizeof(*ret_space));
	return true;
}

/* Closes all descriptors but `kept`, among them the terminal. */
static void close_others(int kept)
{
	struct rlimit limit;

#ifdef SYS_close_range
	if ((kept == 0 || syscall(SYS_close_range, 0U, (unsigned)kept - 1, 0U) == 0) &&
		syscall(SYS_close_range, (unsigned)kept + 1, ~0U, 0U) == 0)
		return;
#endif
	if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur > 65536)
		limit.rlim_cur = 65536;
	for (int fd = 0; fd < (int)limit.rlim_cur; fd++)
		if (fd != kept)
			close(fd);
}

static void run(int wire, bool may_close)
{
	struct child child = {.wire = wire, .may_close = may_close};
	struct opener_request request;
	int space, error;

	/* Keys that interrupt or stop the program are not for this process. */
	setsid();
	signal(SIGCHLD, SIG_DFL);
	prctl(PR_SET_NAME, "sockview-opener");
	close_others(wire);
	/* Nothing may be kept from being unmounted. */
	if (chdir("/") < 0)
		return;
	child.home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	child.may_enter = child.home >= 0 && setns(child.home, CLONE_NEWNET) == 0;
	if (privileges_keep_to_enter() < 0)
		return;
	error = opener_filter_install(!child.may_enter);
	if (error && error != -ENOSYS && error != -EINVAL)
		return;
	while (receive(&child, &request, &space)) {
		serve(&child, &request, space);
		close(space);
	}
}

int opener_child_start(struct opener *ret_opener, bool may_close)
{
	int ends[2], error = 0;
	pid_t pid;

	opener_init(ret_opener, -1);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return -errno;
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		run(ends[1], may_close);
		_exit(0);
	}
	if (pid < 0)
		error = -errno;
	close(ends[1]);
	if (error)
		close(ends[0]);
	else
		opener_init(ret_opener, ends[0]);
	return error;
}
