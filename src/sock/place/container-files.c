/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Some of these files belong to users, who may put there what they like: only regular files are
 * read, no more than FILE_MAX bytes of each, and of users' own no more than USERS_BYTES in a while.
 * Below a user's home no link is followed and no mount entered, not even by a directory on the way:
 * where it leads to is not the user's to say, and a mount may keep its reader waiting for ever.
 */
#include "sock/place/container-files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/json.h"
#include "base/readfile.h"
#include "sock/machine/process.h"

#define FILE_MAX ((size_t)1 << 20)
#define USERS_BYTES ((size_t)16 << 20)
#define USERS_EVERY INT64_C(10000000)
#define LINKS_MAX 8192
#define LINKS_EVERY INT64_C(10000000)
#define NAMESPACES_MAX 32
#define PATH_SIZE 4096

void container_files_init(struct container_files *files, const char *root)
{
	*files = (struct container_files){.root = alloc_copy(root)};
}

static void forget_links(struct container_files *files)
{
	while (files->link_count)
		free(files->links[--files->link_count]);
}

void container_files_done(struct container_files *files)
{
	forget_links(files);
	free(files->links);
	free(files->text);
	free(files->root);
}

/* Where a file is: in a directory of the system's, or below the home of a user. */
struct where {
	const char *home; /* NULL: the file is the system's */
	const char *above;
};

/* Opens `path`, which is below where->above. Returns -1 if that cannot be. */
static int open_at(const struct container_files *files, const struct where *where, const char *path)
{
	char full[PATH_SIZE], home[PATH_SIZE];

	if ((size_t)snprintf(full, sizeof(full), "%s%s/%s", where->home ? "" : files->root,
		    where->above, path) >= sizeof(full))
		return -1;
	if (!where->home)
		return open(full, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
	if ((size_t)snprintf(home, sizeof(home), "%s%s", files->root, where->home) >= sizeof(home))
		return -1;
	return readfile_open_inside(home, full);
}

/* Reads a file; false if there is none that may be read. */
static bool read_json(struct container_files *files, const struct where *where, const char *path,
	struct json *ret_json)
{
	struct stat status;
	size_t length = 0;
	ssize_t got = 1;
	int fd;

	if (where->home && files->users_bytes >= USERS_BYTES)
		return false;
	fd = open_at(files, where, path);
	if (fd < 0)
		return false;
	if (!files->text)
		files->text = alloc_zero(1, FILE_MAX);
	if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode))
		got = 0;
	while (got > 0 && length < FILE_MAX) {
		got = read(fd, files->text + length, FILE_MAX - length);
		if (got > 0)
			length += (size_t)got;
	}
	close(fd);
	if (where->home)
		files->users_bytes += length;
	*ret_json = json_text(files->text, length);
	return length > 0;
}

static bool get(struct json object, const char *key, char *text, size_t size)
{
	struct json value;

	*text = '\0';
	return json_member(object, key, &value) && json_string(value, text, size);
}

static bool is_found(const struct container_found *found)
{
	return found->name[0] || found->pod[0];
}

/* Takes what is before the next `mark`. False, with nothing taken, if it is empty or too long. */
static bool take_part(const char **at, char mark, char *text, size_t size)
{
	const char *end = strchr(*at, mark);
	size_t length = end ? (size_t)(end - *at) : 0;

	if (!length || length >= size)
		return false;
	memcpy(text, *at, length);
	text[length] = '\0';
	*at = end + 1;
	return true;
}

/* Docker and CRI-O name containers of pods so: "k8s_NAME_POD_NAMESPACE_UID_0". */
static void take_pod_from_name(struct container_found *found)
{
	struct container_found parts = {0};
	const char *at = found->name + 4;

	if (strncmp(found->name, "k8s_", 4) != 0 ||
		!take_part(&at, '_', parts.name, sizeof(parts.name)) ||
		!take_part(&at, '_', parts.pod, sizeof(parts.pod)) ||
		!take_part(&at, '_', parts.pod_namespace, sizeof(parts.pod_namespace)))
		return;
	/* The one that only keeps the namespaces. */
	if (strcmp(parts.name, "POD") == 0)
		parts.name[0] = '\0';
	*found = parts;
}

