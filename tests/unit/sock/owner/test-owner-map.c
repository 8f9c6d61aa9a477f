/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sock/owner/owner-map.h"
#include "support/space.h"
#include "support/tree.h"

static struct owner_map owners;
static char *root;
static int64_t seconds;

/* -------- a /proc made of files -------- */

static int setup(void **state)
{
	char path[4096];

	(void)state;
	seconds = 0;
	root = tree_make();
	snprintf(path, sizeof(path), "%s/proc", root);
	if (mkdir(path, 0755))
		return -1;
	return owner_map_init(&owners, root);
}

static int teardown(void **state)
{
	(void)state;
	owner_map_done(&owners);
	tree_remove(root);
	return 0;
}

static void make_process(uint32_t pid, const char *name, uint64_t start)
{
	char path[64], text[256];

	snprintf(path, sizeof(path), "/proc/%u/stat", pid);
	snprintf(text, sizeof(text),
		"%u (%s) S 1 2 3 4 -1 5 6 7 8 9 10 11 12 13 20 -5 1 0 %llu 16 17\n", pid, name,
		(unsigned long long)start);
	tree_write(root, path, text);
	snprintf(text, sizeof(text), "%s/proc/%u/fd", root, pid);
	if (mkdir(text, 0755))
		assert_int_equal(errno, EEXIST);
}

static void close_fd(uint32_t pid, uint32_t fd)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/proc/%u/fd/%u", root, pid, fd);
	unlink(path);
}

static void open_fd(uint32_t pid, uint32_t fd, const char *target)
{
	char path[4096];

	close_fd(pid, fd);
	snprintf(path, sizeof(path), "%s/proc/%u/fd/%u", root, pid, fd);
	assert_int_equal(symlink(target, path), 0);
}

static void open_socket(uint32_t pid, uint32_t fd, uint32_t inode)
{
	char target[32];

	snprintf(target, sizeof(target), "socket:[%u]", inode);
	open_fd(pid, fd, target);
}

static void end_process(uint32_t pid)
{
	char command[4200];

	snprintf(command, sizeof(command), "%s/proc/%u", root, pid);
	tree_remove(strdup(command));
}

/* -------- refreshes -------- */

static void begin(void)
{
	struct instant now = {.mono_us = ++seconds * 1000000};

	owner_map_begin(&owners, &now);
}

static void refresh(void)
{
	begin();
	while (owner_map_step(&owners, 100))
		;
}

static void want(uint32_t inode, uint32_t hint)
{
	assert_int_equal(owner_map_want(&owners, inode, hint), 0);
}

static void assert_held(uint32_t inode, uint32_t pid, uint32_t fd)
{
	struct owner owner;

	assert_int_equal(owner_map_find(&owners, inode, &owner, 1), 1);
	assert_int_equal(owner.pid, pid);
	assert_int_equal(owner.fd, fd);
	assert_int_equal(owner_map_reason(&owners, inode), OWNER_MAP_FOUND);
	assert_int_equal(owner_map_process(&owners, owner.process)->pid, pid);
}

static void assert_not_held(uint32_t inode)
{
	struct owner owner;

	assert_int_equal(owner_map_find(&owners, inode, &owner, 1), 0);
	assert_int_not_equal(owner_map_reason(&owners, inode), OWNER_MAP_FOUND);
}

/* -------- tests on files -------- */

static void the_holder_of_a_socket_is_found(void **state)
{
	struct owner owner;

	(void)state;
	make_process(7, "nginx", 1);
	make_process(8, "other", 1);
	open_fd(7, 0, "/dev/null");
	open_fd(7, 3, "pipe:[500]");
	open_socket(7, 4, 500);
	open_socket(8, 4, 501);
	want(500, 0);
	assert_int_equal(owner_map_reason(&owners, 500), OWNER_MAP_SEARCHING);
	refresh();
	assert_held(500, 7, 4);
	owner_map_find(&owners, 500, &owner, 1);
	assert_string_equal(owner_map_process(&owners, owner.process)->name, "nginx");
	assert_int_equal(owner_map_reason(&owners, 501), OWNER_MAP_FOUND);
	assert_int_equal(owner_map_reason(&owners, 502), OWNER_MAP_NOT_WANTED);
	assert_int_equal(owner_map_find(&owners, 0, &owner, 1), 0);
}

static void links_that_are_nearly_sockets_are_none(void **state)
{
	static const char *const links[] = {"socket:[]", "socket:[500", "socket:500]", "socket:[x]",
		"socket:[500]x", "socket:[-500]", "socket:[4294967796]", "/tmp/socket:[500]",
		"socket:[500] (deleted)", "socket:[00000000000000000000000500]"};

	(void)state;
	make_process(7, "x", 1);
	for (uint32_t i = 0; i < COUNT_OF(links); i++)
		open_fd(7, i, links[i]);
	want(500, 0);
	refresh();
	assert_not_held(500);
}

/* Puts a process into the network namespace `name`; returns the namespace's inode. */
static uint64_t put_into(uint32_t pid, const char *name)
{
	char path[4096], target[4096];
	struct stat status;

	snprintf(path, sizeof(path), "/spaces/%s", name);
	tree_write(root, path, "");
	snprintf(target, sizeof(target), "%s%s", root, path);
	assert_int_equal(stat(target, &status), 0);
	snprintf(path, sizeof(path), "/proc/%u/ns/x", pid);
	tree_write(root, path, "");
	snprintf(path, sizeof(path), "%s/proc/%u/ns/net", root, pid);
	assert_int_equal(symlink(target, path), 0);
	return status.st_ino;
}

