/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "sock/place/container-name.h"
#include "support/tree.h"

#define SECOND INT64_C(1000000)
#define NOBODY UINT32_MAX

/* clang-format off */
#define ID "4f1c9a0b7d2e83564f1c9a0b7d2e83564f1c9a0b7d2e83564f1c9a0b7d2e8356"
#define OTHER "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define POD_UID "6b1f7c1e-8a1d-4f0e-9a57-0c7d3f5b2a11"
/* clang-format on */

static char *root;
static struct container_names *names;
static int64_t now_us;

static int setup(void **state)
{
	(void)state;
	root = tree_make();
	names = container_names_new(root);
	now_us = 50 * SECOND;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	container_names_free(names);
	tree_remove(root);
	return 0;
}

/* "NAME POD POD_NAMESPACE RUNTIME", with - for what there is not; "none": no container. */
static const char *find_for(const char *cgroup, uint32_t uid)
{
	static char text[1024];
	const struct container_name *name = container_names_find(names, cgroup, uid, now_us);

	if (!name)
		return "none";
	snprintf(text, sizeof(text), "%s %s %s %s", name->name[0] ? name->name : "-",
		name->pod[0] ? name->pod : "-", name->pod_namespace[0] ? name->pod_namespace : "-",
		name->runtime);
	return text;
}

static const char *find(const char *cgroup)
{
	return find_for(cgroup, NOBODY);
}

static void what_is_no_container_has_no_name(void **state)
{
	(void)state;
	assert_string_equal(find("/system.slice/nginx.service"), "none");
	assert_string_equal(find("/"), "none");
	assert_string_equal(find(""), "none");
	assert_string_equal(find("/system.slice/docker-" ID ".scope"), "- - - docker");
	assert_string_equal(
		container_names_find(names, "/system.slice/docker-" ID ".scope", NOBODY, now_us)
			->id,
		ID);
}

static void the_runtimes_that_name_groups_need_no_file(void **state)
{
	(void)state;
	assert_string_equal(find("/lxc.payload.web1/system.slice/a.service"), "web1 - - lxc");
	assert_string_equal(
		find("/machine.slice/systemd-nspawn@db.service/payload"), "db - - nspawn");
}

static void docker_names_it_in_its_configuration(void **state)
{
	(void)state;
	tree_write(root, "/var/lib/docker/containers/" ID "/config.v2.json",
		"{\"StreamConfig\":{},\"State\":{\"Name\":\"no\"},\"ID\":\"" ID
		"\",\"Config\":{\"Labels\":{}},\"Name\":\"/web\"}");
	assert_string_equal(find("/system.slice/docker-" ID ".scope"), "web - - docker");
	assert_string_equal(find("/docker/" ID "/sub"), "web - - docker");
	assert_string_equal(find("/docker/" OTHER), "- - - docker");
}

static void docker_has_labels_of_the_pod(void **state)
{
	(void)state;
	tree_write(root, "/var/lib/docker/containers/" ID "/config.v2.json",
		"{\"Config\":{\"Labels\":{\"io.kubernetes.pod.name\":\"web-1\","
		"\"io.kubernetes.pod.namespace\":\"shop\",\"io.kubernetes.container.name\":"
		"\"nginx\"}},"
		"\"Name\":\"/any\"}");
	assert_string_equal(find("/kubepods/pod" POD_UID "/" ID), "nginx web-1 shop container");
	tree_write(root, "/var/lib/docker/containers/" OTHER "/config.v2.json",
		"{\"Name\":\"/k8s_POD_web-1_shop_" POD_UID "_0\"}");
	assert_string_equal(find("/kubepods/pod" POD_UID "/" OTHER), "- web-1 shop container");
}

static void the_kubelet_links_its_logs(void **state)
{
	(void)state;
	tree_write(root, "/var/log/containers/web-6c5d_kube-system_side-car-" ID ".log", "");
	tree_write(root, "/var/log/containers/cut_" OTHER ".log", "");
	tree_write(root, "/var/log/containers/-" OTHER ".log", "");
	assert_string_equal(
		find("/kubepods.slice/kubepods-pod" POD_UID ".slice/cri-containerd-" ID ".scope"),
		"side-car web-6c5d kube-system containerd");
	assert_string_equal(find("/docker/" OTHER), "- - - docker");
}

static void containerd_annotates_its_tasks(void **state)
{
	(void)state;
	tree_write(root, "/run/containerd/io.containerd.runtime.v2.task/k8s.io/" ID "/config.json",
		"{\"ociVersion\":\"1.0.2\",\"annotations\":{\"io.kubernetes.cri.container-type\":"
		"\"sandbox\",\"io.kubernetes.cri.sandbox-name\":\"web-1\","
		"\"io.kubernetes.cri.sandbox-namespace\":\"shop\"}}");
	tree_write(root,
		"/run/containerd/io.containerd.runtime.v2.task/default/" OTHER "/config.json",
		"{\"annotations\":{\"nerdctl/name\":\"db\"}}");
	assert_string_equal(find("/k8s.io/" ID), "- web-1 shop containerd");
	assert_string_equal(find("/system.slice/nerdctl-" OTHER ".scope"), "db - - containerd");
}