static void take_annotations(
	struct json object, const char *const keys[3], struct container_found *found)
{
	get(object, keys[0], found->name, sizeof(found->name));
	get(object, keys[1], found->pod, sizeof(found->pod));
	get(object, keys[2], found->pod_namespace, sizeof(found->pod_namespace));
}

static const char *const kubelet_keys[3] = {
	"io.kubernetes.container.name",
	"io.kubernetes.pod.name",
	"io.kubernetes.pod.namespace",
};

static const char *const cri_keys[3] = {
	"io.kubernetes.cri.container-name",
	"io.kubernetes.cri.sandbox-name",
	"io.kubernetes.cri.sandbox-namespace",
};

/* ---- the kubelet: links /var/log/containers/POD_NAMESPACE_NAME-ID.log ---- */

static void read_links(struct container_files *files)
{
	char full[PATH_SIZE];
	const struct dirent *entry;
	DIR *directory;

	forget_links(files);
	snprintf(full, sizeof(full), "%s/var/log/containers", files->root);
	directory = opendir(full);
	if (!directory)
		return;
	while (files->link_count < LINKS_MAX && (entry = readdir(directory))) {
		size_t length = strlen(entry->d_name);

		if (length <= CONTAINER_ID_DIGITS + 5 ||
			strcmp(entry->d_name + length - 4, ".log") != 0 ||
			alloc_try_grow((void **)&files->links, &files->link_capacity,
				files->link_count + 1, sizeof(*files->links)) < 0)
			continue;
		files->links[files->link_count++] = alloc_copy(entry->d_name);
	}
	closedir(directory);
}

static void ask_kubelet(struct container_files *files, const char *id, int64_t now_us,
	struct container_found *found)
{
	if (!files->links_us || now_us - files->links_us >= LINKS_EVERY) {
		files->links_us = now_us ? now_us : 1;
		read_links(files);
	}
	for (size_t i = 0; i < files->link_count && !found->pod[0]; i++) {
		const char *at = files->links[i];
		size_t name = strlen(at) - CONTAINER_ID_DIGITS - 5;

		if (at[name] != '-' || memcmp(at + name + 1, id, CONTAINER_ID_DIGITS) != 0)
			continue;
		if (!take_part(&at, '_', found->pod, sizeof(found->pod)) ||
			!take_part(&at, '_', found->pod_namespace, sizeof(found->pod_namespace)))
			continue;
		name -= (size_t)(at - files->links[i]);
		if (name < sizeof(found->name))
			memcpy(found->name, at, name);
	}
}

/* ---- podman and CRI-O, which share their storage ---- */

static void ask_storage(struct container_files *files, const struct where *where, const char *id,
	struct container_found *found)
{
	static const char *const paths[] = {
		"overlay-containers/containers.json",
		"overlay-containers/volatile-containers.json",
		"vfs-containers/containers.json",
		"btrfs-containers/containers.json",
	};
	char path[PATH_SIZE], own[CONTAINER_ID_DIGITS + 1];
	struct json text, container, names, name;

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		snprintf(path, sizeof(path), "containers/storage/%s", paths[i]);
		if (!read_json(files, where, path, &text))
			continue;
		while (json_next(&text, &container)) {
			if (!get(container, "id", own, sizeof(own)) || strcmp(own, id) != 0 ||
				!json_member(container, "names", &names) ||
				!json_next(&names, &name))
				continue;
			json_string(name, found->name, sizeof(found->name));
			take_pod_from_name(found);
			if (is_found(found))
				return;
		}
	}
}

/* CRI-O writes the pod into the configuration of the container. */
static void ask_crio(struct container_files *files, const char *id, struct container_found *found)
{
	static const struct where where[] = {{.above = "/run"}, {.above = "/var/lib"}};
	char path[PATH_SIZE];
	struct json text, annotations;

	for (size_t i = 0; i < 2 && !is_found(found); i++) {
		snprintf(path, sizeof(path),
			"containers/storage/overlay-containers/%s/userdata/config.json", id);
		if (read_json(files, &where[i], path, &text) &&
			json_member(text, "annotations", &annotations))
			take_annotations(annotations, kubelet_keys, found);
		if (strcmp(found->name, "POD") == 0)
			found->name[0] = '\0';
	}
}

