/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sock/machine/cgroup-name.h"
#include "sock/machine/cgroup.h"
#include "support/tree.h"

/* clang-format off */
#define ID "4f1c9a0b7d2e83564f1c9a0b7d2e83564f1c9a0b7d2e83564f1c9a0b7d2e8356"
#define ID2 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define SHORT "4f1c9a0b7d2e"
#define POD "6b1f7c1e-8a1d-4f0e-9a57-0c7d3f5b2a11"
#define POD_ "6b1f7c1e_8a1d_4f0e_9a57_0c7d3f5b2a11"
#define STATIC_POD "0f4b1c2d3e4f5a6b7c8d9e0f1a2b3c4d"

static const struct {
	const char *path, *unit, *runtime, *container, *pod;
} paths[] = {
	/* systemd */
	{"/", "", NULL, "", ""},
	{"", "", NULL, "", ""},
	{"/init.scope", "init.scope", NULL, "", ""},
	{"/system.slice/nginx.service", "nginx.service", NULL, "", ""},
	{"/system.slice", "", NULL, "", ""},
	{"/system.slice/system-getty.slice/getty@tty1.service", "getty@tty1.service", NULL, "", ""},
	{"/system.slice/system-postgresql.slice/postgresql@15-main.service", "postgresql@15-main.service", NULL, "", ""},
	{"/system.slice/foo.service/payload/worker", "foo.service", NULL, "", ""},
	{"/system.slice/systemd-udevd.service/udev", "systemd-udevd.service", NULL, "", ""},
	{"/system.slice/dbus.socket", "dbus.socket", NULL, "", ""},
	{"/system.slice/_cpu.service", "cpu.service", NULL, "", ""},
	{"/user.slice/user-1000.slice/session-3.scope", "session-3.scope", NULL, "", ""},
	{"/user.slice/user-1000.slice/user@1000.service/init.scope", "user@1000.service", NULL, "", ""},
	{"/user.slice/user-1000.slice/user@1000.service/app.slice/firefox.service", "firefox.service", NULL, "", ""},
	{"/user.slice/user-1000.slice/user@1000.service/app.slice/app-org.gnome.Terminal.slice/vte-spawn-1f.scope", "vte-spawn-1f.scope", NULL, "", ""},
	{"/user.slice/user-1000.slice/user@1000.service/session.slice/pipewire.service", "pipewire.service", NULL, "", ""},
	{"/user.slice/user-1000.slice/user@1000.service/app.slice/app-flatpak-org.x-123.scope", "app-flatpak-org.x-123.scope", NULL, "", ""},
	{"/user.slice/user-1000.slice/user@1000.service/app.slice/snap.firefox.firefox-6b1f.scope", "snap.firefox.firefox-6b1f.scope", NULL, "", ""},
	/* docker: systemd driver, own driver, rootless, systemd inside */
	{"/system.slice/docker-" ID ".scope", "docker-" ID ".scope", "docker", SHORT, ""},
	{"/docker/" ID, "", "docker", SHORT, ""},
	{"/user.slice/user-1000.slice/user@1000.service/user.slice/docker-" ID ".scope", "docker-" ID ".scope", "docker", SHORT, ""},
	{"/docker/" ID "/system.slice/nginx.service", "nginx.service", "docker", SHORT, ""},
	{"/system.slice/docker.service", "docker.service", NULL, "", ""},
	{"/docker/buildx/docker-container", "", NULL, "", ""},
	{"/actions_job/" ID, "", "container", SHORT, ""},
	{"/ecs/0ab1/" ID, "", "container", SHORT, ""},
	{"/ecs/" ID, "", "ecs", SHORT, ""},
	/* podman */
	{"/machine.slice/libpod-" ID ".scope", "libpod-" ID ".scope", "podman", SHORT, ""},
	{"/machine.slice/libpod-" ID ".scope/container", "libpod-" ID ".scope", "podman", SHORT, ""},
	{"/machine.slice/libpod-conmon-" ID ".scope", "libpod-conmon-" ID ".scope", NULL, "", ""},
	{"/libpod_parent/libpod-" ID, "", "podman", SHORT, ""},
	{"/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" ID ".scope/container", "libpod-" ID ".scope", "podman", SHORT, ""},
	{"/user.slice/user-1000.slice/user@1000.service/user.slice/podman-1234.scope", "podman-1234.scope", NULL, "", ""},
	/* kubernetes: containerd and cri-o, systemd and own driver, the three classes */
	{"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" POD_ ".slice/cri-containerd-" ID ".scope", "cri-containerd-" ID ".scope", "containerd", SHORT, POD},
	{"/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod" POD_ ".slice/crio-" ID ".scope", "crio-" ID ".scope", "cri-o", SHORT, POD},
	{"/kubepods.slice/kubepods-pod" POD_ ".slice/docker-" ID ".scope", "docker-" ID ".scope", "docker", SHORT, POD},
	{"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" STATIC_POD ".slice/cri-containerd-" ID ".scope", "cri-containerd-" ID ".scope", "containerd", SHORT, STATIC_POD},
	{"/kubepods.slice/kubepods-pod" POD_ ".slice/crio-conmon-" ID ".scope", "crio-conmon-" ID ".scope", NULL, "", POD},
	{"/kubepods/burstable/pod" POD "/" ID, "", "container", SHORT, POD},
	{"/kubepods/pod" POD "/" ID, "", "container", SHORT, POD},
	{"/kubepods/besteffort/pod" STATIC_POD "/crio-" ID, "", "cri-o", SHORT, STATIC_POD},
	{"/system.slice/containerd.service/kubepods-besteffort-pod" POD_ ".slice:cri-containerd:" ID, "containerd.service", "containerd", SHORT, POD},
	{"/system.slice/crio.service/kubepods-pod" POD_ ".slice:crio:" ID, "crio.service", "cri-o", SHORT, POD},
	{"/system.slice/containerd.service", "containerd.service", NULL, "", ""},
	{"/k8s.io/" ID, "", "containerd", SHORT, ""},
	/* a cluster within a container: the innermost counts */
	{"/docker/" ID2 "/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-burstable.slice/kubelet-kubepods-burstable-pod" POD_ ".slice/cri-containerd-" ID ".scope", "cri-containerd-" ID ".scope", "containerd", SHORT, POD},
	{"/system.slice/nerdctl-" ID ".scope", "nerdctl-" ID ".scope", "containerd", SHORT, ""},
	/* lxc, nspawn, machines */
	{"/lxc/web1", "", "lxc", "web1", ""},
	{"/lxc/101/ns/system.slice/ssh.service", "ssh.service", "lxc", "101", ""},
	{"/lxc.payload.web1", "", "lxc", "web1", ""},
	{"/lxc.payload.web1/system.slice/nginx.service", "nginx.service", "lxc", "web1", ""},
	{"/lxc.payload/web1/init.scope", "init.scope", "lxc", "web1", ""},
	{"/lxc.monitor.web1", "", NULL, "", ""},
	{"/system.slice/lxc.service", "lxc.service", NULL, "", ""},
	{"/machine.slice/systemd-nspawn@debian.service", "systemd-nspawn@debian.service", "nspawn", "debian", ""},
	{"/machine.slice/systemd-nspawn@debian\\x2d12.service/payload/init.scope", "systemd-nspawn@debian\\x2d12.service", "nspawn", "debian-12", ""},
	{"/machine.slice/machine-qemu\\x2d1\\x2dvm.scope/libvirt/emulator", "machine-qemu\\x2d1\\x2dvm.scope", "machine", "qemu-1-vm", ""},
	/* nearly */
	{"/docker-" SHORT ".scope", "docker-" SHORT ".scope", NULL, "", ""},
	{"/docker-.scope", "docker-.scope", NULL, "", ""},
	{"/.service", "", NULL, "", ""},
	{"/x/docker-" ID "0.scope", "docker-" ID "0.scope", NULL, "", ""},
	{"/pod" POD, "", NULL, "", ""},
	{"/kubepods-podx.slice", "", NULL, "", ""},
	{"/system.slice/" ID "g", "", NULL, "", ""},
	{"//system.slice//a.service/", "a.service", NULL, "", ""},
	{"/a:b:c", "", NULL, "", ""},
	{"/machine.slice/machine-a\\x00b\\x2.scope", "machine-a\\x00b\\x2.scope", "machine", "a\\x00b\\x2", ""},
};
/* clang-format on */

