/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "sock/place/spaces.h"
#include "support/proc-tree.h"
#include "support/tree.h"

#define OWN 4026531840
#define SECOND INT64_C(1000000)

static char *root;
static struct spaces *spaces;
static int64_t now_us;
static struct space_change changes[64];
static size_t change_count;

static const char *path_of(const char *format, unsigned pid)
{
	static char path[4096];
	int length = snprintf(path, sizeof(path), "%s", root);

	snprintf(path + length, sizeof(path) - (size_t)length, format, pid);
	return path;
}

/* Puts process `pid` into the namespace with this inode; 0: the link cannot be read. */
static void put(unsigned pid, uint64_t inode)
{
	char target[64], file[64];

	snprintf(file, sizeof(file), "/proc/%u/stat", pid);
	tree_write(root, file, "");
	snprintf(file, sizeof(file), "/proc/%u/ns/x", pid);
	tree_write(root, file, "");
	unlink(path_of("/proc/%u/ns/net", pid));
	snprintf(target, sizeof(target), "net:[%llu]", (unsigned long long)inode);
	if (inode)
		assert_int_equal(symlink(target, path_of("/proc/%u/ns/net", pid)), 0);
}

static void end(unsigned pid)
{
	/* The kernel gives the directory of the next process with this number another inode; file
	 * systems may use the old one again while nothing else takes it. */
	char *directory = alloc_copy(path_of("/proc/%u", pid));

	tree_remove(directory);
}

static void mounts(const char *text)
{
	tree_write(root, "/proc/self/mountinfo", text);
	if (spaces)
		spaces_mounts_changed(spaces);
}

static void look(void)
{
	struct instant now = {.mono_us = now_us, .boot_us = now_us};

	spaces_begin(spaces, &now);
	while (spaces_step(spaces, 2))
		;
	change_count = 0;
	while (spaces_next_change(spaces, &changes[change_count]))
		change_count++;
	now_us += SECOND;
}

/* What nothing is found of twice has gone. */
static void look_twice(void)
{
	look();
	assert_int_equal(change_count, 0);
	look();
}

static int setup(void **state)
{
	(void)state;
	root = tree_make();
	now_us = 100 * SECOND;
	put(1, OWN);
	put(10, OWN);
	tree_write(root, "/proc/self/ns/x", "");
	assert_int_equal(symlink("net:[4026531840]", path_of("/proc/self/ns/net", 0)), 0);
	mounts("22 1 0:20 / /sys rw - sysfs sysfs rw\n");
	spaces = spaces_new(root);
	assert_non_null(spaces);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	spaces_free(spaces);
	spaces = NULL;
	tree_remove(root);
	return 0;
}

static void our_own_namespace_is_none_of_the_list(void **state)
{
	uint16_t place = 7;

	(void)state;
	look();
	assert_int_equal(spaces_count(spaces), 0);
	assert_int_equal(change_count, 0);
	assert_int_equal(spaces_own(spaces)->inode, OWN);
	assert_true(spaces_of_process(spaces, 10, &place));
	assert_int_equal(place, 0);
	assert_false(spaces_of_process(spaces, 11, &place));
}

static void namespaces_come_and_go_with_their_processes(void **state)
{
	uint16_t place;
	uint32_t pids[4];
	const struct space *space;

	(void)state;
	put(20, 5000);
	put(21, 5000);
	put(30, 6000);
	look();
	assert_int_equal(spaces_count(spaces), 2);
	assert_int_equal(change_count, 2);
	assert_int_equal(changes[0].what, SPACE_CAME);
	assert_true(spaces_of_process(spaces, 21, &place));
	space = spaces_find(spaces, place);
	assert_int_equal(space->inode, 5000);
	assert_int_equal(space->processes, 2);
	assert_true(space->pid == 20 || space->pid == 21);
	assert_true(space->process >= 0);
	assert_int_equal(spaces_processes(spaces, place, pids, 4), 2);
	assert_int_equal(pids[0], 20);
	look();
	assert_int_equal(change_count, 0);
	/* Another process takes the place of the one that was held. */
	end(20);
	look();
	assert_int_equal(change_count, 0);
	assert_int_equal(space->pid, 21);
	assert_true(space->process >= 0);
	end(21);
	look();
	assert_int_equal(change_count, 0);
	assert_true(space->missed);
	look();
	assert_int_equal(change_count, 1);
	assert_int_equal(changes[0].what, SPACE_WENT);
	assert_int_equal(changes[0].space->place, place);
	assert_null(spaces_find(spaces, place));
	assert_int_equal(spaces_count(spaces), 1);
}