static void descriptors_of_other_namespaces_can_wait(void **state)
{
	uint64_t ours = 0;

	(void)state;
	for (uint32_t pid = 1; pid <= 20; pid++) {
		make_process(pid, "other", 1);
		for (uint32_t fd = 0; fd < 10; fd++)
			open_socket(pid, fd, 1000 * pid + fd);
		put_into(pid, "other");
	}
	make_process(30, "nginx", 1);
	open_socket(30, 3, 7);
	ours = put_into(30, "ours");
	owners.ample = 0;
	owner_map_prefer(&owners, ours);
	want(7, 0);
	refresh();
	assert_held(7, 30, 3);
	assert_int_equal(owners.work.links, 1);
	/* Also of processes that come later. */
	make_process(21, "other", 1);
	open_socket(21, 3, 21000);
	put_into(21, "other");
	open_socket(30, 4, 8);
	want(8, 0);
	refresh();
	refresh();
	assert_held(8, 30, 4);
	assert_true(owners.work.links < 5);
	/* But a socket may have been handed to any process. */
	want(13004, 0);
	want(21000, 0);
	for (unsigned i = 0; i < 3; i++)
		refresh();
	assert_held(13004, 13, 4);
	assert_held(21000, 21, 3);
	/* Where sockets of all namespaces are wanted, none is far. */
	make_process(22, "other", 1);
	open_socket(22, 3, 22000);
	put_into(22, "other");
	owner_map_prefer(&owners, 0);
	want(22000, 0);
	refresh();
	assert_held(22000, 22, 3);
}

static void a_few_descriptors_are_read_wherever_they_are(void **state)
{
	uint64_t ours;

	(void)state;
	make_process(7, "systemd", 1);
	open_socket(7, 3, 70);
	put_into(7, "other");
	make_process(8, "web", 1);
	open_socket(8, 3, 70);
	ours = put_into(8, "ours");
	owner_map_prefer(&owners, ours);
	want(70, 0);
	refresh();
	assert_int_equal(owner_map_find(&owners, 70, NULL, 0), 2);
}

static void all_holders_are_kept_in_order(void **state)
{
	struct owner found[8];

	(void)state;
	for (uint32_t pid = 12; pid >= 7; pid--) {
		make_process(pid, "worker", pid);
		open_socket(pid, 6, 500);
	}
	open_socket(9, 3, 500);
	want(500, 0);
	refresh();
	assert_int_equal(owner_map_find(&owners, 500, found, 8), 7);
	for (size_t i = 0; i < 7; i++) {
		assert_int_equal(found[i].pid, i < 3 ? 7 + i : 6 + i);
		assert_int_equal(found[i].fd, i == 2 ? 3 : 6);
	}
	assert_int_equal(owner_map_count(&owners, 500), 6);
	/* fewer are asked for: the first ones */
	found[2].pid = 99;
	assert_int_equal(owner_map_find(&owners, 500, found, 2), 7);
	assert_int_equal(found[0].pid, 7);
	assert_int_equal(found[1].pid, 8);
	assert_int_equal(found[2].pid, 99);
}

static void nothing_is_read_where_nothing_is_wanted(void **state)
{
	(void)state;
	make_process(7, "nginx", 1);
	open_socket(7, 4, 500);
	refresh();
	assert_int_equal(owners.work.links, 0);
	assert_int_equal(owners.work.looks, 0);
}

static void no_link_is_read_where_nothing_new_is_wanted(void **state)
{
	uint64_t links;

	(void)state;
	make_process(7, "nginx", 1);
	for (uint32_t i = 0; i < 50; i++)
		open_socket(7, i, 500 + i);
	for (uint32_t i = 0; i < 50; i++)
		want(500 + i, 0);
	refresh();
	links = owners.work.links;
	assert_int_equal(links, 50);
	for (int i = 0; i < 20; i++)
		refresh();
	assert_int_equal(owners.work.links, links);
	assert_held(549, 7, 49);
}

static void only_new_descriptors_are_read(void **state)
{
	uint64_t links;

	(void)state;
	make_process(7, "nginx", 1);
	for (uint32_t i = 0; i < 50; i++)
		open_socket(7, i, 500 + i);
	for (uint32_t i = 0; i < 50; i++)
		want(500 + i, 0);
	refresh();
	links = owners.work.links;
	open_socket(7, 50, 600);
	want(600, 500);
	refresh();
	assert_held(600, 7, 50);
	assert_int_equal(owners.work.links, links + 1);
}

static void the_holders_of_the_hint_come_first(void **state)
{
	uint64_t sweeps;

	(void)state;
	make_process(7, "nginx", 1);
	make_process(8, "other", 1);
	open_socket(7, 3, 500);
	want(500, 0);
	refresh();
	sweeps = owners.work.sweeps;
	open_socket(7, 4, 501);
	want(501, 500);
	refresh();
	assert_held(501, 7, 4);
	assert_int_equal(owners.work.sweeps, sweeps);
}