static void podman_lists_its_containers(void **state)
{
	(void)state;
	tree_write(root, "/var/lib/containers/storage/overlay-containers/containers.json",
		"[{\"id\":\"" OTHER "\",\"names\":[\"no\"]},{\"id\":\"" ID
		"\",\"names\":[\"db\",\"more\"],\"metadata\":\"{\\\"name\\\":\\\"x\\\"}\"}]");
	assert_string_equal(find("/machine.slice/libpod-" ID ".scope/container"), "db - - podman");
}

static void crio_writes_the_pod_beside_the_container(void **state)
{
	(void)state;
	tree_write(root, "/run/containers/storage/overlay-containers/" ID "/userdata/config.json",
		"{\"annotations\":{\"io.kubernetes.container.name\":\"nginx\","
		"\"io.kubernetes.pod.name\":\"web-1\",\"io.kubernetes.pod.namespace\":\"shop\"}}");
	assert_string_equal(find("/kubepods.slice/kubepods-pod" POD_UID ".slice/crio-" ID ".scope"),
		"nginx web-1 shop cri-o");
	tree_write(root, "/var/lib/containers/storage/overlay-containers/containers.json",
		"[{\"id\":\"" OTHER "\",\"names\":[\"k8s_nginx_web-2_shop_" POD_UID "_0\"]}]");
	assert_string_equal(
		find("/kubepods.slice/kubepods-pod" POD_UID ".slice/crio-" OTHER ".scope"),
		"nginx web-2 shop cri-o");
}

static void users_have_containers_in_their_homes(void **state)
{
	static const char path[] =
		"/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" ID ".scope";

	(void)state;
	tree_write(root, "/etc/passwd",
		"root:x:0:0:root:/root:/bin/sh\nbad\n::::::\nann:x:1000:1000:A:/home/ann:/bin/sh\n"
		"bob:x:1001:1001::/home/bob\n");
	tree_write(root,
		"/home/ann/.local/share/containers/storage/overlay-containers/containers.json",
		"[{\"id\":\"" ID "\",\"names\":[\"mine\"]}]");
	tree_write(root, "/home/bob/.local/share/docker/containers/" OTHER "/config.v2.json",
		"{\"Name\":\"/bobs\"}");
	assert_string_equal(find(path), "mine - - podman");
	/* Where the path does not say whose it is, the process does. */
	assert_string_equal(find("/docker/" OTHER), "- - - docker");
	now_us += 11 * SECOND;
	assert_string_equal(find_for("/docker/" OTHER, 1001), "bobs - - docker");
	assert_string_equal(find_for("/libpod_parent/libpod-" OTHER, 7), "- - - podman");
}

static void in_a_home_no_link_is_followed(void **state)
{
	static const char path[] = "/user.slice/user-1000.slice/libpod-" ID ".scope";
	char link[4096], target[4096];

	(void)state;
	tree_write(root, "/etc/passwd", "ann:x:1000:1000:A:/home/ann:/bin/sh\n");
	tree_write(root, "/secret/containers/storage/overlay-containers/containers.json",
		"[{\"id\":\"" ID "\",\"names\":[\"secret\"]}]");
	tree_write(root, "/home/ann/.local/x", "");
	snprintf(target, sizeof(target), "%s/secret", root);
	snprintf(link, sizeof(link), "%s/home/ann/.local/share", root);
	assert_int_equal(symlink(target, link), 0);
	assert_string_equal(find(path), "- - - podman");
	/* The home itself is where the administrator says. */
	unlink(link);
	tree_write(root,
		"/data/ann/.local/share/containers/storage/overlay-containers/containers.json",
		"[{\"id\":\"" ID "\",\"names\":[\"mine\"]}]");
	tree_write(root, "/etc/passwd", "ann:x:1000:1000:A:/moved/ann:/bin/sh\n");
	snprintf(target, sizeof(target), "%s/data", root);
	snprintf(link, sizeof(link), "%s/moved", root);
	assert_int_equal(symlink(target, link), 0);
	now_us += 11 * SECOND;
	assert_string_equal(find(path), "mine - - podman");
}

