/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the cage permits and what it does not: tried in children, since it is for good. */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <netdb.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/system/cage.h"

#define IS_REFUSED 250 /* failed with EPERM, or ended the process: --enable-strict-cage */
#define NO_CAGE 251
#define DONE 0
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

typedef int attempt_fn(void); /* returns 0 or -errno */

static void enter(unsigned purposes)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || cage_enter(purposes) < 0)
		_exit(NO_CAGE);
}

/* DONE, IS_REFUSED, or another errno. */
static int result_of(pid_t child)
{
	int status;

	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		return IS_REFUSED;
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status) == EPERM ? IS_REFUSED : WEXITSTATUS(status);
}

/* What becomes of it in a process that is shut in. */
static int shut_in(unsigned purposes, attempt_fn *attempt)
{
	pid_t child = fork();

	if (child == 0) {
		enter(purposes);
		_exit(-attempt());
	}
	return result_of(child);
}

#define CALL(name, expression)                        \
	static int name(void)                         \
	{                                             \
		return (expression) < 0 ? -errno : 0; \
	}

CALL(execute, execl("/bin/true", "true", NULL))
CALL(make_process, syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL))
CALL(enter_namespaces, unshare(CLONE_NEWNS))
CALL(trace, ptrace(PTRACE_TRACEME, 0, NULL, NULL))
CALL(read_another, syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0))
CALL(signal_another, kill(getppid(), 0))
CALL(limit_another, prlimit(getppid(), RLIMIT_NOFILE, NULL, &(struct rlimit){0}))
CALL(open_packets, socket(AF_PACKET, SOCK_RAW, 0))
CALL(open_raw, socket(AF_INET, SOCK_RAW, IPPROTO_ICMP))
CALL(open_other_netlink, socket(AF_NETLINK, SOCK_RAW, NETLINK_KOBJECT_UEVENT))
CALL(type_into_terminal, ioctl(STDIN_FILENO, TIOCSTI, "x"))
CALL(load_program, syscall(SYS_bpf, 5, NULL, 0))
CALL(own_memory, syscall(SYS_memfd_create, "x", 0))
CALL(be_somebody, setuid(getuid()))
CALL(change_root, chroot("/"))
CALL(rename_file, rename("/proc/no-file", "/proc/no-other"))
CALL(remove_file, unlink("/proc/no-file"))
CALL(make_directory, mkdir("/proc/no-directory", 0700))
CALL(newer_than_all, syscall(100000))
CALL(open_diag, socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_SOCK_DIAG))
CALL(open_log, socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0))
CALL(open_udp, socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0))
CALL(read_file, open("/proc/self/stat", O_RDONLY | O_CLOEXEC))

