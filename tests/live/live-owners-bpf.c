/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The owner map that is told by the kernel's BPF iterator says what it says without: two maps of
 * the same processes, one of each kind. Skipped where the kernel does not let us: a user namespace
 * is no help, it takes root (or CAP_BPF and CAP_PERFMON) of the machine.
 *
 * A map reads its own process in /proc always, so sockets are held by children here.
 */
#include "support/unit.h"

#include <errno.h>
#include <linux/capability.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sock/owner/owner-map.h"
#include "support/tree.h"

enum { SOCKETS = 3000, CHILDREN = 4, HOLDERS = 16 };

/* -------- two maps -------- */

static struct owner_map by_proc, by_bpf;
static int64_t seconds;

static int setup(void **state)
{
	(void)state;
	seconds = 0;
	if (owner_map_init(&by_proc, "") || owner_map_init(&by_bpf, "") ||
		owner_map_accelerate(&by_bpf))
		return -1;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	owner_map_done(&by_proc);
	owner_map_done(&by_bpf);
	return 0;
}

static void refresh(struct owner_map *owners)
{
	struct instant now = {.mono_us = seconds * 1000000};

	owner_map_begin(owners, &now);
	while (owner_map_step(owners, 50))
		;
}

static void refresh_both(void)
{
	seconds += 20;
	refresh(&by_proc);
	refresh(&by_bpf);
}

static void want_of_both(uint32_t inode)
{
	assert_int_equal(owner_map_want(&by_proc, inode, 0), 0);
	assert_int_equal(owner_map_want(&by_bpf, inode, 0), 0);
}

/* How many holders both of them find. */
static size_t compare(uint32_t inode)
{
	struct owner left[HOLDERS], right[HOLDERS];
	size_t count = owner_map_find(&by_proc, inode, left, HOLDERS);

	assert_int_equal(owner_map_find(&by_bpf, inode, right, HOLDERS), count);
	assert_true(count <= HOLDERS);
	assert_int_equal(owner_map_reason(&by_bpf, inode), owner_map_reason(&by_proc, inode));
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(right[i].pid, left[i].pid);
		assert_int_equal(right[i].fd, left[i].fd);
		assert_string_equal(owner_map_process(&by_bpf, right[i].process)->name,
			owner_map_process(&by_proc, left[i].process)->name);
	}
	return count;
}

/* -------- sockets and those who hold them -------- */

static int fds[SOCKETS];
static uint32_t inodes[SOCKETS];

static uint32_t inode_of(int fd)
{
	struct stat stat;

	assert_int_equal(fstat(fd, &stat), 0);
	return (uint32_t)stat.st_ino;
}

static int make_socket(size_t number, uint32_t *ret_inode)
{
	int fd = socket(number % 2 ? AF_UNIX : AF_INET, number % 3 ? SOCK_STREAM : SOCK_DGRAM, 0);

	assert_true(fd >= 0);
	*ret_inode = inode_of(fd);
	return fd;
}

static void make_sockets(void)
{
	for (size_t i = 0; i < SOCKETS; i++)
		fds[i] = make_socket(i, &inodes[i]);
}

static void close_sockets(void)
{
	for (size_t i = 0; i < SOCKETS; i++)
		close(fds[i]);
}

