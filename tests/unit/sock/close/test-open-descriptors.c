/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sockets that are closed but held: descriptors of the test itself. */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sock/close/open-descriptors.h"

/* What is known of sockets: those in order up to `closed` are closed, up to `living` living. */
struct knowledge {
	uint32_t inodes[64];
	size_t closed, living;
	size_t asked;
};

static enum open_descriptors_kind judge(void *context, uint32_t inode)
{
	struct knowledge *knowledge = context;

	knowledge->asked++;
	for (size_t i = 0; i < knowledge->living; i++)
		if (knowledge->inodes[i] == inode)
			return i < knowledge->closed ? OPEN_DESCRIPTORS_CLOSED
						     : OPEN_DESCRIPTORS_LIVING;
	return OPEN_DESCRIPTORS_UNKNOWN;
}

static int make(int family, int type, struct knowledge *knowledge)
{
	int fd = socket(family, type, 0);
	struct stat stat;

	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &stat), 0);
	knowledge->inodes[knowledge->living++] = (uint32_t)stat.st_ino;
	return fd;
}

static size_t count(struct knowledge *knowledge, size_t budget)
{
	int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct open_descriptors held;
	size_t counted;

	assert_int_equal(open_descriptors_begin(&held, proc, (uint32_t)getpid()), 0);
	while (open_descriptors_step(&held, judge, knowledge, budget))
		assert_false(held.complete);
	assert_true(held.complete);
	counted = held.count;
	open_descriptors_done(&held);
	close(proc);
	return counted;
}

static void closed_sockets_count_and_living_ones_do_not(void **state)
{
	struct knowledge knowledge = {.asked = 0};
	size_t before = count(&knowledge, 100);
	int fds[5];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(fds); i++)
		fds[i] = make(AF_INET, SOCK_STREAM, &knowledge);
	knowledge.closed = 3;
	for (size_t budget = 1; budget < 100; budget *= 3)
		assert_int_equal(count(&knowledge, budget), before + 3);
	for (size_t i = 0; i < COUNT_OF(fds); i++)
		close(fds[i]);
}

/* Of what the caller does not know the kernel tells the protocol. */
static void sockets_of_other_kinds_do_not_count(void **state)
{
	static const struct {
		int family, type;
		bool counts;
	} examples[] = {
		{AF_INET, SOCK_STREAM, true},
		{AF_INET6, SOCK_STREAM, true},
		{AF_INET, SOCK_DGRAM, true},
		{AF_INET6, SOCK_DGRAM, true},
		{AF_UNIX, SOCK_STREAM, false},
		{AF_UNIX, SOCK_DGRAM, false},
	};
	struct knowledge knowledge = {.asked = 0};
	size_t before = count(&knowledge, 100);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		int fd = make(examples[i].family, examples[i].type, &knowledge);

		knowledge.living = 0;
		assert_int_equal(count(&knowledge, 100), before + examples[i].counts);
		close(fd);
	}
}

static void a_process_that_is_not_there_has_none(void **state)
{
	int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct open_descriptors held;

	(void)state;
	assert_int_equal(open_descriptors_begin(&held, proc, UINT32_MAX), -ESRCH);
	open_descriptors_done(&held);
	close(proc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(closed_sockets_count_and_living_ones_do_not),
		cmocka_unit_test(sockets_of_other_kinds_do_not_count),
		cmocka_unit_test(a_process_that_is_not_there_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
