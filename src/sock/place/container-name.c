/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/place/container-name.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "sock/machine/cgroup-name.h"
#include "sock/place/container-files.h"

/* Paths that are kept; when there are more, all are forgotten. */
#define PATHS_MAX 8192
#define RETRY_AFTER INT64_C(10000000)

struct known {
	char *path; /* NULL: the slot is free */
	char *text; /* holds the strings of `name`; NULL: it is no container */
	struct container_name name;
	int64_t retry_us; /* not before; INT64_MAX: never */
};

struct container_names {
	struct container_files files;
	struct known *slots; /* twice PATHS_MAX */
	size_t count;
};

struct container_names *container_names_new(const char *root)
{
	struct container_names *names = alloc_zero(1, sizeof(*names));

	container_files_init(&names->files, root);
	names->slots = alloc_zero(2 * PATHS_MAX, sizeof(*names->slots));
	return names;
}

static void forget(struct container_names *names)
{
	for (size_t i = 0; i < 2 * PATHS_MAX; i++) {
		free(names->slots[i].path);
		free(names->slots[i].text);
		names->slots[i] = (struct known){0};
	}
	names->count = 0;
}

void container_names_free(struct container_names *names)
{
	if (!names)
		return;
	forget(names);
	container_files_done(&names->files);
	free(names->slots);
	free(names);
}

/* Finds the last run of just 64 hexadecimal digits in the path: the innermost container. */
static bool find_id(const char *path, char id[CONTAINER_ID_DIGITS + 1])
{
	bool found = false;

	while (*path) {
		size_t digits = strspn(path, "0123456789abcdefABCDEF");

		if (digits == CONTAINER_ID_DIGITS) {
			memcpy(id, path, digits);
			id[digits] = '\0';
			found = true;
		}
		path += digits;
		while (*path && !isxdigit((unsigned char)*path))
			path++;
	}
	return found;
}

/* "/user.slice/user-1000.slice/...": whose it is. */
static uint32_t find_user(const char *path, uint32_t uid)
{
	const char *at = strstr(path, "/user-");
	unsigned number;
	char end;

	/* %c: the dot that follows */
	if (at && sscanf(at, "/user-%9u%c", &number, &end) == 2 && end == '.')
		return number;
	return uid;
}

/* Copies the strings into one piece of memory. */
static void keep(struct known *known, const char *id, const struct container_found *found,
	const char *runtime)
{
	size_t lengths[] = {
		strlen(id) + 1,
		strlen(found->name) + 1,
		strlen(found->pod) + 1,
		strlen(found->pod_namespace) + 1,
	};
	char *at =
		alloc_resize(NULL, lengths[0] + lengths[1] + lengths[2] + lengths[3], sizeof(char));

	free(known->text);
	known->text = at;
	known->name.id = memcpy(at, id, lengths[0]);
	known->name.name = memcpy(at += lengths[0], found->name, lengths[1]);
	known->name.pod = memcpy(at += lengths[1], found->pod, lengths[2]);
	known->name.pod_namespace = memcpy(at + lengths[2], found->pod_namespace, lengths[3]);
	known->name.runtime = runtime;
}

static void look(struct container_names *names, struct known *known, uint32_t uid, int64_t now_us)
{
	char id[CONTAINER_ID_DIGITS + 1];
	struct container_found found = {0};
	struct cgroup_name parts;

	known->retry_us = INT64_MAX;
	cgroup_name_parse(known->path, &parts);
	if (!parts.runtime)
		return;
	if (find_id(known->path, id)) {
		container_files_find(
			&names->files, id, find_user(known->path, uid), now_us, &found);
		/* Files may be written after the container has begun. */
		if (!found.name[0])
			known->retry_us = now_us + RETRY_AFTER;
	} else {
		id[0] = '\0';
		strcpy(found.name, parts.container);
	}
	keep(known, id, &found, parts.runtime);
}

const struct container_name *container_names_find(
	struct container_names *names, const char *cgroup, uint32_t uid, int64_t now_us)
{
	size_t at = hash_bytes(cgroup, strlen(cgroup)) % (2 * PATHS_MAX);
	struct known *known;

	while (names->slots[at].path && strcmp(names->slots[at].path, cgroup) != 0)
		at = (at + 1) % (2 * PATHS_MAX);
	known = &names->slots[at];
	if (!known->path && names->count >= PATHS_MAX) {
		forget(names);
		known = &names->slots[hash_bytes(cgroup, strlen(cgroup)) % (2 * PATHS_MAX)];
	}
	if (!known->path) {
		known->path = alloc_copy(cgroup);
		known->retry_us = now_us;
		names->count++;
	}
	if (now_us >= known->retry_us)
		look(names, known, uid, now_us);
	return known->text ? &known->name : NULL;
}