static void paths_of_every_layout_are_understood(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		struct cgroup_name name;

		cgroup_name_parse(paths[i].path, &name);
		if (strcmp(name.unit, paths[i].unit) ||
			strcmp(name.container, paths[i].container) ||
			strcmp(name.pod, paths[i].pod))
			print_error("%s\n", paths[i].path);
		assert_string_equal(name.unit, paths[i].unit);
		assert_string_equal(name.container, paths[i].container);
		assert_string_equal(name.pod, paths[i].pod);
		if (paths[i].runtime)
			assert_string_equal(name.runtime, paths[i].runtime);
		else
			assert_null(name.runtime);
	}
}

static void names_longer_than_their_room_are_cut(void **state)
{
	static char path[9000];
	struct cgroup_name name;

	(void)state;
	memset(path, 'u', sizeof(path));
	strcpy(path + sizeof(path) - 9, ".service");
	memcpy(path, "/lxc/", 5);
	cgroup_name_parse(path, &name);
	assert_int_equal(strlen(name.unit), sizeof(name.unit) - 1);
	assert_int_equal(strlen(name.container), sizeof(name.container) - 1);
}

/* clang-format off */
static const struct {
	const char *text, *path;
} lines[] = {
	{"0::/system.slice/nginx.service\n", "/system.slice/nginx.service"},
	{"0::/\n", "/"},
	{"3:name=systemd:/system.slice/a.service\n2:memory:/x\n0::/system.slice/b.service\n", "/system.slice/a.service"},
	{"9:name=systemd:/\n4:memory:/docker/1\n3:cpu:/\n0::/\n", "/docker/1"},
	{"9:name=systemd:/\n4:memory:/docker/1\n0::/x\n", "/x"},
	{"2:cpu,cpuacct:/a:b\n", "/a:b"},
	{"1:name=systemd:/cut.service", "/cut.service"},
};
/* clang-format on */

