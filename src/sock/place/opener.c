/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/place/opener.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sock/diag/netlink.h"

#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71
#endif

#define ALL_SOCKETS (OPENER_DUMPS | OPENER_QUERIES | OPENER_CLOSES)

/* Room for the descriptors of a message, aligned as the kernel wants it. */
union descriptors {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(OPENER_SOCKETS * sizeof(int))];
};

void opener_init(struct opener *opener, int fd)
{
	*opener = (struct opener){.fd = fd};
}

void opener_done(struct opener *opener)
{
	if (opener->fd >= 0)
		close(opener->fd);
	opener_init(opener, -1);
}

/* The other end is gone, or sends what makes no sense. */
static int give_up(struct opener *opener)
{
	opener_done(opener);
	return -EPIPE;
}

int opener_request(struct opener *opener, int namespace_fd, unsigned sockets, uint32_t tag)
{
	union descriptors descriptors = {0};
	struct opener_request request = {.sequence = opener->sequence + 1, .sockets = sockets};
	struct iovec part = {.iov_base = &request, .iov_len = sizeof(request)};
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &descriptors,
		.msg_controllen = CMSG_SPACE(sizeof(int)),
	};

	if (opener->fd < 0)
		return -EPIPE;
	if (opener->count == OPENER_REQUESTS)
		return -EBUSY;
	if (!sockets || sockets & ~(unsigned)ALL_SOCKETS)
		return -EINVAL;
	descriptors.header = (struct cmsghdr){
		.cmsg_len = CMSG_LEN(sizeof(int)),
		.cmsg_level = SOL_SOCKET,
		.cmsg_type = SCM_RIGHTS,
	};
	memcpy(CMSG_DATA(&descriptors.header), &namespace_fd, sizeof(namespace_fd));
	if (sendmsg(opener->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
		return errno == EPIPE || errno == ECONNRESET ? give_up(opener) : -errno;
	opener->asked[++opener->sequence % OPENER_REQUESTS].sockets = sockets;
	opener->asked[opener->sequence % OPENER_REQUESTS].tag = tag;
	opener->count++;
	return 0;
}

/* Copies the descriptors of a message; returns how many there are. */
static size_t take_descriptors(struct msghdr *message, int fds[OPENER_SOCKETS])
{
	struct cmsghdr *header = CMSG_FIRSTHDR(message);
	size_t count;

	if (!header || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS ||
		header->cmsg_len < CMSG_LEN(0))
		return 0;
	count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
	if (count > OPENER_SOCKETS)
		count = OPENER_SOCKETS;
	memcpy(fds, CMSG_DATA(header), count * sizeof(int));
	return count;
}

/* Receives one answer. Returns 0, with `ret_count` descriptors, or -errno. */
static int receive(struct opener *opener, struct opener_answer *answer, int *fds, size_t *ret_count)
{
	union descriptors descriptors;
	struct iovec part = {.iov_base = answer, .iov_len = sizeof(*answer)};
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &descriptors,
		.msg_controllen = sizeof(descriptors),
	};
	ssize_t length;

	do
		length = recvmsg(opener->fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	while (length < 0 && errno == EINTR);
	if (length < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return -EAGAIN;
	*ret_count = length < 0 ? 0 : take_descriptors(&message, fds);
	if (length == sizeof(*answer) && !(message.msg_flags & MSG_TRUNC)) {
		/* Descriptors that do not fit into our table are left out. */
		if (message.msg_flags & MSG_CTRUNC && !answer->error)
			answer->error = -EMFILE;
		return 0;
	}
	for (size_t i = 0; i < *ret_count; i++)
		close(fds[i]);
	return give_up(opener);
}

static unsigned count_of(unsigned sockets)
{
	unsigned count = 0;

	for (; sockets; sockets &= sockets - 1)
		count++;
	return count;
}

static void adopt(struct opened *opened, unsigned sockets, const int *fds)
{
	socklen_t length = sizeof(opened->cookie);
	struct wire **const wires[OPENER_SOCKETS] = {
		&opened->dumps,
		&opened->queries,
		&opened->closes,
	};

	if (getsockopt(*fds, SOL_SOCKET, SO_NETNS_COOKIE, &opened->cookie, &length) < 0)
		opened->cookie = 0;
	for (unsigned i = 0; i < OPENER_SOCKETS; i++)
		if (sockets >> i & 1)
			*wires[i] = netlink_adopt(*fds++);
}

int opener_take(struct opener *opener, struct opened *ret_opened)
{
	uint32_t oldest = opener->sequence - opener->count + 1, sockets;
	struct opener_answer answer;
	int fds[OPENER_SOCKETS], error;
	size_t count;

	*ret_opened = (struct opened){0};
	if (opener->fd < 0)
		return -EPIPE;
	if (!opener->count)
		return -EINVAL;
	error = receive(opener, &answer, fds, &count);
	if (error)
		return error;
	sockets = opener->asked[oldest % OPENER_REQUESTS].sockets;
	ret_opened->sequence = oldest;
	ret_opened->tag = opener->asked[oldest % OPENER_REQUESTS].tag;
	if (answer.sequence == oldest && !answer.error && count == count_of(sockets)) {
		opener->count--;
		adopt(ret_opened, sockets, fds);
		return 0;
	}
	for (size_t i = 0; i < count; i++)
		close(fds[i]);
	if (answer.sequence != oldest)
		return give_up(opener);
	opener->count--;
	return answer.error < 0 ? answer.error : -EPROTO;
}