static void users_cannot_have_more_read_than_so_much(void **state)
{
	static const char home[] =
		"/home/ann/.local/share/containers/storage/overlay-containers/containers.json";
	static const char list[] = "[{\"id\":\"" OTHER "\",\"names\":[\"mine\"]}]";
	char *text = alloc_zero(1, 900001), path[200];

	(void)state;
	tree_write(root, "/etc/passwd", "ann:x:1000:1000:A:/home/ann:/bin/sh\n");
	memset(text, ' ', 900000);
	memcpy(text, list, sizeof(list) - 1);
	tree_write(root, home, text);
	free(text);
	/* Other numbers than those that are in the file: it is read for each. */
	for (unsigned i = 0; i < 20; i++) {
		snprintf(path, sizeof(path), "/user.slice/user-1000.slice/libpod-%064x.scope", i);
		assert_string_equal(find(path), "- - - podman");
	}
	assert_string_equal(
		find("/user.slice/user-1000.slice/libpod-" OTHER ".scope"), "- - - podman");
	now_us += 11 * SECOND;
	assert_string_equal(
		find("/user.slice/user-1000.slice/libpod-" OTHER ".scope"), "mine - - podman");
}

static void a_name_that_is_written_late_is_found_later(void **state)
{
	static const char path[] = "/docker/" ID;

	(void)state;
	assert_string_equal(find(path), "- - - docker");
	tree_write(
		root, "/var/lib/docker/containers/" ID "/config.v2.json", "{\"Name\":\"/late\"}");
	now_us += SECOND;
	assert_string_equal(find(path), "- - - docker");
	now_us += 10 * SECOND;
	assert_string_equal(find(path), "late - - docker");
	/* What was found stays: a path has one container. */
	tree_write(root, "/var/lib/docker/containers/" ID "/config.v2.json", "{}");
	now_us += 100 * SECOND;
	assert_string_equal(find(path), "late - - docker");
}

static void hostile_files_have_no_names(void **state)
{
	char file[4096], target[4096], *text = alloc_zero(1, 400);
	size_t length;

	(void)state;
	/* A link, a pipe, a folder, what is no JSON, a name that is too long. */
	tree_write(root, "/elsewhere", "{\"Name\":\"/link\"}");
	snprintf(file, sizeof(file), "%s/var/lib/docker/containers/" ID, root);
	tree_write(root, "/var/lib/docker/containers/" ID "/x", "");
	strcat(file, "/config.v2.json");
	snprintf(target, sizeof(target), "%s/elsewhere", root);
	assert_int_equal(symlink(target, file), 0);
	assert_string_equal(find("/docker/" ID), "- - - docker");
	unlink(file);
	assert_int_equal(mkfifo(file, 0600), 0);
	assert_string_equal(find("/docker/" ID "/2"), "- - - docker");
	unlink(file);
	assert_int_equal(mkdir(file, 0700), 0);
	assert_string_equal(find("/docker/" ID "/3"), "- - - docker");
	assert_int_equal(rmdir(file), 0);
	tree_write(root, "/var/lib/docker/containers/" ID "/config.v2.json", "[[[{\"Name\":");
	assert_string_equal(find("/docker/" ID "/4"), "- - - docker");
	strcpy(text, "{\"Name\":\"/");
	length = strlen(text);
	memset(text + length, 'a', 300);
	strcpy(text + length + 300, "\"}");
	tree_write(root, "/var/lib/docker/containers/" ID "/config.v2.json", text);
	assert_string_equal(find("/docker/" ID "/5"), "- - - docker");
	free(text);
}

static void many_paths_are_forgotten_and_found_again(void **state)
{
	char path[64];

	(void)state;
	for (unsigned i = 0; i < 20000; i++) {
		snprintf(path, sizeof(path), "/lxc.payload.%u", i);
		assert_non_null(container_names_find(names, path, NOBODY, now_us));
	}
	assert_string_equal(find("/lxc.payload.7"), "7 - - lxc");
	assert_string_equal(find("/lxc.payload.19999"), "19999 - - lxc");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_no_container_has_no_name, setup, teardown),
		cmocka_unit_test_setup_teardown(
			the_runtimes_that_name_groups_need_no_file, setup, teardown),
		cmocka_unit_test_setup_teardown(
			docker_names_it_in_its_configuration, setup, teardown),
		cmocka_unit_test_setup_teardown(docker_has_labels_of_the_pod, setup, teardown),
		cmocka_unit_test_setup_teardown(the_kubelet_links_its_logs, setup, teardown),
		cmocka_unit_test_setup_teardown(containerd_annotates_its_tasks, setup, teardown),
		cmocka_unit_test_setup_teardown(podman_lists_its_containers, setup, teardown),
		cmocka_unit_test_setup_teardown(
			crio_writes_the_pod_beside_the_container, setup, teardown),
		cmocka_unit_test_setup_teardown(
			users_have_containers_in_their_homes, setup, teardown),
		cmocka_unit_test_setup_teardown(in_a_home_no_link_is_followed, setup, teardown),
		cmocka_unit_test_setup_teardown(
			users_cannot_have_more_read_than_so_much, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_name_that_is_written_late_is_found_later, setup, teardown),
		cmocka_unit_test_setup_teardown(hostile_files_have_no_names, setup, teardown),
		cmocka_unit_test_setup_teardown(
			many_paths_are_forgotten_and_found_again, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