static void a_new_process_that_moves_is_noticed(void **state)
{
	(void)state;
	look();
	put(20, OWN);
	look();
	assert_int_equal(spaces_count(spaces), 0);
	put(20, 5000);
	look();
	assert_int_equal(spaces_count(spaces), 1);
	/* An old one is looked at every 30 seconds. */
	for (unsigned i = 0; i < 70; i++)
		look();
	put(20, OWN);
	for (unsigned i = 0; i < 31 && spaces_count(spaces); i++)
		look();
	assert_int_equal(spaces_count(spaces), 0);
}

static void mounts_keep_namespaces_without_processes(void **state)
{
	static const char some[] =
		"22 1 0:20 / /sys rw - sysfs sysfs rw\n"
		"30 1 0:4 net:[7000] /run/docker/netns/0f rw shared:1 master:2 - nsfs nsfs rw\n"
		"31 1 0:4 net:[7000] /run/netns/web\\040\\134one\\012 rw - nsfs nsfs rw\n"
		"32 1 0:4 net:[7000] /run/netns/second rw - nsfs nsfs rw\n"
		"33 1 0:4 net:[7001] /srv/net rw shared:5 - nsfs nsfs rw\n"
		"34 1 0:4 mnt:[7002] /run/mnt rw - nsfs nsfs rw\n"
		"35 1 0:4 net:[7003 /run/netns/cut rw - nsfs nsfs rw\n"
		"36 1 0:4 net:[] /run/netns/none rw - nsfs nsfs rw\n"
		"37 1 0:4 net:[7004]x /run/netns/more rw - nsfs nsfs rw\n"
		"38 1 0:4 net:[7005] /run/netns/other rw - tmpfs nsfs rw\n"
		"39 1 0:4 net:[7006]\n"
		"40 1 0:4 net:[4026531840] /run/netns/own rw - nsfs nsfs rw";

	(void)state;
	mounts(some);
	look();
	assert_int_equal(spaces_count(spaces), 2);
	assert_int_equal(spaces_at(spaces, 0)->inode, 7000);
	assert_string_equal(spaces_at(spaces, 0)->mount, "/run/netns/web \\one\n");
	assert_int_equal(spaces_at(spaces, 0)->pid, 0);
	assert_int_equal(spaces_at(spaces, 0)->process, -1);
	assert_string_equal(spaces_at(spaces, 1)->mount, "/srv/net");
	assert_string_equal(spaces_own(spaces)->mount, "/run/netns/own");
	put(20, 7000);
	look();
	assert_int_equal(change_count, 0);
	assert_int_equal(spaces_at(spaces, 0)->pid, 20);
	mounts("33 1 0:4 net:[7001] /srv/net rw shared:5 - nsfs nsfs rw\n");
	look_twice();
	assert_null(spaces_own(spaces)->mount);
	/* The process is still in it. */
	assert_int_equal(change_count, 0);
	assert_null(spaces_at(spaces, 0)->mount);
	end(20);
	look_twice();
	assert_int_equal(change_count, 1);
	assert_int_equal(changes[0].what, SPACE_WENT);
	assert_int_equal(spaces_count(spaces), 1);
}

