/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <unistd.h>

#include "sock/place/space-name.h"
#include "support/proc-tree.h"
#include "support/tree.h"

#define SECOND INT64_C(1000000)
#define INODE 5000

/* clang-format off */
#define ID "4f1c9a0b7d2e83564f1c9a0b7d2e83564f1c9a0b7d2e83564f1c9a0b7d2e8356"
#define OTHER "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
/* clang-format on */

static char *root;
static struct spaces *spaces;
static struct container_names *containers;
static struct space_name name;

static int setup(void **state)
{
	(void)state;
	root = tree_make();
	tree_write(root, "/proc/self/mountinfo", "");
	spaces = spaces_new(root);
	containers = container_names_new(root);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	spaces_free(spaces);
	container_names_free(containers);
	tree_remove(root);
	return 0;
}

/* Puts a process into the one namespace of this test. */
static void put(uint32_t pid, const char *process, uint64_t start, const char *cgroup)
{
	char path[4096], text[256];

	proc_tree_process(root, pid, process, start);
	snprintf(path, sizeof(path), "/proc/%u/ns/x", pid);
	tree_write(root, path, "");
	snprintf(path, sizeof(path), "%s/proc/%u/ns/net", root, pid);
	assert_int_equal(symlink("net:[5000]", path), 0);
	snprintf(path, sizeof(path), "/proc/%u/cgroup", pid);
	snprintf(text, sizeof(text), "0::%s\n", cgroup);
	tree_write(root, path, text);
}

static void mount_at(const char *path)
{
	char line[256];

	snprintf(line, sizeof(line), "30 1 0:4 net:[5000] %s rw - nsfs nsfs rw\n", path);
	tree_write(root, "/proc/self/mountinfo", line);
	spaces_mounts_changed(spaces);
}

/* Looks for the name of the one namespace. */
static const char *find(void)
{
	struct instant now = {.mono_us = 100 * SECOND};

	spaces_begin(spaces, &now);
	while (spaces_step(spaces, 100))
		;
	assert_int_equal(spaces_count(spaces), 1);
	space_name_find(&name, containers, spaces, spaces_at(spaces, 0), now.mono_us);
	return name.name;
}

static void the_file_that_people_name_comes_first(void **state)
{
	(void)state;
	put(20, "nginx", 7, "/lxc.payload.box");
	mount_at("/run/netns/web\\040\\033[31m");
	assert_string_equal(find(), "web \033[31m"); /* made safe where it is shown */
	assert_string_equal(name.container, "box");
	assert_string_equal(name.process, "nginx");
}

static void files_that_programs_name_come_last(void **state)
{
	(void)state;
	mount_at("/run/netns/cni-0d5ee3bc-61ad-4f0e-9a57-0c7d3f5b2a11");
	assert_string_equal(find(), "cni-0d5ee3bc-61ad-4f0e-9a57-0c7d3f5b2a11");
	assert_string_equal(name.process, "");
	put(20, "nginx", 7, "/lxc.payload.box");
	assert_string_equal(find(), "box");
	mount_at("/run/docker/netns/0f5ee3bc61ad");
	assert_string_equal(find(), "box");
}

static void a_pod_names_the_place_of_its_containers(void **state)
{
	(void)state;
	tree_write(root, "/var/log/containers/web-1_shop_nginx-" ID ".log", "");
	/* Of the one that only keeps the namespaces nothing is known here. */
	put(20, "pause", 7, "/kubepods/pod6b1f7c1e-8a1d-4f0e-9a57-0c7d3f5b2a11/" OTHER);
	put(21, "nginx", 9, "/kubepods/pod6b1f7c1e-8a1d-4f0e-9a57-0c7d3f5b2a11/" ID);
	assert_string_equal(find(), "web-1");
	assert_string_equal(name.pod, "web-1");
	assert_string_equal(name.pod_namespace, "shop");
}

static void a_container_without_a_name_is_known_by_its_number(void **state)
{
	(void)state;
	put(20, "nginx", 7, "/docker/" ID);
	assert_string_equal(find(), "4f1c9a0b7d2e");
}

static void the_leader_of_a_machine_names_it(void **state)
{
	(void)state;
	tree_write(root, "/run/systemd/machines/db",
		"# This is private data.\nNAME=db\nSCOPE=x.scope\nLEADER=21\n");
	tree_write(root, "/run/systemd/machines/other", "LEADER=99\n");
	tree_write(root, "/run/systemd/machines/bad", "LEADER=\n");
	put(21, "systemd", 9, "/x.scope");
	assert_string_equal(find(), "db");
}

static void else_the_oldest_process_is_all_that_is_known(void **state)
{
	(void)state;
	put(20, "worker", 9, "/");
	put(21, "main", 7, "/");
	assert_string_equal(find(), "");
	assert_string_equal(name.process, "main");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			the_file_that_people_name_comes_first, setup, teardown),
		cmocka_unit_test_setup_teardown(
			files_that_programs_name_come_last, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_pod_names_the_place_of_its_containers, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_container_without_a_name_is_known_by_its_number, setup, teardown),
		cmocka_unit_test_setup_teardown(the_leader_of_a_machine_names_it, setup, teardown),
		cmocka_unit_test_setup_teardown(
			else_the_oldest_process_is_all_that_is_known, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