static void the_hierarchy_that_says_most_is_chosen(void **state)
{
	char path[256];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		assert_true(cgroup_name_choose(lines[i].text, path, sizeof(path)));
		assert_string_equal(path, lines[i].path);
	}
	assert_false(cgroup_name_choose("", path, sizeof(path)));
	assert_false(cgroup_name_choose("0\n0:\n0::\n::\n", path, sizeof(path)));
}

static struct cgroups cgroups;
static char *root;

static int setup(void **state)
{
	(void)state;
	root = tree_make();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	cgroup_done(&cgroups);
	tree_remove(root);
	return 0;
}

static uint64_t make_group(const char *path)
{
	char file[4096];
	struct stat stat_of;

	snprintf(file, sizeof(file), "%s/cgroup.procs", path);
	tree_write(root, file, "");
	snprintf(file, sizeof(file), "%s/cgroup.controllers", path);
	tree_write(root, file, "");
	snprintf(file, sizeof(file), "%s%s", root, path);
	assert_int_equal(stat(file, &stat_of), 0);
	return stat_of.st_ino;
}

static void remove_group(const char *path)
{
	char full[4096];

	snprintf(full, sizeof(full), "%s%s/cgroup.procs", root, path);
	assert_int_equal(unlink(full), 0);
	snprintf(full, sizeof(full), "%s%s/cgroup.controllers", root, path);
	assert_int_equal(unlink(full), 0);
	*strrchr(full, '/') = '\0';
	assert_int_equal(rmdir(full), 0);
}

static void pass_at(int64_t seconds)
{
	struct instant now = {.mono_us = seconds * 1000000};

	cgroup_begin(&cgroups, &now);
	while (cgroup_step(&cgroups, 1))
		;
}

static void a_number_is_found_in_the_second_version(void **state)
{
	uint64_t top = make_group("/sys/fs/cgroup");
	uint64_t nginx = make_group("/sys/fs/cgroup/system.slice/nginx.service");
	uint64_t docker = make_group("/sys/fs/cgroup/system.slice/docker-" ID ".scope");
	const struct cgroup *cgroup;

	(void)state;
	cgroup_init(&cgroups, root);
	assert_null(cgroup_find(&cgroups, nginx));
	pass_at(1);
	cgroup = cgroup_find(&cgroups, nginx);
	assert_non_null(cgroup);
	assert_string_equal(cgroup->path, "/system.slice/nginx.service");
	assert_string_equal(cgroup->unit, "nginx.service");
	assert_string_equal(cgroup->container, "");
	assert_string_equal(cgroup->runtime, "");
	cgroup = cgroup_find(&cgroups, docker);
	assert_non_null(cgroup);
	assert_string_equal(cgroup->container, SHORT);
	assert_string_equal(cgroup->runtime, "docker");
	assert_string_equal(cgroup_find(&cgroups, top)->path, "/");
	assert_null(cgroup_find(&cgroups, 0));
}