static void a_descriptor_used_again_is_read_again(void **state)
{
	(void)state;
	make_process(7, "nginx", 1);
	open_socket(7, 4, 500);
	want(500, 0);
	refresh();
	open_socket(7, 4, 501);
	owner_map_forget(&owners, 500);
	want(501, 0);
	refresh();
	assert_held(501, 7, 4);
	assert_int_equal(owner_map_reason(&owners, 500), OWNER_MAP_NOT_WANTED);
}

static void an_inode_used_again_has_its_own_holder(void **state)
{
	(void)state;
	make_process(7, "first", 1);
	make_process(8, "second", 1);
	open_socket(7, 4, 500);
	want(500, 0);
	refresh();
	close_fd(7, 4);
	owner_map_forget(&owners, 500);
	open_socket(8, 9, 500);
	want(500, 0);
	assert_not_held(500);
	refresh();
	assert_held(500, 8, 9);
}

static void a_socket_passed_on_has_its_new_holder(void **state)
{
	(void)state;
	make_process(7, "acceptor", 1);
	make_process(8, "worker", 1);
	open_socket(7, 4, 500);
	want(500, 0);
	refresh();
	/* the acceptor uses the number for the next one at once: its count stays the same */
	open_socket(8, 5, 500);
	open_socket(7, 4, 501);
	want(501, 0);
	for (int i = 0; i < 6; i++)
		refresh();
	assert_held(501, 7, 4);
	assert_held(500, 8, 5);
}

static void a_socket_nobody_asked_for_is_read_again_once_it_is(void **state)
{
	(void)state;
	make_process(7, "first", 1);
	make_process(8, "second", 1);
	open_socket(7, 4, 500);
	open_socket(7, 5, 600);
	want(500, 0);
	refresh();
	close_fd(7, 5);
	open_socket(8, 3, 600);
	want(600, 0);
	assert_not_held(600);
	refresh();
	assert_held(600, 8, 3);
}

/* A thread whose descriptors are not those of its process. */
static void make_thread(uint32_t pid, uint32_t thread, uint64_t start)
{
	char path[4096], text[128];

	snprintf(path, sizeof(path), "%s/proc/%u/task", root, pid);
	mkdir(path, 0755);
	snprintf(path, sizeof(path), "%s/proc/%u/task/%u", root, pid, pid);
	mkdir(path, 0755);
	snprintf(text, sizeof(text), "%u/task/%u", pid, thread);
	snprintf(path, sizeof(path), "/proc/%s/stat", text);
	tree_write(root, path, "");
	snprintf(path, sizeof(path), "%s/proc/%s/fd", root, text);
	mkdir(path, 0755);
	snprintf(path, sizeof(path), "/proc/%u/task/%u/stat", pid, thread);
	snprintf(text, sizeof(text),
		"%u (thread) S 1 2 3 4 -1 5 6 7 8 9 10 11 12 13 20 -5 1 0 %llu 16 17\n", thread,
		(unsigned long long)start);
	tree_write(root, path, text);
}

static void thread_opens(uint32_t pid, uint32_t thread, uint32_t fd, uint32_t inode)
{
	char path[4096], target[32];

	snprintf(path, sizeof(path), "%s/proc/%u/task/%u/fd/%u", root, pid, thread, fd);
	snprintf(target, sizeof(target), "socket:[%u]", inode);
	unlink(path);
	assert_int_equal(symlink(target, path), 0);
}

static void what_only_a_thread_has_belongs_to_its_process(void **state)
{
	struct owner found[4];

	(void)state;
	make_process(7, "server", 1);
	make_process(9, "other", 1);
	open_socket(7, 3, 500);
	make_thread(7, 8, 2);
	thread_opens(7, 8, 3, 500); /* a copy of the same descriptor */
	thread_opens(7, 8, 4, 501);
	thread_opens(7, 8, 6, 500);
	want(500, 0);
	want(501, 0);
	refresh();
	assert_held(501, 7, 4);
	assert_int_equal(owner_map_find(&owners, 501, found, 4), 1);
	assert_string_equal(owner_map_process(&owners, found[0].process)->name, "server");
	assert_int_equal(owner_map_find(&owners, 500, found, 4), 2);
	assert_int_equal(found[0].fd, 3);
	assert_int_equal(found[1].fd, 6);
	assert_int_equal(found[1].process, found[0].process);
	assert_int_equal(owner_map_count(&owners, 500), 1);
	assert_int_equal(owner_map_sockets(&owners, found[0].process), 4);
	assert_int_equal(owners.work.full_walks, 0);

	/* the process closes its own: the copy is what is left */
	close_fd(7, 3);
	for (int i = 0; i < 4; i++)
		refresh();
	assert_int_equal(owner_map_find(&owners, 500, found, 4), 2);
	assert_held(501, 7, 4);

	/* the next one of the thread */
	thread_opens(7, 8, 5, 502);
	want(502, 0);
	for (int i = 0; i < 2; i++)
		refresh();
	assert_held(502, 7, 5);
	assert_int_equal(owners.work.full_walks, 0);
}

static void what_an_ended_thread_had_is_nobodys(void **state)
{
	char path[4096];

	(void)state;
	make_process(7, "server", 1);
	make_thread(7, 8, 2);
	thread_opens(7, 8, 4, 501);
	want(501, 0);
	refresh();
	assert_held(501, 7, 4);
	snprintf(path, sizeof(path), "%s/proc/7/task/8", root);
	tree_remove(strdup(path));
	refresh();
	assert_not_held(501);

	/* the number of a thread is used again */
	make_thread(7, 10, 2);
	thread_opens(7, 10, 4, 501);
	for (int i = 0; i < 20; i++)
		refresh();
	assert_held(501, 7, 4);
	end_process(7);
	refresh();
	assert_not_held(501);
}

