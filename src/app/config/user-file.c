/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/config/user-file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/system/environment.h"
#include "app/config/file-way.h"
#include "base/alloc.h"
#include "base/i18n.h"

/* -------- where -------- */

/* Returns NULL for a relative path, which would depend on where the program is started. */
static const char *directory_of(const char *variable)
{
	const char *path = getenv(variable);

	return path && *path == '/' ? path : NULL;
}

static struct user_file find(const char *variable, const char *below_home, const char *name)
{
	const char *directory = directory_of(variable), *home = directory_of("HOME");
	struct buffer path = {0};

	if (environment_is_raised() || (!directory && !home))
		return (struct user_file){0};
	if (directory)
		buffer_printf(&path, "%s/sockview/%s", directory, name);
	else
		buffer_printf(&path, "%s/%s/sockview/%s", home, below_home, name);
	return (struct user_file){.path = path.data};
}

struct user_file user_file_settings(void)
{
	return find("XDG_CONFIG_HOME", ".config", "config");
}

struct user_file user_file_filters(void)
{
	return find("XDG_STATE_HOME", ".local/state", "filters");
}

struct user_file user_file_choices(void)
{
	return find("XDG_STATE_HOME", ".local/state", "choices");
}

struct user_file user_file_named(const char *path)
{
	return (struct user_file){.path = alloc_copy(path), .is_named = true};
}

void user_file_done(struct user_file *file)
{
	free(file->path);
	*file = (struct user_file){0};
}

const char *user_file_error(int error)
{
	switch (error) {
	case -EBADF:
		return _("not a regular file");
	case -EPERM:
		return _("it belongs to somebody else, or others may write to it");
	case -EFBIG:
		return _("it is too large");
	case -ENODEV:
		return _("there is no place for them");
	case -EILSEQ:
		return _("it is no text");
	case -EXDEV:
		return _("a directory on the way is not root's, and no --config names the file");
	}
	return strerror(-error);
}

/* -------- reading -------- */

/* Rejects files of a user who is neither the caller nor root: such a user must not influence the
 * program, unless the caller names the file. */
static int check_file(const struct stat *status, bool is_named)
{
	if (!S_ISREG(status->st_mode))
		return -EBADF;
	if ((status->st_uid && status->st_uid != geteuid() && !is_named) ||
		status->st_mode & (S_IWGRP | S_IWOTH))
		return -EPERM;
	return 0;
}

static int read_all(int fd, size_t most, struct buffer *out)
{
	char block[4096];
	ssize_t length;

	while ((length = read(fd, block, sizeof(block))) > 0) {
		if (memchr(block, '\0', (size_t)length))
			return -EILSEQ;
		buffer_add(out, block, (size_t)length);
		if (out->length > most)
			return -EFBIG;
	}
	return length < 0 ? -errno : 0;
}

/* Opens the directory of the file. If another user has become root, HOME may still be that user's,
 * with directories and links of others: root does not follow those. */
static int open_way(const struct user_file *file, unsigned flags, struct file_way *ret_way)
{
	if (!geteuid())
		flags |= FILE_WAY_ROOT;
	return file_way_open(file->path, flags, ret_way);
}

/* Opens without waiting, in case it is a pipe or a device. */
static int open_file(const struct user_file *file)
{
	int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, fd, error;
	struct file_way way;
	struct stat status;

	if (file->is_named) {
		fd = open(file->path, flags);
		return fd < 0 ? -errno : fd;
	}
	error = open_way(file, 0, &way);
	/* To report that the file does not exist, the path need not be safe. */
	if (error && stat(file->path, &status) < 0)
		return -errno;
	if (error)
		return error;
	fd = openat(way.directory, way.name, flags | O_NOFOLLOW);
	error = -errno;
	file_way_close(&way);
	return fd < 0 ? error : fd;
}

int user_file_read(const struct user_file *file, size_t most, struct buffer *out)
{
	int fd = open_file(file), error;
	struct buffer text = {0};
	struct stat status;

	if (fd < 0)
		return fd;
	error = fstat(fd, &status) < 0 ? -errno : check_file(&status, file->is_named);
	if (!error && (size_t)status.st_size > most)
		error = -EFBIG;
	if (!error)
		error = read_all(fd, most, &text);
	close(fd);
	if (!error)
		buffer_add(out, buffer_get(&text), text.length);
	buffer_done(&text);
	return error;
}

/* -------- writing -------- */

/* Finds the mode of the file that will be replaced. */
static int find_mode(const struct file_way *way, mode_t *ret_mode)
{
	struct stat status;
	int error;

	*ret_mode = 0600;
	if (fstatat(way->directory, way->name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : -errno;
	error = check_file(&status, false);
	if (!error)
		*ret_mode = status.st_mode & 0777;
	return error;
}

/* Rejects another user's directory: there, the file could be replaced by anything before it is
 * written. */
static int open_directory(const struct file_way *way)
{
	int fd = openat(way->directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat status;

	if (fd < 0 || fstat(fd, &status) < 0)
		return -errno;
	if (!status.st_uid || status.st_uid == geteuid())
		return fd;
	close(fd);
	return -EPERM;
}

static int write_all(int fd, const struct buffer *text)
{
	for (size_t at = 0; at < text->length;) {
		ssize_t length = write(fd, text->data + at, text->length - at);

		if (length < 0)
			return -errno;
		at += (size_t)length;
	}
	return 0;
}

/* Creates a new file whose name begins with `name`. */
static int make_beside(int directory, const char *name, struct buffer *out)
{
	int fd;

	for (unsigned tries = 0; tries < 100; tries++) {
		uint64_t number;

		if (getrandom(&number, sizeof(number), 0) != sizeof(number))
			return -errno;
		buffer_clear(out);
		buffer_printf(out, "%s.%012" PRIx64, name, number >> 16);
		fd = openat(directory, buffer_get(out),
			O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd >= 0)
			return fd;
		if (errno != EEXIST)
			break;
	}
	return -errno;
}

/* Writes a temporary file in the directory of the file that it will replace. */
static int write_beside(int directory, const char *name, mode_t mode, const struct buffer *text,
	bool durable, struct buffer *out)
{
	int fd = make_beside(directory, name, out), error;

	if (fd < 0)
		return fd;
	error = fchmod(fd, mode) < 0 ? -errno : write_all(fd, text);
	if (!error && durable && fsync(fd) < 0)
		error = -errno;
	if (close(fd) < 0 && !error)
		error = -errno;
	if (error)
		unlinkat(directory, buffer_get(out), 0);
	return error;
}

static int replace(const struct file_way *way, mode_t mode, const struct buffer *text, bool durable)
{
	int directory = open_directory(way), error;
	struct buffer name = {0};

	if (directory < 0)
		return directory;
	error = write_beside(directory, way->name, mode, text, durable, &name);
	if (!error && renameat(directory, buffer_get(&name), directory, way->name) < 0) {
		error = -errno;
		unlinkat(directory, buffer_get(&name), 0);
	} else if (!error && durable) {
		fsync(directory);
	}
	buffer_done(&name);
	close(directory);
	return error;
}

int user_file_write(const struct user_file *file, const struct buffer *text, bool durable)
{
	struct file_way way;
	mode_t mode;
	int error;

	if (environment_is_raised())
		return -EPERM;
	error = open_way(file, FILE_WAY_MAKE, &way);
	if (error == -EXDEV && file->is_named)
		error = -EPERM; /* the user's naming the file does not change its owner */
	if (error)
		return error;
	error = find_mode(&way, &mode);
	if (!error)
		error = replace(&way, mode, text, durable);
	file_way_close(&way);
	return error;
}