static void mounts_may_be_any_bytes(void **state)
{
	static const char some[] =
		"31 1 0:4 net:[7000] /run/netns/web\\040\\134one rw - nsfs nsfs rw\n"
		"33 1 0:4 net:[7001] /srv/net rw shared:5 - nsfs nsfs rw\n";
	static const char bytes[] = " \n\\[]:/-0n\xff";
	char text[sizeof(some)];

	(void)state;
	for (size_t at = 0; at < sizeof(some) - 1; at++) {
		memcpy(text, some, sizeof(text));
		text[at] = '\0';
		mounts(text);
		look();
		look();
		assert_true(spaces_count(spaces) <= 2);
		text[at] = bytes[at % (sizeof(bytes) - 1)];
		mounts(text);
		look();
		look();
		assert_true(spaces_count(spaces) <= 2);
	}
	mounts("");
	look();
	look();
	assert_int_equal(spaces_count(spaces), 0);
}

static void what_is_missed_once_has_not_gone(void **state)
{
	static const char web[] = "30 1 0:4 net:[7000] /run/netns/web rw - nsfs nsfs rw\n";
	char *away = alloc_copy(path_of("/away", 0));

	(void)state;
	mounts(web);
	put(20, 5000);
	proc_tree_process(root, 20, "nginx", 50 * 100);
	look();
	assert_int_equal(change_count, 2);
	mounts("");
	assert_int_equal(rename(path_of("/proc/%u", 20), away), 0);
	look();
	assert_int_equal(change_count, 0);
	assert_true(spaces_at(spaces, 0)->missed);
	assert_true(spaces_at(spaces, 1)->missed);
	mounts(web);
	assert_int_equal(rename(away, path_of("/proc/%u", 20)), 0);
	for (unsigned i = 0; i < 3; i++) {
		look();
		assert_int_equal(change_count, 0);
	}
	assert_int_equal(spaces_count(spaces), 2);
	assert_false(spaces_at(spaces, 0)->missed);
	assert_false(spaces_at(spaces, 1)->missed);
	free(away);
}

/* The kernel makes the directory of a process anew when it needed the memory. */
static void a_directory_with_another_inode_is_of_the_same_process(void **state)
{
	struct rlimit limit, low;
	char *away = alloc_copy(path_of("/away", 0));

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	low = limit;
	low.rlim_cur = 3; /* so that no directory is held */
	put(20, 5000);
	proc_tree_process(root, 20, "nginx", 50 * 100);
	setrlimit(RLIMIT_NOFILE, &low);
	look();
	assert_int_equal(spaces_at(spaces, 0)->process, -1);
	/* The old one stays beside it, so that its inode is not used again. */
	assert_int_equal(rename(path_of("/proc/%u", 20), away), 0);
	setrlimit(RLIMIT_NOFILE, &limit);
	put(20, 5000);
	proc_tree_process(root, 20, "nginx", 50 * 100);
	look();
	assert_int_equal(change_count, 0);
	/* One that has begun since is another one, and so may be its namespace. */
	free(away);
	away = alloc_copy(path_of("/away2", 0));
	assert_int_equal(rename(path_of("/proc/%u", 20), away), 0);
	put(20, 5000);
	proc_tree_process(root, 20, "nginx", (uint64_t)now_us / 10000);
	look();
	assert_int_equal(change_count, 2);
	free(away);
}

static void a_name_that_is_given_again_is_another_namespace(void **state)
{
	uint16_t place;

	(void)state;
	mounts("30 1 0:4 net:[7000] /run/netns/web rw - nsfs nsfs rw\n");
	look();
	place = spaces_at(spaces, 0)->place;
	/* Even with the same inode: it is another mount. */
	mounts("31 1 0:4 net:[7000] /run/netns/web rw - nsfs nsfs rw\n");
	look();
	assert_int_equal(change_count, 2);
	assert_int_equal(changes[0].what, SPACE_WENT);
	assert_int_equal(changes[0].space->place, place);
	assert_int_equal(changes[1].what, SPACE_CAME);
	assert_int_not_equal(changes[1].space->place, place);
	assert_string_equal(changes[1].space->mount, "/run/netns/web");
	/* Mounts that are read again are the same ones. */
	mounts("31 1 0:4 net:[7000] /run/netns/web rw - nsfs nsfs rw\n");
	look();
	assert_int_equal(change_count, 0);
}