/* A child that runs `body` and then waits for its end; `body` is through when this returns. */
static pid_t start(void (*body)(int argument), int argument)
{
	pid_t parent = getpid(), pid;
	int ready[2];
	char byte;

	assert_int_equal(pipe(ready), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
			_exit(1);
		close(ready[0]);
		body(argument);
		if (write(ready[1], "", 1) != 1)
			_exit(1);
		close(ready[1]);
		for (;;)
			pause();
	}
	close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	return pid;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void keep_all(int none)
{
	(void)none;
}

/* Which children hold socket `number`: none of them one in sixteen, all of them another. */
static bool is_held_by(size_t number, int child)
{
	return number >> child & 1;
}

static void keep_share(int child)
{
	int copies[6];

	for (size_t i = 0; i < SOCKETS; i++)
		if (!is_held_by(i, child))
			close(fds[i]);
	/* some that are no sockets, some sockets twice, and gaps */
	for (size_t i = 0; i < COUNT_OF(copies); i++)
		copies[i] = dup(i % 2 ? 0 : fds[15]);
	close(copies[0]);
	close(copies[3]);
}

static size_t holders_of(size_t number)
{
	size_t count = 0;

	for (int child = 0; child < CHILDREN; child++)
		count += is_held_by(number, child);
	return number == 15 ? count + 2 * CHILDREN : count;
}

/* -------- tests -------- */

static void both_ways_find_the_same_holders(void **state)
{
	pid_t children[CHILDREN], another;

	(void)state;
	make_sockets();
	for (int i = 0; i < CHILDREN; i++)
		children[i] = start(keep_share, i);
	close_sockets();
	for (size_t i = 0; i < SOCKETS; i++)
		want_of_both(inodes[i]);
	refresh_both();
	for (size_t i = 0; i < SOCKETS; i++)
		assert_int_equal(compare(inodes[i]), holders_of(i));
	assert_int_equal(by_proc.work.records, 0);
	assert_true(by_bpf.work.records > SOCKETS);
	assert_true(by_bpf.work.links < by_proc.work.links / 4);
	assert_int_equal(owner_map_hidden(&by_bpf), owner_map_hidden(&by_proc));

	/* one ends, another one comes */
	end(children[1]);
	make_sockets();
	another = start(keep_share, 0);
	close_sockets();
	for (size_t i = 0; i < SOCKETS; i++)
		want_of_both(inodes[i]);
	for (int i = 0; i < 4; i++)
		refresh_both();
	for (size_t i = 0; i < SOCKETS; i++)
		compare(inodes[i]);
	assert_int_equal(compare(inodes[1]), 1);
	end(another);
	for (int i = 0; i < CHILDREN; i++)
		if (i != 1)
			end(children[i]);
}

static void send_fd(int channel, int fd)
{
	char byte = 0, control[CMSG_SPACE(sizeof(int))] __attribute__((aligned(8))) = {0};
	struct iovec part = {&byte, 1};
	struct msghdr message = {.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control)};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &fd, sizeof(int));
	assert_int_equal(sendmsg(channel, &message, 0), 1);
}

static void take_fd(int channel)
{
	char byte, control[CMSG_SPACE(sizeof(int))] __attribute__((aligned(8)));
	struct iovec part = {&byte, 1};
	struct msghdr message = {.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control)};

	if (recvmsg(channel, &message, 0) <= 0)
		_exit(1);
}

static void a_socket_on_its_way_is_nobodys_and_then_the_receivers(void **state)
{
	struct owner owner;
	uint32_t inode;
	int channel[2], fd = make_socket(0, &inode);
	pid_t child;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, channel), 0);
	send_fd(channel[0], fd);
	close(fd);
	want_of_both(inode);
	for (int i = 0; i < 4; i++) {
		refresh_both();
		assert_int_equal(compare(inode), 0);
	}
	child = start(take_fd, channel[1]);
	for (int i = 0; i < 8; i++)
		refresh_both();
	assert_int_equal(compare(inode), 1);
	assert_int_equal(owner_map_find(&by_bpf, inode, &owner, 1), 1);
	assert_int_equal(owner.pid, child);
	end(child);
	close(channel[0]);
	close(channel[1]);
}

static void full_walks_are_told_as_well(void **state)
{
	uint64_t records, links, proc_links;
	uint32_t inode;
	pid_t child;

	(void)state;
	make_sockets();
	child = start(keep_all, 0);
	close_sockets();
	for (size_t i = 0; i < SOCKETS; i++)
		want_of_both(inodes[i]);
	refresh_both();
	records = by_bpf.work.records;
	links = by_bpf.work.links;
	proc_links = by_proc.work.links;
	/* one that nobody has any more */
	close(make_socket(0, &inode));
	want_of_both(inode);
	for (int i = 0; i < 4; i++)
		refresh_both();
	assert_int_equal(by_bpf.work.full_walks, 1);
	assert_int_equal(by_proc.work.full_walks, 1);
	assert_true(by_bpf.work.records >= records + SOCKETS);
	/* (others come and go on the machine, and both read those) */
	links = by_bpf.work.links - links;
	proc_links = by_proc.work.links - proc_links;
	assert_true(links + SOCKETS / 2 < proc_links);
	assert_int_equal(compare(inode), 0);
	for (size_t i = 0; i < SOCKETS; i++)
		assert_int_equal(compare(inodes[i]), 1);
	end(child);
}