static void threads_are_not_looked_at_where_all_is_found(void **state)
{
	uint64_t names;

	(void)state;
	make_process(7, "server", 1);
	open_socket(7, 3, 500);
	make_thread(7, 8, 2);
	thread_opens(7, 8, 4, 501);
	want(500, 0);
	refresh();
	names = owners.work.names;
	assert_int_equal(owner_map_reason(&owners, 501), OWNER_MAP_NOT_WANTED);
	for (int i = 0; i < 20; i++)
		refresh();
	assert_int_equal(owners.work.names, names);
	assert_int_equal(owners.tasks.cursor, 0);
}

static void an_ended_process_owns_nothing(void **state)
{
	struct owner owner;

	(void)state;
	make_process(7, "gone", 1);
	open_socket(7, 4, 500);
	want(500, 0);
	refresh();
	owner_map_find(&owners, 500, &owner, 1);
	end_process(7);
	refresh();
	assert_not_held(500);
	assert_int_equal(owner_map_last(&owners, 500), owner.process);
	assert_string_equal(owner_map_process(&owners, owner.process)->name, "gone");
	owner_map_forget(&owners, 500);
	assert_int_equal(owner_map_last(&owners, 500), OWNER_MAP_NONE);
}

static void a_held_process_is_known_after_its_end(void **state)
{
	struct owner owner;
	uint32_t process;

	(void)state;
	make_process(7, "gone", 1);
	tree_write(root, "/proc/7/cmdline", "gone --with");
	open_socket(7, 4, 500);
	want(500, 0);
	refresh();
	owner_map_find(&owners, 500, &owner, 1);
	process = owner.process;
	owner_map_hold(&owners, process);
	assert_string_equal(owner_map_command(&owners, process), "gone --with");
	owner_map_forget(&owners, 500);
	end_process(7);
	make_process(7, "successor", 2);
	open_socket(7, 4, 501);
	want(501, 0);
	refresh();
	assert_held(501, 7, 4);
	assert_string_equal(owner_map_process(&owners, process)->name, "gone");
	assert_string_equal(owner_map_command(&owners, process), "gone --with");
	owner_map_find(&owners, 501, &owner, 1);
	assert_string_equal(owner_map_process(&owners, owner.process)->name, "successor");
	owner_map_release(&owners, process);
}

static void a_pid_used_again_is_another_process(void **state)
{
	struct owner owner;

	(void)state;
	make_process(7, "first", 1);
	open_socket(7, 4, 500);
	open_socket(7, 5, 501);
	want(500, 0);
	want(501, 0);
	refresh();
	end_process(7);
	make_process(7, "second", 2);
	open_socket(7, 4, 501);
	refresh();
	assert_not_held(500);
	refresh();
	assert_held(501, 7, 4);
	owner_map_find(&owners, 501, &owner, 1);
	assert_string_equal(owner_map_process(&owners, owner.process)->name, "second");
}

static void what_was_asked_of_an_ended_process_is_not_its_successors(void **state)
{
	struct owner owner;

	(void)state;
	make_process(7, "first", 1);
	open_socket(7, 4, 500);
	want(500, 0);
	refresh();
	owner_map_find(&owners, 500, &owner, 1);
	end_process(7);
	make_process(7, "second", 2);
	tree_write(root, "/proc/7/cmdline", "second");
	assert_null(owner_map_command(&owners, owner.process));
}

static void a_new_name_is_seen(void **state)
{
	struct owner owner;

	(void)state;
	make_process(7, "sh", 1);
	tree_write(root, "/proc/7/cmdline", "sh");
	open_socket(7, 4, 500);
	want(500, 0);
	refresh();
	owner_map_find(&owners, 500, &owner, 1);
	assert_string_equal(owner_map_command(&owners, owner.process), "sh");
	make_process(7, "exec) S 1 2\n", 1);
	tree_write(root, "/proc/7/cmdline", "exec");
	refresh();
	assert_string_equal(owner_map_process(&owners, owner.process)->name, "exec) S 1 2\n");
	assert_string_equal(owner_map_command(&owners, owner.process), "exec");
}

static void a_socket_nobody_has_is_said_to_be_nobodys(void **state)
{
	(void)state;
	make_process(7, "x", 1);
	open_socket(7, 4, 500);
	want(600, 0);
	refresh();
	assert_int_equal(owner_map_reason(&owners, 600), OWNER_MAP_NOBODY);
	/* one that comes later has had its full walk after a few refreshes */
	want(601, 0);
	refresh();
	assert_int_equal(owner_map_reason(&owners, 601), OWNER_MAP_SEARCHING);
	for (int i = 0; i < 4; i++)
		refresh();
	assert_int_equal(owner_map_reason(&owners, 601), OWNER_MAP_NOBODY);
}

static void what_is_not_found_is_looked_for_ever_more_rarely(void **state)
{
	(void)state;
	make_process(7, "x", 1);
	want(600, 0);
	for (int i = 0; i < 600; i++)
		refresh();
	assert_true(owners.work.sweeps >= 10);
	assert_true(owners.work.sweeps <= 25);
	assert_true(owners.work.full_walks <= 1);
}