static void beside_the_first_version_only_the_second_counts(void **state)
{
	uint64_t wrong, right;
	struct stat stat_of;
	char path[4096];

	(void)state;
	tree_write(root, "/sys/fs/cgroup/systemd/system.slice/wrong.service/tasks", "");
	snprintf(path, sizeof(path), "%s/sys/fs/cgroup/systemd/system.slice/wrong.service", root);
	assert_int_equal(stat(path, &stat_of), 0);
	wrong = stat_of.st_ino;
	make_group("/sys/fs/cgroup/unified");
	right = make_group("/sys/fs/cgroup/unified/system.slice/right.service");
	cgroup_init(&cgroups, root);
	cgroup_find(&cgroups, wrong);
	cgroup_find(&cgroups, right);
	pass_at(1);
	assert_null(cgroup_find(&cgroups, wrong));
	assert_string_equal(cgroup_find(&cgroups, right)->unit, "right.service");
}

static void without_the_second_version_nothing_is_read(void **state)
{
	(void)state;
	tree_write(root, "/sys/fs/cgroup/systemd/a.service/tasks", "");
	cgroup_init(&cgroups, root);
	for (int i = 1; i < 5; i++) {
		assert_null(cgroup_find(&cgroups, (uint64_t)i));
		pass_at(i);
	}
	assert_int_equal(cgroups.directories_read, 0);
}

static void what_is_known_is_not_read_again(void **state)
{
	uint64_t id, read;

	(void)state;
	make_group("/sys/fs/cgroup");
	id = make_group("/sys/fs/cgroup/a.service");
	cgroup_init(&cgroups, root);
	cgroup_find(&cgroups, id);
	pass_at(1);
	read = cgroups.directories_read;
	assert_true(read > 0);
	for (int i = 2; i < 100; i++) {
		assert_non_null(cgroup_find(&cgroups, id));
		pass_at(i);
	}
	assert_int_equal(cgroups.directories_read, read);
}

static void a_new_group_is_found_by_the_next_walk(void **state)
{
	uint64_t old, new;

	(void)state;
	make_group("/sys/fs/cgroup");
	old = make_group("/sys/fs/cgroup/old.service");
	cgroup_init(&cgroups, root);
	cgroup_find(&cgroups, old);
	pass_at(1);
	new = make_group("/sys/fs/cgroup/x.slice/new.service");
	assert_null(cgroup_find(&cgroups, new));
	pass_at(3);
	assert_string_equal(cgroup_find(&cgroups, new)->unit, "new.service");
	assert_string_equal(cgroup_find(&cgroups, old)->unit, "old.service");
}

static void a_number_that_is_not_there_is_asked_for_ever_more_rarely(void **state)
{
	(void)state;
	make_group("/sys/fs/cgroup");
	cgroup_init(&cgroups, root);
	for (int i = 1; i <= 1000; i++) {
		assert_null(cgroup_find(&cgroups, UINT64_C(1) << 60));
		pass_at(i);
	}
	assert_true(cgroups.walk >= 5);
	assert_true(cgroups.walk <= 15);
}

static void a_removed_group_is_known_while_it_is_asked_for(void **state)
{
	uint64_t id, other;

	(void)state;
	make_group("/sys/fs/cgroup");
	id = make_group("/sys/fs/cgroup/gone.service");
	other = make_group("/sys/fs/cgroup/unasked.service");
	cgroup_init(&cgroups, root);
	cgroup_find(&cgroups, id);
	pass_at(1);
	remove_group("/sys/fs/cgroup/gone.service");
	remove_group("/sys/fs/cgroup/unasked.service");
	for (int i = 1; i < 6; i++) {
		assert_string_equal(cgroup_find(&cgroups, id)->unit, "gone.service");
		cgroup_find(&cgroups, (UINT64_C(1) << 60) + (uint64_t)i);
		pass_at(10 * i);
	}
	assert_non_null(cgroup_find(&cgroups, id));
	assert_null(cgroup_find(&cgroups, other));
}

static void what_nobody_asks_for_is_forgotten(void **state)
{
	size_t most = 0;

	(void)state;
	make_group("/sys/fs/cgroup");
	cgroup_init(&cgroups, root);
	for (int i = 1; i < 500; i++) {
		char path[64];
		uint64_t id;

		snprintf(path, sizeof(path), "/sys/fs/cgroup/run-%d.scope", i);
		id = make_group(path);
		cgroup_find(&cgroups, id);
		pass_at(3 * i);
		assert_non_null(cgroup_find(&cgroups, id));
		remove_group(path);
		most = cgroups.count > most ? cgroups.count : most;
	}
	assert_true(most < 10);
}