static pthread_barrier_t parted;

static void *part(void *socket)
{
	if (unshare(CLONE_FILES) || dup2(*(int *)socket, 500) < 0)
		_exit(1);
	close(*(int *)socket);
	pthread_barrier_wait(&parted);
	for (;;)
		pause();
	return NULL;
}

/* /proc/PID/fd shows the descriptors of the first thread, and so does the listing. */
static void let_a_thread_have_it(int fd)
{
	pthread_t thread;

	if (pthread_barrier_init(&parted, NULL, 2) || pthread_create(&thread, NULL, part, &fd))
		_exit(1);
	pthread_barrier_wait(&parted);
	close(fd);
}

static void what_a_thread_has_alone_is_seen_as_well(void **state)
{
	uint32_t inode;
	int fd = make_socket(0, &inode);
	pid_t child = start(let_a_thread_have_it, fd);

	(void)state;
	close(fd);
	want_of_both(inode);
	refresh_both();
	assert_int_equal(compare(inode), 1);
	end(child);
}

static void what_is_no_socket_is_not_taken_for_one(void **state)
{
	uint32_t inode;
	int channel[2];
	pid_t child;

	(void)state;
	assert_int_equal(pipe(channel), 0);
	inode = inode_of(channel[0]);
	child = start(keep_all, 0);
	close(channel[0]);
	close(channel[1]);
	want_of_both(inode);
	refresh_both();
	assert_int_equal(compare(inode), 0);
	end(child);
}

static void *rest(void *none)
{
	for (;;)
		pause();
	return none;
}

static void end_first_thread(int ready)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, rest, NULL) || write(ready, "", 1) != 1)
		_exit(1);
	pthread_exit(NULL);
}

static void a_process_without_its_first_thread_is_found_as_well(void **state)
{
	struct process process;
	uint32_t inode;
	int fd = make_socket(0, &inode), ready[2];
	pid_t child;

	(void)state;
	assert_int_equal(pipe(ready), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		end_first_thread(ready[1]);
	do {
		usleep(1000);
		assert_int_equal(process_read(by_proc.proc, (uint32_t)child, &process), 0);
	} while (process.state != 'Z');
	close(fd);
	want_of_both(inode);
	refresh_both();
	if (by_bpf.counted)
		assert_int_equal(compare(inode), 1);
	end(child);
	close(ready[0]);
	close(ready[1]);
}

/* -------- tests in a process of their own; they say what is wrong, or return NULL -------- */

static void assert_well_in_child(const char *(*body)(void))
{
	const char *wrong;
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		wrong = body();
		if (wrong)
			printf("%s\n", wrong);
		fflush(stdout);
		_exit(wrong != NULL);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* A map finds what a child of ours holds, by the iterator. */
static const char *find_childs(struct owner_map *owners)
{
	struct owner owner;
	const char *wrong = NULL;
	pid_t child;

	make_sockets();
	child = start(keep_all, 0);
	close_sockets();
	for (size_t i = 0; i < SOCKETS; i++)
		owner_map_want(owners, inodes[i], 0);
	seconds++;
	refresh(owners);
	for (size_t i = 0; i < SOCKETS && !wrong; i++)
		if (owner_map_find(owners, inodes[i], &owner, 1) != 1 ||
			owner.pid != (uint32_t)child)
			wrong = "a socket has not its owner";
	if (!wrong && owner_map_way(owners) != OWNER_MAP_BY_BPF)
		wrong = "the iterator was given up";
	if (!wrong && (owners->work.records < SOCKETS || owners->work.links >= SOCKETS))
		wrong = "found by /proc";
	end(child);
	return wrong;
}

static int privileged;
static uint32_t privileged_inode;

/* A process with rights is not to be read by one without: the iterator would tell. */
static const char *find_without_rights(void)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[2] = {{0}};
	struct owner_map owners, late;
	struct owner owner;
	const char *wrong;

	close(privileged);
	if (owner_map_init(&owners, "") || owner_map_accelerate(&owners))
		return "no iterator";
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || syscall(SYS_capset, &header, none))
		return "cannot give up rights";
	if (owner_map_init(&late, "") || owner_map_accelerate(&late) != -EPERM ||
		owner_map_way(&late) != OWNER_MAP_BY_PROC)
		return "rights were not given up";
	owner_map_want(&owners, privileged_inode, 0);
	wrong = find_childs(&owners);
	if (!wrong &&
		(owner_map_find(&owners, privileged_inode, &owner, 1) ||
			owner_map_reason(&owners, privileged_inode) != OWNER_MAP_NOT_PERMITTED))
		wrong = "tells what /proc does not";
	return wrong;
}

