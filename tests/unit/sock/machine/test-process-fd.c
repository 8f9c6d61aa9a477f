/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes held by descriptors: real ones, children of the test. */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sock/machine/process.h"
#include "sock/machine/process-fd.h"

struct child {
	int proc, fd, pipe[2];
	pid_t pid;
	struct process process;
};

/* One that waits, with the reading end of a pipe open. */
static int set_up(void **state)
{
	struct child *child = calloc(1, sizeof(*child));

	child->proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(pipe(child->pipe), 0);
	child->pid = fork();
	if (child->pid == 0)
		for (;;)
			pause();
	assert_int_equal(process_read(child->proc, (uint32_t)child->pid, &child->process), 0);
	child->fd = -1;
	*state = child;
	return 0;
}

static int tear_down(void **state)
{
	struct child *child = *state;

	if (child->fd >= 0)
		close(child->fd);
	if (child->pid > 0) {
		kill(child->pid, SIGKILL);
		waitpid(child->pid, NULL, 0);
	}
	close(child->pipe[0]);
	close(child->pipe[1]);
	close(child->proc);
	free(child);
	return 0;
}

static int hold(struct child *child, uint64_t start)
{
	return process_fd_open(child->proc, child->process.pid, start, &child->fd);
}

static void a_signal_reaches_the_process_that_is_held(void **state)
{
	struct child *child = *state;
	int status;

	assert_int_equal(hold(child, child->process.start), 0);
	assert_int_equal(process_fd_signal(child->fd, SIGTERM), 0);
	assert_int_equal(waitpid(child->pid, &status, 0), child->pid);
	child->pid = 0;
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	/* And from then on nobody, whoever gets the number. */
	assert_int_equal(process_fd_signal(child->fd, SIGTERM), -ESRCH);
}

static void another_process_of_that_number_is_not_taken_for_it(void **state)
{
	struct child *child = *state;

	assert_int_equal(hold(child, child->process.start + 1), -ESRCH);
	assert_int_equal(hold(child, child->process.start - 1), -ESRCH);
	assert_int_equal(child->fd, -1);
	assert_int_equal(kill(child->pid, 0), 0);
}

static void a_process_that_has_ended_is_not_held(void **state)
{
	struct child *child = *state;

	kill(child->pid, SIGKILL);
	waitpid(child->pid, NULL, 0);
	child->pid = 0;
	assert_int_equal(hold(child, child->process.start), -ESRCH);
}

static void a_descriptor_is_copied(void **state)
{
	struct child *child = *state;
	struct stat ours, copied;
	int copy;

	assert_int_equal(hold(child, child->process.start), 0);
	if (process_fd_take(child->fd, (uint32_t)child->pipe[0], &copy) == -EPERM) {
		print_message("children may not be traced here: not checked\n");
		return;
	}
	assert_int_equal(fstat(child->pipe[0], &ours), 0);
	assert_int_equal(fstat(copy, &copied), 0);
	assert_int_equal(copied.st_ino, ours.st_ino);
	assert_true(fcntl(copy, F_GETFD) & FD_CLOEXEC);
	close(copy);
	assert_int_equal(process_fd_take(child->fd, 60000, &copy), -EBADF);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_signal_reaches_the_process_that_is_held),
		TEST(another_process_of_that_number_is_not_taken_for_it),
		TEST(a_process_that_has_ended_is_not_held),
		TEST(a_descriptor_is_copied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