static void a_hidden_change_is_found_by_the_full_walk(void **state)
{
	(void)state;
	make_process(7, "files", 1);
	for (uint32_t i = 0; i < 1500; i++)
		open_fd(7, i, "/dev/null");
	want(500, 0);
	refresh();
	/* its other descriptors are too many to be read each time */
	open_socket(7, 700, 501);
	want(501, 0);
	refresh();
	assert_not_held(501);
	for (int i = 0; i < 4; i++)
		refresh();
	assert_held(501, 7, 700);
	assert_int_equal(owners.work.full_walks, 1);
}

static void a_process_without_files_is_passed_over(void **state)
{
	(void)state;
	tree_write(root, "/proc/6/comm", "half gone");
	tree_write(root, "/proc/self", "no number");
	tree_write(root, "/proc/99999999999/stat", "no process");
	make_process(5, "cut", 1);
	tree_write(root, "/proc/5/stat", "5 (cut");
	open_socket(5, 3, 499);
	make_process(7, "x", 1);
	open_socket(7, 4, 500);
	want(500, 0);
	refresh();
	assert_held(500, 7, 4);
}

static void steps_are_bounded_and_come_to_the_same(void **state)
{
	size_t steps = 0;

	(void)state;
	for (uint32_t pid = 10; pid < 20; pid++) {
		make_process(pid, "x", 1);
		for (uint32_t fd = 0; fd < 100; fd++)
			open_socket(pid, fd, pid * 1000 + fd);
	}
	for (uint32_t pid = 10; pid < 20; pid++)
		for (uint32_t fd = 0; fd < 100; fd++)
			want(pid * 1000 + fd, 0);
	begin();
	for (bool more = true; more; steps++) {
		uint64_t links = owners.work.links;

		more = owner_map_step(&owners, 10);
		assert_true(owners.work.links - links <= 10);
	}
	assert_true(steps >= 100);
	for (uint32_t pid = 10; pid < 20; pid++)
		for (uint32_t fd = 0; fd < 100; fd++)
			assert_held(pid * 1000 + fd, pid, fd);
}

static void a_pass_that_is_cut_short_goes_on(void **state)
{
	int rounds = 0;

	(void)state;
	for (uint32_t pid = 10; pid < 20; pid++) {
		make_process(pid, "x", 1);
		for (uint32_t fd = 0; fd < 100; fd++)
			open_socket(pid, fd, pid * 1000 + fd);
	}
	want(19099, 0);
	want(19098, 0);
	while (owner_map_reason(&owners, 19099) != OWNER_MAP_FOUND && rounds++ < 1000) {
		begin();
		owner_map_step(&owners, 20);
		if (rounds == 3)
			owner_map_forget(&owners, 19098);
	}
	assert_held(19099, 19, 99);
	assert_int_equal(owners.work.sweeps, 1);
}

static void what_goes_while_it_is_read_is_not_held(void **state)
{
	(void)state;
	make_process(7, "x", 1);
	for (uint32_t fd = 0; fd < 100; fd++)
		open_socket(7, fd, 500 + fd);
	for (uint32_t fd = 0; fd < 100; fd++)
		want(500 + fd, 0);
	begin();
	owner_map_step(&owners, 40);
	for (uint32_t fd = 0; fd < 100; fd++)
		owner_map_forget(&owners, 500 + fd);
	while (owner_map_step(&owners, 40))
		;
	want(500, 0);
	want(599, 0);
	for (uint32_t fd = 0; fd < 100; fd++)
		close_fd(7, fd);
	refresh();
	assert_not_held(500);
	assert_not_held(599);
}

static void a_process_that_ends_while_it_is_read_owns_nothing(void **state)
{
	(void)state;
	make_process(7, "x", 1);
	for (uint32_t fd = 0; fd < 400; fd++)
		open_socket(7, fd, 500 + fd);
	want(500, 0);
	want(899, 0);
	begin();
	owner_map_step(&owners, 50);
	end_process(7);
	while (owner_map_step(&owners, 50))
		;
	refresh();
	assert_not_held(500);
	assert_not_held(899);
}

static void give_to_nobody(const char *path)
{
	if (chown(path, 65534, 65534) < 0)
		skip(); /* root of a user namespace without others */
}

static void what_may_not_be_read_is_told(void **state)
{
	char path[4096];

	(void)state;
	if (geteuid() != 0)
		return; /* nobody else's files to be refused */
	make_process(7, "x", 1);
	open_socket(7, 4, 500);
	make_process(8, "closed", 1);
	open_socket(8, 4, 501);
	snprintf(path, sizeof(path), "%s/proc/8/fd", root);
	assert_int_equal(chmod(path, 0), 0);
	give_to_nobody(root);
	for (int i = 7; i <= 8; i++) {
		snprintf(path, sizeof(path), "%s/proc/%d", root, i);
		give_to_nobody(path);
	}
	assert_int_equal(seteuid(65534), 0);
	want(500, 0);
	want(501, 0);
	refresh();
	assert_int_equal(seteuid(0), 0);
	assert_held(500, 7, 4);
	assert_int_equal(owner_map_reason(&owners, 501), OWNER_MAP_NOT_PERMITTED);
	assert_int_equal(owner_map_hidden(&owners), OWNER_MAP_HIDDEN_REFUSED);
}

