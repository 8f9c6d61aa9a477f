/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The namespaces that are mounted on files: "ip netns add", docker, podman. */
#include "sock/place/spaces-internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buffer.h"

/* A mountinfo that is longer is read so far. */
#define MOUNTINFO_MAX ((size_t)16 << 20)

/* Reads the whole file: only then poll() tells of the next change. False: it could not be read. */
static bool read_all(int fd, struct buffer *text)
{
	ssize_t got;

	if (lseek(fd, 0, SEEK_SET) < 0)
		return false;
	do {
		buffer_reserve(text, 65536);
		got = read(fd, text->data + text->length, 65535);
		if (got > 0)
			text->length += (size_t)got;
	} while (got > 0 && text->length < MOUNTINFO_MAX);
	text->data[text->length] = '\0';
	return got == 0;
}

/* Takes the field up to the next space, which becomes its end. */
static char *take_field(char **at)
{
	char *field = *at, *end = field + strcspn(field, " ");

	*at = end;
	if (*end)
		*(*at)++ = '\0';
	return field;
}

/* "\040" is a space: the kernel writes spaces, tabs, newlines and backslashes so. */
static void unescape(char *text)
{
	char *to = text;

	for (const char *at = text; *at; to++) {
		if (at[0] == '\\' && at[1] >= '0' && at[1] <= '3' && at[2] >= '0' && at[2] <= '7' &&
			at[3] >= '0' && at[3] <= '7') {
			*to = (char)((at[1] - '0') << 6 | (at[2] - '0') << 3 | (at[3] - '0'));
			at += 4;
		} else {
			*to = *at++;
		}
	}
	*to = '\0';
}

/* A name that people gave: below /run/netns. */
static bool is_named(const char *path)
{
	return strncmp(path, "/run/netns/", 11) == 0 || strncmp(path, "/var/run/netns/", 15) == 0;
}

static void take_mount(struct spaces *spaces, uint64_t inode, uint32_t id, const char *path)
{
	struct space *space = spaces_by_inode(spaces, inode);

	if (!space)
		return;
	/* The same mount as before: it is the same namespace. */
	if (space->mount && space->mount_id == id && strcmp(space->mount, path) == 0)
		space->proven = true;
	/* Of several mounts the first with a name counts, else the first one. */
	if (space->look == spaces->look && (is_named(space->mount) || !is_named(path)))
		return;
	if (!space->mount || strcmp(space->mount, path) != 0) {
		free(space->mount);
		space->mount = alloc_copy(path);
	}
	space->mount_id = id;
	space->look = spaces->look;
}

struct mount {
	uint64_t inode;
	uint32_t id;
	char *path;
};

/* "1040 25 0:4 net:[4026532388] /run/netns/web rw shared:9 - nsfs nsfs rw" */
static bool take_line(char *line, struct mount *ret_mount)
{
	char *rest = strstr(line, " - "), *id, *root, *path, *end;
	uint64_t inode;

	if (!rest || strncmp(rest + 3, "nsfs ", 5) != 0)
		return false;
	*rest = '\0';
	id = take_field(&line);
	take_field(&line);
	take_field(&line);
	root = take_field(&line);
	path = take_field(&line);
	if (strncmp(root, "net:[", 5) != 0 || *path != '/')
		return false;
	inode = strtoull(root + 5, &end, 10);
	if (!inode || end == root + 5 || strcmp(end, "]") != 0)
		return false;
	unescape(path);
	*ret_mount = (struct mount){inode, (uint32_t)strtoul(id, NULL, 10), path};
	return true;
}

/* Takes the next namespace from the text; `at` is moved on. */
static bool next_mount(char **at, struct mount *ret_mount)
{
	while (*at && **at) {
		char *line = *at, *end = line + strcspn(line, "\n");

		if (*end)
			*end++ = '\0';
		*at = end;
		if (take_line(line, ret_mount))
			return true;
	}
	return false;
}

/* What is missed once may be there. The space is the list's or our own. */
static void drop_old_mount(struct spaces *spaces, struct space *space)
{
	bool missed = space->mount && space->look != spaces->look;

	if (!missed || !space->mount_missed) {
		space->mount_missed = missed;
		spaces->mounts_changed |= missed;
		return;
	}
	space->mount_missed = false;
	free(space->mount);
	space->mount = NULL;
}

void spaces_read_mounts(struct spaces *spaces)
{
	struct buffer text = {0};
	struct mount mount;
	char *at;

	if (spaces->mountinfo >= 0 && !read_all(spaces->mountinfo, &text)) {
		/* What was mounted still counts. */
		buffer_done(&text);
		spaces->incomplete = true;
		spaces->mounts_us = spaces->time.mono_us;
		return;
	}
	at = text.data;
	while (next_mount(&at, &mount))
		take_mount(spaces, mount.inode, mount.id, mount.path);
	buffer_done(&text);
	spaces->mounts_changed = false;
	drop_old_mount(spaces, &spaces->own);
	for (size_t i = 0; i < spaces->count; i++)
		drop_old_mount(spaces, spaces->list[i]);
	spaces->mounts_us = spaces->time.mono_us;
}
