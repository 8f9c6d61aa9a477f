/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The program's end of the pair; the test is the child at the other end. */
#include "support/unit.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sock/place/opener.h"

static struct opener opener;
static int child;

static int setup(void **state)
{
	int ends[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
	opener_init(&opener, ends[0]);
	child = ends[1];
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	opener_done(&opener);
	close(child);
	return 0;
}

static void ask(unsigned sockets, uint32_t tag)
{
	int fd = dup(0);

	assert_int_equal(opener_request(&opener, fd, sockets, tag), 0);
	close(fd);
}

/* Answers with `count` sockets; returns the other end of the last one, or -1. */
static int answer(uint32_t sequence, int error, unsigned count)
{
	struct opener_answer text = {.sequence = sequence, .error = error};
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(8 * sizeof(int))];
	} control = {0};
	struct iovec part = {.iov_base = &text, .iov_len = sizeof(text)};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
	int fds[8], ends[2] = {-1, -1};

	for (unsigned i = 0; i < count; i++) {
		if (ends[1] >= 0)
			close(ends[1]);
		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
		fds[i] = ends[0];
	}
	if (count) {
		message.msg_control = &control;
		message.msg_controllen = CMSG_SPACE(count * sizeof(int));
		control.header.cmsg_len = CMSG_LEN(count * sizeof(int));
		control.header.cmsg_level = SOL_SOCKET;
		control.header.cmsg_type = SCM_RIGHTS;
		memcpy(CMSG_DATA(&control.header), fds, count * sizeof(int));
	}
	assert_int_equal(sendmsg(child, &message, 0), sizeof(text));
	for (unsigned i = 0; i < count; i++)
		close(fds[i]);
	return ends[1];
}

/* True if nobody holds the other end; closes ours. */
static bool is_let_go(int end)
{
	struct pollfd look = {.fd = end};
	bool gone = poll(&look, 1, 0) == 1 && look.revents & POLLHUP;

	close(end);
	return gone;
}

static void close_opened(struct opened *opened)
{
	wire_close(opened->dumps);
	wire_close(opened->queries);
	wire_close(opened->closes);
}

static void answers_come_in_the_order_of_the_requests(void **state)
{
	struct opened opened;

	(void)state;
	assert_int_equal(opener_take(&opener, &opened), -EINVAL);
	for (unsigned i = 0; i < OPENER_REQUESTS; i++)
		ask(OPENER_DUMPS | (i % 2 ? OPENER_CLOSES : 0U), 100 + i);
	assert_int_equal(opener_request(&opener, 0, OPENER_DUMPS, 1), -EBUSY);
	assert_int_equal(opener_take(&opener, &opened), -EAGAIN);
	for (unsigned i = 0; i < OPENER_REQUESTS; i++)
		close(answer(1 + i, 0, 1 + i % 2));
	for (unsigned i = 0; i < OPENER_REQUESTS; i++) {
		assert_int_equal(opener_take(&opener, &opened), 0);
		assert_int_equal(opened.tag, 100 + i);
		assert_int_equal(opened.sequence, 1 + i);
		assert_non_null(opened.dumps);
		assert_null(opened.queries);
		assert_int_equal(opened.closes != NULL, i % 2);
		close_opened(&opened);
	}
	assert_int_equal(opener_request(&opener, 0, OPENER_DUMPS, 1), 0);
}

static void an_error_says_which_request_it_is_about(void **state)
{
	struct opened opened;
	int end;

	(void)state;
	ask(OPENER_DUMPS, 7);
	ask(OPENER_DUMPS | OPENER_QUERIES, 8);
	ask(OPENER_DUMPS, 9);
	answer(1, -EPERM, 0);
	end = answer(2, 0, 1); /* one too few */
	close(answer(3, 0, 1));
	assert_int_equal(opener_take(&opener, &opened), -EPERM);
	assert_int_equal(opened.tag, 7);
	assert_int_equal(opener_take(&opener, &opened), -EPROTO);
	assert_int_equal(opened.tag, 8);
	assert_true(is_let_go(end));
	assert_int_equal(opener_take(&opener, &opened), 0);
	assert_int_equal(opened.tag, 9);
	close_opened(&opened);
}

static void what_makes_no_sense_ends_it(void **state)
{
	struct opened opened;
	int end;

	(void)state;
	ask(OPENER_DUMPS, 7);
	end = answer(5, 0, 1); /* to no request */
	assert_int_equal(opener_take(&opener, &opened), -EPIPE);
	assert_true(is_let_go(end));
	assert_int_equal(opener_fd(&opener), -1);
	assert_int_equal(opener_request(&opener, 0, OPENER_DUMPS, 1), -EPIPE);
	assert_int_equal(opener_take(&opener, &opened), -EPIPE);
}

static void too_many_descriptors_are_let_go(void **state)
{
	struct opened opened;
	int end;

	(void)state;
	ask(OPENER_DUMPS, 7);
	end = answer(1, 0, 8);
	assert_true(opener_take(&opener, &opened) < 0);
	assert_true(is_let_go(end));
	assert_null(opened.dumps);
}

static void a_short_answer_ends_it(void **state)
{
	struct opened opened;

	(void)state;
	ask(OPENER_DUMPS, 7);
	assert_int_equal(send(child, "x", 1, 0), 1);
	assert_int_equal(opener_take(&opener, &opened), -EPIPE);
	teardown(state);
	setup(state);
	ask(OPENER_DUMPS, 7);
	close(child);
	child = -1;
	assert_int_equal(opener_take(&opener, &opened), -EPIPE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(answers_come_in_the_order_of_the_requests),
		TEST(an_error_says_which_request_it_is_about),
		TEST(what_makes_no_sense_ends_it),
		TEST(too_many_descriptors_are_let_go),
		TEST(a_short_answer_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