static void without_proc_it_says_so(void **state)
{
	(void)state;
	owner_map_done(&owners);
	assert_int_equal(owner_map_init(&owners, "/nowhere"), -ENOENT);
}

/* -------- tests on the kernel's /proc, with our own descriptors -------- */

static int setup_real(void **state)
{
	(void)state;
	seconds = 0;
	return owner_map_init(&owners, "");
}

static int teardown_real(void **state)
{
	(void)state;
	owner_map_done(&owners);
	return 0;
}

static uint32_t inode_of(int fd)
{
	struct stat stat;

	assert_int_equal(fstat(fd, &stat), 0);
	return (uint32_t)stat.st_ino;
}

static int make_socket(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	return fd;
}

static void new_sockets_are_read_without_the_old_ones(void **state)
{
	uint64_t links, names;
	uint32_t old;
	int fds[500];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(fds); i++)
		fds[i] = make_socket();
	for (size_t i = 0; i < COUNT_OF(fds); i++)
		want(inode_of(fds[i]), 0);
	refresh();
	for (size_t i = 0; i < COUNT_OF(fds); i++)
		assert_held(inode_of(fds[i]), (uint32_t)getpid(), (uint32_t)fds[i]);
	/* the kernel gives the free numbers again, in the middle and at the end */
	links = owners.work.links;
	names = owners.work.names;
	for (size_t i = 100; i < 110; i++) {
		old = inode_of(fds[i]);
		close(fds[i]);
		owner_map_forget(&owners, old);
	}
	for (size_t i = 100; i < 110; i++)
		fds[i] = make_socket();
	for (size_t i = 100; i < 110; i++)
		want(inode_of(fds[i]), inode_of(fds[0]));
	refresh();
	for (size_t i = 100; i < 110; i++)
		assert_held(inode_of(fds[i]), (uint32_t)getpid(), (uint32_t)fds[i]);
	if (owners.counted) {
		assert_true(owners.work.links - links < 100);
		assert_true(owners.work.names - names < 100);
	}
	for (size_t i = 0; i < COUNT_OF(fds); i++)
		close(fds[i]);
}

static void a_closed_copy_is_dropped_without_reading_links(void **state)
{
	int fd = make_socket(), copy = dup(fd);
	uint32_t inode = inode_of(fd);
	struct owner found[4];
	uint64_t links;

	(void)state;
	want(inode, 0);
	refresh();
	assert_int_equal(owner_map_find(&owners, inode, found, 4), 2);
	assert_int_equal(owner_map_count(&owners, inode), 1);
	links = owners.work.links;
	close(copy);
	refresh();
	refresh();
	if (owners.counted)
		assert_held(inode, (uint32_t)getpid(), (uint32_t)fd);
	assert_int_equal(owners.work.links, links);
	close(fd);
}

/* A child that ends when the test does. */
static pid_t fork_child(void)
{
	pid_t parent = getpid(), pid = fork();

	assert_true(pid >= 0);
	if (pid == 0 && (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent))
		_exit(1);
	return pid;
}

static pid_t fork_idle(void)
{
	pid_t pid = fork_child();

	if (pid == 0) {
		pause();
		_exit(0);
	}
	return pid;
}

static void end_child(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void a_child_shares_until_it_ends(void **state)
{
	int fd = make_socket();
	uint32_t inode = inode_of(fd);
	pid_t child = fork_idle();
	struct owner found[4];

	(void)state;
	want(inode, 0);
	refresh();
	assert_int_equal(owner_map_find(&owners, inode, found, 4), 2);
	assert_int_equal(owner_map_count(&owners, inode), 2);
	end_child(child);
	refresh();
	assert_held(inode, (uint32_t)getpid(), (uint32_t)fd);
	close(fd);
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

/* Takes descriptors until it is ended; says so for each. */
static void take_fds(int channel)
{
	char byte, control[CMSG_SPACE(sizeof(int))] __attribute__((aligned(8)));

	for (;;) {
		struct iovec part = {&byte, 1};
		struct msghdr message = {.msg_iov = &part,
			.msg_iovlen = 1,
			.msg_control = control,
			.msg_controllen = sizeof(control)};

		if (recvmsg(channel, &message, 0) <= 0 || write(channel, "", 1) != 1)
			_exit(0);
	}
}

static void a_socket_sent_to_another_process_is_found_there(void **state)
{
	int channel[2], fd;
	struct owner owner;
	uint32_t inode;
	pid_t child;
	char byte;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, channel), 0);
	child = fork_child();
	if (child == 0) {
		close(channel[0]);
		take_fds(channel[1]);
	}
	close(channel[1]);
	fd = make_socket();
	inode = inode_of(fd);
	want(inode, 0);
	refresh();
	assert_held(inode, (uint32_t)getpid(), (uint32_t)fd);
	send_fd(channel[0], fd);
	assert_int_equal(read(channel[0], &byte, 1), 1);
	close(fd);
	for (int i = 0; i < 8; i++)
		refresh();
	assert_int_equal(owner_map_find(&owners, inode, &owner, 1), 1);
	assert_int_equal(owner.pid, child);
	end_child(child);
	close(channel[0]);
}

