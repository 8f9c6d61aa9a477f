/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/place/space-name.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/readfile.h"
#include "sock/machine/cgroup.h"
#include "sock/machine/process.h"
#include "sock/place/spaces-internal.h"

#define PROCESSES_MAX 16
#define MACHINES_MAX 256

/* Copies a name; one that is too long is cut off. */
static void copy(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from);
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* "cni-0d5ee3bc-61ad-...", "netns-...", the first digits of a container: programs name them so. */
static bool is_made_up(const char *mount)
{
	const char *name = last_part(mount);

	if (strncmp(mount, "/run/netns/", 11) != 0 && strncmp(mount, "/var/run/netns/", 15) != 0)
		return true;
	if (strncmp(name, "cni-", 4) == 0)
		name += 4;
	else if (strncmp(name, "netns-", 6) == 0)
		name += 6;
	return strlen(name) == 36 && strspn(name, "0123456789abcdef-") == 36;
}

/* Finds the container, and the pod, of one of the processes; the oldest one is asked first. */
static void find_container(struct space_name *name, struct container_names *containers,
	const struct spaces *spaces, const struct process *processes, size_t count, int64_t now_us)
{
	for (size_t i = 0; i < count && !name->pod[0]; i++) {
		const struct container_name *container;
		char path[1024];
		uint32_t uid;

		if (cgroup_read_process(spaces->proc, processes[i].pid, path, sizeof(path)) < 0)
			continue;
		if (process_read_real_uid(spaces->proc, processes[i].pid, &uid) < 0)
			uid = UINT32_MAX;
		container = container_names_find(containers, path, uid, now_us);
		if (!container)
			continue;
		copy(name->pod, sizeof(name->pod), container->pod);
		copy(name->pod_namespace, sizeof(name->pod_namespace), container->pod_namespace);
		if (name->container[0])
			continue;
		copy(name->container, sizeof(name->container), container->name);
		/* As docker and podman show a container without a name. */
		if (!container->name[0] && !container->pod[0])
			snprintf(name->container, sizeof(name->container), "%.12s", container->id);
	}
}

/* systemd-nspawn: the files /run/systemd/machines/NAME have a line LEADER=PID. */
static void find_machine(
	struct space_name *name, const struct spaces *spaces, const struct space *space)
{
	char path[4096], text[4096];
	const struct dirent *entry;
	unsigned count = 0;
	DIR *directory;

	snprintf(path, sizeof(path), "%s/run/systemd/machines", spaces->root);
	directory = opendir(path);
	if (!directory)
		return;
	while (!name->name[0] && count++ < MACHINES_MAX && (entry = readdir(directory))) {
		uint16_t place;
		const char *at;
		size_t length;

		/* "unit:NAME" are links. */
		if (entry->d_name[0] == '.' || strchr(entry->d_name, ':') ||
			readfile_at(dirfd(directory), entry->d_name, text, sizeof(text), &length) <
				0)
			continue;
		at = strncmp(text, "LEADER=", 7) == 0 ? text : strstr(text, "\nLEADER=");
		if (at &&
			spaces_of_process(
				spaces, (uint32_t)strtoul(strchr(at, '=') + 1, NULL, 10), &place) &&
			place == space->place)
			copy(name->name, sizeof(name->name), entry->d_name);
	}
	closedir(directory);
}

static int compare_ages(const void *one, const void *other)
{
	const struct process *a = one, *b = other;

	return a->start < b->start ? -1 : a->start > b->start;
}

/* Reads some processes of the space, the oldest first. */
static size_t read_processes(const struct spaces *spaces, const struct space *space,
	struct process processes[PROCESSES_MAX])
{
	uint32_t pids[PROCESSES_MAX];
	size_t found = spaces_processes(spaces, space->place, pids, PROCESSES_MAX), count = 0;

	for (size_t i = 0; i < found; i++)
		if (process_read(spaces->proc, pids[i], &processes[count]) == 0)
			count++;
	if (count > 1)
		qsort(processes, count, sizeof(*processes), compare_ages);
	return count;
}

void space_name_find(struct space_name *ret_name, struct container_names *containers,
	const struct spaces *spaces, const struct space *space, int64_t now_us)
{
	struct process processes[PROCESSES_MAX];
	size_t count = read_processes(spaces, space, processes);

	*ret_name = (struct space_name){0};
	if (count)
		copy(ret_name->process, sizeof(ret_name->process), processes[0].name);
	find_container(ret_name, containers, spaces, processes, count, now_us);
	if (space->mount && !is_made_up(space->mount))
		copy(ret_name->name, sizeof(ret_name->name), last_part(space->mount));
	else if (ret_name->pod[0])
		copy(ret_name->name, sizeof(ret_name->name), ret_name->pod);
	else if (ret_name->container[0])
		copy(ret_name->name, sizeof(ret_name->name), ret_name->container);
	else
		find_machine(ret_name, spaces, space);
	if (!ret_name->name[0] && space->mount)
		copy(ret_name->name, sizeof(ret_name->name), last_part(space->mount));
}