static void an_inode_that_is_used_again_is_another_namespace(void **state)
{
	uint16_t place;

	(void)state;
	put(20, 5000);
	look();
	place = spaces_at(spaces, 0)->place;
	/* Between two looks all its processes end, and one in another namespace has begun. */
	end(20);
	put(40, 5000);
	look();
	assert_int_equal(change_count, 2);
	assert_int_equal(changes[0].what, SPACE_WENT);
	assert_int_equal(changes[0].space->place, place);
	assert_int_equal(changes[1].what, SPACE_CAME);
	assert_int_equal(changes[1].space->pid, 40);
	assert_true(changes[1].space->process >= 0);
	/* Who holds a socket of it knows better. */
	spaces_at(spaces, 0)->held = true;
	end(40);
	put(50, 5000);
	look();
	assert_int_equal(change_count, 0);
	assert_int_equal(spaces_at(spaces, 0)->pid, 50);
}

static void another_cookie_is_another_namespace(void **state)
{
	struct space *space;

	(void)state;
	put(20, 5000);
	look();
	space = spaces_at(spaces, 0);
	assert_true(spaces_take_cookie(spaces, space, 17));
	assert_true(spaces_take_cookie(spaces, space, 17));
	assert_int_equal(space->cookie, 17);
	look();
	assert_int_equal(change_count, 0);
	assert_false(spaces_take_cookie(spaces, space, 18));
	look();
	assert_int_equal(change_count, 2);
	assert_int_equal(changes[0].space->cookie, 17);
	assert_int_equal(changes[1].space->cookie, 0);
	assert_true(spaces_take_cookie(spaces, spaces_at(spaces, 0), 18));
}

/* Makes the file that numbers the namespace of a process. */
static void number(unsigned pid, unsigned like)
{
	char file[64], *old = alloc_copy(path_of("/proc/%u/net/snmp", like));

	snprintf(file, sizeof(file), "/proc/%u/net/snmp", pid);
	tree_write(root, file, "");
	if (like != pid) {
		unlink(path_of("/proc/%u/net/snmp", pid));
		assert_int_equal(link(old, path_of("/proc/%u/net/snmp", pid)), 0);
	}
	free(old);
}

static void processes_that_may_not_be_read_are_told_apart_by_a_file(void **state)
{
	uint16_t place, other;

	(void)state;
	if (geteuid() == 0 && seteuid(65534) < 0)
		skip();
	if (seteuid(0) < 0)
		assert_int_not_equal(getuid(), 0); /* an ordinary user stays one */
	put(20, 5000);
	put(21, 5000);
	put(22, 6000);
	number(20, 20);
	number(21, 20);
	number(22, 22);
	/* As an ordinary user: the directory of the link cannot be searched. */
	for (unsigned pid = 20; pid <= 22; pid++)
		assert_int_equal(chmod(path_of("/proc/%u/ns", pid), 0), 0);
	assert_int_equal(chmod(root, 0755), 0);
	assert_int_equal(chmod(path_of("/proc", 0), 0755), 0);
	for (unsigned pid = 20; pid <= 22; pid++) {
		assert_int_equal(chmod(path_of("/proc/%u", pid), 0755), 0);
		assert_int_equal(chmod(path_of("/proc/%u/net", pid), 0755), 0);
	}
	if (geteuid() == 0)
		assert_int_equal(seteuid(65534), 0);
	look();
	assert_int_equal(spaces_count(spaces), 2);
	assert_true(spaces_of_process(spaces, 20, &place));
	assert_true(spaces_of_process(spaces, 21, &other));
	assert_int_equal(place, other);
	assert_int_equal(spaces_find(spaces, place)->inode, 0);
	assert_int_equal(spaces_open(spaces, spaces_find(spaces, place), &(int){0}), -EACCES);
	if (seteuid(0) < 0)
		assert_int_not_equal(getuid(), 0); /* an ordinary user stays one */
	/* A process that may be read tells its inode. */
	for (unsigned pid = 20; pid <= 22; pid++)
		chmod(path_of("/proc/%u/ns", pid), 0755);
	end(22);
	put(23, 5000);
	number(23, 20);
	look();
	look();
	assert_int_equal(spaces_count(spaces), 1);
	assert_int_equal(spaces_at(spaces, 0)->inode, 5000);
	assert_int_equal(spaces_at(spaces, 0)->processes, 3);
}