static void what_is_loaded_goes_on_telling_when_rights_are_given_up(void **state)
{
	(void)state;
	privileged = make_socket(0, &privileged_inode);
	assert_well_in_child(find_without_rights);
	close(privileged);
}

static char *root;

static const char *find_inside(void)
{
	struct owner_map owners, outer;
	char path[4096];

	snprintf(path, sizeof(path), "%s/proc", root);
	if (mkdir(path, 0755) || mount("proc", path, "proc", 0, NULL))
		return "cannot mount /proc";
	if (owner_map_init(&outer, "") || owner_map_accelerate(&outer) != -ENOTSUP)
		return "another namespace's /proc is taken for ours";
	if (owner_map_init(&owners, root) || owner_map_accelerate(&owners))
		return "no iterator";
	return find_childs(&owners);
}

static const char *enter_namespace(void)
{
	if (unshare(CLONE_NEWPID | CLONE_NEWNS)) {
		printf("no pid namespace here: %s\n", strerror(errno));
		return NULL;
	}
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		return "cannot make mounts private";
	assert_well_in_child(find_inside);
	return NULL;
}

static void processes_are_told_by_their_numbers_in_our_namespace(void **state)
{
	(void)state;
	root = tree_make();
	assert_well_in_child(enter_namespace);
	tree_remove(root);
}

/* 0 where all is there that it takes, or 77. */
static int look_for_what_it_takes(void)
{
	struct rlimit files;
	struct owner_map owners;
	int error = owner_map_init(&owners, "");

	if (!error)
		error = owner_map_accelerate(&owners);
	owner_map_done(&owners);
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	if (error) {
		printf("skipped: %s: %s\n",
			error == -ENOSYS ? "built without BPF" : "BPF is not permitted",
			strerror(-error));
		return 77;
	}
	if (files.rlim_max < SOCKETS + 100 || setrlimit(RLIMIT_NOFILE, &files)) {
		printf("skipped: too few descriptors are allowed here\n");
		return 77;
	}
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(both_ways_find_the_same_holders, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_socket_on_its_way_is_nobodys_and_then_the_receivers, setup, teardown),
		cmocka_unit_test_setup_teardown(full_walks_are_told_as_well, setup, teardown),
		cmocka_unit_test_setup_teardown(
			what_a_thread_has_alone_is_seen_as_well, setup, teardown),
		cmocka_unit_test_setup_teardown(
			what_is_no_socket_is_not_taken_for_one, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_process_without_its_first_thread_is_found_as_well, setup, teardown),
		cmocka_unit_test(what_is_loaded_goes_on_telling_when_rights_are_given_up),
		cmocka_unit_test(processes_are_told_by_their_numbers_in_our_namespace),
	};

	return look_for_what_it_takes() ? 77 : cmocka_run_group_tests(tests, NULL, NULL);
}
