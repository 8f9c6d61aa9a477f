/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/config/file-way.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/system/privileges.h"
#include "base/alloc.h"
#include "base/buffer.h"

/* The kernel follows as many. */
#define LINKS_MAX 40

/* A user namespace shows owners that it does not know as this uid. */
#define OVERFLOW_UID 65534

struct walk {
	int at;              /* descriptor of the current directory */
	struct buffer rest;  /* path that is still to be followed */
	const char *next;    /* in `rest` */
	size_t asked_length; /* bytes at its end that were asked for; a link gave the rest */
	unsigned links;
	unsigned flags;
	bool has_strangers; /* in a user namespace, where unknown owners may include root */
};

/* True if only root decides what is there. */
static bool is_roots(const struct walk *walk, const struct stat *status)
{
	bool is_open_to_all = S_ISDIR(status->st_mode) && status->st_mode & S_IWOTH &&
			      !(status->st_mode & S_ISVTX);

	return !is_open_to_all &&
	       (!status->st_uid || (walk->has_strangers && status->st_uid == OVERFLOW_UID));
}

static int check(const struct walk *walk, const struct stat *status)
{
	return walk->flags & FILE_WAY_ROOT && !is_roots(walk, status) ? -EXDEV : 0;
}

static void go_to(struct walk *walk, int fd)
{
	if (walk->at >= 0)
		close(walk->at);
	walk->at = fd;
}

static int start(struct walk *walk, const char *path)
{
	struct stat status;
	int fd = open(*path == '/' ? "/" : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	go_to(walk, fd);
	return fstat(fd, &status) < 0 ? -errno : check(walk, &status);
}

/* Puts the target of a link before the rest of the path. */
static int follow(struct walk *walk, int link)
{
	char target[PATH_MAX];
	ssize_t length = readlinkat(link, "", target, sizeof(target) - 1);
	struct buffer rest = {0};

	if (length < 0 || ++walk->links > LINKS_MAX)
		return length < 0 ? -errno : -ELOOP;
	target[length] = '\0';
	if (strlen(walk->next) < walk->asked_length)
		walk->asked_length = strlen(walk->next);
	buffer_printf(&rest, "%s%s%s", target, *walk->next ? "/" : "", walk->next);
	buffer_done(&walk->rest);
	walk->rest = rest;
	walk->next = buffer_get(&walk->rest);
	walk->next += strspn(walk->next, "/");
	return *target == '/' ? start(walk, target) : 0;
}

/* Opens the next part of the path itself: a link as a link. Creates it if FILE_WAY_MAKE says so. */
static int open_next(const struct walk *walk, const char *name, bool is_links)
{
	int flags = O_PATH | O_NOFOLLOW | O_CLOEXEC, fd = openat(walk->at, name, flags);

	if (fd < 0 && errno == ENOENT && *walk->next && !is_links && walk->flags & FILE_WAY_MAKE &&
		(mkdirat(walk->at, name, 0700) == 0 || errno == EEXIST))
		fd = openat(walk->at, name, flags);
	return fd < 0 ? -errno : fd;
}

/* Continues with the open `fd`. Returns 1 if it is the file. */
static int pass(struct walk *walk, int fd)
{
	struct stat status;

	if (fstat(fd, &status) < 0)
		return -errno;
	if (S_ISLNK(status.st_mode))
		return check(walk, &status) ?: follow(walk, fd);
	if (!*walk->next)
		return 1;
	if (!S_ISDIR(status.st_mode))
		return -ENOTDIR;
	go_to(walk, fd);
	return check(walk, &status);
}

/* Does one step, to the entry called `name`. Returns 1 if it is the file. */
static int step(struct walk *walk, const char *name, bool is_links)
{
	int fd = open_next(walk, name, is_links), result;

	if (fd < 0)
		return fd == -ENOENT && !*walk->next && !is_links ? 1 : fd;
	result = pass(walk, fd);
	if (walk->at != fd)
		close(fd);
	return result;
}

static char *copy_part(const char *text, size_t length)
{
	char *part = alloc_zero(length + 1, 1);

	memcpy(part, text, length);
	return part;
}

static int go(struct walk *walk, char **ret_name)
{
	int result;

	do {
		size_t left = strlen(walk->next), length = strcspn(walk->next, "/");
		char *name = copy_part(walk->next, length);

		walk->next += length;
		walk->next += strspn(walk->next, "/");
		result = length ? step(walk, name, left > walk->asked_length) : -EBADF;
		if (result > 0)
			*ret_name = name;
		else
			free(name);
	} while (!result);
	return result;
}

int file_way_open(const char *path, unsigned flags, struct file_way *ret_way)
{
	struct walk walk = {.at = -1, .flags = flags, .has_strangers = !privileges_are_whole()};
	char *name = NULL;
	int result = start(&walk, path);

	buffer_text(&walk.rest, path);
	walk.next = buffer_get(&walk.rest);
	walk.next += strspn(walk.next, "/");
	walk.asked_length = strlen(walk.next);
	if (!result)
		result = go(&walk, &name);
	if (result > 0)
		*ret_way = (struct file_way){walk.at, name};
	else if (walk.at >= 0)
		close(walk.at);
	buffer_done(&walk.rest);
	return result > 0 ? 0 : result;
}

void file_way_close(struct file_way *way)
{
	close(way->directory);
	free(way->name);
}