static void a_process_not_waited_for_has_ended_and_refuses_nothing(void **state)
{
	int fd = make_socket();
	uint32_t inode = inode_of(fd);
	pid_t child = fork_idle();
	unsigned hidden;
	siginfo_t info;

	(void)state;
	close(fd);
	want(inode, 0);
	refresh();
	assert_held(inode, (uint32_t)child, (uint32_t)fd);
	hidden = owner_map_hidden(&owners);
	kill(child, SIGKILL);
	assert_int_equal(waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT), 0);
	for (int i = 0; i < 4; i++)
		refresh();
	assert_not_held(inode);
	assert_int_equal(owner_map_hidden(&owners), hidden);
	waitpid(child, NULL, 0);
}

struct part {
	pthread_barrier_t *both;
	int fd;
	bool shares;
};

static void *have_it_alone(void *argument)
{
	struct part *part = argument;

	if (!part->shares && (unshare(CLONE_FILES) || dup2(part->fd, 500) < 0))
		_exit(1);
	pthread_barrier_wait(part->both);
	for (;;)
		pause();
	return NULL;
}

/* A process with ten threads: the eighth has a table of its own, with the socket as 500. */
static pid_t start_threads(int fd)
{
	static pthread_barrier_t both;
	struct part parts[10];
	pthread_t thread;
	int ready[2];
	char byte;
	pid_t child;

	assert_int_equal(pipe(ready), 0);
	child = fork_child();
	if (child == 0) {
		pthread_barrier_init(&both, NULL, COUNT_OF(parts) + 1);
		for (size_t i = 0; i < COUNT_OF(parts); i++) {
			parts[i] = (struct part){&both, fd, i != 7};
			if (pthread_create(&thread, NULL, have_it_alone, &parts[i]))
				_exit(1);
		}
		pthread_barrier_wait(&both);
		close(fd);
		if (write(ready[1], "", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	return child;
}

static void a_thread_with_its_own_descriptors_is_read(void **state)
{
	int fd = make_socket();
	uint32_t inode = inode_of(fd);
	struct owner found[4];
	pid_t child = start_threads(fd);

	(void)state;
	close(fd);
	want(inode, 0);
	refresh();
	assert_int_equal(owner_map_find(&owners, inode, found, 4), 2);
	assert_int_equal(found[0].pid, child);
	assert_int_equal(found[0].fd, fd);
	assert_true(found[0].thread > (uint32_t)child); /* the first that was made was made later */
	assert_int_equal(found[1].pid, child);
	assert_int_equal(found[1].thread, found[0].thread);
	assert_int_equal(found[1].fd, 500);
	assert_int_equal(owner_map_count(&owners, inode), 1);
	for (int i = 0; i < 5; i++)
		refresh();
	assert_int_equal(owner_map_find(&owners, inode, found, 4), 2);
	end_child(child);
	refresh();
	assert_not_held(inode);
}

static void *rest(void *argument)
{
	close(*(int *)argument);
	for (;;)
		pause();
	return NULL;
}

static void a_process_whose_first_thread_has_ended_is_read_through_another(void **state)
{
	int fd = make_socket(), ready[2];
	uint32_t inode = inode_of(fd);
	struct process process;
	pthread_t thread;
	pid_t child;
	char byte;

	(void)state;
	assert_int_equal(pipe(ready), 0);
	child = fork_child();
	if (child == 0) {
		if (pthread_create(&thread, NULL, rest, &ready[1]))
			_exit(1);
		pthread_exit(NULL);
	}
	close(ready[1]);
	close(fd);
	assert_int_equal(read(ready[0], &byte, 1), 0);
	do {
		assert_int_equal(process_read(owners.proc, (uint32_t)child, &process), 0);
		usleep(1000);
	} while (process.state != 'Z');
	want(inode, 0);
	refresh();
	if (owners.counted)
		assert_held(inode, (uint32_t)child, (uint32_t)fd);
	end_child(child);
	refresh();
	assert_not_held(inode);
	close(ready[0]);
}

/* Opens and closes at random; after each round the map must say what we know. */
static void the_map_follows_whatever_happens(void **state)
{
	static int fds[300];
	static uint32_t inodes[300];
	unsigned seed = 1;

	(void)state;
	memset(fds, -1, sizeof(fds));
	for (int round = 0; round < 150; round++) {
		for (int i = 0; i < 40; i++) {
			size_t at = (seed = seed * 1103515245 + 12345) / 65536 % COUNT_OF(fds);

			if (fds[at] >= 0) {
				close(fds[at]);
				fds[at] = -1;
				owner_map_forget(&owners, inodes[at]);
			} else if (seed / 64 % 5 == 0) {
				int lost = dup(0);

				fds[at] = make_socket();
				close(lost);
			} else {
				fds[at] = make_socket();
			}
			if (fds[at] >= 0) {
				inodes[at] = inode_of(fds[at]);
				want(inodes[at], at % 3 && fds[0] >= 0 ? inodes[0] : 0);
			}
		}
		refresh();
		for (size_t i = 0; i < COUNT_OF(fds); i++)
			if (fds[i] >= 0)
				assert_held(inodes[i], (uint32_t)getpid(), (uint32_t)fds[i]);
	}
	assert_true(owners.work.full_walks == 0);
	for (size_t i = 0; i < COUNT_OF(fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

static int count_open(void)
{
	int count = 0;

	for (int fd = 0; fd < 1024; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

static void no_more_than_three_descriptors_are_open(void **state)
{
	int before;

	(void)state;
	owner_map_done(&owners);
	before = count_open();
	assert_int_equal(owner_map_init(&owners, ""), 0);
	want(1, 0);
	begin();
	do
		assert_true(count_open() <= before + 3);
	while (owner_map_step(&owners, 5));
	assert_int_equal(count_open(), before + 1);
	owner_map_done(&owners);
	assert_int_equal(count_open(), before);
}

#define ON_FILES(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
#define ON_PROC(test) cmocka_unit_test_setup_teardown(test, setup_real, teardown_real)
/* Descriptor 4 is a socket of TCP, 5 one of another kind. */
static ssize_t read_protocol(const char *path, char *name, size_t size)
{
	const char *protocol = strcmp(strrchr(path, '/'), "/4") == 0 ? "TCP" : "UNIX";

	(void)size;
	strcpy(name, protocol);
	return (ssize_t)strlen(protocol);
}

static void sockets_that_nobody_asked_for_are_counted_if_they_are_of_tcp_or_udp(void **state)
{
	const struct owner_map_descriptors *descriptors;
	struct owner owner;

	(void)state;
	owners.read_protocol = read_protocol;
	make_process(7, "leak", 100);
	open_socket(7, 3, 100);
	open_socket(7, 4, 200);
	open_socket(7, 5, 201);
	open_fd(7, 6, "/dev/null");
	owner_map_count_held(&owners, true);
	want(100, 0);
	refresh();
	assert_held(100, 7, 3);
	owner_map_find(&owners, 100, &owner, 1);
	descriptors = owner_map_descriptors(&owners, owner.process);
	assert_true(descriptors->held_known);
	assert_int_equal(descriptors->held, 1);
	assert_int_equal(owners.work.names_asked, 2);
	/* each is asked for once */
	refresh();
	assert_int_equal(owner_map_descriptors(&owners, owner.process)->held, 1);
	assert_int_equal(owners.work.names_asked, 2);
	/* one that is wanted is in a table */
	want(200, 0);
	refresh();
	assert_int_equal(owner_map_descriptors(&owners, owner.process)->held, 0);
	/* where not all sockets are listed it is not known */
	owner_map_count_held(&owners, false);
	refresh();
	assert_false(owner_map_descriptors(&owners, owner.process)->held_known);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FILES(the_holder_of_a_socket_is_found),
		ON_FILES(sockets_that_nobody_asked_for_are_counted_if_they_are_of_tcp_or_udp),
		ON_FILES(links_that_are_nearly_sockets_are_none),
		ON_FILES(descriptors_of_other_namespaces_can_wait),
		ON_FILES(a_few_descriptors_are_read_wherever_they_are),
		ON_FILES(all_holders_are_kept_in_order),
		ON_FILES(nothing_is_read_where_nothing_is_wanted),
		ON_FILES(no_link_is_read_where_nothing_new_is_wanted),
		ON_FILES(only_new_descriptors_are_read),
		ON_FILES(the_holders_of_the_hint_come_first),
		ON_FILES(a_descriptor_used_again_is_read_again),
		ON_FILES(what_only_a_thread_has_belongs_to_its_process),
		ON_FILES(what_an_ended_thread_had_is_nobodys),
		ON_FILES(threads_are_not_looked_at_where_all_is_found),
		ON_FILES(an_inode_used_again_has_its_own_holder),
		ON_FILES(a_socket_passed_on_has_its_new_holder),
		ON_FILES(a_socket_nobody_asked_for_is_read_again_once_it_is),
		ON_FILES(an_ended_process_owns_nothing),
		ON_FILES(a_held_process_is_known_after_its_end),
		ON_FILES(a_pid_used_again_is_another_process),
		ON_FILES(what_was_asked_of_an_ended_process_is_not_its_successors),
		ON_FILES(a_new_name_is_seen),
		ON_FILES(a_socket_nobody_has_is_said_to_be_nobodys),
		ON_FILES(what_is_not_found_is_looked_for_ever_more_rarely),
		ON_FILES(a_hidden_change_is_found_by_the_full_walk),
		ON_FILES(a_process_without_files_is_passed_over),
		ON_FILES(steps_are_bounded_and_come_to_the_same),
		ON_FILES(a_pass_that_is_cut_short_goes_on),
		ON_FILES(what_goes_while_it_is_read_is_not_held),
		ON_FILES(a_process_that_ends_while_it_is_read_owns_nothing),
		ON_FILES(what_may_not_be_read_is_told),
		ON_FILES(without_proc_it_says_so),
		ON_PROC(new_sockets_are_read_without_the_old_ones),
		ON_PROC(a_closed_copy_is_dropped_without_reading_links),
		ON_PROC(a_child_shares_until_it_ends),
		ON_PROC(a_socket_sent_to_another_process_is_found_there),
		ON_PROC(a_process_not_waited_for_has_ended_and_refuses_nothing),
		ON_PROC(a_thread_with_its_own_descriptors_is_read),
		ON_PROC(a_process_whose_first_thread_has_ended_is_read_through_another),
		ON_PROC(the_map_follows_whatever_happens),
		ON_PROC(no_more_than_three_descriptors_are_open),
	};

	if (space_enter_processes() < 0)
		print_message("no PID namespace of our own here: all processes are read\n");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