static void hundreds_of_groups_in_bounded_steps(void **state)
{
	struct instant now = {.mono_us = 1};
	uint64_t ids[300];
	size_t steps = 0;

	(void)state;
	make_group("/sys/fs/cgroup");
	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		char path[128];

		snprintf(path, sizeof(path), "/sys/fs/cgroup/s%zu.slice/u%zu.service", i % 20, i);
		ids[i] = make_group(path);
	}
	cgroup_init(&cgroups, root);
	cgroup_find(&cgroups, ids[0]);
	cgroup_begin(&cgroups, &now);
	while (cgroup_step(&cgroups, 1)) {
		steps++;
		assert_true(cgroups.directories_read <= steps);
	}
	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		char unit[32];

		snprintf(unit, sizeof(unit), "u%zu.service", i);
		assert_string_equal(cgroup_find(&cgroups, ids[i])->unit, unit);
	}
}

static void the_group_of_a_process_is_read(void **state)
{
	char path[4096], full[4096];
	int proc;

	(void)state;
	tree_write(root, "/proc/7/cgroup", "1:name=systemd:/system.slice/a.service\n0::/\n");
	tree_write(root, "/proc/8/cgroup", "");
	snprintf(full, sizeof(full), "%s/proc", root);
	proc = open(full, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(proc >= 0);
	assert_int_equal(cgroup_read_process(proc, 7, path, sizeof(path)), 0);
	assert_string_equal(path, "/system.slice/a.service");
	assert_int_equal(cgroup_read_process(proc, 7, path, 8), 0);
	assert_string_equal(path, "/system");
	assert_int_equal(cgroup_read_process(proc, 8, path, sizeof(path)), -ESRCH);
	assert_int_equal(cgroup_read_process(proc, 9, path, sizeof(path)), -ESRCH);
	close(proc);
}

static void a_path_has_the_number_that_is_shown_by_it(void **state)
{
	static const char *const mounts[] = {"/sys/fs/cgroup/unified", "/sys/fs/cgroup"};
	uint64_t id;

	(void)state;
	assert_false(cgroup_find_id(root, "/", &id)); /* no hierarchy of version 2 */
	for (size_t i = 0; i < COUNT_OF(mounts); i++) {
		char path[4096];
		struct stat group;

		snprintf(path, sizeof(path), "%s/cgroup.controllers", mounts[i]);
		tree_write(root, path, "");
		snprintf(path, sizeof(path), "%s/a.slice/b.service/cgroup.procs", mounts[i]);
		tree_write(root, path, "");
		*strrchr(path, '/') = '\0';
		assert_true(cgroup_find_id(root, "/a.slice/b.service", &id));
		snprintf(path, sizeof(path), "%s%s/a.slice/b.service", root, mounts[i]);
		assert_int_equal(stat(path, &group), 0);
		assert_int_equal(id, group.st_ino);
		assert_true(cgroup_find_id(root, path, &id));
		assert_int_equal(id, group.st_ino);
		assert_false(cgroup_find_id(root, "/a.slice/b.service/cgroup.procs", &id));
		assert_false(cgroup_find_id(root, "/c.slice", &id));
		assert_false(cgroup_find_id(root, "/proc/self", &id));
		assert_true(cgroup_find_id(root, "/", &id));
	}
}

#define IN_A_TREE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_of_every_layout_are_understood),
		cmocka_unit_test(names_longer_than_their_room_are_cut),
		cmocka_unit_test(the_hierarchy_that_says_most_is_chosen),
		IN_A_TREE(a_number_is_found_in_the_second_version),
		IN_A_TREE(beside_the_first_version_only_the_second_counts),
		IN_A_TREE(without_the_second_version_nothing_is_read),
		IN_A_TREE(what_is_known_is_not_read_again),
		IN_A_TREE(a_new_group_is_found_by_the_next_walk),
		IN_A_TREE(a_number_that_is_not_there_is_asked_for_ever_more_rarely),
		IN_A_TREE(a_removed_group_is_known_while_it_is_asked_for),
		IN_A_TREE(what_nobody_asks_for_is_forgotten),
		IN_A_TREE(hundreds_of_groups_in_bounded_steps),
		IN_A_TREE(the_group_of_a_process_is_read),
		IN_A_TREE(a_path_has_the_number_that_is_shown_by_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
