/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/user-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/environment.h"
#include "base/alloc.h"
#include "base/i18n.h"

/* -------- where -------- */

/* A relative path would depend on where the program is started: it is none. */
static const char *directory_of(const char *variable)
{
	const char *path = getenv(variable);

	return path && *path == '/' ? path : NULL;
}

static char *make_path(const char *variable, const char *below_home, const char *name)
{
	const char *directory = directory_of(variable), *home = directory_of("HOME");
	struct buffer path = {0};

	if (environment_is_raised() || (!directory && !home))
		return NULL;
	if (directory)
		buffer_printf(&path, "%s/sockview/%s", directory, name);
	else
		buffer_printf(&path, "%s/%s/sockview/%s", home, below_home, name);
	return path.data;
}

char *user_file_settings(void)
{
	return make_path("XDG_CONFIG_HOME", ".config", "config");
}

char *user_file_filters(void)
{
	return make_path("XDG_STATE_HOME", ".local/state", "filters");
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
	}
	return strerror(-error);
}

/* -------- reading -------- */

/* Somebody who is neither the caller nor root has no say in what the program does. */
static int check_file(const struct stat *status)
{
	if (!S_ISREG(status->st_mode))
		return -EBADF;
	if ((status->st_uid && status->st_uid != geteuid()) ||
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

int user_file_read(const char *path, size_t most, struct buffer *out)
{
	/* A pipe or a device is not waited for. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct buffer text = {0};
	struct stat status;
	int error;

	if (fd < 0)
		return -errno;
	error = fstat(fd, &status) < 0 ? -errno : check_file(&status);
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

/* Makes the directories of `path`, which is changed on the way only. */
static int make_directories(char *path)
{
	for (char *at = path + 1; (at = strchr(at, '/')); at++) {
		int made;

		*at = '\0';
		made = mkdir(path, 0700);
		*at = '/';
		if (made < 0 && errno != EEXIST)
			return -errno;
	}
	return 0;
}

/*
 * What really is to be replaced, behind symbolic links, in *ret_path; and with which mode. A link
 * that leads nowhere is an error: what it is for is not known.
 */
static int find_target(const char *path, char **ret_path, mode_t *ret_mode)
{
	struct stat status;
	int error;

	*ret_mode = 0600;
	if (lstat(path, &status) < 0) {
		*ret_path = alloc_copy(path);
		error = errno == ENOENT ? make_directories(*ret_path) : -errno;
		if (error)
			free(*ret_path);
		return error;
	}
	if (stat(path, &status) < 0)
		return -errno;
	error = check_file(&status);
	if (error)
		return error;
	*ret_mode = status.st_mode & 0777;
	*ret_path = realpath(path, NULL);
	return *ret_path ? 0 : -errno;
}

/* In a directory of somebody else's a file could be anything by the time it is written. */
static int open_directory(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct buffer name = {0};
	struct stat status;
	int fd;

	buffer_add(&name, path, slash ? (size_t)(slash - path) + 1 : 0);
	fd = open(name.length ? name.data : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	buffer_done(&name);
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

/* A file beside the one that it will become. */
static int write_beside(
	const char *path, mode_t mode, const struct buffer *text, bool durable, char **ret_name)
{
	struct buffer name = {0};
	int fd, error;

	buffer_printf(&name, "%s.XXXXXX", path);
	fd = mkostemp(name.data, O_CLOEXEC);
	if (fd < 0) {
		error = -errno;
		buffer_done(&name);
		return error;
	}
	error = fchmod(fd, mode) < 0 ? -errno : write_all(fd, text);
	if (!error && durable && fsync(fd) < 0)
		error = -errno;
	if (close(fd) < 0 && !error)
		error = -errno;
	if (error)
		unlink(name.data);
	if (error)
		buffer_done(&name);
	else
		*ret_name = name.data;
	return error;
}

static int replace(const char *path, mode_t mode, const struct buffer *text, bool durable)
{
	int directory = open_directory(path), error;
	char *name = NULL;

	if (directory < 0)
		return directory;
	error = write_beside(path, mode, text, durable, &name);
	if (!error) {
		if (rename(name, path) < 0) {
			error = -errno;
			unlink(name);
		} else if (durable) {
			fsync(directory);
		}
		free(name);
	}
	close(directory);
	return error;
}

int user_file_write(const char *path, const struct buffer *text, bool durable)
{
	mode_t mode;
	char *target;
	int error;

	if (environment_is_raised())
		return -EPERM;
	error = find_target(path, &target, &mode);
	if (error)
		return error;
	error = replace(target, mode, text, durable);
	free(target);
	return error;
}