static int code_in_writable_memory(void)
{
	void *memory = mmap(
		NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return memory == MAP_FAILED ? -errno : 0;
}

static int writable_memory_as_code(void)
{
	void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return mprotect(memory, 4096, PROT_READ | PROT_WRITE | PROT_EXEC) < 0 ? -errno : 0;
}

/* To the parent, by a descriptor of it. */
static int send_by_descriptor(int number)
{
	int fd = (int)syscall(SYS_pidfd_open, getppid(), 0);

	if (fd < 0)
		return -errno;
	return syscall(SYS_pidfd_send_signal, fd, number, NULL, 0) < 0 ? -errno : 0;
}

static int ask_whether_alive(void)
{
	return send_by_descriptor(0);
}

static int wake_parent(void)
{
	return send_by_descriptor(SIGCONT);
}

static int take_descriptor(void)
{
	int fd = (int)syscall(SYS_pidfd_open, getpid(), 0), copy;

	if (fd < 0)
		return -errno;
	copy = (int)syscall(SYS_pidfd_getfd, fd, 0, 0);
	return copy < 0 ? -errno : 0;
}

static void *nothing(void *argument)
{
	return argument;
}

static int start_thread(void)
{
	pthread_t thread;
	int error = pthread_create(&thread, NULL, nothing, NULL);

	if (!error)
		error = pthread_join(thread, NULL);
	return -error;
}

static int ask_for_names(void)
{
	struct addrinfo *found = NULL;
	int error = getaddrinfo("127.0.0.1", "80", NULL, &found);

	if (!error)
		freeaddrinfo(found);
	return error ? -EIO : 0;
}

static int signal_itself(void)
{
	signal(SIGUSR1, SIG_IGN);
	return raise(SIGUSR1) ? -errno : 0;
}

/* -------- the tests -------- */

struct named_attempt {
	const char *name;
	attempt_fn *attempt;
};

#define NAMED(attempt)            \
	{                         \
#attempt, attempt \
	}

static void assert_all(
	unsigned purposes, const struct named_attempt *attempts, size_t count, int result)
{
	for (size_t i = 0; i < count; i++) {
		int found = shut_in(purposes, attempts[i].attempt);

		if (found != result)
			fail_msg("%s: %d, not %d", attempts[i].name, found, result);
	}
}

static const struct named_attempt replacing[] = {
	NAMED(rename_file), NAMED(remove_file), NAMED(make_directory)};

#define ALL_PURPOSES (CAGE_TO_CLOSE | CAGE_TO_SIGNAL | CAGE_TO_REPLACE)

static void what_the_program_never_does_is_refused(void **state)
{
	static const struct named_attempt attempts[] = {NAMED(execute), NAMED(make_process),
		NAMED(enter_namespaces), NAMED(trace), NAMED(read_another), NAMED(signal_another),
		NAMED(limit_another), NAMED(open_packets), NAMED(open_raw),
		NAMED(open_other_netlink), NAMED(type_into_terminal), NAMED(load_program),
		NAMED(own_memory), NAMED(be_somebody), NAMED(change_root),
		NAMED(code_in_writable_memory), NAMED(writable_memory_as_code)};

	(void)state;
	assert_all(ALL_PURPOSES, attempts, COUNT_OF(attempts), IS_REFUSED);
}

static void what_it_does_is_permitted(void **state)
{
	static const struct named_attempt attempts[] = {NAMED(open_diag), NAMED(open_log),
		NAMED(open_udp), NAMED(read_file), NAMED(start_thread), NAMED(ask_for_names),
		NAMED(signal_itself), NAMED(ask_whether_alive)};

	(void)state;
	assert_all(0, attempts, COUNT_OF(attempts), DONE);
}

static void closing_by_a_copy_needs_its_purpose(void **state)
{
	(void)state;
	assert_int_equal(shut_in(CAGE_TO_CLOSE, take_descriptor), DONE);
	assert_int_equal(shut_in(ALL_PURPOSES & ~CAGE_TO_CLOSE, take_descriptor), IS_REFUSED);
}

static void signals_to_others_need_their_purpose(void **state)
{
	(void)state;
	assert_int_equal(shut_in(CAGE_TO_SIGNAL, wake_parent), DONE);
	assert_int_equal(shut_in(ALL_PURPOSES & ~CAGE_TO_SIGNAL, wake_parent), IS_REFUSED);
}

static void replacing_files_needs_its_purpose(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(replacing); i++) {
		int found = shut_in(CAGE_TO_REPLACE, replacing[i].attempt);

		assert_int_not_equal(found, IS_REFUSED);
		assert_int_not_equal(found, DONE); /* /proc has no such file, and makes none */
	}
	assert_all(ALL_PURPOSES & ~CAGE_TO_REPLACE, replacing, COUNT_OF(replacing), IS_REFUSED);
}

/* The C library asks for a new one and goes on with the old. */
static void a_call_that_is_newer_than_the_list_does_not_exist(void **state)
{
	(void)state;
	assert_int_equal(shut_in(0, newer_than_all), ENOSYS);
}

static void *wait_for_cage(void *argument)
{
	const atomic_bool *shut = argument;

	while (!atomic_load(shut))
		sched_yield();
	return execute() == -EPERM ? NULL : argument;
}

static void threads_from_before_are_shut_in_too(void **state)
{
	pid_t child = fork();

	(void)state;
	if (child == 0) {
		atomic_bool shut = false;
		pthread_t thread;
		void *left;

		pthread_create(&thread, NULL, wait_for_cage, &shut);
		enter(0);
		atomic_store(&shut, true);
		pthread_join(thread, &left);
		_exit(left ? 1 : EPERM);
	}
	assert_int_equal(result_of(child), IS_REFUSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_program_never_does_is_refused),
		cmocka_unit_test(what_it_does_is_permitted),
		cmocka_unit_test(closing_by_a_copy_needs_its_purpose),
		cmocka_unit_test(signals_to_others_need_their_purpose),
		cmocka_unit_test(replacing_files_needs_its_purpose),
		cmocka_unit_test(a_call_that_is_newer_than_the_list_does_not_exist),
		cmocka_unit_test(threads_from_before_are_shut_in_too),
	};
	pid_t child;

	if (!cage_is_built()) {
		puts("no cage in this build");
		return 77;
	}
	child = fork();
	if (child == 0) {
		enter(0);
		_exit(0);
	}
	if (result_of(child) == NO_CAGE) {
		puts("no filters of system calls here");
		return 77;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