static void what_is_opened_is_the_namespace_that_was_found(void **state)
{
	struct stat status;
	char line[128];
	int fd;

	(void)state;
	tree_write(root, "/run/netns/web", "");
	assert_int_equal(stat(path_of("/run/netns/web", 0), &status), 0);
	snprintf(line, sizeof(line), "30 1 0:4 net:[%llu] /run/netns/web rw - nsfs nsfs rw\n",
		(unsigned long long)status.st_ino);
	mounts(line);
	look();
	assert_int_equal(spaces_open(spaces, spaces_at(spaces, 0), &fd), 0);
	close(fd);
	mounts("30 1 0:4 net:[9] /run/netns/web rw - nsfs nsfs rw\n");
	look();
	look();
	assert_int_equal(spaces_open(spaces, spaces_at(spaces, 0), &fd), -ESRCH);
	mounts("30 1 0:4 net:[9] /run/netns/none rw - nsfs nsfs rw\n");
	look();
	look();
	assert_int_equal(spaces_open(spaces, spaces_at(spaces, 0), &fd), -ESRCH);
}

static void with_few_descriptors_few_processes_are_held(void **state)
{
	struct rlimit limit, low;
	unsigned held = 0;

	(void)state;
	for (unsigned pid = 20; pid < 60; pid++)
		put(pid, 5000 + pid);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	low = limit;
	low.rlim_cur = 40;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
	for (unsigned i = 0; i < 3; i++) {
		look();
		held = 0;
		for (size_t at = 0; at < spaces_count(spaces); at++) {
			held += spaces_at(spaces, at)->process >= 0;
			assert_true(spaces_at(spaces, at)->pid >= 20);
		}
		assert_int_equal(held, 10);
	}
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	look();
	for (size_t at = 0; at < spaces_count(spaces); at++)
		assert_true(spaces_at(spaces, at)->process >= 0);
	assert_int_equal(change_count, 0);
}

static void a_look_that_is_begun_again_begins_anew(void **state)
{
	struct instant now = {.mono_us = now_us};

	(void)state;
	for (unsigned pid = 20; pid < 40; pid++)
		put(pid, 5000 + pid % 3);
	look();
	assert_int_equal(spaces_count(spaces), 3);
	spaces_begin(spaces, &now);
	for (unsigned i = 0; i < 4; i++)
		assert_true(spaces_step(spaces, 1));
	look();
	assert_int_equal(change_count, 0);
	assert_int_equal(spaces_at(spaces, 0)->processes + spaces_at(spaces, 1)->processes +
				 spaces_at(spaces, 2)->processes,
		20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			our_own_namespace_is_none_of_the_list, setup, teardown),
		cmocka_unit_test_setup_teardown(
			namespaces_come_and_go_with_their_processes, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_new_process_that_moves_is_noticed, setup, teardown),
		cmocka_unit_test_setup_teardown(
			mounts_keep_namespaces_without_processes, setup, teardown),
		cmocka_unit_test_setup_teardown(mounts_may_be_any_bytes, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_missed_once_has_not_gone, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_directory_with_another_inode_is_of_the_same_process, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_name_that_is_given_again_is_another_namespace, setup, teardown),
		cmocka_unit_test_setup_teardown(
			an_inode_that_is_used_again_is_another_namespace, setup, teardown),
		cmocka_unit_test_setup_teardown(
			another_cookie_is_another_namespace, setup, teardown),
		cmocka_unit_test_setup_teardown(
			processes_that_may_not_be_read_are_told_apart_by_a_file, setup, teardown),
		cmocka_unit_test_setup_teardown(
			what_is_opened_is_the_namespace_that_was_found, setup, teardown),
		cmocka_unit_test_setup_teardown(
			with_few_descriptors_few_processes_are_held, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_look_that_is_begun_again_begins_anew, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