/* ---- docker ---- */

static void ask_docker(struct container_files *files, const struct where *where, const char *id,
	struct container_found *found)
{
	char path[PATH_SIZE];
	struct container_found pod = {0};
	struct json text, config, labels;

	snprintf(path, sizeof(path), "docker/containers/%s/config.v2.json", id);
	if (!read_json(files, where, path, &text))
		return;
	if (get(text, "Name", found->name, sizeof(found->name)) && found->name[0] == '/')
		memmove(found->name, found->name + 1, strlen(found->name));
	take_pod_from_name(found);
	if (!found->pod[0] && json_member(text, "Config", &config) &&
		json_member(config, "Labels", &labels))
		take_annotations(labels, kubelet_keys, &pod);
	if (pod.pod[0])
		*found = pod;
}

/* ---- containerd: a directory for each of its own namespaces ---- */

static void ask_containerd(
	struct container_files *files, const char *id, struct container_found *found)
{
	static const struct where where = {
		.above = "/run/containerd/io.containerd.runtime.v2.task",
	};
	char path[PATH_SIZE];
	unsigned count = 0;
	const struct dirent *entry;
	DIR *directory;

	snprintf(path, sizeof(path), "%s%s", files->root, where.above);
	directory = opendir(path);
	if (!directory)
		return;
	while (!is_found(found) && count++ < NAMESPACES_MAX && (entry = readdir(directory))) {
		struct json text, annotations;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s/config.json", entry->d_name, id);
		if (!read_json(files, &where, path, &text) ||
			!json_member(text, "annotations", &annotations))
			continue;
		take_annotations(annotations, cri_keys, found);
		if (!is_found(found))
			get(annotations, "nerdctl/name", found->name, sizeof(found->name));
	}
	closedir(directory);
}

/* ---- users ---- */

/* Finds the home directory of a user in /etc/passwd; the directory of users may be slow. */
static bool find_home(struct container_files *files, uint32_t uid, char *home, size_t size)
{
	char path[PATH_SIZE], line[1024];
	bool found = false;
	FILE *file;

	snprintf(path, sizeof(path), "%s/etc/passwd", files->root);
	file = fopen(path, "re");
	if (!file)
		return false;
	/* "web:x:1000:1000:Web:/home/web:/bin/sh" */
	while (!found && fgets(line, sizeof(line), file)) {
		char *field[7] = {0}, *rest = line;
		uint32_t number;

		for (size_t i = 0; i < 7 && rest; i++)
			field[i] = strsep(&rest, ":\n");
		found = field[5] && process_take_number(field[2], &number) && number == uid &&
			field[5][0] == '/' && strlen(field[5]) < size;
		if (found)
			strcpy(home, field[5]);
	}
	fclose(file);
	return found;
}

static void ask_user(
	struct container_files *files, const char *id, uint32_t uid, struct container_found *found)
{
	char home[1024];
	struct where where = {.home = home, .above = ".local/share"};

	if (uid == UINT32_MAX || !find_home(files, uid, home, sizeof(home)))
		return;
	ask_storage(files, &where, id, found);
	if (!is_found(found))
		ask_docker(files, &where, id, found);
}

void container_files_find(struct container_files *files, const char *id, uint32_t uid,
	int64_t now_us, struct container_found *ret_found)
{
	static const struct where system = {.above = "/var/lib"};

	*ret_found = (struct container_found){0};
	if (now_us - files->users_us >= USERS_EVERY) {
		files->users_us = now_us;
		files->users_bytes = 0;
	}
	ask_kubelet(files, id, now_us, ret_found);
	if (!is_found(ret_found))
		ask_crio(files, id, ret_found);
	if (!is_found(ret_found))
		ask_storage(files, &system, id, ret_found);
	if (!is_found(ret_found))
		ask_docker(files, &system, id, ret_found);
	if (!is_found(ret_found))
		ask_containerd(files, id, ret_found);
	if (!is_found(ret_found))
		ask_user(files, id, uid, ret_found);
}
